// SPDX-License-Identifier: GPL-2.0
/*
 * crashrec show: whole records.
 */
#include <limits.h>

#include "cmd.h"
#include "complain.h"
#include "out_json.h"
#include "out_text.h"
#include "reading.h"
#include "symbols_view.h"
#include "terminal.h"

static bool show_one(const struct reading *reading, struct symbols_view *view,
		     const struct crashrec_record *record)
{
	const struct options *options = reading->options;

	if (!symbols_view_use(view, record))
		return false;
	if (options->json)
		return out_json_viewed(stdout,
				       crashrec_source_path(reading->source),
				       record, true, view);
	if (options->raw) {
		out_text_raw(stdout, record, terminal_is_shown());
		return true;
	}
	if (reading->found > 1)
		fputc('\n', stdout);
	out_text_viewed(stdout, record, options->modules, view);
	return true;
}

static int run(const struct options *options)
{
	struct crashrec_record *record;
	struct symbols_view view;
	struct reading reading;
	bool shown = true;

	if (!symbols_view_open(&view, options))
		return symbols_view_close(&view);
	if (!reading_open(&reading, options)) {
		symbols_view_close(&view);
		return reading_close(&reading);
	}
	terminal_page();
	while (shown && (record = reading_next(&reading))) {
		shown = show_one(&reading, &view, record);
		crashrec_record_free(record);
	}
	if (!shown) {
		complain("out of memory");
		reading_note(&reading, EXIT_OUTPUT);
	}
	reading_note(&reading, symbols_view_close(&view));
	return reading_close(&reading);
}

const struct command cmd_show = {
	.name = "show",
	.purpose = "whole records: facts, stacks, lines",
	.options = "fjrmuvMDlyxc" CHOICE_OPTIONS TERMINAL_OPTIONS,
	.operands_max = UINT_MAX,
	.help =
"usage: crashrec show [SEQ...] [-f FILE] [--json | --raw | --modules] [--user]\n"
"       [--since TIME] [--class NAME] [--title TEXT] [--boot ID]\n"
"       [--symbols | --vmlinux FILE] [--code]\n"
"\n"
"Shows the records with these sequence numbers (see crashrec list), or all.\n"
"A line of the report has the time of dmesg and T with the thread, or C with\n"
"the CPU whose interrupt or NMI printed it. - marks lines from before the\n"
"report, = those of them that its own context printed (where the kernel tells\n"
"who printed a line), u a line that a process wrote to /dev/kmsg. ? marks a\n"
"frame that may be stale. What is not printable is shown as \\xNN.\n"
"\n"
"  -f, --file FILE  read a region file, the memory of a guest, a dump of it, a\n"
"                   text log, or a folder of pstore instead of /dev/crashrec\n"
"      --modules    all modules that were recorded, not only those in its frames\n"
"      --json       a JSON object a line\n"
"      --raw        the text of the report's lines, nothing else\n"
CHOICE_HELP
"      --user       also text of processes, which only looked like reports\n"
TERMINAL_HELP
"      --symbols    file and line of each frame, and what is inlined there: of the\n"
"                   kernel's debug package, or what $DEBUGINFOD_URLS has\n"
"      --code       also the instructions where the kernel was\n"
SYMBOLS_HELP
"  -h, --help       this text\n"
"\n"
EXIT_CODES_HELP,
	.run = run,
};
