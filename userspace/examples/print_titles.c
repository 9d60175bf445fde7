// SPDX-License-Identifier: GPL-2.0
/*
 * Prints a line for each record of a source: number, class, title, and the
 * first frame of its stack. As libcrashrec(3) shows it.
 *
 *   cc -o print_titles print_titles.c $(pkg-config --cflags --libs libcrashrec)
 *   ./print_titles [FILE]
 */
#include <crashrec.h>
#include <crashrec_source.h>
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

/* Text is whatever the kernel printed: it may hold escapes of a terminal. */
static void print_text(struct crashrec_text text)
{
	size_t i;

	for (i = 0; i < text.bytes; i++)
		putchar(isprint((unsigned char)text.data[i]) ?
			text.data[i] : '?');
}

static void print_record(const struct crashrec_record *record)
{
	const struct crashrec_stack_frame *frames;
	size_t count;

	printf("%" PRIu64 " %s: ", crashrec_record_seq(record),
	       crashrec_class_name(crashrec_record_class(record)));
	print_text(crashrec_record_title(record));
	frames = crashrec_record_frames(record, &count);
	if (count) {
		printf(" (");
		print_text(frames[0].function);
		printf("+0x%" PRIx32 ")", frames[0].offset);
	}
	putchar('\n');
}

/* What is damaged is told, and passed over. */
static int print_records(struct crashrec_source *source)
{
	struct crashrec_record *record;
	int err;

	while ((err = crashrec_source_next(source, &record)) != -ENOENT) {
		if (!err)
			print_record(record);
		else if (err == -EBADMSG)
			fprintf(stderr, "%s\n", crashrec_source_error(source));
		else
			return err;
		crashrec_record_free(record);
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct crashrec_source *source;
	int err;

	err = crashrec_source_open(&source, argc > 1 ? argv[1] : NULL);
	if (!err)
		err = print_records(source);
	if (err)
		fprintf(stderr, "%s\n", crashrec_source_error(source));
	crashrec_source_close(source);
	return err ? 1 : 0;
}
