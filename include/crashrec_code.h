/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * libcrashrec: the bytes behind "Code:" as instructions.
 *
 * The rules of crashrec.h hold here.
 */
#ifndef CRASHREC_CODE_H
#define CRASHREC_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crashrec.h"

#ifdef __cplusplus
extern "C" {
#endif

struct crashrec_code_bytes;

/**
 * enum crashrec_machine - whose instructions they are
 * @CRASHREC_MACHINE_UNKNOWN: none of those below
 * @CRASHREC_MACHINE_X86_64: x86, 64 bits
 * @CRASHREC_MACHINE_X86_32: x86, 32 bits
 * @CRASHREC_MACHINE_ARM64: arm64, little-endian
 */
enum crashrec_machine {
	CRASHREC_MACHINE_UNKNOWN = 0,
	CRASHREC_MACHINE_X86_64 = 1,
	CRASHREC_MACHINE_X86_32 = 2,
	CRASHREC_MACHINE_ARM64 = 3,
};

/**
 * crashrec_record_machine() - which machine printed it, by its registers
 * @record: the record
 *
 * Return: enum crashrec_machine; of a record without registers, what its code
 * bytes look like.
 */
CRASHREC_API unsigned int
crashrec_record_machine(const struct crashrec_record *record);

/**
 * crashrec_code_listing() - disassemble
 * @code: of crashrec_structure::codes
 * @machine: enum crashrec_machine
 * @text: set on success: lines, terminated; the caller frees it
 *
 * The first line says that it is a guess: where the first instruction begins is
 * not told, so bytes are skipped until one begins at the trapping one. That has
 * "*" in front. Of x86 it is AT&T's syntax, as objdump writes it.
 *
 * Return: 0; -EOPNOTSUPP: not of this machine, or the library was built without
 * capstone; -ENODATA: there are no bytes; -ENOMEM.
 */
CRASHREC_API int crashrec_code_listing(const struct crashrec_code_bytes *code,
				       unsigned int machine, char **text);

#ifdef __cplusplus
}
#endif

#endif /* CRASHREC_CODE_H */
