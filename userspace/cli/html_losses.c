// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <string.h>

#include "html.h"
#include "xml.h"

static void print_row(FILE *out, const char *what, uint64_t count)
{
	fputs("<tr><th scope=\"row\">", out);
	xml_print_string(out, what);
	fprintf(out, "</th><td class=\"number\">%" PRIu64 "</td></tr>\n", count);
}

static void print_head(FILE *out, const struct crashrec_summary_head *head)
{
	fputs("<li>", out);
	html_print_time(out, 0, head->boot_ns);
	fputs(" <code>", out);
	xml_print(out, (struct crashrec_text){ head->text, head->text_bytes });
	fprintf(out, "</code> <span class=\"badge\">%s</span></li>\n",
		crashrec_ledger_name(head->cause));
}

static void print_heads(FILE *out, const struct crashrec_summary_losses *losses)
{
	uint32_t i;

	if (!losses->head_count)
		return;
	fputs("<p>The last reports that were lost whole, by their first line:</p>\n<ul>\n",
	      out);
	for (i = 0; i < losses->head_count; i++)
		print_head(out, &losses->heads[i]);
	fputs("</ul>\n", out);
}

static void print_losses(FILE *out, const char *boot,
			 const struct crashrec_summary_losses *losses)
{
	const uint64_t *lost = losses->by_cause;
	unsigned int i;

	if (!losses->total) {
		fprintf(out, "<p>Of %s, nothing.</p>\n", boot);
		return;
	}
	fprintf(out, "<table class=\"losses\">\n"
		"<caption>Of %s: %" PRIu64 " lines and reports</caption>\n"
		"<thead><tr><th scope=\"col\">What, and why</th>\n"
		"<th scope=\"col\">Count</th></tr></thead>\n<tbody>\n", boot,
		losses->total);
	for (i = 0; i < CRASHREC_LEDGER_CLASSES; i++)
		if (lost[i])
			print_row(out, crashrec_ledger_meaning(i), lost[i]);
	for (i = CRASHREC_LEDGER_CLASSES; i < CRASHREC_LEDGER_ROOM; i++)
		if (lost[i])
			break;
	if (i < CRASHREC_LEDGER_ROOM)
		fputs("</tbody>\n<tbody>\n<tr><th colspan=\"2\" scope=\"rowgroup\">\n"
		      "Reports among them, by class</th></tr>\n", out);
	for (; i < CRASHREC_LEDGER_ROOM; i++)
		if (lost[i])
			print_row(out, crashrec_class_name(i -
					CRASHREC_LEDGER_CLASSES), lost[i]);
	fputs("</tbody></table>\n", out);
	print_heads(out, losses);
}

static bool is_known(const struct crashrec_summary_losses *losses)
{
	static const uint8_t none[CRASHREC_BOOT_ID_BYTES];

	return memcmp(losses->boot_id, none, sizeof(none));
}

/* Only the module counts. */
static bool has_ledger(const struct crashrec_summary *summary)
{
	return summary->kind == CRASHREC_SOURCE_DEVICE ||
	       summary->kind == CRASHREC_SOURCE_REGION ||
	       summary->kind == CRASHREC_SOURCE_MEMORY;
}

static void print_source(FILE *out, const struct html_source *source)
{
	const struct crashrec_summary *summary = &source->summary;

	fputs("<h3><code>", out);
	xml_print_string(out, source->path);
	fputs("</code></h3>\n", out);
	if (!source->has_summary) {
		fputs("<p>It could not be read.</p>\n", out);
		return;
	}
	if (summary->damaged)
		fprintf(out, "<p><strong>Damaged parts that were left out: %" PRIu64
			"</strong></p>\n", summary->damaged);
	if (!has_ledger(summary))
		return;
	print_losses(out, "the last boot", &summary->losses);
	if (is_known(&summary->former_losses))
		print_losses(out, "the boot before", &summary->former_losses);
}

static bool tells(const struct html_source *source)
{
	return !source->has_summary || has_ledger(&source->summary) ||
	       source->summary.damaged;
}

void html_losses_print(FILE *out, const struct html_set *set)
{
	size_t i, silent = 0;

	for (i = 0; i < set->source_count; i++) {
		if (tells(&set->sources[i]))
			print_source(out, &set->sources[i]);
		else
			silent++;
	}
	if (silent)
		fprintf(out, "<p>Logs and saved records have no count of what was\n"
			"lost: %zu of these sources.</p>\n", silent);
}
