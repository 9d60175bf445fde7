// SPDX-License-Identifier: GPL-2.0
/*
 * What looks at one line. The input is a line, and the one behind it if there
 * is a newline.
 */
#include <stdlib.h>
#include <string.h>

#include "../../include/uapi/crashrec_format.h"
#include "core/blame.h"
#include "core/demangle.h"
#include "core/grammar.h"
#include "core/kind.h"
#include "core/line.h"
#include "core/mask.h"
#include "core/pattern.h"
#include "core/structure.h"
#include "core/words.h"
#include "fuzz_check.h"

#define WORD_MAX_BYTES	12
#define STARTS_MAX	16	/* places in a line to begin at: all alignments */

/* What cr_text_find() says, found in the simplest way. */
static u32 find_slowly(struct cr_text text, struct cr_text word)
{
	u32 i;

	for (i = 0; i < text.bytes && word.bytes <= text.bytes - i; i++) {
		if (!memcmp(text.at + i, word.at, word.bytes))
			return i;
	}
	return CR_TEXT_NONE;
}

static bool take_slowly(struct cr_text text, u32 base, u64 *value, u32 *bytes)
{
	u32 i;

	*value = 0;
	for (i = 0; i < text.bytes; i++) {
		char c = text.at[i];
		u32 digit = c >= '0' && c <= '9' ? c - '0' :
			    c >= 'a' && c <= 'f' ? c - 'a' + 10 :
			    c >= 'A' && c <= 'F' ? c - 'A' + 10 : 16;

		if (digit >= base)
			break;
		if (*value > (base == 16 ? ~0ULL >> 4 : ~0ULL / 10 - 1))
			return false;
		*value = *value * base + digit;
	}
	*bytes = i;
	return i;
}

static void look_for(struct cr_text text, struct cr_text word)
{
	if (word.bytes)
		FUZZ_REQUIRE(cr_text_find(text, word) ==
			     find_slowly(text, word));
}

static void take_number(struct cr_text text, u32 base)
{
	struct cr_text rest = text;
	u64 value, expected;
	u32 bytes;

	if (!take_slowly(text, base, &expected, &bytes)) {
		FUZZ_REQUIRE(!cr_text_take_u64(&rest, base, &value));
		return;
	}
	FUZZ_REQUIRE(cr_text_take_u64(&rest, base, &value));
	FUZZ_REQUIRE(value == expected && text.bytes - rest.bytes == bytes);
}

static void look_at_text(struct cr_text line, struct cr_text next)
{
	struct cr_text word = cr_text_from(line, line.bytes / 2);
	u32 i;

	if (next.bytes > WORD_MAX_BYTES)
		next.bytes = WORD_MAX_BYTES;
	for (i = 0; i < STARTS_MAX && i <= line.bytes; i++) {
		struct cr_text text = cr_text_from(line, i);

		if (word.bytes > i % WORD_MAX_BYTES)
			word.bytes = i % WORD_MAX_BYTES;
		look_for(text, next);
		look_for(text, word);
		take_number(text, 10);
		take_number(text, 16);
		word = cr_text_from(line, line.bytes / 2);
	}
}

static void require_frame(const struct cr_line_frame *frame, u32 bytes)
{
	FUZZ_REQUIRE(frame->func_bytes);
	FUZZ_REQUIRE(frame->func_at + frame->func_bytes <= bytes);
	FUZZ_REQUIRE(frame->module_at + frame->module_bytes <= bytes);
	FUZZ_REQUIRE(frame->caller_at + frame->caller_bytes <= bytes);
}

static void look_at_shape(struct cr_text line)
{
	enum cr_shape shape = cr_line_shape(line);
	struct cr_line_frame frame;
	struct cr_text file;
	u32 file_line;

	FUZZ_REQUIRE(shape <= CR_SHAPE_BOOT);
	if (shape == CR_SHAPE_CUT || shape == CR_SHAPE_RULER)
		FUZZ_REQUIRE(cr_grammar_may_open(line.at, line.bytes));
	if (!cr_line_frame(line, &frame))
		return;
	require_frame(&frame, line.bytes);
	if (cr_structure_source(line, frame.func_at, &file, &file_line))
		FUZZ_REQUIRE(fuzz_is_within(file, line));
}

static void look_at_tasks(struct cr_text line, struct cr_text next)
{
	struct cr_line_task task;
	struct cr_line_comm comm;
	struct cr_text behind;
	u32 is_lockdep;
	u32 pid;

	if (cr_line_cpu(line, &task))
		FUZZ_REQUIRE(fuzz_is_within(task.comm, line));
	if (cr_line_header_task(line, &task))
		FUZZ_REQUIRE(fuzz_is_within(task.comm, line));
	for (is_lockdep = 0; is_lockdep < 2; is_lockdep++) {
		cr_line_comm_begin(&comm, line, is_lockdep);
		FUZZ_REQUIRE(comm.left <= CR_LINE_COMM_MAX + 1);
		if (cr_line_comm_goes_on(&comm, next, &behind, &pid))
			FUZZ_REQUIRE(fuzz_is_within(behind, next));
	}
}

