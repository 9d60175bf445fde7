// SPDX-License-Identifier: GPL-2.0
/*
 * The table of openers, whose parts have to agree.
 */
#include "core/opener.c"

#include <string.h>

#include "support_tap.h"

#define ROWS	CR_COUNT(openers)

static void rows_are_found(void)
{
	u32 i;

	for (i = 1; i < ROWS - 1; i++) {
		const char *row = openers[i];
		u32 bytes = (u32)strlen(row);
		char text[OPENER_BYTES + 1] = "";

		tap_check(row, cr_grammar_may_open(row, bytes), "is not found");
		memcpy(text, row, bytes);
		text[bytes - 1] ^= 1;
		if (cr_grammar_may_open(row, bytes - 1) ||
		    cr_grammar_may_open(text, bytes))
			tap_check(row, false, "is found in what it is not");
	}
}

/* What the rows of a first byte have behind it. */
static u32 pairs_from(u32 i)
{
	char first = openers[i][0];
	u32 pairs = 0;

	for (; openers[i][0] == first; i++)
		pairs |= CR_OPENERS_PAIR(openers[i][1], openers[i][2]);
	return pairs;
}

static void rows_have_their_form(void)
{
	u32 i, at, wrong = 0;

	for (i = 0; i < CR_OPENERS_FIRSTS; i++) {
		at = cr_openers[i].at;
		if (at)
			wrong += openers[at][0] != (char)(i + CR_OPENERS_FROM) ||
				 openers[at - 1][0] == openers[at][0] ||
				 cr_openers[i].pairs != pairs_from(at);
		else
			wrong += cr_openers[i].pairs != 0;
	}
	for (i = 1; i < ROWS - 1; i++)
		wrong += strlen(openers[i]) < 4 ||
			 openers[i][OPENER_BYTES - 1] ||
			 openers[i - 1][0] > openers[i][0];
	wrong += openers[0][0] || openers[ROWS - 1][0];
	tap_check("core_opener: rows have their form", !wrong, "%u do not",
		  wrong);
}

static void nothing_else_is_found(void)
{
	static const char *const ordinary[] = {
		"", "B", "BUG", "usb 1-1: new", "systemd[1]: x", "\0\0\0\0",
		"\377\377\377\377", "zzzz", ",,,,", "inti: x",
	};
	u32 i, found = 0;

	for (i = 0; i < CR_COUNT(ordinary); i++)
		found += cr_grammar_may_open(ordinary[i],
					     (u32)strlen(ordinary[i]));
	tap_check("core_opener: nothing else is found", !found, "%u are", found);
}

int main(void)
{
	rows_have_their_form();
	rows_are_found();
	nothing_else_is_found();
	return tap_end();
}
