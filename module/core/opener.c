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
	"Booting the ",
	/*  7 */ "CFI failure",
	/*  8 */ "Division by",
	/*  9 */ "Freezing ",
	/* 10 */ "INFO:",
	"IPv4: Attempt",
	"Insufficient",
	"Internal error",
	/* 14 */ "Kernel BUG",
	"Kernel panic",
	/* 16 */ "NMI watchdog: ",
	/* 17 */ "Oops",
	/* 18 */ "PANIC: ",
	/* 19 */ "SYZFA",
	/* 20 */ "UBSAN: ",
	"Unable to handl",
	"Unhandled fault",
	/* 23 */ "VFS: Busy in",
	"VFS: Close: ",
	/* 25 */ "WARNING:",
	"Watchdog det",
	/* 27 */ "[ BUG: ",
	"[ INFO: ",
	/* 29 */ "alignment check",
	/* 30 */ "bad: sched",
	"bounds: ",
	/* 32 */ "control prot",
	/* 33 */ "divide error",
	"double fault",
	/* 35 */ "fatal error: ",
	/* 36 */ "general prot",
	"get_swap_dev",
	/* 38 */ "int3: ",
	"invalid TSS",
	"invalid opco",
	"irq ",
	/* 42 */ "kernel BUG",
	"kmemleak: ",
	/* 44 */ "list_add ",
	"list_del ",
	/* 46 */ "mce: [Hardw",
	/* 47 */ "overflow: ",
	/* 48 */ "pagealloc: ",
	"panic: ",
	/* 50 */ "rcu: INFO: ",
	"rust_kernel: ",
	/* 52 */ "schedule_timeou",
	"segment not",
	"segment-rel",
	"slab error in",
	"smp: csd: ",
	"softirq: huh",
	"stack segment",
	"sysfs: cannot",
	/* 60 */ "traps: PANIC",
	"trusty: ",
	/* 62 */ "unregister_netd",
	"usercopy: ",
	/* 64 */ "watchdog: ",
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
	['B' - OPENERS_FROM] = { SECOND('U') | SECOND('o'), 4 },
	['C' - OPENERS_FROM] = { SECOND('F'), 7 },
	['D' - OPENERS_FROM] = { SECOND('i'), 8 },
	['F' - OPENERS_FROM] = { SECOND('r'), 9 },
	['I' - OPENERS_FROM] = { SECOND('N') | SECOND('P') | SECOND('n'), 10 },
	['K' - OPENERS_FROM] = { SECOND('e'), 14 },
	['N' - OPENERS_FROM] = { SECOND('M'), 16 },
	['O' - OPENERS_FROM] = { SECOND('o'), 17 },
	['P' - OPENERS_FROM] = { SECOND('A'), 18 },
	['S' - OPENERS_FROM] = { SECOND('Y'), 19 },
	['U' - OPENERS_FROM] = { SECOND('B') | SECOND('n'), 20 },
	['V' - OPENERS_FROM] = { SECOND('F'), 23 },
	['W' - OPENERS_FROM] = { SECOND('A') | SECOND('a'), 25 },
	['[' - OPENERS_FROM] = { SECOND(' '), 27 },
	['a' - OPENERS_FROM] = { SECOND('l'), 29 },
	['b' - OPENERS_FROM] = { SECOND('a') | SECOND('o'), 30 },
	['c' - OPENERS_FROM] = { SECOND('o'), 32 },
	['d' - OPENERS_FROM] = { SECOND('i') | SECOND('o'), 33 },
	['f' - OPENERS_FROM] = { SECOND('a'), 35 },
	['g' - OPENERS_FROM] = { SECOND('e'), 36 },
	['i' - OPENERS_FROM] = { SECOND('n') | SECOND('r'), 38 },
	['k' - OPENERS_FROM] = { SECOND('e') | SECOND('m'), 42 },
	['l' - OPENERS_FROM] = { SECOND('i'), 44 },
	['m' - OPENERS_FROM] = { SECOND('c'), 46 },
	['o' - OPENERS_FROM] = { SECOND('v'), 47 },
	['p' - OPENERS_FROM] = { SECOND('a'), 48 },
	['r' - OPENERS_FROM] = { SECOND('c') | SECOND('u'), 50 },
	['s' - OPENERS_FROM] = {
		SECOND('c') | SECOND('e') | SECOND('l') | SECOND('m') |
		SECOND('o') | SECOND('t') | SECOND('y'), 52
	},
	['t' - OPENERS_FROM] = { SECOND('r'), 60 },
	['u' - OPENERS_FROM] = { SECOND('n') | SECOND('s'), 62 },
	['w' - OPENERS_FROM] = { SECOND('a'), 64 },
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
