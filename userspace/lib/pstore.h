/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * What pstore kept: the files of its filesystem, also as systemd-pstore moves
 * them away, or the memory of ramoops.
 */
#ifndef CRASHREC_LIB_PSTORE_H
#define CRASHREC_LIB_PSTORE_H

#include <stdbool.h>

#include "core/env.h"

#define PSTORE_NAME_BYTES	64
#define PSTORE_TEXTS_MAX	4096
#define PSTORE_FILE_MAX_BYTES	(64U << 20)
#define PSTORE_ALL_MAX_BYTES	(256U << 20)

/**
 * struct pstore_text - one log
 * @name: of the file that it begins in, without folders, cut if it is longer,
 *        terminated
 * @data: of it; any bytes
 * @bytes: how many
 * @is_record: it is the text of one record of crashrec's own
 */
struct pstore_text {
	char name[PSTORE_NAME_BYTES];
	char *data;
	size_t bytes;
	bool is_record;
};

/**
 * struct pstore - all logs, each boot's in the order of time, as far as that is
 *                 told
 * @texts: the logs
 * @count: how many
 * @bytes: of them
 * @damaged: files or parts of them that are missing, can't be inflated, or for
 *           which there was no room
 */
struct pstore {
	struct pstore_text *texts;
	u32 count;
	size_t bytes;
	u64 damaged;
};

/**
 * pstore_add() - one more log
 * @pstore: gets it, or counts it as damaged if there is no room
 * @name: of its file
 * @data: from malloc(); taken over, also on failure
 * @bytes: how many
 *
 * Return: the log; NULL: there is no room.
 */
struct pstore_text *pstore_add(struct pstore *pstore, const char *name,
			       char *data, size_t bytes);

/** pstore_free() - free all logs */
void pstore_free(struct pstore *pstore);

/* pstore_folder.c */

/**
 * pstore_folder_read() - read a folder, and those in it
 * @pstore: zeroed; pstore_free() is to be called in any case
 * @fd: the folder, open; stays so
 *
 * Return: 0, also if none of pstore's files is there; -ENOMEM; or what reading
 * the folder gave.
 */
int pstore_folder_read(struct pstore *pstore, int fd);

/* pstore_ramoops.c */

/**
 * pstore_ramoops_is() - is it an image of ramoops' memory?
 * @fd: a file
 *
 * Return: false also where it can't be read.
 */
bool pstore_ramoops_is(int fd);

/**
 * pstore_ramoops_read() - read such an image
 * @pstore: zeroed; pstore_free() is to be called in any case
 * @fd: the file, open; stays so
 *
 * Where its zones begin is found by their signature, as the file does not tell
 * their sizes. What ECC could repair is not repaired.
 *
 * Return: 0, also if there is no log in it; -ENOMEM; or what reading gave.
 */
int pstore_ramoops_read(struct pstore *pstore, int fd);

#endif /* CRASHREC_LIB_PSTORE_H */
