/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * libcrashrec: where records come from.
 *
 * A source is opened, gives records one by one, and is closed. Errors are
 * negative errno values; crashrec_source_error() then has a message that names
 * the file and the cure.
 *
 * Threads: a source is used by one thread at a time.
 */
#ifndef CRASHREC_SOURCE_H
#define CRASHREC_SOURCE_H

#include <crashrec.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The source that is opened where none is named. */
#define CRASHREC_DEFAULT_PATH	"/dev/crashrec"

/* Where crashrec save puts records, and how the name of each file ends. */
#define CRASHREC_SAVED_PATH	"/var/lib/crashrec"
#define CRASHREC_SAVED_SUFFIX	".crec"

/**
 * enum crashrec_source_kind - what a path turned out to be
 * @CRASHREC_SOURCE_NONE: it could not be opened
 * @CRASHREC_SOURCE_DEVICE: the device of a loaded module; gives closed records
 * @CRASHREC_SOURCE_REGION: a file with the bytes of a region, perhaps of a
 *                          guest that still runs; gives open records, too
 * @CRASHREC_SOURCE_MEMORY: a file in which regions are somewhere, or pieces of
 *                          one: the memory of a guest, a dump of it, a disk.
 *                          What stands in no intact region is
 *                          CRASHREC_FLAG_SALVAGED. Records of one region follow
 *                          each other
 * @CRASHREC_SOURCE_LOG: text of a kernel's log; a record is made of each report
 *                       in it. Its sequence number is the report's ordinal in
 *                       the log, from 1; the boot id is all zero, and so are
 *                       times that the log does not tell
 * @CRASHREC_SOURCE_SAVED: a record that crashrec_record_encoded() gave, as a
 *                         file, or a folder of such files, whose names end in
 *                         CRASHREC_SAVED_SUFFIX. Where regions were formatted
 *                         anew, several may have the same sequence number: they
 *                         come by time, and of these the last is found
 * @CRASHREC_SOURCE_PSTORE: a folder with files of pstore, as /sys/fs/pstore or
 *                          /var/lib/systemd/pstore, or an image of ramoops'
 *                          memory: its dumps' and consoles' logs. Records are
 *                          those of a text log, numbered through; a report that
 *                          is there more than once is given once
 */
enum crashrec_source_kind {
	CRASHREC_SOURCE_NONE,
	CRASHREC_SOURCE_DEVICE,
	CRASHREC_SOURCE_REGION,
	CRASHREC_SOURCE_LOG,
	CRASHREC_SOURCE_MEMORY,
	CRASHREC_SOURCE_SAVED,
	CRASHREC_SOURCE_PSTORE,
};

/* How many counts struct crashrec_summary has room for. */
#define CRASHREC_LEDGER_ROOM	32
/* From here on whole reports that were lost, by enum crashrec_record_class. */
#define CRASHREC_LEDGER_CLASSES	16

/* Of how many reports struct crashrec_summary has the first line. */
#define CRASHREC_LOST_HEADS_ROOM	4
#define CRASHREC_LOST_HEAD_ROOM_BYTES	112

/**
 * struct crashrec_summary_head - the first line of a report that was lost whole
 * @cause: why, see crashrec_ledger_name()
 * @text_bytes: of @text
 * @boot_ns: CLOCK_BOOTTIME
 * @text: the line, or its begin; any byte may stand in it
 */
struct crashrec_summary_head {
	unsigned int cause;
	uint32_t text_bytes;
	uint64_t boot_ns;
	char text[CRASHREC_LOST_HEAD_ROOM_BYTES];
};

/**
 * struct crashrec_summary_losses - what a boot printed and the module could not
 *                                  keep
 * @boot_id: of the boot; all zero: no boot is known
 * @total: lines and reports
 * @by_cause: the same, see crashrec_ledger_name(); from CRASHREC_LEDGER_CLASSES
 *            on, those of them that are reports by class
 * @head_count: reports lost whole whose first lines are known
 * @heads: these lines, the oldest first; none but the last few are kept
 */
struct crashrec_summary_losses {
	uint8_t boot_id[CRASHREC_BOOT_ID_BYTES];
	uint64_t total;
	uint64_t by_cause[CRASHREC_LEDGER_ROOM];
	uint32_t head_count;
	struct crashrec_summary_head heads[CRASHREC_LOST_HEADS_ROOM];
};

