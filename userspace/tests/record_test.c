// SPDX-License-Identifier: GPL-2.0
/*
 * Decoding records, of which every byte is taken for hostile.
 */
#include <crashrec.h>
#include <endian.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <uapi/crashrec_structure.h>

#include "support_image.h"
#include "support_tap.h"

#define RECORD_ROOM	(4U << 20)
#define LINE_TEXT	"RIP: 0010:lab_warn_here+0x16/0x40 [lab]"

/**
 * struct builder - a record that is being written
 * @bytes: of it
 * @used: how many
 */
struct builder {
	uint8_t bytes[RECORD_ROOM];
	size_t used;
};

static void begin(struct builder *b)
{
	memset(b, 0, sizeof(*b));
	b->used = sizeof(struct crashrec_rec_hdr);
}

static void put(struct builder *b, uint16_t type, const void *payload,
		size_t bytes)
{
	struct crashrec_attr attr = {
		.type = htole16(type),
		.payload_bytes = htole32((uint32_t)bytes),
	};

	if (b->used + sizeof(attr) + bytes + CRASHREC_ALIGN > RECORD_ROOM)
		abort();
	memcpy(b->bytes + b->used, &attr, sizeof(attr));
	b->used += sizeof(attr);
	memcpy(b->bytes + b->used, payload, bytes);
	b->used += (bytes + CRASHREC_ALIGN - 1) / CRASHREC_ALIGN *
		   CRASHREC_ALIGN;
}

static void put_line(struct builder *b, uint16_t type, uint32_t number,
		     const char *text)
{
	struct line line = { .number = number, .time_ms = 1, .text = text };
	uint8_t payload[512] = { 0 };

	put(b, type, payload, image_line_payload(payload, &line));
}

static void put_frame(struct builder *b, const struct crashrec_frame *frame)
{
	put(b, CRASHREC_ATTR_FRAMES, frame, sizeof(*frame));
}

/* Fills in the header: the CRCs are right, whatever the body holds. */
static void end(struct builder *b)
{
	struct crashrec_rec_hdr hdr = {
		.magic = htole32(CRASHREC_REC_MAGIC),
		.hdr_bytes = htole16(sizeof(hdr)),
		.version = htole16(CRASHREC_FORMAT_VERSION),
		.seq = htole64(42),
		.boot_ns = htole64(1234567890),
		.wall_ns = htole64(1700000000123456789),
		.state = CRASHREC_STATE_COMPLETE,
		.report_class = CRASHREC_CLASS_OOPS,
	};

	hdr.body_bytes = htole32((uint32_t)(b->used - sizeof(hdr)));
	hdr.body_crc = htole32(image_crc(0, b->bytes + sizeof(hdr),
					 b->used - sizeof(hdr)));
	hdr.hdr_crc = htole32(image_crc(0, &hdr, sizeof(hdr)));
	memcpy(b->bytes, &hdr, sizeof(hdr));
}

static struct crashrec_record *decode(const struct builder *b)
{
	struct crashrec_record *record;
	/* A copy of just that size lets ASan see what is read beyond. */
	uint8_t *copy = malloc(b->used);
	int err;

	if (!copy)
		abort();
	memcpy(copy, b->bytes, b->used);
	err = crashrec_record_decode(&record, copy, b->used);
	free(copy);
	if (err && record)
		abort();
	return record;
}

static bool is_text(struct crashrec_text text, const char *expected)
{
	return text.bytes == strlen(expected) &&
	       !memcmp(text.data, expected, text.bytes);
}

/* Reads all that the record tells, so that ASan sees all of it. */
static size_t touch(const struct crashrec_record *record)
{
	const struct crashrec_stack_frame *frames;
	const struct crashrec_log_line *lines;
	struct crashrec_who who = crashrec_record_about(record);
	size_t i, at, count, sum = 0;

	frames = crashrec_record_frames(record, &count);
	for (i = 0; i < count; i++) {
		for (at = 0; at < frames[i].function.bytes; at++)
			sum += (uint8_t)frames[i].function.data[at];
		for (at = 0; at < frames[i].module.bytes; at++)
			sum += (uint8_t)frames[i].module.data[at];
	}
	lines = crashrec_record_lines(record, &count);
	for (i = 0; i < count; i++)
		for (at = 0; at < lines[i].text.bytes; at++)
			sum += (uint8_t)lines[i].text.data[at];
	for (at = 0; at < who.comm.bytes; at++)
		sum += (uint8_t)who.comm.data[at];
	return sum;
}

