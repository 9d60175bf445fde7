// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * What the allocators and the checks of data structures find: mm/slub.c,
 * mm/page_alloc.c, mm/memory.c, mm/kmemleak.c, mm/usercopy.c, kernel/fork.c,
 * lib/list_debug.c (6.12), and the older wording of the same.
 */
#include "kind.h"

static const struct cr_culprit leaking = {
	.path = "BS",
	.skip = CR_LIST("kmemleak", "mempool_alloc", "alloc_skb", "alloc_inode",
			"percpu", "pcpu", "htab_map_alloc", "array_map_alloc",
			"htab_", "idr", "radix_tree", "sget_userns", "list_lru",
			"kobject", "vasprintf", "alloc_workqueue", "do_kmem",
			"mem_zalloc", "debug_objects"),
};

static const struct cr_culprit bad_page = {
	.path = "OS",
	.skip = CR_LIST("bad_page", "page_is_bad", "free_pages", "free_unref",
			"get_page", "alloc", "put_page", "folio", "page_frag",
			"release_pages", "skb", "page_pool"),
};

static const struct cr_culprit list_user = {
	.path = "RCS",
	.skip = CR_LIST("list_", "kobject_", "klist_", "__list"),
};

static const struct cr_culprit copying = {
	.path = "CS",
	.skip = CR_LIST("usercopy", "__check_"),
};

#define PLAIN(begin, words)					\
	{							\
		.head = CR_TEXT(begin),				\
		.title = words,					\
		.type = "",					\
		.report_class = CRASHREC_CLASS_BUG,		\
		.flags = CR_KIND_LONE | CR_KIND_NO_STACK,	\
	}

#define PRELUDE(begin, words, second, kind, whom)		\
	{							\
		.head = CR_TEXT(begin),				\
		.title = words " in %F",			\
		.alt = second,					\
		.type = kind,					\
		.culprit = &(whom),				\
		.report_class = CRASHREC_CLASS_BUG,		\
		.end = CR_END_TRACE,				\
		.flags = CR_KIND_PRELUDE,			\
	}

#define LIST(begin)						\
	PRELUDE(begin, "BUG: corrupted list", "bad-access in %F",	\
		"MEMORY_SAFETY_BUG", list_user)
#define USERCOPY(begin) \
	PRELUDE(begin, "BUG: bad usercopy", NULL, "BUG", copying)

static const struct cr_kind kinds[] = {
	LIST("list_add corruption"),
	LIST("list_add double add"),
	LIST("list_del corruption"),
	USERCOPY("usercopy: Kernel memory "),
	USERCOPY("usercopy: kernel memory "),
	USERCOPY("usercopy: BUG: "),
	{
		.head = CR_TEXT("BUG: Bad page state"),
		.title = "BUG: Bad page state in %F",
		.type = "",
		.culprit = &bad_page,
		.report_class = CRASHREC_CLASS_BUG,
	},
	{
		.head = CR_TEXT("BUG: Bad page map"),
		.title = "BUG: Bad page map",
		.type = "",
		.report_class = CRASHREC_CLASS_BUG,
	},
	PLAIN("BUG: Bad rss-counter state", "BUG: Bad rss-counter state"),
	PLAIN("BUG: non-zero nr_ptes on freeing mm",
	      "BUG: non-zero nr_ptes on freeing mm"),
	PLAIN("BUG: non-zero nr_pmds on freeing mm",
	      "BUG: non-zero nr_pmds on freeing mm"),
	{
		.head = CR_TEXT("BUG: Dentry "),
		.rest = "* still in use ({d}) *[unmount of {*}]",
		.title = "BUG: Dentry still in use [unmount of %1]",
		.type = "",
		.report_class = CRASHREC_CLASS_BUG,
		.flags = CR_KIND_CUT | CR_KIND_LONE | CR_KIND_NO_STACK,
	},
	{
		.head = CR_TEXT("BUG: memory leak"),
		.title = "memory leak in %F",
		.type = "LEAK",
		.culprit = &leaking,
		.report_class = CRASHREC_CLASS_BUG,
		.end = CR_END_TRACE,
	},
	{
		.head = CR_TEXT("BUG "),
		.rest = "*): kasan: bad access",
		.flags = CR_KIND_PART,
	},
	{
		.head = CR_TEXT("BUG "),
		.rest = "*): Object already free",
		.title = "BUG: Object already free",
		.type = "DoS",
		.report_class = CRASHREC_CLASS_BUG,
		.end = CR_END_TRACE,
		.flags = CR_KIND_RULED,
	},
	{
		.head = CR_TEXT("BUG "),
		.rest = "*): {*}",
		.title = "BUG: %1",
		.type = "",
		.report_class = CRASHREC_CLASS_BUG,
		.end = CR_END_TRACE,
		.flags = CR_KIND_RULED,
	},
	{
		.head = CR_TEXT("INFO: Allocated in "),
		.rest = "{*}",
		.title = "INFO: Allocated in %1",
		.type = "",
		.report_class = CRASHREC_CLASS_BUG,
		.end = CR_END_STACK,
		.flags = CR_KIND_CORRUPT | CR_KIND_INSIDE,
	},
	{
		.head = CR_TEXT("INFO: Freed in "),
		.rest = "{*}",
		.title = "INFO: Freed in %1",
		.type = "",
		.report_class = CRASHREC_CLASS_BUG,
		.end = CR_END_STACK,
		.flags = CR_KIND_CORRUPT | CR_KIND_INSIDE,
	},
};

const struct cr_family cr_family_memory = { kinds, CR_COUNT(kinds) };
