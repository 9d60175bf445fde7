// SPDX-License-Identifier: GPL-2.0
/*
 * crashrec judge: a verdict for git bisect run. Its keys in JSON:
 *
 *  kind          verdict
 *  version       see json_write.h
 *  verdict       good, bad or skip
 *  exit_status   0, 1 or 125
 *  runs          how many; and of them
 *  crashed other no_boot untold fine
 *  at_least      how many have to crash
 *  titles        array of: title, class, wanted (it is looked for), runs
 *  files         array of: file, outcome (crashed, other, no-boot, untold,
 *                fine), title, class, why
 */
#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "complain.h"
#include "escape.h"
#include "json_write.h"
#include "judging.h"
#include "options.h"

/* As git bisect run takes them. */
#define EXIT_GOOD	0
#define EXIT_BAD	1
#define EXIT_SKIP	125
/* It then ends, and nothing is taken for good or bad. */
#define EXIT_STOP	128

/**
 * struct verdict - on all runs
 * @runs: of them
 * @run_count: at least 1
 * @counts: of them, by enum judging_outcome
 * @at_least: that have to crash
 * @code: exit status
 */
struct verdict {
	struct judging_run *runs;
	size_t run_count;
	uint64_t counts[RUN_OUTCOMES];
	uint64_t at_least;
	int code;
};

static const char *word_of(const struct verdict *verdict)
{
	return verdict->code == EXIT_GOOD ? "good" :
	       verdict->code == EXIT_BAD ? "bad" : "skip";
}

static void decide(struct verdict *verdict, enum judging_other other)
{
	uint64_t crashed, fine;
	size_t i;

	for (i = 0; i < verdict->run_count; i++)
		verdict->counts[verdict->runs[i].outcome]++;
	crashed = verdict->counts[RUN_CRASHED];
	fine = verdict->counts[RUN_FINE];
	if (other == OTHER_BAD)
		crashed += verdict->counts[RUN_OTHER];
	if (other == OTHER_GOOD)
		fine += verdict->counts[RUN_OTHER];
	if (crashed >= verdict->at_least)
		verdict->code = EXIT_BAD;
	else if (2 * (crashed + fine) > verdict->run_count)
		verdict->code = EXIT_GOOD;
	else
		verdict->code = EXIT_SKIP;
}

static bool is_same(const struct judging_run *a, const struct judging_run *b)
{
	return a->outcome == b->outcome && a->title.bytes == b->title.bytes &&
	       (!a->title.bytes ||
		!memcmp(a->title.data, b->title.data, a->title.bytes));
}

/* Return: how many went as this one; 0: one before it did. */
static uint64_t count_same(const struct verdict *verdict, size_t index)
{
	const struct judging_run *run = &verdict->runs[index];
	uint64_t count = 0;
	size_t i;

	for (i = 0; i < verdict->run_count; i++) {
		if (!is_same(&verdict->runs[i], run))
			continue;
		if (i < index)
			return 0;
		count++;
	}
	return count;
}

static void print_titles(const struct verdict *verdict, unsigned int outcome,
			 const char *what)
{
	uint64_t count;
	size_t i;

	for (i = 0; i < verdict->run_count; i++) {
		if (verdict->runs[i].outcome != outcome)
			continue;
		count = count_same(verdict, i);
		if (!count)
			continue;
		printf("%" PRIu64 " of %zu %s: ", count, verdict->run_count,
		       what);
		escape_print(stdout, verdict->runs[i].title);
		putchar('\n');
	}
}

static void print_count(const struct verdict *verdict, unsigned int outcome,
			const char *what)
{
	if (verdict->counts[outcome])
		printf("%" PRIu64 " of %zu %s\n", verdict->counts[outcome],
		       verdict->run_count, what);
}

static void print_text(const struct verdict *verdict)
{
	size_t i;

	if (!verdict->counts[RUN_CRASHED])
		printf("0 of %zu crashed\n", verdict->run_count);
	print_titles(verdict, RUN_CRASHED, "crashed");
	print_titles(verdict, RUN_OTHER, "crashed otherwise");
	print_count(verdict, RUN_NO_BOOT, "did not come up");
	print_count(verdict, RUN_UNTOLD, "can't be told");
	printf("%s\n", word_of(verdict));
	for (i = 0; i < verdict->run_count; i++)
		if (verdict->runs[i].why)
			complain("%s: %s", verdict->runs[i].file,
				 verdict->runs[i].why);
}

static const char * const outcomes[RUN_OUTCOMES] = {
	[RUN_FINE] = "fine",
	[RUN_CRASHED] = "crashed",
	[RUN_OTHER] = "other",
	[RUN_NO_BOOT] = "no-boot",
	[RUN_UNTOLD] = "untold",
};

static void add_title(struct json_object *object,
		      const struct judging_run *run)
{
	json_add_text(object, "title", run->title);
	json_add_string(object, "class", run->title.bytes ?
			crashrec_class_name(run->class) : NULL);
}

static struct json_object *new_files(const struct verdict *verdict)
{
	struct json_object *array = json_object_new_array();
	struct json_object *object;
	size_t i;

	for (i = 0; i < verdict->run_count; i++) {
		const struct judging_run *run = &verdict->runs[i];

		object = json_object_new_object();
		json_add_text(object, "file", (struct crashrec_text){
				      run->file, strlen(run->file) });
		json_add_string(object, "outcome", outcomes[run->outcome]);
		add_title(object, run);
		json_add_string(object, "why", run->why);
		json_object_array_add(array, object);
	}
	return array;
}

static struct json_object *new_titles(const struct verdict *verdict)
{
	struct json_object *array = json_object_new_array();
	struct json_object *object;
	uint64_t count;
	size_t i;

