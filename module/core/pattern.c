// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Where a pattern does not fit, the last "*" takes one byte more and all
 * behind it is tried again: enough, as what stands between two of them is
 * found at its first place. Behind a word that begins there it is as with the
 * whole word: that is skipped, or a long one would take its length squared.
 */
#include "pattern.h"

/* No line of a kernel is longer: LOG_LINE_MAX, kernel/printk/internal.h. */
#define TEXT_MAX_BYTES	1024
/* "ffffffff81000000>]", and what stands there instead. */
#define ADDRESS_MAX_BYTES	34

/**
 * struct attempt - a pattern being tried
 * @at: in the pattern
 * @rest: of the line
 * @found: captures so far
 * @star: in the pattern, behind the last "*"; NULL: there was none
 * @star_rest: of the line, where what is behind that was tried
 * @star_count: of @found when it was reached; those stay as they are
 * @star_func: likewise
 * @star_captures: that "*" is captured: the last of those
 * @star_run: length of the word at @star_rest, 0: none was looked for
 * @run: length of the word that was looked at last
 */
struct attempt {
	const char *at;
	struct cr_text rest;
	struct cr_captures *found;
	const char *star;
	struct cr_text star_rest;
	u32 star_count;
	struct cr_text star_func;
	bool star_captures;
	u32 star_run;
	u32 run;
};

static void capture(struct cr_captures *captures, struct cr_text text)
{
	if (captures->count < CR_CAPTURES_MAX)
		captures->texts[captures->count++] = text;
}

static u32 symbol_bytes(struct cr_text text)
{
	u32 i = 0;

	while (i < text.bytes &&
	       (cr_text_is_alnum(text.at[i]) || text.at[i] == '_'))
		i++;
	return i;
}

static bool take_func(struct attempt *a)
{
	u32 bytes = symbol_bytes(a->rest);

	a->run = bytes;
	if (!bytes || bytes == a->rest.bytes ||
	    (a->rest.at[bytes] != '+' && a->rest.at[bytes] != '.'))
		return false;
	a->found->func = a->rest;
	a->found->func.bytes = bytes;
	capture(a->found, a->found->func);
	a->rest = cr_text_from(a->rest, bytes);
	return true;
}

static bool take_word(struct attempt *a)
{
	struct cr_text word = a->rest;
	u32 i = 0;

	while (i < word.bytes && (cr_text_is_alnum(word.at[i]) ||
				  word.at[i] == '_' || word.at[i] == '-'))
		i++;
	word.bytes = i;
	a->run = i;
	if (!i)
		return false;
	capture(a->found, word);
	a->rest = cr_text_from(a->rest, i);
	return true;
}

static bool take_number(struct attempt *a)
{
	u32 i = 0;

	while (i < a->rest.bytes && cr_text_digit(a->rest.at[i]) < 10)
		i++;
	a->rest = cr_text_from(a->rest, i);
	a->run = i;
	return i;
}

static bool take_source(struct attempt *a)
{
	bool has_dot = false;
	bool fits;
	u32 i;

	for (i = 0; i < a->rest.bytes; i++) {
		char c = a->rest.at[i];

		if (!cr_text_is_alnum(c) && c != '_' && c != '-' && c != '/' &&
		    c != '.')
			break;
		has_dot |= c == '.';
	}
	a->rest = cr_text_from(a->rest, i);
	fits = has_dot && cr_text_skip(&a->rest, CR_WORD(":")) &&
	       take_number(a);
	a->run = i;
	return fits;
}

static bool take_addresses(struct attempt *a)
{
	struct cr_text rest = a->rest;
	u32 close;

	while (cr_text_skip(&rest, CR_WORD("[<"))) {
		struct cr_text near = rest;

		if (near.bytes > ADDRESS_MAX_BYTES)
			near.bytes = ADDRESS_MAX_BYTES;
		close = cr_text_find(near, CR_WORD(">]"));
		if (close == CR_TEXT_NONE)
			break;
		rest = cr_text_from(rest, close + 2);
		cr_text_skip_spaces(&rest);
		a->rest = rest;
	}
	return true;
}

/* A name before it may hold what stands for itself behind the last "*". */
static bool take_last(struct attempt *a)
{
	struct cr_text word = { a->star, (u32)(a->at - a->star) };
	u32 at = cr_text_find_last(a->rest, word);

	if (at != CR_TEXT_NONE)
		a->rest = cr_text_from(a->rest, at + word.bytes);
	capture(a->found, a->rest);
	a->rest = cr_text_from(a->rest, a->rest.bytes);
	return true;
}

