// SPDX-License-Identifier: GPL-2.0
/*
 * What the kernel tells of itself in files alone.
 */
#include <linux/err.h>
#include <linux/fs.h>

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
	struct file *file = filp_open(path, O_RDONLY, 0);
	loff_t pos = 0;
	ssize_t got;

	if (IS_ERR(file))
		return PTR_ERR(file);
	got = kernel_read(file, buf, bytes, &pos);
	filp_close(file, NULL);
	return got;
}
