/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Telling how a test went: a line on stdout for each.
 */
#ifndef SUPPORT_TAP_H
#define SUPPORT_TAP_H

#include <stdbool.h>

/**
 * tap_check() - tell the outcome of a test
 * @name: of the test
 * @ok: it passed
 * @why: printf format, shown if it did not
 */
__attribute__((format(printf, 3, 4)))
void tap_check(const char *name, bool ok, const char *why, ...);

/**
 * tap_skip() - tell that a test was not run
 * @name: of the test
 * @why: not
 */
void tap_skip(const char *name, const char *why);

/**
 * tap_end() - for the end of main()
 *
 * Return: exit status, 1 if a test failed.
 */
int tap_end(void);

#endif /* SUPPORT_TAP_H */
