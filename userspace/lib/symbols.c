// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "symbols.h"

#include <crashrec_machine.h>
#include <crashrec_structure.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A line each; of further ones, one line in all. */
#define TOLD_MODULES_MAX	8

static void free_modules(struct crashrec_symbols *symbols)
{
	struct symbols_module *module;

	while ((module = symbols->modules)) {
		symbols->modules = module->next;
		free(module->name);
		free(module->release);
		free(module);
	}
}

/* Its files stay open. */
static void drop_kernel(struct crashrec_symbols *symbols)
{
	symbols->kernel = NULL;
	free(symbols->release);
	symbols->release = NULL;
	symbols->id.bytes = 0;
}

static bool copy_option(char **to, const char *from)
{
	if (!from)
		return true;
	*to = strdup(from);
	return *to;
}

static bool take_options(struct crashrec_symbols *symbols,
			 const struct crashrec_symbols_options *options)
{
	static const struct crashrec_symbols_options none;

	if (!options)
		options = &none;
	symbols->as_printed = options->as_printed;
	return copy_option(&symbols->vmlinux, options->vmlinux) &&
	       copy_option(&symbols->module_path, options->module_path) &&
	       copy_option(&symbols->option_release, options->release) &&
	       copy_option(&symbols->debug_path, options->debug_path ?
			   options->debug_path : CRASHREC_DEBUG_PATH);
}

int crashrec_symbols_open(struct crashrec_symbols **symbols,
			  const struct crashrec_symbols_options *options)
{
	struct crashrec_symbols *new = calloc(1, sizeof(*new));

	*symbols = new;
	if (!new)
		return -ENOMEM;
	new->kaslr_offset = CRASHREC_UNKNOWN_OFFSET;
	if (!take_options(new, options))
		return symbols_fail(new, -ENOMEM, "out of memory");
	return new->vmlinux || !symbol_file_built() ? symbols_open_kernel(new) :
	       0;
}

void crashrec_symbols_close(struct crashrec_symbols *symbols)
{
	if (!symbols)
		return;
	drop_kernel(symbols);
	symbols_free_answers(symbols);
	free_modules(symbols);
	symbols_close_files(symbols);
	symbols_close_folders(symbols);
	free(symbols->vmlinux);
	free(symbols->module_path);
	free(symbols->debug_path);
	free(symbols->option_release);
	free(symbols->text);
	free(symbols);
}

const char *crashrec_symbols_error(const struct crashrec_symbols *symbols)
{
	return symbols ? symbols->error : "out of memory";
}

/* All in front of "init/main.c", in which kernel_init() is: as it was built. */
static int find_base(struct symbols_file *kernel)
{
	static const char name[] = "kernel_init", tail[] = "init/main.c";
	struct symbol_candidate candidates[SYMBOL_CANDIDATES_MAX];
	struct crashrec_symbol_query query = {
		.function = { name, sizeof(name) - 1 },
	};
	struct symbol_places places;
	size_t count, bytes;
	const char *file;
	int err;

	if (kernel->has_base)
		return 0;
	kernel->has_base = true;
	err = symbol_file_functions(kernel->file, &query, candidates, &count);
	if (!err)
		err = symbol_file_places(kernel->file, candidates[0].address,
					 &places);
	if (err)
		return err == -ENOMEM ? err : 0;
	file = places.place[places.count - 1].file;
	bytes = strlen(file);
	if (bytes >= sizeof(tail) - 1 &&
	    !strcmp(file + bytes - (sizeof(tail) - 1), tail))
		kernel->base = strndup(file, bytes - (sizeof(tail) - 1));
	symbol_places_free(&places);
	return 0;
}

static bool is_same_kernel(const struct crashrec_symbols *symbols,
			   struct crashrec_text release,
			   const struct symbols_id *id)
{
	const char *now = symbols->release ? symbols->release : "";

	return symbols->kernel && strlen(now) == release.bytes &&
	       !memcmp(now, release.data, release.bytes) &&
	       symbols->id.bytes == id->bytes &&
	       !memcmp(symbols->id.at, id->at, id->bytes);
}

static int use_kernel(struct crashrec_symbols *symbols,
		      struct crashrec_text release, const struct symbols_id *id)
{
	int err;

