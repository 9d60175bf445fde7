// SPDX-License-Identifier: GPL-2.0
/*
 * Locks are boxes; between two of them is a rounded box with the code that
 * holds the one and waits for the other. What existed before goes down; what
 * closes the cycle goes up again, beside it. Labels are HTML-like, as there
 * only a few characters have a meaning. What is red is part of the cycle, and
 * says so in words, too.
 */
#include "graph_dot.h"

#include <crashrec_structure.h>
#include <inttypes.h>
#include <string.h>

#include "graph_words.h"
#include "xml.h"

/*
 * Sizes of letters. With these Graphviz does not take text in the font of code
 * for narrower than browsers show it, which it does with others.
 */
#define TITLE_POINTS	"16"
#define POINTS		"12"
#define SMALL_POINTS	"10"

/* Of characters; Graphviz draws no line breaks of its own. */
#define TITLE_COLUMNS	90
#define LOCK_COLUMNS	60
#define FUNCTION_COLUMNS 48
#define COMM_COLUMNS	32

#define CALLERS_MAX	3
#define HELD_MAX	16

/* html_style.c has the same colours for dark pages. */
#define INK		"#1b1f24"
#define DIM		"#57606a"
#define LINE		"#8c959f"
#define RED		"#b3261e"
#define PALE_RED	"#fdecea"
#define LOCK_FILL	"#e8eef7"
#define PAPER		"#ffffff"

/**
 * struct drawing - what is drawn
 * @out: where to
 * @record: of it
 * @graph: of it
 * @options: how
 * @irq: from graph_words_irq()
 */
struct drawing {
	FILE *out;
	const struct crashrec_record *record;
	const struct crashrec_graph *graph;
	const struct graph_dot_options *options;
	const char *irq;
};

/*
 * A piece of text in another font is placed by itself, and may be a bit off: so
 * what belongs together is one piece. One that is empty is an error to Graphviz.
 */
static void begin_code(FILE *out)
{
	fputs("<FONT FACE=\"Courier\">", out);
}

static void end_code(FILE *out)
{
	fputs("</FONT>", out);
}

static void print_told(FILE *out, struct crashrec_text text, size_t columns)
{
	if (text.bytes)
		xml_print_dot(out, text, columns);
	else
		fputs("(not told)", out);
}

static void print_code(FILE *out, struct crashrec_text text, size_t columns)
{
	begin_code(out);
	print_told(out, text, columns);
	end_code(out);
}

static void print_lock_name(FILE *out, const struct crashrec_graph_lock *lock)
{
	char tail[GRAPH_WORDS_ROOM];

	graph_words_tail(tail, lock);
	begin_code(out);
	print_told(out, lock->name, LOCK_COLUMNS);
	fputs(tail, out);
	end_code(out);
}

/**
 * struct box - a node
 * @kind: of node
 * @index: of it
 * @style: as Graphviz calls it
 * @fill: colour
 * @in_cycle: it is part of one
 * @is_thick: so is its border
 */
struct box {
	const char *kind;
	size_t index;
	const char *style;
	const char *fill;
	bool in_cycle;
	bool is_thick;
};

static void begin_box(const struct drawing *d, const struct box *box)
{
	fprintf(d->out, "\t\"%s %zu\" [id=\"%s%s%zu\", class=\"%s%s\",\n",
		box->kind, box->index, d->options->prefix, box->kind,
		box->index, box->kind, box->in_cycle ? " cycle" : "");
	fprintf(d->out, "\t\tstyle=\"%s\", fillcolor=\"%s\", color=\"%s\", penwidth=%s,\n",
		box->style, box->fill, box->in_cycle ? RED : LINE,
		box->is_thick ? "2" : "1");
	fputs("\t\tlabel=<", d->out);
}

static void end_box(const struct drawing *d)
{
	fputs(">];\n", d->out);
}

static void begin_small(FILE *out)
{
	fputs("<FONT POINT-SIZE=\"" SMALL_POINTS "\" COLOR=\"" DIM "\">",
	      out);
}

/* Of a record, so any bytes. */
static void print_usage(FILE *out, const char *usage)
{
	const size_t bytes = strlen(usage);

	fputc('{', out);
	xml_print_dot(out, (struct crashrec_text){ usage, bytes }, bytes);
	fputs("} ", out);
}

