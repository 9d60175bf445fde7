// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * A report names places in this order: where it was found, then the stack, the
 * innermost first; then other stacks, as that which freed the object. The first
 * that is not in a file of guilt_files.c is it. They are taken from the lines, as
 * a symbolised log has them, or from debug information.
 *
 * Of an RCU stall, the CPU that finds it prints its own stack in a timer's
 * interrupt: what that interrupted is looked at before all else.
 *
 * A log without debug information has a file in the header at most. Where that
 * only reports, the function is told without a file, unless the header says
 * that it is in it.
 */
#include <crashrec_guilt.h>
#include <crashrec_structure.h>
#include <crashrec_symbols.h>
#include <string.h>

#include <uapi/crashrec_structure.h>

#include "core/blame.h"
#include "core/text.h"
#include "core/words.h"
#include "path.h"

/**
 * struct search - how far it came
 * @record: whose
 * @symbols: of its frames; or NULL
 * @has_files: some of its frames have one
 * @first: the first place of all; no file: none yet
 * @first_is_header: the header names it
 * @found: the culprit's; likewise
 */
struct search {
	const struct crashrec_record *record;
	const struct crashrec_symbol *symbols;
	bool has_files;
	struct crashrec_guilt first;
	bool first_is_header;
	struct crashrec_guilt found;
};

/**
 * struct place - a place that a line names
 * @function: empty: not told
 * @file: that it is in
 * @line: in that file
 * @frame: index, or CRASHREC_UNKNOWN
 * @is_header: the line is a header, which has the file first
 */
struct place {
	struct crashrec_text function;
	struct crashrec_text file;
	uint32_t line;
	uint32_t frame;
	bool is_header;
};

/* Code by which timers' interrupts enter, of 4.x to 6.18. */
static const char entries[] =
	"apic_timer_interrupt\0asm_sysvec_\0asm_common_interrupt\0"
	"el1h_64_irq\0el1_irq\0__irq_svc\0";

/*
 * What sleeps, spins or finds bad pages on behalf of others, besides what no
 * title names.
 */
static const char serving[] =
	"^msleep\0^ssleep\0^fsleep\0^usleep_range\0^do_nanosleep\0"
	"^hrtimer_nanosleep\0^schedule\0^__schedule\0"
	"^synchronize_\0^__synchronize_\0^rcu_barrier\0^__wait_rcu_gp\0"
	"^__delay\0^delay_\0^__udelay\0^__ndelay\0^__const_udelay\0"
	"^bad_page\0^poison_error\0^warn_alloc\0";

/* What a title of a stall skips, see module/core/kind_rcu.c. */
static const char stall_skip[] = "rcu\0apic_timer_interrupt\0";

/* What stands besides on the stacks of those who find stalls and hung tasks. */
static const char finding[] =
	"rcu\0^watchdog$\0^kthread$\0^ret_from_fork\0";

/* Return: true if it is the culprit. */
static bool take(struct search *s, const struct place *place)
{
	struct crashrec_guilt guilt = {
		.function = place->function,
		.line = place->line,
		.frame = place->frame,
	};

	if (!place->file.bytes || place->file.bytes >= sizeof(guilt.file))
		return false;
	memcpy(guilt.file, place->file.data, place->file.bytes);
	guilt.file[place->file.bytes] = '\0';
	path_clean(guilt.file);
	if (!s->first.file[0]) {
		s->first = guilt;
		s->first_is_header = place->is_header;
	}
	if (crashrec_file_is_guiltless(guilt.file))
		return false;
	s->found = guilt;
	return true;
}

static struct crashrec_text text_of(const char *string)
{
	return (struct crashrec_text){ string, strlen(string) };
}

static struct cr_text core_text(struct crashrec_text text)
{
	return (struct cr_text){ text.data, (u32)text.bytes };
}

