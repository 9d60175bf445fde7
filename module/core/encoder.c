// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "encoder.h"

#include "../../include/uapi/crashrec_format.h"

void cr_put(struct cr_encoder *e, const void *bytes, u32 count)
{
	if (e->buf)
		memcpy(e->buf + e->at, bytes, count);
	e->at += count;
}

void cr_put_hdr(struct cr_encoder *e, u16 type, u32 bytes)
{
	struct crashrec_attr attr = {
		.type = cpu_to_le16(type),
		.payload_bytes = cpu_to_le32(bytes),
	};

	cr_put(e, &attr, sizeof(attr));
}

void cr_put_padding(struct cr_encoder *e)
{
	static const u8 zero[CRASHREC_ALIGN];

	cr_put(e, zero, -e->at % CRASHREC_ALIGN);
}

void cr_put_attr(struct cr_encoder *e, u16 type, const void *payload, u32 bytes)
{
	if (!bytes)
		return;
	cr_put_hdr(e, type, bytes);
	cr_put(e, payload, bytes);
	cr_put_padding(e);
}
