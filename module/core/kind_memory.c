// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * What the allocators and the checks of data structures find: mm/slub.c,
 * mm/page_alloc.c, mm/memory.c, mm/kmemleak.c, mm/usercopy.c, kernel/fork.c,
 * lib/list_debug.c (6.12), and the older wording of the same.
 */
#include "kind.h"

static const struct cr_culprit leaking = {
	.path = "BS",
	.skip = "kmemleak\0mempool_alloc\0alloc_skb\0alloc_inode\0percpu\0"
		"pcpu\0htab_map_alloc\0array_map_alloc\0htab_\0idr\0"
		"radix_tree\0sget_userns\0list_lru\0kobject\0vasprintf\0"
		"alloc_workqueue\0do_kmem\0mem_zalloc\0debug_objects\0",
};

static const struct cr_culprit bad_page = {
	.path = "OS",
	.skip = "bad_page\0page_is_bad\0free_pages\0free_unref\0get_page\0"
		"alloc\0put_page\0folio\0page_frag\0release_pages\0skb\0"
		"page_pool\0",
};

static const struct cr_culprit list_user = {
	.path = "RCS",
	.skip = "list_\0kobject_\0klist_\0__list\0",
};

static const struct cr_culprit copying = {
	.path = "CS",
	.skip = "usercopy\0__check_\0",
};

#define PLAIN(begin, words)					\
	{							\
		.text = CR_KIND_TEXT(begin, "", "", words, "", ""),	\
		.report_class = CRASHREC_CLASS_BUG,			\
		.flags = CR_KIND_LONE | CR_KIND_NO_STACK,		\
	}

#define PRELUDE(begin, words, second, kind, whom)		\
	{							\
		.text = CR_KIND_TEXT(begin, "", "", words " in %F",	\
				     second, kind),			\
		.culprit = &(whom),					\
		.report_class = CRASHREC_CLASS_BUG,			\
		.end = CR_END_TRACE,					\
		.flags = CR_KIND_PRELUDE,				\
	}

#define LIST(begin)						\
	PRELUDE(begin, "BUG: corrupted list", "bad-access in %F",	\
		"MEMORY_SAFETY_BUG", list_user)
#define USERCOPY(begin) \
	PRELUDE(begin, "BUG: bad usercopy", "", "BUG", copying)

static const struct cr_kind memory_kinds[] = {
	LIST("list_add corruption"),
	LIST("list_add double add"),
	LIST("list_del corruption"),
	USERCOPY("usercopy: Kernel memory "),
	USERCOPY("usercopy: kernel memory "),
	USERCOPY("usercopy: BUG: "),
	/* How many were held back, just before the next. */
	{
		.text = CR_KIND_TEXT("BUG: Bad page ", "*messages suppressed",
				     "", "", "", ""),
		.flags = CR_KIND_PART,
	},
	{
		.text = CR_KIND_TEXT("BUG: Bad page state", "", "",
				     "BUG: Bad page state in %F", "", ""),
		.culprit = &bad_page,
		.report_class = CRASHREC_CLASS_BUG,
	},
	{
		.text = CR_KIND_TEXT("BUG: Bad page map", "", "",
				     "BUG: Bad page map", "", ""),
		.report_class = CRASHREC_CLASS_BUG,
	},
	{
		.text = CR_KIND_TEXT("BUG: Bad page cache", "", "",
				     "BUG: Bad page cache", "", ""),
		.report_class = CRASHREC_CLASS_BUG,
	},
	PLAIN("BUG: Bad rss-counter state", "BUG: Bad rss-counter state"),
	PLAIN("BUG: non-zero nr_ptes on freeing mm",
	      "BUG: non-zero nr_ptes on freeing mm"),
	PLAIN("BUG: non-zero nr_pmds on freeing mm",
	      "BUG: non-zero nr_pmds on freeing mm"),
	{
		.text = CR_KIND_TEXT("BUG: Dentry ",
				     "* still in use ({d}) *[unmount of {>}",
				     "",
				     "BUG: Dentry still in use [unmount of %1",
				     "", ""),
		.report_class = CRASHREC_CLASS_BUG,
		.end = CR_END_TRACE,
		.flags = CR_KIND_CUT | CR_KIND_PRELUDE | CR_KIND_NO_STACK,
	},
	{
		.text = CR_KIND_TEXT("BUG: memory leak", "", "",
				     "memory leak in %F", "", "LEAK"),
		.culprit = &leaking,
		.report_class = CRASHREC_CLASS_BUG,
	},
	{
		.text = CR_KIND_TEXT("BUG ", "*): kasan: bad access detected{$}",
				     "", "", "", ""),
		.flags = CR_KIND_PART,
	},
	{
		.text = CR_KIND_TEXT("BUG ", "*): Object already free{$}", "",
				     "BUG: Object already free", "", "DoS"),
		.report_class = CRASHREC_CLASS_BUG,
		.flags = CR_KIND_RULED | CR_KIND_PRELUDE,
	},
	{
		.text = CR_KIND_TEXT("BUG ", "*): {>}", "", "BUG: %1", "", ""),
		.report_class = CRASHREC_CLASS_BUG,
		.flags = CR_KIND_RULED | CR_KIND_PRELUDE,
	},
	{
		.text = CR_KIND_TEXT("INFO: Allocated in ", "{*}", "",
				     "INFO: Allocated in %1", "", ""),
		.report_class = CRASHREC_CLASS_BUG,
		.end = CR_END_STACK,
		.flags = CR_KIND_CORRUPT | CR_KIND_INSIDE,
	},
	{
		.text = CR_KIND_TEXT("INFO: Freed in ", "{*}", "",
				     "INFO: Freed in %1", "", ""),
		.report_class = CRASHREC_CLASS_BUG,
		.end = CR_END_STACK,
		.flags = CR_KIND_CORRUPT | CR_KIND_INSIDE,
	},
};

const struct cr_family cr_family_memory = {
	memory_kinds, CR_COUNT(memory_kinds)
};
