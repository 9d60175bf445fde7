// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * What the reports of kernel/locking/lockdep.c (6.12) mean, by kind.
 *
 * "-> #2 (c)" with a stack: there c was taken while #1 was held, and #0 while
 * the last one was: by the task that is reported. "-> (c)" is from the innermost
 * lock outwards: see chain_edges().
 */
#include "graph.h"

#include <stdio.h>
#include <string.h>
#include <uapi/crashrec_structure.h>

/**
 * struct chain - the locks of a dependency chain, in order of the text
 * @at: indexes in crashrec_structure::locks
 * @count: of them
 */
struct chain {
	uint32_t at[GRAPH_LOCKS_MAX];
	uint32_t count;
};

static uint32_t find_kind(const struct graph *graph, uint32_t kind)
{
	uint32_t i;

	for (i = 0; i < graph->s->lock_count; i++)
		if (graph->s->locks[i].kind == kind)
			return i;
	return CRASHREC_UNKNOWN;
}

static void find_chain(struct graph *graph, struct chain *chain)
{
	uint32_t i;

	chain->count = 0;
	for (i = 0; i < graph->s->lock_count; i++) {
		if (graph->s->locks[i].kind != CRASHREC_LOCK_CHAIN)
			continue;
		if (chain->count == GRAPH_LOCKS_MAX)
			graph->public.lost++;
		else
			chain->at[chain->count++] = i;
	}
}

static uint32_t find_stack(const struct graph *graph, uint32_t kind,
			   uint32_t lock)
{
	const struct crashrec_stack_section *section;
	uint32_t i;

	for (i = 0; i < graph->s->section_count; i++) {
		section = &graph->s->sections[i];
		if (section->kind == kind && section->frame_count &&
		    (lock == CRASHREC_UNKNOWN || section->lock == lock))
			return i;
	}
	return CRASHREC_UNKNOWN;
}

static uint32_t reporter(const struct graph *graph)
{
	return find_stack(graph, CRASHREC_SECTION_REPORTER, CRASHREC_UNKNOWN);
}

/* @lock: of which lock, or CRASHREC_UNKNOWN: of any */
static uint32_t find_usage(const struct graph *graph, uint32_t usage,
			   uint32_t lock)
{
	const struct crashrec_stack_section *section;
	uint32_t i;

	for (i = 0; i < graph->s->section_count; i++) {
		section = &graph->s->sections[i];
		if (section->kind == CRASHREC_SECTION_LOCK_USAGE &&
		    section->usage == usage && section->frame_count &&
		    (lock == CRASHREC_UNKNOWN || section->lock == lock))
			return i;
	}
	return CRASHREC_UNKNOWN;
}

static void take_task(const struct graph *graph,
		      struct crashrec_graph_edge *edge)
{
	edge->comm = graph->s->complaint->comm;
	edge->pid = graph->s->complaint->pid;
}

/* What the task that is reported does. */
static void new_edge(struct graph *graph, uint32_t held, uint32_t wanted,
		     uint32_t section)
{
	struct crashrec_graph_edge *edge;
	uint32_t from = graph_lock(graph, held, CRASHREC_GRAPH_HOLDING);
	uint32_t to = graph_lock(graph, wanted, CRASHREC_GRAPH_WANTED);

	if (section == CRASHREC_UNKNOWN)
		section = reporter(graph);
	edge = graph_edge(graph, CRASHREC_GRAPH_NEW, from, to);
	if (!edge)
		return;
	edge->held = graph_place(graph, CRASHREC_UNKNOWN,
				 find_kind(graph, CRASHREC_LOCK_HOLDING));
	edge->taken = graph_place(graph, section, wanted);
	take_task(graph, edge);
}

static void before_edge(struct graph *graph, uint32_t held, uint32_t wanted,
			uint32_t section)
{
	uint32_t from = graph_lock(graph, held, 0);
	uint32_t to = graph_lock(graph, wanted, 0);
	struct crashrec_graph_edge *edge;

	edge = graph_edge(graph, CRASHREC_GRAPH_BEFORE, from, to);
	if (edge)
		edge->taken = graph_place(graph, section, CRASHREC_UNKNOWN);
}

/* @on: lock that was taken with interrupts on, @in: that one takes */
static struct crashrec_graph_edge *interrupt_edge(struct graph *graph,
						  uint32_t on, uint32_t in)
{
	uint32_t from = graph_lock(graph, on, CRASHREC_GRAPH_IRQS_ON);
	uint32_t to = graph_lock(graph, in, CRASHREC_GRAPH_IN_IRQ);

	return graph_edge(graph, CRASHREC_GRAPH_INTERRUPT, from, to);
}

