/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Sets of words that are looked for in functions' names, grouped by their
 * first letter, so that a name costs a few steps a letter.
 */
#ifndef CR_WORDS_H
#define CR_WORDS_H

#include "env.h"
#include "text.h"

/* Words begin with "_" or a small letter, and have another behind that. */
#define CR_WORDS_GROUPS	('z' - '_' + 1)
#define CR_WORDS_GROUP(letter)	((letter) - '_')

/* A word's second letter, as told by its lowest bits. */
#define CR_WORDS_SECOND(letter)	(1U << ((letter) & 31))

/**
 * struct cr_words_group - words of a set that begin with the same letter
 * @seconds: CR_WORDS_SECOND() of the letter behind that, of each
 * @words: each with a zero behind it, then one more zero; NULL: there are none.
 *         A word that begins with "^", which is no letter, fits at the name's
 *         begin only; one that ends in "$" at its end only.
 */
struct cr_words_group {
	u32 seconds;
	const char *words;
};

/**
 * struct cr_words - a set
 * @groups: by first letter
 */
struct cr_words {
	struct cr_words_group groups[CR_WORDS_GROUPS];
};

/**
 * cr_words_fit() - does a name hold one of the words?
 * @words: the set
 * @name: of a function; of one longer than 255 bytes only those count
 *
 * Context: any; bounded by the name's length and the largest group.
 * Return: true if so.
 */
bool cr_words_fit(const struct cr_words *words, struct cr_text name);

/* The sets in blame_words.c. */
extern const struct cr_words cr_blame_skipped;
extern const struct cr_words cr_blame_anchors;

/**
 * cr_words_fit_list() - the same for a few words
 * @list: as the words of a group; NULL: none
 * @name: of a function
 *
 * Context: any; bounded by the product of both lengths.
 * Return: true if so.
 */
bool cr_words_fit_list(const char *list, struct cr_text name);

#endif /* CR_WORDS_H */
