// SPDX-License-Identifier: GPL-2.0
/*
 * Writes encoded records to files, as /dev/crashrec gives them, for
 * save_test.sh.
 *
 *   record_write FOLDER BOOT FILE:SEQ:KIND...
 *
 * BOOT is a number that the boot id is made of. KIND is a row of kinds below.
 */
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uapi/crashrec_structure.h>

#include "support_image.h"

#define RECORD_ROOM	(64U << 10)

/**
 * struct kind - what a record may be
 * @name: of the kind
 * @title: of the record
 * @class: CRASHREC_CLASS_*
 * @state: CRASHREC_STATE_*
 * @flags: CRASHREC_REC_F_*
 * @lines: how many
 * @boot_ms: when its first line was printed
 * @repeats: how often it came again
 */
struct kind {
	const char *name;
	const char *title;
	uint8_t class;
	uint8_t state;
	uint32_t flags;
	uint32_t lines;
	uint32_t boot_ms;
	uint64_t repeats;
};

static const struct kind kinds[] = {
	{ "warn", "WARNING in lab_warn", CRASHREC_CLASS_WARNING,
	  CRASHREC_STATE_COMPLETE, 0, 30, 5000, 0 },
	{ "grown", "WARNING in lab_warn", CRASHREC_CLASS_WARNING,
	  CRASHREC_STATE_COMPLETE, 0, 31, 5000, 6 },
	{ "damaged", "WARNING in lab_warn", CRASHREC_CLASS_WARNING,
	  CRASHREC_STATE_COMPLETE, CRASHREC_REC_F_DAMAGED, 12, 5000, 0 },
	{ "forged", "WARNING in lab_forged", CRASHREC_CLASS_WARNING,
	  CRASHREC_STATE_COMPLETE, 0, 40, 5000, 9 },
	{ "later", "WARNING in lab_other", CRASHREC_CLASS_WARNING,
	  CRASHREC_STATE_COMPLETE, 0, 20, 9000, 0 },
	{ "oops", "BUG: evil\nCRASHREC_SEQ=9\x1b[31m\xff in lab",
	  CRASHREC_CLASS_OOPS, CRASHREC_STATE_CUT_BY_PANIC,
	  CRASHREC_REC_F_PANICKED, 60, 6000, 0 },
	{ "large", "INFO: rcu detected stall in lab_loop",
	  CRASHREC_CLASS_RCU_STALL, CRASHREC_STATE_TRUNCATED, 0, 600, 7000, 2 },
	{ "deadlock", "possible deadlock in lab_lock", CRASHREC_CLASS_LOCKDEP,
	  CRASHREC_STATE_COMPLETE, 0, 2, 8000, 0 },
	{ "user", "user text", CRASHREC_CLASS_UNKNOWN, CRASHREC_STATE_COMPLETE,
	  CRASHREC_REC_F_USER, 30, 8000, 0 },
};

static uint8_t bytes[RECORD_ROOM];
static size_t used;

static void put(uint16_t type, const void *payload, size_t count)
{
	struct crashrec_attr attr = {
		.type = htole16(type),
		.payload_bytes = htole32((uint32_t)count),
	};

	if (used + sizeof(attr) + count + CRASHREC_ALIGN > RECORD_ROOM)
		abort();
	memcpy(bytes + used, &attr, sizeof(attr));
	used += sizeof(attr);
	memcpy(bytes + used, payload, count);
	used += count;
	while (used % CRASHREC_ALIGN)
		bytes[used++] = 0;
}

/* A lock that is taken twice; its usage would be Graphviz's language. */
static void put_deadlock(void)
{
	struct crashrec_lockdep lockdep = {
		.pid = htole32(77),
		.kind = CRASHREC_LOCKDEP_RECURSIVE,
		.usage_from = CRASHREC_USAGE_NONE,
		.usage_to = CRASHREC_USAGE_NONE,
		.irq = CRASHREC_USAGE_NONE,
		.context = CRASHREC_NO_WAIT_TYPE,
	};
	static const char usages[2][8] = { ">];/*\\\"", "*/{}" };
	static const uint8_t lock_kinds[2] = {
		CRASHREC_LOCK_HOLDING, CRASHREC_LOCK_WANTED,
	};
	struct crashrec_lock locks[2] = { 0 };
	size_t i;

	for (i = 0; i < 2; i++) {
		locks[i].name.line_no = htole32((uint32_t)i);
		locks[i].name.bytes = htole16(6);
		locks[i].pid = htole32(77);
		locks[i].version = htole16(1);
		locks[i].kind = lock_kinds[i];
		locks[i].outer = CRASHREC_NO_WAIT_TYPE;
		locks[i].inner = CRASHREC_NO_WAIT_TYPE;
		memcpy(locks[i].usage, usages[i], sizeof(usages[i]));
	}
	put(CRASHREC_ATTR_LOCKS, locks, sizeof(locks));
	put(CRASHREC_ATTR_LOCKDEP, &lockdep, sizeof(lockdep));
}

