/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * How objdump spells what capstone disassembles.
 */
#ifndef CRASHREC_LIB_CODE_SPELLING_H
#define CRASHREC_LIB_CODE_SPELLING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct code_spelling - an instruction of x86, as capstone gives it
 * @mnemonic: in AT&T's syntax
 * @plain: the instruction's name, without suffixes
 * @operands: in AT&T's syntax
 * @operand_bytes: size of the first immediate operand; 0: none
 * @register_bytes: bit n: an operand is a register of 1 << n bytes
 * @is_jump: it jumps, calls or returns
 * @has_displacement: its bytes have one
 * @relative_to: what "(%rip)" is relative to
 */
struct code_spelling {
	const char *mnemonic;
	const char *plain;
	const char *operands;
	unsigned int operand_bytes;
	unsigned int register_bytes;
	bool is_jump;
	bool has_displacement;
	uint64_t relative_to;
};

/**
 * code_spell() - spell an instruction of x86
 * @spelling: the instruction
 * @text: receives it, terminated; cut if it is too long
 * @room: for that
 */
void code_spell(const struct code_spelling *spelling, char *text, size_t room);

/**
 * code_spell_byte() - spell a byte of x86 whose instruction is cut
 * @byte: a prefix, or what is no instruction alone
 * @text: receives it, terminated; cut if it is too long
 * @room: for that
 */
void code_spell_byte(uint8_t byte, char *text, size_t room);

#endif /* CRASHREC_LIB_CODE_SPELLING_H */
