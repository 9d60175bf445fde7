// SPDX-License-Identifier: GPL-2.0
/*
 * crashrec diff: two sets of records by title. Its keys in JSON:
 *
 *  kind          difference
 *  version       see json_write.h
 *  a b           paths of the sets
 *  new gone more fewer same   titles of which there are none in a, none in b,
 *                more in b, fewer in b, as many
 *  titles        array of: change (one of these), title, class, a, b (reports
 *                of it, those included that were only counted); same ones only
 *                with --all
 */
#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "complain.h"
#include "escape.h"
#include "json_write.h"
#include "options.h"
#include "reading.h"
#include "table.h"

/* As diff(1) ends. */
#define EXIT_SAME	0
#define EXIT_DIFFERS	1
#define EXIT_TROUBLE	2

enum change {
	CHANGE_NEW,
	CHANGE_GONE,
	CHANGE_MORE,
	CHANGE_FEWER,
	CHANGE_SAME,
	CHANGE_COUNT
};

static const char * const change_names[CHANGE_COUNT] = {
	"new", "gone", "more", "fewer", "same",
};

/**
 * struct title - and how often it is there
 * @text: owned; any bytes
 * @class: enum crashrec_record_class of the first record that has it
 * @reports: of it, in a and b
 * @change: of these
 */
struct title {
	struct crashrec_text text;
	unsigned int class;
	uint64_t reports[2];
	enum change change;
};

/**
 * struct difference - what is compared
 * @titles: owned; sorted and each there once after fold()
 * @count: of them
 * @changes: titles, by enum change
 */
struct difference {
	struct title *titles;
	size_t count;
	uint64_t changes[CHANGE_COUNT];
};

/* Without memory it has no data. */
static struct crashrec_text copied(struct crashrec_text text)
{
	char *copy = malloc(text.bytes + 1);

	if (!copy)
		return (struct crashrec_text){ NULL, 0 };
	memcpy(copy, text.data, text.bytes);
	return (struct crashrec_text){ copy, text.bytes };
}

/* Return: false if there was no memory. */
static bool add(struct difference *difference,
		const struct crashrec_record *record, unsigned int set)
{
	struct crashrec_text text = crashrec_record_title(record);
	uint64_t boot_ns, wall_ns;
	struct title *titles;

	/* Doubled at each power of two. */
	if (!(difference->count & (difference->count - 1))) {
		titles = reallocarray(difference->titles, difference->count ?
				      2 * difference->count : 1,
				      sizeof(*titles));
		if (!titles)
			return false;
		difference->titles = titles;
	}
	titles = &difference->titles[difference->count];
	memset(titles, 0, sizeof(*titles));
	titles->text = copied(text);
	if (!titles->text.data)
		return false;
	difference->count++;
	titles->class = crashrec_record_class(record);
	titles->reports[set] =
		1 + crashrec_record_repeats(record, &boot_ns, &wall_ns);
	return true;
}

/* Return: enum exit_code; what is wrong was told on stderr. */
static int read_set(struct difference *difference,
		    const struct options *options, unsigned int set)
{
	struct options of_set = *options;
	struct crashrec_record *record;
	struct reading reading;
	bool added = true;

	of_set.path = options->files[set];
	of_set.may_be_none = true;
	/* --all is about titles here. */
	of_set.all = false;
	if (!reading_open(&reading, &of_set))
		return reading_close(&reading);
	while (added && (record = reading_next(&reading))) {
		added = add(difference, record, set);
		crashrec_record_free(record);
	}
	if (!added) {
		complain("out of memory");
		reading_note(&reading, EXIT_OUTPUT);
	}
	return reading_close(&reading);
}

static int compare(const void *left, const void *right)
{
	const struct title *a = left, *b = right;
	size_t bytes = a->text.bytes < b->text.bytes ? a->text.bytes :
						       b->text.bytes;
	int order = memcmp(a->text.data, b->text.data, bytes);

	if (order)
		return order;
	return (a->text.bytes > b->text.bytes) -
	       (a->text.bytes < b->text.bytes);
}

static enum change change_of(const struct title *title)
{
	if (!title->reports[0])
		return CHANGE_NEW;
	if (!title->reports[1])
		return CHANGE_GONE;
	if (title->reports[0] == title->reports[1])
		return CHANGE_SAME;
	return title->reports[1] > title->reports[0] ? CHANGE_MORE :
						       CHANGE_FEWER;
}

/* What has the same title becomes one. */
static void fold(struct difference *difference)
{
	struct title *titles = difference->titles;
	size_t i, used = 0;

	if (!difference->count)
		return;
	qsort(titles, difference->count, sizeof(*titles), compare);
	for (i = 1; i < difference->count; i++) {
		if (compare(&titles[used], &titles[i]) != 0) {
			titles[++used] = titles[i];
			continue;
		}
		titles[used].reports[0] += titles[i].reports[0];
		titles[used].reports[1] += titles[i].reports[1];
		free((char *)titles[i].text.data);
	}
	difference->count = used + 1;
	for (i = 0; i < difference->count; i++) {
		titles[i].change = change_of(&titles[i]);
		difference->changes[titles[i].change]++;
	}
}

static bool is_shown(const struct title *title, const struct options *options)
{
	return title->change != CHANGE_SAME || options->all;
}

static char *number_dup(uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, number);
	return strdup(text);
}

