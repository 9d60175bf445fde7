// SPDX-License-Identifier: GPL-2.0
/* A log of a bisection. The input is the log. */
#include <crashrec_bisect.h>
#include <errno.h>
#include <string.h>

#include "fuzz_check.h"

/* Each byte of it is looked at. */
static void touch(struct crashrec_text text)
{
	size_t i;

	FUZZ_REQUIRE(text.data);
	for (i = 0; i < text.bytes; i++)
		fuzz_sum = 31 * fuzz_sum + (uint8_t)text.data[i];
}

static void touch_line(struct crashrec_text text)
{
	touch(text);
	FUZZ_REQUIRE(!memchr(text.data, '\n', text.bytes));
}

static void require_test(const struct crashrec_bisection *bisection,
			 const struct crashrec_bisect_test *test)
{
	FUZZ_REQUIRE(test->commit.bytes >= 7 && test->commit.bytes <= 64);
	FUZZ_REQUIRE(test->first_run + test->run_count <= bisection->run_count);
	FUZZ_REQUIRE(test->verdict <= CRASHREC_VERDICT_SKIPPED);
	FUZZ_REQUIRE(test->line && test->line <= bisection->line_count);
	FUZZ_REQUIRE(!test->is_inferred || test->run_count);
	touch_line(test->commit);
	touch_line(test->subject);
	touch_line(test->release);
	touch_line(test->compiler);
	touch_line(test->signature);
}

static void require_culprit(const struct crashrec_bisection *bisection)
{
	const struct crashrec_bisect_commit *culprit = &bisection->culprit;

	FUZZ_REQUIRE(bisection->end != CRASHREC_BISECT_FOUND ||
		     culprit->commit.bytes);
	touch_line(culprit->commit);
	touch_line(culprit->subject);
	touch_line(culprit->author);
	touch_line(culprit->date);
	touch_line(culprit->signature);
	touch_line(culprit->parent_signature);
}

static void require_bisection(const struct crashrec_bisection *bisection)
{
	size_t i;

	for (i = 0; i < bisection->test_count; i++)
		require_test(bisection, &bisection->tests[i]);
	for (i = 0; i < bisection->run_count; i++) {
		FUZZ_REQUIRE(bisection->runs[i].outcome <= CRASHREC_RUN_FAILED);
		touch_line(bisection->runs[i].what);
	}
	for (i = 0; i < bisection->candidate_count; i++)
		touch_line(bisection->candidates[i]);
	for (i = 0; i < bisection->people_count; i++)
		touch_line(bisection->people[i]);
	require_culprit(bisection);
	touch_line(bisection->start);
	touch_line(bisection->good);
	touch_line(bisection->bad);
	touch_line(bisection->crash);
	touch(bisection->report);
	FUZZ_REQUIRE(bisection->unknown_count <= bisection->line_count);
	FUZZ_REQUIRE(!bisection->first_unknown == !bisection->unknown_count);
	FUZZ_REQUIRE(!bisection->report_line == !bisection->report.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
	struct crashrec_bisection *bisection;
	int err = crashrec_bisection_parse(&bisection, data, bytes);

	FUZZ_REQUIRE(err == 0 || err == -ENODATA);
	FUZZ_REQUIRE(!err == !!bisection);
	if (bisection)
		require_bisection(bisection);
	crashrec_bisection_free(bisection);
	return 0;
}
