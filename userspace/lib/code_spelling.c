// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * capstone's AT&T syntax is LLVM's. objdump has a suffix only where no register
 * tells the size, but for 64-bit jumps and calls (up to binutils 2.36), writes
 * all numbers as hexadecimal ones, and negative immediates as they are stored,
 * names the scale of each index, and has no blanks between operands.
 */
#include "code_spelling.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MNEMONIC_ROOM	32

/* Bytes that a suffix stands for; 0: it is none. */
static unsigned int suffix_bytes(char suffix)
{
	switch (suffix) {
	case 'b':
		return 1;
	case 'w':
		return 2;
	case 'l':
		return 4;
	case 'q':
		return 8;
	default:
		return 0;
	}
}

static void spell_mnemonic(const struct code_spelling *spelling,
			   char mnemonic[MNEMONIC_ROOM])
{
	size_t bytes = strlen(spelling->mnemonic);
	const char *plain = spelling->plain;

	snprintf(mnemonic, MNEMONIC_ROOM, "%s", spelling->mnemonic);
	if (bytes >= MNEMONIC_ROOM)
		return;
	if (spelling->is_jump) {
		/* "jmp", "ret": "jmpq"; not "je" */
		if (!strcmp(mnemonic, "jmp") || !strcmp(mnemonic, "ret"))
			snprintf(mnemonic, MNEMONIC_ROOM, "%sq", plain);
		return;
	}
	if (bytes == strlen(plain) + 1 && !strncmp(mnemonic, plain, bytes - 1) &&
	    spelling->register_bytes & suffix_bytes(mnemonic[bytes - 1]))
		mnemonic[bytes - 1] = '\0';
}

static uint64_t masked(int64_t number, unsigned int bytes)
{
	return bytes && bytes < 8 ?
	       (uint64_t)number & ((UINT64_C(1) << (8 * bytes)) - 1) :
	       (uint64_t)number;
}

/* A number at @at, as strtoll() reads it. Return: behind it. */
static const char *spell_number(FILE *out, const char *operands,
				const char *at,
				const struct code_spelling *spelling)
{
	bool is_immediate = at > operands && at[-1] == '$';
	bool is_negative = *at == '-';
	uint64_t number;
	char *end;

	number = strtoull(at + is_negative, &end, 0);
	if (is_negative && is_immediate)
		fprintf(out, "0x%" PRIx64, masked(-(int64_t)number,
						  spelling->operand_bytes));
	else if (spelling->is_jump && at == operands)
		/* Where a guess begins at 0, what is before has no address. */
		fprintf(out, "0x%" PRIx64, number & UINT32_MAX);
	else
		fprintf(out, "%s0x%" PRIx64, is_negative ? "-" : "", number);
	return end;
}

static bool begins_number(const char *operands, const char *at)
{
	const char *digit = *at == '-' ? at + 1 : at;

	if (!isdigit((unsigned char)*digit))
		return false;
	/* Not of "%r13", "%xmm0" or of a scale. */
	return at == operands || strchr("$:*", at[-1]) ||
	       (strchr(", ", at[-1]) && !strpbrk(at, "()")) ||
	       (strchr(", ", at[-1]) && strcspn(at, "(") < strcspn(at, ")"));
}

/* "(%rax,%rbx)" has a scale in objdump's. */
static bool wants_scale(const char *open, const char *close)
{
	const char *comma = memchr(open, ',', (size_t)(close - open));

	return comma &&
	       !memchr(comma + 1, ',', (size_t)(close - comma - 1));
}

static void spell_operands(FILE *out, const struct code_spelling *spelling)
{
	const char *operands = spelling->operands, *at = operands, *open = NULL;

	while (*at) {
		if (begins_number(operands, at)) {
			at = spell_number(out, operands, at, spelling);
			continue;
		}
		if (*at == '(') {
			open = at;
			if (spelling->has_displacement &&
			    (at == operands || !isalnum((unsigned char)at[-1])))
				fputs("0x0", out);
		}
		if (*at == ')' && open && wants_scale(open, at))
			fputs(",1", out);
		if (*at != ' ' || (at > operands && at[-1] != ','))
			fputc(*at, out);
		at++;
	}
}

static void spell_target(FILE *out, const struct code_spelling *spelling)
{
	const char *rip = strstr(spelling->operands, "(%rip)");
	const char *at = rip;
	int64_t displacement;

	if (!rip)
		return;
	while (at > spelling->operands &&
	       (isalnum((unsigned char)at[-1]) || at[-1] == '-'))
		at--;
	displacement = strtoll(at, NULL, 0);
	fprintf(out, "        # 0x%" PRIx64,
		(spelling->relative_to + (uint64_t)displacement) & UINT32_MAX);
}

void code_spell(const struct code_spelling *spelling, char *text, size_t room)
{
	char mnemonic[MNEMONIC_ROOM];
	FILE *out;

	text[0] = '\0';
	spell_mnemonic(spelling, mnemonic);
	/* The last byte stays zero. */
	memset(text, 0, room);
	out = fmemopen(text, room - 1, "w");
	if (!out)
		return;
	if (spelling->operands[0])
		fprintf(out, "%-6s ", mnemonic);
	else
		fputs(mnemonic, out);
	spell_operands(out, spelling);
	spell_target(out, spelling);
	fclose(out);
}

static const char *prefix_name(uint8_t byte)
{
	switch (byte) {
	case 0x26:
		return "es";
	case 0x2e:
		return "cs";
	case 0x36:
		return "ss";
	case 0x3e:
		return "ds";
	case 0x64:
		return "fs";
	case 0x65:
		return "gs";
	case 0x66:
		return "data16";
	case 0x67:
		return "addr32";
	case 0xf0:
		return "lock";
	case 0xf2:
		return "repnz";
	case 0xf3:
		return "repz";
	default:
		return NULL;
	}
}

void code_spell_byte(uint8_t byte, char *text, size_t room)
{
	const char *prefix = prefix_name(byte);

	if (prefix)
		snprintf(text, room, "%s", prefix);
	else if ((byte & 0xf0) == 0x40)
		snprintf(text, room, "rex%s%s%s%s%s", byte & 0xf ? "." : "",
			 byte & 8 ? "W" : "", byte & 4 ? "R" : "",
			 byte & 2 ? "X" : "", byte & 1 ? "B" : "");
	else
		snprintf(text, room, ".byte 0x%x", byte);
}
