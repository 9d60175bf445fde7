// SPDX-License-Identifier: GPL-2.0
/*
 * What a record says of its kernel; every byte of it is hostile.
 */
#include <crashrec_machine.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "support_image.h"
#include "support_tap.h"

#define RECORD_ROOM	(1U << 20)

static uint8_t bytes[RECORD_ROOM];
static size_t used;

static void begin(void)
{
	memset(bytes, 0, sizeof(bytes));
	used = sizeof(struct crashrec_rec_hdr);
}

static void put(uint16_t type, const void *payload, size_t payload_bytes)
{
	struct crashrec_attr attr = {
		.type = htole16(type),
		.payload_bytes = htole32((uint32_t)payload_bytes),
	};

	if (used + sizeof(attr) + payload_bytes + CRASHREC_ALIGN > RECORD_ROOM)
		abort();
	memcpy(bytes + used, &attr, sizeof(attr));
	used += sizeof(attr);
	memcpy(bytes + used, payload, payload_bytes);
	used += (payload_bytes + CRASHREC_ALIGN - 1) / CRASHREC_ALIGN *
		CRASHREC_ALIGN;
}

static struct crashrec_record *end(void)
{
	struct crashrec_rec_hdr hdr = {
		.magic = htole32(CRASHREC_REC_MAGIC),
		.hdr_bytes = htole16(sizeof(hdr)),
		.version = htole16(CRASHREC_FORMAT_VERSION),
		.seq = htole64(1),
		.state = CRASHREC_STATE_COMPLETE,
		.body_bytes = htole32((uint32_t)(used - sizeof(hdr))),
		.body_crc = htole32(image_crc(0, bytes + sizeof(hdr),
					      used - sizeof(hdr))),
	};
	struct crashrec_record *record;
	uint8_t *copy = malloc(used);

	if (!copy)
		abort();
	hdr.hdr_crc = htole32(image_crc(0, &hdr, sizeof(hdr)));
	memcpy(bytes, &hdr, sizeof(hdr));
	memcpy(copy, bytes, used);
	if (crashrec_record_decode(&record, copy, used))
		abort();
	free(copy);
	return record;
}

static bool is_damaged(const struct crashrec_record *record)
{
	return crashrec_record_flags(record) & CRASHREC_FLAG_DAMAGED;
}

static void put_module(const char *name, uint64_t text, uint8_t id_bytes)
{
	struct {
		struct crashrec_module stored;
		char name[64];
	} payload = {
		.stored = {
			.text = htole64(text),
			.text_bytes = htole32(4096),
			.taint = htole32(1 << 12),
			.build_id_bytes = id_bytes,
		},
	};

	memset(payload.stored.build_id, 0xab, sizeof(payload.stored.build_id));
	strncpy(payload.name, name, sizeof(payload.name) - 1);
	put(CRASHREC_ATTR_MODULES, &payload,
	    sizeof(payload.stored) + strlen(name));
}

static void check_whole(void)
{
	const struct crashrec_kernel stored = {
		.text = htole64(0xffffffff81a00000),
		.kaslr_offset = htole64(0xa00000),
		.modules_state = htole32(7),
		.modules_loaded = htole32(2),
		.build_id_bytes = 20,
		.build_id = { 1, 2, 3 },
	};
	const uint64_t cgroup = htole64(77);
	const struct crashrec_kernel_image *kernel;
	const struct crashrec_kernel_module *modules;
	struct crashrec_record *record;
	uint64_t id = 0;
	size_t count;

	begin();
	put(CRASHREC_ATTR_KERNEL, &stored, sizeof(stored));
	put(CRASHREC_ATTR_CGROUP, &cgroup, sizeof(cgroup));
	put_module("one", 0x1000, 20);
	put_module("two", 0x2000, 0);
	put_module("one", 0x1000, 20);
	record = end();
	kernel = crashrec_record_kernel(record);
	tap_check("machine_kernel_is_read", kernel &&
		  kernel->text == 0xffffffff81a00000 &&
		  kernel->kaslr_offset == 0xa00000 &&
		  kernel->modules_loaded == 2 && kernel->modules_state == 7 &&
		  kernel->build_id.bytes == 20 && kernel->build_id.data[2] == 3,
		  "it is not");
	tap_check("machine_cgroup_is_read",
		  crashrec_record_cgroup(record, &id) && id == 77, "%llu",
		  (unsigned long long)id);
	modules = crashrec_record_modules(record, &count);
	tap_check("machine_module_that_stands_twice_is_one", count == 2,
		  "%zu", count);
	tap_check("machine_modules_are_read", count == 2 &&
		  modules[0].name.bytes == 3 &&
		  !memcmp(modules[0].name.data, "one", 3) &&
		  modules[0].text == 0x1000 && modules[0].text_bytes == 4096 &&
		  modules[0].taint == 1 << 12 &&
		  modules[0].build_id.bytes == 20 &&
		  (uint8_t)modules[0].build_id.data[19] == 0xab &&
		  !modules[1].build_id.bytes, "they are not");
	tap_check("machine_of_an_honest_record_is_not_damaged",
		  !is_damaged(record), "it is");
	crashrec_record_free(record);
}

