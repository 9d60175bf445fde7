// SPDX-License-Identifier: GPL-2.0
/*
 * That a guest did not come up is told by what it left: a region that no boot
 * used, or none since the copy that was made before; a log without any text, or
 * without that which says that it is up: if nothing else was named, a line of a
 * kernel. What is looked for counts in any case.
 */
#include "judging.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "complain.h"
#include "log_up.h"

#define STDIN_MAX_BYTES	(1U << 30)

static bool take_other(struct judging *judging, const char *value,
		       const char *command)
{
	static const char * const names[] = { "skip", "bad", "good" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], value) != 0)
			continue;
		judging->other = (enum judging_other)i;
		return true;
	}
	complain("%s: --other '%s': write good, bad or skip", command, value);
	return false;
}

static bool take_at_least(struct judging *judging, const char *value,
			  const char *command)
{
	char *end;

	errno = 0;
	judging->at_least = strtoull(value, &end, 10);
	if (isdigit((unsigned char)*value) && !*end && !errno &&
	    judging->at_least)
		return true;
	complain("%s: --at-least '%s': write a number of runs, from 1", command,
		 value);
	return false;
}

bool judging_option(struct judging *judging, int letter, const char *value,
		    const char *command)
{
	switch (letter) {
	case 'O':
		return take_other(judging, value, command);
	case 'L':
		return take_at_least(judging, value, command);
	case 'U':
		judging->up = value;
		return true;
	default:
		judging->before = value;
		return true;
	}
}

static bool is_folder(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

static bool is_empty(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode) && !st.st_size;
}

/* Return: false if there was no memory. */
static bool know(struct judging_before *before,
		 const struct crashrec_record *record)
{
	struct judging_known *known;

	known = reallocarray(before->records, before->count + 1,
			     sizeof(*known));
	if (!known)
		return false;
	before->records = known;
	known += before->count++;
	memcpy(known->boot_id, crashrec_record_boot_id(record),
	       sizeof(known->boot_id));
	known->seq = crashrec_record_seq(record);
	return true;
}

static bool read_before(struct judging_before *before,
			struct crashrec_source *source)
{
	struct crashrec_summary summary;
	struct crashrec_record *record;
	int err = crashrec_source_summary(source, &summary);

	if (!err)
		memcpy(before->boot_id, summary.losses.boot_id,
		       sizeof(before->boot_id));
	while (!err || err == -EBADMSG) {
		err = crashrec_source_next(source, &record);
		if (!err && !know(before, record))
			err = -ENOMEM;
		crashrec_record_free(record);
	}
	if (err == -ENOENT)
		return true;
	complain("%s", err == -ENOMEM ? "out of memory" :
					crashrec_source_error(source));
	return false;
}

bool judging_before(struct judging_before *before, const char *path)
{
	struct crashrec_source *source;
	bool is_read;
	int err;

	memset(before, 0, sizeof(*before));
	if (!path)
		return true;
	before->is_known = true;
	err = crashrec_source_open(&source, path);
	/* No module had formatted it yet. */
	is_read = err == -ENODATA && !is_folder(path);
	if (!err)
		is_read = read_before(before, source);
	else if (!is_read)
		complain("%s", crashrec_source_error(source));
	crashrec_source_close(source);
	return is_read;
}

void judging_forget(struct judging_before *before)
{
	free(before->records);
	before->records = NULL;
}

static bool was_there(const struct judging_before *before,
		      const struct crashrec_record *record)
{
	const uint8_t *boot_id = crashrec_record_boot_id(record);
	uint64_t seq = crashrec_record_seq(record);
	size_t i;

	for (i = 0; i < before->count; i++)
		if (before->records[i].seq == seq &&
		    !memcmp(before->records[i].boot_id, boot_id,
			    CRASHREC_BOOT_ID_BYTES))
			return true;
	return false;
}

/* Is it a report, of this run, and of interest? */
static bool counts(const struct crashrec_record *record,
		   const struct choice *choice,
		   const struct judging_before *before)
{
	const uint32_t user = CRASHREC_FLAG_USER | CRASHREC_FLAG_UNVERIFIED;
	uint32_t flags = crashrec_record_flags(record);

	if ((flags & user) == CRASHREC_FLAG_USER)
		return false;
	if (flags & CRASHREC_FLAG_SUPPRESSED && !choice->title_count)
		return false;
	return choice_covers(choice, record) && !was_there(before, record);
}

/* Without memory there is none. */
static struct crashrec_text copied(struct crashrec_text text)
{
	char *copy = malloc(text.bytes + 1);

	if (!copy)
		return (struct crashrec_text){ NULL, 0 };
	memcpy(copy, text.data, text.bytes);
	return (struct crashrec_text){ copy, text.bytes };
}

static void keep_first(struct judging_run *run, unsigned int outcome,
		       const struct crashrec_record *record)
{
	if (run->outcome == RUN_CRASHED || run->outcome == outcome)
		return;
	free((char *)run->title.data);
	run->title = copied(crashrec_record_title(record));
	run->outcome = outcome;
	run->class = crashrec_record_class(record);
}

