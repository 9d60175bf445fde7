// SPDX-License-Identifier: GPL-2.0
#include "out_text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cookies.h"
#include "escape.h"
#include "machine_text.h"
#include "structure_text.h"
#include "symbols_text.h"
#include "when.h"

#define NS_PER_SEC	UINT64_C(1000000000)

enum {
	COLUMN_SEQ,
	COLUMN_TIME,
	COLUMN_BOOT,
	COLUMN_CLASS,
	COLUMN_STATE,
	COLUMN_REPORTS,
	COLUMN_CPU,
	COLUMN_PID,
	COLUMN_COMM,
	COLUMN_TITLE,
	COLUMN_COUNT
};

/* With the column of times, which are either days or how long ago that is. */
#define COLUMNS(...) { \
	[COLUMN_SEQ] = { "SEQ", true, 4 }, \
	[COLUMN_TIME] = { __VA_ARGS__ }, \
	[COLUMN_BOOT] = { "BOOT", false, 9 }, \
	[COLUMN_CLASS] = { "CLASS", false, 11 }, \
	[COLUMN_STATE] = { "STATE", false, 12 }, \
	[COLUMN_REPORTS] = { "COUNT", true, 5 }, \
	[COLUMN_CPU] = { "CPU", true, 3 }, \
	[COLUMN_PID] = { "PID", true, 5 }, \
	[COLUMN_COMM] = { "COMM", false, 15 }, \
	[COLUMN_TITLE] = { "TITLE", false, 0 }, \
}

static const struct table_column columns[COLUMN_COUNT] =
	COLUMNS("TIME (UTC)", false, 19);
static const struct table_column relative_columns[COLUMN_COUNT] =
	COLUMNS("AGE", true, 9);

void out_text_table(struct table *table, bool relative)
{
	memset(table, 0, sizeof(*table));
	table->columns = relative ? relative_columns : columns;
	table->column_count = COLUMN_COUNT;
}

static char *number_dup(uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, number);
	return strdup(text);
}

static char *known_dup(uint32_t number)
{
	return number == CRASHREC_UNKNOWN ? strdup("-") : number_dup(number);
}

static char *text_dup(struct crashrec_text text)
{
	return text.bytes ? escape_dup(text) : strdup("-");
}

static bool is_of_log(const struct crashrec_record *record)
{
	uint64_t first, last;

	return crashrec_record_log_lines(record, &first, &last);
}

/* A text log has no wall clock, and perhaps no other. */
static char *time_dup(const struct crashrec_record *record, bool relative)
{
	uint64_t boot_ns = crashrec_record_boot_ns(record);
	char when[WHEN_ROOM];
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (!is_of_log(record) && relative)
		when_ago(when, crashrec_record_wall_ns(record),
			 (uint64_t)now.tv_sec * NS_PER_SEC +
			 (uint64_t)now.tv_nsec);
	else if (!is_of_log(record))
		when_seconds(when, crashrec_record_wall_ns(record));
	else if (boot_ns)
		snprintf(when, sizeof(when), "%" PRIu64 ".%06" PRIu64 " s",
			 boot_ns / NS_PER_SEC, boot_ns % NS_PER_SEC / 1000);
	else
		snprintf(when, sizeof(when), "-");
	return strdup(when);
}

/* The front of the boot id; marked if it is the boot that runs, or ran last. */
static char *boot_dup(const struct crashrec_record *record)
{
	bool former = crashrec_record_flags(record) & CRASHREC_FLAG_FORMER_BOOT;
	char uuid[CRASHREC_UUID_ROOM];

	if (is_of_log(record))
		return strdup("-");
	crashrec_uuid_text(crashrec_record_boot_id(record), uuid);
	uuid[8] = former ? '\0' : '*';
	uuid[9] = '\0';
	return strdup(uuid);
}

