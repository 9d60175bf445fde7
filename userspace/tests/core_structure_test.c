// SPDX-License-Identifier: GPL-2.0
/*
 * The parts of reports, in the words of kernels from 4.4 to 6.18, as a line
 * each:
 *
 *  S kind stack context cpu pid [usage] [lock]	a section
 *  P file:line function			a place
 *  L kind ordinal name version/subclass usage outer:inner function comm/pid
 *  D kind irq from to pid HCs context		lockdep
 *  T column action lock			a step of the scenario
 *  R kind flavour gp_state key=number...	a stall
 *  C cpu state key=number...			a stalled CPU
 *  B pid					a task that blocks
 *  K unit trap bytes				code
 *  A tool kind bytes address comm/pid cpu	an access
 *  O begin-end region cache:bytes offset side	an object
 *  W comm pid cpu uid state taint release work	a task line
 */
#include <crashrec_structure.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_report.h"
#include "support_tap.h"

#define DUMP_ROOM	8192

struct dump {
	char text[DUMP_ROOM];
	size_t used;
};

__attribute__((format(printf, 2, 3)))
static void put(struct dump *dump, const char *format, ...)
{
	va_list args;
	int bytes;

	va_start(args, format);
	bytes = vsnprintf(dump->text + dump->used, DUMP_ROOM - dump->used,
			  format, args);
	va_end(args);
	if (bytes < 0 || (size_t)bytes >= DUMP_ROOM - dump->used)
		abort();
	dump->used += (size_t)bytes;
}

static void put_text(struct dump *dump, struct crashrec_text text)
{
	if (text.bytes)
		put(dump, " %.*s", (int)text.bytes, text.data);
}

static void put_known(struct dump *dump, const char *before, uint32_t number)
{
	if (number != CRASHREC_UNKNOWN)
		put(dump, "%s%" PRIu32, before, number);
}

static void put_name(struct dump *dump, const char *name)
{
	if (name)
		put(dump, " %s", name);
}

static void put_values(struct dump *dump, uint32_t known, const int64_t *value,
		       uint32_t count, const char *(*name_of)(uint32_t index))
{
	uint32_t i;

	for (i = 0; i < count; i++) {
		if (known >> i & 1)
			put(dump, " %s=%" PRId64, name_of(i), value[i]);
	}
	put(dump, "\n");
}

static void put_sections(struct dump *dump, const struct crashrec_structure *s)
{
	size_t i;

	for (i = 0; i < s->section_count; i++) {
		const struct crashrec_stack_section *section = &s->sections[i];

		put(dump, "S %s %" PRIu32 " %s",
		    crashrec_section_name(section->kind), section->stack,
		    crashrec_where_name(section->where));
		put_known(dump, " cpu ", section->cpu);
		put_known(dump, " pid ", section->pid);
		put_name(dump, crashrec_usage_name(section->usage));
		put_known(dump, " lock ", section->lock);
		put(dump, "\n");
	}
	for (i = 0; i < s->place_count; i++) {
		put(dump, "P");
		put_text(dump, s->places[i].file);
		put_text(dump, s->places[i].function);
		put(dump, ":%" PRIu32 "%s\n", s->places[i].line,
		    s->places[i].is_inline ? " inline" : "");
	}
}

static void put_locks(struct dump *dump, const struct crashrec_structure *s)
{
	size_t i;

	for (i = 0; i < s->lock_count; i++) {
		const struct crashrec_held_lock *lock = &s->locks[i];

		put(dump, "L %s", crashrec_lock_name(lock->kind));
		put_known(dump, " #", lock->ordinal);
		put_text(dump, lock->name);
		put(dump, " %" PRIu32 "/%" PRIu32 " %s", lock->version,
		    lock->subclass, lock->usage);
		put_known(dump, " ", lock->outer);
		put_known(dump, ":", lock->inner);
		if (lock->has_address)
			put(dump, " %" PRIx64, lock->address);
		put_text(dump, lock->function);
		put_text(dump, lock->comm);
		put_known(dump, "/", lock->pid);
		put(dump, "%s\n", lock->is_gone ? " gone" : "");
	}
	if (s->complaint) {
		put(dump, "D %s", crashrec_complaint_name(s->complaint->kind));
		put_known(dump, " irq ", s->complaint->irq);
		put_name(dump, crashrec_usage_name(s->complaint->usage_from));
		put_name(dump, crashrec_usage_name(s->complaint->usage_to));
		put_known(dump, " pid ", s->complaint->pid);
		put_known(dump, " HC", s->complaint->hardirq);
		put_known(dump, ":", s->complaint->hardirq_count);
		put_known(dump, " SC", s->complaint->softirq);
		put_known(dump, ":", s->complaint->softirq_count);
		put_known(dump, " HE", s->complaint->hardirqs_on);
		put_known(dump, " SE", s->complaint->softirqs_on);
		put_known(dump, " context ", s->complaint->context);
		put(dump, "\n");
	}
	for (i = 0; i < s->step_count; i++) {
		put(dump, "T %" PRIu32 " %s%s", s->steps[i].column,
		    crashrec_step_name(s->steps[i].action),
		    s->steps[i].is_nested ? " nested" : "");
		put_text(dump, s->steps[i].lock);
		put(dump, "\n");
	}
}

