// SPDX-License-Identifier: GPL-2.0
/*
 * crashrec bisect-log: what logs of bisections tell.
 */
#include <crashrec_bisect.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "bisection_json.h"
#include "bisection_text.h"
#include "cmd.h"
#include "complain.h"
#include "options.h"
#include "terminal.h"

static int complain_of_file(const char *file, int err)
{
	if (err == -ENODATA)
		complain("%s: is no log of a bisection: name one, see crashrec bisect-log --help",
			 file);
	else if (err == -EFBIG)
		complain("%s: is longer than %u MiB: is it a log of a bisection?",
			 file, CRASHREC_BISECTION_MAX_BYTES >> 20);
	else
		complain("%s: can't be read: %s", file, strerror(-err));
	return EXIT_SOURCE;
}

static bool has_same_kernel(const struct crashrec_bisect_commit *culprit)
{
	return culprit->signature.bytes &&
	       culprit->signature.bytes == culprit->parent_signature.bytes &&
	       !memcmp(culprit->signature.data, culprit->parent_signature.data,
		       culprit->signature.bytes);
}

/* What is doubtful. Return: enum exit_code. */
static int complain_of_log(const char *file,
			   const struct crashrec_bisection *bisection)
{
	int code = EXIT_FINE;

	if (!bisection->is_whole) {
		complain("%s: the log ends early, behind line %" PRIu64
			 ": is it all of it?", file, bisection->line_count);
		code = EXIT_DAMAGED;
	}
	if (bisection->told_tests != CRASHREC_UNKNOWN &&
	    bisection->told_tests != bisection->test_count) {
		complain("%s: says that %" PRIu32
			 " revisions were tested, and tells of %zu", file,
			 bisection->told_tests, bisection->test_count);
		code = EXIT_DAMAGED;
	}
	if (has_same_kernel(&bisection->culprit))
		complain("%s: the commit found did not change the kernel that was built: doubt it",
			 file);
	if (bisection->unknown_count)
		complain("%s: lines that were not understood: %" PRIu64
			 ", the first is line %" PRIu64, file,
			 bisection->unknown_count, bisection->first_unknown);
	return code;
}

static int show(const struct options *options, const char *file,
		size_t *shown_count)
{
	struct crashrec_bisection *bisection;
	int err = crashrec_bisection_read(&bisection, file);
	int code = EXIT_FINE;
	bool shown;

	if (err)
		return complain_of_file(file, err);
	terminal_page();
	if (options->json) {
		shown = bisection_json_print(stdout, file, bisection);
	} else {
		if ((*shown_count)++)
			putchar('\n');
		shown = bisection_text_print(stdout, bisection);
	}
	if (shown) {
		code = complain_of_log(file, bisection);
	} else {
		complain("out of memory");
		code = EXIT_OUTPUT;
	}
	crashrec_bisection_free(bisection);
	return code;
}

static int run(const struct options *options)
{
	int code = EXIT_FINE, other;
	size_t i, shown = 0;

	for (i = 0; i < options->file_count && code != EXIT_OUTPUT; i++) {
		other = show(options, options->files[i], &shown);
		if (other != EXIT_FINE && code != EXIT_SOURCE)
			code = other;
	}
	return code;
}

const struct command cmd_bisect_log = {
	.name = "bisect-log",
	.purpose = "what a log of a bisection tells: commits, runs, culprit",
	.options = "j" TERMINAL_OPTIONS,
	.takes_files = true,
	.help =
"usage: crashrec bisect-log [--json] FILE...\n"
"\n"
"Reads logs of bisections: what crash reporters that bisect by themselves wrote,\n"
"and what git bisect log and git bisect run print. Shows the commit that was\n"
"found, and a line for each that was tested: the verdict (in brackets where the\n"
"log tells none, and it is made of the runs), how many revisions git had LEFT,\n"
"and what came of the runs: 6a are six that crashed as line a below says.\n"
"\n"
"  FILE             the log; - is standard input\n"
"      --json       a JSON object a line\n"
TERMINAL_HELP
"  -h, --help       this text\n"
"\n"
"Exit status: 0 fine; 2 wrong usage; 3 a file can't be read, or is no such log;\n"
"4 a log ends early, the rest was shown; 5 the output could not be written.\n",
	.run = run,
};
