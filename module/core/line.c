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

/*
 * " [module]" or " [module build-id]", @rest being the end of @text; in a log that
 * was symbolised " file.c:12" is before it, which no kernel prints.
 */
static void take_module(struct cr_text text, struct cr_text rest,
			struct cr_line_frame *frame)
{
	u32 bytes;

	if (CR_IS_READER && !cr_text_starts(rest, CR_WORD(" [")))
		rest = cr_text_from(rest, cr_text_find(rest, CR_WORD(" [")));
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

/* Does one of the heads of skip_ip() begin so? */
static bool may_be_ip(char first)
{
	switch (first) {
	case '-':
	case 'E':
	case 'I':
	case 'N':
	case 'P':
	case 'R':
	case 'e':
	case 'p':
		return true;
	default:
		return false;
	}
}

/* "RIP: 0010:", "pc : " and so on: what stands before the name. */
static void skip_ip(struct cr_text *text, struct cr_line_frame *frame)
{
	struct cr_text rest;
	u64 segment;

	if (!cr_text_skip_any(text, "RIP: \0EIP: \0EIP is at \0IP: \0pc : \0"
			      "PC is at \0RIP \0epc : \0NIP \0"
			      "--- interrupt: \0"))
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

/* Return: behind the digits, or NULL if these are not one to eight. */
static inline const char *plain_hex(const char *at, const char *end,
				    u32 *value)
{
	const char *from = at;
	u32 v = 0;

	for (; at < end && cr_text_digit(*at) < 16; at++)
		v = v << 4 | cr_text_digit(*at);
	*value = v;
	return at > from && at - from <= 8 ? at : NULL;
}

/*
 * " ? func+0x1/0x2" and no more: what most lines of a report are, taken at
 * small cost.
 */
static bool take_plain(struct cr_text text, struct cr_line_frame *frame)
{
	const char *at = text.at;
	const char *end = at + text.bytes;
	const char *name;
	u32 bytes;

	while (at < end && *at == ' ')
		at++;
	if (end - at > 2 && at[0] == '?' && at[1] == ' ')
		at += 2;
	name = at;
	while (at < end && cr_text_is_name(*at))
		at++;
	bytes = (u32)(at - name);
	if (!bytes || cr_text_digit(*name) < 10 || end - at < 7 ||
	    memcmp(at, "+0x", 3) != 0)
		return false;
	at = plain_hex(at + 3, end, &frame->offset);
	if (!at || end - at < 4 || memcmp(at, "/0x", 3) != 0 ||
	    plain_hex(at + 3, end, &frame->size) != end)
		return false;
	frame->func_at = (u16)(name - text.at);
	frame->func_bytes = (u16)bytes;
	if (name - text.at >= 2 && name[-2] == '?')
		frame->flags = CRASHREC_FRAME_F_UNRELIABLE;
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
	memset(frame, 0, sizeof(*frame));
	cr_text_skip_spaces(&rest);
	if (rest.bytes && may_be_ip(rest.at[0]))
		skip_ip(&rest, frame);
	/* Again behind the RIP of old kernels. */
	if (rest.bytes && rest.at[0] == '[') {
		if (!skip_address(&rest, frame))
			return false;
		if (!skip_address(&rest, frame))
			return false;
	}
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
	if (cr_text_ends(rest, CR_WORD(" [inline]")))
		frame->flags |= CRASHREC_FRAME_F_INLINE;
	return frame->flags & CRASHREC_FRAME_F_INLINE;
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
