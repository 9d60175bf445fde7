// SPDX-License-Identifier: GPL-2.0
/*
 * crashrec report: a set of records as a page.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "complain.h"
#include "html.h"
#include "output.h"
#include "reading.h"

static const int no_memory = EXIT_OUTPUT;

static size_t *head_of(struct html_set *set, const struct crashrec_record *record)
{
	return &set->heads[crashrec_record_seq(record) &
			   (set->head_count - 1)];
}

/* Of two that say the same of themselves, the one that has more. */
static bool is_there(struct html_set *set, struct crashrec_record *record)
{
	struct crashrec_record *other;
	size_t i;

	for (i = *head_of(set, record); i; i = set->entries[i - 1].next) {
		other = set->entries[i - 1].record;
		if (crashrec_record_seq(other) != crashrec_record_seq(record))
			continue;
		if (crashrec_record_contains(other, record)) {
			crashrec_record_free(record);
			return true;
		}
		if (crashrec_record_contains(record, other)) {
			set->entries[i - 1].record = record;
			crashrec_record_free(other);
			return true;
		}
	}
	return false;
}

/* Those of a text log are found by nothing. */
static void enter(struct html_set *set, struct html_entry *entry)
{
	size_t *head;

	if (html_is_of_log(entry))
		return;
	head = head_of(set, entry->record);
	entry->next = *head;
	*head = entry->number;
}

static bool make_room(struct html_set *set)
{
	size_t count = set->entry_count, room = count ? 2 * count : 1, i;
	void *more;

	if (count < set->head_count)
		return true;
	more = reallocarray(set->entries, room, sizeof(*set->entries));
	if (!more)
		return false;
	set->entries = more;
	more = reallocarray(set->heads, room, sizeof(*set->heads));
	if (!more)
		return false;
	set->heads = more;
	set->head_count = room;
	memset(set->heads, 0, room * sizeof(*set->heads));
	for (i = 0; i < count; i++)
		enter(set, &set->entries[i]);
	return true;
}

/* Return: false if there was no memory; @record is the caller's then. */
static bool add_record(struct html_set *set, struct crashrec_record *record)
{
	struct html_entry entry = {
		.record = record,
		.source = set->source_count - 1,
		.number = set->entry_count + 1,
	};

	if (!make_room(set))
		return false;
	if (!html_is_of_log(&entry) && is_there(set, record))
		return true;
	enter(set, &entry);
	set->entries[set->entry_count++] = entry;
	return true;
}

/* Return: false if there was no memory. */
static bool add_records(struct html_set *set, struct reading *reading)
{
	struct html_source *source = &set->sources[set->source_count - 1];
	struct crashrec_record *record;

	while ((record = reading_next(reading))) {
		if (add_record(set, record))
			continue;
		crashrec_record_free(record);
		return false;
	}
	source->has_summary = !crashrec_source_summary(reading->source,
						       &source->summary);
	return true;
}

static int add_source(struct html_set *set, const struct options *options,
		      const char *path)
{
	struct options of_one = *options;
	struct reading reading;

	of_one.path = path;
	/* Of several, told once of all. */
	of_one.may_be_none = options->path_count > 1;
	path = path ? path : CRASHREC_DEFAULT_PATH;
	reading_open(&reading, &of_one);
	set->sources[set->source_count].path = strdup(path);
	if (!set->sources[set->source_count++].path ||
	    (!reading.exit_code && !add_records(set, &reading))) {
		complain("out of memory");
		reading_note(&reading, no_memory);
	}
	return reading_close(&reading);
}

static void free_set(struct html_set *set)
{
	size_t i;

	for (i = 0; i < set->entry_count; i++)
		crashrec_record_free(set->entries[i].record);
	for (i = 0; i < set->source_count; i++)
		free(set->sources[i].path);
	free(set->heads);
	free(set->entries);
	free(set->sources);
}

static int write_page(struct html_set *set, const struct options *options)
{
	struct output output;
	bool printed;

	if (!output_open(&output, options->html, options))
		return EXIT_OUTPUT;
	printed = html_page_print(output.file, set);
	if (!printed) {
		complain("out of memory");
		output_drop(&output);
		return EXIT_OUTPUT;
	}
	if (set->no_picture[0])
		complain("report: without pictures: %s", set->no_picture);
	return output_close(&output) ? EXIT_FINE : EXIT_OUTPUT;
}

/* The worst of all sources; what could be read is shown nonetheless. */
static int make(struct html_set *set, const struct options *options)
{
	size_t i, count = options->path_count ? options->path_count : 1;
	int code, worst = EXIT_FINE;
	bool any = false;

	set->sources = calloc(count, sizeof(*set->sources));
	if (!set->sources) {
		complain("out of memory");
		return no_memory;
	}
	for (i = 0; i < count; i++) {
		code = add_source(set, options, options->paths[i]);
		worst = code > worst ? code : worst;
		any |= set->sources[i].has_summary;
	}
	/* A page that is there stays, if there is nothing better. */
	if (worst == no_memory || !any)
		return worst;
	if (count > 1 && !set->entry_count) {
		complain("report: no record in any of these");
		worst = worst > EXIT_NO_RECORD ? worst : EXIT_NO_RECORD;
	}
	code = write_page(set, options);
	return code > worst ? code : worst;
}

static int run(const struct options *options)
{
	struct html_set set = { NULL };
	int code;

	if (!options->html) {
		complain("report: name the file for the page: --html OUT; - is standard output");
		return EXIT_USAGE;
	}
	code = make(&set, options);
	free_set(&set);
	return code;
}

const struct command cmd_report = {
	.name = "report",
	.purpose = "a page of HTML with a set of records",
	.options = "fHu",
	.operands_max = UINT_MAX,
	.takes_sources = true,
	.help =
"usage: crashrec report [SEQ...] --html OUT [-f FILE]... [--user]\n"
"\n"
"Writes one page with all records, or those of these sequence numbers: a table\n"
"by title, a timeline by boot, each record with its stacks and lines, pictures\n"
"of deadlocks, and what was lost. The page needs no other file, no network and\n"
"no script. Pictures are drawn by Graphviz; without it the page has their words\n"
"alone.\n"
"\n"
"      --html OUT   write the page to this file; - is standard output\n"
"  -f, --file FILE  read a region file, the memory of a guest, a dump of it, a\n"
"                   text log, or a folder of pstore instead of /dev/crashrec;\n"
"                   may be given several times; a record that is in several\n"
"                   of them is shown once\n"
"      --user       also text of processes, which only looked like reports\n"
"  -h, --help       this text\n"
"\n"
EXIT_CODES_HELP,
	.run = run,
};
