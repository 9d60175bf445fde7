// SPDX-License-Identifier: GPL-2.0
#include "complain.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "escape.h"

void complain(const char *format, ...)
{
	char line[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	fflush(stdout);
	fputs("crashrec: ", stderr);
	escape_print(stderr, (struct crashrec_text){ line, strlen(line) });
	fputc('\n', stderr);
}
