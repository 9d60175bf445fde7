// SPDX-License-Identifier: GPL-2.0
/*
 * Finding the build id among ELF notes.
 */
#include <stdlib.h>
#include <string.h>

#include "core/note.h"
#include "support_tap.h"

/**
 * struct note_row - words of notes
 * @name: of the test
 * @words: the notes; 0x00554e47 is "GNU", 0x006e6558 is "Xen", type 3 is a
 *         build id
 * @count: words of them
 * @at: word that the build id begins with, 0: there is none
 */
struct note_row {
	const char *name;
	u32 words[24];
	u32 count;
	u32 at;
};

static const struct note_row note_rows[] = {
	{ "note_of_build_id_alone_is_found",
	  { 4, 20, 3, 0x00554e47, 0x03020100, 0x07060504, 0x0b0a0908,
	    0x0f0e0d0c, 0x13121110 }, 9, 4 },
	{ "note_of_build_id_behind_others_is_found",
	  { 4, 6, 6, 0x006e6558, 0x756e696c, 0x00000078, 0, 0, 1, 4,
	    20, 3, 0x00554e47, 0x03020100, 0x07060504, 0x0b0a0908,
	    0x0f0e0d0c, 0x13121110 }, 18, 13 },
	{ "note_of_build_id_before_others_is_found",
	  { 4, 20, 3, 0x00554e47, 0x03020100, 0x07060504, 0x0b0a0908,
	    0x0f0e0d0c, 0x13121110, 4, 6, 6, 0x006e6558, 0x756e696c,
	    0x00000078 }, 15, 4 },
	{ "note_one_word_short_is_none",
	  { 4, 20, 3, 0x00554e47, 0x03020100, 0x07060504, 0x0b0a0908,
	    0x0f0e0d0c, 0x13121110 }, 8, 0 },
	{ "note_header_alone_is_none",
	  { 4, 20, 3, 0x00554e47 }, 4, 0 },
	{ "note_of_nothing_is_none",
	  { 0 }, 0, 0 },
	{ "note_of_another_owner_is_none",
	  { 4, 20, 3, 0x006e6558, 0x03020100, 0x07060504, 0x0b0a0908,
	    0x0f0e0d0c, 0x13121110 }, 9, 0 },
	{ "note_of_another_type_is_none",
	  { 4, 20, 1, 0x00554e47, 0x03020100, 0x07060504, 0x0b0a0908,
	    0x0f0e0d0c, 0x13121110 }, 9, 0 },
	{ "note_of_another_length_is_none",
	  { 4, 16, 3, 0x00554e47, 0x03020100, 0x07060504, 0x0b0a0908,
	    0x0f0e0d0c, 0x13121110 }, 9, 0 },
	{ "note_within_another_is_none",
	  { 4, 36, 9, 0x006e6558, 4, 20, 3, 0x00554e47, 0x03020100,
	    0x07060504, 0x0b0a0908, 0x0f0e0d0c, 0x13121110 }, 13, 0 },
	{ "note_with_the_longest_name_is_none",
	  { 0xffffffff, 20, 3, 0x00554e47, 0x03020100, 0x07060504,
	    0x0b0a0908, 0x0f0e0d0c, 0x13121110 }, 9, 0 },
	{ "note_with_the_longest_description_is_none",
	  { 4, 0xffffffff, 3, 0x00554e47, 0x03020100, 0x07060504,
	    0x0b0a0908, 0x0f0e0d0c, 0x13121110 }, 9, 0 },
	{ "note_with_both_is_none",
	  { 0xffffffff, 0xffffffff, 3, 0x00554e47, 0x03020100,
	    0x07060504, 0x0b0a0908, 0x0f0e0d0c, 0x13121110 }, 9, 0 },
	{ "note_of_all_zeroes_is_none",
	  { 0 }, 24, 0 },
};

int main(void)
{
	const struct note_row *row;
	const u8 *found;
	u32 *copy;
	size_t i;

	for (i = 0; i < sizeof(note_rows) / sizeof(note_rows[0]); i++) {
		row = &note_rows[i];
		/* A copy of just that size lets ASan see what is read beyond. */
		copy = malloc(row->count ? row->count * sizeof(*copy) : 1);
		if (!copy)
			abort();
		memcpy(copy, row->words, row->count * sizeof(*copy));
		found = cr_note_build_id(copy, row->count);
		tap_check(row->name, found ==
			  (row->at ? (const u8 *)(copy + row->at) : NULL),
			  "%s", found ? "found" : "not found");
		free(copy);
	}
	return tap_end();
}