static void look_at_registers(struct cr_text line)
{
	struct cr_line_register reg;
	u32 left = line.bytes;

	while (cr_line_register_next(&line, &reg)) {
		FUZZ_REQUIRE(line.bytes < left);
		FUZZ_REQUIRE(reg.name[0]);
		left = line.bytes;
	}
}

static void try_pattern(const char *pattern, struct cr_text text)
{
	struct cr_captures captures = { .count = 0 };
	bool fits;
	u32 i;

	fits = cr_pattern_fits(pattern, text, &captures);
	FUZZ_REQUIRE(fits == cr_pattern_fits(pattern, text, NULL));
	FUZZ_REQUIRE(fits || !captures.count);
	FUZZ_REQUIRE(captures.count <= CR_CAPTURES_MAX);
	for (i = 0; i < captures.count; i++)
		FUZZ_REQUIRE(fuzz_is_within(captures.texts[i], text));
	FUZZ_REQUIRE(fuzz_is_within(captures.func, text));
}

/* A report names its row in a byte. */
static void look_at_kinds(struct cr_text line)
{
	const struct cr_kind *kind;
	struct cr_text level;
	u32 in_log;
	u32 number;

	for (number = 1; (kind = cr_kind_at(number)); number++) {
		try_pattern(cr_kind_word(kind, CR_KIND_REST), line);
		try_pattern(cr_kind_word(kind, CR_KIND_NEEDS), line);
		if (kind->culprit)
			cr_words_fit_list(kind->culprit->skip, line);
	}
	FUZZ_REQUIRE(number <= 0xff + 1);
	for (in_log = 0; in_log < 2; in_log++) {
		number = cr_kind_find(line, in_log);
		kind = cr_kind_at(number);
		FUZZ_REQUIRE(!number == !kind);
		if (kind)
			FUZZ_REQUIRE(fuzz_is_within(cr_kind_rest(kind, line,
								 &level),
						    line));
	}
}

static void look_at_names(struct cr_text line)
{
	struct cr_text names[CR_BLAME_NAMES_MAX];
	struct cr_suspects suspects;
	u32 count, i;
	u8 how;

	cr_words_fit(&cr_blame_skipped, line);
	cr_words_fit(&cr_blame_anchors, line);
	count = cr_blame_names(line, names);
	FUZZ_REQUIRE(count >= 1 && count <= CR_BLAME_NAMES_MAX);
	for (i = 1; i < count; i++)
		FUZZ_REQUIRE(names[i].bytes);
	for (how = CR_BLAME_FIRST; how <= CR_BLAME_HUNG; how++) {
		memset(&suspects, 0, sizeof(suspects));
		suspects.how = how;
		cr_blame_frame(&suspects, line, NULL);
		cr_blame_frame(&suspects, line, NULL);
		/* What a crowd waits for has a name of its own. */
		FUZZ_REQUIRE(how == CR_BLAME_HUNG ||
			     fuzz_is_within(cr_blame_found(&suspects), line));
	}
}

static void demangle(struct cr_text line, u32 room)
{
	char *out = malloc(room ? room : 1);
	u32 bytes;

	if (!out)
		exit(1);
	bytes = cr_demangle(line, out, room);
	FUZZ_REQUIRE(bytes <= room);
	while (bytes--)
		FUZZ_REQUIRE(out[bytes] >= ' ' && out[bytes] <= '~');
	free(out);
}

static void look_at_mask(struct cr_text line)
{
	struct cr_title_text title = { .bytes = 0 };

	cr_mask_put(&title, line);
	FUZZ_REQUIRE(title.bytes <= CR_TITLE_MAX_BYTES);
	cr_mask_end(&title);
	FUZZ_REQUIRE(!title.bytes || fuzz_is_title(title.at, title.bytes));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
	const uint8_t *newline = bytes ? memchr(data, '\n', bytes) : NULL;
	size_t first = newline ? (size_t)(newline - data) : bytes;
	size_t second = newline ? bytes - first - 1 : 0;
	char *line = fuzz_copy(data, first);
	char *next = fuzz_copy(newline ? newline + 1 : NULL, second);
	struct cr_text text = { line, (u32)first };

	look_at_text(text, (struct cr_text){ next, (u32)second });
	look_at_shape(text);
	look_at_tasks(text, (struct cr_text){ next, (u32)second });
	look_at_registers(text);
	look_at_kinds(text);
	look_at_names(text);
	demangle(text, CR_TITLE_MAX_BYTES);
	demangle(text, text.bytes / 2);
	look_at_mask(text);
	free(line);
	free(next);
	return 0;
}
