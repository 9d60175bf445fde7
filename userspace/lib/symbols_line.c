// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Places in lines of text, wherever in a line they stand: "FUNCTION+0xOFF/0xSIZE"
 * and perhaps " [MODULE]", as %pS prints it (lib/vsprintf.c, 6.12).
 *
 * An address that a stack has is where a call returns to, but for that which
 * an interrupt or exception came from: it follows the frame of the code that
 * interrupts enter by, or has been told as the instruction pointer. On arm64 it
 * is the first frame of the stack, too (arch/arm64/kernel/stacktrace.c, 6.1),
 * and from 6.13 on has the mark (P).
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/line.h"
#include "symbols.h"

/* How many other places are told. */
#define OTHERS_MAX	3

/**
 * struct found - a place in a line
 * @query: what it says
 * @id: of the module
 * @at: offset of the function's name in the line
 * @end: offset behind the size
 * @module_end: offset behind " [module]", or @end
 */
struct found {
	struct crashrec_symbol_query query;
	struct symbols_id id;
	u32 at;
	u32 end;
	u32 module_end;
};

/* The code by which interrupts and exceptions enter, of 4.x to 6.18. */
static const char entries[] =
	"asm_exc_\0asm_sysvec_\0asm_common_interrupt\0"
	"asm_spurious_interrupt\0end_repeat_nmi\0apic_timer_interrupt\0"
	"reschedule_interrupt\0call_function_interrupt\0"
	"call_function_single_interrupt\0irq_work_interrupt\0"
	"el1h_64_\0el1_irq\0el1_sync\0el1_dbg\0el1_da\0el1_error\0"
	"__irq_svc\0__dabt_svc\0__und_svc\0__pabt_svc\0"
	"ret_from_exception\0handle_exception\0";

bool symbols_is_exact(struct symbols_context *context,
		      const struct crashrec_symbol_query *query, bool is_ip,
		      bool is_reliable)
{
	struct cr_text name = { query->function.data,
				(u32)query->function.bytes };
	bool exact;

	if (is_ip && name.bytes < sizeof(context->ip)) {
		memcpy(context->ip, name.at, name.bytes);
		context->ip[name.bytes] = '\0';
		context->ip_offset = query->offset;
		context->ip_size = query->size;
		context->is_interrupted = false;
		return true;
	}
	if (!is_reliable)
		return is_ip;
	exact = context->is_interrupted ||
		(context->ip_offset == query->offset &&
		 context->ip_size == query->size &&
		 cr_text_equals(cr_text_of(context->ip), name));
	context->is_interrupted = cr_text_starts_any(name, entries);
	return exact;
}

static u32 name_before(struct cr_text line, u32 at)
{
	while (at && cr_text_is_name(line.at[at - 1]))
		at--;
	return at;
}

static bool take_hex(struct cr_text *text, uint32_t *number)
{
	u64 value;

	if (!cr_text_take_u64(text, 16, &value) || value > UINT32_MAX)
		return false;
	*number = (uint32_t)value;
	return true;
}

static void take_id(struct found *found, struct cr_text text)
{
	u32 i;

	if (text.bytes % 2 || text.bytes / 2 > sizeof(found->id.at))
		return;
	for (i = 0; i < text.bytes; i++) {
		if (cr_text_digit(text.at[i]) > 15)
			return;
		found->id.at[i / 2] = (uint8_t)(found->id.at[i / 2] << 4 |
						cr_text_digit(text.at[i]));
	}
	found->id.bytes = text.bytes / 2;
}

/* " [module]" or " [module build-id]" */
static void take_module(struct cr_text line, struct found *found)
{
	struct cr_text rest = cr_text_from(line, found->end);
	u32 close, bytes = 0;

	found->module_end = found->end;
	if (!cr_text_skip(&rest, CR_WORD(" [")))
		return;
	close = cr_text_find(rest, CR_WORD("]"));
	if (close == CR_TEXT_NONE)
		return;
	while (bytes < close && (cr_text_is_name(rest.at[bytes]) ||
				 rest.at[bytes] == '-'))
		bytes++;
	if (!bytes || (bytes < close && rest.at[bytes] != ' '))
		return;
	found->query.module.data = rest.at;
	found->query.module.bytes = bytes;
	found->module_end = (u32)(rest.at - line.at) + close + 1;
	rest.bytes = close;
	if (bytes < close)
		take_id(found, cr_text_from(rest, bytes + 1));
}

/* "[<ffffffff81000000>] " in front of the name */
static void take_address(struct cr_text line, struct found *found)
{
	struct cr_text before = { line.at, found->at };
	u32 open = cr_text_find_last(before, CR_WORD("[<"));

	if (open == CR_TEXT_NONE)
		return;
	before = cr_text_from(before, open + 2);
	if (!cr_text_take_u64(&before, 16, &found->query.address) ||
	    !cr_text_equals(before, CR_WORD(">] ")))
		found->query.address = 0;
}

