// SPDX-License-Identifier: GPL-2.0
/*
 * The ring and its reader: what is in the region after resets, torn writes,
 * flipped bits and acknowledgements.
 */
#include <linux/sched/signal.h>

#include "core/crc32c.h"
#include "fixture.h"

#define CUT	"------------[ cut here ]------------"
#define END	"---[ end trace 0000000000000000 ]---"

static void say_report(struct fixture *f, u32 pid, const char *text)
{
	fixture_say(f, TASK(pid), CUT);
	fixture_say(f, TASK(pid), text);
	fixture_say(f, TASK(pid), END);
}

/* State of a record, as a reader gets it; 0: it gets none. */
static u8 state_of(struct fixture *f, u64 seq)
{
	struct crashrec_found found = { 0 };
	struct cr_record record;
	u8 state = 0;

	if (crashrec_reader_find(&f->reader, seq, &found))
		return 0;
	if (found.seq == seq &&
	    cr_record_decode(&record, found.record, found.bytes) > 0)
		state = record.hdr.state;
	kvfree(found.record);
	return state;
}

static void open_report_is_not_given_out(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	say_report(f, 7, "one");
	KUNIT_EXPECT_EQ(test, state_of(f, 1), 0);
	fixture_close(f);
	KUNIT_EXPECT_EQ(test, state_of(f, 1), CRASHREC_STATE_COMPLETE);
}

static void open_report_is_cut_by_a_reset(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_say(f, TASK(7), CUT);
	fixture_say(f, TASK(7), "one");
	fixture_reboot(f, 2);
	KUNIT_EXPECT_EQ(test, state_of(f, 1), CRASHREC_STATE_CUT_BY_RESET);
	fixture_expect_lines(f, 1, CUT "\none\n");
}

static void open_report_is_cut_by_a_panic(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	fixture_say(f, TASK(7), CUT);
	crashrec_ring_end(&f->ring, CRASHREC_ENDED_PANIC);
	fixture_reboot(f, 2);
	KUNIT_EXPECT_EQ(test, state_of(f, 1), CRASHREC_STATE_CUT_BY_PANIC);
}

static void numbers_go_on_after_a_reset(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	say_report(f, 7, "one");
	fixture_reboot(f, 2);
	say_report(f, 7, "two");
	fixture_reboot(f, 3);
	say_report(f, 7, "three");
	fixture_expect_lines(f, 1, CUT "\none\n" END "\n");
	fixture_expect_lines(f, 2, CUT "\ntwo\n" END "\n");
	fixture_expect_lines(f, 3, CUT "\nthree\n" END "\n");
}

static void acknowledged_report_stays_away(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	u8 first_boot[CRASHREC_ID_BYTES] = { 1 };
	u8 other_boot[CRASHREC_ID_BYTES] = { 9 };
	u32 free_before = crashrec_ring_free_chunks(&f->ring);

	say_report(f, 7, "one");
	fixture_close(f);
	KUNIT_EXPECT_EQ(test,
			crashrec_closer_ack(&f->closer, 1, other_boot),
			-ENOENT);
	KUNIT_EXPECT_EQ(test,
			crashrec_closer_ack(&f->closer, 1, first_boot), 0);
	KUNIT_EXPECT_EQ(test,
			crashrec_closer_ack(&f->closer, 1, first_boot),
			-ENOENT);
	KUNIT_EXPECT_EQ(test, state_of(f, 1), 0);
	KUNIT_EXPECT_EQ(test, crashrec_ring_free_chunks(&f->ring),
			free_before);
	fixture_reboot(f, 2);
	KUNIT_EXPECT_EQ(test, state_of(f, 1), 0);
	say_report(f, 7, "two");
	fixture_expect_lines(f, 2, CUT "\ntwo\n" END "\n");
}

/* The region, but for what is read of it being counted. */
static struct cr_image counted_image;
static u32 counted_hdrs;

