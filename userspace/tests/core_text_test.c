// SPDX-License-Identifier: GPL-2.0
/*
 * What looks at several bytes in one step, against what looks at each; what a
 * byte is; heads.
 */
#include <string.h>

#include "core/crc32c.h"
#include "core/line.h"
#include "core/text.h"
#include "support_tap.h"

#define TEXT_BYTES	40

static uint32_t find_slowly(struct cr_text text, const char *bytes)
{
	uint32_t i;

	for (i = 0; i < text.bytes; i++) {
		if (text.at[i] && strchr(bytes, text.at[i]))
			return i;
	}
	return CR_TEXT_NONE;
}

/* Each byte at each place of each length, and one more further on. */
static void newlines_are_found(void)
{
	char room[TEXT_BYTES];
	uint32_t bytes, at, wrong = 0;
	int byte;

	for (byte = 0; byte < 256; byte++) {
		for (bytes = 0; bytes <= TEXT_BYTES; bytes++) {
			struct cr_text text = { room, bytes };

			for (at = 0; at < bytes; at++) {
				memset(room, 'a' + byte % 9, sizeof(room));
				room[at] = (char)byte;
				room[bytes - 1 - at / 2] = '\n';
				wrong += cr_text_line_bytes(text) !=
					 find_slowly(text, "\n");
				wrong += cr_text_line_bytes((struct cr_text){
						 room, bytes - 1 - at / 2 }) !=
					 (byte == '\n' && at < bytes - 1 - at / 2 ?
					  at : bytes - 1 - at / 2);
				wrong += cr_text_find_either(text, '+', ' ') !=
					 find_slowly(text, "+ ");
			}
		}
	}
	tap_check("text_newline_and_either_are_found_anywhere", !wrong,
		  "%u differ", wrong);
}

static void eight_bytes_sum_as_they_would(void)
{
	static const uint8_t eight[] = { 1, 2, 3, 250, 5, 6, 7, 8 };

	tap_check("crc32c_of_a_number_is_that_of_its_bytes",
		  cr_crc32c_u64(7, 0x08070605fa030201) ==
			  cr_crc32c(7, eight, sizeof(eight)), "it is not");
}

static const struct {
	const char *name;
	const char *line;
	bool is_plain;
} frames[] = {
	{ "plain", " f+0x1/0x2", true },
	{ "with_module", " f_1.cold+0xa/0x2 [mod]", true },
	{ "perhaps_stale", " ? f+0x1/0x2", true },
	{ "deeper", "        f+0xf", true },
	{ "not_indented", "f+0x1/0x2", false },
	{ "no_offset", " f", false },
	{ "cut_behind_plus", " f+0x", false },
	{ "no_hexadecimal", " f+0xg", false },
	{ "a_number", " 1f+0x1/0x2", false },
	{ "no_name", " +0x1/0x2", false },
	{ "words_before", " lock: f+0x1/0x2", false },
	{ "in_brackets", " [<1>] f+0x1/0x2", false },
	{ "empty", "", false },
	{ "spaces", "    ", false },
};

static void frames_are_told(void)
{
	uint32_t i;

	for (i = 0; i < CR_COUNT(frames); i++) {
		struct cr_text line = { frames[i].line,
					(uint32_t)strlen(frames[i].line) };
		struct cr_line_frame frame;
		char name[64] = "plain_frame_";

		strncat(name, frames[i].name, 40);
		tap_check(name,
			  cr_line_is_plain_frame(line) == frames[i].is_plain &&
			  (!frames[i].is_plain || cr_line_frame(line, &frame)),
			  "\"%s\"", frames[i].line);
	}
}

static void bytes_are_what_they_are(void)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	int c, wrong = 0;

	for (c = 0; c < 256; c++) {
		bool is_alnum = (c >= '0' && c <= '9') ||
				(c >= 'a' && c <= 'z') ||
				(c >= 'A' && c <= 'Z');
		bool is_name = is_alnum || c == '_' || c == '.' || c == '$';
		const char *at = c ? strchr(digits, c) : NULL;
		u32 digit = at ? (u32)(at - digits) : 16;

		if (at && digit > 15)
			digit -= 6;
		wrong += cr_text_is_alnum((char)c) != is_alnum ||
			 cr_text_is_name((char)c) != is_name ||
			 cr_text_digit((char)c) != digit;
	}
	tap_check("bytes_are_what_they_are", !wrong, "%d are not", wrong);
}

static const struct {
	const char *text;
	u32 number;
	u32 left;
} heads[] = {
	{ "", 0, 0 },
	{ "a", 0, 1 },
	{ "ab", 1, 0 },
	{ "abc", 1, 1 },
	{ "ac", 2, 0 },
	{ "b: ", 3, 1 },
	{ "xab", 0, 3 },
};

static void first_head_that_fits_is_taken(void)
{
	u32 i, number, wrong = 0;

	for (i = 0; i < CR_COUNT(heads); i++) {
		struct cr_text text = cr_text_of(heads[i].text);

		number = cr_text_skip_any(&text, "ab\0ac\0b:\0");
		wrong += number != heads[i].number ||
			 text.bytes != heads[i].left;
	}
	tap_check("first_head_that_fits_is_taken", !wrong, "%u are not", wrong);
}

int main(void)
{
	bytes_are_what_they_are();
	first_head_that_fits_is_taken();
	newlines_are_found();
	eight_bytes_sum_as_they_would();
	frames_are_told();
	return tap_end();
}
