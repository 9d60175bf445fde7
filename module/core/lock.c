// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * kernel/locking/lockdep.c (6.12), and as it printed since 4.4. A line says
 * what the lock in the next one is.
 */
#include "lock.h"

#include "scan.h"
#include "section.h"

struct heading {
	const char *format;
	u8 kind;
};

/* A number is the pid, the text before it the comm. */
static const struct heading headings[] = {
	{ "%l/%d is trying to acquire lock:", CRASHREC_LOCK_WANTED },
	{ "%l/%d is trying to lock:", CRASHREC_LOCK_WANTED },
	{ "%l/%d just changed the state of lock:", CRASHREC_LOCK_CHANGED },
	{ "%l/%d is freeing memory ", CRASHREC_LOCK_STILL_HELD },
	{ "%l/%d is trying to release lock (%l) at:", CRASHREC_LOCK_RELEASED },
	{ "%l/%d [HC%d[%d]:SC%d[%d]:HE%d:SE%d] is trying to acquire:",
	  CRASHREC_LOCK_WANTED },
	{ "%l/%d [HC%d[%d]:SC%d[%d]:HE%d:SE%d] takes:", CRASHREC_LOCK_TAKEN },
	{ "but task is already holding", CRASHREC_LOCK_HOLDING },
	{ "and this task is already holding", CRASHREC_LOCK_HOLDING },
	{ "but this lock took another, %s-unsafe lock", CRASHREC_LOCK_PAST },
	{ "but this lock was taken by another, %s-safe lock",
	  CRASHREC_LOCK_PAST },
	{ "which would create a new lock dependency:", CRASHREC_LOCK_NEW_FROM },
	{ "but this new dependency connects a %s-irq-safe lock:",
	  CRASHREC_LOCK_SAFE },
	{ "to a %s-irq-unsafe lock:", CRASHREC_LOCK_UNSAFE },
};

/* The first those of headings[] that begin with a comm. */
#define COMM_HEADINGS	7

static const struct heading complaints[] = {
	{ "possible circular locking", CRASHREC_LOCKDEP_CIRCULAR },
	{ "possible recursive locking", CRASHREC_LOCKDEP_RECURSIVE },
	{ "possible irq lock inversion", CRASHREC_LOCKDEP_INVERSION },
	{ "inconsistent lock state", CRASHREC_LOCKDEP_INCONSISTENT },
	{ "Invalid wait context", CRASHREC_LOCKDEP_WAIT_CONTEXT },
	{ "bad unlock balance", CRASHREC_LOCKDEP_UNBALANCED },
	{ "bad contention", CRASHREC_LOCKDEP_UNBALANCED },
	{ "Nested lock was not", CRASHREC_LOCKDEP_NESTED },
	{ "held lock freed", CRASHREC_LOCKDEP_FREED },
	{ "lock held when returning", CRASHREC_LOCKDEP_RETURNED },
	{ "suspicious RCU usage", CRASHREC_LOCKDEP_RCU },
};

static struct crashrec_lockdep *lockdep_of(struct cr_structure *s)
{
	struct crashrec_lockdep *lockdep = &s->lockdep;

	if (s->has_lockdep)
		return lockdep;
	s->has_lockdep = true;
	memset(lockdep, 0, sizeof(*lockdep));
	lockdep->pid = cpu_to_le32(CRASHREC_NO_PID);
	lockdep->hardirq = cpu_to_le32(CRASHREC_NO_NUMBER);
	lockdep->hardirq_count = cpu_to_le32(CRASHREC_NO_NUMBER);
	lockdep->softirq = cpu_to_le32(CRASHREC_NO_NUMBER);
	lockdep->softirq_count = cpu_to_le32(CRASHREC_NO_NUMBER);
	lockdep->hardirqs_on = cpu_to_le32(CRASHREC_NO_NUMBER);
	lockdep->softirqs_on = cpu_to_le32(CRASHREC_NO_NUMBER);
	lockdep->usage_from = CRASHREC_USAGE_NONE;
	lockdep->usage_to = CRASHREC_USAGE_NONE;
	lockdep->irq = CRASHREC_USAGE_NONE;
	lockdep->context = CRASHREC_NO_WAIT_TYPE;
	return lockdep;
}

