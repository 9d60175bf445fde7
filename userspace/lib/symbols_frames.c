// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include <crashrec_structure.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "symbols.h"

/* Where the kernel trapped, as the die notifier had it; 0: not known. */
static uint64_t trapped_at(const struct crashrec_record *record)
{
	const struct crashrec_die *die = crashrec_record_die(record);
	size_t i;

	for (i = 0; die && i < die->register_count; i++)
		if (!strcasecmp(die->registers[i].name, "rip") ||
		    !strcasecmp(die->registers[i].name, "ip") ||
		    !strcasecmp(die->registers[i].name, "pc"))
			return die->registers[i].value;
	return 0;
}

static bool has_place(const struct crashrec_record *record, size_t index)
{
	const struct crashrec_structure *s = crashrec_record_structure(record);

	return index < s->frame_place_count &&
	       s->frame_places[index].file.bytes;
}

int crashrec_symbols_frames(struct crashrec_symbols *symbols,
			    const struct crashrec_record *record,
			    struct crashrec_symbol **found)
{
	uint64_t address = trapped_at(record);
	struct symbols_context context = { .is_interrupted = false };
	const struct crashrec_stack_frame *frames;
	struct crashrec_symbol_query query;
	size_t i, count;

	frames = crashrec_record_frames(record, &count);
	*found = calloc(count + 1, sizeof(**found));
	if (!*found)
		return -ENOMEM;
	for (i = 0; i < count; i++) {
		if (i && frames[i].stack != frames[i - 1].stack)
			context.is_interrupted = false;
		query = (struct crashrec_symbol_query){
			.function = frames[i].function,
			.module = frames[i].module,
			.build_id = { "", 0 },
			.offset = frames[i].offset,
			.size = frames[i].size,
		};
		if (frames[i].is_inline || !frames[i].size)
			continue;
		query.is_exact = symbols_is_exact(&context, &query,
						  frames[i].is_ip,
						  frames[i].reliable);
		if (frames[i].is_ip) {
			query.address = address;
			address = 0;
		}
		if (!has_place(record, i) &&
		    crashrec_symbols_find(symbols, &query, &(*found)[i]) ==
		    -ENOMEM)
			goto free_found;
	}
	return 0;

free_found:
	free(*found);
	*found = NULL;
	return -ENOMEM;
}
