// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "log_record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "record.h"

static void set_origin(struct cr_gather *g)
{
	const struct cr_line *first = &g->lines[0];
	bool has_cpu = first->cpu != CRASHREC_NO_LINE_CPU;
	struct crashrec_task task = {
		.cpu = cpu_to_le32(has_cpu ? first->cpu : CRASHREC_NO_CPU),
		.pid = cpu_to_le32(first->pid),
		.tgid = cpu_to_le32(CRASHREC_NO_PID),
		.context = first->context,
	};

	g->origin_bytes = 0;
	if (!has_cpu && first->pid == CRASHREC_NO_PID)
		return;
	memcpy(g->origin, &task, sizeof(task));
	g->origin_bytes = sizeof(task);
}

static void gather(struct cr_gather *g, const struct log_report *report,
		   uint64_t seq)
{
	memcpy(g->lines, report->lines,
	       report->line_count * sizeof(*g->lines));
	memcpy(g->lines + report->line_count, report->before,
	       report->before_count * sizeof(*g->lines));
	g->line_count = report->line_count;
	g->before_count = report->before_count;
	g->lines_lost = report->lines_lost;
	g->seq = seq;
	g->open.boot_ns = cpu_to_le64(report->lines[0].time_ns);
	g->close.state = report->lines_lost || report->is_given_up ?
			 CRASHREC_STATE_TRUNCATED : CRASHREC_STATE_COMPLETE;
	set_origin(g);
	cr_facts_from_lines(&g->facts, g->lines, g->line_count);
	g->facts.flags |= report->flags;
}

int log_recorder_make(struct log_recorder *recorder,
		      const struct log_report *report, uint64_t seq,
		      struct crashrec_record **record)
{
	struct cr_gather *g = &recorder->gather;
	u32 bytes;
	u8 *buf;
	s64 encoded;
	int err;

	gather(g, report, seq);
	bytes = cr_record_bytes(g);
	buf = malloc(bytes);
	if (!buf)
		return -ENOMEM;
	encoded = cr_record_encode(g, NULL, NULL, buf, bytes);
	err = encoded < 0 ? (int)encoded :
			    record_adopt(record, buf, (size_t)encoded);
	if (err) {
		free(buf);
		return err;
	}
	(*record)->log_first = report->first_line;
	(*record)->log_last = report->last_line;
	(*record)->has_taint = false;
	return 0;
}

int log_recorder_init(struct log_recorder *recorder)
{
	struct cr_gather *g = &recorder->gather;

	g->lines_max = CR_LINES_MAX + LOG_BEFORE_MAX;
	g->lines = calloc(g->lines_max, sizeof(*g->lines));
	g->facts.parts = &cr_parts;
	g->facts.structure = &recorder->structure;
	g->facts.frames_max = CR_FRAMES_MAX;
	g->facts.frames = calloc(g->facts.frames_max,
				 sizeof(*g->facts.frames));
	return g->lines && g->facts.frames ? 0 : -ENOMEM;
}

void log_recorder_exit(struct log_recorder *recorder)
{
	free(recorder->gather.lines);
	free(recorder->gather.facts.frames);
}