static void check_absent(void)
{
	struct crashrec_nesting nesting;
	struct crashrec_record *record;
	uint64_t id;
	size_t count;
	bool on;

	begin();
	record = end();
	crashrec_record_modules(record, &count);
	tap_check("machine_that_is_not_told_is_absent",
		  !crashrec_record_kernel(record) && !count &&
		  !crashrec_record_cgroup(record, &id) &&
		  !crashrec_record_nesting(record, &nesting) &&
		  !crashrec_record_irqs(record, &on), "it is not");
	crashrec_record_free(record);
}

/**
 * struct length_row - payloads of a type, shorter and longer than they should be
 * @name: of the test
 * @type: CRASHREC_ATTR_*
 * @least: bytes that are enough
 */
struct length_row {
	const char *name;
	uint16_t type;
	size_t least;
};

static const struct length_row length_rows[] = {
	{ "machine_kernel_of_any_length_is_survived", CRASHREC_ATTR_KERNEL,
	  sizeof(struct crashrec_kernel) },
	{ "machine_module_of_any_length_is_survived", CRASHREC_ATTR_MODULES,
	  sizeof(struct crashrec_module) + 1 },
	{ "machine_cgroup_of_any_length_is_survived", CRASHREC_ATTR_CGROUP, 8 },
};

static bool has_any(const struct crashrec_record *record)
{
	const struct crashrec_kernel_image *kernel =
		crashrec_record_kernel(record);
	const struct crashrec_kernel_module *modules;
	size_t count, i;
	uint64_t sum = 0;

	/* All that it points to, for ASan to see. */
	for (i = 0; kernel && i < kernel->build_id.bytes; i++)
		sum += (uint8_t)kernel->build_id.data[i];
	modules = crashrec_record_modules(record, &count);
	for (i = 0; count && i < modules[0].name.bytes; i++)
		sum += (uint8_t)modules[0].name.data[i];
	for (i = 0; count && i < modules[0].build_id.bytes; i++)
		sum += (uint8_t)modules[0].build_id.data[i];
	return sum || kernel || count || crashrec_record_cgroup(record, &sum);
}

/* Each byte is 0xff, so that the build id's length is, too. */
static void check_lengths(void)
{
	struct crashrec_record *record;
	uint8_t payload[128];
	size_t row, length, wrong;

	memset(payload, 0xff, sizeof(payload));
	for (row = 0; row < sizeof(length_rows) / sizeof(length_rows[0]); row++) {
		wrong = 0;
		for (length = 0; length <= sizeof(payload); length++) {
			begin();
			put(length_rows[row].type, payload, length);
			record = end();
			wrong += has_any(record) !=
				 (length >= length_rows[row].least);
			wrong += is_damaged(record) ==
				 (length >= length_rows[row].least);
			crashrec_record_free(record);
		}
		tap_check(length_rows[row].name, !wrong, "%zu are not", wrong);
	}
}

