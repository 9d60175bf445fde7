/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * The files in which places are looked up. symbols.c has them, symbols_where.c
 * finds them, symbols_find.c looks up; symbols_line.c and symbols_frames.c ask it
 * for what is in text and in records.
 */
#ifndef CRASHREC_LIB_SYMBOLS_H
#define CRASHREC_LIB_SYMBOLS_H

#include <crashrec_symbols.h>

#include "symbol_file.h"

#define SYMBOLS_ERROR_BYTES	512
/* The longest build id that is believed: of SHA-512. */
#define SYMBOLS_ID_MAX_BYTES	64
/* A function's name, KSYM_NAME_LEN of include/linux/kallsyms.h, 6.12. */
#define SYMBOLS_NAME_ROOM	512

/**
 * struct symbols_id - a build id
 * @bytes: how many, 0: not known
 * @at: they
 */
struct symbols_id {
	size_t bytes;
	uint8_t at[SYMBOLS_ID_MAX_BYTES];
};

/*
 * A log may name any number of kernels and modules, in any order: what was opened
 * for one of them stays open, and no more than this is.
 */
#define SYMBOLS_FILES_MAX	1000
#define SYMBOLS_MODULES_MAX	2000

/**
 * struct symbols_file - a file that was opened, of a kernel or a module
 * @next: the one before, or NULL
 * @path: its name; owned
 * @file: NULL: it is no such file
 * @err: why not
 * @base: what names of source files begin with, of a kernel, with a slash; owned;
 *        or NULL
 * @has_base: @base was looked for
 */
struct symbols_file {
	struct symbols_file *next;
	char *path;
	struct symbol_file *file;
	int err;
	char *base;
	bool has_base;
};

/**
 * struct symbols_module - a module that was asked for
 * @next: the one before, or NULL
 * @name: its name; owned
 * @release: of its kernel; owned; NULL: not known
 * @id: its build id
 * @file: in the list of files; NULL: none was found
 * @err: why not
 * @is_told: another of its name was not found before
 */
struct symbols_module {
	struct symbols_module *next;
	char *name;
	char *release;
	struct symbols_id id;
	struct symbols_file *file;
	int err;
	bool is_told;
};

/**
 * struct symbols_folder - what is in a folder and below
 * @next: another one, or NULL
 * @path: its name; owned
 * @files: paths of modules in it, owned; each owned
 * @count: of them
 */
struct symbols_folder {
	struct symbols_folder *next;
	char *path;
	char **files;
	size_t count;
};

/**
 * struct symbols_context - what the lines before tell of the next frame
 * @is_interrupted: it is what an interrupt's or exception's entry came from
 * @ip: the function of the last instruction pointer, terminated
 * @ip_offset: in it
 * @ip_size: of it
 */
struct symbols_context {
	bool is_interrupted;
	char ip[SYMBOLS_NAME_ROOM];
	uint32_t ip_offset;
	uint32_t ip_size;
};

/**
 * struct crashrec_symbols - open symbols
 * @vmlinux: of the options; or NULL, likewise those below
 * @module_path: likewise
 * @debug_path: likewise; never NULL
 * @option_release: likewise
 * @as_printed: likewise
 * @record: that is used; or NULL
 * @release: of the kernel; owned; NULL: not known
 * @id: of the kernel
 * @kaslr_offset: of the kernel, CRASHREC_UNKNOWN_OFFSET: not known
 * @kernel: its file, in @files; NULL: none
 * @files: list; owned
 * @file_count: of them
 * @modules: list, of all kernels; owned
 * @module_count: of them
 * @folders: list; owned
 * @known: tree of what was looked up; see tsearch(3)
 * @unknown: places of functions that are in no symbol table
 * @stale: places of functions that are of another size there
 * @unlined: places without a line
 * @unsought: how often a module was asked for that was one too many
 * @context: see struct symbols_context
 * @text: what crashrec_symbols_line() gave; owned
 * @complaint: what crashrec_symbols_complaint() gave
 * @error: message of the last failure
 */
struct crashrec_symbols {
	char *vmlinux;
	char *module_path;
	char *debug_path;
	char *option_release;
	bool as_printed;
	const struct crashrec_record *record;
	char *release;
	struct symbols_id id;
	uint64_t kaslr_offset;
	struct symbols_file *kernel;
	struct symbols_file *files;
	size_t file_count;
	struct symbols_module *modules;
	size_t module_count;
	struct symbols_folder *folders;
	void *known;
	uint64_t unknown;
	uint64_t stale;
	uint64_t unlined;
	uint64_t unsought;
	struct symbols_context context;
	char *text;
	char complaint[SYMBOLS_ERROR_BYTES];
	char error[SYMBOLS_ERROR_BYTES];
};

/**
 * symbols_set_id() - take over a build id
 * @id: set; one that is too long is none
 * @bytes: the build id, or none
 */
void symbols_set_id(struct symbols_id *id, struct crashrec_text bytes);

/**
 * symbols_fail() - set the error
 * @symbols: whose
 * @err: that is returned
 * @format: as printf(3), of the message
 *
 * Return: @err.
 */
__attribute__((format(printf, 3, 4)))
int symbols_fail(struct crashrec_symbols *symbols, int err, const char *format,
		 ...);

/**
 * symbols_open_kernel() - find the file of the kernel
 * @symbols: with a release or a build id, or an option that names it; the file
 *           is set on success, the error on failure
 *
 * Return: as crashrec_symbols_use_record().
 */
int symbols_open_kernel(struct crashrec_symbols *symbols);

/**
 * symbols_open_module() - find the file of a module
 * @symbols: from crashrec_symbols_open()
 * @name: of the module, terminated
 * @id: its build id, or none
 * @file: set on success, in the list of files
 *
 * Return: 0; -ENOENT: there is none; -ENODATA: what there is has no debug
 * information; -ESTALE: there is that of another build; -ENOMEM.
 */
int symbols_open_module(struct crashrec_symbols *symbols, const char *name,
			const struct symbols_id *id, struct symbols_file **file);

/**
 * symbols_close_files() - close all that was opened
 * @symbols: whose
 */
void symbols_close_files(struct crashrec_symbols *symbols);

/**
 * symbols_close_folders() - forget what is in folders
 * @symbols: whose
 */
void symbols_close_folders(struct crashrec_symbols *symbols);

/**
 * symbols_ask_server() - ask the servers of $DEBUGINFOD_URLS for a file
 * @id: its build id
 *
 * Return: path of the file in debuginfod's cache, which the caller frees; NULL:
 * there is none, nobody is to be asked, or libdebuginfod is not there.
 */
char *symbols_ask_server(const struct symbols_id *id);

/**
 * symbols_free_answers() - free all that was looked up
 * @symbols: whose
 */
void symbols_free_answers(struct crashrec_symbols *symbols);

/**
 * symbols_is_exact() - is the next place the address itself, not a call's?
 * @context: brought up to date
 * @query: function, offset and size
 * @is_ip: the text says that it is where the CPU was
 * @is_reliable: it is not marked as perhaps stale
 *
 * Return: true if so.
 */
bool symbols_is_exact(struct symbols_context *context,
		      const struct crashrec_symbol_query *query, bool is_ip,
		      bool is_reliable);

#endif /* CRASHREC_LIB_SYMBOLS_H */