/* Edges come from what is wanted outwards: from #0 to #1, and so on. */
static void make_circular(struct graph *graph)
{
	uint32_t wanted = find_kind(graph, CRASHREC_LOCK_WANTED);
	uint32_t holding = find_kind(graph, CRASHREC_LOCK_HOLDING);
	const struct crashrec_held_lock *locks = graph->s->locks;
	uint32_t section = CRASHREC_UNKNOWN;
	struct chain chain;
	uint32_t i, k;

	find_chain(graph, &chain);
	for (i = chain.count; i-- > 0;) {
		k = chain.at[i];
		if (!locks[k].ordinal) {
			section = find_stack(graph, CRASHREC_SECTION_LOCK_CHAIN,
					     k);
			if (wanted == CRASHREC_UNKNOWN)
				wanted = k;
			continue;
		}
		if (i + 1 < chain.count &&
		    locks[chain.at[i + 1]].ordinal + 1 == locks[k].ordinal)
			before_edge(graph, chain.at[i + 1], k,
				    find_stack(graph,
					       CRASHREC_SECTION_LOCK_CHAIN, k));
		else
			graph_lock(graph, k, 0);
	}
	if (holding == CRASHREC_UNKNOWN && chain.count > 1)
		holding = chain.at[0];
	new_edge(graph, holding, wanted, section);
}

static void make_recursive(struct graph *graph)
{
	new_edge(graph, find_kind(graph, CRASHREC_LOCK_HOLDING),
		 find_kind(graph, CRASHREC_LOCK_WANTED), CRASHREC_UNKNOWN);
}

static bool same_class(struct graph *graph, uint32_t a, uint32_t b)
{
	return a != CRASHREC_UNKNOWN && b != CRASHREC_UNKNOWN &&
	       graph_lock(graph, a, 0) == graph_lock(graph, b, 0);
}

static uint32_t acquired(const struct graph *graph, uint32_t lock)
{
	return find_stack(graph, CRASHREC_SECTION_LOCK_ACQUIRED, lock);
}

/*
 * A search upwards from a lock: its furthest comes first, and each was taken
 * before the next. Up to 5.11 a stack tells where the next one was taken, later
 * where that was which it stands below; what is taken first then has none.
 */
static void upward_edges(struct graph *graph, const uint32_t *at,
			 uint32_t count)
{
	bool of_next = acquired(graph, at[0]) != CRASHREC_UNKNOWN;
	uint32_t i;

	for (i = 0; i + 1 < count; i++)
		before_edge(graph, at[i], at[i + 1],
			    acquired(graph, at[of_next ? i : i + 1]));
}

/*
 * A search downwards: its furthest comes first, too, and was taken last. A stack
 * tells where that was taken which it stands below.
 */
static void downward_edges(struct graph *graph, const uint32_t *at,
			   uint32_t count)
{
	uint32_t i;

	for (i = count - 1; i > 0; i--)
		before_edge(graph, at[i], at[i - 1], acquired(graph, at[i - 1]));
}

/* Safe, ..., held, and then unsafe, ..., wanted. */
static void make_order(struct graph *graph)
{
	uint32_t held = find_kind(graph, CRASHREC_LOCK_NEW_FROM);
	uint32_t wanted = find_kind(graph, CRASHREC_LOCK_NEW_TO);
	uint32_t safe = find_kind(graph, CRASHREC_LOCK_SAFE);
	uint32_t unsafe = find_kind(graph, CRASHREC_LOCK_UNSAFE);
	uint32_t section = CRASHREC_UNKNOWN;
	struct crashrec_graph_edge *edge;
	struct chain chain;
	uint32_t up;

	find_chain(graph, &chain);
	for (up = 0; up < chain.count; up++)
		if (same_class(graph, chain.at[up], held))
			break;
	if (up < chain.count)
		upward_edges(graph, chain.at, up + 1);
	else if (!same_class(graph, safe, held))
		before_edge(graph, safe, held, CRASHREC_UNKNOWN);
	if (up + 1 < chain.count &&
	    same_class(graph, chain.at[chain.count - 1], wanted))
		section = acquired(graph, chain.at[chain.count - 1]);
	new_edge(graph, held, wanted, section);
	if (section != CRASHREC_UNKNOWN)
		downward_edges(graph, chain.at + up + 1, chain.count - up - 1);
	else if (!same_class(graph, wanted, unsafe))
		before_edge(graph, wanted, unsafe, CRASHREC_UNKNOWN);
	edge = interrupt_edge(graph, unsafe, safe);
	if (!edge)
		return;
	edge->held = graph_place(graph, find_usage(graph, CRASHREC_USAGE_UNSAFE,
						   CRASHREC_UNKNOWN),
				 CRASHREC_UNKNOWN);
	edge->taken = graph_place(graph, find_usage(graph, CRASHREC_USAGE_SAFE,
						    CRASHREC_UNKNOWN),
				  CRASHREC_UNKNOWN);
}

