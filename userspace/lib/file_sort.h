/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Files in which records may be, but from which none are read.
 */
#ifndef CRASHREC_LIB_FILE_SORT_H
#define CRASHREC_LIB_FILE_SORT_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct file_sort - of what sort a file is
 * @name: with its article; lives for ever
 * @cure: what makes it readable; likewise
 * @is_compressed: or coded, so that a log's text can't be read from it
 */
struct file_sort {
	const char *name;
	const char *cure;
	bool is_compressed;
};

/**
 * file_sort_find() - of what sort is an open file?
 * @fd: the file
 * @sort: set if it is known
 *
 * Return: false if it is of none of these, or can't be read.
 */
bool file_sort_find(int fd, struct file_sort *sort);

/**
 * file_sort_of() - the same by its first bytes
 * @begin: of the file
 * @bytes: how many
 * @sort: set if it is known
 *
 * Return: false if it is of none of these.
 */
bool file_sort_of(const char *begin, size_t bytes, struct file_sort *sort);

#endif /* CRASHREC_LIB_FILE_SORT_H */
