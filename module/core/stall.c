// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * kernel/rcu/tree_stall.h, tree_exp.h, kernel/watchdog.c, watchdog_perf.c,
 * kernel/hung_task.c, kernel/workqueue.c (6.12), kernel/rcu/tree.c (4.4 to
 * 4.20): what a line begins with says which numbers may be in it.
 */
#include "stall.h"

#include "scan.h"

#define NONE	0xff

/* A format that stands anywhere in the line, and whose numbers it has. */
struct key {
	const char *format;
	u8 values[3];
};

struct head {
	const char *format;
	const struct key *keys;
	u8 key_count;
	u8 kind;
	u8 values[2];
};

#define V(name)		CRASHREC_STALL_V_##name
#define CPU_V(name)	CRASHREC_STALL_CPU_V_##name

static const struct key period_keys[] = {
	{ "t=%d", { V(JIFFIES) } },
	{ " g=%d", { V(GP) } },
	{ " c=%d", { V(COMPLETED) } },
	{ " q=%d", { V(QUEUED) } },
	{ " ncpus=%d", { V(NCPUS) } },
};

static const struct key kthread_keys[] = {
	{ "starved for %d jiffies", { V(STARVED) } },
	{ "happen for %d jiffies", { V(LATE) } },
	{ "! g%d", { V(KTHREAD_GP) } },
	{ " c%d", { V(KTHREAD_COMPLETED) } },
	{ " f%x ", { V(KTHREAD_FLAGS) } },
	{ "(%d) ->state", { V(KTHREAD_WAITS) } },
	{ " s%d ->state", { V(KTHREAD_WAITS) } },
	{ "->state=%x", { V(KTHREAD_STATE) } },
	{ "->cpu=%d", { V(KTHREAD_CPU) } },
};

static const struct key timer_keys[] = {
	{ "cpu=%d", { V(TIMER_CPU) } },
	{ "timer-softirq=%d", { V(TIMER_SOFTIRQ) } },
};

static const struct key seen_keys[] = {
	{ "activity %d", { V(ACTIVITY) } },
	{ "jiffies_till_next_fqs=%d", { V(NEXT_FQS) } },
	{ "->qsmask %x", { V(ROOT_MASK) } },
};

static const struct key expedited_keys[] = {
	{ "} %d jiffies", { V(JIFFIES) } },
	{ " s: %d", { V(EXPEDITED) } },
	{ "root: %x", { V(ROOT_MASK) } },
};

static const struct key soft_keys[] = {
	{ "stuck for %d", { V(SECONDS) } },
};

static const struct key hung_keys[] = {
	{ "blocked for more than %d seconds", { V(SECONDS) } },
	{ "blocked in I/O wait for more than %d seconds", { V(SECONDS) } },
	{ "blocked on a mutex for more than %d seconds", { V(SECONDS) } },
};

static const struct key cpu_keys[] = {
	{ "(%d ticks", { CPU_V(TICKS) } },
	{ "(%d GPs behind", { CPU_V(BEHIND) } },
	{ "idle=%x/%n/%n", { CPU_V(IDLE), CPU_V(NESTING), CPU_V(NMI_NESTING) } },
	{ "softirq=%d/%d", { CPU_V(SOFTIRQ_GP), CPU_V(SOFTIRQ) } },
	{ "fqs=%d", { CPU_V(FQS) } },
	{ "rcuc=%d", { CPU_V(RCUC) } },
	{ "last_accelerate: %x/%x",
	  { CPU_V(ACCELERATED), CPU_V(ACCELERATE_NOW) } },
};

static const struct key number_keys[] = {
	{ "number: %d %d %d",
	  { CPU_V(HARDIRQS), CPU_V(SOFTIRQS), CPU_V(SWITCHES) } },
	{ "cputime: %d %d %d",
	  { CPU_V(HARDIRQ_MS), CPU_V(SOFTIRQ_MS), CPU_V(SYSTEM_MS) } },
	{ "==> %d(ms)", { CPU_V(PERIOD_MS) } },
};