static u8 irq_of(struct cr_text text)
{
	if (cr_text_starts(text, CR_WORD("HARDIRQ")))
		return 0;
	if (cr_text_starts(text, CR_WORD("SOFTIRQ")))
		return 1;
	if (cr_text_starts(text, CR_WORD("RECLAIM")))
		return 2;
	return CRASHREC_USAGE_NONE;
}

static void set_irq(struct cr_structure *s, struct cr_text text)
{
	struct crashrec_lockdep *lockdep = lockdep_of(s);

	if (lockdep->irq == CRASHREC_USAGE_NONE)
		lockdep->irq = irq_of(text);
}

/* "WARNING: possible ... detected", "[ BUG: bad unlock balance detected! ]" */
static bool take_complaint(struct cr_structure *s, struct cr_text text)
{
	struct cr_scan scan;
	u32 i;

	cr_text_skip(&text, CR_WORD("[ "));
	if (!cr_text_skip(&text, CR_WORD("WARNING: ")) &&
	    !cr_text_skip(&text, CR_WORD("BUG: ")) &&
	    !cr_text_skip(&text, CR_WORD("INFO: ")))
		return false;
	if (cr_scan(text, "%s-safe -> ", &scan)) {
		lockdep_of(s)->kind = CRASHREC_LOCKDEP_ORDER;
		set_irq(s, scan.text[0]);
		return true;
	}
	for (i = 0; i < CR_COUNT(complaints); i++) {
		if (!cr_scan(text, complaints[i].format, &scan))
			continue;
		lockdep_of(s)->kind = complaints[i].kind;
		return true;
	}
	return false;
}

/* "name#2/1" */
static void take_name(const struct cr_structure_line *line,
		      struct cr_text name, struct crashrec_lock *lock)
{
	u64 number;
	u32 i;

	lock->version = cpu_to_le16(1);
	for (i = name.bytes; i > 1; i--) {
		struct cr_text tail = cr_text_from(name, i);
		char mark = name.at[i - 1];

		if (cr_text_digit(mark) < 10)
			continue;
		tail.bytes = name.bytes - i;
		if ((mark != '/' && mark != '#') ||
		    !cr_text_take_u64(&tail, 10, &number) || tail.bytes ||
		    number > 0xffff)
			break;
		name.bytes = i - 1;
		if (mark == '#') {
			lock->version = cpu_to_le16((u16)number);
			break;
		}
		lock->subclass = cpu_to_le16((u16)number);
	}
	lock->name = cr_structure_ref(line, name);
}

/* "(name#2/1){+.-.}-{3:3}", @text being at the "(". */
static bool take_class(const struct cr_structure_line *line,
		       struct cr_text *text, struct crashrec_lock *lock)
{
	static const struct cr_text usages = CR_TEXT("+-.?");
	u32 close = cr_text_find(*text, CR_WORD("){"));
	struct cr_text name = cr_text_from(*text, 1);
	struct cr_scan scan;
	u32 i;

	if (!cr_text_starts(*text, CR_WORD("(")) || close == CR_TEXT_NONE)
		return false;
	name.bytes = close - 1;
	*text = cr_text_from(*text, close + 2);
	for (i = 0; i < text->bytes && text->at[i] != '}'; i++) {
		struct cr_text one = { text->at + i, 1 };

		if (i >= sizeof(lock->usage) || !cr_text_has(usages, one))
			return false;
		lock->usage[i] = (u8)text->at[i];
	}
	*text = cr_text_from(*text, i + 1);
	if (cr_scan(*text, "-{%d:%d}", &scan)) {
		lock->outer = (u8)scan.number[0];
		lock->inner = (u8)scan.number[1];
		*text = scan.rest;
	}
	take_name(line, name, lock);
	return true;
}

/* ", at: func+0x1/0x2" or ", at: [<ffffffff81000000>] func+0x1/0x2" */
static void take_place(const struct cr_structure_line *line,
		       struct cr_text text, struct crashrec_lock *lock)
{
	struct cr_line_frame frame;
	struct cr_scan scan;

	line->s->now.is_inline = false;
	if (!cr_scan_find(text, ", at: ", &scan) ||
	    !cr_line_frame(scan.rest, &frame))
		return;
	line->s->now.is_inline = frame.flags & CRASHREC_FRAME_F_INLINE;
	scan.rest = cr_text_from(scan.rest, frame.func_at);
	scan.rest.bytes = frame.func_bytes;
	lock->function = cr_structure_ref(line, scan.rest);
}

