/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Reed-Solomon over bytes, as crashrec_format.h has it. Debian's one library of
 * this kind (librscode) is built for four bytes of parity, and nothing else; the
 * kernel's is in the kernel.
 */
#ifndef CRASHREC_LIB_REED_SOLOMON_H
#define CRASHREC_LIB_REED_SOLOMON_H

#include <stdint.h>

/**
 * rs_encode() - make the parity of a block
 * @block: the block
 * @block_bytes: with @parity_bytes up to 255
 * @parity: set
 * @parity_bytes: 1 or more
 */
void rs_encode(const uint8_t *block, unsigned int block_bytes, uint8_t *parity,
	       unsigned int parity_bytes);

/**
 * rs_decode() - correct a block and its parity
 * @block: the block
 * @block_bytes: as rs_encode()
 * @parity: of it
 * @parity_bytes: as rs_encode()
 *
 * Return: how many bytes were wrong, up to half of @parity_bytes; -EBADMSG: more
 * than that, and nothing was changed.
 */
int rs_decode(uint8_t *block, unsigned int block_bytes, uint8_t *parity,
	      unsigned int parity_bytes);

#endif /* CRASHREC_LIB_REED_SOLOMON_H */
