// SPDX-License-Identifier: GPL-2.0
/*
 * Reports, in the words of the functions that module/core/kind_*.c name.
 */
#include "text.h"

#define FRAME	" " F "+0x" S "/0x" S "\n"
#define GUESS	" ? " F "+0x" S "/0x" S "\n"
#define LOADED	" " F "+0x" S "/0x" S " [" M "]\n"
#define DEEP	"       " F "+0x" S "/0x" S "\n"
#define FRAMES	FRAME GUESS FRAME FRAME GUESS FRAME LOADED FRAME GUESS FRAME
#define CHAIN	DEEP DEEP DEEP DEEP DEEP DEEP DEEP DEEP DEEP DEEP

#define CPU	"CPU: 1 UID: 0 PID: " D " Comm: kworker/1:2 Tainted: G        W          6.12.1-amd64 #1\n" \
		"Hardware name: QEMU Standard PC (i440FX + PIIX, 1996), BIOS 1.16.2-1 04/01/2014\n"
#define CODE	"Code: 48 89 f2 48 89 fe bf 07 00 00 00 e9 8c fe ff ff 66 90 66 2e 0f 1f 84 00 00 00 00 00 53 48 89 fb <0f> 0b e8 17 00 00 00 48 8b 3d 2a 5e 80 0c 48 89 de 5b e9 77 6f 45 00\n"
#define DUMP	"RSP: 0018:ffff8881" H " EFLAGS: 00010246\n" \
		"RAX: 0000000000000000 RBX: ffff8880" H " RCX: ffffffff" H "\n" \
		"RDX: 0000000000000006 RSI: ffffffff" H " RDI: 0000000000000006\n" \
		"RBP: ffffffff" H " R08: 0000000000000001 R09: ffffffff" H "\n" \
		"R10: 000000000000000c R11: 0000000000000001 R12: 0000000000000006\n" \
		"R13: 00000000" H " R14: 00000000" H " R15: 0000000000000000\n"
#define CONTROL	"FS:  00007f8f" H "(0000) GS:ffff8880" H "(0000) knlGS:0000000000000000\n" \
		"CS:  0010 DS: 0000 ES: 0000 CR0: 0000000080050033\n" \
		"CR2: 00000000" H " CR3: 00000000" H " CR4: 0000000000350ee0\n"
#define MODULES	"Modules linked in: " M " snd_pcm snd_timer intel_rapl_msr " M " ghash_clmulni_intel " M " evdev serio_raw button drm fuse configfs ext4 crc16 mbcache jbd2\n"
#define RIP	"RIP: 0010:" F "+0x" S "/0x" S "\n"
#define USER	"RIP: 0033:0x7f8f" H "\n" CODE \
		"RSP: 002b:00007ffc" H " EFLAGS: 00000246 ORIG_RAX: 0000000000000010\n" \
		"RAX: ffffffffffffffda RBX: 00007f8f" H " RCX: 00007f8f" H "\n" \
		"RDX: 0000000000000000 RSI: 000000000000ab03 RDI: 0000000000000004\n" \
		"RBP: 00007f8f" H " R08: 0000000000000000 R09: 0000000000000000\n" \
		"R10: 0000000000000000 R11: 0000000000000246 R12: 0000000000000000\n" \
		"R13: 0000000000000000 R14: 00007f8f" H " R15: 00007ffc" H "\n"
#define STACK	"Call Trace:\n <TASK>\n" FRAMES FRAMES
#define IRQS	"irq event stamp: " D "\n" \
		"hardirqs last  enabled at (" D "): [<ffffffff" H ">] " F "+0x" S "/0x" S "\n" \
		"hardirqs last disabled at (" D "): [<ffffffff" H ">] " F "+0x" S "/0x" S "\n" \
		"softirqs last  enabled at (" D "): [<ffffffff" H ">] " F "+0x" S "/0x" S "\n" \
		"softirqs last disabled at (" D "): [<ffffffff" H ">] " F "+0x" S "/0x" S "\n"
#define CUT	"------------[ cut here ]------------\n"
#define END	"---[ end trace 0000000000000000 ]---\n"

static const char warning[] =
	CUT
	"refcount_t: underflow; use-after-free.\n"
	"WARNING: CPU: 1 PID: " D " at lib/refcount.c:28 " F "+0x" S "/0x" S "\n"
	MODULES CPU "Workqueue: events " F "\n" RIP CODE DUMP CONTROL STACK
	" " F "+0x" S "/0x" S "\n </TASK>\n" IRQS END;

static const char oops[] =
	"BUG: unable to handle page fault for address: ffffc900" H "\n"
	"#PF: supervisor read access in kernel mode\n"
	"#PF: error_code(0x0000) - not-present page\n"
	"PGD 100000067 P4D 100000067 PUD 1001" S "067 PMD 10" S "067 PTE 0\n"
	"Oops: 0000 [#1] PREEMPT SMP NOPTI\n"
	CPU RIP CODE DUMP CONTROL STACK USER " </TASK>\n" MODULES
	"CR2: ffffc900" H "\n" END RIP CODE DUMP CONTROL;

