/* SPDX-License-Identifier: GPL-2.0 */
#ifndef CRASHREC_CLI_UTF8_H
#define CRASHREC_CLI_UTF8_H

#include <stddef.h>
#include <stdint.h>

/**
 * utf8_step() - the character at the front of some bytes
 * @code: set to its code point
 * @data: the bytes
 * @bytes: how many, at least 1
 *
 * The initramfs has no locale and no iconv tables, so libc can't tell.
 *
 * Return: its length in bytes; 0: no valid UTF-8 (overlong forms, surrogates
 * and what is beyond U+10FFFF are not).
 */
size_t utf8_step(uint32_t *code, const char *data, size_t bytes);

#endif /* CRASHREC_CLI_UTF8_H */
