// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Files of the kernel's source that serve all others, 4.x to 6.18: what is found
 * wrong there was done wrong by who called. A new file of such a kind is a row.
 */
#include <crashrec_guilt.h>
#include <fnmatch.h>
#include <string.h>

/* As fnmatch() has them; "*" is any bytes, slashes too. */
static const char * const guiltless[] = {
	/* Inlined everywhere. */
	"*.h",
	/* Strings, lists, trees, counters, bitmaps, printing of stacks. */
	"lib/*",
	"virt/lib/*",
	"arch/*/lib/*",
	"rust/helpers*",

	/* What finds and reports. */
	"mm/kasan/*",
	"mm/kmsan/*",
	"mm/kfence/*",
	"mm/kmemleak.c",
	"mm/debug*.c",
	"mm/page_owner.c",
	"mm/page_poison.c",
	"mm/usercopy.c",
	"mm/page_table_check.c",
	"kernel/kcsan/*",
	"kernel/kcov.c",
	"kernel/panic.c",
	"kernel/printk/*",
	"kernel/stacktrace.c",
	"kernel/watchdog*.c",
	"kernel/hung_task.c",
	"kernel/extable.c",

	/* Memory: allocated, freed, mapped and copied for others. */
	"mm/sl?b*.c",
	"mm/page_alloc.c",
	"mm/vmalloc.c",
	"mm/util.c",
	"mm/mempool.c",
	"mm/dmapool.c",
	"mm/percpu*.c",
	"mm/memory.c",
	"mm/maccess.c",
	"mm/filemap.c",
	"mm/truncate.c",
	"mm/folio-compat.c",
	"kernel/dma/*",

	/* Locks, time, and who runs when. */
	"kernel/locking/*",
	"kernel/rcu/*",
	"kernel/sched/*",
	"kernel/time/*",
	"kernel/irq/*",
	"kernel/irq_work.c",
	"kernel/smp.c",
	"kernel/smpboot.c",
	"kernel/cpu.c",
	"kernel/stop_machine.c",
	"kernel/softirq.c",
	"kernel/kthread.c",
	"kernel/workqueue.c",
	"kernel/entry/*",

	/* The machine's ways into the kernel, out of it, and through its stacks. */
	"arch/*/entry/*",
	"arch/*/kernel/apic/*",
	"arch/*/kernel/traps*.c",
	"arch/*/kernel/entry*",
	"arch/*/kernel/stacktrace.c",
	"arch/*/kernel/unwind*.c",
	"arch/*/kernel/debug-monitors.c",
	"arch/*/kernel/irq*.c",
	"arch/*/kernel/nmi.c",
	"arch/*/kernel/smp*.c",
	"arch/*/kernel/process*.c",
	"arch/*/kernel/head*",
	"arch/*/kernel/syscall*.c",
	"arch/*/kernel/sys_*.c",
	"arch/*/kernel/kvm.c",
	"arch/*/kernel/kvmclock.c",
	"arch/*/kernel/pvclock.c",
	"arch/*/kernel/paravirt*.c",
	"arch/*/kernel/tsc.c",
	"arch/*/kernel/time.c",
	"arch/*/mm/fault*.c",
	"arch/*/mm/extable.c",
	"arch/*/mm/physaddr.c",

	/* What owners hand their objects to, and get them freed by. */
	"net/core/skbuff.c",
	"net/core/sock.c",
	"net/core/dev.c",
	"fs/proc/generic.c",
	"fs/sysfs/*",
	"fs/kernfs/*",
	"drivers/base/core.c",
	"drivers/usb/core/urb.c",
	"fs/inode.c",
	"fs/libfs.c",
	"sound/core/pcm_lib.c",
	"sound/core/pcm_native.c",
};

bool crashrec_file_is_guiltless(const char *file)
{
	size_t i;

	for (i = 0; i < sizeof(guiltless) / sizeof(guiltless[0]); i++)
		if (!fnmatch(guiltless[i], file, 0))
			return true;
	return false;
}
