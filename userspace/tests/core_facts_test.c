// SPDX-License-Identifier: GPL-2.0
/* Title, class, subject, frames and registers of reports in full text. */
#include <stdio.h>
#include <stdlib.h>

#include "../../module/core/facts.h"
#include "../../module/core/structure.h"

#define FRAMES_MAX	64
#define LINES_MAX	128

struct facts_case {
	const char *name;
	const char *title;
	u8 report_class;
	u32 flags;
	u32 cpu;
	u32 pid;
	const char *comm;
	u32 frame_count;
	u32 register_count;
	const char *text;
};

#define CUT	"------------[ cut here ]------------\n"
#define RULER	"==================================================================\n"
#define WHO	"CPU: 1 UID: 0 PID: 77 Comm: tester Tainted: G        W          6.12.1 #1\n"
#define REGS	"RSP: 0018:ffffc90000000010 EFLAGS: 00010246\n" \
		"RAX: 0000000000000001 RBX: 0000000000000002 RCX: 0000000000000003\n" \
		"FS:  00007f0000000000(0000) GS:ffff888000000000(0000) knlGS:0000000000000000\n"
#define SYSCALL	" do_syscall_64+0x1/0x2\n entry_SYSCALL_64_after_hwframe+0x76/0x7e\n" \
		" </TASK>\n"
#define PANIC	"Kernel panic - not syncing: kernel: panic_on_warn set ...\n"
#define WHO_VALUES	1, 77, "tester"
#define HUNG	"INFO: task hung in sleeper", CRASHREC_CLASS_HUNG_TASK, 0, \
	CRASHREC_NO_CPU
#define NOBODY	CRASHREC_NO_CPU, CRASHREC_NO_PID, ""

