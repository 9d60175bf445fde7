// SPDX-License-Identifier: GPL-2.0
/*
 * From a store to a ring: what is in the memory is looked at, and either taken
 * over, formatted, or left alone with a message that says what to do.
 */
#define pr_fmt(fmt) "crashrec: " fmt

#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/random.h>
#include <linux/string.h>
#include <linux/uuid.h>

#include "crashrec.h"

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
		pr_err("%s holds a region that was larger than it is now: give the former mem_size=, or load with format=1, which erases it\n",
		       cr->store.text);
		break;
	default:
		pr_err("%s holds bytes that are not crashrec's, and may be in use: ivshmem=0 passes it over, format=1 takes it and erases them\n",
		       cr->store.text);
		break;
	}
	return err;
}

static int probe_or_format(struct crashrec *cr)
{
	int err = crashrec_ring_probe(&cr->ring);

	if (cr->config.format) {
		pr_notice("%s is formatted, as format=1 asks\n",
			  cr->store.text);
		return crashrec_ring_format(&cr->ring);
	}
	if (!err)
		return 0;
	/* Somebody else's memory may begin with zeroes. */
	if (err == -ENOENT && cr->store.found &&
	    memchr_inv(cr->store.base, 0, cr->store.bytes))
		err = -EBADMSG;
	if (err == -ENOENT)
		return crashrec_ring_format(&cr->ring);
	if (err != -EBADMSG || cr->store.found)
		return refuse(cr, err);
	pr_notice("%s held other bytes, no records: formatted\n",
		  cr->store.text);
	return crashrec_ring_format(&cr->ring);
}

/**
 * crashrec_region_open() - make a ring of the store
 * @cr: its store is open; crashrec_ring_exit() undoes it
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
	err = probe_or_format(cr);
	if (err)
		return err;
	if (cr->ring.layout.region_bytes < cr->store.bytes)
		pr_notice("%s holds a region of %llu bytes, less than there is: format=1 would use it all\n",
			  cr->store.text, cr->ring.layout.region_bytes);
	get_boot_id(boot_id);
	err = crashrec_ring_adopt(&cr->ring, boot_id);
	return err == -EBADMSG ? refuse(cr, err) : err;
}