static void put_stall(struct dump *dump, const struct crashrec_structure *s)
{
	size_t i;

	if (s->stall) {
		put(dump, "R %s", crashrec_stall_name(s->stall->kind));
		put_text(dump, s->stall->flavour);
		put_text(dump, s->stall->gp_state);
		put_values(dump, s->stall->known, s->stall->value,
			   CRASHREC_STALL_VALUES, crashrec_stall_value_name);
	}
	for (i = 0; i < s->stalled_cpu_count; i++) {
		put(dump, "C %" PRIu32 " %s", s->stalled_cpus[i].cpu,
		    s->stalled_cpus[i].state);
		put_values(dump, s->stalled_cpus[i].known,
			   s->stalled_cpus[i].value, CRASHREC_STALL_CPU_VALUES,
			   crashrec_stall_cpu_value_name);
	}
	for (i = 0; i < s->stalled_pid_count; i++)
		put(dump, "B %" PRIu32 "\n", s->stalled_pids[i]);
}

static void put_code(struct dump *dump, const struct crashrec_code_bytes *code)
{
	size_t i;

	put(dump, "K%s %" PRIu32, code->is_user ? " user" : "",
	    code->unit_bytes);
	put_known(dump, " @", code->trap_at);
	put(dump, " ");
	for (i = 0; i < code->count; i++)
		put(dump, "%02x", code->bytes[i]);
	put(dump, "\n");
}

static void put_accesses(struct dump *dump, const struct crashrec_structure *s)
{
	const struct crashrec_bad_object *o = s->object;
	size_t i;

	for (i = 0; i < s->access_count; i++) {
		const struct crashrec_bad_access *a = &s->accesses[i];

		put(dump, "A %s %s", crashrec_tool_name(a->tool),
		    crashrec_access_name(a->kind));
		put_known(dump, " ", a->bytes);
		if (a->has_address)
			put(dump, " %" PRIx64, a->address);
		put_text(dump, a->comm);
		put_known(dump, "/", a->pid);
		put_known(dump, " cpu ", a->cpu);
		put(dump, "%s%s%s\n", a->is_marked ? " marked" : "",
		    a->is_reordered ? " reordered" : "", a->by_irq ? " irq" : "");
	}
	if (!o)
		return;
	put(dump, "O");
	if (o->has_begin)
		put(dump, " %" PRIx64, o->begin);
	if (o->has_end)
		put(dump, "-%" PRIx64, o->end);
	put_known(dump, " region ", o->region_bytes);
	put_text(dump, o->cache);
	put_known(dump, ":", o->bytes);
	put_known(dump, o->in_stack ? " in stack " : " ", o->offset);
	put_name(dump, crashrec_side_name(o->side));
	put_known(dump, " kfence ", o->index);
	put_text(dump, o->variable);
	put_known(dump, " bytes ", o->first_byte);
	put_known(dump, "-", o->last_byte);
	if (o->has_values)
		put(dump, " %" PRIx64 ">%" PRIx64, o->old_value, o->new_value);
	put(dump, "%s%s\n", o->is_freed ? " freed" : "",
	    o->is_allocated ? " allocated" : "");
}

