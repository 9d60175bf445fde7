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
 * mutex's owner from 6.15, the warning's task from 6.18 on; "addr " in older
 * kernels.
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
	COMM("watchdog: BUG: ", "s! [", ":#]$"),
	COMM("NMI watchdog: BUG: ", "s! [", ":#]$"),
	COMM("in_atomic():", ", name: ", ""),
	COMM("BUG: scheduling ", ": ", "/#/0x"),
	COMM("BUG: using ", " code: ", "/#$"),
	COMM("BUG: workqueue leaked ", ": ", "/0x|[#]$"),
	COMM("BUG: Bad page ", " in process ", "  p"),
	COMM("BUG: spinlock ", ", ", "/#$"),
	COMM("BUG: rwlock ", ", ", "/#, "),
	COMM(" lock: ", ", .owner: ", "/#, .owner_cpu"),
	COMM("WARNING: ", "", "/# still has"),
	COMM("WARNING: ", ": ", "/#$"),
	COMM("page last allocated", " (", "), ts #"),
	COMM("  comm \"", "", "\", pid #, jiffies"),
	COMM("The buggy ", " stack of task ", "/#$"),
	COMM("addr ", " stack of task ", "/# at"),
	COMM("Process ", "", " (pid: "),
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
	case 'P':
		return text.at[1] == 'r';
	case 'R':
		return text.at[1] == 'e';
	case 'T':
		return text.at[1] == 'h';
	case 'a':
		return text.at[1] == 'd';
	case 'p':
		return text.at[1] == 'a';
	default:
		return cr_text_digit(text.at[0]) < 10;
	}
}

/* The text that is behind another in a form. */
static struct cr_text next_word(struct cr_text word)
{
	return cr_text_of(word.at + word.bytes + 1);
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
		mark = cr_text_of(form);
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
	if (is_lockdep &&
	    cr_text_starts_any(text, "----------\0inconsistent {\0")) {
		comm->form = FORM_LOCKDEP;
		comm->left = CR_LINE_COMM_MAX + 1;
		return;
	}
	if (may_name_comm(text))
		find_comm(comm, text);
}

/* @text begins with one such as comm_forms[] has them, without "|". */
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
	bool is_over = false;
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
	tail = next_word(next_word(cr_text_of(comm_forms[comm->form])));
	/* The last that fits: the comm may hold the like too. */
	for (i = 0; i <= room && i < text.bytes; i++) {
		rest = cr_text_from(text, i);
		if (!is_tail(rest, tail, &number))
			continue;
		is_over = true;
		*behind = rest;
		*pid = number;
	}
	comm->left = 0;
	if (text.bytes <= room) {
		comm->left = (u8)(room - text.bytes);
		return true;
	}
	return is_over;
}

#define TAILS_FROM	' '

/*
 * What the kernel prints behind a comm that begins the line: show_signal() and
 * the like of arch/, kernel/{exit,signal,sysctl,time/itimer}.c, fs/drop_caches.c,
 * mm/{oom_kill,page_alloc,util,vmalloc}.c, block/blk-core.c, net/socket.c
 * (5.10, 6.12). And behind one that holds a newline: lib/nlattr.c, net/sctp/,
 * kernel/{capability,sched/core}.c, kernel/futex/, fs/exec.c, fs/btrfs/,
 * mm/memory-failure.c, drivers/{char/random,usb/core/devio}.c. As the tails
 * above, by their first byte; of some no more than tells them.
 */
static const char tails[][16] = {
	"",	/* ends what is looked through, from either side */
	/*  1 */ " calls setitime", " invoked oom-ki", " state:",
	" tries to shift", " uses obsolete ", " wrote to ",
	/*  7 */ "' launched '", "' uses ", "'.$", "': attribute ty",
	/* 11 */ "(#)$", "(#): ", "(#) use", "(pid #) ",
	/* 15 */ ") did not claim", ") total-vm:",
	/* 17 */ ",pid=#,uid=",
	/* 18 */ "/# took a split", "/#: potentially", "/#: reached RLI",
	/* 21 */ ": Corrupted pag", ": attempt to ac", ": page allocati",
	": pid: #, comm:", ": unhandled pag", ": uninitialized",
	": vmalloc error", ": vmalloc: allo", ":# due to hardw",
	/* 30 */ "[#] ", "[#]: ",
	"",
};

/* Where those of a first byte begin; 0: there are none. */
static const u8 tails_at[] = {
	[' ' - TAILS_FROM] = 1, ['\'' - TAILS_FROM] = 7,
	['(' - TAILS_FROM] = 11, [')' - TAILS_FROM] = 15,
	[',' - TAILS_FROM] = 17, ['/' - TAILS_FROM] = 18,
	[':' - TAILS_FROM] = 21, ['[' - TAILS_FROM] = 30,
};

bool cr_line_is_hung_task(struct cr_text text)
{
	/* The last: "<reader> blocked", "<writer> blocked". */
	static const char behind[][16] = {
		":# blocked ", ":# is blocked ", ":# can't die ", ":# <",
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
			if (is_one_tail(cr_text_from(text, i),
					cr_text_of(behind[k]), &pid))
				return true;
		}
	}
	return false;
}

/* Do the first bytes fit? That tells nearly all that does not. */
static bool may_be_tail(struct cr_text text, const char *tail)
{
	if (tail[1] == '#')
		return cr_text_digit(text.at[1]) < 10;
	if (text.at[1] != tail[1])
		return false;
	return tail[1] != ' ' || (text.bytes > 2 && text.at[2] == tail[2]);
}

static bool has_tail(struct cr_text text)
{
	u32 first = (u32)((u8)text.at[0] - TAILS_FROM);
	u32 pid;
	u32 k;

	k = first < CR_COUNT(tails_at) ? tails_at[first] : 0;
	for (; k && tails[k][0] == text.at[0]; k++) {
		if (may_be_tail(text, tails[k]) &&
		    is_one_tail(text, cr_text_of(tails[k]), &pid))
			return true;
	}
	return false;
}

bool cr_line_begins_with_comm(struct cr_text text)
{
	u32 i;

	/* One more, for the space before "(1)". */
	for (i = 0; i <= CR_LINE_COMM_MAX + 1 && i + 1 < text.bytes; i++) {
		if (!cr_text_is_name(text.at[i]) &&
		    has_tail(cr_text_from(text, i)))
			return !cr_line_is_hung_task(text);
	}
	return false;
}

/* Those that say something, and that a comm is long enough for. */
#define FORGED_SHAPES						\
	(1U << CR_SHAPE_FRAME | 1U << CR_SHAPE_TRACE |		\
	 1U << CR_SHAPE_MARK | 1U << CR_SHAPE_IP |		\
	 1U << CR_SHAPE_BACKTRACE | 1U << CR_SHAPE_NMI_ASK |	\
	 1U << CR_SHAPE_RULER | 1U << CR_SHAPE_END |		\
	 1U << CR_SHAPE_PANIC_END)

bool cr_line_has_comms_shape(struct cr_text text, enum cr_shape shape)
{
	struct cr_text near = text;

	if (!(FORGED_SHAPES & 1U << shape))
		return false;
	if (near.bytes > CR_LINE_COMM_MAX)
		near.bytes = CR_LINE_COMM_MAX;
	/* The function of most is longer. */
	if (shape == CR_SHAPE_FRAME && !cr_text_has(near, CR_WORD("0x")))
		return false;
	return cr_line_begins_with_comm(text);
}