/**
 * struct crashrec_summary - a source as a whole
 * @kind: enum crashrec_source_kind
 * @format_version: of the stored bytes
 * @region_bytes: size of the region
 * @chunk_bytes: size of a chunk
 * @chunk_count: number of chunks
 * @records_unread: records that the source would give, when it was asked
 * @next_seq: number of the next report; 0: the source does not tell
 * @store: where the region is, as one word; lives for ever; NULL: not told
 * @damaged: found damaged, and not given as a record, since the source was
 *           opened
 * @losses: of the boot that uses the region now, or did last
 * @former_losses: of the boot before that one
 * @regions_found: CRASHREC_SOURCE_MEMORY: intact headers of regions; what is
 *                 told above is of that which was used last
 * @chunks_found: likewise: pieces of reports that stand in no such region
 * @corrected_bytes: that had decayed, and were repaired by the region's parity
 *                   as it was read; the file is as it was
 * @untried_chunks: that were read as they are, as so much before them could not
 *                  be repaired that there was no point in going on
 * @logs_found: CRASHREC_SOURCE_PSTORE: logs, each of one dump or console
 */
struct crashrec_summary {
	unsigned int kind;
	uint32_t format_version;
	uint64_t region_bytes;
	uint32_t chunk_bytes;
	uint32_t chunk_count;
	uint64_t records_unread;
	uint64_t next_seq;
	const char *store;
	uint64_t damaged;
	struct crashrec_summary_losses losses;
	struct crashrec_summary_losses former_losses;
	uint32_t regions_found;
	uint32_t chunks_found;
	uint64_t corrected_bytes;
	uint64_t untried_chunks;
	uint32_t logs_found;
};

struct crashrec_source;

/**
 * crashrec_source_open() - open the device, a file or a folder
 * @source: set, also on failure: it then serves only crashrec_source_error()
 *          and crashrec_source_close(). NULL if there was no memory.
 * @path: NULL: CRASHREC_DEFAULT_PATH
 *
 * A region file is opened for reading, and never written to or mapped. A file
 * that does not begin as a region does, and has no zero byte in its first 4 KiB,
 * or is text by three quarters in its first 64 KiB without a chunk of a region,
 * is a text log; so is one without a region that is text behind zero bytes.
 * One that begins as a saved record does is that; a folder of such files, or an
 * empty one, gives them all. Any other file is searched for regions, and for
 * pieces of them; of a compressed dump, as makedumpfile writes
 * it, the memory in it is. That is read by libkdumpfile, in a process of its own,
 * which ends with the source; one in flattened format is put together in
 * $TMPDIR, or /var/tmp, before.
 *
 * Return: 0; -ENODATA: a region file that was never formatted, or nothing of
 * pstore's is in it; -EBADMSG: holds
 * other bytes, and nothing of a region; -EPROTONOSUPPORT: of another format
 * version; -EMSGSIZE: shorter than the region was; -ENOTTY: no file, no
 * folder and not crashrec's device; -EMEDIUMTYPE: of a sort that is not read, as qcow2 or gzip;
 * -EOPNOTSUPP: a compressed dump, and the library was built without
 * libkdumpfile; -ENOMEM; or what open() or read() gave. The caller closes
 * @source in all cases.
 */
CRASHREC_API int crashrec_source_open(struct crashrec_source **source,
				      const char *path);

/**
 * struct crashrec_source_options - what else may be said of a source
 * @progress: called while a large file is searched, with the bytes that were
 *            searched and those there are, and at the end with both the same;
 *            NULL: nobody wants to know
 * @progress_arg: for it
 *
 * To be zeroed before it is filled: it may grow at its end.
 */
struct crashrec_source_options {
	void (*progress)(void *arg, uint64_t done, uint64_t bytes);
	void *progress_arg;
};

/**
 * crashrec_source_open_with() - crashrec_source_open(), with options
 * @source: as there
 * @path: as there
 * @options: NULL: none
 *
 * Return: as there.
 */
CRASHREC_API int
crashrec_source_open_with(struct crashrec_source **source, const char *path,
			  const struct crashrec_source_options *options);

/**
 * crashrec_source_open_log() - open a text log, whatever bytes are in it
 * @source: as crashrec_source_open()
 * @path: a file or a pipe; "-": standard input
 *
 * Captures of a console, dmesg with any options, journalctl (also -o export)
 * and files of pstore are known. The log is read into memory, a pipe up to its
 * end.
 *
 * Return: 0; -EFBIG: there is more than 1 GiB; -EMEDIUMTYPE: it is a region,
 * compressed, or UTF-16;
 * -ENOTTY: neither a file nor a pipe; -ENOMEM; or what open() or read() gave.
 * The caller closes @source in all cases.
 */
