// SPDX-License-Identifier: GPL-2.0
/*
 * Built without libsystemd, as the static program always is: Debian has no
 * static libsystemd.
 */
#include "journal.h"

#include <errno.h>

const char *journal_missing(void)
{
	return "this program was built without libsystemd";
}

int journal_tell(enum journal_about about, const struct crashrec_record *record,
		 const char *path)
{
	(void)about;
	(void)record;
	(void)path;
	return -EOPNOTSUPP;
}

int journal_knows(enum journal_about about,
		  const struct crashrec_record *record, const char *path)
{
	(void)about;
	(void)record;
	(void)path;
	return -EOPNOTSUPP;
}
