// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Is a line worth a look? All that is done for an ordinary one.
 */
#include "grammar.h"
#include "text.h"

#define OPENER_BYTES	16
#define OPENERS_FROM	'-'

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

#define SECOND(byte)	(1U << ((byte) & 31))

/*
 * Where those of a first byte begin, 0: there are none; and which bytes are the
 * second in one of them, by their lowest bits: that tells most lines apart.
 */
static const struct {
	u32 seconds;
	u8 at;
} openers_of[] = {
	['-' - OPENERS_FROM] = { SECOND('-'), 1 },
	['=' - OPENERS_FROM] = { SECOND('='), 2 },
	['A' - OPENERS_FROM] = { SECOND('l'), 3 },
	['B' - OPENERS_FROM] = { SECOND('U') | SECOND('a') | SECOND('o'), 4 },
	['C' - OPENERS_FROM] = { SECOND('F'), 8 },
	['D' - OPENERS_FROM] = { SECOND('i'), 9 },
	['F' - OPENERS_FROM] = { SECOND('r'), 10 },
	['I' - OPENERS_FROM] = { SECOND('N') | SECOND('P') | SECOND('n'), 11 },
	['K' - OPENERS_FROM] = { SECOND('e'), 15 },
	['N' - OPENERS_FROM] = { SECOND('M'), 17 },
	['O' - OPENERS_FROM] = { SECOND('o'), 18 },
	['P' - OPENERS_FROM] = { SECOND('A'), 19 },
	['S' - OPENERS_FROM] = { SECOND('Y'), 20 },
	['U' - OPENERS_FROM] = { SECOND('B') | SECOND('n'), 21 },
	['V' - OPENERS_FROM] = { SECOND('E') | SECOND('F'), 24 },
	['W' - OPENERS_FROM] = { SECOND('A') | SECOND('a'), 27 },
	['[' - OPENERS_FROM] = { SECOND(' '), 29 },
	['a' - OPENERS_FROM] = { SECOND('l'), 31 },
	['b' - OPENERS_FROM] = { SECOND('a') | SECOND('o'), 32 },
	['c' - OPENERS_FROM] = { SECOND('o'), 34 },
	['d' - OPENERS_FROM] = { SECOND('i') | SECOND('o'), 36 },
	['f' - OPENERS_FROM] = { SECOND('a') | SECOND('p'), 38 },
	['g' - OPENERS_FROM] = { SECOND('e'), 40 },
	['i' - OPENERS_FROM] = { SECOND('n') | SECOND('r'), 42 },
	['k' - OPENERS_FROM] = { SECOND('e') | SECOND('m'), 47 },
	['l' - OPENERS_FROM] = { SECOND('i'), 49 },
	['m' - OPENERS_FROM] = { SECOND('c'), 51 },
	['o' - OPENERS_FROM] = { SECOND('v'), 52 },
	['p' - OPENERS_FROM] = { SECOND('a'), 53 },
	['r' - OPENERS_FROM] = { SECOND('c') | SECOND('u'), 55 },
	['s' - OPENERS_FROM] = {
		SECOND('c') | SECOND('e') | SECOND('i') | SECOND('l') |
		SECOND('m') | SECOND('o') | SECOND('t') | SECOND('y'), 57
	},
	['t' - OPENERS_FROM] = { SECOND('r'), 66 },
	['u' - OPENERS_FROM] = { SECOND('n') | SECOND('s'), 68 },
	['w' - OPENERS_FROM] = { SECOND('a'), 70 },
};

static u32 first_four(const char *text)
{
	u32 four;

	memcpy(&four, text, sizeof(four));
	return four;
}

bool cr_grammar_may_open(const char *text, u32 bytes)
{
	u32 first, four, i, at;

	if (bytes < sizeof(four))
		return false;
	first = (u32)((u8)text[0] - OPENERS_FROM);
	if (first >= CR_COUNT(openers_of) ||
	    !(openers_of[first].seconds & SECOND(text[1])))
		return false;
	four = first_four(text);
	for (i = openers_of[first].at; openers[i][0] == text[0]; i++) {
		if (first_four(openers[i]) != four)
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
