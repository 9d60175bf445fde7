/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * What the kernel's pstore compressed.
 */
#ifndef CRASHREC_LIB_INFLATE_H
#define CRASHREC_LIB_INFLATE_H

#include <stddef.h>

#define INFLATE_MAX_BYTES	(16U << 20)	/* no dump of pstore has more */

/**
 * inflate_pstore() - inflate what pstore's deflate gave
 * @data: without any header; stays as it is
 * @bytes: how many
 * @text: set to the text, also to that of a part; free() it
 * @text_bytes: set to how long it is, at most INFLATE_MAX_BYTES
 *
 * Return: 0; -EBADMSG: it is damaged, or ends early, and @text is what comes
 * before that; -ENOMEM, and @text is NULL.
 */
int inflate_pstore(void *data, size_t bytes, char **text, size_t *text_bytes);

#endif /* CRASHREC_LIB_INFLATE_H */