static void build_whole(struct builder *b)
{
	static const struct crashrec_frame frame = {
		.line_no = 0, .offset = 0x16, .size = 0x40, .func_at = 10,
		.func_bytes = 13, .module_at = 35, .module_bytes = 3,
		.flags = CRASHREC_FRAME_F_IP,
	};
	static const struct crashrec_register registers[] = {
		{ "RIP", 1 }, { "NAME8CHR", 2 }, { "\033", 3 },
	};
	struct {
		struct crashrec_trap trap;
		struct crashrec_register registers[1];
	} trap = { { 14, 11, 2 }, { { "RSP", 7 } } };
	uint8_t task[64];
	uint64_t taint = htole64(0x201);
	uint32_t lost = htole32(3);

	begin(b);
	put(b, CRASHREC_ATTR_TITLE, "a title", 7);
	put(b, CRASHREC_ATTR_ORIGIN, task,
	    image_task_payload(task, 1, 77, "origin"));
	put(b, CRASHREC_ATTR_SUBJECT, task,
	    image_task_payload(task, 2, 88, "subject"));
	put(b, CRASHREC_ATTR_RELEASE, "6.1.0", 5);
	put(b, CRASHREC_ATTR_TAINT, &taint, sizeof(taint));
	put_frame(b, &frame);
	put(b, CRASHREC_ATTR_REGISTERS, registers, sizeof(registers));
	put(b, CRASHREC_ATTR_TRAP, &trap, sizeof(trap));
	put(b, CRASHREC_ATTR_LOST, &lost, sizeof(lost));
	put_line(b, CRASHREC_ATTR_BEFORE, 1, "before");
	put_line(b, CRASHREC_ATTR_LINE, 0, LINE_TEXT);
	put_line(b, CRASHREC_ATTR_LINE, 1, "second");
	end(b);
}

static void check_who(const struct crashrec_record *record)
{
	struct crashrec_who who = crashrec_record_about(record);
	const struct crashrec_who *origin = crashrec_record_origin(record);

	tap_check("about_prefers_the_subject",
		  who.cpu == 2 && who.pid == 88 &&
		  is_text(who.comm, "subject"), "cpu %u pid %u", who.cpu,
		  who.pid);
	tap_check("origin_is_kept", origin && origin->cpu == 1 &&
		  origin->pid == 77 && is_text(origin->comm, "origin"),
		  "it is not");
}

static void check_numbers(const struct crashrec_record *record)
{
	const struct crashrec_cpu_register *registers;
	const struct crashrec_die *die = crashrec_record_die(record);
	uint64_t taint;
	size_t count;

	registers = crashrec_record_registers(record, &count);
	tap_check("registers_are_read", count == 3 &&
		  !strcmp(registers[0].name, "RIP") &&
		  !strcmp(registers[1].name, "NAME8CHR") &&
		  !strcmp(registers[2].name, "?") && registers[2].value == 3,
		  "%zu", count);
	tap_check("trap_is_read", die && die->trap == 14 && die->signal == 11 &&
		  die->error == 2 && die->register_count == 1 &&
		  die->registers[0].value == 7, "it is not");
	tap_check("taint_and_loss_are_read",
		  crashrec_record_taint(record, &taint) && taint == 0x201 &&
		  crashrec_record_lines_lost(record) == 3, "they are not");
}

