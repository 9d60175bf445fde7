// SPDX-License-Identifier: GPL-2.0
/*
 * A backend of pstore, see plug_pstore.h.
 *
 * pstore reads the records when this registers or, if it was not mounted then,
 * when it is; each is a file, until that is unlinked. What it dumps by itself,
 * at an oops or a panic, is the end of the kernel's log: the report that it is
 * about is in the region already, line by line, with some from before it, so
 * there is nothing to store. pstore walks through the log and deflates what it
 * takes before it asks, and only where it dumps does it look for new records
 * after an oops (update_ms): so it is given room for a line or two, and told that
 * this is all it wants (pstore_dump(), 6.1 and 6.12).
 *
 * pstore keeps the text of each file in memory. Where a region holds more than
 * is good for the machine, what comes last has no files before others are gone.
 *
 * pstore does not look at what erase() returns, and the file is gone. Only
 * where there is no erase() is unlinking refused, and whether there is one must
 * not change while files are there: when crashrec is locked later, this
 * registers anew.
 */
#define pr_fmt(fmt) "crashrec: pstore: " fmt

#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/pstore.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "compat.h"
#include "pstore_text.h"
#include "reader.h"

/* Whose file it is: pstore_record::priv, which pstore frees. */
struct identity {
	u64 seq;
	u8 boot_id[CRASHREC_ID_BYTES];
};

/* pstore's own dumps go here. Its header has to fit: "Emergency#1 Part1". */
static char dump[128];

/* All files together may take this part of the memory. */
#define MEMORY_PART	64
/* What a file takes beside its text: inode, dentry and such. */
#define FILE_BYTES	1024

static const struct crashrec_pstore_host *host;
/* Where read() goes on, and what it gave; under pstore's read_mutex. */
static u64 next_seq;
static u64 files_bytes;
static bool is_registered;

static int open_records(struct pstore_info *info)
{
	next_seq = 0;
	files_bytes = 0;
	return 0;
}

/* The text is shorter than the record. One there is in any case. */
static bool has_room(u32 record_bytes)
{
	u64 bytes = files_bytes + record_bytes + FILE_BYTES;

	return !files_bytes ||
	       bytes <= ((u64)totalram_pages() << PAGE_SHIFT) / MEMORY_PART;
}

static int fill_text(struct pstore_record *to, const struct cr_record *record)
{
	u32 bytes = crashrec_pstore_text(host, record, NULL, 0);

	to->buf = crashrec_pstore_alloc(bytes + 1);
	if (!to->buf)
		return -ENOMEM;
	to->size = crashrec_pstore_text(host, record, to->buf, bytes + 1);
	return 0;
}

/* Returns 0; -ENODATA: it is not to be given out; -EDQUOT: not now; -ENOMEM. */
static int fill(struct pstore_record *to, const struct crashrec_found *found)
{
	struct identity *identity;
	struct cr_record record;
	int err;

	if (host->decode(&record, found->record, found->bytes) < 0 ||
	    le32_to_cpu(record.hdr.flags) & CRASHREC_REC_F_USER)
		return -ENODATA;
	if (!has_room(found->bytes))
		return -EDQUOT;
	identity = kmalloc(sizeof(*identity), GFP_KERNEL);
	if (!identity)
		return -ENOMEM;
	err = fill_text(to, &record);
	if (err) {
		kfree(identity);
		return err;
	}
	identity->seq = found->seq;
	memcpy(identity->boot_id, found->boot_id, sizeof(identity->boot_id));
	to->priv = identity;
	to->type = PSTORE_TYPE_DMESG;
	to->id = crashrec_pstore_id(&record.hdr);
	to->time = ns_to_timespec64(le64_to_cpu(record.hdr.wall_ns));
	files_bytes += found->bytes + FILE_BYTES;
	return 0;
}

/* For what there is no memory, there is no file; it stays unread. */
static ssize_t read_record(struct pstore_record *to)
{
	struct crashrec_found found;
	int err;

	while (!(err = host->find(host->reader, next_seq, &found))) {
		next_seq = found.seq + 1;
		err = fill(to, &found);
		kvfree(found.record);
		if (!err)
			return to->size;
		if (err == -EDQUOT) {
			pr_warn("no files from record %llu on: those before take 1/%u of the memory: erase some, and mount pstore anew, or see crashrec list\n",
				found.seq, MEMORY_PART);
			return 0;
		}
		if (err != -ENODATA)
			pr_warn("no memory for record %llu: see it with crashrec show\n",
				found.seq);
		cond_resched();
	}
	if (err == -ENOENT)
		return 0;
	pr_warn("can't read records from number %llu on, error %d: mount pstore anew\n",
		next_seq, err);
	return err;
}

/* There would be further parts, up to as many bytes as kmsg_bytes= says. */
static int write_record(struct pstore_record *from)
{
	from->size = LONG_MAX;
	return 0;
}

static int erase_record(struct pstore_record *of)
{
	const struct identity *identity = of->priv;
	int err = -EPERM;

	if (!host->is_locked())
		err = host->ack(host->closer, identity->seq,
				identity->boot_id);
	/* It was acknowledged by other means, while the file was there. */
	if (err == -ENOENT)
		err = 0;
	if (err)
		pr_warn("record %llu is not acknowledged, error %d: its file will be there again\n",
			identity->seq, err);
	return err;
}

static struct pstore_info info = {
	.owner = THIS_MODULE,
	.name = "crashrec",
	.buf = dump,
	.bufsize = sizeof(dump),
	.flags = PSTORE_FLAGS_DMESG,
	.max_reason = KMSG_DUMP_OOPS,
	.open = open_records,
	.read = read_record,
	.write = write_record,
};

/* pstore says which backend it has; before 6.5, it is -EPERM that it says. */
static int attach(void)
{
	int err;

	info.erase = host->is_locked() ? NULL : erase_record;
	err = pstore_register(&info);
	is_registered = !err;
	if (err == -EBUSY || err == -EPERM)
		pr_err("another backend is in use, or asked for by pstore.backend=: unload it, or boot with pstore.backend=crashrec; going on without files in /sys/fs/pstore\n");
	else if (err)
		pr_err("can't register, error %d: going on without files in /sys/fs/pstore\n",
		       err);
	return err;
}

/* Locked while it is being started, it is told twice. */
static DEFINE_MUTEX(attaching);

static int start(const struct crashrec_pstore_host *by)
{
	int err;

	mutex_lock(&attaching);
	host = by;
	err = attach();
	mutex_unlock(&attaching);
	return err;
}

static void detach(void)
{
	if (is_registered)
		pstore_unregister(&info);
	is_registered = false;
}

static void stop(void)
{
	mutex_lock(&attaching);
	detach();
	mutex_unlock(&attaching);
}

static void lock(void)
{
	mutex_lock(&attaching);
	detach();
	attach();
	mutex_unlock(&attaching);
}

const struct crashrec_pstore crashrec_pstore = {
	.plug = { CRASHREC_BUILD },
	.start = start,
	.lock = lock,
	.stop = stop,
};
EXPORT_SYMBOL_GPL(crashrec_pstore);

MODULE_DESCRIPTION("crashrec's records as files of pstore");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1");
