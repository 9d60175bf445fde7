/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * The bytes of a file, or of the memory that it is a compressed dump of.
 */
#ifndef CRASHREC_LIB_MEMORY_FILE_H
#define CRASHREC_LIB_MEMORY_FILE_H

#include <stdbool.h>

#include "packed.h"
#include "salvage.h"

/**
 * struct memory_file - a file
 * @image: its bytes; refers to this struct
 * @fd: of the file; not closed with it
 * @unpacked: the dump that was put together of it, or -1
 * @packed: what is open if it is a compressed dump
 * @is_packed: @image is of the memory in it
 */
struct memory_file {
	struct cr_image image;
	int fd;
	int unpacked;
	struct packed packed;
	bool is_packed;
};

/**
 * memory_file_open() - the bytes of the file itself
 * @file: set up; stays where it is; memory_file_close() is to be called in any
 *        case
 * @fd: a file or a block device, which stays open meanwhile
 *
 * Return: 0; or what lseek() gave.
 */
int memory_file_open(struct memory_file *file, int fd);

/**
 * memory_file_unpack() - from now on the bytes of the memory in it
 * @file: open
 * @progress: told where that takes its time
 *
 * Return: 0; -ENOTTY: it is no compressed dump, and nothing changed; or what
 * packed_open() or packed_flat_open() gave, and nothing changed, but
 * @file->packed.why may say why.
 */
int memory_file_unpack(struct memory_file *file,
		       const struct salvage_progress *progress);

/**
 * memory_file_repack() - the bytes of the file itself again
 * @file: open
 */
void memory_file_repack(struct memory_file *file);

/** memory_file_close() - close what was opened for it */
void memory_file_close(struct memory_file *file);

/**
 * memory_file_next_data() - where the next data is
 * @arg: the struct memory_file
 * @from: to look from; set to where it begins
 * @to: set to where it ends; @from likewise if there is none
 *
 * What can't be told is data.
 */
void memory_file_next_data(void *arg, u64 *from, u64 *to);

#endif /* CRASHREC_LIB_MEMORY_FILE_H */
