// SPDX-License-Identifier: GPL-2.0
/*
 * From a store to a ring: what is in the memory is looked at, and either taken
 * over, formatted, or left alone with a message that says what to do.
 */
#define pr_fmt(fmt) "crashrec: " fmt

#include <linux/err.h>
#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/random.h>
#include <linux/string.h>
#include <linux/uuid.h>

#include "crashrec.h"
#include "flush.h"
#include "plug.h"

#define BOOT_ID_PATH	"/proc/sys/kernel/random/boot_id"

/*
 * The kernel's own boot id has no symbol; it is worth a look into /proc, as
 * the journal and everyone else name boots by it.
 */
static void get_boot_id(u8 boot_id[CRASHREC_ID_BYTES])
{
	char text[UUID_STRING_LEN + 1] = "";
	uuid_t uuid;

	if (crashrec_file_read(BOOT_ID_PATH, text, UUID_STRING_LEN) ==
		    UUID_STRING_LEN &&
	    !uuid_parse(text, &uuid)) {
		memcpy(boot_id, &uuid, CRASHREC_ID_BYTES);
		return;
	}
	get_random_bytes(boot_id, CRASHREC_ID_BYTES);
	pr_notice("%s cannot be read: this boot is named at random\n",
		  BOOT_ID_PATH);
}

static int refuse(const struct crashrec *cr, int err)
{
	switch (err) {
	case -EPROTONOSUPPORT:
		pr_err("%s holds records of another format version: read them with the crashrec that wrote them, then load with format=1, which erases them\n",
		       cr->store.text);
		break;
	case -EMSGSIZE:
		pr_err("%s holds a region that was larger than it is now: give it the former size, or load with format=1, which erases it\n",
		       cr->store.text);
		break;
	case -EUCLEAN:
		pr_err("%s holds a region with parity whose header has changed, and was not repaired: crashrec_ecc.ko may, format=1 erases the region\n",
		       cr->store.text);
		break;
	default:
		pr_err("%s holds bytes that are not crashrec's, and may be in use: format=1 takes it and erases them, ivshmem=0 passes an ivshmem device over\n",
		       cr->store.text);
		break;
	}
	return err;
}

/* Without it, recording goes on. */
static bool get_ecc(struct crashrec *cr)
{
	if (!cr->ecc)
		cr->ecc = crashrec_plug_get(CRASHREC_ECC_PLUG);
	return cr->ecc;
}

/*
 * Of a region whose header has decayed all records are there. It is not taken
 * for other bytes.
 */
static int repair_hdr(struct crashrec *cr, int err)
{
	struct crashrec_store *store = &cr->store;
	struct cr_layout layout;
	u32 ecc_bytes;
	int repaired;

	for (ecc_bytes = 2; ecc_bytes <= CRASHREC_ECC_MAX_BYTES; ecc_bytes++) {
		if (!cr_region_may_be(&cr->ring.image, ecc_bytes, &layout))
			continue;
		if (err == -EBADMSG)
			err = -EUCLEAN;
		if (!get_ecc(cr))
			break;
		repaired = cr->ecc->repair_hdr(store->base, store->bytes,
					       ecc_bytes);
		if (repaired > 0) {
			pr_notice("%s: %d bytes of its header had changed, and were repaired\n",
				  store->text, repaired);
			return crashrec_ring_probe(&cr->ring);
		}
	}
	return err;
}

static int probe_or_format(struct crashrec *cr)
{
	int err = crashrec_ring_probe(&cr->ring);

	if (cr->config.format) {
		pr_notice("%s is formatted, as format=1 asks\n",
			  cr->store.text);
		return crashrec_ring_format(&cr->ring, cr->config.ecc_bytes);
	}
	if (err == -EBADMSG || err == -EPROTONOSUPPORT || err == -EMSGSIZE)
		err = repair_hdr(cr, err);
	if (!err)
		return 0;
	/* Somebody else's memory may begin with zeroes. */
	if (err == -ENOENT && cr->store.found &&
	    memchr_inv(cr->store.base, 0, cr->store.bytes))
		err = -EBADMSG;
	if (err == -ENOENT)
		return crashrec_ring_format(&cr->ring, cr->config.ecc_bytes);
	if (err != -EBADMSG || cr->store.found)
		return refuse(cr, err);
	pr_notice("%s held other bytes, no records: formatted\n",
		  cr->store.text);
	return crashrec_ring_format(&cr->ring, cr->config.ecc_bytes);
}

/* Who can't keep parity says so in the region. */
static void mark_stale(const struct crashrec *cr)
{
	__le32 *state = cr->store.base + CRASHREC_ECC_STATE_OFFSET;

	WRITE_ONCE(*state, cpu_to_le32(CRASHREC_ECC_STALE));
	crashrec_flush(cr->ring.flush, state, sizeof(*state));
	smp_wmb();	/* before anything else is stored */
	pr_warn("%s: what decays will not be repaired\n", cr->store.text);
}

static void open_ecc(struct crashrec *cr)
{
	struct crashrec_ring *ring = &cr->ring;
	struct crashrec_ecc *state = ERR_PTR(-ENOENT);
	u64 repaired;

	if (!ring->layout.ecc_bytes) {
		if (cr->config.ecc_bytes)
			pr_notice("%s has no parity: format=1 would make room for it\n",
				  cr->store.text);
		return;
	}
	if (get_ecc(cr))
		state = cr->ecc->begin(cr->store.base, &ring->layout,
				       ring->flush, &repaired);
	if (IS_ERR(state)) {
		mark_stale(cr);
		return;
	}
	if (repaired)
		pr_notice("%s: %llu bytes had changed, and were repaired\n",
			  cr->store.text, repaired);
	cr->ecc_state = state;
	ring->stored = cr->ecc->stored;
	ring->stored_arg = state;
}

/**
 * crashrec_region_open() - make a ring of the store
 * @cr: its store is open; crashrec_region_close() undoes it
 *
 * Context: process.
 * Return: 0 or a negative errno; the reason and the cure were printed.
 */
int crashrec_region_open(struct crashrec *cr)
{
	u8 boot_id[CRASHREC_ID_BYTES];
	int err;

	crashrec_ring_init(&cr->ring, cr->store.base, cr->store.bytes,
			   &cr->stats);
	cr->ring.flush = cr->config.flush < 0 ? cr->store.flush :
						cr->config.flush;
	err = probe_or_format(cr);
	if (err)
		goto close;
	open_ecc(cr);
	if (cr->ring.layout.region_bytes < cr->store.bytes)
		pr_notice("%s holds a region of %llu bytes, less than there is: format=1 would use it all\n",
			  cr->store.text, cr->ring.layout.region_bytes);
	get_boot_id(boot_id);
	err = crashrec_ring_adopt(&cr->ring, boot_id);
	if (!err)
		return 0;
	if (err == -EBADMSG)
		refuse(cr, err);

close:
	crashrec_region_close(cr);
	return err;
}

/**
 * crashrec_region_close() - the opposite of crashrec_region_open()
 * @cr: no one writes to its ring any more
 *
 * Context: process.
 */
void crashrec_region_close(struct crashrec *cr)
{
	crashrec_ring_exit(&cr->ring);
	if (cr->ecc_state)
		cr->ecc->end(cr->ecc_state);
	if (cr->ecc)
		crashrec_plug_put(CRASHREC_ECC_PLUG);
}
