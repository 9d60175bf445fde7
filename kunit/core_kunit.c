// SPDX-License-Identifier: GPL-2.0
/*
 * The shared core, as the kernel compiles it: checksums, layouts, titles.
 */
#include <kunit/test.h>
#include <linux/string.h>

#include "core/crc32c.h"
#include "core/facts.h"
#include "core/region.h"

struct crc_case {
	const char *desc;
	u8 first;
	s8 step;
	u32 crc;
};

/* RFC 3720, appendix B.4: 32 bytes of these. */
static const struct crc_case crc_cases[] = {
	{ "zeroes",	0x00,  0, 0x8a9136aa },
	{ "ones",	0xff,  0, 0x62a8ab43 },
	{ "rising",	0x00,  1, 0x46dd794e },
	{ "falling",	0x1f, -1, 0x113fdb5c },
};

KUNIT_ARRAY_PARAM_DESC(crc, crc_cases, desc);

static void crc32c_is_the_standard_one(struct kunit *test)
{
	const struct crc_case *c = test->param_value;
	u8 bytes[32];
	u32 i, split;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = c->first + c->step * i;
	for (split = 0; split <= sizeof(bytes); split++)
		KUNIT_EXPECT_EQ(test, c->crc,
				cr_crc32c(cr_crc32c(0, bytes, split),
					  bytes + split,
					  sizeof(bytes) - split));
}

static void crc32c_of_a_number_is_that_of_its_bytes(struct kunit *test)
{
	static const u8 bytes[] = { 1, 2, 3, 250, 5, 6, 7, 8 };

	KUNIT_EXPECT_EQ(test, cr_crc32c(7, bytes, sizeof(bytes)),
			cr_crc32c_u64(7, 0x08070605fa030201));
}

struct layout_case {
	const char *desc;
	u64 region_bytes;
	u32 ecc_bytes;
	int err;
};

static const struct layout_case layout_cases[] = {
	{ "one byte too small", CRASHREC_REGION_MIN_BYTES - 1, 0, -EINVAL },
	{ "smallest",		CRASHREC_REGION_MIN_BYTES, 0, 0 },
	{ "no power of two",	1000003, 0, 0 },
	{ "1 MiB",		1 << 20, 0, 0 },
	{ "largest",		CRASHREC_REGION_MAX_BYTES, 0, 0 },
	{ "one byte too large",	CRASHREC_REGION_MAX_BYTES + 1, 0, -EINVAL },
	{ "parity",		1 << 20, 16, 0 },
	{ "smallest, parity",	CRASHREC_REGION_MIN_BYTES,
				CRASHREC_ECC_MAX_BYTES, 0 },
	{ "largest, parity",	CRASHREC_REGION_MAX_BYTES,
				CRASHREC_ECC_MAX_BYTES, 0 },
	{ "odd, parity",	1000003, 3, 0 },
	{ "parity too large",	1 << 20, CRASHREC_ECC_MAX_BYTES + 1, -EINVAL },
};

KUNIT_ARRAY_PARAM_DESC(layout, layout_cases, desc);

static void layout_stays_inside(struct kunit *test)
{
	const struct layout_case *c = test->param_value;
	struct cr_layout layout;

	KUNIT_ASSERT_EQ(test, cr_layout_for(c->region_bytes, c->ecc_bytes,
					    &layout), c->err);
	if (c->err)
		return;
	KUNIT_EXPECT_LE(test,
			cr_layout_parity_offset(&layout,
						cr_layout_chunk_offset(&layout,
								       layout.chunk_count)),
			c->region_bytes);
	KUNIT_EXPECT_LE(test, layout.chunk_count, CRASHREC_CHUNK_MAX_COUNT);
	KUNIT_EXPECT_GE(test, layout.chunk_count, 16);
}

struct title_case {
	const char *desc;
	const char *lines[9];
	const char *title;
	u8 report_class;
	u32 flags;
};

static const struct title_case title_cases[] = {
	{ "warning", {
		"------------[ cut here ]------------",
		"WARNING: CPU: 1 PID: 9 at a.c:3 warns+0x11/0x20",
		"RIP: 0010:warns+0x11/0x20",
		"Call Trace:",
		" <TASK>",
		" calls+0x11/0x20",
		" </TASK>",
	}, "WARNING in warns", CRASHREC_CLASS_WARNING },
	{ "panic", {
		"Kernel panic - not syncing: no reason",
	}, "kernel panic: no reason", CRASHREC_CLASS_PANIC,
	  CRASHREC_REC_F_PANICKED | CRASHREC_REC_F_CORRUPTED },
	{ "page fault", {
		"BUG: unable to handle page fault for address: ffff8880deadbeef",
		"RIP: 0010:touches+0x11/0x20",
	}, "BUG: unable to handle kernel paging request in touches",
	  CRASHREC_CLASS_OOPS, CRASHREC_REC_F_CORRUPTED },
	{ "warning without a stack", {
		"WARNING: CPU: 1 PID: 9 at a.c:3 warns+0x11/0x20",
	}, "WARNING in corrupted", CRASHREC_CLASS_WARNING,
	  CRASHREC_REC_F_CORRUPTED },
};

KUNIT_ARRAY_PARAM_DESC(title, title_cases, desc);

static void title_names_the_function(struct kunit *test)
{
	const struct title_case *c = test->param_value;
	struct cr_line lines[ARRAY_SIZE(c->lines)] = { 0 };
	struct cr_facts *facts;
	u32 i;

	facts = kunit_kzalloc(test, sizeof(*facts), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, facts);
	for (i = 0; i < ARRAY_SIZE(lines) && c->lines[i]; i++) {
		lines[i].text = c->lines[i];
		lines[i].bytes = strlen(c->lines[i]);
		lines[i].line_no = i;
	}
	cr_facts_from_lines(facts, lines, i);
	KUNIT_EXPECT_EQ(test, facts->report_class, c->report_class);
	KUNIT_EXPECT_EQ(test, facts->flags, c->flags);
	KUNIT_EXPECT_TRUE_MSG(test,
			      facts->title_bytes == strlen(c->title) &&
			      !memcmp(facts->title, c->title,
				      facts->title_bytes),
			      "title is '%.*s'", (int)facts->title_bytes,
			      facts->title);
}

static struct kunit_case core_cases[] = {
	KUNIT_CASE_PARAM(crc32c_is_the_standard_one, crc_gen_params),
	KUNIT_CASE(crc32c_of_a_number_is_that_of_its_bytes),
	KUNIT_CASE_PARAM(layout_stays_inside, layout_gen_params),
	KUNIT_CASE_PARAM(title_names_the_function, title_gen_params),
	{}
};

static struct kunit_suite core_suite = {
	.name = "crashrec_core",
	.test_cases = core_cases,
};

kunit_test_suites(&core_suite);
