// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * What makes a byte of a region believed:
 *
 *  - the region header by its magic and CRC, and its numbers only if they
 *    are those that cr_layout_for() gives for its size;
 *  - a boot description, and a chunk header, by magic and CRC;
 *  - an entry by its CRC, which covers its offset and, through the chunk
 *    header's CRC that it begins with, boot, report, stream and part;
 *  - a count of repeats likewise.
 *
 * Two words stand outside of any CRC because they change later, each with a
 * single store: crashrec_chunk_hdr::ack and crashrec_boot::ended. The loss
 * counters likewise; they are shown, never acted on. Likewise
 * crashrec_boot::log_seq, which is acted on only in the boot that stored it.
 */
#include "region.h"

#include "crc32c.h"
#include "sort.h"

/* Of some 14 bytes that are not zero in any header. */
#define HDR_RIGHT_MIN	4

/* With its parity. */
static u32 whole_bytes(u32 bytes, u32 ecc_bytes)
{
	return bytes + bytes / CRASHREC_ECC_BLOCK_BYTES * ecc_bytes;
}

int cr_layout_for(u64 region_bytes, u32 ecc_bytes, struct cr_layout *layout)
{
	u32 chunk_bytes = CRASHREC_CHUNK_MIN_BYTES;
	u32 room;

	if (region_bytes < CRASHREC_REGION_MIN_BYTES ||
	    region_bytes > CRASHREC_REGION_MAX_BYTES ||
	    ecc_bytes > CRASHREC_ECC_MAX_BYTES)
		return -EINVAL;
	room = (u32)region_bytes - whole_bytes(CRASHREC_HDR_BYTES, ecc_bytes);
	while (chunk_bytes < CRASHREC_CHUNK_MAX_BYTES &&
	       room > (u64)whole_bytes(chunk_bytes, ecc_bytes) *
			      CRASHREC_CHUNK_MAX_COUNT)
		chunk_bytes *= 2;
	layout->region_bytes = region_bytes;
	layout->hdr_bytes = CRASHREC_HDR_BYTES;
	layout->chunk_bytes = chunk_bytes;
	layout->chunk_count = room / whole_bytes(chunk_bytes, ecc_bytes);
	layout->ecc_bytes = ecc_bytes;
	return 0;
}

static bool all_zero(const void *bytes, u32 count)
{
	const u8 *at = bytes;

	while (count--)
		if (*at++)
			return false;
	return true;
}

static int check_layout(const struct crashrec_region_hdr *hdr, u64 image_bytes,
			struct cr_layout *layout)
{
	if (cr_layout_for(le64_to_cpu(hdr->region_bytes),
			  le32_to_cpu(hdr->ecc_bytes), layout) ||
	    le32_to_cpu(hdr->hdr_bytes) != layout->hdr_bytes ||
	    le32_to_cpu(hdr->chunk_bytes) != layout->chunk_bytes ||
	    le32_to_cpu(hdr->chunk_count) != layout->chunk_count)
		return -EBADMSG;
	if (layout->region_bytes > image_bytes)
		return -EMSGSIZE;
	memcpy(layout->region_id, hdr->region_id, CRASHREC_ID_BYTES);
	return 0;
}

int cr_region_probe(const struct cr_image *image, struct cr_layout *layout)
{
	struct crashrec_region_hdr hdr;
	u32 crc;
	int err;

	if (image->bytes < sizeof(hdr))
		return -EBADMSG;
	err = image->read(image->arg, 0, &hdr, sizeof(hdr));
	if (err)
		return err;
	if (all_zero(&hdr, sizeof(hdr)))
		return -ENOENT;
	if (le64_to_cpu(hdr.magic) != CRASHREC_REGION_MAGIC)
		return -EBADMSG;
	/* A later version may place its CRC elsewhere. */
	if (le32_to_cpu(hdr.version) != CRASHREC_FORMAT_VERSION)
		return -EPROTONOSUPPORT;
	crc = cr_crc32c(0, &hdr, offsetof(struct crashrec_region_hdr, crc));
	if (le32_to_cpu(hdr.crc) != crc)
		return -EBADMSG;
	return check_layout(&hdr, image->bytes, layout);
}

