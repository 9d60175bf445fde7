// SPDX-License-Identifier: GPL-2.0
/*
 * Which lines are a report's. Each case is what one context prints, and a
 * letter for each line: '.' other, 'm' maybe opens, 'O' opens, 'c' continues,
 * 'E' ends.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../../module/core/grammar.h"
#include "../../module/core/kind.h"
#include "support_verdict.h"

struct grammar_case {
	const char *name;
	const char *verdicts;
	u8 report_class;	/* of the last report */
	bool panicked;
	const char *text;
};

#define CUT	"------------[ cut here ]------------\n"
#define WHO	"CPU: 1 UID: 0 PID: 77 Comm: tester Not tainted 6.12.1 #1\n"
#define WHERE	"Hardware name: QEMU Standard PC (Q35 + ICH9, 2009)\n"
#define STACK	"Call Trace:\n <TASK>\n first_fn+0x10/0x20\n" \
		" ? stale_fn+0x1/0x2 [some_mod]\n second_fn+0x30/0x40\n </TASK>\n"
/* Of a line that is printed in pieces. */
#define LOCK_PIECE " #0:\x20\n"
#define RULER	"==================================================================\n"

static const struct grammar_case cases[] = {
	{ "ordinary lines are other", "....", CRASHREC_CLASS_UNKNOWN, false,
	  "eth0: link up\nWait for it\nBUG\n\n" },
	{ "warning ends with its trace mark", "OccccccccccccE.",
	  CRASHREC_CLASS_WARNING, false,
	  CUT "WARNING: CPU: 1 PID: 77 at fs/x.c:12 do_x+0x10/0x20 [x]\n"
	  "Modules linked in: x\n" WHO WHERE
	  "RIP: 0010:do_x+0x10/0x20 [x]\nRSP: 0018:ffffc90000000000 EFLAGS: 00010246\n"
	  STACK "---[ end trace 0000000000000000 ]---\nx: unloaded\n" },
	{ "text of a warning is its own", "OcccE", CRASHREC_CLASS_WARNING, false,
	  CUT "INFO: task hung? BUG: KASAN: no, only words\n"
	  "WARNING: CPU: 0 PID: 1 at a.c:1 f+0x1/0x2\n"
	  "Modules linked in:\n---[ end trace 0000000000000000 ]---\n" },
	{ "warning then panic is one report", "OcccccccE",
	  CRASHREC_CLASS_WARNING, true,
	  CUT "WARNING: CPU: 0 PID: 1 at a.c:1 f+0x1/0x2\n"
	  "Kernel panic - not syncing: kernel: panic_on_warn set ...\n"
	  WHO "Call Trace:\n <TASK>\n f+0x1/0x2\n"
	  "anything that a panic notifier says\n"
	  "---[ end Kernel panic - not syncing: kernel: panic_on_warn set ... ]---\n" },
	{ "panic alone", "OccccccE", CRASHREC_CLASS_PANIC, true,
	  "Kernel panic - not syncing: sysrq triggered crash\n"
	  WHO WHERE "Call Trace:\n f+0x1/0x2\nKernel Offset: disabled\n\n"
	  "Rebooting in 1 seconds..\n" },
	{ "oops then fatal exception", "OccccccccEcE", CRASHREC_CLASS_OOPS, true,
	  "BUG: kernel NULL pointer dereference, address: 0000000000000008\n"
	  "#PF: supervisor write access in kernel mode\n"
	  "#PF: error_code(0x0002) - not-present page\nPGD 0\n"
	  "Oops: Oops: 0002 [#1] PREEMPT SMP KASAN\n" WHO
	  "RIP: 0010:f+0x1/0x2\nCall Trace:\n f+0x1/0x2\n"
	  "---[ end trace 0000000000000000 ]---\n"
	  "Kernel panic - not syncing: Fatal exception\n"
	  "---[ end Kernel panic - not syncing: Fatal exception ]---\n" },
	{ "behind its end an oops repeats its registers", "OccccEEEE.",
	  CRASHREC_CLASS_OOPS, false,
	  "Oops: divide error: 0000 [#1] SMP\n" WHO
	  "RIP: 0010:f+0x1/0x2\nCall Trace:\n f+0x1/0x2\n"
	  "---[ end trace 0000000000000000 ]---\nRIP: 0010:f+0x1/0x2\n"
	  "Code: 00 <f7> f9\nRSP: 0018:ffffc90000000000 EFLAGS: 00010246\n"
	  "note: tester[77] exited with irqs disabled\n" },
	{ "the unwinder's complaint splits no report", "OccccE",
	  CRASHREC_CLASS_OOPS, false,
	  "general protection fault: 0000 [#1] SMP\nCall Trace:\n"
	  " f+0x1/0x2\n"
	  "WARNING: kernel stack regs at ffff8880 in t:1 has bad 'bp' value 0\n"
	  " g+0x1/0x2\n---[ end trace 0000000000000000 ]---\n" },
	{ "hung task of an old kernel", "Occccccccc.", CRASHREC_CLASS_HUNG_TASK,
	  false,
	  "INFO: task sleeper:12 blocked for more than 120 seconds.\n"
	  "      Not tainted 4.19.0 #1\n"
	  "sleeper         D24120    12      2 0x80000000\nCall Trace:\n"
	  " __schedule+0x1/0x2\nNMI backtrace for cpu 0\n"
	  "CPU: 0 PID: 30 Comm: khungtaskd Not tainted 4.19.0 #1\n"
	  "kworker/0:3     D    0    17      2 0x80000000\nCall Trace:\n"
	  " f+0x1/0x2\neth0: up\n" },
	{ "BUG() and its trap are one", "OcccE", CRASHREC_CLASS_BUG, false,
	  CUT "kernel BUG at mm/x.c:99!\n"
	  "Oops: invalid opcode: 0000 [#1] PREEMPT SMP\nRIP: 0010:f+0x1/0x2\n"
	  "---[ end trace 0000000000000000 ]---\n" },
	{ "list corruption begins before the cut", "OcccE", CRASHREC_CLASS_BUG,
	  false,
	  "list_del corruption. prev->next should be ffff8880, but was 0\n"
	  CUT "kernel BUG at lib/list_debug.c:62!\n"
	  "Oops: invalid opcode: 0000 [#1] SMP\n"
	  "---[ end trace 0000000000000000 ]---\n" },
	{ "general protection fault", "OcccccE", CRASHREC_CLASS_OOPS, false,
	  "Oops: general protection fault, probably for non-canonical address 0xdff: 0000 [#1] SMP\n"
	  "KASAN: null-ptr-deref in range [0x8-0xf]\n" WHO
	  "RIP: 0010:f+0x1/0x2\nCall Trace:\n f+0x1/0x2\n"
	  "---[ end trace 0000000000000000 ]---\n" },
	{ "kasan ends with its second ruler", "mcccccccccccccE.",
	  CRASHREC_CLASS_KASAN, false,
	  RULER "BUG: KASAN: slab-use-after-free in f+0x1/0x2\n"
	  "Read of size 4 at addr ffff888001020304 by task t/1\n\n" WHO
	  "Call Trace:\n <TASK>\n f+0x1/0x2\n </TASK>\n\nAllocated by task 1:\n"
	  " kasan_save_stack+0x1/0x2\n\nMemory state around the buggy address:\n"
	  RULER "eth0: link up\n" },
	{ "an oops behind kasan is another", "mccEOc", CRASHREC_CLASS_OOPS, false,
	  RULER "BUG: KASAN: null-ptr-deref in f+0x1/0x2\n"
	  "Read of size 4 at addr 0000000000000000 by task t/1\n" RULER
	  "BUG: kernel NULL pointer dereference, address: 0000000000000000\n"
	  "#PF: supervisor read access in kernel mode\n" },
	{ "a ruler alone opens nothing", "m.", CRASHREC_CLASS_UNKNOWN, false,
	  RULER "= Welcome =\n" },
	{ "below a ruler a cut opens", "mO", CRASHREC_CLASS_WARNING, false,
	  RULER CUT },
	{ "lockdep: circular",
	  "mcccccccccccccccccccccccccccccccccccccccccccccccc.",
	  CRASHREC_CLASS_LOCKDEP, false,
	  RULER "WARNING: possible circular locking dependency detected\n"
	  "6.12.1 #1 Not tainted\n"
	  "------------------------------------------------------\n"
	  "tester/77 is trying to acquire lock:\n"
	  "ffff888001020304 (&b->m){+.+.}-{3:3}, at: take_b+0x1/0x2\n\n"
	  "but task is already holding lock:\n"
	  "ffff888001020308 (&a->m){+.+.}-{3:3}, at: take_a+0x1/0x2\n\n"
	  "which lock already depends on the new lock.\n\n\n"
	  "the existing dependency chain (in reverse order) is:\n\n"
	  "-> #1 (&a->m){+.+.}-{3:3}:\n       __mutex_lock+0x1/0x2\n"
	  "       take_a+0x1/0x2\n\n-> #0\n       __lock_acquire+0x1/0x2\n\n"
	  "other info that might help us debug this:\n\n"
	  " Possible unsafe locking scenario:\n\n"
	  "       CPU0                    CPU1\n"
	  "       ----                    ----\n  lock(\n"
	  "                               lock(&b->m);\n\n *** DEADLOCK ***\n\n"
	  "1 lock held by tester/77:\n" LOCK_PIECE "\nstack backtrace:\n" WHO WHERE
	  STACK "\n irq event stamp\n"
	  "ffff888001020308 (&a->m){+.+.}-{3:3}\n\neth0: link up\n" },
	{ "hung task, its locks, its panic",
	  "OccccccccccccccccccE", CRASHREC_CLASS_HUNG_TASK, true,
	  "INFO: task sleeper:12 blocked for more than 10 seconds.\n"
	  "      Not tainted 6.12.1 #1\n"
	  "\"echo 0 > /proc/sys/kernel/hung_task_timeout_secs\" disables this message.\n"
	  "task:sleeper         state:D\nCall Trace:\n <TASK>\n"
	  " __schedule+0x1/0x2\n </TASK>\n\n"
	  "Showing all locks held in the system:\n1 lock held by khungtaskd/30:\n"
	  LOCK_PIECE "\n=============================================\n\n"
	  "NMI backtrace for cpu 0\n" WHO
	  "Sending NMI from CPU 0 to CPUs 1:\n"
	  "Kernel panic - not syncing: hung_task: blocked tasks\n"
	  "---[ end Kernel panic - not syncing: hung_task: blocked tasks ]---\n" },
	{ "two hung tasks are two reports", "OccO", CRASHREC_CLASS_HUNG_TASK,
	  false,
	  "INFO: task a:12 blocked for more than 10 seconds.\nCall Trace:\n"
	  " __schedule+0x1/0x2\n"
	  "INFO: task b:13 blocked for more than 10 seconds.\n" },
	{ "who blocks a hung task is its own", "OcccO", CRASHREC_CLASS_HUNG_TASK,
	  false,
	  "INFO: task a:12 blocked for more than 10 seconds.\nCall Trace:\n"
	  " __schedule+0x1/0x2\n"
	  "INFO: task a:12 is blocked on a mutex likely owned by task b:13.\n"
	  "INFO: task b:13 blocked for more than 10 seconds.\n" },
	{ "a comm with a newline splits no report", "Occcccccc.",
	  CRASHREC_CLASS_HUNG_TASK, false,
	  "INFO: task a\nb:12 blocked for more than 10 seconds.\n"
	  "Call Trace:\n __schedule+0x1/0x2\n1 lock held by a\nb/12:\n" LOCK_PIECE
	  "task:a\nb       state:D\nb: hello\n" },
	{ "a comm opens nothing: kasan", "mccccccccE", CRASHREC_CLASS_KASAN,
	  false,
	  RULER "BUG: KASAN: use-after-free in f+0x1/0x2\n"
	  "Read of size 8 at addr ffff888001020304 by task\x20\nOops: 0 [#1]/93\n\n"
	  "CPU: 0 PID: 93 Comm:\x20\nUBSAN: x Not tainted 6.12.1 #1\n"
	  "Call Trace:\n f+0x1/0x2\n" RULER },
	{ "a comm ends nothing: kasan", "mccccccE", CRASHREC_CLASS_KASAN, false,
	  RULER "BUG: KASAN: use-after-free in f+0x1/0x2\n"
	  "Read of size 8 at addr ffff888001020304 by task\x20\n==========/93\n\n"
	  "CPU: 0 PID: 93 Comm:\x20\n---[ end trace Not tainted 6.12.1 #1\n" RULER },
	{ "a comm opens nothing: soft lockup", "Occccc.",
	  CRASHREC_CLASS_SOFT_LOCKUP, false,
	  "BUG: soft lockup - CPU#0 stuck for 22s! [\nUBSAN: x:123]\n"
	  "CPU: 0 PID: 123 Comm:\x20\nBUG a): x Not tainted 6.12.1 #1\n"
	  "Call Trace:\n f+0x1/0x2\neth0: link up\n" },
	{ "a comm opens nothing, its end forged", "Occccc.",
	  CRASHREC_CLASS_SOFT_LOCKUP, false,
	  "BUG: soft lockup - CPU#0 stuck for 22s! [:1]\nUBSAN: x:123]\n"
	  "CPU: 0 PID: 123 Comm: ainted\nUBSAN: x Not tainted 6.12.1 #1\n"
	  "Call Trace:\n f+0x1/0x2\neth0: link up\n" },
	{ "a comm opens nothing, with two newlines", "Occcccccc.",
	  CRASHREC_CLASS_RCU_STALL, false,
	  "INFO: rcu_sched detected stalls on CPUs/tasks:\n"
	  "CPU: 0 PID: 9 Comm:\x20\n\nUBSAN: x Not tainted 6.12.1 #1\n"
	  "Call Trace:\n f+0x1/0x2\n1 lock held by\x20\n\nUBSAN: x/9:\neth0: up\n" },
	{ "a comm opens nothing: lockdep", "mcccccccccccccc.",
	  CRASHREC_CLASS_LOCKDEP, false,
	  RULER "WARNING: possible circular locking dependency detected\n"
	  "6.12.1 #1 Not tainted\n"
	  "------------------------------------------------------\n"
	  "\nUBSAN: x/93 is trying to acquire lock:\n"
	  "ffff888001020304 (&b->m){+.+.}-{3:3}, at: take_b+0x1/0x2\n\n"
	  "1 lock held by\x20\nWARNING: CPU: /93:\n\nstack backtrace:\n"
	  "CPU: 0 PID: 93 Comm: x Not tainted 6.12.1 #1\nCall Trace:\n"
	  " f+0x1/0x2\neth0: link up\n" },
	{ "a comm opens nothing: lockdep, no newline", "mccccO",
	  CRASHREC_CLASS_WARNING, false,
	  RULER "WARNING: possible recursive locking detected\n"
	  "6.12.1 #1 Not tainted\n--------------------------------------------\n"
	  "UBSAN: x/93 is trying to acquire lock:\n" CUT },
	{ "a comm opens nothing: hung task", "Occccccc.",
	  CRASHREC_CLASS_HUNG_TASK, false,
	  "INFO: task\x20\nUBSAN: x:93 blocked for more than 120 seconds.\n"
	  "      Not tainted 6.12.1 #1\ntask:\nUBSAN: x       state:D stack:0\n"
	  "Call Trace:\n <TASK>\n f+0x1/0x2\neth0: link up\n" },
	{ "a comm opens nothing: behind a stack", "Occcccc",
	  CRASHREC_CLASS_LOCKDEP, false,
	  "BUG: spinlock bad magic on CPU#0, x/9\nCall Trace:\n f+0x1/0x2\n"
	  " lock: a+0x0/0x4, .owner:\x20\nUBSAN: x/9, .owner_cpu: 0\n"
	  "CPU: 0 PID: 9 Comm: x Not tainted 6.12.1 #1\n g+0x1/0x2\n" },
	{ "a comm opens nothing: atomic sleep", "OcccccO",
	  CRASHREC_CLASS_WARNING, false,
	  "BUG: sleeping function called from invalid context at mm/x.c:1\n"
	  "in_atomic(): 1, irqs_disabled(): 0, pid: 93, name:\x20\nUBSAN: x\n"
	  "CPU: 0 PID: 93 Comm: a Not tainted 6.12.1 #1\nCall Trace:\n"
	  " f+0x1/0x2\n" CUT },
	{ "behind a name that is whole a report opens", "OcO",
	  CRASHREC_CLASS_WARNING, false,
	  "BUG: sleeping function called from invalid context at mm/x.c:1\n"
	  "in_atomic(): 1, irqs_disabled(): 0, pid: 93, name: a\n" CUT },
	{ "a comm ends no panic", "OcccE", CRASHREC_CLASS_PANIC, true,
	  "Kernel panic - not syncing: hello\nCPU: 0 PID: 9 Comm:\x20\n"
	  "Rebooting in  Not tainted 6.12.1 #1\nCall Trace:\n"
	  "---[ end Kernel panic - not syncing: hello ]---\n" },
	{ "Oops alone opens nothing", "..O", CRASHREC_CLASS_OOPS, false,
	  "Oops: pwned\ngeneral protection fault, or so\nOops: 0002 [#1] SMP\n" },
	{ "a cut that is not its own hides no oops", "OcccccE",
	  CRASHREC_CLASS_OOPS, false,
	  CUT "BUG: unable to handle page fault for address: ffffdead00000000\n"
	  "#PF: supervisor write access in kernel mode\n"
	  "Oops: Oops: 0002 [#1] SMP\n" WHO "Call Trace:\n"
	  "---[ end trace 0000000000000000 ]---\n" },
	{ "a cut that is not its own hides no atomic sleep", "Occccc.",
	  CRASHREC_CLASS_ATOMIC_SLEEP, false,
	  CUT "BUG: sleeping function called from invalid context at a.c:1\n"
	  "in_atomic(): 1, irqs_disabled(): 0, pid: 93, name: a\n" WHO
	  "Call Trace:\n f+0x1/0x2\neth0: link up\n" },
	{ "rcu: self-detected", "Occccccccccccccccc.", CRASHREC_CLASS_RCU_STALL,
	  false,
	  "rcu: INFO: rcu_preempt self-detected stall on CPU\n"
	  "rcu: \t0-....: (20999 ticks this GP) idle=1a2c/1/0x4000000000000000 softirq=1/1 fqs=5250\n"
	  "rcu: \t(t=21000 jiffies g=-1 q=2 ncpus=2)\n"
	  "rcu: rcu_preempt kthread starved for 20999 jiffies! g-1 f0x0 RCU_GP_WAIT_FQS(5) ->state=0x0 ->cpu=0\n"
	  "rcu: \tUnless rcu_preempt kthread gets sufficient CPU time, OOM is now expected behavior.\n"
	  "rcu: RCU grace-period kthread stack dump:\n"
	  "task:rcu_preempt     state:R\nCall Trace:\n <TASK>\n"
	  " __schedule+0x1/0x2\n </TASK>\n"
	  "rcu: Stack dump where RCU GP kthread last ran:\n" WHO
	  "RIP: 0010:spin+0x1/0x2\nCall Trace:\n <IRQ>\n </IRQ>\n"
	  " spin+0x1/0x2\neth0: link up\n" },
	{ "soft lockup", "Occccccccccccc.", CRASHREC_CLASS_SOFT_LOCKUP, false,
	  "watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [spinner:9]\n"
	  "CPU#0 Utilization every 4s during lockup:\n"
	  "\t#1: 100% system,\t  0% softirq,\t  0% hardirq,\t  0% idle\n"
	  "Modules linked in:\nirq event stamp: 10\n"
	  "hardirqs last  enabled at (9): [<ffffffff81000000>] f+0x1/0x2\n"
	  WHO WHERE "RIP: 0010:spin+0x1/0x2\n"
	  "Code: 00 00 <f3> 90\nCall Trace:\n spin+0x1/0x2\n kthread+0x1/0x2\n\n"
	  "eth0: link up\n" },
	{ "a stall behind a stall is another", "OcO", CRASHREC_CLASS_RCU_STALL,
	  false,
	  "watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [spinner:9]\n"
	  "Call Trace:\n"
	  "rcu: INFO: rcu_preempt self-detected stall on CPU\n" },
	{ "a warning inside a stall is another", "OcccO", CRASHREC_CLASS_WARNING,
	  false,
	  "rcu: INFO: rcu_sched detected stalls on CPUs/tasks:\n"
	  "Call Trace:\n f+0x1/0x2\n g+0x1/0x2\n" CUT },
	{ "what a stall trips over is part of it", "Occ", CRASHREC_CLASS_RCU_STALL,
	  false,
	  "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:\n"
	  "rcu: \t0-...!: (0 ticks this GP) idle=1a2c/0/0x0 softirq=1/1 fqs=0\n"
	  CUT },
	{ "a warning behind the NMIs of a stall is another", "OccO",
	  CRASHREC_CLASS_WARNING, false,
	  "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:\n"
	  "rcu: \t0-...!: (0 ticks this GP) idle=1a2c/0/0x0 softirq=1/1 fqs=0\n"
	  "Sending NMI from CPU 1 to CPUs 0:\n" CUT },
	{ "expedited stall is opened by its first piece", "Oc",
	  CRASHREC_CLASS_RCU_STALL, false,
	  "rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: {\n"
	  "rcu: blocking rcu_node structures (internal RCU debug):\n" },
	{ "sleeping in atomic", "Occcccccccccc.", CRASHREC_CLASS_ATOMIC_SLEEP,
	  false,
	  "BUG: sleeping function called from invalid context at mm/x.c:1\n"
	  "in_atomic(): 1, irqs_disabled(): 0, non_block: 0, pid: 77, name: x\n"
	  "preempt_count: 1, expected: 0\nRCU nest depth: 0, expected: 0\n"
	  "1 lock held by x/77:\n" LOCK_PIECE
	  "Preemption disabled at:\n[<ffffffff81000000>] f+0x1/0x2\n" WHO
	  "Call Trace:\n f+0x1/0x2\n g+0x1/0x2\n\neth0: link up\n" },
	{ "ubsan of 6.12", "OccE", CRASHREC_CLASS_WARNING, false,
	  CUT "UBSAN: array-index-out-of-bounds in a.c:1:2\n"
	  "index 5 is out of range for type 'int [4]'\n---[ end trace ]---\n" },
	{ "workqueue lockup by its first piece", "Occc.",
	  CRASHREC_CLASS_SOFT_LOCKUP, false,
	  "BUG: workqueue lockup - pool\n"
	  "Showing busy workqueues and worker pools:\n"
	  "workqueue events: flags=0x0\nCall Trace:\neth0: link up\n" },
	{ "a comm opens nothing: a page's owner", "Occccc", CRASHREC_CLASS_BUG,
	  false,
	  "BUG: Bad page state in process t  pfn:00001\n"
	  "page_owner tracks the page as allocated\n"
	  "page last allocated via order 0, migratetype Movable, gfp_mask 0xcc0(GFP_KERNEL), pid 7, tgid 7 (\n"
	  "UBSAN: x in ), ts 1, free_ts 1\n f+0x1/0x2\n" WHO },
	{ "a comm opens nothing: kmemleak", "Occccc", CRASHREC_CLASS_BUG, false,
	  "BUG: memory leak\nunreferenced object 0xffff888001020304 (size 8):\n"
	  "  comm \"\nINFO: task \", pid 7, jiffies 4294937295\n"
	  "  hex dump (first 8 bytes):\n  backtrace (crc 0):\n" },
	{ "a comm opens nothing: workqueue", "Occ", CRASHREC_CLASS_BUG, false,
	  "BUG: workqueue leaked lock or atomic:\x20\n"
	  "UBSAN: x in /0x00000001/7\n     last function: f\n" },
	{ "a comm opens nothing: workqueue, since 6.8", "Occ",
	  CRASHREC_CLASS_BUG, false,
	  "BUG: workqueue leaked atomic, lock or RCU:\x20\n"
	  "UBSAN: x in [7]\n     preempt=0x1 lock=0->0 RCU=0->0 workfn=f\n" },
	{ "a line that begins with a comm opens nothing", ".................",
	  CRASHREC_CLASS_UNKNOWN, false,
	  "BUG: evil text[123]: segfault at 0 ip 401000 sp 7ffe error 4 in a\n"
	  "INFO: task [123]: segfault at 0 ip 401000 in a:1 blocked for more\n"
	  "INFO: task a:1 [123]: segfault at 0 ip 401000 in a\n"
	  "int3: [#1][123] general protection fault ip:401000 sp:7ffe error:0\n"
	  "traps: UBSAN: a in [9] trap invalid opcode ip:401000 sp:7ffe error:0\n"
	  "traps: BUG: KASAN: a[9] trap int3 ip:401000 sp:7ffe error:0\n"
	  "BUG: evil text (7): drop_caches: 3\n"
	  "BUG: evil text(7): Attempt to set a LOCK_MAND lock via flock(2).\n"
	  "UBSAN: a in  (7) used greatest stack depth: 10000 bytes left\n"
	  "BUG: evil text/7: potentially unexpected fatal signal 11.\n"
	  "UBSAN: a in /7: reached RLIMIT_SIGPENDING, dropped signal 9\n"
	  "BUG: evil text invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL)\n"
	  "WARNING: at : page allocation failure: order:4, mode:0xcc0\n"
	  "BUG: evil text: vmalloc error: size 4096, failed to allocate pages\n"
	  "BUG: evil text: pid: 7, comm: x, bytes: 1 not enough memory\n"
	  "BUG: evil text: attempt to access beyond end of device\n"
	  "BUG: evil text (pid 7) is setting deprecated v1 encryption policy\n" },
	{ "a hung task may have any comm", "OOOccO", CRASHREC_CLASS_HUNG_TASK,
	  false,
	  "INFO: task a[1]: b:12 blocked for more than 120 seconds.\n"
	  "INFO: task a (1): b:12 blocked for more than 120 seconds.\n"
	  "INFO: task x[1] abcdefghij:12 blocked for more than 120 seconds.\n"
	  "INFO: task x[1] :12 blocked on a mutex likely owned by task b:13.\n"
	  "INFO: task x[1] :12 <writer> blocked on an rw-semaphore, but the owner is not found.\n"
	  "INFO: task x[1] abcdef:12 blocked in I/O wait for more than 120 seconds.\n" },
	{ "a new kernel is not the report's", "OcO.", CRASHREC_CLASS_SOFT_LOCKUP,
	  false,
	  "BUG: soft lockup - CPU#0 stuck for 22s! [a:9]\nCall Trace:\n"
	  "BUG: soft lockup - CPU#0 stuck for 22s! [a:9]\nLinux version 6.1\n" },
	{ "who handles an interrupt that nobody cared for", "Occccc.",
	  CRASHREC_CLASS_WARNING, false,
	  "irq 16: nobody cared (try booting with the \"irqpoll\" option)\n"
	  "Call Trace:\n f+0x1/0x2\nhandlers:\n"
	  "[<00000000a1b2c3d4>] f_irq [f]\nDisabling IRQ #16\nusb\n" },
	{ "a comm like a new kernel is the report's", "Occ.",
	  CRASHREC_CLASS_PANIC, true,
	  "Kernel panic - not syncing: a\nusb 1-1: of a task that is called\n"
	  "Linux version /7\nLinux version 6.12.1 (cc)\n" },
};

