// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * A bisection in memory. All texts of it are parts of one copy of the log, which
 * stands behind the struct.
 */
#include "bisect.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bisect_text.h"

/*
 * git's verdict is on the commit that was tested last; at the start, on two of
 * those that were. Among how many it is looked for.
 */
#define LOOK_BACK	64

#define READ_BYTES	(64U << 10)

static const struct crashrec_text no_text = { "", 0 };

/* Doubled at each power of two. Return: the array; NULL: it is as it was. */
static void *grown(void *array, size_t count, size_t bytes)
{
	if (count & (count - 1))
		return array;
	return reallocarray(array, count ? 2 * count : 1, bytes);
}

static bool is_same(struct crashrec_text a, struct crashrec_text b)
{
	return a.bytes == b.bytes && !memcmp(a.data, b.data, a.bytes);
}

static void forget_next(struct bisect *bisect)
{
	memset(&bisect->next, 0, sizeof(bisect->next));
	bisect->next.commit = no_text;
	bisect->next.subject = no_text;
	bisect->next.revisions_left = CRASHREC_UNKNOWN;
	bisect->next.steps_left = CRASHREC_UNKNOWN;
}

struct crashrec_bisect_test *bisect_add_test(struct bisect *bisect,
					     struct crashrec_text commit)
{
	struct crashrec_bisection *bisection = &bisect->bisection;
	struct crashrec_bisect_test *tests, *test;

	tests = grown(bisect->tests, bisection->test_count, sizeof(*tests));
	if (!tests) {
		bisect->failed = true;
		return NULL;
	}
	bisect->tests = tests;
	test = &tests[bisection->test_count++];
	*test = (struct crashrec_bisect_test){
		.commit = commit,
		.subject = no_text,
		.release = bisect->release,
		.compiler = no_text,
		.signature = no_text,
		.revisions_left = CRASHREC_UNKNOWN,
		.steps_left = CRASHREC_UNKNOWN,
		.first_run = bisection->run_count,
		.line = bisect->line,
	};
	if (bisect->next.line && is_same(bisect->next.commit, commit)) {
		test->subject = bisect->next.subject;
		test->revisions_left = bisect->next.revisions_left;
		test->steps_left = bisect->next.steps_left;
		forget_next(bisect);
	}
	bisect->release = no_text;
	return test;
}

bool bisect_add_run(struct bisect *bisect,
		    const struct crashrec_bisect_run *run)
{
	struct crashrec_bisection *bisection = &bisect->bisection;
	struct crashrec_bisect_run *runs;

	if (!bisection->test_count)
		return false;
	runs = grown(bisect->runs, bisection->run_count, sizeof(*runs));
	if (!runs) {
		bisect->failed = true;
		return true;
	}
	bisect->runs = runs;
	runs[bisection->run_count++] = *run;
	bisect->tests[bisection->test_count - 1].run_count++;
	return true;
}

static struct crashrec_bisect_test *find_test(struct bisect *bisect,
					      struct crashrec_text commit)
{
	size_t i = bisect->bisection.test_count, looked = 0;

	for (; i && looked < LOOK_BACK; looked++)
		if (is_same(bisect->tests[--i].commit, commit))
			return &bisect->tests[i];
	return NULL;
}

void bisect_judge(struct bisect *bisect, struct crashrec_text commit,
		  struct crashrec_text subject, unsigned int verdict)
{
	struct crashrec_bisect_test *test = find_test(bisect, commit);

	if (!test || (bisect->next.line &&
		      is_same(bisect->next.commit, commit)))
		test = bisect_add_test(bisect, commit);
	if (!test)
		return;
	test->verdict = verdict;
	if (subject.bytes)
		test->subject = subject;
}

static void add_text(struct bisect *bisect, struct crashrec_text **texts,
		     size_t *count, struct crashrec_text text)
{
	struct crashrec_text *more = grown(*texts, *count, sizeof(text));

	if (!more) {
		bisect->failed = true;
		return;
	}
	*texts = more;
	more[(*count)++] = text;
}

