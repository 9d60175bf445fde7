// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * What most lines of a report are, told at small cost.
 */
#include "line.h"

bool cr_line_is_plain_frame(struct cr_text text)
{
	const char *at = text.at;
	u32 bytes = text.bytes;
	u32 i = 0;

	while (i < bytes && at[i] == ' ')
		i++;
	if (!i)
		return false;
	if (i + 1 < bytes && at[i] == '?' && at[i + 1] == ' ')
		i += 2;
	text = cr_text_from(text, i);
	i = cr_text_find_either(text, '+', ' ');
	if (i == CR_TEXT_NONE || !i || text.bytes - i < 4)
		return false;
	at = text.at;
	/* Not each byte of the name is looked at: this is the report's anyway. */
	if (!cr_text_is_name(at[0]) || cr_text_digit(at[0]) < 10 ||
	    !cr_text_is_name(at[i - 1]))
		return false;
	at += i;
	return at[0] == '+' && at[1] == '0' && at[2] == 'x' &&
	       cr_text_digit(at[3]) < 16;
}
