// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * A class of locks is a node, whatever it is called for in the text; an edge
 * is code that takes one while it holds another.
 */
#include "graph.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <uapi/crashrec_structure.h>

#include "core/blame.h"

static bool same_text(struct crashrec_text a, struct crashrec_text b)
{
	return a.bytes == b.bytes && !memcmp(a.data, b.data, a.bytes);
}

static bool is_class(const struct crashrec_graph_lock *lock,
		     const struct crashrec_held_lock *of)
{
	return lock->version == of->version &&
	       lock->subclass == of->subclass &&
	       same_text(lock->name, of->name);
}

static uint32_t find_lock(const struct graph *graph, uint32_t index)
{
	uint32_t i;

	for (i = 0; i < graph->public.lock_count; i++)
		if (is_class(&graph->locks[i], &graph->s->locks[index]))
			return i;
	return CRASHREC_UNKNOWN;
}

static uint32_t add_lock(struct graph *graph, uint32_t index)
{
	const struct crashrec_held_lock *of = &graph->s->locks[index];
	struct crashrec_graph_lock *lock;

	if (graph->public.lock_count == GRAPH_LOCKS_MAX) {
		graph->public.lost++;
		return CRASHREC_UNKNOWN;
	}
	lock = &graph->locks[graph->public.lock_count];
	lock->name = of->name;
	lock->version = of->version;
	lock->subclass = of->subclass;
	lock->usage = "";
	return (uint32_t)graph->public.lock_count++;
}

uint32_t graph_lock(struct graph *graph, uint32_t index, uint32_t roles)
{
	uint32_t at;

	if (index == CRASHREC_UNKNOWN || !graph->s->locks[index].name.bytes)
		return CRASHREC_UNKNOWN;
	at = find_lock(graph, index);
	if (at == CRASHREC_UNKNOWN)
		at = add_lock(graph, index);
	if (at == CRASHREC_UNKNOWN)
		return at;
	graph->locks[at].roles |= roles;
	if (!graph->locks[at].usage[0])
		graph->locks[at].usage = graph->s->locks[index].usage;
	return at;
}

struct crashrec_graph_edge *graph_edge(struct graph *graph, uint32_t kind,
				       uint32_t from, uint32_t to)
{
	struct crashrec_graph_edge *edge;

	if (from == CRASHREC_UNKNOWN || to == CRASHREC_UNKNOWN ||
	    graph->public.edge_count == GRAPH_EDGES_MAX)
		return NULL;
	edge = &graph->edges[graph->public.edge_count++];
	edge->kind = kind;
	edge->from = from;
	edge->to = to;
	edge->pid = CRASHREC_UNKNOWN;
	edge->comm.data = "";
	edge->held = graph_place(graph, CRASHREC_UNKNOWN, CRASHREC_UNKNOWN);
	edge->taken = edge->held;
	return edge;
}

/* kernel/locking (6.12), and what may stand inside of it. */
static const char * const lockers[] = {
	"__down", "__lock_acquire", "__lock_text", "__mutex_", "__raw_",
	"__rt_mutex_", "__ww_mutex_", "_mutex_", "_raw_", "do_raw_", "down_",
	"lock_acquire", "lock_map_", "lock_sync", "mutex_lock", "percpu_down_",
	"percpu_rwsem_", "rt_mutex_", "rt_read_", "rt_spin_", "rt_write_",
	"rwbase_", "rwsem_", "spin_lock", "ww_mutex_",
};

static bool begins(struct crashrec_text text, const char *with)
{
	size_t bytes = strlen(with);

	return text.bytes >= bytes && !memcmp(text.data, with, bytes);
}

static bool only_locks(struct crashrec_text function)
{
	size_t i;

	for (i = 0; i < sizeof(lockers) / sizeof(lockers[0]); i++)
		if (begins(function, lockers[i]))
			return true;
	return !function.bytes;
}

