/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * A bisection that is being made of a log: what grows while it is read.
 */
#ifndef CRASHREC_LIB_BISECT_H
#define CRASHREC_LIB_BISECT_H

#include <crashrec_bisect.h>

/**
 * enum bisect_part - what the lines that are read are part of
 * @BISECT_IN_LOG: of the log
 * @BISECT_IN_COMMIT: of a commit, as git shows it
 * @BISECT_IN_CANDIDATES: of a list of commits
 */
enum bisect_part {
	BISECT_IN_LOG,
	BISECT_IN_COMMIT,
	BISECT_IN_CANDIDATES,
};

/**
 * struct bisect - what was read so far
 * @bisection: what is made; its arrays are those below
 * @tests: owned; room for a power of two
 * @runs: likewise
 * @candidates: likewise
 * @people: likewise
 * @next: of the commit that git chose, and that was not tested yet: all but its
 *        runs and verdict; its line is 0: there is none
 * @release: that the next commit is
 * @part: what the line is part of
 * @line: its number, from 1
 * @is_told: a line said that this is a log of a bisection
 * @is_report_style: it began as crash reporters begin it
 * @has_end: the last line that such a log has was read
 * @failed: there was no memory
 */
struct bisect {
	struct crashrec_bisection bisection;
	struct crashrec_bisect_test *tests;
	struct crashrec_bisect_run *runs;
	struct crashrec_text *candidates;
	struct crashrec_text *people;
	struct crashrec_bisect_test next;
	struct crashrec_text release;
	enum bisect_part part;
	uint64_t line;
	bool is_told;
	bool is_report_style;
	bool has_end;
	bool failed;
};

/**
 * bisect_add_test() - begin another test
 * @bisect: is added to
 * @commit: that is tested; what git told of it is taken from bisect::next
 *
 * Return: lives until the next one; NULL: there was no memory.
 */
struct crashrec_bisect_test *bisect_add_test(struct bisect *bisect,
					     struct crashrec_text commit);

/**
 * bisect_add_run() - add a run to the last test
 * @bisect: is added to
 * @run: the run
 *
 * Return: false if there is no test that it can be of.
 */
bool bisect_add_run(struct bisect *bisect,
		    const struct crashrec_bisect_run *run);

/**
 * bisect_judge() - keep a verdict that the log tells
 * @bisect: is added to, where the commit was not tested
 * @commit: the commit
 * @subject: of it, or empty
 * @verdict: enum crashrec_bisect_verdict
 */
void bisect_judge(struct bisect *bisect, struct crashrec_text commit,
		  struct crashrec_text subject, unsigned int verdict);

/**
 * bisect_add_candidate() - add one of the commits that it may be
 * @bisect: is added to
 * @commit: its id
 */
void bisect_add_candidate(struct bisect *bisect, struct crashrec_text commit);

/**
 * bisect_add_person() - add an address
 * @bisect: is added to
 * @address: of who is concerned
 */
void bisect_add_person(struct bisect *bisect, struct crashrec_text address);

/**
 * bisect_finish() - what can be told once all was read
 * @bisect: becomes whole
 */
void bisect_finish(struct bisect *bisect);

/**
 * bisect_read_line() - read a line of the log
 * @bisect: is added to
 * @line: without its end
 *
 * Return: false if it was not understood.
 */
bool bisect_read_line(struct bisect *bisect, struct crashrec_text line);

#endif /* CRASHREC_LIB_BISECT_H */
