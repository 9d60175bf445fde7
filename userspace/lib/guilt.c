// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * A report names places in this order: where it was found, then the stack, the
 * innermost first; then other stacks, as that which freed the object. The first
 * that is not in a file of guilt_files.c is it. They are taken from the lines, as
 * a symbolised log has them, or from debug information.
 *
 * Of an RCU stall, the CPU that finds it prints its own stack in a timer's
 * interrupt: what that interrupted is looked at before all else.
 */
#include <crashrec_guilt.h>
#include <crashrec_structure.h>
#include <crashrec_symbols.h>
#include <string.h>

#include <uapi/crashrec_structure.h>

#include "core/blame.h"
#include "core/text.h"
#include "path.h"

/**
 * struct search - how far it came
 * @record: whose
 * @symbols: of its frames; or NULL
 * @first: the first place of all; no function: none yet
 * @found: the culprit's; likewise
 */
struct search {
	const struct crashrec_record *record;
	const struct crashrec_symbol *symbols;
	struct crashrec_guilt first;
	struct crashrec_guilt found;
};

/* Code by which timers' interrupts enter, of 4.x to 6.18. */
static const char entries[] =
	"apic_timer_interrupt\0asm_sysvec_\0asm_common_interrupt\0"
	"el1h_64_irq\0el1_irq\0__irq_svc\0";

/* Return: true if it is the culprit. */
static bool take(struct search *s, struct crashrec_text function,
		 struct crashrec_text file, uint32_t line, uint32_t frame)
{
	struct crashrec_guilt guilt = {
		.function = function, .line = line, .frame = frame,
	};

	if (!file.bytes || file.bytes >= sizeof(guilt.file))
		return false;
	memcpy(guilt.file, file.data, file.bytes);
	guilt.file[file.bytes] = '\0';
	path_clean(guilt.file);
	if (!s->first.file[0])
		s->first = guilt;
	if (crashrec_file_is_guiltless(guilt.file))
		return false;
	s->found = guilt;
	return true;
}

static struct crashrec_text text_of(const char *string)
{
	return (struct crashrec_text){ string, strlen(string) };
}

static bool take_symbol(struct search *s, const struct crashrec_symbol *symbol,
			uint32_t frame)
{
	const struct crashrec_symbol_place *place = symbol->places;
	size_t i;

	for (i = 0; i < symbol->place_count; i++, place++)
		if (take(s, text_of(place->function), text_of(place->file),
			 place->line, frame))
			return true;
	return false;
}

/* A name, as a path has it: "fs/proc/inode.c". */
static bool is_of_path(char c)
{
	return cr_text_is_name(c) || c == '/' || c == '-' || c == '+';
}

/*
 * A blank is before it; in a frame perhaps "(", as scripts/decode_stacktrace.sh
 * writes it.
 */
static bool follows_name(struct cr_text line, u32 at)
{
	if (!at || line.at[at - 1] == ' ')
		return true;
	return line.at[at - 1] == '(' && line.at[0] == ' ';
}

/* "fs/file.c:12" in a line: what is before and behind the colon. */
static bool find_file(struct cr_text line, struct crashrec_text *file,
		      uint32_t *number)
{
	struct cr_text rest;
	u32 i, from;

	for (i = 2; i < line.bytes; i++) {
		if (line.at[i] != ':' || line.at[i - 2] != '.' ||
		    (line.at[i - 1] != 'c' && line.at[i - 1] != 'h' &&
		     line.at[i - 1] != 'S'))
			continue;
		rest = cr_text_from(line, i + 1);
		if (!cr_text_take_u32(&rest, number))
			continue;
		for (from = i; from && is_of_path(line.at[from - 1]);)
			from--;
		if (!follows_name(line, from))
			continue;
		*file = (struct crashrec_text){ line.at + from, i - from };
		return true;
	}
	return false;
}

/* What a lock or an interrupt's state says of the past. */
static bool is_of_past(struct cr_text line)
{
	return cr_text_has(line, CR_WORD("irqs last ")) ||
	       cr_text_starts(line, CR_WORD("Register "));
}

/* "file.c:1 func+0x1/0x2", as "WARNING: CPU: 0 PID: 1 at" has behind it. */
static struct crashrec_text name_behind(struct cr_text line, const char *file)
{
	struct cr_text rest = cr_text_from(line, (u32)(file - line.at));
	u32 bytes;

	rest = cr_text_from(rest, cr_text_find_either(rest, ' ', ' '));
	cr_text_skip_spaces(&rest);
	for (bytes = 0; bytes < rest.bytes && cr_text_is_name(rest.at[bytes]);)
		bytes++;
	return (struct crashrec_text){ rest.at, bytes };
}

static bool are_equal(struct crashrec_text a, struct crashrec_text b)
{
	return a.bytes == b.bytes && !memcmp(a.data, b.data, a.bytes);
}

/*
 * In a symbolised log, functions that are inlined where the header says come
 * first, each with its own file: that of the header's file is meant.
 */
static struct crashrec_text name_of_header(const struct search *s,
					   struct cr_text line,
					   struct crashrec_text file)
{
	const struct crashrec_structure *structure =
		crashrec_record_structure(s->record);
	const struct crashrec_code_place *place = structure->places;
	size_t i;

