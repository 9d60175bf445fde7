// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * The symbol table is read once, into a hash table by name. Debug information is
 * read where it is asked for: libdw maps the file, and reads no more of it than
 * the units of the addresses that are looked up.
 *
 * A function's size is, to the kernel, the way to the next symbol
 * (kernel/kallsyms.c, find_kallsyms_symbol() of kernel/module/kallsyms.c, 6.1):
 * what it is padded with counts. Functions of one name are told apart by it.
 */
#include "symbol_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void symbol_places_free(struct symbol_places *places)
{
	for (; places->count; places->count--) {
		free((char *)places->place[places->count - 1].function);
		free((char *)places->place[places->count - 1].file);
	}
}

#ifndef HAVE_LIBDW

bool symbol_file_built(void)
{
	return false;
}

int symbol_file_open(struct symbol_file **file, const char *path)
{
	(void)path;
	*file = NULL;
	return -EOPNOTSUPP;
}

void symbol_file_close(struct symbol_file *file)
{
	(void)file;
}

struct crashrec_text symbol_file_build_id(struct symbol_file *file)
{
	(void)file;
	return (struct crashrec_text){ "", 0 };
}

int symbol_file_functions(struct symbol_file *file,
			  const struct crashrec_symbol_query *query,
			  struct symbol_candidate *candidates, size_t *count)
{
	(void)file;
	(void)query;
	(void)candidates;
	*count = 0;
	return -EOPNOTSUPP;
}

int symbol_file_places(struct symbol_file *file, uint64_t address,
		       struct symbol_places *places)
{
	(void)file;
	(void)address;
	places->count = 0;
	return -EOPNOTSUPP;
}

#else /* HAVE_LIBDW */

#include <dwarf.h>
#include <elfutils/libdwfl.h>
#include <fcntl.h>
#include <unistd.h>

/* Functions are aligned to this, where nothing else is told. */
#define PADDING_BYTES	16

/**
 * struct symbol - of the symbol table
 * @name: terminated; of libdw
 * @address: in the file
 * @bytes: as the table has it, 0: not told
 * @section: index of its section
 * @is_function: it may be one
 * @next: of the same hash, as index + 1; 0: none
 */
struct symbol {
	const char *name;
	uint64_t address;
	uint64_t bytes;
	uint32_t section;
	bool is_function;
	uint32_t next;
};

/**
 * struct symbol_file - an open file
 * @dwfl: of libdw
 * @module: of libdw; the file
 * @symbols: owned; NULL: not read yet
 * @symbol_count: of them
 * @heads: by hash, the first symbol as index + 1; owned
 * @head_mask: their number less 1
 * @build_id: lives in libdw
 */
struct symbol_file {
	Dwfl *dwfl;
	Dwfl_Module *module;
	struct symbol *symbols;
	size_t symbol_count;
	uint32_t *heads;
	uint32_t head_mask;
	struct crashrec_text build_id;
};

/* A stripped file's debug information is looked for as libdw does. */
static const Dwfl_Callbacks callbacks = {
	.find_elf = dwfl_build_id_find_elf,
	.find_debuginfo = dwfl_standard_find_debuginfo,
	.section_address = dwfl_offline_section_address,
};

bool symbol_file_built(void)
{
	return true;
}

static int take_first(Dwfl_Module *module, void **data, const char *name,
		      Dwarf_Addr start, void *arg)
{
	Dwfl_Module **first = arg;

	(void)data;
	(void)name;
	(void)start;
	*first = module;
	return DWARF_CB_ABORT;
}

/* libdw has numbers of its own for errors. */
static int can_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

static int open_module(struct symbol_file *file, const char *path)
{
	const unsigned char *bits;
	GElf_Addr at;
	int bytes;

	file->dwfl = dwfl_begin(&callbacks);
	if (!file->dwfl)
		return -ENOMEM;
	dwfl_report_begin(file->dwfl);
	if (!dwfl_report_offline(file->dwfl, path, path, -1))
		return -EBADMSG;
	dwfl_report_end(file->dwfl, NULL, NULL);
	dwfl_getmodules(file->dwfl, take_first, &file->module, 0);
	if (!file->module)
		return -EBADMSG;
	bytes = dwfl_module_build_id(file->module, &bits, &at);
	if (bytes > 0) {
		file->build_id.data = (const char *)bits;
		file->build_id.bytes = (size_t)bytes;
	}
	return 0;
}

static int has_debug(struct symbol_file *file)
{
	Dwarf_Addr bias;

	return dwfl_module_getdwarf(file->module, &bias) ? 0 : -ENODATA;
}

int symbol_file_open(struct symbol_file **file, const char *path)
{
	struct symbol_file *new = calloc(1, sizeof(*new));
	int err;

	*file = NULL;
	if (!new)
		return -ENOMEM;
	new->build_id.data = "";
	err = can_open(path);
	if (!err)
		err = open_module(new, path);
	if (!err)
		err = has_debug(new);
	if (err) {
		symbol_file_close(new);
		return err;
	}
	*file = new;
	return 0;
}

