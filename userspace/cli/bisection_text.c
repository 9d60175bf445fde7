// SPDX-License-Identifier: GPL-2.0
#include "bisection_text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "table.h"

#define NS_PER_SEC	UINT64_C(1000000000)
/* As git shows ids that are short. */
#define COMMIT_SHORT	12
/* Crashes that get a letter; others share the next one. */
#define LETTERS		25

enum {
	COLUMN_NUMBER,
	COLUMN_COMMIT,
	COLUMN_VERDICT,
	COLUMN_LEFT,
	COLUMN_RUNS,
	COLUMN_SUBJECT,
	COLUMN_COUNT
};

static const struct table_column columns[COLUMN_COUNT] = {
	[COLUMN_NUMBER] = { "NR", true, 0 },
	[COLUMN_COMMIT] = { "COMMIT", false, 0 },
	[COLUMN_VERDICT] = { "VERDICT", false, 0 },
	[COLUMN_LEFT] = { "LEFT", true, 0 },
	[COLUMN_RUNS] = { "RUNS", false, 0 },
	[COLUMN_SUBJECT] = { "SUBJECT", false, 0 },
};

/**
 * struct crashes - titles, each of which gets a letter
 * @titles: in the order in which they come
 * @count: of them
 * @has_others: there are more
 */
struct crashes {
	struct crashrec_text titles[LETTERS];
	size_t count;
	bool has_others;
};

/* Return: its index; LETTERS: it has no letter of its own. */
static size_t index_of(const struct crashes *crashes,
		       struct crashrec_text title)
{
	size_t i;

	for (i = 0; i < crashes->count; i++)
		if (crashes->titles[i].bytes == title.bytes &&
		    !memcmp(crashes->titles[i].data, title.data, title.bytes))
			return i;
	return LETTERS;
}

static void collect(struct crashes *crashes,
		    const struct crashrec_bisection *bisection)
{
	const struct crashrec_bisect_run *run = bisection->runs;
	size_t i;

	for (i = 0; i < bisection->run_count; i++, run++) {
		if (run->outcome != CRASHREC_RUN_CRASHED ||
		    index_of(crashes, run->what) < LETTERS)
			continue;
		if (crashes->count < LETTERS)
			crashes->titles[crashes->count++] = run->what;
		else
			crashes->has_others = true;
	}
}

/* Counts of crashes, with their letters, and of what else came of a run. */
enum {
	OF_FINE = LETTERS + 1,
	OF_NO_BOOT,
	OF_FAILED,
	OF_COUNT
};

static size_t kind_of(const struct crashes *crashes,
		      const struct crashrec_bisect_run *run)
{
	switch (run->outcome) {
	case CRASHREC_RUN_CRASHED:
		return index_of(crashes, run->what);
	case CRASHREC_RUN_FINE:
		return OF_FINE;
	case CRASHREC_RUN_NO_BOOT:
		return OF_NO_BOOT;
	default:
		return OF_FAILED;
	}
}

static void print_kind(FILE *out, size_t kind)
{
	static const char * const words[] = { "ok", "no boot", "failed" };

	if (kind <= LETTERS)
		fprintf(out, "%c", (char)('a' + kind));
	else
		fputs(words[kind - OF_FINE], out);
}

/* As "6a, 3b, 1 ok", or "all a". */
static char *runs_dup(const struct crashrec_bisection *bisection,
		      const struct crashrec_bisect_test *test,
		      const struct crashes *crashes)
{
	const struct crashrec_bisect_run *run = bisection->runs +
						test->first_run;
	uint64_t counts[OF_COUNT] = { 0 };
	char *text = NULL;
	size_t i, bytes, shown = 0;
	FILE *out = open_memstream(&text, &bytes);

	if (!out)
		return NULL;
	for (i = 0; i < test->run_count; i++) {
		if (run[i].number != CRASHREC_UNKNOWN) {
			counts[kind_of(crashes, &run[i])]++;
			continue;
		}
		fputs(shown++ ? ", all " : "all ", out);
		print_kind(out, kind_of(crashes, &run[i]));
	}
	for (i = 0; i < OF_COUNT; i++) {
		if (!counts[i])
			continue;
		fprintf(out, "%s%" PRIu64 "%s", shown++ ? ", " : "", counts[i],
			i <= LETTERS ? "" : " ");
		print_kind(out, i);
	}
	if (!fclose(out))
		return text;
	free(text);
	return NULL;
}

static struct crashrec_text shortened(struct crashrec_text commit)
{
	if (commit.bytes > COMMIT_SHORT)
		commit.bytes = COMMIT_SHORT;
	return commit;
}

static char *subject_dup(const struct crashrec_bisect_test *test)
{
	char *release, *text = NULL;

	if (test->subject.bytes)
		return escape_dup(test->subject);
	if (!test->release.bytes)
		return strdup("-");
	release = escape_dup(test->release);
	if (release && asprintf(&text, "(%s)", release) < 0)
		text = NULL;
	free(release);
	return text;
}