static enum paint paint_of(const struct crashrec_record *record)
{
	switch (crashrec_record_class(record)) {
	case CRASHREC_REPORT_BUG:
	case CRASHREC_REPORT_OOPS:
	case CRASHREC_REPORT_KASAN:
	case CRASHREC_REPORT_PANIC:
		return PAINT_BAD;
	case CRASHREC_REPORT_WARNING:
	case CRASHREC_REPORT_LOCKDEP:
	case CRASHREC_REPORT_ATOMIC_SLEEP:
		return PAINT_WARN;
	case CRASHREC_REPORT_UNKNOWN:
		return PAINT_NONE;
	default:
		return PAINT_HANG;
	}
}

static void paint_row(struct table *table, const struct crashrec_record *record,
		      uint64_t repeats)
{
	if (crashrec_record_flags(record) & CRASHREC_FLAG_FORMER_BOOT)
		table_paint(table, COLUMN_BOOT, PAINT_DIM);
	if (crashrec_record_state(record) != CRASHREC_RECORD_COMPLETE)
		table_paint(table, COLUMN_STATE, PAINT_WARN);
	if (repeats)
		table_paint(table, COLUMN_REPORTS, PAINT_HEAD);
	table_paint(table, COLUMN_CLASS, paint_of(record));
	table_paint(table, COLUMN_TITLE, PAINT_HEAD);
}

bool out_text_row(struct table *table, const struct crashrec_record *record)
{
	struct crashrec_who who = crashrec_record_about(record);
	char **cells = table_add(table);
	uint64_t repeats, boot_ns, wall_ns;
	int i;

	if (!cells)
		return false;
	cells[COLUMN_SEQ] = number_dup(crashrec_record_seq(record));
	cells[COLUMN_TIME] = time_dup(record,
				      table->columns == relative_columns);
	cells[COLUMN_BOOT] = boot_dup(record);
	cells[COLUMN_CLASS] =
		strdup(crashrec_class_name(crashrec_record_class(record)));
	cells[COLUMN_STATE] =
		strdup(crashrec_state_name(crashrec_record_state(record)));
	repeats = crashrec_record_repeats(record, &boot_ns, &wall_ns);
	cells[COLUMN_REPORTS] = number_dup(repeats + 1);
	cells[COLUMN_CPU] = known_dup(who.cpu);
	cells[COLUMN_PID] = known_dup(who.pid);
	cells[COLUMN_COMM] = text_dup(who.comm);
	cells[COLUMN_TITLE] = text_dup(crashrec_record_title(record));
	paint_row(table, record, repeats);
	for (i = 0; i < COLUMN_COUNT; i++)
		if (!cells[i])
			return false;
	return true;
}

__attribute__((format(printf, 3, 4)))
static void print_field(FILE *out, const char *name, const char *format, ...)
{
	va_list args;

	fprintf(out, "  %-9s ", name);
	va_start(args, format);
	vfprintf(out, format, args);
	va_end(args);
	fputc('\n', out);
}

static void print_text_field(FILE *out, const char *name,
			     struct crashrec_text text)
{
	if (!text.bytes)
		return;
	fprintf(out, "  %-9s ", name);
	escape_print(out, text);
	fputc('\n', out);
}

static void print_known(FILE *out, const char *before, uint32_t number)
{
	if (number != CRASHREC_UNKNOWN)
		fprintf(out, "%s%" PRIu32, before, number);
}

static void print_who(FILE *out, const char *name,
		      const struct crashrec_who *who)
{
	if (!who)
		return;
	fprintf(out, "  %-9s ", name);
	if (who->comm.bytes)
		escape_print(out, who->comm);
	else
		fputs("(no name)", out);
	print_known(out, ", pid ", who->pid);
	if (who->tgid != who->pid)
		print_known(out, ", of process ", who->tgid);
	print_known(out, ", CPU ", who->cpu);
	if (who->where != CRASHREC_UNKNOWN)
		fprintf(out, ", %s context", crashrec_where_name(who->where));
	fputc('\n', out);
}