/* Where a title was asked for: may it have been this, or part of it? */
static bool is_untold(const struct choice *choice,
		      const struct crashrec_record *record)
{
	const uint32_t marks = CRASHREC_FLAG_CORRUPTED | CRASHREC_FLAG_DAMAGED;

	return choice->title_count &&
	       (crashrec_record_flags(record) & marks ||
		crashrec_record_state(record) == CRASHREC_RECORD_TRUNCATED);
}

static bool read_records(struct judging_run *run, const struct choice *choice,
			 const struct judging_before *before,
			 struct crashrec_source *source)
{
	struct crashrec_record *record;
	bool takes, is_told = true;
	int err;

	for (;;) {
		err = crashrec_source_next(source, &record);
		if (err == -ENOENT)
			break;
		if (err && err != -EBADMSG) {
			complain("%s", crashrec_source_error(source));
			return false;
		}
		if (err) {
			run->why = "something in it is damaged";
		} else if (counts(record, choice, before)) {
			takes = choice_takes(choice, record);
			keep_first(run, takes ? RUN_CRASHED : RUN_OTHER,
				   record);
			is_told &= takes || !is_untold(choice, record);
		}
		crashrec_record_free(record);
	}
	if (!is_told && !run->why && run->outcome == RUN_OTHER)
		run->why = "a report is not whole, and may be the one";
	return true;
}

/* Reports of which there is nothing but a count. */
static bool has_lost_reports(const struct crashrec_summary_losses *losses)
{
	static const char * const causes[] = {
		"report-full", "report-slots", "report-overwritten",
	};
	unsigned int cause, i;
	const char *name;

	for (cause = 0; cause < CRASHREC_LEDGER_CLASSES; cause++) {
		name = crashrec_ledger_name(cause);
		for (i = 0; name && i < sizeof(causes) / sizeof(causes[0]); i++)
			if (losses->by_cause[cause] &&
			    !strcmp(name, causes[i]))
				return true;
	}
	return false;
}

/* In the last boot, or the one before, unless that was there before the run. */
static bool may_miss_reports(const struct crashrec_summary *summary,
			     const struct judging_before *before)
{
	return has_lost_reports(&summary->losses) ||
	       (has_lost_reports(&summary->former_losses) &&
		!(before->is_known &&
		  !memcmp(summary->former_losses.boot_id, before->boot_id,
			  sizeof(before->boot_id))));
}

/* Would the run be called good for what was seen? */
static bool is_fine(const struct judging_run *run,
		    const struct judging *judging)
{
	return run->outcome == RUN_FINE ||
	       (run->outcome == RUN_OTHER && judging->other == OTHER_GOOD);
}

/* Return: why not; NULL: a boot used it, and that is not the one before. */
static const char *why_no_boot(const struct crashrec_summary *summary,
			       const struct judging_before *before)
{
	static const uint8_t none[CRASHREC_BOOT_ID_BYTES];
	const uint8_t *boot_id = summary->losses.boot_id;

	if (!memcmp(boot_id, none, sizeof(none)))
		return "no boot used the region";
	if (before->is_known &&
	    !memcmp(boot_id, before->boot_id, sizeof(before->boot_id)))
		return "no boot used the region since";
	return NULL;
}

/* Nobody knows who made it, and for what. */
static bool is_empty_folder(const struct judging_run *run,
			    const struct crashrec_summary *summary)
{
	if (summary->kind != CRASHREC_SOURCE_SAVED || summary->records_unread ||
	    summary->damaged)
		return false;
	complain("%s: is an empty folder, which tells of no run: name its log or region",
		 run->file);
	return true;
}

/* Many a run leaves nothing there. */
static bool judge_pstore(struct judging_run *run, const char *path)
{
	enum log_up up;

	if (run->outcome != RUN_FINE)
		return true;
	up = log_up(path, NULL);
	if (up == LOG_UNREAD) {
		complain("%s: can't be read: %s", run->file, strerror(errno));
		return false;
	}
	if (up != LOG_UP) {
		run->outcome = RUN_NO_BOOT;
		run->why = "no line of a kernel is in it: name the console's log";
	}
	return true;
}

static bool judge_region(struct judging_run *run,
			 const struct judging *judging,
			 const struct judging_before *before,
			 const struct crashrec_summary *summary)
{
	const char *why;

	if (judging->up) {
		complain("%s: is no text log: --up can't be looked for in it",
			 run->file);
		return false;
	}
	if (is_empty_folder(run, summary))
		return false;
	why = summary->kind == CRASHREC_SOURCE_SAVED ||
	      summary->kind == CRASHREC_SOURCE_PSTORE ?
		      NULL : why_no_boot(summary, before);
	if (why) {
		run->outcome = RUN_NO_BOOT;
		run->why = why;
	} else if (is_fine(run, judging) &&
		   (run->why || summary->damaged ||
		    may_miss_reports(summary, before))) {
		if (!run->why)
			run->why = summary->damaged ?
					   "something in it is damaged" :
					   "reports were lost for want of room";
		run->outcome = RUN_UNTOLD;
	}
	return true;
}

