// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Cutting a text log into reports.
 *
 * Each line belongs to the context of its caller id, and each context runs
 * the grammar of module/core for itself: reports that were printed at once
 * come out whole. A log without caller ids is one context, where lines of
 * others may stand in the middle of a report: what the grammar does not know
 * is left out, and ends the report only after a while.
 *
 * A context is kept only while it has a report open, so an ordinary line costs
 * its prefix and cr_grammar_may_open(). Reports are given in the order in which
 * they begin: one that is closed waits for those before it. How many wait, and
 * how long a silent one stays open, has a limit. What a limit may have cut says
 * so: it is marked, as its further lines are no longer known to be its own.
 */
#include "log_reports.h"

#include <errno.h>
#include <stdlib.h>

#include "core/kind.h"
#include "core/text.h"

#define NOISE_MAX	40	/* lines of others in a log that names no caller */
#define IDLE_MAX	8192	/* lines of the log that an open report is silent */
#define IDLE_EVERY	1024	/* lines after which that is looked at */
#define WAITING_MAX	256	/* reports */

static struct log_recent *recent_of(struct log_reports *log, u64 ordinal)
{
	return &log->recent[ordinal % LOG_RECENT_MAX];
}

static bool same_caller(const char *a, const char *b)
{
	return !memcmp(a, b, LOG_CALLER_BYTES);
}

static void keep(struct log_reports *log, struct log_report *report,
		 const struct log_line *line)
{
	int err = log_report_keep(report, line);

	if (err)
		log->error = err;
}

/* The last lines of the context before @ordinal that are no report's. */
static void take_before(struct log_reports *log, struct log_report *report,
			u64 ordinal, const char *caller)
{
	struct cr_line found[LOG_BEFORE_MAX];
	u32 count = 0, i;

	while (--ordinal && log->recent_at - ordinal < LOG_RECENT_MAX &&
	       count < LOG_BEFORE_MAX) {
		const struct log_recent *recent = recent_of(log, ordinal);

		if (recent->is_taken ||
		    !same_caller(recent->line.caller, caller))
			continue;
		found[count] = log_report_line(&recent->line, count + 1);
		count++;
	}
	for (i = 0; i < count; i++)
		report->before[i] = found[count - 1 - i];
	report->before_count = count;
}

/* A line of "=" proves late to be the first of a report. */
static void insert(struct log_reports *log, struct log_report *report)
{
	struct log_report **at = &log->oldest;

	if (log->oldest && log->youngest->first_line < report->first_line)
		at = &log->youngest->next;
	while (*at && (*at)->first_line < report->first_line)
		at = &(*at)->next;
	report->next = *at;
	*at = report;
	if (!report->next)
		log->youngest = report;
	log->waiting++;
}

static const struct log_line *earliest(const struct log_reports *log)
{
	u64 ordinal = log->recent_at < LOG_RECENT_MAX ?
		      1 : log->recent_at - LOG_RECENT_MAX + 1;

	return &log->recent[ordinal % LOG_RECENT_MAX].line;
}

/* @context->kept is its first line. */
static void open_report(struct log_reports *log, struct log_context *context)
{
	struct log_report *report = calloc(1, sizeof(*report));

	if (!report) {
		log->error = -ENOMEM;
		return;
	}
	take_before(log, report, context->kept_at, context->caller);
	log_report_begin(report, &context->kept, &context->kept_host,
			 earliest(log));
	context->report = report;
	insert(log, report);
	keep(log, report, &context->kept);
	if (log->recent_at - context->kept_at < LOG_RECENT_MAX)
		recent_of(log, context->kept_at)->is_taken = true;
}

static void leave_report(struct log_context *context)
{
	if (context->report)
		context->report->open_count--;
	context->report = NULL;
	context->noise = 0;
	context->has_ended = false;
}

static void close_context(struct log_reports *log, struct log_context *context)
{
	leave_report(context);
	*context = log->contexts[--log->context_count];
}

/* Lines of its report may come yet, and will not be known as such. */
static void give_up_context(struct log_reports *log,
			    struct log_context *context)
{
	const struct cr_kind *kind = cr_kind_at(context->grammar.kind);

	if (context->report && !context->has_ended &&
	    !(kind && kind->flags & CR_KIND_LONE))
		context->report->is_given_up = true;
	close_context(log, context);
}

