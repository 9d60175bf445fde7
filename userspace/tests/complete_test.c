// SPDX-License-Identifier: GPL-2.0
/*
 * Records of a module, which are without the parts of their text: what the
 * reader makes of them is what would have been in them.
 */
#include <crashrec_structure.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/encoder.h"
#include "core/record.h"
#include "support_report.h"
#include "support_tap.h"

#define MANY_FRAMES	(CR_FRAMES_MAX + 100)
#define MANY_LINES	(CR_LINES_MAX + 100)

struct text_row {
	const char *name;
	const char *text;
};

#define WARNING \
	"WARNING: CPU: 1 PID: 77 at lib/lab.c:12 lab_warn+0x16/0x40 [lab]\n" \
	"CPU: 1 PID: 77 Comm: lab Not tainted 6.1.0 #1\n" \
	"Hardware name: QEMU\n" \
	"RIP: 0010:lab_warn+0x16/0x40 [lab]\n" \
	"Code: 0f 0b <eb> fe\n" \
	"RSP: 0018:ffff888000000000 EFLAGS: 00010246\n" \
	"RAX: 0000000000000001 RBX: 0000000000000002\n" \
	"Call Trace:\n <TASK>\n" \
	" lab_go+0x1/0x2 [lab]\n" \
	" do_one_initcall+0x58/0x200 init/main.c:1300\n" \
	" </TASK>\n---[ end trace 0000000000000000 ]---\n"

static const struct text_row rows[] = {
	{ "warning", WARNING },
	{ "stall",
	  "rcu: INFO: rcu_sched self-detected stall on CPU\n"
	  "rcu: \t0-...!: (1 ticks this GP) idle=001/1/0 softirq=1/2 fqs=3\n"
	  "\t(t=5 jiffies g=6 q=7)\n"
	  "rcu: rcu_sched kthread starved for 5 jiffies! g6 f0x0 RCU_GP_WAIT_FQS(5) ->state=0x0 ->cpu=1\n"
	  "rcu: RCU grace-period kthread stack dump:\n"
	  "task:rcu_sched       state:R  running task     stack:0     pid:14    ppid:2      flags:0x00004000\n"
	  "Call Trace:\n schedule+0x1/0x2\n"
	  "Sending NMI from CPU 0 to CPUs 1:\n"
	  "NMI backtrace for cpu 1\n"
	  "CPU: 1 PID: 9 Comm: spins Not tainted 6.1.0 #1\n"
	  "RIP: 0010:spins+0x1/0x2\n" },
	{ "lockdep",
	  "============================================\n"
	  "WARNING: possible recursive locking detected\n"
	  "6.1.0 #1 Not tainted\n"
	  "--------------------------------------------\n"
	  "lab/77 is trying to acquire lock:\n"
	  "ffff888000000001 (&a){+.+.}-{2:2}, at: one+0x1/0x2\n"
	  "\nbut task is already holding lock:\n"
	  "ffff888000000002 (&b){+.+.}-{2:2}, at: two+0x1/0x2\n"
	  "\nother info that might help us debug this:\n"
	  " Possible unsafe locking scenario:\n\n"
	  "       CPU0\n       ----\n  lock(&a);\n  lock(&b);\n"
	  "\n *** DEADLOCK ***\n\n1 lock held by lab/77:\n"
	  " #0: ffff888000000002 (&b){+.+.}-{2:2}, at: two+0x1/0x2\n"
	  "\nstack backtrace:\n"
	  "CPU: 1 PID: 77 Comm: lab Not tainted 6.1.0 #1\n"
	  "Call Trace:\n one+0x1/0x2\n" },
	{ "kasan",
	  "==================================================================\n"
	  "BUG: KASAN: slab-out-of-bounds in one+0x1/0x2 mm/one.c:3\n"
	  "Write of size 1 at addr ffff888000000080 by task lab/77\n"
	  "CPU: 1 PID: 77 Comm: lab Not tainted 6.1.0 #1\n"
	  "Call Trace:\n one+0x1/0x2\n\nAllocated by task 77:\n"
	  " kmalloc+0x1/0x2\n two+0x3/0x4\n\n"
	  "The buggy address belongs to the object at ffff888000000000\n"
	  " which belongs to the cache kmalloc-128 of size 128\n" },
	{ "hung task",
	  "INFO: task a:12 blocked for more than 143 seconds.\n"
	  "task:a               state:D stack:0     pid:12    ppid:2      flags:0x00004000\n"
	  "Call Trace:\n schedule+0x1/0x2\n"
	  "1 lock held by a/12:\n #0: ffff8880 (l){....}, at: f+0x1/0x2\n" },
	{ "panic without parts", "Kernel panic - not syncing: no reason\n" },
	{ "no report", "an ordinary line\nand another\n" },
	{ "no line", "" },
};

