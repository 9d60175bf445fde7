// SPDX-License-Identifier: GPL-2.0
/*
 * crashrec blame: who is at fault.
 */
#include <crashrec_guilt.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <limits.h>
#include <string.h>

#include "cmd.h"
#include "escape.h"
#include "json_write.h"
#include "reading.h"
#include "symbols_run.h"
#include "symbols_view.h"
#include "whole_log.h"

static void print_text(const char *before, struct crashrec_text text)
{
	fputs(before, stdout);
	escape_print(stdout, text);
}

/* As a compiler tells a place, so that it can be split at ": ". */
static void show_text(const struct crashrec_record *record,
		      const struct crashrec_guilt *guilt)
{
	struct crashrec_text file = { guilt->file, strlen(guilt->file) };

	if (file.bytes) {
		print_text("", file);
		printf(":%" PRIu32 ": ", guilt->line);
	}
	print_text("", guilt->function.bytes ? guilt->function :
		   (struct crashrec_text){ "-", 1 });
	print_text(": ", crashrec_record_title(record));
	if (guilt->only_reports)
		fputs(" (nothing but code that serves others is there)", stdout);
	fputc('\n', stdout);
}

static bool show_json(const char *source, const struct crashrec_record *record,
		      const struct crashrec_guilt *guilt)
{
	struct json_object *object = json_begin("guilt");

	if (!object)
		return false;
	json_add(object, "source", json_new_text((struct crashrec_text){
				source, strlen(source) }));
	json_add_u64(object, "seq", crashrec_record_seq(record));
	json_add_text(object, "title", crashrec_record_title(record));
	json_add_text(object, "function", guilt->function);
	json_add_text(object, "file", (struct crashrec_text){
				guilt->file, strlen(guilt->file) });
	json_add(object, "file_line", guilt->line ?
		 json_object_new_uint64(guilt->line) : NULL);
	json_add_known(object, "frame", guilt->frame);
	json_add_bool(object, "only_reports", guilt->only_reports);
	return json_end(stdout, object);
}

/* Return: false if there was no memory. */
static bool show(struct symbols_view *view, const char *source,
		 const struct crashrec_record *record)
{
	struct crashrec_guilt guilt;

	if (!symbols_view_use(view, record))
		return false;
	crashrec_record_guilt(record, view->frames, &guilt);
	if (view->options->json)
		return show_json(source, record, &guilt);
	show_text(record, &guilt);
	return true;
}

static bool show_record(const struct reading *reading,
			struct symbols_view *view,
			const struct crashrec_record *record)
{
	return show(view, crashrec_source_path(reading->source), record);
}

static bool show_log(struct symbols_view *view, const char *file,
		     struct whole_log *log)
{
	bool shown = true;
	size_t i;

	for (i = 0; shown && i < log->report_count; i++)
		shown = show(view, file, log->reports[i].record);
	return shown;
}

static const struct symbols_shower shower = { show_record, show_log };

static int run(const struct options *options)
{
	return symbols_run(options, &shower);
}

const struct command cmd_blame = {
	.name = "blame",
	.purpose = "the file and function most likely at fault",
	.options = "fjuvMDlyx",
	.operands_max = UINT_MAX,
	.takes_either = true,
	.help =
"usage: crashrec blame [SEQ...] [-f FILE] [--symbols | --vmlinux FILE] [--json]\n"
"       crashrec blame LOG... [--symbols | --vmlinux FILE] [--json]\n"
"\n"
"Shows, for each record or each report of a log (- is standard input), a line:\n"
"FILE:LINE: FUNCTION: TITLE. It is the first place that the report names in a file\n"
"that does more than report, check, lock, schedule, or allocate for others; of a\n"
"stall, what the timer interrupted. If there is no other, it is the first of\n"
"those, and so it says behind the title. Files are those of a symbolised log, or\n"
"of debug information, or of the report's header; where none of them is the\n"
"function's, it is FUNCTION: TITLE; where the report names no function, -: TITLE.\n"
"The order is that of crashrec list.\n"
"\n"
"  -f, --file FILE         read a region file, the memory of a guest, a dump of\n"
"                          it, a text log, or a folder of pstore instead of\n"
"                          /dev/crashrec\n"
"      --symbols           look up files: see crashrec symbolize --help\n"
SYMBOLS_HELP
"      --json              a JSON object a line: source, seq, title, function (null:\n"
"                          none), file, file_line, frame (index in frames of crashrec\n"
"                          show --json; null: the header names it), only_reports\n"
"                          (nothing but code that serves others is there)\n"
"      --user              also text of processes, which only looked like reports\n"
"  -h, --help              this text\n"
"\n"
"Exit status: 0 fine, also if no LOG has a report; 1 no record, or none of that\n"
"number; 2 wrong usage; 3 the source can't be read, or there is no debug\n"
"information that was asked for; 4 something is damaged, the rest was shown; 5 the\n"
"output could not be written.\n",
	.run = run,
};
