// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "../../include/uapi/crashrec_format.h"
#include "line.h"

struct detail {
	struct cr_text head;
	u8 shape;
};

#define IS(begin, what)	{ CR_TEXT(begin), CR_SHAPE_##what }
#define DETAIL(begin)	IS(begin, DETAIL)

/*
 * What the functions named in the kind_*.c files print between header and
 * end. Sorted by the first byte.
 */
static const struct detail details[] = {
	DETAIL("\""),			/* "echo 0 > /proc/sys/kernel/hung_... */
	DETAIL("#PF: "),
	DETAIL("*pde = "),
	DETAIL("*pdpt = "),
	DETAIL("*** DEADLOCK ***"),
	DETAIL("... "),
	DETAIL("..."),
	DETAIL("-> #"),
	DETAIL("-> ("),
	DETAIL("->"),
	DETAIL("=>"),
	DETAIL("(detected by "),
	DETAIL("(stack is not available)"),
	DETAIL("(t="),
	DETAIL("All QSes seen"),
	DETAIL("Allocated by task"),
	DETAIL("Asynchronous fault"),
	IS("Backtrace", TRACE),
	IS("CPU: ", CPU),
	DETAIL("CPU#"),
	IS("Call Trace:", TRACE),
	IS("Call trace:", TRACE),
	DETAIL("Chain exists of:"),
	DETAIL("Code"),
	DETAIL("Corrupted memory at"),
	DETAIL("Data abort info:"),
	DETAIL("Disabling lock debugging"),
	DETAIL("Dumping ftrace buffer"),
	IS("EIP: ", IP),
	IS("EIP is at ", IP),
	DETAIL("ESR: "),
	DETAIL("Exception stack("),
	DETAIL("FAR: "),
	DETAIL("FIX "),
	DETAIL("Fixing recursive fault"),
	DETAIL("Flags: "),
	DETAIL("Free of addr "),
	DETAIL("Freed by task"),
	DETAIL("Future hung task reports"),
	DETAIL("Hardware name: "),
	DETAIL("Hash chain already cached"),
	DETAIL("Held locks:"),
	IS("IP: ", IP),
	IS("IP:  [<", IP),
	DETAIL("IDT: "),
	DETAIL("INFO: lockdep is turned off"),
	DETAIL("INFO: Stall ended before"),
	DETAIL("INFO: Allocated in "),
	DETAIL("INFO: Freed in "),
	DETAIL("INFO: Slab "),
	DETAIL("INFO: Object "),
	DETAIL("KASAN: "),
	DETAIL("Invalid free of"),
	DETAIL("Invalid read at"),
	DETAIL("Invalid write at"),
	DETAIL("Kernel Offset"),
	DETAIL("Last potentially related work"),
	DETAIL("Local variable "),
	DETAIL("Locks in cached chain"),
	DETAIL("Mem abort info:"),
	DETAIL("Memory state around"),
	DETAIL("Modules linked in:"),
	IS("NMI backtrace for cpu", NMI_TRACE),
	DETAIL("Oops"),
	DETAIL("Object 0x"),
	DETAIL("Out-of-bounds "),
	DETAIL("PGD "),
	DETAIL("PKRU:"),
	DETAIL("Padding "),
	DETAIL("Pid: "),
	DETAIL("Pointer tag:"),
	DETAIL("Possible unsafe locking"),
	DETAIL("Preemption disabled at"),
	DETAIL("RCU used illegally"),
	DETAIL("RCU grace-period kthread stack dump:"),
	DETAIL("RCU GP kthread last ran"),
	DETAIL("RCU nest depth"),
	IS("RIP: ", IP),
	IS("RIP  [<", IP),
	DETAIL("Read of size"),
	DETAIL("Redzone "),
	DETAIL("Relative "),
	IS("Rebooting in ", PANIC_END),
	DETAIL("Second to last potentially"),
	IS("Sending NMI ", NMI_ASK),
	IS("Showing all locks held in the system", ALL_LOCKS),
	DETAIL("Showing busy workqueues"),
	DETAIL("Showing backtraces of running workers"),
	DETAIL("Shutting down cpus with NMI"),
	DETAIL("Stack: "),
	DETAIL("Stack dump where RCU GP kthread last ran:"),
	DETAIL("Stopper: "),
	DETAIL("Sched_ext: "),
	DETAIL("Tainted: "),
	DETAIL("Task dump for CPU"),
	DETAIL("Task stack: "),
	DETAIL("Tasks blocked on level-"),
	DETAIL("The buggy address"),
	DETAIL("The code is fine but"),
	DETAIL("This frame has "),
	DETAIL("This architecture does not"),
	DETAIL("Thread overran stack"),
	DETAIL("Uninit was "),
	DETAIL("Unloaded tainted modules:"),
	DETAIL("Use-after-free "),
	DETAIL("Workqueue: "),
	DETAIL("Write of size"),
	DETAIL("[last unloaded"),
	DETAIL("8<--- cut here"),
	DETAIL("Register "),
	DETAIL("Control: "),
	DETAIL("Unwinder"),
	DETAIL("and the lock comparison function"),
	DETAIL("and this task is already holding:"),
	DETAIL("and interrupts could create inverse"),
	DETAIL("allocated by task"),
	DETAIL("backtrace:"),
	DETAIL("blocking rcu_node"),
	DETAIL("but task is already holding lock"),
	DETAIL("but this "),
	DETAIL("but there are no "),
	DETAIL("context-{"),
	DETAIL("cpus="),
	DETAIL("freed by task"),
	DETAIL("hardirqs last "),
	DETAIL("hex dump"),
	DETAIL("in_atomic():"),
	DETAIL("inconsistent {"),
	DETAIL("irq event stamp:"),
	DETAIL("kernel tried to execute"),
	DETAIL("last unloaded"),
	IS("lr :", REGISTERS),
	DETAIL("no locks held by"),
	DETAIL("other info that might help"),
	DETAIL("page:"),
	DETAIL("page dumped because"),
	DETAIL("page last "),
	DETAIL("page_owner "),
	DETAIL("page_type: "),
	IS("pc : ", IP),
	IS("PC is at ", IP),
	IS("LR is at ", REGISTERS),
	DETAIL("preempt_count: "),
	DETAIL("pool "),
	DETAIL("raw: "),
	DETAIL("rcu: "),
	DETAIL("rcu_scheduler_active"),
	DETAIL("rcu_sched kthread"),
	DETAIL("rcu_preempt kthread"),
	DETAIL("softirqs last "),
	IS("sending NMI to", NMI_ASK),
	IS("stack backtrace:", BACKTRACE),
	IS("stack trace:", DETAIL),
	IS("task:", TASK),
	IS("task: ", TASK),
	DETAIL("to a "),
	DETAIL("to which "),
	DETAIL("the existing dependency chain"),
	DETAIL("the dependencies between"),
	DETAIL("the shortest dependencies"),
	DETAIL("turning off the locking"),
	DETAIL("unable to execute"),
	DETAIL("unreferenced object"),
	DETAIL("value changed: "),
	DETAIL("which lock already depends"),
	DETAIL("which would create a new lock"),
	DETAIL("workqueue "),
	DETAIL("you didn't initialize"),
	DETAIL("{"),
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
	u64 value;

	if (text.bytes >= 8 && cr_text_take_u64(&text, 16, &value) &&
	    (!text.bytes || text.at[0] == ' ' || text.at[0] == ':' ||
	     text.at[0] == '\t')) {
		if (cr_text_starts(text, CR_WORD(" lock held by ")) ||
		    cr_text_starts(text, CR_WORD(" locks held by ")))
			return CR_SHAPE_HOLDER;
		if (!text.bytes || cr_text_starts(text, CR_WORD(" (")))
			return CR_SHAPE_DETAIL;
	}
	return CR_SHAPE_OTHER;
}

