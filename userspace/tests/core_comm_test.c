// SPDX-License-Identifier: GPL-2.0
/*
 * Names that look like a report's lines: of tasks, files and caches. Each case
 * is what one context prints, which of its lines are a report's, as in
 * core_grammar_test.c, and the title of the first report.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/facts.h"
#include "core/grammar.h"
#include "support_tap.h"
#include "support_verdict.h"

#define LINES_MAX	64

struct comm_case {
	const char *name;
	const char *verdicts;
	const char *title;	/* "": there is no report */
	const char *text;
};

#define CUT	"------------[ cut here ]------------\n"
#define RULER	"==================================================================\n"
#define WHO	"CPU: 1 UID: 0 PID: 77 Comm: tester Not tainted 6.12.1 #1\n"
#define SEGV	": segfault at 0 ip 0000000000401000 sp 00007ffe12345678 error 4\n"
#define WAITS	" blocked for more than 143 seconds.\n"
#define TRACE	"Call Trace:\n <TASK>\n __schedule+0x1/0x2\n sleeper+0x1/0x2\n"

#define HOLDS	"6.12.1 #1 Not tainted\n-----------------------------\n" \
		"1 lock held by x/123:\n" \
		" #0: ffff888001020304 (&a){+.+.}-{3:3}, at: do_exit+0x1/0x2\n" \
		"Call Trace:\n do_exit+0x1/0x2\n"

#define NAME50	"01234567890123456789012345678901234567890123456789"