static bool take_symbol(struct search *s, const struct crashrec_symbol *symbol,
			uint32_t frame)
{
	const struct crashrec_symbol_place *place = symbol->places;
	size_t i;

	for (i = 0; i < symbol->place_count; i++, place++) {
		const struct place found = {
			.function = text_of(place->function),
			.file = text_of(place->file),
			.line = place->line,
			.frame = frame,
		};

		if (take(s, &found))
			return true;
	}
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

/* "func" of "func+0x1/0x2"; empty: something else is there. */
static struct crashrec_text name_of(struct cr_text place)
{
	u32 bytes;

	for (bytes = 0; bytes < place.bytes && cr_text_is_name(place.at[bytes]);)
		bytes++;
	if (bytes == place.bytes || place.at[bytes] != '+')
		bytes = 0;
	return (struct crashrec_text){ place.at, bytes };
}

/*
 * "file.c:1 func+0x1/0x2", as "WARNING: CPU: 0 PID: 1 at" has behind it, since
 * 6.18 "file.c:1 at func+0x1/0x2".
 */
static struct crashrec_text name_behind(struct cr_text line, const char *file)
{
	struct cr_text rest = cr_text_from(line, (u32)(file - line.at));

	rest = cr_text_from(rest, cr_text_find_either(rest, ' ', ' '));
	cr_text_skip_spaces(&rest);
	cr_text_skip(&rest, CR_WORD("at "));
	return name_of(rest);
}

static bool are_equal(struct crashrec_text a, struct crashrec_text b)
{
	return a.bytes == b.bytes && !memcmp(a.data, b.data, a.bytes);
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

/*
 * In a symbolised log, functions that are inlined where the header says come
 * first, each with its own file: that of the header's file is meant. Of a BUG()
 * it is the one that the instruction pointer, the first frame, is in.
 */
static struct crashrec_text name_of_header(const struct search *s,
					   const struct crashrec_log_line *line,
					   struct crashrec_text file)
{
	const struct crashrec_structure *structure =
		crashrec_record_structure(s->record);
	const struct crashrec_code_place *place = structure->places;
	const struct crashrec_stack_frame *frames;
	struct crashrec_text name;
	size_t i, count;

	for (i = 0; i < structure->place_count; i++, place++)
		if (place->function.bytes && are_equal(place->file, file))
			return place->function;
	name = name_behind(core_text(line->text), file.data);
	if (name.bytes)
		return name;
	frames = crashrec_record_frames(s->record, &count);
	i = frame_of(s, line->number, 0);
	if (i < count && frames[i].is_ip && frames[i].reliable)
		return frames[i].function;
	return (struct crashrec_text){ line->text.data, 0 };
}

/*
 * The name in front of a file, as a symbolised log has it: "func file.c:1
 * [inline]", "func+0x1/0x2 file.c:1". Elsewhere what is there is a text's word.
 */
static struct crashrec_text name_before(struct cr_text line,
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
	line = cr_text_from(line, (u32)(file.data - line.at));
	line = cr_text_from(line, cr_text_find_either(line, ' ', ' '));
	if (!cr_text_starts(line, CR_WORD(" [inline]")))
		return name_of(name);
	for (from = 0; from < name.bytes && cr_text_is_name(name.at[from]);)
		from++;
	return (struct crashrec_text){ name.at, from };
}

static bool take_file(struct search *s, const struct crashrec_log_line *line,
		      struct place *place)
{
	if (place->frame == CRASHREC_UNKNOWN) {
		place->function = name_before(core_text(line->text),
					      place->file);
		place->is_header = !place->function.bytes;
	}
	if (place->is_header)
		place->function = name_of_header(s, line, place->file);
	return take(s, place);
}

/* Of a module without debug information: it is no less at fault. */
static bool take_of_module(struct search *s, uint32_t frame)
{
	const struct crashrec_stack_frame *at;
	struct cr_text name;
	size_t count;

	at = &crashrec_record_frames(s->record, &count)[frame];
	name = core_text(at->function);
	if (!at->module.bytes || !at->reliable ||
	    cr_words_fit(&cr_blame_skipped, name) ||
	    cr_words_fit_list(serving, name))
		return false;
	s->found.function = at->function;
	s->found.frame = frame;
	return true;
}

static bool take_line(struct search *s, const struct crashrec_log_line *line,
		      uint32_t *frame)
{
	struct cr_text text = core_text(line->text);
	struct place place = { .frame = CRASHREC_UNKNOWN };
	const struct crashrec_stack_frame *frames;
	size_t count;

	frames = crashrec_record_frames(s->record, &count);
	*frame = frame_of(s, line->number, *frame);
	if (*frame < count && frames[*frame].line == line->number) {
		place.frame = *frame;
		place.function = frames[*frame].function;
	}
	if (line->by_user || is_of_past(text))
		return false;
	if (find_file(text, &place.file, &place.line))
		return take_file(s, line, &place);
	if (place.frame == CRASHREC_UNKNOWN)
		return false;
	if (s->symbols && s->symbols[*frame].place_count)
		return take_symbol(s, &s->symbols[*frame], *frame);
	return s->has_files && take_of_module(s, *frame);
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
		if (cr_text_starts_any(core_text(frames[i].function), entries))
			return frames[i].line;
	return 0;
}

static bool is_stall(const struct crashrec_record *record)
{
	return crashrec_record_class(record) == CRASHREC_REPORT_RCU_STALL;
}

/* Of a stall, where to begin: number of a line. */
static uint32_t first_line(const struct crashrec_record *record)
{
	return is_stall(record) ? line_of_interrupt(record) : 0;
}

static bool has_files(const struct search *s)
{
	const struct crashrec_structure *structure =
		crashrec_record_structure(s->record);
	size_t i, count;

	crashrec_record_frames(s->record, &count);
	for (i = 0; i < count; i++)
		if ((s->symbols && s->symbols[i].place_count) ||
		    (i < structure->frame_place_count &&
		     structure->frame_places[i].file.bytes))
			return true;
	return false;
}

static bool search_files(struct search *s)
{
	uint32_t first = first_line(s->record);

	s->has_files = has_files(s);
	return (first && search_lines(s, first)) || search_lines(s, 0);
}

/* The function that the title names; empty: none that there is. */
static struct crashrec_text blamed(const struct crashrec_record *record)
{
	struct crashrec_text name = crashrec_record_blamed(record);

	if (crashrec_record_flags(record) & CRASHREC_FLAG_CORRUPTED &&
	    are_equal(name, text_of("corrupted")))
		name.bytes = 0;
	return name;
}

/* Does it have stacks of a task that only watches others? */
static bool is_of_others(const struct crashrec_record *record)
{
	return is_stall(record) ||
	       crashrec_record_class(record) == CRASHREC_REPORT_HUNG_TASK;
}

static bool serves(const struct search *s, struct crashrec_text function)
{
	struct cr_text name = core_text(function);

	return cr_words_fit_list(serving, name) ||
	       (is_of_others(s->record) && cr_words_fit_list(finding, name));
}

static void use_frame(struct search *s, uint32_t frame)
{
	const struct crashrec_stack_frame *frames;
	size_t count;

	frames = crashrec_record_frames(s->record, &count);
	s->found.function = frames[frame].function;
	s->found.frame = frame;
}

/* The first frame from a line on that a title might name. */
static bool search_first(struct search *s, uint32_t first)
{
	struct cr_suspects suspects = { .how = CR_BLAME_FIRST };
	const struct crashrec_stack_frame *frames;
	size_t count;
	uint32_t i;

	frames = crashrec_record_frames(s->record, &count);
	for (i = frame_of(s, first, 0); i < count; i++) {
		if (!frames[i].reliable || !frames[i].function.bytes ||
		    serves(s, frames[i].function))
			continue;
		cr_blame_frame(&suspects, core_text(frames[i].function), NULL);
		if (!suspects.count)
			continue;
		use_frame(s, i);
		return true;
	}
	return false;
}

/*
 * What a task that loops was called for, see module/core/blame.c. Not of one
 * that was scheduled away: that one waits.
 *
 * Return: index of its frame, or CRASHREC_UNKNOWN.
 */
static uint32_t find_called(const struct search *s, uint32_t from, uint32_t end)
{
	struct cr_suspects suspects = { .how = CR_BLAME_STALL };
	const struct crashrec_stack_frame *frames;
	struct cr_text called;
	size_t count;
	uint32_t i;

	frames = crashrec_record_frames(s->record, &count);
	for (i = from; i < end && !suspects.is_done; i++) {
		if (!frames[i].reliable || !frames[i].function.bytes)
			continue;
		if (!suspects.count &&
		    cr_text_has(core_text(frames[i].function),
				CR_WORD("schedule")))
			break;
		cr_blame_frame(&suspects, core_text(frames[i].function),
			       stall_skip);
	}
	called = cr_blame_found(&suspects);
	if (!called.bytes || cr_words_fit(&cr_blame_anchors, called))
		return CRASHREC_UNKNOWN;
	for (i = from; frames[i].function.data != called.at;)
		i++;
	return i;
}

/* The first stack from a line on that tells what its task was called for. */
static bool search_called(struct search *s, uint32_t first)
{
	const struct crashrec_stack_frame *frames;
	uint32_t from, end, frame;
	size_t count;

	frames = crashrec_record_frames(s->record, &count);
	for (from = frame_of(s, first, 0); from < count; from = end) {
		for (end = from + 1; end < count &&
		     frames[end].stack == frames[from].stack;)
			end++;
		frame = find_called(s, from, end);
		if (frame != CRASHREC_UNKNOWN) {
			use_frame(s, frame);
			return true;
		}
	}
	return false;
}

/* Without files: what the title names, or would name. */
static bool search_functions(struct search *s)
{
	const struct crashrec_stack_frame *frames;
	struct crashrec_text name = blamed(s->record);
	uint32_t first = first_line(s->record);
	size_t i, count;

	if (!name.bytes && is_stall(s->record) && search_called(s, first))
		return true;
	if ((!name.bytes || serves(s, name)) &&
	    (search_first(s, first) || (first && search_first(s, 0))))
		return true;
	frames = crashrec_record_frames(s->record, &count);
	for (i = 0; i < count && name.bytes; i++)
		if (are_equal(frames[i].function, name))
			break;
	s->found.function = name;
	s->found.frame = name.bytes && i < count ? (uint32_t)i :
						   CRASHREC_UNKNOWN;
	return name.bytes;
}

static bool is_header_file(const char *file)
{
	size_t bytes = strlen(file);

	return bytes > 2 && !strcmp(file + bytes - 2, ".h");
}

/*
 * A function is known, and a header whose file only reports. What an included
 * file has is inlined elsewhere: the function that is told is not in it.
 */
static void add_file(struct search *s)
{
	if (is_header_file(s->first.file) ||
	    !are_equal(s->first.function, s->found.function))
		return;
	memcpy(s->found.file, s->first.file, sizeof(s->found.file));
	s->found.line = s->first.line;
	s->found.frame = CRASHREC_UNKNOWN;
	s->found.only_reports = true;
}

static void use_first(struct search *s)
{
	s->found = s->first;
	s->found.only_reports = true;
}

bool crashrec_record_guilt(const struct crashrec_record *record,
			   const struct crashrec_symbol *symbols,
			   struct crashrec_guilt *guilt)
{
	struct search s = { .record = record, .symbols = symbols };
	struct crashrec_guilt place;

	if (search_files(&s)) {
		place = s.found;
		if (!place.function.bytes && search_functions(&s))
			place.function = s.found.function;
		s.found = place;
	} else if (s.first.file[0] && !s.first_is_header) {
		use_first(&s);
	} else if (search_functions(&s)) {
		add_file(&s);
	} else if (s.first.function.bytes) {
		use_first(&s);
	}
	*guilt = s.found;
	return guilt->function.bytes;
}
