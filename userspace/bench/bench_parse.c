// SPDX-License-Identifier: GPL-2.0
/*
 * How fast the core and the reader of text logs are: bench_parse [--mib=64]
 * [--runs=7] [--once=PASS]. Prints a line a pass: name, lines, bytes, the best
 * and the median of MB/s, on one thread. With --once that pass alone, once, and
 * nothing is timed: for tools that count instructions in the functions
 * pass_*().
 */
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <crashrec_source.h>

#include "core/facts.h"
#include "core/grammar.h"
#include "matcher.h"
#include "text.h"

#define RUNS_MAX	99
#define LINES_MAX	1024

/* The tools find them by their names. */
#define PASS	__attribute__((noinline, noclone, used))

static uint64_t sum;	/* so that nothing is left out as unused */

static uint32_t line_bytes(const struct text *text, uint32_t i)
{
	return text->line_at[i + 1] - text->line_at[i] - 1;
}

/* Each line is one of a context that has no report open. */
static PASS void pass_open(const struct text *text)
{
	struct cr_grammar grammar = { .in_log = true };
	uint32_t i;

	for (i = 0; i < text->line_count; i++) {
		const char *at = text->bytes + text->line_at[i];
		uint32_t bytes = line_bytes(text, i);

		if (cr_grammar_may_open(at, bytes))
			sum += cr_grammar_first(&grammar, at, bytes);
	}
}

#ifdef HAVE_MATCHER
/* The same, where re2c's matcher says which lines are worth a look. */
static PASS void pass_re2c(const struct text *text)
{
	struct cr_grammar grammar = { .in_log = true };
	uint32_t i;

	for (i = 0; i < text->line_count; i++) {
		const char *at = text->bytes + text->line_at[i];

		if (matcher_fits(at))
			sum += cr_grammar_first(&grammar, at,
						line_bytes(text, i));
	}
}
#endif

static PASS void pass_next(const struct text *text)
{
	struct cr_grammar grammar = { .in_log = true };
	uint32_t part, i;

	for (part = 0; part < text->part_count; part++) {
		i = text->part_at[part];
		sum += cr_grammar_first(&grammar,
					text->bytes + text->line_at[i],
					line_bytes(text, i));
		for (i++; i < text->part_at[part + 1]; i++)
			sum += cr_grammar_next(&grammar,
					       text->bytes + text->line_at[i],
					       line_bytes(text, i));
	}
}

static struct cr_facts facts;

static PASS void pass_facts(const struct text *text)
{
	static struct cr_line lines[LINES_MAX];
	uint32_t part, i, count;

	for (part = 0; part < text->part_count; part++) {
		count = 0;
		for (i = text->part_at[part]; i < text->part_at[part + 1];
		     i++) {
			lines[count].text = text->bytes + text->line_at[i];
			lines[count].bytes = line_bytes(text, i);
			lines[count].line_no = count;
			count++;
		}
		cr_facts_from_lines(&facts, lines, count);
		sum += facts.title_bytes;
	}
}

/* What the core has to do with a report: cut it out, and read it. */
static PASS void pass_core(const struct text *text)
{
	pass_next(text);
	pass_facts(text);
}

static int text_fd;	/* the text as a file, for the reader */

static void make_file(const struct text *text)
{
	text_fd = memfd_create("bench", 0);
	if (text_fd >= 0 && write(text_fd, text->bytes, text->count) ==
			    (ssize_t)text->count)
		return;
	fprintf(stderr, "bench: a text can't be written: %s\n",
		strerror(errno));
	exit(1);
}

/* The whole way of `crashrec parse`, but for what it prints. */
static PASS void pass_reader(const struct text *text)
{
	struct crashrec_source *source;
	struct crashrec_record *record;
	char path[64];

	(void)text;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", text_fd);
	if (crashrec_source_open_log(&source, path)) {
		fprintf(stderr, "bench: a text can't be read back: %s\n",
			strerror(errno));
		exit(1);
	}
	while (!crashrec_source_next(source, &record)) {
		sum += crashrec_record_seq(record);
		crashrec_record_free(record);
	}
	crashrec_source_close(source);
}

struct pass {
	const char *name;
	void (*run)(const struct text *text);
	bool is_ordinary;
	bool has_prefix;
	const char *what;
};

static const struct pass passes[] = {
	{ "open", pass_open, true, false, "ordinary lines, no report open" },
	{ "headers", pass_open, false, false, "report lines, none open" },
#ifdef HAVE_MATCHER
	{ "re2c", pass_re2c, true, false, "as open, with re2c's matcher" },
	{ "re2c-h", pass_re2c, false, false, "as headers, with re2c's" },
#endif
	{ "next", pass_next, false, false, "report lines, which report" },
	{ "facts", pass_facts, false, false, "report lines, title and facts" },
	{ "core", pass_core, false, false, "report lines, both" },
	{ "log", pass_reader, true, true, "ordinary log, the reader" },
	{ "reports", pass_reader, false, true, "log of reports, the reader" },
};

static double now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void make(struct text *text, const struct pass *pass, size_t bytes)
{
	text_make(text, pass->is_ordinary ? text_ordinary : text_reports,
		  pass->is_ordinary ? text_ordinary_count : text_report_count,
		  bytes, pass->has_prefix);
	make_file(text);
}

static void unmake(struct text *text)
{
	close(text_fd);
	text_free(text);
}

static void measure(const struct pass *pass, size_t bytes, unsigned int runs)
{
	double speeds[RUNS_MAX];
	struct text text;
	unsigned int i;
	double begin;

	make(&text, pass, bytes);
	pass->run(&text);
	for (i = 0; i < runs; i++) {
		begin = now();
		pass->run(&text);
		speeds[i] = (double)text.count / (now() - begin) / 1e6;
	}
	qsort(speeds, runs, sizeof(*speeds), by_value);
	printf("%-8s %9" PRIu32 " lines  %6.0f MB/s best  %6.0f MB/s median  %s\n",
	       pass->name, text.line_count, speeds[runs - 1], speeds[runs / 2],
	       pass->what);
	fflush(stdout);
	unmake(&text);
}

static void run_once(const struct pass *pass, size_t bytes)
{
	struct text text;

	make(&text, pass, bytes);
	pass->run(&text);
	printf("%" PRIu32 "\n", text.line_count);
	unmake(&text);
}

int main(int argc, char **argv)
{
	const char *once = NULL;
	unsigned int runs = 7;
	size_t mib = 64;
	size_t i;

	for (i = 1; i < (size_t)argc; i++) {
		if (!strncmp(argv[i], "--mib=", 6))
			mib = strtoul(argv[i] + 6, NULL, 10);
		else if (!strncmp(argv[i], "--runs=", 7))
			runs = (unsigned int)strtoul(argv[i] + 7, NULL, 10);
		else if (!strncmp(argv[i], "--once=", 7))
			once = argv[i] + 7;
	}
	if (!mib || mib > 1024 || !runs || runs > RUNS_MAX) {
		fputs("bench: --mib= is 1 to 1024, --runs= 1 to 99\n", stderr);
		return 2;
	}
	for (i = 0; i < sizeof(passes) / sizeof(passes[0]); i++) {
		if (!once)
			measure(&passes[i], mib << 20, runs);
		else if (!strcmp(once, passes[i].name))
			run_once(&passes[i], mib << 20);
	}
	return sum == UINT64_MAX;
}