static int read_counted(void *arg, u64 offset, void *buf, u32 bytes)
{
	counted_hdrs += bytes == sizeof(struct crashrec_chunk_hdr);
	return counted_image.read(arg, offset, buf, bytes);
}

/* As much for each: a region of a GiB has 16384 chunks. */
static void acknowledging_does_not_scan(struct kunit *test)
{
	struct fixture *f = fixture_keeping(test, 0);
	u8 boot[CRASHREC_ID_BYTES] = { 1 };
	u64 seq;

	for (seq = 1; seq <= 20; seq++)
		say_report(f, seq, "one");
	fixture_close(f);
	KUNIT_ASSERT_EQ(test, fixture_records(f), 20);
	counted_image = f->ring.image;
	counted_hdrs = 0;
	f->ring.image.read = read_counted;
	for (seq = 1; seq <= 20; seq++)
		KUNIT_EXPECT_EQ(test, crashrec_closer_ack(&f->closer, seq, boot),
				0);
	KUNIT_EXPECT_LT(test, counted_hdrs, 20 + f->ring.layout.chunk_count);
	KUNIT_EXPECT_EQ(test, fixture_records(f), 0);
	f->ring.image = counted_image;
	say_report(f, 7, "one");
	fixture_close(f);
	KUNIT_EXPECT_EQ(test, fixture_records(f), 1);
}

static void open_report_cannot_be_acknowledged(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	u8 boot[CRASHREC_ID_BYTES] = { 1 };

	fixture_say(f, TASK(7), CUT);
	KUNIT_EXPECT_EQ(test, crashrec_closer_ack(&f->closer, 1, boot),
			-EBUSY);
	fixture_say(f, TASK(7), END);
	fixture_expect_lines(f, 1, CUT "\n" END "\n");
}

/*
 * Writers store an entry's payload before its header. Whatever prefix of the
 * last entry's bytes got to memory, the lines before it come back, whole, and
 * it comes back whole or not at all.
 */
static void torn_entry_leaves_a_true_prefix(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	const struct cr_gather *g;
	u32 begin, end, at;
	u8 *chunk, saved[256];

	fixture_say(f, TASK(7), CUT);
	chunk = f->memory + cr_layout_chunk_offset(&f->ring.layout, 0);
	begin = f->assembler.slots[0].writer.at;
	fixture_say(f, TASK(7), "the line that is torn");
	end = f->assembler.slots[0].writer.at;
	KUNIT_ASSERT_LE(test, end - begin, sizeof(saved));
	memcpy(saved, chunk + begin, end - begin);
	for (at = begin; at < end; at++) {
		memset(chunk + at, 0xee, end - at);
		g = fixture_gather(f, 1);
		KUNIT_ASSERT_NOT_NULL(test, g);
		/* The padding behind the text may be anything. */
		if (g->line_count != 1)
			fixture_expect_lines(f, 1,
					     CUT "\nthe line that is torn\n");
		memcpy(chunk + begin, saved, end - begin);
	}
	fixture_expect_lines(f, 1, CUT "\nthe line that is torn\n");
}

static void flipped_bit_is_never_believed(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	const struct cr_gather *g;
	u32 bytes, bit, i;
	u8 *chunk;

	say_report(f, 7, "one line");
	chunk = f->memory + cr_layout_chunk_offset(&f->ring.layout, 0);
	bytes = f->assembler.slots[0].writer.at;
	for (bit = 0; bit < bytes * 8; bit++) {
		chunk[bit / 8] ^= BIT(bit % 8);
		g = fixture_gather(f, 1);
		for (i = 0; g && i < g->line_count; i++) {
			static const char *const lines[] = {
				CUT, "one line", END,
			};

			KUNIT_ASSERT_LT(test, i, ARRAY_SIZE(lines));
			KUNIT_EXPECT_TRUE(test,
					  g->lines[i].bytes ==
					  strlen(lines[i]) &&
					  !memcmp(g->lines[i].text, lines[i],
						  g->lines[i].bytes));
		}
		chunk[bit / 8] ^= BIT(bit % 8);
	}
}

