/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Going through the records that a command was asked for; what goes wrong is
 * told on stderr and kept as exit status.
 */
#ifndef CRASHREC_CLI_READING_H
#define CRASHREC_CLI_READING_H

#include <crashrec_source.h>

#include "options.h"
#include "progress.h"

/**
 * struct reading - a source that is read
 * @source: the source
 * @options: what was asked for
 * @at: how many of the numbers in @options were looked for
 * @found: records that were given
 * @hidden: those that were not, as they are no reports
 * @passed: those that were not, as they are none that were asked for
 * @has_covered: one of these is of the time and boot that were asked for
 * @exit_code: the worst so far
 * @progress: of a search
 */
struct reading {
	struct crashrec_source *source;
	const struct options *options;
	size_t at;
	uint64_t found;
	uint64_t hidden;
	uint64_t passed;
	bool has_covered;
	int exit_code;
	struct progress progress;
};

/**
 * reading_open() - open the source
 * @reading: filled; end with reading_close(), also on failure
 * @options: stays in use
 *
 * Return: false if it can't be opened.
 */
bool reading_open(struct reading *reading, const struct options *options);

/**
 * reading_next() - the next record that was asked for
 * @reading: from reading_open()
 *
 * Return: a record that the caller frees; NULL: that was all.
 */
struct crashrec_record *reading_next(struct reading *reading);

/**
 * reading_hides() - is a record passed over?
 * @options: what was asked for
 * @record: the record
 *
 * Text that a process wrote is shown to who asks for it, and told of to others;
 * but not if lines of it are the kernel's, perhaps.
 *
 * Return: true if so.
 */
bool reading_hides(const struct options *options,
		   const struct crashrec_record *record);

/**
 * reading_note() - keep an exit status
 * @reading: from reading_open()
 * @exit_code: enum exit_code; kept unless a worse one is
 */
void reading_note(struct reading *reading, int exit_code);

/**
 * reading_tell_lost() - tell on stderr what the module could not keep
 * @reading: from reading_open()
 */
void reading_tell_lost(struct reading *reading);

/**
 * reading_close() - close the source, and tell what is to be told at the end
 * @reading: from reading_open()
 *
 * Return: enum exit_code.
 */
int reading_close(struct reading *reading);

#endif /* CRASHREC_CLI_READING_H */