static const struct facts_case cases[] = {
	{ "warning", "WARNING in do_warn", CRASHREC_CLASS_WARNING, 0,
	  WHO_VALUES, 5, 8,
	  CUT "WARNING: CPU: 1 PID: 77 at fs/x.c:12 do_warn+0x10/0x20 [x]\n"
	  "Modules linked in: x\n" WHO "RIP: 0010:do_warn+0x10/0x20 [x]\n" REGS
	  "Call Trace:\n <TASK>\n ? __warn+0x81/0x130\n caller+0x1/0x2 [x]\n"
	  SYSCALL "---[ end trace 0000000000000000 ]---\n" },
	{ "warning, compiler suffix", "WARNING in do_warn",
	  CRASHREC_CLASS_WARNING, CRASHREC_REC_F_PANICKED, WHO_VALUES, 1, 0,
	  CUT "WARNING: CPU: 1 PID: 77 at fs/x.c:12 do_warn.isra.0.cold+0x10/0x20\n"
	  PANIC WHO "Call Trace:\n do_warn.isra.0+0x1/0x2\n" },
	{ "warning, refcount", "WARNING: refcount bug in put_thing",
	  CRASHREC_CLASS_WARNING, 0, WHO_VALUES, 3, 0,
	  CUT "refcount_t: underflow; use-after-free.\n"
	  "WARNING: CPU: 1 PID: 77 at lib/refcount.c:28 refcount_warn_saturate+0x1/0x2\n"
	  WHO "RIP: 0010:refcount_warn_saturate+0x1/0x2\nCall Trace:\n"
	  " kobject_put+0x1/0x2\n put_thing+0x1/0x2\n"
	  "---[ end trace 0000000000000000 ]---\n" },
	{ "warning without a stack", "WARNING in corrupted",
	  CRASHREC_CLASS_WARNING, CRASHREC_REC_F_CORRUPTED, NOBODY, 0, 0,
	  CUT "WARNING: CPU: 1 PID: 77 at fs/x.c:12 do_warn+0x10/0x20\n" },
	{ "kernel BUG", "kernel BUG in do_bug", CRASHREC_CLASS_BUG, 0,
	  WHO_VALUES, 2, 0,
	  CUT "kernel BUG at fs/x.c:1!\n"
	  "Oops: invalid opcode: 0000 [#1] PREEMPT SMP\n" WHO
	  "RIP: 0010:do_bug+0x1/0x2\nCall Trace:\n caller+0x1/0x2\n"
	  "---[ end trace 0000000000000000 ]---\n" },
	{ "null dereference in a string function",
	  "BUG: unable to handle kernel NULL pointer dereference in caller",
	  CRASHREC_CLASS_OOPS, 0, WHO_VALUES, 2, 0,
	  "BUG: kernel NULL pointer dereference, address: 0000000000000000\n"
	  "#PF: supervisor read access in kernel mode\n"
	  "Oops: Oops: 0000 [#1] SMP\n" WHO
	  "RIP: 0010:memcpy_orig+0x1/0x2\nCall Trace:\n caller+0x1/0x2\n" },
	{ "a name that only looks like a string function's",
	  "general protection fault in strp_parse", CRASHREC_CLASS_OOPS, 0,
	  WHO_VALUES, 2, 0,
	  "general protection fault: 0000 [#1] SMP\n" WHO
	  "RIP: 0010:strlen+0x1/0x2\nCall Trace:\n strp_parse+0x1/0x2\n" },
	{ "page fault",
	  "BUG: unable to handle kernel paging request in do_fault_here",
	  CRASHREC_CLASS_OOPS, 0, WHO_VALUES, 2, 0,
	  "BUG: unable to handle page fault for address: ffffc90000001000\n"
	  "Oops: Oops: 0002 [#1] SMP\n" WHO
	  "RIP: 0010:do_fault_here+0x1/0x2\nCall Trace:\n caller+0x1/0x2\n" },
	{ "a fault at no function's address",
	  "BUG: unable to handle kernel NULL pointer dereference in caller",
	  CRASHREC_CLASS_OOPS, 0, WHO_VALUES, 2, 0,
	  "BUG: kernel NULL pointer dereference, address: 0000000000000000\n"
	  "Oops: Oops: 0010 [#1] SMP\n" WHO
	  "RIP: 0010:0x0\nCall Trace:\n caller+0x1/0x2\n"
	  "---[ end trace 0000000000000000 ]---\nRIP: 0010:0x0\n"
	  "RIP: 0010:of_another+0x1/0x2\n" },
	{ "behind the end of a fault no one is blamed",
	  "BUG: unable to handle kernel paging request in corrupted",
	  CRASHREC_CLASS_OOPS, CRASHREC_REC_F_CORRUPTED, WHO_VALUES, 2, 0,
	  "BUG: unable to handle page fault for address: ffffffffffffffff\n"
	  "Oops: Oops: 0010 [#1] SMP\n" WHO
	  "RIP: 0010:0xffffffffffffffff\nCall Trace:\n ? stale+0x1/0x2\n"
	  "---[ end trace 0000000000000000 ]---\n"
	  "RIP: 0010:of_the_first_oops+0x1/0x2\n" },
	{ "a comm makes no title: warning", "WARNING in w",
	  CRASHREC_CLASS_WARNING, 0, CRASHREC_NO_CPU, CRASHREC_NO_PID, "", 2, 0,
	  CUT "WARNING: a.c:1 at w+0x1/0x2, CPU#0: lib/refcount.c:/9\n"
	  "RIP: 0010:w+0x1/0x2\nCall Trace:\n x+0x1/0x2\n" },
	{ "corrupted list that only warns", "BUG: corrupted list in user_of_it",
	  CRASHREC_CLASS_BUG, 0, WHO_VALUES, 2, 0,
	  CUT "list_add corruption. next->prev should be prev (a), but was b.\n"
	  "WARNING: CPU: 0 PID: 77 at lib/list_debug.c:29 __list_add_valid_or_report+0x1/0x2\n"
	  WHO "RIP: 0010:__list_add_valid_or_report+0x1/0x2\n"
	  "Call Trace:\n user_of_it+0x1/0x2\n" },
	{ "page fault of an old kernel",
	  "BUG: unable to handle kernel paging request in do_fault_here",
	  CRASHREC_CLASS_OOPS, 0, 0, 5, "x y", 2, 0,
	  "BUG: unable to handle kernel paging request at ffffc90000001000\n"
	  "IP: [<ffffffff81000000>] do_fault_here+0x1/0x2\n"
	  "Oops: 0002 [#1] SMP\nCPU: 0 PID: 5 Comm: x y Not tainted 4.4.0 #1\n"
	  "Call Trace:\n [<ffffffff81000001>] caller+0x1/0x2\n" },
	{ "arm64 data abort",
	  "BUG: unable to handle kernel NULL pointer dereference in do_it",
	  CRASHREC_CLASS_OOPS, 0, WHO_VALUES, 3, 3,
	  "Unable to handle kernel NULL pointer dereference at virtual address 0000000000000000\n"
	  "Mem abort info:\n  ESR = 0x0000000096000004\n"
	  "Internal error: Oops: 0000000096000004 [#1] PREEMPT SMP\n" WHO
	  "pc : do_it+0x1/0x2 [m]\nsp : ffff800080003c00\n"
	  "x29: ffff800080003c00 x28: 0000000000000000\nCall trace:\n"
	  " do_it+0x1/0x2 [m]\n caller+0x1/0x2\n" },
	{ "general protection fault", "general protection fault in do_gpf",
	  CRASHREC_CLASS_OOPS, 0, WHO_VALUES, 2, 0,
	  "Oops: general protection fault, probably for non-canonical address 0xdffffc0000000001: 0000 [#1] SMP KASAN\n"
	  "KASAN: null-ptr-deref in range [0x8-0xf]\n" WHO
	  "RIP: 0010:do_gpf+0x1/0x2\nCall Trace:\n caller+0x1/0x2\n" },
	{ "kasan", "KASAN: slab-use-after-free Write in user_of_it",
	  CRASHREC_CLASS_KASAN, 0, WHO_VALUES, 6, 0,
	  RULER "BUG: KASAN: slab-use-after-free in memset+0x1/0x2\n"
	  "Write of size 8 at addr ffff888001020304 by task tester/77\n\n" WHO
	  "Call Trace:\n <TASK>\n dump_stack_lvl+0x1/0x2\n"
	  " kasan_report+0x1/0x2\n user_of_it+0x1/0x2\n </TASK>\n\n"
	  "Allocated by task 77:\n kasan_save_stack+0x1/0x2\n maker+0x1/0x2\n\n"
	  "Freed by task 77:\n breaker+0x1/0x2\n" RULER },
	{ "kasan, symbolised", "KASAN: slab-out-of-bounds Read in outer",
	  CRASHREC_CLASS_KASAN, 0, WHO_VALUES, 2, 0,
	  RULER "BUG: KASAN: slab-out-of-bounds in inner fs/x.c:1 [inline]\n"
	  "BUG: KASAN: slab-out-of-bounds in outer+0x1/0x2 fs/x.c:9\n"
	  "Read of size 1 at addr ffff888001020304 by task tester/77\n" WHO
	  "Call Trace:\n inner fs/x.c:1 [inline]\n outer+0x1/0x2 fs/x.c:9\n" },
	{ "lockdep: circular", "possible deadlock in take_b",
	  CRASHREC_CLASS_LOCKDEP, 0, WHO_VALUES, 3, 0,
	  RULER "WARNING: possible circular locking dependency detected\n"
	  "tester/77 is trying to acquire lock:\n"
	  "ffff888001020304 (&b){+.+.}-{3:3}, at: take_b+0x1/0x2\n\n"
	  "but task is already holding lock:\n"
	  "ffff888001020308 (&a){+.+.}-{3:3}, at: take_a+0x1/0x2\n\n"
	  "-> #1 (&a){+.+.}-{3:3}:\n       take_a+0x1/0x2\n\n"
	  "stack backtrace:\n" WHO "Call Trace:\n __mutex_lock+0x1/0x2\n"
	  " take_b+0x1/0x2\n" },
	{ "lockdep: RCU usage", "WARNING: suspicious RCU usage in reader",
	  CRASHREC_CLASS_LOCKDEP, 0, WHO_VALUES, 2, 0,
	  RULER "WARNING: suspicious RCU usage\n"
	  "fs/x.c:1 suspicious rcu_dereference_check() usage!\n\n"
	  "1 lock held by tester/77:\n"
	  " #0: ffff888001020304 (&a){+.+.}-{3:3}, at: holder+0x1/0x2\n\n"
	  "stack backtrace:\n" WHO
	  "Call Trace:\n lockdep_rcu_suspicious+0x1/0x2\n reader+0x1/0x2\n" },
	{ "hung task", HUNG, 12, "sl:e\x01p", 3, 0,
	  "INFO: task sl:e\x01p:12 blocked for more than 10 seconds.\n"
	  "task:sl:e\x01p          state:D stack:0     pid:12\n"
	  "Call Trace:\n <TASK>\n __schedule+0x1/0x2\n schedule+0x1/0x2\n"
	  " sleeper+0x1/0x2\n </TASK>\n" },
	{ "hung task that waits for a disk", HUNG, 12, "a blocked b", 1, 0,
	  "INFO: task a blocked b:12 blocked in I/O wait for more than 10 seconds.\n"
	  "Call Trace:\n sleeper+0x1/0x2\n" },
	{ "hung task with the words in its comm", HUNG, 12, " for more than ", 1, 0,
	  "INFO: task  for more than :12 blocked for more than 10 seconds.\n"
	  "Call Trace:\n sleeper+0x1/0x2\n" },
	{ "task that can't die", "INFO: task can't die in sleeper",
	  CRASHREC_CLASS_HUNG_TASK, 0, CRASHREC_NO_CPU, 12, "a can't die", 1, 0,
	  "INFO: task a can't die:12 can't die for more than 143 seconds.\n"
	  "Call Trace:\n sleeper+0x1/0x2\n" },
	{ "soft lockup", "BUG: soft lockup in looper",
	  CRASHREC_CLASS_SOFT_LOCKUP, 0, WHO_VALUES, 3, 0,
	  "watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [tester:77]\n" WHO
	  "RIP: 0010:_raw_spin_lock+0x1/0x2\nCall Trace:\n <TASK>\n"
	  " looper+0x1/0x2\n kthread+0x1/0x2\n </TASK>\n" },
	{ "rcu stall: the loop below the interrupt",
	  "INFO: rcu detected stall in loop_write", CRASHREC_CLASS_RCU_STALL, 0,
	  WHO_VALUES, 14, 0,
	  "rcu: INFO: rcu_preempt self-detected stall on CPU\n"
	  "rcu: rcu_preempt kthread starved for 20999 jiffies!\n"
	  "rcu: RCU grace-period kthread stack dump:\n"
	  "task:rcu_preempt     state:R\nCall Trace:\n <TASK>\n"
	  " rcu_gp_fqs_loop+0x1/0x2\n kthread+0x1/0x2\n </TASK>\n" WHO
	  "Call Trace:\n <IRQ>\n rcu_sched_clock_irq+0x1/0x2\n"
	  " update_process_times+0x1/0x2\n __hrtimer_run_queues+0x1/0x2\n"
	  " hrtimer_interrupt+0x1/0x2\n sysvec_apic_timer_interrupt+0x1/0x2\n"
	  " </IRQ>\n <TASK>\n asm_sysvec_apic_timer_interrupt+0x1/0x2\n"
	  "RIP: 0010:inner_loop+0x1/0x2\n loop_write+0x1/0x2\n"
	  " vfs_write+0x1/0x2\n ksys_write+0x1/0x2\n" SYSCALL },
	{ "rcu stall: the task that blocks it, not who tells of it",
	  "INFO: rcu detected stall in corrupted", CRASHREC_CLASS_RCU_STALL,
	  CRASHREC_REC_F_CORRUPTED, CRASHREC_NO_CPU, 12, "a state:R pid:3", 1, 0,
	  "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:\n"
	  "task:a state:R pid:3 state:R stack:0 pid:12\n"
	  "Call Trace:\n looper+0x1/0x2\n" WHO },
	{ "sleeping in atomic",
	  "BUG: sleeping function called from invalid context in sleeper",
	  CRASHREC_CLASS_ATOMIC_SLEEP, 0, WHO_VALUES, 3, 0,
	  "BUG: sleeping function called from invalid context at mm/x.c:1\n"
	  "Preemption disabled at:\n[<ffffffff81000000>] disabler+0x1/0x2\n" WHO
	  "Call Trace:\n __might_resched+0x1/0x2\n sleeper+0x1/0x2\n" },
	{ "an offset without a size, at the line's end",
	  "kernel panic: bad f+0x1/0x", CRASHREC_CLASS_PANIC,
	  CRASHREC_REC_F_PANICKED | CRASHREC_REC_F_CORRUPTED, NOBODY, 0, 0,
	  "Kernel panic - not syncing: bad f+0x1/0x\n" },
	{ "a name that is but the front of a system call's", "WARNING in ksys_",
	  CRASHREC_CLASS_WARNING, 0, NOBODY, 2, 0,
	  CUT "WARNING: CPU: 0 PID: 1 at a.c:1 ksys_+0x1/0x2\n"
	  "RIP: 0010:ksys_+0x1/0x2\nCall Trace:\n ksys_+0x1/0x2\n" },
	{ "panic", "kernel panic: helloworld NUM at ADDR",
	  CRASHREC_CLASS_PANIC, CRASHREC_REC_F_PANICKED, WHO_VALUES, 1, 0,
	  "Kernel panic - not syncing: hello\x1bworld 12 at 0xffff8880\n" WHO
	  "Call Trace:\n panic+0x1/0x2\n" },
	{ "a comm cannot play a taint", "WARNING in w", CRASHREC_CLASS_WARNING,
	  0, 0, 7, "a Not tainted e", 2, 0,
	  CUT "WARNING: CPU: 0 PID: 7 at a.c:1 w+0x1/0x2\n"
	  "CPU: 0 PID: 7 Comm: a Not tainted e Not tainted 6.1.0 #1\n"
	  "Call Trace:\n w+0x1/0x2\n x+0x1/0x2\n" },
	{ "a comm makes no title: kasan", "KASAN: use-after-free Read in user",
	  CRASHREC_CLASS_KASAN, 0, 0, 93, "", 1, 0,
	  RULER "BUG: KASAN: use-after-free in user+0x1/0x2\n"
	  "Read of size 8 at addr ffff888001020304 by task\x20\nOops: 0 [#1]/93\n\n"
	  "CPU: 0 PID: 93 Comm:\x20\n f+0x1/0x2 Not tainted 6.12.1 #1\n"
	  "Call Trace:\n user+0x1/0x2\n" RULER },
	{ "a comm makes no title: soft lockup", "BUG: soft lockup in looper",
	  CRASHREC_CLASS_SOFT_LOCKUP, 0, CRASHREC_NO_CPU, 93, "a", 2, 0,
	  "BUG: soft lockup - CPU#0 stuck for 22s! [a\n f+0x1/0x2:93]\n"
	  "Call Trace:\n looper+0x1/0x2\n do_syscall_64+0x1/0x2\n" },
	{ "a comm makes no title: hung task", HUNG, 93, "a", 1, 0,
	  "INFO: task a\nUBSAN: x:93 blocked for more than 120 seconds.\n"
	  "task:a\n f+0x1/0x2   state:D stack:0 pid:93\nCall Trace:\n"
	  " sleeper+0x1/0x2\nNMI backtrace for cpu 0\n"
	  "CPU: 0 PID: 30 Comm: khungtaskd Not tainted 6.12.1 #1\n" },
	{ "a comm makes no title: lockdep", "possible deadlock in take_b",
	  CRASHREC_CLASS_LOCKDEP, 0, WHO_VALUES, 1, 0,
	  RULER "WARNING: possible recursive locking detected\n"
	  "--------------------------------------------\n"
	  "a at: f+0x1/0x2\n/93 is trying to acquire lock:\n"
	  "ffff888001020304 (&b){+.+.}-{3:3}, at: take_b+0x1/0x2\n"
	  "stack backtrace:\n" WHO "Call Trace:\n take_b+0x1/0x2\n" },
	{ "a comm names no lock", "WARNING: bad unlock balance in g",
	  CRASHREC_CLASS_LOCKDEP, CRASHREC_REC_F_CORRUPTED, NOBODY, 1, 0,
	  RULER "WARNING: bad unlock balance detected!\n"
	  "-------------------------------------\n"
	  "/1 at: f+0x1/93 is trying to release lock (b) at:\n"
	  "[<ffffffff81000000>] g+0x1/0x2\n" },
	{ "behind a comm lockdep names the lock", "WARNING: bad unlock balance in g",
	  CRASHREC_CLASS_LOCKDEP, CRASHREC_REC_F_CORRUPTED, NOBODY, 1, 0,
	  RULER "WARNING: bad unlock balance detected!\n"
	  "-------------------------------------\n"
	  "x/93 is trying to release lock (b) at:\n[<ffffffff81000000>] g+0x1/0x2\n" },
	{ "a comm at a lock's place is not blamed",
	  "WARNING: lock held when returning to user space in corrupted",
	  CRASHREC_CLASS_LOCKDEP, CRASHREC_REC_F_CORRUPTED, NOBODY, 0, 0,
	  RULER "WARNING: lock held when returning to user space!\n"
	  "6.12.1 #1 Not tainted\n------------------------------------------------\n"
	  "x/7 is leaving the kernel with locks still held!\n"
	  "1 lock held by at: e+0x1/0x2/7:\n" },
	{ "a comm that begins like a lock is not blamed",
	  "possible deadlock in take_b", CRASHREC_CLASS_LOCKDEP, 0,
	  WHO_VALUES, 1, 0,
	  RULER "WARNING: possible recursive locking detected\n"
	  "--------------------------------------------\n"
	  "(at: e+0x1/0x2/93 is trying to acquire lock:\n"
	  "ffff888001020304 (&b){+.+.}-{3:3}, at: take_b+0x1/0x2\n"
	  "(at: e+0x1/0x2 /93 is holding it:\n"
	  "but task is already holding lock:\n"
	  "(&b){+.+.}-{3:3}, at: take_b.isra.0+0x1/0x2 a.c:1\n"
	  "stack backtrace:\n" WHO "Call Trace:\n take_b+0x1/0x2\n" },
	{ "who holds a lock is to blame",
	  "WARNING: lock held when returning to user space in holder",
	  CRASHREC_CLASS_LOCKDEP, 0, NOBODY, 0, 0,
	  RULER "WARNING: lock held when returning to user space!\n"
	  "6.12.1 #1 Not tainted\n------------------------------------------------\n"
	  "x/7 is leaving the kernel with locks still held!\n"
	  "1 lock held by at: e+0x1/0x2/7:\n"
	  " #0: ffffffff81000000 (b){+.+.}-{3:3}, at: holder+0x1/0x2 [mod]\n" },
	{ "a comm makes no title: a page's owner", "BUG: Bad page state in taker",
	  CRASHREC_CLASS_BUG, 0, WHO_VALUES, 2, 0,
	  "BUG: Bad page state in process t  pfn:00001\n"
	  "page_owner tracks the page as allocated\n"
	  "page last allocated via order 0, migratetype Movable, gfp_mask 0xcc0(GFP_KERNEL), pid 7, tgid 7 (\n"
	  " e+0x1/0x2), ts 1, free_ts 1\n taker+0x1/0x2\n"
	  WHO "Call Trace:\n victim+0x1/0x2\n" },
	{ "a cut that is not its own: page fault",
	  "BUG: unable to handle kernel paging request in real",
	  CRASHREC_CLASS_OOPS, CRASHREC_REC_F_CORRUPTED, WHO_VALUES, 1, 0,
	  CUT "BUG: unable to handle page fault for address: ffffdead00000000\n"
	  "#PF: supervisor write access in kernel mode\n"
	  "Oops: Oops: 0002 [#1] SMP\n" WHO "RIP: 0010:real+0x1/0x2\n" },
	{ "a cut that is not its own, a header neither",
	  "BUG: sleeping function called from invalid context in real",
	  CRASHREC_CLASS_ATOMIC_SLEEP, 0, WHO_VALUES, 1, 0,
	  CUT "UBSAN in words\nBUG: soft lockup - CPU#0 stuck\n"
	  "BUG: sleeping function called from invalid context at a.c:1\n"
	  "in_atomic(): 1, irqs_disabled(): 0, pid: 93, name: a\n" WHO
	  "Call Trace:\n real+0x1/0x2\n" },
	{ "a cut that is not its own: hung task", HUNG, 93, "a", 1, 0,
	  CUT "INFO: task a:93 blocked for more than 120 seconds.\n"
	  "task:a               state:D stack:0 pid:93\nCall Trace:\n"
	  " sleeper+0x1/0x2\n" },
	{ "a warning's text is no header", "WARNING in do_warn",
	  CRASHREC_CLASS_WARNING, 0, WHO_VALUES, 2, 0,
	  CUT "BUG: unable to handle page fault for address: ffffdead00000000\n"
	  "WARNING: CPU: 1 PID: 77 at fs/x.c:12 do_warn+0x10/0x20\n" WHO
	  "RIP: 0010:do_warn+0x10/0x20\nCall Trace:\n caller+0x1/0x2\n" },
	{ "the new form of a warning's header", "WARNING in do_warn",
	  CRASHREC_CLASS_WARNING, 0, WHO_VALUES, 2, 0,
	  CUT "WARNING: fs/x.c:12 at do_warn+0x10/0x20, CPU#1: tester/77\n" WHO
	  "RIP: 0010:do_warn+0x10/0x20\nCall Trace:\n caller+0x1/0x2\n" },
	{ "a cut and nothing else", "WARNING in corrupted",
	  CRASHREC_CLASS_WARNING, CRASHREC_REC_F_CORRUPTED, NOBODY, 0, 0, CUT },
	{ "further lines of a text are none", "WARNING in do_warn",
	  CRASHREC_CLASS_WARNING, 0, WHO_VALUES, 2, 8,
	  CUT "name 'x\n|UBSAN: evil\n|Kernel panic - not syncing: evil\n"
	  "|BUG: KASAN: use-after-free in e+0x1/0x2\n|Call Trace:\n| e+0x1/0x2\n"
	  "|RIP: 0010:e+0x1/0x2\n|RAX: 0000000000000007\n"
	  "|CPU: 9 PID: 9 Comm: evil Not tainted 6.12.1 #1\n"
	  "|---[ end trace 0000000000000000 ]---\n"
	  "WARNING: CPU: 1 PID: 77 at fs/x.c:12 do_warn+0x10/0x20\n" WHO
	  "RIP: 0010:do_warn+0x10/0x20\n" REGS "Call Trace:\n caller+0x1/0x2\n"
	  "---[ end trace 0000000000000000 ]---\n" },
	{ "further lines of a text end no stack",
	  "KASAN: slab-use-after-free Read in user", CRASHREC_CLASS_KASAN, 0,
	  WHO_VALUES, 1, 0,
	  RULER "BUG: KASAN: slab-use-after-free in user+0x1/0x2\n"
	  "Read of size 4 at addr ffff888001020304 by task t/1\n" WHO
	  "Call Trace:\nname 'x\n| e+0x1/0x2\n|Call Trace:\n"
	  " user+0x1/0x2\n" RULER },
	{ "a comm goes on in a further line", HUNG, 93, "a", 1, 0,
	  "INFO: task a\n|UBSAN: x:93 blocked for more than 120 seconds.\n"
	  "task:a\n| f+0x1/0x2   state:D stack:0 pid:93\nCall Trace:\n"
	  " sleeper+0x1/0x2\n" },
	{ "the header's text has the function",
	  "BUG: workqueue leaked lock or atomic in do_work", CRASHREC_CLASS_BUG,
	  0, 0, 7, "kworker/0:1", 0, 0,
	  "BUG: workqueue leaked lock or atomic: kworker/0:1/0x00000001/7\n"
	  "|     last function: do_work\n1 lock held by kworker/0:1/7:\n"
	  "CPU: 0 PID: 7 Comm: kworker/0:1 Not tainted 6.1.0 #1\n" },
	{ "the header's text has Rust's words", "no more room in do_rust",
	  CRASHREC_CLASS_BUG, 0, WHO_VALUES, 2, 0,
	  "rust_kernel: panicked at drivers/x.rs:10:5:\n|no more room\n|really\n"
	  CUT "kernel BUG at rust/helpers/bug.c:7!\n"
	  "Oops: invalid opcode: 0000 [#1] SMP\n" WHO
	  "RIP: 0010:rust_helper_BUG+0x1/0x2\nCall Trace:\n do_rust+0x1/0x2\n"
	  "---[ end trace 0000000000000000 ]---\n" },
	{ "no report at all", "corrupted report", CRASHREC_CLASS_UNKNOWN,
	  CRASHREC_REC_F_CORRUPTED, NOBODY, 0, 0, "eth0: link up\n" },
};

