/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Region images with a name, one for each thing that a region may hold.
 */
#ifndef SUPPORT_CASES_H
#define SUPPORT_CASES_H

#include <stdbool.h>

#include "support_image.h"

/**
 * case_build() - make an image
 * @image: filled
 * @name: of the case
 *
 * Return: false if there is none of that name.
 */
bool case_build(struct image *image, const char *name);

/* Adds a report of one chunk and three lines, closed as complete. */
void case_add_warning(struct image *image, const struct chunk_id *id);

#define CASE_LINE_0	"------------[ cut here ]------------"
#define CASE_LINE_1 \
	"WARNING: CPU: 1 PID: 77 at lib/lab.c:12 lab_warn_here+0x16/0x40 [lab]"
#define CASE_LINE_2	"---[ end trace 0000000000000000 ]---"

#endif /* SUPPORT_CASES_H */
