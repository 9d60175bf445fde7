// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Following a source: looking at it again and again, and giving what is new.
 *
 * A pass goes through the records of the source that are not known. A look
 * begins one, unless the source can tell that nothing changed. Reports that are
 * open are left for a later pass.
 *
 * How long it takes to look is measured, and decides when to look again.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "grown.h"
#include "known.h"
#include "source.h"

#define NS_PER_MS	1000000LL
/* Files are looked at so often, and looked through. */
#define GLANCE_NS	(200 * NS_PER_MS)
#define LOOK_NS		(2000 * NS_PER_MS)
#define LOOK_MAX_NS	(10000 * NS_PER_MS)
/* The module closes what nobody closes when it is asked, see the device's ABI. */
#define DEVICE_NS	(1000 * NS_PER_MS)
#define SEARCH_NS	(5000 * NS_PER_MS)
#define FULL_NS		(600000 * NS_PER_MS)
/* Of all time, looks take one part in so many at most; idle ones; searches. */
#define LOOK_PART	100
#define IDLE_PART	200
#define SEARCH_PART	20

/**
 * struct crashrec_follow - a source that is followed
 * @path: of it
 * @options: of the caller; what is not set is zero
 * @source: as it is now; NULL: it is not there
 * @identity: of its file, and how large that was at the last look
 * @known: what was given
 * @grown: of that, what may grow, if that is to be given again
 * @is_begun: crashrec_follow_open() is done
 * @is_full: records of this pass were left out, as more can't be known
 * @full_told_ns: when that was told; 0: the pass before left out none
 * @in_pass: not all records of the source were looked at
 * @is_old: it was replaced: this pass is the last one
 * @open_count: reports found open in this pass, or in the last one
 * @cost_ns: of looking, since the next time was planned
 * @next_ns: when to look at it again
 * @look_ns: before which it is not looked through again
 * @through_ns: when it is, changed or not
 * @search_ns: when to search it
 * @has_searched: it was searched since a look was planned
 * @damaged: parts that were found damaged in the pass before
 * @damaged_told: of them, that were told
 * @told: why there is no source, if that was told; 0: there is, or it was not
 * @untold: what the next call of crashrec_follow_next() returns
 * @error: message of the last failure
 */
struct crashrec_follow {
	char *path;
	struct crashrec_follow_options options;
	struct crashrec_source *source;
	struct stat identity;
	struct known known;
	struct grown grown;
	bool is_begun;
	bool is_full;
	int64_t full_told_ns;
	bool in_pass;
	bool is_old;
	unsigned int open_count;
	int64_t cost_ns;
	int64_t next_ns;
	int64_t look_ns;
	int64_t through_ns;
	int64_t search_ns;
	bool has_searched;
	uint64_t damaged;
	uint64_t damaged_told;
	int told;
	int untold;
	char error[SOURCE_ERROR_BYTES + 32];
};

/* Of looks, too: they may wait for a disk, or for the process of a dump. */
static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 * NS_PER_MS + now.tv_nsec;
}

static bool is_device(const struct crashrec_follow *follow)
{
	return follow->source && follow->source->kind == CRASHREC_SOURCE_DEVICE;
}

static int64_t between(int64_t least, int64_t wanted, int64_t most)
{
	return wanted < least ? least : wanted > most ? most : wanted;
}

/* A search costs more, and what can't be found is searched for each time. */
static void plan_search(struct crashrec_follow *follow, int64_t now)
{
	int64_t wait_ns = between(SEARCH_NS, follow->cost_ns * SEARCH_PART,
				  INT64_MAX / 2);

	follow->search_ns = now + wait_ns;
	if (!follow->source)
		follow->next_ns = now + between(GLANCE_NS,
						follow->cost_ns * SEARCH_PART,
						INT64_MAX / 2);
}

static void plan(struct crashrec_follow *follow)
{
	int64_t now = now_ns(), cost_ns = follow->cost_ns;

	follow->next_ns = now + GLANCE_NS;
	if (follow->has_searched) {
		plan_search(follow, now);
	} else if (is_device(follow)) {
		follow->next_ns = now + between(DEVICE_NS, cost_ns * LOOK_PART,
						LOOK_MAX_NS);
	} else {
		follow->look_ns = now + between(0, cost_ns * LOOK_PART,
						LOOK_MAX_NS);
		follow->through_ns = now + between(LOOK_NS, cost_ns * IDLE_PART,
						   LOOK_MAX_NS);
	}
	follow->cost_ns = 0;
	follow->has_searched = false;
}

