// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "grown.h"

#include <errno.h>
#include <string.h>

/* Longer than a report's slot is kept, and than a file may not be looked through. */
#define UNTIL_NS	(30 * 1000000000LL)

static size_t count_lines(const struct crashrec_record *record)
{
	size_t count;

	crashrec_record_lines(record, &count);
	return count;
}

void grown_note(struct grown *grown, const struct crashrec_record *record,
		int64_t now_ns)
{
	struct grown_one *one = &grown->ones[grown->next++ % GROWN_ROOM];

	memcpy(one->boot_id, crashrec_record_boot_id(record),
	       sizeof(one->boot_id));
	one->seq = crashrec_record_seq(record);
	one->line_count = count_lines(record);
	one->until_ns = now_ns + UNTIL_NS;
}

static bool has_grown(struct grown_one *one,
		      const struct crashrec_record *record)
{
	size_t count = count_lines(record);

	if (crashrec_record_state(record) == CRASHREC_RECORD_OPEN ||
	    count <= one->line_count ||
	    memcmp(crashrec_record_boot_id(record), one->boot_id,
		   sizeof(one->boot_id)) != 0)
		return false;
	one->line_count = count;
	return true;
}

int grown_next(struct grown *grown, struct crashrec_source *source,
	       int64_t now_ns, struct crashrec_record **record)
{
	struct known *known = source->known;
	struct grown_one *one;
	int err;

	/* What was given is passed over, else. */
	source->known = NULL;
	while (grown->at < GROWN_ROOM) {
		one = &grown->ones[grown->at++];
		if (!one->seq || now_ns > one->until_ns)
			continue;
		err = crashrec_source_find(source, one->seq, record);
		if (!err && has_grown(one, *record)) {
			source->known = known;
			return 0;
		}
		if (!err)
			crashrec_record_free(*record);
		*record = NULL;
	}
	source->known = known;
	return -ENOENT;
}
