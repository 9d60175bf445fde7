// SPDX-License-Identifier: GPL-2.0
/*
 * What a program may ask of symbols, beside what crashrec does: of the kernel that
 * symbols_test.sh builds, whose file is removed once it was opened.
 *
 *   symbols_look VMLINUX
 */
#include <crashrec_symbols.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "support_tap.h"

/* Of the hash table of a small kernel, each list is hit by some of them. */
#define NAMES		2000

static struct crashrec_text text_of(const char *string)
{
	return (struct crashrec_text){ string, strlen(string) };
}

static int find(struct crashrec_symbols *symbols, const char *function,
		uint32_t offset, uint32_t size)
{
	struct crashrec_symbol_query query = {
		.function = text_of(function),
		.module = { "", 0 },
		.build_id = { "", 0 },
		.offset = offset,
		.size = size,
	};
	struct crashrec_symbol found;

	return crashrec_symbols_find(symbols, &query, &found);
}

/* Return: the size that the kernel has it in; 0: none fits. */
static uint32_t size_of(struct crashrec_symbols *symbols, const char *function)
{
	uint32_t size;

	for (size = 1; size < 4096; size++)
		if (!find(symbols, function, 1, size))
			return size;
	return 0;
}

/* The file is gone, so whoever opens it again fails. */
static void keeps_its_files(struct crashrec_symbols *symbols)
{
	int i, err = 0;

	for (i = 0; i < 10 && !err; i++) {
		err = crashrec_symbols_use_kernel(symbols,
						  text_of(i % 2 ? "r1" : "r0"));
		if (!err)
			err = find(symbols, "kernel_init", 0, 0);
	}
	tap_check("symbols_of_two_releases_in_turn_stay_open", !err, "%d, %s",
		  err, crashrec_symbols_error(symbols));
}

static void no_place_behind(struct crashrec_symbols *symbols)
{
	uint32_t size = size_of(symbols, "vfs_read");
	int at_end, behind;

	at_end = find(symbols, "vfs_read", size, size);
	behind = find(symbols, "vfs_read", size + 1, size);
	tap_check("symbols_end_where_the_function_does",
		  size && !at_end && behind == -ENOENT, "size %u: %d, %d",
		  size, at_end, behind);
}

static void no_name_with_zero(struct crashrec_symbols *symbols)
{
	struct crashrec_symbol_query query = { .module = { "", 0 } };
	struct crashrec_symbol found;
	unsigned int i, looked = 0;
	char name[64];

	query.build_id = query.module;
	for (i = 0; i < NAMES; i++) {
		memset(name, 0, sizeof(name));
		snprintf(name, sizeof(name), "vfs_read");
		query.function.bytes = sizeof("vfs_read") +
			(size_t)snprintf(name + sizeof("vfs_read"), 32, "%0*u",
					 4 + (int)(i % 24), i);
		query.offset = i;
		query.function.data = name;
		looked += crashrec_symbols_find(symbols, &query, &found) !=
			  -ENOENT;
	}
	tap_check("symbols_have_no_names_with_zero_bytes", !looked,
		  "%u of %u were found", looked, NAMES);
}

int main(int argc, char **argv)
{
	struct crashrec_symbols_options options = { .vmlinux = argv[1] };
	struct crashrec_symbols *symbols;
	int err;

	if (argc != 2)
		return 2;
	err = crashrec_symbols_open(&symbols, &options);
	if (err || unlink(argv[1])) {
		fprintf(stderr, "%s: %s\n", argv[1],
			crashrec_symbols_error(symbols));
		crashrec_symbols_close(symbols);
		return 1;
	}
	keeps_its_files(symbols);
	no_place_behind(symbols);
	no_name_with_zero(symbols);
	crashrec_symbols_close(symbols);
	return tap_end();
}
