/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
#ifndef CR_NOTE_H
#define CR_NOTE_H

#include "../../include/uapi/crashrec_format.h"
#include "env.h"

/**
 * cr_note_build_id() - find the build id among ELF notes
 * @notes: one behind the other, in this machine's byte order
 * @count: words of them
 *
 * Context: any.
 * Return: CRASHREC_BUILD_ID_BYTES bytes in @notes; NULL: there is none.
 */
const u8 *cr_note_build_id(const u32 *notes, u32 count);

#endif /* CR_NOTE_H */
