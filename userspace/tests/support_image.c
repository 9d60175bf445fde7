// SPDX-License-Identifier: GPL-2.0
#include "support_image.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#define WALL_BASE_NS	1700000000000000000ULL
#define NS_PER_MS	1000000ULL

uint32_t image_crc(uint32_t crc, const void *data, size_t bytes)
{
	const uint8_t *at = data;
	int bit;

	crc = ~crc;
	while (bytes--) {
		crc ^= *at++;
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78U : 0);
	}
	return ~crc;
}

void image_format(struct image *image)
{
	struct crashrec_region_hdr hdr = {
		.magic = htole64(CRASHREC_REGION_MAGIC),
		.version = htole32(CRASHREC_FORMAT_VERSION),
		.hdr_bytes = htole32(CRASHREC_HDR_BYTES),
		.region_bytes = htole64(IMAGE_BYTES),
		.chunk_bytes = htole32(IMAGE_CHUNK_BYTES),
		.chunk_count = htole32((IMAGE_BYTES - CRASHREC_HDR_BYTES) /
				       IMAGE_CHUNK_BYTES),
	};

	memset(image->bytes, 0, sizeof(image->bytes));
	image->size = sizeof(image->bytes);
	memset(hdr.region_id, 0x1d, sizeof(hdr.region_id));
	memcpy(image->bytes, &hdr, sizeof(hdr));
	image_seal(image);
}

void image_seal(struct image *image)
{
	const uint32_t at = offsetof(struct crashrec_region_hdr, crc);
	uint32_t crc = htole32(image_crc(0, image->bytes, at));

	memcpy(image->bytes + at, &crc, sizeof(crc));
}

void image_boot(struct image *image, unsigned int n, uint8_t boot,
		uint32_t generation, uint32_t ended)
{
	struct crashrec_boot stored = {
		.magic = htole64(CRASHREC_BOOT_MAGIC),
		.generation = htole32(generation),
		.first_seq = htole64(1),
		.wall_ns = htole64(WALL_BASE_NS),
		.boot_ns = htole64(1000 * NS_PER_MS),
		.release = "6.1.0-test",
		.ended = htole32(ended),
	};

	memset(stored.boot_id, boot, sizeof(stored.boot_id));
	stored.crc = htole32(image_crc(0, &stored,
				       offsetof(struct crashrec_boot, crc)));
	memcpy(image->bytes + CRASHREC_BOOT_OFFSET(n), &stored, sizeof(stored));
}

void image_lost(struct image *image, unsigned int n, unsigned int cause,
		uint64_t count)
{
	uint64_t stored = htole64(count);

	memcpy(image->bytes + CRASHREC_BOOT_OFFSET(n) +
	       offsetof(struct crashrec_boot, lost) + cause * sizeof(stored),
	       &stored, sizeof(stored));
}

void image_lost_head(struct image *image, unsigned int n, unsigned int place,
		     uint64_t boot_ns, const char *text)
{
	uint8_t *boot = image->bytes + CRASHREC_BOOT_OFFSET(n);
	struct crashrec_lost_head stored = {
		.cause = CRASHREC_LOST_REPORT_SLOTS,
		.text_bytes = (uint8_t)strlen(text),
		.boot_ns = htole64(boot_ns),
	};
	uint32_t boot_crc;

	memcpy(&boot_crc, boot + offsetof(struct crashrec_boot, crc),
	       sizeof(boot_crc));
	memcpy(stored.text, text, strnlen(text, sizeof(stored.text)));
	stored.crc = htole32(image_crc(le32toh(boot_crc), &stored.cause,
				       sizeof(stored) - sizeof(stored.crc)));
	memcpy(boot + CRASHREC_LOST_HEADS_OFFSET + place * sizeof(stored),
	       &stored, sizeof(stored));
}

static uint8_t *chunk_at(struct image *image, uint32_t index)
{
	return image->bytes + CRASHREC_HDR_BYTES +
	       (size_t)index * IMAGE_CHUNK_BYTES;
}

static struct chunk chunk_begin(struct image *image, const struct chunk_id *id,
				uint32_t hdr_bytes)
{
	struct crashrec_chunk_hdr hdr = {
		.magic = htole32(CRASHREC_CHUNK_MAGIC),
		.hdr_bytes = htole16((uint16_t)hdr_bytes),
		.stream = htole16(id->stream),
		.seq = htole64(id->seq),
		.part = htole32(id->part),
		.former_bytes = htole32(id->former_bytes),
	};
	struct chunk chunk = {
		.bytes = chunk_at(image, id->index),
		.at = hdr_bytes,
	};

	memset(hdr.boot_id, id->boot, sizeof(hdr.boot_id));
	chunk.crc = image_crc(0, &hdr,
			      offsetof(struct crashrec_chunk_hdr, crc));
	hdr.crc = htole32(chunk.crc);
	memcpy(chunk.bytes, &hdr, sizeof(hdr));
	return chunk;
}

struct chunk image_chunk(struct image *image, const struct chunk_id *id)
{
	return chunk_begin(image, id, sizeof(struct crashrec_chunk_hdr));
}

