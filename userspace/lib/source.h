/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * What the kinds of source have in common. A kind is one struct source_ops.
 */
#ifndef CRASHREC_LIB_SOURCE_H
#define CRASHREC_LIB_SOURCE_H

#include <crashrec_source.h>
#include <uapi/crashrec_format.h>

#include "known.h"

#define SOURCE_ERROR_BYTES	512

/**
 * struct source_ops - a kind of source
 * @next: as crashrec_source_next(); @record is NULL before the call
 * @find: as crashrec_source_find(); likewise
 * @rewind: as crashrec_source_rewind()
 * @ack: as crashrec_source_ack()
 * @report_text: as crashrec_source_report_text(); NULL: it is not there
 * @summary: as crashrec_source_summary(); kind and damaged are filled, the
 *           rest is zero
 * @look: as @rewind, but what was found by searching is not searched for again;
 *        where there is none, @rewind is called
 * @has_changed: is another look worth while? NULL: always
 * @close: frees crashrec_source::state, which may be NULL or half set up
 */
struct source_ops {
	int (*next)(struct crashrec_source *source,
		    struct crashrec_record **record);
	int (*find)(struct crashrec_source *source, uint64_t seq,
		    struct crashrec_record **record);
	int (*rewind)(struct crashrec_source *source);
	int (*ack)(struct crashrec_source *source,
		   const struct crashrec_record *record);
	int (*report_text)(struct crashrec_source *source,
			   const struct crashrec_record *record,
			   struct crashrec_text *text);
	int (*summary)(struct crashrec_source *source,
		       struct crashrec_summary *summary);
	int (*look)(struct crashrec_source *source);
	bool (*has_changed)(struct crashrec_source *source);
	void (*close)(struct crashrec_source *source);
};

/**
 * struct crashrec_source - an open source
 * @ops: its kind; NULL: it could not be opened
 * @kind: enum crashrec_source_kind
 * @fd: open for reading, or -1
 * @ack_fd: to acknowledge through, or -1: not yet opened
 * @path: as the caller named it
 * @damaged: what was found damaged since it was opened
 * @options: of the caller; what is not set is zero
 * @known: records that next() passes over, and takes up where it finds one
 *         damaged; those of a device have the boot id zero. It is then
 *         followed: no pieces are looked for where no region is. NULL: it is
 *         not
 * @leaves_rest: of the region that the last record was of, no further one is
 *               wanted; set by who follows it
 * @state: the kind's own
 * @error: message of the last failure
 */
struct crashrec_source {
	const struct source_ops *ops;
	unsigned int kind;
	int fd;
	int ack_fd;
	char *path;
	uint64_t damaged;
	struct crashrec_source_options options;
	struct known *known;
	bool leaves_rest;
	void *state;
	char error[SOURCE_ERROR_BYTES];
};

/* The boot id of a device's records in crashrec_source::known. */
extern const uint8_t source_any_boot[CRASHREC_ID_BYTES];

/**
 * source_open() - open a source
 * @source: as crashrec_source_open_with()
 * @path: as there
 * @options: as there
 * @known: see struct crashrec_source; stays in use
 *
 * Return: as there.
 */
int source_open(struct crashrec_source **source, const char *path,
		const struct crashrec_source_options *options,
		struct known *known);

/**
 * source_fail() - note an error, to be told by crashrec_source_error()
 * @source: where
 * @err: negative errno
 * @format: message, without the path and without a newline
 *
 * Return: @err
 */
__attribute__((format(printf, 3, 4)))
int source_fail(struct crashrec_source *source, int err, const char *format,
		...);

/**
 * source_fail_errno() - note that a system call failed
 * @source: where
 * @err: negative errno
 * @what: that failed: "read", say
 *
 * Return: @err
 */
int source_fail_errno(struct crashrec_source *source, int err,
		      const char *what);

/**
 * source_fail_record() - note that a record can't be decoded
 * @source: where; its count of damage goes up if that is the cause
 * @err: from crashrec_record_decode()
 *
 * Return: @err
 */
int source_fail_record(struct crashrec_source *source, int err);

/* source_device.c */
extern const struct source_ops source_device_ops;

/**
 * source_device_start() - make an open character device a source
 * @source: with path and fd
 *
 * Return: 0; -ENOTTY: it is not crashrec's; or another negative errno.
 */
int source_device_start(struct crashrec_source *source);

/**
 * source_losses() - tell what a boot lost
 * @losses: filled
 * @boot_id: of the boot
 * @lost: CRASHREC_LEDGER_ROOM counts
 * @heads: first lines of lost reports, as they are stored; hostile bytes
 * @head_count: how many; what is beyond the room is left out
 */
void source_losses(struct crashrec_summary_losses *losses,
		   const uint8_t *boot_id, const void *lost,
		   const struct crashrec_lost_head *heads, uint32_t head_count);

/* source_region.c */
extern const struct source_ops source_region_ops;

/**
 * source_region_start() - make an open file a source
 * @source: with path and fd
 *
 * Return: as crashrec_source_open().
 */
int source_region_start(struct crashrec_source *source);

/* source_saved.c */
extern const struct source_ops source_saved_ops;

/**
 * source_saved_start() - make an open file or folder a source
 * @source: with path and fd
 *
 * Return: as crashrec_source_open().
 */
int source_saved_start(struct crashrec_source *source);

/**
 * source_saved_is() - is it a saved record, or a folder of them?
 * @source: with path and fd
 *
 * Return: false also where it can't be read.
 */
bool source_saved_is(const struct crashrec_source *source);

/* source_log.c */
extern const struct source_ops source_log_ops;

/**
 * source_log_start() - make an open file or pipe a source
 * @source: with path and fd; the file is read from where it is
 *
 * Return: as crashrec_source_open_log().
 */
int source_log_start(struct crashrec_source *source);

/**
 * source_log_is() - does an open file look like text?
 * @source: with path and fd
 *
 * Return: false also where it can't be read.
 */
bool source_log_is(const struct crashrec_source *source);

/**
 * source_log_is_mostly() - may an open file be a log with other bytes in it?
 * @source: with path and fd
 *
 * As a serial line gives them when a machine is reset. Memory of ramoops looks
 * the same: rule it out before.
 *
 * Return: true if three of four bytes in the first 64 KiB are text, and no
 *         chunk of a region is there; false also where it can't be read.
 */
bool source_log_is_mostly(const struct crashrec_source *source);

/**
 * source_log_is_behind_zeros() - the same behind the zero bytes that it begins with
 * @source: with path and fd
 *
 * So is a log that was cut to nothing while it was written to; the same has to be
 * at its end. So may memory begin that has a region: look for that before.
 *
 * Return: likewise; false also if it begins with none.
 */
bool source_log_is_behind_zeros(const struct crashrec_source *source);

/* source_pstore.c */
extern const struct source_ops source_pstore_ops;

/**
 * source_pstore_start() - make an open folder, or image of ramoops, a source
 * @source: with path and fd
 *
 * Return: 0; -ENODATA: nothing of pstore's is in it; or another negative errno.
 */
int source_pstore_start(struct crashrec_source *source);

/**
 * source_pstore_is() - is an open file an image of ramoops' memory?
 * @source: with path and fd
 *
 * Return: false also where it can't be read.
 */
bool source_pstore_is(const struct crashrec_source *source);

#endif /* CRASHREC_LIB_SOURCE_H */