static u32 failed;

static void result(bool ok, const char *name, const char *got)
{
	if (!ok)
		failed++;
	printf("%sok - core_grammar: %s\n", ok ? "" : "not ", name);
	if (!ok && got)
		printf("# got %s\n", got);
}

struct reader {
	struct cr_grammar grammar;
	bool is_open;
	bool asked_nmi;
	bool rejected;
};

static enum cr_verdict read_first(struct reader *reader, const char *text,
				  u32 bytes)
{
	enum cr_verdict verdict;

	verdict = cr_grammar_first(&reader->grammar, text, bytes);
	if (verdict != CR_LINE_OTHER && !cr_grammar_may_open(text, bytes))
		reader->rejected = true;
	reader->is_open = verdict != CR_LINE_OTHER;
	return verdict;
}

/* The line is copied, so that a look behind its end is found. */
static enum cr_verdict read_line(struct reader *reader, const char *text,
				 u32 bytes)
{
	enum cr_verdict verdict;
	char *copy = malloc(bytes ? bytes : 1);

	memcpy(copy, text, bytes);
	if (!reader->is_open) {
		verdict = read_first(reader, copy, bytes);
	} else {
		verdict = cr_grammar_next(&reader->grammar, copy, bytes);
		if (verdict == CR_LINE_OTHER)
			reader->is_open = false;
		if (verdict == CR_LINE_OPENS || verdict == CR_LINE_MAYBE_OPENS)
			verdict = read_first(reader, copy, bytes);
	}
	reader->asked_nmi |= reader->grammar.asks_nmi;
	free(copy);
	return verdict;
}

