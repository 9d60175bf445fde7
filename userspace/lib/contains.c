// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Does a record have all that another one has? What a device or a region gives
 * of a record later on has, unless the record is another one.
 */
#include <string.h>

#include "core/record.h"
#include "record.h"

static bool decode(struct cr_record *decoded,
		   const struct crashrec_record *record)
{
	struct crashrec_text text = crashrec_record_encoded(record);

	return cr_record_decode(decoded, (const u8 *)text.data,
				text.bytes > UINT32_MAX ? UINT32_MAX :
							  (u32)text.bytes) >= 0;
}

static bool is_same_head(const struct crashrec_record *record,
			 const struct crashrec_record *other)
{
	const uint32_t user = CRASHREC_FLAG_USER;

	return record->seq == other->seq &&
	       !memcmp(record->boot_id, other->boot_id,
		       sizeof(record->boot_id)) &&
	       record->boot_ns == other->boot_ns &&
	       record->wall_ns == other->wall_ns &&
	       record->report_class == other->report_class &&
	       (record->flags & user) == (other->flags & user);
}

/* A last line may have been printed in part. */
static bool has_attr(const struct cr_attr *attr, const struct cr_attr *other)
{
	if (attr->type != other->type || attr->bytes < other->bytes)
		return false;
	if (attr->bytes > other->bytes && attr->type != CRASHREC_ATTR_LINE)
		return false;
	return !other->bytes ||
	       !memcmp(attr->payload, other->payload, other->bytes);
}

/* These are counts, which change. */
static bool may_change(const struct cr_attr *attr)
{
	return attr->type == CRASHREC_ATTR_REPEATS ||
	       attr->type == CRASHREC_ATTR_LOST;
}

bool crashrec_record_contains(const struct crashrec_record *record,
			      const struct crashrec_record *other)
{
	struct cr_record decoded, wanted;
	struct cr_attr attr, want;
	u32 at = 0, want_at = 0;

	if (!is_same_head(record, other) || record->repeats < other->repeats ||
	    !decode(&decoded, record) || !decode(&wanted, other))
		return false;
	while (cr_record_attr(&wanted, &want_at, &want)) {
		if (may_change(&want))
			continue;
		do {
			if (!cr_record_attr(&decoded, &at, &attr))
				return false;
		} while (!has_attr(&attr, &want));
	}
	return true;
}
