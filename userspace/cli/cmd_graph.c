// SPDX-License-Identifier: GPL-2.0
/*
 * crashrec graph: a deadlock as a picture.
 */
#include <crashrec_graph.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "complain.h"
#include "graph_dot.h"
#include "output.h"
#include "reading.h"
#include "svg.h"

/**
 * struct drawn - a picture in DOT
 * @text: of it, owned
 * @bytes: of it
 */
struct drawn {
	char *text;
	size_t bytes;
};

static bool has_tail(const char *path, const char *tail)
{
	size_t bytes = strlen(path), tail_bytes = strlen(tail);

	return bytes >= tail_bytes && !strcmp(path + bytes - tail_bytes, tail);
}

/* Asked for, or by the file's name. */
static bool wants_svg(const struct options *options)
{
	return options->svg || (!options->dot && options->output &&
				has_tail(options->output, ".svg"));
}

/* Whoever names a picture of another sort gets none that is called so. */
static bool is_plain(const struct options *options)
{
	static const char * const tails[] = { ".svg", ".dot", ".gv" };
	size_t i;

	if (!options->output || options->svg || options->dot)
		return true;
	for (i = 0; i < sizeof(tails) / sizeof(tails[0]); i++)
		if (has_tail(options->output, tails[i]))
			return true;
	complain("graph: '%s' ends in none of .svg, .dot, .gv: say --svg or --dot",
		 options->output);
	return false;
}

static bool draw(struct drawn *drawn, const struct crashrec_record *record,
		 const struct crashrec_graph *graph)
{
	const struct graph_dot_options how = { .prefix = "", .is_alone = true };
	FILE *out;

	drawn->text = NULL;
	out = open_memstream(&drawn->text, &drawn->bytes);
	if (!out)
		return false;
	graph_dot_print(out, record, graph, &how);
	return !fclose(out);
}

static int write_out(const struct options *options, const char *begin,
		     const struct drawn *drawn)
{
	struct output output;

	if (!output_open(&output, options->output, options))
		return EXIT_OUTPUT;
	fputs(begin, output.file);
	fwrite(drawn->text, 1, drawn->bytes, output.file);
	return output_close(&output) ? EXIT_FINE : EXIT_OUTPUT;
}

static int write_svg(const struct options *options, const struct drawn *drawn)
{
	struct drawn picture;
	struct svg svg;
	int code;

	if (svg_make(&svg, drawn->text, drawn->bytes)) {
		complain("graph: %s; without it: --dot", svg.why);
		return EXIT_OUTPUT;
	}
	picture.text = svg.text;
	picture.bytes = svg.bytes;
	code = write_out(options,
			 "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
			 &picture);
	svg_free(&svg);
	return code;
}

static int show(const struct options *options,
		const struct crashrec_record *record,
		const struct crashrec_graph *graph)
{
	struct drawn drawn;
	int code = EXIT_OUTPUT;

	if (!draw(&drawn, record, graph))
		complain("out of memory");
	else if (wants_svg(options))
		code = write_svg(options, &drawn);
	else
		code = write_out(options, "", &drawn);
	free(drawn.text);
	return code;
}

/* Return: true if that was all. */
static bool take(struct reading *reading, const struct crashrec_record *record)
{
	struct crashrec_graph *graph;
	int err = crashrec_graph_make(&graph, record);

	if (err == -ENODATA && !reading->options->seq_count)
		return false;
	if (err == -ENODATA) {
		complain("record %" PRIu64 ": tells of no deadlock: see crashrec show %" PRIu64,
			 crashrec_record_seq(record),
			 crashrec_record_seq(record));
		reading_note(reading, EXIT_NO_RECORD);
		return true;
	}
	if (err) {
		complain("out of memory");
		reading_note(reading, EXIT_OUTPUT);
		return true;
	}
	reading_note(reading, show(reading->options, record, graph));
	crashrec_graph_free(graph);
	return true;
}

static int run(const struct options *options)
{
	struct crashrec_record *record;
	struct reading reading;
	bool done = false;

	if (!is_plain(options))
		return EXIT_USAGE;
	if (!reading_open(&reading, options))
		return reading_close(&reading);
	while (!done && (record = reading_next(&reading))) {
		done = take(&reading, record);
		crashrec_record_free(record);
	}
	if (!done && reading.found && !options->seq_count) {
		complain("%s: no record tells of a deadlock: see crashrec list",
			 crashrec_source_path(reading.source));
		reading_note(&reading, EXIT_NO_RECORD);
	}
	return reading_close(&reading);
}

const struct command cmd_graph = {
	.name = "graph",
	.purpose = "a deadlock that lockdep reports, as a picture",
	.options = "fGVou",
	.operands_max = 1,
	.help =
"usage: crashrec graph [SEQ] [-f FILE] [--dot | --svg] [-o OUT]\n"
"\n"
"Draws the deadlock of the record with this sequence number, or of the first\n"
"that tells of one: which lock is held by which code, and which one that waits\n"
"for; the scenario by CPU, in order of time; and the locks held. What is red is\n"
"the cycle. Drawn are lockdep's reports of a circular dependency, of recursive\n"
"locking, of locks that are safe and unsafe in interrupts, of an inversion by\n"
"interrupts, and of an inconsistent state.\n"
"\n"
"  -f, --file FILE   read a region file, the memory of a guest, a dump of it, a\n"
"                    text log, or a folder of pstore instead of /dev/crashrec\n"
"  -o, --output OUT  write to this file: SVG if its name ends in .svg, Graphviz's\n"
"                    language if in .dot or .gv\n"
"      --dot         in Graphviz's language, which is what comes without --svg\n"
"      --svg         as SVG, drawn by Graphviz's program dot\n"
"      --user        also text of processes, which only looked like reports\n"
"  -h, --help        this text\n"
"\n"
"Exit status: 0 fine; 1 no record, or none that can be drawn; 2 wrong usage;\n"
"3 the source can't be read or is no region; 4 something is damaged, the rest\n"
"was drawn; 5 the output could not be written, or Graphviz is not there.\n",
	.run = run,
};
