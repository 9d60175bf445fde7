/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A set of records as one page of HTML: what its parts have in common. All text
 * of records goes through xml.h, and the page forbids scripts and whatever is
 * not in it.
 */
#ifndef CRASHREC_CLI_HTML_H
#define CRASHREC_CLI_HTML_H

#include <crashrec_source.h>
#include <stdio.h>

/**
 * struct html_source - where records came from
 * @path: of it; owned
 * @summary: of it
 * @has_summary: it is filled
 */
struct html_source {
	char *path;
	struct crashrec_summary summary;
	bool has_summary;
};

/**
 * struct html_entry - a record
 * @record: owned
 * @source: index of where it came from
 * @number: of the record in the page, from 1
 * @next: @number of the one before it whose sequence number has the same place in
 *        heads of struct html_set; 0: there is none
 */
struct html_entry {
	struct crashrec_record *record;
	size_t source;
	size_t number;
	size_t next;
};

/**
 * struct html_set - all that is on a page
 * @sources: owned
 * @source_count: of them
 * @entries: owned, in the order of their sources
 * @entry_count: of them
 * @heads: numbers of the last entries, found by their sequence numbers; owned
 * @head_count: a power of two; 0: there are none
 * @picture_count: pictures that were asked for
 * @picture_bytes: of their descriptions
 * @no_picture: why pictures could not be made, terminated; empty: they could
 */
struct html_set {
	struct html_source *sources;
	size_t source_count;
	struct html_entry *entries;
	size_t entry_count;
	size_t *heads;
	size_t head_count;
	size_t picture_count;
	size_t picture_bytes;
	char no_picture[256];
};

/**
 * html_compare_boots() - are two records of the same boot?
 * @a: the one
 * @b: the other
 *
 * Those of a text log are of that log, for all that is known.
 *
 * Return: negative, 0 or positive, as memcmp().
 */
int html_compare_boots(const struct html_entry *a, const struct html_entry *b);

/**
 * html_is_of_log() - is a record without a wall clock and a boot id?
 * @entry: it
 *
 * Return: true if it comes from a text log.
 */
bool html_is_of_log(const struct html_entry *entry);

/**
 * html_print_time() - a point in time
 * @out: where to
 * @wall_ns: nanoseconds since 1970; 0: not known
 * @boot_ns: nanoseconds since the boot, shown if @wall_ns is 0
 */
void html_print_time(FILE *out, uint64_t wall_ns, uint64_t boot_ns);

/**
 * html_print_link() - a record's title, which leads to the record
 * @out: where to
 * @entry: the record
 */
void html_print_link(FILE *out, const struct html_entry *entry);

/**
 * html_print_badges() - class of a record, and what is unusual of it
 * @out: where to
 * @entry: the record
 */
void html_print_badges(FILE *out, const struct html_entry *entry);

/**
 * html_style_print() - the page's style
 * @out: where to
 */
void html_style_print(FILE *out);

/**
 * html_titles_print() - the table by title
 * @out: where to
 * @set: the page's
 *
 * Return: false if there was no memory.
 */
bool html_titles_print(FILE *out, const struct html_set *set);

/**
 * html_timeline_print() - the records in order of time, by boot
 * @out: where to
 * @set: the page's
 *
 * Return: false if there was no memory.
 */
bool html_timeline_print(FILE *out, const struct html_set *set);

/**
 * html_record_print() - all of a record
 * @out: where to
 * @set: the page's; no_picture is set if that is so
 * @entry: one of it
 *
 * Return: false if there was no memory.
 */
bool html_record_print(FILE *out, struct html_set *set,
		       const struct html_entry *entry);

/**
 * html_graph_print() - the deadlock that a record tells of, if it does
 * @out: where to
 * @set: as html_record_print()
 * @entry: one of it
 *
 * Return: false if there was no memory.
 */
bool html_graph_print(FILE *out, struct html_set *set,
		      const struct html_entry *entry);

/**
 * html_losses_print() - what was lost
 * @out: where to
 * @set: the page's
 */
void html_losses_print(FILE *out, const struct html_set *set);

/**
 * html_page_print() - the whole page
 * @out: where to; errors are left in it
 * @set: what is on it
 *
 * Return: false if there was no memory.
 */
bool html_page_print(FILE *out, struct html_set *set);

#endif /* CRASHREC_CLI_HTML_H */