static void check_whole(void)
{
	const struct crashrec_stack_frame *frames;
	const struct crashrec_log_line *lines, *before;
	struct crashrec_record *record;
	size_t count, before_count;
	static struct builder b;

	build_whole(&b);
	record = decode(&b);
	tap_check("whole_record_is_decoded", record, "it is not");
	if (!record)
		return;
	frames = crashrec_record_frames(record, &count);
	tap_check("frame_names_are_taken_from_the_line", count == 1 &&
		  is_text(frames[0].function, "lab_warn_here") &&
		  is_text(frames[0].module, "lab") && frames[0].is_ip &&
		  frames[0].reliable && frames[0].size == 0x40,
		  "%zu frames, %.*s", count,
		  count ? (int)frames[0].function.bytes : 0,
		  count ? frames[0].function.data : "");
	lines = crashrec_record_lines(record, &count);
	before = crashrec_record_before(record, &before_count);
	tap_check("lines_are_read", count == 2 && before_count == 1 &&
		  is_text(lines[0].text, LINE_TEXT) && lines[1].number == 1 &&
		  is_text(before[0].text, "before"), "%zu", count);
	tap_check("title_and_release_are_read",
		  is_text(crashrec_record_title(record), "a title") &&
		  is_text(crashrec_record_release(record), "6.1.0"),
		  "they are not");
	check_who(record);
	check_numbers(record);
	crashrec_record_free(record);
}

static void check_truncation(void)
{
	struct crashrec_record *record;
	size_t bytes, wrong = 0;
	static struct builder b;
	uint8_t *copy;

	build_whole(&b);
	for (bytes = 0; bytes < b.used; bytes++) {
		copy = malloc(bytes ? bytes : 1);
		if (!copy)
			abort();
		memcpy(copy, b.bytes, bytes);
		wrong += crashrec_record_decode(&record, copy, bytes) !=
			 -EMSGSIZE || record;
		free(copy);
	}
	tap_check("record_cut_at_any_byte_is_refused", !wrong,
		  "%zu are not", wrong);
}

