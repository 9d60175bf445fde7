/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The folder that records are saved in, a file each. saved.c tells what is in
 * it.
 *
 * What fails is told on stderr, with what to do.
 */
#ifndef CRASHREC_CLI_SAVED_H
#define CRASHREC_CLI_SAVED_H

#include <crashrec_source.h>
#include <time.h>

/* 32 digits of a boot id, 20 of a sequence number, 20 of a time, 16 of a hash. */
#define SAVED_NAME_ROOM	96

/**
 * struct saved_file - a file of ours
 * @name: in the folder, without its suffix
 * @bytes: of it
 * @time: when it was written
 * @is_left: of a run that was killed: not renamed yet
 * @is_kept: its record is unread, this run saved it, or it can't be read: it is
 *           not removed
 * @is_user: its record is text of a process; known once saved_victim() was
 *           called
 */
struct saved_file {
	char name[SAVED_NAME_ROOM];
	uint64_t bytes;
	struct timespec time;
	bool is_left;
	bool is_kept;
	bool is_user;
};

/**
 * struct saved - the folder
 * @path: of it
 * @fd: of it, locked against other runs; -1: not open
 * @files: ours that are there; owned
 * @file_count: of them
 * @bytes: of all that are not left over
 * @max_bytes: that @bytes may become; 0: any number
 * @unreadable_count: files that would have made room, had they been read
 * @is_sorted: @files are in the order in which they make room
 */
struct saved {
	const char *path;
	int fd;
	struct saved_file *files;
	size_t file_count;
	uint64_t bytes;
	uint64_t max_bytes;
	uint64_t unreadable_count;
	bool is_sorted;
};

/**
 * enum saved_match - what is there of a record
 * @SAVED_FAILED: that could not be told
 * @SAVED_NONE: nothing
 * @SAVED_SAME: the same, or more of it
 * @SAVED_LESS: what it was before, or what can't be decoded
 * @SAVED_OTHER: another one that says the same of itself: both are kept
 */
enum saved_match {
	SAVED_FAILED,
	SAVED_NONE,
	SAVED_SAME,
	SAVED_LESS,
	SAVED_OTHER,
};

/**
 * saved_open() - open the folder, make it where it is missing, look what is in
 *                it
 * @saved: filled; end with saved_close(), also on failure
 * @path: of it; stays in use
 * @max_bytes: as in struct saved
 *
 * Waits for another run to end. What is in it then is on the disk.
 *
 * Return: false if that failed.
 */
bool saved_open(struct saved *saved, const char *path, uint64_t max_bytes);

/**
 * saved_close() - unlock it and free all
 * @saved: from saved_open()
 */
void saved_close(struct saved *saved);

/**
 * saved_name() - the first choice for a record's file, without its suffix
 * @name: receives it, terminated
 * @record: the record
 */
void saved_name(char name[SAVED_NAME_ROOM],
		const struct crashrec_record *record);

/**
 * saved_lookup() - find a file
 * @saved: from saved_open()
 * @name: of the file, without its suffix
 *
 * Return: lives until the folder changes; NULL: there is none. What is left
 * over does not count.
 */
struct saved_file *saved_lookup(struct saved *saved, const char *name);

/**
 * saved_match_of() - what is a saved record to one that is to be saved?
 * @there: that was saved
 * @record: of the same name
 *
 * Return: SAVED_SAME, SAVED_LESS or SAVED_OTHER.
 */
enum saved_match saved_match_of(const struct crashrec_record *there,
				const struct crashrec_record *record);

/**
 * saved_compare() - is a record there?
 * @saved: from saved_open()
 * @record: the record
 * @name: receives the name that it has, or is to have, without its suffix
 *
 * None takes the place of one of which it does not have all, nor a damaged one
 * that of a whole one without having more.
 *
 * Return: enum saved_match.
 */
enum saved_match saved_compare(struct saved *saved,
			       const struct crashrec_record *record,
			       char name[SAVED_NAME_ROOM]);

/**
 * saved_keep() - have no file of a record removed
 * @saved: from saved_open()
 * @record: the record; all that say the same of themselves are meant
 */
void saved_keep(struct saved *saved, const struct crashrec_record *record);

/**
 * saved_is_free() - may a record's file be written?
 * @saved: from saved_open()
 * @name: of the file, from saved_compare()
 *
 * Return: false: something that is not ours has its name.
 */
bool saved_is_free(const struct saved *saved, const char *name);

/**
 * saved_write() - write a record's bytes to the disk, under a temporary name
 * @saved: from saved_open()
 * @name: of the file, from saved_compare()
 * @record: the record
 *
 * Return: false if that failed; there is no such file then.
 */
bool saved_write(struct saved *saved, const char *name,
		 const struct crashrec_record *record);

/**
 * saved_commit() - give a temporary file its name, also on the disk
 * @saved: from saved_open()
 * @name: of the file, from saved_compare()
 * @bytes: of it
 *
 * Return: false if that failed; the temporary file may still be there then.
 */
bool saved_commit(struct saved *saved, const char *name, uint64_t bytes);

/**
 * saved_next_left() - a temporary file that a killed run left
 * @saved: from saved_open()
 * @at: 0 at first; moved behind it
 * @name: receives its name
 * @record: set to what is in it, the caller's
 *
 * One that holds no whole record is removed, and not given; one that can't be
 * read gets another name, as the next one of that name would find it in its way.
 *
 * Return: false: there is no further one.
 */
bool saved_next_left(struct saved *saved, size_t *at,
		     char name[SAVED_NAME_ROOM],
		     struct crashrec_record **record);

/**
 * saved_has_room() - may so many bytes be added without removing anything?
 * @saved: from saved_open()
 * @bytes: that will be added
 *
 * Return: true if so.
 */
bool saved_has_room(const struct saved *saved, uint64_t bytes);

/**
 * saved_victim() - the file to be removed, so that there is room for others
 * @saved: from saved_open()
 * @bytes: that will be added
 *
 * Text of processes goes first, then what was written first. What can't be read
 * stays: nobody could be told what it was.
 *
 * Return: lives until the folder changes; NULL: none may be removed, or all
 * of them would not be enough.
 */
const struct saved_file *saved_victim(struct saved *saved, uint64_t bytes);

/**
 * saved_read() - the record in a file
 * @saved: from saved_open()
 * @file: of it
 *
 * Return: the caller's; NULL: it can't be read, or holds none of that name.
 */
struct crashrec_record *saved_read(struct saved *saved,
				   const struct saved_file *file);

/**
 * saved_remove() - remove a file
 * @saved: from saved_open()
 * @file: from saved_victim()
 *
 * Return: false if that failed.
 */
bool saved_remove(struct saved *saved, const struct saved_file *file);

#endif /* CRASHREC_CLI_SAVED_H */
