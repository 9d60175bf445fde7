// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * What the functions named in the kind_*.c files print between header and end,
 * by the first byte of the line.
 */
#include "line.h"

#define DETAILS_FROM	'"'

/*
 * How other lines begin that stand in reports: by the first byte; each with the
 * letter of its shape before it, see detail_of(), and a zero behind.
 */
static const char *const details['{' - DETAILS_FROM + 1] = {
	['"' - DETAILS_FROM] =
		"d\"\0",
	['#' - DETAILS_FROM] =
		"d#PF: \0",
	['(' - DETAILS_FROM] =
		"d(detected by \0d(stack is not available)\0d(t=\0",
	['*' - DETAILS_FROM] =
		"d*** DEADLOCK ***\0d*pde = \0d*pdpt = \0",
	['-' - DETAILS_FROM] =
		"d->\0",
	['.' - DETAILS_FROM] =
		"d...\0",
	['8' - DETAILS_FROM] =
		"d8<--- cut here\0",
	['=' - DETAILS_FROM] =
		"d=>\0",
	['>' - DETAILS_FROM] =
		"d>ffff\0",
	['A' - DETAILS_FROM] =
		"dAll QSes seen\0dAllocated by task\0dAllocated in \0"
		"dAsynchronous fault\0",
	['B' - DETAILS_FROM] =
		"tBacktrace\0dBytes b4 \0",
	['C' - DETAILS_FROM] =
		"dCPU#\0cCPU: \0tCall Trace:\0tCall trace:\0"
		"dChain exists of:\0dCode\0dControl: \0"
		"dCorrupted memory at\0",
	['D' - DETAILS_FROM] =
		"dData abort info:\0dDisabling IRQ\0"
		"dDisabling lock debugging\0dDumping ftrace buffer\0",
	['E' - DETAILS_FROM] =
		"iEIP is at \0iEIP: \0dESR: \0dException stack(\0",
	['F' - DETAILS_FROM] =
		"dFAR: \0dFIX \0dFixing recursive fault\0dFlags: \0"
		"dFree of addr \0dFreed by task\0dFreed in \0"
		"dFuture hung task reports\0",
	['H' - DETAILS_FROM] =
		"dHardware name: \0dHash chain already cached\0"
		"dHeld locks:\0",
	['I' - DETAILS_FROM] =
		"dIDT: \0dINFO: Allocated in \0dINFO: Freed in \0"
		"dINFO: Object \0dINFO: Slab \0"
		"dINFO: Stall ended before\0"
		"dINFO: lockdep is turned off\0iIP: \0dInvalid free of\0"
		"dInvalid read at\0dInvalid write at\0",
	['K' - DETAILS_FROM] =
		"dKASAN: \0dKernel Offset\0",
	['L' - DETAILS_FROM] =
		"rLR is at \0dLast potentially related work\0"
		"dLocal variable \0dLocks in cached chain\0",
	['M' - DETAILS_FROM] =
		"dMem abort info:\0dMemory state around\0"
		"dModules linked in:\0",
	['N' - DETAILS_FROM] =
		"iNIP [\0nNMI backtrace for cpu\0",
	['O' - DETAILS_FROM] =
		"dObject \0dOops\0dOut-of-bounds \0",
	['P' - DETAILS_FROM] =
		"iPC is at \0dPGD \0dPKRU:\0dPadding \0dPid: \0"
		"dPointer tag:\0dPossible unsafe locking\0"
		"dPreemption disabled at\0",
	['R' - DETAILS_FROM] =
		"dRCU GP kthread last ran\0"
		"dRCU grace-period kthread stack dump:\0dRCU nest depth\0"
		"dRCU used illegally\0iRIP  [<\0iRIP: \0dRead of size\0"
		"pRebooting in \0dRedzone \0dRegister \0dRelative \0",
	['S' - DETAILS_FROM] =
		"dSched_ext: \0dSecond to last potentially\0dSlab 0x\0"
		"aSending NMI \0lShowing all locks held in the system\0"
		"dShowing backtraces of running workers\0"
		"dShowing busy workqueues\0dShutting down cpus with NMI\0"
		"dStack dump where RCU GP kthread last ran:\0dStack:\0"
		"dStopper: \0",
	['T' - DETAILS_FROM] =
		"dTainted: \0dTask dump for CPU\0dTask stack: \0"
		"dTasks blocked on level-\0dThe buggy address\0"
		"dThe code is fine but\0dThis architecture does not\0"
		"dThis frame has \0dThread overran stack\0",
	['U' - DETAILS_FROM] =
		"dUninit was \0dUnloaded tainted modules:\0dUnwinder\0"
		"dUse-after-free \0",
	['W' - DETAILS_FROM] =
		"dWorkqueue: \0dWrite of size\0",
	['[' - DETAILS_FROM] =
		"d[last unloaded\0",
	['a' - DETAILS_FROM] =
		"daops:\0danon flags: \0dallocated by task\0"
		"dand interrupts could create inverse\0"
		"dand the lock comparison function\0"
		"dand this task is already holding:\0",
	['b' - DETAILS_FROM] =
		"dbacktrace:\0dblocking rcu_node\0"
		"dbut task is already holding lock\0dbut there are no \0"
		"dbut this \0",
	['c' - DETAILS_FROM] =
		"dcontext-{\0dcpus=\0",
	['e' - DETAILS_FROM] =
		"iepc : \0",
	['f' - DETAILS_FROM] =
		"dflags: \0dfreed by task\0",
	['h' - DETAILS_FROM] =
		"dhead: \0dhandlers:\0dhardirqs last \0dhex dump\0",
	['i' - DETAILS_FROM] =
		"din_atomic():\0dinconsistent {\0dirq event stamp:\0",
	['k' - DETAILS_FROM] =
		"dksm flags: \0dkernel tried to execute\0",
	['l' - DETAILS_FROM] =
		"dlast unloaded\0rlr :\0",
	['m' - DETAILS_FROM] =
		"dmemcg:\0",
	['n' - DETAILS_FROM] =
		"dno locks held by\0",
	['o' - DETAILS_FROM] =
		"dother info that might help\0",
	['p' - DETAILS_FROM] =
		"dpage allocated via\0dpage has been migrated\0"
		"dpossible reason: \0dpage dumped because\0dpage last \0"
		"dpage:\0dpage_owner \0dpage_type: \0ipc : \0dpool \0"
		"dpreempt_count: \0",
	['r' - DETAILS_FROM] =
		"draw: \0dref_tracker: \0drcu: \0drcu_preempt kthread\0"
		"drcu_sched kthread\0drcu_scheduler_active\0",
	['s' - DETAILS_FROM] =
		"dsmp: \0asending NMI to\0dsoftirqs last \0"
		"bstack backtrace:\0dstack trace:\0",
	['t' - DETAILS_FROM] =
		"ktask:\0dthe dependencies between\0"
		"dthe existing dependency chain\0"
		"dthe shortest dependencies\0dto a \0dto which \0"
		"dturning off the locking\0",
	['u' - DETAILS_FROM] =
		"dunable to execute\0dunreferenced object\0",
	['v' - DETAILS_FROM] =
		"dvalue changed: \0",
	['w' - DETAILS_FROM] =
		"dwhich lock already depends\0"
		"dwhich would create a new lock\0dworkqueue \0",
	['y' - DETAILS_FROM] =
		"dyou didn't initialize\0",
	['{' - DETAILS_FROM] =
		"d{\0",
};

