/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Looking at regions again and again, while a guest writes to them.
 */
#ifndef CRASHREC_LIB_REGION_LOOK_H
#define CRASHREC_LIB_REGION_LOOK_H

#include "region_part.h"

/**
 * region_look_first() - region_part_read(), such that it can be looked at again
 * @part: as there
 * @damaged: as there
 *
 * Return: as there.
 */
int region_look_first(struct region_part *part, uint64_t *damaged);

/**
 * region_look_again() - find out what it holds by now
 * @part: from region_look_first(); holds nothing on failure, and may be tried
 *        again. What is loose stays as it is.
 * @damaged: raised by the chunks whose header was torn
 *
 * Return: as cr_region_probe() and region_part_read().
 */
int region_look_again(struct region_part *part, uint64_t *damaged);

/**
 * region_look_changed() - is another look worth while?
 * @parts: from region_look_first()
 * @count: how many; none may have changed as well
 *
 * See region_glance.h: a look is worth while now and then in any case.
 *
 * Return: true if so.
 */
bool region_look_changed(const struct region_part *parts, u32 count);

#endif /* CRASHREC_LIB_REGION_LOOK_H */
