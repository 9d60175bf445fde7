// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * What was looked up is kept: stacks have much in common, and what a caller was
 * given lives until all is closed.
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
 * @key: what was asked for; owned
 * @err: 0, or why nothing was found
 * @found: what is handed out; owned
 */
struct symbols_answer {
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

void symbols_free_answers(struct crashrec_symbols *symbols)
{
	struct symbols_answer *answer;

	while (symbols->known) {
		answer = *(struct symbols_answer **)symbols->known;
		tdelete(answer, &symbols->known, compare_keys);
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

static bool is_text(const char *string, struct crashrec_text text)
{
	return !strncmp(string, text.data, text.bytes) && !string[text.bytes];
}

/* Where its file is depends on them. */
static bool is_of_kernel(const struct symbols_module *module,
			 const char *release, const struct symbols_id *id)
{
	if (!module->release != !release ||
	    (release && strcmp(module->release, release) != 0))
		return false;
	return module->id.bytes == id->bytes &&
	       !memcmp(module->id.at, id->at, id->bytes);
}

/* Return: it, put in front of the list; NULL if there is no memory. */
static struct symbols_module *add_module(struct crashrec_symbols *symbols,
					 struct crashrec_text name,
					 const struct symbols_id *id)
{
	struct symbols_module *module = calloc(1, sizeof(*module));

	if (!module)
		return NULL;
	module->name = strndup(name.data, name.bytes);
	if (symbols->release)
		module->release = strdup(symbols->release);
	if (!module->name || (symbols->release && !module->release)) {
		free(module->name);
		free(module->release);
		free(module);
		return NULL;
	}
	module->id = *id;
	module->next = symbols->modules;
	symbols->modules = module;
	symbols->module_count++;
	return module;
}

static int module_of(struct crashrec_symbols *symbols,
		     const struct crashrec_symbol_query *query,
		     struct symbols_file **file)
{
	struct symbols_module *module;
	bool is_told = false;
	struct symbols_id id;

	*file = NULL;
	find_module_id(symbols, query, &id);
	for (module = symbols->modules; module; module = module->next) {
		if (!is_text(module->name, query->module))
			continue;
		*file = module->file;
		if (is_of_kernel(module, symbols->release, &id))
			return module->err;
		is_told |= module->err != 0;
	}
	*file = NULL;
	if (symbols->module_count == SYMBOLS_MODULES_MAX) {
		symbols->unsought++;
		return -ENOENT;
	}
	module = add_module(symbols, query->module, &id);
	if (!module)
		return -ENOMEM;
	module->is_told = is_told;
	module->err = symbols_open_module(symbols, module->name, &id, file);
	module->file = *file;
	return module->err;
}

/*
 * What is in front of the kernel's own names: its base, but files of
 * assembler may be named otherwise, as by Debian: they are all in arch/.
 */
static size_t bytes_before(const struct crashrec_symbols *symbols,
			   const char *file, bool is_kernel)
{
	const char *base = symbols->kernel ? symbols->kernel->base : NULL;
	size_t bytes = base ? strlen(base) : 0;
	const char *at, *arch = NULL;

	if (bytes && !strncmp(file, base, bytes))
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

static int look_up(struct crashrec_symbols *symbols, struct symbol_file *file,
		   const struct crashrec_symbol_query *query,
		   struct finding *finding)
{
	struct symbol_candidate candidates[SYMBOL_CANDIDATES_MAX];
	size_t i, count;
	int err;

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
			struct symbol_file *file,
			const struct crashrec_symbol_query *query,
			struct symbols_answer *answer)
{
	struct finding finding = { .places = { .count = 0 } };

	answer->err = look_up(symbols, file, query, &finding);
	if (!answer->err &&
	    (!keep(&answer->found.places, &answer->found.place_count,
		   &finding.places) ||
	     !keep(&answer->found.others, &answer->found.other_count,
		   &finding.others)))
		answer->err = -ENOMEM;
	symbol_places_free(&finding.places);
	symbol_places_free(&finding.others);
}

static void count_failure(struct crashrec_symbols *symbols, int err)
{
	symbols->unknown += err == -ENOENT;
	symbols->stale += err == -ESTALE;
	symbols->unlined += err == -ENODATA;
}

/* All that an answer depends on. */
static char *key_of(const struct crashrec_symbols *symbols,
		    const struct symbols_file *file,
		    const struct crashrec_symbol_query *query)
{
	uint64_t moved = query->address ? symbols->kaslr_offset : 0;
	char *key;

	if (asprintf(&key, "%p %p %.*s\n%x %x %" PRIx64 " %" PRIx64 " %d",
		     (const void *)symbols->kernel, (const void *)file,
		     (int)query->function.bytes, query->function.data,
		     query->offset, query->size, query->address, moved,
		     query->is_exact) < 0)
		return NULL;
	return key;
}

/* Return: what is known of it, found now if need be; NULL: no memory. */
static struct symbols_answer *answer_of(struct crashrec_symbols *symbols,
					const struct symbols_file *file,
					const struct crashrec_symbol_query *query)
{
	struct symbols_answer *answer = calloc(1, sizeof(*answer));
	struct symbols_answer **known;

	if (!answer)
		return NULL;
	answer->key = key_of(symbols, file, query);
	if (!answer->key) {
		free(answer);
		return NULL;
	}
	known = tsearch(answer, &symbols->known, compare_keys);
	if (!known || *known != answer) {
		free_answer(answer);
		return known ? *known : NULL;
	}
	fill_answer(symbols, file->file, query, answer);
	count_failure(symbols, answer->err);
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
	struct symbols_file *file = symbols->kernel;
	struct symbols_answer *answer;
	int err = file ? 0 : -ENOENT;

	memset(found, 0, sizeof(*found));
	if (!query->function.bytes || !is_name(query->function) ||
	    !is_name(query->module))
		return -ENOENT;
	/* A call at its end returns behind it. */
	if (query->size && query->offset > query->size)
		return -ENOENT;
	/* Of a module, told once for all that is in it. */
	if (query->module.bytes)
		err = module_of(symbols, query, &file);
	if (err)
		return err;
	answer = answer_of(symbols, file, query);
	if (!answer || answer->err == -ENOMEM)
		return -ENOMEM;
	if (!answer->err)
		*found = answer->found;
	return answer->err;
}
