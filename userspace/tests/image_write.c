// SPDX-License-Identifier: GPL-2.0
/*
 * Writes one of the images of support_cases.c to a file, for cli_test.sh.
 */
#include <stdio.h>

#include "support_cases.h"

int main(int argc, char **argv)
{
	static struct image image;
	FILE *out;

	if (argc != 3 || !case_build(&image, argv[1])) {
		fputs("usage: image_write CASE FILE\n", stderr);
		return 2;
	}
	out = fopen(argv[2], "wb");
	if (!out || fwrite(image.bytes, 1, image.size, out) != image.size ||
	    fclose(out)) {
		perror(argv[2]);
		return 1;
	}
	return 0;
}
