/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Texts to measure with: made of the lines in text_reports.c and
 * text_ordinary.c, with other names and numbers each time.
 */
#ifndef CRASHREC_BENCH_TEXT_H
#define CRASHREC_BENCH_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* What is put in, in the lines: */
#define F	"\001"	/* a function's name */
#define H	"\002"	/* eight hexadecimal digits */
#define D	"\003"	/* a small decimal number */
#define S	"\004"	/* a small hexadecimal number */
#define M	"\005"	/* a module's name */

/**
 * struct text - lines, each ended by a newline
 * @bytes: the text
 * @count: of @bytes
 * @line_at: where each line begins, and where the text ends
 * @line_count: how many
 * @part_at: number of each part's first line, and @line_count; a part is a
 *           report
 * @part_count: how many
 */
struct text {
	char *bytes;
	size_t count;
	uint32_t *line_at;
	uint32_t line_count;
	uint32_t *part_at;
	uint32_t part_count;
};

extern const char *const text_reports[];
extern const size_t text_report_count;
extern const char *const text_ordinary[];
extern const size_t text_ordinary_count;

/* Exits where there is no memory. */
void text_make(struct text *text, const char *const *parts, size_t part_count,
	       size_t bytes, int has_prefix);
void text_free(struct text *text);

#endif /* CRASHREC_BENCH_TEXT_H */
