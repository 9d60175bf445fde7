// SPDX-License-Identifier: GPL-2.0
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static const char *const functions[] = {
	"vfs_read", "ksys_write", "__x64_sys_ioctl", "do_syscall_64",
	"entry_SYSCALL_64_after_hwframe", "tcp_sendmsg_locked", "schedule",
	"kmem_cache_alloc_node", "ext4_file_write_iter", "ret_from_fork",
	"worker_thread", "process_one_work", "nbd_start_device_ioctl",
	"blkdev_ioctl", "netlink_unicast", "inet_sendmsg", "kobject_add",
	"sysfs_create_dir_ns", "__mutex_lock", "lock_acquire", "kthread",
	"validate_chain", "rtnl_newlink", "register_netdevice", "genl_rcv_msg",
	"btrfs_commit_transaction", "io_submit_sqes", "usb_probe_interface",
	"driver_probe_device.part.0", "hid_hw_open", "filemap_fault",
	"do_user_addr_fault", "asm_exc_page_fault", "xfs_buf_ioapply_map.cold",
	"sock_sendmsg", "__sys_sendto", "napi_poll", "ieee80211_rx_list",
	"irq_exit_rcu", "sysvec_apic_timer_interrupt", "handle_mm_fault",
	"bpf_prog_run_xdp", "start_this_handle", "jbd2_journal_commit",
};

static const char *const modules[] = {
	"e1000e", "nvme_core", "snd_hda_intel", "btrfs", "mac80211", "kvm",
};

static uint64_t random_state = 1;

/* The same texts each time. */
static uint32_t next_random(void)
{
	random_state = random_state * 6364136223846793005ULL + 1;
	return (uint32_t)(random_state >> 33);
}

static void *allocate(size_t bytes)
{
	void *at = malloc(bytes);

	if (!at) {
		fputs("bench: out of memory\n", stderr);
		exit(1);
	}
	return at;
}

static size_t put(char *at, char what)
{
	uint32_t number = next_random();

	switch (what) {
	case 1:
		return (size_t)sprintf(at, "%s",
				       functions[number % COUNT(functions)]);
	case 2:
		return (size_t)sprintf(at, "%08x", number * 3);
	case 3:
		return (size_t)sprintf(at, "%u", number % 9999 + 1);
	case 4:
		return (size_t)sprintf(at, "%x", number % 0xffe + 1);
	case 5:
		return (size_t)sprintf(at, "%s",
				       modules[number % COUNT(modules)]);
	default:
		*at = what;
		return 1;
	}
}

static void put_prefix(struct text *text, uint32_t caller)
{
	uint32_t us = text->line_count;

	text->count += (size_t)sprintf(text->bytes + text->count,
				       "[%5u.%06u][%6s%u] ", us / 1000000,
				       us % 1000000, "T", caller);
}

static void put_part(struct text *text, const char *part, int has_prefix)
{
	uint32_t caller = next_random() % 9000 + 1000;
	int is_begin = 1;

	for (; *part; part++) {
		if (is_begin) {
			text->line_at[text->line_count++] =
				(uint32_t)text->count;
			if (has_prefix)
				put_prefix(text, caller);
		}
		text->count += put(text->bytes + text->count, *part);
		is_begin = *part == '\n';
	}
}

void text_make(struct text *text, const char *const *parts, size_t part_count,
	       size_t bytes, int has_prefix)
{
	size_t room = bytes + (1 << 20);

	memset(text, 0, sizeof(*text));
	random_state = 1;
	text->bytes = allocate(room);
	text->line_at = allocate(room / 4 * sizeof(*text->line_at));
	text->part_at = allocate(room / 4 * sizeof(*text->part_at));
	while (text->count < bytes) {
		text->part_at[text->part_count] = text->line_count;
		put_part(text, parts[text->part_count++ % part_count],
			 has_prefix);
	}
	text->part_at[text->part_count] = text->line_count;
	text->line_at[text->line_count] = (uint32_t)text->count;
}

void text_free(struct text *text)
{
	free(text->bytes);
	free(text->line_at);
	free(text->part_at);
}