	for (i = 0; i < verdict->run_count; i++) {
		count = count_same(verdict, i);
		if (!count || !verdict->runs[i].title.bytes)
			continue;
		object = json_object_new_object();
		add_title(object, &verdict->runs[i]);
		json_add_bool(object, "wanted",
			      verdict->runs[i].outcome == RUN_CRASHED);
		json_add_u64(object, "runs", count);
		json_object_array_add(array, object);
	}
	return array;
}

static bool print_json(const struct verdict *verdict)
{
	struct json_object *object = json_begin("verdict");

	if (!object)
		return false;
	json_add_string(object, "verdict", word_of(verdict));
	json_add_u64(object, "exit_status", (uint64_t)verdict->code);
	json_add_u64(object, "runs", verdict->run_count);
	json_add_u64(object, "crashed", verdict->counts[RUN_CRASHED]);
	json_add_u64(object, "other", verdict->counts[RUN_OTHER]);
	json_add_u64(object, "no_boot", verdict->counts[RUN_NO_BOOT]);
	json_add_u64(object, "untold", verdict->counts[RUN_UNTOLD]);
	json_add_u64(object, "fine", verdict->counts[RUN_FINE]);
	json_add_u64(object, "at_least", verdict->at_least);
	json_add(object, "titles", new_titles(verdict));
	json_add(object, "files", new_files(verdict));
	return json_end(stdout, object);
}

static bool judge_all(struct verdict *verdict, const struct options *options)
{
	struct judging_before before;
	bool judged = judging_before(&before, options->judging.before);
	size_t i;

	for (i = 0; judged && i < options->file_count; i++) {
		verdict->runs[i].file = options->files[i];
		judged = judging_run(&verdict->runs[i], &options->judging,
				     &options->choice, &before);
	}
	judging_forget(&before);
	return judged;
}

static int judge(struct verdict *verdict, const struct options *options)
{
	if (!judge_all(verdict, options))
		return EXIT_STOP;
	decide(verdict, options->judging.other);
	if (!options->json) {
		print_text(verdict);
		return verdict->code;
	}
	return print_json(verdict) ? verdict->code : EXIT_STOP;
}

static int run(const struct options *options)
{
	struct verdict verdict = {
		.runs = calloc(options->file_count, sizeof(*verdict.runs)),
		.run_count = options->file_count,
		.at_least = options->judging.at_least ?: 1,
	};
	int code = EXIT_STOP;
	size_t i;

	if (verdict.at_least > verdict.run_count)
		complain("judge: --at-least %" PRIu64
			 " of %zu files: name one for each of the runs",
			 verdict.at_least, verdict.run_count);
	else if (!verdict.runs)
		complain("out of memory");
	else
		code = judge(&verdict, options);
	for (i = 0; verdict.runs && i < verdict.run_count; i++)
		free((char *)verdict.runs[i].title.data);
	free(verdict.runs);
	return code;
}

const struct command cmd_judge = {
	.name = "judge",
	.purpose = "good, bad or to be skipped: for git bisect run",
	.options = "j" CHOICE_OPTIONS JUDGING_OPTIONS,
	.takes_files = true,
	.failure = EXIT_STOP,
	.help =
"usage: crashrec judge [--title TEXT]... [--class NAME] [--up TEXT]\n"
"       [--other good | bad | skip] [--at-least N] [--before FILE]\n"
"       [--since TIME] [--boot ID] [--json] FILE...\n"
"\n"
"Says what test runs tell of a kernel, by its exit status, which git bisect run\n"
"understands. FILE is what a run left, one for each run: a log of the console,\n"
"a region file, a guest's memory or a dump of it, a folder of saved records or of\n"
"pstore.\n"
"\n"
"    qemu-system-x86_64 ... -serial file:log || true\n"
"    crashrec judge --title 'WARNING in foo' --up login: log\n"
"\n"
"bad: a report has the title or class that is looked for; without these, there\n"
"is any report (but what is suppressed, as out of memory is, and what a process\n"
"wrote). good: there is none in more than half of the runs. skip: more runs\n"
"tell nothing. Such are those in which the guest did not come up: its log lacks\n"
"what --up says, or without --up any line of a kernel (with a time as\n"
"[    1.234567], or as dmesg, syslog and journals date it, or with the kernel's\n"
"version), its region was used by no boot; those that another report ended; and\n"
"those of which reports are damaged or were lost, or may not have the title that\n"
"they would have if they were whole. pstore without a report tells that a kernel\n"
"ran by such a line only.\n"
"\n"
"      --title TEXT what is looked for: a title, or another that the report may\n"
"                   get; a shell pattern, or /REGEX/, which may match a part\n"
"      --class NAME likewise its class; several with commas\n"
"      --up TEXT    is in a line of each log, or /REGEX/ matches one, if the\n"
"                   guest came up: name what is printed as the test begins\n"
"      --other WHAT a run with another report is good, bad, or tells nothing\n"
"                   (skip, which it is without this): one that each boot\n"
"                   prints wants good\n"
"      --at-least N runs that have to crash for bad; 1 without this\n"
"      --before FILE\n"
"                   a copy of a region that is used for all runs, from before\n"
"                   this one: what is in it does not count, and a boot has to\n"
"                   be new. Without it, begin each run with a file of zeros\n"
"      --since TIME, --boot ID\n"
"                   reports that count, see crashrec list --help; --since goes\n"
"                   by the guest's own clock, which a guest may set as it likes\n"
"      --json       a JSON object\n"
"  -h, --help       this text\n"
"\n"
"Exit status: 0 good; 1 bad; 125 skip; 128 wrong usage, or a file can't be\n"
"read, or the output not written: git bisect run ends then, and goes on when it\n"
"is started again.\n",
	.run = run,
};
