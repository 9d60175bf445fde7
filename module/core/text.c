// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "text.h"
#include "text_eight.h"

#define NAME(value)	(CR_TEXT_NAME | (value))
#define ALNUM(value)	(CR_TEXT_ALNUM | NAME(value))

const u8 cr_text_classes[256] = {
	[0 ... '#'] = 16, NAME(16),
	['%' ... '-'] = 16, NAME(16), 16,
	['0'] = ALNUM(0), ALNUM(1), ALNUM(2), ALNUM(3), ALNUM(4), ALNUM(5),
	['6'] = ALNUM(6), ALNUM(7), ALNUM(8), ALNUM(9),
	[':' ... '@'] = 16,
	['A'] = ALNUM(10), ALNUM(11), ALNUM(12),
	['D'] = ALNUM(13), ALNUM(14), ALNUM(15),
	['G' ... 'Z'] = ALNUM(16),
	['[' ... '^'] = 16, NAME(16), 16,
	['a'] = ALNUM(10), ALNUM(11), ALNUM(12),
	['d'] = ALNUM(13), ALNUM(14), ALNUM(15),
	['g' ... 'z'] = ALNUM(16),
	['{' ... 255] = 16,
};

/*
 * A set bit of CR_EACH_HIGH tells of a byte that is zero; of several, those
 * above the lowest may be told wrongly.
 */
static inline u64 zeros(u64 eight)
{
	return (eight - CR_EACH(1)) & ~eight & CR_EACH_HIGH;
}

/* Less than what is looked at in one step. */
static u32 find_short(struct cr_text text, struct cr_text word)
{
	u32 i;

	for (i = 0; word.bytes <= text.bytes - i; i++) {
		if (text.at[i] == word.at[0] &&
		    !memcmp(text.at + i, word.at, word.bytes))
			return i;
	}
	return CR_TEXT_NONE;
}

/* Where the word's first two bytes stand, the rest is compared. */
u32 cr_text_find(struct cr_text text, struct cr_text word)
{
	u32 second = word.bytes > 1;
	u64 first_each = CR_EACH(word.at[0]);
	u64 second_each = CR_EACH(word.at[second]);
	u32 i = 0;
	u32 last;

	if (word.bytes > text.bytes)
		return CR_TEXT_NONE;
	if (text.bytes < sizeof(u64) + second)
		return find_short(text, word);
	last = text.bytes - (u32)sizeof(u64) - second;
	while (i <= text.bytes - word.bytes) {
		u32 from = i < last ? i : last;
		u64 other;

		other = (cr_text_eight(text.at + from) ^ first_each) |
			(cr_text_eight(text.at + from + second) ^ second_each);
		other = zeros(other) & ~0ULL << (8 * (i - from) & 63);
		if (!other) {
			i = from + (u32)sizeof(u64);
			continue;
		}
		i = from + ((u32)__builtin_ctzll(other) >> 3);
		if (i > text.bytes - word.bytes)
			break;
		if (!memcmp(text.at + i, word.at, word.bytes))
			return i;
		i++;
	}
	return CR_TEXT_NONE;
}

/*
 * Most texts have printing bytes alone, which is told of all of them at once:
 * no bit 7 is set, and each byte carries into it.
 */
u32 cr_text_line_bytes(struct cr_text text)
{
	u32 at;

	if (text.bytes >= sizeof(u64)) {
		const char *from = text.at;
		const char *last = from + (text.bytes - sizeof(u64));
		u64 eight = cr_text_eight(last);
		u64 any = eight;
		u64 all = eight + CR_EACH(0x80 - ' ');

		for (; from < last; from += sizeof(u64)) {
			eight = cr_text_eight(from);
			any |= eight;
			all &= eight + CR_EACH(0x80 - ' ');
		}
		if (!(any & CR_EACH_HIGH) && (all & CR_EACH_HIGH) == CR_EACH_HIGH)
			return text.bytes;
	}
	at = cr_text_find_either(text, '\n', '\n');
	return at < text.bytes ? at : text.bytes;
}

u32 cr_text_find_either(struct cr_text text, char a, char b)
{
	u32 i = 0;

	for (; i + sizeof(u64) <= text.bytes; i += (u32)sizeof(u64)) {
		u64 eight = cr_text_eight(text.at + i);
		u64 found = zeros(eight ^ CR_EACH(a)) | zeros(eight ^ CR_EACH(b));

		if (found)
			return i + ((u32)__builtin_ctzll(found) >> 3);
	}
	for (; i < text.bytes; i++) {
		if (text.at[i] == a || text.at[i] == b)
			return i;
	}
	return CR_TEXT_NONE;
}