/* Which attributes an older module left to the reader. */
static bool is_left(u16 type)
{
	return type >= CRASHREC_ATTR_SECTIONS && type <= CRASHREC_ATTR_TASKS;
}

/* As an older module made it: frames and more of the text are in it. */
static struct report_bytes older_record(const struct report_bytes *whole)
{
	struct report_bytes older = { .data = malloc(whole->bytes) };
	struct cr_encoder e = { .buf = older.data };
	struct cr_record record;
	struct cr_attr attr;
	u32 offset = 0;

	if (!older.data ||
	    cr_record_decode(&record, whole->data, (u32)whole->bytes) < 0)
		abort();
	cr_put(&e, whole->data, sizeof(record.hdr));
	while (cr_record_attr(&record, &offset, &attr))
		if (!is_left(attr.type))
			cr_put_attr(&e, attr.type, attr.payload, attr.bytes);
	older.bytes = e.at;
	cr_record_seal(older.data, e.at);
	return older;
}

static bool older_completes(const char *text, size_t bytes)
{
	struct report_bytes whole, bare, older, made;
	const struct report_bytes *got = &made;
	bool does;

	report_encode(text, bytes, &whole, &bare);
	older = older_record(&whole);
	made = report_complete(&older);
	if (!made.bytes)
		got = &older;
	does = got->bytes == whole.bytes &&
	       !memcmp(got->data, whole.data, whole.bytes);
	free(made.data);
	free(older.data);
	free(whole.data);
	free(bare.data);
	return does;
}

static void check_rows(void)
{
	const char *text, *end;
	size_t i, wrong;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		text = rows[i].text;
		end = text + strlen(text);
		wrong = !report_completes(text, (size_t)(end - text)) +
			!older_completes(text, (size_t)(end - text));
		/* A truncated report ends behind any of its lines. */
		for (end = strchr(text, '\n'); end; end = strchr(end + 1, '\n'))
			wrong += !report_completes(text, (size_t)(end - text)) +
				 !older_completes(text, (size_t)(end - text));
		tap_check(rows[i].name, !wrong, "%zu are not the same", wrong);
	}
}

/* What a program gets that hands the bytes of read() to the library. */
static void check_decode(void)
{
	const struct crashrec_structure *s;
	struct report_bytes whole, bare;
	struct crashrec_record *record;

	report_encode(WARNING, strlen(WARNING), &whole, &bare);
	if (crashrec_record_decode(&record, bare.data, bare.bytes))
		abort();
	s = crashrec_record_structure(record);
	tap_check("decoded_record_has_the_parts", bare.bytes < whole.bytes &&
		  s->section_count && s->place_count && s->task_count &&
		  s->code_count && s->frame_place_count,
		  "it has not");
	tap_check("whole_record_is_left_as_it_is",
		  !report_complete(&whole).bytes, "it is not");
	crashrec_record_free(record);
	free(whole.data);
	free(bare.data);
}

