// SPDX-License-Identifier: GPL-2.0
#include "support_cases.h"

#include <endian.h>
#include <string.h>

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static void put_lines(struct chunk *chunk, const struct line *lines,
		      size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		chunk_line(chunk, CRASHREC_ATTR_LINE, &lines[i]);
}

/* Plain lines of task 77 on CPU 1, numbered from @first. */
static void put_texts(struct chunk *chunk, uint32_t first,
		      const char * const *texts, size_t count)
{
	struct line line = { .time_ms = 5000, .pid = 77, .cpu = 1 };
	size_t i;

	for (i = 0; i < count; i++) {
		line.number = first + (uint32_t)i;
		line.time_ms++;
		line.text = texts[i];
		chunk_line(chunk, CRASHREC_ATTR_LINE, &line);
	}
}

static void add_open(struct image *image, const struct chunk_id *id,
		     struct chunk *chunk)
{
	static const char * const texts[] = {
		CASE_LINE_0, CASE_LINE_1, CASE_LINE_2,
	};

	*chunk = image_chunk(image, id);
	chunk_open(chunk, 5000, 1 << 9 | 1 << 12);
	chunk_text(chunk, CRASHREC_ATTR_RELEASE, "6.1.0-test");
	chunk_origin(chunk, 1, 77, "lab");
	put_texts(chunk, 0, texts, COUNT(texts));
}

void case_add_warning(struct image *image, const struct chunk_id *id)
{
	struct chunk chunk;

	add_open(image, id, &chunk);
	chunk_close(&chunk, CRASHREC_STATE_COMPLETE, CRASHREC_CLASS_WARNING, 0);
}

static void start(struct image *image, uint32_t former_ended)
{
	image_format(image);
	image_boot(image, 0, BOOT_FORMER, 7, former_ended);
	image_boot(image, 1, BOOT_LAST, 8, CRASHREC_ENDED_NOT);
}

static const struct chunk_id former_1 = { 0, BOOT_FORMER, 1, 0, 0, 0 };
static const struct chunk_id last_1 = { 0, BOOT_LAST, 1, 0, 0, 0 };

static void build_complete(struct image *image)
{
	start(image, CRASHREC_ENDED_NOT);
	case_add_warning(image, &former_1);
}

static void build_open(struct image *image)
{
	struct chunk chunk;

	start(image, CRASHREC_ENDED_NOT);
	add_open(image, &last_1, &chunk);
}

static void build_cut_by_reset(struct image *image)
{
	struct chunk chunk;

	start(image, CRASHREC_ENDED_NOT);
	add_open(image, &former_1, &chunk);
}

static void build_cut_by_panic(struct image *image)
{
	struct chunk chunk;

	start(image, CRASHREC_ENDED_PANIC);
	add_open(image, &former_1, &chunk);
}

/* A stall: the stalled CPU answers by NMI, in the midst of the report. */
static void build_streams(struct image *image)
{
	static const struct line task[] = {
		{ 0, 20000, 0, 0, CRASHREC_CONTEXT_HARDIRQ, 0,
		  "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:", 0, 0 },
		{ 1, 20001, 0, 0, CRASHREC_CONTEXT_HARDIRQ, 0,
		  "rcu: \t1-...0: (1 GPs behind) idle=1/1/0x2 softirq=9/9 fqs=9",
		  0, 0 },
		{ 2, 20002, 0, 0, CRASHREC_CONTEXT_HARDIRQ, 0,
		  "\t(detected by 0, t=5252 jiffies, g=-1155, q=4 ncpus=2)",
		  0, 0 },
		{ 3, 20003, 0, 0, CRASHREC_CONTEXT_HARDIRQ, 0,
		  "Sending NMI from CPU 0 to CPUs 1:", 0, 0 },
		{ 9, 20009, 0, 0, CRASHREC_CONTEXT_HARDIRQ, 0,
		  "rcu: rcu_preempt kthread starved for 5252 jiffies!", 0, 0 },
	};
	static const struct line nmi[] = {
		{ 4, 20004, 88, 1, CRASHREC_CONTEXT_NMI, 0,
		  "NMI backtrace for cpu 1", 0, 0 },
		{ 5, 20005, 88, 1, CRASHREC_CONTEXT_NMI, 0,
		  "CPU: 1 PID: 88 Comm: looper Not tainted 6.1.0-test #1", 0, 0 },
		{ 6, 20006, 88, 1, CRASHREC_CONTEXT_NMI, 0,
		  "RIP: 0010:lab_loop_here+0x2/0x10 [lab]", 0, 0 },
		{ 7, 20007, 88, 1, CRASHREC_CONTEXT_NMI, 0, "Call Trace:", 0, 0 },
		{ 8, 20008, 88, 1, CRASHREC_CONTEXT_NMI, 0,
		  " kthread+0xe9/0x110", 0, 0 },
	};
	static const struct chunk_id other = { 3, BOOT_FORMER, 1, 1, 0, 0 };
	struct chunk chunk;

	start(image, CRASHREC_ENDED_NOT);
	chunk = image_chunk(image, &former_1);
	chunk_open(&chunk, 20000, 0);
	chunk_origin(&chunk, 0, 0, "swapper/0");
	put_lines(&chunk, task, COUNT(task));
	chunk_close(&chunk, CRASHREC_STATE_COMPLETE, CRASHREC_CLASS_RCU_STALL,
		    0);
	chunk = image_chunk(image, &other);
	put_lines(&chunk, nmi, COUNT(nmi));
}

