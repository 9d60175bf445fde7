// SPDX-License-Identifier: GPL-2.0
#include "support_tap.h"

#include <stdarg.h>
#include <stdio.h>

static int failed;

void tap_check(const char *name, bool ok, const char *why, ...)
{
	va_list args;

	if (ok) {
		printf("ok - %s\n", name);
	} else {
		failed = 1;
		printf("not ok - %s (", name);
		va_start(args, why);
		vprintf(why, args);
		va_end(args);
		puts(")");
	}
	fflush(stdout);
}

void tap_skip(const char *name, const char *why)
{
	printf("skip - %s (%s)\n", name, why);
	fflush(stdout);
}

int tap_end(void)
{
	return failed;
}
