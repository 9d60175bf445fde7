/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A table of text whose columns are as wide as they need to be.
 */
#ifndef CRASHREC_CLI_TABLE_H
#define CRASHREC_CLI_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define TABLE_COLUMNS_MAX	12

/**
 * struct table_column - a column
 * @heading: of it
 * @right: its cells stand at the right
 */
struct table_column {
	const char *heading;
	bool right;
};

struct table_row {
	char *cells[TABLE_COLUMNS_MAX];
};

/**
 * struct table - a table; the last column takes the room that is left
 * @columns: of it
 * @column_count: at most TABLE_COLUMNS_MAX
 * @rows: owned
 * @row_count: of them
 */
struct table {
	const struct table_column *columns;
	size_t column_count;
	struct table_row *rows;
	size_t row_count;
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
 * table_print() - show it, with headings
 * @table: the table
 * @out: where to
 * @room: width of the terminal in columns; 0: no limit. The last column is
 *        cut to it, or goes on a line of its own where it has little room.
 */
void table_print(const struct table *table, FILE *out, size_t room);

/**
 * table_free() - free all cells and rows
 * @table: the table
 */
void table_free(struct table *table);

#endif /* CRASHREC_CLI_TABLE_H */