static void add_lock(const struct cr_structure_line *line,
		     const struct crashrec_lock *lock, bool again)
{
	struct cr_structure *s = line->s;
	struct crashrec_lock *last = NULL;

	if (s->lock_count)
		last = &s->locks[s->lock_count - 1];
	/* Symbolised, a line for each function that is inlined there. */
	if (again && last && last->kind == lock->kind &&
	    last->address == lock->address && last->ordinal == lock->ordinal &&
	    last->pid == lock->pid) {
		*last = *lock;
		return;
	}
	last = cr_structure_add(s, s->locks, &s->lock_count, CR_LOCKS_MAX,
				sizeof(*s->locks));
	if (last)
		*last = *lock;
}

/* Locks of which kind are the task's that was named last. */
#define HAVE_TASK	(1U << CRASHREC_LOCK_HELD | 1U << CRASHREC_LOCK_WANTED | \
			 1U << CRASHREC_LOCK_HOLDING | \
			 1U << CRASHREC_LOCK_TAKEN | \
			 1U << CRASHREC_LOCK_CHANGED | \
			 1U << CRASHREC_LOCK_STILL_HELD)

static bool take_lock(const struct cr_structure_line *line,
		      struct cr_text text, u8 kind, u32 ordinal)
{
	struct cr_structure *s = line->s;
	bool again = s->now.is_inline;
	struct crashrec_lock lock;
	u64 address;

	memset(&lock, 0, sizeof(lock));
	lock.kind = kind;
	lock.outer = CRASHREC_NO_WAIT_TYPE;
	lock.inner = CRASHREC_NO_WAIT_TYPE;
	lock.ordinal = cpu_to_le32(ordinal);
	lock.comm = s->now.holder;
	lock.pid = cpu_to_le32(s->now.holder_pid);
	if (!(HAVE_TASK >> kind & 1)) {
		memset(&lock.comm, 0, sizeof(lock.comm));
		lock.pid = cpu_to_le32(CRASHREC_NO_PID);
	}
	cr_text_skip_spaces(&text);
	if (cr_text_starts(text, CR_WORD("<RELEASED>"))) {
		lock.flags |= CRASHREC_LOCK_F_GONE;
		add_lock(line, &lock, false);
		return true;
	}
	if (cr_text_take_u64(&text, 16, &address)) {
		lock.address = cpu_to_le64(address);
		lock.flags |= CRASHREC_LOCK_F_ADDRESS;
	}
	cr_text_skip(&text, CR_WORD("(____ptrval____)"));
	cr_text_skip(&text, CR_WORD("(ptrval)"));
	cr_text_skip_spaces(&text);
	if (!take_class(line, &text, &lock))
		return false;
	take_place(line, text, &lock);
	add_lock(line, &lock, again);
	if (kind != CRASHREC_LOCK_NEW_FROM ||
	    !cr_text_skip(&text, CR_WORD(" -> ")))
		return true;
	lock.kind = CRASHREC_LOCK_NEW_TO;
	lock.subclass = 0;
	memset(lock.usage, 0, sizeof(lock.usage));
	if (take_class(line, &text, &lock))
		add_lock(line, &lock, false);
	return true;
}

/* One of which no more is told than who and perhaps what. */
static void add_bare(const struct cr_structure_line *line, u8 kind,
		     struct crashrec_ref comm, u32 pid, struct cr_text name)
{
	struct crashrec_lock lock = {
		.kind = kind,
		.ordinal = cpu_to_le32(CRASHREC_NO_NUMBER),
		.comm = comm,
		.pid = cpu_to_le32(pid),
		.outer = CRASHREC_NO_WAIT_TYPE,
		.inner = CRASHREC_NO_WAIT_TYPE,
	};

	take_name(line, name, &lock);
	add_lock(line, &lock, false);
}

