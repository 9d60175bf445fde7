/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Bytes that anyone may have written, as text of HTML, SVG and DOT's labels.
 */
#ifndef CRASHREC_CLI_XML_H
#define CRASHREC_CLI_XML_H

#include <crashrec.h>
#include <stdio.h>

/**
 * xml_print() - show a text, also between the quotes of an attribute
 * @out: where to; errors are left in it
 * @text: what is not plain is shown as escape_print() does
 */
void xml_print(FILE *out, struct crashrec_text text);

/**
 * xml_print_string() - the same of a string
 * @out: where to
 * @string: terminated
 */
void xml_print_string(FILE *out, const char *string);

/**
 * xml_print_shown() - a text that was escaped before
 * @out: where to
 * @text: as escape_print() gave it; newlines and tabs stay
 */
void xml_print_shown(FILE *out, struct crashrec_text text);

/**
 * xml_print_dot() - a text in an HTML-like label of DOT
 * @out: where to
 * @text: the text
 * @columns: what is beyond so many characters is left out
 *
 * Graphviz takes a backslash for its own there, so it is doubled.
 */
void xml_print_dot(FILE *out, struct crashrec_text text, size_t columns);

#endif /* CRASHREC_CLI_XML_H */
