/* SPDX-License-Identifier: GPL-2.0 */
#ifndef CRASHREC_PSTORE_TEXT_H
#define CRASHREC_PSTORE_TEXT_H

#include "plug_pstore.h"

u64 crashrec_pstore_id(const struct crashrec_rec_hdr *hdr);
u32 crashrec_pstore_text(const struct crashrec_pstore_host *host,
			 const struct cr_record *record, char *buf,
			 u32 buf_bytes);

#endif /* CRASHREC_PSTORE_TEXT_H */