static void put_tasks(struct dump *dump, const struct crashrec_structure *s)
{
	char letters[CRASHREC_TAINT_ROOM];
	size_t i;

	for (i = 0; i < s->task_count; i++) {
		const struct crashrec_task_text *task = &s->tasks[i];

		put(dump, "W");
		put_text(dump, task->comm);
		put_known(dump, "/", task->pid);
		put_known(dump, " cpu ", task->cpu);
		put_known(dump, " uid ", task->uid);
		put_known(dump, " tgid ", task->tgid);
		put_known(dump, " ppid ", task->ppid);
		put_known(dump, " stack ", task->stack_free_bytes);
		if (task->state)
			put(dump, " %c", task->state);
		if (task->has_flags)
			put(dump, " %" PRIx32, task->task_flags);
		if (task->has_taint) {
			crashrec_taint_letters(task->taint, letters);
			put(dump, " [%s]", letters);
		}
		put_text(dump, task->release);
		put_text(dump, task->version);
		put_text(dump, task->hardware);
		put_text(dump, task->workqueue);
		put_text(dump, task->work);
		put(dump, "\n");
	}
}

static void dump_structure(struct dump *dump, const struct crashrec_structure *s)
{
	size_t i;

	dump->used = 0;
	dump->text[0] = '\0';
	put_sections(dump, s);
	put_locks(dump, s);
	put_stall(dump, s);
	for (i = 0; i < s->code_count; i++)
		put_code(dump, &s->codes[i]);
	put_accesses(dump, s);
	put_tasks(dump, s);
}

struct structure_case {
	const char *name;
	const char *text;
	const char *expected;
};

#define CUT	"------------[ cut here ]------------\n"
#define RULER	"==================================================================\n"
#define BOARD	"Some Board, BIOS 1 01/01/2020"
#define WHO	"CPU: 1 UID: 1000 PID: 77 Comm: tester " \
		"Tainted: G        W  O      6.12.1 #1 PREEMPT(full)\n" \
		"Tainted: [W]=WARN, [O]=OOT_MODULE\nHardware name: " BOARD "\n"
#define W_WHO	"W tester/77 cpu 1 uid 1000 [GWO] 6.12.1 #1 " BOARD "\n"
#define OLD	"CPU: 0 PID: 7 Comm: old Not tainted 4.14.0 #3\n"
#define W_OLD	"W old/7 cpu 0 [] 4.14.0 #3\n"

