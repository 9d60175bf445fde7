// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "kind.h"

#include "line.h"

const struct cr_culprit cr_culprit_ip = { .path = "RCS" };
const struct cr_culprit cr_culprit_trace = { .path = "CS" };

/* What tells a kind stands before this, be it behind a name of 255 bytes. */
#define HEADER_MAX_BYTES	384

static const struct cr_family *const families[] = {
	&cr_family_rcu,
	&cr_family_lockup,
	&cr_family_lockdep,
	&cr_family_atomic,
	&cr_family_kasan,
	&cr_family_memory,
	&cr_family_fault,
	&cr_family_oops,
	&cr_family_warn,
	&cr_family_panic,
	&cr_family_device,
	&cr_family_log,
};

/* What may stand before a head: it tells who prints. */
static const char printers[] =
	"rcu: \0watchdog: \0NMI watchdog: \0traps: \0Oops: \0[ \0smp: \0";

static const char levels[] = "WARNING: \0INFO: \0BUG: \0";

const char *cr_kind_word(const struct cr_kind *kind, enum cr_kind_word which)
{
	const char *word = kind->text;

	while (which--) {
		while (*word)
			word++;
		word++;
	}
	return word;
}

/* Return: false, and nothing taken, if the text has another head. */
static bool take_head(const struct cr_kind *kind, struct cr_text *text)
{
	const char *head = kind->text;
	u32 i;

	for (i = 0; head[i]; i++) {
		if (i == text->bytes || text->at[i] != head[i])
			return false;
	}
	*text = cr_text_from(*text, i);
	return true;
}

static bool kind_fits(const struct cr_kind *kind, struct cr_text text)
{
	const char *rest;

	if (!text.bytes || !take_head(kind, &text))
		return false;
	rest = cr_kind_word(kind, CR_KIND_REST);
	return !*rest || cr_pattern_fits(rest, text, NULL);
}

/* @bare is @text behind its level, or empty. */
static u32 find(struct cr_text text, struct cr_text bare, bool in_log)
{
	u32 number = 1;
	u32 family;
	u32 i;

	for (family = 0; family < CR_COUNT(families); family++) {
		const struct cr_family *f = families[family];

		for (i = 0; i < f->count; i++, number++) {
			const struct cr_kind *kind = &f->kinds[i];

			if (!in_log && kind->flags & CR_KIND_LOG)
				continue;
			if (kind_fits(kind, kind->flags & CR_KIND_LEVELED ?
				      bare : text))
				return number;
		}
	}
	return 0;
}

static u32 find_leveled(struct cr_text text, bool in_log)
{
	struct cr_text bare = text;

	if (!cr_text_skip_any(&bare, levels))
		bare.bytes = 0;
	return find(text, bare, in_log);
}

/*
 * "WARNING: lib/x.c:1 at f+0x1/0x2, CPU#0: comm/1", from 6.18 on: what a task
 * calls itself tells no kind.
 */
static struct cr_text without_comm(struct cr_text text)
{
	u32 at;

	if (!cr_text_starts(text, CR_WORD("WARNING: ")))
		return text;
	at = cr_text_find(text, CR_WORD(", CPU#"));
	if (at == CR_TEXT_NONE)
		return text;
	for (at += 6; at < text.bytes && text.at[at] != ':'; at++)
		;
	if (at < text.bytes)
		text.bytes = at + 1;
	return text;
}

u32 cr_kind_find(struct cr_text text, bool in_log)
{
	struct cr_text rest;
	u32 number = 0;

	if (text.bytes > HEADER_MAX_BYTES)
		text.bytes = HEADER_MAX_BYTES;
	/* What the task calls itself stands first, and could be any header. */
	if (cr_line_may_be_old_task(text))
		return 0;
	if (cr_line_holds_locks(text))
		return find_leveled(CR_WORD("WARNING: still has locks held"),
				    in_log);
	text = without_comm(text);
	rest = text;

	if (cr_text_skip_any(&rest, printers))
		number = find_leveled(rest, in_log);
	if (!number)
		number = find_leveled(text, in_log);
	/* What a task calls itself is no header. */
	return number && cr_kind_may_be_comm(text) ? 0 : number;
}

bool cr_kind_may_be_comm(struct cr_text text)
{
	struct cr_text rest = text;

	return cr_line_begins_with_comm(text) ||
	       (cr_text_skip_any(&rest, printers) &&
		cr_line_begins_with_comm(rest));
}

struct cr_text cr_kind_rest(const struct cr_kind *kind, struct cr_text text,
			    struct cr_text *level)
{
	struct cr_text rest = text;

	cr_text_skip_any(&rest, printers);
	*level = rest;
	level->bytes = 0;
	if (kind->flags & CR_KIND_LEVELED && cr_text_skip_any(&rest, levels))
		level->bytes = (u32)(rest.at - level->at) - 2;
	if (!take_head(kind, &rest)) {
		rest = text;
		take_head(kind, &rest);
	}
	return rest;
}

const struct cr_kind *cr_kind_at(u32 number)
{
	u32 family;

	if (!number)
		return NULL;
	number--;
	for (family = 0; family < CR_COUNT(families); family++) {
		if (number < families[family]->count)
			return &families[family]->kinds[number];
		number -= families[family]->count;
	}
	return NULL;
}