static struct crashrec_frame frames[FRAMES_MAX];
static struct cr_structure structure;
#define ROOM_FOR(max)	{ .frames = frames, .frames_max = (max), \
			  .parts = &cr_parts, .structure = &structure }
static u32 failed;

static void result(bool ok, const char *name)
{
	if (!ok)
		failed++;
	printf("%sok - core_facts: %s\n", ok ? "" : "not ", name);
}

/* A line with "|" before it was printed together with the one before. */
static u32 split(const char *text, struct cr_line *lines)
{
	u32 n = 0;

	memset(lines, 0, LINES_MAX * sizeof(*lines));
	for (; *text && n < LINES_MAX; n++) {
		if (*text == '|') {
			lines[n].flags = CRASHREC_LINE_F_INNER;
			text++;
		}
		lines[n].bytes = (u32)(strchr(text, '\n') - text);
		lines[n].text = text;
		lines[n].line_no = n;
		text += lines[n].bytes + 1;
	}
	return n;
}

static void get(struct cr_facts *facts, const char *text)
{
	struct cr_line lines[LINES_MAX];

	memset(facts, 0xa5, sizeof(*facts));
	facts->frames = frames;
	facts->frames_max = FRAMES_MAX;
	facts->parts = &cr_parts;
	facts->structure = &structure;
	cr_facts_from_lines(facts, lines, split(text, lines));
}

