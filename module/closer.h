/* SPDX-License-Identifier: GPL-2.0 */
#ifndef CRASHREC_CLOSER_H
#define CRASHREC_CLOSER_H

#include <linux/irq_work.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#include "assembler.h"
#include "kept.h"
#include "reader.h"

struct crashrec_closer;

/**
 * struct crashrec_kick - from any context to one that may queue work
 * @work: a CPU's own: one that never takes interrupts again keeps it for good
 * @closer: whose it is
 */
struct crashrec_kick {
	struct irq_work work;
	struct crashrec_closer *closer;
};

/**
 * struct crashrec_closer - closes reports that are over
 * @as: the open reports
 * @reader: to find their titles
 * @push: set by the owner; prints a line, so that the one before it, if it could
 *        be continued, is in the log; told which report wants to know
 * @silence_ms: a report without end mark is over after so long
 * @overwrite: where there is no room, the oldest records are freed
 * @kicks: of each CPU
 * @work: looks through the slots
 * @due_jiffies: when it is to begin
 * @lock: held by whoever closes, but for a panic's dumper
 * @stopping: no more kicks
 * @kept: the titles that there are records of
 */
struct crashrec_closer {
	struct crashrec_assembler *as;
	struct crashrec_reader *reader;
	void (*push)(u64 seq);
	u32 silence_ms;
	bool overwrite;
	struct crashrec_kick __percpu *kicks;
	struct delayed_work work;
	unsigned long due_jiffies;
	struct mutex lock;
	bool stopping;
	struct crashrec_kept kept;
};

int crashrec_closer_init(struct crashrec_closer *closer,
			 struct crashrec_assembler *as,
			 struct crashrec_reader *reader, u32 silence_ms);
void crashrec_closer_exit(struct crashrec_closer *closer);
void crashrec_closer_finish(struct crashrec_closer *closer, u64 keys);
void crashrec_closer_run(struct crashrec_closer *closer);
void crashrec_closer_kick(struct crashrec_closer *closer);
void crashrec_closer_look(struct crashrec_closer *closer);
void crashrec_closer_panic(struct crashrec_closer *closer);
void crashrec_closer_shutdown(struct crashrec_closer *closer);

/* release.c */
void crashrec_closer_make_room(struct crashrec_closer *closer);
int crashrec_closer_ack(struct crashrec_closer *closer, u64 seq,
			const u8 boot_id[CRASHREC_ID_BYTES]);

/* past.c */
int crashrec_past_take(struct crashrec_closer *closer);

#endif /* CRASHREC_CLOSER_H */
