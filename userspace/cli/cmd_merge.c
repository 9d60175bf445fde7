// SPDX-License-Identifier: GPL-2.0
/*
 * crashrec merge: one folder of the records of several sources, as crashrec save
 * writes it. Its keys in JSON:
 *
 *  kind          merged
 *  version       see json_write.h
 *  directory     the folder
 *  sources       array of: source, records (that it gave), added, grown (there
 *                was less of them), known
 */
#include <errno.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "complain.h"
#include "json_write.h"
#include "options.h"
#include "reading.h"
#include "saved.h"

/**
 * struct merging - a run
 * @options: of it
 * @saved: the folder
 * @sources: array of JSON objects; NULL: that is not wanted
 * @added: records that were not there
 * @grown: of which there was less
 * @known: that were there
 * @exit_code: the worst so far
 * @is_over: there is no point in going on
 */
struct merging {
	const struct options *options;
	struct saved saved;
	struct json_object *sources;
	uint64_t added;
	uint64_t grown;
	uint64_t known;
	int exit_code;
	bool is_over;
};

static void fail(struct merging *merging)
{
	merging->exit_code = EXIT_OUTPUT;
	merging->is_over = true;
}

static void take(struct merging *merging, const struct crashrec_record *record)
{
	char name[SAVED_NAME_ROOM];
	enum saved_match match = saved_compare(&merging->saved, record, name);

	if (match == SAVED_SAME) {
		merging->known++;
		return;
	}
	if (match == SAVED_FAILED || !saved_is_free(&merging->saved, name) ||
	    !saved_write(&merging->saved, name, record) ||
	    !saved_commit(&merging->saved, name,
			  crashrec_record_encoded(record).bytes)) {
		fail(merging);
		return;
	}
	if (match == SAVED_LESS)
		merging->grown++;
	else
		merging->added++;
	if (match == SAVED_OTHER)
		complain("%s: record %" PRIu64
			 " is not the one that is there of that number, boot and time: both are kept",
			 merging->saved.path, crashrec_record_seq(record));
}

/* Numbers of a text log are places in it: a second log has the same. */
static bool may_merge(struct reading *reading)
{
	struct crashrec_summary summary;

	if (crashrec_source_summary(reading->source, &summary)) {
		complain("%s", crashrec_source_error(reading->source));
		reading_note(reading, EXIT_SOURCE);
		return false;
	}
	if (summary.kind != CRASHREC_SOURCE_LOG &&
	    summary.kind != CRASHREC_SOURCE_PSTORE)
		return true;
	complain("%s: has reports without a boot id: crashrec diff reads it as it is",
		 crashrec_source_path(reading->source));
	reading_note(reading, EXIT_SOURCE);
	return false;
}

static void tell_source(struct merging *merging, const char *file,
			const struct merging *before)
{
	uint64_t added = merging->added - before->added;
	uint64_t grown = merging->grown - before->grown;
	uint64_t known = merging->known - before->known;
	struct json_object *object;

	if (!merging->sources)
		return;
	object = json_object_new_object();
	json_add_text(object, "source",
		      (struct crashrec_text){ file, strlen(file) });
	json_add_u64(object, "records", added + grown + known);
	json_add_u64(object, "added", added);
	json_add_u64(object, "grown", grown);
	json_add_u64(object, "known", known);
	json_object_array_add(merging->sources, object);
}

static void merge_file(struct merging *merging, const char *file)
{
	struct options of_file = *merging->options;
	const struct merging before = *merging;
	struct crashrec_record *record;
	struct reading reading;
	int code;

	of_file.path = file;
	of_file.user = true;
	of_file.may_be_none = true;
	of_file.may_be_damaged = true;
	if (reading_open(&reading, &of_file) && may_merge(&reading))
		while (!merging->is_over && (record = reading_next(&reading))) {
			take(merging, record);
			crashrec_record_free(record);
		}
	code = reading_close(&reading);
	if (code != EXIT_FINE && merging->exit_code != EXIT_OUTPUT)
		merging->exit_code = code;
	tell_source(merging, file, &before);
}

/* The journal would never be told of what is in them. */
static bool is_free_of_left(const struct merging *merging)
{
	size_t i;

	for (i = 0; i < merging->saved.file_count; i++)
		if (merging->saved.files[i].is_left)
			break;
	if (i == merging->saved.file_count)
		return true;
	complain("%s: crashrec save was killed there: run it once more before",
		 merging->saved.path);
	return false;
}

static void tell_end(struct merging *merging)
{
	struct json_object *object;

	if (!merging->options->json) {
		printf("merged into %s: %" PRIu64 " record%s added, %" PRIu64
		       " grown, %" PRIu64 " known\n", merging->saved.path,
		       merging->added, PLURAL(merging->added), merging->grown,
		       merging->known);
		return;
	}
	object = json_begin("merged");
	if (object) {
		json_add_text(object, "directory", (struct crashrec_text){
				      merging->saved.path,
				      strlen(merging->saved.path) });
		json_add(object, "sources", merging->sources);
		merging->sources = NULL;
	}
	if (!json_end(stdout, object)) {
		complain("out of memory");
		fail(merging);
	}
}

static int run(const struct options *options)
{
	struct merging merging = { .options = options };
	size_t i;

	if (!options->directory) {
		complain("merge: name the folder that gets the records: --directory DIRECTORY");
		return EXIT_USAGE;
	}
	if (options->json)
		merging.sources = json_object_new_array();
	if (!saved_open(&merging.saved, options->directory, 0) ||
	    !is_free_of_left(&merging)) {
		fail(&merging);
		goto close_saved;
	}
	for (i = 0; i < options->file_count && !merging.is_over; i++)
		merge_file(&merging, options->files[i]);
	tell_end(&merging);

close_saved:
	json_object_put(merging.sources);
	saved_close(&merging.saved);
	return merging.exit_code;
}

const struct command cmd_merge = {
	.name = "merge",
	.purpose = "one folder of the records of several sources",
	.options = "jd" CHOICE_OPTIONS,
	.takes_files = true,
	.takes_sources = true,
	.help =
"usage: crashrec merge -d DIRECTORY [--json] [--since TIME] [--class NAME]\n"
"       [--title TEXT] [--boot ID] FILE...\n"
"\n"
"Copies the records of several sources into one folder, as crashrec save writes\n"
"it: crashrec list -f DIRECTORY and the other commands read it. A record that is\n"
"there (of the same boot, number and time) is not copied again, but where there\n"
"was less of it. Nothing is acknowledged, nor removed, and the journal is told\n"
"nothing.\n"
"\n"
"  FILE             the device, a region file, the memory of a guest or a dump\n"
"                   of it, a folder of saved records; no text log\n"
"  -d, --directory DIRECTORY\n"
"                   where to; made where it is missing, with access for its\n"
"                   owner alone\n"
"      --json       a JSON object\n"
CHOICE_HELP
"  -h, --help       this text\n"
"\n"
"Exit status: 0 fine; 1 a source has no record that was asked for; 2 wrong\n"
"usage; 3 a source can't be read, the others were; 4 something is damaged, the\n"
"rest was copied; 5 the folder or the output could not be written.\n",
	.run = run,
};
