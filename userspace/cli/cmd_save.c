// SPDX-License-Identifier: GPL-2.0
/*
 * crashrec save: moves what is unread into a folder, tells the journal, and
 * acknowledges it. Each record goes these steps, one record after the other:
 *
 *  1 It is read from the device.
 *    Killed behind it: nothing happened.
 *  2 It is written to NAME.tmp, the file and then the folder is fsync()ed.
 *    Killed in it: the next run finds NAME.tmp without a whole record in it (its
 *    CRCs tell), and removes that. The record is unread.
 *  3 The journal is told, and asked to write that to its disk.
 *    Killed before or behind it: NAME.tmp is whole. Whether the journal knows
 *    is not known, and only then the next run asks the journal for this record
 *    (boot, number and time), and tells it if it has no such entry. Then it goes
 *    on with step 4, also if the record was acknowledged by hand meanwhile.
 *  4 NAME.tmp is renamed to NAME.crec, and the folder is fsync()ed.
 *    Killed behind it: the record is unread, and NAME.crec says that it was told
 *    of. The next run compares the bytes, and acknowledges; were there more of
 *    it by then, it would go through steps 2 and 4 once more, never through 3.
 *    The folder is fsync()ed when a run begins, so that a file that was found
 *    is there for good.
 *  5 It is read again, as it may have grown; if so, once more from step 2.
 *  6 It is acknowledged.
 *    Killed behind it: nothing is left to do. Between 5 and 6 lies nothing but
 *    the system call; what is added in that moment is lost.
 *
 * What is removed to make room is no file whose record is unread, as there may
 * be after step 4: it would come once more. The journal is told before: killed
 * before the file is gone, it may be told of that twice.
 *
 * One run at a time: the folder is locked.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "complain.h"
#include "journal.h"
#include "json_write.h"
#include "reading.h"
#include "saved.h"

#define DEFAULT_MAX_BYTES	(UINT64_C(64) << 20)
/* Of a record that grows each time it is looked at, the next run has more. */
#define GROWN_MAX	4

/**
 * struct saving - a run
 * @reading: the source
 * @saved: the folder
 * @missing: why no entries are written; NULL: they are
 * @folder: absolute path of @saved; owned
 * @can_ack: the source takes acknowledgements
 * @is_over: there is no point in going on
 * @knows_unread: files of unread records are marked
 * @saved_count: records that are on the disk and were not before
 * @open_count: records that are still being written
 * @removed_count: files that were removed to make room
 */
struct saving {
	struct reading reading;
	struct saved saved;
	const char *missing;
	char *folder;
	bool can_ack;
	bool is_over;
	bool knows_unread;
	uint64_t saved_count;
	uint64_t open_count;
	uint64_t removed_count;
};

static bool fail(struct saving *saving)
{
	reading_note(&saving->reading, EXIT_OUTPUT);
	saving->is_over = true;
	return false;
}

static bool fail_source(struct saving *saving)
{
	complain("%s", crashrec_source_error(saving->reading.source));
	reading_note(&saving->reading, EXIT_SOURCE);
	return false;
}

/* Return: what the caller frees; NULL: there is no memory. */
static char *path_of(const struct saving *saving, const char *name)
{
	char *path;

	if (asprintf(&path, "%s/%s" CRASHREC_SAVED_SUFFIX,
		     saving->folder ? saving->folder : saving->saved.path,
		     name) < 0)
		return NULL;
	return path;
}

static bool tell(struct saving *saving, enum journal_about about,
		 const struct crashrec_record *record, const char *name)
{
	char *path;
	int err;

	if (saving->missing)
		return true;
	path = path_of(saving, name);
	err = path ? journal_tell(about, record, path) : -ENOMEM;
	free(path);
	if (!err)
		return true;
	complain("the journal took no entry: %s: records stay unread; --no-journal saves without",
		 strerror(-err));
	return fail(saving);
}

static enum journal_about about_of(const struct crashrec_record *record,
				   const char *name)
{
	char plain[SAVED_NAME_ROOM];

	saved_name(plain, record);
	return strcmp(name, plain) != 0 ? JOURNAL_OTHER : JOURNAL_SAVED;
}

