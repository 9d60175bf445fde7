// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "walk.h"

#define EMPTY	((struct cr_text){ NULL, 0 })

enum cr_stack_start cr_stack_start(struct cr_text line, enum cr_shape shape)
{
	if (shape != CR_SHAPE_TRACE && shape != CR_SHAPE_DETAIL)
		return CR_STACK_NONE;
	cr_text_skip_spaces(&line);
	if (!line.bytes)
		return CR_STACK_NONE;
	switch (line.at[0]) {
	case 'C':
		if (cr_text_starts(line, CR_WORD("Call Trace")) ||
		    cr_text_starts(line, CR_WORD("Call trace")))
			return CR_STACK_CALL_TRACE;
		break;
	case 'A':
		if (cr_pattern_fits("Allocated:|Allocated by task {d}:", line,
				    NULL))
			return CR_STACK_ALLOCATED;
		break;
	case 'F':
		if (cr_pattern_fits("Freed:|Freed by task {d}:", line, NULL))
			return CR_STACK_FREED;
		break;
	case 'b':
		if (cr_pattern_fits("backtrace:|backtrace (crc *):", line,
				    NULL))
			return CR_STACK_BACKTRACE;
		break;
	case 'B':
		if (cr_text_starts(line, CR_WORD("Backtrace:")))
			return CR_STACK_CALL_TRACE;
		break;
	case 'U':
		if (cr_text_starts(line, CR_WORD("Uninit was stored to memory at")))
			return CR_STACK_STORED;
		break;
	default:
		break;
	}
	return CR_STACK_NONE;
}

/* A fault that was injected dumps its stack, often into another's. */
static bool is_injection(struct cr_text line)
{
	return line.bytes > 12 && line.at[0] == ' ' &&
	       (line.at[1] == 's' || line.at[1] == '[') &&
	       cr_pattern_fits(" {a}should_fail+0x| {a}should_failslab+0x",
			       line, NULL);
}

/* Without what compilers append: f.isra.0, f.cold. */
static struct cr_text bare_name(struct cr_text name)
{
	u32 dot = cr_text_find(cr_text_from(name, 1), CR_WORD("."));

	if (dot != CR_TEXT_NONE)
		name.bytes = dot + 1;
	return name;
}

static void add_frame(struct cr_walk *walk, struct cr_text func)
{
	if (func.bytes && !walk->suspects.is_done)
		cr_blame_frame(&walk->suspects, bare_name(func),
			       walk->culprit->skip);
}

/* The first {f} of a pattern in the line. */
static bool take_name(const char *pattern, struct cr_text line,
		      struct cr_text *func)
{
	struct cr_captures captures = { .count = 0 };

	if (!cr_pattern_fits(pattern, line, &captures))
		return false;
	*func = captures.texts[0];
	return true;
}

/*
 * " #0: ffff888001020304 (&lock){+.+.}-{3:3}, at: ", or that without the
 * number, or without the address too: how lockdep names a lock. Lines that
 * name a task begin otherwise, or go on with "/1" behind its name.
 */
static bool begins_lock(struct cr_text line)
{
	u32 number;
	u64 address;

	cr_text_skip_spaces(&line);
	if (cr_text_skip(&line, CR_WORD("#")))
		return cr_text_take_u32(&line, &number) &&
		       cr_text_skip(&line, CR_WORD(":"));
	cr_text_take_u64(&line, 16, &address);
	cr_text_skip_spaces(&line);
	return cr_text_starts(line, CR_WORD("("));
}

/* Behind "at: func": "+0x1/0x2", then " [module]", " a.c:1" or nothing. */
static bool ends_place(struct cr_text rest)
{
	u64 number;
	u32 colon;

	/* Compilers append to names: ".isra.0". */
	while (rest.bytes && cr_text_is_name(rest.at[0]))
		rest = cr_text_from(rest, 1);
	if (cr_text_skip(&rest, CR_WORD("+0x")))
		cr_text_take_u64(&rest, 16, &number);
	if (cr_text_skip(&rest, CR_WORD("/0x")))
		cr_text_take_u64(&rest, 16, &number);
	if (!rest.bytes || rest.at[0] == '\r' ||
	    cr_text_starts(rest, CR_WORD(" [")))
		return true;
	colon = cr_text_find(rest, CR_WORD(":"));
	return rest.at[0] == ' ' && colon != CR_TEXT_NONE &&
	       colon + 1 < rest.bytes && cr_text_digit(rest.at[colon + 1]) < 10;
}

