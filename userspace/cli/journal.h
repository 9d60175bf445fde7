/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Entries in the systemd journal. journal_systemd.c writes them; where the
 * program is built without libsystemd, journal_none.c says that there are none.
 */
#ifndef CRASHREC_CLI_JOURNAL_H
#define CRASHREC_CLI_JOURNAL_H

#include <crashrec.h>

/**
 * enum journal_about - what an entry tells
 * @JOURNAL_SAVED: a record was saved
 * @JOURNAL_OTHER: likewise, beside another one that says the same of itself
 * @JOURNAL_REMOVED: one that was saved is removed, to make room
 */
enum journal_about {
	JOURNAL_SAVED,
	JOURNAL_OTHER,
	JOURNAL_REMOVED,
};

/**
 * journal_missing() - why can nothing be written to it?
 *
 * Return: half a sentence that lives for ever; NULL: it can.
 */
const char *journal_missing(void);

/**
 * journal_tell() - write an entry
 * @about: enum journal_about
 * @record: what it is about
 * @path: of the file
 *
 * Returns when the journal has it on its disk, where it tells.
 *
 * Return: 0 or a negative errno.
 */
int journal_tell(enum journal_about about, const struct crashrec_record *record,
		 const char *path);

/**
 * journal_knows() - is there an entry for a record that was saved?
 * @about: JOURNAL_SAVED or JOURNAL_OTHER
 * @record: the record
 * @path: of the file; of JOURNAL_OTHER only an entry with that counts
 *
 * None but entries of this user count: others may write anything.
 *
 * Return: 1: there is; 0: there is none; or a negative errno.
 */
int journal_knows(enum journal_about about,
		  const struct crashrec_record *record, const char *path);

#endif /* CRASHREC_CLI_JOURNAL_H */
