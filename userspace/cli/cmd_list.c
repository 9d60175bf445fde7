// SPDX-License-Identifier: GPL-2.0
/*
 * crashrec list: a line for each record.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "cmd.h"
#include "complain.h"
#include "out_json.h"
#include "out_text.h"
#include "reading.h"

static bool show_one(struct reading *reading, struct table *table,
		     const struct crashrec_record *record)
{
	if (reading->options->json)
		return out_json_record(stdout,
				       crashrec_source_path(reading->source),
				       record, false);
	return out_text_row(table, record);
}

static int run(const struct options *options)
{
	struct crashrec_record *record;
	struct reading reading;
	struct table table;
	bool shown = true;

	out_text_table(&table, options->relative);
	if (!reading_open(&reading, options))
		return reading_close(&reading);
	terminal_page();
	while (shown && (record = reading_next(&reading))) {
		shown = show_one(&reading, &table, record);
		crashrec_record_free(record);
	}
	if (!shown) {
		complain("out of memory");
		reading_note(&reading, EXIT_OUTPUT);
	}
	if (table.row_count && shown)
		table_print(&table, stdout, terminal_columns());
	reading_tell_lost(&reading);
	table_free(&table);
	return reading_close(&reading);
}

const struct command cmd_list = {
	.name = "list",
	.purpose = "a line for each record",
	.options = "fjuA" CHOICE_OPTIONS TERMINAL_OPTIONS,
	.help =
"usage: crashrec list [-f FILE] [--json] [--relative] [--user]\n"
"       [--since TIME] [--class NAME] [--title TEXT] [--boot ID]\n"
"\n"
"Shows a line for each record that is not acknowledged, oldest first. BOOT is\n"
"the front of the boot id; * marks the boot that runs now, or ran last. COUNT\n"
"is how many reports of that title came, of which the first is the record. CPU,\n"
"PID and COMM are of the task that the report is about.\n"
"\n"
"  -f, --file FILE  read a region file, the memory of a guest, a dump of it, a\n"
"                   text log, or a folder of pstore instead of /dev/crashrec\n"
"      --json       a JSON object a line; the keys of show, but for frames,\n"
"                   registers, trap, before and lines\n"
CHOICE_HELP
"      --relative   how long ago each was, instead of the time\n"
"      --user       also text of processes, which only looked like reports\n"
TERMINAL_HELP
"  -h, --help       this text\n"
"\n"
EXIT_CODES_HELP,
	.run = run,
};
