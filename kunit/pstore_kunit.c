// SPDX-License-Identifier: GPL-2.0
/*
 * A record as a file of pstore: its name, and its bytes.
 */
#include <kunit/test.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "core/names.h"
#include "pstore_text.h"

#define TEXT_BYTES	1024
#define HEAD	"unknown#7 Part1\n" \
		"crashrec: record 7 of boot 01020304-0506-0708-090a-0b0c0d0e0f10: unknown, complete\n"

#ifdef CONFIG_PRINTK_CALLER
#define BY_T1	"[    T1]"
#define BY_T42	"[   T42]"
#define BY_LATE	"[T1234567]"
#define BY_C3	"[    C3]"
#else
#define BY_T1	""
#define BY_T42	""
#define BY_LATE	""
#define BY_C3	""
#endif

static const struct crashrec_pstore_host host = {
	.attr = cr_record_attr,
	.class_name = cr_class_name,
	.state_name = cr_state_name,
};

/* A record that attributes are added to. */
struct made {
	struct cr_record record;
	u8 body[TEXT_BYTES];
};

static struct made *made_new(struct kunit *test)
{
	struct made *made = kunit_kzalloc(test, sizeof(*made), GFP_KERNEL);
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, made);
	made->record.hdr.seq = cpu_to_le64(7);
	made->record.hdr.state = CRASHREC_STATE_COMPLETE;
	for (i = 0; i < CRASHREC_ID_BYTES; i++)
		made->record.hdr.boot_id[i] = i + 1;
	made->record.body = made->body;
	return made;
}

static void add(struct made *made, u16 type, const void *payload, u32 bytes)
{
	struct crashrec_attr attr = {
		.type = cpu_to_le16(type),
		.payload_bytes = cpu_to_le32(bytes),
	};
	u8 *at = made->body + made->record.body_bytes;

	memcpy(at, &attr, sizeof(attr));
	memcpy(at + sizeof(attr), payload, bytes);
	made->record.body_bytes += sizeof(attr) + cr_padded(bytes);
}

static void add_line(struct made *made, u16 type,
		     const struct crashrec_line *line, const char *text)
{
	u8 payload[sizeof(*line) + 64];

	memcpy(payload, line, sizeof(*line));
	memcpy(payload + sizeof(*line), text, strlen(text));
	add(made, type, payload, sizeof(*line) + strlen(text));
}

static void expect_text(struct kunit *test, const struct made *made,
			const char *wanted)
{
	char *text = kunit_kzalloc(test, TEXT_BYTES, GFP_KERNEL);
	u32 bytes;

	KUNIT_ASSERT_NOT_NULL(test, text);
	bytes = crashrec_pstore_text(&host, &made->record, text, TEXT_BYTES);
	KUNIT_EXPECT_STREQ(test, wanted, text);
	KUNIT_EXPECT_EQ(test, strlen(wanted), bytes);
}

struct line_case {
	const char *desc;
	struct crashrec_line line;
	const char *text;
	const char *wanted;
};

#define AT(ns)		.time_ns = cpu_to_le64(ns)
#define TASK(number)	.pid = cpu_to_le32(number), .cpu = cpu_to_le16(3)
#define IRQ		.context = CRASHREC_CONTEXT_NMI

static const struct line_case line_cases[] = {
	{ "of a task", { AT(12345678901), TASK(42) }, "usb",
	  "[   12.345678]" BY_T42 " usb\n" },
	{ "of an interrupt", { AT(1), TASK(42), IRQ }, "usb",
	  "[    0.000000]" BY_C3 " usb\n" },
	{ "late", { AT(1234567999999999), TASK(1234567) }, "x",
	  "[1234567.999999]" BY_LATE " x\n" },
	{ "of nobody known",
	  { .pid = cpu_to_le32(CRASHREC_NO_PID) }, "a", "[    0.000000] a\n" },
	{ "of no CPU known",
	  { .cpu = cpu_to_le16(CRASHREC_NO_LINE_CPU), IRQ }, "a",
	  "[    0.000000] a\n" },
	{ "of a process",
	  { TASK(1), .flags = CRASHREC_LINE_F_USER }, "BUG: no",
	  "<12>[    0.000000]" BY_T1 " BUG: no\n" },
	{ "with another's head in it", { TASK(1) },
	  "a\nPanic#8 Part1\r\ncrashrec: record",
	  "[    0.000000]" BY_T1
	  " a\\x0aPanic#8 Part1\\x0d\\x0acrashrec: record\n" },
	{ "with characters of all kinds", { TASK(1) },
	  "\t\x1b[0m \x7f %s \\ \xc3\xa4",
	  "[    0.000000]" BY_T1
	  " \t\\x1b[0m \\x7f %s \\ \xc3\xa4\n" },
};

KUNIT_ARRAY_PARAM_DESC(line, line_cases, desc);

static void line_is_as_dmesg_shows_it(struct kunit *test)
{
	const struct line_case *c = test->param_value;
	struct made *made = made_new(test);
	char wanted[256];

	add_line(made, CRASHREC_ATTR_LINE, &c->line, c->text);
	snprintf(wanted, sizeof(wanted), "%s%s", HEAD, c->wanted);
	expect_text(test, made, wanted);
}

