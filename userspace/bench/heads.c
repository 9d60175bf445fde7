// SPDX-License-Identifier: GPL-2.0
/*
 * Prints the re2c source of a matcher for the heads of all kinds of report:
 * what the core's own is compared with.
 */
#include <stdio.h>

#include "core/kind.h"

static void print_head(const char *head)
{
	putchar('"');
	for (; *head; head++) {
		if (*head == '"' || *head == '\\')
			putchar('\\');
		putchar(*head);
	}
	putchar('"');
}

int main(void)
{
	u32 number;

	puts("#include \"matcher.h\"\n\n"
	     "bool matcher_fits(const char *text)\n"
	     "{\n"
	     "\tconst char *YYCURSOR = text;\n"
	     "\tconst char *YYMARKER;\n\n"
	     "/*!re2c\n"
	     "re2c:define:YYCTYPE = \"unsigned char\";\n"
	     "re2c:yyfill:enable = 0;");
	/* The two that may come before a header. */
	printf("\"----------\"|\"==========\"");
	for (number = 1; cr_kind_at(number); number++) {
		printf("\n| ");
		print_head(cr_kind_word(cr_kind_at(number), CR_KIND_HEAD));
	}
	puts(" { return true; }\n* { return false; }\n*/\n}");
	return 0;
}