/* Step 3 of what a run left that was killed around it. */
static bool tell_unless_known(struct saving *saving,
			      const struct crashrec_record *record,
			      const char *name)
{
	enum journal_about about = about_of(record, name);
	char *path;
	int known;

	if (saving->missing)
		return true;
	path = path_of(saving, name);
	known = path ? journal_knows(about, record, path) : -ENOMEM;
	free(path);
	if (known > 0)
		return true;
	if (known < 0)
		complain("the journal can't be read: %s: it may have an entry twice",
			 strerror(-known));
	return tell(saving, about, record, name);
}

static bool commit(struct saving *saving, const struct crashrec_record *record,
		   const char *name)
{
	if (!saved_commit(&saving->saved, name,
			  crashrec_record_encoded(record).bytes))
		return fail(saving);
	return true;
}

static void finish_left(struct saving *saving)
{
	struct crashrec_record *record;
	char name[SAVED_NAME_ROOM];
	size_t at = 0;

	while (!saving->is_over &&
	       saved_next_left(&saving->saved, &at, name, &record)) {
		if (saved_lookup(&saving->saved, name) ||
		    tell_unless_known(saving, record, name))
			commit(saving, record, name);
		crashrec_record_free(record);
	}
}

/* Return: false if it may not be removed, for whatever reason. */
static bool remove_one(struct saving *saving, const struct saved_file *file)
{
	struct crashrec_record *record = saved_read(&saving->saved, file);
	bool told;

	if (!record) {
		complain("%s: %s%s can't be read, and is not removed",
			 saving->saved.path, file->name, CRASHREC_SAVED_SUFFIX);
		reading_note(&saving->reading, EXIT_OUTPUT);
		return false;
	}
	told = tell(saving, JOURNAL_REMOVED, record, file->name);
	crashrec_record_free(record);
	if (!told)
		return false;
	if (!saved_remove(&saving->saved, file))
		return fail(saving);
	saving->removed_count++;
	return true;
}

/*
 * Opened once more: the other one goes on where it is, to which no number would
 * lead back, as several regions in a memory may have it. What is wrong is told
 * when it is its turn.
 */
static void mark_unread(struct saving *saving)
{
	struct crashrec_source *source;
	struct crashrec_record *record;
	int err;

	if (saving->knows_unread)
		return;
	err = crashrec_source_open(&source, saving->reading.options->path);
	if (err) {
		complain("%s", crashrec_source_error(source));
		crashrec_source_close(source);
		return;
	}
	do {
		err = crashrec_source_next(source, &record);
		if (err)
			continue;
		saved_keep(&saving->saved, record);
		crashrec_record_free(record);
	} while (!err || err == -EBADMSG);
	saving->knows_unread = err == -ENOENT;
	crashrec_source_close(source);
}

static bool make_room(struct saving *saving,
		      const struct crashrec_record *record, const char *name)
{
	uint64_t bytes = crashrec_record_encoded(record).bytes;
	const struct saved_file *file;
	struct saved_file *former;

	former = saved_lookup(&saving->saved, name);
	if (former) {
		former->is_kept = true;
		bytes -= former->bytes < bytes ? former->bytes : bytes;
	}
	while (!saved_has_room(&saving->saved, bytes)) {
		mark_unread(saving);
		file = saving->knows_unread ?
			       saved_victim(&saving->saved, bytes) : NULL;
		if (!file) {
			complain("%s: no room for record %" PRIu64
				 " within --max-size: it stays unread; move files away, or allow more",
				 saving->saved.path,
				 crashrec_record_seq(record));
			reading_note(&saving->reading, EXIT_OUTPUT);
			return false;
		}
		if (!remove_one(saving, file))
			return false;
	}
	return true;
}

static bool write_new(struct saving *saving,
		      const struct crashrec_record *record, const char *name)
{
	if (!saved_is_free(&saving->saved, name)) {
		reading_note(&saving->reading, EXIT_OUTPUT);
		return false;
	}
	if (!make_room(saving, record, name))
		return false;
	if (!saved_write(&saving->saved, name, record))
		return fail(saving);
	return true;
}