static const struct structure_case cases[] = {
	{ "rcu: others' stall, 6.12",
	  "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:\n"
	  "rcu: \tTasks blocked on level-0 rcu_node (CPUs 0-3): P12/1:b..l P345\n"
	  "rcu: \t2-O.N!: (7 GPs behind) idle=beef/0/0x1 softirq=5/6 fqs=7 rcuc=-3 jiffies(starved) (false positive?)\n"
	  "rcu: \t         hardirqs   softirqs   csw/system\n"
	  "rcu: \t number:      624         45            0\n"
	  "rcu: \tcputime:       69          1         2425   ==> 2500(ms)\n"
	  "rcu: \t(detected by 1, t=2102 jiffies, g=-1199, q=9 ncpus=4)\n"
	  "Sending NMI from CPU 1 to CPUs 2:\nNMI backtrace for cpu 2\n" WHO
	  "RIP: 0010:looper+0x1/0x2\nCode: 90 <0f> 0b\nCall Trace:\n <NMI>\n"
	  " ? nmi_cpu_backtrace+0x1/0x2\n </NMI>\n <TASK>\n kthread+0x1/0x2\n </TASK>\n"
	  "rcu: rcu_preempt kthread timer wakeup didn't happen for 55 jiffies! g-1199 f0x2 RCU_GP_WAIT_FQS(5) ->state=0x402\n"
	  "rcu: \tPossible timer handling issue on cpu=3 timer-softirq=42\n"
	  "rcu: rcu_preempt kthread starved for 56 jiffies! g-1199 f0x2 RCU_GP_WAIT_FQS(5) ->state=0x402 ->cpu=3\n"
	  "rcu: RCU grace-period kthread stack dump:\n"
	  "task:rcu_preempt     state:I stack:0     pid:16    tgid:17    ppid:2      task_flags:0x208040 flags:0x00004000\n"
	  "Call Trace:\n <TASK>\n rcu_gp_kthread+0x1/0x2\n </TASK>\n"
	  "rcu: Stack dump where RCU GP kthread last ran:\nNMI backtrace for cpu 3\n"
	  "CPU: 3 UID: 0 PID: 9 Comm: x Not tainted 6.12.1 #1\nRIP: 0010:y+0x1/0x2\n",
	  "S nmi 0 task cpu 1 pid 77\nS nmi 0 nmi cpu 1 pid 77\n"
	  "S nmi 0 task cpu 1 pid 77\nS gp-kthread 1 task pid 16\n"
	  "S gp-cpu 2 task cpu 3 pid 9\n"
	  "R detected rcu_preempt RCU_GP_WAIT_FQS jiffies=2102 g=-1199 q=9 ncpus=4 detected_by=1 starved_jiffies=56 timer_late_jiffies=55 kthread_g=-1199 kthread_flags=2 kthread_gp_state=5 kthread_state=1026 kthread_cpu=3 timer_cpu=3 timer_softirq=42\n"
	  "C 2 O.N! gps_behind=7 idle=48879 idle_nesting=0 idle_nmi_nesting=1 softirq_at_gp=5 softirq=6 fqs=7 rcuc_jiffies=-3 hardirqs=624 softirqs=45 switches=0 hardirq_ms=69 softirq_ms=1 system_ms=2425 period_ms=2500\n"
	  "B 12\nB 345\nK 1 @1 900f0b\n" W_WHO
	  "W rcu_preempt/16 tgid 17 ppid 2 stack 0 I 4000\n"
	  "W x/9 cpu 3 uid 0 [] 6.12.1 #1\n" },
	{ "rcu: 4.4",
	  "INFO: rcu_sched self-detected stall on CPU\n"
	  "\t1-...: (20999 ticks this GP) idle=5a1/140000000000001/0 softirq=15/16 fqs=17 last_accelerate: 1a2b/3c4d dyntick_enabled: 1\n"
	  "\t (t=21000 jiffies g=10 c=9 q=8)\n"
	  "rcu_sched kthread starved for 3 jiffies! g10 c9 f0x0 s3 ->state=0x1\n"
	  "Task dump for CPU 1:\n"
	  "busy            R  running task    12345    77      1 0x00000008\n"
	  "Call Trace:\n [<ffffffff81000000>] show+0x1/0x2\n",
	  "S task 0 task cpu 1 pid 77\n"
	  "R self-detected rcu_sched jiffies=21000 g=10 c=9 q=8 starved_jiffies=3 kthread_g=10 kthread_c=9 kthread_flags=0 kthread_gp_state=3 kthread_state=1\n"
	  "C 1 ... ticks=20999 idle=1441 idle_nesting=90071992547409921 idle_nmi_nesting=0 softirq_at_gp=15 softirq=16 fqs=17 last_accelerate=6699 last_accelerate_now=15437\n"
	  "W busy/77 ppid 1 stack 12345 R 8\n" },
	{ "rcu: expedited",
	  "rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { 0-...D P33 } 21004 jiffies s: 449 root: 0x1/T\n"
	  "rcu: blocking rcu_node structures (internal RCU debug):\n",
	  "R expedited rcu_preempt jiffies=21004 root_qsmask=1 s=449\n"
	  "C 0 ...D\nB 33\n" },
	{ "soft lockup, 6.12",
	  "watchdog: BUG: soft lockup - CPU#3 stuck for 26s! [a:b:99]\n" WHO
	  "RIP: 0010:looper+0x1/0x2\n",
	  "S reporter 0 task cpu 1 pid 77\nR soft-lockup seconds=26 cpu=3\n"
	  W_WHO },
	{ "hung task with the locks of all",
	  "INFO: task a:12 blocked for more than 143 seconds.\n"
	  "      Not tainted 6.12.1 #1\n"
	  "task:a               state:D stack:100   pid:12    tgid:12    ppid:1      flags:0x00000004\n"
	  "Call Trace:\n <TASK>\n __schedule+0x1/0x2\n </TASK>\n"
	  "INFO: task a:12 is blocked on a mutex likely owned by task b:13.\n"
	  "\nShowing all locks held in the system:\n1 lock held by khungtaskd/30:\n"
	  " #0: ffffffff81234560 (rcu_read_lock){....}-{1:3}, at: debug_show_all_locks+0x1/0x2\n"
	  "2 locks held by b c/13:\n"
	  " #0: ffff888001020304 (&type->s_umount_key#31/1){+.+.}-{4:4}, at: up+0x1/0x2 [m]\n"
	  " #1: <RELEASED>\n",
	  "S task 0 task pid 12\n"
	  "L blocker 1/0  b/13\n"
	  "L held #0 rcu_read_lock 1/0 .... 1:3 ffffffff81234560 debug_show_all_locks khungtaskd/30\n"
	  "L held #0 &type->s_umount_key 31/1 +.+. 4:4 ffff888001020304 up b c/13\n"
	  "L held #1 0/0  b c/13 gone\n"
	  "R hung-task seconds=143 pid=12\n"
	  "W a/12 tgid 12 ppid 1 stack 100 D 4\n" },
	{ "lockdep: circular, 6.12",
	  RULER "WARNING: possible circular locking dependency detected\n"
	  "6.12.1 #1 Tainted: G        W\n"
	  "------------------------------------------------------\n"
	  "tester/77 is trying to acquire lock:\n"
	  "ffff888001020304 (&b#2){+.+.}-{3:3}, at: take_b+0x1/0x2\n\n"
	  "but task is already holding lock:\n"
	  "ffff888001020308 (&a/1){+.+.}-{2:2}, at: take_a+0x1/0x2\n\n"
	  "the existing dependency chain (in reverse order) is:\n\n"
	  "-> #1 (&a/1){+.+.}-{2:2}:\n       lock_acquire+0x1/0x2\n"
	  "       take_a+0x1/0x2\n\n-> #0 (&b#2){+.+.}-{3:3}:\n"
	  "       take_b+0x1/0x2\n\nother info that might help us debug this:\n\n"
	  "Chain exists of:\n|  &b#2 --> &c --> &a/1\n|\n"
	  " Possible unsafe locking scenario:\n|\n       CPU0                    CPU1\n"
	  "       ----                    ----\n  rlock(&a/1);\n"
	  "                               lock(&c);\n  lock(&b#2);\n\n *** DEADLOCK ***\n\n"
	  "1 lock held by tester/77:\n"
	  " #0: ffff888001020308 (&a/1){+.+.}-{2:2}, at: take_a+0x1/0x2\n\n"
	  "stack backtrace:\n" WHO "Call Trace:\n dump_stack_lvl+0x1/0x2\n",
	  "S lock-chain 0 task lock 2\nS lock-chain 1 task lock 3\n"
	  "S reporter 2 task cpu 1 pid 77\n"
	  "L wanted &b 2/0 +.+. 3:3 ffff888001020304 take_b tester/77\n"
	  "L holding &a 1/1 +.+. 2:2 ffff888001020308 take_a tester/77\n"
	  "L chain #1 &a 1/1 +.+. 2:2\nL chain #0 &b 2/0 +.+. 3:3\n"
	  "L held #0 &a 1/1 +.+. 2:2 ffff888001020308 take_a tester/77\n"
	  "D circular pid 77\nT 0 chain &b#2\nT 0 chain &c\nT 0 chain &a/1\n"
	  "T 0 rlock &a/1\nT 1 lock &c\nT 0 lock &b#2\nT 0 deadlock\n" W_WHO },
	{ "lockdep: inconsistent state, 4.9",
	  "=================================\n[ INFO: inconsistent lock state ]\n"
	  "4.9.0 #1 Not tainted\n---------------------------------\n"
	  "inconsistent {IN-SOFTIRQ-W} -> {SOFTIRQ-ON-W} usage.\n"
	  "old/7 [HC0[1]:SC2[3]:HE1:SE1] takes:\n"
	  " (&x->lock){+.?...}, at: [<ffffffff81000000>] taker+0x1/0x2\n"
	  "{IN-SOFTIRQ-W} state was registered at:\n"
	  "  [<ffffffff81000000>] __lock_acquire+0x1/0x2\n"
	  "  [<ffffffff81000001>] other_taker+0x1/0x2\n",
	  "S lock-usage 0 task IN-SOFTIRQ-W lock 0\n"
	  "L taken &x->lock 1/0 +.?... taker old/7\n"
	  "D inconsistent-state irq 1 IN-SOFTIRQ-W SOFTIRQ-ON-W pid 7 HC0:1 SC2:3 HE1 SE1\n" },
	{ "lockdep: irq order",
	  RULER "WARNING: HARDIRQ-safe -> HARDIRQ-unsafe lock order detected\n"
	  "6.12.1 #1 Not tainted\n-----------------------------------------------------\n"
	  "tester/77 [HC0[0]:SC0[0]:HE0:SE1] is trying to acquire:\n"
	  "ffff888001020304 (&b){+.+.}-{2:2}, at: take_b+0x1/0x2\n\n"
	  "and this task is already holding:\n"
	  "ffff888001020308 (&a){-.-.}-{2:2}, at: take_a+0x1/0x2\n"
	  "which would create a new lock dependency:\n (&a){-.-.}-{2:2} -> (&b){+.+.}-{2:2}\n\n"
	  "but this new dependency connects a HARDIRQ-irq-safe lock:\n (&a){-.-.}-{2:2}\n\n"
	  "... which became HARDIRQ-irq-safe at:\n  lock_acquire+0x1/0x2\n\n"
	  "to a HARDIRQ-irq-unsafe lock:\n (&b){+.+.}-{2:2}\n\n"
	  "... which became HARDIRQ-irq-unsafe at:\n...\n  lock_acquire+0x1/0x2\n",
	  "S lock-usage 0 task irq-safe lock 4\nS lock-usage 1 task irq-unsafe lock 5\n"
	  "L wanted &b 1/0 +.+. 2:2 ffff888001020304 take_b tester/77\n"
	  "L holding &a 1/0 -.-. 2:2 ffff888001020308 take_a tester/77\n"
	  "L new-from &a 1/0 -.-. 2:2\nL new-to &b 1/0 +.+. 2:2\n"
	  "L safe &a 1/0 -.-. 2:2\nL unsafe &b 1/0 +.+. 2:2\n"
	  "D irq-order irq 0 pid 77 HC0:0 SC0:0 HE0 SE1\n" },
	{ "lockdep: wait context",
	  RULER "[ BUG: Invalid wait context ]\n6.12.1 #1 Not tainted\n"
	  "-----------------------------\ntester/77 is trying to lock:\n"
	  "ffff888001020304 (&b){....}-{3:3}, at: take_b+0x1/0x2\n"
	  "other info that might help us debug this:\ncontext-{5:5}\n"
	  "no locks held by tester/77.\n",
	  "L wanted &b 1/0 .... 3:3 ffff888001020304 take_b tester/77\n"
	  "D wait-context pid 77 context 5\n" },
	{ "lockdep: bad unlock",
	  RULER "WARNING: bad unlock balance detected!\n6.12.1 #1 Not tainted\n"
	  "-------------------------------------\n"
	  "tester/77 is trying to release lock (&(&x)->y) at:\n"
	  "[<ffffffff81000000>] releaser+0x1/0x2\nbut there are no more locks to release!\n",
	  "S other 0 task\nL released &(&x)->y 1/0  tester/77\nD unbalanced pid 77\n" },
	{ "kasan, 6.12",
	  RULER "BUG: KASAN: slab-use-after-free in user+0x1/0x2 [m]\n"
	  "Write of size 8 at addr ffff888001020318 by task tester/77\n\n" WHO
	  "Workqueue: some_wq do_work [m]\n"
	  "Call Trace:\n <TASK>\n dump_stack_lvl+0x1/0x2\n user+0x1/0x2 [m]\n </TASK>\n\n"
	  "Allocated by task 70 on cpu 2 at 1.234567s:\n kasan_save_stack+0x1/0x2\n\n"
	  "Freed by task 71:\n kfree+0x1/0x2\n\n"
	  "x\n|CPU: 9 PID: 9 Comm: e Not tainted\n|BUG: KCSAN: e\n|Freed by task 9:\n| e+0x1/0x2\n|Read of size 8 at addr 1 by task e/9\n"
	  "Last potentially related work creation:\n queue_work+0x1/0x2\n\n"
	  "The buggy address belongs to the object at ffff888001020300\n"
	  "| which belongs to the cache kmalloc-64 of size 64\n"
	  "The buggy address is located 24 bytes inside of\n"
	  "| freed 64-byte region [ffff888001020300, ffff888001020340)\n\n"
	  "page last allocated via order 0, migratetype Unmovable\n get_page+0x1/0x2\n"
	  "page last free pid 9 tgid 9 stack trace:\n free_page+0x1/0x2\n" RULER,
	  "S reporter 0 task cpu 1 pid 77\nS allocated 1 task pid 70\n"
	  "S freed 2 task pid 71\nS queued 3 task\nS page-allocated 4 task\n"
	  "S page-freed 5 task\nP user:0\n"
	  "A KASAN write 8 ffff888001020318 tester/77\n"
	  "O ffff888001020300-ffff888001020340 region 64 kmalloc-64:64 24 inside freed\n"
	  "W tester/77 cpu 1 uid 1000 [GWO] 6.12.1 #1 " BOARD
	  " some_wq do_work\n" },
	{ "kasan, 4.14 and 4.9",
	  RULER "BUG: KASAN: slab-out-of-bounds in inner fs/x.c:1 [inline]\n"
	  "BUG: KASAN: slab-out-of-bounds in outer+0x1/0x2 fs/x.c:9\n"
	  "Read of size 1 at addr ffff888001020341 by task a/b/7\n" OLD
	  "Call Trace:\n inner fs/x.c:1 [inline]\n outer+0x1/0x2 fs/x.c:9\n"
	  "Allocated:\nPID = 5\n save+0x1/0x2\n"
	  "Object at ffff888001020300, in cache kmalloc-64 size: 64\n"
	  "The buggy address is located 1 bytes to the right of\n"
	  " 64-byte region [ffff888001020300, ffff888001020340)\n",
	  "S reporter 0 task cpu 0 pid 7\nS allocated 1 task\n"
	  "P fs/x.c inner:1 inline\nP fs/x.c outer:9\n"
	  "A KASAN read 1 ffff888001020341 a/b/7\n"
	  "O ffff888001020300-ffff888001020340 region 64 kmalloc-64:64 1 right\n"
	  W_OLD },
	{ "kasan: of a stack",
	  RULER "BUG: KASAN: stack-out-of-bounds in user+0x1/0x2\n"
	  "Free of addr ffffc90000000020 by task tester/77\n" WHO
	  "Call Trace:\n user+0x1/0x2\n\n"
	  "The buggy address belongs to stack of task tester/77\n"
	  " and is located at offset 32 in frame:\n user+0x0/0x2\n",
	  "S reporter 0 task cpu 1 pid 77\nS stack-frame 1 task\nP user:0\n"
	  "A KASAN free ffffc90000000020 tester/77\nO in stack 32\n" W_WHO },
	{ "kfence",
	  RULER "BUG: KFENCE: out-of-bounds read in user+0x1/0x2\n\n"
	  "Out-of-bounds read at 0xffff888001020301 (1B right of kfence-#12):\n"
	  " user+0x1/0x2\n\n"
	  "kfence-#12: 0xffff8880010202e0-0xffff888001020300, size=32, cache=kmalloc-32\n\n"
	  "allocated by task 70 on cpu 0 at 12.3s:\n maker+0x1/0x2\n\n" WHO,
	  "S other 0 task\nS allocated 1 task pid 70\nP user:0\n"
	  "A KFENCE read ffff888001020301\n"
	  "O ffff8880010202e0-ffff888001020300 kmalloc-32:32 1 right kfence 12\n"
	  W_WHO },
	{ "kcsan",
	  RULER "BUG: KCSAN: data-race in a / b\n\n"
	  "write (marked) to 0xffff888001020304 of 4 bytes by task 10 on cpu 0:\n"
	  " a+0x1/0x2\n\nread to 0xffff888001020304 of 4 bytes by interrupt on cpu 1:\n"
	  " b+0x1/0x2\n\nvalue changed: 0x00000001 -> 0x00000002\n\n"
	  "Reported by Kernel Concurrency Sanitizer on:\n" WHO RULER,
	  "S access 0 task cpu 0 pid 10\nS access 1 task cpu 1\n"
	  "A KCSAN write 4 ffff888001020304/10 cpu 0 marked\n"
	  "A KCSAN read 4 ffff888001020304 cpu 1 irq\nO 1>2\n" W_WHO },
	{ "kmsan",
	  RULER "BUG: KMSAN: uninit-value in user+0x1/0x2\n user+0x1/0x2\n\n"
	  "Uninit was stored to memory at:\n storer+0x1/0x2\n\n"
	  "Local variable var created at:\n maker+0x1/0x2\n\n"
	  "Bytes 2-3 of 8 are uninitialized\n"
	  "Memory access of size 8 starts at ffff888001020304\n\n" WHO RULER,
	  "S other 0 task\nS stored 1 task\nS created 2 task\nP user:0\n"
	  "A KMSAN unknown 8 ffff888001020304\nO region 8 var bytes 2-3\n" W_WHO },
	{ "warning, symbolised, and one of 6.18",
	  CUT "WARNING: CPU: 0 PID: 7 at fs/x.c:12 inl include/y.h:3 [inline]\n"
	  "WARNING: CPU: 0 PID: 7 at fs/x.c:12 do_warn+0x10/0x20 fs/x.c:14\n" OLD
	  "Call Trace:\n do_warn+0x10/0x20 fs/x.c:14\n",
	  "S reporter 0 task cpu 0 pid 7\nP fs/x.c:12\nP include/y.h inl:3 inline\n"
	  "P fs/x.c do_warn:14\n" W_OLD },
	{ "warning of 6.18",
	  CUT "WARNING: fs/x.c:12 at do_warn+0x10/0x20, CPU#1: tester/77\n" WHO
	  "RIP: 0010:do_warn+0x10/0x20\n",
	  "S reporter 0 task cpu 1 pid 77\nP fs/x.c:12\nP do_warn:0\n" W_WHO },
	{ "code of arm64, of arm, of user space",
	  "Unable to handle kernel NULL pointer dereference at virtual address 0000000000000000\n"
	  "Internal error: Oops: 0000000096000004 [#1] PREEMPT SMP\n" OLD
	  "pc : do_it+0x1/0x2\nCode: d65f03c0 a9bf7bfd (f9400000)\n"
	  "Code: 4b12 (6013)\nCode: Bad RIP value.\nRIP: 0033:0x4579b9\n"
	  "Code: ff <48>\n---[ end trace 0000000000000000 ]---\n",
	  "S reporter 0 task cpu 0 pid 7\nK 4 @8 c0035fd6fd7bbfa9000040f9\n"
	  "K 2 @2 124b1360\nK user 1 @1 ff48\n" W_OLD },
	{ "a comm plays no number",
	  "INFO: rcu_sched self-detected stall on CPU\n"
	  "\t0-...!: (1 ticks this GP) idle=001/1/0 softirq=1/2 fqs=3\n"
	  "\t (t=5 jiffies g=6 q=7)\n"
	  "CPU: 0 PID: 93 Comm:\x20\nrcu: \t1-...!: Not tainted 6.1.0 #1\n"
	  "Call Trace:\n x+0x1/0x2\n",
	  "S reporter 0 task cpu 0 pid 93\nR self-detected rcu_sched jiffies=5 g=6 q=7\n"
	  "C 0 ...! ticks=1 idle=1 idle_nesting=1 idle_nmi_nesting=0 softirq_at_gp=1 softirq=2 fqs=3\n"
	  "W/93 cpu 0\n" },
};

