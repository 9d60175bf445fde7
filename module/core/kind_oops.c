// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * BUG(), faults and traps: lib/bug.c, arch/x86/kernel/{traps,dumpstack}.c,
 * arch/x86/mm/fault.c, arch/arm64/{kernel/traps,mm/fault}.c (6.12), and the
 * older wording of the same.
 */
#include "kind.h"

#define OOPS_IF(begin, mark, words, cls, whom, extra)	\
	{						\
		.head = CR_TEXT(begin),			\
		.within = CR_TEXT(mark),		\
		.title = CR_TEXT(words),		\
		.report_class = CRASHREC_CLASS_##cls,	\
		.end = CR_END_TRACE,			\
		.blame = CR_BLAME_##whom,		\
		.flags = (extra),			\
	}

/* "divide error: 0000 [#1] SMP"; since 6.11 behind "Oops: ". */
#define TRAP(begin, words) \
	OOPS_IF(begin ": ", "[#", words, OOPS, IP, CR_KIND_JOINS)

#define NULL_DEREF	"BUG: unable to handle kernel NULL pointer dereference"
#define PAGING		"BUG: unable to handle kernel paging request"
#define LIST		"BUG: corrupted list"
#define USERCOPY	"BUG: bad usercopy"

static const struct cr_text list_skip[] = {
	CR_TEXT("__list_"),
	CR_TEXT("list_"),
	{ NULL, 0 },
};

static const struct cr_text usercopy_skip[] = {
	CR_TEXT("usercopy"),
	CR_TEXT("__check_object_size"),
	CR_TEXT("__check_heap_object"),
	CR_TEXT("check_"),
	CR_TEXT("report_usercopy"),
	{ NULL, 0 },
};

#define PRELUDE(begin, mark, words, functions)		\
	{						\
		.head = CR_TEXT(begin),			\
		.within = CR_TEXT(mark),		\
		.title = CR_TEXT(words),		\
		.skip = (functions),			\
		.report_class = CRASHREC_CLASS_BUG,	\
		.end = CR_END_TRACE,			\
		.blame = CR_BLAME_STACK,		\
		.flags = CR_KIND_PRELUDE,		\
	}

static const struct cr_kind kinds[] = {
	PRELUDE("list_add corruption", "", LIST, list_skip),
	PRELUDE("list_del corruption", "", LIST, list_skip),
	PRELUDE("usercopy: Kernel memory ", "", USERCOPY, usercopy_skip),
	PRELUDE("usercopy: kernel memory ", "", USERCOPY, usercopy_skip),
	OOPS_IF("kernel BUG at lib/list_debug.c", "", LIST, BUG, IP,
		CR_KIND_CUT | CR_KIND_JOINS),
	OOPS_IF("kernel BUG at ", "", "kernel BUG", BUG, IP,
		CR_KIND_CUT | CR_KIND_JOINS),
	OOPS_IF("Kernel BUG at ", "", "kernel BUG", BUG, IP,
		CR_KIND_CUT | CR_KIND_JOINS),
	OOPS_IF("BUG: kernel NULL pointer dereference", "", NULL_DEREF, OOPS,
		IP, 0),
	OOPS_IF("BUG: unable to handle kernel NULL pointer dereference", "",
		NULL_DEREF, OOPS, IP, 0),
	OOPS_IF("BUG: unable to handle ", "NULL pointer", NULL_DEREF, OOPS, IP,
		0),
	OOPS_IF("BUG: unable to handle page fault", "", PAGING, OOPS, IP, 0),
	OOPS_IF("BUG: unable to handle kernel paging request", "", PAGING,
		OOPS, IP, 0),
	OOPS_IF("BUG: unable to handle kernel access", "", PAGING, OOPS, IP,
		0),
	OOPS_IF("BUG: unable to handle kernel", "",
		"BUG: unable to handle kernel", OOPS, NONE, 0),
	OOPS_IF("Unable to handle kernel NULL pointer dereference", "",
		NULL_DEREF, OOPS, IP, 0),
	OOPS_IF("Unable to handle kernel ", "", PAGING, OOPS, IP, 0),
	OOPS_IF("BUG: Unable to handle kernel ", "", PAGING, OOPS, IP, 0),
	OOPS_IF("BUG: stack guard page was hit", "",
		"BUG: stack guard page was hit", OOPS, IP, 0),
	OOPS_IF("BUG: ", "stack guard page was hit",
		"BUG: stack guard page was hit", OOPS, IP, 0),
	OOPS_IF("traps: PANIC: double fault", "", "PANIC: double fault", OOPS,
		IP, CR_KIND_JOINS),
	OOPS_IF("PANIC: double fault", "", "PANIC: double fault", OOPS, IP,
		CR_KIND_JOINS),
	OOPS_IF("Insufficient stack space to handle exception", "",
		"kernel stack overflow", OOPS, IP, 0),
	OOPS_IF("general protection fault", "[#", "general protection fault",
		OOPS, IP, CR_KIND_JOINS),
	OOPS_IF("Oops: general protection fault", "[#",
		"general protection fault", OOPS, IP, CR_KIND_JOINS),
	TRAP("divide error", "divide error"),
	TRAP("Oops: divide error", "divide error"),
	TRAP("invalid opcode", "invalid opcode"),
	TRAP("Oops: invalid opcode", "invalid opcode"),
	TRAP("stack segment", "stack segment fault"),
	TRAP("Oops: stack segment", "stack segment fault"),
	TRAP("segment not present", "segment not present"),
	TRAP("Oops: segment not present", "segment not present"),
	TRAP("invalid TSS", "invalid TSS"),
	TRAP("Oops: invalid TSS", "invalid TSS"),
	TRAP("alignment check", "alignment check"),
	TRAP("Oops: alignment check", "alignment check"),
	TRAP("double fault", "double fault"),
	TRAP("Oops: double fault", "double fault"),
	TRAP("overflow", "overflow"),
	TRAP("Oops: overflow", "overflow"),
	TRAP("bounds", "bounds"),
	TRAP("Oops: bounds", "bounds"),
	TRAP("int3", "int3"),
	TRAP("Oops: int3", "int3"),
	TRAP("control protection fault", "control protection fault"),
	TRAP("Oops: control protection fault", "control protection fault"),
	OOPS_IF("Oops", "[#", "Oops", OOPS, IP, CR_KIND_JOINS),
	OOPS_IF("Internal error: Oops - BUG", "", "kernel BUG", BUG, IP,
		CR_KIND_JOINS),
	OOPS_IF("Internal error: ", "", "Internal error", OOPS, IP,
		CR_KIND_JOINS),
	OOPS_IF("Unhandled fault: ", "", "Unhandled fault", OOPS, IP, 0),
	OOPS_IF("BUG: Bad page state", "", "BUG: Bad page state", BUG, STACK,
		0),
	OOPS_IF("BUG: Bad page map", "", "BUG: Bad page map", BUG, STACK, 0),
	OOPS_IF("BUG: Bad rss-counter state", "", "BUG: Bad rss-counter state",
		BUG, NONE, CR_KIND_LONE),
	OOPS_IF("BUG: workqueue leaked ", "",
		"BUG: workqueue leaked lock or atomic", BUG, STACK, 0),
	OOPS_IF("BUG ", "): ", "BUG: ", BUG, REST, CR_KIND_RULED),
	OOPS_IF("BUG: memory leak", "", "memory leak", BUG, STACK, 0),
	OOPS_IF("BUG: ", "", "BUG: ", BUG, REST, CR_KIND_LONE),
};

const struct cr_family cr_family_oops = { kinds, CR_COUNT(kinds) };