static void begin_star(struct attempt *a, const char *behind, bool captures)
{
	a->at = behind;
	a->star = behind;
	a->star_captures = captures;
	if (captures)
		capture(a->found, (struct cr_text){ a->rest.at, 0 });
	a->star_rest = a->rest;
	a->star_run = 0;
	a->star_count = a->found->count;
	a->star_func = a->found->func;
}

/* One element of the pattern. Return: false if it does not fit here. */
static bool step(struct attempt *a)
{
	char kind = '\0';
	bool fits;

	if (a->at[0] == '{')
		kind = a->at[1];
	a->run = 0;
	if (a->at[0] == '*') {
		begin_star(a, a->at + 1, false);
		return true;
	}
	switch (kind) {
	case 0:
		if (!a->rest.bytes || a->rest.at[0] != a->at[0])
			return false;
		a->rest = cr_text_from(a->rest, 1);
		a->at++;
		return true;
	case '*':
		begin_star(a, a->at + 3, true);
		return true;
	case 'f':
		fits = take_func(a);
		break;
	case 'w':
		fits = take_word(a);
		break;
	case 'd':
		fits = take_number(a);
		break;
	case 's':
		fits = take_source(a);
		break;
	case '>':
		fits = take_last(a);
		break;
	case '$':
		fits = !a->rest.bytes || a->rest.at[0] == '\r';
		break;
	default:
		fits = take_addresses(a);
	}
	if (a->at == a->star)
		a->star_run = a->run;
	if (fits)
		a->at += 3;
	return fits;
}

static bool at_end(const struct attempt *a)
{
	return !*a->at || *a->at == '|';
}

/* What stands for itself behind the "*" can only fit where its byte is. */
static void skip_to_literal(struct attempt *a)
{
	char first = *a->star;

	if (!first || first == '{' || first == '*' || first == '|')
		return;
	while (a->star_rest.bytes && a->star_rest.at[0] != first) {
		a->star_rest.at++;
		a->star_rest.bytes--;
	}
}

/* Let the last "*" take one byte more, or the word behind it. */
static bool retry(struct attempt *a)
{
	struct cr_captures *found = a->found;

	if (!a->star || !a->star_rest.bytes)
		return false;
	a->star_rest = cr_text_from(a->star_rest,
				    a->star_run ? a->star_run : 1);
	a->star_run = 0;
	skip_to_literal(a);
	found->count = a->star_count;
	found->func = a->star_func;
	if (a->star_captures && found->count)
		found->texts[found->count - 1].bytes =
			(u32)(a->star_rest.at -
			      found->texts[found->count - 1].at);
	a->at = a->star;
	a->rest = a->star_rest;
	return true;
}

/* A captured "*" that ends the pattern takes all that is left. */
static void find_rest(struct attempt *a)
{
	struct cr_text *last;

	if (!a->star_captures || a->at != a->star || !a->found->count)
		return;
	last = &a->found->texts[a->found->count - 1];
	last->bytes = (u32)(a->rest.at + a->rest.bytes - last->at);
}

bool cr_pattern_fits(const char *pattern, struct cr_text text,
		     struct cr_captures *captures)
{
	struct cr_captures unused = { .count = 0 };
	struct attempt a = { .at = pattern };
	struct cr_text func = { NULL, 0 };
	u32 count = 0;

	if (text.bytes > TEXT_MAX_BYTES)
		text.bytes = TEXT_MAX_BYTES;
	if (captures) {
		count = captures->count;
		func = captures->func;
	}
	a.found = captures ? captures : &unused;
	a.found->count = count;
	a.found->func = func;
	for (;;) {
		a.at = pattern;
		a.rest = text;
		a.star = NULL;
		a.star_rest = text;
		a.star_count = 0;
		a.star_run = 0;
		a.star_captures = false;
		while (!at_end(&a) && (step(&a) || retry(&a)))
			;
		if (at_end(&a)) {
			find_rest(&a);
			return true;
		}
		a.found->count = count;
		a.found->func = func;
		while (*pattern && *pattern != '|')
			pattern++;
		if (!*pattern++)
			return false;
	}
}
