// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * BUG() and traps: lib/bug.c, arch/x86/kernel/{traps,dumpstack}.c,
 * arch/arm64/kernel/traps.c, rust/kernel/lib.rs (6.12), and the older wording
 * of the same.
 */
#include "kind.h"

static const struct cr_culprit list_corrupter = {
	.path = "RCS",
	.skip = "list_\0kobject_\0klist_\0__list\0",
};

static const struct cr_culprit rust_panic = {
	.path = "CS",
	.skip = "rust_helper_BUG\0rust_begin_unwind\0panicking\0panic_fmt\0",
};

#define ROW(begin, pattern, words, second, kind, cls, extra)	\
	{							\
		.text = CR_KIND_TEXT(begin, pattern, "", words " in %F",	\
				     second, kind),			\
		.culprit = &cr_culprit_ip,				\
		.report_class = CRASHREC_CLASS_##cls,			\
		.end = CR_END_TRACE,					\
		.flags = (extra),					\
	}

/* "divide error: 0000 [#1] SMP"; since 6.11 behind "Oops: ". */
#define TRAP(begin, words) \
	ROW(begin ": ", "*[#", words, "", "DoS", OOPS, CR_KIND_JOINS)

#define LIST_AT(begin)						\
	{							\
		.text = CR_KIND_TEXT(begin " at ", "lib/list_debug.c",	\
				     "", "BUG: corrupted list in %F",	\
				     "bad-access in %F",		\
				     "MEMORY_SAFETY_BUG"),		\
		.culprit = &list_corrupter,				\
		.report_class = CRASHREC_CLASS_BUG,			\
		.end = CR_END_TRACE,					\
		.flags = CR_KIND_CUT | CR_KIND_JOINS,			\
	}

/* Where it is; without CONFIG_DEBUG_BUGVERBOSE no more than an address. */
#define BUG_PLACE	"*:{d}!|*[verbose"

static const struct cr_kind oops_kinds[] = {
	/* Before Rust 1.73 the text was in the same line, before the place. */
	{
		.text = CR_KIND_TEXT("rust_kernel: panicked at '", "{*}', ",
				     "", "%1 in %F", "", ""),
		.culprit = &rust_panic,
		.report_class = CRASHREC_CLASS_BUG,
		.end = CR_END_TRACE,
		.flags = CR_KIND_PRELUDE,
	},
	{
		.text = CR_KIND_TEXT("rust_kernel: panicked at ", "", "{*}",
				     "%1 in %F", "", ""),
		.culprit = &rust_panic,
		.report_class = CRASHREC_CLASS_BUG,
		.end = CR_END_TRACE,
		.flags = CR_KIND_PRELUDE,
	},
	LIST_AT("kernel BUG"),
	ROW("kernel BUG at ", BUG_PLACE, "kernel BUG", "", "BUG", BUG,
	    CR_KIND_CUT | CR_KIND_JOINS),
	LIST_AT("Kernel BUG"),
	ROW("Kernel BUG at ", BUG_PLACE, "kernel BUG", "", "BUG", BUG,
	    CR_KIND_CUT | CR_KIND_JOINS),
	ROW("PANIC: double fault", "", "PANIC: double fault", "", "DoS",
	    OOPS, CR_KIND_JOINS),
	ROW("general protection fault", "*[#", "general protection fault",
	    "bad-access in %F", "DoS", OOPS, CR_KIND_JOINS),
	ROW("general protection fault: ", "{d} [", "general protection fault",
	    "bad-access in %F", "DoS", OOPS, CR_KIND_JOINS),
	ROW("segment-related general protection fault", "*[#",
	    "general protection fault", "bad-access in %F", "DoS", OOPS,
	    CR_KIND_JOINS),
	TRAP("divide error", "divide error"),
	TRAP("invalid opcode", "invalid opcode"),
	TRAP("stack segment", "stack segment fault"),
	TRAP("segment not present", "segment not present"),
	TRAP("invalid TSS", "invalid TSS"),
	TRAP("alignment check", "alignment check"),
	TRAP("double fault", "double fault"),
	TRAP("overflow", "overflow"),
	TRAP("bounds", "bounds"),
	TRAP("int3", "int3"),
	TRAP("control protection fault", "control protection fault"),
	TRAP("coprocessor segment overrun", "coprocessor segment overrun"),
	TRAP("fpu exception", "fpu exception"),
	TRAP("simd exception", "simd exception"),
	TRAP("iret exception", "iret exception"),
	TRAP("VE fault", "VE fault"),
	TRAP("Bad pagetable", "Bad pagetable"),
	ROW("Oops", "*[#", "Oops", "", "DoS", OOPS, CR_KIND_JOINS),
	ROW("Internal error: Oops - BUG", "", "kernel BUG", "", "BUG", BUG,
	    CR_KIND_JOINS),
	ROW("Internal error: ", "", "Internal error", "bad-access in %F",
	    "DoS", OOPS, CR_KIND_JOINS),
};

const struct cr_family cr_family_oops = { oops_kinds, CR_COUNT(oops_kinds) };
