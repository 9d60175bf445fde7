/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
#ifndef CR_CRC32C_H
#define CR_CRC32C_H

#include "env.h"

/**
 * cr_crc32c() - CRC-32C (Castagnoli; RFC 3720, appendix B.4)
 * @crc: 0 to begin, or the value so far: the CRC of a then b is that of b
 *       begun with that of a
 * @data: bytes to go over
 * @bytes: how many
 *
 * Context: any, NMI included.
 * Return: the CRC, with the usual inversion at both ends.
 */
__visible u32 cr_crc32c(u32 crc, const void *data, u32 bytes);

/**
 * cr_crc32c_u64() - the same for eight bytes
 * @crc: likewise
 * @value: the bytes, as a little-endian number
 *
 * Context: any, NMI included.
 * Return: likewise.
 */
__visible u32 cr_crc32c_u64(u32 crc, u64 value);

#endif /* CR_CRC32C_H */
