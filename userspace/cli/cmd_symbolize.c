// SPDX-License-Identifier: GPL-2.0
/*
 * crashrec symbolize: the text of reports, with files, lines and instructions.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "complain.h"
#include "whole_log.h"
#include "out_json.h"
#include "reading.h"
#include "symbols_text.h"
#include "symbols_run.h"
#include "symbols_view.h"

static bool show_lines(struct symbols_view *view,
		       const struct crashrec_record *record)
{
	const struct crashrec_log_line *lines;
	size_t i, count;

	lines = crashrec_record_lines(record, &count);
	for (i = 0; i < count; i++)
		if (!symbols_view_line(view, stdout, lines[i].text))
			return false;
	symbols_text_listing(stdout, record);
	return true;
}

static bool show_record(const struct reading *reading,
			struct symbols_view *view,
			const struct crashrec_record *record)
{
	const char *source = crashrec_source_path(reading->source);

	if (!symbols_view_use(view, record))
		return false;
	if (reading->options->json)
		return out_json_viewed(stdout, source, record, true, view);
	if (reading->found > 1)
		fputc('\n', stdout);
	return show_lines(view, record);
}

static bool begins(struct crashrec_text line, const char *word)
{
	size_t bytes = strlen(word);

	return line.bytes >= bytes && !memcmp(line.data, word, bytes);
}

/*
 * Somebody did that before, and put it there: it is behind the report, or begins
 * in it, as the kernel's own lines begin with blanks, too.
 */
static bool has_listing(const struct whole_log *log, size_t number,
			const struct crashrec_record *record)
{
	static const char title[] = "Code disassembly";
	const struct crashrec_log_line *lines;
	struct crashrec_text line;
	size_t i, count;

	lines = crashrec_record_lines(record, &count);
	for (i = 0; i < count; i++)
		if (begins(lines[i].text, title))
			return true;
	return whole_log_line(log, number, &line) &&
	       begins(line, "----------------") &&
	       whole_log_line(log, number + 1, &line) && begins(line, title);
}

/* The lines of a log, each with the kernel of the report that it is in or before. */
static bool show_text(struct symbols_view *view, struct whole_log *log)
{
	struct crashrec_text line;
	size_t number = 0, at = 0;
	bool shown = true;

	whole_log_sort_by_end(log);
	if (log->report_count)
		shown = symbols_view_use(view, log->reports[0].record);
	else
		symbols_view_use_none(view);
	while (shown && whole_log_line(log, number, &line)) {
		shown = symbols_view_line(view, stdout, line);
		number++;
		for (; shown && at < log->report_count &&
		     log->reports[at].last <= number; at++) {
			if (!has_listing(log, number, log->reports[at].record))
				symbols_text_listing(stdout,
						     log->reports[at].record);
			if (at + 1 < log->report_count)
				shown = symbols_view_use(view,
							 log->reports[at + 1].record);
		}
	}
	return shown;
}

static bool show_objects(struct symbols_view *view, const char *file,
			 const struct whole_log *log)
{
	size_t i;

	for (i = 0; i < log->report_count; i++)
		if (!symbols_view_use(view, log->reports[i].record) ||
		    !out_json_viewed(stdout, file, log->reports[i].record, true,
				     view))
			return false;
	return true;
}

static bool show_log(struct symbols_view *view, const char *file,
		     struct whole_log *log)
{
	return view->options->json ? show_objects(view, file, log) :
				     show_text(view, log);
}

static const struct symbols_shower shower = { show_record, show_log };

static int run(const struct options *given)
{
	struct options options = *given;

	options.symbols = true;
	options.code = true;
	return symbols_run(&options, &shower);
}

const struct command cmd_symbolize = {
	.name = "symbolize",
	.purpose = "the text of reports, with files, lines and instructions",
	.options = "fjuvMDlx",
	.operands_max = UINT_MAX,
	.takes_either = true,
	.help =
"usage: crashrec symbolize [SEQ...] [-f FILE] [--vmlinux FILE] [--json]\n"
"       crashrec symbolize LOG... [--vmlinux FILE] [--json]\n"
"\n"
"Shows the text of records, or all of a log (- is standard input), with file and\n"
"line behind each function, and before it a line for each function that is\n"
"inlined there. Where nothing tells which of several functions is meant, it says\n"
"\"or\". What the kernel printed as Code: follows each report as instructions.\n"
"\n"
"Debug information is looked for by build id and release in /usr/lib/debug, where\n"
"debug packages put it, and in /lib/modules/RELEASE/build; then, if\n"
"DEBUGINFOD_URLS is set, debuginfod's servers are asked.\n"
"\n"
"  -f, --file FILE         read a region file, the memory of a guest, a dump of\n"
"                          it, a text log, or a folder of pstore instead of\n"
"                          /dev/crashrec\n"
SYMBOLS_HELP
"      --json              a JSON object a line, as crashrec show has it\n"
"      --user              also text of processes, which only looked like reports\n"
"  -h, --help              this text\n"
"\n"
"Exit status: 0 fine, also if no LOG has a report; 1 no record, or none of that\n"
"number; 2 wrong usage; 3 the source can't be read, or there is no debug\n"
"information of its kernel; 4 something is damaged, the rest was shown; 5 the\n"
"output could not be written.\n",
	.run = run,
};
