// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * The lines that a log of a bisection may have: a row of a table each.
 *
 * Those of crash reporters are as syzkaller's pkg/bisect/bisect.go prints them
 * (2017 to 2024), those of git as builtin/bisect.c and bisect.c do (2.7 to 2.45).
 */
#include <string.h>

#include "bisect.h"
#include "bisect_text.h"

/**
 * struct row - a line
 * @begin: how it begins
 * @read: reads the rest; returns false if it is not that line; NULL: it tells
 *        nothing that is kept
 */
struct row {
	const char *begin;
	bool (*read)(struct bisect *bisect, struct crashrec_text rest);
};

static bool read_cause(struct bisect *bisect, struct crashrec_text rest)
{
	bisect->is_report_style = true;
	return text_take_commit(&rest, &bisect->bisection.start);
}

static bool read_fix(struct bisect *bisect, struct crashrec_text rest)
{
	bisect->bisection.goal = CRASHREC_BISECT_FIX;
	return read_cause(bisect, rest);
}

static bool read_release(struct bisect *bisect, struct crashrec_text rest)
{
	bisect->release = rest;
	return true;
}

/* As "with gcc (GCC) 8.1.0", "gcc", or nothing behind the commit. */
static bool read_test(struct bisect *bisect, struct crashrec_text rest)
{
	struct crashrec_bisect_test *test;
	struct crashrec_text commit;

	if (!text_take_commit(&rest, &commit))
		return false;
	text_take(&rest, "with ");
	test = bisect_add_test(bisect, commit);
	if (test)
		test->compiler = rest;
	return true;
}

static struct crashrec_bisect_test *last_test(struct bisect *bisect)
{
	size_t count = bisect->bisection.test_count;

	return count ? &bisect->tests[count - 1] : NULL;
}

static bool read_compiler(struct bisect *bisect, struct crashrec_text rest)
{
	struct crashrec_bisect_test *test = last_test(bisect);

	if (test)
		test->compiler = rest;
	return test;
}

static bool read_signature(struct bisect *bisect, struct crashrec_text rest)
{
	struct crashrec_bisect_test *test = last_test(bisect);

	if (test)
		test->signature = rest;
	return test;
}

static bool read_outcome(struct bisect *bisect, uint32_t number,
			 struct crashrec_text text)
{
	struct crashrec_bisect_run run = { .number = number };

	if (text.bytes == 2 && text_take(&text, "OK"))
		run.outcome = CRASHREC_RUN_FINE;
	else if (text_take(&text, "crashed: "))
		run.outcome = CRASHREC_RUN_CRASHED;
	else if (text_take(&text, "boot failed: ") ||
		 text_take(&text, "basic kernel testing failed: "))
		run.outcome = CRASHREC_RUN_NO_BOOT;
	else
		run.outcome = CRASHREC_RUN_FAILED;
	run.what = text;
	return bisect_add_run(bisect, &run);
}

static bool read_run(struct bisect *bisect, struct crashrec_text rest)
{
	uint32_t number;

	if (!text_take_number(&rest, &number) || !text_take(&rest, ": "))
		return false;
	return read_outcome(bisect, number, rest);
}

static bool read_all_runs(struct bisect *bisect, struct crashrec_text rest)
{
	return read_outcome(bisect, CRASHREC_UNKNOWN, rest);
}

/* The first is bad, the others are good. */
static bool read_start(struct bisect *bisect, struct crashrec_text rest)
{
	const struct crashrec_text none = { "", 0 };
	struct crashrec_text commit;

	bisect->is_told = true;
	if (!text_take(&rest, " ") || !text_take_commit(&rest, &commit))
		return true;
	bisect->bisection.bad = commit;
	bisect_judge(bisect, commit, none, CRASHREC_VERDICT_BAD);
	while (text_take_commit(&rest, &commit)) {
		if (!bisect->bisection.good.bytes)
			bisect->bisection.good = commit;
		bisect_judge(bisect, commit, none, CRASHREC_VERDICT_GOOD);
	}
	return true;
}

static bool read_verdict(struct bisect *bisect, struct crashrec_text rest,
			 unsigned int verdict)
{
	const struct crashrec_text none = { "", 0 };
	struct crashrec_text commit;

	if (!text_take_commit(&rest, &commit))
		return false;
	bisect_judge(bisect, commit, none, verdict);
	return true;
}

static bool read_bad(struct bisect *bisect, struct crashrec_text rest)
{
	return read_verdict(bisect, rest, CRASHREC_VERDICT_BAD);
}

static bool read_good(struct bisect *bisect, struct crashrec_text rest)
{
	return read_verdict(bisect, rest, CRASHREC_VERDICT_GOOD);
}

static bool read_skip(struct bisect *bisect, struct crashrec_text rest)
{
	return read_verdict(bisect, rest, CRASHREC_VERDICT_SKIPPED);
}

