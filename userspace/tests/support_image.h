/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Writes region images and records as crashrec_format.h describes them. Shares
 * no code with what is tested.
 */
#ifndef SUPPORT_IMAGE_H
#define SUPPORT_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uapi/crashrec_format.h>

#define IMAGE_BYTES	(64U << 10)
#define IMAGE_CHUNK_BYTES	2048U

/* Boots are named by one byte, which is repeated in their boot id. */
#define BOOT_FORMER	0xb1
#define BOOT_LAST	0xb2

/**
 * struct image - a region of IMAGE_BYTES
 * @bytes: of it
 * @size: how many of them are written out, or read
 */
struct image {
	uint8_t bytes[IMAGE_BYTES];
	size_t size;
};

/**
 * struct chunk - a chunk that is being filled
 * @bytes: of it, in the image
 * @at: where the next entry goes
 * @crc: of its header
 */
struct chunk {
	uint8_t *bytes;
	uint32_t at;
	uint32_t crc;
};

/**
 * struct line - a line to put in a chunk or a record
 * @number: its line_no
 * @time_ms: since boot
 * @pid: that printed
 * @cpu: likewise
 * @context: CRASHREC_CONTEXT_*
 * @flags: CRASHREC_LINE_F_*
 * @text: terminated; @bytes, if not 0, is its length
 * @bytes: likewise
 * @text_at: as in struct crashrec_line
 */
struct line {
	uint32_t number;
	uint32_t time_ms;
	uint32_t pid;
	uint16_t cpu;
	uint8_t context;
	uint8_t flags;
	const char *text;
	uint32_t bytes;
	uint32_t text_at;
};

uint32_t image_crc(uint32_t crc, const void *data, size_t bytes);

/* A formatted region without a boot and without a report. */
void image_format(struct image *image);

/* The region's header was changed: its CRC is to fit. */
void image_seal(struct image *image);

void image_boot(struct image *image, unsigned int n, uint8_t boot,
		uint32_t generation, uint32_t ended);
void image_lost(struct image *image, unsigned int n, unsigned int cause,
		uint64_t count);
void image_lost_head(struct image *image, unsigned int n, unsigned int place,
		     uint64_t boot_ns, const char *text);

/**
 * struct chunk_id - what a chunk's header says
 * @index: which chunk of the region
 * @boot: BOOT_*
 * @seq: of the report
 * @stream: of the report
 * @part: of the stream
 * @former_bytes: where the part before it ended; 0: it does not tell
 */
struct chunk_id {
	uint32_t index;
	uint8_t boot;
	uint64_t seq;
	uint16_t stream;
	uint32_t part;
	uint32_t former_bytes;
};

struct chunk image_chunk(struct image *image, const struct chunk_id *id);
/**
 * struct count - one of the two counts of a report's repeats
 * @count: how many
 * @last_ms: when the last came, since boot
 * @is_torn: its CRC does not fit
 */
struct count {
	uint64_t count;
	uint32_t last_ms;
	bool is_torn;
};

/* A chunk of stream 0, part 0 that has room for them. */
struct chunk image_counted_chunk(struct image *image, const struct chunk_id *id,
				 const struct count counts[2]);
void image_ack(struct image *image, uint32_t index);

void chunk_put(struct chunk *chunk, uint16_t type, const void *payload,
	       uint32_t bytes);
void chunk_open(struct chunk *chunk, uint32_t boot_ms, uint64_t taint);
void chunk_close(struct chunk *chunk, uint8_t state, uint8_t report_class,
		 uint32_t lines_lost);
/* As complete; its lines have numbers below @line_nos. */
void chunk_close_at(struct chunk *chunk, uint32_t line_nos);
void chunk_line(struct chunk *chunk, uint16_t type, const struct line *line);
void chunk_text(struct chunk *chunk, uint16_t type, const char *text);
void chunk_origin(struct chunk *chunk, uint32_t cpu, uint32_t pid,
		  const char *comm);

/* Return: size of the payload. */
uint32_t image_line_payload(uint8_t *payload, const struct line *line);
uint32_t image_task_payload(uint8_t *payload, uint32_t cpu, uint32_t pid,
			    const char *comm);

#endif /* SUPPORT_IMAGE_H */