#define KEYS(name)	name##_keys, CR_COUNT(name##_keys)
#define NO_KEYS		NULL, 0
#define KIND(name)	CRASHREC_STALL_##name
#define SAME		NONE

/* %w is the flavour of RCU; numbers that stand here are @values. */
static const struct head heads[] = {
	{ "INFO: %w self-detected stall on CPU", KEYS(period), KIND(SELF),
	  { NONE, NONE } },
	{ "INFO: %w detected stalls on CPUs/tasks:", KEYS(period),
	  KIND(OTHERS), { NONE, NONE } },
	{ "INFO: %w detected expedited stalls on CPUs/tasks:", KEYS(expedited),
	  KIND(EXPEDITED), { NONE, NONE } },
	{ "INFO: %w detected stalls on tasks:", NO_KEYS, KIND(TASKS),
	  { NONE, NONE } },
	{ "(t=", KEYS(period), SAME, { NONE, NONE } },
	{ "(detected by %d", KEYS(period), SAME, { V(DETECTED_BY), NONE } },
	{ "rcu%w kthread ", KEYS(kthread), SAME, { NONE, NONE } },
	{ "Possible timer handling issue on ", KEYS(timer), SAME,
	  { NONE, NONE } },
	{ "All QSes seen", KEYS(seen), SAME, { NONE, NONE } },
	{ "BUG: soft lockup - CPU#%d", KEYS(soft), KIND(SOFT),
	  { V(CPU), NONE } },
	{ "Watchdog detected hard LOCKUP on cpu %d", NO_KEYS, KIND(HARD),
	  { V(CPU), NONE } },
	{ "CPU%d: Watchdog detected hard LOCKUP", NO_KEYS, KIND(HARD),
	  { V(CPU), NONE } },
	{ "BUG: workqueue lockup - ", KEYS(soft), KIND(WORKQUEUE),
	  { NONE, NONE } },
	{ "INFO: task %l:%d blocked ", KEYS(hung), KIND(HUNG),
	  { V(PID), NONE } },
	{ "INFO: task %l:%d is blocked ", KEYS(hung), KIND(HUNG),
	  { V(PID), NONE } },
};

static struct crashrec_stall *stall_of(struct cr_structure *s)
{
	if (!s->has_stall)
		memset(&s->stall, 0, sizeof(s->stall));
	s->has_stall = true;
	return &s->stall;
}

/* The first that the report tells holds. */
static void set(__le32 *known, __le64 *values, u8 index, u64 number)
{
	u32 bits = le32_to_cpu(*known);

	if (bits >> index & 1)
		return;
	*known = cpu_to_le32(bits | 1U << index);
	values[index] = cpu_to_le64(number);
}

static void take_keys(struct cr_text text, const struct key *keys, u32 count,
		      __le32 *known, __le64 *values)
{
	struct cr_scan scan;
	u32 i, k;

	for (i = 0; i < count; i++) {
		if (!cr_scan_find(text, keys[i].format, &scan))
			continue;
		/* 0 at the end of @values means no more of them. */
		for (k = 0; k < 3 && (!k || keys[i].values[k]); k++)
			set(known, values, keys[i].values[k], scan.number[k]);
	}
}

static struct crashrec_stall_cpu *add_cpu(const struct cr_structure_line *line,
					  u64 cpu, struct cr_text state)
{
	struct crashrec_stall_cpu *stalled;

	stalled = CR_STRUCTURE_ADD(line->s, stall_cpus, stall_cpu_count);
	if (!stalled)
		return NULL;
	stalled->line_no = cpu_to_le32(line->line_no);
	stalled->cpu = cpu_to_le32((u32)cpu);
	if (state.bytes > sizeof(stalled->state))
		state.bytes = sizeof(stalled->state);
	memcpy(stalled->state, state.at, state.bytes);
	return stalled;
}

/* " P12 P13/1:b..l 0-...!" */
static void take_blockers(const struct cr_structure_line *line,
			  struct cr_text text)
{
	struct crashrec_stall_task *task;
	struct cr_scan scan;

