// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "text.h"

/* Here they are what is called, also in a kernel that is built for size. */
#undef cr_text_starts
#undef cr_text_skip

#define NAME(value)	(CR_TEXT_NAME | (value))

const u8 cr_text_classes[256] = {
	[0 ... '#'] = 16, NAME(16),
	['%' ... '-'] = 16, NAME(16), 16,
	['0'] = NAME(0), NAME(1), NAME(2), NAME(3), NAME(4), NAME(5),
	['6'] = NAME(6), NAME(7), NAME(8), NAME(9),
	[':' ... '@'] = 16,
	['A'] = NAME(10), NAME(11), NAME(12), NAME(13), NAME(14), NAME(15),
	['G' ... 'Z'] = NAME(16),
	['[' ... '^'] = 16, NAME(16), 16,
	['a'] = NAME(10), NAME(11), NAME(12), NAME(13), NAME(14), NAME(15),
	['g' ... 'z'] = NAME(16),
	['{' ... 255] = 16,
};

/*
 * Eight bytes are looked at in one step where there are that many: EACH is a
 * value in each of them.
 */
#define EACH(byte)	(0x0101010101010101ULL * (u8)(byte))
#define HIGH		EACH(0x80)

/*
 * A set bit of HIGH tells of a byte that is zero; of several, those above the
 * lowest may be told wrongly.
 */
static inline u64 zeros(u64 eight)
{
	return (eight - EACH(1)) & ~eight & HIGH;
}

static inline u64 eight_at(const char *at)
{
	__le64 eight;

	memcpy(&eight, at, sizeof(eight));
	return le64_to_cpu(eight);
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
	u64 first_each = EACH(word.at[0]);
	u64 second_each = EACH(word.at[second]);
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

		other = (eight_at(text.at + from) ^ first_each) |
			(eight_at(text.at + from + second) ^ second_each);
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
u32 cr_text_find_newline(struct cr_text text)
{
	s64 i = (s64)text.bytes - (s64)sizeof(u64);

	if (i >= 0) {
		u64 eight = eight_at(text.at);
		u64 any = eight;
		u64 all = eight + EACH(0x80 - ' ');

		for (; i > 0; i -= (s64)sizeof(u64)) {
			eight = eight_at(text.at + i);
			any |= eight;
			all &= eight + EACH(0x80 - ' ');
		}
		if (!(any & HIGH) && (all & HIGH) == HIGH)
			return CR_TEXT_NONE;
	}
	return cr_text_find_either(text, '\n', '\n');
}

u32 cr_text_find_either(struct cr_text text, char a, char b)
{
	u32 i = 0;

	for (; i + sizeof(u64) <= text.bytes; i += (u32)sizeof(u64)) {
		u64 eight = eight_at(text.at + i);
		u64 found = zeros(eight ^ EACH(a)) | zeros(eight ^ EACH(b));

		if (found)
			return i + ((u32)__builtin_ctzll(found) >> 3);
	}
	for (; i < text.bytes; i++) {
		if (text.at[i] == a || text.at[i] == b)
			return i;
	}
	return CR_TEXT_NONE;
}

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
	return (EACH(0x80 + high) - (eight & ~HIGH)) & ~eight &
	       ((eight & ~HIGH) + EACH(0x80 - low)) & HIGH;
}

/*
 * Up to eight hexadecimal digits, @at being of eight bytes. Return: how many;
 * @value is moved up and has them.
 */
static u32 take_eight(const char *at, u64 *value)
{
	u64 eight = eight_at(at);
	u64 others = (between(eight, '0', '9') |
		      between(eight | EACH(0x20), 'a', 'f')) ^ HIGH;
	u32 count = others ? (u32)__builtin_ctzll(others) >> 3 : 8;

	if (!count)
		return 0;
	/* What is not there is a leading zero. */
	eight <<= 8 * (8 - count);
	eight = (eight & EACH(0x0f)) + 9 * (eight >> 6 & EACH(1));
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