static void drop_source(struct crashrec_follow *follow)
{
	crashrec_source_close(follow->source);
	follow->source = NULL;
	follow->in_pass = false;
	follow->is_old = false;
	follow->open_count = 0;
	follow->damaged = 0;
	follow->damaged_told = 0;
}

static int fail(struct crashrec_follow *follow, int err, const char *more)
{
	snprintf(follow->error, sizeof(follow->error), "%s%s",
		 crashrec_source_error(follow->source), more);
	return err;
}

/*
 * What can't be followed is told at once. Later it is what became of a source,
 * perhaps by a guest that may write what it likes: there is something to wait for.
 */
static bool is_final(const struct crashrec_follow *follow, int err)
{
	switch (err) {
	case -ENOMEM:
		return true;
	case -EPERM:
	case -EACCES:
	case -ENOTTY:
	case -EPROTONOSUPPORT:
	case -EMEDIUMTYPE:
		return !follow->is_begun;
	default:
		return false;
	}
}

/*
 * What can't be read may come, or come back. A file stays open: what is in it
 * may be about to be formatted, which a search is not to take for pieces.
 */
static int lose(struct crashrec_follow *follow, int err)
{
	bool is_told = follow->told == err;

	fail(follow, err, is_final(follow, err) ? "" : "; waiting for it");
	follow->in_pass = false;
	if (is_final(follow, err) || follow->has_searched || !follow->source ||
	    (follow->source->kind != CRASHREC_SOURCE_REGION &&
	     follow->source->kind != CRASHREC_SOURCE_MEMORY))
		drop_source(follow);
	follow->told = err;
	plan(follow);
	if (is_final(follow, err))
		return err;
	return is_told ? 0 : -EAGAIN;
}

static int fail_log(struct crashrec_follow *follow)
{
	source_fail(follow->source, -EMEDIUMTYPE,
		    "is text: records are followed, not logs; crashrec parse finds the reports that are in it");
	return lose(follow, -EMEDIUMTYPE);
}

static void begin_pass(struct crashrec_follow *follow)
{
	follow->in_pass = true;
	follow->known.pass++;
	follow->grown.at = follow->options.again ? 0 : GROWN_ROOM;
	follow->is_full = false;
	follow->source->leaves_rest = false;
	follow->open_count = 0;
	follow->told = 0;
}

static void identify(struct crashrec_follow *follow)
{
	if (fstat(follow->source->fd, &follow->identity))
		memset(&follow->identity, 0, sizeof(follow->identity));
}

/*
 * The module may be another, with another region: a number alone tells nothing
 * any more, nor does one of this boot where numbers began anew.
 */
static void forget_numbers(struct crashrec_follow *follow)
{
	struct crashrec_summary summary;

	known_enter(&follow->known, source_any_boot);
	known_forget(&follow->known, source_any_boot);
	if (!crashrec_source_summary(follow->source, &summary) &&
	    summary.next_seq <= known_last(&follow->known,
					   summary.losses.boot_id))
		known_forget(&follow->known, summary.losses.boot_id);
}

static int open_source(struct crashrec_follow *follow)
{
	struct crashrec_source_options options = {
		.progress = follow->options.progress,
		.progress_arg = follow->options.progress_arg,
	};
	int64_t begun_ns = now_ns();
	int err;

	known_enter(&follow->known, source_any_boot);
	err = source_open(&follow->source, follow->path, &options,
			  &follow->known);
	follow->cost_ns += now_ns() - begun_ns;
	follow->has_searched = err == -ENODATA || err == -EBADMSG ||
			       (!err && follow->source->kind ==
				CRASHREC_SOURCE_MEMORY);
	/* Searches to come are nobody's concern. */
	follow->options.progress = NULL;
	if (err)
		return lose(follow, err);
	follow->source->options.progress = NULL;
	if (is_device(follow))
		forget_numbers(follow);
	if (follow->source->kind == CRASHREC_SOURCE_LOG)
		return fail_log(follow);
	identify(follow);
	begin_pass(follow);
	return 0;
}

/* A file that is gone, or only renamed, is followed until there is another. */
static bool is_replaced(const struct crashrec_follow *follow)
{
	struct stat st;

	return !stat(follow->path, &st) &&
	       (st.st_dev != follow->identity.st_dev ||
		st.st_ino != follow->identity.st_ino);
}

static bool is_resized(const struct crashrec_follow *follow)
{
	struct stat st;

	return !fstat(follow->source->fd, &st) &&
	       st.st_size != follow->identity.st_size;
}

