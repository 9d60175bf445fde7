// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "log_report.h"

#include <errno.h>
#include <stdlib.h>

#include "core/record.h"
#include "core/text.h"

struct cr_line log_report_line(const struct log_line *line, u32 line_no)
{
	struct cr_text digits = { line->caller, LOG_CALLER_BYTES };
	struct cr_line made = {
		.text = line->text,
		.bytes = line->bytes,
		.line_no = line_no,
		.time_ns = line->time_ns,
		.pid = CRASHREC_NO_PID,
		.cpu = CRASHREC_NO_LINE_CPU,
		.flags = line->is_cut ? CRASHREC_LINE_F_CUT : 0,
	};
	u32 number;

	if (line->is_user)
		made.flags |= CRASHREC_LINE_F_USER;
	if (line->is_inner)
		made.flags |= CRASHREC_LINE_F_INNER;
	digits = cr_text_from(digits, 1);
	if (!line->caller[0] || !cr_text_take_u32(&digits, &number))
		return made;
	if (line->caller[0] == 'T') {
		made.pid = number;
	} else {
		made.cpu = (u16)number;
		made.context = CRASHREC_CONTEXT_HARDIRQ;
	}
	return made;
}

void log_report_begin(struct log_report *report, const struct log_line *first,
		      const struct log_host *host,
		      const struct log_line *earliest)
{
	memcpy(report->caller, first->caller, LOG_CALLER_BYTES);
	report->is_bare = first->is_bare;
	report->from = first->from;
	report->from_number = first->from_number;
	report->before_from = earliest->from;
	report->before_number = earliest->from_number;
	report->host = *host;
	report->first_line = first->number;
	report->open_count = 1;
}

int log_report_keep(struct log_report *report, const struct log_line *line)
{
	struct cr_line *lines = report->lines;
	u32 room = report->lines_room;

	if (report->line_count == CR_LINES_MAX ||
	    report->text_bytes + line->bytes > LOG_TEXT_MAX_BYTES) {
		report->lines_lost++;
		return 0;
	}
	if (report->line_count == room) {
		room = room ? 2 * room : 128;
		lines = realloc(lines, room * sizeof(*lines));
		if (!lines)
			return -ENOMEM;
		report->lines = lines;
		report->lines_room = room;
	}
	lines[report->line_count] = log_report_line(line, report->line_count);
	report->line_count++;
	report->text_bytes += line->bytes;
	report->last_line = line->number;
	return 0;
}

void log_report_free(struct log_report *report)
{
	if (report)
		free(report->lines);
	free(report);
}