static enum cr_shape detail_of(char letter)
{
	switch (letter) {
	case 'l':
		return CR_SHAPE_ALL_LOCKS;
	case 'b':
		return CR_SHAPE_BACKTRACE;
	case 'c':
		return CR_SHAPE_CPU;
	case 'i':
		return CR_SHAPE_IP;
	case 'a':
		return CR_SHAPE_NMI_ASK;
	case 'n':
		return CR_SHAPE_NMI_TRACE;
	case 'p':
		return CR_SHAPE_PANIC_END;
	case 'r':
		return CR_SHAPE_REGISTERS;
	case 'k':
		return CR_SHAPE_TASK;
	case 't':
		return CR_SHAPE_TRACE;
	default:
		return CR_SHAPE_DETAIL;
	}
}

static bool is_run(struct cr_text text, char c)
{
	u32 i;

	if (text.bytes < 10)
		return false;
	for (i = 0; i < text.bytes; i++) {
		if (text.at[i] != c)
			return i >= 10 && cr_text_is_space(text.at[i]);
	}
	return true;
}

static enum cr_shape dash_shape(struct cr_text text)
{
	if (cr_text_starts(text, CR_WORD("------------[ cut here ]")))
		return CR_SHAPE_CUT;
	if (cr_text_starts(text, CR_WORD("---[ end trace")))
		return CR_SHAPE_END;
	if (cr_text_starts(text, CR_WORD("---[ end Kernel panic")))
		return CR_SHAPE_PANIC_END;
	if (is_run(text, '-'))
		return CR_SHAPE_DASHES;
	if (cr_text_starts(text, CR_WORD("--- interrupt")))
		return CR_SHAPE_IP;
	return CR_SHAPE_OTHER;
}

/* "2 locks held by x/1:"; "ffff8880 (&lock){+.+.}-{3:3}, at: f+0x1/0x2" */
static enum cr_shape number_shape(struct cr_text text)
{
	u32 before = text.bytes;
	u64 value;

	if (text.bytes >= 8 && cr_text_take_u64(&text, 16, &value) &&
	    (!text.bytes || text.at[0] == ' ' || text.at[0] == ':' ||
	     text.at[0] == '\t')) {
		if (cr_text_starts_any(text, " lock held by \0"
				       " locks held by \0"))
			return CR_SHAPE_HOLDER;
		if (!text.bytes || cr_text_starts(text, CR_WORD(" (")))
			return CR_SHAPE_DETAIL;
		/* Of the stack's memory, as arm prints it; a task, as RCU. */
		before -= text.bytes;
		if ((before == 4 || before >= 8) &&
		    cr_text_starts(text, CR_WORD(": ")))
			return CR_SHAPE_DETAIL;
	}
	return CR_SHAPE_OTHER;
}