static void print_lock(const struct drawing *d, size_t index)
{
	const struct crashrec_graph_lock *lock = &d->graph->locks[index];
	const struct box box = {
		.kind = "lock", .index = index, .style = "filled",
		.fill = LOCK_FILL,
		.in_cycle = lock->in_cycle, .is_thick = lock->in_cycle,
	};
	char role[GRAPH_WORDS_ROOM];

	begin_box(d, &box);
	fputs("<B>", d->out);
	print_lock_name(d->out, lock);
	fputs("</B>", d->out);
	graph_words_role(role, lock, d->irq);
	if (lock->usage[0] || role[0]) {
		fputs("<BR/>", d->out);
		begin_small(d->out);
		if (lock->usage[0])
			print_usage(d->out, lock->usage);
		fprintf(d->out, "%s&#160;</FONT>", role);
	}
	end_box(d);
}

static void begin_row(FILE *out, const char *what)
{
	fputs("<TR><TD ALIGN=\"RIGHT\" VALIGN=\"TOP\">", out);
	begin_small(out);
	fputs(what, out);
	fputs("</FONT></TD><TD ALIGN=\"LEFT\" BALIGN=\"LEFT\">", out);
}

static void end_row(FILE *out)
{
	fputs("</TD></TR>", out);
}

/* The function, and who called it. */
static void print_place(const struct drawing *d, const char *what,
			const struct crashrec_graph_place *place)
{
	const struct crashrec_stack_frame *frames;
	uint32_t i, shown = 0;
	size_t count;

	if (!place->function.bytes)
		return;
	begin_row(d->out, what);
	fputs("<B>", d->out);
	print_code(d->out, place->function, FUNCTION_COLUMNS);
	fputs("</B>", d->out);
	frames = crashrec_record_frames(d->record, &count);
	for (i = 1; i < place->frame_count && shown < CALLERS_MAX; i++) {
		if (!frames[place->first_frame + i].reliable)
			continue;
		fputs("<BR ALIGN=\"LEFT\"/>", d->out);
		begin_small(d->out);
		print_code(d->out, frames[place->first_frame + i].function,
			   FUNCTION_COLUMNS);
		fputs("</FONT>", d->out);
		shown++;
	}
	end_row(d->out);
}

static void print_comm(FILE *out, struct crashrec_text comm, uint32_t pid)
{
	begin_code(out);
	print_told(out, comm, COMM_COLUMNS);
	if (pid != CRASHREC_UNKNOWN)
		fprintf(out, "/%" PRIu32, pid);
	end_code(out);
}

static void print_who(const struct drawing *d,
		      const struct crashrec_graph_edge *edge)
{
	fprintf(d->out, "<TR><TD COLSPAN=\"2\"><FONT COLOR=\"%s\">",
		edge->in_cycle ? RED : INK);
	switch (edge->kind) {
	case CRASHREC_GRAPH_NEW:
		fputs("<B>", d->out);
		print_comm(d->out, edge->comm, edge->pid);
		fputs("</B> is reported", d->out);
		break;
	case CRASHREC_GRAPH_INTERRUPT:
		fprintf(d->out, "<B>a %s</B>&#160;interrupts the holder",
			d->irq);
		break;
	default:
		fputs("seen before", d->out);
	}
	fputs("</FONT></TD></TR>", d->out);
}

static void begin_table(FILE *out, const char *border, const char *padding)
{
	fprintf(out, "<TABLE BORDER=\"0\" CELLBORDER=\"%s\" CELLSPACING=\"0\" ",
		border);
	fprintf(out, "CELLPADDING=\"%s\" COLOR=\"%s\">", padding, LINE);
}

static void print_edge_node(const struct drawing *d, size_t index)
{
	const struct crashrec_graph_edge *edge = &d->graph->edges[index];
	bool is_new = edge->kind != CRASHREC_GRAPH_BEFORE;
	const struct box box = {
		.kind = "code", .index = index, .style = "rounded,filled",
		.fill = is_new ? PALE_RED : PAPER,
		.in_cycle = edge->in_cycle, .is_thick = is_new,
	};

	begin_box(d, &box);
	begin_table(d->out, "0", "2");
	print_who(d, edge);
	print_place(d, "taken in", &edge->held);
	print_place(d, edge->kind == CRASHREC_GRAPH_INTERRUPT ?
		    "interrupt waits in" : "waits in", &edge->taken);
	fputs("</TABLE>", d->out);
	end_box(d);
}

/**
 * struct arrow - half an edge
 * @from: kind of node
 * @from_index: of it
 * @to: likewise
 * @to_index: likewise
 * @words: on it
 * @up: it goes up
 * @in_cycle: it is part of one
 */
