// SPDX-License-Identifier: GPL-2.0
#include <linux/jiffies.h>
#include <linux/string.h>

#include "fixture.h"

static void changed(struct crashrec_assembler *as)
{
}

static void detach(struct fixture *f)
{
	if (!f->attached)
		return;
	crashrec_reader_exit(&f->reader);
	crashrec_ring_exit(&f->ring);
	f->attached = false;
}

static void detach_action(void *f)
{
	detach(f);
}

static void attach(struct fixture *f, u8 boot)
{
	u8 boot_id[CRASHREC_ID_BYTES] = { boot };
	int err;

	memset(&f->stats, 0, sizeof(f->stats));
	memset(&f->reader, 0, sizeof(f->reader));
	memset(&f->assembler, 0, sizeof(f->assembler));
	crashrec_ring_init(&f->ring, f->memory, FIXTURE_REGION_BYTES,
			   &f->stats);
	err = crashrec_ring_probe(&f->ring);
	if (err)
		err = crashrec_ring_format(&f->ring);
	KUNIT_ASSERT_EQ(f->test, err, 0);
	KUNIT_ASSERT_EQ(f->test, crashrec_ring_adopt(&f->ring, boot_id), 0);
	KUNIT_ASSERT_EQ(f->test,
			crashrec_reader_init(&f->reader, &f->ring, 64 << 10),
			0);
	crashrec_assembler_init(&f->assembler, &f->ring, &f->stats);
	f->assembler.max_report_bytes = 64 << 10;
	f->assembler.changed = changed;
	crashrec_closer_init(&f->closer, &f->assembler, &f->reader, 1000);
	f->attached = true;
}

/**
 * fixture_new() - a recorder with an empty region, in its first boot
 * @test: frees it at its end
 *
 * Context: process.
 * Return: the fixture.
 */
struct fixture *fixture_new(struct kunit *test)
{
	struct fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, f);
	f->test = test;
	f->memory = kunit_kzalloc(test, FIXTURE_REGION_BYTES, GFP_KERNEL);
	f->printk = kunit_kzalloc(test, FIXTURE_PRINTK_BYTES, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, f->memory);
	KUNIT_ASSERT_NOT_NULL(test, f->printk);
	attach(f, 1);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, detach_action,
							f), 0);
	return f;
}

/**
 * fixture_reboot() - the machine was reset; another boot takes the region over
 * @f: the fixture
 * @boot: names the boot
 *
 * Context: process.
 */
void fixture_reboot(struct fixture *f, u8 boot)
{
	detach(f);
	attach(f, boot);
}

/**
 * fixture_close() - close all open reports
 * @f: the fixture
 *
 * Context: process.
 */
void fixture_close(struct fixture *f)
{
	crashrec_closer_exit(&f->closer);
	crashrec_closer_init(&f->closer, &f->assembler, &f->reader, 1000);
}

/**
 * fixture_settle() - the closer looks at each report, none of which goes on
 * @f: the fixture
 *
 * Context: process.
 */
void fixture_settle(struct fixture *f)
{
	u32 i, look;

	/* One that may go on is looked at twice before it is not kept. */
	for (look = 0; look < 2; look++) {
		for (i = 0; i < CRASHREC_SLOTS; i++)
			f->assembler.slots[i].last_jiffies =
				jiffies - msecs_to_jiffies(60000);
		crashrec_closer_run(&f->closer);
	}
}

static void feed(struct fixture *f, u64 who, const char *text, u32 bytes)
{
	struct crashrec_context context = {
		.key = CRASHREC_KEY_VALID | who,
		.cpu = who & 0xff,
		.level = who & BIT_ULL(40) ? CRASHREC_CONTEXT_NMI :
			 CRASHREC_CONTEXT_TASK,
	};

	crashrec_assemble_in(&f->assembler, &context, text, bytes);
}

/**
 * fixture_say() - a context prints a text
 * @f: the fixture
 * @who: TASK() or NMI()
 * @text: terminated
 *
 * Context: process.
 */
