// SPDX-License-Identifier: GPL-2.0
#include "reading.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "cmd.h"
#include "complain.h"

/* From harmless to bad, by exit code. */
static const int badness[] = {
	[EXIT_FINE] = 0,
	[EXIT_NO_RECORD] = 1,
	[EXIT_DAMAGED] = 2,
	[EXIT_SOURCE] = 3,
	[EXIT_OUTPUT] = 4,
	[EXIT_USAGE] = 5,
};

bool reading_open(struct reading *reading, const struct options *options)
{
	struct crashrec_source_options how = { .progress = progress_tell };

	memset(reading, 0, sizeof(*reading));
	reading->options = options;
	how.progress_arg = &reading->progress;
	if (!crashrec_source_open_with(&reading->source, options->path, &how))
		return true;
	complain("%s", crashrec_source_error(reading->source));
	reading_note(reading, EXIT_SOURCE);
	return false;
}

static int get(struct reading *reading, struct crashrec_record **record)
{
	const struct options *options = reading->options;

	if (!options->seq_count)
		return crashrec_source_next(reading->source, record);
	return crashrec_source_find(reading->source,
				    options->seqs[reading->at++], record);
}

static bool at_end(const struct reading *reading)
{
	return reading->options->seq_count &&
	       reading->at == reading->options->seq_count;
}

/* Return: true if there may be further records. */
static bool take_error(struct reading *reading, int err)
{
	if (err == -ENOENT && !reading->options->seq_count)
		return false;
	complain("%s", crashrec_source_error(reading->source));
	switch (err) {
	case -ENOENT:
		reading_note(reading, EXIT_NO_RECORD);
		return true;
	case -EBADMSG:
		reading_note(reading, EXIT_DAMAGED);
		return true;
	default:
		reading_note(reading, EXIT_SOURCE);
		return false;
	}
}

bool reading_hides(const struct options *options,
		   const struct crashrec_record *record)
{
	const uint32_t user = CRASHREC_FLAG_USER | CRASHREC_FLAG_UNVERIFIED;

	return (crashrec_record_flags(record) & user) == CRASHREC_FLAG_USER &&
	       !options->user && !options->all && !options->seq_count;
}

struct crashrec_record *reading_next(struct reading *reading)
{
	const struct options *options = reading->options;
	struct crashrec_record *record;
	int err;

	while (!at_end(reading)) {
		err = get(reading, &record);
		if (!err && reading_hides(options, record)) {
			reading->hidden++;
			crashrec_record_free(record);
			continue;
		}
		if (!err && !choice_takes(&options->choice, record)) {
			reading->passed++;
			reading->has_covered |= choice_covers(&options->choice,
							      record);
			crashrec_record_free(record);
			continue;
		}
		if (!err) {
			reading->found++;
			if ((crashrec_record_flags(record) &
			     CRASHREC_FLAG_DAMAGED) && !options->may_be_damaged)
				reading_note(reading, EXIT_DAMAGED);
			return record;
		}
		if (!take_error(reading, err))
			break;
	}
	return NULL;
}

void reading_note(struct reading *reading, int exit_code)
{
	if (badness[exit_code] > badness[reading->exit_code])
		reading->exit_code = exit_code;
}

/* Only what was asked for is named. */
static void tell_passed(struct reading *reading, const char *path)
{
	const struct choice *choice = &reading->options->choice;
	char names[CHOICE_NAMES_ROOM];

	reading_note(reading, EXIT_NO_RECORD);
	if (choice->boot == CHOICE_LAST_BOOT && !choice->has_since &&
	    !reading->has_covered) {
		complain("%s: the last boot has no record: see --boot former",
			 path);
		return;
	}
	choice_names(choice, names);
	complain("%s: none of %" PRIu64 " record%s is as %s", path,
		 reading->passed, PLURAL(reading->passed), names);
}

static void tell_end(struct reading *reading)
{
	const char *path = crashrec_source_path(reading->source);
	struct crashrec_summary summary;

	if (crashrec_source_summary(reading->source, &summary)) {
		complain("%s", crashrec_source_error(reading->source));
		reading_note(reading, EXIT_SOURCE);
		return;
	}
	if (summary.damaged) {
		complain("%s: damaged parts that were left out: %" PRIu64,
			 path, summary.damaged);
		reading_note(reading, EXIT_DAMAGED);
	}
	if (summary.untried_chunks) {
		complain("%s: too much can't be repaired: chunks that were not tried: %" PRIu64,
			 path, summary.untried_chunks);
		reading_note(reading, EXIT_DAMAGED);
	}
	if (summary.kind == CRASHREC_SOURCE_MEMORY && !summary.regions_found) {
		complain("%s: no intact header: records made of pieces, some may be missing",
			 path);
		reading_note(reading, EXIT_DAMAGED);
	}
	if (reading->hidden)
		complain("%s: not shown, as processes wrote them: %" PRIu64
			 " record%s: see --user",
			 path, reading->hidden, PLURAL(reading->hidden));
	if (reading->found || reading->options->may_be_none)
		return;
	if (reading->passed && reading->options->choice.has_since &&
	    (summary.kind == CRASHREC_SOURCE_LOG ||
	     summary.kind == CRASHREC_SOURCE_PSTORE)) {
		complain("%s: is text, which has no wall clock: --since finds nothing in it",
			 path);
		reading_note(reading, EXIT_NO_RECORD);
		return;
	}
	if (reading->passed) {
		tell_passed(reading, path);
		return;
	}
	if (reading->options->seq_count)
		return;
	if (summary.kind == CRASHREC_SOURCE_LOG)
		complain("%s: is text, and holds no report: name a region file or a kernel log",
			 path);
	else if (summary.kind == CRASHREC_SOURCE_PSTORE)
		complain("%s: no report in what pstore kept", path);
	else
		complain("%s: no record: nothing was reported, or all was acknowledged",
			 path);
	reading_note(reading, EXIT_NO_RECORD);
}

static void tell_lost(struct reading *reading, const char *boot, uint64_t lost)
{
	if (lost)
		complain("%s: lines and reports of %s that the module could not keep: %" PRIu64,
			 crashrec_source_path(reading->source), boot, lost);
}

void reading_tell_lost(struct reading *reading)
{
	struct crashrec_summary summary;

	if (crashrec_source_summary(reading->source, &summary))
		return;
	tell_lost(reading, "the last boot", summary.losses.total);
	tell_lost(reading, "the boot before", summary.former_losses.total);
}

int reading_close(struct reading *reading)
{
	if (reading->exit_code != EXIT_SOURCE)
		tell_end(reading);
	crashrec_source_close(reading->source);
	reading->source = NULL;
	return reading->exit_code;
}