/* Also what reports. As titles name it: without what the compiler appended. */
static bool only_reports(struct crashrec_text function)
{
	struct cr_suspects suspects = { .how = CR_BLAME_FIRST };
	const char *dot = memchr(function.data, '.', function.bytes);
	struct cr_text name = { function.data, (u32)function.bytes };

	if (dot && dot != function.data)
		name.bytes = (u32)(dot - function.data);
	if (!name.bytes)
		return true;
	cr_blame_frame(&suspects, name, NULL);
	return !suspects.count;
}

/* Frames of lockdep itself; further out it may be an interrupted one. */
#define LOCKDEP_FRAMES_MAX	12

/* Index of the frame in which lockdep was told of the lock, or @end. */
static uint32_t find_acquire(const struct crashrec_stack_frame *frames,
			     uint32_t begin, uint32_t end)
{
	static const struct crashrec_text name = { "lock_acquire", 12 };
	uint32_t i;

	for (i = begin; i < end && i < begin + LOCKDEP_FRAMES_MAX; i++)
		if (frames[i].reliable && same_text(frames[i].function, name))
			return i;
	return end;
}

/* Index of the first frame of interest, or of the section's end. */
static uint32_t find_taker(const struct graph *graph,
			   const struct crashrec_stack_section *stack)
{
	bool (*skips)(struct crashrec_text function) = only_locks;
	uint32_t end = stack->first_frame + stack->frame_count;
	uint32_t i = stack->first_frame;
	const struct crashrec_stack_frame *frames;
	uint32_t acquire;
	size_t count;

	frames = crashrec_record_frames(graph->record, &count);
	acquire = find_acquire(frames, i, end);
	if (acquire < end)
		i = acquire + 1;
	else if (stack->kind == CRASHREC_SECTION_REPORTER)
		skips = only_reports;
	while (i < end && (!frames[i].reliable || skips(frames[i].function)))
		i++;
	return i;
}

struct crashrec_graph_place graph_place(const struct graph *graph,
					uint32_t section, uint32_t held)
{
	struct crashrec_graph_place place = {
		.function = { "", 0 },
		.first_frame = CRASHREC_UNKNOWN,
	};
	const struct crashrec_stack_section *stack;
	uint32_t i, end;
	size_t count;

	if (held != CRASHREC_UNKNOWN)
		place.function = graph->s->locks[held].function;
	if (section == CRASHREC_UNKNOWN)
		return place;
	stack = &graph->s->sections[section];
	end = stack->first_frame + stack->frame_count;
	i = find_taker(graph, stack);
	if (i == end)
		return place;
	place.first_frame = i;
	place.frame_count = end - i;
	place.function =
		crashrec_record_frames(graph->record, &count)[i].function;
	return place;
}

/* From @to to @from by edges: @seen is what is known to be reached. */
static bool reaches(const struct graph *graph, uint32_t to, uint32_t from)
{
	bool seen[GRAPH_LOCKS_MAX] = { false };
	bool more = true;
	size_t i;

	seen[to] = true;
	while (more && !seen[from]) {
		more = false;
		for (i = 0; i < graph->public.edge_count; i++) {
			const struct crashrec_graph_edge *edge =
				&graph->edges[i];

			if (!seen[edge->from] || seen[edge->to])
				continue;
			seen[edge->to] = true;
			more = true;
		}
	}
	return seen[from];
}

static void find_cycle(struct graph *graph)
{
	struct crashrec_graph_edge *edge;
	size_t i;

	for (i = 0; i < graph->public.edge_count; i++) {
		edge = &graph->edges[i];
		edge->in_cycle = reaches(graph, edge->to, edge->from);
		if (!edge->in_cycle)
			continue;
		graph->locks[edge->from].in_cycle = true;
		graph->locks[edge->to].in_cycle = true;
		graph->public.is_closed = true;
	}
}

static uint32_t action_of(uint32_t action)
{
	if (action == CRASHREC_STEP_IRQ_OFF)
		return CRASHREC_GRAPH_IRQS_OFF;
	if (action == CRASHREC_STEP_INTERRUPT)
		return CRASHREC_GRAPH_INTERRUPTED;
	return CRASHREC_GRAPH_TAKES;
}

