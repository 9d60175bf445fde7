// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "../../include/uapi/crashrec_format.h"
#include "line.h"

static u32 name_bytes(struct cr_text text)
{
	u32 i = 0;

	while (i < text.bytes && cr_text_is_name(text.at[i]))
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
		if (!cr_text_is_name(rest.at[bytes]) && rest.at[bytes] != '-')
			break;
	}
	if (!bytes || bytes == rest.bytes ||
	    (rest.at[bytes] != ']' && rest.at[bytes] != ' ') ||
	    cr_text_starts(rest, CR_WORD("inline]")))
		return;
	frame->module_at = (u16)(rest.at - text.at);
	frame->module_bytes = (u16)bytes;
}

/* A short hexadecimal number. */
static bool take_hex(struct cr_text *text, u32 *value)
{
	u32 v = 0;
	u32 i;

	for (i = 0; i < text->bytes; i++) {
		u32 digit = cr_text_digit(text->at[i]);

		if (digit > 15)
			break;
		if (v >> 28)
			return false;
		v = v << 4 | digit;
	}
	text->at += i;
	text->bytes -= i;
	*value = v;
	return i;
}

/* "+0x1/0x2 [module]" behind a name, @rest being the end of @text. */
static bool take_offset(struct cr_text text, struct cr_text rest,
			struct cr_line_frame *frame)
{
	if (!cr_text_skip(&rest, CR_WORD("+0x")) ||
	    !take_hex(&rest, &frame->offset))
		return false;
	if (cr_text_skip(&rest, CR_WORD("/0x")) &&
	    !take_hex(&rest, &frame->size))
		return false;
	if (!rest.bytes)
		return true;
	take_module(text, rest, frame);
	/* powerpc says so where it guesses. */
	if (cr_text_has(rest, CR_WORD("(unreliable)")))
		frame->flags |= CRASHREC_FRAME_F_UNRELIABLE;
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
		CR_TEXT("RIP "), CR_TEXT("epc : "), CR_TEXT("NIP "),
		CR_TEXT("--- interrupt: "),
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
	/* "0010:"; powerpc: "--- interrupt: 700 at " */
	if (cr_text_take_u64(&rest, 16, &segment) &&
	    (cr_text_skip(&rest, CR_WORD(":")) ||
	     cr_text_skip(&rest, CR_WORD(" at "))))
		*text = rest;
	cr_text_skip_spaces(text);
}

/* arm: "(func) from [<80010000>] (caller+0x1/0x2)", "func from caller+0x1" */
static bool take_caller(struct cr_text text, struct cr_text rest,
			struct cr_line_frame *frame)
{
	u32 bytes;

	cr_text_skip(&rest, CR_WORD(")"));
	if (!cr_text_skip(&rest, CR_WORD(" from ")) ||
	    !skip_address(&rest, frame))
		return false;
	cr_text_skip(&rest, CR_WORD("("));
	bytes = name_bytes(rest);
	if (!bytes || !cr_text_starts(cr_text_from(rest, bytes),
				      CR_WORD("+0x")))
		return false;
	frame->caller_at = (u16)(rest.at - text.at);
	frame->caller_bytes = (u16)bytes;
	return true;
}

/*
 * " ? func+0x1/0x2" and no more: what most lines of a report are, taken at
 * small cost. @frame is zeroed, and is not changed where the line is more.
 */
static bool take_plain(struct cr_text text, struct cr_line_frame *frame)
{
	struct cr_text rest = text;
	struct cr_text name;
	u32 offset, size;
	u8 flags = 0;

	cr_text_skip_spaces(&rest);
	if (rest.bytes > 2 && rest.at[0] == '?' && rest.at[1] == ' ') {
		flags = CRASHREC_FRAME_F_UNRELIABLE;
		rest.at += 2;
		rest.bytes -= 2;
	}
	name = rest;
	name.bytes = name_bytes(rest);
	rest.at += name.bytes;
	rest.bytes -= name.bytes;
	if (!name.bytes || cr_text_digit(name.at[0]) < 10 || rest.bytes < 7 ||
	    !cr_text_skip(&rest, CR_WORD("+0x")) || !take_hex(&rest, &offset) ||
	    !cr_text_skip(&rest, CR_WORD("/0x")) || !take_hex(&rest, &size) ||
	    rest.bytes)
		return false;
	frame->func_at = (u16)(name.at - text.at);
	frame->func_bytes = (u16)name.bytes;
	frame->offset = offset;
	frame->size = size;
	frame->flags = flags;
	return true;
}