void bisect_add_candidate(struct bisect *bisect, struct crashrec_text commit)
{
	add_text(bisect, &bisect->candidates,
		 &bisect->bisection.candidate_count, commit);
}

void bisect_add_person(struct bisect *bisect, struct crashrec_text address)
{
	add_text(bisect, &bisect->people, &bisect->bisection.people_count,
		 address);
}

static unsigned int inferred(const struct bisect *bisect,
			     const struct crashrec_bisect_test *test)
{
	bool is_fix = bisect->bisection.goal == CRASHREC_BISECT_FIX;
	const struct crashrec_bisect_run *run = bisect->runs + test->first_run;
	size_t i, fine = 0;

	for (i = 0; i < test->run_count; i++) {
		if (run[i].outcome == CRASHREC_RUN_CRASHED)
			return is_fix ? CRASHREC_VERDICT_GOOD :
					CRASHREC_VERDICT_BAD;
		fine += run[i].outcome == CRASHREC_RUN_FINE;
	}
	if (!fine)
		return CRASHREC_VERDICT_SKIPPED;
	return is_fix ? CRASHREC_VERDICT_BAD : CRASHREC_VERDICT_GOOD;
}

/* Of the last one in a log that ends early, runs may be missing. */
static void infer(struct bisect *bisect)
{
	size_t i, count = bisect->bisection.test_count;
	struct crashrec_bisect_test *test;

	if (count && !bisect->has_end &&
	    bisect->bisection.end == CRASHREC_BISECT_UNFINISHED)
		count--;
	for (i = 0; i < count; i++) {
		test = &bisect->tests[i];
		if (test->verdict != CRASHREC_VERDICT_NONE || !test->run_count)
			continue;
		test->verdict = inferred(bisect, test);
		test->is_inferred = true;
	}
}

static void name_culprit(struct bisect *bisect)
{
	struct crashrec_bisect_commit *culprit = &bisect->bisection.culprit;
	const struct crashrec_bisect_test *test;

	if (!culprit->commit.bytes || culprit->subject.bytes)
		return;
	test = find_test(bisect, culprit->commit);
	if (test)
		culprit->subject = test->subject;
}

void bisect_finish(struct bisect *bisect)
{
	struct crashrec_bisection *bisection = &bisect->bisection;

	if (bisect->next.line)
		bisect_add_test(bisect, bisect->next.commit);
	infer(bisect);
	name_culprit(bisect);
	bisection->is_whole = bisect->has_end || (!bisect->is_report_style &&
		bisection->end != CRASHREC_BISECT_UNFINISHED);
	bisection->tests = bisect->tests;
	bisection->runs = bisect->runs;
	bisection->candidates = bisect->candidates;
	bisection->people = bisect->people;
}

static struct bisect *new_bisect(size_t bytes)
{
	struct bisect *bisect = calloc(1, sizeof(*bisect) + bytes + 1);
	struct crashrec_bisection *bisection;

	if (!bisect)
		return NULL;
	bisection = &bisect->bisection;
	bisection->start = no_text;
	bisection->bad = no_text;
	bisection->good = no_text;
	bisection->crash = no_text;
	bisection->report = no_text;
	bisection->culprit = (struct crashrec_bisect_commit){
		no_text, no_text, no_text, no_text, no_text, no_text,
	};
	bisection->told_tests = CRASHREC_UNKNOWN;
	bisection->total_ns = CRASHREC_UNKNOWN_NS;
	bisection->build_ns = CRASHREC_UNKNOWN_NS;
	bisection->test_ns = CRASHREC_UNKNOWN_NS;
	bisect->release = no_text;
	forget_next(bisect);
	return bisect;
}

