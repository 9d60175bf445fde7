/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Parity for memory that decays: what crashrec_ecc.ko does for crashrec.ko.
 */
#ifndef CRASHREC_PLUG_ECC_H
#define CRASHREC_PLUG_ECC_H

#include <linux/types.h>

#include "core/region.h"
#include "plug.h"

#define CRASHREC_ECC_PLUG	"crashrec_ecc"

struct crashrec_ecc;

/**
 * struct crashrec_ecc_plug - the functions of crashrec_ecc.ko
 * @plug: of all parts
 * @repair_hdr: repairs the header of what may be a region, which has the given
 *              parity for all its size; process context. Return: how many bytes
 *              were wrong, 0 also if that can't be told; or -ENOMEM
 * @begin: repairs a region, and begins to keep its parity; process context;
 *         @repaired is set to how many bytes were wrong; if @flush, caches are
 *         written back behind each store. Return: first
 *         argument of the others, or an ERR_PTR: -ENOMEM
 * @stored: makes the parity of bytes that were stored; any context, NMI
 *          included, by whoever may store there; some 10,000 instructions for
 *          each block
 * @end: the opposite of @begin
 */
struct crashrec_ecc_plug {
	struct crashrec_plug plug;
	int (*repair_hdr)(void *base, u64 bytes, u32 ecc_bytes);
	struct crashrec_ecc *(*begin)(void *base,
				      const struct cr_layout *layout,
				      bool flush, u64 *repaired);
	void (*stored)(void *ecc, const void *at, u32 bytes);
	void (*end)(struct crashrec_ecc *ecc);
};

extern const struct crashrec_ecc_plug crashrec_ecc;

#endif /* CRASHREC_PLUG_ECC_H */
