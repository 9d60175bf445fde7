/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which records are wanted: --since, --class, --title, --boot.
 */
#ifndef CRASHREC_CLI_CHOICE_H
#define CRASHREC_CLI_CHOICE_H

#include <crashrec.h>

#include "pattern.h"

/* For the help of commands that take it. */
#define CHOICE_OPTIONS	"SCTB"
#define CHOICE_HELP \
	"      --since TIME only what came, or came again, since: 2025-01-31 23:59 (UTC),\n" \
	"                   23:59, 2h, '3 days ago', yesterday, @1738367940\n" \
	"      --class NAME only reports of that class; several with commas\n" \
	"      --title TEXT only those whose title, or another that they may get, is\n" \
	"                   TEXT: a shell pattern, or /REGEX/, which may match a part\n" \
	"      --boot ID    only those of a boot: the front of its id, or last, or former\n"

#define CHOICE_NAMES_ROOM	64

/**
 * enum choice_boot - of which boots
 * @CHOICE_ANY_BOOT: of all
 * @CHOICE_LAST_BOOT: of the one that runs, or ran last
 * @CHOICE_FORMER_BOOTS: of the others
 * @CHOICE_GIVEN_BOOT: of those whose id begins with choice::boot_front
 */
enum choice_boot {
	CHOICE_ANY_BOOT,
	CHOICE_LAST_BOOT,
	CHOICE_FORMER_BOOTS,
	CHOICE_GIVEN_BOOT,
};

/**
 * struct choice - what was asked for; all zero takes every record
 * @has_since: @since_ns was given
 * @since_ns: the earliest wall clock time, nanoseconds since 1970
 * @classes: a bit for each enum crashrec_record_class; 0: all
 * @titles: of which one has to match; owned
 * @title_count: of them
 * @boot: which boots
 * @boot_front: of an id, lower case, without dashes, terminated
 */
struct choice {
	bool has_since;
	uint64_t since_ns;
	uint32_t classes;
	struct pattern *titles;
	size_t title_count;
	enum choice_boot boot;
	char boot_front[2 * CRASHREC_BOOT_ID_BYTES + 1];
};

/**
 * choice_option() - take an option of a command line
 * @choice: is added to
 * @letter: of CHOICE_OPTIONS
 * @value: what was given; stays in use
 * @command: its name, for messages
 *
 * Return: false if it is wrong; that was told on stderr.
 */
bool choice_option(struct choice *choice, int letter, const char *value,
		   const char *command);

/**
 * choice_is_made() - is any record passed over?
 * @choice: what was asked for
 *
 * Return: true if so.
 */
bool choice_is_made(const struct choice *choice);

/**
 * choice_takes() - is a record wanted?
 * @choice: what was asked for
 * @record: the record
 *
 * A record that does not tell its wall clock is not since any time.
 *
 * Return: true if so.
 */
bool choice_takes(const struct choice *choice,
		  const struct crashrec_record *record);

/**
 * choice_covers() - is a record of a time and boot that were asked for?
 * @choice: what was asked for
 * @record: the record, of whatever class and title
 *
 * Return: true if so.
 */
bool choice_covers(const struct choice *choice,
		   const struct crashrec_record *record);

/**
 * choice_names() - name the options that were given
 * @choice: from choice_option(); one of them was given
 * @names: set to "--class and --boot say", or to "--class says", terminated
 */
void choice_names(const struct choice *choice,
		  char names[CHOICE_NAMES_ROOM]);

/**
 * choice_free() - free what choice_option() allocated
 * @choice: from there
 */
void choice_free(struct choice *choice);

#endif /* CRASHREC_CLI_CHOICE_H */