CRASHREC_API int crashrec_source_open_log(struct crashrec_source **source,
					  const char *path);

/**
 * crashrec_log_strip_colors() - take the colours out of a log
 * @data: the log, or a part of it; is changed
 * @bytes: of it
 *
 * dmesg --color puts them behind the time, where a report would begin, and into
 * its lines. They are what ECMA-48 calls CSI, with an m (SGR) or K (EL) at the
 * end; nothing else is touched, no line goes and none comes.
 * crashrec_source_open_log() reads a log as if it had none.
 *
 * Return: bytes that are left.
 */
CRASHREC_API size_t crashrec_log_strip_colors(char *data, size_t bytes);

/**
 * crashrec_source_close() - close a source
 * @source: may be NULL; records that it gave stay
 */
CRASHREC_API void crashrec_source_close(struct crashrec_source *source);

/**
 * crashrec_source_error() - what went wrong last, and what to do
 * @source: NULL: crashrec_source_open() had no memory
 *
 * Return: one line without a newline, terminated, that begins with the path;
 * "" if nothing failed. The path in it is as it was given to
 * crashrec_source_open(). Lives until the next call with @source.
 */
CRASHREC_API const char *
crashrec_source_error(const struct crashrec_source *source);

/** crashrec_source_path() - the path that was opened; lives with the source */
CRASHREC_API const char *
crashrec_source_path(const struct crashrec_source *source);

/**
 * crashrec_source_next() - the next record
 * @source: an open source
 * @record: set to the record, or to NULL on failure
 *
 * Records come by rising sequence number, those of former boots first.
 * Acknowledged ones are not given. Never waits.
 *
 * Return: 0, and the caller frees @record; -ENOENT: there is none now;
 * -EBADMSG: it is damaged, the next call goes on behind it; -ENOMEM; or what
 * read() gave.
 */
CRASHREC_API int crashrec_source_next(struct crashrec_source *source,
				      struct crashrec_record **record);

/**
 * crashrec_source_find() - the record with a given sequence number
 * @source: an open source
 * @seq: its number; crashrec_source_next() goes on behind it
 * @record: set to the record, or to NULL on failure
 *
 * Return: as crashrec_source_next(); -ENOENT: there is none of that number.
 */
CRASHREC_API int crashrec_source_find(struct crashrec_source *source,
				      uint64_t seq,
				      struct crashrec_record **record);

/**
 * crashrec_source_rewind() - make crashrec_source_next() begin again
 * @source: an open source
 *
 * A region file is looked through again, so that what a running guest added
 * is found.
 *
 * Return: 0, or as crashrec_source_open().
 */
CRASHREC_API int crashrec_source_rewind(struct crashrec_source *source);

/**
 * crashrec_source_report_text() - a report's text, as one mails it
 * @source: a text log
 * @record: that crashrec_source_next() or _find() gave last
 * @text: set on success; lives until the next call with @source
 *
 * Beside the report's lines it has the last ones of the same context from
 * before it, 5, or 50 where they tell that a task printed, and what that context
 * printed behind it, up to the next boot. Left out are frames marked "? ",
 * unless the report is corrupted, and a panic that the report does not need:
 * behind its end, or behind 25 lines.
 *
 * Return: 0; -EINVAL: @source is no text log, or @record not the one that it
 * gave last; -ENOMEM.
 */
CRASHREC_API int
crashrec_source_report_text(struct crashrec_source *source,
			    const struct crashrec_record *record,
			    struct crashrec_text *text);

/**
 * crashrec_source_ack() - tell the module that a record was taken care of
 * @source: an open source
 * @record: is not given again, and its room may be used
 *
 * The device is opened for writing when it is first needed.
 *
 * Return: 0; -ENOENT: was acknowledged before, or is not there; -EROFS: a
 * region file is never written to; -EPERM: the device is locked; or what open()
 * or ioctl() gave.
 */
CRASHREC_API int crashrec_source_ack(struct crashrec_source *source,
				     const struct crashrec_record *record);

/**
 * crashrec_source_ack_through() - acknowledge through a file that is open
 * @source: an open source
 * @fd: open for writing on the device, before that was locked; the caller
 *      keeps it
 *
 * Return: 0; -EBADF: it is not open; or what fcntl() gave.
 */
CRASHREC_API int crashrec_source_ack_through(struct crashrec_source *source,
					     int fd);

/**
 * crashrec_source_summary() - the source as a whole
 * @source: an open source
 * @summary: filled on success
 *
 * Return: 0, or what ioctl() or read() gave.
 */
