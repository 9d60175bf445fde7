// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <stdlib.h>

#include "html.h"
#include "xml.h"

#define NS_PER_SEC	UINT64_C(1000000000)

static void print_boot(FILE *out, const struct html_set *set,
		       const struct html_entry *entry)
{
	struct crashrec_text release = crashrec_record_release(entry->record);
	char uuid[CRASHREC_UUID_ROOM];

	fputs("<h3>", out);
	if (html_is_of_log(entry)) {
		fputs("Log <code>", out);
		xml_print_string(out, set->sources[entry->source].path);
	} else {
		crashrec_uuid_text(crashrec_record_boot_id(entry->record),
				   uuid);
		uuid[8] = '\0';
		fprintf(out, "Boot <code>%s", uuid);
	}
	fputs("</code>", out);
	if (release.bytes) {
		fputs(", Linux ", out);
		xml_print(out, release);
	}
	fputs("</h3>\n<ol class=\"timeline\">\n", out);
}

static void print_again(FILE *out, const struct html_entry *entry)
{
	uint64_t boot_ns, wall_ns, repeats;

	repeats = crashrec_record_repeats(entry->record, &boot_ns, &wall_ns);
	if (!repeats)
		return;
	fprintf(out, "<div class=\"dim\">and %" PRIu64 " times more, last ",
		repeats);
	html_print_time(out, wall_ns, boot_ns);
	fputs("</div>", out);
}

static void print_entry(FILE *out, const struct html_entry *entry)
{
	uint64_t boot_ns = crashrec_record_boot_ns(entry->record);
	uint64_t wall_ns = 0;

	if (!html_is_of_log(entry))
		wall_ns = crashrec_record_wall_ns(entry->record);
	fputs("<li>", out);
	if (wall_ns || boot_ns) {
		fputs("<div class=\"when\">", out);
		html_print_time(out, wall_ns, boot_ns);
	}
	if (wall_ns)
		fprintf(out, " <span class=\"dim\">%" PRIu64 ".%03" PRIu64
			"&nbsp;s after boot</span>", boot_ns / NS_PER_SEC,
			boot_ns % NS_PER_SEC / 1000000);
	fputs(wall_ns || boot_ns ? "</div><div>" : "<div>", out);
	html_print_link(out, entry);
	html_print_badges(out, entry);
	fputs("</div>", out);
	print_again(out, entry);
	fputs("</li>\n", out);
}

/**
 * struct sorted - a record in order of boots
 * @entry: it
 * @first: the first one of that boot
 */
struct sorted {
	const struct html_entry *entry;
	const struct html_entry *first;
};

static int compare_numbers(const struct html_entry *a,
			   const struct html_entry *b)
{
	return (a->number > b->number) - (a->number < b->number);
}

static int compare_boots(const void *one, const void *two)
{
	const struct sorted *a = one, *b = two;
	int order = html_compare_boots(a->entry, b->entry);

	return order ? order : compare_numbers(a->entry, b->entry);
}

/* Boots in the order of their first records. */
static int compare_firsts(const void *one, const void *two)
{
	const struct sorted *a = one, *b = two;
	int order = compare_numbers(a->first, b->first);

	return order ? order : compare_numbers(a->entry, b->entry);
}

/* A boot's records may come from several sources. */
static void sort(struct sorted *sorted, const struct html_set *set)
{
	size_t i, count = set->entry_count;

	for (i = 0; i < count; i++)
		sorted[i].entry = &set->entries[i];
	qsort(sorted, count, sizeof(*sorted), compare_boots);
	for (i = 0; i < count; i++)
		sorted[i].first =
			i && !html_compare_boots(sorted[i - 1].entry,
						 sorted[i].entry) ?
				sorted[i - 1].first : sorted[i].entry;
	qsort(sorted, count, sizeof(*sorted), compare_firsts);
}

bool html_timeline_print(FILE *out, const struct html_set *set)
{
	struct sorted *sorted;
	size_t i;

	if (!set->entry_count) {
		fputs("<p>Nothing was reported.</p>\n", out);
		return true;
	}
	sorted = calloc(set->entry_count, sizeof(*sorted));
	if (!sorted)
		return false;
	sort(sorted, set);
	for (i = 0; i < set->entry_count; i++) {
		if (sorted[i].entry == sorted[i].first) {
			fputs(i ? "</ol>\n" : "", out);
			print_boot(out, set, sorted[i].entry);
		}
		print_entry(out, sorted[i].entry);
	}
	fputs("</ol>\n", out);
	free(sorted);
	return true;
}
