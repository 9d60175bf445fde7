/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * A file with symbols and debug information: vmlinux, or a module's. Read by
 * libdw, as far as it is asked for and no further.
 */
#ifndef CRASHREC_LIB_SYMBOL_FILE_H
#define CRASHREC_LIB_SYMBOL_FILE_H

#include <crashrec_symbols.h>

struct symbol_file;

/**
 * struct symbol_candidate - a function that has the name
 * @address: of its begin, in the file
 * @fit: how well its size fits: the more the better, 0: not
 */
struct symbol_candidate {
	uint64_t address;
	unsigned int fit;
};

/* How many functions of one name and size are told apart. */
#define SYMBOL_CANDIDATES_MAX	64

/* What is kept of how deep functions are inlined in each other. */
#define SYMBOL_PLACES_MAX	32

/**
 * struct symbol_places - a place, and what it is inlined in
 * @count: of them
 * @place: the innermost first; functions and files are owned
 */
struct symbol_places {
	size_t count;
	struct crashrec_symbol_place place[SYMBOL_PLACES_MAX];
};

/**
 * symbol_file_built() - was the library built with libdw?
 *
 * Return: true if so; else symbol_file_open() fails with -EOPNOTSUPP.
 */
bool symbol_file_built(void);

/**
 * symbol_file_open() - open a file
 * @file: set on success; closed by symbol_file_close()
 * @path: of an ELF file, perhaps compressed
 *
 * Return: 0; -EBADMSG: no ELF file; -ENODATA: it has no debug information;
 * -EOPNOTSUPP; -ENOMEM; or what open() gave.
 */
int symbol_file_open(struct symbol_file **file, const char *path);

/**
 * symbol_file_close() - close it
 * @file: may be NULL
 */
void symbol_file_close(struct symbol_file *file);

/**
 * symbol_file_build_id() - its build id
 * @file: from symbol_file_open()
 *
 * Return: bytes that live as long as @file; none: it has no build id.
 */
struct crashrec_text symbol_file_build_id(struct symbol_file *file);

/**
 * symbol_file_functions() - the functions of a name
 * @file: from symbol_file_open()
 * @query: name and size
 * @candidates: room for SYMBOL_CANDIDATES_MAX
 * @count: set to how many were put there, in the order of the symbol table;
 *         each address once
 *
 * Return: 0, -ENOENT: there is none; -ENOMEM.
 */
int symbol_file_functions(struct symbol_file *file,
			  const struct crashrec_symbol_query *query,
			  struct symbol_candidate *candidates, size_t *count);

/**
 * symbol_file_places() - the place of an address
 * @file: from symbol_file_open()
 * @address: in the file
 * @places: filled on success; the last one has the name that debug information
 *          has for the function, or ""; freed by symbol_places_free()
 *
 * Return: 0; -ENODATA: there is no line for it; -ENOMEM.
 */
int symbol_file_places(struct symbol_file *file, uint64_t address,
		       struct symbol_places *places);

/**
 * symbol_places_free() - free what symbol_file_places() gave
 * @places: the places; empty then
 */
void symbol_places_free(struct symbol_places *places);

#endif /* CRASHREC_LIB_SYMBOL_FILE_H */