/* Steps 2 to 4. */
static bool save(struct saving *saving, const struct crashrec_record *record)
{
	char name[SAVED_NAME_ROOM];
	enum saved_match match = saved_compare(&saving->saved, record, name);

	if (match == SAVED_SAME)
		return true;
	if (match == SAVED_FAILED)
		return fail(saving);
	if (!write_new(saving, record, name))
		return false;
	if (match != SAVED_LESS) {
		if (!tell(saving, about_of(record, name), record, name))
			return false;
		saving->saved_count++;
	}
	if (match == SAVED_OTHER)
		complain("%s: record %" PRIu64
			 " is not the one that was saved under that number, boot and time: both are kept",
			 saving->saved.path, crashrec_record_seq(record));
	return commit(saving, record, name);
}

/* Return: 1: it did not change since; 0: it did; or it can't be read. */
static int is_unchanged(struct saving *saving,
			const struct crashrec_record *record,
			struct crashrec_record **now)
{
	struct crashrec_text a = crashrec_record_encoded(record), b;
	int err = crashrec_source_find(saving->reading.source,
				       crashrec_record_seq(record), now);

	if (err)
		return err;
	b = crashrec_record_encoded(*now);
	return a.bytes == b.bytes && !memcmp(a.data, b.data, a.bytes);
}

static bool ack(struct saving *saving, const struct crashrec_record *record)
{
	int err = crashrec_source_ack(saving->reading.source, record);

	switch (err) {
	case 0:
	case -ENOENT:
		return true;
	case -EBUSY:
		return fail_source(saving);
	default:
		saving->can_ack = false;
		return fail_source(saving);
	}
}

/* Steps 5 and 6. */
static void ack_as_saved(struct saving *saving,
			 const struct crashrec_record *record)
{
	struct crashrec_record *now, *last = NULL;
	int grown, same;

	for (grown = 0; grown < GROWN_MAX; grown++) {
		same = is_unchanged(saving, last ? last : record, &now);
		if (same > 0)
			ack(saving, now);
		else if (same < 0 && same != -ENOENT)
			fail_source(saving);
		crashrec_record_free(last);
		last = now;
		if (same || !save(saving, now))
			break;
	}
	crashrec_record_free(last);
	if (grown == GROWN_MAX) {
		complain("record %" PRIu64
			 " is being added to: it was saved, and stays unread for the next run",
			 crashrec_record_seq(record));
		reading_note(&saving->reading, EXIT_SOURCE);
	}
}

static void take(struct saving *saving, const struct crashrec_record *record)
{
	if (crashrec_record_state(record) == CRASHREC_RECORD_OPEN) {
		saving->open_count++;
		return;
	}
	if (!save(saving, record))
		return;
	if (saving->can_ack)
		ack_as_saved(saving, record);
}

/* A text log's numbers are places in it: a second log has the same. */
static bool start_source(struct saving *saving, const struct options *options)
{
	struct crashrec_source *source = saving->reading.source;
	struct crashrec_summary summary;

	if (crashrec_source_summary(source, &summary))
		return fail_source(saving);
	saving->can_ack = summary.kind == CRASHREC_SOURCE_DEVICE;
	if (summary.kind != CRASHREC_SOURCE_DEVICE &&
	    summary.kind != CRASHREC_SOURCE_REGION &&
	    summary.kind != CRASHREC_SOURCE_MEMORY) {
		complain("%s: is no device, region or memory: there is nothing to save",
			 crashrec_source_path(source));
		reading_note(&saving->reading, EXIT_SOURCE);
		return false;
	}
	if (options->through >= 0 &&
	    crashrec_source_ack_through(source, options->through))
		return fail_source(saving);
	return true;
}

static void save_into(struct saving *saving, const char *path)
{
	struct crashrec_record *record;

	saving->folder = realpath(path, NULL);
	finish_left(saving);
	while (!saving->is_over && (record = reading_next(&saving->reading))) {
		take(saving, record);
		crashrec_record_free(record);
	}
	free(saving->folder);
}

/*
 * In JSON: kind (saved), version, directory, saved, removed, open, unreadable
 * (files that would have made room, but can't be read).
 */
static void tell_saved(struct saving *saving)
{
	const char *path = saving->saved.path;
	struct json_object *object;

	if (!saving->reading.options->json) {
		printf("saved %" PRIu64 " record%s in %s\n",
		       saving->saved_count, PLURAL(saving->saved_count), path);
		return;
	}
	object = json_begin("saved");
	if (object) {
		json_add_text(object, "directory",
			      (struct crashrec_text){ path, strlen(path) });
		json_add_u64(object, "saved", saving->saved_count);
		json_add_u64(object, "removed", saving->removed_count);
		json_add_u64(object, "open", saving->open_count);
		json_add_u64(object, "unreadable",
			     saving->saved.unreadable_count);
	}
	if (!json_end(stdout, object)) {
		complain("out of memory");
		reading_note(&saving->reading, EXIT_OUTPUT);
	}
}

