// SPDX-License-Identifier: GPL-2.0
#include <linux/jiffies.h>
#include <linux/math64.h>
#include <linux/percpu.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "fixture.h"

/* The kernel's, while the module is not loaded. */
#define FACILITY_UNSEEN	0xff

/* Whose log is read: tests run one after the other. */
static struct fixture *fixture;

static void log_rewind(struct kmsg_dump_iter *iter)
{
	struct fixture *f = fixture;

	iter->cur_seq = f->log_first;
	iter->next_seq = f->log_count;
	if (f->log_pending)
		iter->next_seq--;
	if (f->log_hole)
		iter->next_seq = f->log_hole - 1;
}

static u32 put_prefix(const struct fixture *f, const struct fixture_record *r,
		      char *buf, u32 room)
{
	u64 micros = div_u64(r->time_ns, NSEC_PER_USEC);
	u32 left = do_div(micros, USEC_PER_SEC);
	u32 used = scnprintf(buf, room, "<%u>", r->facility << 3 | 4);

	if (!f->no_times)
		used += scnprintf(buf + used, room - used, "[%5llu.%06u]",
				  micros, left);
	if (f->callers)
		used += scnprintf(buf + used, room - used, "[%5c%u]",
				  r->is_irq ? 'C' : 'T', r->pid);
	if (!f->no_times || f->callers)
		used += scnprintf(buf + used, room - used, " ");
	return used;
}

#define PREFIX_MAX_BYTES	48

/* As kmsg_dump_get_line(): a prefix, and a newline, for each line. */
static bool log_get(struct kmsg_dump_iter *iter, char *buf, u32 buf_bytes,
		    size_t *bytes)
{
	struct fixture *f = fixture;
	const struct fixture_record *r;
	u32 used = 0, i, line_bytes;

	if (iter->cur_seq < f->log_first)
		iter->cur_seq = f->log_first;
	if (iter->cur_seq >= f->log_count || iter->cur_seq + 1 == f->log_hole)
		return false;
	r = &f->log[iter->cur_seq++];
	*bytes = r->bytes;
	if (!buf)
		return true;
	for (i = 0; i <= r->bytes; i += line_bytes + 1) {
		line_bytes = cr_text_line_bytes((struct cr_text){
			r->text + i, r->bytes - i });
		/* What there is no room for is left out, and all behind it. */
		if (used + PREFIX_MAX_BYTES + line_bytes + 2 > buf_bytes)
			break;
		used += put_prefix(f, r, buf + used, buf_bytes - used);
		memcpy(buf + used, r->text + i, line_bytes);
		used += line_bytes;
		buf[used++] = '\n';
	}
	buf[used] = '\0';
	*bytes = used;
	return true;
}

static const struct crashrec_log kept_log = {
	.rewind = log_rewind,
	.get = log_get,
};

static void push(u64 seq)
{
	if (fixture->log_pending)
		fixture->log_pending--;
}

static void changed(struct crashrec_assembler *as)
{
}

static void detach(struct fixture *f)
{
	if (!f->attached)
		return;
	crashrec_cookies_exit(&f->assembler.cookies);
	crashrec_join_log_free(f->assembler.join_log);
	free_percpu(f->closer.kicks);
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
	f->ring.flush = f->flush;
	err = crashrec_ring_probe(&f->ring);
	if (err)
		err = crashrec_ring_format(&f->ring, 0);
	KUNIT_ASSERT_EQ(f->test, err, 0);
	KUNIT_ASSERT_EQ(f->test, crashrec_ring_adopt(&f->ring, boot_id), 0);
	KUNIT_ASSERT_EQ(f->test,
			crashrec_reader_init(&f->reader, &f->ring, 64 << 10),
			0);
	crashrec_assembler_init(&f->assembler, &f->ring, &f->stats);
	f->assembler.max_report_bytes = 64 << 10;
	f->assembler.changed = changed;
	f->assembler.log = &kept_log;
	KUNIT_ASSERT_EQ(f->test,
			crashrec_closer_init(&f->closer, &f->assembler,
					     &f->reader, 1000), 0);
	f->closer.push = push;
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
	f->step_ns = FIXTURE_STEP_NS;
	f->now_ns = NSEC_PER_SEC;
	fixture = f;
	f->memory = kunit_kzalloc(test, FIXTURE_REGION_BYTES, GFP_KERNEL);
	f->printk = kunit_kzalloc(test, FIXTURE_PRINTK_BYTES, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, f->memory);
	KUNIT_ASSERT_NOT_NULL(test, f->printk);
	f->log_text = kunit_kzalloc(test, FIXTURE_PRINTK_BYTES, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, f->log_text);
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
	KUNIT_ASSERT_EQ(f->test,
			crashrec_closer_init(&f->closer, &f->assembler,
					     &f->reader, 1000), 0);
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
		.time_ns = f->now_ns + f->step_ns / 2,
		.pid = who & 0xffff,
		.cpu = who & 0xff,
		.level = who & BIT_ULL(40) ? CRASHREC_CONTEXT_NMI :
			 CRASHREC_CONTEXT_TASK,
		.is_kernels = !(who & BIT_ULL(41)),
	};

	crashrec_assemble_in(&f->assembler, &context, text, bytes);
	f->now_ns += f->step_ns;
}

static const char *log_add(struct fixture *f, const char *text, u32 bytes)
{
	char *at = f->log_text + f->log_text_at;

	KUNIT_ASSERT_LE(f->test, f->log_text_at + bytes, FIXTURE_PRINTK_BYTES);
	memcpy(at, text, bytes);
	f->log_text_at += bytes;
	return at;
}

