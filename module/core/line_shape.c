// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * What the functions named in the kind_*.c files print between header and end,
 * by the first byte of the line.
 */
#include "line.h"

struct detail {
	const char *head;
	u8 bytes;
	u8 shape;
};

struct detail_group {
	const struct detail *details;
	u32 count;
};

#define IS(begin, what)	{ begin, sizeof(begin) - 1, CR_SHAPE_##what }
#define DETAIL(begin)	IS(begin, DETAIL)

static const struct detail begin_quote_rows[] = {
	DETAIL("\""),
};

static const struct detail begin_hash_rows[] = {
	DETAIL("#PF: "),
};

static const struct detail begin_paren_rows[] = {
	DETAIL("(detected by "),
	DETAIL("(stack is not available)"),
	DETAIL("(t="),
};

static const struct detail begin_star_rows[] = {
	DETAIL("*** DEADLOCK ***"),
	DETAIL("*pde = "),
	DETAIL("*pdpt = "),
};

static const struct detail begin_dash_rows[] = {
	DETAIL("->"),
};

static const struct detail begin_dot_rows[] = {
	DETAIL("..."),
};

static const struct detail begin_eight_rows[] = {
	DETAIL("8<--- cut here"),
};

static const struct detail begin_equal_rows[] = {
	DETAIL("=>"),
};

static const struct detail begin_greater_rows[] = {
	DETAIL(">ffff"),
};

static const struct detail begin_upper_a_rows[] = {
	DETAIL("All QSes seen"),
	DETAIL("Allocated by task"),
	DETAIL("Asynchronous fault"),
};

static const struct detail begin_upper_b_rows[] = {
	IS("Backtrace", TRACE),
};

static const struct detail begin_upper_c_rows[] = {
	DETAIL("CPU#"),
	IS("CPU: ", CPU),
	IS("Call Trace:", TRACE),
	IS("Call trace:", TRACE),
	DETAIL("Chain exists of:"),
	DETAIL("Code"),
	DETAIL("Control: "),
	DETAIL("Corrupted memory at"),
};

static const struct detail begin_upper_d_rows[] = {
	DETAIL("Data abort info:"),
	DETAIL("Disabling IRQ"),
	DETAIL("Disabling lock debugging"),
	DETAIL("Dumping ftrace buffer"),
};

static const struct detail begin_upper_e_rows[] = {
	IS("EIP is at ", IP),
	IS("EIP: ", IP),
	DETAIL("ESR: "),
	DETAIL("Exception stack("),
};

static const struct detail begin_upper_f_rows[] = {
	DETAIL("FAR: "),
	DETAIL("FIX "),
	DETAIL("Fixing recursive fault"),
	DETAIL("Flags: "),
	DETAIL("Free of addr "),
	DETAIL("Freed by task"),
	DETAIL("Future hung task reports"),
};

static const struct detail begin_upper_h_rows[] = {
	DETAIL("Hardware name: "),
	DETAIL("Hash chain already cached"),
	DETAIL("Held locks:"),
};

