// SPDX-License-Identifier: GPL-2.0
/*
 * What the core says of a folder's console logs, and what a reference says:
 * core_score [-v] DIR. Each file begins with header lines "KEY: value", then
 * an empty line, then the log, up to a line "REPORT:". What is compared is the
 * first report; a log without a TITLE must have none.
 */
#include <crashrec_source.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/grammar.h"
#include "core/text.h"

#define TYPES_MAX	64
#define VALUE_BYTES	65536
#define ALTS_MAX	16

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
	FIELD_REPORT,
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
	[FIELD_REPORT] = { "REPORT", true },
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
		want->given[i] = rest.bytes;
		set(want, i, rest.at, rest.bytes);
		if (i != FIELD_ALT || *alt_count == ALTS_MAX)
			continue;
		bytes = rest.bytes < VALUE_BYTES ? rest.bytes : VALUE_BYTES - 1;
		memcpy(alts[*alt_count], rest.at, bytes);
		alts[(*alt_count)++][bytes] = '\0';
	}
}

static void read_header(struct answer *want, struct cr_text *text)
{
	static char alts[ALTS_MAX][VALUE_BYTES];
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

static void cut_answer(struct answer *want, struct cr_text *text)
{
	struct cr_text rest = *text;

	while (rest.bytes) {
		struct cr_text line = take_line(&rest);

		if (!cr_text_equals(line, CR_WORD("REPORT:")))
			continue;
		text->bytes = (u32)(line.at - text->at);
		want->given[FIELD_REPORT] = true;
		set(want, FIELD_REPORT, rest.at, rest.bytes);
		return;
	}
}

static void set_text(struct answer *answer, enum field field,
		     struct crashrec_text text)
{
	set(answer, field, text.data, text.bytes);
}

static void take_alts(struct answer *got, const struct crashrec_record *record)
{
	static char alts[ALTS_MAX][VALUE_BYTES];
	const struct crashrec_text *titles;
	size_t i, count;

	titles = crashrec_record_alt_titles(record, &count);
	for (i = 0; i < count && i < ALTS_MAX; i++)
		snprintf(alts[i], VALUE_BYTES, "%.*s", (int)titles[i].bytes,
			 titles[i].data);
	set_alts(got, alts, (u32)i);
}

static void take_record(struct answer *got,
			const struct crashrec_record *record)
{
	u32 proc, id, flags = crashrec_record_flags(record);

	set_text(got, FIELD_TITLE, crashrec_record_title(record));
	take_alts(got, record);
	set_text(got, FIELD_TYPE, crashrec_record_type(record));
	set(got, FIELD_CORRUPTED, flags & CRASHREC_FLAG_CORRUPTED ? "Y" : "N",
	    1);
	set(got, FIELD_PANICKED, flags & CRASHREC_FLAG_PANICKED ? "Y" : "N",
	    1);
	set(got, FIELD_SUPPRESSED,
	    flags & CRASHREC_FLAG_SUPPRESSED ? "Y" : "N", 1);
	set_text(got, FIELD_FRAME, crashrec_record_blamed(record));
	if (crashrec_record_executor(record, &proc, &id))
		snprintf(got->value[FIELD_EXECUTOR], VALUE_BYTES,
			 "proc=%u, id=%u", proc, id);
}

/*
 * The line as the file has it; behind one of "=" the report's next, which may
 * have others' lines before it.
 */
static void take_start(struct answer *got, struct cr_text text,
		       const struct crashrec_record *record)
{
	const struct crashrec_log_line *lines;
	struct cr_text line = { "", 0 };
	struct cr_text wanted;
	u64 number, last;
	size_t count, at;

	crashrec_record_log_lines(record, &number, &last);
	lines = crashrec_record_lines(record, &count);
	at = count > 1 && lines[0].text.bytes > 5 &&
	     !memcmp(lines[0].text.data, "=====", 5);
	wanted.at = lines[at].text.data;
	wanted.bytes = (u32)lines[at].text.bytes;
	while (text.bytes && (number || !cr_text_has(line, wanted))) {
		line = take_line(&text);
		number -= !!number;
	}
	while (line.bytes && line.at[line.bytes - 1] == '\r')
		line.bytes--;
	set(got, FIELD_START, line.at, line.bytes);
}

/* The text as a file without a name. */
static struct crashrec_source *open_text(struct cr_text text)
{
	struct crashrec_source *source;
	int fd = memfd_create("log", MFD_CLOEXEC);
	char path[40];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (fd < 0 || write(fd, text.at, text.bytes) != (ssize_t)text.bytes ||
	    crashrec_source_open_log(&source, path)) {
		perror("core_score");
		exit(2);
	}
	close(fd);
	return source;
}

/* Return: false if the log holds no report. */
static bool get_answer(struct answer *got, struct cr_text text)
{
	struct crashrec_source *source = open_text(text);
	struct crashrec_record *record;
	bool found = !crashrec_source_next(source, &record);
	struct crashrec_text report;

	memset(got, 0, sizeof(*got));
	if (found) {
		take_record(got, record);
		take_start(got, text, record);
		if (!crashrec_source_report_text(source, record, &report))
			set_text(got, FIELD_REPORT, report);
	}
	crashrec_record_free(record);
	crashrec_source_close(source);
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
static bool is_violation(struct cr_text line)
{
	struct cr_grammar grammar;

	return cr_grammar_first(&grammar, line.at, line.bytes) !=
	       CR_LINE_OTHER && !cr_grammar_may_open(line.at, line.bytes);
}

/* Each line, and what is behind "] " in it: that may be its prefix. */
static u32 count_violations(struct cr_text text)
{
	u32 at, count = 0;

	while (text.bytes) {
		struct cr_text line = take_line(&text);

		count += is_violation(line);
		at = cr_text_find(line, CR_WORD("] "));
		if (at != CR_TEXT_NONE)
			count += is_violation(cr_text_from(line, at + 2));
	}
	return count;
}

static u32 score(const char *name, struct cr_text text)
{
	static struct answer want, got;
	struct count *type;
	bool found, right, ok = true;
	u32 i;

	read_header(&want, &text);
	cut_answer(&want, &text);
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