static bool is_worth_a_look(struct crashrec_follow *follow)
{
	const struct source_ops *ops = follow->source->ops;
	int64_t now = now_ns();

	if (follow->is_old || !ops->has_changed)
		return true;
	if (now < follow->look_ns)
		return false;
	return follow->open_count || follow->told ||
	       follow->damaged != follow->damaged_told ||
	       now >= follow->through_ns || is_resized(follow) ||
	       ops->has_changed(follow->source);
}

static int look_through(struct crashrec_follow *follow)
{
	struct crashrec_source *source = follow->source;
	bool is_memory = source->kind == CRASHREC_SOURCE_MEMORY;

	follow->has_searched = follow->is_old ? false :
			       is_memory && now_ns() >= follow->search_ns;
	if (!source->ops->look || follow->has_searched)
		return source->ops->rewind(source);
	return source->ops->look(source);
}

static int look_at_source(struct crashrec_follow *follow)
{
	int64_t begun_ns;
	int err;

	if (!is_device(follow))
		follow->is_old = is_replaced(follow);
	if (!is_worth_a_look(follow)) {
		follow->next_ns = now_ns() + GLANCE_NS;
		return 0;
	}
	begun_ns = now_ns();
	identify(follow);
	err = look_through(follow);
	follow->cost_ns += now_ns() - begun_ns;
	if (err && follow->is_old) {
		drop_source(follow);
		return 0;
	}
	if (err)
		return lose(follow, err);
	begin_pass(follow);
	return 0;
}

static int look(struct crashrec_follow *follow)
{
	return follow->source ? look_at_source(follow) : open_source(follow);
}

/*
 * A header that is just being written may look torn: damage is told once it was
 * found by two passes.
 */
static int tell_damage(struct crashrec_follow *follow)
{
	uint64_t now = follow->source->damaged;
	uint64_t lasting = now < follow->damaged ? now : follow->damaged;

	follow->damaged = now;
	if (lasting <= follow->damaged_told) {
		follow->damaged_told = lasting;
		return -ENOENT;
	}
	snprintf(follow->error, sizeof(follow->error),
		 "%.300s: damaged parts that were left out: %llu", follow->path,
		 (unsigned long long)lasting);
	follow->damaged_told = lasting;
	return -EBADMSG;
}

/* As in memory that is forged. Told again and again, as long as it lasts. */
static int tell_full(struct crashrec_follow *follow)
{
	int64_t now = now_ns();

	if (!follow->is_full) {
		follow->full_told_ns = 0;
		return -ENOENT;
	}
	if (follow->full_told_ns && now < follow->full_told_ns + FULL_NS)
		return -ENOENT;
	follow->full_told_ns = now;
	source_fail(follow->source, -EBADMSG,
		    "holds more reports than can be kept apart, and some are left out: is it forged?");
	return fail(follow, -EBADMSG, "");
}

static int end_pass(struct crashrec_follow *follow)
{
	int err = tell_full(follow);

	if (err == -ENOENT && !is_device(follow))
		err = tell_damage(follow);
	follow->in_pass = false;
	plan(follow);
	if (follow->is_old) {
		drop_source(follow);
		follow->next_ns = 0;
	}
	return err;
}

/*
 * -EEXIST: it was given, by another module that had the device; or it is not to
 * be given, as that could not be known.
 */
static int note(struct crashrec_follow *follow,
		const struct crashrec_record *record)
{
	const uint8_t *boot_id = crashrec_record_boot_id(record);
	uint64_t seq = crashrec_record_seq(record);
	bool was_given = known_has(&follow->known, boot_id, seq, NULL);
	int err = known_add(&follow->known, boot_id, seq);

	if (!err && is_device(follow))
		err = known_add(&follow->known, source_any_boot, seq);
	if (err == -ENOSPC) {
		follow->is_full = true;
		follow->source->leaves_rest = true;
		return -EEXIST;
	}
	return !err && was_given ? -EEXIST : err;
}

/*
 * -ENOENT: there is no further one in this pass; -EINPROGRESS, -EEXIST: this one
 * is not to be given.
 */
static int take_one(struct crashrec_follow *follow,
		    struct crashrec_record **record)
{
	int64_t begun_ns = now_ns();
	int err = crashrec_source_next(follow->source, record);

