// SPDX-License-Identifier: GPL-2.0
#include "table.h"

#include <stdlib.h>
#include <string.h>

#include "escape.h"

#define GAP		2
#define LAST_MIN	30 /* with less room the last column gets its own line */
#define LAST_INDENT	8

char **table_add(struct table *table)
{
	struct table_row *row;

	/* Doubled at each power of two. */
	if (!(table->row_count & (table->row_count - 1))) {
		size_t room = table->row_count ? 2 * table->row_count : 1;

		row = reallocarray(table->rows, room, sizeof(*row));
		if (!row)
			return NULL;
		table->rows = row;
	}
	row = &table->rows[table->row_count++];
	memset(row, 0, sizeof(*row));
	return row->cells;
}

void table_paint(struct table *table, size_t column, enum paint paint)
{
	table->rows[table->row_count - 1].paints[column] = paint;
}

static const char *cell_of(const struct table_row *row, size_t column)
{
	return row->cells[column] ? row->cells[column] : "";
}

static void measure(const struct table *table, size_t *widths)
{
	size_t column, i, width;

	for (column = 0; column < table->column_count; column++) {
		widths[column] = strlen(table->columns[column].heading);
		for (i = 0; i < table->row_count; i++) {
			width = escape_columns(cell_of(&table->rows[i],
						       column));
			if (width > widths[column])
				widths[column] = width;
		}
	}
}

/* As wide as it was, or as is usual. */
static void measure_on(struct table *table, size_t *widths)
{
	size_t column, width;

	measure(table, widths);
	for (column = 0; column < table->column_count; column++) {
		width = table->columns[column].usual_width;
		if (widths[column] < width)
			widths[column] = width;
		if (widths[column] < table->widths[column])
			widths[column] = table->widths[column];
		table->widths[column] = widths[column];
	}
}

static void print_blanks(FILE *out, size_t count)
{
	while (count--)
		fputc(' ', out);
}

/**
 * struct cell - that is printed
 * @text: in it
 * @paint: of it
 */
struct cell {
	const char *text;
	enum paint paint;
};

static void begin_paint(FILE *out, const struct cell *cell)
{
	if (cell->paint != PAINT_NONE)
		fputs(terminal_paint(cell->paint), out);
}

static void end_paint(FILE *out, const struct cell *cell)
{
	if (cell->paint != PAINT_NONE)
		fputs(terminal_paint(PAINT_NONE), out);
}

static void print_cell(FILE *out, const struct cell *cell, size_t width,
		       bool right)
{
	size_t columns = escape_columns(cell->text);
	size_t blanks = columns < width ? width - columns : 0;

	if (right)
		print_blanks(out, blanks);
	begin_paint(out, cell);
	fputs(cell->text, out);
	end_paint(out, cell);
	if (!right)
		print_blanks(out, blanks);
}

static void print_cut(FILE *out, const struct cell *shown, size_t columns)
{
	const char *cell = shown->text;
	size_t bytes = 0, seen = 0;

	for (; cell[bytes]; bytes++) {
		if (((unsigned char)cell[bytes] & 0xc0) == 0x80)
			continue;
		if (seen++ == columns)
			break;
	}
	begin_paint(out, shown);
	fwrite(cell, 1, bytes, out);
	end_paint(out, shown);
}

/**
 * struct layout - how rows are laid out
 * @widths: of the columns
 * @last_columns: how much of the last column is shown
 * @break_last: it has a line of its own
 */
struct layout {
	size_t widths[TABLE_COLUMNS_MAX];
	size_t last_columns;
	bool break_last;
};

static void plan(struct layout *layout, const struct table *table, size_t room)
{
	size_t column, used = 0;

	for (column = 0; column + 1 < table->column_count; column++)
		used += layout->widths[column] + GAP;
	layout->last_columns = layout->widths[column];
	layout->break_last = false;
	if (!room || used + layout->widths[column] <= room)
		return;
	layout->break_last = used + LAST_MIN > room;
	if (layout->break_last)
		used = LAST_INDENT;
	layout->last_columns = used < room ? room - used : 1;
}

static void print_row(const struct table *table, FILE *out,
		      const struct layout *layout, const struct cell *cells)
{
	const size_t last = table->column_count - 1;
	size_t column, width;

	for (column = 0; column < last; column++) {
		if (column)
			print_blanks(out, GAP);
		width = layout->widths[column];
		/* No blanks at the end of a line. */
		if (layout->break_last && column + 1 == last &&
		    !table->columns[column].right)
			width = 0;
		print_cell(out, &cells[column], width,
			   table->columns[column].right);
	}
	if (layout->break_last) {
		fputc('\n', out);
		print_blanks(out, LAST_INDENT);
	} else {
		print_blanks(out, GAP);
	}
	print_cut(out, &cells[last], layout->last_columns);
	fputc('\n', out);
}

static void print_headings(const struct table *table, FILE *out,
			   const struct layout *layout)
{
	struct cell cells[TABLE_COLUMNS_MAX] = { { NULL, PAINT_NONE } };
	size_t column;

	for (column = 0; column < table->column_count; column++)
		cells[column] = (struct cell){
			table->columns[column].heading, PAINT_HEAD,
		};
	print_row(table, out, layout, cells);
}

static void print_rows(const struct table *table, FILE *out,
		       const struct layout *layout)
{
	struct cell cells[TABLE_COLUMNS_MAX] = { { NULL, PAINT_NONE } };
	size_t i, column;

	for (i = 0; i < table->row_count; i++) {
		for (column = 0; column < table->column_count; column++)
			cells[column] = (struct cell){
				cell_of(&table->rows[i], column),
				table->rows[i].paints[column],
			};
		print_row(table, out, layout, cells);
	}
}

static void free_cells(struct table *table)
{
	size_t i, column;

	for (i = 0; i < table->row_count; i++)
		for (column = 0; column < TABLE_COLUMNS_MAX; column++)
			free(table->rows[i].cells[column]);
	table->row_count = 0;
}

void table_print(const struct table *table, FILE *out, size_t room)
{
	struct layout layout = { 0 };

	measure(table, layout.widths);
	plan(&layout, table, room);
	print_headings(table, out, &layout);
	print_rows(table, out, &layout);
}

void table_print_on(struct table *table, FILE *out, size_t room)
{
	struct layout layout = { 0 };

	measure_on(table, layout.widths);
	plan(&layout, table, room);
	if (!table->is_begun)
		print_headings(table, out, &layout);
	table->is_begun = true;
	print_rows(table, out, &layout);
	free_cells(table);
	free(table->rows);
	table->rows = NULL;
}

void table_free(struct table *table)
{
	free_cells(table);
	free(table->rows);
	table->rows = NULL;
}
