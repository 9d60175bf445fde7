// SPDX-License-Identifier: GPL-2.0
/*
 * The sets of words, whose parts have to agree.
 */
#include "core/words.h"

#include <stdio.h>
#include <string.h>

#include "support_tap.h"

static const struct {
	const char *name;
	const struct cr_words *words;
} sets[] = {
	{ "skipped", &cr_blame_skipped },
	{ "anchors", &cr_blame_anchors },
};

/* A name that the word is in, and nothing else of the set. */
static struct cr_text name_of(const char *word)
{
	struct cr_text name = { word, (u32)strlen(word) };

	if (word[0] == '^')
		name = cr_text_from(name, 1);
	if (name.at[name.bytes - 1] == '$')
		name.bytes--;
	return name;
}

static bool group_is_right(const struct cr_words_group *group, u32 i,
			   const struct cr_words *words)
{
	const char *word = group->words;
	u32 seconds = 0;
	bool ok = true;

	for (; *word; word += strlen(word) + 1) {
		struct cr_text name = name_of(word);

		ok = ok && name.bytes > 1 &&
		     CR_WORDS_GROUP((u32)(u8)name.at[0]) == i &&
		     cr_words_fit(words, name);
		seconds |= CR_WORDS_SECOND(name.at[1]);
	}
	return ok && seconds == group->seconds;
}

static void sets_are_right(void)
{
	char name[64];
	u32 set, i;

	for (set = 0; set < CR_COUNT(sets); set++) {
		u32 wrong = 0;

		for (i = 0; i < CR_WORDS_GROUPS; i++) {
			const struct cr_words_group *group =
				&sets[set].words->groups[i];

			if (group->words ?
			    !group_is_right(group, i, sets[set].words) :
			    group->seconds)
				wrong = i + '_';
		}
		snprintf(name, sizeof(name), "core_words: set %s",
			 sets[set].name);
		tap_check(name, !wrong, "group '%c'", (int)wrong);
	}
}

static const struct cr_words small = {
	.groups = {
		[CR_WORDS_GROUP('a')] = {
			CR_WORDS_SECOND('b') | CR_WORDS_SECOND('c'),
			"ab\0^acd\0abe$\0",
		},
		[CR_WORDS_GROUP('z')] = { CR_WORDS_SECOND('z'), "^zz$\0" },
	},
};

static const struct {
	const char *name;
	bool fits;
} names[] = {
	{ "", false }, { "a", false }, { "ab", true }, { "xab", true },
	{ "xaab", true }, { "acd", true }, { "xacd", false }, { "ac", false },
	{ "zz", true }, { "zzz", false }, { "xzz", false }, { "az", false },
	{ "xz", false }, { "\377ab", true }, { "b", false },
};

static void names_fit(void)
{
	char what[64];
	u32 i;

	for (i = 0; i < CR_COUNT(names); i++) {
		struct cr_text name = { names[i].name,
					(u32)strlen(names[i].name) };

		snprintf(what, sizeof(what), "core_words: \"%s\"",
			 names[i].name);
		tap_check(what, cr_words_fit(&small, name) == names[i].fits,
			  "is told wrongly");
	}
}

int main(void)
{
	sets_are_right();
	names_fit();
	return tap_end();
}
