// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Names of what is stored as a number.
 */
#include <crashrec.h>
#include <stdio.h>
#include <uapi/crashrec_format.h>

#include "core/names.h"

const char *crashrec_state_name(unsigned int state)
{
	return cr_state_name(state);
}

const char *crashrec_class_name(unsigned int report_class)
{
	return cr_class_name(report_class);
}

const char *crashrec_where_name(unsigned int where)
{
	return cr_context_name(where);
}

const char *crashrec_flag_name(uint32_t flag)
{
	switch (flag) {
	case CRASHREC_REC_F_PANICKED:
		return "panicked";
	case CRASHREC_REC_F_FORMER_BOOT:
		return "former-boot";
	case CRASHREC_REC_F_SALVAGED:
		return "salvaged";
	case CRASHREC_REC_F_DAMAGED:
		return "damaged";
	case CRASHREC_REC_F_CORRUPTED:
		return "corrupted";
	case CRASHREC_REC_F_SUPPRESSED:
		return "suppressed";
	case CRASHREC_REC_F_FROM_LOG:
		return "from-log";
	case CRASHREC_REC_F_USER:
		return "user";
	case CRASHREC_REC_F_UNVERIFIED:
		return "unverified";
	default:
		return NULL;
	}
}

const char *crashrec_ledger_name(unsigned int cause)
{
	static const char * const names[CRASHREC_LOST_CAUSES] = {
		[CRASHREC_LOST_REPORT_FULL] = "report-full",
		[CRASHREC_LOST_REPORT_SLOTS] = "report-slots",
		[CRASHREC_LOST_LINE_FULL] = "line-full",
		[CRASHREC_LOST_LINE_LIMIT] = "line-limit",
		[CRASHREC_LOST_LINE_ORPHAN] = "line-orphan",
		[CRASHREC_LOST_LINE_CLOSING] = "line-closing",
		[CRASHREC_LOST_FACTS] = "facts",
		[CRASHREC_LOST_DAMAGED] = "damaged",
		[CRASHREC_LOST_REPORT_DUPLICATE] = "report-duplicate",
		[CRASHREC_LOST_REPORT_OVERWRITTEN] = "report-overwritten",
		[CRASHREC_LOST_REPORT_STORM] = "report-storm",
	};

	return cause < CR_COUNT(names) ? names[cause] : NULL;
}

const char *crashrec_ledger_meaning(unsigned int cause)
{
	static const char * const meanings[CRASHREC_LOST_CAUSES] = {
		[CRASHREC_LOST_REPORT_FULL] =
			"reports: no room was left; acknowledge what was read",
		[CRASHREC_LOST_REPORT_SLOTS] =
			"reports: too many were open at once",
		[CRASHREC_LOST_LINE_FULL] =
			"lines of kept reports: no room was left",
		[CRASHREC_LOST_LINE_LIMIT] =
			"lines of kept reports: beyond max_report_kib",
		[CRASHREC_LOST_LINE_ORPHAN] =
			"lines of reports that were lost",
		[CRASHREC_LOST_LINE_CLOSING] =
			"lines printed just while their report was closed",
		[CRASHREC_LOST_FACTS] =
			"facts beside the text, such as titles",
		[CRASHREC_LOST_DAMAGED] =
			"chunks of former boots, found damaged",
		[CRASHREC_LOST_REPORT_DUPLICATE] =
			"reports: copies of others, freed to make room",
		[CRASHREC_LOST_REPORT_OVERWRITTEN] =
			"reports: unread, freed for newer ones",
		[CRASHREC_LOST_REPORT_STORM] =
			"reports: as others that were open; counted with these",
	};

	return cause < CR_COUNT(meanings) ? meanings[cause] :
					    "of a cause that this program does not know";
}

/* taint_flags[] in kernel/panic.c (6.18); without the first, 'G' is shown. */
void crashrec_taint_letters(uint64_t taint, char letters[CRASHREC_TAINT_ROOM])
{
	static const char known[] = "PFSRMBUDAWCIOELKXTNJ";
	unsigned int bit;
	size_t at = 0;

	if (taint && !(taint & 1))
		letters[at++] = 'G';
	for (bit = 0; bit < 64; bit++) {
		if (!(taint >> bit & 1))
			continue;
		letters[at++] = '?';
		if (bit < CR_COUNT(known) - 1)
			letters[at - 1] = known[bit];
	}
	letters[at] = '\0';
}

void crashrec_uuid_text(const uint8_t *id, char text[CRASHREC_UUID_ROOM])
{
	snprintf(text, CRASHREC_UUID_ROOM,
		 "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
		 id[0], id[1], id[2], id[3], id[4], id[5], id[6], id[7], id[8],
		 id[9], id[10], id[11], id[12], id[13], id[14], id[15]);
}
