// SPDX-License-Identifier: GPL-2.0
/*
 * A deadlock: the cycle in words and as a picture, the scenario and the locks
 * held as tables, which small screens and screen readers can do with.
 */
#include <crashrec_graph.h>
#include <crashrec_structure.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "graph_dot.h"
#include "graph_words.h"
#include "html.h"
#include "svg.h"
#include "xml.h"

/* Of a page; what there is beyond is told by the command that draws it. */
#define PICTURES_MAX		100
#define PICTURES_DOT_BYTES	(1U << 20)

static void print_code(FILE *out, struct crashrec_text text)
{
	fputs("<code>", out);
	if (text.bytes)
		xml_print(out, text);
	else
		fputs("(not told)", out);
	fputs("</code>", out);
}

static void print_lock(FILE *out, const struct crashrec_graph_lock *lock)
{
	char tail[GRAPH_WORDS_ROOM];

	graph_words_tail(tail, lock);
	fputs("<code class=\"lock\">", out);
	xml_print(out, lock->name);
	fprintf(out, "%s</code>", tail);
}

static void print_comm(FILE *out, struct crashrec_text comm, uint32_t pid)
{
	fputs("<code>", out);
	xml_print(out, comm);
	if (pid != CRASHREC_UNKNOWN)
		fprintf(out, "/%" PRIu32, pid);
	fputs("</code>", out);
}

static void print_place(FILE *out, const char *words,
			const struct crashrec_graph_place *place)
{
	if (!place->function.bytes)
		return;
	fputs(words, out);
	print_code(out, place->function);
}

/* "A, taken in f, is held by t, which waits for B in g." */
static void print_edge(FILE *out, const struct crashrec_graph *graph,
		       const struct crashrec_graph_edge *edge, const char *irq)
{
	fprintf(out, "<li%s>", edge->in_cycle ? " class=\"cycle\"" : "");
	print_lock(out, &graph->locks[edge->from]);
	print_place(out, ", taken in ", &edge->held);
	if (edge->kind == CRASHREC_GRAPH_INTERRUPT) {
		fprintf(out, ", is held while a %s comes, which waits for ",
			irq);
	} else if (edge->kind == CRASHREC_GRAPH_NEW) {
		fputs(", is held by ", out);
		print_comm(out, edge->comm, edge->pid);
		fputs(", which is reported and waits for ", out);
	} else {
		fputs(", was held by code seen before, which waits for ", out);
	}
	print_lock(out, &graph->locks[edge->to]);
	print_place(out, " in ", &edge->taken);
	fputs("</li>\n", out);
}

static void print_cycle(FILE *out, const struct html_entry *entry,
			const struct crashrec_graph *graph)
{
	const char *irq = graph_words_irq(entry->record);
	size_t i;

	fprintf(out, "<figcaption id=\"cycle-%zu\"><ol>\n", entry->number);
	for (i = 0; i < graph->edge_count; i++)
		print_edge(out, graph, &graph->edges[i], irq);
	fputs("</ol></figcaption>\n", out);
}

/* Each takes Graphviz its time, and the page its bytes. */
static bool is_too_much(struct html_set *set, size_t dot_bytes)
{
	if (set->picture_count == PICTURES_MAX ||
	    dot_bytes > PICTURES_DOT_BYTES - set->picture_bytes)
		return true;
	set->picture_count++;
	set->picture_bytes += dot_bytes;
	return false;
}

static void print_command(FILE *out, const struct html_set *set,
			  const struct html_entry *entry)
{
	fprintf(out, "<p class=\"dim\">Drawn by <code>crashrec graph %" PRIu64
		" -f ", crashrec_record_seq(entry->record));
	xml_print_string(out, set->sources[entry->source].path);
	fputs("</code>: this page has as many pictures as it may.</p>\n", out);
}

/* Return: false if there was no memory. */
static bool print_picture(FILE *out, struct html_set *set,
			  const struct html_entry *entry,
			  const struct crashrec_graph *graph)
{
	char prefix[32], *dot = NULL;
	const struct graph_dot_options how = { .prefix = prefix };
	struct svg svg = { NULL };
	size_t bytes;
	FILE *text = open_memstream(&dot, &bytes);
	bool is_whole;

	if (!text)
		return false;
	snprintf(prefix, sizeof(prefix), "r%zu", entry->number);
	graph_dot_print(text, entry->record, graph, &how);
	is_whole = !fclose(text);
	if (is_whole && is_too_much(set, bytes)) {
		print_command(out, set, entry);
	} else if (is_whole && svg_make(&svg, dot, bytes)) {
		memcpy(set->no_picture, svg.why, sizeof(set->no_picture));
		fputs("<p class=\"dim\">There is no picture: ", out);
		xml_print_string(out, svg.why);
		fputs("</p>\n", out);
	} else if (is_whole) {
		fprintf(out, "<div class=\"picture\" role=\"img\" tabindex=\"0\"\n"
			" aria-labelledby=\"cycle-%zu\">\n", entry->number);
		fwrite(svg.text, 1, svg.bytes, out);
		fputs("</div>\n", out);
	}
	svg_free(&svg);
	free(dot);
	return is_whole;
}