struct arrow {
	const char *from;
	size_t from_index;
	const char *to;
	size_t to_index;
	const char *words;
	bool up;
	bool in_cycle;
};

static void print_arrow(const struct drawing *d, const struct arrow *arrow)
{
	const char *colour = arrow->in_cycle ? RED : LINE;

	if (arrow->up)
		fprintf(d->out, "\t\"%s %zu\" -> \"%s %zu\" [dir=back, ",
			arrow->to, arrow->to_index, arrow->from,
			arrow->from_index);
	else
		fprintf(d->out, "\t\"%s %zu\" -> \"%s %zu\" [", arrow->from,
			arrow->from_index, arrow->to, arrow->to_index);
	fprintf(d->out, "id=\"%s%s%zu%s%zu\", class=\"%s\", color=\"%s\",\n",
		d->options->prefix, arrow->from, arrow->from_index, arrow->to,
		arrow->to_index, arrow->in_cycle ? "cycle" : "order", colour);
	fprintf(d->out, "\t\tfontcolor=\"%s\", penwidth=%s, label=\"&#160;%s&#160;\"];\n",
		arrow->in_cycle ? RED : DIM, arrow->in_cycle ? "2.5" : "1",
		arrow->words);
}

static void print_arrows(const struct drawing *d, size_t index)
{
	const struct crashrec_graph_edge *edge = &d->graph->edges[index];
	bool up = edge->in_cycle && index + 1 == d->graph->edge_count;
	struct arrow held = {
		.from = "lock", .from_index = edge->from,
		.to = "code", .to_index = index,
		.words = "is held by",
		.up = up && edge->from != edge->to,
		.in_cycle = edge->in_cycle,
	};
	struct arrow waits = {
		.from = "code", .from_index = index,
		.to = "lock", .to_index = edge->to,
		.words = "waits for",
		.up = up, .in_cycle = edge->in_cycle,
	};

	print_arrow(d, &held);
	print_arrow(d, &waits);
}

static void print_step(const struct drawing *d,
		       const struct crashrec_graph_step *step)
{
	char wait[GRAPH_WORDS_ROOM];
	uint32_t column;

	fputs("<TR>", d->out);
	for (column = 0; column < d->graph->column_count; column++) {
		if (column != step->column) {
			fputs("<TD></TD>", d->out);
			continue;
		}
		fprintf(d->out, "<TD ALIGN=\"LEFT\" BALIGN=\"LEFT\"%s><FONT COLOR=\"%s\">",
			step->waits ? " BGCOLOR=\"" PALE_RED "\"" : "",
			step->waits ? RED : INK);
		fputs(step->is_nested ? "&#160;&#160;&#160;&#160;" : "", d->out);
		begin_code(d->out);
		xml_print_string(d->out, graph_words_action(step));
		if (step->name.bytes) {
			fputs("(", d->out);
			xml_print_dot(d->out, step->name, LOCK_COLUMNS);
			fputs(")", d->out);
		}
		end_code(d->out);
		graph_words_wait(wait, step);
		if (wait[0])
			fprintf(d->out, "<BR ALIGN=\"LEFT\"/><B>%s%s</B>",
				step->is_nested ? "&#160;&#160;&#160;&#160;" : "",
				wait);
		fputs("</FONT></TD>", d->out);
	}
	fputs("</TR>", d->out);
}

static void begin_list(const struct drawing *d, const char *name)
{
	fprintf(d->out, "\t\"%s\" [id=\"%s%s\", class=\"%s\", shape=plain, style=\"\",\n",
		name, d->options->prefix, name, name);
	fputs("\t\tlabel=<", d->out);
	begin_table(d->out, "1", "5");
}

static void print_heading(const struct drawing *d, const char *text)
{
	fprintf(d->out, "<TD BGCOLOR=\"%s\"><B>%s</B></TD>", LOCK_FILL, text);
}

static void end_list(const struct drawing *d)
{
	fputs("</TABLE>>];\n", d->out);
}

static void print_scenario(const struct drawing *d)
{
	uint32_t column;
	size_t i;

	begin_list(d, "scenario");
	fputs("<TR>", d->out);
	for (column = 0; column < d->graph->column_count; column++)
		print_heading(d, column ? "CPU1" : "CPU0");
	fputs("</TR>", d->out);
	for (i = 0; i < d->graph->step_count; i++)
		print_step(d, &d->graph->steps[i]);
	end_list(d);
}

