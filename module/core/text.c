// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "text.h"

u32 cr_text_find(struct cr_text text, struct cr_text word)
{
	u32 i;

	for (i = 0; i < text.bytes && word.bytes <= text.bytes - i; i++) {
		if (text.at[i] == word.at[0] &&
		    !memcmp(text.at + i, word.at, word.bytes))
			return i;
	}
	return CR_TEXT_NONE;
}

bool cr_text_take_u64(struct cr_text *text, u32 base, u64 *value)
{
	u64 limit = base == 16 ? ~0ULL >> 4 : ~0ULL / 10 - 1;
	u64 v = 0;
	u32 i;

	for (i = 0; i < text->bytes; i++) {
		u32 digit = cr_text_digit(text->at[i]);

		if (digit >= base)
			break;
		if (v > limit)
			return false;
		v = v * base + digit;
	}
	if (!i)
		return false;
	*text = cr_text_from(*text, i);
	*value = v;
	return true;
}

bool cr_text_take_u32(struct cr_text *text, u32 *value)
{
	struct cr_text rest = *text;
	u64 v;

	if (!cr_text_take_u64(&rest, 10, &v) || v > 0xffffffffU)
		return false;
	*text = rest;
	*value = (u32)v;
	return true;
}
