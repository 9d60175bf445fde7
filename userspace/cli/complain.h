/* SPDX-License-Identifier: GPL-2.0 */
#ifndef CRASHREC_CLI_COMPLAIN_H
#define CRASHREC_CLI_COMPLAIN_H

/**
 * complain() - tell on stderr what is wrong
 * @format: one line, without the program's name and without a newline; says
 *          what to do
 *
 * Control bytes in the result are escaped.
 */
__attribute__((format(printf, 1, 2)))
void complain(const char *format, ...);

#endif /* CRASHREC_CLI_COMPLAIN_H */
