/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What ends a program that waits: SIGINT and SIGTERM.
 */
#ifndef CRASHREC_CLI_ENDING_H
#define CRASHREC_CLI_ENDING_H

#include <stdbool.h>
#include <stddef.h>

/**
 * ending_begin() - look out for it
 *
 * The second of a sort kills.
 *
 * Return: a file that can be read when one came; -1: errno tells why there is
 * none.
 */
int ending_begin(void);

/**
 * ending_is_asked() - did a signal come?
 *
 * Return: true if so.
 */
bool ending_is_asked(void);

/**
 * ending_write() - write to stdout
 * @text: what
 * @bytes: how much
 *
 * It is finished when a signal comes, unless nobody reads it for now.
 *
 * Return: 0, or what poll() or write() gave.
 */
int ending_write(const char *text, size_t bytes);

/** ending_end() - look out no more; what ending_begin() gave is closed */
void ending_end(void);

#endif /* CRASHREC_CLI_ENDING_H */