static void check_many(void)
{
	struct crashrec_record *record;
	size_t i, count;

	begin();
	for (i = 0; i < 5000; i++)
		put_module("many", i, 0);
	record = end();
	crashrec_record_modules(record, &count);
	tap_check("machine_with_too_many_modules_is_damaged",
		  count == 1024 && is_damaged(record), "%zu", count);
	crashrec_record_free(record);
}

/**
 * struct nesting_row - a preempt_count
 * @name: of the test
 * @count: as the kernel has it
 * @nesting: what that is
 */
struct nesting_row {
	const char *name;
	uint32_t count;
	struct crashrec_nesting nesting;
};

static const struct nesting_row nesting_rows[] = {
	{ "nesting_of_a_task", 0x00000001, { 1, 0, false, 0, 0 } },
	{ "nesting_in_a_softirq", 0x00000101, { 1, 0, true, 0, 0 } },
	{ "nesting_with_softirqs_off", 0x00000402, { 2, 2, false, 0, 0 } },
	{ "nesting_in_a_hardirq", 0x00010001, { 1, 0, false, 1, 0 } },
	{ "nesting_in_an_nmi", 0x00310301, { 1, 1, true, 1, 3 } },
	{ "nesting_of_all_bits", 0xffffffff, { 255, 127, true, 15, 15 } },
};

static void check_nesting(void)
{
	struct crashrec_task task = { .comm_bytes = 0 };
	struct crashrec_record *record;
	const struct nesting_row *row;
	size_t i;

	for (i = 0; i < sizeof(nesting_rows) / sizeof(nesting_rows[0]); i++) {
		struct crashrec_nesting found = { 0 };
		bool is_told;

		row = &nesting_rows[i];
		task.preempt_count = htole32(row->count);
		begin();
		put(CRASHREC_ATTR_ORIGIN, &task, sizeof(task));
		record = end();
		is_told = crashrec_record_nesting(record, &found);
		tap_check(row->name,
			  is_told &&
			  found.preempt_off == row->nesting.preempt_off &&
			  found.softirq_off == row->nesting.softirq_off &&
			  found.in_softirq == row->nesting.in_softirq &&
			  found.hardirqs == row->nesting.hardirqs &&
			  found.nmis == row->nesting.nmis,
			  "%u %u %d %u %u", found.preempt_off,
			  found.softirq_off, found.in_softirq, found.hardirqs,
			  found.nmis);
		crashrec_record_free(record);
	}
}

/**
 * struct irqs_row - a register of a trap
 * @name: of the test
 * @reg: the register
 * @known: it tells whether interrupts were on
 * @on: they were
 */
struct irqs_row {
	const char *name;
	struct crashrec_register reg;
	bool known;
	bool on;
};

static const struct irqs_row irqs_rows[] = {
	{ "irqs_on_in_eflags", { "EFLAGS", 0x246 }, true, true },
	{ "irqs_off_in_eflags", { "EFLAGS", 0x046 }, true, false },
	{ "irqs_on_in_pstate", { "pstate", 0x60000005 }, true, true },
	{ "irqs_off_in_pstate", { "pstate", 0x600000c5 }, true, false },
	{ "irqs_in_no_other_register", { "RAX", 0x246 }, false, false },
};

static void check_irqs(void)
{
	struct {
		struct crashrec_trap trap;
		struct crashrec_register reg;
	} payload = { .trap = { .trap = 0 } };
	struct crashrec_record *record;
	bool known, on;
	size_t i;

	for (i = 0; i < sizeof(irqs_rows) / sizeof(irqs_rows[0]); i++) {
		payload.reg = irqs_rows[i].reg;
		payload.reg.value = htole64(payload.reg.value);
		begin();
		put(CRASHREC_ATTR_TRAP, &payload, sizeof(payload));
		record = end();
		known = crashrec_record_irqs(record, &on);
		tap_check(irqs_rows[i].name, known == irqs_rows[i].known &&
			  on == irqs_rows[i].on, "%d %d", known, on);
		crashrec_record_free(record);
	}
}

int main(void)
{
	check_whole();
	check_absent();
	check_lengths();
	check_many();
	check_nesting();
	check_irqs();
	return tap_end();
}
