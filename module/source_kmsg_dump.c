// SPDX-License-Identifier: GPL-2.0
/*
 * Panic and shutdown, through kmsg_dump: the moments when the kernel says that
 * it ends. Dumpers run after the panic's own lines, but for "Rebooting in" or
 * "end Kernel panic" (kernel/panic.c: panic(), 6.12). With a crash kernel
 * loaded they do not run at all, unless crash_kexec_post_notifiers is set;
 * then every line is there, and the next boot closes the reports.
 */
#include <linux/kmsg_dump.h>

#include "compat.h"
#include "crashrec.h"

static struct crashrec *dump_cr;

static void dump(CRASHREC_DUMP_ARGS)
{
	switch (crashrec_dump_reason()) {
	case KMSG_DUMP_PANIC:
		crashrec_ring_end(&dump_cr->ring, CRASHREC_ENDED_PANIC);
		crashrec_closer_panic(&dump_cr->closer);
		break;
	case KMSG_DUMP_SHUTDOWN:
		crashrec_ring_end(&dump_cr->ring, CRASHREC_ENDED_SHUTDOWN);
		fallthrough;
	case KMSG_DUMP_EMERG:
		crashrec_closer_shutdown(&dump_cr->closer);
		break;
	default:
		break;
	}
}

static struct kmsg_dumper dumper = {
	.dump = dump,
	.max_reason = KMSG_DUMP_SHUTDOWN,
};

/**
 * crashrec_kmsg_dump_init() - begin to be told of the end
 * @cr: the recorder; it must be ready
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int crashrec_kmsg_dump_init(struct crashrec *cr)
{
	dump_cr = cr;
	return kmsg_dump_register(&dumper);
}

/**
 * crashrec_kmsg_dump_exit() - be told no more
 * @cr: the recorder
 *
 * Context: process.
 */
void crashrec_kmsg_dump_exit(struct crashrec *cr)
{
	kmsg_dump_unregister(&dumper);
}
