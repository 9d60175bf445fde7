// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * What a task calls itself may have any bytes: where lines hold that, and what
 * of them the kernel wrote.
 */
#include "../../include/uapi/crashrec_format.h"
#include "line.h"

/*
 * How a comm stands in a line, three texts each:
 * how the line begins; empty: with a digit;
 * the comm is behind the last of these; empty: behind that begin;
 * what is behind the comm: "#" is a number, "*" any bytes, "$" the line's end,
 * "|" stands between those of which one must be there. Empty: nothing but that
 * end.
 */
#define COMM(begin, before, behind)	begin "\0" before "\0" behind

/* The comm begins the line, behind "-----" and the like. */
#define FORM_LOCKDEP	0

/*
 * kernel/{panic,hung_task,watchdog}.c, those of kernel/locking/,
 * kernel/{sched/core,workqueue}.c, mm/kasan/report*.c,
 * mm/{memory,page_alloc,page_owner,kmemleak}.c,
 * lib/{dump_stack,smp_processor_id}.c, arch/arm/kernel/traps.c (6.1, 6.12); the
 * mutex's owner from 6.15, the warning's task from 6.18 on; the stack's before
 * 5.19 with an address.
 */
static const char *const comm_forms[] = {
	[FORM_LOCKDEP] = COMM("", "", "/# "),
	COMM("CPU: ", " Comm: ", "*ainted"),
	COMM("INFO: task ", "", ":# "),
	COMM("INFO: task ", " by task ", ":#.$"),
	COMM("task:", "", "* state:"),
	COMM("", " held by ", "/#:$"),
	COMM("no locks held by ", "", "/#.$"),
	COMM("Read ", " by task ", "/#$"),
	COMM("Write ", " by task ", "/#$"),
	COMM("Free of addr ", " by task ", "/#$"),
	COMM("BUG: soft lockup", "s! [", ":#]$"),
	COMM("watchdog: BUG: soft lockup", "s! [", ":#]$"),
	COMM("NMI watchdog: BUG: soft lockup", "s! [", ":#]$"),
	COMM("in_atomic():", ", name: ", ""),
	COMM("BUG: scheduling ", ": ", "/#/0x"),
	COMM("BUG: using ", " code: ", "/#$"),
	COMM("BUG: workqueue leaked ", ": ", "/0x|[#]$"),
	COMM("BUG: Bad page ", " in process ", "  p"),
	COMM("BUG: spinlock ", ", ", "/#$"),
	COMM("BUG: rwlock ", ", ", "/#$"),
	COMM(" lock: ", ", .owner: ", "/#, .owner_cpu"),
	COMM("WARNING: ", "", "/# still has"),
	COMM("WARNING: ", ": ", "/#$"),
	COMM("page last allocated", " (", "), ts #"),
	COMM("  comm \"", "", "\", pid #, jiffies"),
};

/* May a line of these first bytes have one of comm_forms[]? */
static bool may_name_comm(struct cr_text text)
{
	if (text.bytes < 2)
		return false;
	switch (text.at[0]) {
	case ' ':
		return cr_line_is_indented_comm(text);
	case 'B':
		return text.at[1] == 'U';
	case 'C':
		return text.at[1] == 'P';
	case 'F':
		return text.at[1] == 'r';
	case 'I':
	case 'N':
	case 'W':
	case 'i':
	case 'n':
	case 't':
	case 'w':
		return true;
	case 'R':
		return text.at[1] == 'e';
	case 'p':
		return text.at[1] == 'a';
	default:
		return cr_text_digit(text.at[0]) < 10;
	}
}

static struct cr_text word_of(const char *string)
{
	struct cr_text word = { string, 0 };

	while (string[word.bytes])
		word.bytes++;
	return word;
}

/* The text that is behind another in a form. */
static struct cr_text next_word(struct cr_text word)
{
	return word_of(word.at + word.bytes + 1);
}

/* @text begins as the form does, which is taken off. */
static bool skip_head(struct cr_text *text, struct cr_text head)
{
	if (!head.bytes)
		return cr_text_digit(text->at[0]) < 10;
	return cr_text_skip(text, head);
}

static void find_comm(struct cr_line_comm *comm, struct cr_text text)
{
	u32 i;

	for (i = FORM_LOCKDEP + 1; i < CR_COUNT(comm_forms); i++) {
		const char *form = comm_forms[i];
		struct cr_text rest = text;
		struct cr_text mark;
		u32 at = 0;

		if (*form && *form != text.at[0])
			continue;
		mark = word_of(form);
		if (!skip_head(&rest, mark))
			continue;
		mark = next_word(mark);
		if (mark.bytes)
			at = cr_text_find_last(rest, mark);
		if (at == CR_TEXT_NONE)
			continue;
		rest = cr_text_from(rest, at + mark.bytes);
		if (rest.bytes >= CR_LINE_COMM_MAX)
			continue;
		comm->form = (u8)i;
		comm->left = (u8)(CR_LINE_COMM_MAX - rest.bytes);
		return;
	}
}

