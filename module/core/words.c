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

/* At what places in the name the group's letter is: @first, then @next. */
static bool group_fits(const char *word, struct cr_text name, u32 first,
		       const u8 *next)
{
	u32 at;

	for (; *word; word++) {
		for (at = first; at != NOWHERE; at = next[at]) {
			if (stands_at(word, name, at))
				return true;
		}
		while (*word)
			word++;
	}
	return false;
}

/*
 * To the end of a word each byte is looked at, so that each group is gone
 * through once, for all the places where its letter is.
 */
bool cr_words_fit(const struct cr_words *words, struct cr_text name)
{
	u32 bytes = name.bytes < NOWHERE ? name.bytes : NOWHERE;
	u8 first[CR_WORDS_GROUPS];
	u8 next[NOWHERE];
	u32 at;
	u32 i;

	memset(first, NOWHERE, sizeof(first));
	for (at = bytes; at--; ) {
		i = CR_WORDS_GROUP((u32)(u8)name.at[at]);
		next[at] = i < CR_WORDS_GROUPS ? first[i] : NOWHERE;
		if (i < CR_WORDS_GROUPS)
			first[i] = (u8)at;
	}
	for (at = 0; at < bytes; at++) {
		i = CR_WORDS_GROUP((u32)(u8)name.at[at]);
		if (i < CR_WORDS_GROUPS && first[i] == at && words->groups[i] &&
		    group_fits(words->groups[i], name, at, next))
			return true;
	}
	return false;
}

bool cr_words_fit_list(const char *const *list, struct cr_text name)
{
	u32 at;

	for (; list && *list; list++) {
		for (at = 0; at < name.bytes; at++) {
			if (stands_at(*list, name, at))
				return true;
		}
	}
	return false;
}