#define MORE_HEAD	"BUG: head of a line, "
#define MORE_MIDDLE	"then its middle, "
#define MORE_TAIL	"then its tail"

static void build_more(struct image *image)
{
	static const struct chunk_id part_1 = { 1, BOOT_FORMER, 1, 0, 1, 0 };
	struct line line = { .time_ms = 5000, .pid = 77, .text = MORE_HEAD };
	struct chunk chunk;

	start(image, CRASHREC_ENDED_NOT);
	chunk = image_chunk(image, &former_1);
	chunk_open(&chunk, 5000, 0);
	chunk_line(&chunk, CRASHREC_ATTR_LINE, &line);
	line.text_at += (uint32_t)strlen(line.text);
	line.text = MORE_MIDDLE;
	chunk_line(&chunk, CRASHREC_ATTR_MORE, &line);
	chunk = image_chunk(image, &part_1);
	line.text_at += (uint32_t)strlen(line.text);
	line.text = MORE_TAIL;
	chunk_line(&chunk, CRASHREC_ATTR_MORE, &line);
	line.number = 1;
	line.text_at = 0;
	line.text = "next line";
	chunk_line(&chunk, CRASHREC_ATTR_LINE, &line);
	chunk_close(&chunk, CRASHREC_STATE_COMPLETE, CRASHREC_CLASS_BUG, 0);
}

/* The first part ends before a piece that it had; @tells: the next part says so. */
static void end_missing(struct image *image, bool tells)
{
	struct line line = {
		.number = 2, .text_at = sizeof(CASE_LINE_2) - 1, .text = "more",
	};
	struct chunk_id part_1 = { 1, BOOT_FORMER, 1, 0, 1, 0 };
	struct chunk chunk;
	uint32_t at;

	start(image, CRASHREC_ENDED_NOT);
	add_open(image, &former_1, &chunk);
	at = chunk.at;
	chunk_line(&chunk, CRASHREC_ATTR_MORE, &line);
	memset(chunk.bytes + at, 0, chunk.at - at);
	part_1.former_bytes = tells ? chunk.at : at;
	chunk = image_chunk(image, &part_1);
	chunk_close_at(&chunk, 3);
}

static void build_end_missing(struct image *image)
{
	end_missing(image, true);
}

static void build_end_whole(struct image *image)
{
	end_missing(image, false);
}

/* The last line of another stream is not there. */
static void build_last_missing(struct image *image)
{
	struct chunk chunk;

	start(image, CRASHREC_ENDED_NOT);
	add_open(image, &former_1, &chunk);
	chunk_close_at(&chunk, 4);
}

static void build_acked(struct image *image)
{
	static const struct chunk_id second = { 4, BOOT_LAST, 2, 0, 0, 0 };

	start(image, CRASHREC_ENDED_NOT);
	case_add_warning(image, &former_1);
	case_add_warning(image, &second);
	image_ack(image, 0);
}

