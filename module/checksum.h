/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the ring wants of the checksum, and core/crc32c.h does not have: bytes
 * that are copied are summed on their way.
 */
#ifndef CRASHREC_CHECKSUM_H
#define CRASHREC_CHECKSUM_H

#include <linux/types.h>

/**
 * struct crashrec_piece - bytes, part of a payload
 * @data: the bytes
 * @bytes: how many
 */
struct crashrec_piece {
	const void *data;
	u32 bytes;
};

/**
 * crashrec_copy_summed() - copy two pieces, and cr_crc32c() of what is there
 * @crc: as cr_crc32c()
 * @before: a number that is summed before them, as by cr_crc32c_u64()
 * @to: where the first goes; the second lies behind it
 * @pieces: what is copied
 *
 * Should others change a piece meanwhile, the sum is still that of the copy.
 *
 * Context: any, NMI included.
 * Return: as cr_crc32c().
 */
u32 crashrec_copy_summed(u32 crc, u64 before, u8 *to,
			 const struct crashrec_piece pieces[2]);

#endif /* CRASHREC_CHECKSUM_H */
