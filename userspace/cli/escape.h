/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Showing bytes that anyone may have written.
 */
#ifndef CRASHREC_CLI_ESCAPE_H
#define CRASHREC_CLI_ESCAPE_H

#include <crashrec.h>
#include <stdint.h>
#include <stdio.h>

/**
 * escape_is_hidden() - is a character not to be shown as it is?
 * @code: its code point
 *
 * So are control characters, what ends a line or turns the direction of
 * writing, and what is not visible. None is above U+FFFF.
 *
 * Return: true if so.
 */
bool escape_is_hidden(uint32_t code);

/**
 * escape_plain_step() - the character at the front of a text
 * @text: not empty
 *
 * Return: its length in bytes; 0: it is not to be shown as it is.
 */
size_t escape_plain_step(struct crashrec_text text);

/**
 * escape_is_plain() - may a text be shown as it is?
 * @text: the text
 *
 * Return: true if it is valid UTF-8 without characters that
 * escape_is_hidden() tells of.
 */
bool escape_is_plain(struct crashrec_text text);

/**
 * escape_print() - show a text; what is not plain as \xNN, byte by byte
 * @out: where to
 * @text: the text
 *
 * A tab is shown as it is. Errors are left in @out.
 */
void escape_print(FILE *out, struct crashrec_text text);

/**
 * escape_dup() - the same as a string
 * @text: the text; a tab is escaped, too
 *
 * Return: a string that the caller frees; NULL: out of memory.
 */
char *escape_dup(struct crashrec_text text);

/**
 * escape_columns() - how wide an escaped string is
 * @string: from escape_dup()
 *
 * Return: columns, with one for each character.
 */
size_t escape_columns(const char *string);

#endif /* CRASHREC_CLI_ESCAPE_H */
