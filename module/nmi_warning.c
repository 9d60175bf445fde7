// SPDX-License-Identifier: GPL-2.0
/*
 * On kernels before 6.3 the console tracepoint, once something is attached to
 * it, warns when it fires in an NMI: WARN_ON_ONCE() in printk_sprint(). A stall
 * that asks other CPUs for their backtraces would get a report of its own
 * recorder, and with panic_on_warn a panic. The warning is about architectures
 * whose SRCU counters an NMI can break; x86 raises them with one instruction.
 *
 * So the warning is marked as given while crashrec is attached, just as the
 * kernel marks it when it gave it: BUGFLAG_DONE in its entry of the table of
 * such places (lib/bug.c: __report_bug(), 6.1). The table has no symbol for
 * modules, but its address can be asked for (symbol.c).
 */
#define pr_fmt(fmt) "crashrec: " fmt

#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "compat.h"
#include "crashrec.h"

#define BUGFLAGS_PENDING	(BUGFLAG_WARNING | BUGFLAG_ONCE)

#if defined(CONFIG_X86_64) && defined(CONFIG_KPROBES) && \
	defined(CONFIG_GENERIC_BUG_RELATIVE_POINTERS)

static struct bug_entry *marked;

/* "name+offset/size", as sprint_symbol() has it. */
static unsigned long size_of(unsigned long address)
{
	char text[KSYM_SYMBOL_LEN];
	unsigned long bytes = 0;
	char *slash;

	sprint_symbol(text, address);
	slash = strrchr(text, '/');
	if (!slash || kstrtoul(slash + 1, 16, &bytes))
		return 0;
	return bytes;
}

static unsigned long place_of(const struct bug_entry *bug)
{
	return (unsigned long)&bug->bug_addr_disp + bug->bug_addr_disp;
}

/* NULL: there is none, or more than one, and then it is better left alone. */
static struct bug_entry *find_warning(void)
{
	struct bug_entry *bug = (void *)crashrec_symbol_address("__start___bug_table");
	struct bug_entry *end = (void *)crashrec_symbol_address("__stop___bug_table");
	unsigned long begin = crashrec_symbol_address("printk_sprint"), bytes;
	struct bug_entry *found = NULL;

	if (!bug || !end || !begin)
		return NULL;
	bytes = size_of(begin);
	for (; bug < end; bug++) {
		if (place_of(bug) - begin >= bytes ||
		    (bug->flags & BUGFLAGS_PENDING) != BUGFLAGS_PENDING)
			continue;
		if (found)
			return NULL;
		found = bug;
	}
	return found;
}

/**
 * crashrec_nmi_warning_init() - keep the kernel from warning of our probe
 *
 * Context: process; before the probe is attached.
 */
void crashrec_nmi_warning_init(void)
{
	struct bug_entry *bug;

	if (!CRASHREC_CONSOLE_WARNS_IN_NMI)
		return;
	bug = find_warning();
	if (!bug) {
		pr_warn("this kernel will warn, once, when it prints in an NMI, and panic if panic_on_warn is set: use 6.3 or later, or do not set it\n");
		return;
	}
	if (bug->flags & BUGFLAG_DONE)
		return;
	bug->flags |= BUGFLAG_DONE;
	marked = bug;
}

/**
 * crashrec_nmi_warning_exit() - let it warn again
 *
 * Context: process; after the probe is gone.
 */
void crashrec_nmi_warning_exit(void)
{
	if (marked)
		marked->flags &= ~BUGFLAG_DONE;
	marked = NULL;
}

#else

void crashrec_nmi_warning_init(void)
{
	if (CRASHREC_CONSOLE_WARNS_IN_NMI)
		pr_warn("this kernel will warn, once, when it prints in an NMI, and panic if panic_on_warn is set: use 6.3 or later, or do not set it\n");
}

void crashrec_nmi_warning_exit(void)
{
}

#endif
