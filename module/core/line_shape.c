// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * What the functions named in the kind_*.c files print between header and end,
 * by the first byte of the line.
 */
#include "line.h"

struct detail {
	struct cr_text head;
	u8 shape;
};

struct detail_group {
	const struct detail *details;
	u32 count;
};

#define IS(begin, what)	{ CR_TEXT(begin), CR_SHAPE_##what }
#define DETAIL(begin)	IS(begin, DETAIL)

static const struct detail begin_quote[] = {
	DETAIL("\""),
};

static const struct detail begin_hash[] = {
	DETAIL("#PF: "),
};

static const struct detail begin_paren[] = {
	DETAIL("(detected by "),
	DETAIL("(stack is not available)"),
	DETAIL("(t="),
};

static const struct detail begin_star[] = {
	DETAIL("*** DEADLOCK ***"),
	DETAIL("*pde = "),
	DETAIL("*pdpt = "),
};

static const struct detail begin_dash[] = {
	DETAIL("->"),
};

static const struct detail begin_dot[] = {
	DETAIL("..."),
};

static const struct detail begin_eight[] = {
	DETAIL("8<--- cut here"),
};

static const struct detail begin_equal[] = {
	DETAIL("=>"),
};

static const struct detail begin_greater[] = {
	DETAIL(">ffff"),
};

static const struct detail begin_upper_a[] = {
	DETAIL("All QSes seen"),
	DETAIL("Allocated by task"),
	DETAIL("Asynchronous fault"),
};

static const struct detail begin_upper_b[] = {
	IS("Backtrace", TRACE),
};

static const struct detail begin_upper_c[] = {
	DETAIL("CPU#"),
	IS("CPU: ", CPU),
	IS("Call Trace:", TRACE),
	IS("Call trace:", TRACE),
	DETAIL("Chain exists of:"),
	DETAIL("Code"),
	DETAIL("Control: "),
	DETAIL("Corrupted memory at"),
};

static const struct detail begin_upper_d[] = {
	DETAIL("Data abort info:"),
	DETAIL("Disabling lock debugging"),
	DETAIL("Dumping ftrace buffer"),
};

static const struct detail begin_upper_e[] = {
	IS("EIP is at ", IP),
	IS("EIP: ", IP),
	DETAIL("ESR: "),
	DETAIL("Exception stack("),
};

static const struct detail begin_upper_f[] = {
	DETAIL("FAR: "),
	DETAIL("FIX "),
	DETAIL("Fixing recursive fault"),
	DETAIL("Flags: "),
	DETAIL("Free of addr "),
	DETAIL("Freed by task"),
	DETAIL("Future hung task reports"),
};

static const struct detail begin_upper_h[] = {
	DETAIL("Hardware name: "),
	DETAIL("Hash chain already cached"),
	DETAIL("Held locks:"),
};

static const struct detail begin_upper_i[] = {
	DETAIL("IDT: "),
	DETAIL("INFO: Allocated in "),
	DETAIL("INFO: Freed in "),
	DETAIL("INFO: Object "),
	DETAIL("INFO: Slab "),
	DETAIL("INFO: Stall ended before"),
	DETAIL("INFO: lockdep is turned off"),
	IS("IP: ", IP),
	DETAIL("Invalid free of"),
	DETAIL("Invalid read at"),
	DETAIL("Invalid write at"),
};

static const struct detail begin_upper_k[] = {
	DETAIL("KASAN: "),
	DETAIL("Kernel Offset"),
};

static const struct detail begin_upper_l[] = {
	IS("LR is at ", REGISTERS),
	DETAIL("Last potentially related work"),
	DETAIL("Local variable "),
	DETAIL("Locks in cached chain"),
};

static const struct detail begin_upper_m[] = {
	DETAIL("Mem abort info:"),
	DETAIL("Memory state around"),
	DETAIL("Modules linked in:"),
};

static const struct detail begin_upper_n[] = {
	IS("NMI backtrace for cpu", NMI_TRACE),
};

static const struct detail begin_upper_o[] = {
	DETAIL("Object 0x"),
	DETAIL("Oops"),
	DETAIL("Out-of-bounds "),
};

static const struct detail begin_upper_p[] = {
	IS("PC is at ", IP),
	DETAIL("PGD "),
	DETAIL("PKRU:"),
	DETAIL("Padding "),
	DETAIL("Pid: "),
	DETAIL("Pointer tag:"),
	DETAIL("Possible unsafe locking"),
	DETAIL("Preemption disabled at"),
};

static const struct detail begin_upper_r[] = {
	DETAIL("RCU GP kthread last ran"),
	DETAIL("RCU grace-period kthread stack dump:"),
	DETAIL("RCU nest depth"),
	DETAIL("RCU used illegally"),
	IS("RIP  [<", IP),
	IS("RIP: ", IP),
	DETAIL("Read of size"),
	IS("Rebooting in ", PANIC_END),
	DETAIL("Redzone "),
	DETAIL("Register "),
	DETAIL("Relative "),
};