/* "2 locks held by x/1:", and of hung tasks. */
static bool take_holder(const struct cr_structure_line *line)
{
	struct cr_structure *s = line->s;
	char first = line->text.bytes ? line->text.at[0] : 0;
	struct cr_scan scan;

	if (cr_text_digit(first) > 9 && first != 'I')
		return false;
	if (cr_scan(line->text, "%d lock held by %l/%d:", &scan) ||
	    cr_scan(line->text, "%d locks held by %l/%d:", &scan)) {
		s->now.holder = cr_structure_ref(line, scan.text[0]);
		s->now.holder_pid = (u32)scan.number[1];
		s->now.is_inline = false;
		return true;
	}
	if (cr_scan(line->text, "INFO: task %l likely owned by task %l:%d", &scan))
		add_bare(line, CRASHREC_LOCK_BLOCKER,
			 cr_structure_ref(line, scan.text[1]),
			 (u32)scan.number[0], (struct cr_text){ "", 0 });
	return false;
}

static void take_who(const struct cr_structure_line *line,
		     const struct cr_scan *scan, bool has_irqs)
{
	struct cr_structure *s = line->s;
	struct crashrec_lockdep *lockdep = lockdep_of(s);
	struct cr_text comm = scan->text[0];

	/* What is known to be of the comm was taken off the line's front. */
	if (!comm.bytes) {
		comm.at = line->begin;
		comm.bytes = (u32)(line->text.at - line->begin);
	}
	s->now.holder = cr_structure_ref(line, comm);
	s->now.holder_pid = (u32)scan->number[0];
	lockdep->comm = s->now.holder;
	lockdep->pid = cpu_to_le32(s->now.holder_pid);
	if (!has_irqs)
		return;
	lockdep->hardirq = cpu_to_le32((u32)scan->number[1]);
	lockdep->hardirq_count = cpu_to_le32((u32)scan->number[2]);
	lockdep->softirq = cpu_to_le32((u32)scan->number[3]);
	lockdep->softirq_count = cpu_to_le32((u32)scan->number[4]);
	lockdep->hardirqs_on = cpu_to_le32((u32)scan->number[5]);
	lockdep->softirqs_on = cpu_to_le32((u32)scan->number[6]);
}

static bool take_heading(const struct cr_structure_line *line,
			 struct cr_text text)
{
	struct cr_structure *s = line->s;
	struct cr_scan scan;
	u32 i;

	/* Only lines of the right end are looked through for the comm's. */
	if (text.at[text.bytes - 1] != ':' && text.at[text.bytes - 1] != '!')
		return false;
	i = cr_text_has(text, CR_WORD("/")) ? 0 : COMM_HEADINGS;
	for (; i < CR_COUNT(headings); i++) {
		scan.text[0].bytes = 0;
		if ((headings[i].format[0] == '%' ||
		     headings[i].format[0] == text.at[0]) &&
		    cr_scan(text, headings[i].format, &scan))
			break;
	}
	if (i == CR_COUNT(headings))
		return false;
	s->now.lock_kind = headings[i].kind;
	s->now.is_inline = false;
	if (i < COMM_HEADINGS)
		take_who(line, &scan, i >= COMM_HEADINGS - 2);
	else
		set_irq(s, scan.text[0]);
	if (headings[i].kind == CRASHREC_LOCK_RELEASED) {
		s->now.lock_kind = CR_LOCK_NO_KIND;
		add_bare(line, CRASHREC_LOCK_RELEASED, s->now.holder,
			 s->now.holder_pid, scan.text[1]);
	}
	return true;
}

/* "inconsistent {IN-SOFTIRQ-W} -> {SOFTIRQ-ON-W} usage.", "context-{4:4}" */
static bool take_states(const struct cr_structure_line *line,
			struct cr_text text)
{
	struct crashrec_lockdep *lockdep;
	struct cr_scan scan;

	if (text.at[0] != 'c' && text.at[0] != 'i')
		return false;
	if (cr_scan(text, "context-{%d:", &scan)) {
		lockdep_of(line->s)->context = (u8)scan.number[0];
		return true;
	}
	if (!cr_text_skip(&text, CR_WORD("inconsistent ")))
		return false;
	lockdep = lockdep_of(line->s);
	lockdep->usage_from = cr_section_usage(&text);
	if (!cr_text_skip(&text, CR_WORD("} -> ")))
		return true;
	lockdep->usage_to = cr_section_usage(&text);
	if (lockdep->usage_to < CRASHREC_USAGE_INITIAL)
		lockdep->irq = (u8)(lockdep->usage_to / 4);
	return true;
}