static enum cr_shape detail_shape(struct cr_text text)
{
	char first = text.at[0];
	u32 i;

	for (i = 0; i < CR_COUNT(details); i++) {
		if (details[i].head.at[0] == first &&
		    cr_text_starts(text, details[i].head))
			return details[i].shape;
	}
	return CR_SHAPE_OTHER;
}

static enum cr_shape mark_shape(struct cr_text text)
{
	u32 close = cr_text_find(text, CR_WORD(">"));

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
	struct cr_line_frame frame;
	struct cr_text rest = text;
	enum cr_shape shape;

	if (cr_line_frame(text, &frame))
		return CR_SHAPE_FRAME;
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
	if (shape == CR_SHAPE_OTHER && cr_line_frame(text, &frame))
		return CR_SHAPE_FRAME;
	return shape;
}

static bool is_name_byte(char c)
{
	return cr_text_is_alnum(c) || c == '_' || c == '.' || c == '$';
}

static u32 name_bytes(struct cr_text text)
{
	u32 i = 0;

	while (i < text.bytes && is_name_byte(text.at[i]))
		i++;
	return i;
}

/* " [module]" or " [module build-id]", @rest being the end of @text. */
static void take_module(struct cr_text text, struct cr_text rest,
			struct cr_line_frame *frame)
{
	u32 bytes;

