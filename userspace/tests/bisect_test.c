// SPDX-License-Identifier: GPL-2.0
/*
 * Logs of bisections: those of two published ones, and ones made up here. The
 * published are no part of the project: they are read from SEEDS, else from
 * ../shared/seeds beside it, if they are there.
 */
#include <crashrec_bisect.h>
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_tap.h"

#define DEFAULT_SEEDS	"../../shared/seeds"
#define FILE_MAX_BYTES	(256U << 10)

static char file_text[FILE_MAX_BYTES];

static size_t read_file(const char *path)
{
	FILE *file = fopen(path, "r");
	size_t bytes;

	if (!file)
		return 0;
	bytes = fread(file_text, 1, sizeof(file_text), file);
	fclose(file);
	return bytes;
}

/* Return: bytes of file_text; 0: it is not there. */
static size_t read_seed(const char *prefix)
{
	const char *folder = getenv("SEEDS");
	struct dirent *entry;
	char path[4096];
	size_t bytes = 0;
	DIR *dir;

	if (!folder)
		folder = DEFAULT_SEEDS;
	dir = opendir(folder);
	while (dir && !bytes && (entry = readdir(dir))) {
		if (strncmp(entry->d_name, prefix, strlen(prefix)) != 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		bytes = read_file(path);
	}
	if (dir)
		closedir(dir);
	return bytes;
}

struct seed_case {
	const char *prefix;
	const char *culprit;
	const char *start;
	/* Of each test: g, b; upper case where the log tells it. */
	const char *verdicts;
	size_t no_boots;
	uint64_t total_ns;
	uint64_t build_ns;
	uint64_t test_ns;
	size_t people;
	size_t unknown;
};

static const struct seed_case seeds[] = {
	{ "003_", "7bc3e6e55acf", "bef7b2a7be28", "BGGGBBBGGBBBGGB", 1,
	  UINT64_C(14270120166307), UINT64_C(5634577152375),
	  UINT64_C(8572159878481), 23, 0 },
	{ "004_", "4e645b47c4f0", "63623fd44972", "bbbbbbbbbbbBGBGBGBBGBBBBGBG",
	  0, UINT64_C(23530373690390), UINT64_C(9623601665582),
	  UINT64_C(13764736017462), 8, 0 },
};

static bool has_verdicts(const struct crashrec_bisection *bisection,
			 const char *verdicts)
{
	static const char letters[] = "-gbs", told[] = "-GBS";
	const struct crashrec_bisect_test *test = bisection->tests;
	size_t i;

	for (i = 0; i < bisection->test_count && verdicts[i]; i++) {
		if ((test[i].is_inferred ? letters :
					   told)[test[i].verdict] == verdicts[i])
			continue;
		printf("# test %zu is %s\n", i,
		       crashrec_verdict_name(test[i].verdict));
		return false;
	}
	return i == bisection->test_count && !verdicts[i];
}

static bool begins(struct crashrec_text text, const char *with)
{
	return text.bytes >= strlen(with) &&
	       !memcmp(text.data, with, strlen(with));
}

/* What the log's own last lines say, that nothing of it is repeated here. */
static bool is_as_told(const struct crashrec_bisection *bisection)
{
	const struct crashrec_bisect_commit *culprit = &bisection->culprit;
	char line[512];

	snprintf(line, sizeof(line), "\nfirst bad commit: %.*s %.*s\n",
		 (int)culprit->commit.bytes, culprit->commit.data,
		 (int)culprit->subject.bytes, culprit->subject.data);
	if (!strstr(file_text, line))
		return false;
	snprintf(line, sizeof(line), "\nAuthor: %.*s\nDate:   %.*s\n",
		 (int)culprit->author.bytes, culprit->author.data,
		 (int)culprit->date.bytes, culprit->date.data);
	if (!strstr(file_text, line))
		return false;
	snprintf(line, sizeof(line), "\ncrash: %.*s\n",
		 (int)bisection->crash.bytes, bisection->crash.data);
	return strstr(file_text, line) &&
	       begins(bisection->report, strstr(file_text, line) + strlen(line));
}

static size_t count_outcome(const struct crashrec_bisection *bisection,
			    unsigned int outcome)
{
	size_t i, count = 0;

	for (i = 0; i < bisection->run_count; i++)
		count += bisection->runs[i].outcome == outcome;
	return count;
}

static void check_seed(const struct seed_case *c)
{
	size_t bytes = read_seed(c->prefix);
	struct crashrec_bisection *b;
	char name[64];

	snprintf(name, sizeof(name), "bisection %s", c->prefix);
	if (!bytes) {
		tap_skip(name, "it is not there: SEEDS=folder");
		return;
	}
	file_text[bytes] = '\0';
	if (crashrec_bisection_parse(&b, file_text, bytes)) {
		tap_check(name, false, "it can't be read");
		return;
	}
	snprintf(name, sizeof(name), "bisection %s: tests", c->prefix);
	tap_check(name, has_verdicts(b, c->verdicts) &&
		  b->told_tests == strlen(c->verdicts),
		  "%zu tests", b->test_count);
	snprintf(name, sizeof(name), "bisection %s: result", c->prefix);
	tap_check(name, b->end == CRASHREC_BISECT_FOUND && b->is_whole &&
		  begins(b->culprit.commit, c->culprit) &&
		  begins(b->start, c->start) && is_as_told(b),
		  "it differs");
	snprintf(name, sizeof(name), "bisection %s: numbers", c->prefix);
	tap_check(name, b->total_ns == c->total_ns &&
		  b->build_ns == c->build_ns && b->test_ns == c->test_ns &&
		  b->people_count == c->people &&
		  b->unknown_count == c->unknown &&
		  count_outcome(b, CRASHREC_RUN_NO_BOOT) == c->no_boots,
		  "%" PRIu64 " ns, %zu people, %" PRIu64
		  " lines not understood, the first is %" PRIu64,
		  b->total_ns, b->people_count, b->unknown_count,
		  b->first_unknown);
	crashrec_bisection_free(b);
}

/* Each front of a log: whole is said of none in which the last line is missing. */
static void check_fronts(void)
{
	size_t bytes = read_file("tests/bisect/cause.log"), front, end;
	struct crashrec_bisection *b;
	size_t wrong = 0;
	char *copy;
	int err;

	file_text[bytes] = '\0';
	end = (size_t)(strstr(file_text, "revisions tested: ") - file_text);
	for (front = 0; front <= bytes; front++) {
		/* In memory of its own: a look behind its end is found. */
		copy = malloc(front ? front : 1);
		if (!copy)
			exit(1);
		memcpy(copy, file_text, front);
		err = crashrec_bisection_parse(&b, copy, front);
		free(copy);
		if (err ? err != -ENODATA || front > 80 :
			  b->is_whole && front <= end)
			wrong++;
		crashrec_bisection_free(b);
	}
	tap_check("bisection: a log that ends early is not whole", !wrong,
		  "%zu of %zu fronts", wrong, bytes);
}

static const struct {
	const char *text;
	uint64_t span_ns;	/* CRASHREC_UNKNOWN_NS: none */
} spans[] = {
	{ "0s", 0 },
	{ "1h2m3s", UINT64_C(3723000000000) },
	{ "1.5s", 1500000000 },
	{ "0.000000001s", 1 },
	{ "0.0000000019999999999999999999s", 1 },
	{ "12ms", 12000000 },
	{ "1.5ms", 1500000 },
	{ "7us", 7000 },
	{ "7\302\265s", 7000 },
	{ "7ns", 7 },
	{ "1", CRASHREC_UNKNOWN_NS },
	{ "s", CRASHREC_UNKNOWN_NS },
	{ "", CRASHREC_UNKNOWN_NS },
	{ "1.s", 1000000000 },
	{ "4294967296s", CRASHREC_UNKNOWN_NS },
	{ "4294967294h", CRASHREC_UNKNOWN_NS },
	{ "1000000h1000000h1000000h1000000h", CRASHREC_UNKNOWN_NS },
};

static void check_span(size_t i)
{
	struct crashrec_bisection *b;
	char log[160], name[80];
	int bytes = snprintf(log, sizeof(log),
			     "revisions tested: 1, total time: %s (build: 1s, test: 1s)\n",
			     spans[i].text);

	snprintf(name, sizeof(name), "bisection: time '%s'", spans[i].text);
	if (crashrec_bisection_parse(&b, log, (size_t)bytes)) {
		tap_check(name, false, "the line is not read");
		return;
	}
	tap_check(name, b->total_ns == spans[i].span_ns,
		  "%" PRIu64 " ns", b->total_ns);
	crashrec_bisection_free(b);
}

static const struct {
	const char *name;
	const char *line;
	bool is_known;
} lines[] = {
	{ "a short id", "testing commit 1234567", true },
	{ "an id too short", "testing commit 123456", false },
	{ "an id too long",
	  "testing commit 01234567890123456789012345678901234567890123456789012345678901234",
	  false },
	{ "an id that goes on", "testing commit 1234567z", false },
	{ "a run without a test", "run #0: OK", false },
	{ "a run's number too large", "run #4294967296: OK", false },
	{ "a run without a number", "run #: OK", false },
	{ "quoted ids", "git bisect start '1234567' '2345678'", true },
	{ "a quote that does not end", "git bisect bad '1234567", false },
	{ "an address that does not end", "cc: [\"a@b", false },
	{ "no addresses", "cc: []", true },
	{ "a subject without its id", "[subject", false },
	{ "revisions that do not fit",
	  "Bisecting: 99999999999 revisions left to test after this (roughly 1 step)",
	  false },
	{ "bytes of no text", "\377\376\1\2", false },
	{ "an end of line of two bytes", "testing release v1\r", true },
};

/* Behind a line that makes it a log. */
static void check_line(size_t i)
{
	struct crashrec_bisection *b;
	char log[256], name[80];
	int bytes = snprintf(log, sizeof(log), "git bisect start\n%s\n",
			     lines[i].line);

	snprintf(name, sizeof(name), "bisection: %s", lines[i].name);
	if (crashrec_bisection_parse(&b, log, (size_t)bytes)) {
		tap_check(name, false, "the log is not read");
		return;
	}
	tap_check(name, b->unknown_count == !lines[i].is_known &&
		  b->line_count == 2, "it is not as expected");
	crashrec_bisection_free(b);
}

static void check_many(void)
{
	struct crashrec_bisection *b;
	const size_t count = 200000;
	char *log = malloc(count * 32), *at = log;
	size_t i;

	if (!log)
		exit(1);
	for (i = 0; i < count; i++)
		at += sprintf(at, "git bisect bad %08zx\n", i);
	tap_check("bisection: many commits",
		  !crashrec_bisection_parse(&b, log, (size_t)(at - log)) &&
		  b->test_count == count, "they are not all there");
	crashrec_bisection_free(b);
	free(log);
}

int main(void)
{
	struct crashrec_bisection *b;
	size_t i;

	for (i = 0; i < sizeof(seeds) / sizeof(seeds[0]); i++)
		check_seed(&seeds[i]);
	check_fronts();
	for (i = 0; i < sizeof(spans) / sizeof(spans[0]); i++)
		check_span(i);
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		check_line(i);
	check_many();
	tap_check("bisection: other text is none",
		  crashrec_bisection_parse(&b, "a text\n", 7) == -ENODATA && !b,
		  "it is taken for one");
	return tap_end();
}