static void print_held(const struct drawing *d,
		       const struct crashrec_graph_held *held)
{
	const struct crashrec_held_lock *lock =
		&crashrec_record_structure(d->record)->locks[held->held];
	bool in_cycle = held->lock != CRASHREC_UNKNOWN &&
			d->graph->locks[held->lock].in_cycle;
	struct crashrec_graph_lock name = {
		.name = lock->name,
		.version = lock->version,
		.subclass = lock->subclass,
	};

	fputs("<TR><TD ALIGN=\"LEFT\">", d->out);
	print_comm(d->out, lock->comm, lock->pid);
	fprintf(d->out, "</TD><TD ALIGN=\"LEFT\"><FONT COLOR=\"%s\">",
		in_cycle ? RED : INK);
	fputs(in_cycle ? "<B>" : "", d->out);
	print_lock_name(d->out, &name);
	fputs(in_cycle ? "</B>" : "", d->out);
	fputs("</FONT></TD><TD ALIGN=\"LEFT\">", d->out);
	print_code(d->out, lock->function, FUNCTION_COLUMNS);
	fputs("</TD></TR>", d->out);
}

static void print_helds(const struct drawing *d)
{
	size_t i, count = d->graph->held_count;

	begin_list(d, "held");
	fputs("<TR>", d->out);
	print_heading(d, "task");
	print_heading(d, "holds");
	print_heading(d, "took it in");
	fputs("</TR>", d->out);
	for (i = 0; i < count && i < HELD_MAX; i++)
		print_held(d, &d->graph->held[i]);
	if (i < count)
		fprintf(d->out, "<TR><TD COLSPAN=\"3\">and %zu more</TD></TR>",
			count - i);
	end_list(d);
}

/* Below the cycle: what the last edge is drawn upwards from is lowest. */
static void print_below(const struct drawing *d)
{
	const char *first = d->graph->step_count ? "scenario" : "held";
	size_t last = d->graph->edge_count - 1;
	const struct crashrec_graph_edge *edge = &d->graph->edges[last];
	bool is_code = edge->from == edge->to;

	if (d->graph->step_count)
		print_scenario(d);
	if (d->graph->held_count)
		print_helds(d);
	if (d->graph->step_count && d->graph->held_count)
		fputs("\t\"scenario\" -> \"held\" [style=invis, weight=9];\n",
		      d->out);
	if (!d->graph->step_count && !d->graph->held_count)
		return;
	if (!is_code)
		last = edge->in_cycle ? edge->from : edge->to;
	fprintf(d->out, "\t\"%s %zu\" -> \"%s\" [style=invis, weight=9];\n",
		is_code ? "code" : "lock", last, first);
}

static void print_begin(const struct drawing *d)
{
	fprintf(d->out, "digraph lockdep {\n"
		"\tgraph [id=\"%sgraph\", charset=\"utf-8\", bgcolor=\"%s\",\n"
		"\t\tpad=0.15, nodesep=0.4, ranksep=0.3, labelloc=t,\n"
		"\t\tfontname=\"Helvetica\", fontsize=%s, fontcolor=\"%s\"",
		d->options->prefix, PAPER, TITLE_POINTS, INK);
	if (d->options->is_alone) {
		fputs(",\n\t\tlabel=<<B>", d->out);
		print_told(d->out, crashrec_record_title(d->record),
			   TITLE_COLUMNS);
		fputs("</B>>", d->out);
	}
	fprintf(d->out, "];\n"
		"\tnode [shape=box, margin=\"0.08,0.04\", fontname=\"Helvetica\",\n"
		"\t\tfontsize=%s, fontcolor=\"%s\"];\n"
		"\tedge [fontname=\"Helvetica\", fontsize=%s];\n",
		POINTS, INK, POINTS);
}

void graph_dot_print(FILE *out, const struct crashrec_record *record,
		     const struct crashrec_graph *graph,
		     const struct graph_dot_options *options)
{
	struct drawing d = {
		.out = out,
		.record = record,
		.graph = graph,
		.options = options,
		.irq = graph_words_irq(record),
	};
	size_t i;

	print_begin(&d);
	for (i = 0; i < graph->lock_count; i++)
		print_lock(&d, i);
	for (i = 0; i < graph->edge_count; i++)
		print_edge_node(&d, i);
	for (i = 0; i < graph->edge_count; i++)
		print_arrows(&d, i);
	if (options->is_alone)
		print_below(&d);
	fputs("}\n", out);
}
