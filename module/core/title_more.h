/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * What goes with a title, for who reads the record.
 */
#ifndef CR_TITLE_MORE_H
#define CR_TITLE_MORE_H

#include "facts.h"
#include "title.h"

/**
 * cr_title_more() - other titles, the type, whom it blames, why it is corrupted
 * @facts: has its title, class and flags
 * @title: of the report
 *
 * Context: any; bounded by the lines and the tables.
 */
void cr_title_more(struct cr_facts *facts, const struct cr_title *title);

#endif /* CR_TITLE_MORE_H */