CRASHREC_API int crashrec_source_summary(struct crashrec_source *source,
					 struct crashrec_summary *summary);

struct crashrec_follow;

/**
 * struct crashrec_follow_options - how to follow
 * @only_new: pass over the records that are there when it is opened
 * @wake_fd: crashrec_follow_next() returns when it can be read: a pipe, say; 0:
 *           none. The caller keeps it.
 * @output_fd: likewise when it has an error: a pipe that nobody reads any more
 * @progress: as in struct crashrec_source_options; of the first search
 * @progress_arg: for it
 * @again: give a record again if it has got further lines, up to half a minute
 *         after it was given first
 *
 * To be zeroed before it is filled: it may grow at its end.
 */
struct crashrec_follow_options {
	bool only_new;
	int wake_fd;
	int output_fd;
	void (*progress)(void *arg, uint64_t done, uint64_t bytes);
	void *progress_arg;
	bool again;
};

/**
 * crashrec_follow_open() - follow a source: get its records as they come
 * @follow: set, also on failure: it then serves only crashrec_follow_error()
 *          and crashrec_follow_close(). NULL if there was no memory.
 * @path: the device, a region file, or a guest's memory, whether it is there or
 *        not; NULL: CRASHREC_DEFAULT_PATH
 * @options: NULL: none
 *
 * Records that are there come first. Each comes once, whatever happens to the
 * guest: resets, another module, a region that is formatted, a file that is
 * replaced by another. It comes when it is closed: in no given order, and as it
 * is by then; what is added to it later is not told unless
 * crashrec_follow_options::again is set, and how often it comes again is told by
 * crashrec_source_find() alone. A report that is open when its file is
 * replaced comes as open.
 *
 * A file is looked at five times a second, for which a page of each region and
 * a few headers are read. It is looked through, all headers of its chunks, where
 * these changed, where a report is open, and every 2 s; less often, up to 10 s,
 * where that would take more than a hundredth of a CPU's time. Memory is searched
 * for regions that moved every 5 s, or less often where that would take more than
 * a twentieth. Pieces that stand in no region are passed over as long as there is
 * no whole header of a region.
 *
 * A device is waited for by poll(), and asked once a second for reports that
 * were closed later than ones that began after them. It can't be unloaded
 * meanwhile.
 *
 * Return: 0; -EMEDIUMTYPE: it is a text log; -EPERM, -EACCES, -EPROTONOSUPPORT,
 * -ENOTTY, -ENOMEM: as crashrec_source_open(). The caller closes @follow in all
 * cases.
 */
CRASHREC_API int
crashrec_follow_open(struct crashrec_follow **follow, const char *path,
		     const struct crashrec_follow_options *options);

/**
 * crashrec_follow_next() - wait for the next record
 * @follow: from crashrec_follow_open()
 * @timeout_ms: how long to wait at most; -1: for ever
 * @record: set to the record, or to NULL on failure
 *
 * Return: 0, and the caller frees @record; -ETIMEDOUT: none came; -ECANCELED:
 * wake_fd can be read, or output_fd has an error, which is looked at first;
 * -EINTR: a signal came while it waited; -EAGAIN: there is nothing to be read
 * from for now: told once, the next call waits for it; -EBADMSG: something is
 * damaged, or more than can be kept apart, the next call goes on. In the last two
 * cases crashrec_follow_error() has more. -ENOMEM: there is no point in going on.
 */
CRASHREC_API int crashrec_follow_next(struct crashrec_follow *follow,
				      int timeout_ms,
				      struct crashrec_record **record);

/**
 * crashrec_follow_source() - what is being followed
 * @follow: from crashrec_follow_open()
 *
 * For crashrec_source_ack(), _ack_through(), _path() and _summary(), and nothing
 * else.
 *
 * Return: the source, which lives until the next call with @follow; NULL: there
 * is none now.
 */
CRASHREC_API struct crashrec_source *
crashrec_follow_source(const struct crashrec_follow *follow);

/**
 * crashrec_follow_error() - what went wrong last, and what to do
 * @follow: NULL: crashrec_follow_open() had no memory
 *
 * Return: as crashrec_source_error().
 */
CRASHREC_API const char *
crashrec_follow_error(const struct crashrec_follow *follow);

/**
 * crashrec_follow_close() - stop following
 * @follow: may be NULL; records that it gave stay
 */
CRASHREC_API void crashrec_follow_close(struct crashrec_follow *follow);

#ifdef __cplusplus
}
#endif

#endif /* CRASHREC_SOURCE_H */