static struct log_context *find_context(struct log_reports *log,
					const char *caller)
{
	u32 i;

	for (i = 0; i < log->context_count; i++) {
		if (same_caller(log->contexts[i].caller, caller))
			return &log->contexts[i];
	}
	return NULL;
}

/* Where there is no room, the one that is silent for longest is closed. */
static struct log_context *new_context(struct log_reports *log,
				       const char *caller)
{
	struct log_context *context = &log->contexts[0];
	u32 i;

	if (log->context_count == LOG_CONTEXTS_MAX) {
		for (i = 1; i < LOG_CONTEXTS_MAX; i++) {
			if (log->contexts[i].last_number <
			    context->last_number)
				context = &log->contexts[i];
		}
		give_up_context(log, context);
	}
	context = &log->contexts[log->context_count++];
	memset(context, 0, sizeof(*context));
	memcpy(context->caller, caller, LOG_CALLER_BYTES);
	return context;
}

/* Some put a space more before each line of a report, ruled ones at that. */
static void shift(struct log_line *line)
{
	if (line->bytes < 2 || line->text[0] != ' ')
		return;
	line->text++;
	line->bytes--;
}

/* @context is NULL, or has no report open. */
static void first_line(struct log_reports *log, struct log_context *context,
		       const struct log_line *line)
{
	struct cr_grammar grammar = { .in_log = true };
	enum cr_verdict verdict;
	bool is_indented = false;

	verdict = cr_grammar_first(&grammar, line->text, line->bytes);
	if (verdict == CR_LINE_OTHER && line->bytes > 1 &&
	    line->text[0] == ' ' && line->text[1] == '=') {
		is_indented = true;
		verdict = cr_grammar_first(&grammar, line->text + 1,
					   line->bytes - 1);
	}
	if (verdict == CR_LINE_OTHER) {
		if (context)
			close_context(log, context);
		return;
	}
	if (!context)
		context = new_context(log, line->caller);
	context->grammar = grammar;
	context->is_indented = is_indented;
	context->is_bare = line->is_bare;
	context->kept = *line;
	context->kept_host = log->host;
	if (is_indented)
		shift(&context->kept);
	context->kept_at = log->recent_at;
	context->last_number = line->number;
	if (verdict == CR_LINE_OPENS)
		open_report(log, context);
}

/*
 * Does a line go on with a report, behind lines of others? What only looks
 * like a part of some report may be of any.
 */
static bool rejoins(const struct log_line *line)
{
	struct cr_text text = { line->text, line->bytes };

	switch (cr_line_shape(text)) {
	case CR_SHAPE_BLANK:
	case CR_SHAPE_DETAIL:
	case CR_SHAPE_OTHER:
		return false;
	default:
		return true;
	}
}

/* As cr_grammar_next(); in a log that names no caller, see NOISE_MAX. */
static enum cr_verdict judge(struct log_context *context,
			     const struct log_line *line)
{
	const struct cr_grammar before = context->grammar;
	const struct cr_kind *kind = cr_kind_at(before.kind);
	enum cr_verdict verdict;

	verdict = cr_grammar_next(&context->grammar, line->text, line->bytes);
	context->before = before;
	if (!context->noise || verdict != CR_LINE_CONTINUES || !kind ||
	    kind->end != CR_END_STACK || rejoins(line))
		return verdict;
	context->grammar = before;
	return CR_LINE_OTHER;
}

/* May the report go on behind a line that is not its own? */
static bool stands_noise(struct log_context *context)
{
	const struct cr_kind *kind = cr_kind_at(context->grammar.kind);

	if (!context->report || context->caller[0] ||
	    (kind && kind->flags & CR_KIND_LONE))
		return false;
	return context->noise++ < NOISE_MAX;
}

static void next_line(struct log_reports *log, struct log_context *context,
		      struct log_recent *recent)
{
	struct log_line *line = &recent->line;
	enum cr_verdict verdict;

	context->last_number = line->number;
	if (context->is_indented)
		shift(line);
	verdict = judge(context, line);
	switch (verdict) {
	case CR_LINE_CONTINUES:
	case CR_LINE_ENDS:
		context->noise = 0;
		context->has_ended = verdict == CR_LINE_ENDS;
		recent->is_taken = true;
		if (!context->report)
			open_report(log, context);
		if (context->report)
			keep(log, context->report, line);
		break;
	case CR_LINE_OTHER:
		if (!stands_noise(context))
			close_context(log, context);
		break;
	default:
		leave_report(context);
		first_line(log, context, line);
	}
}

