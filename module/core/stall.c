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

/* How a line begins; @keys end with an empty one. */
struct head {
	const char *format;
	const struct key *keys;
	u8 kind;
	u8 value;
};

#define V(name)		CRASHREC_STALL_V_##name
#define CPU_V(name)	CRASHREC_STALL_CPU_V_##name

static const struct key no_keys[] = {
	{ NULL, { 0 } },
};

static const struct key period_keys[] = {
	{ "t=%d", { V(JIFFIES) } },
	{ " g=%d", { V(GP) } },
	{ " c=%d", { V(COMPLETED) } },
	{ " q=%d", { V(QUEUED) } },
	{ " ncpus=%d", { V(NCPUS) } },
	{ NULL, { 0 } },
};

static const struct key kthread_keys[] = {
	{ "starved for %d jiffies", { V(STARVED_JIFFIES) } },
	{ "happen for %d jiffies", { V(LATE_JIFFIES) } },
	{ "! g%d", { V(KTHREAD_GP) } },
	{ " c%d", { V(KTHREAD_COMPLETED) } },
	{ " f%x ", { V(KTHREAD_FLAGS) } },
	{ "(%d) ->state", { V(KTHREAD_WAITS) } },
	{ " s%d ->state", { V(KTHREAD_WAITS) } },
	{ "->state=%x", { V(KTHREAD_STATE) } },
	{ "->cpu=%d", { V(KTHREAD_CPU) } },
	{ NULL, { 0 } },
};

static const struct key timer_keys[] = {
	{ "cpu=%d", { V(TIMER_CPU) } },
	{ "timer-softirq=%d", { V(TIMER_SOFTIRQ) } },
	{ NULL, { 0 } },
};

static const struct key seen_keys[] = {
	{ "activity %d", { V(ACTIVITY_JIFFIES) } },
	{ "jiffies_till_next_fqs=%d", { V(NEXT_FQS_JIFFIES) } },
	{ "->qsmask %x", { V(ROOT_MASK) } },
	{ NULL, { 0 } },
};

static const struct key expedited_keys[] = {
	{ "} %d jiffies", { V(JIFFIES) } },
	{ " s: %d", { V(EXPEDITED) } },
	{ "root: %x", { V(ROOT_MASK) } },
	{ NULL, { 0 } },
};

static const struct key soft_keys[] = {
	{ "stuck for %d", { V(SECONDS) } },
	{ NULL, { 0 } },
};

static const struct key hung_keys[] = {
	{ "blocked for more than %d seconds", { V(SECONDS) } },
	{ "blocked in I/O wait for more than %d seconds", { V(SECONDS) } },
	{ "blocked on a mutex for more than %d seconds", { V(SECONDS) } },
	{ NULL, { 0 } },
};

static const struct key cpu_keys[] = {
	{ "(%d ticks", { CPU_V(TICKS) } },
	{ "(%d GPs behind", { CPU_V(BEHIND) } },
	{ "idle=%x/%n/%n", { CPU_V(IDLE), CPU_V(NESTING), CPU_V(NMI_NESTING) } },
	{ "softirq=%d/%d", { CPU_V(SOFTIRQ_GP), CPU_V(SOFTIRQ) } },
	{ "fqs=%d", { CPU_V(FQS) } },
	{ "rcuc=%d", { CPU_V(RCUC_JIFFIES) } },
	{ "last_accelerate: %x/%x",
	  { CPU_V(ACCELERATED), CPU_V(ACCELERATE_NOW) } },
	{ NULL, { 0 } },
};

static const struct key number_keys[] = {
	{ "number: %d %d %d",
	  { CPU_V(HARDIRQS), CPU_V(SOFTIRQS), CPU_V(SWITCHES) } },
	{ "cputime: %d %d %d",
	  { CPU_V(HARDIRQ_MS), CPU_V(SOFTIRQ_MS), CPU_V(SYSTEM_MS) } },
	{ "==> %d(ms)", { CPU_V(PERIOD_MS) } },
	{ NULL, { 0 } },
};

