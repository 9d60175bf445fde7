// SPDX-License-Identifier: GPL-2.0
/*
 * pstore=1: has crashrec_pstore.ko show the records in /sys/fs/pstore. What
 * goes wrong with that is said, and recording goes on.
 */
#define pr_fmt(fmt) "crashrec: " fmt

#include <linux/printk.h>

#include "core/names.h"
#include "crashrec.h"
#include "plug.h"
#include "plug_pstore.h"

static const struct crashrec_pstore *pstore_plug;
static struct crashrec_pstore_host pstore_host = {
	.find = crashrec_reader_find,
	.ack = crashrec_closer_ack,
	.is_locked = crashrec_config_is_locked,
	.decode = cr_record_decode,
	.attr = cr_record_attr,
	.class_name = cr_class_name,
	.state_name = cr_state_name,
};

/**
 * crashrec_pstore_init() - show the records, if that is wanted
 * @cr: the recorder; it must be ready
 *
 * Context: process.
 */
void crashrec_pstore_init(struct crashrec *cr)
{
	const struct crashrec_pstore *plug;

	if (!cr->config.pstore)
		return;
	plug = crashrec_plug_get(CRASHREC_PSTORE_PLUG);
	if (!plug) {
		pr_warn("going on without files in /sys/fs/pstore\n");
		return;
	}
	pstore_host.reader = &cr->reader;
	pstore_host.closer = &cr->closer;
	if (plug->start(&pstore_host))
		crashrec_plug_put(CRASHREC_PSTORE_PLUG);
	else
		smp_store_mb(pstore_plug, plug);	/* pairs with set_locked() */
	if (crashrec_config_is_locked())
		crashrec_pstore_lock();
}

/**
 * crashrec_pstore_lock() - the module was locked
 *
 * Context: process.
 */
void crashrec_pstore_lock(void)
{
	const struct crashrec_pstore *plug = READ_ONCE(pstore_plug);

	if (plug)
		plug->lock();
}

/**
 * crashrec_pstore_exit() - undo crashrec_pstore_init()
 *
 * Context: process.
 */
void crashrec_pstore_exit(void)
{
	if (!pstore_plug)
		return;
	pstore_plug->stop();
	crashrec_plug_put(CRASHREC_PSTORE_PLUG);
}