/*
 * What was printed at once is one report's, whatever its further lines say:
 * those may be of a name with newlines in it.
 */
static void inner_line(struct log_reports *log, struct log_recent *recent)
{
	const struct log_line *line = &recent->line;
	struct log_context *context = find_context(log, line->caller);

	if (!context)
		return;
	if (!context->report) {
		close_context(log, context);
		return;
	}
	recent->is_taken = recent_of(log, log->recent_at - 1)->is_taken;
	if (!recent->is_taken)
		return;
	cr_grammar_inner(&context->grammar);
	context->last_number = line->number;
	keep(log, context->report, line);
}

/* Whose report a CPU's backtrace goes to that was asked for by NMI. */
static struct log_report *find_asker(const struct log_reports *log)
{
	const struct log_context *context;
	struct log_report *asker = NULL;
	u32 i;

	for (i = 0; i < log->context_count; i++) {
		context = &log->contexts[i];
		if (!context->report || context->grammar.report_class ==
					CRASHREC_CLASS_HUNG_TASK)
			continue;
		if (context->grammar.asks_nmi)
			return context->report;
		asker = context->report;
	}
	return asker;
}

static bool joins_asker(struct log_reports *log, struct log_recent *recent)
{
	static const char stall[] = "rcu: INFO: rcu detected";
	const struct log_line *line = &recent->line;
	struct log_context *context;
	struct log_report *asker;

	if (!cr_grammar_is_nmi_backtrace(line->text, line->bytes))
		return false;
	asker = find_asker(log);
	if (!asker)
		return false;
	asker->open_count++;
	context = new_context(log, line->caller);
	cr_grammar_first(&context->grammar, stall, sizeof(stall) - 1);
	context->report = asker;
	context->last_number = line->number;
	recent->is_taken = true;
	keep(log, asker, line);
	return true;
}

/*
 * A kernel's first line: nothing of the one before comes any more. Where lines
 * of the kernel have a prefix, one without is what a program prints.
 */
static bool is_boot(const struct log_reports *log, const struct log_line *line)
{
	struct cr_text text = { line->text, line->bytes };

	if (line->is_bare && log->is_prefixed)
		return false;
	return cr_line_is_boot(text) ||
	       cr_text_starts(text, CR_WORD("Booting Linux on physical CPU"));
}

static void close_all(struct log_reports *log)
{
	while (log->context_count)
		close_context(log, &log->contexts[0]);
}

/* A silent report that has no end mark is over, as far as one can tell. */
static void close_silent(struct log_reports *log, struct log_context *context)
{
	const struct cr_kind *kind = cr_kind_at(context->grammar.kind);

	if (kind && kind->end == CR_END_STACK)
		close_context(log, context);
	else
		give_up_context(log, context);
}

static void close_idle(struct log_reports *log, u64 number)
{
	u32 i = 0;

	while (i < log->context_count) {
		if (number - log->contexts[i].last_number > IDLE_MAX)
			close_silent(log, &log->contexts[i]);
		else
			i++;
	}
	if (log->waiting <= WAITING_MAX)
		return;
	while (log->context_count)
		give_up_context(log, &log->contexts[0]);
}

/* Does the next line begin with what there is of @part? */
static bool is_repeated(const struct log_reports *log,
			const struct log_line *part)
{
	struct log_reader ahead = log->reader;
	struct log_line next;

	if (part->is_bare)
		return (size_t)(ahead.end - ahead.at) >= part->bytes &&
		       !memcmp(ahead.at, part->text, part->bytes);
	return log_reader_next(&ahead, &next) && !next.is_bare &&
	       same_caller(next.caller, part->caller) &&
	       next.time_ns == part->time_ns && next.bytes >= part->bytes &&
	       !memcmp(next.text, part->text, part->bytes);
}

/* The context's last line was but a part of one. */
static void take_back(struct log_reports *log, struct log_context *context)
{
	context->grammar = context->before;
	context->report->line_count--;
	if (!context->report->line_count)
		close_context(log, context);
}

/*
 * A console that takes over from another may have had only part of a line:
 * it prints that again, whole. The part before it does not count. A program
 * may print the same words, but what follows is another line then.
 */