/* Bytes that are not as in any header of such a region; @right: others. */
static u32 count_wrong(const struct crashrec_region_hdr *hdr,
		       const struct cr_layout *layout, u32 *right)
{
	const struct crashrec_region_hdr want = {
		.magic = cpu_to_le64(CRASHREC_REGION_MAGIC),
		.version = cpu_to_le32(CRASHREC_FORMAT_VERSION),
		.hdr_bytes = cpu_to_le32(layout->hdr_bytes),
		.region_bytes = cpu_to_le64(layout->region_bytes),
		.chunk_bytes = cpu_to_le32(layout->chunk_bytes),
		.chunk_count = cpu_to_le32(layout->chunk_count),
		.ecc_bytes = cpu_to_le32(layout->ecc_bytes),
	};
	const u8 *found = (const u8 *)hdr;
	u8 wanted[sizeof(want)];
	u32 wrong = 0, i;

	memcpy(wanted, &want, sizeof(wanted));
	*right = 0;
	for (i = 0; i < offsetof(struct crashrec_region_hdr, reserved); i++) {
		/* That is drawn at random. */
		if (i - offsetof(struct crashrec_region_hdr, region_id) <
		    sizeof(want.region_id))
			continue;
		wrong += found[i] != wanted[i];
		*right += wanted[i] && found[i] == wanted[i];
	}
	return wrong;
}

bool cr_region_may_be(const struct cr_image *image, u32 ecc_bytes,
		      struct cr_layout *layout)
{
	struct crashrec_region_hdr hdr;
	u32 wrong, wrong_with, right, unused;

	if (cr_layout_for(image->bytes, 0, layout) ||
	    image->read(image->arg, 0, &hdr, sizeof(hdr)))
		return false;
	wrong = count_wrong(&hdr, layout, &unused);
	if (cr_layout_for(image->bytes, ecc_bytes, layout))
		return false;
	wrong_with = count_wrong(&hdr, layout, &right);
	/* Zeroes are like most of it. */
	return wrong_with < wrong && 2 * wrong_with <= ecc_bytes &&
	       right >= HDR_RIGHT_MIN;
}

int cr_region_boot(const struct cr_image *image, u32 n, struct cr_boot *boot)
{
	struct crashrec_boot stored;
	u32 crc, i;
	int err;

	if (n >= CRASHREC_BOOT_COUNT ||
	    image->bytes < CRASHREC_BOOT_OFFSET(n) + sizeof(stored))
		return -ENOENT;
	err = image->read(image->arg, CRASHREC_BOOT_OFFSET(n), &stored,
			  sizeof(stored));
	if (err)
		return err;
	crc = cr_crc32c(0, &stored, offsetof(struct crashrec_boot, crc));
	if (le64_to_cpu(stored.magic) != CRASHREC_BOOT_MAGIC ||
	    le32_to_cpu(stored.crc) != crc ||
	    le64_to_cpu(stored.first_seq) >> 63)
		return -ENOENT;
	memcpy(boot->boot_id, stored.boot_id, sizeof(boot->boot_id));
	boot->generation = le32_to_cpu(stored.generation);
	boot->crc = crc;
	boot->ended = le32_to_cpu(stored.ended);
	boot->first_seq = le64_to_cpu(stored.first_seq);
	boot->wall_ns = le64_to_cpu(stored.wall_ns);
	boot->boot_ns = le64_to_cpu(stored.boot_ns);
	memcpy(boot->release, stored.release, sizeof(stored.release));
	boot->release[sizeof(stored.release)] = '\0';
	for (i = 0; i < CRASHREC_LOST_ROOM; i++)
		boot->lost[i] = le64_to_cpu(stored.lost[i]);
	boot->log_seq = le64_to_cpu(stored.log_seq);
	return 0;
}

int cr_region_last_boot(const struct cr_image *image, struct cr_boot *boot,
			u32 *n)
{
	struct cr_boot other;
	int err, other_err;

	err = cr_region_boot(image, 0, boot);
	if (err && err != -ENOENT)
		return err;
	*n = 0;
	other_err = cr_region_boot(image, 1, &other);
	if (other_err)
		return other_err == -ENOENT ? err : other_err;
	if (!err && other.generation < boot->generation)
		return 0;
	*boot = other;
	*n = 1;
	return 0;
}

u32 cr_lost_head_crc(u32 boot_crc, const struct crashrec_lost_head *head)
{
	const u32 from = sizeof(head->crc);

	return cr_crc32c(boot_crc, (const u8 *)head + from,
			 (u32)sizeof(*head) - from);
}