static struct crashrec_step *add_step(const struct cr_structure_line *line,
				      u8 action)
{
	struct crashrec_step *step = cr_structure_add(line->s, line->s->steps, &line->s->step_count, CR_STEPS_MAX,
						      sizeof(*line->s->steps));

	if (!step)
		return NULL;
	step->action = action;
	step->lock.line_no = cpu_to_le32(line->line_no);
	return step;
}

/* "  &a --> &b --> &c" */
static void take_chain(const struct cr_structure_line *line,
		       struct cr_text text)
{
	struct crashrec_step *step;
	u32 end;

	while (text.bytes) {
		struct cr_text name = text;

		end = cr_text_find(text, CR_WORD(" --> "));
		if (end != CR_TEXT_NONE)
			name.bytes = end;
		step = add_step(line, CRASHREC_STEP_CHAIN);
		if (step)
			step->lock = cr_structure_ref(line, name);
		if (end == CR_TEXT_NONE)
			break;
		text = cr_text_from(text, end + 5);
	}
}

static const struct heading actions[] = {
	{ "lock(%l);", CRASHREC_STEP_LOCK },
	{ "rlock(%l);", CRASHREC_STEP_RLOCK },
	{ "sync(%l);", CRASHREC_STEP_SYNC },
	{ "local_irq_disable();", CRASHREC_STEP_IRQ_OFF },
	{ "<Interrupt>", CRASHREC_STEP_INTERRUPT },
	{ "*** DEADLOCK ***", CRASHREC_STEP_DEADLOCK },
};

/* Below "CPU0                    CPU1". */
static bool take_step(const struct cr_structure_line *line,
		      struct cr_text text)
{
	struct cr_structure *s = line->s;
	struct crashrec_step *step;
	struct cr_scan scan;
	u32 i;

	if (s->now.in_chain) {
		s->now.in_chain = false;
		take_chain(line, text);
		return true;
	}
	if (cr_text_starts(text, CR_WORD("Chain exists of:"))) {
		s->now.in_chain = true;
		return true;
	}
	for (i = 0; i < CR_COUNT(actions); i++) {
		if (text.at[0] == actions[i].format[0] &&
		    cr_scan(text, actions[i].format, &scan))
			break;
	}
	if (i == CR_COUNT(actions))
		return false;
	step = add_step(line, actions[i].kind);
	if (!step)
		return true;
	if (i < 3)
		step->lock = cr_structure_ref(line, scan.text[0]);
	step->column = text.at - line->begin >= 16;
	step->is_nested = s->now.in_interrupt &&
			  actions[i].kind == CRASHREC_STEP_LOCK;
	s->now.in_interrupt |= actions[i].kind == CRASHREC_STEP_INTERRUPT;
	return true;
}

void cr_lock_line(const struct cr_structure_line *line)
{
	struct cr_structure *s = line->s;
	struct cr_text text = line->trimmed;
	u8 kind = s->now.lock_kind;
	struct cr_scan scan;
	u32 i, ordinal = 0;

	if (!text.bytes || take_complaint(s, text) || take_holder(line) ||
	    take_heading(line, text) || take_states(line, text))
		return;
	if (s->has_lockdep && take_step(line, text))
		return;
	if (kind == CR_LOCK_NO_KIND && text.at[0] != '#' && text.at[0] != '-')
		return;
	if (cr_scan(text, "#%d: ", &scan)) {
		take_lock(line, scan.rest, CRASHREC_LOCK_HELD,
			  (u32)scan.number[0]);
	} else if (cr_scan(text, "-> #%d", &scan)) {
		take_lock(line, scan.rest, CRASHREC_LOCK_CHAIN,
			  (u32)scan.number[0]);
	} else if (cr_text_skip(&text, CR_WORD("-> "))) {
		for (i = 0; i < s->lock_count; i++)
			ordinal += s->locks[i].kind == CRASHREC_LOCK_CHAIN;
		take_lock(line, text, CRASHREC_LOCK_CHAIN, ordinal);
	} else if (kind != CR_LOCK_NO_KIND) {
		/* Those of an inlined function's line may come again. */
		if (!take_lock(line, text, kind, CRASHREC_NO_NUMBER) ||
		    !s->now.is_inline)
			s->now.lock_kind = CR_LOCK_NO_KIND;
	}
}