static bool is_replay(struct log_reports *log, const struct log_line *line)
{
	static const struct cr_text words =
		CR_TEXT("** replaying previous printk message **");
	struct cr_text text = { line->text, line->bytes };
	struct log_recent *part = recent_of(log, log->recent_at - 1);
	struct log_report *report;
	u32 i;

	if (!cr_text_starts(text, words))
		return false;
	if (!part->is_taken || !is_repeated(log, &part->line))
		return true;
	for (i = 0; i < log->context_count && part->is_taken; i++) {
		report = log->contexts[i].report;
		if (!report || report->last_line != part->line.number)
			continue;
		part->is_taken = false;
		take_back(log, &log->contexts[i]);
	}
	return true;
}

static void take_line(struct log_reports *log, struct log_recent *recent)
{
	struct log_line *line = &recent->line;
	struct log_context *context;

	/* Whatever it looks like, it is no kernel's, and ends nothing. */
	if (line->is_user)
		return;
	if (line->is_inner) {
		inner_line(log, recent);
		return;
	}
	if (is_replay(log, line))
		return;
	if (is_boot(log, line)) {
		close_all(log);
		log->is_prefixed = !line->is_bare;
		log_callers_boot(&log->callers, line);
		return;
	}
	log->is_prefixed |= !line->is_bare;
	if (log_callers_is_foreign(&log->callers, line))
		return;
	if (!log->context_count) {
		first_line(log, NULL, line);
		return;
	}
	if (log->recent_at % IDLE_EVERY == 0)
		close_idle(log, line->number);
	context = find_context(log, line->caller);
	if (context && line->is_bare && !context->is_bare)
		return;		/* no kernel's */
	if (context)
		next_line(log, context, recent);
	else if (!joins_asker(log, recent))
		first_line(log, NULL, line);
}

void log_reports_init(struct log_reports *log, const char *data, size_t bytes)
{
	memset(log, 0, sizeof(*log));
	log_reader_init(&log->reader, data, bytes);
	log_around_init(&log->around, data, bytes);
}

/* A report whose only line was taken back is none. */
static void drop_void(struct log_reports *log)
{
	struct log_report *report = log->oldest;

	while (report && !report->open_count && !report->line_count) {
		log->oldest = report->next;
		log->waiting--;
		log_report_free(report);
		report = log->oldest;
	}
}

/* Is a line kept that may begin a report before the first? */
static bool is_preceded(const struct log_reports *log)
{
	u32 i;

	for (i = 0; i < log->context_count; i++) {
		if (!log->contexts[i].report &&
		    log->contexts[i].kept.number < log->oldest->first_line)
			return true;
	}
	return false;
}

static bool is_first_closed(struct log_reports *log)
{
	drop_void(log);
	return log->oldest && !log->oldest->open_count && !is_preceded(log);
}

static u32 flags_around(struct log_reports *log,
			const struct log_report *report)
{
	u32 flags = 0;

	if (log_around_panics(&log->around, report->lines[0].text,
			      !report->is_bare))
		flags |= CRASHREC_REC_F_PANICKED;
	if (log_around_is_quiet(&log->around))
		flags |= CRASHREC_REC_F_SUPPRESSED;
	return flags;
}

int log_reports_next(struct log_reports *log, const struct log_report **report)
{
	struct log_recent *recent;

	log_report_free(log->given);
	log->given = NULL;
	*report = NULL;
	while (!is_first_closed(log) && !log->at_end && !log->error) {
		recent = recent_of(log, ++log->recent_at);
		recent->is_taken = false;
		log->host = log->reader.host;
		if (log_reader_next(&log->reader, &recent->line)) {
			take_line(log, recent);
		} else {
			log->at_end = true;
			close_all(log);
		}
	}
	if (log->error)
		return log->error;
	if (!log->oldest)
		return 0;
	log->given = log->oldest;
	log->oldest = log->given->next;
	log->waiting--;
	log->given->flags = flags_around(log, log->given);
	*report = log->given;
	return 1;
}

void log_reports_exit(struct log_reports *log)
{
	struct log_report *next;

	log_report_free(log->given);
	for (; log->oldest; log->oldest = next) {
		next = log->oldest->next;
		log_report_free(log->oldest);
	}
	log->given = NULL;
}
