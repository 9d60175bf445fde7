/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Which functions a title names, and which it does not.
 */
#ifndef CR_BLAME_H
#define CR_BLAME_H

#include "env.h"
#include "text.h"

/**
 * enum cr_blame - which frame of a stack is the culprit's
 * @CR_BLAME_FIRST: the first that may be blamed
 * @CR_BLAME_STALL: of a task that loops: what it was called for
 * @CR_BLAME_HUNG: of a task that waits: who waits, or what all wait for
 */
enum cr_blame {
	CR_BLAME_FIRST,
	CR_BLAME_STALL,
	CR_BLAME_HUNG,
};

/**
 * struct cr_suspects - the frames of a stack, as far as they matter
 * @how: enum cr_blame
 * @is_done: the culprit is known, no frame changes that
 * @count: frames seen that may be blamed
 * @first: of them
 * @last: of them; for a stall, the one before the next
 */
struct cr_suspects {
	u8 how;
	bool is_done;
	u32 count;
	struct cr_text first;
	struct cr_text last;
};

/**
 * cr_blame_frame() - a frame, from the innermost outwards
 * @suspects: zeroed before, but for @how
 * @name: of its function, without what the compiler appended; must live until
 *        cr_blame_found()
 * @skip: words, see cr_words_fit_list(), of functions not to be blamed,
 *        besides those that never are; may be NULL
 *
 * Context: any; bounded by the name and the tables.
 */
void cr_blame_frame(struct cr_suspects *suspects, struct cr_text name,
		    const char *skip);

/**
 * cr_blame_found() - whom the frames show to be the culprit
 * @suspects: after the last frame
 *
 * Context: any.
 * Return: the function; empty: none may be blamed.
 */
struct cr_text cr_blame_found(const struct cr_suspects *suspects);

#define CR_BLAME_NAMES_MAX	3

/**
 * cr_blame_names() - the names that one culprit goes by
 * @name: as the stack has it
 * @names: set: @name, then more general ones, the last of which a title has
 *
 * The same cause shows up in functions that differ by architecture, by
 * compiler or by chance: __x64_sys_rmdir and __arm64_sys_rmdir.
 *
 * Context: any; bounded by the name.
 * Return: how many, from 1.
 */
u32 cr_blame_names(struct cr_text name,
		   struct cr_text names[CR_BLAME_NAMES_MAX]);

#endif /* CR_BLAME_H */