static bool check(bool ok, const char *what, u32 value)
{
	if (!ok)
		printf("# %s is %u\n", what, value);
	return ok;
}

static void run_case(const struct facts_case *c)
{
	struct cr_facts facts;
	bool ok;

	get(&facts, c->text);
	ok = facts.title_bytes == strlen(c->title) &&
	     !memcmp(facts.title, c->title, facts.title_bytes);
	if (!ok)
		printf("# title is %.*s\n", (int)facts.title_bytes,
		       facts.title);
	ok &= check(facts.report_class == c->report_class, "class",
		    facts.report_class);
	ok &= check(facts.flags == c->flags, "flags", facts.flags);
	ok &= check(facts.subject.cpu == c->cpu, "cpu", facts.subject.cpu);
	ok &= check(facts.subject.pid == c->pid, "pid", facts.subject.pid);
	ok &= check(facts.subject.comm_bytes == strlen(c->comm) &&
		    !memcmp(facts.subject.comm, c->comm, strlen(c->comm)),
		    "comm's length", facts.subject.comm_bytes);
	ok &= check(facts.frame_count == c->frame_count, "frames",
		    facts.frame_count);
	ok &= check(facts.register_count == c->register_count, "registers",
		    facts.register_count);
	result(ok, c->name);
}

static const struct crashrec_frame *frame_of(const struct cr_facts *facts,
					     u32 line_no)
{
	u32 i;

	for (i = 0; i < facts->frame_count; i++) {
		if (le32_to_cpu(facts->frames[i].line_no) == line_no)
			return &facts->frames[i];
	}
	return NULL;
}