void symbol_file_close(struct symbol_file *file)
{
	if (!file)
		return;
	free(file->symbols);
	free(file->heads);
	if (file->dwfl)
		dwfl_end(file->dwfl);
	free(file);
}

struct crashrec_text symbol_file_build_id(struct symbol_file *file)
{
	return file->build_id;
}

/* FNV-1a. */
static uint32_t hash_of(const char *name, size_t bytes)
{
	uint32_t hash = 2166136261U;
	size_t i;

	for (i = 0; i < bytes; i++)
		hash = (hash ^ (unsigned char)name[i]) * 16777619U;
	return hash;
}

/* Marks of the assembler, which the kernel's table leaves out. */
static bool is_name(const char *name)
{
	return name && name[0] && name[0] != '$' && strncmp(name, ".L", 2) != 0;
}

static void take_symbol(struct symbol_file *file, int index)
{
	struct symbol *symbol = &file->symbols[file->symbol_count];
	GElf_Word section = SHN_UNDEF;
	GElf_Addr address;
	const char *name;
	unsigned int type;
	GElf_Sym sym;

	name = dwfl_module_getsym_info(file->module, index, &sym, &address,
				       &section, NULL, NULL);
	type = GELF_ST_TYPE(sym.st_info);
	if (!is_name(name) || section == SHN_UNDEF || section == SHN_ABS ||
	    type == STT_SECTION || type == STT_FILE)
		return;
	symbol->name = name;
	symbol->address = address;
	symbol->bytes = sym.st_size;
	symbol->section = section;
	symbol->is_function = type == STT_FUNC || type == STT_NOTYPE ||
			      type == STT_GNU_IFUNC;
	file->symbol_count++;
}

/* From the last to the first, so that lists are in the order of the table. */
static void hash_symbols(struct symbol_file *file)
{
	struct symbol *symbol;
	uint32_t *head;
	size_t i;

	for (i = file->symbol_count; i > 0; i--) {
		symbol = &file->symbols[i - 1];
		if (!symbol->is_function)
			continue;
		head = &file->heads[hash_of(symbol->name, strlen(symbol->name)) &
				    file->head_mask];
		symbol->next = *head;
		*head = (uint32_t)i;
	}
}

static int read_symbols(struct symbol_file *file)
{
	int i, count = dwfl_module_getsymtab(file->module);
	size_t heads = 64;

	if (count < 0)
		count = 0;
	while (heads < (size_t)count)
		heads *= 2;
	file->symbols = calloc((size_t)count + 1, sizeof(*file->symbols));
	file->heads = calloc(heads, sizeof(*file->heads));
	if (!file->symbols || !file->heads) {
		free(file->symbols);
		free(file->heads);
		file->symbols = NULL;
		file->heads = NULL;
		return -ENOMEM;
	}
	file->head_mask = (uint32_t)heads - 1;
	for (i = 0; i < count; i++)
		take_symbol(file, i);
	hash_symbols(file);
	return 0;
}

/* Bytes from a symbol to the next one of the section, 0: it is the last. */
static uint64_t way_to_next(const struct symbol_file *file,
			    const struct symbol *symbol)
{
	const struct symbol *end = file->symbols + file->symbol_count;
	const struct symbol *other;
	uint64_t way = 0;

	for (other = file->symbols; other < end; other++) {
		if (other->address <= symbol->address ||
		    other->section != symbol->section)
			continue;
		if (!way || other->address - symbol->address < way)
			way = other->address - symbol->address;
	}
	return way;
}

static unsigned int fit_of(const struct symbol_file *file,
			   const struct symbol *symbol, uint32_t bytes)
{
	uint64_t way;

	if (!bytes)
		return 1;
	if (symbol->bytes == bytes)
		return 3;
	way = way_to_next(file, symbol);
	if (way == bytes)
		return 3;
	if (symbol->bytes && symbol->bytes < bytes &&
	    bytes - symbol->bytes < PADDING_BYTES)
		return 2;
	return !way && symbol->bytes < bytes ? 2 : 0;
}

static bool has_address(const struct symbol_candidate *candidates, size_t count,
			uint64_t address)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (candidates[i].address == address)
			return true;
	return false;
}

int symbol_file_functions(struct symbol_file *file,
			  const struct crashrec_symbol_query *query,
			  struct symbol_candidate *candidates, size_t *count)
{
	struct crashrec_text name = query->function;
	const struct symbol *symbol;
	uint32_t at;
	int err;