static void reused_chunk_shows_nothing_old(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	u8 boot[CRASHREC_ID_BYTES] = { 1 };
	u32 chunks = f->ring.layout.chunk_count;
	u64 seq;

	for (seq = 1; seq <= 2 * chunks; seq++) {
		f->printk_at = 0;
		fixture_say(f, TASK(7), CUT);
		if (seq <= chunks)
			fixture_say(f, TASK(7), "an older line");
		fixture_say(f, TASK(7), END);
		fixture_close(f);
		fixture_expect_lines(f, seq, seq <= chunks ?
				     CUT "\nan older line\n" END "\n" :
				     CUT "\n" END "\n");
		KUNIT_ASSERT_EQ(test,
				crashrec_closer_ack(&f->closer, seq, boot), 0);
	}
}

/* Behind its copy, the chunk is another report's. */
static int read_then_reuse(void *arg, u64 offset, void *buf, u32 bytes)
{
	struct fixture *f = arg;
	struct crashrec_chunk_hdr *hdr = (void *)(f->memory + offset);

	memcpy(buf, hdr, bytes);
	if (bytes > sizeof(*hdr) &&
	    le32_to_cpu(hdr->magic) == CRASHREC_CHUNK_MAGIC)
		le64_add_cpu(&hdr->seq, 1);
	return 0;
}

static void chunk_reused_while_copied_is_not_given_out(struct kunit *test)
{
	struct fixture *f = fixture_new(test);

	say_report(f, 7, "one");
	fixture_close(f);
	f->ring.image.read = read_then_reuse;
	f->ring.image.arg = f;
	KUNIT_EXPECT_EQ(test, state_of(f, 1), 0);
}

/* As a process could have had it stored there before, in a cookie. */
static void entry_of_a_former_use_is_not_believed(struct kunit *test)
{
	static const char text[] = "a line";
	const u32 bytes = sizeof(struct crashrec_line) + sizeof(text) - 1;
	struct fixture *f = fixture_new(test);
	struct crashrec_close close = { .state = CRASHREC_STATE_COMPLETE };
	struct crashrec_entry entry = {
		.type = cpu_to_le16(CRASHREC_ATTR_CLOSE),
		.payload_bytes = cpu_to_le16(sizeof(close)),
	};
	const struct crashrec_writer *writer = &f->assembler.slots[0].writer;
	u8 *chunk = f->memory + cr_layout_chunk_offset(&f->ring.layout, 0);
	u32 at;

	fixture_say(f, TASK(7), CUT);
	at = writer->at + sizeof(entry) + cr_padded(bytes);
	entry.crc = cpu_to_le32(cr_entry_crc(writer->crc, at,
					     CRASHREC_ATTR_CLOSE, &close,
					     sizeof(close)));
	memcpy(chunk + at, &entry, sizeof(entry));
	memcpy(chunk + at + sizeof(entry), &close, sizeof(close));
	fixture_say(f, TASK(7), text);
	KUNIT_ASSERT_EQ(test, writer->at, at);
	fixture_expect_lines(f, 1, CUT "\na line\n");
	KUNIT_EXPECT_EQ(test, f->reader.gather.close.state, 0);
}

static void number_that_none_can_follow_is_refused(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	struct crashrec_chunk_hdr hdr = {
		.magic = cpu_to_le32(CRASHREC_CHUNK_MAGIC),
		.hdr_bytes = cpu_to_le16(sizeof(hdr)),
		.seq = cpu_to_le64(S64_MAX),
	};
	struct crashrec_ring *ring = kunit_kzalloc(test, sizeof(*ring), GFP_KERNEL);
	u8 boot_id[CRASHREC_ID_BYTES] = { 7 };

	KUNIT_ASSERT_NOT_NULL(test, ring);
	hdr.crc = cpu_to_le32(cr_crc32c(0, &hdr, offsetof(typeof(hdr), crc)));
	memcpy(f->memory + cr_layout_chunk_offset(&f->ring.layout, 3), &hdr,
	       sizeof(hdr));
	KUNIT_ASSERT_EQ(test, crashrec_ring_init(ring, f->memory,
						 FIXTURE_REGION_BYTES,
						 &f->stats), 0);
	KUNIT_ASSERT_EQ(test, crashrec_ring_probe(ring), 0);
	KUNIT_EXPECT_EQ(test, crashrec_ring_adopt(ring, boot_id), -EBADMSG);
	KUNIT_EXPECT_NULL(test, ring->claimed);
}

