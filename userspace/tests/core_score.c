// SPDX-License-Identifier: GPL-2.0
/*
 * How many of a folder's console logs get the title that the reference gives
 * them: core_score [-v] DIR. Each file begins with "TITLE: ..." and other
 * header lines, then an empty line, then the log.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "../../module/core/facts.h"
#include "../../module/core/grammar.h"
#include "../../module/core/text.h"

#define CONTEXTS_MAX	64
#define LINES_MAX	8192
#define NOISE_MAX	40	/* lines of others in a log that names no caller */
#define TYPES_MAX	64

struct context {
	char caller[16];
	struct cr_grammar grammar;
	struct cr_line kept;
	bool is_open;
	bool is_ruled;
	bool is_ours;		/* its lines go to the report that is scored */
	bool was_closed;
};

struct log {
	struct context contexts[CONTEXTS_MAX];
	u32 context_count;
	struct cr_line lines[LINES_MAX];
	u32 line_count;
	bool has_report;
	bool has_callers;
	u32 noise_count;
	u32 violations;
};

struct type {
	char name[48];
	u32 total;
	u32 right;
};

static struct type types[TYPES_MAX];
static u32 type_count;
static u32 violations;
static bool verbose;

/* "[   12.345678]", at the line's beginning. */
static bool take_time(struct cr_text *line)
{
	u64 number;

	if (!cr_text_skip(line, CR_WORD("[")))
		return false;
	cr_text_skip_spaces(line);
	return cr_text_take_u64(line, 10, &number) &&
	       cr_text_skip(line, CR_WORD(".")) &&
	       cr_text_take_u64(line, 10, &number) &&
	       cr_text_skip(line, CR_WORD("]"));
}

/* "[ T123]", if it is there. */
static void take_caller(struct cr_text *line, char *caller)
{
	struct cr_text rest = *line;
	u32 i = 0;

	if (!cr_text_skip(&rest, CR_WORD("[")))
		return;
	cr_text_skip_spaces(&rest);
	if (!rest.bytes || (rest.at[0] != 'T' && rest.at[0] != 'C'))
		return;
	for (; i < 15 && i < rest.bytes && rest.at[i] != ']'; i++)
		caller[i] = rest.at[i];
	caller[i] = 0;
	*line = cr_text_from(rest, i + 1);
}

/* "[   12.345678][ T123] ", wherever in the line it begins. */
static struct cr_text strip_prefix(struct cr_text line, char *caller)
{
	struct cr_text rest;
	u32 i;

	caller[0] = 0;
	for (i = 0; i < line.bytes && i < 100; i++) {
		rest = cr_text_from(line, i);
		if (!take_time(&rest))
			continue;
		take_caller(&rest, caller);
		cr_text_skip(&rest, CR_WORD(" "));
		return rest;
	}
	if (line.bytes > 3 && line.at[0] == '<' && line.at[2] == '>')
		line = cr_text_from(line, 3);
	return line;
}

static struct context *context_of(struct log *log, const char *caller)
{
	u32 i;

	for (i = 0; i < log->context_count; i++) {
		if (!strcmp(log->contexts[i].caller, caller))
			return &log->contexts[i];
	}
	if (log->context_count == CONTEXTS_MAX)
		return &log->contexts[0];
	memset(&log->contexts[i], 0, sizeof(log->contexts[i]));
	memcpy(log->contexts[i].caller, caller,
	       sizeof(log->contexts[i].caller));
	log->context_count++;
	return &log->contexts[i];
}

static void keep(struct log *log, struct cr_line line)
{
	if (log->line_count == LINES_MAX)
		return;
	line.line_no = log->line_count;
	log->lines[log->line_count++] = line;
}

static void open_report(struct log *log, struct context *context,
			const struct cr_line *line)
{
	context->is_open = true;
	context->is_ours = !log->has_report;
	if (!context->is_ours)
		return;
	log->has_report = true;
	if (context->is_ruled)
		keep(log, context->kept);
	keep(log, *line);
}

static void first_line(struct log *log, struct context *context,
		       const struct cr_line *line)
{
	enum cr_verdict verdict;

	context->is_open = false;
	verdict = cr_grammar_first(&context->grammar, line->text, line->bytes);
	if (verdict != CR_LINE_OTHER &&
	    !cr_grammar_may_open(line->text, line->bytes))
		log->violations++;
	if (verdict == CR_LINE_OPENS) {
		context->is_ruled = false;
		open_report(log, context, line);
	} else if (verdict == CR_LINE_MAYBE_OPENS) {
		context->is_ruled = true;
		context->kept = *line;
	} else if (context->was_closed && context->is_ours &&
		   !log->has_callers) {
		keep(log, *line);
	}
}

static void next_line(struct log *log, struct context *context,
		      const struct cr_line *line)
{
	enum cr_verdict verdict;

	verdict = cr_grammar_next(&context->grammar, line->text, line->bytes);
	switch (verdict) {
	case CR_LINE_CONTINUES:
	case CR_LINE_ENDS:
		log->noise_count = 0;
		if (context->is_ruled)
			open_report(log, context, line);
		else if (context->is_ours)
			keep(log, *line);
		context->is_ruled = false;
		break;
	case CR_LINE_OTHER:
		if (context->is_open && !log->has_callers &&
		    log->noise_count++ < NOISE_MAX)
			break;
		context->is_open = false;
		context->is_ruled = false;
		context->is_ours = false;
		break;
	default:
		context->is_ruled = false;
		context->is_ours = false;
		first_line(log, context, line);
	}
}

