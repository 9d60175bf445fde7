// SPDX-License-Identifier: GPL-2.0
/*
 * debugfs: crashrec/reports and crashrec/stats, text for eyes. Not an ABI.
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/string_helpers.h>

#include "../include/uapi/crashrec_device.h"
#include "core/names.h"
#include "crashrec.h"

static void *find_from(struct seq_file *m, u64 seq, loff_t *pos)
{
	struct crashrec *cr = m->private;
	struct crashrec_found *found;
	int err;

	found = kvzalloc(sizeof(*found), GFP_KERNEL);
	if (!found)
		return ERR_PTR(-ENOMEM);
	err = crashrec_reader_find(&cr->reader, seq, found);
	if (!err) {
		*pos = found->seq;
		return found;
	}
	kvfree(found);
	return err == -ENOENT ? NULL : ERR_PTR(err);
}

static void free_found(struct crashrec_found *found)
{
	kvfree(found->record);
	kvfree(found);
}

static void *reports_start(struct seq_file *m, loff_t *pos)
{
	return find_from(m, *pos, pos);
}

static void *reports_next(struct seq_file *m, void *v, loff_t *pos)
{
	struct crashrec_found *found = v;

	*pos = found->seq + 1;
	free_found(found);
	return find_from(m, *pos, pos);
}

static void reports_stop(struct seq_file *m, void *v)
{
	if (!IS_ERR_OR_NULL(v))
		free_found(v);
}

/* What stands in a log is anybody's bytes. */
static void show_text(struct seq_file *m, const u8 *text, u32 bytes)
{
	seq_escape_mem(m, (const char *)text, bytes,
		       ESCAPE_NP | ESCAPE_HEX, NULL);
}

static void show_line(struct seq_file *m, const struct cr_attr *attr)
{
	struct crashrec_line line;
	u64 micros;

	if (attr->bytes < sizeof(line))
		return;
	memcpy(&line, attr->payload, sizeof(line));
	micros = div_u64(le64_to_cpu(line.time_ns), NSEC_PER_USEC);
	seq_printf(m, "%c[%5llu.%06u] ",
		   attr->type == CRASHREC_ATTR_BEFORE ? '-' : ' ',
		   div_u64(micros, USEC_PER_SEC),
		   (u32)(micros - div_u64(micros, USEC_PER_SEC) *
			 USEC_PER_SEC));
	show_text(m, attr->payload + sizeof(line), attr->bytes - sizeof(line));
	seq_puts(m, "\n");
}

static void show_attr(struct seq_file *m, const struct cr_attr *attr)
{
	switch (attr->type) {
	case CRASHREC_ATTR_TITLE:
		seq_puts(m, "title ");
		break;
	case CRASHREC_ATTR_RELEASE:
		seq_puts(m, "release ");
		break;
	case CRASHREC_ATTR_BEFORE:
	case CRASHREC_ATTR_LINE:
		show_line(m, attr);
		return;
	default:
		return;
	}
	show_text(m, attr->payload, attr->bytes);
	seq_puts(m, "\n");
}

static int reports_show(struct seq_file *m, void *v)
{
	const struct crashrec_found *found = v;
	struct cr_record record;
	struct cr_attr attr;
	u32 offset = 0;

	if (cr_record_decode(&record, found->record, found->bytes) < 0)
		return 0;
	seq_printf(m, "=== record %llu boot %pUb%s\nclass %s\nstate %s\n",
		   le64_to_cpu(record.hdr.seq), record.hdr.boot_id,
		   le32_to_cpu(record.hdr.flags) & CRASHREC_REC_F_FORMER_BOOT ?
		   " (former)" : "",
		   cr_class_name(record.hdr.report_class),
		   cr_state_name(record.hdr.state));
	while (cr_record_attr(&record, &offset, &attr))
		show_attr(m, &attr);
	seq_puts(m, "\n");
	return 0;
}

static const struct seq_operations reports_sops = {
	.start = reports_start,
	.next = reports_next,
	.stop = reports_stop,
	.show = reports_show,
};

static int reports_open(struct inode *inode, struct file *file)
{
	int err = seq_open(file, &reports_sops);

	if (!err)
		((struct seq_file *)file->private_data)->private =
			inode->i_private;
	return err;
}

static const struct file_operations reports_fops = {
	.owner = THIS_MODULE,
	.open = reports_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = seq_release,
};

static int stats_show(struct seq_file *m, void *v)
{
	struct crashrec *cr = m->private;
	u64 first_seq;
	u32 unread;

	seq_printf(m, "store %s\n", cr->store.text);
	seq_printf(m, "boot_id %pUb\n", cr->ring.running.boot_id);
	seq_printf(m, "region_bytes %llu\n", cr->ring.layout.region_bytes);
	seq_printf(m, "chunk_bytes %u\n", cr->ring.layout.chunk_bytes);
	seq_printf(m, "chunks %u\n", cr->ring.layout.chunk_count);
	seq_printf(m, "chunks_free %u\n",
		   crashrec_ring_free_chunks(&cr->ring));
	if (!crashrec_reader_count(&cr->reader, &unread, &first_seq))
		seq_printf(m, "records_unread %u\n", unread);
	seq_printf(m, "next_seq %lld\n", atomic64_read(&cr->ring.next_seq));
	seq_printf(m, "pieces_joined_by %s\n",
		   cr->assembler.join_log ? "log" : "address");
	seq_printf(m, "slots_used %d\n", atomic_read(&cr->assembler.used));
	crashrec_stats_show(&cr->stats, m);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(stats);

/**
 * crashrec_debugfs_init() - make the folder
 * @cr: the recorder; it must be ready
 *
 * Nothing depends on it, so a failure is not told.
 *
 * Context: process.
 */
void crashrec_debugfs_init(struct crashrec *cr)
{
	cr->debugfs = debugfs_create_dir("crashrec", NULL);
	debugfs_create_file("reports", 0400, cr->debugfs, cr, &reports_fops);
	debugfs_create_file("stats", 0400, cr->debugfs, cr, &stats_fops);
}

/**
 * crashrec_debugfs_exit() - remove it
 * @cr: the recorder
 *
 * When this returns, no one is in it.
 *
 * Context: process.
 */
void crashrec_debugfs_exit(struct crashrec *cr)
{
	debugfs_remove(cr->debugfs);
}
