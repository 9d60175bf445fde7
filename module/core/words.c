// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "words.h"

/* Does the name begin with the word? */
static bool goes_on(const char *word, struct cr_text name)
{
	u32 i = 0;

	while (word[i] && word[i] != '$') {
		if (i >= name.bytes || name.at[i] != word[i])
			return false;
		i++;
	}
	return word[i] != '$' || i == name.bytes;
}

/* Does the word stand at @at in the name? */
static bool stands_at(const char *word, struct cr_text name, u32 at)
{
	if (word[0] == '^') {
		if (at)
			return false;
		word++;
	}
	return goes_on(word, cr_text_from(name, at));
}

/*
 * Behind the name's begin, where none with "^" fits. Most words of a group
 * differ from the name in the second letter: that is looked at first.
 */
static bool fits_inside(const char *const *group, struct cr_text rest)
{
	char second = rest.bytes > 1 ? rest.at[1] : 0;

	for (; *group; group++) {
		if ((*group)[1] == second && (*group)[0] != '^' &&
		    goes_on(*group, rest))
			return true;
	}
	return false;
}

static bool fits_begin(const char *const *group, struct cr_text name)
{
	char second = name.bytes > 1 ? name.at[1] : 0;
	const char *word;

	for (; *group; group++) {
		word = *group;
		word += *word == '^';
		if (word[1] == second && goes_on(word, name))
			return true;
	}
	return false;
}

bool cr_words_fit(const struct cr_words *words, struct cr_text name)
{
	const char *const *group;
	u32 at;

	for (at = 0; at < name.bytes; at++) {
		u32 letter = (u32)((u8)name.at[at] - '_');

		group = letter < CR_WORDS_GROUPS ? words->groups[letter] :
						   NULL;
		if (group && (at ? fits_inside(group, cr_text_from(name, at)) :
				   fits_begin(group, name)))
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