	for (i = 0; i < structure->place_count; i++, place++)
		if (place->function.bytes && are_equal(place->file, file))
			return place->function;
	return name_behind(line, file.data);
}

/* The name in front of a file, as "func file.c:1" and "func+0x1/0x2 file.c:1". */
static struct crashrec_text name_before(const struct search *s,
					struct cr_text line,
					struct crashrec_text file)
{
	struct cr_text name = { line.at, (u32)(file.data - line.at) };
	u32 from;

	while (name.bytes && name.at[name.bytes - 1] == ' ')
		name.bytes--;
	from = name.bytes;
	while (from && name.at[from - 1] != ' ' && name.at[from - 1] != ':')
		from--;
	name = cr_text_from(name, from);
	if (cr_text_equals(name, CR_WORD("at")))
		return name_of_header(s, line, file);
	for (from = 0; from < name.bytes && cr_text_is_name(name.at[from]);)
		from++;
	return (struct crashrec_text){ name.at, from };
}

/* The first frame of a line, or of one behind it. */
static uint32_t frame_of(const struct search *s, uint32_t line_number,
			 uint32_t from)
{
	const struct crashrec_stack_frame *frames;
	size_t count;

	frames = crashrec_record_frames(s->record, &count);
	while (from < count && frames[from].line < line_number)
		from++;
	return from;
}

static bool take_line(struct search *s, const struct crashrec_log_line *line,
		      uint32_t *frame)
{
	struct cr_text text = { line->text.data, (u32)line->text.bytes };
	const struct crashrec_stack_frame *frames;
	struct crashrec_text file;
	uint32_t number;
	size_t count;
	bool has_frame;

	frames = crashrec_record_frames(s->record, &count);
	*frame = frame_of(s, line->number, *frame);
	has_frame = *frame < count && frames[*frame].line == line->number;
	if (line->by_user || is_of_past(text))
		return false;
	if (find_file(text, &file, &number))
		return take(s, has_frame ? frames[*frame].function :
			    name_before(s, text, file), file, number,
			    has_frame ? *frame : CRASHREC_UNKNOWN);
	return has_frame && s->symbols &&
	       take_symbol(s, &s->symbols[*frame], *frame);
}

static bool search_lines(struct search *s, uint32_t first)
{
	const struct crashrec_log_line *lines;
	uint32_t frame = 0;
	size_t i, count;

	lines = crashrec_record_lines(s->record, &count);
	for (i = 0; i < count; i++)
		if (lines[i].number >= first && take_line(s, &lines[i], &frame))
			return true;
	return false;
}

/* Number of the line of the timer's entry; 0: there is none. */
static uint32_t line_of_interrupt(const struct crashrec_record *record)
{
	const struct crashrec_stack_frame *frames;
	size_t i, count;

	frames = crashrec_record_frames(record, &count);
	for (i = 0; i < count; i++)
		if (cr_text_starts_any((struct cr_text){
					       frames[i].function.data,
					       (u32)frames[i].function.bytes },
				       entries))
			return frames[i].line;
	return 0;
}

static bool search_files(struct search *s)
{
	uint32_t first = 0;

	if (crashrec_record_class(s->record) == CRASHREC_REPORT_RCU_STALL)
		first = line_of_interrupt(s->record);
	return (first && search_lines(s, first)) || search_lines(s, 0);
}

/* Without files: what a title would name. */
static bool search_functions(struct search *s)
{
	struct crashrec_text blamed = crashrec_record_blamed(s->record);
	struct cr_suspects suspects = { .how = CR_BLAME_FIRST };
	const struct crashrec_stack_frame *frames;
	size_t count;
	uint32_t i;

	frames = crashrec_record_frames(s->record, &count);
	for (i = 0; i < count && !suspects.count; i++) {
		if (!frames[i].reliable || !frames[i].function.bytes)
			continue;
		cr_blame_frame(&suspects, (struct cr_text){
				       frames[i].function.data,
				       (u32)frames[i].function.bytes }, NULL);
	}
	s->found.frame = CRASHREC_UNKNOWN;
	if (suspects.count)
		s->found.frame = i - 1;
	s->found.function = blamed.bytes || !suspects.count ? blamed :
			    frames[i - 1].function;
	for (i = 0; i < count && blamed.bytes; i++)
		if (are_equal(frames[i].function, blamed))
			break;
	if (blamed.bytes)
		s->found.frame = i < count ? i : CRASHREC_UNKNOWN;
	return s->found.function.bytes;
}

bool crashrec_record_guilt(const struct crashrec_record *record,
			   const struct crashrec_symbol *symbols,
			   struct crashrec_guilt *guilt)
{
	struct search s = { .record = record, .symbols = symbols };
	bool is_known = true;

	if (!search_files(&s)) {
		if (s.first.file[0]) {
			s.found = s.first;
			s.found.only_reports = true;
		} else {
			is_known = search_functions(&s);
		}
	}
	if (!s.found.function.bytes)
		s.found.function = crashrec_record_blamed(record);
	*guilt = s.found;
	return is_known;
}