static void build_unknown(struct image *image)
{
	static const char * const more[] = { "after what is not known" };
	struct chunk chunk;

	start(image, CRASHREC_ENDED_NOT);
	add_open(image, &former_1, &chunk);
	chunk_text(&chunk, 0x7fff, "from the future");
	put_texts(&chunk, 3, more, COUNT(more));
	chunk_close(&chunk, CRASHREC_STATE_COMPLETE, CRASHREC_CLASS_WARNING, 0);
}

/* The last line's entry has its header, and half of its payload. */
static void build_torn(struct image *image)
{
	struct chunk chunk;
	uint32_t last;

	start(image, CRASHREC_ENDED_NOT);
	add_open(image, &former_1, &chunk);
	last = (uint32_t)(sizeof(struct crashrec_line) + strlen(CASE_LINE_2));
	memset(chunk.bytes + chunk.at - last / 2, 0, last / 2);
}

/* The middle one of three chunks has lost its header's CRC. */
static void build_chunk_damaged(struct image *image)
{
	static const char * const one[] = { "first part" };
	static const char * const two[] = { "second part" };
	static const char * const three[] = { "third part" };
	struct chunk_id id = former_1;
	struct chunk chunk;

	start(image, CRASHREC_ENDED_NOT);
	chunk = image_chunk(image, &id);
	chunk_open(&chunk, 5000, 0);
	put_texts(&chunk, 0, one, 1);
	id.index = 1;
	id.part = 1;
	chunk = image_chunk(image, &id);
	put_texts(&chunk, 1, two, 1);
	chunk.bytes[offsetof(struct crashrec_chunk_hdr, part)] ^= 4;
	id.index = 2;
	id.part = 2;
	chunk = image_chunk(image, &id);
	put_texts(&chunk, 2, three, 1);
	chunk_text(&chunk, CRASHREC_ATTR_TITLE, "a report of three parts");
	chunk_close(&chunk, CRASHREC_STATE_COMPLETE, CRASHREC_CLASS_BUG, 0);
}

static void build_header_damaged(struct image *image)
{
	build_complete(image);
	image->bytes[offsetof(struct crashrec_region_hdr, chunk_bytes)] ^= 1;
}

static void build_version(struct image *image)
{
	build_complete(image);
	image->bytes[offsetof(struct crashrec_region_hdr, version)] =
		CRASHREC_FORMAT_VERSION + 1;
}

static void build_short(struct image *image)
{
	build_complete(image);
	image->size -= 4096;
}

static void build_zero(struct image *image)
{
	memset(image->bytes, 0, sizeof(image->bytes));
	image->size = sizeof(image->bytes);
}

static void build_empty(struct image *image)
{
	start(image, CRASHREC_ENDED_NOT);
	image_lost(image, 1, CRASHREC_LOST_LINE_FULL, 3);
}

static void add_warning_text(struct chunk *chunk)
{
	static const struct line before[] = {
		{ 2, 4000, 1, 0, 0, 0, "lab: loaded", 0, 0 },
		{ 1, 4500, 76, 0, 0, CRASHREC_LINE_F_USER, "hello from sh", 0, 0 },
	};
	static const char * const texts[] = {
		CASE_LINE_0,
		CASE_LINE_1,
		"Modules linked in: lab(O)",
		"CPU: 1 PID: 77 Comm: insmod Tainted: G           O       6.1.0-test #1",
		"RIP: 0010:lab_warn_here+0x16/0x40 [lab]",
		"RSP: 0018:ffffb0a0c0117d38 EFLAGS: 00010246",
		"RAX: 0000000000000000 RBX: ffffffffc0a00000 RCX: 0000000000000001",
		"Call Trace:",
		" <TASK>",
		" lab_init+0x20/0x1000 [lab]",
		" ? __pfx_lab_init+0x10/0x10 [lab]",
		" do_one_initcall+0x59/0x220",
		" do_syscall_64+0x58/0xc0",
		" </TASK>",
		CASE_LINE_2,
	};

	chunk_open(chunk, 5000, 1 << 9 | 1 << 12);
	chunk_text(chunk, CRASHREC_ATTR_RELEASE, "6.1.0-test");
	chunk_origin(chunk, 1, 77, "insmod");
	chunk_line(chunk, CRASHREC_ATTR_BEFORE, &before[0]);
	chunk_line(chunk, CRASHREC_ATTR_BEFORE, &before[1]);
	put_texts(chunk, 0, texts, COUNT(texts));
}