static enum cr_shape detail_shape(struct cr_text text)
{
	u32 group = (u32)((u8)text.at[0] - DETAILS_FROM);
	const char *detail;
	const char *head;
	u32 i;

	detail = group < CR_COUNT(details) ? details[group] : NULL;
	while (detail && *detail) {
		head = detail + 1;
		for (i = 0; *head && i < text.bytes && text.at[i] == *head; i++)
			head++;
		if (!*head)
			return detail_of(*detail);
		while (*head)
			head++;
		detail = head + 1;
	}
	return CR_SHAPE_OTHER;
}

static enum cr_shape mark_shape(struct cr_text text)
{
	u32 close = cr_text_find(text, CR_WORD(">"));

	if (cr_text_starts(text, CR_WORD("<Same stack as pid ")))
		return CR_SHAPE_DETAIL;
	if (close == CR_TEXT_NONE || close > 16)
		return CR_SHAPE_OTHER;
	if (cr_text_starts(text, CR_WORD("<Interrupt>")))
		return CR_SHAPE_DETAIL;
	return text.bytes == close + 1 || cr_text_is_space(text.at[close + 1]) ?
		CR_SHAPE_MARK : CR_SHAPE_OTHER;
}

/*
 * A line that begins with white space. What is indented and behind a report's
 * header is the report's, frame or not.
 */
static enum cr_shape indented_shape(struct cr_text text)
{
	struct cr_line_register reg;
	struct cr_line_frame frame;
	struct cr_text rest = text;
	enum cr_shape shape;

	if (cr_line_is_plain_frame(text) || cr_line_frame(text, &frame))
		return CR_SHAPE_FRAME;
	/* Those that a frame saved, as arm prints them. */
	if (cr_line_register_next(&rest, &reg))
		return CR_SHAPE_REGISTERS;
	cr_text_skip_spaces(&rest);
	if (!rest.bytes || rest.at[0] == '\r')
		return CR_SHAPE_BLANK;
	if (rest.at[0] == '<') {
		shape = mark_shape(rest);
		if (shape != CR_SHAPE_OTHER)
			return shape;
	}
	if (cr_text_starts(rest, CR_WORD("0x")))
		return CR_SHAPE_FRAME;
	if (cr_text_starts(rest, CR_WORD("RIP: ")))
		return CR_SHAPE_IP;
	return CR_SHAPE_DETAIL;
}

bool cr_line_is_boot(struct cr_text text)
{
	u32 major, minor;

	return cr_text_skip(&text, CR_WORD("Linux version ")) &&
	       cr_text_take_u32(&text, &major) &&
	       cr_text_skip(&text, CR_WORD(".")) &&
	       cr_text_take_u32(&text, &minor);
}

enum cr_shape cr_line_shape(struct cr_text text)
{
	struct cr_line_register reg;
	struct cr_line_frame frame;
	struct cr_text rest = text;
	enum cr_shape shape;

	if (!text.bytes || text.at[0] == '\r')
		return CR_SHAPE_BLANK;
	/* First, as a comm begins it, which may look like all others. */
	if (cr_line_may_be_old_task(text))
		return CR_SHAPE_TASK;
	switch (text.at[0]) {
	case ' ':
	case '\t':
		return indented_shape(text);
	case '-':
		shape = dash_shape(text);
		break;
	case '=':
		shape = is_run(text, '=') ? CR_SHAPE_RULER : CR_SHAPE_OTHER;
		break;
	case '<':
		shape = mark_shape(text);
		break;
	case 'K':
		if (cr_text_starts(text, CR_WORD("Kernel panic - not syncing")))
			return CR_SHAPE_PANIC;
		shape = CR_SHAPE_OTHER;
		break;
	case 'R':
		/* "RIP: 0010:0x0" has the code segment, no register. */
		if (cr_text_starts(text, CR_WORD("RIP: ")))
			return CR_SHAPE_IP;
		shape = CR_SHAPE_OTHER;
		break;
	case 'L':
		if (cr_line_is_boot(text))
			return CR_SHAPE_BOOT;
		shape = CR_SHAPE_OTHER;
		break;
	default:
		shape = CR_SHAPE_OTHER;
		if (cr_text_digit(text.at[0]) < 16)
			shape = number_shape(text);
	}
	if (shape != CR_SHAPE_OTHER)
		return shape;
	if (cr_line_register_next(&rest, &reg))
		return CR_SHAPE_REGISTERS;
	shape = detail_shape(text);
	if (shape != CR_SHAPE_OTHER)
		return shape;
	if (cr_line_frame(text, &frame))
		return CR_SHAPE_FRAME;
	/* "[<00000000a1b2c3d4>] func [module]", of those that an IRQ has. */
	if (cr_text_starts(text, CR_WORD("[<")))
		return CR_SHAPE_DETAIL;
	return CR_SHAPE_OTHER;
}
