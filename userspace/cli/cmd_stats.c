// SPDX-License-Identifier: GPL-2.0
/*
 * crashrec stats: a source as a whole, and what was lost, in words.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "complain.h"
#include "escape.h"
#include "reading.h"
#include "stats_json.h"
#include "terminal.h"

static void show_boot(const char *which, const uint8_t *id)
{
	unsigned int i;

	printf("%-12s ", which);
	for (i = 0; i < CRASHREC_BOOT_ID_BYTES; i++)
		printf("%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ?
		       "-" : "", id[i]);
	putchar('\n');
}

static void show_head(const struct crashrec_summary_head *head)
{
	struct crashrec_text text = { head->text, head->text_bytes };

	printf("  [%5" PRIu64 ".%06u] ", head->boot_ns / 1000000000,
	       (unsigned int)(head->boot_ns / 1000 % 1000000));
	escape_print(stdout, text);
	printf(" (%s)\n", crashrec_ledger_name(head->cause));
}

static void show_heads(const struct crashrec_summary_losses *losses)
{
	uint32_t i;

	if (!losses->head_count)
		return;
	puts("the last reports that were lost whole, by first line:");
	for (i = 0; i < losses->head_count; i++)
		show_head(&losses->heads[i]);
}

/* What to do, so that less is lost; NULL: nothing. */
static const char *cure_of(unsigned int cause)
{
	static const struct {
		const char *name;
		const char *cure;
	} cures[] = {
		{ "report-full",
		  "crashrec save or ack makes room; a larger mem_size= has more" },
		{ "line-full",
		  "crashrec save or ack makes room; a larger mem_size= has more" },
		{ "line-limit", "load the module with a larger max_report_kib=" },
		{ "facts", "a larger mem_size= has more room" },
		{ "damaged", "ecc= has it repaired, once the memory is formatted anew" },
		{ "report-overwritten",
		  "run crashrec save more often, or load without overwrite=1" },
	};
	const char *name = crashrec_ledger_name(cause);
	size_t i;

	for (i = 0; name && i < sizeof(cures) / sizeof(cures[0]); i++)
		if (!strcmp(cures[i].name, name))
			return cures[i].cure;
	return NULL;
}

static void show_cause(unsigned int cause, uint64_t count)
{
	const char *cure = cure_of(cause);

	printf("  %8" PRIu64 " %s\n", count, crashrec_ledger_meaning(cause));
	if (cure)
		printf("           -> %s\n", cure);
}

static void show_classes(const uint64_t *lost)
{
	bool any = false;
	unsigned int i;

	for (i = 0; i < CRASHREC_LEDGER_ROOM - CRASHREC_LEDGER_CLASSES; i++) {
		if (lost[i] && !any)
			puts("lost reports, by class");
		any |= lost[i];
		if (lost[i])
			printf("  %8" PRIu64 " %s\n", lost[i],
			       crashrec_class_name(i));
	}
}

static void show_losses(const struct crashrec_summary_losses *losses)
{
	unsigned int cause;

	if (!losses->total) {
		puts("lost         nothing");
		return;
	}
	printf("lost         %" PRIu64 ", of which\n", losses->total);
	for (cause = 0; cause < CRASHREC_LEDGER_CLASSES; cause++)
		if (losses->by_cause[cause])
			show_cause(cause, losses->by_cause[cause]);
	show_classes(losses->by_cause + CRASHREC_LEDGER_CLASSES);
	show_heads(losses);
}

static bool is_known(const struct crashrec_summary_losses *losses)
{
	static const uint8_t none[CRASHREC_BOOT_ID_BYTES];

	return memcmp(losses->boot_id, none, sizeof(none));
}

static void show(const struct crashrec_summary *summary)
{
	if (summary->kind == CRASHREC_SOURCE_LOG) {
		printf("text log     %" PRIu64 " report%s\n",
		       summary->records_unread,
		       PLURAL(summary->records_unread));
		return;
	}
	if (summary->kind == CRASHREC_SOURCE_SAVED) {
		printf("saved        %" PRIu64 " record%s\n",
		       summary->records_unread,
		       PLURAL(summary->records_unread));
		return;
	}
	if (summary->kind == CRASHREC_SOURCE_PSTORE) {
		printf("pstore       %" PRIu32 " log%s, %" PRIu64 " report%s\n",
		       summary->logs_found, PLURAL(summary->logs_found),
		       summary->records_unread,
		       PLURAL(summary->records_unread));
		return;
	}
	if (summary->kind == CRASHREC_SOURCE_MEMORY)
		printf("memory       %" PRIu32 " regions found, and %"
		       PRIu32 " loose chunks\n",
		       summary->regions_found, summary->chunks_found);
	if (summary->store)
		printf("store        %s\n", summary->store);
	if (summary->region_bytes)
		printf("region       %" PRIu64 " bytes, %" PRIu32 " chunks of %" PRIu32
		       ", format version %" PRIu32 "\n",
		       summary->region_bytes, summary->chunk_count,
		       summary->chunk_bytes, summary->format_version);
	if (summary->corrected_bytes)
		printf("repaired     %" PRIu64 " bytes that had decayed\n",
		       summary->corrected_bytes);
	if (summary->untried_chunks)
		printf("not repaired %" PRIu64 " chunks, as trying was in vain before\n",
		       summary->untried_chunks);
	printf("unread       %" PRIu64 "\n", summary->records_unread);
	if (summary->next_seq)
		printf("next record  %" PRIu64 "\n", summary->next_seq);
	show_boot("last boot", summary->losses.boot_id);
	show_losses(&summary->losses);
	if (!is_known(&summary->former_losses))
		return;
	show_boot("boot before", summary->former_losses.boot_id);
	show_losses(&summary->former_losses);
}

static int run(const struct options *options)
{
	struct crashrec_summary summary;
	struct reading reading;

	if (!reading_open(&reading, options))
		return reading_close(&reading);
	/* There need not be a record. */
	reading.found = 1;
	if (!crashrec_source_summary(reading.source, &summary)) {
		terminal_page();
		if (!options->json)
			show(&summary);
		else if (!stats_json_print(stdout,
					   crashrec_source_path(reading.source),
					   &summary))
			reading_note(&reading, EXIT_OUTPUT);
	} else {
		complain("%s", crashrec_source_error(reading.source));
		reading_note(&reading, EXIT_SOURCE);
	}
	return reading_close(&reading);
}

const struct command cmd_stats = {
	.name = "stats",
	.purpose = "what the source is, and what was lost",
	.options = "fj" TERMINAL_OPTIONS,
	.help =
"usage: crashrec stats [-f FILE] [--json]\n"
"\n"
"Shows what the source is, how many records are unread, and how many lines and\n"
"reports of its last boot, and of the one before, were not kept, by cause, and\n"
"the reports by class; and how the last of these reports began. -> says what to\n"
"do against it.\n"
"\n"
"  -f, --file FILE  a region file instead of /dev/crashrec\n"
"      --json       a JSON object\n"
TERMINAL_HELP
"  -h, --help       this text\n"
"\n"
EXIT_CODES_HELP,
	.run = run,
};
