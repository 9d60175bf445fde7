/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * From a file to the regions in it.
 */
#ifndef CRASHREC_LIB_REGION_OPEN_H
#define CRASHREC_LIB_REGION_OPEN_H

#include "core/record.h"
#include "core/structure.h"
#include "memory_file.h"
#include "region_part.h"
#include "salvage.h"
#include "source.h"

/**
 * struct region - state of this kind
 * @file: its bytes
 * @parts: of the file; one, unless it is memory
 * @part_count: how many
 * @told: the part that a summary is of: that which was used last
 * @part: of the next chunk to look at
 * @at: that chunk
 * @salvage: what was found in memory
 * @raw: the file as it is, which regions may be of beside those of @file
 * @gather: the report that is being read
 * @structure: its parts
 */
struct region {
	struct memory_file file;
	struct region_part *parts;
	u32 part_count;
	const struct region_part *told;
	struct region_part *part;
	u32 at;
	struct salvage salvage;
	struct cr_image raw;
	struct cr_gather gather;
	struct cr_structure structure;
};

/**
 * region_open() - find the regions of a file, anew
 * @source: its state is a struct region
 *
 * Return: as crashrec_source_open().
 */
int region_open(struct crashrec_source *source);

/** region_free_parts() - forget them */
void region_free_parts(struct region *region);

/**
 * region_fail_read() - note that a file can't be read
 * @source: where
 * @err: what reading gave
 *
 * Return: @err
 */
int region_fail_read(struct crashrec_source *source, int err);

/**
 * region_fail_probe() - note that a file is no region
 * @source: where
 * @err: from cr_region_probe()
 *
 * Return: @err, or what crashrec_source_open() gives instead.
 */
int region_fail_probe(struct crashrec_source *source, int err);

#endif /* CRASHREC_LIB_REGION_OPEN_H */