static void add_trap(struct chunk *chunk)
{
	struct {
		struct crashrec_trap trap;
		struct crashrec_register registers[2];
	} payload = {
		{ .trap = 14, .signal = 11, .error = 2 },
		{ { "RIP", 0xffffffffc0a00016 }, { "RSP", 0xffffb0a0c0117d38 } },
	};

	chunk_put(chunk, CRASHREC_ATTR_TRAP, &payload, sizeof(payload));
}

static void add_cookie(struct chunk *chunk, uint32_t pid, uint8_t flags,
		       const char *text)
{
	struct {
		struct crashrec_cookie cookie;
		char text[CRASHREC_COOKIE_MAX_BYTES];
	} payload = {
		.cookie = {
			.time_ns = htole64(6999000000 + pid),
			.pid = htole32(pid),
			.tgid = htole32(99),
			.cpu = htole32(pid & 1),
			.flags = flags,
		},
	};

	memcpy(payload.text, text, strlen(text));
	chunk_put(chunk, CRASHREC_ATTR_COOKIE, &payload,
		  (uint32_t)(sizeof(payload.cookie) + strlen(text)));
}

/* Of a task with a newline, an escape and no UTF-8 in its name. */
static void add_hostile(struct chunk *chunk)
{
	static const struct line lines[] = {
		{ 0, 7000, 99, 0, 0, 0,
		  "BUG: kernel NULL pointer dereference, address: 0000000000000000",
		  0, 0 },
		{ 1, 7001, 99, 0, 0, 0,
		  "#PF: \033[31mred\033[0m \23331m \377\376 \342\200\256drawkcab \303\244\ttab",
		  0, 0 },
		{ 2, 7002, 99, 0, 0, CRASHREC_LINE_F_CUT | CRASHREC_LINE_F_INNER,
		  "nul \0 within", 12, 0 },
		{ 3, 7003, 99, 0, 0, CRASHREC_LINE_F_USER, "by a user", 0, 0 },
		{ 4, 7004, 99, 0, 0, 0,
		  "RIP: 0010:lab_null_here+0x5/0x10 [lab]", 0, 0 },
	};

	chunk_open(chunk, 7000, 1);
	chunk_text(chunk, CRASHREC_ATTR_RELEASE, "6.1.0\ntest");
	chunk_origin(chunk, 0, 99, "evil\n\033\377name");
	add_cookie(chunk, 99, CRASHREC_COOKIE_F_OWN, "prog 7, call 3");
	add_cookie(chunk, 100, 0, "evil\n\033[31m\377");
	add_trap(chunk);
	put_lines(chunk, lines, COUNT(lines));
	chunk_close(chunk, CRASHREC_STATE_TRUNCATED, CRASHREC_CLASS_OOPS, 6);
}

static void add_module(struct chunk *chunk, const char *name, uint64_t text,
		       uint8_t id_bytes)
{
	struct {
		struct crashrec_module stored;
		char name[32];
	} payload = {
		.stored = {
			.text = text,
			.text_bytes = 8192,
			.taint = 1 << 12,
			.build_id_bytes = id_bytes,
			.build_id = { 0xde, 0xad, 0xbe, 0xef },
		},
	};

	memcpy(payload.name, name, strlen(name));
	chunk_put(chunk, CRASHREC_ATTR_MODULES, &payload,
		  (uint32_t)(sizeof(payload.stored) + strlen(name)));
}