static void print_time(FILE *out, const struct crashrec_record *record)
{
	uint64_t boot_ns = crashrec_record_boot_ns(record);
	char when[WHEN_ROOM];

	if (is_of_log(record)) {
		if (boot_ns)
			print_field(out, "time",
				    "%" PRIu64 ".%06" PRIu64 " s after boot",
				    boot_ns / NS_PER_SEC,
				    boot_ns % NS_PER_SEC / 1000);
		return;
	}
	when_iso(when, crashrec_record_wall_ns(record));
	print_field(out, "time", "%s, %" PRIu64 ".%06" PRIu64 " s after boot",
		    when, boot_ns / NS_PER_SEC, boot_ns % NS_PER_SEC / 1000);
}

static void print_boot(FILE *out, const struct crashrec_record *record)
{
	bool former = crashrec_record_flags(record) & CRASHREC_FLAG_FORMER_BOOT;
	char uuid[CRASHREC_UUID_ROOM];

	if (is_of_log(record))
		return;
	crashrec_uuid_text(crashrec_record_boot_id(record), uuid);
	print_field(out, "boot", "%s (%s)", uuid,
		    former ? "a former boot" : "the last boot");
}

static void print_flags(FILE *out, const struct crashrec_record *record)
{
	uint32_t flags = crashrec_record_flags(record);
	uint32_t bit, shown = 0;
	const char *name;

	for (bit = 1; bit; bit <<= 1) {
		name = crashrec_flag_name(flags & bit);
		if (!name)
			continue;
		if (!shown++)
			fprintf(out, "  %-9s ", "flags");
		else
			fputs(", ", out);
		fputs(name, out);
	}
	if (shown)
		fputc('\n', out);
}

static void print_die(FILE *out, const struct crashrec_die *die)
{
	if (!die)
		return;
	print_field(out, "trap",
		    "%" PRIu32 ", signal %" PRIu32 ", error code 0x%" PRIx64
		    ", %zu registers",
		    die->trap, die->signal, die->error, die->register_count);
}

/* What the text was found to say beside the title. */
static void print_naming(FILE *out, const struct crashrec_record *record)
{
	const struct crashrec_text *titles;
	uint32_t proc, id;
	size_t i, count;

	titles = crashrec_record_alt_titles(record, &count);
	for (i = 0; i < count; i++)
		print_text_field(out, "also", titles[i]);
	print_text_field(out, "type", crashrec_record_type(record));
	print_text_field(out, "function", crashrec_record_blamed(record));
	print_text_field(out, "corrupted", crashrec_record_reason(record));
	if (crashrec_record_executor(record, &proc, &id))
		print_field(out, "executor",
			    "process %" PRIu32 ", program %" PRIu32, proc, id);
}

/* Where in a text log it is. */
static void print_place(FILE *out, const struct crashrec_record *record)
{
	uint64_t first, last;

	const char *name = crashrec_record_log_name(record);

	if (name)
		print_text_field(out, "log", (struct crashrec_text){
					 name, strlen(name) });
	if (crashrec_record_log_lines(record, &first, &last))
		print_field(out, "lines", "%" PRIu64 " to %" PRIu64, first,
			    last);
}

static void print_repeats(FILE *out, const struct crashrec_record *record)
{
	uint64_t boot_ns, wall_ns, repeats;
	char when[WHEN_ROOM];

	repeats = crashrec_record_repeats(record, &boot_ns, &wall_ns);
	if (!repeats)
		return;
	when_seconds(when, wall_ns);
	print_field(out, "again", "%" PRIu64 " times, last %s UTC, %" PRIu64
		    ".%06" PRIu64 " s after boot", repeats, when,
		    boot_ns / NS_PER_SEC, boot_ns % NS_PER_SEC / 1000);
}