static void tell_end(struct saving *saving, bool no_journal)
{
	tell_saved(saving);
	if (saving->removed_count)
		complain("%s: saved records that were removed to keep within --max-size: %" PRIu64,
			 saving->saved.path, saving->removed_count);
	if (saving->saved.unreadable_count)
		complain("%s: files that can't be read, and were not removed to make room: %" PRIu64
			 ": see crashrec list -f %s",
			 saving->saved.path, saving->saved.unreadable_count,
			 saving->saved.path);
	if (saving->open_count)
		complain("%s: reports that go on, and are not saved yet: %" PRIu64,
			 crashrec_source_path(saving->reading.source),
			 saving->open_count);
	if (!saving->saved_count)
		return;
	if (saving->missing && !no_journal)
		complain("saved without an entry in the journal: %s",
			 saving->missing);
	reading_tell_lost(&saving->reading);
}

static void save_all(struct saving *saving, const struct options *options)
{
	const char *path = options->directory ? options->directory :
						CRASHREC_SAVED_PATH;
	uint64_t max_bytes = options->has_max_size ? options->max_size :
						     DEFAULT_MAX_BYTES;

	saving->missing = options->no_journal ? "" : journal_missing();
	if (saved_open(&saving->saved, path, max_bytes))
		save_into(saving, path);
	else
		fail(saving);
	tell_end(saving, options->no_journal);
	saved_close(&saving->saved);
}

static int run(const struct options *options)
{
	struct options all = *options;
	struct saving saving = { .missing = NULL };

	if (options->path && !options->directory) {
		complain("save: %s is for this machine alone: with -f also give --directory",
			 CRASHREC_SAVED_PATH);
		return EXIT_USAGE;
	}
	/* What a process wrote would else stay there for ever. */
	all.user = true;
	all.may_be_none = true;
	all.may_be_damaged = true;
	if (reading_open(&saving.reading, &all) &&
	    start_source(&saving, options))
		save_all(&saving, options);
	return reading_close(&saving.reading);
}

const struct command cmd_save = {
	.name = "save",
	.purpose = "move records to files, and tell the journal",
	.options = "fdsntj",
	.help =
"usage: crashrec save [-d DIRECTORY] [--max-size BYTES] [--no-journal]\n"
"       crashrec save -f FILE -d DIRECTORY [--max-size BYTES] [--no-journal]\n"
"\n"
"Writes each record that is not acknowledged to a file, tells the systemd journal\n"
"of it once, and acknowledges it. Killed at any moment, the next run goes on:\n"
"no record is lost, doubled, or told of twice. crashrec list -f DIRECTORY and\n"
"crashrec show -f FILE read what was saved; journalctl SYSLOG_IDENTIFIER=crashrec\n"
"CRASHREC_CLASS=warning finds entries. It is fine if there is nothing to save.\n"
"\n"
"What exceeds the size removes what was saved first, text of processes before\n"
"all else, and says so on stderr and in the journal. What is unread, and what\n"
"this run saved, is not removed; where there is no room left, it stays unread.\n"
"A record that misses lines is saved as it is, which is fine.\n"
"\n"
"  -d, --directory DIRECTORY\n"
"                   where to, instead of /var/lib/crashrec; made where it is\n"
"                   missing, with access for its owner alone\n"
"      --max-size BYTES\n"
"                   of all files together; K, M or G may follow; 0: no limit;\n"
"                   without it 64M\n"
"      --no-journal tell the journal nothing\n"
"      --json       a JSON object of what was done\n"
"  -f, --file FILE  another device than /dev/crashrec; of a region file or the\n"
"                   memory of a guest, what is new is copied each time, as these\n"
"                   are only ever read; needs --directory, so that it takes no\n"
"                   room from what this machine recorded\n"
"      --through FD descriptor that was opened on the device for writing, before\n"
"                   it was locked: crashrec save --through 3 3<>FILE\n"
"  -h, --help       this text\n"
"\n"
EXIT_CODES_HELP,
	.run = run,
};
