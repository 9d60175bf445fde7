// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * The tasks that lines name, as far as it tells what the lines are.
 */
#include "../../include/uapi/crashrec_format.h"
#include "line.h"

bool cr_line_split_task(struct cr_text text, struct cr_text mark,
			struct cr_line_task *task)
{
	u32 at = cr_text_find_last(text, mark);
	struct cr_text rest;

	if (at == CR_TEXT_NONE)
		return false;
	rest = cr_text_from(text, at + mark.bytes);
	if (!cr_text_take_u32(&rest, &task->pid) || rest.bytes)
		return false;
	task->cpu = CRASHREC_NO_CPU;
	task->comm = text;
	task->comm.bytes = at;
	return true;
}

bool cr_line_holds_locks(struct cr_text text)
{
	struct cr_line_task task;

	/* Longer ones have other names in them, with these words or not. */
	if (text.bytes > 64)
		return false;
	text.bytes = cr_text_find_last(text, CR_WORD(" still has locks held!"));
	return text.bytes != CR_TEXT_NONE &&
	       cr_line_split_task(text, CR_WORD("/"), &task);
}

bool cr_line_is_old_task(struct cr_text text)
{
	static const struct cr_text states = CR_TEXT("RSDTtXZPI");
	struct cr_text rest = cr_text_from(text, 17);
	struct cr_text state = { text.at + 16, 1 };
	u32 numbers = 0;
	u64 number;
	u32 i;

	/* That has its comm elsewhere, which may have such columns. */
	if (!cr_text_has(states, state) || cr_line_is_hung_task(text))
		return false;
	/* Three in a row; what comes before differs by release. */
	for (;;) {
		cr_text_skip_spaces(&rest);
		if (numbers >= 3 && cr_text_starts(rest, CR_WORD("0x")))
			return true;
		if (cr_text_take_u64(&rest, 10, &number) && rest.bytes &&
		    rest.at[0] == ' ') {
			numbers++;
			continue;
		}
		numbers = 0;
		for (i = 0; i < rest.bytes && cr_text_is_alnum(rest.at[i]); i++)
			;
		if (!i)
			return false;
		rest = cr_text_from(rest, i);
	}
}