	*count = 0;
	err = file->symbols ? 0 : read_symbols(file);
	if (err)
		return err;
	at = file->heads[hash_of(name.data, name.bytes) & file->head_mask];
	for (; at && *count < SYMBOL_CANDIDATES_MAX; at = symbol->next) {
		symbol = &file->symbols[at - 1];
		if (strncmp(symbol->name, name.data, name.bytes) != 0 ||
		    symbol->name[name.bytes] ||
		    has_address(candidates, *count, symbol->address))
			continue;
		candidates[*count].address = symbol->address;
		candidates[*count].fit = fit_of(file, symbol, query->size);
		++*count;
	}
	return *count ? 0 : -ENOENT;
}

/* Add one behind the others; what is too deep is left out. */
static int add_place(struct symbol_places *places, const char *file, int line)
{
	struct crashrec_symbol_place *place = &places->place[places->count];

	if (places->count == SYMBOL_PLACES_MAX)
		return 0;
	memset(place, 0, sizeof(*place));
	place->function = strdup("");
	place->file = strdup(file ? file : "");
	place->line = line > 0 ? (uint32_t)line : 0;
	places->count++;
	return place->function && place->file ? 0 : -ENOMEM;
}

/* Name the function that the last place is in. */
static int name_place(struct symbol_places *places, Dwarf_Die *die)
{
	struct crashrec_symbol_place *place =
		&places->place[places->count - 1];
	const char *name = dwarf_diename(die);
	char *copy;

	if (!name || place->function[0])
		return 0;
	copy = strdup(name);
	if (!copy)
		return -ENOMEM;
	free((char *)place->function);
	place->function = copy;
	return 0;
}

static int number_of(Dwarf_Die *die, unsigned int name)
{
	Dwarf_Attribute attribute;
	Dwarf_Word value;

	if (!dwarf_attr(die, name, &attribute) ||
	    dwarf_formudata(&attribute, &value) || value > INT32_MAX)
		return 0;
	return (int)value;
}

/* Where an inlined function is called. */
static int add_caller(struct symbol_places *places, Dwarf_Die *unit,
		      Dwarf_Die *die)
{
	int file = number_of(die, DW_AT_call_file);
	const char *name = NULL;
	Dwarf_Files *files;
	size_t count;

	if (!dwarf_getsrcfiles(unit, &files, &count) && (size_t)file < count)
		name = dwarf_filesrc(files, (size_t)file, NULL, NULL);
	return add_place(places, name, number_of(die, DW_AT_call_line));
}

/* @scopes: of a place, the innermost first, as they are nested in memory. */
static int walk_scopes(struct symbol_places *places, Dwarf_Die *unit,
		       Dwarf_Die *scopes, int count)
{
	int i, tag, err = 0;

	for (i = 0; i < count && !err; i++) {
		tag = dwarf_tag(&scopes[i]);
		if (tag != DW_TAG_subprogram && tag != DW_TAG_inlined_subroutine)
			continue;
		err = name_place(places, &scopes[i]);
		if (tag == DW_TAG_subprogram || err ||
		    places->count == SYMBOL_PLACES_MAX)
			break;
		places->place[places->count - 1].is_inline = true;
		err = add_caller(places, unit, &scopes[i]);
	}
	return err;
}

static int walk_inlines(struct symbol_places *places, Dwarf_Die *unit,
			Dwarf_Addr address)
{
	Dwarf_Die *scopes = NULL;
	Dwarf_Die innermost;
	int count, err = 0;

	count = dwarf_getscopes(unit, address, &scopes);
	if (count <= 0)
		return 0;
	innermost = scopes[0];
	free(scopes);
	scopes = NULL;
	count = dwarf_getscopes_die(&innermost, &scopes);
	if (count > 0)
		err = walk_scopes(places, unit, scopes, count);
	free(scopes);
	return err;
}

/* clang makes no table of which unit an address is in. */
static Dwarf_Die *unit_of(struct symbol_file *file, Dwarf_Addr address,
			  Dwarf_Addr *bias)
{
	Dwarf_Die *unit = dwfl_module_addrdie(file->module, address, bias);

	while (!unit || dwarf_haspc(unit, address - *bias) != 1) {
		unit = dwfl_module_nextcu(file->module, unit, bias);
		if (!unit)
			break;
	}
	return unit;
}

int symbol_file_places(struct symbol_file *file, uint64_t address,
		       struct symbol_places *places)
{
	Dwarf_Addr bias = 0;
	Dwarf_Line *line;
	Dwarf_Die *unit;
	int err, number;

	places->count = 0;
	unit = unit_of(file, address, &bias);
	line = unit ? dwarf_getsrc_die(unit, address - bias) : NULL;
	if (!line || dwarf_lineno(line, &number))
		return -ENODATA;
	err = add_place(places, dwarf_linesrc(line, NULL, NULL), number);
	if (!err)
		err = walk_inlines(places, unit, address - bias);
	if (err)
		symbol_places_free(places);
	return err;
}

#endif /* HAVE_LIBDW */