/* One that the log does not tell stands in brackets. */
static char *verdict_dup(const struct crashrec_bisect_test *test)
{
	const char *name = crashrec_verdict_name(test->verdict);
	char text[32];

	snprintf(text, sizeof(text), test->is_inferred ? "(%s)" : "%s",
		 test->verdict == CRASHREC_VERDICT_NONE ? "-" : name);
	return strdup(text);
}

static char *number_dup(uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, number);
	return strdup(text);
}

static bool add_row(struct table *table,
		    const struct crashrec_bisection *bisection, size_t index,
		    const struct crashes *crashes)
{
	static const enum paint paints[] = {
		PAINT_NONE, PAINT_GOOD, PAINT_BAD, PAINT_WARN,
	};
	const struct crashrec_bisect_test *test = &bisection->tests[index];
	char **cells = table_add(table);
	int i;

	if (!cells)
		return false;
	cells[COLUMN_NUMBER] = number_dup(index + 1);
	cells[COLUMN_COMMIT] = escape_dup(shortened(test->commit));
	cells[COLUMN_VERDICT] = verdict_dup(test);
	table_paint(table, COLUMN_VERDICT, paints[test->verdict]);
	cells[COLUMN_LEFT] = test->revisions_left == CRASHREC_UNKNOWN ?
		strdup("-") : number_dup(test->revisions_left);
	cells[COLUMN_RUNS] = runs_dup(bisection, test, crashes);
	cells[COLUMN_SUBJECT] = subject_dup(test);
	for (i = 0; i < COLUMN_COUNT; i++)
		if (!cells[i])
			return false;
	return true;
}

static bool print_tests(FILE *out, const struct crashrec_bisection *bisection,
			const struct crashes *crashes)
{
	struct table table = {
		.columns = columns, .column_count = COLUMN_COUNT,
	};
	bool added = true;
	size_t i;

	for (i = 0; added && i < bisection->test_count; i++)
		added = add_row(&table, bisection, i, crashes);
	if (added && table.row_count) {
		fputc('\n', out);
		table_print(&table, out, terminal_columns());
	}
	table_free(&table);
	return added;
}

static void print_field(FILE *out, const char *name, struct crashrec_text text)
{
	if (!text.bytes)
		return;
	fprintf(out, "  %-9s ", name);
	escape_print(out, text);
	fputc('\n', out);
}

static void print_commit(FILE *out, const char *name,
			 struct crashrec_text commit,
			 struct crashrec_text subject)
{
	if (!commit.bytes)
		return;
	fprintf(out, "  %-9s ", name);
	escape_print(out, commit);
	if (subject.bytes) {
		fputc(' ', out);
		escape_print(out, subject);
	}
	fputc('\n', out);
}

static void print_span(FILE *out, const char *before, uint64_t span_ns)
{
	uint64_t seconds = span_ns / NS_PER_SEC;

	if (span_ns == CRASHREC_UNKNOWN_NS)
		return;
	fputs(before, out);
	if (seconds >= 3600)
		fprintf(out, "%" PRIu64 " h ", seconds / 3600);
	if (seconds >= 60)
		fprintf(out, "%" PRIu64 " min", seconds / 60 % 60);
	else
		fprintf(out, "%" PRIu64 " s", seconds);
}

static void print_result(FILE *out, const struct crashrec_bisection *bisection)
{
	const struct crashrec_text none = { "", 0 };
	bool is_fix = bisection->goal == CRASHREC_BISECT_FIX;
	size_t i;

	fprintf(out, "%s: %s\n", is_fix ? "fix" : "cause",
		crashrec_bisect_end_name(bisection->end));
	print_commit(out, is_fix ? "fix" : "culprit",
		     bisection->culprit.commit, bisection->culprit.subject);
	print_field(out, "author", bisection->culprit.author);
	print_field(out, "date", bisection->culprit.date);
	for (i = 0; i < bisection->candidate_count; i++)
		print_commit(out, "may be", bisection->candidates[i], none);
	print_field(out, "crash", bisection->crash);
	print_commit(out, "start", bisection->start, none);
	fprintf(out, "  %-9s %zu revisions\n", "tested", bisection->test_count);
	if (bisection->total_ns == CRASHREC_UNKNOWN_NS)
		return;
	print_span(out, "  time      ", bisection->total_ns);
	print_span(out, ", building ", bisection->build_ns);
	print_span(out, ", testing ", bisection->test_ns);
	fputc('\n', out);
}

static void print_crashes(FILE *out, const struct crashes *crashes)
{
	size_t i;

	if (crashes->count)
		fputc('\n', out);
	for (i = 0; i < crashes->count; i++) {
		fprintf(out, "  %c  ", (char)('a' + i));
		escape_print(out, crashes->titles[i]);
		fputc('\n', out);
	}
	if (crashes->has_others)
		fprintf(out, "  %c  others: see --json\n",
			(char)('a' + LETTERS));
}

bool bisection_text_print(FILE *out,
			  const struct crashrec_bisection *bisection)
{
	struct crashes crashes = { .count = 0 };

	collect(&crashes, bisection);
	print_result(out, bisection);
	if (!print_tests(out, bisection, &crashes))
		return false;
	print_crashes(out, &crashes);
	return true;
}
