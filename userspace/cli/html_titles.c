// SPDX-License-Identifier: GPL-2.0
/*
 * Records by title: sorted by title and boot, those of one title are neighbours,
 * and so are those of one boot.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "xml.h"

/**
 * struct sorted - a record in order of titles
 * @entry: it
 */
struct sorted {
	const struct html_entry *entry;
};

/**
 * struct title - records of the same title
 * @first: of them, which the title leads to
 * @records: how many
 * @reports: those that were counted with them as well
 * @boots: that they are of
 * @wall_ns: of the first report, and of the last; 0: not known
 * @boot_ns: the same, of text logs
 */
struct title {
	const struct html_entry *first;
	size_t records;
	uint64_t reports;
	size_t boots;
	uint64_t wall_ns[2];
	uint64_t boot_ns[2];
};

static int compare_texts(struct crashrec_text a, struct crashrec_text b)
{
	size_t bytes = a.bytes < b.bytes ? a.bytes : b.bytes;
	int order = memcmp(a.data, b.data, bytes);

	return order ? order : (a.bytes > b.bytes) - (a.bytes < b.bytes);
}

static int compare_entries(const void *one, const void *two)
{
	const struct html_entry *a = ((const struct sorted *)one)->entry;
	const struct html_entry *b = ((const struct sorted *)two)->entry;
	int order = compare_texts(crashrec_record_title(a->record),
				  crashrec_record_title(b->record));

	if (!order)
		order = html_compare_boots(a, b);
	if (!order)
		order = (a->number > b->number) - (a->number < b->number);
	return order;
}

/* The most frequent first. */
static int compare_titles(const void *one, const void *two)
{
	const struct title *a = one, *b = two;

	if (a->reports != b->reports)
		return a->reports > b->reports ? -1 : 1;
	return (a->first->number > b->first->number) -
	       (a->first->number < b->first->number);
}

static void widen(uint64_t range[2], uint64_t first, uint64_t last)
{
	if (!first)
		return;
	if (!range[0] || first < range[0])
		range[0] = first;
	if (last > range[1])
		range[1] = last;
}

static void take(struct title *title, const struct html_entry *entry)
{
	uint64_t boot_ns, wall_ns, repeats, first;

	repeats = crashrec_record_repeats(entry->record, &boot_ns, &wall_ns);
	title->records++;
	title->reports += 1 + repeats;
	if (!title->first || entry->number < title->first->number)
		title->first = entry;
	if (html_is_of_log(entry)) {
		first = crashrec_record_boot_ns(entry->record);
		widen(title->boot_ns, first, first);
		return;
	}
	first = crashrec_record_wall_ns(entry->record);
	widen(title->wall_ns, first, repeats ? wall_ns : first);
}

/* Return: how many there are. */
static size_t group(struct title *titles, const struct sorted *sorted,
		    size_t count)
{
	const struct html_entry *entry, *before = NULL;
	size_t i, found = 0;
	bool same;

	for (i = 0; i < count; i++) {
		entry = sorted[i].entry;
		same = before &&
		       !compare_texts(crashrec_record_title(before->record),
				      crashrec_record_title(entry->record));
		if (!same)
			found++;
		if (!same || html_compare_boots(before, entry))
			titles[found - 1].boots++;
		take(&titles[found - 1], entry);
		before = entry;
	}
	return found;
}

static void print_cell(FILE *out, const char *label, uint64_t number)
{
	fprintf(out, "<td role=\"cell\" class=\"number\" data-label=\"%s\">%" PRIu64
		"</td>", label, number);
}

static void print_when(FILE *out, const char *label,
		       const struct title *title, unsigned int which)
{
	fprintf(out, "<td role=\"cell\" data-label=\"%s\">", label);
	html_print_time(out, title->wall_ns[which], title->boot_ns[which]);
	fputs("</td>", out);
}

static void print_title(FILE *out, const struct title *title)
{
	fputs("<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">", out);
	html_print_link(out, title->first);
	fputs("</th>", out);
	print_cell(out, "Reports", title->reports);
	print_cell(out, "Records", title->records);
	print_cell(out, "Boots", title->boots);
	print_when(out, "First seen", title, 0);
	print_when(out, "Last seen", title, 1);
	fputs("</tr>\n", out);
}

static void print_table(FILE *out, const struct title *titles, size_t count)
{
	static const char * const headings[] = {
		"Title", "Reports", "Records", "Boots", "First seen", "Last seen",
	};
	size_t i;

	fputs("<table role=\"table\" class=\"titles\">\n"
	      "<caption>Reports counts also those that came again and were not\n"
	      "kept. The most frequent come first.</caption>\n"
	      "<thead role=\"rowgroup\"><tr role=\"row\">", out);
	for (i = 0; i < sizeof(headings) / sizeof(headings[0]); i++)
		fprintf(out, "<th role=\"columnheader\" scope=\"col\">%s</th>",
			headings[i]);
	fputs("</tr></thead>\n<tbody role=\"rowgroup\">\n", out);
	for (i = 0; i < count; i++)
		print_title(out, &titles[i]);
	fputs("</tbody>\n</table>\n", out);
}

bool html_titles_print(FILE *out, const struct html_set *set)
{
	struct sorted *sorted;
	struct title *titles;
	size_t i, count;

	if (!set->entry_count) {
		fputs("<p>Nothing was reported.</p>\n", out);
		return true;
	}
	sorted = calloc(set->entry_count, sizeof(*sorted));
	titles = calloc(set->entry_count, sizeof(*titles));
	for (i = 0; sorted && titles && i < set->entry_count; i++)
		sorted[i].entry = &set->entries[i];
	if (sorted && titles) {
		qsort(sorted, set->entry_count, sizeof(*sorted),
		      compare_entries);
		count = group(titles, sorted, set->entry_count);
		qsort(titles, count, sizeof(*titles), compare_titles);
		print_table(out, titles, count);
	}
	i = sorted && titles;
	free(sorted);
	free(titles);
	return i;
}
