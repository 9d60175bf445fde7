// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "kind.h"

const struct cr_culprit cr_culprit_ip = { .path = "RCS" };
const struct cr_culprit cr_culprit_trace = { .path = "CS" };

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

static bool kind_fits(const struct cr_kind *kind, struct cr_text text)
{
	if (!cr_text_starts(text, kind->head))
		return false;
	return !kind->rest ||
	       cr_pattern_fits(kind->rest,
			       cr_text_from(text, kind->head.bytes), NULL);
}

u32 cr_kind_find(struct cr_text text, bool in_log)
{
	u32 number = 1;
	u32 family;
	u32 i;

	if (!text.bytes)
		return 0;
	for (family = 0; family < CR_COUNT(families); family++) {
		const struct cr_family *f = families[family];

		for (i = 0; i < f->count; i++, number++) {
			if (f->kinds[i].head.at[0] != text.at[0])
				continue;
			if (!in_log && f->kinds[i].flags & CR_KIND_LOG)
				continue;
			if (kind_fits(&f->kinds[i], text))
				return number;
		}
	}
	return 0;
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
