// SPDX-License-Identifier: GPL-2.0
#include "choice.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "complain.h"
#include "escape.h"
#include "when_parse.h"

#define NS_PER_SEC	UINT64_C(1000000000)
/* Fewer digits are too soon those of several boots. */
#define BOOT_FRONT_MIN	4

static bool take_since(struct choice *choice, const char *value,
		       const char *command)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	choice->has_since = when_parse(&choice->since_ns, value,
				       (uint64_t)now.tv_sec * NS_PER_SEC +
				       (uint64_t)now.tv_nsec);
	if (!choice->has_since)
		complain("%s: '%s' is no time: write " WHEN_PARSE_FORMS,
			 command, value);
	return choice->has_since;
}

/* Return: false if none has that name. */
static bool add_class(struct choice *choice, const char *name, size_t bytes)
{
	const char *known;
	unsigned int i;

	for (i = 0; i < 32; i++) {
		known = crashrec_class_name(i);
		if (strlen(known) != bytes || strncasecmp(known, name, bytes) != 0)
			continue;
		choice->classes |= 1U << i;
		return true;
	}
	return false;
}

static void complain_of_class(const char *name, size_t bytes,
			      const char *command)
{
	const char *unknown = crashrec_class_name(CRASHREC_REPORT_UNKNOWN);
	char names[512] = "";
	size_t used = 0;
	unsigned int i;

	for (i = 1; i < 32 && used < sizeof(names); i++) {
		if (strcmp(crashrec_class_name(i), unknown) != 0)
			used += (size_t)snprintf(names + used,
						 sizeof(names) - used, "%s, ",
						 crashrec_class_name(i));
	}
	complain("%s: '%.*s' is no class: those are %s%s", command, (int)bytes,
		 name, names, unknown);
}

static bool take_classes(struct choice *choice, const char *value,
			 const char *command)
{
	size_t bytes;

	for (;;) {
		bytes = strcspn(value, ",");
		if (!add_class(choice, value, bytes)) {
			complain_of_class(value, bytes, command);
			return false;
		}
		if (!value[bytes])
			return true;
		value += bytes + 1;
	}
}

static bool take_title(struct choice *choice, const char *value,
		       const char *command)
{
	struct pattern *titles;
	char why[128];

	titles = reallocarray(choice->titles, choice->title_count + 1,
			      sizeof(*titles));
	if (!titles) {
		complain("out of memory");
		return false;
	}
	choice->titles = titles;
	if (!pattern_init(&titles[choice->title_count], value, why,
			  sizeof(why))) {
		complain("%s: --title '%s': %s", command, value, why);
		return false;
	}
	choice->title_count++;
	return true;
}

static bool take_boot(struct choice *choice, const char *value,
		      const char *command)
{
	const char *at = value;
	size_t count = 0;

	if (!strcmp(value, "last") || !strcmp(value, "former")) {
		choice->boot = *value == 'l' ? CHOICE_LAST_BOOT :
					       CHOICE_FORMER_BOOTS;
		return true;
	}
	for (; *at; at++) {
		if (*at == '-')
			continue;
		if (!isxdigit((unsigned char)*at) ||
		    count == sizeof(choice->boot_front) - 1)
			break;
		choice->boot_front[count++] =
			(char)tolower((unsigned char)*at);
	}
	choice->boot_front[count] = '\0';
	choice->boot = CHOICE_GIVEN_BOOT;
	if (!*at && count >= BOOT_FRONT_MIN)
		return true;
	complain("%s: '%s' is no boot: write %u digits of its id at least, last, or former",
		 command, value, BOOT_FRONT_MIN);
	return false;
}

bool choice_option(struct choice *choice, int letter, const char *value,
		   const char *command)
{
	switch (letter) {
	case 'S':
		return take_since(choice, value, command);
	case 'C':
		return take_classes(choice, value, command);
	case 'T':
		return take_title(choice, value, command);
	default:
		return take_boot(choice, value, command);
	}
}

bool choice_is_made(const struct choice *choice)
{
	return choice->has_since || choice->classes || choice->title_count ||
	       choice->boot != CHOICE_ANY_BOOT;
}

static bool is_since(const struct choice *choice,
		     const struct crashrec_record *record)
{
	uint64_t first, last, boot_ns, last_ns = 0;

	if (!choice->has_since)
		return true;
	/* A text log has no wall clock. */
	if (crashrec_record_log_lines(record, &first, &last))
		return false;
	crashrec_record_repeats(record, &boot_ns, &last_ns);
	return crashrec_record_wall_ns(record) >= choice->since_ns ||
	       last_ns >= choice->since_ns;
}

static bool is_of_boot(const struct choice *choice,
		       const struct crashrec_record *record)
{
	bool former = crashrec_record_flags(record) & CRASHREC_FLAG_FORMER_BOOT;
	const uint8_t *id = crashrec_record_boot_id(record);
	char text[sizeof(choice->boot_front)];
	size_t i;

	switch (choice->boot) {
	case CHOICE_LAST_BOOT:
		return !former;
	case CHOICE_FORMER_BOOTS:
		return former;
	case CHOICE_GIVEN_BOOT:
		for (i = 0; i < CRASHREC_BOOT_ID_BYTES; i++)
			snprintf(text + 2 * i, 3, "%02x", id[i]);
		return !strncmp(text, choice->boot_front,
				strlen(choice->boot_front));
	default:
		return true;
	}
}

/* It is compared as it is shown: that has no zero bytes. */
static bool title_matches(const struct choice *choice,
			  struct crashrec_text title)
{
	char *shown = escape_dup(title);
	bool matches = false;
	size_t i;

	for (i = 0; shown && !matches && i < choice->title_count; i++)
		matches = pattern_matches(&choice->titles[i], shown);
	free(shown);
	return matches;
}

static bool has_title(const struct choice *choice,
		      const struct crashrec_record *record)
{
	const struct crashrec_text *others;
	size_t i, count;

	if (!choice->title_count ||
	    title_matches(choice, crashrec_record_title(record)))
		return true;
	others = crashrec_record_alt_titles(record, &count);
	for (i = 0; i < count; i++)
		if (title_matches(choice, others[i]))
			return true;
	return false;
}

bool choice_covers(const struct choice *choice,
		   const struct crashrec_record *record)
{
	return is_of_boot(choice, record) && is_since(choice, record);
}

bool choice_takes(const struct choice *choice,
		  const struct crashrec_record *record)
{
	unsigned int class = crashrec_record_class(record);

	if (choice->classes && (class >= 32 || !(choice->classes >> class & 1)))
		return false;
	return choice_covers(choice, record) && has_title(choice, record);
}

void choice_names(const struct choice *choice,
		  char names[CHOICE_NAMES_ROOM])
{
	const char * const all[] = {
		choice->has_since ? "--since" : NULL,
		choice->classes ? "--class" : NULL,
		choice->title_count ? "--title" : NULL,
		choice->boot != CHOICE_ANY_BOOT ? "--boot" : NULL,
	};
	size_t i, count = 0, at = 0, used = 0;
	const char *between;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		count += !!all[i];
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (!all[i])
			continue;
		between = !at ? "" : at + 1 < count ? ", " : " and ";
		at++;
		used += (size_t)snprintf(names + used, CHOICE_NAMES_ROOM - used,
					 "%s%s", between, all[i]);
	}
	snprintf(names + used, CHOICE_NAMES_ROOM - used,
		 count == 1 ? " says" : " say");
}

void choice_free(struct choice *choice)
{
	while (choice->title_count)
		pattern_exit(&choice->titles[--choice->title_count]);
	free(choice->titles);
	choice->titles = NULL;
}