static void put_body(const struct kind *kind)
{
	struct crashrec_repeats repeats = {
		.count = htole64(kind->repeats),
		.last_wall_ns = htole64(UINT64_C(1700000100000000000)),
	};
	uint8_t payload[256];
	char text[64];
	uint32_t i;

	put(CRASHREC_ATTR_TITLE, kind->title, strlen(kind->title));
	put(CRASHREC_ATTR_ORIGIN, payload,
	    image_task_payload(payload, 1, 77, "lab"));
	put(CRASHREC_ATTR_RELEASE, "6.1.0-lab", 9);
	if (kind->repeats)
		put(CRASHREC_ATTR_REPEATS, &repeats, sizeof(repeats));
	for (i = 0; i < kind->lines; i++) {
		struct line line = { .number = i, .time_ms = i, .text = text };

		snprintf(text, sizeof(text), "line %u of the report", i);
		put(CRASHREC_ATTR_LINE, payload,
		    image_line_payload(payload, &line));
	}
	if (kind->class == CRASHREC_CLASS_LOCKDEP)
		put_deadlock();
}

static void make(const struct kind *kind, unsigned int boot, uint64_t seq)
{
	struct crashrec_rec_hdr hdr = {
		.magic = htole32(CRASHREC_REC_MAGIC),
		.hdr_bytes = htole16(sizeof(hdr)),
		.version = htole16(CRASHREC_FORMAT_VERSION),
		.flags = htole32(kind->flags),
		.seq = htole64(seq),
		.boot_ns = htole64(kind->boot_ms * UINT64_C(1000000)),
		.wall_ns = htole64(UINT64_C(1700000000000000000) +
				   seq * UINT64_C(1000000000)),
		.state = kind->state,
		.report_class = kind->class,
	};

	used = sizeof(hdr);
	put_body(kind);
	hdr.boot_id[0] = (uint8_t)boot;
	hdr.boot_id[1] = (uint8_t)(boot >> 8);
	hdr.boot_id[15] = 0xc5;
	hdr.body_bytes = htole32((uint32_t)(used - sizeof(hdr)));
	hdr.body_crc = htole32(image_crc(0, bytes + sizeof(hdr),
					 used - sizeof(hdr)));
	hdr.hdr_crc = htole32(image_crc(0, &hdr, sizeof(hdr)));
	memcpy(bytes, &hdr, sizeof(hdr));
}

static int write_one(const char *folder, unsigned int boot, const char *what)
{
	char path[4096], file[64], name[16];
	unsigned long seq;
	size_t i;
	FILE *out;

	if (sscanf(what, "%63[^:]:%lu:%15s", file, &seq, name) != 3)
		return 2;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!strcmp(kinds[i].name, name))
			break;
	if (i == sizeof(kinds) / sizeof(kinds[0]))
		return 2;
	make(&kinds[i], boot, seq);
	snprintf(path, sizeof(path), "%s/%s", folder, file);
	out = fopen(path, "wb");
	if (out && fwrite(bytes, 1, used, out) == used && !fclose(out))
		return 0;
	perror(path);
	return 1;
}

int main(int argc, char **argv)
{
	int i, status = argc < 4 ? 2 : 0;

	for (i = 3; i < argc && !status; i++)
		status = write_one(argv[1],
				   (unsigned int)strtoul(argv[2], NULL, 10),
				   argv[i]);
	if (status == 2)
		fputs("usage: record_write FOLDER BOOT FILE:SEQ:KIND...\n",
		      stderr);
	return status;
}
