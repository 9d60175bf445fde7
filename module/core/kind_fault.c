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
		.head = CR_TEXT(begin),				\
		.rest = pattern,				\
		.title = words " in %F",			\
		.alt = "bad-access in %F",			\
		.type = kind,					\
		.culprit = &cr_culprit_ip,			\
		.report_class = CRASHREC_CLASS_OOPS,		\
		.end = CR_END_TRACE,				\
	}

#define NULL_AT(begin, pattern) \
	FAULT_IF(begin, pattern, NULL_DEREF, "NULL-POINTER-DEREFERENCE")
#define PAGING_AT(begin) \
	FAULT_IF(begin, NULL, PAGING, "MEMORY_SAFETY_BUG")

static const struct cr_culprit overrun = {
	.path = "CS",
};

static const struct cr_kind kinds[] = {
	NULL_AT("BUG: kernel NULL pointer dereference", NULL),
	NULL_AT("BUG: unable to handle kernel NULL pointer dereference", NULL),
	NULL_AT("BUG: unable to handle ", "*NULL pointer"),
	NULL_AT("BUG: Kernel NULL pointer dereference", NULL),
	PAGING_AT("BUG: unable to handle page fault"),
	PAGING_AT("BUG: unable to handle kernel paging request"),
	PAGING_AT("BUG: unable to handle kernel access"),
	PAGING_AT("BUG: Unable to handle kernel data access"),
	PAGING_AT("BUG: Unable to handle kernel instruction fetch"),
	NULL_AT("Unable to handle kernel NULL pointer dereference", NULL),
	PAGING_AT("Unable to handle kernel "),
	{
		.head = CR_TEXT("BUG: unable to handle kernel"),
		.title = "BUG: unable to handle kernel",
		.type = "",
		.report_class = CRASHREC_CLASS_OOPS,
		.end = CR_END_TRACE,
		.flags = CR_KIND_CORRUPT,
	},
	{
		.head = CR_TEXT("BUG: "),
		.rest = "*stack guard page was hit",
		.title = "BUG: stack guard page was hit in %F",
		.alt = "stack-overflow in %F",
		.type = "",
		.culprit = &overrun,
		.report_class = CRASHREC_CLASS_OOPS,
		.end = CR_END_TRACE,
	},
	{
		.head = CR_TEXT("Insufficient stack space to handle exception"),
		.title = "kernel stack overflow in %F",
		.alt = "stack-overflow in %F",
		.type = "DoS",
		.culprit = &overrun,
		.report_class = CRASHREC_CLASS_OOPS,
		.end = CR_END_TRACE,
	},
	FAULT_IF("Unhandled fault: ", NULL, "Unhandled fault", "DoS"),
	{
		.head = CR_TEXT("Alignment trap:"),
		.title = "Alignment trap in %F",
		.type = "DoS",
		.culprit = &cr_culprit_ip,
		.report_class = CRASHREC_CLASS_OOPS,
		.end = CR_END_TRACE,
	},
};

const struct cr_family cr_family_fault = { kinds, CR_COUNT(kinds) };
