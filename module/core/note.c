// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * ELF notes: a header of three words, a name, a description, each padded to
 * words.
 */
#include "note.h"

struct note {
	u32 name_bytes;
	u32 desc_bytes;
	u32 type;
	char name[4];
};

#define NOTE_WORDS	(sizeof(struct note) / sizeof(u32))

/* NT_GNU_BUILD_ID; the kernel is linked with --build-id=sha1. */
static const struct note build_id_note = {
	4, CRASHREC_BUILD_ID_BYTES, 3, "GNU",
};

static u32 words(u32 bytes)
{
	return bytes / sizeof(u32) + !!(bytes % sizeof(u32));
}

const u8 *cr_note_build_id(const u32 *notes, u32 count)
{
	u32 step;

	while (count >= NOTE_WORDS) {
		step = offsetof(struct note, name) / sizeof(u32) +
		       words(notes[0]) + words(notes[1]);
		if (step > count)
			break;
		if (!memcmp(notes, &build_id_note, sizeof(build_id_note)))
			return (const u8 *)(notes + NOTE_WORDS);
		notes += step;
		count -= step;
	}
	return NULL;
}