/* What is continued is not in the log any more. */
static void feed_more(struct fixture *f, u64 who, const char *text, u32 bytes)
{
	f->log_count--;
	feed(f, who, text, bytes);
	log_add(f, text, bytes);
	f->log[f->log_count++].bytes += bytes;
}

/* What is being printed is not in the log yet. */
static struct fixture_record *log_next(struct fixture *f)
{
	KUNIT_ASSERT_LT(f->test, f->log_count, FIXTURE_LOG_RECORDS);
	return &f->log[f->log_count];
}

static void print(struct fixture *f, u64 who, const char *text, u32 facility)
{
	struct fixture_record *record = log_next(f);
	u32 bytes = strlen(text);
	char *at;

	f->printk_at = ALIGN(f->printk_at, sizeof(long));
	f->record_at = f->printk_at;
	at = f->printk + f->printk_at;
	*(unsigned long *)at = 0x100000000UL + f->ids++;
	at += sizeof(unsigned long);
	memcpy(at, text, bytes);
	f->printk_at += sizeof(unsigned long) + bytes;
	*record = (struct fixture_record) {
		.text = log_add(f, text, bytes),
		.bytes = bytes,
		.facility = facility,
		.pid = who & 0xffff,
		.is_irq = who & BIT_ULL(40),
		.time_ns = f->now_ns,
	};
	if (facility != FACILITY_UNSEEN)
		feed(f, who, at, bytes);
	else
		record->facility = 0;
	f->log_count++;
	/* The byte that the ring keeps for the end of a text. */
	f->printk_at++;
}

/**
 * fixture_say() - a context prints a text
 * @f: the fixture
 * @who: TASK(), PROCESS() or NMI()
 * @text: terminated
 *
 * Context: process.
 */
void fixture_say(struct fixture *f, u64 who, const char *text)
{
	print(f, who, text, 0);
}

/**
 * fixture_log() - a context prints a text, and nobody looks
 * @f: the fixture
 * @who: TASK(), PROCESS() or NMI()
 * @text: terminated
 *
 * Context: process.
 */
void fixture_log(struct fixture *f, u64 who, const char *text)
{
	print(f, who, text, FACILITY_UNSEEN);
	f->now_ns += f->step_ns;
}

/**
 * fixture_write() - a process writes a text to /dev/kmsg
 * @f: the fixture
 * @who: PROCESS()
 * @text: terminated
 *
 * Context: process.
 */
void fixture_write(struct fixture *f, u64 who, const char *text)
{
	print(f, who, text, 1);
}

/**
 * fixture_say_more() - the context that printed last continues its line
 * @f: the fixture
 * @who: TASK(), PROCESS() or NMI()
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
	feed_more(f, who, at, bytes);
}

/**
 * fixture_say_wrapped() - likewise, and the record had to move meanwhile
 * @f: the fixture
 * @who: TASK(), PROCESS() or NMI()
 * @text: terminated
 *
 * Its text is moved with its id word.
 *
 * Context: process.
 */
void fixture_say_wrapped(struct fixture *f, u64 who, const char *text)
{
	char *end = f->printk + f->printk_at - 1;
	char *begin = f->printk + f->record_at;
	u32 old_bytes = end - begin, bytes = strlen(text);

	f->printk_at = ALIGN(f->printk_at, 4096);
	memcpy(f->printk + f->printk_at, begin, old_bytes);
	f->printk_at += old_bytes;
	memcpy(f->printk + f->printk_at, text, bytes);
	feed_more(f, who, f->printk + f->printk_at, bytes);
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

/**
 * fixture_keeping() - one that keeps so many records of a title
 * @test: whose it is
 * @copies: 0: all
 *
 * Context: process.
 * Return: it lives as long as @test.
 */
struct fixture *fixture_keeping(struct kunit *test, u32 copies)
{
	struct fixture *f = fixture_new(test);

	f->closer.kept.copies = copies;
	return f;
}

/**
 * fixture_warn() - a task prints a warning
 * @f: the fixture
 * @pid: the task
 * @function: that its title names
 *
 * Context: process.
 */
void fixture_warn(struct fixture *f, u32 pid, const char *function)
{
	char frame[64];

	snprintf(frame, sizeof(frame), " %s+0x1/0x2", function);
	fixture_say(f, TASK(pid), "------------[ cut here ]------------");
	fixture_say(f, TASK(pid), "WARNING: CPU: 0 PID: 7 at a.c:1 f+0x1/0x2");
	fixture_say(f, TASK(pid), "Call Trace:");
	fixture_say(f, TASK(pid), frame);
	fixture_say(f, TASK(pid), "---[ end trace 0000000000000000 ]---");
}

/**
 * fixture_repeats() - how often was a title counted?
 * @f: the fixture
 * @seq: of the record, which must be there
 *
 * Context: process.
 * Return: its count, without the record itself.
 */
u64 fixture_repeats(struct fixture *f, u64 seq)
{
	const struct cr_gather *g = fixture_gather(f, seq);

	KUNIT_ASSERT_NOT_NULL_MSG(f->test, g, "record %llu is not there", seq);
	return le64_to_cpu(g->repeats.count);
}

/**
 * fixture_lost() - what was lost
 * @f: the fixture
 * @cause: CRASHREC_LOST_*
 *
 * Context: process.
 * Return: how many.
 */
u64 fixture_lost(struct fixture *f, u32 cause)
{
	return atomic64_read(&f->stats.lost[cause]);
}

/**
 * fixture_records() - how many records does a reader get?
 * @f: the fixture
 *
 * Context: process.
 * Return: that.
 */
u32 fixture_records(struct fixture *f)
{
	u64 first_seq;
	u32 count;

	KUNIT_ASSERT_EQ(f->test, crashrec_reader_count(&f->reader, &count,
						       &first_seq), 0);
	return count;
}