	if (!cr_text_skip(&rest, CR_WORD(" [")))
		return;
	for (bytes = 0; bytes < rest.bytes; bytes++) {
		if (!is_name_byte(rest.at[bytes]) && rest.at[bytes] != '-')
			break;
	}
	if (!bytes || bytes == rest.bytes ||
	    (rest.at[bytes] != ']' && rest.at[bytes] != ' ') ||
	    cr_text_starts(rest, CR_WORD("inline]")))
		return;
	frame->module_at = (u16)(rest.at - text.at);
	frame->module_bytes = (u16)bytes;
}

/* "+0x1/0x2 [module]" behind a name, @rest being the end of @text. */
static bool take_offset(struct cr_text text, struct cr_text rest,
			struct cr_line_frame *frame)
{
	u64 offset;
	u64 size = 0;

	if (!cr_text_skip(&rest, CR_WORD("+0x")) ||
	    !cr_text_take_u64(&rest, 16, &offset) || offset > 0xffffffffU)
		return false;
	if (cr_text_skip(&rest, CR_WORD("/0x")) &&
	    (!cr_text_take_u64(&rest, 16, &size) || size > 0xffffffffU))
		return false;
	frame->offset = (u32)offset;
	frame->size = (u32)size;
	take_module(text, rest, frame);
	return true;
}

static bool ends_with(struct cr_text text, struct cr_text tail)
{
	while (text.bytes && cr_text_is_space(text.at[text.bytes - 1]))
		text.bytes--;
	return text.bytes >= tail.bytes &&
	       !memcmp(text.at + text.bytes - tail.bytes, tail.at, tail.bytes);
}

/* "[<ffffffff81000000>] ", "[<     inline     >] "; false if it never ends. */
static bool skip_address(struct cr_text *text, struct cr_line_frame *frame)
{
	struct cr_text rest = *text;
	u32 close;
	u64 value;

	/* powerpc: "[c000000049a87710] [c0000000000286fc] " */
	while (cr_text_skip(&rest, CR_WORD("[")) &&
	       cr_text_take_u64(&rest, 16, &value) &&
	       cr_text_skip(&rest, CR_WORD("] ")))
		*text = rest;
	if (!cr_text_starts(*text, CR_WORD("[<")))
		return true;
	close = cr_text_find(*text, CR_WORD(">]"));
	if (close == CR_TEXT_NONE || close > 32)
		return false;
	if (cr_text_has((struct cr_text){ text->at, close }, CR_WORD("inline")))
		frame->flags |= CRASHREC_FRAME_F_INLINE;
	*text = cr_text_from(*text, close + 2);
	cr_text_skip_spaces(text);
	return true;
}

