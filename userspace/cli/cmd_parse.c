// SPDX-License-Identifier: GPL-2.0
/*
 * crashrec parse: the reports in text logs.
 */
#include <crashrec_source.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cmd.h"
#include "complain.h"
#include "options.h"
#include "out_json.h"
#include "out_text.h"
#include "terminal.h"

/**
 * struct parsing - how far it came
 * @options: what was asked for
 * @found: reports
 * @shown: of them, as text
 * @exit_code: the worst so far
 */
struct parsing {
	const struct options *options;
	uint64_t found;
	size_t shown;
	int exit_code;
};

/* Return: false if nothing more can be shown. */
static bool show_one(struct parsing *parsing, struct crashrec_source *source,
		     const char *file, const struct crashrec_record *record)
{
	struct crashrec_text text = { NULL, 0 };

	terminal_page();
	if (parsing->options->report &&
	    crashrec_source_report_text(source, record, &text))
		goto no_memory;
	if (parsing->options->json) {
		if (out_json_report(stdout, file, record, text))
			return true;
		goto no_memory;
	}
	if (parsing->shown++)
		fputc('\n', stdout);
	if (parsing->options->report)
		out_text_mail(stdout, text, terminal_is_shown());
	else
		out_text_report(stdout, file, record);
	return true;

no_memory:
	complain("out of memory");
	parsing->exit_code = EXIT_OUTPUT;
	return false;
}

static int show_all(struct parsing *parsing, struct crashrec_source *source,
		    const char *file)
{
	struct crashrec_record *record;
	bool shown;
	int err;

	while (!(err = crashrec_source_next(source, &record))) {
		parsing->found++;
		shown = show_one(parsing, source, file, record);
		crashrec_record_free(record);
		if (!shown)
			return 0;
	}
	return err == -ENOENT ? 0 : err;
}

/* Not of a text log, in which a report is as little missed as in dmesg's. */
static bool has_zero_byte(const char *file)
{
	char begin[4096];
	struct stat st;
	FILE *stream;
	size_t bytes;

	/* What a pipe gave is gone, and its next byte is waited for. */
	if (!strcmp(file, "-") || stat(file, &st) || !S_ISREG(st.st_mode))
		return false;
	stream = fopen(file, "re");
	if (!stream)
		return false;
	bytes = fread(begin, 1, sizeof(begin), stream);
	fclose(stream);
	return memchr(begin, '\0', bytes);
}

static void parse_file(struct parsing *parsing, const char *file)
{
	uint64_t before = parsing->found;
	struct crashrec_source *source;
	int err = crashrec_source_open_log(&source, file);

	if (!err)
		err = show_all(parsing, source, file);
	if (!err && parsing->found == before && has_zero_byte(file))
		complain("%s: is no text, and no report was found in it", file);
	if (err) {
		complain("%s", crashrec_source_error(source));
		if (parsing->exit_code == EXIT_FINE)
			parsing->exit_code = EXIT_SOURCE;
	}
	crashrec_source_close(source);
}

static int run(const struct options *options)
{
	struct parsing parsing = { .options = options };
	size_t i;

	for (i = 0; i < options->file_count; i++) {
		if (parsing.exit_code == EXIT_OUTPUT)
			break;
		parse_file(&parsing, options->files[i]);
	}
	return parsing.exit_code;
}

const struct command cmd_parse = {
	.name = "parse",
	.purpose = "the reports in text logs",
	.options = "jR" TERMINAL_OPTIONS,
	.takes_files = true,
	.help =
"usage: crashrec parse [--json] [--report] FILE...\n"
"\n"
"Finds the reports in text logs and shows each, in the order in which they\n"
"begin: captures of a console, the output of dmesg (also -d, -T, -x) and of\n"
"journalctl (also -o export), files of pstore. With CONFIG_PRINTK_CALLER the\n"
"lines of each context are kept apart. - marks lines from before a report, ? a\n"
"frame that may be stale. What is not printable is shown as \\xNN. A log without\n"
"a report shows nothing; that there is none is told of a file that is no text.\n"
"\n"
"  FILE             a text log or a pipe; - is standard input\n"
"      --json       a JSON object a line; beside the keys of show: file, index\n"
"                   (from 0); first_line and last_line are lines of the file,\n"
"                   from 1\n"
"      --report     each report's text alone, as one mails it: with 5 lines from\n"
"                   before it, 50 where they tell the task, and what its\n"
"                   context printed behind it; without frames marked ?, and\n"
"                   without the panic that it only led to. With --json: the\n"
"                   key report\n"
TERMINAL_HELP
"  -h, --help       this text\n"
"\n"
"Exit status: 0 fine, also if there is no report; 2 wrong usage; 3 a file can't\n"
"be read, the others were; 5 the output could not be written.\n",
	.run = run,
};
