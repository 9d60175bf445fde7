// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include <crashrec_code.h>
#include <crashrec_structure.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

unsigned int crashrec_record_machine(const struct crashrec_record *record)
{
	const struct crashrec_structure *s = crashrec_record_structure(record);
	const struct crashrec_cpu_register *registers;
	size_t i, count;

	registers = crashrec_record_registers(record, &count);
	for (i = 0; i < count; i++) {
		const char *name = registers[i].name;

		if (!strcmp(name, "RAX") || !strcmp(name, "RSP"))
			return CRASHREC_MACHINE_X86_64;
		if (!strcmp(name, "EAX"))
			return CRASHREC_MACHINE_X86_32;
		if (name[0] == 'x' && name[1] >= '0' && name[1] <= '9')
			return CRASHREC_MACHINE_ARM64;
	}
	if (!count && s->code_count && s->codes[0].unit_bytes == 1)
		return CRASHREC_MACHINE_X86_64;
	return CRASHREC_MACHINE_UNKNOWN;
}

#ifndef HAVE_CAPSTONE

int crashrec_code_listing(const struct crashrec_code_bytes *code,
			  unsigned int machine, char **text)
{
	(void)code;
	(void)machine;
	*text = NULL;
	return -EOPNOTSUPP;
}

#else

#include <capstone/capstone.h>

#include "code_spelling.h"

#define SPELLED_ROOM	256
/* Bytes in a row. */
#define ROW_BYTES	7
/* No instruction of x86 is longer. */
#define LONGEST_BYTES	15

/**
 * struct listing - what is disassembled
 * @engine: of capstone
 * @machine: enum crashrec_machine
 * @code: the bytes
 * @begin: what is skipped of them
 * @out: where it is written
 */
struct listing {
	csh engine;
	unsigned int machine;
	const struct crashrec_code_bytes *code;
	size_t begin;
	FILE *out;
};

static bool is_x86(const struct listing *listing)
{
	return listing->machine != CRASHREC_MACHINE_ARM64;
}

static size_t trap_of(const struct crashrec_code_bytes *code)
{
	return code->trap_at < code->count ? code->trap_at : code->count;
}

/* Take the instruction at an offset; NULL: there is none. */
static cs_insn *take(const struct listing *listing, size_t at, size_t end)
{
	cs_insn *instruction;

	if (!cs_disasm(listing->engine, listing->code->bytes + at, end - at,
		       at - listing->begin, 1, &instruction))
		return NULL;
	return instruction;
}

/* Does one instruction follow the other up to the trapping one? */
static bool fits(struct listing *listing, size_t begin)
{
	size_t at = begin, trap = trap_of(listing->code);
	cs_insn *instruction;

	while (at < trap) {
		instruction = take(listing, at, listing->code->count);
		if (!instruction)
			return false;
		at += instruction->size;
		cs_free(instruction, 1);
	}
	return at == trap;
}

static void guess_begin(struct listing *listing)
{
	size_t trap = trap_of(listing->code);
	size_t step = is_x86(listing) ? 1 : 4;
	size_t begin = trap % step;

	listing->begin = 0;
	if (listing->code->trap_at >= listing->code->count)
		return;
	for (; begin < trap && begin <= LONGEST_BYTES; begin += step) {
		if (fits(listing, begin)) {
			listing->begin = begin;
			return;
		}
	}
	listing->begin = trap;
}

static void spell(const struct listing *listing, const cs_insn *instruction,
		  char text[SPELLED_ROOM])
{
	const cs_x86 *x86 = &instruction->detail->x86;
	struct code_spelling spelling = {
		.mnemonic = instruction->mnemonic,
		.plain = cs_insn_name(listing->engine, instruction->id),
		.operands = instruction->op_str,
		.is_jump = cs_insn_group(listing->engine, instruction,
					 CS_GRP_JUMP) ||
			   cs_insn_group(listing->engine, instruction,
					 CS_GRP_CALL) ||
			   cs_insn_group(listing->engine, instruction,
					 CS_GRP_RET),
		.relative_to = instruction->address + instruction->size,
	};
	uint8_t i;

	if (!is_x86(listing)) {
		snprintf(text, SPELLED_ROOM, "%s%s%s", instruction->mnemonic,
			 instruction->op_str[0] ? "\t" : "",
			 instruction->op_str);
		return;
	}
	spelling.has_displacement = x86->encoding.disp_offset;
	for (i = 0; i < x86->op_count; i++) {
		if (x86->operands[i].type == X86_OP_REG)
			spelling.register_bytes |= x86->operands[i].size;
		if (x86->operands[i].type == X86_OP_IMM &&
		    !spelling.operand_bytes)
			spelling.operand_bytes = x86->operands[i].size;
	}
	code_spell(&spelling, text, SPELLED_ROOM);
}

