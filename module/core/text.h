/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Slices of a line: every look at a byte is bounded by the slice's length, so
 * callers need no check of their own.
 */
#ifndef CR_TEXT_H
#define CR_TEXT_H

#include "env.h"

#define CR_TEXT_NONE	0xffffffffU

/**
 * struct cr_text - some bytes of a line, not terminated
 * @at: first byte
 * @bytes: how many
 */
struct cr_text {
	const char *at;
	u32 bytes;
};

/* Initialiser from a string literal. */
#define CR_TEXT(literal)	{ (literal), sizeof(literal) - 1 }

/* The same as a value. */
#define CR_WORD(literal)	((struct cr_text)CR_TEXT(literal))

/* A string as a text. */
static inline struct cr_text cr_text_of(const char *string)
{
	return (struct cr_text){ string, (u32)strlen(string) };
}

/*
 * Most are told apart by their first byte, without a call; where the head is
 * known at build time there is none anyway.
 */
static inline bool cr_text_starts(struct cr_text text, struct cr_text head)
{
	if (text.bytes < head.bytes)
		return false;
	if (!__builtin_constant_p(head.bytes) && head.bytes &&
	    text.at[0] != head.at[0])
		return false;
	return !memcmp(text.at, head.at, head.bytes);
}

/**
 * cr_text_starts_called() - cr_text_starts(), where a call is to be small
 * @text: the text
 * @head: what may be its begin
 *
 * Context: any, NMI included; bounded by @head.
 * Return: true if the text begins so.
 */
bool cr_text_starts_called(struct cr_text text, struct cr_text head);

/* Else each file would have a copy. */
#ifdef __OPTIMIZE_SIZE__
#define cr_text_starts cr_text_starts_called
#endif

static inline bool cr_text_equals(struct cr_text a, struct cr_text b)
{
	return a.bytes == b.bytes && !memcmp(a.at, b.at, a.bytes);
}

static inline struct cr_text cr_text_from(struct cr_text text, u32 offset)
{
	if (offset > text.bytes)
		offset = text.bytes;
	text.at += offset;
	text.bytes -= offset;
	return text;
}

static inline bool cr_text_skip(struct cr_text *text, struct cr_text head)
{
	if (!cr_text_starts(*text, head))
		return false;
	*text = cr_text_from(*text, head.bytes);
	return true;
}

/**
 * cr_text_skip_called() - cr_text_skip(), where a call is to be small
 * @text: moved behind @head on success
 * @head: what may be its begin
 *
 * Context: any, NMI included; bounded by @head.
 * Return: true if the text began so.
 */
bool cr_text_skip_called(struct cr_text *text, struct cr_text head);

#ifdef __OPTIMIZE_SIZE__
#define cr_text_skip cr_text_skip_called
#endif

static inline void cr_text_skip_spaces(struct cr_text *text)
{
	u32 i = 0;

	while (i < text->bytes && (text->at[i] == ' ' || text->at[i] == '\t'))
		i++;
	text->at += i;
	text->bytes -= i;
}

/**
 * cr_text_find() - look for a word
 * @text: where
 * @word: what; not empty
 *
 * Context: any, NMI included; bounded by both lengths.
 * Return: offset of the first @word in @text, or CR_TEXT_NONE.
 */
u32 cr_text_find(struct cr_text text, struct cr_text word);

/**
 * cr_text_line_bytes() - how long is the first line?
 * @text: one or several
 *
 * Context: any, NMI included; bounded by the text.
 * Return: offset of the first newline, or the length of @text if there is none.
 */
u32 cr_text_line_bytes(struct cr_text text);

/**
 * cr_text_find_either() - look for one of two bytes
 * @text: where
 * @a: this
 * @b: or that
 *
 * Context: any, NMI included; bounded by the text.
 * Return: offset of the first of them in @text, or CR_TEXT_NONE.
 */
u32 cr_text_find_either(struct cr_text text, char a, char b);

static inline bool cr_text_has(struct cr_text text, struct cr_text word)
{
	return cr_text_find(text, word) != CR_TEXT_NONE;
}

/**
 * cr_text_find_last() - look for the last place of a word
 * @text: where
 * @word: what; not empty
 *
 * Context: any, NMI included; bounded by both lengths.
 * Return: offset of the last @word in @text, or CR_TEXT_NONE.
 */
u32 cr_text_find_last(struct cr_text text, struct cr_text word);

/*
 * What a byte can be: the value of a hexadecimal digit, or 16, and perhaps
 * CR_TEXT_NAME and CR_TEXT_ALNUM.
 */
extern const u8 cr_text_classes[256];
#define CR_TEXT_NAME	0x80U
#define CR_TEXT_ALNUM	0x40U

/* Value of a hexadecimal digit, or 16. */
static inline u32 cr_text_digit(char c)
{
	return cr_text_classes[(u8)c] & 0x1fU;
}

static inline bool cr_text_is_alnum(char c)
{
	return cr_text_classes[(u8)c] & CR_TEXT_ALNUM;
}

/* May it stand in a function's or module's name: letter, digit, "_.$". */
static inline bool cr_text_is_name(char c)
{
	return cr_text_classes[(u8)c] & CR_TEXT_NAME;
}

static inline bool cr_text_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/**
 * cr_text_ends() - does a text end so, but for white space?
 * @text: the text
 * @tail: what may be its end
 *
 * Context: any, NMI included; bounded by the text.
 * Return: true if so.
 */
bool cr_text_ends(struct cr_text text, struct cr_text tail);

/**
 * cr_text_skip_any() - take the first that fits of several heads off the front
 * @text: moved behind it on success
 * @heads: each with a zero behind it, then one more zero
 *
 * Context: any, NMI included; bounded by the heads.
 * Return: number of the head, from 1; 0: the text begins with none of them.
 */
u32 cr_text_skip_any(struct cr_text *text, const char *heads);

/**
 * cr_text_starts_any() - does a text begin with one of several heads?
 * @text: the text
 * @heads: as for cr_text_skip_any()
 *
 * Context: any, NMI included; bounded by the heads.
 * Return: true if so.
 */
bool cr_text_starts_any(struct cr_text text, const char *heads);

/**
 * cr_text_take_u64() - take a number off the front
 * @text: moved behind the number on success
 * @base: 10 or 16
 * @value: set on success
 *
 * Context: any, NMI included; bounded by the text.
 * Return: false, and nothing taken, if there is no digit or if it is too big.
 */
bool cr_text_take_u64(struct cr_text *text, u32 base, u64 *value);

/**
 * cr_text_take_u32() - take a decimal number off the front
 * @text: moved behind the number on success
 * @value: set on success
 *
 * Context: any, NMI included; bounded by the text.
 * Return: as cr_text_take_u64().
 */
bool cr_text_take_u32(struct cr_text *text, u32 *value);

#endif /* CR_TEXT_H */