static void check_case(const struct structure_case *c)
{
	struct crashrec_record *record = report_record(c->text, strlen(c->text));
	static struct dump dump;

	if (!record) {
		tap_check(c->name, false, "no record");
		return;
	}
	dump_structure(&dump, crashrec_record_structure(record));
	tap_check(c->name, !strcmp(dump.text, c->expected), "it has\n%sbut not\n%s",
		  dump.text, c->expected);
	crashrec_record_free(record);
}

static void hostile_lines_are_no_trouble(void)
{
	static char text[DUMP_ROOM];
	struct crashrec_record *record;
	uint32_t seed = 11, round, i;
	size_t bytes;
	bool ok = true;

	for (round = 0; round < 3000; round++) {
		const struct structure_case *c =
			&cases[round % (sizeof(cases) / sizeof(cases[0]))];

		bytes = strlen(c->text);
		memcpy(text, c->text, bytes);
		for (i = 0; i < 8; i++) {
			seed = seed * 1103515245 + 12345;
			text[(seed >> 8) % bytes] =
				seed & 0x80 ? '\n' : (char)(seed >> 20);
		}
		record = report_record(text, bytes);
		ok = ok && record;
		crashrec_record_free(record);
	}
	tap_check("hostile lines are no trouble", ok, "a record is damaged");
}

static void what_is_too_much_is_counted(void)
{
	struct crashrec_record *record;
	static char text[64 << 10];
	size_t used, i;

	used = (size_t)snprintf(text, sizeof(text),
				"INFO: task a:12 blocked for more than 143 seconds.\n"
				"999 locks held by a/12:\n");
	for (i = 0; i < 300; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used,
					 " #%zu: ffff8880 (l){....}, at: f+0x1/0x2\n",
					 i);
	record = report_record(text, used);
	tap_check("what is too much is counted", record &&
		  crashrec_record_structure(record)->lock_count == 256 &&
		  crashrec_record_structure(record)->lost == 44, "or is not");
	crashrec_record_free(record);
}

int main(void)
{
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_case(&cases[i]);
	hostile_lines_are_no_trouble();
	what_is_too_much_is_counted();
	return tap_end();
}
