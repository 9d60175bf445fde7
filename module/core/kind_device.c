// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * What else goes wrong, without a form of its own: net/core/dev.c,
 * fs/{super,open}.c, kernel/workqueue.c (6.12). The last rows take what
 * begins as a report does and is of no kind known.
 */
#include "kind.h"

static const struct cr_culprit work = { .path = "L" };

#define PLAIN(begin, pattern, words, kind, cls, extra)		\
	{							\
		.head = CR_TEXT(begin),				\
		.rest = pattern,				\
		.title = words,					\
		.type = kind,					\
		.report_class = CRASHREC_CLASS_##cls,		\
		.flags = CR_KIND_LONE | CR_KIND_NO_STACK | (extra),	\
	}

static const struct cr_kind kinds[] = {
	{
		.head = CR_TEXT("BUG: workqueue leaked "),
		.title = "BUG: workqueue leaked lock or atomic in %F",
		.type = "",
		.culprit = &work,
		.report_class = CRASHREC_CLASS_BUG,
		.flags = CR_KIND_NO_STACK,
	},
	PLAIN("unregister_netdevice: waiting for ", "*to become free",
	      "unregister_netdevice: waiting for DEV to become free", "",
	      HUNG_TASK, 0),
	PLAIN("VFS: Busy inodes after unmount", NULL,
	      "VFS: Busy inodes after unmount (use-after-free)", "", BUG, 0),
	PLAIN("VFS: Close: file count is 0", NULL,
	      "VFS: Close: file count is zero (use-after-free)", "", BUG, 0),
	{
		.head = CR_TEXT("trusty: panic"),
		.rest = "*): {*}|{*}",
		.title = "trusty: panic: %1",
		.type = "DoS",
		.report_class = CRASHREC_CLASS_PANIC,
		.end = CR_END_TRACE,
		.flags = CR_KIND_NO_STACK,
	},
	PLAIN("BUG: ", "{*}", "BUG: %1", "", BUG, 0),
	PLAIN("INFO: NMI handler ", NULL, "", "", BUG, CR_KIND_PART),
	PLAIN("INFO: lockdep is turned off", NULL, "", "", BUG, CR_KIND_PART),
	PLAIN("INFO: Stall ended before", NULL, "", "", BUG, CR_KIND_PART),
	PLAIN("INFO: recovery required", NULL, "", "", BUG, CR_KIND_PART),
	PLAIN("INFO: Slab ", NULL, "", "", BUG, CR_KIND_PART),
	PLAIN("INFO: Object ", NULL, "", "", BUG, CR_KIND_PART),
	PLAIN("INFO: 0x", NULL, "", "", BUG, CR_KIND_PART),
	PLAIN("INFO: ", "{*}", "INFO: %1", "", BUG, CR_KIND_CORRUPT),
	PLAIN("INFO:", NULL, "INFO: corrupted", "", BUG, CR_KIND_CORRUPT),
	PLAIN("BUG:", NULL, "BUG: corrupted", "", BUG, CR_KIND_CORRUPT),
	PLAIN("WARNING:", NULL, "WARNING: corrupted", "", BUG,
	      CR_KIND_CORRUPT),
};

const struct cr_family cr_family_device = { kinds, CR_COUNT(kinds) };
