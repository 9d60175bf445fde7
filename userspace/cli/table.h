/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A table of text whose columns are as wide as they need to be.
 */
#ifndef CRASHREC_CLI_TABLE_H
#define CRASHREC_CLI_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "terminal.h"

#define TABLE_COLUMNS_MAX	12

/**
 * struct table_column - a column
 * @heading: of it
 * @right: its cells stand at the right
 * @usual_width: of its cells, for table_print_on()
 */
struct table_column {
	const char *heading;
	bool right;
	size_t usual_width;
};

struct table_row {
	char *cells[TABLE_COLUMNS_MAX];
	enum paint paints[TABLE_COLUMNS_MAX];
};

/**
 * struct table - a table; the last column takes the room that is left
 * @columns: of it
 * @column_count: at most TABLE_COLUMNS_MAX
 * @rows: owned
 * @row_count: of them
 * @widths: of the columns so far, of table_print_on()
 * @is_begun: it printed the headings
 */
struct table {
	const struct table_column *columns;
	size_t column_count;
	struct table_row *rows;
	size_t row_count;
	size_t widths[TABLE_COLUMNS_MAX];
	bool is_begun;
};

/**
 * table_add() - begin a row
 * @table: with columns
 *
 * Return: its cells, to be set to allocated strings, which are the table's
 * then; NULL stands for an empty one. NULL: out of memory.
 */
char **table_add(struct table *table);

/**
 * table_paint() - how a cell of the last row is shown, where there are colours
 * @table: has a row
 * @column: of the cell
 * @paint: of it
 */
void table_paint(struct table *table, size_t column, enum paint paint);

/**
 * table_print() - show it, with headings
 * @table: the table
 * @out: where to
 * @room: width of the terminal in columns; 0: no limit. The last column is
 *        cut to it, or goes on a line of its own where it has little room.
 */
void table_print(const struct table *table, FILE *out, size_t room);

/**
 * table_print_on() - show the rows that were added, below those shown before
 * @table: the table; its rows are gone then
 * @out: where to
 * @room: as table_print()
 *
 * The headings are shown once. Columns become wider, and never narrower.
 */
void table_print_on(struct table *table, FILE *out, size_t room);

/**
 * table_free() - free all cells and rows
 * @table: the table
 */
void table_free(struct table *table);

#endif /* CRASHREC_CLI_TABLE_H */
