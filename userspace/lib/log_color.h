/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Colours in a text log.
 */
#ifndef CRASHREC_LIB_LOG_COLOR_H
#define CRASHREC_LIB_LOG_COLOR_H

#include <stddef.h>

/**
 * log_color_strip() - take the colours out of a log
 * @data: the log; is changed
 * @bytes: of it
 *
 * dmesg --color puts them behind the time, where a report would begin, and into
 * its lines. They are what ECMA-48 calls CSI, with an m (SGR) or K (EL) at the
 * end; nothing else is touched, no line goes and none comes.
 *
 * Return: bytes that are left.
 */
size_t log_color_strip(char *data, size_t bytes);

#endif /* CRASHREC_LIB_LOG_COLOR_H */
