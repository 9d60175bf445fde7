// SPDX-License-Identifier: GPL-2.0
/*
 * Where a symbol of the kernel is that modules can't link to. A kprobe that is
 * never armed tells an address by its name. Data cannot be probed, and is
 * refused, but only after it was found (kernel/kprobes.c: register_kprobe(),
 * 6.1 to 6.12).
 */
#include <linux/kprobes.h>

#include "crashrec.h"

/**
 * crashrec_symbol_address() - find a symbol
 * @symbol: its name
 *
 * Context: process.
 * Return: its address; 0: there is none, or this kernel has no kprobes.
 */
unsigned long crashrec_symbol_address(const char *symbol)
{
	struct kprobe probe = {
		.symbol_name = symbol,
		.flags = KPROBE_FLAG_DISABLED,
	};

	if (!register_kprobe(&probe))
		unregister_kprobe(&probe);
	return (unsigned long)probe.addr;
}
