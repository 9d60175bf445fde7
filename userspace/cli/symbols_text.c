// SPDX-License-Identifier: GPL-2.0
#include "symbols_text.h"

#include <crashrec_code.h>
#include <crashrec_structure.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "complain.h"
#include "escape.h"
#include "symbols_view.h"

static const struct crashrec_symbol *symbol_of(const struct symbols_view *view,
					       size_t index)
{
	if (!view || index >= view->frame_count || !view->frames ||
	    !view->frames[index].place_count)
		return NULL;
	return &view->frames[index];
}

static void print(FILE *out, const char *text)
{
	escape_print(out, (struct crashrec_text){ text, strlen(text) });
}

static void print_file(FILE *out, const char *before,
		       const struct crashrec_symbol_place *place)
{
	fputs(before, out);
	print(out, place->file);
	fprintf(out, ":%" PRIu32, place->line);
}

void symbols_text_inlines(FILE *out, const struct symbols_view *view,
			  size_t index)
{
	const struct crashrec_symbol *symbol = symbol_of(view, index);
	size_t i;

	for (i = 0; symbol && i + 1 < symbol->place_count; i++) {
		fputs("    ", out);
		print(out, *symbol->places[i].function ?
		      symbol->places[i].function : "(unknown)");
		print_file(out, " [inline] ", &symbol->places[i]);
		fputc('\n', out);
	}
}

void symbols_text_place(FILE *out, const struct symbols_view *view,
			size_t index)
{
	const struct crashrec_symbol *symbol = symbol_of(view, index);
	size_t i;

	if (!symbol)
		return;
	print_file(out, " ", &symbol->places[symbol->place_count - 1]);
	for (i = 0; i < symbol->other_count; i++)
		print_file(out, " or ", &symbol->others[i]);
}

/* Return: 0, or why it can't be shown. */
static int print_listing(FILE *out, const struct crashrec_record *record,
			 const struct crashrec_code_bytes *code)
{
	char *text;
	int err;

	err = crashrec_code_listing(code, crashrec_record_machine(record),
				    &text);
	if (err)
		return err;
	fprintf(out, "----------------\n%s", text);
	free(text);
	return 0;
}

static const char no_listing[] =
	"only code of x86 and arm64 is disassembled, if libcapstone-dev was there at the build";

static bool is_listed(const struct crashrec_code_bytes *code)
{
	return !code->is_user && code->count;
}

bool symbols_text_listing(FILE *out, const struct crashrec_record *record)
{
	const struct crashrec_structure *s = crashrec_record_structure(record);
	size_t i;
	int err;

	for (i = 0; i < s->code_count; i++) {
		if (!is_listed(&s->codes[i]))
			continue;
		err = print_listing(out, record, &s->codes[i]);
		if (!err)
			continue;
		if (err == -EOPNOTSUPP)
			complain("record %" PRIu64 ": %s",
				 crashrec_record_seq(record), no_listing);
		else
			complain("out of memory");
		return false;
	}
	return true;
}

void symbols_text_code(FILE *out, const struct symbols_view *view,
		       const struct crashrec_record *record)
{
	const struct crashrec_structure *s = crashrec_record_structure(record);
	size_t i = 0;

	if (!view || !view->options->code)
		return;
	while (i < s->code_count && !is_listed(&s->codes[i]))
		i++;
	if (i == s->code_count)
		return;
	fputc('\n', out);
	symbols_text_listing(out, record);
}
