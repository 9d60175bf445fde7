// SPDX-License-Identifier: GPL-2.0
#include "html.h"

#include <inttypes.h>
#include <string.h>

#include "when.h"
#include "xml.h"

/* Of those that the head of the page names. */
#define SOURCES_MAX	8

#define NS_PER_SEC	UINT64_C(1000000000)

bool html_is_of_log(const struct html_entry *entry)
{
	uint64_t first, last;

	return crashrec_record_log_lines(entry->record, &first, &last);
}

int html_compare_boots(const struct html_entry *a, const struct html_entry *b)
{
	bool log_a = html_is_of_log(a), log_b = html_is_of_log(b);

	if (log_a != log_b)
		return log_a ? 1 : -1;
	if (log_a)
		return a->source < b->source ? -1 : a->source > b->source;
	return memcmp(crashrec_record_boot_id(a->record),
		      crashrec_record_boot_id(b->record),
		      CRASHREC_BOOT_ID_BYTES);
}

void html_print_time(FILE *out, uint64_t wall_ns, uint64_t boot_ns)
{
	char iso[WHEN_ROOM], text[WHEN_ROOM];

	if (wall_ns) {
		when_iso(iso, wall_ns);
		when_seconds(text, wall_ns);
		fprintf(out, "<time datetime=\"%s\">%s</time>", iso, text);
	} else if (boot_ns) {
		fprintf(out, "%" PRIu64 ".%06" PRIu64 "&nbsp;s",
			boot_ns / NS_PER_SEC, boot_ns % NS_PER_SEC / 1000);
	} else {
		fputs("not told", out);
	}
}

void html_print_link(FILE *out, const struct html_entry *entry)
{
	fprintf(out, "<a href=\"#record-%zu\">", entry->number);
	xml_print(out, crashrec_record_title(entry->record));
	fputs("</a>", out);
}

static void print_badge(FILE *out, const char *kind, const char *text)
{
	fprintf(out, " <span class=\"badge %s\">%s</span>", kind, text);
}

void html_print_badges(FILE *out, const struct html_entry *entry)
{
	static const uint32_t shown[] = {
		CRASHREC_FLAG_PANICKED, CRASHREC_FLAG_DAMAGED,
		CRASHREC_FLAG_CORRUPTED, CRASHREC_FLAG_SALVAGED,
		CRASHREC_FLAG_USER, CRASHREC_FLAG_UNVERIFIED,
	};
	uint32_t flags = crashrec_record_flags(entry->record);
	unsigned int state = crashrec_record_state(entry->record);
	uint64_t boot_ns, wall_ns, repeats;
	const char *name;
	size_t i;

	name = crashrec_class_name(crashrec_record_class(entry->record));
	print_badge(out, name, name);
	if (state != CRASHREC_RECORD_COMPLETE)
		print_badge(out, "bad", crashrec_state_name(state));
	for (i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		if (flags & shown[i])
			print_badge(out, "bad", crashrec_flag_name(shown[i]));
	repeats = crashrec_record_repeats(entry->record, &boot_ns, &wall_ns);
	if (repeats)
		fprintf(out, " <span class=\"badge\">%" PRIu64 " times</span>",
			repeats + 1);
}

/* No script runs and nothing is fetched, whatever a text should try. */
static void print_head(FILE *out)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	      "<meta charset=\"utf-8\">\n"
	      "<meta http-equiv=\"Content-Security-Policy\" content=\"\n"
	      "default-src 'none'; style-src 'unsafe-inline';\n"
	      "base-uri 'none'; form-action 'none'\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n"
	      "<meta name=\"referrer\" content=\"no-referrer\">\n"
	      "<meta name=\"generator\" content=\"crashrec\">\n", out);
	fputs("<title>Crash reports</title>\n<style>\n", out);
	html_style_print(out);
	fputs("</style>\n</head>\n<body>\n", out);
}

static uint64_t count_reports(const struct html_set *set)
{
	uint64_t boot_ns, wall_ns, count = 0;
	size_t i;

	for (i = 0; i < set->entry_count; i++)
		count += 1 + crashrec_record_repeats(set->entries[i].record,
						     &boot_ns, &wall_ns);
	return count;
}

static void print_header(FILE *out, const struct html_set *set)
{
	uint64_t reports = count_reports(set);
	size_t i;

	fprintf(out, "<header>\n<h1>Crash reports</h1>\n"
		"<p>%zu record%s of %" PRIu64 " report%s, from",
		set->entry_count, set->entry_count == 1 ? "" : "s", reports,
		reports == 1 ? "" : "s");
	for (i = 0; i < set->source_count && i < SOURCES_MAX; i++) {
		fputs(i ? ", <code>" : " <code>", out);
		xml_print_string(out, set->sources[i].path);
		fputs("</code>", out);
	}
	if (i < set->source_count)
		fprintf(out, " and %zu more", set->source_count - i);
	fputs(".</p>\n<nav aria-label=\"Parts of this page\">\n"
	      "<a href=\"#titles\">Titles</a> <a href=\"#timeline\">Timeline</a>\n"
	      "<a href=\"#records\">Records</a> <a href=\"#losses\">Losses</a>\n"
	      "</nav>\n</header>\n<main>\n", out);
}

static void begin_part(FILE *out, const char *id, const char *heading)
{
	fprintf(out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n",
		id, id, heading);
}

static bool print_records(FILE *out, struct html_set *set)
{
	bool printed = true;
	size_t i;

	begin_part(out, "records", "Records");
	if (!set->entry_count)
		fputs("<p>There is none.</p>\n", out);
	for (i = 0; i < set->entry_count && printed; i++)
		printed = html_record_print(out, set, &set->entries[i]);
	fputs("</section>\n", out);
	return printed;
}

bool html_page_print(FILE *out, struct html_set *set)
{
	bool printed;

	print_head(out);
	print_header(out, set);
	begin_part(out, "titles", "Titles");
	printed = html_titles_print(out, set);
	fputs("</section>\n", out);
	begin_part(out, "timeline", "Timeline");
	printed = html_timeline_print(out, set) && printed;
	fputs("</section>\n", out);
	printed = printed && print_records(out, set);
	begin_part(out, "losses", "What was lost");
	html_losses_print(out, set);
	fputs("</section>\n</main>\n"
	      "<footer><p>Made by crashrec. Times are UTC, or seconds after the\n"
	      "boot where no wall clock is known.</p></footer>\n"
	      "</body>\n</html>\n", out);
	return printed;
}
