/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Completing the records of a module, which leaves the parts of the text to
 * the reader.
 */
#ifndef CRASHREC_LIB_COMPLETE_H
#define CRASHREC_LIB_COMPLETE_H

#include <stddef.h>
#include <stdint.h>

/**
 * record_complete() - make a record that has the parts of its text
 * @data: bytes of a record, or any others
 * @bytes: how many; set to the size of what is made
 *
 * Return: from malloc(), the caller's; NULL, and @bytes as it was, where there
 * is nothing to complete or no memory to do so.
 */
uint8_t *record_complete(const void *data, size_t *bytes);

#endif /* CRASHREC_LIB_COMPLETE_H */
