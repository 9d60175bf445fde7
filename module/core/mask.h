/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * What differs from run to run is masked in titles: numbers, addresses, the
 * names of a fuzzer's processes.
 */
#ifndef CR_MASK_H
#define CR_MASK_H

#include "env.h"
#include "facts.h"
#include "text.h"

/**
 * cr_mask_put() - append text that a report's author chose
 * @title: where; text beyond its room is dropped
 * @text: any bytes
 *
 * ADDR stands for what looks like an address, NUM for other numbers, LINE for
 * a place in a file; of "func+0x1/0x2" the name stays. White space is made
 * one space, what is not printable ASCII is left out.
 *
 * Context: any; linear in the text.
 */
void cr_mask_put(struct cr_title_text *title, struct cr_text text);

/**
 * cr_mask_put_plain() - append text as it is
 * @title: where; text beyond its room is dropped
 * @text: printable ASCII
 *
 * Context: any.
 */
void cr_mask_put_plain(struct cr_title_text *title, struct cr_text text);

/**
 * cr_mask_end() - the title is complete
 * @title: spaces at its end are taken off, and what is too long
 *
 * Context: any.
 */
void cr_mask_end(struct cr_title_text *title);

#endif /* CR_MASK_H */
