// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Is a line worth a look? All that is done for an ordinary one.
 */
#include "grammar.h"
#include "text.h"

#define OPENER_BYTES	16

/*
 * How the lines begin that open a report, by their first byte: at least four
 * bytes of the header, and as many as tell ordinary lines apart.
 */
static const char openers[][OPENER_BYTES] = {
	"",	/* ends what is looked through, from either side */
	/*  1 */ "----",
	/*  2 */ "====",
	/*  3 */ "Alignment trap",
	/*  4 */ "BUG ",
	"BUG:",
	"Bad pagetable: ",
	"Booting the ",
	/*  8 */ "CFI failure",
	/*  9 */ "Division by",
	/* 10 */ "Freezing ",
	/* 11 */ "INFO:",
	"IPv4: Attempt",
	"Insufficient",
	"Internal error",
	/* 15 */ "Kernel BUG",
	"Kernel panic",
	/* 17 */ "NMI watchdog: ",
	/* 18 */ "Oops",
	/* 19 */ "PANIC: ",
	/* 20 */ "SYZFA",
	/* 21 */ "UBSAN: ",
	"Unable to handl",
	"Unhandled fault",
	/* 24 */ "VE fault: ",
	"VFS: Busy in",
	"VFS: Close: ",
	/* 27 */ "WARNING:",
	"Watchdog det",
	/* 29 */ "[ BUG: ",
	"[ INFO: ",
	/* 31 */ "alignment check",
	/* 32 */ "bad: sched",
	"bounds: ",
	/* 34 */ "control prot",
	"coprocessor seg",
	/* 36 */ "divide error",
	"double fault",
	/* 38 */ "fatal error: ",
	"fpu exception: ",
	/* 40 */ "general prot",
	"get_swap_dev",
	/* 42 */ "int3: ",
	"invalid TSS",
	"invalid opco",
	"iret exception",
	"irq ",
	/* 47 */ "kernel BUG",
	"kmemleak: ",
	/* 49 */ "list_add ",
	"list_del ",
	/* 51 */ "mce: [Hardw",
	/* 52 */ "overflow: ",
	/* 53 */ "pagealloc: ",
	"panic: ",
	/* 55 */ "rcu: INFO: ",
	"rust_kernel: ",
	/* 57 */ "schedule_timeou",
	"segment not",
	"segment-rel",
	"simd exceptio",
	"slab error in",
	"smp: csd: ",
	"softirq: huh",
	"stack segment",
	"sysfs: cannot",
	/* 66 */ "traps: PANIC",
	"trusty: ",
	/* 68 */ "unregister_netd",
	"usercopy: ",
	/* 70 */ "watchdog: ",
	"",
};

#define PAIR	CR_OPENERS_PAIR

/*
 * Where those of a first byte begin, 0: there are none; and what the two bytes
 * behind it are: that tells most lines apart.
 */
const struct cr_openers cr_openers[CR_OPENERS_FIRSTS] = {
	['-' - CR_OPENERS_FROM] = { PAIR('-', '-'), 1 },
	['=' - CR_OPENERS_FROM] = { PAIR('=', '='), 2 },
	['A' - CR_OPENERS_FROM] = { PAIR('l', 'i'), 3 },
	['B' - CR_OPENERS_FROM] = {
		PAIR('U', 'G') | PAIR('a', 'd') | PAIR('o', 'o'), 4
	},
	['C' - CR_OPENERS_FROM] = { PAIR('F', 'I'), 8 },
	['D' - CR_OPENERS_FROM] = { PAIR('i', 'v'), 9 },
	['F' - CR_OPENERS_FROM] = { PAIR('r', 'e'), 10 },
	['I' - CR_OPENERS_FROM] = {
		PAIR('N', 'F') | PAIR('P', 'v') | PAIR('n', 's') |
		PAIR('n', 't'), 11
	},
	['K' - CR_OPENERS_FROM] = { PAIR('e', 'r'), 15 },
	['N' - CR_OPENERS_FROM] = { PAIR('M', 'I'), 17 },
	['O' - CR_OPENERS_FROM] = { PAIR('o', 'p'), 18 },
	['P' - CR_OPENERS_FROM] = { PAIR('A', 'N'), 19 },
	['S' - CR_OPENERS_FROM] = { PAIR('Y', 'Z'), 20 },
	['U' - CR_OPENERS_FROM] = {
		PAIR('B', 'S') | PAIR('n', 'a') | PAIR('n', 'h'), 21
	},
	['V' - CR_OPENERS_FROM] = { PAIR('E', ' ') | PAIR('F', 'S'), 24 },
	['W' - CR_OPENERS_FROM] = { PAIR('A', 'R') | PAIR('a', 't'), 27 },
	['[' - CR_OPENERS_FROM] = { PAIR(' ', 'B') | PAIR(' ', 'I'), 29 },
	['a' - CR_OPENERS_FROM] = { PAIR('l', 'i'), 31 },
	['b' - CR_OPENERS_FROM] = { PAIR('a', 'd') | PAIR('o', 'u'), 32 },
	['c' - CR_OPENERS_FROM] = { PAIR('o', 'n') | PAIR('o', 'p'), 34 },
	['d' - CR_OPENERS_FROM] = { PAIR('i', 'v') | PAIR('o', 'u'), 36 },
	['f' - CR_OPENERS_FROM] = { PAIR('a', 't') | PAIR('p', 'u'), 38 },
	['g' - CR_OPENERS_FROM] = { PAIR('e', 'n') | PAIR('e', 't'), 40 },
	['i' - CR_OPENERS_FROM] = {
		PAIR('n', 't') | PAIR('n', 'v') | PAIR('r', 'e') |
		PAIR('r', 'q'), 42
	},
	['k' - CR_OPENERS_FROM] = { PAIR('e', 'r') | PAIR('m', 'e'), 47 },
	['l' - CR_OPENERS_FROM] = { PAIR('i', 's'), 49 },
	['m' - CR_OPENERS_FROM] = { PAIR('c', 'e'), 51 },
	['o' - CR_OPENERS_FROM] = { PAIR('v', 'e'), 52 },
	['p' - CR_OPENERS_FROM] = { PAIR('a', 'g') | PAIR('a', 'n'), 53 },
	['r' - CR_OPENERS_FROM] = { PAIR('c', 'u') | PAIR('u', 's'), 55 },
	['s' - CR_OPENERS_FROM] = {
		PAIR('c', 'h') | PAIR('e', 'g') | PAIR('i', 'm') |
		PAIR('l', 'a') | PAIR('m', 'p') | PAIR('o', 'f') |
		PAIR('t', 'a') | PAIR('y', 's'), 57
	},
	['t' - CR_OPENERS_FROM] = { PAIR('r', 'a') | PAIR('r', 'u'), 66 },
	['u' - CR_OPENERS_FROM] = { PAIR('n', 'r') | PAIR('s', 'e'), 68 },
	['w' - CR_OPENERS_FROM] = { PAIR('a', 't'), 70 },
};

bool cr_openers_fit(const char *text, u32 bytes)
{
	u32 i = cr_openers[(u8)text[0] - CR_OPENERS_FROM].at;
	u32 four, row, at;

	memcpy(&four, text, sizeof(four));
	for (; openers[i][0] == text[0]; i++) {
		memcpy(&row, openers[i], sizeof(row));
		if (row != four)
			continue;
		for (at = sizeof(four); openers[i][at]; at++) {
			if (at == bytes || text[at] != openers[i][at])
				break;
		}
		if (!openers[i][at])
			return true;
	}
	return false;
}
