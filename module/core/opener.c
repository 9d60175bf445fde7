// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Is a line worth a look? All that is done for an ordinary one.
 */
#include "grammar.h"
#include "text.h"

#define OPENERS_FROM	'-'

/*
 * How the lines begin that open a report: for each first byte what may follow
 * it, each with a zero behind, and one more zero. Ordinary lines that begin
 * likewise are told apart early.
 */
static const char *const openers[] = {
	['-' - OPENERS_FROM] = "---\0",
	['=' - OPENERS_FROM] = "===\0",
	['A' - OPENERS_FROM] = "lignment trap\0",
	['B' - OPENERS_FROM] = "UG \0UG:\0ooting the \0",
	['C' - OPENERS_FROM] = "FI failure\0",
	['D' - OPENERS_FROM] = "ivision by\0",
	['F' - OPENERS_FROM] = "reezing \0",
	['I' - OPENERS_FROM] = "Pv4: Attempt\0NFO:\0nsufficient\0nternal error\0",
	['K' - OPENERS_FROM] = "ernel panic\0ernel BUG\0",
	['N' - OPENERS_FROM] = "MI watchdog: \0",
	['O' - OPENERS_FROM] = "ops\0",
	['P' - OPENERS_FROM] = "ANIC: \0",
	['S' - OPENERS_FROM] = "YZFA\0",
	['U' - OPENERS_FROM] = "BSAN: \0nable to handle\0nhandled fault\0",
	['V' - OPENERS_FROM] = "FS: Busy in\0FS: Close: \0",
	['W' - OPENERS_FROM] = "ARNING:\0atchdog det\0",
	['[' - OPENERS_FROM] = " BUG: \0 INFO: \0",
	['a' - OPENERS_FROM] = "lignment check\0",
	['b' - OPENERS_FROM] = "ad: sched\0ounds: \0",
	['c' - OPENERS_FROM] = "ontrol prot\0",
	['d' - OPENERS_FROM] = "ivide error\0ouble fault\0",
	['f' - OPENERS_FROM] = "atal error: \0",
	['g' - OPENERS_FROM] = "eneral prot\0et_swap_dev\0",
	['i' - OPENERS_FROM] = "nt3: \0nvalid TSS\0nvalid opco\0rq \0",
	['k' - OPENERS_FROM] = "ernel BUG\0memleak: \0",
	['l' - OPENERS_FROM] = "ist_add \0ist_del \0",
	['m' - OPENERS_FROM] = "ce: [Hardw\0",
	['o' - OPENERS_FROM] = "verflow: \0",
	['p' - OPENERS_FROM] = "anic: \0agealloc: \0",
	['r' - OPENERS_FROM] = "cu: INFO: \0ust_kernel: \0",
	['s' - OPENERS_FROM] = "chedule_timeout: w\0egment not\0egment-rel\0"
		"lab error in\0mp: csd: \0oftirq: huh\0"
		"tack segment\0ysfs: cannot\0",
	['t' - OPENERS_FROM] = "raps: PANIC\0rusty: \0",
	['u' - OPENERS_FROM] = "nregister_netdev\0sercopy: \0",
	['w' - OPENERS_FROM] = "atchdog: \0",
};

bool cr_grammar_may_open(const char *text, u32 bytes)
{
	const char *word;
	u32 i;

	if (bytes < 4)
		return false;
	i = (u32)((u8)text[0] - OPENERS_FROM);
	word = i < CR_COUNT(openers) ? openers[i] : NULL;
	while (word && *word) {
		for (i = 1; *word && i < bytes && text[i] == *word; i++)
			word++;
		if (!*word)
			return true;
		while (*word)
			word++;
		word++;
	}
	return false;
}
