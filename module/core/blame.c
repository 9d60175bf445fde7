// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Of the frames of a stack, those that only report, check, lock, allocate or
 * schedule say nothing: blame_words.c has the words in their names.
 *
 * Where a task loops, the function that it was in when the timer came is
 * chance, and the one it was called for is not. So for stalls the frames are
 * followed outwards to one that hands out work of many kinds (an anchor); the
 * one called by that is to blame.
 *
 * Where a task waits, often all wait for one thing: then that is the name.
 */
#include "blame.h"
#include "words.h"

/* What else a task that waits is in. */
static const char hung_skip[] =
	"sched\0_lock\0_slowlock\0down\0rwsem\0completion\0kthread\0wait\0"
	"synchronize\0context_switch\0__switch_to\0cancel_delayed_work\0"
	"rcu_barrier\0";

/* What many tasks wait for at once. */
static const struct {
	const char *word;
	const char *name;
} crowds[] = {
	{ "rtnl_lock", "rtnl_lock" },
	{ "synchronize_rcu", "" },
	{ "synchronize_srcu", "" },
	{ "synchronize_net", "synchronize_rcu" },
	{ "synchronize_sched", "synchronize_rcu" },
};

static bool joins_crowd(struct cr_suspects *s, struct cr_text name)
{
	u32 i;

	for (i = 0; i < CR_COUNT(crowds); i++) {
		if (!cr_text_has(name, cr_text_of(crowds[i].word)))
			continue;
		s->first = *crowds[i].name ? cr_text_of(crowds[i].name) : name;
		s->count++;
		s->is_done = true;
		return true;
	}
	return false;
}

static void stall_frame(struct cr_suspects *s, struct cr_text name)
{
	if (cr_text_has(name, CR_WORD("smp_call_function"))) {
		s->last = name;
		s->is_done = true;
	} else if (cr_words_fit(&cr_blame_anchors, name)) {
		if (!s->count)
			s->last = name;
		s->is_done = true;
	} else {
		s->last = name;
	}
	s->count++;
}

void cr_blame_frame(struct cr_suspects *s, struct cr_text name,
		    const char *skip)
{
	if (s->is_done || (s->how == CR_BLAME_FIRST && s->count))
		return;
	if (s->how == CR_BLAME_HUNG && joins_crowd(s, name))
		return;
	if (cr_words_fit(&cr_blame_skipped, name) ||
	    cr_words_fit_list(skip, name))
		return;
	if (s->how == CR_BLAME_STALL) {
		stall_frame(s, name);
		return;
	}
	if (s->count || (s->how == CR_BLAME_HUNG &&
			 cr_words_fit_list(hung_skip, name)))
		return;
	s->first = name;
	s->count++;
}

struct cr_text cr_blame_found(const struct cr_suspects *s)
{
	if (s->how != CR_BLAME_STALL)
		return s->first;
	return s->is_done ? s->last : (struct cr_text){ NULL, 0 };
}

/*
 * From a name to a more general one: what begins with @from goes by @to and
 * the rest, or by @to alone if @is_whole. In order; each is tried once.
 */
static const struct {
	const char *from;
	const char *to;
	bool is_whole;
} general[] = {
	{ "__se_sys_", "sys_", false },
	{ "__do_sys_", "sys_", false },
	{ "SyS_", "", false },
	{ "SYSC_", "", false },
	{ "ksys_", "", false },
	{ "sys_", "", false },
	{ "__x64_sys_", "sys_", false },
	{ "__ia32_sys_", "sys_", false },
	{ "__arm64_sys_", "sys_", false },
	{ "smp_call_function", "smp_call_function", true },
	{ "synchronize_rcu", "synchronize_rcu", true },
	{ "synchronize_srcu", "synchronize_rcu", true },
	{ "__synchronize_srcu", "synchronize_rcu", true },
};

u32 cr_blame_names(struct cr_text name,
		   struct cr_text names[CR_BLAME_NAMES_MAX])
{
	struct cr_text from;
	struct cr_text to;
	u32 count = 1;
	u32 i;

	names[0] = name;
	for (i = 0; i < CR_COUNT(general) && count < CR_BLAME_NAMES_MAX; i++) {
		from = cr_text_of(general[i].from);
		if (!cr_text_starts(name, from))
			continue;
		to = cr_text_of(general[i].to);
		if (general[i].is_whole)
			name = to;
		else
			name = cr_text_from(name, from.bytes - to.bytes);
		/* A function may be called "sys_" and nothing more. */
		if (name.bytes && !cr_text_equals(name, names[count - 1]))
			names[count++] = name;
	}
	return count;
}
