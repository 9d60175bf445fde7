// SPDX-License-Identifier: GPL-2.0
#include "complete.h"

#include <crashrec.h>
#include <crashrec_source.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "escape.h"
#include "help_option.h"
#include "options.h"
#include "reading.h"

/* Someone waits for it: what takes longer, as a dump of gigabytes does, has
 * nothing to offer.
 */
#define SECONDS_MAX	5
#define RECORDS_MAX	1000
#define BOOT_LETTERS	8

/**
 * struct line - the command line so far
 * @command: its command
 * @path: what -f names, NULL: none
 * @takes: the option whose value is to come; its name is empty: none
 * @operands: what is neither
 * @operand_count: how many
 * @only_operands: behind --
 * @user: --user
 */
struct line {
	const struct command *command;
	const char *path;
	struct help_option takes;
	char **operands;
	size_t operand_count;
	bool only_operands;
	bool user;
};

static bool begins(const char *word, const char *front)
{
	return !strncmp(word, front, strlen(front));
}

static void offer(const char *word, const char *text, const char *front)
{
	if (begins(word, front))
		printf("%s\t%s\n", word, text);
}

static void offer_options(const char *help, const char *front)
{
	struct help_option option;

	while (help_option_next(&help, &option))
		offer(option.name, option.text, front);
}

static void offer_commands(const struct command * const *commands,
			   size_t count, const char *front)
{
	size_t i;

	for (i = 0; i < count; i++)
		offer(commands[i]->name, commands[i]->purpose, front);
	if (front[0] == '-') {
		offer("--help", "what crashrec is", front);
		offer("--version", "its version", front);
	}
}

/* Several may stand there, with commas: the last one is offered. */
static void offer_classes(const char *front)
{
	const char *none = crashrec_class_name(UINT32_MAX), *name;
	const char *comma = strrchr(front, ',');
	int before = comma ? (int)(comma + 1 - front) : 0;
	unsigned int class;

	for (class = CRASHREC_REPORT_RCU_STALL;; class++) {
		name = crashrec_class_name(class);
		if (!strcmp(name, none))
			return;
		if (begins(name, front + before))
			printf("%.*s%s\t\n", before, front, name);
	}
}

/* Values that an option has beside those of the records. */
static void offer_words(const char *option, const char *front)
{
	static const struct {
		const char *option;
		const char *word;
		const char *text;
	} words[] = {
		{ "--boot", "last", "that runs now, or ran last" },
		{ "--boot", "former", "those before that" },
		{ "--color", "auto", "on a terminal" },
		{ "--color", "always", "" },
		{ "--color", "never", "" },
		{ "--other", "good", "a run with another report is good" },
		{ "--other", "bad", "is bad" },
		{ "--other", "skip", "tells nothing" },
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(option, words[i].option))
			offer(words[i].word, words[i].text, front);
}

static bool is_typed(const struct line *line, const char *word)
{
	size_t i;

	for (i = 0; i < line->operand_count; i++)
		if (!strcmp(line->operands[i], word))
			return true;
	return false;
}

static void offer_title(const char *word, const struct crashrec_record *record)
{
	char *title = escape_dup(crashrec_record_title(record));

	if (title)
		printf("%s\t%s\n", word, title);
	free(title);
}

static void offer_seq(const struct line *line, const char *front,
		      const struct crashrec_record *record)
{
	char word[24];

	snprintf(word, sizeof(word), "%" PRIu64, crashrec_record_seq(record));
	if (begins(word, front) && !is_typed(line, word))
		offer_title(word, record);
}

/* The last of a boot's records names it: they come one behind the other. */
static void offer_boot(const char *front, const struct crashrec_record *record)
{
	static char last[CRASHREC_UUID_ROOM];
	char word[CRASHREC_UUID_ROOM];

	crashrec_uuid_text(crashrec_record_boot_id(record), word);
	word[BOOT_LETTERS] = '\0';
	if (strcmp(word, last) != 0 && begins(word, front))
		offer_title(word, record);
	memcpy(last, word, sizeof(last));
}

/* Each once, and none that --title would take for a pattern. */
static void offer_as_title(const char *front,
			   const struct crashrec_record *record)
{
	static char *offered[RECORDS_MAX];
	static size_t count;
	char *title = escape_dup(crashrec_record_title(record));
	size_t i;

	if (!title || count == RECORDS_MAX || title[0] == '/' ||
	    strpbrk(title, "*?[\\")) {
		free(title);
		return;
	}
	for (i = 0; i < count; i++)
		if (!strcmp(offered[i], title)) {
			free(title);
			return;
		}
	offered[count++] = title;
	offer(title, "", front);
}

