// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "title.h"

#include "demangle.h"
#include "mask.h"

/* How many lines behind "Call Trace:" its first frame may come. */
#define FRAME_WITHIN_LINES	15

#define WALK_PATH	0
#define WALK_PATH2	1
#define WALK_ORIGIN	2

void cr_title_header(struct cr_title *title, const struct cr_kind *kind,
		     struct cr_text line)
{
	const struct cr_culprit *culprit = kind->culprit;
	static const struct cr_culprit nobody;
	const struct cr_culprit *origin;
	struct cr_captures *captures = &title->captures;

	title->kind = kind;
	title->header = line;
	title->rest = cr_kind_rest(kind, line, &title->level);
	cr_pattern_fits(cr_kind_word(kind, CR_KIND_REST), title->rest,
			captures);
	title->needs = cr_kind_word(kind, CR_KIND_NEEDS);
	if (!culprit)
		culprit = &nobody;
	origin = culprit->origin ? culprit->origin : &nobody;
	cr_walk_begin(&title->walks[WALK_PATH], culprit, culprit->path,
		      captures->func);
	cr_walk_begin(&title->walks[WALK_PATH2], culprit, culprit->path2,
		      captures->func);
	cr_walk_begin(&title->walks[WALK_ORIGIN], origin, origin->path,
		      captures->func);
}

static struct cr_text frame_name(struct cr_text line,
				 const struct cr_line_frame *frame)
{
	struct cr_text name = { NULL, 0 };

	if (!frame || frame->flags & (CRASHREC_FRAME_F_UNRELIABLE |
				      CRASHREC_FRAME_F_INLINE))
		return name;
	name.at = line.at + frame->func_at;
	name.bytes = frame->func_bytes;
	return name;
}

static struct cr_text caller_name(struct cr_text line,
				  const struct cr_line_frame *frame)
{
	line.at += frame->caller_at;
	line.bytes = frame->caller_bytes;
	return line;
}

static bool lacks_stack(struct cr_text line)
{
	cr_text_skip_spaces(&line);
	return cr_text_starts(line, CR_WORD("(stack is not available)"));
}

/*
 * Where a line says that a stack follows, its first frame must be near. Of
 * each way to say so the first counts.
 */
static void check_stacks(struct cr_title *title, struct cr_text line,
			 enum cr_shape shape, bool is_frame)
{
	static const u8 none[CR_STACK_STARTS];
	enum cr_stack_start start = cr_stack_start(line, shape);
	bool waits = memcmp(title->starts, none, sizeof(none)) != 0;
	u32 i;

	is_frame |= shape == CR_SHAPE_DETAIL && lacks_stack(line);
	/* Behind registers it needs no line that says so: riscv. */
	title->has_stack |= is_frame && title->has_ip;
	for (i = 1; waits && i < CR_STACK_STARTS; i++) {
		if (!title->starts[i])
			continue;
		title->starts[i] = start ? 0 : title->starts[i] - 1;
		if (!is_frame)
			continue;
		title->starts[i] = 0;
		title->bare &= (u8)~(1U << i);
		title->has_stack = true;
	}
	if (!start || title->seen & 1U << start)
		return;
	title->seen |= 1U << start;
	title->bare |= 1U << start;
	title->starts[start] = FRAME_WITHIN_LINES;
}

/* Another's dump begins: whose lines follow, nobody can tell. */
static bool is_foreign(struct cr_text line, enum cr_shape shape)
{
	if (shape != CR_SHAPE_OTHER)
		return false;
	return cr_text_starts(line, CR_WORD("FAULT_INJECTION: forcing")) ||
	       cr_text_has(line, CR_WORD("allocation failure: "));
}

/* "Write of size 1[12]: segfault" would be another access. */
static bool has_needed(struct cr_title *title, struct cr_text line)
{
	return cr_pattern_fits(title->needs, line, NULL) &&
	       !cr_line_begins_with_comm(line) &&
	       cr_pattern_fits(title->needs, line, &title->captures);
}

void cr_title_line(struct cr_title *title, struct cr_text line,
		   enum cr_shape shape, const struct cr_line_frame *frame)
{
	struct cr_text func;
	bool is_frame;
	u32 i;

	if (!title->kind)
		return;
	func = frame_name(line, frame);
	is_frame = func.bytes && shape == CR_SHAPE_FRAME;
	title->is_foreign |= is_foreign(line, shape);
	title->has_ip |= func.bytes && shape == CR_SHAPE_IP;
	if (*title->needs && !title->has_needed && !title->is_foreign)
		title->has_needed = has_needed(title, line);
	/* The frame that it was inlined in follows, and counts. */
	if (frame && frame->flags & CRASHREC_FRAME_F_INLINE)
		return;
	for (i = 0; i < CR_COUNT(title->walks); i++) {
		if (cr_walk_is_over(&title->walks[i]))
			continue;
		cr_walk_line(&title->walks[i], line, shape, func);
		if (is_frame && frame->caller_bytes)
			cr_walk_line(&title->walks[i], line, shape,
				     caller_name(line, frame));
	}
	/* What was found on the stack and is perhaps stale does not count. */
	if (!frame || func.bytes)
		check_stacks(title, line, shape, is_frame);
}

static struct cr_text culprit_of(const struct cr_title *title)
{
	struct cr_text found;

