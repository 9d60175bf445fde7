// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "words.h"

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

bool cr_words_fit(const struct cr_words *words, struct cr_text name)
{
	const char *word;
	u32 at;

	for (at = 0; at < name.bytes; at++) {
		char c = name.at[at];

		if (c < '_' || c > 'z' || !words->groups[c - '_'])
			continue;
		for (word = words->groups[c - '_']; *word; word++) {
			if (stands_at(word, name, at))
				return true;
			while (*word)
				word++;
		}
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