/* What is stored is what was read, and not what was made of it. */
static bool gives_back(const struct report_bytes *bytes, size_t behind)
{
	uint8_t *copy = calloc(1, bytes->bytes + behind);
	struct crashrec_record *record;
	struct crashrec_text encoded;
	bool same;

	if (!copy)
		abort();
	memcpy(copy, bytes->data, bytes->bytes);
	if (crashrec_record_decode(&record, copy, bytes->bytes + behind))
		abort();
	free(copy);
	encoded = crashrec_record_encoded(record);
	same = encoded.bytes == bytes->bytes &&
	       !memcmp(encoded.data, bytes->data, bytes->bytes);
	crashrec_record_free(record);
	return same;
}

static void check_encoded(void)
{
	struct report_bytes whole, bare;

	report_encode(WARNING, strlen(WARNING), &whole, &bare);
	tap_check("encoded_record_is_what_the_module_gave",
		  gives_back(&bare, 0) && gives_back(&whole, 0),
		  "it is not");
	tap_check("encoded_record_has_nothing_from_behind_it",
		  gives_back(&bare, 100) && gives_back(&whole, 100),
		  "it has");
	free(whole.data);
	free(bare.data);
}

static void check_cut(void)
{
	struct report_bytes whole, bare;
	struct crashrec_record *record;
	size_t bytes, wrong = 0;
	uint8_t *copy;

	report_encode(WARNING, strlen(WARNING), &whole, &bare);
	for (bytes = 0; bytes < bare.bytes; bytes++) {
		copy = malloc(bytes ? bytes : 1);
		if (!copy)
			abort();
		memcpy(copy, bare.data, bytes);
		wrong += crashrec_record_decode(&record, copy, bytes) !=
			 -EMSGSIZE || record;
		free(copy);
	}
	tap_check("record_cut_at_any_byte_is_refused", !wrong, "%zu are not",
		  wrong);
	free(whole.data);
	free(bare.data);
}

static void check_many_frames(void)
{
	const size_t room = strlen(WARNING) + MANY_FRAMES * 24;
	char *text = malloc(room);
	size_t i, used = 0;

	if (!text)
		abort();
	used += (size_t)snprintf(text, room, "%s", WARNING);
	for (i = 0; i < MANY_FRAMES; i++)
		used += (size_t)snprintf(text + used, room - used,
					 " f%zu+0x1/0x2\n", i);
	tap_check("frames_that_are_too_many_are_counted_once",
		  report_completes(text, used) && older_completes(text, used),
		  "they are not");
	free(text);
}

/* The record of WARNING, larger by @extra and with all of it sealed anew. */
static struct report_bytes begin_edit(struct cr_encoder *e, size_t extra)
{
	struct report_bytes whole, bare;
	uint8_t *data;

	report_encode(WARNING, strlen(WARNING), &whole, &bare);
	free(whole.data);
	data = realloc(bare.data, bare.bytes + extra);
	if (!data)
		abort();
	bare.data = data;
	e->buf = data;
	e->at = (u32)bare.bytes;
	return bare;
}

static void end_edit(struct report_bytes *bare, const struct cr_encoder *e)
{
	bare->bytes = e->at;
	cr_record_seal(bare->data, e->at);
}

static void check_newer(void)
{
	static const char news[] = "from the future";
	struct crashrec_rec_hdr hdr;
	struct report_bytes bare, made;
	struct cr_encoder e;
	bool is_kept;

	bare = begin_edit(&e, 64);
	memmove(bare.data + sizeof(hdr) + 8, bare.data + sizeof(hdr),
		bare.bytes - sizeof(hdr));
	memcpy(bare.data + sizeof(hdr), "longer!", 8);
	memcpy(&hdr, bare.data, sizeof(hdr));
	hdr.hdr_bytes = cpu_to_le16(sizeof(hdr) + 8);
	memcpy(bare.data, &hdr, sizeof(hdr));
	e.at += 8;
	cr_put_attr(&e, 0x7fff, news, sizeof(news));
	end_edit(&bare, &e);
	made = report_complete(&bare);
	is_kept = made.bytes > bare.bytes &&
		  !memcmp(made.data + sizeof(hdr), "longer!", 8) &&
		  !memcmp(made.data + made.bytes - 16, news, 16);
	tap_check("what_a_newer_module_says_is_kept", is_kept, "it is not");
	free(made.data);
	free(bare.data);
}