/* "RIP: 0010:", "pc : " and so on: what stands before the name. */
static void skip_ip(struct cr_text *text, struct cr_line_frame *frame)
{
	static const struct cr_text heads[] = {
		CR_TEXT("RIP: "), CR_TEXT("EIP: "), CR_TEXT("EIP is at "),
		CR_TEXT("IP: "), CR_TEXT("pc : "), CR_TEXT("PC is at "),
		CR_TEXT("RIP "),
	};
	struct cr_text rest;
	u64 segment;
	u32 i;

	for (i = 0; i < CR_COUNT(heads); i++) {
		if (cr_text_skip(text, heads[i]))
			break;
	}
	if (i == CR_COUNT(heads))
		return;
	frame->flags |= CRASHREC_FRAME_F_IP;
	rest = *text;
	if (cr_text_take_u64(&rest, 16, &segment) &&
	    cr_text_skip(&rest, CR_WORD(":")))
		*text = rest;
	cr_text_skip_spaces(text);
}

bool cr_line_frame(struct cr_text text, struct cr_line_frame *frame)
{
	struct cr_text rest = text;
	bool paren;
	u32 bytes;

	memset(frame, 0, sizeof(*frame));
	if (text.bytes > 0xffff)
		return false;
	cr_text_skip_spaces(&rest);
	if (rest.bytes && (rest.at[0] < 'a' || rest.at[0] > 'z'))
		skip_ip(&rest, frame);
	else if (rest.bytes && rest.at[0] == 'p')
		skip_ip(&rest, frame);
	/* Twice behind the RIP of old kernels. */
	if (!skip_address(&rest, frame) || !skip_address(&rest, frame))
		return false;
	if (cr_text_skip(&rest, CR_WORD("? ")))
		frame->flags |= CRASHREC_FRAME_F_UNRELIABLE;
	paren = cr_text_skip(&rest, CR_WORD("("));
	bytes = name_bytes(rest);
	if (!bytes || cr_text_digit(rest.at[0]) < 10)
		return false;
	frame->func_at = (u16)(rest.at - text.at);
	frame->func_bytes = (u16)bytes;
	rest = cr_text_from(rest, bytes);
	if (cr_text_starts(rest, CR_WORD("+0x")))
		return take_offset(text, rest, frame);
	if (paren)
		return cr_text_starts(rest, CR_WORD(") from "));
	if (cr_text_starts(rest, CR_WORD(" from ")))
		return cr_text_has(rest, CR_WORD("+0x"));
	if (ends_with(rest, CR_WORD(" [inline]")))
		frame->flags |= CRASHREC_FRAME_F_INLINE;
	return frame->flags & CRASHREC_FRAME_F_INLINE;
}

bool cr_line_symbol(struct cr_text text, struct cr_line_frame *frame)
{
	u32 at = 0;
	u32 begin;
	u32 found;

	memset(frame, 0, sizeof(*frame));
	if (text.bytes > 0xffff)
		return false;
	for (;;) {
		found = cr_text_find(cr_text_from(text, at), CR_WORD("+0x"));
		if (found == CR_TEXT_NONE)
			return false;
		found += at;
		begin = found;
		while (begin > at && is_name_byte(text.at[begin - 1]))
			begin--;
		frame->func_at = (u16)begin;
		frame->func_bytes = (u16)(found - begin);
		if (begin < found && cr_text_digit(text.at[begin]) >= 10 &&
		    take_offset(text, cr_text_from(text, found), frame))
			return true;
		at = found + 3;
	}
}

static u32 find_last(struct cr_text text, struct cr_text word)
{
	u32 i;

	if (text.bytes < word.bytes)
		return CR_TEXT_NONE;
	for (i = text.bytes - word.bytes + 1; i-- > 0;) {
		if (text.at[i] == word.at[0] &&
		    !memcmp(text.at + i, word.at, word.bytes))
			return i;
	}
	return CR_TEXT_NONE;
}

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
	clean = find_last(rest, CR_WORD(" Not tainted"));
	end = find_last(rest, CR_WORD(" Tainted: "));
	if (end == CR_TEXT_NONE || (clean != CR_TEXT_NONE && clean > end))
		end = clean;
	if (end != CR_TEXT_NONE)
		rest.bytes = end;
	if (ends_with(rest, CR_WORD(" Kdump: loaded")))
		rest.bytes -= CR_WORD(" Kdump: loaded").bytes;
	task->comm = rest;
	return true;
}

