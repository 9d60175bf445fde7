// SPDX-License-Identifier: GPL-2.0
/*
 * A record folded. Its text is that of `crashrec show`, by parts.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "html.h"
#include "out_text.h"
#include "xml.h"

typedef void (*print_part)(FILE *out, const struct crashrec_record *record);

/* Return: false if there was no memory. */
static bool print_text(FILE *out, const char *label,
		       const struct crashrec_record *record, print_part print)
{
	char *text = NULL;
	size_t bytes;
	FILE *whole = open_memstream(&text, &bytes);
	bool is_whole;

	if (!whole)
		return false;
	print(whole, record);
	is_whole = !fclose(whole);
	if (is_whole) {
		fprintf(out, "<pre tabindex=\"0\" role=\"region\" aria-label=\"%s\">",
			label);
		xml_print_shown(out, (struct crashrec_text){ text, bytes });
		fputs("</pre>\n", out);
	}
	free(text);
	return is_whole;
}

static void print_summary(FILE *out, const struct html_entry *entry)
{
	fputs("<details class=\"record\">\n<summary><h3>", out);
	xml_print(out, crashrec_record_title(entry->record));
	fputs("</h3>", out);
	html_print_badges(out, entry);
	/* What a link leads to opens the fold that it is in. */
	fprintf(out, "</summary>\n<div id=\"record-%zu\" class=\"inside\">\n",
		entry->number);
}

static void print_origin(FILE *out, const struct html_set *set,
			 const struct html_entry *entry)
{
	fprintf(out, "<p class=\"dim\">Record %" PRIu64 " of <code>",
		crashrec_record_seq(entry->record));
	xml_print_string(out, set->sources[entry->source].path);
	fputs("</code></p>\n", out);
}

static bool print_stacks(FILE *out, const struct html_entry *entry)
{
	size_t frames;

	crashrec_record_frames(entry->record, &frames);
	if (!frames)
		return true;
	fputs("<h4>Stacks</h4>\n", out);
	return print_text(out, "Stacks", entry->record, out_text_stacks);
}

static bool print_lines(FILE *out, const struct html_entry *entry)
{
	size_t lines, before;
	bool printed;

	crashrec_record_lines(entry->record, &lines);
	crashrec_record_before(entry->record, &before);
	fprintf(out, "<details class=\"lines\">\n<summary><h4>The report&#39;s %zu lines",
		lines);
	if (before)
		fprintf(out, ", and %zu from before", before);
	fputs("</h4></summary>\n"
	      "<p class=\"dim\">- marks lines from before the report, = those of\n"
	      "its own context, u a line that a process wrote.</p>\n", out);
	printed = print_text(out, "Lines", entry->record, out_text_lines);
	fputs("</details>\n", out);
	return printed;
}

bool html_record_print(FILE *out, struct html_set *set,
		       const struct html_entry *entry)
{
	print_summary(out, entry);
	print_origin(out, set, entry);
	if (!html_graph_print(out, set, entry))
		return false;
	fputs("<h4>Facts</h4>\n", out);
	if (!print_text(out, "Facts", entry->record, out_text_facts) ||
	    !print_stacks(out, entry) || !print_lines(out, entry))
		return false;
	fputs("</div>\n</details>\n", out);
	return true;
}
