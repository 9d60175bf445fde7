/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * libcrashrec: from functions and offsets to files and lines, by the debug
 * information of the kernel and its modules.
 *
 * The rules of crashrec.h hold here. Symbols are opened, told which kernel is
 * meant, asked for places or given lines of text, and closed.
 *
 * As the kernel prints it, a place is a function with an offset and a size, and
 * perhaps a module: that needs no address, so KASLR does not matter. A call's
 * return address is looked up as the byte before it, which is the call; where
 * the kernel trapped or was interrupted, the address itself.
 *
 * Threads: symbols are used by one thread at a time.
 */
#ifndef CRASHREC_SYMBOLS_H
#define CRASHREC_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crashrec.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Below which debug packages put what they have. */
#define CRASHREC_DEBUG_PATH	"/usr/lib/debug"

struct crashrec_symbols;

/**
 * struct crashrec_symbols_options - where debug information is
 * @vmlinux: file of the kernel; NULL: it is looked for, by build id and release,
 *           in @debug_path and /lib/modules/RELEASE/build, and then, if the
 *           environment has DEBUGINFOD_URLS, asked for by debuginfod
 * @module_path: folder that the modules' files are in or below; NULL: they are
 *               looked for beside @vmlinux, and as that is
 * @debug_path: NULL: CRASHREC_DEBUG_PATH
 * @release: uname -r of the kernel, where nothing else tells it; or NULL
 * @as_printed: look up return addresses as they are, not the calls before them
 *
 * To be zeroed before it is filled: it may grow at its end.
 */
struct crashrec_symbols_options {
	const char *vmlinux;
	const char *module_path;
	const char *debug_path;
	const char *release;
	bool as_printed;
};

/**
 * struct crashrec_symbol_query - what the kernel printed
 * @function: its name
 * @module: its module's, empty: of the kernel image
 * @build_id: of the module, as bytes; empty: not told
 * @offset: in the function, bytes
 * @size: of the function as the kernel knows it, bytes; 0: not told
 * @address: of the place in the memory of that kernel, 0: not told
 * @is_exact: it is no return address
 */
struct crashrec_symbol_query {
	struct crashrec_text function;
	struct crashrec_text module;
	struct crashrec_text build_id;
	uint32_t offset;
	uint32_t size;
	uint64_t address;
	bool is_exact;
};

/**
 * struct crashrec_symbol_place - a place in the source
 * @function: its name, terminated
 * @file: relative to the kernel's source if it is in that; terminated
 * @line: number of the line in it, 0: not told
 * @is_inline: the function is inlined in that of the next place
 */
struct crashrec_symbol_place {
	const char *function;
	const char *file;
	uint32_t line;
	bool is_inline;
};

/**
 * struct crashrec_symbol - what is there
 * @places: the innermost first; the last is the function that was asked for
 * @place_count: of them, 0: none is known
 * @others: where it may be as well, as there are several functions of that name
 *          and size, and nothing tells which is meant; of each the last place
 * @other_count: of them
 */
struct crashrec_symbol {
	const struct crashrec_symbol_place *places;
	size_t place_count;
	const struct crashrec_symbol_place *others;
	size_t other_count;
};

/**
 * crashrec_symbols_open() - get ready to look up places
 * @symbols: set, also on failure: it then serves only crashrec_symbols_error()
 *           and crashrec_symbols_close(). NULL if there was no memory.
 * @options: NULL: none; the strings are copied
 *
 * Return: 0; -EOPNOTSUPP: the library was built without libdw; -ENOMEM; of
 * options that name a vmlinux, also as crashrec_symbols_use_kernel(). The
 * caller closes @symbols in all cases.
 */
CRASHREC_API int
crashrec_symbols_open(struct crashrec_symbols **symbols,
		      const struct crashrec_symbols_options *options);

/**
 * crashrec_symbols_close() - close it
 * @symbols: may be NULL; all that it gave is gone
 */
CRASHREC_API void crashrec_symbols_close(struct crashrec_symbols *symbols);