	memset(&symbols->context, 0, sizeof(symbols->context));
	symbols->error[0] = '\0';
	if (!release.bytes && symbols->option_release) {
		release.data = symbols->option_release;
		release.bytes = strlen(release.data);
	}
	if (is_same_kernel(symbols, release, id))
		return find_base(symbols->kernel);
	drop_kernel(symbols);
	symbols->id = *id;
	if (release.bytes) {
		symbols->release = strndup(release.data, release.bytes);
		if (!symbols->release)
			return symbols_fail(symbols, -ENOMEM, "out of memory");
	}
	err = symbols_open_kernel(symbols);
	return err ? err : find_base(symbols->kernel);
}

int crashrec_symbols_use_kernel(struct crashrec_symbols *symbols,
				struct crashrec_text release)
{
	static const struct symbols_id none;

	symbols->record = NULL;
	symbols->kaslr_offset = CRASHREC_UNKNOWN_OFFSET;
	return use_kernel(symbols, release, &none);
}

/* That of a text log is in lines of it. */
static struct crashrec_text release_of(const struct crashrec_record *record)
{
	const struct crashrec_structure *s = crashrec_record_structure(record);
	struct crashrec_text release = crashrec_record_release(record);
	size_t i;

	for (i = 0; i < s->task_count && !release.bytes; i++)
		release = s->tasks[i].release;
	return release;
}

int crashrec_symbols_use_record(struct crashrec_symbols *symbols,
				const struct crashrec_record *record)
{
	const struct crashrec_kernel_image *image;
	struct symbols_id id = { .bytes = 0 };

	image = crashrec_record_kernel(record);
	symbols->record = record;
	symbols->kaslr_offset = CRASHREC_UNKNOWN_OFFSET;
	if (image) {
		symbols->kaslr_offset = image->kaslr_offset;
		symbols_set_id(&id, image->build_id);
	}
	return use_kernel(symbols, release_of(record), &id);
}

static const char *complain_of_module(struct crashrec_symbols *symbols,
				      const struct symbols_module *module)
{
	const char *why =
		module->err == -ESTALE ? "what is here is of another build" :
		module->err == -ENODATA ? "what is here has no debug information" :
		"no file of it was found";

	snprintf(symbols->complaint, sizeof(symbols->complaint),
		 "module %s: %s: name the folder that its .ko with debug information is in by --module-dir",
		 module->name, why);
	return symbols->complaint;
}

static const char *complain_of(struct crashrec_symbols *symbols, uint64_t count,
			       const char *what)
{
	snprintf(symbols->complaint, sizeof(symbols->complaint),
		 "%s: %s: %" PRIu64,
		 symbols->kernel ? symbols->kernel->path : "no kernel",
		 what, count);
	return symbols->complaint;
}

static const char *complain_of_modules(struct crashrec_symbols *symbols,
				       size_t count)
{
	snprintf(symbols->complaint, sizeof(symbols->complaint),
		 "and %zu modules more, of which no file was found", count);
	return symbols->complaint;
}

static const char of_another_size[] =
	"places in functions of another size, left as they are: is it of the same build?";

const char *crashrec_symbols_complaint(struct crashrec_symbols *symbols,
				       size_t index)
{
	const struct {
		uint64_t count;
		const char *what;
	} counts[] = {
		{ symbols->stale, of_another_size },
		{ symbols->unknown,
		  "places in functions that are not in it, left as they are" },
		{ symbols->unlined, "places that it tells no line of" },
		{ symbols->unsought,
		  "lines that name further modules, which are too many" },
	};
	const struct symbols_module *module;
	size_t i, told = 0;

	for (module = symbols->modules; module; module = module->next) {
		if (!module->err || module->is_told)
			continue;
		if (told++ < TOLD_MODULES_MAX && !index--)
			return complain_of_module(symbols, module);
	}
	if (told > TOLD_MODULES_MAX && !index--)
		return complain_of_modules(symbols, told - TOLD_MODULES_MAX);
	for (i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		if (counts[i].count && !index--)
			return complain_of(symbols, counts[i].count,
					   counts[i].what);
	return NULL;
}
