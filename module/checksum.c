// SPDX-License-Identifier: GPL-2.0
/*
 * cr_crc32c() for the module: the kernel's own where any context may call it,
 * which is faster and saves a table; else that of core/.
 */
#include "compat.h"
#include "core/crc32c.h"

#ifdef crashrec_crc32c_le

/* Documented in core/crc32c.h. */
u32 cr_crc32c(u32 crc, const void *data, u32 bytes)
{
	return ~crashrec_crc32c_le(~crc, data, bytes);
}

#else
#include "core/crc32c.c"
#endif
