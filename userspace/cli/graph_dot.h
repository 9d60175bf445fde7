/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A deadlock as a picture: in DOT, the language of Graphviz.
 */
#ifndef CRASHREC_CLI_GRAPH_DOT_H
#define CRASHREC_CLI_GRAPH_DOT_H

#include <crashrec_graph.h>
#include <stdbool.h>
#include <stdio.h>

/**
 * struct graph_dot_options - what is drawn
 * @prefix: of the ids in SVG: letters and digits; where several pictures are in
 *          one page, each has one of its own
 * @is_alone: also the title, the scenario and the locks held
 */
struct graph_dot_options {
	const char *prefix;
	bool is_alone;
};

/**
 * graph_dot_print() - write it
 * @out: where to; errors are left in it
 * @record: that it is of
 * @graph: of the record
 * @options: what is drawn
 */
void graph_dot_print(FILE *out, const struct crashrec_record *record,
		     const struct crashrec_graph *graph,
		     const struct graph_dot_options *options);

#endif /* CRASHREC_CLI_GRAPH_DOT_H */
