/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which titles there are records of. The head of kept.c explains it.
 */
#ifndef CRASHREC_KEPT_H
#define CRASHREC_KEPT_H

#include <linux/types.h>

#include "assembler.h"
#include "reader.h"

#define CRASHREC_TITLES	256

/**
 * struct crashrec_title - a record that is kept
 * @id: of its class and title, 0: this entry is free
 * @seq: of the record
 * @count: reports that are counted with it, itself aside
 * @chunk: its first
 * @header: crashrec_slot::header of the last of them
 * @used: crashrec_kept::clock when it was used
 * @cell: where @count was stored
 */
struct crashrec_title {
	u64 id;
	u64 seq;
	u64 count;
	u32 chunk;
	u32 header;
	u32 used;
	u32 cell;
};

/**
 * struct crashrec_kept - the records of this load, by their titles
 * @as: the open reports
 * @reader: to free what is counted instead
 * @copies: records of a title that are kept, 0: all
 * @clock: raised whenever an entry is used
 * @titles: the last used ones
 */
struct crashrec_kept {
	struct crashrec_assembler *as;
	struct crashrec_reader *reader;
	u32 copies;
	u32 clock;
	struct crashrec_title titles[CRASHREC_TITLES];
};

struct crashrec_title *crashrec_kept_look(struct crashrec_kept *kept,
					  const struct crashrec_slot *slot,
					  struct crashrec_title *entry);
void crashrec_kept_take(struct crashrec_kept *kept,
			struct crashrec_title *first,
			const struct crashrec_title *entry);
void crashrec_kept_count_storms(struct crashrec_kept *kept);
void crashrec_kept_forget(struct crashrec_kept *kept, u64 seq);
u64 crashrec_kept_spare(struct crashrec_kept *kept);

#endif /* CRASHREC_KEPT_H */