static void killed_reader_stops(struct kunit *test)
{
	struct fixture *f = fixture_new(test);
	struct crashrec_found found = { 0 };
	u64 first_seq;
	u32 count;

	say_report(f, 7, "one");
	fixture_close(f);
	sigaddset(&current->pending.signal, SIGKILL);
	set_tsk_thread_flag(current, TIF_SIGPENDING);
	KUNIT_EXPECT_EQ(test, crashrec_reader_count(&f->reader, &count,
						    &first_seq), -EINTR);
	KUNIT_EXPECT_EQ(test, crashrec_reader_find(&f->reader, 0, &found),
			-EINTR);
	sigdelset(&current->pending.signal, SIGKILL);
	clear_tsk_thread_flag(current, TIF_SIGPENDING);
	KUNIT_EXPECT_EQ(test, crashrec_reader_count(&f->reader, &count,
						    &first_seq), 0);
	KUNIT_EXPECT_EQ(test, count, 1);
}

/* Every length of a text, at every place in eight bytes; no byte more. */
static void copy_is_exact_and_summed(struct kunit *test)
{
	enum { ROOM = 64, PLACES = 8, TEXT_MAX = ROOM - 24 - PLACES };
	u8 from[ROOM], to[ROOM], before[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	u32 bytes, place, wrong = 0;

	for (bytes = 0; bytes < sizeof(from); bytes++)
		from[bytes] = 0x80 + 7 * bytes;
	for (place = 0; place < PLACES; place++) {
		for (bytes = 0; bytes <= TEXT_MAX; bytes++) {
			u32 head = bytes % 25, whole = head + bytes;
			struct crashrec_piece pieces[2] = {
				{ from + place, head },
				{ from + PLACES - place, bytes },
			};
			u32 crc;

			memset(to, 0, sizeof(to));
			crc = crashrec_copy_summed(5, 0x0807060504030201ULL,
						   to, pieces);
			wrong += crc != cr_crc32c(cr_crc32c(5, before, 8), to,
						  whole) ||
				 memcmp(to, from + place, head) ||
				 memcmp(to + head, from + PLACES - place,
					bytes) ||
				 memchr_inv(to + whole, 0, sizeof(to) - whole);
		}
	}
	KUNIT_EXPECT_EQ(test, wrong, 0);
}

static struct kunit_case ring_cases[] = {
	KUNIT_CASE(open_report_is_not_given_out),
	KUNIT_CASE(open_report_is_cut_by_a_reset),
	KUNIT_CASE(open_report_is_cut_by_a_panic),
	KUNIT_CASE(numbers_go_on_after_a_reset),
	KUNIT_CASE(acknowledged_report_stays_away),
	KUNIT_CASE(acknowledging_does_not_scan),
	KUNIT_CASE(open_report_cannot_be_acknowledged),
	KUNIT_CASE(torn_entry_leaves_a_true_prefix),
	KUNIT_CASE(flipped_bit_is_never_believed),
	KUNIT_CASE(reused_chunk_shows_nothing_old),
	KUNIT_CASE(chunk_reused_while_copied_is_not_given_out),
	KUNIT_CASE(entry_of_a_former_use_is_not_believed),
	KUNIT_CASE(number_that_none_can_follow_is_refused),
	KUNIT_CASE(killed_reader_stops),
	KUNIT_CASE(copy_is_exact_and_summed),
	{}
};

static struct kunit_suite ring_suite = {
	.name = "crashrec_ring",
	.test_cases = ring_cases,
};

kunit_test_suites(&ring_suite);
