// SPDX-License-Identifier: GPL-2.0
/*
 * Every piece of text that the kernel prints, through the "console"
 * tracepoint: it fires in vprintk_store(), in the caller's context with IRQs
 * off, before any filtering by level (kernel/printk/printk.c, 6.1 to 6.12).
 * It is not exported by 6.1, so it is looked up by its name.
 */
#define pr_fmt(fmt) "crashrec: " fmt

#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/tracepoint.h>

#include "crashrec.h"

static struct tracepoint *console_tracepoint;

static void probe_console(void *data, const char *text, size_t bytes)
{
	struct crashrec *cr = data;

	crashrec_assemble(&cr->assembler, text, bytes);
}

static void find_console(struct tracepoint *tp, void *found)
{
	if (!strcmp(tp->name, "console"))
		*(struct tracepoint **)found = tp;
}

/**
 * crashrec_console_init() - begin to see what is printed
 * @cr: the recorder; it must be ready
 *
 * Context: process.
 * Return: 0; -ENOENT: this kernel has no such tracepoint, which was printed;
 * or why it can't be used.
 */
int crashrec_console_init(struct crashrec *cr)
{
	int err;

	for_each_kernel_tracepoint(find_console, &console_tracepoint);
	if (!console_tracepoint) {
		pr_err("this kernel has no printk:console tracepoint: it needs CONFIG_TRACEPOINTS\n");
		return -ENOENT;
	}
	crashrec_nmi_warning_init();
	err = tracepoint_probe_register(console_tracepoint, probe_console, cr);
	if (err)
		goto nmi_warning_exit;
	return 0;

nmi_warning_exit:
	crashrec_nmi_warning_exit();
	pr_err("the printk:console tracepoint cannot be used: %d\n", err);
	return err;
}

/**
 * crashrec_console_exit() - see no more
 * @cr: the recorder
 *
 * When this returns, no probe is running.
 *
 * Context: process.
 */
void crashrec_console_exit(struct crashrec *cr)
{
	tracepoint_probe_unregister(console_tracepoint, probe_console, cr);
	tracepoint_synchronize_unregister();
	crashrec_nmi_warning_exit();
}
