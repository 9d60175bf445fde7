/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
#ifndef CR_TEXT_EIGHT_H
#define CR_TEXT_EIGHT_H

#include "env.h"

/*
 * Eight bytes are looked at in one step where there are that many: EACH is a
 * value in each of them.
 */
#define CR_EACH(byte)	(0x0101010101010101ULL * (u8)(byte))
#define CR_EACH_HIGH		CR_EACH(0x80)

static inline u64 cr_text_eight(const char *at)
{
	__le64 eight;

	memcpy(&eight, at, sizeof(eight));
	return le64_to_cpu(eight);
}

#endif /* CR_TEXT_EIGHT_H */
