/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Functions' names out of symbols that a Rust or C++ compiler has mangled.
 */
#ifndef CR_DEMANGLE_H
#define CR_DEMANGLE_H

#include "env.h"
#include "text.h"

/**
 * cr_demangle() - a mangled symbol as its source names it
 * @name: of a function, as a kernel stack shows it, without "+0x.."; hostile
 *        bytes
 * @out: room for the text, not terminated; spoilt if 0 is returned
 * @out_bytes: how much; text that does not fit is not given at all
 *
 * A compiler's suffix, as in ".cold" or ".llvm.123", is dropped, and so are
 * hashes and a C++ function's parameters.
 *
 * Context: any, NMI included; does not recurse, takes less than 1 KiB of
 *          stack; bounded steps.
 * Return: bytes written, all of them printable ASCII; 0: not mangled, or not
 *         a form known here: use @name as it is.
 */
u32 cr_demangle(struct cr_text name, char *out, u32 out_bytes);

#endif /* CR_DEMANGLE_H */
