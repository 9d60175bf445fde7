// SPDX-License-Identifier: GPL-2.0
/*
 * crashrec_ecc.ko: Reed-Solomon parity of a region, by the kernel's own library,
 * which is a module of its own on most kernels.
 *
 * Each block of 128 bytes has its parity behind the chunks, see
 * crashrec_format.h. It is made anew when something was stored in the block, by
 * who stored it: nobody else may store there meanwhile, as no chunk shares a
 * block with another, and only encode_rs8() is called, which looks things up in
 * tables that never change. What a former boot left is repaired once, at load.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/rslib.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "core/repair.h"
#include "flush.h"
#include "plug_ecc.h"

#define BLOCK_BYTES	CRASHREC_ECC_BLOCK_BYTES
/* A multiple of that, in a millisecond or so. */
#define ENCODE_AT_ONCE	(256 * BLOCK_BYTES)

/**
 * struct crashrec_ecc - parity of a region
 * @base: first byte of the region
 * @layout: of it
 * @rs: tables for that many bytes of parity
 * @image: for core/repair.h
 * @chunk: room for two chunks
 * @flush: caches are written back
 */
struct crashrec_ecc {
	u8 *base;
	struct cr_layout layout;
	struct rs_control *rs;
	struct cr_image image;
	u8 *chunk;
	bool flush;
};

static int read_base(void *arg, u64 offset, void *buf, u32 bytes)
{
	const struct crashrec_ecc *ecc = arg;

	memcpy(buf, ecc->base + offset, bytes);
	return 0;
}

static int correct(void *arg, u8 *block, u8 *parity)
{
	struct crashrec_ecc *ecc = arg;
	u16 words[CRASHREC_ECC_MAX_BYTES];
	u32 i;

	for (i = 0; i < ecc->layout.ecc_bytes; i++)
		words[i] = parity[i];
	return decode_rs8(ecc->rs, block, words, BLOCK_BYTES, NULL, 0, NULL, 0,
			  NULL);
}

static void encode_block(const struct crashrec_ecc *ecc, u64 offset)
{
	u8 *parity = ecc->base + cr_layout_parity_offset(&ecc->layout, offset);
	u16 words[CRASHREC_ECC_MAX_BYTES] = {};
	u32 i;

	encode_rs8(ecc->rs, ecc->base + offset, BLOCK_BYTES, words, 0);
	for (i = 0; i < ecc->layout.ecc_bytes; i++)
		parity[i] = words[i];
	crashrec_flush(ecc->flush, parity, i);
}

/* Before the chunks all else changes without being told of. */
static bool is_kept(const struct crashrec_ecc *ecc, u64 offset)
{
	return offset >= ecc->layout.hdr_bytes || !offset ||
	       offset == CRASHREC_BOOT_OFFSET(0) ||
	       offset == CRASHREC_BOOT_OFFSET(1);
}

static void encode_range(const struct crashrec_ecc *ecc, u64 begin, u64 end)
{
	u64 offset;

	for (offset = round_down(begin, BLOCK_BYTES); offset < end;
	     offset += BLOCK_BYTES)
		if (is_kept(ecc, offset))
			encode_block(ecc, offset);
}

/* All of a region: takes its time. */
static void encode_all(const struct crashrec_ecc *ecc)
{
	u64 end = cr_layout_chunk_offset(&ecc->layout, ecc->layout.chunk_count);
	u64 offset = BLOCK_BYTES;

	while (offset < end) {
		encode_range(ecc, offset, min(end, offset + ENCODE_AT_ONCE));
		offset += ENCODE_AT_ONCE;
		cond_resched();
	}
}

static void ecc_stored(void *arg, const void *at, u32 bytes)
{
	const struct crashrec_ecc *ecc = arg;
	u64 begin = (const u8 *)at - ecc->base;

	encode_range(ecc, begin, begin + bytes);
}

static void ecc_end(struct crashrec_ecc *ecc)
{
	kvfree(ecc->chunk);
	free_rs(ecc->rs);
	kfree(ecc);
}

static struct crashrec_ecc *make(void *base, const struct cr_layout *layout)
{
	struct crashrec_ecc *ecc = kzalloc(sizeof(*ecc), GFP_KERNEL);

