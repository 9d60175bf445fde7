// SPDX-License-Identifier: GPL-2.0
/*
 * Which of two records that say the same of themselves is to be kept.
 */
#include <string.h>

#include "saved.h"

static bool is_damaged(const struct crashrec_record *record)
{
	return crashrec_record_flags(record) & CRASHREC_FLAG_DAMAGED;
}

enum saved_match saved_match_of(const struct crashrec_record *there,
				const struct crashrec_record *record)
{
	struct crashrec_text a = crashrec_record_encoded(there);
	struct crashrec_text b = crashrec_record_encoded(record);

	if (a.bytes == b.bytes && !memcmp(a.data, b.data, a.bytes))
		return SAVED_SAME;
	if (!crashrec_record_contains(record, there))
		return crashrec_record_contains(there, record) ? SAVED_SAME :
								 SAVED_OTHER;
	if (is_damaged(record) && !is_damaged(there) &&
	    crashrec_record_contains(there, record))
		return SAVED_SAME;
	return SAVED_LESS;
}
