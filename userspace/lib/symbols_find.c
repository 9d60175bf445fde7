// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * What was looked up is kept: stacks have much in common, and what a caller was
 * given lives until all is closed. Answers are of one kernel; those of former
 * ones are kept apart.
 */
#include <crashrec_machine.h>
#include <errno.h>
#include <inttypes.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "path.h"
#include "symbols.h"

/* The kernel is moved by multiples of this: CONFIG_PHYSICAL_ALIGN's least. */
#define MOVED_BY_BYTES	UINT64_C(0x200000)

/**
 * struct symbols_answer - what was found
 * @next: in the list of former ones
 * @key: what was asked for; owned
 * @err: 0, or why nothing was found
 * @found: what is handed out; owned
 */
struct symbols_answer {
	struct symbols_answer *next;
	char *key;
	int err;
	struct crashrec_symbol found;
};

/**
 * struct finding - what is found while it is looked for
 * @places: as crashrec_symbol::places
 * @others: likewise
 */
struct finding {
	struct symbol_places places;
	struct symbol_places others;
};

static int compare_keys(const void *a, const void *b)
{
	const struct symbols_answer *one = a, *other = b;

	return strcmp(one->key, other->key);
}

static void free_kept(const struct crashrec_symbol_place *kept, size_t count)
{
	struct symbol_places places = { .count = count };

	if (count)
		memcpy(places.place, kept, count * sizeof(*kept));
	symbol_places_free(&places);
	free((void *)kept);
}

static void free_answer(struct symbols_answer *answer)
{
	free_kept(answer->found.places, answer->found.place_count);
	free_kept(answer->found.others, answer->found.other_count);
	free(answer->key);
	free(answer);
}

void symbols_drop_answers(struct crashrec_symbols *symbols)
{
	struct symbols_answer *answer;

	while (symbols->known) {
		answer = *(struct symbols_answer **)symbols->known;
		tdelete(answer, &symbols->known, compare_keys);
		answer->next = symbols->dropped;
		symbols->dropped = answer;
	}
}

void symbols_free_answers(struct crashrec_symbols *symbols)
{
	struct symbols_answer *answer;

	symbols_drop_answers(symbols);
	while ((answer = symbols->dropped)) {
		symbols->dropped = answer->next;
		free_answer(answer);
	}
}

/* Modules of a record have build ids. */
static void find_module_id(const struct crashrec_symbols *symbols,
			   const struct crashrec_symbol_query *query,
			   struct symbols_id *id)
{
	const struct crashrec_kernel_module *modules;
	size_t i, count;

	symbols_set_id(id, query->build_id);
	if (id->bytes || !symbols->record)
		return;
	modules = crashrec_record_modules(symbols->record, &count);
	for (i = 0; i < count; i++)
		if (modules[i].name.bytes == query->module.bytes &&
		    !memcmp(modules[i].name.data, query->module.data,
			    query->module.bytes))
			symbols_set_id(id, modules[i].build_id);
}

static int file_of(struct crashrec_symbols *symbols,
		   const struct crashrec_symbol_query *query,
		   struct symbol_file **file)
{
	struct symbols_module *module;
	struct symbols_id id;

	*file = symbols->kernel;
	if (!query->module.bytes)
		return *file ? 0 : -ENOENT;
	for (module = symbols->modules; module; module = module->next) {
		if (strlen(module->name) != query->module.bytes ||
		    memcmp(module->name, query->module.data,
			   query->module.bytes) != 0)
			continue;
		*file = module->file;
		return module->err;
	}
	module = calloc(1, sizeof(*module));
	if (!module)
		return -ENOMEM;
	module->name = strndup(query->module.data, query->module.bytes);
	if (!module->name) {
		free(module);
		return -ENOMEM;
	}
	module->next = symbols->modules;
	symbols->modules = module;
	find_module_id(symbols, query, &id);
	module->err = symbols_open_module(symbols, module->name, &id,
					  &module->file);
	*file = module->file;
	return module->err;
}

/*
 * What is in front of the kernel's own names: symbols->base, but files of
 * assembler may be named otherwise, as by Debian: they are all in arch/.
 */
