// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Faults on memory: arch/x86/mm/fault.c, arch/x86/kernel/{dumpstack,traps}.c,
 * arch/arm64/{mm/fault,kernel/traps}.c, arch/arm/mm/{fault,alignment}.c
 * (6.12), and the older wording of the same.
 */
#include "kind.h"

#define NULL_DEREF	"BUG: unable to handle kernel NULL pointer dereference"
#define PAGING		"BUG: unable to handle kernel paging request"

#define FAULT_IF(begin, pattern, words, kind)			\
	{							\
		.text = CR_KIND_TEXT(begin, pattern, "", words " in %F",	\
				     "bad-access in %F", kind),		\
		.culprit = &cr_culprit_ip,				\
		.report_class = CRASHREC_CLASS_OOPS,			\
		.end = CR_END_TRACE,					\
	}

#define NULL_AT(begin, pattern) \
	FAULT_IF(begin, pattern, NULL_DEREF, "NULL-POINTER-DEREFERENCE")
#define PAGING_AT(begin) \
	FAULT_IF(begin, "", PAGING, "MEMORY_SAFETY_BUG")

static const struct cr_culprit overrun = {
	.path = "CS",
};

static const struct cr_kind fault_kinds[] = {
	NULL_AT("BUG: kernel NULL pointer dereference", ""),
	NULL_AT("BUG: unable to handle kernel NULL pointer dereference", ""),
	NULL_AT("BUG: unable to handle ", "*NULL pointer"),
	NULL_AT("BUG: Kernel NULL pointer dereference", ""),
	PAGING_AT("BUG: unable to handle page fault"),
	PAGING_AT("BUG: unable to handle kernel paging request"),
	PAGING_AT("BUG: unable to handle kernel access"),
	PAGING_AT("BUG: Unable to handle kernel data access"),
	PAGING_AT("BUG: Unable to handle kernel instruction fetch"),
	NULL_AT("Unable to handle kernel NULL pointer dereference", ""),
	PAGING_AT("Unable to handle kernel "),
	{
		.text = CR_KIND_TEXT("BUG: unable to handle kernel", "", "",
				     "BUG: unable to handle kernel", "", ""),
		.report_class = CRASHREC_CLASS_OOPS,
		.end = CR_END_TRACE,
		.flags = CR_KIND_CORRUPT,
	},
	{
		.text = CR_KIND_TEXT("BUG: ", "*stack guard page was hit", "",
				     "BUG: stack guard page was hit in %F",
				     "stack-overflow in %F", ""),
		.culprit = &overrun,
		.report_class = CRASHREC_CLASS_OOPS,
		.end = CR_END_TRACE,
	},
	{
		.text = CR_KIND_TEXT("Insufficient stack space to handle exception",
				     "", "", "kernel stack overflow in %F",
				     "stack-overflow in %F", "DoS"),
		.culprit = &overrun,
		.report_class = CRASHREC_CLASS_OOPS,
		.end = CR_END_TRACE,
	},
	FAULT_IF("Unhandled fault: ", "", "Unhandled fault", "DoS"),
	{
		.text = CR_KIND_TEXT("Alignment trap:", "", "",
				     "Alignment trap in %F", "", "DoS"),
		.culprit = &cr_culprit_ip,
		.report_class = CRASHREC_CLASS_OOPS,
		.end = CR_END_TRACE,
	},
};

const struct cr_family cr_family_fault = { fault_kinds, CR_COUNT(fault_kinds) };