/* A line that has no end may be cut, and is read nonetheless. */
static void read_lines(struct bisect *bisect, struct crashrec_text rest)
{
	struct crashrec_bisection *bisection = &bisect->bisection;
	struct crashrec_text line;

	while (rest.bytes && !bisection->report_line) {
		line = text_take_until(&rest, '\n');
		bisect->line++;
		if (line.bytes && line.data[line.bytes - 1] == '\r')
			line.bytes--;
		if (bisect_read_line(bisect, line))
			continue;
		bisection->unknown_count++;
		if (!bisection->first_unknown)
			bisection->first_unknown = bisect->line;
	}
	if (!rest.bytes)
		bisection->report_line = 0;
	bisection->report = rest;
	while (rest.bytes) {
		text_take_until(&rest, '\n');
		bisect->line++;
	}
	bisection->line_count = bisect->line;
}

int crashrec_bisection_parse(struct crashrec_bisection **bisection,
			     const void *data, size_t bytes)
{
	struct bisect *bisect;
	char *copy;
	int err;

	*bisection = NULL;
	if (bytes > CRASHREC_BISECTION_MAX_BYTES)
		return -EFBIG;
	bisect = new_bisect(bytes);
	if (!bisect)
		return -ENOMEM;
	copy = (char *)(bisect + 1);
	if (bytes)
		memcpy(copy, data, bytes);
	read_lines(bisect, (struct crashrec_text){ copy, bytes });
	bisect_finish(bisect);
	err = bisect->failed ? -ENOMEM : bisect->is_told ? 0 : -ENODATA;
	if (!err)
		*bisection = &bisect->bisection;
	else
		crashrec_bisection_free(&bisect->bisection);
	return err;
}

static ssize_t read_some(int fd, char *data, size_t room)
{
	ssize_t got;

	do
		got = read(fd, data, room);
	while (got < 0 && errno == EINTR);
	return got < 0 ? -errno : got;
}

static int read_fd(int fd, char **data, size_t *bytes)
{
	size_t room = 0;
	ssize_t got;
	char *more;

	for (;;) {
		if (*bytes > CRASHREC_BISECTION_MAX_BYTES)
			return -EFBIG;
		if (*bytes == room) {
			room = room ? 2 * room : READ_BYTES;
			more = realloc(*data, room);
			if (!more)
				return -ENOMEM;
			*data = more;
		}
		got = read_some(fd, *data + *bytes, room - *bytes);
		if (got <= 0)
			return (int)got;
		*bytes += (size_t)got;
	}
}

int crashrec_bisection_read(struct crashrec_bisection **bisection,
			    const char *path)
{
	bool is_stdin = !strcmp(path, "-");
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	char *data = NULL;
	size_t bytes = 0;
	int err;

	*bisection = NULL;
	if (fd < 0)
		return -errno;
	err = read_fd(fd, &data, &bytes);
	if (!is_stdin)
		close(fd);
	if (!err)
		err = crashrec_bisection_parse(bisection, data, bytes);
	free(data);
	return err;
}

void crashrec_bisection_free(struct crashrec_bisection *bisection)
{
	struct bisect *bisect = (struct bisect *)bisection;

	if (!bisect)
		return;
	free(bisect->tests);
	free(bisect->runs);
	free(bisect->candidates);
	free(bisect->people);
	free(bisect);
}

static const char *name_of(const char * const *names, size_t count,
			   unsigned int index)
{
	return index < count ? names[index] : "unknown";
}

const char *crashrec_bisect_end_name(unsigned int end)
{
	static const char * const names[] = {
		"unfinished", "found", "inconclusive",
	};

	return name_of(names, sizeof(names) / sizeof(names[0]), end);
}

const char *crashrec_run_outcome_name(unsigned int outcome)
{
	static const char * const names[] = {
		"fine", "crashed", "no-boot", "failed",
	};

	return name_of(names, sizeof(names) / sizeof(names[0]), outcome);
}

const char *crashrec_verdict_name(unsigned int verdict)
{
	static const char * const names[] = {
		"none", "good", "bad", "skipped",
	};

	return name_of(names, sizeof(names) / sizeof(names[0]), verdict);
}
