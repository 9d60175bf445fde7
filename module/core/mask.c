// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "mask.h"

#define SHOWN_MAX_BYTES		120	/* mixed lines can be very long */
#define ADDRESS_MIN_DIGITS	6
#define ID_MIN_DIGITS		7	/* in a word: no part of its name */

void cr_mask_put_plain(struct cr_title_text *title, struct cr_text text)
{
	u32 bytes = title->bytes;
	char before = bytes ? title->at[bytes - 1] : ' ';
	u32 i;

	for (i = 0; i < text.bytes && bytes < CR_TITLE_MAX_BYTES; i++) {
		char c = text.at[i] == '\t' ? ' ' : text.at[i];

		if (c < ' ' || c > '~' || (c == ' ' && before == ' '))
			continue;
		title->at[bytes++] = c;
		before = c;
	}
	title->bytes = bytes;
}

static u32 count_digits(struct cr_text text, u32 base)
{
	u32 i = 0;

	while (i < text.bytes && cr_text_digit(text.at[i]) < base &&
	       !(text.at[i] >= 'A' && text.at[i] <= 'F'))
		i++;
	return i;
}

static bool is_word(char c)
{
	return cr_text_is_alnum(c) || c == '_';
}

/* "syz-executor.3", "syz-executor7:1234", "syzkaller1234". */
static bool take_fuzzer(struct cr_title_text *title, struct cr_text *text)
{
	struct cr_text name = *text;
	struct cr_text rest = name;
	u32 digits;

	if (!cr_text_skip_any(&rest, "syz-executor\0syzkaller\0"))
		return false;
	name.bytes = (u32)(rest.at - name.at);
	cr_text_skip(&rest, CR_WORD("."));
	digits = count_digits(rest, 10);
	if (!digits)
		return false;
	rest = cr_text_from(rest, digits);
	if (rest.bytes > 1 && (rest.at[0] == '/' || rest.at[0] == ':') &&
	    cr_text_digit(rest.at[1]) < 10) {
		rest = cr_text_from(rest, 1);
		rest = cr_text_from(rest, count_digits(rest, 10));
	}
	cr_mask_put_plain(title, name);
	*text = rest;
	return true;
}

/* Behind what is no letter and no digit. */
static bool take_address(struct cr_title_text *title, struct cr_text *text)
{
	struct cr_text rest = *text;
	u32 digits;

	cr_text_skip(&rest, CR_WORD("0x"));
	digits = count_digits(rest, 16);
	if (digits < ADDRESS_MIN_DIGITS)
		return false;
	cr_mask_put_plain(title, CR_WORD("ADDR"));
	*text = cr_text_from(rest, digits);
	return true;
}

static bool mask_number(struct cr_title_text *title, struct cr_text *text,
			char before)
{
	struct cr_text rest = *text;
	u32 digits = count_digits(rest, 10);

	if (!digits)
		return false;
	rest = cr_text_from(rest, digits);
	if (digits < ID_MIN_DIGITS &&
	    (is_word(before) || (rest.bytes && is_word(rest.at[0]))))
		return false;
	cr_mask_put_plain(title, CR_WORD("NUM"));
	*text = rest;
	return true;
}

/* ":123:45" */
static bool take_place(struct cr_title_text *title, struct cr_text *text)
{
	struct cr_text rest = *text;
	u32 digits;
	bool found = false;

	while (rest.bytes > 1 && rest.at[0] == ':') {
		digits = count_digits(cr_text_from(rest, 1), 10);
		if (!digits)
			break;
		rest = cr_text_from(rest, digits + 1);
		found = true;
	}
	if (!found)
		return false;
	cr_mask_put_plain(title, CR_WORD(":LINE"));
	*text = rest;
	return true;
}

/* "+0x1/0x2" behind a name. */
static bool skip_offset(struct cr_text *text)
{
	struct cr_text rest = *text;
	u32 digits;

	if (!cr_text_skip(&rest, CR_WORD("+0x")))
		return false;
	digits = count_digits(rest, 16);
	rest = cr_text_from(rest, digits);
	if (!digits || !cr_text_skip(&rest, CR_WORD("/0x")))
		return false;
	digits = count_digits(rest, 16);
	if (digits)
		*text = cr_text_from(rest, digits);
	return digits;
}

static bool take_special(struct cr_title_text *title, struct cr_text *text,
			 char before)
{
	switch (text->at[0]) {
	case 's':
		return !is_word(before) && take_fuzzer(title, text);
	case ':':
		return take_place(title, text);
	case '+':
		return is_word(before) && skip_offset(text);
	case 'C':
		if (!cr_text_skip(text, CR_WORD("CPU#")))
			return false;
		cr_mask_put_plain(title, CR_WORD("CPU"));
		*text = cr_text_from(*text, count_digits(*text, 10));
		return true;
	default:
		if (cr_text_digit(text->at[0]) == 16)
			return false;
		if (!cr_text_is_alnum(before) && take_address(title, text))
			return true;
		return cr_text_digit(before) >= 10 &&
		       mask_number(title, text, before);
	}
}

void cr_mask_put(struct cr_title_text *title, struct cr_text text)
{
	char before = ' ';

	while (text.bytes) {
		const char *at = text.at;

		if (!take_special(title, &text, before)) {
			cr_mask_put_plain(title, (struct cr_text){ text.at, 1 });
			text = cr_text_from(text, 1);
		}
		before = text.at > at ? text.at[-1] : before;
	}
}

void cr_mask_end(struct cr_title_text *title)
{
	if (title->bytes > SHOWN_MAX_BYTES)
		title->bytes = SHOWN_MAX_BYTES;
	while (title->bytes && title->at[title->bytes - 1] == ' ')
		title->bytes--;
}
