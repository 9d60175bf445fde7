// SPDX-License-Identifier: GPL-2.0
/*
 * What the core says of a folder's console logs, and what a reference says:
 * core_score [-v] DIR. Each file begins with header lines "KEY: value", then
 * an empty line, then the log, up to a line "REPORT:". What is compared is the
 * first report; a log without a TITLE must have none.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/facts.h"
#include "core/grammar.h"
#include "core/record.h"
#include "core/text.h"
#include "../lib/log_reports.h"

#define TYPES_MAX	64
#define VALUE_BYTES	512

enum field {
	FIELD_TITLE,
	FIELD_ALT,
	FIELD_TYPE,
	FIELD_CORRUPTED,
	FIELD_PANICKED,
	FIELD_SUPPRESSED,
	FIELD_FRAME,
	FIELD_EXECUTOR,
	FIELD_START,
	FIELD_COUNT
};

static const struct {
	const char *name;
	bool only_given;	/* a file without it says nothing */
} fields[FIELD_COUNT] = {
	[FIELD_TITLE] = { "TITLE", false },
	[FIELD_ALT] = { "ALT", false },
	[FIELD_TYPE] = { "TYPE", false },
	[FIELD_CORRUPTED] = { "CORRUPTED", false },
	[FIELD_PANICKED] = { "PANICKED", false },
	[FIELD_SUPPRESSED] = { "SUPPRESSED", false },
	[FIELD_FRAME] = { "FRAME", true },
	[FIELD_EXECUTOR] = { "EXECUTOR", true },
	[FIELD_START] = { "START", true },
};

struct count {
	char name[48];
	u32 total;
	u32 right;
};

/* Several values, of ALT, are sorted and joined. */
struct answer {
	bool given[FIELD_COUNT];
	char value[FIELD_COUNT][VALUE_BYTES];
};

static struct count by_field[FIELD_COUNT];
static struct count by_type[TYPES_MAX];
static u32 type_count;
static struct count all;
static bool verbose;

static void set(struct answer *answer, enum field field, const char *at,
		size_t bytes)
{
	if (bytes >= VALUE_BYTES)
		bytes = VALUE_BYTES - 1;
	memcpy(answer->value[field], at, bytes);
	answer->value[field][bytes] = '\0';
}