	while (cr_scan(text, " %w", &scan)) {
		text = scan.rest;
		if (cr_scan(scan.text[0], "P%d", &scan)) {
			task = CR_STRUCTURE_ADD(line->s, stall_tasks, stall_task_count);
			if (!task)
				continue;
			task->line_no = cpu_to_le32(line->line_no);
			task->pid = cpu_to_le32((u32)scan.number[0]);
		} else if (cr_scan(scan.text[0], "%d-%w", &scan)) {
			add_cpu(line, scan.number[0], scan.text[0]);
		} else if (cr_text_starts(scan.text[0], CR_WORD("}"))) {
			break;
		}
	}
}

/* "0-...!: (124826 ticks this GP) idle=84e/1/0x4000000000000000 ..." */
static bool take_cpu(const struct cr_structure_line *line, struct cr_text text)
{
	struct crashrec_stall_cpu *stalled;
	struct cr_structure *s = line->s;
	struct cr_scan scan;

	if (cr_text_starts(text, CR_WORD("number: ")) ||
	    cr_text_starts(text, CR_WORD("cputime: "))) {
		if (!s->stall_cpu_count)
			return true;
		stalled = &s->stall_cpus[s->stall_cpu_count - 1];
		take_keys(text, number_keys, CR_COUNT(number_keys),
			  &stalled->known, stalled->value);
		return true;
	}
	if (!cr_scan(text, "%d-%s: (%d ", &scan) || scan.text[0].bytes > 4)
		return false;
	stalled = add_cpu(line, scan.number[0], scan.text[0]);
	if (stalled)
		take_keys(text, cpu_keys, CR_COUNT(cpu_keys), &stalled->known,
			  stalled->value);
	return true;
}

static void take_head(const struct cr_structure_line *line,
		      const struct head *head, struct cr_text text,
		      const struct cr_scan *found)
{
	struct crashrec_stall *stall = stall_of(line->s);
	struct cr_scan scan;
	u32 i;

	if (head->kind != SAME && !stall->kind) {
		stall->kind = head->kind;
		if (head->format[6] == '%')
			stall->flavour = cr_structure_ref(line,
							  found->text[0]);
	}
	for (i = 0; i < 2; i++) {
		if (head->values[i] != NONE)
			set(&stall->known, stall->value, head->values[i],
			    found->number[i]);
	}
	take_keys(text, head->keys, head->key_count, &stall->known,
		  stall->value);
	if (head->keys == kthread_keys && !stall->gp_state.bytes &&
	    cr_scan_find(text, " RCU_GP_%s(", &scan)) {
		scan.text[0].at -= 7;
		scan.text[0].bytes += 7;
		stall->gp_state = cr_structure_ref(line, scan.text[0]);
	}
	if (head->keys == expedited_keys &&
	    cr_text_starts(found->rest, CR_WORD(" {")))
		take_blockers(line, cr_text_from(found->rest, 2));
}

void cr_stall_line(const struct cr_structure_line *line)
{
	struct cr_text text = cr_scan_trim(line->text);
	struct cr_scan scan;
	u32 i;

	cr_text_skip(&text, CR_WORD("rcu: "));
	cr_text_skip(&text, CR_WORD("NMI "));
	cr_text_skip(&text, CR_WORD("watchdog: "));
	cr_text_skip_spaces(&text);
	if (!text.bytes)
		return;
	if (cr_text_digit(text.at[0]) < 10 || text.at[0] == 'n' ||
	    text.at[0] == 'c') {
		take_cpu(line, text);
		return;
	}
	if (cr_scan(text, "Tasks blocked on level-%d rcu_node (CPUs %d-%d):",
		    &scan)) {
		take_blockers(line, scan.rest);
		return;
	}
	for (i = 0; i < CR_COUNT(heads); i++) {
		if (heads[i].format[0] == text.at[0] &&
		    cr_scan(text, heads[i].format, &scan)) {
			take_head(line, &heads[i], text, &scan);
			return;
		}
	}
}