	found = cr_blame_found(&title->walks[WALK_PATH].suspects);
	if (!found.bytes)
		found = cr_blame_found(&title->walks[WALK_PATH2].suspects);
	return found;
}

/* Did the line that the row needs not come? */
static bool lacks(const struct cr_title *title)
{
	return *title->needs && !title->has_needed;
}

enum cr_corruption cr_title_corruption(const struct cr_title *title)
{
	const struct cr_kind *kind = title->kind;

	if (lacks(title))
		return CR_LACKS_LINE;
	if (title->walks[WALK_PATH].is_mixed)
		return CR_MIXED_STACK;
	if (kind->culprit && !culprit_of(title).bytes)
		return CR_NO_CULPRIT;
	if (kind->flags & CR_KIND_CORRUPT)
		return CR_LEFTOVER;
	if (kind->flags & CR_KIND_NO_STACK)
		return CR_WHOLE;
	if (title->bare)
		return CR_BARE_STACK;
	return title->has_stack ? CR_WHOLE : CR_NO_STACK;
}

/* Up to where the header is the kind's own: for titles of what was cut. */
static struct cr_text header_words(const struct cr_title *title)
{
	struct cr_text words = title->header;
	u32 at = 0;

	/* "[ INFO: ... ]" */
	if (cr_text_skip(&words, CR_WORD("[ "))) {
		at = cr_text_find(words, CR_WORD(" ]"));
		if (at != CR_TEXT_NONE)
			words.bytes = at;
	}
	return words;
}

/* As its source names it. */
static void put_function(struct cr_title_text *out, struct cr_text func)
{
	u32 bytes = 0;

	if (CR_HAS_RUST)
		bytes = cr_demangle(func, out->at + out->bytes,
				    CR_TITLE_MAX_BYTES - out->bytes);
	if (bytes)
		out->bytes += bytes;
	else
		cr_mask_put_plain(out, func);
}

void cr_title_put(const struct cr_title *title,
		  const struct cr_title_form *form, const char *format,
		  struct cr_text func, struct cr_title_text *out)
{
	out->bytes = 0;
	for (; *format; format++) {
		if (*format != '%') {
			cr_mask_put_plain(out, (struct cr_text){ format, 1 });
			continue;
		}
		format++;
		if (*format == 'F')
			put_function(out, func);
		else if (*format == 'O')
			put_function(out, form->origin);
		else if (*format == 'R')
			cr_mask_put(out, title->rest);
		else if (*format == 'L')
			cr_mask_put_plain(out, title->level);
		else if ((u32)(*format - '1') < title->captures.count)
			cr_mask_put(out, title->captures.texts[*format - '1']);
	}
	cr_mask_end(out);
}

void cr_title_form(const struct cr_title *title, struct cr_title_form *form)
{
	const struct cr_kind *kind = title->kind;
	struct cr_text func;

	func = kind->culprit ? culprit_of(title) : title->captures.func;
	if (kind->culprit && !func.bytes)
		func = CR_WORD("corrupted");
	form->count = cr_blame_names(func, form->names);
	form->origin = cr_blame_found(&title->walks[WALK_ORIGIN].suspects);
	form->is_row = !lacks(title);
	if (form->is_row)
		form->format = cr_kind_word(kind, CR_KIND_TITLE);
	else
		form->format = kind->culprit ? kind->culprit->cut_title : NULL;
}

/* Without a kind: it is no report, or was cut before its kind was told. */
static void put_unknown(struct cr_title_text *out, struct cr_facts *facts)
{
	out->bytes = 0;
	if (facts->flags & CRASHREC_REC_F_USER) {
		cr_mask_put_plain(out, CR_WORD("user text"));
		return;
	}
	facts->flags |= CRASHREC_REC_F_CORRUPTED;
	cr_mask_put_plain(out, facts->report_class == CRASHREC_CLASS_WARNING ?
			  CR_WORD("WARNING in corrupted") :
			  CR_WORD("corrupted report"));
}

static void put_known(const struct cr_title *title, struct cr_title_text *out,
		      struct cr_facts *facts)
{
	struct cr_title_form form;

	if (cr_title_corruption(title))
		facts->flags |= CRASHREC_REC_F_CORRUPTED;
	if (title->kind->flags & CR_KIND_QUIET)
		facts->flags |= CRASHREC_REC_F_SUPPRESSED;
	cr_title_form(title, &form);
	if (form.format) {
		cr_title_put(title, &form, form.format,
			     form.names[form.count - 1], out);
		return;
	}
	/* Instead of a title from a row, where the line it needs did not come. */
	out->bytes = 0;
	cr_mask_put(out, header_words(title));
	cr_mask_end(out);
}

void cr_title_write(const struct cr_title *title, struct cr_facts *facts)
{
	/* Made where the first alternative goes, to need no more stack. */
	struct cr_title_text *first = &facts->alt_titles[0];

	if (title->kind)
		put_known(title, first, facts);
	else
		put_unknown(first, facts);
	memcpy(facts->title, first->at, sizeof(facts->title));
	facts->title_bytes = first->bytes;
	if (cr_facts_parts(facts))
		facts->parts->titles(facts, title);
	if (facts->title_bytes)
		return;
	facts->title[0] = '?';
	facts->title_bytes = 1;
}