static void frames_say_where_they_are(void)
{
	static const char text[] = CUT
		"WARNING: CPU: 0 PID: 7 at a.c:1 w+0x1/0x2\n"
		"RIP: 0010:w+0x11/0x22 [my_mod]\nCall Trace:\n <IRQ>\n"
		" ? stale+0x3/0x4\n </IRQ>\n <TASK>\n"
		" below.cold+0x55/0x66 [my_mod 0123abcd]\n </TASK>\n"
		"CPU: 0 PID: 7 Comm: a Not tainted 6.1.0 #1\nCall Trace:\n"
		" again+0x1/0x2\n inl a.c:1 [inline]\n";
	struct cr_facts facts;
	const struct crashrec_frame *ip;
	const struct crashrec_frame *stale;
	const struct crashrec_frame *below;
	const struct crashrec_frame *inl;

	get(&facts, text);
	ip = frame_of(&facts, 2);
	stale = frame_of(&facts, 5);
	below = frame_of(&facts, 8);
	inl = frame_of(&facts, 13);
	result(ip && ip->flags == CRASHREC_FRAME_F_IP && !ip->stack &&
	       le16_to_cpu(ip->func_at) == 10 && le32_to_cpu(ip->size) == 0x22 &&
	       le16_to_cpu(ip->module_bytes) == 6,
	       "frame of the instruction pointer");
	result(stale && stale->flags == CRASHREC_FRAME_F_UNRELIABLE &&
	       stale->context == CRASHREC_CONTEXT_HARDIRQ && !stale->stack,
	       "unreliable frame in an interrupt");
	result(below && !below->flags && !below->stack &&
	       below->context == CRASHREC_CONTEXT_TASK &&
	       le32_to_cpu(below->offset) == 0x55 &&
	       le16_to_cpu(below->func_bytes) == 10 &&
	       le16_to_cpu(below->module_at) == 23 &&
	       le16_to_cpu(below->module_bytes) == 6,
	       "frame with a module and its build id");
	result(inl && inl->flags == CRASHREC_FRAME_F_INLINE &&
	       inl->stack == 1 && !inl->size, "inlined frame, second stack");
}