/* A report whose kernel told all that it can beside the text. */
static void build_machine(struct image *image)
{
	static const struct crashrec_kernel kernel = {
		.text = 0xffffffff9a000000, .kaslr_offset = 0x19000000,
		.modules_state = 9, .modules_loaded = 3, .build_id_bytes = 20,
		.build_id = { 0xc0, 0xff, 0xee },
	};
	static const struct line before = {
		2, 4700, 1, 0, 0, CRASHREC_LINE_F_CONTEXT, "lab: step 1", 0, 0
	};
	static const struct crashrec_task task = {
		.cpu = 1, .pid = 77, .tgid = 77, .preempt_count = 0x10302,
		.context = CRASHREC_CONTEXT_HARDIRQ,
	};
	static const struct {
		struct crashrec_trap trap;
		struct crashrec_register flags;
	} trap = { { .trap = 14, .signal = 11 }, { "EFLAGS", 0x10046 } };
	static const uint64_t cgroup = 4242;
	struct chunk chunk;

	start(image, CRASHREC_ENDED_NOT);
	chunk = image_chunk(image, &former_1);
	add_warning_text(&chunk);
	chunk_line(&chunk, CRASHREC_ATTR_BEFORE, &before);
	chunk_put(&chunk, CRASHREC_ATTR_ORIGIN, &task, sizeof(task));
	chunk_put(&chunk, CRASHREC_ATTR_KERNEL, &kernel, sizeof(kernel));
	chunk_put(&chunk, CRASHREC_ATTR_CGROUP, &cgroup, sizeof(cgroup));
	chunk_put(&chunk, CRASHREC_ATTR_TRAP, &trap, sizeof(trap));
	add_module(&chunk, "lab", 0xffffffffc0a00000, 20);
	add_module(&chunk, "other", 0xffffffffc0b00000, 0);
	add_module(&chunk, "evil\n\033[31m\377", 0xffffffffc0c00000, 255);
	chunk_close(&chunk, CRASHREC_STATE_COMPLETE, CRASHREC_CLASS_WARNING, 0);
}

/* What the golden files of the CLI are made from. */
static void build_demo(struct image *image)
{
	static const struct chunk_id hostile = { 9, BOOT_FORMER, 2, 0, 0, 0 };
	static const struct chunk_id running = { 5, BOOT_LAST, 3, 0, 0, 0 };
	static const struct chunk_id acked = { 11, BOOT_LAST, 4, 0, 0, 0 };
	struct chunk chunk;

	build_streams(image);
	chunk = image_chunk(image, &former_1);
	add_warning_text(&chunk);
	chunk_close(&chunk, CRASHREC_STATE_COMPLETE, CRASHREC_CLASS_WARNING, 0);
	memset(image->bytes + CRASHREC_HDR_BYTES + 3 * IMAGE_CHUNK_BYTES, 0,
	       IMAGE_CHUNK_BYTES);
	chunk = image_chunk(image, &hostile);
	add_hostile(&chunk);
	chunk = image_chunk(image, &running);
	add_warning_text(&chunk);
	case_add_warning(image, &acked);
	image_ack(image, acked.index);
	image_lost(image, 0, CRASHREC_LOST_LINE_LIMIT, 2);
	image_lost(image, 1, CRASHREC_LOST_LINE_FULL, 3);
}

/* Used in turn, so the third is the oldest; the second was torn. */
static void build_lost_heads(struct image *image)
{
	build_demo(image);
	image_lost(image, 1, CRASHREC_LOST_REPORT_SLOTS, 5);
	image_lost_head(image, 1, 0, 3000000000,
			"BUG: evil\033[31m name");
	image_lost_head(image, 1, 1, 4000000000,
			"WARNING: torn");
	image->bytes[CRASHREC_BOOT_OFFSET(1) + CRASHREC_LOST_HEADS_OFFSET +
		     sizeof(struct crashrec_lost_head) + 20] ^= 1;
	image_lost_head(image, 1, 2, 2000000001,
			"WARNING: CPU: 0 PID: 1 at a.c:1 f+0x1/0x2");
	/* Of the boot before: its description is another. */
	memcpy(image->bytes + CRASHREC_BOOT_OFFSET(1) +
	       CRASHREC_LOST_HEADS_OFFSET +
	       3 * sizeof(struct crashrec_lost_head),
	       image->bytes + CRASHREC_BOOT_OFFSET(0), 64);
}

static void add_marks(struct chunk *chunk, uint32_t marks)
{
	uint32_t stored = htole32(marks);

	chunk_put(chunk, CRASHREC_ATTR_MARKS, &stored, sizeof(stored));
}