static const struct detail begin_upper_s[] = {
	DETAIL("Sched_ext: "),
	DETAIL("Second to last potentially"),
	IS("Sending NMI ", NMI_ASK),
	IS("Showing all locks held in the system", ALL_LOCKS),
	DETAIL("Showing backtraces of running workers"),
	DETAIL("Showing busy workqueues"),
	DETAIL("Shutting down cpus with NMI"),
	DETAIL("Stack dump where RCU GP kthread last ran:"),
	DETAIL("Stack:"),
	DETAIL("Stopper: "),
};

static const struct detail begin_upper_t[] = {
	DETAIL("Tainted: "),
	DETAIL("Task dump for CPU"),
	DETAIL("Task stack: "),
	DETAIL("Tasks blocked on level-"),
	DETAIL("The buggy address"),
	DETAIL("The code is fine but"),
	DETAIL("This architecture does not"),
	DETAIL("This frame has "),
	DETAIL("Thread overran stack"),
};

static const struct detail begin_upper_u[] = {
	DETAIL("Uninit was "),
	DETAIL("Unloaded tainted modules:"),
	DETAIL("Unwinder"),
	DETAIL("Use-after-free "),
};

static const struct detail begin_upper_w[] = {
	DETAIL("Workqueue: "),
	DETAIL("Write of size"),
};

static const struct detail begin_bracket[] = {
	DETAIL("[last unloaded"),
};

static const struct detail begin_a[] = {
	DETAIL("aops:"),
	DETAIL("anon flags: "),
	DETAIL("allocated by task"),
	DETAIL("and interrupts could create inverse"),
	DETAIL("and the lock comparison function"),
	DETAIL("and this task is already holding:"),
};

static const struct detail begin_b[] = {
	DETAIL("backtrace:"),
	DETAIL("blocking rcu_node"),
	DETAIL("but task is already holding lock"),
	DETAIL("but there are no "),
	DETAIL("but this "),
};

static const struct detail begin_c[] = {
	DETAIL("context-{"),
	DETAIL("cpus="),
};

static const struct detail begin_f[] = {
	DETAIL("flags: "),
	DETAIL("freed by task"),
};

static const struct detail begin_h[] = {
	DETAIL("head: "),
	DETAIL("hardirqs last "),
	DETAIL("hex dump"),
};

static const struct detail begin_i[] = {
	DETAIL("in_atomic():"),
	DETAIL("inconsistent {"),
	DETAIL("irq event stamp:"),
};

static const struct detail begin_k[] = {
	DETAIL("ksm flags: "),
	DETAIL("kernel tried to execute"),
};

static const struct detail begin_l[] = {
	DETAIL("last unloaded"),
	IS("lr :", REGISTERS),
};

static const struct detail begin_m[] = {
	DETAIL("memcg:"),
};

static const struct detail begin_n[] = {
	DETAIL("no locks held by"),
};

static const struct detail begin_o[] = {
	DETAIL("other info that might help"),
};

static const struct detail begin_p[] = {
	DETAIL("page allocated via"),
	DETAIL("page has been migrated"),
	DETAIL("possible reason: "),
	DETAIL("page dumped because"),
	DETAIL("page last "),
	DETAIL("page:"),
	DETAIL("page_owner "),
	DETAIL("page_type: "),
	IS("pc : ", IP),
	DETAIL("pool "),
	DETAIL("preempt_count: "),
};

static const struct detail begin_r[] = {
	DETAIL("raw: "),
	DETAIL("rcu: "),
	DETAIL("rcu_preempt kthread"),
	DETAIL("rcu_sched kthread"),
	DETAIL("rcu_scheduler_active"),
};

static const struct detail begin_s[] = {
	IS("sending NMI to", NMI_ASK),
	DETAIL("softirqs last "),
	IS("stack backtrace:", BACKTRACE),
	DETAIL("stack trace:"),
};

static const struct detail begin_t[] = {
	IS("task:", TASK),
	DETAIL("the dependencies between"),
	DETAIL("the existing dependency chain"),
	DETAIL("the shortest dependencies"),
	DETAIL("to a "),
	DETAIL("to which "),
	DETAIL("turning off the locking"),
};

static const struct detail begin_u[] = {
	DETAIL("unable to execute"),
	DETAIL("unreferenced object"),
};

static const struct detail begin_v[] = {
	DETAIL("value changed: "),
};

static const struct detail begin_w[] = {
	DETAIL("which lock already depends"),
	DETAIL("which would create a new lock"),
	DETAIL("workqueue "),
};

static const struct detail begin_y[] = {
	DETAIL("you didn't initialize"),
};

static const struct detail begin_brace[] = {
	DETAIL("{"),
};

