// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "pstore.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pstore_text *pstore_add(struct pstore *pstore, const char *name,
			       char *data, size_t bytes)
{
	struct pstore_text *texts = pstore->texts, *text;

	if (pstore->count == PSTORE_TEXTS_MAX ||
	    pstore->bytes + bytes > PSTORE_ALL_MAX_BYTES)
		goto drop;
	texts = realloc(texts, (pstore->count + 1) * sizeof(*texts));
	if (!texts)
		goto drop;
	pstore->texts = texts;
	text = &texts[pstore->count++];
	memset(text, 0, sizeof(*text));
	snprintf(text->name, sizeof(text->name), "%.*s",
		 PSTORE_NAME_BYTES - 1, name);
	text->data = data;
	text->bytes = bytes;
	pstore->bytes += bytes;
	return text;

drop:
	pstore->damaged++;
	free(data);
	return NULL;
}

void pstore_free(struct pstore *pstore)
{
	u32 i;

	for (i = 0; i < pstore->count; i++)
		free(pstore->texts[i].data);
	free(pstore->texts);
	memset(pstore, 0, sizeof(*pstore));
}
