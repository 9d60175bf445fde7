/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * libcrashrec: the deadlock that a report of lockdep tells of, as a graph.
 *
 * The rules of crashrec.h hold here. What is told by an index is
 * CRASHREC_UNKNOWN where there is none, and else within its array.
 */
#ifndef CRASHREC_GRAPH_H
#define CRASHREC_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crashrec.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * enum crashrec_graph_role - bits of crashrec_graph_lock::roles
 * @CRASHREC_GRAPH_WANTED: the task that is reported is about to take it
 * @CRASHREC_GRAPH_HOLDING: and has taken this one
 * @CRASHREC_GRAPH_IN_IRQ: an interrupt takes it
 * @CRASHREC_GRAPH_IRQS_ON: it was taken with these interrupts enabled
 */
enum crashrec_graph_role {
	CRASHREC_GRAPH_WANTED = 1 << 0,
	CRASHREC_GRAPH_HOLDING = 1 << 1,
	CRASHREC_GRAPH_IN_IRQ = 1 << 2,
	CRASHREC_GRAPH_IRQS_ON = 1 << 3,
};

/**
 * enum crashrec_graph_edge_kind - who takes a lock while holding another
 * @CRASHREC_GRAPH_BEFORE: code that ran before
 * @CRASHREC_GRAPH_NEW: the task that is reported
 * @CRASHREC_GRAPH_INTERRUPT: an interrupt of the code that holds the other
 */
enum crashrec_graph_edge_kind {
	CRASHREC_GRAPH_BEFORE = 0,
	CRASHREC_GRAPH_NEW = 1,
	CRASHREC_GRAPH_INTERRUPT = 2,
};

/**
 * enum crashrec_graph_action - what a CPU does in the scenario
 * @CRASHREC_GRAPH_TAKES: it takes a lock
 * @CRASHREC_GRAPH_IRQS_OFF: it disables interrupts
 * @CRASHREC_GRAPH_INTERRUPTED: an interrupt comes
 */
enum crashrec_graph_action {
	CRASHREC_GRAPH_TAKES = 0,
	CRASHREC_GRAPH_IRQS_OFF = 1,
	CRASHREC_GRAPH_INTERRUPTED = 2,
};

/**
 * struct crashrec_graph_lock - a class of locks
 * @name: of it
 * @version: "#2" behind the name, 1: none
 * @subclass: "/1" behind that, 0: none
 * @usage: as crashrec_held_lock::usage; may be ""
 * @roles: bits of enum crashrec_graph_role
 * @in_cycle: it is part of a cycle
 */
struct crashrec_graph_lock {
	struct crashrec_text name;
	uint32_t version;
	uint32_t subclass;
	const char *usage;
	uint32_t roles;
	bool in_cycle;
};

/**
 * struct crashrec_graph_place - where a lock was taken
 * @function: innermost that does not only lock; empty: not told
 * @first_frame: index of its frame in crashrec_record_frames()
 * @frame_count: frames from there to the end of that stack; 0: no frame is told
 */
struct crashrec_graph_place {
	struct crashrec_text function;
	uint32_t first_frame;
	uint32_t frame_count;
};

/**
 * struct crashrec_graph_edge - a lock is taken while another is held
 * @kind: enum crashrec_graph_edge_kind
 * @from: index of the lock that is held
 * @to: index of the lock that is taken; may be @from
 * @held: where @from was taken
 * @taken: where @to is taken
 * @comm: of the task, empty: not told
 * @pid: of it
 * @in_cycle: it is part of a cycle
 */
struct crashrec_graph_edge {
	uint32_t kind;
	uint32_t from;
	uint32_t to;
	struct crashrec_graph_place held;
	struct crashrec_graph_place taken;
	struct crashrec_text comm;
	uint32_t pid;
	bool in_cycle;
};

/**
 * struct crashrec_graph_step - a line of lockdep's scenario
 * @action: enum crashrec_graph_action
 * @how: crashrec_step_name() of it
 * @name: class of the lock as the scenario names it
 * @column: 0 or 1: what CPU0 or CPU1 does
 * @is_nested: in the interrupt
 * @waits: it waits for ever
 * @waits_for: column that holds the lock; or CRASHREC_UNKNOWN: who takes the
 *             locks of the chain between them
 */
struct crashrec_graph_step {
	uint32_t action;
	const char *how;
	struct crashrec_text name;
	uint32_t column;
	bool is_nested;
	bool waits;
	uint32_t waits_for;
};

/**
 * struct crashrec_graph_held - a lock that is held
 * @held: index in crashrec_structure::locks
 * @lock: index in crashrec_graph::locks
 */
struct crashrec_graph_held {
	uint32_t held;
	uint32_t lock;
};

/**
 * struct crashrec_graph - a deadlock
 * @locks: what locks are part of it
 * @lock_count: of them; likewise below
 * @edges: in order: from what was taken first on; the last one closes the cycle
 * @edge_count: of them
 * @steps: of the scenario, in order of time
 * @step_count: of them
 * @column_count: CPUs in it
 * @held: all locks that the report shows as held, in order of the text
 * @held_count: of them
 * @is_closed: there is a cycle; false: the text does not tell all of it
 * @lost: locks that were too many
 *
 * Text lives as long as the record, the rest as long as the graph.
 */
struct crashrec_graph {
	const struct crashrec_graph_lock *locks;
	size_t lock_count;
	const struct crashrec_graph_edge *edges;
	size_t edge_count;
	const struct crashrec_graph_step *steps;
	size_t step_count;
	uint32_t column_count;
	const struct crashrec_graph_held *held;
	size_t held_count;
	bool is_closed;
	uint64_t lost;
};

/**
 * crashrec_graph_make() - the deadlock that a record tells of
 * @graph: set to the graph, or to NULL on failure
 * @record: must live as long as the graph
 *
 * Return: 0, and the caller frees @graph; -ENODATA: it tells of no lock that is
 * taken while another is held; -ENOMEM.
 */
CRASHREC_API int crashrec_graph_make(struct crashrec_graph **graph,
				     const struct crashrec_record *record);

/**
 * crashrec_graph_free() - free a graph
 * @graph: may be NULL
 */
CRASHREC_API void crashrec_graph_free(struct crashrec_graph *graph);

#ifdef __cplusplus
}
#endif

#endif /* CRASHREC_GRAPH_H */