void cr_line_comm_look(struct cr_line_comm *comm, struct cr_text text,
		       bool is_lockdep)
{
	comm->left = 0;
	if (is_lockdep && (cr_text_starts(text, CR_WORD("----------")) ||
			   cr_text_starts(text, CR_WORD("inconsistent {")))) {
		comm->form = FORM_LOCKDEP;
		comm->left = CR_LINE_COMM_MAX + 1;
		return;
	}
	if (may_name_comm(text))
		find_comm(comm, text);
}

/* @text begins with one such as struct comm_form has them, without "|". */
static bool is_one_tail(struct cr_text text, struct cr_text tail, u32 *pid)
{
	u32 i;

	*pid = CRASHREC_NO_PID;
	for (i = 0; i < tail.bytes; i++) {
		struct cr_text one = { tail.at + i, 1 };

		if (one.at[0] == '*')
			return cr_text_has(text, cr_text_from(tail, i + 1));
		if (one.at[0] == '$')
			return !text.bytes || text.at[0] == '\r';
		if (one.at[0] == '#' ? !cr_text_take_u32(&text, pid) :
		    !cr_text_skip(&text, one))
			return false;
	}
	return tail.bytes;
}

static bool is_tail(struct cr_text text, struct cr_text tails, u32 *pid)
{
	struct cr_text tail = tails;
	u32 end;

	while ((end = cr_text_find(tails, CR_WORD("|"))) != CR_TEXT_NONE) {
		tail.bytes = end;
		if (is_one_tail(text, tail, pid))
			return true;
		tails = cr_text_from(tails, end + 1);
		tail = tails;
	}
	return is_one_tail(text, tail, pid);
}

bool cr_line_comm_goes_on(struct cr_line_comm *comm, struct cr_text text,
			  struct cr_text *behind, u32 *pid)
{
	bool has_tail = false;
	struct cr_text rest;
	struct cr_text tail;
	u32 number;
	u32 room;
	u32 i;

	*pid = CRASHREC_NO_PID;
	*behind = cr_text_from(text, text.bytes);
	if (!comm->left)
		return false;
	room = comm->left - 1U;
	tail = next_word(next_word(word_of(comm_forms[comm->form])));
	/* The last that fits: the comm may hold the like too. */
	for (i = 0; i <= room && i < text.bytes; i++) {
		rest = cr_text_from(text, i);
		if (!is_tail(rest, tail, &number))
			continue;
		has_tail = true;
		*behind = rest;
		*pid = number;
	}
	comm->left = 0;
	if (text.bytes <= room) {
		comm->left = (u8)(room - text.bytes);
		return true;
	}
	return has_tail;
}

/*
 * What the kernel prints behind a comm that begins the line: show_signal() and
 * the like of arch/, kernel/{exit,signal,sysctl}.c, fs/drop_caches.c,
 * mm/{oom_kill,page_alloc,util}.c, block/blk-core.c (6.12). As the tails above.
 */
static const char *const behind_first[] = {
	"[#]: ", "[#] ", "(#): ", " (#): ", " (#) use", " (pid #) is ",
	"/#: potentially unexpected", "/#: reached RLIMIT",
	" invoked oom-killer", ": page allocation failure",
	": vmalloc error", ": pid: #, comm: ",
	": attempt to access beyond end",
};

/* "INFO: task COMM:1 blocked for": there a comm stands near the begin. */
static bool is_hung_task(struct cr_text text)
{
	static const struct cr_text behind[] = {
		CR_TEXT(":# blocked "), CR_TEXT(":# is blocked "),
		CR_TEXT(":# can't die "), CR_TEXT(":# <reader> blocked "),
		CR_TEXT(":# <writer> blocked "),
	};
	u32 pid;
	u32 i;
	u32 k;

	if (!cr_text_skip(&text, CR_WORD("INFO: task ")))
		return false;
	/* The line may well end inside the comm, at a newline. */
	if (text.bytes < CR_LINE_COMM_MAX)
		return true;
	for (i = 0; i <= CR_LINE_COMM_MAX && i < text.bytes; i++) {
		for (k = 0; k < CR_COUNT(behind); k++) {
			if (is_one_tail(cr_text_from(text, i), behind[k], &pid))
				return true;
		}
	}
	return false;
}

/* Do the first two bytes fit? That tells nearly all that does not. */
static bool may_be_tail(const char *text, const char *tail)
{
	if (text[0] != tail[0])
		return false;
	return tail[1] == '#' ? cr_text_digit(text[1]) < 10 :
				text[1] == tail[1];
}

bool cr_line_begins_with_comm(struct cr_text text)
{
	u32 pid;
	u32 i;
	u32 k;

	for (i = 0; i <= CR_LINE_COMM_MAX && i + 1 < text.bytes; i++) {
		if (cr_text_is_name(text.at[i]))
			continue;
		for (k = 0; k < CR_COUNT(behind_first); k++) {
			if (may_be_tail(text.at + i, behind_first[k]) &&
			    is_one_tail(cr_text_from(text, i),
					word_of(behind_first[k]), &pid))
				return !is_hung_task(text);
		}
	}
	return false;
}