static size_t bytes_before(const struct crashrec_symbols *symbols,
			   const char *file, bool is_kernel)
{
	size_t bytes = symbols->base ? strlen(symbols->base) : 0;
	const char *at, *arch = NULL;

	if (bytes && !strncmp(file, symbols->base, bytes))
		return bytes;
	for (at = file; is_kernel && *file == '/'; at = arch + 1) {
		at = strstr(at, "/arch/");
		if (!at)
			break;
		arch = at;
	}
	return arch ? (size_t)(arch + 1 - file) : 0;
}

static void clean_places(const struct crashrec_symbols *symbols,
			 struct symbol_places *places, bool is_kernel)
{
	size_t i, bytes;
	char *file;

	for (i = 0; i < places->count; i++) {
		file = (char *)places->place[i].file;
		bytes = bytes_before(symbols, file, is_kernel);
		memmove(file, file + bytes, strlen(file + bytes) + 1);
		path_clean(file);
	}
}

/* The kernel's name for it: that of debug information has no ".cold". */
static int name_last(struct symbol_places *places,
		     const struct crashrec_symbol_query *query)
{
	struct crashrec_symbol_place *last = &places->place[places->count - 1];
	char *name = strndup(query->function.data, query->function.bytes);

	if (!name)
		return -ENOMEM;
	free((char *)last->function);
	last->function = name;
	last->is_inline = false;
	return 0;
}

static bool is_same_place(const struct symbol_places *a,
			  const struct symbol_places *b)
{
	size_t i;

	if (a->count != b->count)
		return false;
	for (i = 0; i < a->count; i++)
		if (a->place[i].line != b->place[i].line ||
		    strcmp(a->place[i].file, b->place[i].file) != 0)
			return false;
	return true;
}

/* Move the last of some places to others, unless it is there. */
static void add_other(struct symbol_places *others,
		      struct symbol_places *places)
{
	struct crashrec_symbol_place *last = &places->place[places->count - 1];
	size_t i;

	for (i = 0; i < others->count; i++)
		if (others->place[i].line == last->line &&
		    !strcmp(others->place[i].file, last->file))
			return;
	if (others->count == SYMBOL_PLACES_MAX)
		return;
	others->place[others->count++] = *last;
	places->count--;
}

/* Is the function there in the memory of the kernel? */
static bool may_be_at(const struct crashrec_symbols *symbols,
		      const struct crashrec_symbol_query *query,
		      uint64_t address)
{
	uint64_t moved = query->address - address - query->offset;

	if (!query->address || query->module.bytes)
		return true;
	if (symbols->kaslr_offset != CRASHREC_UNKNOWN_OFFSET)
		return moved == symbols->kaslr_offset;
	return !(moved % MOVED_BY_BYTES);
}

/* Leave those that fit best. */
static size_t choose(const struct crashrec_symbols *symbols,
		     const struct crashrec_symbol_query *query,
		     struct symbol_candidate *candidates, size_t count)
{
	unsigned int best = 1;
	size_t i, kept = 0;

	for (i = 0; i < count; i++)
		if (candidates[i].fit > best &&
		    may_be_at(symbols, query, candidates[i].address))
			best = candidates[i].fit;
	for (i = 0; i < count; i++)
		if (candidates[i].fit >= best &&
		    may_be_at(symbols, query, candidates[i].address))
			candidates[kept++] = candidates[i];
	return kept;
}

/* Add what one of the functions gives. Return: 0, -ENODATA, -ENOMEM. */
static int add_candidate(struct crashrec_symbols *symbols,
			 struct symbol_file *file,
			 const struct crashrec_symbol_query *query,
			 uint64_t address, struct finding *finding)
{
	bool is_call = !query->is_exact && !symbols->as_printed;
	struct symbol_places others = { .count = 0 };
	bool is_first = !finding->places.count;
	struct symbol_places *places = is_first ? &finding->places : &others;
	int err;

	address += query->offset;
	/* Nothing calls from its own begin. */
	if (is_call && query->offset)
		address--;
	err = symbol_file_places(file, address, places);
	if (err)
		return err;
	clean_places(symbols, places, !query->module.bytes);
	err = name_last(places, query);
	if (!err && !is_first && !is_same_place(&finding->places, places))
		add_other(&finding->others, places);
	symbol_places_free(&others);
	return err;
}

