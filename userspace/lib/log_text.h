/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * The text of a report, as one mails it.
 */
#ifndef CRASHREC_LIB_LOG_TEXT_H
#define CRASHREC_LIB_LOG_TEXT_H

#include "log_reports.h"

#define LOG_TEXT_BEFORE_MAX	50	/* lines from before the report */

/**
 * log_text_make() - cut the text of a report out of its log
 * @log: that gave @report
 * @report: given last
 * @keep_unreliable: keep frames marked "? ", too: there are few others
 * @text: set to the text, lines that end in newlines; free() it
 * @bytes: set to how long it is
 *
 * Takes time that does not grow with the log behind the report.
 *
 * Return: 0; -ENOMEM.
 */
int log_text_make(const struct log_reports *log,
		  const struct log_report *report, bool keep_unreliable,
		  char **text, size_t *bytes);

#endif /* CRASHREC_LIB_LOG_TEXT_H */