#define KIND(name)	CRASHREC_STALL_##name
#define SAME		NONE

/* %w is the flavour of RCU; a number that stands here is @value. */
static const struct head heads[] = {
	{ "INFO: %w self-detected stall on CPU", period_keys, KIND(SELF),
	  NONE },
	{ "INFO: %w detected stalls on CPUs/tasks:", period_keys,
	  KIND(OTHERS), NONE },
	{ "INFO: %w detected expedited stalls on CPUs/tasks:", expedited_keys,
	  KIND(EXPEDITED), NONE },
	{ "INFO: %w detected stalls on tasks:", no_keys, KIND(TASKS),
	  NONE },
	{ "(t=", period_keys, SAME, NONE },
	{ "(detected by %d", period_keys, SAME, V(DETECTED_BY) },
	{ "rcu%w kthread ", kthread_keys, SAME, NONE },
	{ "Possible timer handling issue on ", timer_keys, SAME,
	  NONE },
	{ "All QSes seen", seen_keys, SAME, NONE },
	{ "BUG: soft lockup - CPU#%d", soft_keys, KIND(SOFT),
	  V(CPU) },
	{ "Watchdog detected hard LOCKUP on cpu %d", no_keys, KIND(HARD),
	  V(CPU) },
	{ "CPU%d: Watchdog detected hard LOCKUP", no_keys, KIND(HARD),
	  V(CPU) },
	{ "BUG: workqueue lockup - ", soft_keys, KIND(WORKQUEUE),
	  NONE },
	{ "INFO: task %l:%d blocked ", hung_keys, KIND(HUNG),
	  V(PID) },
	{ "INFO: task %l:%d is blocked ", hung_keys, KIND(HUNG),
	  V(PID) },
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

static void take_keys(struct cr_text text, const struct key *key,
		      __le32 *known, __le64 *values)
{
	struct cr_scan scan;
	u32 k;

	for (; key->format; key++) {
		if (!cr_scan_find(text, key->format, &scan))
			continue;
		/* 0 behind the first means no more of them. */
		for (k = 0; k < 3 && (!k || key->values[k]); k++)
			set(known, values, key->values[k], scan.number[k]);
	}
}

static struct crashrec_stall_cpu *add_cpu(const struct cr_structure_line *line,
					  u64 cpu, struct cr_text state)
{
	struct crashrec_stall_cpu *stalled;

	stalled = cr_structure_add(line->s, line->s->stall_cpus,
				   &line->s->stall_cpu_count, CR_STALL_CPUS_MAX,
				   sizeof(*line->s->stall_cpus));
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
			task = cr_structure_add(line->s, line->s->stall_tasks,
						&line->s->stall_task_count,
						CR_STALL_TASKS_MAX,
						sizeof(*line->s->stall_tasks));
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
		take_keys(text, number_keys, &stalled->known, stalled->value);
		return true;
	}
	if (!cr_scan(text, "%d-%s: (%d ", &scan) || scan.text[0].bytes > 4)
		return false;
	stalled = add_cpu(line, scan.number[0], scan.text[0]);
	if (stalled)
		take_keys(text, cpu_keys, &stalled->known, stalled->value);
	return true;
}

static void take_head(const struct cr_structure_line *line,
		      const struct head *head, struct cr_text text,
		      const struct cr_scan *found)
{
	struct crashrec_stall *stall = stall_of(line->s);
	struct cr_scan scan;

	if (head->kind != SAME && !stall->kind) {
		stall->kind = head->kind;
		if (head->format[6] == '%')
			stall->flavour = cr_structure_ref(line,
							  found->text[0]);
	}
	if (head->value != NONE)
		set(&stall->known, stall->value, head->value,
		    found->number[0]);
	take_keys(text, head->keys, &stall->known, stall->value);
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
	struct cr_text text = line->text;
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
	if (text.at[0] == 'T' &&
	    cr_scan(text, "Tasks blocked on level-%d rcu_node (CPUs %d-%d):",
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
