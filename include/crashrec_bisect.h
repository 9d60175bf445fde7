/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * libcrashrec: logs of bisections, as crash reporters that bisect by themselves
 * write them (a line for each run of each commit, then git's and the result),
 * and as `git bisect log` and `git bisect run` do.
 *
 * The bytes may be hostile: texts are counted, may hold any byte but a newline,
 * and are parts of the log.
 *
 * Threads: a bisection does not change and may be read by several.
 */
#ifndef CRASHREC_BISECT_H
#define CRASHREC_BISECT_H

#include <crashrec.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A time that the log does not tell. */
#define CRASHREC_UNKNOWN_NS	UINT64_MAX

/* What crashrec_bisection_read() reads, bytes. */
#define CRASHREC_BISECTION_MAX_BYTES	(64U << 20)

/**
 * enum crashrec_bisect_goal - what is looked for
 * @CRASHREC_BISECT_CAUSE: the commit with which it began to crash
 * @CRASHREC_BISECT_FIX: that with which it ceased to: good and bad are swapped
 */
enum crashrec_bisect_goal {
	CRASHREC_BISECT_CAUSE = 0,
	CRASHREC_BISECT_FIX = 1,
};

/**
 * enum crashrec_bisect_end - how it ended
 * @CRASHREC_BISECT_UNFINISHED: the log tells no result
 * @CRASHREC_BISECT_FOUND: a commit was found
 * @CRASHREC_BISECT_INCONCLUSIVE: it may be any of several
 */
enum crashrec_bisect_end {
	CRASHREC_BISECT_UNFINISHED = 0,
	CRASHREC_BISECT_FOUND = 1,
	CRASHREC_BISECT_INCONCLUSIVE = 2,
};

/**
 * enum crashrec_bisect_outcome - of a run
 * @CRASHREC_RUN_FINE: nothing was reported
 * @CRASHREC_RUN_CRASHED: something was
 * @CRASHREC_RUN_NO_BOOT: the kernel did not come up
 * @CRASHREC_RUN_FAILED: it failed otherwise, and tells nothing
 */
enum crashrec_bisect_outcome {
	CRASHREC_RUN_FINE = 0,
	CRASHREC_RUN_CRASHED = 1,
	CRASHREC_RUN_NO_BOOT = 2,
	CRASHREC_RUN_FAILED = 3,
};

/**
 * enum crashrec_bisect_verdict - on a commit
 * @CRASHREC_VERDICT_NONE: not told
 * @CRASHREC_VERDICT_GOOD: it is from before what is looked for
 * @CRASHREC_VERDICT_BAD: it has that
 * @CRASHREC_VERDICT_SKIPPED: it can't be told
 */
enum crashrec_bisect_verdict {
	CRASHREC_VERDICT_NONE = 0,
	CRASHREC_VERDICT_GOOD = 1,
	CRASHREC_VERDICT_BAD = 2,
	CRASHREC_VERDICT_SKIPPED = 3,
};

/**
 * struct crashrec_bisect_run - a run, or several that went the same way
 * @number: from 0; CRASHREC_UNKNOWN: all runs of that test
 * @outcome: enum crashrec_bisect_outcome
 * @what: title of the crash, or why it failed; empty: fine
 */
struct crashrec_bisect_run {
	uint32_t number;
	unsigned int outcome;
	struct crashrec_text what;
};

/**
 * struct crashrec_bisect_test - a commit that was tested, in the order of the log
 * @commit: its id, hexadecimal
 * @subject: as git tells it; empty: the log does not
 * @release: name of the release that it is, or empty
 * @compiler: as the log tells it, or empty
 * @signature: of the kernel that was built, or empty
 * @revisions_left: that git had left to test after it; CRASHREC_UNKNOWN: not told
 * @steps_left: likewise, about how many tests
 * @verdict: enum crashrec_bisect_verdict
 * @is_inferred: the log tells none: it is made of the runs, of which one that
 *               crashed is enough
 * @first_run: in crashrec_bisection::runs
 * @run_count: of them
 * @line: of the log in which it begins, from 1
 */
struct crashrec_bisect_test {
	struct crashrec_text commit;
	struct crashrec_text subject;
	struct crashrec_text release;
	struct crashrec_text compiler;
	struct crashrec_text signature;
	uint32_t revisions_left;
	uint32_t steps_left;
	unsigned int verdict;
	bool is_inferred;
	size_t first_run;
	size_t run_count;
	uint64_t line;
};

/**
 * struct crashrec_bisect_commit - the commit that was found
 * @commit: its id, hexadecimal; empty: none was found
 * @subject: of it
 * @author: name and address
 * @date: as git shows it
 * @signature: of its kernel, or empty
 * @parent_signature: of its parent's
 */
struct crashrec_bisect_commit {
	struct crashrec_text commit;
	struct crashrec_text subject;
	struct crashrec_text author;
	struct crashrec_text date;
	struct crashrec_text signature;
	struct crashrec_text parent_signature;
};

/**
 * struct crashrec_bisection - what a log tells
 * @goal: enum crashrec_bisect_goal
 * @end: enum crashrec_bisect_end
 * @is_whole: the log does not end early, as far as it can tell
 * @start: the commit with which it began; empty: not told
 * @bad: commit that git was told is bad, when it began; or empty
 * @good: likewise good
 * @tests: commits that were tested
 * @test_count: of them
 * @runs: of all tests
 * @run_count: of them
 * @culprit: what was found
 * @candidates: where it is inconclusive, ids of commits that it may be
 * @candidate_count: of them
 * @told_tests: tests that the log says there were, or CRASHREC_UNKNOWN
 * @total_ns: time that it took, or CRASHREC_UNKNOWN_NS
 * @build_ns: of it, to build
 * @test_ns: of it, to test
 * @crash: title of the crash that is told at the end, or empty
 * @report: the report of it, several lines
 * @report_line: of the log in which that begins; 0: there is none
 * @people: addresses that the log says are concerned
 * @people_count: of them
 * @line_count: lines of the log
 * @unknown_count: of them, those that were not understood
 * @first_unknown: the first of these, from 1; 0: there is none
 */
struct crashrec_bisection {
	unsigned int goal;
	unsigned int end;
	bool is_whole;
	struct crashrec_text start;
	struct crashrec_text bad;
	struct crashrec_text good;
	const struct crashrec_bisect_test *tests;
	size_t test_count;
	const struct crashrec_bisect_run *runs;
	size_t run_count;
	struct crashrec_bisect_commit culprit;
	const struct crashrec_text *candidates;
	size_t candidate_count;
	uint32_t told_tests;
	uint64_t total_ns;
	uint64_t build_ns;
	uint64_t test_ns;
	struct crashrec_text crash;
	struct crashrec_text report;
	uint64_t report_line;
	const struct crashrec_text *people;
	size_t people_count;
	uint64_t line_count;
	uint64_t unknown_count;
	uint64_t first_unknown;
};

/**
 * crashrec_bisection_parse() - make a bisection of a log
 * @bisection: set to it, or to NULL on failure
 * @data: the log, not kept; any bytes
 * @bytes: of it
 *
 * It is not to be changed.
 *
 * Return: 0, and the caller frees @bisection; -ENODATA: no line of it is one of
 * a bisection's; -EFBIG: more than CRASHREC_BISECTION_MAX_BYTES; -ENOMEM.
 */
CRASHREC_API int
crashrec_bisection_parse(struct crashrec_bisection **bisection,
			 const void *data, size_t bytes);

/**
 * crashrec_bisection_read() - the same of a file
 * @bisection: set to it, or to NULL on failure
 * @path: of a file or a pipe, which is read to its end; "-": standard input
 *
 * Return: as crashrec_bisection_parse(), or what open() or read() gave.
 */
CRASHREC_API int
crashrec_bisection_read(struct crashrec_bisection **bisection,
			const char *path);

/**
 * crashrec_bisection_free() - free a bisection and all that is in it
 * @bisection: may be NULL
 */
CRASHREC_API void
crashrec_bisection_free(struct crashrec_bisection *bisection);

/* Names as those of crashrec.h: ASCII, stable, live for ever, never NULL. */

/** crashrec_bisect_end_name() - of an enum crashrec_bisect_end */
CRASHREC_API const char *crashrec_bisect_end_name(unsigned int end);

/** crashrec_run_outcome_name() - of an enum crashrec_bisect_outcome */
CRASHREC_API const char *crashrec_run_outcome_name(unsigned int outcome);

/** crashrec_verdict_name() - of an enum crashrec_bisect_verdict */
CRASHREC_API const char *crashrec_verdict_name(unsigned int verdict);

#ifdef __cplusplus
}
#endif

#endif /* CRASHREC_BISECT_H */
