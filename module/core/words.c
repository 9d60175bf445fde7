// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "words.h"

/* No place in a name: what is behind is not looked at. */
#define NOWHERE	0xff

/* Does the word stand at @at in the name? */
static bool stands_at(const char *word, struct cr_text name, u32 at)
{
	u32 i = 0;

	if (word[0] == '^') {
		if (at)
			return false;
		word++;
	}
	while (word[i] && word[i] != '$') {
		if (at + i >= name.bytes || name.at[at + i] != word[i])
			return false;
		i++;
	}
	return word[i] != '$' || at + i == name.bytes;
}

/* At what places in the name a word of the group may be: @first, then @next. */
static bool group_fits(const char *word, struct cr_text name, u32 first,
		       const u8 *next)
{
	char second;
	u32 at;

	for (; *word; word++) {
		second = word[word[0] == '^' ? 2 : 1];
		for (at = first; at != NOWHERE; at = next[at]) {
			if (name.at[at + 1] == second &&
			    stands_at(word, name, at))
				return true;
		}
		word += strlen(word);
	}
	return false;
}

/*
 * To the end of a word each byte is looked at, so that each group is gone
 * through once, for all the places where one of its words may be.
 */
bool cr_words_fit(const struct cr_words *words, struct cr_text name)
{
	u32 bytes = name.bytes < NOWHERE ? name.bytes : NOWHERE;
	u8 first[CR_WORDS_GROUPS];
	u8 next[NOWHERE];
	bool is_there = false;
	u32 at;
	u32 i;

	memset(first, NOWHERE, sizeof(first));
	for (at = bytes; at-- > 1; ) {
		i = CR_WORDS_GROUP((u32)(u8)name.at[at - 1]);
		if (i >= CR_WORDS_GROUPS ||
		    !(words->groups[i].seconds & CR_WORDS_SECOND(name.at[at])))
			continue;
		next[at - 1] = first[i];
		first[i] = (u8)(at - 1);
		is_there = true;
	}
	for (i = 0; is_there && i < CR_WORDS_GROUPS; i++) {
		if (first[i] != NOWHERE &&
		    group_fits(words->groups[i].words, name, first[i],
			       next))
			return true;
	}
	return false;
}

bool cr_words_fit_list(const char *list, struct cr_text name)
{
	u32 at;

	for (; list && *list; list += strlen(list) + 1) {
		for (at = 0; at < name.bytes; at++) {
			if (stands_at(list, name, at))
				return true;
		}
	}
	return false;
}