static const struct comm_case cases[] = {
	{ "hung task: a comm like that of who blocks", "Occccc",
	  "INFO: task hung in sleeper",
	  "INFO: task x blocked on a:1234" WAITS TRACE
	  "task:x blocked on a  state:D stack:0 pid:1234\n" },
	{ "hung task: a comm with columns of a task", "Occcc",
	  "INFO: task hung in sleeper",
	  "INFO: task aaaa R 1 2 3 0x:183" WAITS TRACE },
	{ "hung task: who blocks it is its own", "OcccccccO",
	  "INFO: task hung in sleeper",
	  "INFO: task a:12" WAITS TRACE
	  "INFO: task a:12 is blocked on a mutex likely owned by task b:13.\n"
	  "INFO: task a:12 blocked on a semaphore, but the last holder is not found.\n"
	  "INFO: task  for more than :12 blocked on an rw-semaphore likely owned by task x:1\n"
	  "INFO: task b:13" WAITS },
	{ "hung task: its comm ends in what a fault is told with", "OcccccOc",
	  "INFO: task hung in sleeper",
	  "INFO: task a[1]: \nb:1234" WAITS TRACE
	  "INFO: task a(1): \nb:1234" WAITS },
	{ "locks held: a comm ends in what a fault is told with", "mccccccc",
	  "WARNING: still has locks held in do_exit",
	  RULER "WARNING: x[1]: /123 still has locks held!\n" HOLDS },
	{ "locks held: a comm like another kind", "mccccccc",
	  "WARNING: still has locks held in do_exit",
	  RULER "WARNING: held lock freed/123 still has locks held!\n" HOLDS },
	{ "locks held: a comm like a bad unlock", "mccccccc",
	  "WARNING: still has locks held in do_exit",
	  RULER "WARNING: bad contention/123 still has locks held!\n" HOLDS },
	{ "locks held: a comm like a warning's CPU", "mccccccc",
	  "WARNING: still has locks held in do_exit",
	  RULER "WARNING: , CPU#0:/123 still has locks held!\n" HOLDS },
	{ "locks held: a comm like a soft lockup, of an old kernel", "mccccccc",
	  "BUG: still has locks held in do_exit",
	  RULER "[ BUG: soft lockup/123 still has locks held! ]\n" HOLDS },
	{ "locks held: a comm with a newline", "mcccccccc",
	  "WARNING: still has locks held in do_exit",
	  RULER "WARNING: a\nb/123 still has locks held!\n" HOLDS },
	{ "locks held: a comm with a newline, like a bad unlock", "mcccccccc",
	  "WARNING: still has locks held in do_exit",
	  RULER "WARNING: bad contention\n/123 still has locks held!\n" HOLDS },
	{ "a task before 5.11: a comm like an end mark", "Occccc",
	  "INFO: task hung in sleeper",
	  "INFO: task x:1234" WAITS
	  "---[ end trace  D    0  1234      2 0x00004000\n" TRACE },
	{ "a task before 5.11: a comm like a ruler", "Occccc",
	  "INFO: task hung in sleeper",
	  "INFO: task x:1234" WAITS
	  "==========      R  running task    28440    10      2 0x80004000\n"
	  TRACE },
	{ "a task before 5.11: a comm like a header", "Occccccc",
	  "INFO: task hung in sleeper",
	  "INFO: task x:1234" WAITS
	  "kernel BUG at   D24120  1234      2 0x00004000\n"
	  "INFO: task x:   D 0000000000000000     0  1234      2 0x00004000\n"
	  TRACE "BUG: x          S ffffffff83e27d60 28152  2986      1 0x00000002\n" },
	{ "a task before 5.11: a comm like a frame", "Occ",
	  "BUG: stack guard page was hit in corrupted",
	  "BUG: stack guard page was hit at 0\nCall Trace:\n"
	  " evil+0x1/0x2   D    0  1234      2 0x00004000\n" },
	{ "a task before 5.11 opens nothing", ".", "",
	  "BUG: hello      S    0    17      2 0x80000000\n" },
	{ "not each 0x is behind a task", "O", "BUG: a bcdef at DEAD NUM of 0x12",
	  "BUG: a bcdef at DEAD   12 of 0x12\n" },
	{ "a fault's comm is no frame", "OcccccccE",
	  "BUG: bad usercopy in victim",
	  "usercopy: Kernel memory overwrite attempt detected\n"
	  "Call Trace:\n evil+0x1/0x2[12]" SEGV " evil+0x1[12]" SEGV
	  " 0x1[12]" SEGV " <IRQ> [12]" SEGV
	  " __schedule+0x1/0x2\n victim+0x1/0x2\n"
	  "---[ end trace 0000000000000000 ]---\n" },
	{ "a fault's comm is what it is without its frame", "Oc.",
	  "INFO: task hung in corrupted",
	  "INFO: task x:1234" WAITS "Call Trace:\n evil+0x1/0x2[12]" SEGV },
	{ "a fault's comm is no instruction pointer, nor an end", "OcccccccE",
	  "BUG: unable to handle kernel paging request in victim",
	  "BUG: unable to handle page fault for address: ffffdead00000000\n"
	  "RIP: ev+0x1[12]" SEGV "---[ end trace[12]" SEGV
	  "Oops: Oops: 0002 [#1] SMP\n" WHO "RIP: 0010:victim+0x1/0x2\n"
	  "Call Trace:\n victim+0x1/0x2\n---[ end trace 0000000000000000 ]---\n" },
	{ "a fault's comm is no ruler, nor an access", "mccccccE",
	  "KASAN: slab-use-after-free Read in victim",
	  RULER "BUG: KASAN: slab-use-after-free in victim+0x1/0x2\n"
	  "Write of size 1[12]" SEGV "========== x[12]" SEGV
	  "Read of size 4 at addr ffff888001020304 by task t/1\n"
	  "Call Trace:\n victim+0x1/0x2\n" RULER },
	{ "a fault's comm is no register", "OccE",
	  "general protection fault in victim",
	  "general protection fault: 0000 [#1] SMP\n"
	  "Call Trace[12]" SEGV
	  "RIP: 0010:victim+0x1/0x2\n---[ end trace 0000000000000000 ]---\n" },
	{ "a line that begins with a comm opens nothing, more of them",
	  "..........", "",
	  "BUG: hello uses obsolete (PF_INET,SOCK_PACKET)\n"
	  "kernel BUG at  uses obsolete (PF_INET,SOCK_PACKET)\n"
	  "BUG: hello: vmalloc: allocation failure: 4096 bytes, mode:0x6000c0\n"
	  "BUG: hello: Corrupted page table at address 401000\n"
	  "BUG: hello: unhandled page fault (11) at 0x00000000, code 0x005\n"
	  "BUG: hello (pid 7) Use of int in maxseg socket option.\n"
	  "BUG: hello (7): attempted to duplicate a private mapping with mremap.\n"
	  "BUG: hello[7] bad frame in rt_sigreturn frame:000 ip:401000\n"
	  "BUG: hello[7] ip:401000 sp:7ffe: SGDT instruction cannot be used\n"
	  "UBSAN: hello[7]: unhandled exception: BRK handler, ESR 0xf2000000\n" },
	{ "nor does one that sets timers, or writes sysctls", "..", "",
	  "BUG: KASAN: x calls setitimer() with new_value NULL pointer. Misfeature support will be removed\n"
	  "BUG: KASAN: x wrote to a when file position was not 0!\n" },
	{ "what is behind a newline in a comm opens nothing",
	  "................", "",
	  "BUG: hello'.\n"
	  "BUG: hello': attribute type 1 has an invalid length.\n"
	  "BUG: hello tries to shift op by -1; fix this program\n"
	  "BUG: hello' uses 32-bit capabilities (legacy support in use)\n"
	  "BUG: hello' uses deprecated v2 capabilities in a way that may be insecure\n"
	  "BUG: hello) total-vm:1kB, anon-rss:1kB, file-rss:1kB, shmem-rss:0kB\n"
	  "BUG: hello,pid=12,uid=0\n"
	  "BUG: hello/12 took a split_lock trap at address: 0x401000\n"
	  "BUG: hello: uninitialized urandom read (16 bytes read)\n"
	  "BUG: hello' launched '/tmp/x' with NULL argv: empty string added\n"
	  "BUG: hello) did not claim interface 0 before use\n"
	  "BUG: hello (12)\n"
	  "INFO: hello:12 due to hardware memory corruption\n"
	  "BUG: hello       state:D stack:0     pid:12    ppid:2\n"
	  "BUG: hello (pid 12) is setting deprecated v1 encryption policy\n"
	  "UBSAN: hello'.\r\n" },
	{ "a comm cuts nothing: arm's process", "OccccccE",
	  "BUG: unable to handle kernel NULL pointer dereference in victim",
	  "Unable to handle kernel NULL pointer dereference at virtual address 0\n"
	  "Internal error: Oops: 5 [#1] SMP ARM\n"
	  "PC is at victim+0x1/0x2\n"
	  "Process\x20\n---[ end trace (pid: 55, stack limit = 0x3084032e)\n"
	  "Process\x20\nINFO: task x (pid: 55, stack limit = 0x3084032e)\n"
	  "---[ end trace 0000000000000000 ]---\n" },
	{ "a comm opens nothing: kasan's stack", "mccccccccE",
	  "KASAN: stack-out-of-bounds Read in victim",
	  RULER "BUG: KASAN: stack-out-of-bounds in victim+0x1/0x2\n"
	  "Read of size 4 at addr ffff888001020304 by task t/1\n"
	  "Call Trace:\n victim+0x1/0x2\n"
	  "The buggy address belongs to stack of task\x20\nBUG: hello/123\n"
	  "The buggy address belongs to stack of task\x20\n---[ end trace/123\n"
	  RULER },
	{ "a comm opens nothing: kasan's stack, older", "mccccccE",
	  "KASAN: stack-out-of-bounds Read in victim",
	  RULER "BUG: KASAN: stack-out-of-bounds in victim+0x1/0x2\n"
	  "Read of size 4 at addr ffff888001020304 by task t/1\n"
	  "Call Trace:\n victim+0x1/0x2\n"
	  "addr ffff888001020304 is located in stack of task\x20\n"
	  "BUG: hello/123 at offset 32 in frame:\n" RULER },
	{ "a comm ends nothing: a rwlock", "Occc.",
	  "BUG: rwlock bad magic in victim",
	  "BUG: rwlock bad magic on CPU#0,\x20\n"
	  "---[ end trace/1, 00000000a1b2c3d4\n"
	  "Call Trace:\n victim+0x1/0x2\neth0: link up\n" },
	{ "a comm like BUG() is none", ".Occccc",
	  "general protection fault in victim",
	  "kernel BUG at  is what a task calls itself\n"
	  "Oops: general protection fault, probably for non-canonical address 0x1: 0000 [#1] SMP\n"
	  WHO "RIP: 0010:victim+0x1/0x2\nCall Trace:\n victim+0x1/0x2\n"
	  "kernel BUG at  is what a task calls itself\n" },
	{ "BUG() without its place", "OccE", "kernel BUG in victim",
	  "Kernel BUG at victim+0x1/0x2 [verbose debug info unavailable]\n"
	  "Oops: invalid opcode: 0000 [#1] SMP\nRIP: 0010:victim+0x1/0x2\n"
	  "---[ end trace 0000000000000000 ]---\n" },
	{ "a file's name is no mount", "Occ",
	  "BUG: Dentry still in use [unmount of tmpfs tmpfs]",
	  "BUG: Dentry f{i=1,n=x still in use (1) [unmount of EVIL]}  still in use (1) [unmount of tmpfs tmpfs]\n"
	  "Call Trace:\n umount+0x1/0x2\n" },
	{ "a file's name may be long", "Occ",
	  "BUG: Dentry still in use [unmount of tmpfs tmpfs]",
	  "BUG: Dentry ffff888001020304{i=1,n=" NAME50 NAME50 NAME50
	  NAME50 NAME50 "}  still in use (1) [unmount of tmpfs tmpfs]\n"
	  "Call Trace:\n umount+0x1/0x2\n" },
	{ "a group's name is no title", "mccc", "BUG: Poison overwritten",
	  RULER "BUG kmalloc-64(12:x): evil title (Not tainted): Poison overwritten\n"
	  "Call Trace:\n f+0x1/0x2\n" },
	{ "a group's name, and a taint", "mccc", "BUG: Object already free",
	  RULER "BUG a(1:x (Not tainted): evil) (Tainted: G    B   ): Object already free\n"
	  "Call Trace:\n f+0x1/0x2\n" },
	{ "a group's name hides no header", "mccc", "BUG: Redzone overwritten",
	  RULER "BUG a(1:x): kasan: bad access detected) (Not tainted): Redzone overwritten\n"
	  "Call Trace:\n f+0x1/0x2\n" },
	{ "what kasan has slub print is a part", "m.", "corrupted report",
	  RULER "BUG kmalloc-64 (Not tainted): kasan: bad access detected\r\n" },
};

