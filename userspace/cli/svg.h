/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Graphviz, as a program of its own.
 */
#ifndef CRASHREC_CLI_SVG_H
#define CRASHREC_CLI_SVG_H

#include <stddef.h>

/**
 * struct svg - a picture
 * @text: the element <svg>, and nothing before it; terminated; owned
 * @bytes: of it
 * @why: it was not made: what is wrong, and what to do; terminated
 */
struct svg {
	char *text;
	size_t bytes;
	char why[256];
};

/**
 * svg_make() - have Graphviz draw
 * @svg: filled; free it with svg_free()
 * @dot: in its language
 * @dot_bytes: of it
 *
 * The program dot is found by PATH, and may take 30 s and 1 GiB.
 *
 * Return: 0; -ENOENT: it is not installed; -ETIMEDOUT; -EPROTO: it failed; or
 * what a system call gave. Then @svg->why is set.
 */
int svg_make(struct svg *svg, const char *dot, size_t dot_bytes);

/**
 * svg_free() - free what svg_make() allocated
 * @svg: from there
 */
void svg_free(struct svg *svg);

#endif /* CRASHREC_CLI_SVG_H */
