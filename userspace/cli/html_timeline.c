// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>

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

static bool was_before(const struct html_set *set, size_t index)
{
	size_t i;

	for (i = 0; i < index; i++)
		if (!html_compare_boots(&set->entries[i], &set->entries[index]))
			return true;
	return false;
}

/* A boot's records may come from several sources. */
static void print_boot_entries(FILE *out, const struct html_set *set,
			       size_t first)
{
	size_t i;

	print_boot(out, set, &set->entries[first]);
	for (i = first; i < set->entry_count; i++)
		if (!html_compare_boots(&set->entries[first], &set->entries[i]))
			print_entry(out, &set->entries[i]);
	fputs("</ol>\n", out);
}

void html_timeline_print(FILE *out, const struct html_set *set)
{
	size_t i;

	if (!set->entry_count)
		fputs("<p>Nothing was reported.</p>\n", out);
	for (i = 0; i < set->entry_count; i++)
		if (!was_before(set, i))
			print_boot_entries(out, set, i);
}