static void print_bytes(const struct listing *listing, size_t at, size_t bytes)
{
	const uint8_t *from = listing->code->bytes + at;
	size_t i;

	if (!is_x86(listing)) {
		/* As a number: little-endian. */
		for (i = bytes; i > 0; i--)
			fprintf(listing->out, "%02x", from[i - 1]);
		fprintf(listing->out, "%*s", (int)(8 - 2 * bytes), "");
		return;
	}
	for (i = 0; i < bytes; i++)
		fprintf(listing->out, "%s%02x", i ? " " : "", from[i]);
}

static void print_instruction(const struct listing *listing, size_t at,
			      size_t bytes, const char *text)
{
	bool is_trap = at == listing->code->trap_at;
	size_t row = is_x86(listing) && bytes > ROW_BYTES ? ROW_BYTES : bytes;
	size_t done;

	fprintf(listing->out, is_trap ? "*%3zx:\t" : "%4zx:\t",
		at - listing->begin);
	print_bytes(listing, at, row);
	if (is_x86(listing))
		fprintf(listing->out, "%*s", (int)(3 * (ROW_BYTES - row)) + 1,
			"");
	else
		fputc(' ', listing->out);
	fprintf(listing->out, "\t%s%s\n", text,
		is_trap ? " <-- trapping instruction" : "");
	for (done = row; done < bytes; done += row) {
		if (row > bytes - done)
			row = bytes - done;
		fprintf(listing->out, "%4zx:\t", at - listing->begin + done);
		print_bytes(listing, at + done, row);
		fputc('\n', listing->out);
	}
}

/* Would there be an instruction, if the bytes did not end here? */
static bool is_cut(const struct listing *listing, size_t at, size_t end)
{
	uint8_t bytes[2 * LONGEST_BYTES] = { 0 };
	cs_insn *instruction;

	if (!is_x86(listing) || end - at > LONGEST_BYTES)
		return false;
	memcpy(bytes, listing->code->bytes + at, end - at);
	if (!cs_disasm(listing->engine, bytes, sizeof(bytes), 0, 1,
		       &instruction))
		return false;
	cs_free(instruction, 1);
	return true;
}

/* A byte, or number of arm64, that begins no instruction, or one that is cut. */
static size_t print_bad(const struct listing *listing, size_t at, size_t end)
{
	size_t bytes = is_x86(listing) ? 1 : 4;
	char text[SPELLED_ROOM] = "(bad)";

	if (bytes > end - at)
		bytes = end - at;
	if (is_cut(listing, at, end))
		code_spell_byte(listing->code->bytes[at], text, sizeof(text));
	print_instruction(listing, at, bytes, text);
	return bytes;
}

static void print_all(struct listing *listing)
{
	const struct crashrec_code_bytes *code = listing->code;
	size_t at = listing->begin, trap = trap_of(code), end;
	char text[SPELLED_ROOM];
	cs_insn *instruction;

	while (at < code->count) {
		end = at < trap ? trap : code->count;
		instruction = take(listing, at, end);
		if (!instruction) {
			at += print_bad(listing, at, end);
			continue;
		}
		spell(listing, instruction, text);
		print_instruction(listing, at, instruction->size, text);
		at += instruction->size;
		cs_free(instruction, 1);
	}
}

static int open_engine(struct listing *listing)
{
	cs_mode mode = CS_MODE_LITTLE_ENDIAN;
	cs_arch arch = CS_ARCH_X86;

	switch (listing->machine) {
	case CRASHREC_MACHINE_X86_64:
		mode = CS_MODE_64;
		break;
	case CRASHREC_MACHINE_X86_32:
		mode = CS_MODE_32;
		break;
	case CRASHREC_MACHINE_ARM64:
		arch = CS_ARCH_ARM64;
		break;
	default:
		return -EOPNOTSUPP;
	}
	switch (cs_open(arch, mode, &listing->engine)) {
	case CS_ERR_OK:
		break;
	case CS_ERR_MEM:
		return -ENOMEM;
	default:
		return -EOPNOTSUPP;
	}
	cs_option(listing->engine, CS_OPT_DETAIL, CS_OPT_ON);
	if (arch == CS_ARCH_X86)
		cs_option(listing->engine, CS_OPT_SYNTAX, CS_OPT_SYNTAX_ATT);
	return 0;
}

int crashrec_code_listing(const struct crashrec_code_bytes *code,
			  unsigned int machine, char **text)
{
	struct listing listing = { .machine = machine, .code = code };
	size_t bytes;
	int err;

	*text = NULL;
	if (!code->count)
		return -ENODATA;
	err = open_engine(&listing);
	if (err)
		return err;
	err = -ENOMEM;
	listing.out = open_memstream(text, &bytes);
	if (!listing.out)
		goto close_engine;
	guess_begin(&listing);
	fputs("Code disassembly (best guess)", listing.out);
	if (listing.begin)
		fprintf(listing.out, ", %zu bytes skipped", listing.begin);
	fputs(":\n", listing.out);
	print_all(&listing);
	if (!fclose(listing.out)) {
		cs_close(&listing.engine);
		return 0;
	}
	free(*text);
	*text = NULL;

close_engine:
	cs_close(&listing.engine);
	return err;
}

#endif /* HAVE_CAPSTONE */