/* As git bisect log has it: "[id] subject". */
static bool take_named(struct crashrec_text *rest, struct crashrec_text *commit)
{
	struct crashrec_text inner;

	if (!text_take(rest, "["))
		return false;
	inner = text_take_until(rest, ']');
	text_take(rest, " ");
	return text_take_commit(&inner, commit) && !inner.bytes;
}

static bool read_named(struct bisect *bisect, struct crashrec_text rest,
		       unsigned int verdict)
{
	struct crashrec_text commit;

	if (!take_named(&rest, &commit))
		return false;
	bisect_judge(bisect, commit, rest, verdict);
	return true;
}

static bool read_named_bad(struct bisect *bisect, struct crashrec_text rest)
{
	return read_named(bisect, rest, CRASHREC_VERDICT_BAD);
}

static bool read_named_good(struct bisect *bisect, struct crashrec_text rest)
{
	return read_named(bisect, rest, CRASHREC_VERDICT_GOOD);
}

static bool read_named_skip(struct bisect *bisect, struct crashrec_text rest)
{
	return read_named(bisect, rest, CRASHREC_VERDICT_SKIPPED);
}

static bool read_named_candidate(struct bisect *bisect,
				 struct crashrec_text rest)
{
	struct crashrec_text commit;

	if (!take_named(&rest, &commit))
		return false;
	bisect_add_candidate(bisect, commit);
	return true;
}

static void find(struct bisect *bisect, struct crashrec_text commit)
{
	bisect->bisection.culprit.commit = commit;
	bisect->bisection.end = CRASHREC_BISECT_FOUND;
}

static bool read_named_culprit(struct bisect *bisect, struct crashrec_text rest)
{
	struct crashrec_text commit;

	if (!take_named(&rest, &commit))
		return false;
	find(bisect, commit);
	bisect->bisection.culprit.subject = rest;
	return true;
}

/* How much git has left; the commit comes in the next line. */
static bool read_left(struct bisect *bisect, struct crashrec_text rest)
{
	uint32_t left, steps;

	if (!text_take_number(&rest, &left) || !text_take(&rest, " revision"))
		return false;
	text_take(&rest, "s");
	if (!text_take(&rest, " left to test after this (roughly ") ||
	    !text_take_number(&rest, &steps))
		return false;
	if (bisect->next.line)
		bisect_add_test(bisect, bisect->next.commit);
	bisect->next.revisions_left = left;
	bisect->next.steps_left = steps;
	return true;
}

static bool read_next(struct bisect *bisect, const struct crashrec_text *line)
{
	struct crashrec_text rest = *line, commit;

	if (!take_named(&rest, &commit))
		return false;
	bisect->is_told = true;
	if (bisect->next.line)
		bisect_add_test(bisect, bisect->next.commit);
	bisect->next.commit = commit;
	bisect->next.subject = rest;
	bisect->next.line = bisect->line;
	return true;
}

/* A commit's id, and what it was found to be. */
static bool read_found(struct bisect *bisect, struct crashrec_text line)
{
	struct crashrec_text commit;

	if (!text_take_commit(&line, &commit))
		return false;
	if (!line.bytes && bisect->part == BISECT_IN_CANDIDATES) {
		bisect_add_candidate(bisect, commit);
		return true;
	}
	if (!text_take(&line, "is the first "))
		return false;
	bisect->is_told = true;
	find(bisect, commit);
	bisect->part = BISECT_IN_COMMIT;
	return true;
}

static bool read_candidates(struct bisect *bisect, struct crashrec_text rest)
{
	(void)rest;
	bisect->is_told = true;
	bisect->part = BISECT_IN_CANDIDATES;
	bisect->bisection.end = CRASHREC_BISECT_INCONCLUSIVE;
	return true;
}

static bool read_culprit(struct bisect *bisect, struct crashrec_text rest)
{
	struct crashrec_text commit;

	if (!text_take_commit(&rest, &commit))
		return false;
	find(bisect, commit);
	if (rest.bytes)
		bisect->bisection.culprit.subject = rest;
	return true;
}

static bool read_culprit_signature(struct bisect *bisect,
				   struct crashrec_text rest)
{
	bisect->bisection.culprit.signature = rest;
	return true;
}

static bool read_parent_signature(struct bisect *bisect,
				  struct crashrec_text rest)
{
	bisect->bisection.culprit.parent_signature = text_trim(rest);
	return true;
}

static bool read_times(struct bisect *bisect, struct crashrec_text rest)
{
	struct crashrec_bisection *bisection = &bisect->bisection;

	if (!text_take_number(&rest, &bisection->told_tests))
		return false;
	bisect->has_end = true;
	if (text_take(&rest, ", total time: ") &&
	    text_take_span(&rest, &bisection->total_ns) &&
	    text_take(&rest, " (build: ") &&
	    text_take_span(&rest, &bisection->build_ns) &&
	    text_take(&rest, ", test: "))
		text_take_span(&rest, &bisection->test_ns);
	return true;
}