static bool is_taken(const struct crashrec_lock_step *step)
{
	return step->action == CRASHREC_STEP_LOCK ||
	       step->action == CRASHREC_STEP_RLOCK ||
	       step->action == CRASHREC_STEP_SYNC;
}

static void find_holder(struct crashrec_graph_step *steps, size_t at)
{
	size_t i;

	steps[at].waits = true;
	for (i = 0; i < at; i++) {
		if (steps[i].action != CRASHREC_GRAPH_TAKES ||
		    steps[i].waits || !same_text(steps[i].name, steps[at].name))
			continue;
		steps[at].waits_for = steps[i].column;
		return;
	}
}

/* What a CPU does last is what it does not come back from. */
static void find_waits(struct crashrec_graph_step *steps, size_t count)
{
	size_t last[2] = { count, count };
	size_t i;

	for (i = 0; i < count; i++)
		if (steps[i].action == CRASHREC_GRAPH_TAKES)
			last[steps[i].column] = i;
	for (i = 0; i < count; i++)
		if (i == last[0] || i == last[1])
			find_holder(steps, i);
}

static bool make_steps(struct graph *graph)
{
	const struct crashrec_structure *s = graph->s;
	struct crashrec_graph_step *steps, *step;
	bool is_deadlock = false;
	size_t i;

	steps = calloc(s->step_count + 1, sizeof(*steps));
	if (!steps)
		return false;
	graph->public.steps = steps;
	for (i = 0; i < s->step_count; i++) {
		is_deadlock |= s->steps[i].action == CRASHREC_STEP_DEADLOCK;
		if (!is_taken(&s->steps[i]) &&
		    s->steps[i].action != CRASHREC_STEP_IRQ_OFF &&
		    s->steps[i].action != CRASHREC_STEP_INTERRUPT)
			continue;
		step = &steps[graph->public.step_count++];
		step->action = action_of(s->steps[i].action);
		step->how = crashrec_step_name(s->steps[i].action);
		step->name = s->steps[i].lock;
		step->column = s->steps[i].column ? 1 : 0;
		step->is_nested = s->steps[i].is_nested;
		step->waits_for = CRASHREC_UNKNOWN;
		if (graph->public.column_count <= step->column)
			graph->public.column_count = step->column + 1;
	}
	if (is_deadlock)
		find_waits(steps, graph->public.step_count);
	return true;
}

static bool make_held(struct graph *graph)
{
	const struct crashrec_structure *s = graph->s;
	struct crashrec_graph_held *held;
	uint32_t i;

	held = calloc(s->lock_count + 1, sizeof(*held));
	if (!held)
		return false;
	graph->public.held = held;
	for (i = 0; i < s->lock_count; i++) {
		if (s->locks[i].kind != CRASHREC_LOCK_HELD)
			continue;
		held->held = i;
		held->lock = find_lock(graph, i);
		held++;
		graph->public.held_count++;
	}
	return true;
}

int crashrec_graph_make(struct crashrec_graph **out,
			const struct crashrec_record *record)
{
	const struct crashrec_structure *s = crashrec_record_structure(record);
	struct graph *graph;
	int err = -ENOMEM;

	*out = NULL;
	if (!s->complaint)
		return -ENODATA;
	graph = calloc(1, sizeof(*graph));
	if (!graph)
		return -ENOMEM;
	graph->record = record;
	graph->s = s;
	graph->public.locks = graph->locks;
	graph->public.edges = graph->edges;
	graph_edges_make(graph);
	if (!graph->public.edge_count) {
		err = -ENODATA;
		goto free_graph;
	}
	find_cycle(graph);
	if (!make_steps(graph) || !make_held(graph))
		goto free_graph;
	*out = &graph->public;
	return 0;

free_graph:
	crashrec_graph_free(&graph->public);
	return err;
}

void crashrec_graph_free(struct crashrec_graph *graph)
{
	if (!graph)
		return;
	free((void *)graph->steps);
	free((void *)graph->held);
	/* What was allocated begins with it. */
	free(graph);
}