static void print_facts(FILE *out, const struct crashrec_record *record,
			bool modules)
{
	uint64_t taint, lost = crashrec_record_lines_lost(record);
	char letters[CRASHREC_TAINT_ROOM];
	size_t registers;

	print_naming(out, record);
	print_field(out, "class", "%s",
		    crashrec_class_name(crashrec_record_class(record)));
	print_field(out, "state", "%s",
		    crashrec_state_name(crashrec_record_state(record)));
	print_flags(out, record);
	print_place(out, record);
	print_boot(out, record);
	print_time(out, record);
	print_repeats(out, record);
	print_who(out, "about", crashrec_record_subject(record));
	print_who(out, "printed", crashrec_record_origin(record));
	cookies_print(out, record);
	print_text_field(out, "kernel", crashrec_record_release(record));
	if (crashrec_record_taint(record, &taint) && taint) {
		crashrec_taint_letters(taint, letters);
		print_field(out, "taint", "%s (0x%" PRIx64 ")", letters, taint);
	}
	machine_text_print(out, record, modules);
	crashrec_record_registers(record, &registers);
	if (registers)
		print_field(out, "registers", "%zu", registers);
	print_die(out, crashrec_record_die(record));
	if (lost)
		print_field(out, "lost", "%" PRIu64 " lines", lost);
}

static void print_frame(FILE *out, const struct crashrec_stack_frame *frame)
{
	fprintf(out, "  %s", frame->reliable ? "  " : "? ");
	if (frame->function.bytes)
		escape_print(out, frame->function);
	else
		fputs("(no symbol)", out);
	if (frame->size)
		fprintf(out, "+0x%" PRIx32 "/0x%" PRIx32, frame->offset,
			frame->size);
	else if (frame->offset)
		fprintf(out, "+0x%" PRIx32, frame->offset);
	if (frame->module.bytes) {
		fputs(" [", out);
		escape_print(out, frame->module);
		fputc(']', out);
	}
	if (frame->is_inline)
		fputs(" [inline]", out);
	if (frame->is_ip)
		fputs(" <- here", out);
}

static void print_heading(FILE *out, const struct crashrec_record *record,
			  size_t index, const struct crashrec_stack_frame *frame)
{
	fprintf(out, "\n  %sstack %" PRIu32 ", %s", terminal_paint(PAINT_HEAD),
		frame->stack, crashrec_where_name(frame->where));
	structure_text_heading(out, record, index);
	fprintf(out, ":%s\n", terminal_paint(PAINT_NONE));
}

static void print_frames(FILE *out, const struct crashrec_record *record,
			 const struct symbols_view *view)
{
	const struct crashrec_stack_frame *frames;
	uint32_t stack = CRASHREC_UNKNOWN, where = CRASHREC_UNKNOWN;
	enum paint paint;
	size_t i, count;

	frames = crashrec_record_frames(record, &count);
	for (i = 0; i < count; i++) {
		if (frames[i].stack != stack || frames[i].where != where)
			print_heading(out, record, i, &frames[i]);
		stack = frames[i].stack;
		where = frames[i].where;
		paint = frames[i].is_ip ? PAINT_HEAD :
			frames[i].reliable ? PAINT_NONE : PAINT_DIM;
		fputs(paint == PAINT_NONE ? "" : terminal_paint(paint), out);
		symbols_text_inlines(out, view, i);
		print_frame(out, &frames[i]);
		structure_text_source(out, record, i);
		symbols_text_place(out, view, i);
		fputs(paint == PAINT_NONE ? "" : terminal_paint(PAINT_NONE),
		      out);
		fputc('\n', out);
	}
}

/*
 * As dmesg does with CONFIG_PRINTK_CALLER: T is a task, C a CPU's interrupt.
 * A line of a text log may have neither, and no time.
 */
static void print_prefix(FILE *out, const struct crashrec_log_line *line)
{
	bool in_task = line->where == CRASHREC_IN_TASK;
	uint32_t number = in_task ? line->pid : line->cpu;
	char caller[16];

	if (number != CRASHREC_UNKNOWN || line->time_ns)
		fprintf(out, "[%5" PRIu64 ".%06" PRIu64 "]",
			line->time_ns / NS_PER_SEC,
			line->time_ns % NS_PER_SEC / 1000);
	if (number != CRASHREC_UNKNOWN) {
		snprintf(caller, sizeof(caller), "%c%" PRIu32,
			 in_task ? 'T' : 'C', number);
		fprintf(out, "[%6s]", caller);
	}
	fputc(' ', out);
}