static bool add_row(struct table *table, const struct title *title)
{
	static const enum paint paints[CHANGE_COUNT] = {
		PAINT_BAD, PAINT_GOOD, PAINT_WARN, PAINT_GOOD, PAINT_NONE,
	};
	char **cells = table_add(table);

	if (!cells)
		return false;
	cells[0] = strdup(change_names[title->change]);
	table_paint(table, 0, paints[title->change]);
	cells[1] = number_dup(title->reports[0]);
	cells[2] = number_dup(title->reports[1]);
	cells[3] = strdup(crashrec_class_name(title->class));
	cells[4] = escape_dup(title->text);
	return cells[0] && cells[1] && cells[2] && cells[3] && cells[4];
}

static bool print_text(const struct difference *difference,
		       const struct options *options)
{
	static const struct table_column columns[] = {
		{ "CHANGE", false, 0 }, { "A", true, 0 }, { "B", true, 0 },
		{ "CLASS", false, 0 }, { "TITLE", false, 0 },
	};
	struct table table = { .columns = columns, .column_count = 5 };
	const struct title *title;
	bool added = true;
	unsigned int change;
	size_t i;

	for (change = 0; change < CHANGE_COUNT; change++)
		for (i = 0; added && i < difference->count; i++) {
			title = &difference->titles[i];
			if (title->change == change && is_shown(title, options))
				added = add_row(&table, title);
		}
	if (added && table.row_count)
		table_print(&table, stdout, terminal_columns());
	table_free(&table);
	return added;
}

static struct json_object *new_title(const struct title *title)
{
	struct json_object *object = json_object_new_object();

	json_add_string(object, "change", change_names[title->change]);
	json_add_text(object, "title", title->text);
	json_add_string(object, "class", crashrec_class_name(title->class));
	json_add_u64(object, "a", title->reports[0]);
	json_add_u64(object, "b", title->reports[1]);
	return object;
}

static void add_path(struct json_object *object, const char *key,
		     const char *path)
{
	json_add_text(object, key,
		      (struct crashrec_text){ path, strlen(path) });
}

static bool print_json(const struct difference *difference,
		       const struct options *options)
{
	struct json_object *object = json_begin("difference");
	struct json_object *array = json_object_new_array();
	unsigned int change;
	size_t i;

	if (!object || !array) {
		json_object_put(object);
		json_object_put(array);
		return false;
	}
	add_path(object, "a", options->files[0]);
	add_path(object, "b", options->files[1]);
	for (change = 0; change < CHANGE_COUNT; change++)
		json_add_u64(object, change_names[change],
			     difference->changes[change]);
	for (i = 0; i < difference->count; i++)
		if (is_shown(&difference->titles[i], options))
			json_object_array_add(array,
					      new_title(&difference->titles[i]));
	json_add(object, "titles", array);
	return json_end(stdout, object);
}

static int show(struct difference *difference, const struct options *options)
{
	bool shown;

	fold(difference);
	terminal_page();
	shown = options->json ? print_json(difference, options) :
				print_text(difference, options);
	if (!shown) {
		complain("out of memory");
		return EXIT_TROUBLE;
	}
	return difference->changes[CHANGE_SAME] == difference->count ?
		EXIT_SAME : EXIT_DIFFERS;
}

static int run(const struct options *options)
{
	struct difference difference = { .titles = NULL };
	int code_a, code_b, code = EXIT_TROUBLE;
	size_t i;

	if (options->file_count != 2) {
		complain("diff: name two sets of records: see crashrec diff --help");
		return EXIT_TROUBLE;
	}
	code_a = read_set(&difference, options, 0);
	code_b = read_set(&difference, options, 1);
	/* What is missing where something is damaged is not much. */
	if ((code_a == EXIT_FINE || code_a == EXIT_DAMAGED) &&
	    (code_b == EXIT_FINE || code_b == EXIT_DAMAGED))
		code = show(&difference, options);
	for (i = 0; i < difference.count; i++)
		free((char *)difference.titles[i].text.data);
	free(difference.titles);
	return code_a || code_b ? EXIT_TROUBLE : code;
}

const struct command cmd_diff = {
	.name = "diff",
	.purpose = "two sets of records by title: new, gone, more, fewer",
	.options = "jau" CHOICE_OPTIONS TERMINAL_OPTIONS,
	.takes_files = true,
	.takes_sources = true,
	.failure = EXIT_TROUBLE,
	.help =
"usage: crashrec diff A B [--all] [--json] [--user]\n"
"       [--since TIME] [--class NAME] [--title TEXT] [--boot ID]\n"
"\n"
"Compares two sets of records by title: those of last night's run with those of\n"
"the one before, or of two machines. new: there are none in A; gone: there are\n"
"none in B; more and fewer: in B than in A. Reports that were only counted with\n"
"a record count.\n"
"\n"
"  A B              each the device, a region file, the memory of a guest or a\n"
"                   dump of it, a text log, a folder of saved records or of\n"
"                   pstore\n"
"      --all        also titles of which there are as many\n"
"      --json       a JSON object\n"
CHOICE_HELP
"      --user       also text of processes, which only looked like reports\n"
TERMINAL_HELP
"  -h, --help       this text\n"
"\n"
"Exit status, as that of diff: 0 there is no difference; 1 there is; 2 wrong\n"
"usage, or a set can't be read whole, or the output not written.\n",
	.run = run,
};