/* What of each record is offered. */
enum record_part {
	PART_SEQ,
	PART_BOOT,
	PART_TITLE,
};

static void offer_record(const struct line *line, const char *front,
			 enum record_part part,
			 const struct crashrec_record *record)
{
	switch (part) {
	case PART_SEQ:
		offer_seq(line, front, record);
		break;
	case PART_BOOT:
		offer_boot(front, record);
		break;
	case PART_TITLE:
		offer_as_title(front, record);
		break;
	}
}

static void offer_records(const struct line *line, const char *front,
			  enum record_part part)
{
	struct options options = { .user = line->user };
	struct crashrec_source *source;
	struct crashrec_record *record;
	unsigned int i;

	if (crashrec_source_open(&source, line->path)) {
		crashrec_source_close(source);
		return;
	}
	for (i = 0; i < RECORDS_MAX; i++) {
		if (crashrec_source_next(source, &record))
			break;
		if (!reading_hides(&options, record))
			offer_record(line, front, part, record);
		crashrec_record_free(record);
	}
	crashrec_source_close(source);
}

static void offer_value(const struct line *line, const char *front)
{
	static const char * const files[] = { "FILE", "OUT", "PATH", "LOG" };
	static const char * const folders[] = { "DIRECTORY", "FOLDER", "DIR" };
	const struct help_option *option = &line->takes;
	size_t i;

	offer_words(option->name, front);
	if (!strcmp(option->name, "--class"))
		offer_classes(front);
	if (!strcmp(option->name, "--boot"))
		offer_records(line, front, PART_BOOT);
	if (!strcmp(option->name, "--title"))
		offer_records(line, front, PART_TITLE);
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (!strcmp(option->takes, files[i]))
			puts(":files");
	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (!strcmp(option->takes, folders[i]))
			puts(":folders");
}

static void offer_operands(const struct line *line, const char *front)
{
	static const char * const files[] = { "FILE...", "LOG...", " A B" };
	const struct command *command = line->command;
	size_t i;

	if (line->operand_count < command->operands_max)
		offer_records(line, front, PART_SEQ);
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (help_usage_names(command->help, files[i])) {
			puts(":files");
			return;
		}
}

/* A word that is an option, with its value if that is in the same word. */
static void take_option(struct line *line, const char *word)
{
	struct help_option *option = &line->takes;
	const char *value = NULL;
	char name[sizeof(option->name)];
	size_t bytes;

	if (word[1] == '-') {
		bytes = strcspn(word, "=");
		value = word[bytes] ? word + bytes + 1 : NULL;
	} else {
		bytes = 2;
		value = word[2] ? word + 2 : NULL;
	}
	snprintf(name, sizeof(name), "%.*s", (int)bytes, word);
	if (!help_option_find(line->command->help, name, option) ||
	    !option->takes[0] || value) {
		if (value && !strcmp(option->name, "--file"))
			line->path = value;
		if (!strcmp(option->name, "--user"))
			line->user = true;
		option->name[0] = '\0';
	}
}

static void take_word(struct line *line, char *word)
{
	if (line->takes.name[0]) {
		if (!strcmp(line->takes.name, "--file"))
			line->path = word;
		line->takes.name[0] = '\0';
	} else if (line->only_operands || word[0] != '-' || !word[1]) {
		line->operands[line->operand_count++] = word;
	} else if (!strcmp(word, "--")) {
		line->only_operands = true;
	} else {
		take_option(line, word);
	}
}

/* @words is used for the operands: what was read of it is not needed again. */
static void complete_command(const struct command *command, char **words,
			     size_t count, const char *front)
{
	struct line line = { .command = command, .operands = words };
	size_t i;

	for (i = 0; i < count; i++)
		take_word(&line, words[i]);
	if (line.takes.name[0])
		offer_value(&line, front);
	else if (front[0] == '-' && !line.only_operands)
		offer_options(command->help, front);
	else
		offer_operands(&line, front);
}

void complete(const struct command * const *commands, size_t count,
	      char **words, size_t word_count)
{
	const char *front = word_count ? words[word_count - 1] : "";
	size_t i;

	alarm(SECONDS_MAX);
	if (word_count < 2) {
		offer_commands(commands, count, front);
		return;
	}
	for (i = 0; i < count; i++)
		if (!strcmp(commands[i]->name, words[0]))
			complete_command(commands[i], words + 1,
					 word_count - 2, front);
}
