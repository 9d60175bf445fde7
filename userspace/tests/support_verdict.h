/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the grammar says of a text's lines, a letter each.
 */
#ifndef SUPPORT_VERDICT_H
#define SUPPORT_VERDICT_H

#include "core/grammar.h"

static inline char verdict_letter(enum cr_verdict verdict)
{
	static const char letters[] = { '.', 'm', 'O', 'c', 'E' };

	return letters[verdict];
}

#endif /* SUPPORT_VERDICT_H */