static void check_other_frames(void)
{
	struct report_bytes whole, bare, older, made;
	struct cr_record record;
	struct cr_attr attr;
	u32 offset = 0;

	report_encode(WARNING, strlen(WARNING), &whole, &bare);
	older = older_record(&whole);
	if (cr_record_decode(&record, older.data, (u32)older.bytes) < 0)
		abort();
	while (cr_record_attr(&record, &offset, &attr))
		if (attr.type == CRASHREC_ATTR_FRAMES)
			older.data[attr.payload - older.data + 4] ^= 1;
	cr_record_seal(older.data, (u32)older.bytes);
	made = report_complete(&older);
	tap_check("record_with_other_frames_is_left_as_it_is", !made.bytes,
		  "it is not");
	free(made.data);
	free(older.data);
	free(whole.data);
	free(bare.data);
}

/* What an older module found, and this library would not, stays. */
static void check_other_type(void)
{
	static const char other[] = "OTHER";
	struct crashrec_record *record;
	struct crashrec_text type;
	struct report_bytes bare;
	struct cr_encoder e;

	bare = begin_edit(&e, 64);
	cr_put_attr(&e, CRASHREC_ATTR_TYPE, other, sizeof(other) - 1);
	end_edit(&bare, &e);
	if (crashrec_record_decode(&record, bare.data, bare.bytes))
		abort();
	type = crashrec_record_type(record);
	tap_check("what_an_older_module_found_is_kept",
		  type.bytes == sizeof(other) - 1 &&
		  !memcmp(type.data, other, type.bytes), "it is %.*s",
		  (int)type.bytes, (const char *)type.data);
	crashrec_record_free(record);
	free(bare.data);
}

/* So that a kernel need not have what makes the rest. */
static void check_bare(void)
{
	struct report_bytes whole, bare;
	struct cr_record record;
	struct cr_attr attr;
	u32 offset = 0, others = 0;

	report_encode(WARNING, strlen(WARNING), &whole, &bare);
	if (cr_record_decode(&record, bare.data, (u32)bare.bytes) < 0)
		abort();
	while (cr_record_attr(&record, &offset, &attr))
		others += attr.type != CRASHREC_ATTR_TITLE &&
			  attr.type != CRASHREC_ATTR_TAINT &&
			  attr.type != CRASHREC_ATTR_LINE;
	tap_check("module_makes_no_more_of_the_text_than_the_title", !others,
		  "%u attributes more", others);
	free(whole.data);
	free(bare.data);
}

static void check_many_lines(void)
{
	struct crashrec_line line = { 0 };
	struct crashrec_record *record;
	struct report_bytes bare;
	struct cr_encoder e;
	size_t count = 0;
	u32 i;

	bare = begin_edit(&e, (size_t)MANY_LINES * 64);
	for (i = 0; i < MANY_LINES; i++) {
		line.line_no = cpu_to_le32(100 + i);
		cr_put_attr(&e, CRASHREC_ATTR_LINE, &line, sizeof(line));
	}
	cr_put_attr(&e, CRASHREC_ATTR_LINE, "short", 5);
	end_edit(&bare, &e);
	if (!crashrec_record_decode(&record, bare.data, bare.bytes))
		crashrec_record_lines(record, &count);
	tap_check("lines_that_are_too_many_are_kept",
		  count > MANY_LINES &&
		  crashrec_record_structure(record)->section_count,
		  "%zu lines", count);
	crashrec_record_free(record);
	free(bare.data);
}

int main(void)
{
	check_rows();
	check_decode();
	check_encoded();
	check_cut();
	check_many_frames();
	check_newer();
	check_other_frames();
	check_other_type();
	check_bare();
	check_many_lines();
	return tap_end();
}