static void check_flips(void)
{
	struct crashrec_record *record;
	size_t bit, taken = 0;
	static struct builder b;

	build_whole(&b);
	for (bit = 0; bit < b.used * 8; bit++) {
		b.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		record = decode(&b);
		taken += !!record;
		crashrec_record_free(record);
		b.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	tap_check("record_with_any_flipped_bit_is_refused", !taken,
		  "%zu are not", taken);
}

static void check_unknown(void)
{
	struct crashrec_record *record;
	const struct crashrec_log_line *lines;
	size_t count = 0;
	static struct builder b;

	begin(&b);
	put(&b, 0x7fff, "from the future", 15);
	put_line(&b, CRASHREC_ATTR_LINE, 0, "known");
	put(&b, 0, "", 0);
	put(&b, CRASHREC_ATTR_CLOSE, "entry only", 10);
	end(&b);
	record = decode(&b);
	if (record) {
		lines = crashrec_record_lines(record, &count);
		count = count == 1 && is_text(lines[0].text, "known") &&
			!crashrec_record_flags(record);
	}
	tap_check("unknown_attributes_are_skipped", count, "they are not");
	crashrec_record_free(record);
}

/**
 * struct frame_row - a frame that may refer to what is not there
 * @name: of the test
 * @frame: to be stored, behind a line of 39 bytes with number 0
 * @taken: it is given
 */
struct frame_row {
	const char *name;
	struct crashrec_frame frame;
	bool taken;
};

static const struct frame_row frame_rows[] = {
	{ "frame_of_absent_line_is_left_out",
	  { .line_no = 1, .func_bytes = 1 }, false },
	{ "frame_at_the_end_of_a_line_is_taken",
	  { .func_at = sizeof(LINE_TEXT) - 2, .func_bytes = 1 }, true },
	{ "frame_one_byte_beyond_a_line_is_left_out",
	  { .func_at = sizeof(LINE_TEXT) - 2, .func_bytes = 2 }, false },
	{ "frame_that_begins_beyond_a_line_is_left_out",
	  { .func_at = sizeof(LINE_TEXT), .func_bytes = 0 }, false },
	{ "frame_with_the_longest_name_is_left_out",
	  { .func_at = 0xffff, .func_bytes = 0xffff }, false },
	{ "frame_with_module_beyond_a_line_is_left_out",
	  { .func_bytes = 3, .module_at = 39, .module_bytes = 1 }, false },
	{ "frame_without_module_may_have_any_module_at",
	  { .func_bytes = 3, .module_at = 0xffff }, true },
	{ "frame_without_name_is_taken", { .offset = 1 }, true },
};

static void check_frames(void)
{
	struct crashrec_record *record;
	size_t i, count;
	static struct builder b;

	for (i = 0; i < sizeof(frame_rows) / sizeof(frame_rows[0]); i++) {
		begin(&b);
		put_frame(&b, &frame_rows[i].frame);
		put_line(&b, CRASHREC_ATTR_LINE, 0, LINE_TEXT);
		end(&b);
		record = decode(&b);
		if (!record)
			abort();
		touch(record);
		crashrec_record_frames(record, &count);
		tap_check(frame_rows[i].name, count == frame_rows[i].taken &&
			  !(crashrec_record_flags(record) &
			    CRASHREC_FLAG_DAMAGED) == frame_rows[i].taken,
			  "%zu frames", count);
		crashrec_record_free(record);
	}
}

/* Payloads of every length, for every type, with each byte 0xff. */
static void check_lengths(void)
{
	struct crashrec_record *record;
	uint8_t payload[64];
	size_t bytes, decoded = 0, tried = 0;
	static struct builder b;
	uint16_t type;

	memset(payload, 0xff, sizeof(payload));
	for (type = 0; type < 32; type++) {
		for (bytes = 0; bytes < sizeof(payload); bytes++) {
			begin(&b);
			put(&b, type, payload, bytes);
			put_line(&b, CRASHREC_ATTR_LINE, 0, LINE_TEXT);
			put(&b, type, payload, bytes);
			end(&b);
			record = decode(&b);
			tried++;
			if (record && touch(record))
				decoded++;
			crashrec_record_free(record);
		}
	}
	tap_check("payload_of_any_length_is_survived", decoded == tried,
		  "%zu of %zu", decoded, tried);
}

static void check_hostile_attr(void)
{
	struct crashrec_record *record;
	struct crashrec_attr attr = {
		.type = htole16(CRASHREC_ATTR_TITLE),
		.payload_bytes = htole32(0xffffffff),
	};
	bool marked = false;
	static struct builder b;

	begin(&b);
	put_line(&b, CRASHREC_ATTR_LINE, 0, LINE_TEXT);
	memcpy(b.bytes + b.used, &attr, sizeof(attr));
	b.used += sizeof(attr);
	end(&b);
	record = decode(&b);
	if (record) {
		touch(record);
		marked = crashrec_record_flags(record) & CRASHREC_FLAG_DAMAGED;
	}
	tap_check("attribute_beyond_the_end_marks_damage", marked, "not marked");
	crashrec_record_free(record);
}

/* Each of them once looked through all lines: that took many seconds. */
static void check_many_references(void)
{
	static struct crashrec_section sections[40000];
	static struct builder b;
	struct crashrec_record *record;
	clock_t began = clock();
	uint32_t i;

	begin(&b);
	for (i = 0; i < 40000; i++) {
		put_line(&b, CRASHREC_ATTR_LINE, i, "");
		sections[i].head.line_no = htole32(1000000);
		sections[i].head.bytes = htole16(1);
	}
	put(&b, CRASHREC_ATTR_SECTIONS, sections, sizeof(sections));
	end(&b);
	record = decode(&b);
	tap_check("references_to_no_line_take_little_time", record &&
		  crashrec_record_flags(record) & CRASHREC_FLAG_DAMAGED &&
		  clock() - began < CLOCKS_PER_SEC, "%ld ms of CPU",
		  (long)((clock() - began) * 1000 / CLOCKS_PER_SEC));
	crashrec_record_free(record);
}

static void check_names(void)
{
	char letters[CRASHREC_TAINT_ROOM];
	char uuid[CRASHREC_UUID_ROOM];
	uint8_t id[CRASHREC_BOOT_ID_BYTES];
	uint8_t i;

	crashrec_taint_letters(0x201, letters);
	tap_check("taint_letters_proprietary_and_warning",
		  !strcmp(letters, "PW"), "%s", letters);
	crashrec_taint_letters(1 << 12, letters);
	tap_check("taint_letters_without_proprietary_begin_with_g",
		  !strcmp(letters, "GO"), "%s", letters);
	crashrec_taint_letters(0, letters);
	tap_check("taint_letters_of_nothing", !letters[0], "%s", letters);
	crashrec_taint_letters(UINT64_MAX, letters);
	tap_check("taint_letters_of_all_fit", strlen(letters) == 64 &&
		  !strncmp(letters, "PFSRMBUDAWCIOELKXTNJ?", 21), "%s", letters);
	for (i = 0; i < sizeof(id); i++)
		id[i] = i;
	crashrec_uuid_text(id, uuid);
	tap_check("uuid_text_is_that_of_the_kernel",
		  !strcmp(uuid, "00010203-0405-0607-0809-0a0b0c0d0e0f"), "%s",
		  uuid);
	tap_check("unknown_numbers_have_a_name",
		  !strcmp(crashrec_state_name(99), "unknown") &&
		  !strcmp(crashrec_class_name(UINT32_MAX), "unknown") &&
		  !strcmp(crashrec_where_name(4), "unknown") &&
		  !crashrec_flag_name(1U << 31) && !crashrec_ledger_name(99),
		  "they have not");
}

/**
 * struct who_row - who is shown, of two
 * @name: of the test
 * @subject_cpu: what the text tells
 * @subject_pid: likewise
 * @subject_comm: likewise
 * @cpu: what is shown, beside an origin of CPU 1, PID 77, "origin"
 * @pid: likewise
 * @comm: likewise
 */
struct who_row {
	const char *name;
	uint32_t subject_cpu;
	uint32_t subject_pid;
	const char *subject_comm;
	uint32_t cpu;
	uint32_t pid;
	const char *comm;
};

static const struct who_row who_rows[] = {
	{ "cpu_of_subject_matches_so_task_is_of_origin",
	  1, CRASHREC_UNKNOWN, "", 1, 77, "origin" },
	{ "cpu_of_subject_differs_so_task_is_unknown",
	  2, CRASHREC_UNKNOWN, "", 2, CRASHREC_UNKNOWN, "" },
	{ "pid_of_subject_differs_so_cpu_is_unknown",
	  CRASHREC_UNKNOWN, 88, "hung", CRASHREC_UNKNOWN, 88, "hung" },
	{ "pid_of_subject_matches_so_cpu_is_of_origin",
	  CRASHREC_UNKNOWN, 77, "", 1, 77, "origin" },
	{ "comm_of_subject_differs_so_cpu_is_unknown",
	  CRASHREC_UNKNOWN, CRASHREC_UNKNOWN, "other",
	  CRASHREC_UNKNOWN, CRASHREC_UNKNOWN, "other" },
};

static void check_about(void)
{
	struct crashrec_record *record;
	struct crashrec_who who;
	uint8_t task[64];
	static struct builder b;
	size_t i;

	for (i = 0; i < sizeof(who_rows) / sizeof(who_rows[0]); i++) {
		const struct who_row *row = &who_rows[i];

		begin(&b);
		put(&b, CRASHREC_ATTR_ORIGIN, task,
		    image_task_payload(task, 1, 77, "origin"));
		put(&b, CRASHREC_ATTR_SUBJECT, task,
		    image_task_payload(task, row->subject_cpu,
				       row->subject_pid, row->subject_comm));
		end(&b);
		record = decode(&b);
		if (!record)
			abort();
		who = crashrec_record_about(record);
		tap_check(row->name, who.cpu == row->cpu &&
			  who.pid == row->pid && is_text(who.comm, row->comm),
			  "cpu %u, pid %u, %.*s", who.cpu, who.pid,
			  (int)who.comm.bytes, who.comm.data);
		crashrec_record_free(record);
	}
}

int main(void)
{
	check_whole();
	check_truncation();
	check_flips();
	check_unknown();
	check_frames();
	check_lengths();
	check_hostile_attr();
	check_many_references();
	check_names();
	check_about();
	return tap_end();
}