static int look_up(struct crashrec_symbols *symbols,
		   const struct crashrec_symbol_query *query,
		   struct finding *finding)
{
	struct symbol_candidate candidates[SYMBOL_CANDIDATES_MAX];
	struct symbol_file *file;
	size_t i, count;
	int err;

	err = file_of(symbols, query, &file);
	if (!err)
		err = symbol_file_functions(file, query, candidates, &count);
	if (err)
		return err;
	count = choose(symbols, query, candidates, count);
	if (!count)
		return -ESTALE;
	for (i = 0; i < count; i++) {
		err = add_candidate(symbols, file, query, candidates[i].address,
				    finding);
		if (err && err != -ENODATA)
			return err;
	}
	return finding->places.count ? 0 : -ENODATA;
}

/* Return: false if there is no memory, and @places are still the caller's. */
static bool keep(const struct crashrec_symbol_place **kept, size_t *count,
		 struct symbol_places *places)
{
	struct crashrec_symbol_place *copy;

	if (!places->count)
		return true;
	copy = calloc(places->count, sizeof(*copy));
	if (!copy)
		return false;
	memcpy(copy, places->place, places->count * sizeof(*copy));
	*kept = copy;
	*count = places->count;
	places->count = 0;
	return true;
}

static void fill_answer(struct crashrec_symbols *symbols,
			const struct crashrec_symbol_query *query,
			struct symbols_answer *answer)
{
	struct finding finding = { .places = { .count = 0 } };

	answer->err = look_up(symbols, query, &finding);
	if (!answer->err &&
	    (!keep(&answer->found.places, &answer->found.place_count,
		   &finding.places) ||
	     !keep(&answer->found.others, &answer->found.other_count,
		   &finding.others)))
		answer->err = -ENOMEM;
	symbol_places_free(&finding.places);
	symbol_places_free(&finding.others);
}

static void count_failure(struct crashrec_symbols *symbols,
			  const struct crashrec_symbol_query *query, int err)
{
	struct symbols_module *module;

	/* Told once for the module. */
	for (module = symbols->modules; query->module.bytes && module;
	     module = module->next)
		if (module->err &&
		    strlen(module->name) == query->module.bytes &&
		    !memcmp(module->name, query->module.data,
			    query->module.bytes))
			return;
	symbols->unknown += err == -ENOENT;
	symbols->stale += err == -ESTALE;
	symbols->unlined += err == -ENODATA;
}

/* Return: what is known of it, found now if need be; NULL: no memory. */
static struct symbols_answer *answer_of(struct crashrec_symbols *symbols,
					const struct crashrec_symbol_query *query)
{
	struct symbols_answer *answer = calloc(1, sizeof(*answer));
	struct symbols_answer **known;

	if (!answer)
		return NULL;
	if (asprintf(&answer->key, "%.*s\n%.*s\n%x %x %" PRIx64 " %d",
		     (int)query->module.bytes, query->module.data,
		     (int)query->function.bytes, query->function.data,
		     query->offset, query->size, query->address,
		     query->is_exact) < 0) {
		free(answer);
		return NULL;
	}
	known = tsearch(answer, &symbols->known, compare_keys);
	if (!known || *known != answer) {
		free_answer(answer);
		return known ? *known : NULL;
	}
	fill_answer(symbols, query, answer);
	count_failure(symbols, query, answer->err);
	return answer;
}

/* A name may be any bytes of a line; those of symbols are strings. */
static bool is_name(struct crashrec_text text)
{
	return text.bytes < SYMBOLS_NAME_ROOM &&
	       (!text.bytes || (!memchr(text.data, '\0', text.bytes) &&
				!memchr(text.data, '\n', text.bytes)));
}

int crashrec_symbols_find(struct crashrec_symbols *symbols,
			  const struct crashrec_symbol_query *query,
			  struct crashrec_symbol *found)
{
	struct symbols_answer *answer;

	memset(found, 0, sizeof(*found));
	if (!query->function.bytes || !is_name(query->function) ||
	    !is_name(query->module))
		return -ENOENT;
	/* A call at its end returns behind it. */
	if (query->size && query->offset > query->size)
		return -ENOENT;
	answer = answer_of(symbols, query);
	if (!answer || answer->err == -ENOMEM)
		return -ENOMEM;
	if (!answer->err)
		*found = answer->found;
	return answer->err;
}