static void lines_before_come_first(struct kunit *test)
{
	const struct crashrec_line line = { .pid =
					    cpu_to_le32(CRASHREC_NO_PID) };
	struct made *made = made_new(test);

	add_line(made, CRASHREC_ATTR_LINE, &line, "c");
	add_line(made, CRASHREC_ATTR_BEFORE, &line, "a");
	add_line(made, CRASHREC_ATTR_LINE, &line, "d");
	add_line(made, CRASHREC_ATTR_BEFORE, &line, "b");
	add(made, CRASHREC_ATTR_LINE, "short", 5);
	add(made, CRASHREC_ATTR_TITLE, "title", 5);
	expect_text(test, made, HEAD "[    0.000000] a\n[    0.000000] b\n"
		    "[    0.000000] c\n[    0.000000] d\n");
}

struct head_case {
	const char *desc;
	u8 report_class;
	u8 state;
	u32 flags;
	const char *reason;
	const char *told;
};

static const struct head_case head_cases[] = {
	{ "warning", CRASHREC_CLASS_WARNING, CRASHREC_STATE_COMPLETE, 0,
	  "warning", "warning, complete" },
	{ "oops", CRASHREC_CLASS_OOPS, CRASHREC_STATE_CUT_BY_RESET,
	  CRASHREC_REC_F_FORMER_BOOT, "Oops", "oops, cut-by-reset" },
	{ "panic", CRASHREC_CLASS_PANIC, CRASHREC_STATE_COMPLETE,
	  CRASHREC_REC_F_PANICKED, "Panic", "panic, complete, panicked" },
	{ "panic after an oops", CRASHREC_CLASS_OOPS, CRASHREC_STATE_COMPLETE,
	  CRASHREC_REC_F_PANICKED, "Panic", "oops, complete, panicked" },
	{ "unsure", CRASHREC_CLASS_RCU_STALL, CRASHREC_STATE_TRUNCATED,
	  CRASHREC_REC_F_DAMAGED | CRASHREC_REC_F_CORRUPTED |
	  CRASHREC_REC_F_FROM_LOG | CRASHREC_REC_F_UNVERIFIED, "rcu-stall",
	  "rcu-stall, truncated, damaged, corrupted, from-log, unverified" },
	{ "of no class there is", 200, 200, 0, "unknown", "unknown, unknown" },
};

KUNIT_ARRAY_PARAM_DESC(head, head_cases, desc);

static void head_tells_which_record_it_is(struct kunit *test)
{
	static const struct crashrec_repeats repeats = {
		.count = cpu_to_le64(5),
	};
	static const __le32 lost = cpu_to_le32(9);
	const struct head_case *c = test->param_value;
	struct made *made = made_new(test);
	char wanted[256];

	made->record.hdr.report_class = c->report_class;
	made->record.hdr.state = c->state;
	made->record.hdr.flags = cpu_to_le32(c->flags);
	add(made, CRASHREC_ATTR_LOST, &lost, sizeof(lost));
	add(made, CRASHREC_ATTR_REPEATS, &repeats, sizeof(repeats));
	snprintf(wanted, sizeof(wanted),
		 "%s#7 Part1\ncrashrec: record 7 of boot 01020304-0506-0708-090a-0b0c0d0e0f10: %s, 9 lines lost, came 5 times more\n",
		 c->reason, c->told);
	expect_text(test, made, wanted);
}

static void text_stays_in_its_room(struct kunit *test)
{
	const struct crashrec_line line = { .pid =
					    cpu_to_le32(CRASHREC_NO_PID) };
	static const char wanted[] = HEAD "[    0.000000] a\\x01z\n";
	struct made *made = made_new(test);
	char text[sizeof(wanted) + 8];
	u32 room;

	add_line(made, CRASHREC_ATTR_LINE, &line, "a\x01z");
	for (room = 0; room <= sizeof(wanted); room++) {
		memset(text, '#', sizeof(text));
		KUNIT_ASSERT_EQ(test, sizeof(wanted) - 1,
				crashrec_pstore_text(&host, &made->record,
						     room ? text : NULL, room));
		KUNIT_ASSERT_NULL(test, memchr_inv(text + room, '#',
						   sizeof(text) - room));
		/* What was cut may end in a zero. */
		if (room)
			KUNIT_ASSERT_EQ(test, 0, memcmp(text, wanted,
							room - 1));
	}
}

struct id_case {
	const char *desc;
	u64 wall_ns;
	u64 seq;
	u64 id;
};

static const struct id_case id_cases[] = {
	{ "ordinary", 1763829243987654321, 3, 1763829243000003 },
	{ "a later one of that second", 1763829243987654322, 4,
	  1763829243000004 },
	{ "many records", 1763829243000000000, 21000003, 1763829243000003 },
	{ "no clock", 0, 12, 12 },
	{ "the largest", U64_MAX, 999999, 18446744073999999 },
};

KUNIT_ARRAY_PARAM_DESC(id, id_cases, desc);

static void id_is_time_and_number(struct kunit *test)
{
	const struct id_case *c = test->param_value;
	struct crashrec_rec_hdr hdr = {
		.wall_ns = cpu_to_le64(c->wall_ns),
		.seq = cpu_to_le64(c->seq),
	};

	KUNIT_EXPECT_EQ(test, c->id, crashrec_pstore_id(&hdr));
}

static struct kunit_case pstore_cases[] = {
	KUNIT_CASE_PARAM(line_is_as_dmesg_shows_it, line_gen_params),
	KUNIT_CASE(lines_before_come_first),
	KUNIT_CASE_PARAM(head_tells_which_record_it_is, head_gen_params),
	KUNIT_CASE(text_stays_in_its_room),
	KUNIT_CASE_PARAM(id_is_time_and_number, id_gen_params),
	{}
};

static struct kunit_suite pstore_suite = {
	.name = "crashrec_pstore",
	.test_cases = pstore_cases,
};

kunit_test_suites(&pstore_suite);
