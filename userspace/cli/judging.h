/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What came of a test run, told by what it left: a region file, a log, a
 * folder of records.
 */
#ifndef CRASHREC_CLI_JUDGING_H
#define CRASHREC_CLI_JUDGING_H

#include <crashrec_source.h>

#include "choice.h"

#define JUDGING_OPTIONS	"OULb"

/**
 * enum judging_outcome - of a run
 * @RUN_FINE: nothing was reported
 * @RUN_CRASHED: what is looked for was
 * @RUN_OTHER: something else was
 * @RUN_NO_BOOT: the guest did not come up
 * @RUN_UNTOLD: something is damaged or was lost: it may have been
 * @RUN_OUTCOMES: how many there are
 */
enum judging_outcome {
	RUN_FINE,
	RUN_CRASHED,
	RUN_OTHER,
	RUN_NO_BOOT,
	RUN_UNTOLD,
	RUN_OUTCOMES,
};

/**
 * enum judging_other - what another report makes of a run
 * @OTHER_SKIP: it tells nothing, as that may have come first
 * @OTHER_BAD: it is as if it were the one
 * @OTHER_GOOD: it is as if it were none
 */
enum judging_other {
	OTHER_SKIP,
	OTHER_BAD,
	OTHER_GOOD,
};

/**
 * struct judging - how runs are judged; of the command line
 * @other: --other
 * @up: --up; NULL: not given
 * @at_least: --at-least; 0: not given
 * @before: --before; NULL: not given
 */
struct judging {
	enum judging_other other;
	const char *up;
	uint64_t at_least;
	const char *before;
};

/* A record that was there before the run. */
struct judging_known {
	uint8_t boot_id[CRASHREC_BOOT_ID_BYTES];
	uint64_t seq;
};

/**
 * struct judging_before - what was there before the run
 * @is_known: --before was given
 * @boot_id: of the boot that used the region last; all zero: there was none
 * @records: owned
 * @count: of them
 */
struct judging_before {
	bool is_known;
	uint8_t boot_id[CRASHREC_BOOT_ID_BYTES];
	struct judging_known *records;
	size_t count;
};

/**
 * struct judging_run - what came of a run
 * @file: that it left
 * @outcome: enum judging_outcome
 * @title: of the first report that made it so; owned; no data: there is none
 * @class: of that, enum crashrec_record_class
 * @why: why it can't be told, or the guest is taken for not up; NULL
 */
struct judging_run {
	const char *file;
	unsigned int outcome;
	struct crashrec_text title;
	unsigned int class;
	const char *why;
};

/**
 * judging_option() - take an option of a command line
 * @judging: is added to
 * @letter: of JUDGING_OPTIONS
 * @value: what was given; stays in use
 * @command: its name, for messages
 *
 * Return: false if it is wrong; that was told on stderr.
 */
bool judging_option(struct judging *judging, int letter, const char *value,
		    const char *command);

/**
 * judging_before() - read what was there before the run
 * @before: filled; end with judging_forget(), also on failure
 * @path: a copy of the region, from before the run; NULL: there is none
 *
 * Return: false if it can't be read; that was told on stderr.
 */
bool judging_before(struct judging_before *before, const char *path);

/** judging_forget() - free what judging_before() allocated */
void judging_forget(struct judging_before *before);

/**
 * judging_run() - judge a run
 * @run: its file is set; filled; the caller frees its title's data
 * @judging: how
 * @choice: which reports are looked for
 * @before: from judging_before()
 *
 * Return: false if it can't be read; that was told on stderr.
 */
bool judging_run(struct judging_run *run, const struct judging *judging,
		 const struct choice *choice,
		 const struct judging_before *before);

#endif /* CRASHREC_CLI_JUDGING_H */