	if (!err && crashrec_record_state(*record) == CRASHREC_RECORD_OPEN &&
	    !follow->is_old) {
		follow->open_count++;
		err = -EINPROGRESS;
	}
	/* To give records is no waste. */
	if (err)
		follow->cost_ns += now_ns() - begun_ns;
	else
		err = note(follow, *record);
	if (!err)
		grown_note(&follow->grown, *record, begun_ns);
	if (err) {
		crashrec_record_free(*record);
		*record = NULL;
	}
	return err;
}

static int take(struct crashrec_follow *follow, struct crashrec_record **record)
{
	int err;

	do
		err = take_one(follow, record);
	while (err == -EINPROGRESS || err == -EEXIST);
	if (err == -ENOENT)
		err = grown_next(&follow->grown, follow->source, now_ns(),
				 record);
	switch (err) {
	case 0:
		return 0;
	case -ENOENT:
		return end_pass(follow);
	case -EBADMSG:
		return fail(follow, err, "");
	default:
		err = lose(follow, err);
		return err ? err : -ENOENT;
	}
}

static int milliseconds(int64_t ns)
{
	if (ns <= 0)
		return 0;
	return ns / NS_PER_MS >= INT32_MAX ? INT32_MAX :
	       (int)((ns + NS_PER_MS - 1) / NS_PER_MS);
}

/* 0: it is time to look, or was until then. */
static int wait_until(struct crashrec_follow *follow, int64_t until_ns)
{
	const struct crashrec_follow_options *options = &follow->options;
	struct pollfd files[] = {
		{ .fd = options->wake_fd ? options->wake_fd : -1,
		  .events = POLLIN },
		{ .fd = options->output_fd ? options->output_fd : -1 },
		{ .fd = is_device(follow) ? follow->source->fd : -1,
		  .events = POLLIN },
	};

	if (poll(files, 3, milliseconds(until_ns - now_ns())) < 0)
		return -errno;
	if (files[0].revents || files[1].revents)
		return -ECANCELED;
	if (files[2].revents)
		follow->next_ns = 0;
	return 0;
}

static int wait_for_look(struct crashrec_follow *follow, int64_t deadline_ns)
{
	int err;

	do {
		if (now_ns() >= follow->next_ns)
			return 0;
		if (now_ns() >= deadline_ns)
			return -ETIMEDOUT;
		err = wait_until(follow, deadline_ns < follow->next_ns ?
				 deadline_ns : follow->next_ns);
	} while (!err);
	return err;
}

int crashrec_follow_next(struct crashrec_follow *follow, int timeout_ms,
			 struct crashrec_record **record)
{
	int64_t deadline_ns = timeout_ms < 0 ? INT64_MAX :
			      now_ns() + timeout_ms * NS_PER_MS;
	int err = follow->untold;

	*record = NULL;
	follow->untold = 0;
	if (!err)
		err = wait_until(follow, 0);
	while (!err) {
		err = follow->in_pass ? take(follow, record) : -ENOENT;
		if (err != -ENOENT)
			return err;
		err = wait_for_look(follow, deadline_ns);
		if (!err)
			err = look(follow);
	}
	return err;
}

/* What is there already is not new. */
static int pass_over(struct crashrec_follow *follow)
{
	struct crashrec_record *record;
	int err = 0;

	while (follow->in_pass && (!err || err == -EBADMSG)) {
		err = take(follow, &record);
		crashrec_record_free(record);
	}
	return err == -ENOENT ? 0 : err;
}

int crashrec_follow_open(struct crashrec_follow **follow, const char *path,
			 const struct crashrec_follow_options *options)
{
	struct crashrec_follow *f = calloc(1, sizeof(*f));
	int err;

	*follow = f;
	if (!f)
		return -ENOMEM;
	if (options)
		f->options = *options;
	f->path = strdup(path ? path : CRASHREC_DEFAULT_PATH);
	if (!f->path) {
		snprintf(f->error, sizeof(f->error), "out of memory");
		return -ENOMEM;
	}
	err = look(f);
	if (!err && f->options.only_new)
		err = pass_over(f);
	if (is_final(f, err))
		return err;
	f->is_begun = true;
	f->untold = err;
	return 0;
}

struct crashrec_source *
crashrec_follow_source(const struct crashrec_follow *follow)
{
	return follow->source;
}

const char *crashrec_follow_error(const struct crashrec_follow *follow)
{
	return follow ? follow->error : "out of memory";
}

void crashrec_follow_close(struct crashrec_follow *follow)
{
	if (!follow)
		return;
	crashrec_source_close(follow->source);
	known_free(&follow->known);
	free(follow->path);
	free(follow);
}
