// SPDX-License-Identifier: GPL-2.0
/*
 * Every piece of text that the kernel prints, through the "console"
 * tracepoint: it fires in vprintk_store(), in the caller's context with IRQs
 * off, before any filtering by level (kernel/printk/printk.c, 6.1 to 6.12).
 */
#define pr_fmt(fmt) "crashrec: " fmt

#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/tracepoint.h>

#include "crashrec.h"
#include "exact.h"

/* Of the attempts in which the log lost what was printed. */
#define EXACT_TRIES	3

static struct tracepoint *console_tracepoint;

static void probe_exact(void *data, const char *text, size_t bytes)
{
	crashrec_exact_see(data, text, bytes);
}

static int try_exact(struct crashrec_exact *exact,
		     const struct crashrec_log *log,
		     const struct crashrec_join_log *join_log)
{
	int err;

	crashrec_exact_begin(exact, log, join_log);
	err = tracepoint_probe_register(console_tracepoint, probe_exact, exact);
	if (err)
		return err;
	crashrec_exact_print();
	tracepoint_probe_unregister(console_tracepoint, probe_exact, exact);
	tracepoint_synchronize_unregister();
	return crashrec_exact_compare(exact, log);
}

/* Return: 0: so it is exact; -EILSEQ: it is not; or why that is not known. */
static int check_exact(const struct crashrec_log *log,
		       const struct crashrec_join_log *join_log)
{
	struct crashrec_exact *exact = kvmalloc(sizeof(*exact), GFP_KERNEL);
	int err = -ENODATA;
	u32 tries;

	if (!exact)
		return -ENOMEM;
	for (tries = 0; err == -ENODATA && tries < EXACT_TRIES; tries++)
		err = try_exact(exact, log, join_log);
	kvfree(exact);
	return err;
}

/* Sets how lines in pieces are told: by address, where that does. */
static int join_init(struct crashrec *cr)
{
	struct crashrec_assembler *as = &cr->assembler;
	int err;

	if (!cr->config.join_by_log) {
		err = check_exact(as->log, NULL);
		if (err && err != -EILSEQ)
			pr_warn("whether lines are recorded as the log has them was not found out: %d\n",
				err);
		if (err != -EILSEQ)
			return 0;
		pr_warn("lines printed in pieces are not where they are on other kernels: they are told by the log, which is slower\n");
	}
	as->join_log = crashrec_join_log_new(as->log);
	if (!as->join_log)
		return -ENOMEM;
	err = check_exact(as->log, as->join_log);
	if (err)
		pr_warn("lines printed in pieces may be recorded in pieces: %d\n",
			err);
	return 0;
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

	console_tracepoint = crashrec_exact_tracepoint();
	if (!console_tracepoint) {
		pr_err("this kernel has no printk:console tracepoint: it needs CONFIG_TRACEPOINTS\n");
		return -ENOENT;
	}
	crashrec_nmi_warning_init();
	err = join_init(cr);
	if (err)
		goto nmi_warning_exit;
	err = tracepoint_probe_register(console_tracepoint, crashrec_assemble,
					&cr->assembler);
	if (err)
		goto join_exit;
	return 0;

join_exit:
	crashrec_join_log_free(cr->assembler.join_log);
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
	tracepoint_probe_unregister(console_tracepoint, crashrec_assemble,
				    &cr->assembler);
	tracepoint_synchronize_unregister();
	crashrec_nmi_warning_exit();
	crashrec_join_log_free(cr->assembler.join_log);
}