static bool take_lock(struct cr_text line, struct cr_text *func)
{
	u32 end;

	if (!begins_lock(line) || !take_name("*at: {a}{f}", line, func))
		return false;
	end = (u32)(func->at + func->bytes - line.at);
	if (ends_place(cr_text_from(line, end)))
		return true;
	*func = EMPTY;
	return false;
}

/* Is this the line that a letter stands for? @func: who it names, if any. */
static bool is_step(char letter, struct cr_text line, enum cr_shape shape,
		    struct cr_text *func)
{
	struct cr_text named = *func;

	*func = EMPTY;
	switch (letter) {
	case 'R':
		*func = named;
		return shape == CR_SHAPE_IP;
	case 'C':
		return cr_stack_start(line, shape) == CR_STACK_CALL_TRACE;
	case 'B':
		return cr_stack_start(line, shape) == CR_STACK_BACKTRACE;
	case 'A':
		if (shape == CR_SHAPE_FRAME || shape == CR_SHAPE_REGISTERS)
			return false;
		return cr_text_has(line, CR_WORD("at: ")) &&
		       take_lock(line, func);
	case 'I':
		if (shape == CR_SHAPE_REGISTERS ||
		    cr_text_starts(line, CR_WORD("Code: ")) ||
		    (shape == CR_SHAPE_FRAME &&
		     !cr_text_has(line, CR_WORD("_i"))))
			return false;
		return cr_text_has(line, CR_WORD("apic_timer_interrupt")) ||
		       cr_text_has(line, CR_WORD("Exception stack")) ||
		       cr_text_has(line, CR_WORD("el1h_64_irq"));
	case 'P':
		*func = named;
		return shape == CR_SHAPE_FRAME && named.bytes;
	case 'O':
		return cr_text_starts(line, CR_WORD("page last allocated"));
	case 'W':
		return cr_text_has(line, CR_WORD("which became ")) &&
		       cr_text_has(line, CR_WORD(" at:"));
	case 'L':
		return take_name("*last function: {w}|*workfn={w}", line, func);
	default:
		return cr_text_starts(line, CR_WORD("Uninit was created at"));
	}
}

void cr_walk_begin(struct cr_walk *walk, const struct cr_culprit *culprit,
		   const char *path, struct cr_text named)
{
	memset(walk, 0, sizeof(*walk));
	walk->culprit = culprit;
	walk->at = path;
	walk->suspects.how = culprit->how;
	if (*walk->at != 'H')
		return;
	walk->at++;
	add_frame(walk, named);
}

void cr_walk_line(struct cr_walk *walk, struct cr_text line,
		  enum cr_shape shape, struct cr_text func)
{
	struct cr_text named = func;

	if (cr_walk_is_over(walk))
		return;
	/* What x86 prints behind it may be of the first oops of this boot. */
	if (shape == CR_SHAPE_END) {
		walk->at = "";
		return;
	}
	if (is_injection(line)) {
		walk->at = "";
		memset(&walk->suspects, 0, sizeof(walk->suspects));
		walk->is_mixed = true;
		return;
	}
	if (*walk->at != 'S') {
		if (!is_step(*walk->at, line, shape, &named))
			return;
		walk->at++;
		add_frame(walk, named);
		return;
	}
	if (cr_stack_start(line, shape)) {
		walk->at++;
		return;
	}
	if (walk->at[1] && is_step(walk->at[1], line, shape, &named)) {
		walk->at += 2;
		add_frame(walk, named);
		return;
	}
	if (shape == CR_SHAPE_FRAME)
		add_frame(walk, func);
}