static void print_line(FILE *out, char mark,
		       const struct crashrec_log_line *line)
{
	fputc(mark, out);
	fputc(line->by_user ? 'u' : ' ', out);
	print_prefix(out, line);
	escape_print(out, line->text);
	if (line->cut)
		fputs(" <cut>", out);
	fputc('\n', out);
}

static void print_lines(FILE *out, const struct crashrec_record *record)
{
	const struct crashrec_log_line *lines;
	size_t i, count;

	fputc('\n', out);
	lines = crashrec_record_before(record, &count);
	fputs(count ? terminal_paint(PAINT_DIM) : "", out);
	for (i = 0; i < count; i++)
		print_line(out, lines[i].of_context ? '=' : '-', &lines[i]);
	fputs(count ? terminal_paint(PAINT_NONE) : "", out);
	lines = crashrec_record_lines(record, &count);
	for (i = 0; i < count; i++)
		print_line(out, ' ', &lines[i]);
}

static void print_all_facts(FILE *out, const struct crashrec_record *record,
			    bool modules)
{
	print_facts(out, record, modules);
	structure_text_print(out, record);
}

void out_text_facts(FILE *out, const struct crashrec_record *record)
{
	print_all_facts(out, record, false);
}

void out_text_stacks(FILE *out, const struct crashrec_record *record)
{
	print_frames(out, record, NULL);
}

void out_text_lines(FILE *out, const struct crashrec_record *record)
{
	print_lines(out, record);
}

static void print_whole(FILE *out, const struct crashrec_record *record,
			bool modules, const struct symbols_view *view)
{
	fputs(terminal_paint(paint_of(record)), out);
	escape_print(out, crashrec_record_title(record));
	fputs(terminal_paint(PAINT_NONE), out);
	fputc('\n', out);
	print_all_facts(out, record, modules);
	print_frames(out, record, view);
	symbols_text_code(out, view, record);
	print_lines(out, record);
}

void out_text_record(FILE *out, const struct crashrec_record *record,
		     bool modules)
{
	out_text_viewed(out, record, modules, NULL);
}

void out_text_viewed(FILE *out, const struct crashrec_record *record,
		     bool modules, const struct symbols_view *view)
{
	fprintf(out, "record %" PRIu64 ": ", crashrec_record_seq(record));
	print_whole(out, record, modules, view);
}

/* As a compiler tells a place, so that editors find it. */
void out_text_report(FILE *out, const char *file,
		     const struct crashrec_record *record)
{
	uint64_t first, last;

	crashrec_record_log_lines(record, &first, &last);
	escape_print(out, (struct crashrec_text){ file, strlen(file) });
	fprintf(out, ":%" PRIu64 ": ", first);
	print_whole(out, record, false, NULL);
}

void out_text_raw(FILE *out, const struct crashrec_record *record,
		  bool escape)
{
	const struct crashrec_log_line *lines;
	size_t i, count;

	lines = crashrec_record_lines(record, &count);
	for (i = 0; i < count; i++) {
		if (escape)
			escape_print(out, lines[i].text);
		else
			fwrite(lines[i].text.data, 1, lines[i].text.bytes, out);
		fputc('\n', out);
	}
}

void out_text_mail(FILE *out, struct crashrec_text text, bool escape)
{
	struct crashrec_text line = text;
	const char *end = text.data + text.bytes;

	if (!escape) {
		fwrite(text.data, 1, text.bytes, out);
		return;
	}
	for (; line.data < end; line.data += line.bytes + 1) {
		line.bytes = (size_t)((const char *)memchr(line.data, '\n',
			(size_t)(end - line.data)) - line.data);
		escape_print(out, line);
		fputc('\n', out);
	}
}