static const char kasan[] =
	"==================================================================\n"
	"BUG: KASAN: slab-use-after-free in " F "+0x" S "/0x" S "\n"
	"Read of size 8 at addr ffff8880" H " by task kworker/1:2/" D "\n"
	"\n" CPU "Workqueue: events " F "\n" STACK " </TASK>\n\n"
	"Allocated by task " D ":\n" FRAMES "\nFreed by task " D ":\n" FRAMES "\n"
	"The buggy address belongs to the object at ffff8880" H "\n"
	" which belongs to the cache kmalloc-512 of size 512\n"
	"The buggy address is located 64 bytes inside of\n"
	" freed 512-byte region [ffff8880" H ", ffff8880" H ")\n\n"
	"The buggy address belongs to the physical page:\n"
	"page: refcount:1 mapcount:0 mapping:0000000000000000 index:0x0 pfn:0x" H "\n"
	"head: order:2 mapcount:0 entire_mapcount:0 nr_pages_mapped:0 pincount:0\n"
	"flags: 0xfff00000000040(head|node=0|zone=1|lastcpupid=0x7ff)\n"
	"page_type: f5(slab)\n"
	"raw: 00fff00000000040 ffff88801ac41c80 ffffea00" H " dead000000000002\n"
	"page dumped because: kasan: bad access detected\n\n"
	"Memory state around the buggy address:\n"
	" ffff8880" H ": fb fb fb fb fb fb fb fb fb fb fb fb fb fb fb fb\n"
	" ffff8880" H ": fb fb fb fb fb fb fb fb fb fb fb fb fb fb fb fb\n"
	">ffff8880" H ": fb fb fb fb fb fb fb fb fb fb fb fb fb fb fb fb\n"
	"                                           ^\n"
	" ffff8880" H ": fb fb fb fb fb fb fb fb fb fb fb fb fb fb fb fb\n"
	" ffff8880" H ": fb fb fb fb fb fb fb fb fc fc fc fc fc fc fc fc\n"
	"==================================================================\n";

static const char lockdep[] =
	"======================================================\n"
	"WARNING: possible circular locking dependency detected\n"
	"6.12.1-amd64 #1 Tainted: G        W         \n"
	"------------------------------------------------------\n"
	"kworker/u8:3/" D " is trying to acquire lock:\n"
	"ffff8880" H " (&q->elevator_lock){+.+.}-{3:3}, at: " F "+0x" S "/0x" S "\n\n"
	"but task is already holding lock:\n"
	"ffff8880" H " (&q->q_usage_counter(io)#55){++++}-{0:0}, at: " F "+0x" S "/0x" S "\n\n"
	"which lock already depends on the new lock.\n\n\n"
	"the existing dependency chain (in reverse order) is:\n\n"
	"-> #2 (&q->q_usage_counter(io)#55){++++}-{0:0}:\n" CHAIN CHAIN
	"\n-> #1 (fs_reclaim){+.+.}-{0:0}:\n" CHAIN CHAIN
	"\n-> #0 (&q->elevator_lock){+.+.}-{3:3}:\n" CHAIN CHAIN
	"\nother info that might help us debug this:\n\n"
	"Chain exists of:\n"
	"  &q->elevator_lock --> fs_reclaim --> &q->q_usage_counter(io)#55\n\n"
	" Possible unsafe locking scenario:\n\n"
	"       CPU0                    CPU1\n"
	"       ----                    ----\n"
	"  lock(&q->q_usage_counter(io)#55);\n"
	"                               lock(fs_reclaim);\n"
	"                               lock(&q->q_usage_counter(io)#55);\n"
	"  lock(&q->elevator_lock);\n\n"
	" *** DEADLOCK ***\n\n"
	"3 locks held by kworker/u8:3/" D ":\n"
	" #0: ffff8880" H " (&set->update_nr_hwq_lock){++++}-{3:3}, at: " F "+0x" S "/0x" S "\n"
	" #1: ffff8880" H " (cb_lock){++++}-{3:3}, at: " F "+0x" S "/0x" S "\n"
	" #2: ffff8880" H " (&q->q_usage_counter(io)#55){++++}-{0:0}, at: " F "+0x" S "/0x" S "\n\n"
	"stack backtrace:\n" CPU STACK USER " </TASK>\n";

