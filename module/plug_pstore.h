/* SPDX-License-Identifier: GPL-2.0 */
/*
 * crashrec_pstore.ko, see plug.h: records as files in /sys/fs/pstore.
 */
#ifndef CRASHREC_PLUG_PSTORE_H
#define CRASHREC_PLUG_PSTORE_H

#include "plug.h"
#include "core/record.h"

struct crashrec_closer;
struct crashrec_found;
struct crashrec_reader;

#define CRASHREC_PSTORE_PLUG	"crashrec_pstore"

/**
 * struct crashrec_pstore_host - what crashrec.ko has the part call
 * @reader: first argument of @find
 * @closer: first argument of @ack
 * @find: crashrec_reader_find()
 * @ack: crashrec_closer_ack()
 * @is_locked: crashrec_config_is_locked()
 * @decode: cr_record_decode()
 * @attr: cr_record_attr()
 * @class_name: cr_class_name()
 * @state_name: cr_state_name()
 */
struct crashrec_pstore_host {
	struct crashrec_reader *reader;
	struct crashrec_closer *closer;
	int (*find)(struct crashrec_reader *reader, u64 seq,
		    struct crashrec_found *found);
	int (*ack)(struct crashrec_closer *closer, u64 seq,
		   const u8 boot_id[CRASHREC_ID_BYTES]);
	bool (*is_locked)(void);
	s64 (*decode)(struct cr_record *record, const void *buf, u32 buf_bytes);
	bool (*attr)(const struct cr_record *record, u32 *offset,
		     struct cr_attr *attr);
	const char *(*class_name)(u32 report_class);
	const char *(*state_name)(u32 state);
};

/**
 * struct crashrec_pstore - what the part exports
 * @plug: of all parts
 * @start: register with pstore, which reads the records at once if it is
 *         mounted; @host must live until @stop. 0 or a negative errno, which
 *         was printed with the cure
 * @lock: from now on nothing is acknowledged; only between @start and @stop
 * @stop: undo @start; the files are gone when it returns
 *
 * All are for process context.
 */
struct crashrec_pstore {
	struct crashrec_plug plug;
	int (*start)(const struct crashrec_pstore_host *host);
	void (*lock)(void);
	void (*stop)(void);
};

extern const struct crashrec_pstore crashrec_pstore;

#endif /* CRASHREC_PLUG_PSTORE_H */