void fixture_say(struct fixture *f, u64 who, const char *text)
{
	u32 bytes = strlen(text);
	char *at;

	f->printk_at = ALIGN(f->printk_at, sizeof(long));
	at = f->printk + f->printk_at;
	*(unsigned long *)at = 0xfffffffffffff000UL + f->printk_at;
	at += sizeof(unsigned long);
	memcpy(at, text, bytes);
	f->printk_at += sizeof(unsigned long) + bytes;
	feed(f, who, at, bytes);
	/* The byte that the ring keeps for the end of a text. */
	f->printk_at++;
}

/**
 * fixture_say_more() - the context that printed last continues its line
 * @f: the fixture
 * @who: TASK() or NMI()
 * @text: terminated
 *
 * Context: process.
 */
void fixture_say_more(struct fixture *f, u64 who, const char *text)
{
	u32 bytes = strlen(text);
	char *at = f->printk + f->printk_at - 1;

	memcpy(at, text, bytes);
	f->printk_at += bytes;
	feed(f, who, at, bytes);
}

/**
 * fixture_say_wrapped() - likewise, and the record had to move meanwhile
 * @f: the fixture
 * @who: TASK() or NMI()
 * @text: terminated
 *
 * The last line's text is behind the last id word; it is moved with that.
 *
 * Context: process.
 */
void fixture_say_wrapped(struct fixture *f, u64 who, const char *text)
{
	char *end = f->printk + f->printk_at - 1;
	char *begin = end;
	u32 old_bytes, bytes = strlen(text);

	while (!IS_ALIGNED((uintptr_t)begin, sizeof(long)) ||
	       *(unsigned long *)begin < 0xfffffffffffff000UL)
		begin--;
	old_bytes = end - begin;
	f->printk_at = ALIGN(f->printk_at, 4096);
	memcpy(f->printk + f->printk_at, begin, old_bytes);
	f->printk_at += old_bytes;
	memcpy(f->printk + f->printk_at, text, bytes);
	feed(f, who, f->printk + f->printk_at, bytes);
	f->printk_at += bytes + 1;
}

/**
 * fixture_gather() - what the region holds of a report
 * @f: the fixture
 * @seq: of the report
 *
 * Context: process.
 * Return: it, until the next call; NULL: nothing.
 */
const struct cr_gather *fixture_gather(struct fixture *f, u64 seq)
{
	f->reader.refs_valid = false;
	if (crashrec_reader_gather_own(&f->reader, seq))
		return NULL;
	crashrec_reader_gather_end(&f->reader, false);
	return &f->reader.gather;
}

/**
 * fixture_expect_lines() - a report has just these lines
 * @f: the fixture
 * @seq: of the report
 * @lines: each with a newline at its end
 *
 * Context: process.
 */
void fixture_expect_lines(struct fixture *f, u64 seq, const char *lines)
{
	const struct cr_gather *g = fixture_gather(f, seq);
	u32 i, bytes;

	KUNIT_ASSERT_NOT_NULL_MSG(f->test, g, "record %llu is not there", seq);
	for (i = 0; i < g->line_count && *lines; i++) {
		bytes = strchr(lines, '\n') - lines;
		KUNIT_EXPECT_EQ_MSG(f->test, g->lines[i].bytes, bytes,
				    "record %llu, line %u", seq, i);
		KUNIT_EXPECT_TRUE_MSG(f->test,
				      !memcmp(g->lines[i].text, lines, bytes),
				      "record %llu, line %u is '%.*s'", seq, i,
				      (int)g->lines[i].bytes,
				      g->lines[i].text);
		lines += bytes + 1;
	}
	KUNIT_EXPECT_EQ_MSG(f->test, i, g->line_count,
			    "record %llu has too many lines", seq);
	KUNIT_EXPECT_EQ_MSG(f->test, *lines, '\0',
			    "record %llu has too few lines", seq);
}
