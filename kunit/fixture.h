/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A recorder without sources: a region in ordinary memory, and a stand-in for
 * the printk ring, in which texts lie as there: each behind an id word, and a
 * continuation directly behind what it continues; and a log of what was said.
 */
#ifndef CRASHREC_KUNIT_FIXTURE_H
#define CRASHREC_KUNIT_FIXTURE_H

#include <kunit/test.h>

#include "assembler.h"
#include "closer.h"
#include "reader.h"
#include "ring.h"

#define FIXTURE_REGION_BYTES	(128 << 10)
#define FIXTURE_PRINTK_BYTES	(256 << 10)
#define FIXTURE_LOG_RECORDS	2048
#define FIXTURE_STEP_NS		10000

/**
 * struct fixture_record - a record of the log
 * @text: in @log_text
 * @bytes: of it
 * @facility: 0: the kernel's
 * @pid: of the thread that printed
 * @is_irq: that is a CPU
 * @time_ns: when
 */
struct fixture_record {
	const char *text;
	u32 bytes;
	u32 facility;
	u32 pid;
	bool is_irq;
	u64 time_ns;
};

/**
 * struct fixture - it
 * @test: whose it is
 * @memory: the region
 * @stats: counters
 * @ring: the ring in it
 * @reader: its reader
 * @assembler: its writer
 * @closer: never runs by itself
 * @printk: stand-in for the printk ring
 * @printk_at: its first free byte
 * @record_at: where the last record's id word is
 * @ids: given to records so far
 * @log_text: texts of the log, whole
 * @log_text_at: its first free byte
 * @log: what was said
 * @log_count: records in it
 * @log_first: the first that is still there
 * @log_pending: the last is not there before it was pushed so often
 * @log_hole: the record before this is still being printed; 0: none is
 * @no_times: the log does not tell them
 * @callers: it tells threads
 * @step_ns: between two texts
 * @now_ns: the printk clock
 * @attached: the ring was adopted
 * @flush: it has caches written back
 */
struct fixture {
	struct kunit *test;
	u8 *memory;
	struct crashrec_stats stats;
	struct crashrec_ring ring;
	struct crashrec_reader reader;
	struct crashrec_assembler assembler;
	struct crashrec_closer closer;
	char *printk;
	u32 printk_at;
	u32 record_at;
	u32 ids;
	char *log_text;
	u32 log_text_at;
	struct fixture_record log[FIXTURE_LOG_RECORDS];
	u32 log_count;
	u32 log_first;
	u32 log_pending;
	u32 log_hole;
	bool no_times;
	bool callers;
	u64 step_ns;
	u64 now_ns;
	bool attached;
	bool flush;
};

struct fixture *fixture_new(struct kunit *test);
void fixture_reboot(struct fixture *f, u8 boot);
void fixture_close(struct fixture *f);
void fixture_settle(struct fixture *f);
void fixture_say(struct fixture *f, u64 who, const char *text);
void fixture_log(struct fixture *f, u64 who, const char *text);
void fixture_write(struct fixture *f, u64 who, const char *text);
void fixture_say_more(struct fixture *f, u64 who, const char *text);
void fixture_say_wrapped(struct fixture *f, u64 who, const char *text);
const struct cr_gather *fixture_gather(struct fixture *f, u64 seq);
void fixture_expect_lines(struct fixture *f, u64 seq, const char *lines);
struct fixture *fixture_keeping(struct kunit *test, u32 copies);
void fixture_warn(struct fixture *f, u32 pid, const char *function);
u64 fixture_repeats(struct fixture *f, u64 seq);
u64 fixture_lost(struct fixture *f, u32 cause);
u32 fixture_records(struct fixture *f);

/* Contexts, for @who. */
#define TASK(pid)	(pid)
#define NMI(cpu)	(BIT_ULL(40) | (cpu))
/* A task that is a process. */
#define PROCESS(pid)	(BIT_ULL(41) | (pid))

#endif /* CRASHREC_KUNIT_FIXTURE_H */
