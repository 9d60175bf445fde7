/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Records that were given, and whose reports may go on after all: the module
 * takes a report for over when its context was silent for a while.
 */
#ifndef CRASHREC_LIB_GROWN_H
#define CRASHREC_LIB_GROWN_H

#include <stddef.h>
#include <stdint.h>
#include <uapi/crashrec_format.h>

#include "source.h"

#define GROWN_ROOM	32U

/**
 * struct grown_one - a record that was given
 * @boot_id: of the record
 * @seq: likewise; 0: there is none
 * @line_count: that it had
 * @until_ns: up to when it is looked at again
 */
struct grown_one {
	uint8_t boot_id[CRASHREC_ID_BYTES];
	uint64_t seq;
	size_t line_count;
	int64_t until_ns;
};

/**
 * struct grown - those that were given last; zeroed: none
 * @ones: them
 * @next: which of them makes room
 * @at: which is looked at next; GROWN_ROOM: all were
 */
struct grown {
	struct grown_one ones[GROWN_ROOM];
	unsigned int next;
	unsigned int at;
};

/**
 * grown_note() - a record is given
 * @grown: gets it
 * @record: the record
 * @now_ns: of any clock that goes on
 */
void grown_note(struct grown *grown, const struct crashrec_record *record,
		int64_t now_ns);

/**
 * grown_next() - the next that has more lines than when it was given
 * @grown: the records; their @at is 0 at first
 * @source: that they are of; where it goes on is lost
 * @now_ns: of the same clock
 * @record: set to it, as it is now
 *
 * Return: 0; -ENOENT: there is no further one.
 */
int grown_next(struct grown *grown, struct crashrec_source *source,
	       int64_t now_ns, struct crashrec_record **record);

#endif /* CRASHREC_LIB_GROWN_H */