struct chunk image_counted_chunk(struct image *image, const struct chunk_id *id,
				 const struct count counts[2])
{
	uint32_t hdr_bytes = sizeof(struct crashrec_chunk_hdr);
	struct crashrec_repeats_cell cells[2] = { 0 };
	struct chunk chunk;
	unsigned int i;

	chunk = chunk_begin(image, id, hdr_bytes + sizeof(cells));
	for (i = 0; i < 2; i++) {
		cells[i].repeats.count = htole64(counts[i].count);
		cells[i].repeats.last_boot_ns =
			htole64(counts[i].last_ms * NS_PER_MS);
		cells[i].repeats.last_wall_ns =
			htole64(WALL_BASE_NS + counts[i].last_ms * NS_PER_MS);
		cells[i].crc = htole32(image_crc(chunk.crc, &cells[i].repeats,
						 sizeof(cells[i].repeats)));
		if (counts[i].is_torn)
			cells[i].crc ^= htole32(1);
	}
	memcpy(chunk.bytes + hdr_bytes, cells, sizeof(cells));
	return chunk;
}

void image_ack(struct image *image, uint32_t index)
{
	uint32_t ack = htole32(CRASHREC_ACKED);

	memcpy(chunk_at(image, index) +
	       offsetof(struct crashrec_chunk_hdr, ack), &ack, sizeof(ack));
}

void chunk_put(struct chunk *chunk, uint16_t type, const void *payload,
	       uint32_t bytes)
{
	uint32_t padded = (bytes + CRASHREC_ALIGN - 1) / CRASHREC_ALIGN *
			  CRASHREC_ALIGN;
	struct crashrec_entry entry = {
		.type = htole16(type),
		.payload_bytes = htole16((uint16_t)bytes),
	};
	uint32_t offset = htole32(chunk->at);
	uint32_t crc;

	if (chunk->at + sizeof(entry) + padded > IMAGE_CHUNK_BYTES)
		abort();
	crc = image_crc(chunk->crc, &offset, sizeof(offset));
	crc = image_crc(crc, &entry, offsetof(struct crashrec_entry, crc));
	entry.crc = htole32(image_crc(crc, payload, bytes));
	memcpy(chunk->bytes + chunk->at, &entry, sizeof(entry));
	memcpy(chunk->bytes + chunk->at + sizeof(entry), payload, bytes);
	chunk->at += (uint32_t)sizeof(entry) + padded;
}

void chunk_open(struct chunk *chunk, uint32_t boot_ms, uint64_t taint)
{
	struct crashrec_open stored = {
		.boot_ns = htole64(boot_ms * NS_PER_MS),
		.wall_ns = htole64(WALL_BASE_NS + boot_ms * NS_PER_MS),
		.taint = htole64(taint),
	};

	chunk_put(chunk, CRASHREC_ATTR_OPEN, &stored, sizeof(stored));
}

void chunk_close(struct chunk *chunk, uint8_t state, uint8_t report_class,
		 uint32_t lines_lost)
{
	struct crashrec_close stored = {
		.state = state,
		.report_class = report_class,
		.lines_lost = htole32(lines_lost),
	};

	chunk_put(chunk, CRASHREC_ATTR_CLOSE, &stored, sizeof(stored));
}

void chunk_close_at(struct chunk *chunk, uint32_t line_nos)
{
	struct crashrec_close stored = {
		.state = CRASHREC_STATE_COMPLETE,
		.line_nos = htole32(line_nos),
	};

	chunk_put(chunk, CRASHREC_ATTR_CLOSE, &stored, sizeof(stored));
}

uint32_t image_line_payload(uint8_t *payload, const struct line *line)
{
	uint32_t bytes = line->bytes ? line->bytes :
				       (uint32_t)strlen(line->text);
	struct crashrec_line stored = {
		.time_ns = htole64(line->time_ms * NS_PER_MS),
		.line_no = htole32(line->number),
		.pid = htole32(line->pid),
		.cpu = htole16(line->cpu),
		.context = line->context,
		.flags = line->flags,
		.text_at = htole32(line->text_at),
	};

	memcpy(payload, &stored, sizeof(stored));
	memcpy(payload + sizeof(stored), line->text, bytes);
	return (uint32_t)sizeof(stored) + bytes;
}

void chunk_line(struct chunk *chunk, uint16_t type, const struct line *line)
{
	uint8_t payload[IMAGE_CHUNK_BYTES];

	chunk_put(chunk, type, payload, image_line_payload(payload, line));
}

void chunk_text(struct chunk *chunk, uint16_t type, const char *text)
{
	chunk_put(chunk, type, text, (uint32_t)strlen(text));
}

uint32_t image_task_payload(uint8_t *payload, uint32_t cpu, uint32_t pid,
			    const char *comm)
{
	struct crashrec_task stored = {
		.cpu = htole32(cpu),
		.pid = htole32(pid),
		.tgid = htole32(pid),
		.comm_bytes = (uint8_t)strlen(comm),
	};

	memcpy(payload, &stored, sizeof(stored));
	memcpy(payload + sizeof(stored), comm, strlen(comm));
	return (uint32_t)(sizeof(stored) + strlen(comm));
}

void chunk_origin(struct chunk *chunk, uint32_t cpu, uint32_t pid,
		  const char *comm)
{
	uint8_t payload[IMAGE_CHUNK_BYTES];

	chunk_put(chunk, CRASHREC_ATTR_ORIGIN, payload,
		  image_task_payload(payload, cpu, pid, comm));
}