static void registers_have_values(void)
{
	static const char text[] = "Oops: 0000 [#1] SMP\n"
		"RIP: 0010:w+0x11/0x22\n" REGS "Call Trace:\n w+0x1/0x2\n"
		"RIP: 0033:0x456b29\nRAX: 00000000000000ff\n";
	static const char *const names[] = {
		"RSP", "EFLAGS", "RAX", "RBX", "RCX", "FS", "GS", "knlGS",
	};
	struct cr_facts facts;
	bool ok;
	u32 i;

	get(&facts, text);
	ok = facts.register_count == CR_COUNT(names);
	for (i = 0; ok && i < CR_COUNT(names); i++)
		ok = !strncmp((char *)facts.registers[i].name, names[i], 8);
	result(ok && le64_to_cpu(facts.registers[0].value) ==
	       0xffffc90000000010ULL &&
	       le64_to_cpu(facts.registers[2].value) == 1,
	       "registers of the first dump");
}

static void lost_frames_are_counted(void)
{
	struct cr_facts facts = ROOM_FOR(1);
	struct cr_line lines[LINES_MAX];
	u32 n = split(cases[0].text, lines);

	cr_facts_from_lines(&facts, lines, n);
	result(facts.frame_count == 1 && facts.frames_lost == 4,
	       "frames that do not fit are counted");
	facts.frames = NULL;
	facts.frames_max = 0;
	cr_facts_from_lines(&facts, lines, n);
	result(facts.frame_count == 0 && facts.frames_lost == 5 &&
	       facts.title_bytes == strlen(cases[0].title),
	       "title without room for frames");
}