/* As lockdep writes it: "name#2/1". */
static bool is_name_of(struct crashrec_text text,
		       const struct crashrec_held_lock *lock)
{
	char version[16] = "", subclass[16] = "", tail[32];

	if (lock->version > 1)
		snprintf(version, sizeof(version), "#%u", lock->version);
	if (lock->subclass)
		snprintf(subclass, sizeof(subclass), "/%u", lock->subclass);
	snprintf(tail, sizeof(tail), "%s%s", version, subclass);
	return text.bytes == lock->name.bytes + strlen(tail) &&
	       !memcmp(text.data, lock->name.data, lock->name.bytes) &&
	       !memcmp(text.data + lock->name.bytes, tail, strlen(tail));
}

/* In the scenario an interrupt takes the one that is safe. */
static bool is_safe(const struct graph *graph, uint32_t lock)
{
	const struct crashrec_held_lock *of = &graph->s->locks[lock];
	const struct crashrec_lock_step *step;
	uint32_t irq = graph->s->complaint->irq;
	size_t i;

	for (i = graph->s->step_count; i-- > 0;) {
		step = &graph->s->steps[i];
		if (step->action == CRASHREC_STEP_LOCK && step->is_nested)
			return is_name_of(step->lock, of);
	}
	return irq < 2 && of->usage[irq ? 2 : 0] == '-';
}

/* Where a lock of the chain was first used so in an interrupt, or with it on. */
static struct crashrec_graph_place used(const struct graph *graph,
					uint32_t lock, bool in)
{
	uint32_t irq = graph->s->complaint->irq;
	uint32_t section = CRASHREC_UNKNOWN;
	uint32_t i, usage = 4 * irq + (in ? 0 : 2);

	if (irq >= CRASHREC_USAGE_IRQS)
		return graph_place(graph, section, section);
	for (i = 0; i < 2 && section == CRASHREC_UNKNOWN; i++)
		section = find_usage(graph, usage + i, lock);
	return graph_place(graph, section, CRASHREC_UNKNOWN);
}

/* The other lock comes first, the one that changed last. */
static void make_inversion(struct graph *graph)
{
	uint32_t changed = find_kind(graph, CRASHREC_LOCK_CHANGED);
	uint32_t past = find_kind(graph, CRASHREC_LOCK_PAST);
	struct crashrec_graph_edge *edge;
	struct chain chain;
	uint32_t used_at;
	bool safe;

	if (changed == CRASHREC_UNKNOWN || past == CRASHREC_UNKNOWN)
		return;
	safe = is_safe(graph, past);
	find_chain(graph, &chain);
	used_at = chain.count ? chain.at[0] : past;
	if (chain.count > 1 && safe)
		upward_edges(graph, chain.at, chain.count);
	else if (chain.count > 1)
		downward_edges(graph, chain.at, chain.count);
	else
		before_edge(graph, safe ? past : changed,
			    safe ? changed : past, CRASHREC_UNKNOWN);
	edge = interrupt_edge(graph, safe ? changed : past,
			      safe ? past : changed);
	if (!edge)
		return;
	take_task(graph, edge);
	edge->held = safe ? graph_place(graph, reporter(graph), changed) :
			    used(graph, used_at, false);
	edge->taken = safe ? used(graph, used_at, true) :
			     graph_place(graph, reporter(graph), changed);
}

/* One lock, that an interrupt takes, and that was taken with these on. */
static void make_inconsistent(struct graph *graph)
{
	uint32_t taken = find_kind(graph, CRASHREC_LOCK_TAKEN);
	uint32_t usage = graph->s->complaint->usage_from;
	bool was_in = usage < CRASHREC_USAGE_INITIAL && !(usage & 2);
	struct crashrec_graph_edge *edge;
	struct crashrec_graph_place now, then;

	edge = interrupt_edge(graph, taken, taken);
	if (!edge)
		return;
	now = graph_place(graph, reporter(graph), taken);
	then = graph_place(graph, find_usage(graph, usage, CRASHREC_UNKNOWN),
			   CRASHREC_UNKNOWN);
	edge->held = was_in ? now : then;
	edge->taken = was_in ? then : now;
	take_task(graph, edge);
}

void graph_edges_make(struct graph *graph)
{
	switch (graph->s->complaint->kind) {
	case CRASHREC_LOCKDEP_CIRCULAR:
		make_circular(graph);
		break;
	case CRASHREC_LOCKDEP_RECURSIVE:
		make_recursive(graph);
		break;
	case CRASHREC_LOCKDEP_ORDER:
		make_order(graph);
		break;
	case CRASHREC_LOCKDEP_INVERSION:
		make_inversion(graph);
		break;
	case CRASHREC_LOCKDEP_INCONSISTENT:
		make_inconsistent(graph);
		break;
	default:
		break;
	}
}