static void run_case(const struct grammar_case *c)
{
	struct reader reader = { 0 };
	const char *text = c->text;
	char got[256] = "";
	u32 n = 0;
	bool ok;

	while (*text && n < sizeof(got) - 1) {
		u32 bytes = (u32)(strchr(text, '\n') - text);

		got[n++] = verdict_letter(read_line(&reader, text, bytes));
		text += bytes + 1;
	}
	ok = !strcmp(got, c->verdicts) && !reader.rejected;
	if (c->report_class != CRASHREC_CLASS_UNKNOWN)
		ok = ok && reader.grammar.report_class == c->report_class &&
		     reader.grammar.panicked == c->panicked;
	result(ok, c->name, got);
}

/* What stands only behind "smp: " or "watchdog: ". */
static bool starts(const struct cr_kind *kind, const char *head)
{
	return !strncmp(kind->text, head, strlen(head));
}

static void may_open_takes_every_row(void)
{
	const struct cr_kind *kind;
	bool ok = true;
	u32 number;

	for (number = 1; (kind = cr_kind_at(number)); number++) {
		if (kind->flags & CR_KIND_LEVELED ||
		    starts(kind, "csd: ") || starts(kind, "CPU") ||
		    starts(kind, "Watchdog detected") ||
		    cr_grammar_may_open(kind->text, (u32)strlen(kind->text)))
			continue;
		printf("# row %u: %s\n", number, kind->text);
		ok = false;
	}
	result(ok && number < 256, "may_open takes every row", NULL);
}