/* Return: true if "name+0x1/0x2" stands at a plus sign. */
static bool take_place(struct cr_text line, u32 plus, struct found *found)
{
	struct cr_text rest = cr_text_from(line, plus);

	memset(found, 0, sizeof(*found));
	found->at = name_before(line, plus);
	if (found->at == plus || cr_text_digit(line.at[found->at]) < 10 ||
	    !cr_text_skip(&rest, CR_WORD("+0x")) ||
	    !take_hex(&rest, &found->query.offset) ||
	    !cr_text_skip(&rest, CR_WORD("/0x")) ||
	    !take_hex(&rest, &found->query.size))
		return false;
	found->query.function.data = line.at + found->at;
	found->query.function.bytes = plus - found->at;
	found->query.module.data = "";
	found->end = (u32)(rest.at - line.at);
	take_module(line, found);
	take_address(line, found);
	found->query.build_id.data = (const char *)found->id.at;
	found->query.build_id.bytes = found->id.bytes;
	return true;
}

static bool find_place(struct cr_text line, struct found *found)
{
	u32 at = 0, step;

	while ((step = cr_text_find(cr_text_from(line, at),
				    CR_WORD("+0x"))) != CR_TEXT_NONE) {
		at += step;
		if (take_place(line, at, found))
			return true;
		at++;
	}
	return false;
}

/* " fs/file.c:12" follows. */
static bool has_place(struct cr_text line, const struct found *found)
{
	struct cr_text rest = cr_text_from(line, found->end);
	bool has_dot = false;
	u32 i;

	if (!cr_text_skip(&rest, CR_WORD(" ")))
		return false;
	for (i = 0; i < rest.bytes && rest.at[i] > ' '; i++) {
		has_dot |= rest.at[i] == '.';
		if (rest.at[i] == ':' && i + 1 < rest.bytes)
			return has_dot && cr_text_digit(rest.at[i + 1]) < 10;
	}
	return false;
}

/* Does the line, up to the function, say that the CPU was there? */
static bool is_ip(struct cr_text line, const struct found *found)
{
	static const char * const words[] = {
		"RIP:", "RIP ", "EIP:", "EIP is", "pc : ", "PC is", "epc : ",
		"NIP ", "WARNING: ", "kernel BUG at ",
	};
	struct cr_text before = { line.at, found->at };
	size_t i;

	if (cr_text_starts(cr_text_from(line, found->module_end),
			   CR_WORD(" (P")))
		return true;
	for (i = 0; i < CR_COUNT(words); i++)
		if (cr_text_has(before, cr_text_of(words[i])))
			return true;
	return false;
}

static bool is_reliable(struct cr_text line, const struct found *found)
{
	return !cr_text_ends((struct cr_text){ line.at, found->at },
			     CR_WORD("?"));
}

static void print(FILE *out, struct cr_text text)
{
	fwrite(text.at, 1, text.bytes, out);
}

static void print_inlines(FILE *out, struct cr_text line,
			  const struct found *found,
			  const struct crashrec_symbol *symbol)
{
	const struct crashrec_symbol_place *place = symbol->places;
	size_t i;

	for (i = 0; i + 1 < symbol->place_count; i++, place++) {
		print(out, (struct cr_text){ line.at, found->at });
		fprintf(out, "%s %s:%u [inline]",
			*place->function ? place->function : "(unknown)",
			place->file, place->line);
		print(out, cr_text_from(line, found->module_end));
		fputc('\n', out);
	}
}

static void print_places(FILE *out, struct cr_text line,
			 const struct found *found,
			 const struct crashrec_symbol *symbol)
{
	const struct crashrec_symbol_place *place;
	size_t i;

	print_inlines(out, line, found, symbol);
	place = &symbol->places[symbol->place_count - 1];
	print(out, (struct cr_text){ line.at, found->end });
	fprintf(out, " %s:%u", place->file, place->line);
	for (i = 0; i < symbol->other_count && i < OTHERS_MAX; i++)
		fprintf(out, " or %s:%u", symbol->others[i].file,
			symbol->others[i].line);
	if (i < symbol->other_count)
		fprintf(out, " or one of %zu others", symbol->other_count - i);
	print(out, cr_text_from(line, found->end));
	fputc('\n', out);
}

static int look_up(struct crashrec_symbols *symbols, struct cr_text line,
		   struct found *found, struct crashrec_symbol *symbol)
{
	found->query.is_exact =
		symbols_is_exact(&symbols->context, &found->query,
				 is_ip(line, found), is_reliable(line, found));
	if (has_place(line, found))
		return -ENOENT;
	return crashrec_symbols_find(symbols, &found->query, symbol);
}

int crashrec_symbols_line(struct crashrec_symbols *symbols,
			  struct crashrec_text line,
			  struct crashrec_text *text)
{
	struct cr_text whole = { line.data, (u32)line.bytes };
	struct crashrec_symbol symbol;
	struct found found;
	int err = -ENOENT;
	size_t bytes;
	FILE *out;

	*text = (struct crashrec_text){ "", 0 };
	free(symbols->text);
	symbols->text = NULL;
	out = open_memstream(&symbols->text, &bytes);
	if (!out)
		return -ENOMEM;
	if (line.bytes < UINT32_MAX && find_place(whole, &found))
		err = look_up(symbols, whole, &found, &symbol);
	if (!err) {
		print_places(out, whole, &found, &symbol);
	} else {
		fwrite(line.data, 1, line.bytes, out);
		fputc('\n', out);
	}
	if (fclose(out) || err == -ENOMEM)
		return -ENOMEM;
	*text = (struct crashrec_text){ symbols->text, bytes };
	return 0;
}