bool cr_line_frame(struct cr_text text, struct cr_line_frame *frame)
{
	struct cr_text rest = text;
	bool paren;
	u32 bytes;

	memset(frame, 0, sizeof(*frame));
	if (text.bytes > 0xffff)
		return false;
	if (take_plain(text, frame))
		return true;
	cr_text_skip_spaces(&rest);
	if (rest.bytes &&
	    (rest.at[0] < 'a' || rest.at[0] > 'z' || rest.at[0] == 'p' ||
	     rest.at[0] == 'e'))
		skip_ip(&rest, frame);
	/* Again behind the RIP of old kernels. */
	if (rest.bytes && rest.at[0] == '[' &&
	    (!skip_address(&rest, frame) || !skip_address(&rest, frame)))
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
	if (paren || cr_text_starts(rest, CR_WORD(" from ")))
		return take_caller(text, rest, frame);
	/* "WARNING: ... [inline]" is a header. */
	if (cr_text_starts(rest, CR_WORD(":")))
		return false;
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
		while (begin > at && cr_text_is_name(text.at[begin - 1]))
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
	u32 last = CR_TEXT_NONE;
	u32 from = 0;
	u32 at;

	while ((at = cr_text_find(cr_text_from(text, from), word)) !=
	       CR_TEXT_NONE) {
		last = from + at;
		from = last + 1;
	}
	return last;
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
	char last;
	u32 at;

	if (cr_text_skip(&text, CR_WORD("INFO: task "))) {
		at = find_last(text, CR_WORD(" blocked for more than "));
		if (at == CR_TEXT_NONE)
			return false;
		text.bytes = at;
		return split_task(text, CR_WORD(":"), task);
	}
	/* They end so, but for white space. */
	last = text.bytes ? text.at[text.bytes - 1] : 0;
	if (last != ']' && cr_text_digit(last) > 9 && !cr_text_is_space(last))
		return false;
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

/**
 * struct comm_form - how a comm stands in a line
 * @head: how the line begins; empty: with a digit
 * @mark: the comm is behind the last of these; empty: behind the head
 * @tail: what is behind the comm: "#" is a number, "*" any bytes, "$" the
 *        line's end. Empty: nothing but that end
 */
struct comm_form {
	struct cr_text head;
	struct cr_text mark;
	struct cr_text tail;
};

#define COMM(begin, before, behind) \
	{ CR_TEXT(begin), CR_TEXT(before), CR_TEXT(behind) }

/* The comm begins the line, behind "-----" and the like. */
#define FORM_LOCKDEP	0

/*
 * kernel/{panic,hung_task,watchdog}.c, those of kernel/locking/,
 * kernel/sched/core.c, mm/kasan/report.c, mm/{memory,page_alloc}.c,
 * lib/{dump_stack,smp_processor_id}.c (6.12); the mutex's owner from 6.15, the warning's task
 * from 6.18 on.
 */
static const struct comm_form comm_forms[] = {
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
	COMM("BUG: workqueue leaked ", ": ", "/0x"),
	COMM("BUG: workqueue leaked ", ": ", "[#]$"),
	COMM("BUG: Bad page ", " in process ", "  p"),
	COMM("BUG: spinlock ", ", ", "/#$"),
	COMM("BUG: rwlock ", ", ", "/#$"),
	COMM(" lock: ", ", .owner: ", "/#, .owner_cpu"),
	COMM("WARNING: ", ": ", "/#$"),
};

/* May a line of these first bytes have one of comm_forms[]? */
static bool may_name_comm(struct cr_text text)
{
	if (text.bytes < 2)
		return false;
	switch (text.at[0]) {
	case ' ':
		return text.at[1] == 'l';
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
	default:
		return cr_text_digit(text.at[0]) < 10;
	}
}

static bool has_head(struct cr_text *text, struct cr_text head)
{
	if (!head.bytes)
		return text->bytes && cr_text_digit(text->at[0]) < 10;
	return cr_text_skip(text, head);
}

static void find_comm(struct cr_line_comm *comm, struct cr_text text)
{
	u32 i;

	for (i = FORM_LOCKDEP + 1; i < CR_COUNT(comm_forms); i++) {
		const struct comm_form *form = &comm_forms[i];
		struct cr_text rest = text;
		u32 at = 0;

		if (!has_head(&rest, form->head))
			continue;
		if (form->mark.bytes)
			at = find_last(rest, form->mark);
		if (at == CR_TEXT_NONE)
			continue;
		rest = cr_text_from(rest, at + form->mark.bytes);
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

static bool is_tail(struct cr_text text, struct cr_text tail, u32 *pid)
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
	tail = comm_forms[comm->form].tail;
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

/* x86; what arm and arm64 have besides r0, x0 and so on. Zero padded. */
static const char registers[][8] = {
	"RAX", "RBX", "RCX", "RDX", "RSI", "RDI", "RBP", "RSP", "RIP", "R08",
	"R09", "R10", "R11", "R12", "R13", "R14", "R15", "FS", "GS", "knlGS",
	"CS", "DS", "ES", "SS", "CR0", "CR2", "CR3", "CR4", "EFLAGS",
	"ORIG_RAX", "DR0", "DR1", "DR2", "DR3", "DR6", "DR7", "PKRU", "EAX",
	"EBX", "ECX", "EDX", "ESI", "EDI", "EBP", "ESP", "EIP", "pstate",
	"psr", "pmr_save", "sp", "lr", "pc", "fp", "ip",
};

static bool is_register(const char name[8])
{
	u32 i;

	if ((name[0] == 'x' || name[0] == 'r') && cr_text_digit(name[1]) < 10)
		return true;
	for (i = 0; i < CR_COUNT(registers); i++) {
		if (!memcmp(registers[i], name, sizeof(registers[i])))
			return true;
	}
	return false;
}

bool cr_line_register_next(struct cr_text *text, struct cr_line_register *reg)
{
	struct cr_text rest = *text;
	struct cr_text name;
	u32 before;
	u32 i;

	cr_text_skip_spaces(&rest);
	name = rest;
	name.bytes = name_bytes(rest);
	if (name.bytes < 2 || name.bytes > sizeof(reg->name))
		return false;
	rest = cr_text_from(rest, name.bytes);
	cr_text_skip_spaces(&rest);
	if (!cr_text_skip(&rest, CR_WORD(":")))
		return false;
	memset(reg->name, 0, sizeof(reg->name));
	for (i = 0; i < name.bytes; i++)
		reg->name[i] = name.at[i];
	if (!is_register(reg->name))
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
	if (rest.bytes && cr_text_is_name(rest.at[0]))
		return false;
	if (rest.bytes && rest.at[0] == '(')
		rest = cr_text_from(rest, cr_text_find(rest, CR_WORD(")")) + 1);
	*text = rest;
	return true;
}
