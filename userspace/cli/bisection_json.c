// SPDX-License-Identifier: GPL-2.0
/*
 * A bisection as a JSON object. The keys, in their order; null is what the log
 * does not tell:
 *
 *  kind          bisection
 *  version       see json_write.h
 *  file          path of the log, "-": standard input
 *  goal          cause, or fix: good and bad are swapped then
 *  end           found, inconclusive, unfinished
 *  whole         false: the log ends early
 *  start         commit that it began with
 *  bad good      commits that git began with
 *  culprit       object: commit, subject, author, date, signature,
 *                parent_signature (of kernels); null: none was found
 *  candidates    array of commits of which it may be one
 *  tests         array of: commit, subject, release, compiler, signature,
 *                revisions_left, steps_left, verdict (good, bad, skipped,
 *                none), inferred (the verdict is made of the runs), line, runs:
 *                array of number (null: all), outcome (fine, crashed, no-boot,
 *                failed), what
 *  told_tests    how many the log says there were
 *  total_ns build_ns test_ns   time that it took
 *  crash         title of it
 *  report_line   where in the log its report begins
 *  people        array of addresses that are concerned
 *  line_count    lines of the log
 *  unknown_lines those that were not understood
 *  first_unknown_line          the first of them
 */
#include "bisection_json.h"

#include <json-c/json.h>
#include <string.h>

#include "json_write.h"

static struct json_object *
new_culprit(const struct crashrec_bisect_commit *culprit)
{
	struct json_object *object;

	if (!culprit->commit.bytes)
		return NULL;
	object = json_object_new_object();
	json_add_text(object, "commit", culprit->commit);
	json_add_text(object, "subject", culprit->subject);
	json_add_text(object, "author", culprit->author);
	json_add_text(object, "date", culprit->date);
	json_add_text(object, "signature", culprit->signature);
	json_add_text(object, "parent_signature", culprit->parent_signature);
	return object;
}

static struct json_object *new_texts(const struct crashrec_text *texts,
				     size_t count)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; i < count; i++)
		json_object_array_add(array, json_new_text(texts[i]));
	return array;
}

static struct json_object *new_runs(const struct crashrec_bisect_run *run,
				    size_t count)
{
	struct json_object *array = json_object_new_array();
	struct json_object *object;

	for (; count; count--, run++) {
		object = json_object_new_object();
		json_add_known(object, "number", run->number);
		json_add_string(object, "outcome",
				crashrec_run_outcome_name(run->outcome));
		json_add_text(object, "what", run->what);
		json_object_array_add(array, object);
	}
	return array;
}

static struct json_object *
new_test(const struct crashrec_bisection *bisection,
	 const struct crashrec_bisect_test *test)
{
	struct json_object *object = json_object_new_object();

	json_add_text(object, "commit", test->commit);
	json_add_text(object, "subject", test->subject);
	json_add_text(object, "release", test->release);
	json_add_text(object, "compiler", test->compiler);
	json_add_text(object, "signature", test->signature);
	json_add_known(object, "revisions_left", test->revisions_left);
	json_add_known(object, "steps_left", test->steps_left);
	json_add_string(object, "verdict",
			crashrec_verdict_name(test->verdict));
	json_add_bool(object, "inferred", test->is_inferred);
	json_add_u64(object, "line", test->line);
	json_add(object, "runs", new_runs(bisection->runs + test->first_run,
					  test->run_count));
	return object;
}

static struct json_object *
new_tests(const struct crashrec_bisection *bisection)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; i < bisection->test_count; i++)
		json_object_array_add(array, new_test(bisection,
						      &bisection->tests[i]));
	return array;
}

static void add_ns(struct json_object *object, const char *key, uint64_t ns)
{
	json_add(object, key, ns == CRASHREC_UNKNOWN_NS ? NULL :
			      json_object_new_uint64(ns));
}

/* Lines count from 1. */
static void add_line(struct json_object *object, const char *key,
		     uint64_t line)
{
	json_add(object, key, line ? json_object_new_uint64(line) : NULL);
}

static void add_rest(struct json_object *object,
		     const struct crashrec_bisection *bisection)
{
	json_add_known(object, "told_tests", bisection->told_tests);
	add_ns(object, "total_ns", bisection->total_ns);
	add_ns(object, "build_ns", bisection->build_ns);
	add_ns(object, "test_ns", bisection->test_ns);
	json_add_text(object, "crash", bisection->crash);
	add_line(object, "report_line", bisection->report_line);
	json_add(object, "people", new_texts(bisection->people,
					     bisection->people_count));
	json_add_u64(object, "line_count", bisection->line_count);
	json_add_u64(object, "unknown_lines", bisection->unknown_count);
	add_line(object, "first_unknown_line", bisection->first_unknown);
}

bool bisection_json_print(FILE *out, const char *file,
			  const struct crashrec_bisection *bisection)
{
	struct json_object *object = json_begin("bisection");

	if (!object)
		return false;
	json_add_text(object, "file",
		      (struct crashrec_text){ file, strlen(file) });
	json_add_string(object, "goal",
			bisection->goal == CRASHREC_BISECT_FIX ? "fix" :
								 "cause");
	json_add_string(object, "end",
			crashrec_bisect_end_name(bisection->end));
	json_add_bool(object, "whole", bisection->is_whole);
	json_add_text(object, "start", bisection->start);
	json_add_text(object, "bad", bisection->bad);
	json_add_text(object, "good", bisection->good);
	json_add(object, "culprit", new_culprit(&bisection->culprit));
	json_add(object, "candidates", new_texts(bisection->candidates,
						 bisection->candidate_count));
	json_add(object, "tests", new_tests(bisection));
	add_rest(object, bisection);
	return json_end(out, object);
}