	if (!ecc)
		return ERR_PTR(-ENOMEM);
	ecc->base = base;
	ecc->layout = *layout;
	ecc->image.read = read_base;
	ecc->image.arg = ecc;
	ecc->image.bytes = layout->region_bytes;
	ecc->rs = init_rs(8, 0x11d, 0, 1, layout->ecc_bytes);
	if (!ecc->rs)
		goto free_ecc;
	ecc->chunk = kvmalloc(2 * layout->chunk_bytes, GFP_KERNEL);
	if (!ecc->chunk)
		goto free_tables;
	return ecc;

free_tables:
	free_rs(ecc->rs);
free_ecc:
	kfree(ecc);
	return ERR_PTR(-ENOMEM);
}

static void begin_repair(struct cr_repair *repair, struct crashrec_ecc *ecc)
{
	*repair = (struct cr_repair) {
		.image = &ecc->image,
		.layout = &ecc->layout,
		.correct = correct,
		.arg = ecc,
		.chunk = ecc->chunk,
		.mended = ecc->chunk + ecc->layout.chunk_bytes,
	};
}

/*
 * What is wrong is put right in any order: cut off in the middle, less of it is
 * wrong. The parity may be what was wrong.
 */
static u64 put_back(const struct crashrec_ecc *ecc, u64 offset, u32 bytes,
		    int repaired)
{
	if (repaired <= 0)
		return 0;
	memcpy(ecc->base + offset, ecc->chunk, bytes);
	crashrec_flush(ecc->flush, ecc->base + offset, bytes);
	encode_range(ecc, offset, offset + bytes);
	return repaired;
}

/* A reset may have come between a store and its parity. */
static void renew_parity(const struct crashrec_ecc *ecc, u32 n)
{
	u64 offset = cr_layout_chunk_offset(&ecc->layout, n);
	struct crashrec_chunk_hdr hdr;
	struct cr_chunk_ref ref;
	u32 bytes = BLOCK_BYTES;

	memcpy(&hdr, ecc->base + offset, sizeof(hdr));
	if (cr_chunk_check(&hdr, &ref))
		bytes = ecc->layout.chunk_bytes;
	encode_range(ecc, offset, offset + bytes);
}

static u64 repair_all(struct crashrec_ecc *ecc)
{
	struct cr_repair repair;
	u64 repaired = 0;
	u32 n;

	begin_repair(&repair, ecc);
	for (n = 0; n < CRASHREC_BOOT_COUNT; n++)
		repaired += put_back(ecc, CRASHREC_BOOT_OFFSET(n), BLOCK_BYTES,
				     cr_repair_boot(&repair, n));
	for (n = 0; n < ecc->layout.chunk_count; n++) {
		repaired += put_back(ecc,
				     cr_layout_chunk_offset(&ecc->layout, n),
				     ecc->layout.chunk_bytes,
				     cr_repair_chunk(&repair, n));
		renew_parity(ecc, n);
		cond_resched();
	}
	return repaired;
}

static int ecc_repair_hdr(void *base, u64 bytes, u32 ecc_bytes)
{
	struct cr_repair repair;
	struct cr_layout layout;
	struct crashrec_ecc *ecc;
	int repaired;

	if (cr_layout_for(bytes, ecc_bytes, &layout))
		return 0;
	ecc = make(base, &layout);
	if (IS_ERR(ecc))
		return PTR_ERR(ecc);
	begin_repair(&repair, ecc);
	repaired = cr_repair_hdr(&repair);
	put_back(ecc, 0, BLOCK_BYTES, repaired);
	ecc_end(ecc);
	return repaired;
}

static struct crashrec_ecc *
ecc_begin(void *base, const struct cr_layout *layout, bool flush, u64 *repaired)
{
	struct crashrec_ecc *ecc = make(base, layout);
	__le32 *state = base + CRASHREC_ECC_STATE_OFFSET;

	if (IS_ERR(ecc))
		return ecc;
	ecc->flush = flush;
	*repaired = 0;
	if (!cr_repair_is_stale(&ecc->image)) {
		*repaired = repair_all(ecc);
	} else {
		encode_all(ecc);
		smp_wmb();	/* all is new before it is told so */
		WRITE_ONCE(*state, 0);
		crashrec_flush(flush, state, sizeof(*state));
	}
	encode_range(ecc, 0, layout->hdr_bytes);
	return ecc;
}

const struct crashrec_ecc_plug crashrec_ecc = {
	.plug = { CRASHREC_BUILD },
	.repair_hdr = ecc_repair_hdr,
	.begin = ecc_begin,
	.stored = ecc_stored,
	.end = ecc_end,
};
EXPORT_SYMBOL_GPL(crashrec_ecc);

MODULE_DESCRIPTION("Parity for crashrec's memory");
MODULE_LICENSE("GPL");