static bool somebody_asks(const struct log *log)
{
	u32 i;

	for (i = 0; i < log->context_count; i++) {
		if (log->contexts[i].is_open && log->contexts[i].is_ours &&
		    log->contexts[i].grammar.report_class !=
		    CRASHREC_CLASS_HUNG_TASK)
			return true;
	}
	return false;
}

static void add_line(struct log *log, struct cr_text text)
{
	struct context *context;
	struct cr_line line = { 0 };
	char caller[16];

	if (text.bytes && text.at[text.bytes - 1] == '\r')
		text.bytes--;
	text = strip_prefix(text, caller);
	if (caller[0])
		log->has_callers = true;
	else if (log->has_callers)
		return;
	line.text = text.at;
	line.bytes = text.bytes;
	context = context_of(log, caller);
	if (context->is_open || context->is_ruled) {
		next_line(log, context, &line);
		return;
	}
	if (cr_grammar_is_nmi_backtrace(text.at, text.bytes) &&
	    somebody_asks(log)) {
		cr_grammar_first(&context->grammar, "rcu: INFO: rcu detected",
				 23);
		context->is_open = true;
		context->is_ours = true;
		keep(log, line);
		return;
	}
	first_line(log, context, &line);
}

static struct type *type_of(const char *name)
{
	u32 i;

	for (i = 0; i < type_count; i++) {
		if (!strcmp(types[i].name, name))
			return &types[i];
	}
	if (type_count == TYPES_MAX)
		return &types[0];
	snprintf(types[i].name, sizeof(types[i].name), "%s", name);
	type_count++;
	return &types[i];
}

static bool take_value(struct cr_text line, const char *key, char *value,
		       u32 value_bytes)
{
	struct cr_text head = { key, (u32)strlen(key) };

	if (!cr_text_skip(&line, head))
		return false;
	if (line.bytes >= value_bytes)
		line.bytes = value_bytes - 1;
	memcpy(value, line.at, line.bytes);
	value[line.bytes] = 0;
	return true;
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

static void score(const char *name, struct cr_text text)
{
	static struct crashrec_frame frames[2048];
	static struct log log;
	struct cr_facts facts = { .frames = frames, .frames_max = 2048 };
	char title[512] = "";
	char type[48] = "-";
	char got[CR_TITLE_MAX_BYTES + 1] = "";
	struct type *t;
	bool right;

	memset(&log, 0, sizeof(log));
	while (text.bytes) {
		struct cr_text line = take_line(&text);

		if (!line.bytes)
			break;
		take_value(line, "TITLE: ", title, sizeof(title));
		take_value(line, "TYPE: ", type, sizeof(type));
	}
	while (text.bytes) {
		struct cr_text line = take_line(&text);

		if (cr_text_equals(line, CR_WORD("REPORT:")))
			break;
		add_line(&log, line);
	}
	if (log.has_report) {
		cr_facts_from_lines(&facts, log.lines, log.line_count);
		memcpy(got, facts.title, facts.title_bytes);
	}
	right = !strcmp(got, title);
	t = type_of(type);
	t->total++;
	t->right += right;
	violations += log.violations;
	if (verbose)
		printf("%s %s\n   want %s\n   got  %s (%u lines, class %u)\n",
		       right ? "right" : "WRONG", name, title, got,
		       log.line_count, facts.report_class);
}

static void score_file(const char *dir, const char *name)
{
	static char bytes[16 << 20];
	char path[4096];
	FILE *file;
	size_t n;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "rb");
	if (!file)
		return;
	n = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	score(name, (struct cr_text){ bytes, (u32)n });
}

int main(int argc, char **argv)
{
	u32 total = 0;
	u32 right = 0;
	struct dirent **names;
	const char *dir = argv[argc - 1];
	int count;
	int i;

	verbose = argc == 3 && !strcmp(argv[1], "-v");
	if (argc < 2 || (argc == 3 && !verbose)) {
		fprintf(stderr, "usage: core_score [-v] DIR\n");
		return 2;
	}
	count = scandir(dir, &names, NULL, alphasort);
	if (count < 0) {
		fprintf(stderr, "core_score: %s: cannot be read\n", dir);
		return 2;
	}
	for (i = 0; i < count; i++) {
		if (names[i]->d_name[0] != '.')
			score_file(dir, names[i]->d_name);
		free(names[i]);
	}
	free(names);
	for (i = 0; i < (int)type_count; i++) {
		printf("%-28s %3u of %3u\n", types[i].name, types[i].right,
		       types[i].total);
		total += types[i].total;
		right += types[i].right;
	}
	printf("%-28s %3u of %3u\n", "all", right, total);
	if (violations)
		printf("may_open rejected what first took: %u\n", violations);
	return violations ? 1 : 0;
}
