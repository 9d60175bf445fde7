/* SPDX-License-Identifier: (GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause */
/*
 * Behind the chunks of a region with ecc_bytes stands the parity of its blocks,
 * block 0 first: Reed-Solomon over GF(256) by the polynomial 0x11d, whose first
 * root is 1 and whose next ones are its multiples by 2, as fs/pstore/ram_core.c
 * has it (6.1 to 6.12). It is that of the block as it was stored last, or, cut
 * by a reset, before; so a block is mended only where its CRCs don't fit, and
 * fit then. Of what is before the chunks, the region's header, and each
 * struct crashrec_boot as far as its CRC goes, have a parity that is kept.
 */
#ifndef _UAPI_CRASHREC_ECC_H
#define _UAPI_CRASHREC_ECC_H

#include <linux/types.h>

#define CRASHREC_ECC_BLOCK_BYTES	128U
#define CRASHREC_ECC_MAX_BYTES		64U
/*
 * A __le32 in the first block: if it is CRASHREC_ECC_STALE, a module wrote to
 * the region without storing parity.
 */
#define CRASHREC_ECC_STATE_OFFSET	64U
#define CRASHREC_ECC_STALE		0x4c415453U	/* "STAL" */

#endif /* _UAPI_CRASHREC_ECC_H */