/* @text ends in "comm:1" or "comm/1", @mark being what separates. */
static bool split_task(struct cr_text text, struct cr_text mark,
		       struct cr_line_task *task)
{
	u32 at = find_last(text, mark);
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

bool cr_line_header_task(struct cr_text text, struct cr_line_task *task)
{
	u32 at;

	if (cr_text_skip(&text, CR_WORD("INFO: task "))) {
		at = find_last(text, CR_WORD(" blocked for more than "));
		if (at == CR_TEXT_NONE)
			return false;
		text.bytes = at;
		return split_task(text, CR_WORD(":"), task);
	}
	at = cr_text_find(text, CR_WORD("s! ["));
	if (at != CR_TEXT_NONE && ends_with(text, CR_WORD("]"))) {
		text.bytes = find_last(text, CR_WORD("]"));
		return split_task(cr_text_from(text, at + 4), CR_WORD(":"),
				  task);
	}
	at = cr_text_find(text, CR_WORD(" by task "));
	if (at != CR_TEXT_NONE)
		return split_task(cr_text_from(text, at + 9), CR_WORD("/"),
				  task);
	return false;
}

static bool is_register(struct cr_text name)
{
	static const char names[] =
		" RAX RBX RCX RDX RSI RDI RBP RSP RIP R08 R09 R10 R11 R12 R13"
		" R14 R15 FS GS knlGS CS DS ES SS CR0 CR2 CR3 CR4 DR0 DR1 DR2"
		" DR3 DR6 DR7 EFLAGS ORIG_RAX PKRU EAX EBX ECX EDX ESI EDI EBP"
		" ESP EIP pstate psr pmr_save sp lr pc fp ip ";
	struct cr_text list = CR_TEXT(names);
	char word[12];

	if (name.bytes >= 2 && (name.at[0] == 'x' || name.at[0] == 'r') &&
	    cr_text_digit(name.at[1]) < 10)
		return true;
	if (name.bytes > 8)
		return false;
	word[0] = ' ';
	memcpy(word + 1, name.at, name.bytes);
	word[name.bytes + 1] = ' ';
	return cr_text_has(list, (struct cr_text){ word, name.bytes + 2 });
}

bool cr_line_register_next(struct cr_text *text, struct cr_line_register *reg)
{
	struct cr_text rest = *text;
	struct cr_text name;
	u32 before;

	cr_text_skip_spaces(&rest);
	name = rest;
	name.bytes = name_bytes(rest);
	if (name.bytes < 2 || name.bytes > 8)
		return false;
	rest = cr_text_from(rest, name.bytes);
	cr_text_skip_spaces(&rest);
	if (!cr_text_skip(&rest, CR_WORD(":")) || !is_register(name))
		return false;
	cr_text_skip_spaces(&rest);
	cr_text_skip(&rest, CR_WORD("0x"));
	before = rest.bytes;
	if (!cr_text_take_u64(&rest, 16, &reg->value) ||
	    before - rest.bytes < 4)
		return false;
	if (cr_text_skip(&rest, CR_WORD(":")) &&
	    (cr_text_skip(&rest, CR_WORD("0x")), true) &&
	    !cr_text_take_u64(&rest, 16, &reg->value))
		return false;
	if (rest.bytes && is_name_byte(rest.at[0]))
		return false;
	if (rest.bytes && rest.at[0] == '(')
		rest = cr_text_from(rest, cr_text_find(rest, CR_WORD(")")) + 1);
	memset(reg->name, 0, sizeof(reg->name));
	memcpy(reg->name, name.at, name.bytes);
	*text = rest;
	return true;
}