static const struct detail begin_upper_i_rows[] = {
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

static const struct detail begin_upper_k_rows[] = {
	DETAIL("KASAN: "),
	DETAIL("Kernel Offset"),
};

static const struct detail begin_upper_l_rows[] = {
	IS("LR is at ", REGISTERS),
	DETAIL("Last potentially related work"),
	DETAIL("Local variable "),
	DETAIL("Locks in cached chain"),
};

static const struct detail begin_upper_m_rows[] = {
	DETAIL("Mem abort info:"),
	DETAIL("Memory state around"),
	DETAIL("Modules linked in:"),
};

static const struct detail begin_upper_n_rows[] = {
	IS("NIP [", IP),
	IS("NMI backtrace for cpu", NMI_TRACE),
};

static const struct detail begin_upper_o_rows[] = {
	DETAIL("Object 0x"),
	DETAIL("Oops"),
	DETAIL("Out-of-bounds "),
};

static const struct detail begin_upper_p_rows[] = {
	IS("PC is at ", IP),
	DETAIL("PGD "),
	DETAIL("PKRU:"),
	DETAIL("Padding "),
	DETAIL("Pid: "),
	DETAIL("Pointer tag:"),
	DETAIL("Possible unsafe locking"),
	DETAIL("Preemption disabled at"),
};

static const struct detail begin_upper_r_rows[] = {
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

static const struct detail begin_upper_s_rows[] = {
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

static const struct detail begin_upper_t_rows[] = {
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

static const struct detail begin_upper_u_rows[] = {
	DETAIL("Uninit was "),
	DETAIL("Unloaded tainted modules:"),
	DETAIL("Unwinder"),
	DETAIL("Use-after-free "),
};

static const struct detail begin_upper_w_rows[] = {
	DETAIL("Workqueue: "),
	DETAIL("Write of size"),
};

static const struct detail begin_bracket_rows[] = {
	DETAIL("[last unloaded"),
};

static const struct detail begin_a_rows[] = {
	DETAIL("aops:"),
	DETAIL("anon flags: "),
	DETAIL("allocated by task"),
	DETAIL("and interrupts could create inverse"),
	DETAIL("and the lock comparison function"),
	DETAIL("and this task is already holding:"),
};

static const struct detail begin_b_rows[] = {
	DETAIL("backtrace:"),
	DETAIL("blocking rcu_node"),
	DETAIL("but task is already holding lock"),
	DETAIL("but there are no "),
	DETAIL("but this "),
};

static const struct detail begin_c_rows[] = {
	DETAIL("context-{"),
	DETAIL("cpus="),
};

static const struct detail begin_e_rows[] = {
	IS("epc : ", IP),
};

static const struct detail begin_f_rows[] = {
	DETAIL("flags: "),
	DETAIL("freed by task"),
};

static const struct detail begin_h_rows[] = {
	DETAIL("head: "),
	DETAIL("handlers:"),
	DETAIL("hardirqs last "),
	DETAIL("hex dump"),
};

static const struct detail begin_i_rows[] = {
	DETAIL("in_atomic():"),
	DETAIL("inconsistent {"),
	DETAIL("irq event stamp:"),
};

static const struct detail begin_k_rows[] = {
	DETAIL("ksm flags: "),
	DETAIL("kernel tried to execute"),
};

static const struct detail begin_l_rows[] = {
	DETAIL("last unloaded"),
	IS("lr :", REGISTERS),
};

static const struct detail begin_m_rows[] = {
	DETAIL("memcg:"),
};

static const struct detail begin_n_rows[] = {
	DETAIL("no locks held by"),
};

static const struct detail begin_o_rows[] = {
	DETAIL("other info that might help"),
};

static const struct detail begin_p_rows[] = {
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

static const struct detail begin_r_rows[] = {
	DETAIL("raw: "),
	DETAIL("ref_tracker: "),
	DETAIL("rcu: "),
	DETAIL("rcu_preempt kthread"),
	DETAIL("rcu_sched kthread"),
	DETAIL("rcu_scheduler_active"),
};

static const struct detail begin_s_rows[] = {
	DETAIL("smp: "),
	IS("sending NMI to", NMI_ASK),
	DETAIL("softirqs last "),
	IS("stack backtrace:", BACKTRACE),
	DETAIL("stack trace:"),
};

static const struct detail begin_t_rows[] = {
	IS("task:", TASK),
	DETAIL("the dependencies between"),
	DETAIL("the existing dependency chain"),
	DETAIL("the shortest dependencies"),
	DETAIL("to a "),
	DETAIL("to which "),
	DETAIL("turning off the locking"),
};

static const struct detail begin_u_rows[] = {
	DETAIL("unable to execute"),
	DETAIL("unreferenced object"),
};

static const struct detail begin_v_rows[] = {
	DETAIL("value changed: "),
};

static const struct detail begin_w_rows[] = {
	DETAIL("which lock already depends"),
	DETAIL("which would create a new lock"),
	DETAIL("workqueue "),
};

static const struct detail begin_y_rows[] = {
	DETAIL("you didn't initialize"),
};

static const struct detail begin_brace_rows[] = {
	DETAIL("{"),
};

#define GROUPS_FROM	'"'

#define GROUP(first, name) \
	[(first) - GROUPS_FROM] = { begin_##name##_rows, CR_COUNT(begin_##name##_rows) }

static const struct detail_group groups['{' - GROUPS_FROM + 1] = {
	GROUP('"', quote),
	GROUP('#', hash),
	GROUP('(', paren),
	GROUP('*', star),
	GROUP('-', dash),
	GROUP('.', dot),
	GROUP('8', eight),
	GROUP('=', equal),
	GROUP('>', greater),
	GROUP('A', upper_a),
	GROUP('B', upper_b),
	GROUP('C', upper_c),
	GROUP('D', upper_d),
	GROUP('E', upper_e),
	GROUP('F', upper_f),
	GROUP('H', upper_h),
	GROUP('I', upper_i),
	GROUP('K', upper_k),
	GROUP('L', upper_l),
	GROUP('M', upper_m),
	GROUP('N', upper_n),
	GROUP('O', upper_o),
	GROUP('P', upper_p),
	GROUP('R', upper_r),
	GROUP('S', upper_s),
	GROUP('T', upper_t),
	GROUP('U', upper_u),
	GROUP('W', upper_w),
	GROUP('[', bracket),
	GROUP('a', a),
	GROUP('b', b),
	GROUP('c', c),
	GROUP('e', e),
	GROUP('f', f),
	GROUP('h', h),
	GROUP('i', i),
	GROUP('k', k),
	GROUP('l', l),
	GROUP('m', m),
	GROUP('n', n),
	GROUP('o', o),
	GROUP('p', p),
	GROUP('r', r),
	GROUP('s', s),
	GROUP('t', t),
	GROUP('u', u),
	GROUP('v', v),
	GROUP('w', w),
	GROUP('y', y),
	GROUP('{', brace),
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
	u32 i = (u32)((u8)text.at[0] - GROUPS_FROM);
	const struct detail_group *group;

	if (i >= CR_COUNT(groups))
		return CR_SHAPE_OTHER;
	group = &groups[i];
	for (i = 0; i < group->count; i++) {
		const struct detail *row = &group->details[i];

		struct cr_text head = { row->head, row->bytes };

		if (cr_text_starts(text, head))
			return row->shape;
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

/* " ? func+0x": what most lines of a report are, told at small cost. */
static bool is_plain_frame(struct cr_text text)
{
	u32 i = 0;

	while (i < text.bytes && text.at[i] == ' ')
		i++;
	if (i + 1 < text.bytes && text.at[i] == '?' && text.at[i + 1] == ' ')
		i += 2;
	if (i < text.bytes && cr_text_digit(text.at[i]) < 10)
		return false;
	text = cr_text_from(text, i);
	for (i = 0; i < text.bytes && cr_text_is_name(text.at[i]); i++)
		;
	text = cr_text_from(text, i);
	return i && text.bytes > 3 && !memcmp(text.at, "+0x", 3) &&
	       cr_text_digit(text.at[3]) < 16;
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

	if (is_plain_frame(text) || cr_line_frame(text, &frame))
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
	case 'R':
		/* "RIP: 0010:0x0" has the code segment, no register. */
		if (cr_text_starts(text, CR_WORD("RIP: ")))
			return CR_SHAPE_IP;
		shape = CR_SHAPE_OTHER;
		break;
	case 'L':
		if (cr_text_starts(text, CR_WORD("Linux version ")))
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
	return is_old_task(text) ? CR_SHAPE_TASK : CR_SHAPE_OTHER;
}
