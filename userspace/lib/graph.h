/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * A graph while it is being made. graph.c owns it, graph_edges.c says what the
 * kinds of reports mean.
 */
#ifndef CRASHREC_LIB_GRAPH_H
#define CRASHREC_LIB_GRAPH_H

#include <crashrec_graph.h>
#include <crashrec_structure.h>

/* No kernel keeps a chain as long; what is beyond is counted as lost. */
#define GRAPH_LOCKS_MAX	128
#define GRAPH_EDGES_MAX	(GRAPH_LOCKS_MAX + 4)

/**
 * struct graph - a graph, and room for its parts
 * @public: what the caller gets; first, as it is what is freed
 * @record: that it is of
 * @s: its structure
 * @locks: see struct crashrec_graph
 * @edges: likewise
 */
struct graph {
	struct crashrec_graph public;
	const struct crashrec_record *record;
	const struct crashrec_structure *s;
	struct crashrec_graph_lock locks[GRAPH_LOCKS_MAX];
	struct crashrec_graph_edge edges[GRAPH_EDGES_MAX];
};

/**
 * graph_lock() - the class of a lock, with a place in the graph
 * @graph: it is added if it is not there
 * @index: of the lock in crashrec_structure::locks, or CRASHREC_UNKNOWN
 * @roles: added to its roles
 *
 * Return: its index, or CRASHREC_UNKNOWN if @index is, or if there is no room.
 */
uint32_t graph_lock(struct graph *graph, uint32_t index, uint32_t roles);

/**
 * graph_edge() - add an edge
 * @graph: to this
 * @kind: enum crashrec_graph_edge_kind
 * @from: from graph_lock()
 * @to: likewise; without both there is no edge
 *
 * Return: the edge, for more to be set; NULL: it was not added.
 */
struct crashrec_graph_edge *graph_edge(struct graph *graph, uint32_t kind,
				       uint32_t from, uint32_t to);

/**
 * graph_place() - where a lock was taken
 * @graph: of it
 * @section: index of the stack in crashrec_structure::sections, or
 *           CRASHREC_UNKNOWN
 * @held: index of the lock that tells the function where the stack does not, or
 *        CRASHREC_UNKNOWN
 *
 * Return: the place.
 */
struct crashrec_graph_place graph_place(const struct graph *graph,
					uint32_t section, uint32_t held);

/**
 * graph_edges_make() - add all locks and edges
 * @graph: empty
 */
void graph_edges_make(struct graph *graph);

#endif /* CRASHREC_LIB_GRAPH_H */
