// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * What an ordinary line does not pass.
 */
#include "text.h"
#include "text_eight.h"

/* Here they are what is called, also in a kernel that is built for size. */
#undef cr_text_starts
#undef cr_text_skip

bool cr_text_ends(struct cr_text text, struct cr_text tail)
{
	while (text.bytes && cr_text_is_space(text.at[text.bytes - 1]))
		text.bytes--;
	return text.bytes >= tail.bytes &&
	       !memcmp(text.at + text.bytes - tail.bytes, tail.at, tail.bytes);
}

/* Bit 7 of each byte that is from @low to @high; both below 0x80. */
static u64 between(u64 eight, u8 low, u8 high)
{
	return (CR_EACH(0x80 + high) - (eight & ~CR_EACH_HIGH)) & ~eight &
	       ((eight & ~CR_EACH_HIGH) + CR_EACH(0x80 - low)) & CR_EACH_HIGH;
}

/*
 * Up to eight hexadecimal digits, @at being of eight bytes. Return: how many;
 * @value is moved up and has them.
 */
static u32 take_eight(const char *at, u64 *value)
{
	u64 eight = cr_text_eight(at);
	u64 others = (between(eight, '0', '9') |
		      between(eight | CR_EACH(0x20), 'a', 'f')) ^ CR_EACH_HIGH;
	u32 count = others ? (u32)__builtin_ctzll(others) >> 3 : 8;

	if (!count)
		return 0;
	/* What is not there is a leading zero. */
	eight <<= 8 * (8 - count);
	eight = (eight & CR_EACH(0x0f)) + 9 * (eight >> 6 & CR_EACH(1));
	/* Pairs of neighbours become one, the first being the higher. */
	eight = (eight << 4 | eight >> 8) & 0x00ff00ff00ff00ffULL;
	eight = (eight << 8 | eight >> 16) & 0x0000ffff0000ffffULL;
	*value = *value << 4 * count | (u32)(eight << 16 | eight >> 32);
	return count;
}

bool cr_text_take_u64(struct cr_text *text, u32 base, u64 *value)
{
	u64 limit = base == 16 ? ~0ULL >> 4 : ~0ULL / 10 - 1;
	const char *at = text->at;
	u32 bytes = text->bytes;
	u64 v = 0;
	u32 i = 0;

	/* Not worth it for an offset in a function. */
	if (base == 16 && bytes >= 8 && cr_text_digit(at[4]) < 16 &&
	    cr_text_digit(at[5]) < 16)
		i = take_eight(at, &v);
	if (i == 8 && bytes >= 16)
		i += take_eight(at + 8, &v);
	for (; i < bytes; i++) {
		u32 digit = cr_text_digit(at[i]);

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

bool cr_text_starts_called(struct cr_text text, struct cr_text head)
{
	return cr_text_starts(text, head);
}

bool cr_text_skip_called(struct cr_text *text, struct cr_text head)
{
	return cr_text_skip(text, head);
}

u32 cr_text_find_last(struct cr_text text, struct cr_text word)
{
	u32 last = CR_TEXT_NONE;
	u32 from = 0;
	u32 at;

	while ((at = cr_text_find(cr_text_from(text, from), word)) !=
	       CR_TEXT_NONE) {
		last = from + at;
		from = last + 1;
	}
	return last;
}

u32 cr_text_skip_any(struct cr_text *text, const char *heads)
{
	u32 number, i;

	for (number = 1; *heads; number++) {
		for (i = 0; heads[i]; i++) {
			if (i == text->bytes || text->at[i] != heads[i])
				break;
		}
		if (!heads[i]) {
			*text = cr_text_from(*text, i);
			return number;
		}
		heads += i + strlen(heads + i) + 1;
	}
	return 0;
}

bool cr_text_starts_any(struct cr_text text, const char *heads)
{
	return cr_text_skip_any(&text, heads);
}
