/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Writing the attributes of a record.
 */
#ifndef CR_ENCODER_H
#define CR_ENCODER_H

#include "env.h"

/**
 * struct cr_encoder - where the next attribute goes
 * @buf: the record; NULL: bytes are only counted
 * @at: offset in @buf, which has room for all that is put
 */
struct cr_encoder {
	u8 *buf;
	u32 at;
};

/**
 * cr_put() - put bytes as they are
 * @e: moved behind them
 * @bytes: the bytes
 * @count: how many
 *
 * Context: any.
 */
void cr_put(struct cr_encoder *e, const void *bytes, u32 count);

/**
 * cr_put_hdr() - begin an attribute
 * @e: moved behind its header
 * @type: CRASHREC_ATTR_*
 * @bytes: of the payload that is put next
 *
 * Context: any.
 */
void cr_put_hdr(struct cr_encoder *e, u16 type, u32 bytes);

/**
 * cr_put_padding() - end an attribute
 * @e: moved to where the next one begins
 *
 * Context: any.
 */
void cr_put_padding(struct cr_encoder *e);

/**
 * cr_put_attr() - put a whole attribute
 * @e: moved behind it
 * @type: CRASHREC_ATTR_*
 * @payload: of it
 * @bytes: of @payload; 0: nothing is put, as there is nothing to say
 *
 * Context: any.
 */
void cr_put_attr(struct cr_encoder *e, u16 type, const void *payload,
		 u32 bytes);

#endif /* CR_ENCODER_H */