static const char rcu_stall[] =
	"rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:\n"
	"rcu: \t1-...!: (1 GPs behind) idle=5be4/1/0x4000000000000000 softirq=" D "/" D " fqs=0\n"
	"rcu: \t(detected by 0, t=10502 jiffies, g=" D ", q=" D " ncpus=2)\n"
	"Sending NMI from CPU 0 to CPUs 1:\n"
	"NMI backtrace for cpu 1\n" CPU RIP CODE DUMP CONTROL
	"Call Trace:\n <IRQ>\n" FRAMES FRAMES " </IRQ>\n <TASK>\n" FRAMES " </TASK>\n"
	"rcu: rcu_preempt kthread starved for 10494 jiffies! g" D " f0x0 RCU_GP_WAIT_FQS(5) ->state=0x0 ->cpu=1\n"
	"rcu: \tUnless rcu_preempt kthread gets sufficient CPU time, OOM is now expected behavior.\n"
	"rcu: RCU grace-period kthread stack dump:\n"
	"task:rcu_preempt     state:R  running task     stack:0     pid:16    tgid:16    ppid:2      flags:0x00004000\n"
	STACK " </TASK>\n"
	"rcu: Stack dump where RCU GP kthread last ran:\n"
	"Sending NMI from CPU 0 to CPUs 1:\n"
	"NMI backtrace for cpu 1\n" CPU RIP CODE DUMP CONTROL STACK " </TASK>\n";

static const char soft_lockup[] =
	"watchdog: BUG: soft lockup - CPU#1 stuck for 26s! [kworker/1:2:" D "]\n"
	MODULES IRQS CPU RIP CODE DUMP CONTROL
	"Call Trace:\n <IRQ>\n" FRAMES " </IRQ>\n <TASK>\n" FRAMES FRAMES " </TASK>\n";

static const char hung_task[] =
	"INFO: task kworker/0:1:" D " blocked for more than 120 seconds.\n"
	"      Tainted: G        W          6.12.1-amd64 #1\n"
	"\"echo 0 > /proc/sys/kernel/hung_task_timeout_secs\" disables this message.\n"
	"task:kworker/0:1     state:D stack:27296 pid:" D "   tgid:" D "   ppid:2      flags:0x00004000\n"
	"Workqueue: events " F "\n" STACK " </TASK>\n"
	"\nShowing all locks held in the system:\n"
	"1 lock held by khungtaskd/" D ":\n"
	" #0: ffffffff" H " (rcu_read_lock){....}-{1:2}, at: " F "+0x" S "/0x" S "\n"
	"2 locks held by kworker/0:1/" D ":\n"
	" #0: ffff8880" H " ((wq_completion)events){+.+.}-{0:0}, at: " F "+0x" S "/0x" S "\n"
	" #1: ffffc900" H " (&rew->rew_work){+.+.}-{0:0}, at: " F "+0x" S "/0x" S "\n\n"
	"=============================================\n";

static const char atomic_sleep[] =
	"BUG: sleeping function called from invalid context at kernel/locking/mutex.c:" D "\n"
	"in_atomic(): 1, irqs_disabled(): 0, non_block: 0, pid: " D ", name: kworker/1:2\n"
	"preempt_count: 1, expected: 0\n"
	"RCU nest depth: 0, expected: 0\n"
	"2 locks held by kworker/1:2/" D ":\n"
	" #0: ffff8880" H " ((wq_completion)events){+.+.}-{0:0}, at: " F "+0x" S "/0x" S "\n"
	" #1: ffffc900" H " (&rew->rew_work){+.+.}-{0:0}, at: " F "+0x" S "/0x" S "\n"
	"Preemption disabled at:\n"
	"[<ffffffff" H ">] " F "+0x" S "/0x" S "\n"
	CPU STACK " </TASK>\n";

static const char ubsan[] =
	CUT
	"UBSAN: array-index-out-of-bounds in drivers/net/wireless/main.c:" D ":12\n"
	"index 14 is out of range for type 'struct rate [14]'\n"
	CPU STACK " </TASK>\n" END;

static const char gpf[] =
	"Oops: general protection fault, probably for non-canonical address 0xdffffc00" H ": 0000 [#1] PREEMPT SMP KASAN PTI\n"
	"KASAN: null-ptr-deref in range [0x0000000000000018-0x000000000000001f]\n"
	CPU RIP CODE DUMP CONTROL STACK USER " </TASK>\n" MODULES
	END RIP CODE DUMP CONTROL;

static const char panic[] =
	"Kernel panic - not syncing: Fatal exception in interrupt\n"
	CPU STACK " </TASK>\n"
	"Kernel Offset: 0x" H " from 0xffffffff81000000 (relocation range: 0xffffffff80000000-0xffffffffbfffffff)\n"
	"---[ end Kernel panic - not syncing: Fatal exception in interrupt ]---\n";

const char *const text_reports[] = {
	warning, oops, kasan, lockdep, rcu_stall, soft_lockup, hung_task,
	atomic_sleep, ubsan, gpf, panic,
};

const size_t text_report_count =
	sizeof(text_reports) / sizeof(text_reports[0]);