static const struct detail_group groups[128] = {
	['"'] = { begin_quote, CR_COUNT(begin_quote) },
	['#'] = { begin_hash, CR_COUNT(begin_hash) },
	['('] = { begin_paren, CR_COUNT(begin_paren) },
	['*'] = { begin_star, CR_COUNT(begin_star) },
	['-'] = { begin_dash, CR_COUNT(begin_dash) },
	['.'] = { begin_dot, CR_COUNT(begin_dot) },
	['8'] = { begin_eight, CR_COUNT(begin_eight) },
	['='] = { begin_equal, CR_COUNT(begin_equal) },
	['>'] = { begin_greater, CR_COUNT(begin_greater) },
	['A'] = { begin_upper_a, CR_COUNT(begin_upper_a) },
	['B'] = { begin_upper_b, CR_COUNT(begin_upper_b) },
	['C'] = { begin_upper_c, CR_COUNT(begin_upper_c) },
	['D'] = { begin_upper_d, CR_COUNT(begin_upper_d) },
	['E'] = { begin_upper_e, CR_COUNT(begin_upper_e) },
	['F'] = { begin_upper_f, CR_COUNT(begin_upper_f) },
	['H'] = { begin_upper_h, CR_COUNT(begin_upper_h) },
	['I'] = { begin_upper_i, CR_COUNT(begin_upper_i) },
	['K'] = { begin_upper_k, CR_COUNT(begin_upper_k) },
	['L'] = { begin_upper_l, CR_COUNT(begin_upper_l) },
	['M'] = { begin_upper_m, CR_COUNT(begin_upper_m) },
	['N'] = { begin_upper_n, CR_COUNT(begin_upper_n) },
	['O'] = { begin_upper_o, CR_COUNT(begin_upper_o) },
	['P'] = { begin_upper_p, CR_COUNT(begin_upper_p) },
	['R'] = { begin_upper_r, CR_COUNT(begin_upper_r) },
	['S'] = { begin_upper_s, CR_COUNT(begin_upper_s) },
	[84] = { begin_upper_t, CR_COUNT(begin_upper_t) },	/* T */
	['U'] = { begin_upper_u, CR_COUNT(begin_upper_u) },
	['W'] = { begin_upper_w, CR_COUNT(begin_upper_w) },
	['['] = { begin_bracket, CR_COUNT(begin_bracket) },
	['a'] = { begin_a, CR_COUNT(begin_a) },
	['b'] = { begin_b, CR_COUNT(begin_b) },
	['c'] = { begin_c, CR_COUNT(begin_c) },
	['f'] = { begin_f, CR_COUNT(begin_f) },
	['h'] = { begin_h, CR_COUNT(begin_h) },
	['i'] = { begin_i, CR_COUNT(begin_i) },
	['k'] = { begin_k, CR_COUNT(begin_k) },
	['l'] = { begin_l, CR_COUNT(begin_l) },
	['m'] = { begin_m, CR_COUNT(begin_m) },
	['n'] = { begin_n, CR_COUNT(begin_n) },
	['o'] = { begin_o, CR_COUNT(begin_o) },
	['p'] = { begin_p, CR_COUNT(begin_p) },
	['r'] = { begin_r, CR_COUNT(begin_r) },
	['s'] = { begin_s, CR_COUNT(begin_s) },
	[116] = { begin_t, CR_COUNT(begin_t) },	/* t */
	['u'] = { begin_u, CR_COUNT(begin_u) },
	['v'] = { begin_v, CR_COUNT(begin_v) },
	['w'] = { begin_w, CR_COUNT(begin_w) },
	['y'] = { begin_y, CR_COUNT(begin_y) },
	['{'] = { begin_brace, CR_COUNT(begin_brace) },
};

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
		return CR_SHAPE_DETAIL;
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
		if (cr_text_starts(text, CR_WORD(" lock held by ")) ||
		    cr_text_starts(text, CR_WORD(" locks held by ")))
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
	const struct detail_group *group;
	u32 i;

	if ((u8)text.at[0] >= CR_COUNT(groups))
		return CR_SHAPE_OTHER;
	group = &groups[(u8)text.at[0]];
	for (i = 0; i < group->count; i++) {
		if (cr_text_starts(text, group->details[i].head))
			return group->details[i].shape;
	}
	return CR_SHAPE_OTHER;
}

/* Before 5.11: "kworker/0:3     D    0    17      2 0x80000000" */
static bool is_old_task(struct cr_text text)
{
	static const struct cr_text states = CR_TEXT("RSDTtXZPI");
	struct cr_text state = cr_text_from(text, 16);

	state.bytes = 1;
	return text.bytes >= 40 && text.at[15] == ' ' &&
	       (text.at[17] == ' ' || cr_text_digit(text.at[17]) < 10) &&
	       cr_text_has(states, state) &&
	       cr_text_has(text, CR_WORD(" 0x"));
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

	if (cr_line_frame(text, &frame))
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

enum cr_shape cr_line_shape(struct cr_text text)
{
	struct cr_line_register reg;
	struct cr_line_frame frame;
	struct cr_text rest = text;
	enum cr_shape shape;

	if (!text.bytes || text.at[0] == '\r')
		return CR_SHAPE_BLANK;
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
	case 'L':
		if (cr_text_starts(text, CR_WORD("Linux version ")))
			return CR_SHAPE_BOOT;
		shape = CR_SHAPE_OTHER;
		break;
	default:
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
	return is_old_task(text) ? CR_SHAPE_TASK : CR_SHAPE_OTHER;
}