static int compare_strings(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* A set of titles as one text. */
static void set_alts(struct answer *answer, char (*alts)[VALUE_BYTES],
		     u32 count)
{
	char *out = answer->value[FIELD_ALT];
	size_t used = 0;
	u32 i;

	qsort(alts, count, sizeof(*alts), compare_strings);
	out[0] = '\0';
	for (i = 0; i < count && used < VALUE_BYTES; i++)
		used += (size_t)snprintf(out + used, VALUE_BYTES - used,
					 "%s%s", i ? " | " : "", alts[i]);
}

static struct cr_text take_line(struct cr_text *text)
{
	struct cr_text line = *text;
	u32 end = cr_text_find(*text, CR_WORD("\n"));

	if (end == CR_TEXT_NONE)
		end = text->bytes;
	line.bytes = end;
	*text = cr_text_from(*text, end + 1);
	return line;
}

static void take_key(struct answer *want, struct cr_text line,
		     char (*alts)[VALUE_BYTES], u32 *alt_count)
{
	u32 i, bytes;

	for (i = 0; i < FIELD_COUNT; i++) {
		struct cr_text rest = line;
		struct cr_text key = { fields[i].name,
				       (u32)strlen(fields[i].name) };

		if (!cr_text_skip(&rest, key) ||
		    !cr_text_skip(&rest, CR_WORD(": ")))
			continue;
		want->given[i] = true;
		set(want, i, rest.at, rest.bytes);
		if (i != FIELD_ALT || *alt_count == 16)
			continue;
		bytes = rest.bytes < VALUE_BYTES ? rest.bytes : VALUE_BYTES - 1;
		memcpy(alts[*alt_count], rest.at, bytes);
		alts[(*alt_count)++][bytes] = '\0';
	}
}

static void read_header(struct answer *want, struct cr_text *text)
{
	static char alts[16][VALUE_BYTES];
	u32 alt_count = 0;

	memset(want, 0, sizeof(*want));
	set(want, FIELD_CORRUPTED, "N", 1);
	set(want, FIELD_PANICKED, "N", 1);
	set(want, FIELD_SUPPRESSED, "N", 1);
	while (text->bytes) {
		struct cr_text line = take_line(text);

		if (!line.bytes)
			break;
		take_key(want, line, alts, &alt_count);
	}
	set_alts(want, alts, alt_count);
}

static void cut_answer(struct cr_text *text)
{
	struct cr_text rest = *text;

	while (rest.bytes) {
		struct cr_text line = take_line(&rest);

		if (!cr_text_equals(line, CR_WORD("REPORT:")))
			continue;
		text->bytes = (u32)(line.at - text->at);
		return;
	}
}

static void take_facts(struct answer *got, const struct cr_facts *facts)
{
	static char alts[CR_ALT_TITLES_MAX][VALUE_BYTES];
	u32 flags = facts->flags;
	u32 i;

	set(got, FIELD_TITLE, facts->title, facts->title_bytes);
	for (i = 0; i < facts->alt_title_count; i++)
		snprintf(alts[i], VALUE_BYTES, "%.*s",
			 (int)facts->alt_titles[i].bytes,
			 facts->alt_titles[i].at);
	set_alts(got, alts, facts->alt_title_count);
	set(got, FIELD_TYPE, facts->type, strlen(facts->type));
	set(got, FIELD_CORRUPTED,
	    flags & CRASHREC_REC_F_CORRUPTED ? "Y" : "N", 1);
	set(got, FIELD_PANICKED, flags & CRASHREC_REC_F_PANICKED ? "Y" : "N",
	    1);
	set(got, FIELD_SUPPRESSED,
	    flags & CRASHREC_REC_F_SUPPRESSED ? "Y" : "N", 1);
	set(got, FIELD_FRAME, facts->blamed, facts->blamed_bytes);
	if (facts->executor_proc != CR_NO_EXECUTOR)
		snprintf(got->value[FIELD_EXECUTOR], VALUE_BYTES,
			 "proc=%u, id=%u", facts->executor_proc,
			 facts->executor_id);
}

/* The line as the file has it; behind one of "=" the next. */
static void take_start(struct answer *got, struct cr_text text,
		       const struct log_report *report)
{
	struct cr_text ruler = { report->lines[0].text,
				 report->lines[0].bytes };
	u64 number = report->first_line + cr_text_starts(ruler,
							 CR_WORD("====="));
	struct cr_text line = { "", 0 };

	while (number--)
		line = take_line(&text);
	while (line.bytes && line.at[line.bytes - 1] == '\r')
		line.bytes--;
	set(got, FIELD_START, line.at, line.bytes);
}

/* Return: false if the log holds no report. */
static bool get_answer(struct answer *got, struct cr_text text)
{
	static struct crashrec_frame frames[CR_FRAMES_MAX];
	struct cr_facts facts = { .frames = frames,
				  .frames_max = CR_FRAMES_MAX };
	static struct log_reports log;
	const struct log_report *report;
	bool found;

	memset(got, 0, sizeof(*got));
	log_reports_init(&log, text.at, text.bytes);
	found = log_reports_next(&log, &report) > 0;
	if (found) {
		cr_facts_from_lines(&facts, report->lines, report->line_count);
		take_facts(got, &facts);
		take_start(got, text, report);
	}
	log_reports_exit(&log);
	return found;
}

static struct count *type_of(const char *name)
{
	u32 i;

	for (i = 0; i < type_count; i++) {
		if (!strcmp(by_type[i].name, name))
			return &by_type[i];
	}
	if (type_count == TYPES_MAX)
		return &by_type[0];
	snprintf(by_type[i].name, sizeof(by_type[i].name), "%.40s", name);
	type_count++;
	return &by_type[i];
}

static bool score_field(const char *name, enum field field,
			const struct answer *want, const struct answer *got)
{
	bool right = !strcmp(want->value[field], got->value[field]);

	by_field[field].total++;
	by_field[field].right += right;
	if (!right && verbose)
		printf("%s %s\n   want %s\n   got  %s\n", name,
		       fields[field].name, want->value[field],
		       got->value[field]);
	return right;
}

/* May a line be rejected that the grammar would take? */
static u32 count_violations(struct cr_text text)
{
	struct cr_grammar grammar;
	struct log_reader reader;
	struct log_line line;
	u32 count = 0;

	log_reader_init(&reader, text.at, text.bytes);
	while (log_reader_next(&reader, &line))
		count += cr_grammar_first(&grammar, line.text, line.bytes) !=
			 CR_LINE_OTHER &&
			 !cr_grammar_may_open(line.text, line.bytes);
	return count;
}

static u32 score(const char *name, struct cr_text text)
{
	static struct answer want, got;
	struct count *type;
	bool found, right, ok = true;
	u32 i;

	read_header(&want, &text);
	cut_answer(&text);
	found = get_answer(&got, text);
	type = type_of(want.value[FIELD_TYPE][0] ? want.value[FIELD_TYPE] : "-");
	for (i = 0; i < FIELD_COUNT; i++) {
		if (i != FIELD_TITLE && (!want.given[FIELD_TITLE] ||
					 (fields[i].only_given && !want.given[i])))
			continue;
		right = score_field(name, i, &want, &got);
		ok = ok && right;
		if (i == FIELD_TITLE) {
			type->total++;
			type->right += right;
		}
	}
	all.total++;
	all.right += ok && found == want.given[FIELD_TITLE];
	return count_violations(text);
}

static u32 score_file(const char *dir, const char *name)
{
	static char bytes[16 << 20];
	char path[4096];
	FILE *file;
	size_t n;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "rb");
	if (!file)
		return 0;
	n = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	return score(name, (struct cr_text){ bytes, (u32)n });
}

static void print_count(const char *name, const struct count *count)
{
	printf("%-28s %3u of %3u\n", name, count->right, count->total);
}

int main(int argc, char **argv)
{
	struct dirent **names;
	u32 i, violations = 0;
	int n, count;

	verbose = argc == 3 && !strcmp(argv[1], "-v");
	if (argc < 2 || argc > 3 || (argc == 3 && !verbose)) {
		fprintf(stderr, "usage: core_score [-v] DIR\n");
		return 2;
	}
	count = scandir(argv[argc - 1], &names, NULL, alphasort);
	if (count < 0) {
		fprintf(stderr, "core_score: %s: cannot be read\n",
			argv[argc - 1]);
		return 2;
	}
	for (n = 0; n < count; n++) {
		if (names[n]->d_name[0] != '.')
			violations += score_file(argv[argc - 1],
						 names[n]->d_name);
		free(names[n]);
	}
	free(names);
	printf("titles by type:\n");
	for (i = 0; i < type_count; i++)
		print_count(by_type[i].name, &by_type[i]);
	printf("\nfields:\n");
	for (i = 0; i < FIELD_COUNT; i++)
		print_count(fields[i].name, &by_field[i]);
	print_count("all", &all);
	if (violations)
		printf("may_open rejected what first took: %u\n", violations);
	return violations ? 1 : 0;
}
