// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "title_more.h"

#include "demangle.h"
#include "pattern.h"

static bool has_title(const struct cr_facts *facts,
		      const struct cr_title_text *text)
{
	u32 i;

	for (i = 0; i < facts->alt_title_count; i++) {
		if (facts->alt_titles[i].bytes == text->bytes &&
		    !memcmp(facts->alt_titles[i].at, text->at, text->bytes))
			return true;
	}
	return facts->title_bytes == text->bytes &&
	       !memcmp(facts->title, text->at, text->bytes);
}

static void add_alt(struct cr_facts *facts, const struct cr_title *title,
		    const struct cr_title_form *form, const char *format,
		    struct cr_text func)
{
	struct cr_title_text *out = &facts->alt_titles[facts->alt_title_count];

	if (facts->alt_title_count == CR_ALT_TITLES_MAX)
		return;
	cr_title_put(title, form, format, func, out);
	if (!has_title(facts, out))
		facts->alt_title_count++;
}

static void put_blamed(struct cr_facts *facts, struct cr_text func)
{
	facts->blamed_bytes = 0;
	if (CR_HAS_RUST)
		facts->blamed_bytes = cr_demangle(func, facts->blamed,
						  CR_BLAMED_MAX_BYTES);
	if (facts->blamed_bytes || !func.bytes)
		return;
	if (func.bytes > CR_BLAMED_MAX_BYTES)
		func.bytes = CR_BLAMED_MAX_BYTES;
	memcpy(facts->blamed, func.at, func.bytes);
	facts->blamed_bytes = func.bytes;
}

static void add_alts(struct cr_facts *facts, const struct cr_title *title,
		     const struct cr_title_form *form)
{
	const char *alt = cr_kind_word(title->kind, CR_KIND_ALT);
	u32 i;

	for (i = 0; i < form->count; i++) {
		add_alt(facts, title, form, form->format, form->names[i]);
		if (form->is_row && *alt)
			add_alt(facts, title, form, alt, form->names[i]);
	}
}

/* Types that depend on what was captured, behind the pattern of the title. */
#define TYPE(begin, mark, kind)	begin ": *" mark "\0" kind

static const char *const types[] = {
	TYPE("WARNING", "", "LOCKDEP"),
	TYPE("KASAN", "use-after-free Read", "KASAN-USE-AFTER-FREE-READ"),
	TYPE("KASAN", "use-after-free Write", "KASAN-USE-AFTER-FREE-WRITE"),
	TYPE("KASAN", "null-ptr-deref Read",
	     "KASAN-NULL-POINTER-DEREFERENCE-READ"),
	TYPE("KASAN", "null-ptr-deref Write",
	     "KASAN-NULL-POINTER-DEREFERENCE-WRITE"),
	TYPE("KASAN", " Write", "KASAN-WRITE"),
	TYPE("KASAN", "free in", "KASAN-INVALID-FREE"),
	TYPE("KASAN", "", "KASAN-READ"),
	TYPE("KFENCE", "use-after-free write", "KFENCE-USE-AFTER-FREE-WRITE"),
	TYPE("KFENCE", "use-after-free", "KFENCE-USE-AFTER-FREE-READ"),
	TYPE("KFENCE", " write", "KFENCE-WRITE"),
	TYPE("KFENCE", "", "KFENCE-READ"),
	TYPE("KMSAN", "uninit-value", "KMSAN-UNINIT-VALUE"),
	TYPE("KMSAN", "infoleak", "KMSAN-INFO-LEAK"),
	TYPE("KMSAN", "use-after-free", "KMSAN-USE-AFTER-FREE-READ"),
	TYPE("KMSAN", "", "KMSAN-UNKNOWN"),
};

static const char *type_of(const struct cr_kind *kind,
			   const struct cr_facts *facts)
{
	struct cr_text text = { facts->title, facts->title_bytes };
	const char *type = cr_kind_word(kind, CR_KIND_TYPE);
	u32 i;

	if (*type != '?')
		return type;
	for (i = 0; i < CR_COUNT(types); i++) {
		if (cr_pattern_fits(types[i], text, NULL))
			break;
	}
	if (i == CR_COUNT(types))
		return "";
	for (type = types[i]; *type; type++)
		;
	return type + 1;
}

static const char *const reasons[] = {
	[CR_WHOLE] = "",
	[CR_LACKS_LINE] = "a line that every such report has is missing",
	[CR_MIXED_STACK] = "the stack of an injected fault is mixed in",
	[CR_NO_CULPRIT] = "no function that may be blamed",
	[CR_LEFTOVER] = "what is left of another report",
	[CR_BARE_STACK] = "a stack without frames",
	[CR_NO_STACK] = "no stack",
};

/* It is no report, or was cut before its kind was told. */
static void describe_unknown(struct cr_facts *facts)
{
	if (facts->flags & CRASHREC_REC_F_USER)
		return;
	if (facts->report_class == CRASHREC_CLASS_WARNING)
		facts->type = "WARNING";
	facts->reason = "cut before its kind was told";
}

void cr_title_more(struct cr_facts *facts, const struct cr_title *title)
{
	const struct cr_kind *kind = title->kind;
	struct cr_title_form form;

	if (!kind) {
		describe_unknown(facts);
		return;
	}
	facts->reason = reasons[cr_title_corruption(title)];
	cr_title_form(title, &form);
	if (form.format) {
		add_alts(facts, title, &form);
		put_blamed(facts, form.names[form.count - 1]);
	}
	facts->type = type_of(kind, facts);
	/* What is left of it looks like no more than a warning. */
	if (!form.is_row && kind->report_class == CRASHREC_CLASS_LOCKDEP)
		facts->type = facts->title[0] == 'W' ? "WARNING" : "";
}
