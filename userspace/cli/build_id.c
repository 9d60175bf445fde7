// SPDX-License-Identifier: GPL-2.0
#include "build_id.h"

#include <stdio.h>

void build_id_text(struct crashrec_text build_id, char text[BUILD_ID_ROOM])
{
	size_t i;

	*text = '\0';
	for (i = 0; i < build_id.bytes && 2 * i + 2 < BUILD_ID_ROOM; i++)
		snprintf(text + 2 * i, 3, "%02x",
			 (unsigned char)build_id.data[i]);
}
