/* SPDX-License-Identifier: GPL-2.0 */
#ifndef CRASHREC_CLI_LOG_UP_H
#define CRASHREC_CLI_LOG_UP_H

#include "pattern.h"

/**
 * enum log_up - what a text log says of the guest that printed it
 * @LOG_UNREAD: it can't be read; errno says why
 * @LOG_EMPTY: nothing but blanks is in it
 * @LOG_NOT_UP: no line of it is what was asked for
 * @LOG_UP: one is
 */
enum log_up {
	LOG_UNREAD,
	LOG_EMPTY,
	LOG_NOT_UP,
	LOG_UP,
};

/**
 * log_up() - did the guest come up?
 * @path: of the log, or of a folder of such
 * @pattern: that a part of a line of it has to match, where it is no regular
 *           expression byte by byte; NULL: a line has to be a kernel's: it has
 *           a time as printk or dmesg puts it, or what a journal or syslog puts
 *           before a kernel's text, or is the one with the kernel's version
 *
 * Return: enum log_up.
 */
enum log_up log_up(const char *path, const struct pattern *pattern);

#endif /* CRASHREC_CLI_LOG_UP_H */
