// SPDX-License-Identifier: GPL-2.0
/*
 * What the kernel tells of itself in files alone.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/magic.h>

#include "crashrec.h"

/**
 * crashrec_file_read() - read the beginning of a file
 * @path: of it, as the caller's process sees files
 * @buf: receives what is there
 * @bytes: room in @buf
 *
 * Context: process.
 * Return: how many bytes were read, or a negative errno.
 */
ssize_t crashrec_file_read(const char *path, void *buf, size_t bytes)
{
	struct file *file = filp_open(path, O_RDONLY | O_NONBLOCK, 0);
	ssize_t got = -EINVAL;
	unsigned long magic;
	loff_t pos = 0;

	if (IS_ERR(file))
		return PTR_ERR(file);
	/* Whoever loads a module may have a root folder of his own. */
	magic = file_inode(file)->i_sb->s_magic;
	if (magic == PROC_SUPER_MAGIC || magic == SYSFS_MAGIC)
		got = kernel_read(file, buf, bytes, &pos);
	filp_close(file, NULL);
	return got;
}
