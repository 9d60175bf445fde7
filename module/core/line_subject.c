// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * The tasks that lines name, as far as it tells whom a report is about. What a
 * comm can look like: see line_comm.c.
 */
#include "../../include/uapi/crashrec_format.h"
#include "line.h"

bool cr_line_cpu(struct cr_text text, struct cr_line_task *task)
{
	struct cr_text rest = text;
	u32 clean;
	u32 end;
	u32 uid;

	if (!cr_text_skip(&rest, CR_WORD("CPU: ")) ||
	    !cr_text_take_u32(&rest, &task->cpu))
		return false;
	if (cr_text_skip(&rest, CR_WORD(" UID: ")) &&
	    !cr_text_take_u32(&rest, &uid))
		return false;
	if (!cr_text_skip(&rest, CR_WORD(" PID: ")) ||
	    !cr_text_take_u32(&rest, &task->pid) ||
	    !cr_text_skip(&rest, CR_WORD(" Comm: ")))
		return false;
	clean = cr_text_find_last(rest, CR_WORD(" Not tainted"));
	end = cr_text_find_last(rest, CR_WORD(" Tainted: "));
	if (end == CR_TEXT_NONE || (clean != CR_TEXT_NONE && clean > end))
		end = clean;
	if (end != CR_TEXT_NONE)
		rest.bytes = end;
	if (cr_text_ends(rest, CR_WORD(" Kdump: loaded")))
		rest.bytes -= CR_WORD(" Kdump: loaded").bytes;
	task->comm = rest;
	return true;
}

/*
 * "x:1 blocked for more than", "x:1 blocked in I/O wait for more than",
 * "x:1 can't die for more than": @text becomes "x:1".
 */
static bool cut_wait(struct cr_text *text)
{
	u32 at = cr_text_find_last(*text, CR_WORD(" for more than "));

	if (at == CR_TEXT_NONE)
		return false;
	text->bytes = at;
	if (cr_text_ends(*text, CR_WORD(" can't die"))) {
		text->bytes -= CR_WORD(" can't die").bytes;
		return true;
	}
	at = cr_text_find_last(*text, CR_WORD(" blocked"));
	if (at == CR_TEXT_NONE)
		return false;
	text->bytes = at;
	return true;
}

bool cr_line_header_task(struct cr_text text, struct cr_line_task *task)
{
	char last;
	u32 at;

	if (cr_text_skip(&text, CR_WORD("INFO: task ")))
		return cut_wait(&text) &&
		       cr_line_split_task(text, CR_WORD(":"), task);
	/* They end so, but for white space. */
	last = text.bytes ? text.at[text.bytes - 1] : 0;
	if (last != ']' && cr_text_digit(last) > 9 && !cr_text_is_space(last))
		return false;
	at = cr_text_find(text, CR_WORD("s! ["));
	if (at != CR_TEXT_NONE && cr_text_ends(text, CR_WORD("]"))) {
		text.bytes = cr_text_find_last(text, CR_WORD("]"));
		return cr_line_split_task(cr_text_from(text, at + 4),
					  CR_WORD(":"), task);
	}
	at = cr_text_find(text, CR_WORD(" by task "));
	if (at != CR_TEXT_NONE)
		return cr_line_split_task(cr_text_from(text, at + 9),
					  CR_WORD("/"), task);
	return false;
}

bool cr_line_shown_task(struct cr_text text, struct cr_line_task *task)
{
	u32 at;

	if (!cr_text_skip(&text, CR_WORD("task:")) ||
	    text.bytes < CR_LINE_COMM_MAX)
		return false;
	task->cpu = CRASHREC_NO_CPU;
	task->comm.at = text.at;
	task->comm.bytes = CR_LINE_COMM_MAX;
	while (task->comm.bytes && text.at[task->comm.bytes - 1] == ' ')
		task->comm.bytes--;
	text = cr_text_from(text, CR_LINE_COMM_MAX);
	at = cr_text_find(text, CR_WORD(" pid:"));
	if (!cr_text_starts(text, CR_WORD(" state:")) || at == CR_TEXT_NONE)
		return false;
	text = cr_text_from(text, at + CR_WORD(" pid:").bytes);
	cr_text_skip_spaces(&text);
	return cr_text_take_u32(&text, &task->pid);
}