static bool is_printable(const struct cr_facts *facts)
{
	u32 i;

	for (i = 0; i < facts->title_bytes; i++) {
		if (facts->title[i] < ' ' || facts->title[i] > '~')
			return false;
	}
	return facts->title_bytes > 0 &&
	       facts->title_bytes <= CR_TITLE_MAX_BYTES;
}

/* Every line in memory of its own: a look behind its end is found. */
static void hostile_lines_give_a_title(void)
{
	struct cr_line lines[LINES_MAX];
	struct cr_facts facts = ROOM_FOR(FRAMES_MAX);
	u32 seed = 7;
	bool ok = true;
	u32 round, n, i;

	for (round = 0; round < 3000; round++) {
		n = split(cases[round % CR_COUNT(cases)].text, lines);
		for (i = 0; i < n; i++) {
			char *copy;

			seed = seed * 1103515245 + 12345;
			if (seed & 0x100 && lines[i].bytes)
				lines[i].bytes = (seed >> 9) % lines[i].bytes;
			copy = malloc(lines[i].bytes ? lines[i].bytes : 1);
			memcpy(copy, lines[i].text, lines[i].bytes);
			if (seed & 0x80 && lines[i].bytes)
				copy[(seed >> 16) % lines[i].bytes] =
					(char)(seed >> 20);
			lines[i].text = copy;
		}
		cr_facts_from_lines(&facts, lines, n);
		ok = ok && is_printable(&facts);
		for (i = 0; i < n; i++)
			free((char *)lines[i].text);
	}
	result(ok, "hostile lines give a title");
}

static void long_line_is_no_trouble(void)
{
	struct cr_line lines[2] = { 0 };
	struct cr_facts facts = { 0 };
	u32 bytes = 200000;
	char *text = malloc(bytes);
	static const char head[] = "Kernel panic - not syncing: ";

	memset(text, '+', bytes);
	memcpy(text, head, sizeof(head) - 1);
	lines[0].text = text;
	lines[0].bytes = bytes;
	lines[1].text = text + 100;
	lines[1].bytes = bytes - 100;
	cr_facts_from_lines(&facts, lines, 2);
	result(is_printable(&facts), "a long line is no trouble");
	free(text);
}

int main(void)
{
	u32 i;

	printf("1..%u\n", (u32)CR_COUNT(cases) + 9);
	for (i = 0; i < CR_COUNT(cases); i++)
		run_case(&cases[i]);
	frames_say_where_they_are();
	registers_have_values();
	lost_frames_are_counted();
	hostile_lines_give_a_title();
	long_line_is_no_trouble();
	return failed ? 1 : 0;
}