/* Lines from first to last are a process's; the others the kernel's. */
static void add_users(struct chunk *chunk, uint32_t first, uint32_t last)
{
	uint32_t stored;

	for (; first <= last; first++) {
		stored = htole32(first);
		chunk_put(chunk, CRASHREC_ATTR_USER_LINES, &stored,
			  sizeof(stored));
	}
	chunk_put(chunk, CRASHREC_ATTR_USER_LINES, &stored, 0);
	chunk_close(chunk, CRASHREC_STATE_COMPLETE, 0, 0);
}

/*
 * Written by a process; with one frame of a process; cut by a reset before it
 * was known; from before the module was loaded.
 */
static void build_user(struct image *image)
{
	static const struct chunk_id ids[] = {
		{ 0, BOOT_FORMER, 1, 0, 0, 0 }, { 1, BOOT_FORMER, 2, 0, 0, 0 },
		{ 2, BOOT_FORMER, 3, 0, 0, 0 }, { 3, BOOT_LAST, 4, 0, 0, 0 },
	};
	struct chunk chunk;
	size_t i;

	start(image, CRASHREC_ENDED_NOT);
	for (i = 0; i < COUNT(ids); i++) {
		chunk = image_chunk(image, &ids[i]);
		add_marks(&chunk, i == 3 ? CRASHREC_REC_F_FROM_LOG :
					   CRASHREC_REC_F_UNVERIFIED);
		add_warning_text(&chunk);
		if (i == 0)
			add_users(&chunk, 0, 14);
		if (i == 1)
			add_users(&chunk, 9, 9);
	}
}

/* A WARNING that came 42 times more, and what did not even get so far. */
static void build_repeats(struct image *image)
{
	static const struct count counts[2] = {
		{ 41, 8000, false }, { 42, 9000, false },
	};
	static const struct chunk_id id = { 7, BOOT_LAST, 1, 0, 0, 0 };
	struct chunk chunk;

	start(image, CRASHREC_ENDED_NOT);
	chunk = image_counted_chunk(image, &id, counts);
	add_warning_text(&chunk);
	chunk_close(&chunk, CRASHREC_STATE_COMPLETE, CRASHREC_CLASS_WARNING, 0);
	image_lost(image, 1, CRASHREC_LOST_REPORT_FULL, 2);
	image_lost(image, 1, CRASHREC_LOST_REPORT_DUPLICATE, 3);
	image_lost(image, 1, CRASHREC_LOST_REPORT_OVERWRITTEN, 4);
	image_lost(image, 1, CRASHREC_LOST_REPORT_STORM, 5);
	image_lost(image, 1, CRASHREC_LOST_CLASSES + CRASHREC_CLASS_WARNING,
		   10);
	image_lost(image, 1, CRASHREC_LOST_CLASSES + CRASHREC_CLASS_KASAN, 4);
}

static const struct {
	const char *name;
	void (*build)(struct image *image);
} cases[] = {
	{ "complete", build_complete },
	{ "open", build_open },
	{ "cut-by-reset", build_cut_by_reset },
	{ "cut-by-panic", build_cut_by_panic },
	{ "streams", build_streams },
	{ "more", build_more },
	{ "end-missing", build_end_missing },
	{ "end-whole", build_end_whole },
	{ "last-missing", build_last_missing },
	{ "acked", build_acked },
	{ "unknown", build_unknown },
	{ "torn", build_torn },
	{ "chunk-damaged", build_chunk_damaged },
	{ "header-damaged", build_header_damaged },
	{ "version", build_version },
	{ "short", build_short },
	{ "zero", build_zero },
	{ "empty", build_empty },
	{ "demo", build_demo },
	{ "lost-heads", build_lost_heads },
	{ "machine", build_machine },
	{ "user", build_user },
	{ "repeats", build_repeats },
};

bool case_build(struct image *image, const char *name)
{
	size_t i;

	for (i = 0; i < COUNT(cases); i++) {
		if (strcmp(cases[i].name, name))
			continue;
		cases[i].build(image);
		return true;
	}
	return false;
}