static bool judge_log(struct judging_run *run, const char *path,
		      const struct judging *judging)
{
	struct pattern pattern;
	enum log_up up;
	char why[128];

	if (judging->up &&
	    !pattern_init(&pattern, judging->up, why, sizeof(why))) {
		complain("judge: --up '%s': %s", judging->up, why);
		return false;
	}
	if (run->why && is_fine(run, judging))
		run->outcome = RUN_UNTOLD;
	/* A report is a kernel's. */
	if (!judging->up && run->outcome != RUN_FINE)
		return true;
	up = log_up(path, judging->up ? &pattern : NULL);
	if (judging->up)
		pattern_exit(&pattern);
	if (up == LOG_UNREAD) {
		complain("%s: can't be read: %s", run->file, strerror(errno));
		return false;
	}
	if (up != LOG_UP && run->outcome != RUN_UNTOLD) {
		run->outcome = RUN_NO_BOOT;
		run->why = up == LOG_EMPTY ? "the log is empty" :
			   judging->up ? "--up is not in the log" :
			   "no line of a kernel is in the log: name with --up what it prints";
	}
	return true;
}

/* What is passed over for want of a time is not to make a run good. */
static bool may_choose(const struct judging_run *run,
		       const struct choice *choice,
		       struct crashrec_source *source)
{
	struct crashrec_summary summary;

	if (!choice->has_since && choice->boot != CHOICE_GIVEN_BOOT &&
	    choice->boot != CHOICE_FORMER_BOOTS)
		return true;
	if (crashrec_source_summary(source, &summary)) {
		complain("%s", crashrec_source_error(source));
		return false;
	}
	if (summary.kind != CRASHREC_SOURCE_LOG)
		return true;
	complain("%s: is a log, which tells no day and no boot: leave out --since and --boot",
		 run->file);
	return false;
}

static bool judge_source(struct judging_run *run, const char *path,
			 const struct judging *judging,
			 const struct judging_before *before,
			 struct crashrec_source *source)
{
	struct crashrec_summary summary;

	if (run->outcome == RUN_CRASHED)
		return true;
	if (crashrec_source_summary(source, &summary)) {
		complain("%s", crashrec_source_error(source));
		return false;
	}
	if (summary.kind == CRASHREC_SOURCE_LOG)
		return judge_log(run, path, judging);
	if (summary.kind == CRASHREC_SOURCE_PSTORE && !judging->up &&
	    !judge_pstore(run, path))
		return false;
	return judge_region(run, judging, before, &summary);
}

static bool judge_path(struct judging_run *run, const char *path,
		       const struct judging *judging,
		       const struct choice *choice,
		       const struct judging_before *before)
{
	struct crashrec_source *source;
	int err = crashrec_source_open(&source, path);
	bool is_judged = false;

	if (err == -ENODATA && !is_folder(path)) {
		run->outcome = RUN_NO_BOOT;
		run->why = "no module formatted the region";
		crashrec_source_close(source);
		return true;
	}
	if (is_empty(path)) {
		crashrec_source_close(source);
		err = crashrec_source_open_log(&source, path);
	}
	if (err)
		complain("%s", crashrec_source_error(source));
	else
		is_judged = may_choose(run, choice, source) &&
			    read_records(run, choice, before, source) &&
			    judge_source(run, path, judging, before, source);
	crashrec_source_close(source);
	return is_judged;
}

/* Return: a descriptor of a copy, as it is read more than once; -1. */
static int copy_stdin(void)
{
	int fd = memfd_create("stdin", MFD_CLOEXEC);
	char data[BUFSIZ];
	size_t bytes, sum = 0;

	while (fd >= 0 && (bytes = fread(data, 1, sizeof(data), stdin))) {
		sum += bytes;
		if (sum <= STDIN_MAX_BYTES &&
		    write(fd, data, bytes) == (ssize_t)bytes)
			continue;
		if (sum > STDIN_MAX_BYTES)
			errno = EFBIG;
		close(fd);
		return -1;
	}
	return fd;
}

bool judging_run(struct judging_run *run, const struct judging *judging,
		 const struct choice *choice,
		 const struct judging_before *before)
{
	char path[64];
	bool is_judged;
	int fd;

	run->outcome = RUN_FINE;
	if (strcmp(run->file, "-") != 0)
		return judge_path(run, run->file, judging, choice, before);
	fd = copy_stdin();
	if (fd < 0) {
		complain("standard input can't be read: %s", strerror(errno));
		return false;
	}
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	is_judged = judge_path(run, path, judging, choice, before);
	close(fd);
	return is_judged;
}