/* As ["a@b" "c@d"]. */
static bool read_people(struct bisect *bisect, struct crashrec_text rest)
{
	struct crashrec_text address;

	while (rest.bytes && *rest.data == '"') {
		text_take(&rest, "\"");
		address = text_take_until(&rest, '"');
		if (address.bytes)
			bisect_add_person(bisect, address);
		text_take(&rest, " ");
	}
	return rest.bytes == 1 && *rest.data == ']';
}

/* It is the last line: what a test printed before may look the same. */
static bool read_crash(struct bisect *bisect, struct crashrec_text rest)
{
	if (!bisect->has_end)
		return false;
	bisect->bisection.crash = rest;
	bisect->bisection.report_line = bisect->line + 1;
	return true;
}

static const struct row rows[] = {
	{ "run #", read_run },
	{ "all runs: ", read_all_runs },
	{ "testing commit ", read_test },
	{ "testing release ", read_release },
	{ "kernel signature: ", read_signature },
	{ "compiler: ", read_compiler },
	{ "Bisecting: ", read_left },
	{ "# git bisect bad ", read_bad },
	{ "# git bisect good ", read_good },
	{ "# git bisect skip ", read_skip },
	{ "# git bisect start", read_start },
	{ "git bisect bad ", read_bad },
	{ "git bisect good ", read_good },
	{ "git bisect skip ", read_skip },
	{ "git bisect start", read_start },
	{ "# bad: ", read_named_bad },
	{ "# good: ", read_named_good },
	{ "# skip: ", read_named_skip },
	{ "# first bad commit: ", read_named_culprit },
	{ "# possible first bad commit: ", read_named_candidate },
	{ "# only skipped commits left to test", read_candidates },
	{ "# status: ", NULL },
	{ "bisecting cause commit starting from ", read_cause },
	{ "bisecting fixing commit since ", read_fix },
	{ "building syzkaller on ", NULL },
	{ "ensuring issue is reproducible on original commit ", NULL },
	{ "testing current HEAD ", NULL },
	{ "representative crash: ", NULL },
	{ "reproducer is flaky", NULL },
	{ "reproducer seems to be flaky", NULL },
	{ "There are only 'skip'ped commits left to test.", read_candidates },
	{ "The first bad commit could be any of:", read_candidates },
	{ "bisection is inconclusive, the first bad commit could be any of:",
	  read_candidates },
	{ "We cannot bisect more!", NULL },
	{ "culprit signature: ", read_culprit_signature },
	{ "parent signature: ", read_parent_signature },
	{ "parent  signature: ", read_parent_signature },
	{ "revisions tested: ", read_times },
	{ "first bad commit: ", read_culprit },
	{ "first good commit: ", read_culprit },
	{ "cc: [", read_people },
	{ "recipients (to): [", read_people },
	{ "recipients (cc): [", read_people },
	{ "crash: ", read_crash },
	{ "running ", NULL },
	{ "status: ", NULL },
	{ "bisect run success", NULL },
	{ "bisect found first bad commit", NULL },
};

/* What begins so is told once, and says that this is such a log. */
static bool tells(const struct row *row)
{
	return row->read && row->read != read_crash &&
	       row->read != read_people && row->read != read_compiler;
}

static bool read_row(struct bisect *bisect, struct crashrec_text line)
{
	struct crashrec_text rest;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		rest = line;
		if (!text_take(&rest, rows[i].begin))
			continue;
		if (rows[i].read && !rows[i].read(bisect, rest))
			return false;
		bisect->is_told |= tells(&rows[i]);
		if (rows[i].read != read_candidates)
			bisect->part = BISECT_IN_LOG;
		return true;
	}
	return false;
}

/* As git show has it: heads, the indented message, files. */
static bool read_commit_line(struct bisect *bisect, struct crashrec_text line)
{
	struct crashrec_bisect_commit *culprit = &bisect->bisection.culprit;
	struct crashrec_text rest = line;

	if (!line.bytes || *line.data == ':')
		return true;
	if (text_take(&rest, "    ") && !culprit->subject.bytes)
		culprit->subject = text_trim(rest);
	if (*line.data == ' ')
		return true;
	rest = line;
	if (text_take(&rest, "Author:")) {
		culprit->author = text_trim(rest);
		return true;
	}
	if (text_take(&rest, "Date:") || text_take(&rest, "AuthorDate:")) {
		culprit->date = text_trim(rest);
		return true;
	}
	return text_take(&rest, "commit ") || text_take(&rest, "Merge: ") ||
	       text_take(&rest, "Commit: ") || text_take(&rest, "CommitDate: ");
}

bool bisect_read_line(struct bisect *bisect, struct crashrec_text line)
{
	if (bisect->part == BISECT_IN_COMMIT && read_commit_line(bisect, line))
		return true;
	return !line.bytes || read_row(bisect, line) ||
	       read_found(bisect, line) || read_next(bisect, &line);
}