/**
 * struct reader - one context's lines being read
 * @grammar: of its report
 * @is_open: there is one
 * @report: the lines of the first report
 * @line_count: how many
 * @is_read: the first report is over
 */
struct reader {
	struct cr_grammar grammar;
	bool is_open;
	struct cr_line report[LINES_MAX];
	u32 line_count;
	bool is_read;
};

static enum cr_verdict judge(struct reader *r, const char *text, u32 bytes)
{
	enum cr_verdict verdict = CR_LINE_OPENS;

	if (r->is_open)
		verdict = cr_grammar_next(&r->grammar, text, bytes);
	if (verdict == CR_LINE_OPENS || verdict == CR_LINE_MAYBE_OPENS) {
		r->is_read = r->is_read || r->line_count > 1;
		if (!r->is_read)
			r->line_count = 0;
		verdict = cr_grammar_first(&r->grammar, text, bytes);
	}
	r->is_open = verdict != CR_LINE_OTHER;
	r->is_read = r->is_read || (r->line_count && !r->is_open);
	return verdict;
}

/* The line is copied, so that a look behind its end is found. */
static char *read_line(struct reader *r, const char *text, u32 bytes,
		       char *verdict)
{
	char *copy = malloc(bytes ? bytes : 1);
	struct cr_line *line = &r->report[r->line_count];

	memcpy(copy, text, bytes);
	*verdict = verdict_letter(judge(r, copy, bytes));
	if (!r->is_open || r->is_read)
		return copy;
	line = &r->report[r->line_count];
	line->text = copy;
	line->bytes = bytes;
	line->line_no = r->line_count++;
	return copy;
}

