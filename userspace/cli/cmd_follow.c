// SPDX-License-Identifier: GPL-2.0
/*
 * crashrec follow: records as they come.
 */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "complain.h"
#include "ending.h"
#include "out_json.h"
#include "out_text.h"
#include "reading.h"
#include "terminal.h"

/**
 * struct following - how far it came
 * @options: what was asked for
 * @follow: the source
 * @table: of the lines so far
 * @shown: records
 * @hidden: those that were not, as they are no reports
 * @exit_code: the worst so far
 */
struct following {
	const struct options *options;
	struct crashrec_follow *follow;
	struct table table;
	uint64_t shown;
	uint64_t hidden;
	int exit_code;
};

/* Return: false if there was no memory. */
static bool print(struct following *following, FILE *out,
		  const struct crashrec_record *record)
{
	const struct options *options = following->options;
	struct crashrec_source *source =
		crashrec_follow_source(following->follow);

	if (options->json)
		return out_json_record(out, crashrec_source_path(source),
				       record, true);
	if (options->raw) {
		out_text_raw(out, record, terminal_is_shown());
	} else if (options->whole) {
		if (following->shown)
			fputc('\n', out);
		out_text_record(out, record, false);
	} else {
		if (!out_text_row(&following->table, record))
			return false;
		table_print_on(&following->table, out, terminal_columns());
	}
	return true;
}

/* All of it at once, so that it is whole where it goes. */
static int show(struct following *following,
		const struct crashrec_record *record)
{
	char *text = NULL;
	size_t bytes = 0;
	FILE *out = open_memstream(&text, &bytes);
	bool printed;
	int err;

	if (!out)
		return -ENOMEM;
	printed = print(following, out, record);
	if (fclose(out) || !printed)
		err = -ENOMEM;
	else
		err = ending_write(text, bytes);
	free(text);
	return err;
}

/* Return: false if there is no point in going on. */
static bool take(struct following *following,
		 const struct crashrec_record *record)
{
	int err;

	if (reading_hides(following->options, record)) {
		following->hidden++;
		return true;
	}
	if (!choice_takes(&following->options->choice, record))
		return true;
	err = show(following, record);
	if (err) {
		complain("the output could not be written: %s", strerror(-err));
		following->exit_code = EXIT_OUTPUT;
		return false;
	}
	following->shown++;
	if (crashrec_record_flags(record) & CRASHREC_FLAG_DAMAGED)
		following->exit_code = EXIT_DAMAGED;
	return true;
}

/* As if it had been written to. */
static void end_with_reader(struct following *following)
{
	raise(SIGPIPE);
	complain("nobody reads the output any more");
	following->exit_code = EXIT_OUTPUT;
}

/* Return: false if that was all. */
static bool take_error(struct following *following, int err)
{
	switch (err) {
	case -EINTR:
		return !ending_is_asked();
	case -ECANCELED:
		if (!ending_is_asked())
			end_with_reader(following);
		return false;
	case -EAGAIN:
		complain("%s", crashrec_follow_error(following->follow));
		return true;
	case -EBADMSG:
		complain("%s", crashrec_follow_error(following->follow));
		following->exit_code = EXIT_DAMAGED;
		return true;
	default:
		complain("%s", crashrec_follow_error(following->follow));
		following->exit_code = EXIT_SOURCE;
		return false;
	}
}

static void go(struct following *following)
{
	struct crashrec_record *record;
	bool go_on = true;
	int err;

	while (go_on && !ending_is_asked()) {
		err = crashrec_follow_next(following->follow, -1, &record);
		go_on = err ? take_error(following, err) :
			take(following, record);
		crashrec_record_free(record);
	}
}

static void tell_end(const struct following *following)
{
	struct crashrec_source *source =
		crashrec_follow_source(following->follow);
	struct crashrec_summary summary;

	if (following->hidden)
		complain("not shown, as processes wrote them: %" PRIu64
			 " records: see --user", following->hidden);
	if (source && !crashrec_source_summary(source, &summary) &&
	    summary.losses.total)
		complain("%s: lines and reports of the last boot that were lost: %"
			 PRIu64,
			 crashrec_source_path(source), summary.losses.total);
}

static int follow(struct following *following, int end_fd)
{
	struct progress progress = { 0 };
	struct crashrec_follow_options how = {
		.only_new = following->options->only_new,
		.wake_fd = end_fd,
		.output_fd = STDOUT_FILENO,
		.progress = progress_tell,
		.progress_arg = &progress,
		.again = true,
	};
	int err = crashrec_follow_open(&following->follow,
				       following->options->path, &how);

	if (err) {
		complain("%s", crashrec_follow_error(following->follow));
		following->exit_code = EXIT_SOURCE;
	} else {
		go(following);
		tell_end(following);
	}
	crashrec_follow_close(following->follow);
	table_free(&following->table);
	return following->exit_code;
}

static int run(const struct options *options)
{
	struct following following = { .options = options };
	int end_fd, code;

	if (options->whole && options->raw) {
		complain("follow: --whole and --raw exclude each other");
		return EXIT_USAGE;
	}
	end_fd = ending_begin();
	if (end_fd < 0) {
		complain("signals can't be waited for: %s", strerror(errno));
		return EXIT_SOURCE;
	}
	out_text_table(&following.table, false);
	code = follow(&following, end_fd);
	ending_end();
	return code;
}

const struct command cmd_follow = {
	.name = "follow",
	.purpose = "records as they come",
	.options = "fjruwN" CHOICE_OPTIONS COLOR_OPTION,
	.help =
"usage: crashrec follow [-f FILE] [--json | --raw | --whole] [--new] [--user]\n"
"       [--since TIME] [--class NAME] [--title TEXT] [--boot ID]\n"
"\n"
"Shows the records that are not acknowledged, and then each new one as soon as\n"
"its report is over, until it is interrupted: a line each, as crashrec list\n"
"does. Each is shown once, and acknowledged by nobody. If its report goes on\n"
"after all, it is shown again, as it is then. How often it comes again is not\n"
"shown: see crashrec show.\n"
"\n"
"It goes on when the guest is reset, when the module formats the region or is\n"
"loaded again, and when the file is replaced by another. What is not there yet\n"
"is waited for. A report that its guest hangs in stays open, and is shown when\n"
"the next boot finds it; crashrec show has it at once. A device can't be\n"
"unloaded while it is followed.\n"
"\n"
"  -f, --file FILE  follow a region file, or the memory of a guest, instead of\n"
"                   /dev/crashrec\n"
"      --new        pass over the records that are there when it begins\n"
"      --whole      all of each record, as crashrec show does\n"
"      --json       all of it as a JSON object a line\n"
"      --raw        the text of each report's lines, nothing else\n"
CHOICE_HELP
"      --user       also text of processes, which only looked like reports\n"
COLOR_HELP
"  -h, --help       this text\n"
"\n"
"Exit status: 0 interrupted (SIGINT, SIGTERM); 2 wrong usage; 3 the source is\n"
"none that can be followed; 4 interrupted, and something is damaged, the rest\n"
"was shown; 5 the output could not be written.\n",
	.run = run,
};
