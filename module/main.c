// SPDX-License-Identifier: GPL-2.0
/*
 * crashrec: a recorder for the kernel's crash reports.
 *
 * This file gives the order in which the parts begin and end, and nothing
 * else. What was printed before goes past -> assembler -> ring; what is printed,
 * source_console -> assembler -> ring; closer ends
 * reports; reader serves device and debugfs. What is shared with userspace is
 * in core/.
 */
#define pr_fmt(fmt) "crashrec: " fmt
/* For pr_devel(). */
#define DEBUG

#include <linux/module.h>
#include <linux/printk.h>

#include "crashrec.h"

/* More at a time would only fill the ring. */
#define OPEN_OF_A_HEADER	4U

static struct crashrec recorder;

static void assembler_changed(struct crashrec_assembler *as)
{
	crashrec_closer_kick(&recorder.closer);
}

static void push_log(u64 seq)
{
	pr_devel("looking for lines of report %llu in the log\n", seq);
}

static int writing_init(struct crashrec *cr)
{
	int err;

	crashrec_assembler_init(&cr->assembler, &cr->ring, &cr->stats);
	cr->assembler.before_lines = cr->config.before_lines;
	cr->assembler.max_report_bytes = cr->config.max_report_bytes;
	cr->assembler.changed = assembler_changed;
	if (cr->config.keep_copies)
		cr->assembler.storm_limit = max(cr->config.keep_copies,
						OPEN_OF_A_HEADER);
	err = crashrec_closer_init(&cr->closer, &cr->assembler, &cr->reader,
				   cr->config.silence_ms);
	if (err)
		return err;
	cr->closer.push = push_log;
	cr->closer.kept.copies = cr->config.keep_copies;
	cr->closer.overwrite = cr->config.overwrite;
	return 0;
}

static int sources_init(struct crashrec *cr)
{
	int err;

	err = crashrec_die_init(cr);
	if (err)
		return err;
	err = crashrec_kmsg_dump_init(cr);
	if (err)
		goto die_exit;
	err = crashrec_console_init(cr);
	if (err)
		goto kmsg_dump_exit;
	return 0;

kmsg_dump_exit:
	crashrec_kmsg_dump_exit(cr);
die_exit:
	crashrec_die_exit(cr);
	return err;
}

static void sources_exit(struct crashrec *cr)
{
	crashrec_console_exit(cr);
	crashrec_kmsg_dump_exit(cr);
	crashrec_die_exit(cr);
}

static void tell_what_is_there(struct crashrec *cr)
{
	u64 first_seq;
	u32 unread;

	if (crashrec_reader_count(&cr->reader, &unread, &first_seq))
		return;
	pr_info("recording to %s, %llu KiB, %u unread records\n",
		cr->store.text, cr->ring.layout.region_bytes >> 10, unread);
}

static int __init crashrec_init(void)
{
	struct crashrec *cr = &recorder;
	int err;

	err = crashrec_config_get(&cr->config);
	if (err)
		return err;
	err = crashrec_store_open(&cr->store, &cr->config);
	if (err)
		return err;
	err = crashrec_region_open(cr);
	if (err)
		goto store_close;
	err = crashrec_reader_init(&cr->reader, &cr->ring,
				   cr->config.max_report_bytes);
	if (err)
		goto region_close;
	err = writing_init(cr);
	if (err)
		goto reader_exit;
	tell_what_is_there(cr);
	crashrec_kernel_init(cr);
	err = crashrec_past_take(&cr->closer);
	if (err)
		goto kernel_exit;
	err = sources_init(cr);
	if (err)
		goto kernel_exit;
	err = crashrec_past_take(&cr->closer);
	if (err)
		goto sources_exit;
	crashrec_closer_finish(&cr->closer, CRASHREC_KEY_LOG);
	err = crashrec_device_init(cr);
	if (err)
		goto sources_exit;
	crashrec_debugfs_init(cr);
	crashrec_pstore_init(cr);
	/* A full region may have to make room. */
	crashrec_closer_kick(&cr->closer);
	return 0;

sources_exit:
	sources_exit(cr);
kernel_exit:
	crashrec_kernel_exit(cr);
	crashrec_closer_exit(&cr->closer);
reader_exit:
	crashrec_reader_exit(&cr->reader);
region_close:
	crashrec_region_close(cr);
store_close:
	crashrec_store_close(&cr->store);
	return err;
}

static void __exit crashrec_exit(void)
{
	struct crashrec *cr = &recorder;

	crashrec_pstore_exit();
	crashrec_debugfs_exit(cr);
	crashrec_device_exit(cr);
	crashrec_ring_log_seen(&cr->ring, crashrec_log_end(cr->assembler.log));
	sources_exit(cr);
	crashrec_kernel_exit(cr);
	crashrec_closer_exit(&cr->closer);
	crashrec_cookies_exit(&cr->assembler.cookies);
	crashrec_ring_end(&cr->ring, CRASHREC_ENDED_UNLOAD);
	crashrec_reader_exit(&cr->reader);
	crashrec_region_close(cr);
	crashrec_store_close(&cr->store);
}

module_init(crashrec_init);
module_exit(crashrec_exit);

MODULE_DESCRIPTION("Recorder for the kernel's crash reports");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1");
/*
 * plug.c's, which are loaded if a parameter asks for them; an initramfs is to have
 * them. As MODULE_WEAKDEP() of 6.11 has it; a softdep would load all of them.
 */
MODULE_INFO(weakdep, "crashrec_ecc crashrec_pmem crashrec_pstore");
