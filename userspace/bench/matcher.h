/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A matcher that re2c makes of the heads of all kinds of report, to compare
 * the core's with. It is not part of the core.
 */
#ifndef CRASHREC_BENCH_MATCHER_H
#define CRASHREC_BENCH_MATCHER_H

#include <stdbool.h>

/* @text ends with a byte that no head has; the core needs no such. */
bool matcher_fits(const char *text);

#endif /* CRASHREC_BENCH_MATCHER_H */
