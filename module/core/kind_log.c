// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Lines that no kernel prints, and that a console log of a test run holds:
 * of its fuzzer's processes, of the boot loader behind a reset that nothing
 * announced. Not looked for in the kernel.
 */
#include "kind.h"

#define LOG(begin, pattern, words, second, kind, extra)		\
	{							\
		.text = CR_KIND_TEXT(begin, pattern, "", words, second,	\
				     kind),				\
		.report_class = CRASHREC_CLASS_UNKNOWN,			\
		.flags = CR_KIND_LOG | CR_KIND_LONE | CR_KIND_NO_STACK | (extra),	\
	}

static const struct cr_kind log_kinds[] = {
	LOG("Booting the kernel.", "", "unexpected kernel reboot", "",
	    "REBOOT", 0),
	LOG("SYZFAIL: ", "SIGBUS", "SYZFAIL: SIGBUS", "", "SYZ_FAILURE",
	    CR_KIND_QUIET),
	LOG("SYZFAIL: ", "{*}", "SYZFAIL: %1", "", "SYZ_FAILURE", 0),
	LOG("SYZFATAL: ", "{*}", "SYZFATAL: %1", "SYZFATAL", "SYZ_FAILURE", 0),
	LOG("fatal error: ", "out of memory", "go runtime error", "", "DoS",
	    CR_KIND_QUIET),
	LOG("fatal error: ", "{*}", "go runtime error", "", "DoS", 0),
	LOG("panic: ", "{*}", "panic: %1", "", "DoS", 0),
};

const struct cr_family cr_family_log = { log_kinds, CR_COUNT(log_kinds) };