static bool is_later(const struct crashrec_lost_head *a,
		     const struct crashrec_lost_head *b)
{
	return le64_to_cpu(a->boot_ns) > le64_to_cpu(b->boot_ns);
}

u32 cr_region_lost_heads(const struct cr_image *image,
			 const struct cr_boot *boot, u32 n,
			 struct crashrec_lost_head heads[CRASHREC_LOST_HEADS])
{
	u64 offset = CRASHREC_BOOT_OFFSET(n) + CRASHREC_LOST_HEADS_OFFSET;
	struct crashrec_lost_head head;
	u32 count = 0, place, i;

	if (image->bytes < CRASHREC_HDR_BYTES)
		return 0;
	for (i = 0; i < CRASHREC_LOST_HEADS; i++, offset += sizeof(head)) {
		if (image->read(image->arg, offset, &head, sizeof(head)) ||
		    le32_to_cpu(head.crc) !=
			    cr_lost_head_crc(boot->crc, &head) ||
		    head.text_bytes > sizeof(head.text))
			continue;
		for (place = count; place; place--) {
			if (!is_later(&heads[place - 1], &head))
				break;
			heads[place] = heads[place - 1];
		}
		heads[place] = head;
		count++;
	}
	return count;
}

bool cr_chunk_check(const struct crashrec_chunk_hdr *hdr,
		    struct cr_chunk_ref *ref)
{
	u32 crc;

	if (le32_to_cpu(hdr->magic) != CRASHREC_CHUNK_MAGIC)
		return false;
	crc = cr_crc32c(0, hdr, offsetof(struct crashrec_chunk_hdr, crc));
	/* Such numbers are drawn in no machine's life, and could overflow. */
	if (le32_to_cpu(hdr->crc) != crc || !hdr->seq ||
	    le64_to_cpu(hdr->seq) >> 63)
		return false;
	ref->seq = le64_to_cpu(hdr->seq);
	memcpy(ref->boot_id, hdr->boot_id, sizeof(ref->boot_id));
	ref->part = le32_to_cpu(hdr->part);
	ref->stream = le16_to_cpu(hdr->stream);
	ref->flags = le32_to_cpu(hdr->ack) == CRASHREC_ACKED ?
		     CR_CHUNK_F_ACKED : 0;
	return true;
}

static int compare_ids(const struct cr_chunk_ref *a,
		       const struct cr_chunk_ref *b)
{
	if (a->seq != b->seq)
		return a->seq < b->seq ? -1 : 1;
	return memcmp(a->boot_id, b->boot_id, sizeof(a->boot_id));
}

static int compare_refs(const void *first, const void *second)
{
	const struct cr_chunk_ref *a = first, *b = second;
	int order = compare_ids(a, b);

	if (order)
		return order;
	if (a->stream != b->stream)
		return a->stream < b->stream ? -1 : 1;
	if (a->part != b->part)
		return a->part < b->part ? -1 : 1;
	return a->chunk < b->chunk ? -1 : a->chunk > b->chunk;
}

int cr_region_scan(const struct cr_image *image,
		   const struct cr_layout *layout, struct cr_chunk_ref *refs,
		   u32 *count)
{
	struct crashrec_chunk_hdr hdr;
	u32 chunk, found = 0;
	int err;

	for (chunk = 0; chunk < layout->chunk_count; chunk++) {
		err = image->read(image->arg,
				  cr_layout_chunk_offset(layout, chunk),
				  &hdr, sizeof(hdr));
		if (err)
			return err;
		if (!cr_chunk_check(&hdr, &refs[found]))
			continue;
		refs[found++].chunk = chunk;
	}
	cr_sort(refs, found, sizeof(*refs), compare_refs);
	*count = found;
	return 0;
}

bool cr_chunk_same_report(const struct cr_chunk_ref *a,
			  const struct cr_chunk_ref *b)
{
	return compare_ids(a, b) == 0;
}

u32 cr_entry_crc(u32 chunk_crc, u32 offset, u16 type, const void *payload,
		 u32 payload_bytes)
{
	u64 place = cr_entry_place(offset, type, payload_bytes);

	return cr_crc32c(cr_crc32c_u64(chunk_crc, place), payload,
			 payload_bytes);
}

u32 cr_repeats_crc(u32 chunk_crc, const struct crashrec_repeats *repeats)
{
	return cr_crc32c(chunk_crc, repeats, sizeof(*repeats));
}