static void asks_nmi_until_the_next_line(void)
{
	static const char *const lines[] = {
		"rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:",
		"Sending NMI from CPU 0 to CPUs 1:", "",
		"rcu: rcu_preempt kthread starved for 9 jiffies!",
	};
	static const bool wanted[] = { false, true, true, false };
	struct reader reader = { 0 };
	bool ok = true;
	u32 i;

	for (i = 0; i < CR_COUNT(lines); i++) {
		read_line(&reader, lines[i], (u32)strlen(lines[i]));
		ok = ok && reader.grammar.asks_nmi == wanted[i];
	}
	result(ok, "asks_nmi until the next line", NULL);
}

static void nmi_backtrace_is_known(void)
{
	static const char yes[] = "NMI backtrace for cpu 3";
	static const char no[] = "NMI backtrace for";

	result(cr_grammar_is_nmi_backtrace(yes, sizeof(yes) - 1) &&
	       !cr_grammar_is_nmi_backtrace(no, sizeof(no) - 1),
	       "nmi backtrace is known", NULL);
}

static void read_spoilt(struct reader *reader, const char *text, u32 *seed)
{
	char line[512];

	while (*text) {
		u32 bytes = (u32)(strchr(text, '\n') - text);
		u32 cut;

		memcpy(line, text, bytes);
		*seed = *seed * 1103515245 + 12345;
		cut = bytes ? (*seed >> 8) % (bytes + 1) : 0;
		if (*seed & 0x40 && bytes)
			line[(*seed >> 16) % bytes] = (char)(*seed >> 20);
		read_line(reader, line, *seed & 0x80 ? bytes : cut);
		text += bytes + 1;
	}
}

/* Cut short or with bytes changed, lines are still lines. */
static void hostile_lines_are_bounded(void)
{
	struct reader reader = { 0 };
	u32 seed = 1;
	u32 round;
	u32 i;

	for (round = 0; round < 40; round++) {
		for (i = 0; i < CR_COUNT(cases); i++)
			read_spoilt(&reader, cases[i].text, &seed);
	}
	result(!reader.rejected, "hostile lines are bounded", NULL);
}

static void head_is_bounded(void)
{
	struct reader reader = { 0 };
	u32 i;

	read_line(&reader, "BUG: kernel NULL pointer dereference", 36);
	for (i = 0; i < 1000 && reader.is_open; i++)
		read_line(&reader, "eth0: noise", 11);
	result(i > 10 && i < 100, "head is bounded", NULL);
}

int main(void)
{
	u32 i;

	printf("1..%u\n", (u32)CR_COUNT(cases) + 5);
	for (i = 0; i < CR_COUNT(cases); i++)
		run_case(&cases[i]);
	may_open_takes_every_row();
	asks_nmi_until_the_next_line();
	nmi_backtrace_is_known();
	hostile_lines_are_bounded();
	head_is_bounded();
	return failed ? 1 : 0;
}