/**
 * crashrec_symbols_error() - what went wrong last, and what to do
 * @symbols: NULL: crashrec_symbols_open() had no memory
 *
 * Return: one line, terminated; "" if nothing failed. Lives until the next call
 * with @symbols.
 */
CRASHREC_API const char *
crashrec_symbols_error(const struct crashrec_symbols *symbols);

/**
 * crashrec_symbols_use_record() - say whose kernel is meant: a record's
 * @symbols: from crashrec_symbols_open()
 * @record: its build ids, release and the load address of the kernel are taken;
 *          it must live until another is named, or no call follows
 *
 * What crashrec_symbols_line() remembers of lines is forgotten.
 *
 * Return: 0; -ENOENT: no debug information of that kernel was found; -ESTALE:
 * the vmlinux that was named is of another build; -EBADMSG: it is no ELF file;
 * -ENODATA: it has no debug information; -ENOMEM; or what open() gave.
 */
CRASHREC_API int
crashrec_symbols_use_record(struct crashrec_symbols *symbols,
			    const struct crashrec_record *record);

/**
 * crashrec_symbols_use_kernel() - say whose kernel is meant: by its release
 * @symbols: from crashrec_symbols_open()
 * @release: uname -r; empty: that of the options
 *
 * Return: as crashrec_symbols_use_record(), whose effects it has, too.
 */
CRASHREC_API int
crashrec_symbols_use_kernel(struct crashrec_symbols *symbols,
			    struct crashrec_text release);

/**
 * crashrec_symbols_find() - look up a place
 * @symbols: from crashrec_symbols_open(), with a kernel
 * @query: what to look up
 * @found: filled; zeroed on failure; lives until @symbols is closed
 *
 * Return: 0; -ENOENT: there is no such function, or no file of the module;
 * -ESTALE: there is one of another size: the file is of another build;
 * -ENODATA: no debug information for it; -ENOMEM. But for the last, places that
 * are not found are counted, each once: see crashrec_symbols_complaint().
 */
CRASHREC_API int
crashrec_symbols_find(struct crashrec_symbols *symbols,
		      const struct crashrec_symbol_query *query,
		      struct crashrec_symbol *found);

/**
 * crashrec_symbols_frames() - look up all frames of a record
 * @symbols: from crashrec_symbols_open()
 * @record: that crashrec_symbols_use_record() was given
 * @found: set to an array parallel to crashrec_record_frames(), which the
 *         caller frees; what is in it lives until @symbols is closed
 *
 * Those that are inlined, or have a place in the text, are left empty.
 *
 * Return: 0, also if no frame is found; -ENOMEM.
 */
CRASHREC_API int crashrec_symbols_frames(struct crashrec_symbols *symbols,
					 const struct crashrec_record *record,
					 struct crashrec_symbol **found);

/**
 * crashrec_symbols_line() - a line of a log, with places
 * @symbols: from crashrec_symbols_open(), with a kernel
 * @line: without a newline; lines of a report come in order, as who called is
 *        told from an interrupt by the lines before
 * @text: set: lines that end in newlines; lives until the next call with
 *        @symbols
 *
 * Behind a function, offset and size comes " FILE:LINE", and before that line,
 * for each function that is inlined there, the line with "FUNCTION FILE:LINE
 * [inline]" instead. Where nothing tells which of several functions is meant,
 * " or FILE:LINE" follows. A line that has a place already, or none, comes as it
 * is.
 *
 * Return: 0, or -ENOMEM.
 */
CRASHREC_API int crashrec_symbols_line(struct crashrec_symbols *symbols,
				       struct crashrec_text line,
				       struct crashrec_text *text);

/**
 * crashrec_symbols_complaint() - what could not be looked up, and the cure
 * @symbols: from crashrec_symbols_open()
 * @index: from 0
 *
 * Return: one line, terminated, that lives until the next call with @symbols;
 * NULL: there is none of that number.
 */
CRASHREC_API const char *
crashrec_symbols_complaint(struct crashrec_symbols *symbols, size_t index);

#ifdef __cplusplus
}
#endif

#endif /* CRASHREC_SYMBOLS_H */