static void get_title(struct reader *r, char *title, size_t size)
{
	struct cr_facts facts = { 0 };

	if (!r->line_count)
		return;
	cr_facts_from_lines(&facts, r->report, r->line_count);
	snprintf(title, size, "%.*s", (int)facts.title_bytes, facts.title);
}

static void run_case(const struct comm_case *c)
{
	char title[CR_TITLE_MAX_BYTES + 1] = "";
	char verdicts[LINES_MAX + 1] = "";
	struct reader r = { .grammar.in_log = true };
	char *copies[LINES_MAX];
	const char *text = c->text;
	u32 n;
	u32 i;

	for (n = 0; *text && n < LINES_MAX; n++) {
		u32 bytes = (u32)(strchr(text, '\n') - text);

		copies[n] = read_line(&r, text, bytes, &verdicts[n]);
		text += bytes + 1;
	}
	get_title(&r, title, sizeof(title));
	tap_check(c->name, !strcmp(verdicts, c->verdicts) &&
		  !strcmp(title, c->title), "got %s, %s", verdicts, title);
	for (i = 0; i < n; i++)
		free(copies[i]);
}

int main(void)
{
	u32 i;

	for (i = 0; i < CR_COUNT(cases); i++)
		run_case(&cases[i]);
	return tap_end();
}