static void print_step(FILE *out, const struct crashrec_graph *graph,
		       const struct crashrec_graph_step *step)
{
	char wait[GRAPH_WORDS_ROOM];
	uint32_t column;

	fputs("<tr>", out);
	for (column = 0; column < graph->column_count; column++) {
		if (column != step->column) {
			fputs("<td></td>", out);
			continue;
		}
		fprintf(out, "<td class=\"%s%s\"><code>",
			step->waits ? "waits" : "goes",
			step->is_nested ? " nested" : "");
		xml_print_string(out, graph_words_action(step));
		if (step->name.bytes) {
			fputs("(", out);
			xml_print(out, step->name);
			fputs(")", out);
		}
		graph_words_wait(wait, step);
		fprintf(out, "</code>%s<strong>%s</strong></td>",
			step->waits ? " " : "", wait);
	}
	fputs("</tr>\n", out);
}

static void print_scenario(FILE *out, const struct crashrec_graph *graph)
{
	size_t i;

	if (!graph->step_count)
		return;
	fputs("<table class=\"scenario\">\n"
	      "<caption>How it may come to that, in order of time</caption>\n"
	      "<thead><tr>", out);
	for (i = 0; i < graph->column_count; i++)
		fprintf(out, "<th scope=\"col\">CPU%zu</th>", i);
	fputs("</tr></thead>\n<tbody>\n", out);
	for (i = 0; i < graph->step_count; i++)
		print_step(out, graph, &graph->steps[i]);
	fputs("</tbody>\n</table>\n", out);
}

static void print_held(FILE *out, const struct crashrec_graph *graph,
		       const struct crashrec_graph_held *held,
		       const struct crashrec_held_lock *lock)
{
	const struct crashrec_graph_lock name = {
		.name = lock->name,
		.version = lock->version,
		.subclass = lock->subclass,
	};
	bool in_cycle = held->lock != CRASHREC_UNKNOWN &&
			graph->locks[held->lock].in_cycle;

	fprintf(out, "<tr%s><td>", in_cycle ? " class=\"cycle\"" : "");
	print_comm(out, lock->comm, lock->pid);
	fputs("</td><td>", out);
	print_lock(out, &name);
	fputs("</td><td>", out);
	print_code(out, lock->function);
	fputs("</td></tr>\n", out);
}

static void print_helds(FILE *out, const struct html_entry *entry,
			const struct crashrec_graph *graph)
{
	const struct crashrec_structure *s =
		crashrec_record_structure(entry->record);
	size_t i;

	if (!graph->held_count)
		return;
	fputs("<table class=\"held\">\n<caption>Locks held</caption>\n"
	      "<thead><tr><th scope=\"col\">Task</th><th scope=\"col\">Holds</th>\n"
	      "<th scope=\"col\">Took it in</th></tr></thead>\n<tbody>\n", out);
	for (i = 0; i < graph->held_count; i++)
		print_held(out, graph, &graph->held[i],
			   &s->locks[graph->held[i].held]);
	fputs("</tbody>\n</table>\n", out);
}

bool html_graph_print(FILE *out, struct html_set *set,
		      const struct html_entry *entry)
{
	struct crashrec_graph *graph;
	int err = crashrec_graph_make(&graph, entry->record);
	bool printed;

	if (err)
		return err == -ENODATA;
	fprintf(out, "<h4>%s</h4>\n<figure>\n",
		graph->is_closed ? "Deadlock" : "Part of a deadlock");
	printed = print_picture(out, set, entry, graph);
	print_cycle(out, entry, graph);
	fputs("</figure>\n<div class=\"wide\" tabindex=\"0\" role=\"region\"\n"
	      " aria-label=\"Scenario and locks\">\n", out);
	print_scenario(out, graph);
	print_helds(out, entry, graph);
	fputs("</div>\n", out);
	crashrec_graph_free(graph);
	return printed;
}
