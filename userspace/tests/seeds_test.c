// SPDX-License-Identifier: GPL-2.0
/*
 * What is found in five published reports. They are no part of the project:
 * they are read from SEEDS, else from ../shared/seeds beside it, if they are
 * there.
 */
#include <crashrec_structure.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uapi/crashrec_structure.h>

#include "support_report.h"
#include "support_tap.h"

#define DEFAULT_SEEDS	"../../shared/seeds"
#define SEED_MAX_BYTES	(256U << 10)

static struct crashrec_record *read_seed(const char *prefix)
{
	const char *folder = getenv("SEEDS");
	struct crashrec_record *record = NULL;
	static char text[SEED_MAX_BYTES];
	struct dirent *entry;
	char path[4096];
	DIR *dir;
	FILE *file;

	if (!folder)
		folder = DEFAULT_SEEDS;
	dir = opendir(folder);
	while (dir && !record && (entry = readdir(dir))) {
		if (strncmp(entry->d_name, prefix, strlen(prefix)))
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		file = fopen(path, "r");
		if (!file)
			break;
		record = report_record(text, fread(text, 1, sizeof(text), file));
		fclose(file);
	}
	if (dir)
		closedir(dir);
	return record;
}

/* A value by its place; -1: none. */
struct expected_value {
	int index;
	int64_t value;
};

static bool has_values(uint32_t known, const int64_t *values,
		       const struct expected_value *expected)
{
	for (; expected->index >= 0; expected++) {
		if (known >> expected->index & 1 &&
		    values[expected->index] == expected->value)
			continue;
		printf("# value %d is %lld\n", expected->index,
		       (long long)values[expected->index]);
		return false;
	}
	return true;
}

struct expected_section {
	uint32_t kind;
	uint32_t where;
	uint32_t cpu;
	uint32_t pid;
};

struct stall_case {
	const char *prefix;
	const char *flavour;
	const char *gp_state;
	const char *state;
	uint32_t cpu;
	struct expected_value values[16];
	struct expected_value cpu_values[12];
	uint32_t section_count;
	struct expected_section sections[8];
	uint32_t traps[3];
	uint32_t code_count;
};

#define V(name, number)		{ CRASHREC_STALL_V_##name, number }
#define CPU_V(name, number)	{ CRASHREC_STALL_CPU_V_##name, number }
#define END			{ -1, 0 }
#define UNKNOWN			CRASHREC_UNKNOWN
#define SECTION(kind, where, cpu, pid) \
	{ CRASHREC_SECTION_##kind, CRASHREC_IN_##where, cpu, pid }

static const struct stall_case stalls[] = {
	{ "000_", "rcu_sched", "RCU_GP_WAIT_FQS", "...!", 0,
	  { V(JIFFIES, 125000), V(GP, 88194), V(COMPLETED, 88193),
	    V(QUEUED, 696925), V(STARVED_JIFFIES, 125000), V(KTHREAD_GP, 88194),
	    V(KTHREAD_COMPLETED, 88193), V(KTHREAD_FLAGS, 2),
	    V(KTHREAD_WAITS, 3), V(KTHREAD_STATE, 0), V(KTHREAD_CPU, 0), END },
	  { CPU_V(TICKS, 124826), CPU_V(IDLE, 0x84e), CPU_V(NESTING, 1),
	    CPU_V(NMI_NESTING, 4611686018427387908), CPU_V(SOFTIRQ_GP, 160071),
	    CPU_V(SOFTIRQ, 160071), CPU_V(FQS, 0), END },
	  2, { SECTION(GP_KTHREAD, TASK, UNKNOWN, 9),
	       SECTION(REPORTER, HARDIRQ, 0, 4610) }, { 0 }, 0 },
	{ "001_", "rcu_preempt", "RCU_GP_WAIT_FQS", "...!", 0,
	  { V(JIFFIES, 10502), V(GP, 11457), V(QUEUED, 19), V(STARVED_JIFFIES, 10496),
	    V(KTHREAD_GP, 11457), V(KTHREAD_FLAGS, 0), V(KTHREAD_WAITS, 5),
	    V(KTHREAD_STATE, 0), V(KTHREAD_CPU, 1), END },
	  { CPU_V(TICKS, 10500), CPU_V(IDLE, 0xe69), CPU_V(NESTING, 1),
	    CPU_V(NMI_NESTING, 0x4000000000000000), CPU_V(SOFTIRQ_GP, 9160),
	    CPU_V(SOFTIRQ, 9160), CPU_V(FQS, 3), END },
	  4, { SECTION(GP_KTHREAD, TASK, UNKNOWN, 14),
	       SECTION(GP_CPU, TASK, 1, 6588),
	       SECTION(REPORTER, HARDIRQ, 0, 6581),
	       SECTION(REPORTER, TASK, 0, 6581) }, { 42, 42 }, 2 },
	{ "002_", "rcu_preempt", "", "....", 1,
	  { V(JIFFIES, 10502), V(GP, 403157), V(QUEUED, 1903), END },
	  { CPU_V(BEHIND, 1), CPU_V(IDLE, 0x91a), CPU_V(NESTING, 1),
	    CPU_V(NMI_NESTING, 0x4000000000000002),
	    CPU_V(SOFTIRQ_GP, 301392), CPU_V(SOFTIRQ, 301393),
	    CPU_V(FQS, 5248), END },
	  2, { SECTION(REPORTER, HARDIRQ, 1, 30255),
	       SECTION(REPORTER, TASK, 1, 30255) }, { 42, 42 }, 2 },
};

static bool has_sections(const struct crashrec_structure *s,
			 const struct expected_section *expected,
			 uint32_t count)
{
	uint32_t i;

	if (s->section_count != count) {
		printf("# %zu sections\n", s->section_count);
		return false;
	}
	for (i = 0; i < count; i++) {
		const struct crashrec_stack_section *section = &s->sections[i];

		if (section->kind == expected[i].kind &&
		    section->where == expected[i].where &&
		    section->cpu == expected[i].cpu &&
		    section->pid == expected[i].pid && section->frame_count)
			continue;
		printf("# section %u is %s, CPU %u, pid %u\n", i,
		       crashrec_section_name(section->kind), section->cpu,
		       section->pid);
		return false;
	}
	return true;
}

static void check_stall(const struct stall_case *c)
{
	struct crashrec_record *record = read_seed(c->prefix);
	const struct crashrec_structure *s;
	size_t i;
	bool ok;

	if (!record) {
		tap_skip(c->prefix, "it is not there: SEEDS=folder");
		return;
	}
	s = crashrec_record_structure(record);
	ok = s->stall && s->stall->kind == CRASHREC_STALL_SELF &&
	     report_text_is(s->stall->flavour, c->flavour) &&
	     report_text_is(s->stall->gp_state, c->gp_state) &&
	     has_values(s->stall->known, s->stall->value, c->values) &&
	     s->stalled_cpu_count == 1 && s->stalled_cpus[0].cpu == c->cpu &&
	     !strcmp(s->stalled_cpus[0].state, c->state) &&
	     has_values(s->stalled_cpus[0].known, s->stalled_cpus[0].value,
			c->cpu_values);
	ok = ok && has_sections(s, c->sections, c->section_count) &&
	     s->code_count == c->code_count;
	for (i = 0; ok && i < s->code_count; i++)
		ok = s->codes[i].trap_at == c->traps[i] &&
		     s->codes[i].count >= 62;
	tap_check(c->prefix, ok && !s->lost && s->frame_place_count,
		  "numbers of the stall differ");
	crashrec_record_free(record);
}

static bool is_lock(const struct crashrec_held_lock *lock, uint32_t kind,
		    uint32_t ordinal, const char *name, const char *usage)
{
	if (lock->kind == kind && lock->ordinal == ordinal &&
	    report_text_is(lock->name, name) && !strcmp(lock->usage, usage))
		return true;
	printf("# lock is %s #%u %.*s\n", crashrec_lock_name(lock->kind),
	       lock->ordinal, (int)lock->name.bytes, lock->name.data);
	return false;
}

static bool has_locks(const struct crashrec_structure *s)
{
	static const struct {
		const char *name, *usage;
		uint32_t subclass;
	} held[8] = {
		{ "rcu_read_lock", "....", 0 }, { "rcu_read_lock", "....", 0 },
		{ "slock-AF_INET", "+.-.", 1 }, { "rcu_read_lock", "....", 0 },
		{ "rcu_read_lock", "....", 0 }, { "rcu_read_lock", "....", 0 },
		{ "&new->fa_lock", ".+.?", 0 },
		{ "&f->f_owner.lock", ".+.?", 0 },
	};
	const struct crashrec_held_lock *lock = s->locks;
	uint32_t i;
	bool ok;

	if (s->lock_count != 12)
		return false;
	ok = is_lock(&lock[0], CRASHREC_LOCK_CHANGED, UNKNOWN, "tasklist_lock",
		     ".+.?") &&
	     is_lock(&lock[1], CRASHREC_LOCK_PAST, UNKNOWN,
		     "&pid->wait_pidfd", "+.+.") &&
	     is_lock(&lock[10], CRASHREC_LOCK_CHAIN, 0, "&pid->wait_pidfd",
		     "+.+.") &&
	     is_lock(&lock[11], CRASHREC_LOCK_CHAIN, 1, "tasklist_lock",
		     ".+.?");
	for (i = 0; ok && i < 8; i++)
		ok = is_lock(&lock[2 + i], CRASHREC_LOCK_HELD, i, held[i].name,
			     held[i].usage) &&
		     lock[2 + i].subclass == held[i].subclass &&
		     lock[2 + i].pid == 16 && lock[2 + i].has_address &&
		     report_text_is(lock[2 + i].comm, "ksoftirqd/1");
	return ok && report_text_is(lock[0].function, "send_sigio") &&
	       report_text_is(lock[2].function, "process_backlog");
}

/* The states of both locks of the chain, each with its stack. */
static bool has_chain(const struct crashrec_structure *s)
{
	static const struct {
		uint32_t kind, usage, lock;
	} expected[10] = {
		{ CRASHREC_SECTION_LOCK_USAGE, 2, 10 },
		{ CRASHREC_SECTION_LOCK_USAGE, 6, 10 },
		{ CRASHREC_SECTION_LOCK_USAGE, CRASHREC_USAGE_INITIAL, 10 },
		{ CRASHREC_SECTION_LOCK_ACQUIRED, UNKNOWN, 10 },
		{ CRASHREC_SECTION_LOCK_USAGE, 3, 11 },
		{ CRASHREC_SECTION_LOCK_USAGE, 5, 11 },
		{ CRASHREC_SECTION_LOCK_USAGE, 7, 11 },
		{ CRASHREC_SECTION_LOCK_USAGE, CRASHREC_USAGE_INITIAL, 11 },
		{ CRASHREC_SECTION_LOCK_ACQUIRED, UNKNOWN, 11 },
		{ CRASHREC_SECTION_REPORTER, UNKNOWN, UNKNOWN },
	};
	uint32_t i;

	if (s->section_count != 10)
		return false;
	for (i = 0; i < 10; i++) {
		if (s->sections[i].kind != expected[i].kind ||
		    s->sections[i].usage != expected[i].usage ||
		    s->sections[i].lock != expected[i].lock)
			return false;
	}
	return true;
}

static void check_lockdep(void)
{
	static const char name[] = "003_";
	struct crashrec_record *record = read_seed(name);
	const struct crashrec_structure *s;

	if (!record) {
		tap_skip(name, "it is not there: SEEDS=folder");
		return;
	}
	s = crashrec_record_structure(record);
	tap_check("003_lockdep", s->complaint &&
		  s->complaint->kind == CRASHREC_LOCKDEP_INVERSION &&
		  s->complaint->pid == 16 && s->complaint->irq == 1 &&
		  report_text_is(s->complaint->comm, "ksoftirqd/1"),
		  "complaint differs");
	tap_check("003_locks", has_locks(s), "locks differ");
	tap_check("003_chain", has_chain(s), "chain differs");
	tap_check("003_scenario", s->step_count == 7 &&
		  s->steps[1].action == CRASHREC_STEP_IRQ_OFF &&
		  s->steps[1].column == 1 && s->steps[5].is_nested &&
		  report_text_is(s->steps[5].lock, "tasklist_lock"),
		  "scenario differs");
	crashrec_record_free(record);
}

static void check_warning(void)
{
	static const char * const functions[] = {
		"", "rcu_read_unlock", "net_generic", "geneve_destroy_tunnels",
		"geneve_exit_batch_net",
	};
	static const char name[] = "004_";
	struct crashrec_record *record = read_seed(name);
	const struct crashrec_structure *s;
	size_t i;
	bool ok;

	if (!record) {
		tap_skip(name, "it is not there: SEEDS=folder");
		return;
	}
	s = crashrec_record_structure(record);
	ok = s->place_count == 5 && s->places[0].line == 1661 &&
	     s->places[4].line == 1671 && s->places[4].offset == 0x50e;
	for (i = 0; ok && i < 5; i++)
		ok = report_text_is(s->places[i].function, functions[i]) &&
		     s->places[i].is_inline == (i > 0 && i < 4);
	tap_check("004_places", ok, "%zu places", s->place_count);
	tap_check("004_panic", crashrec_record_flags(record) &
		  CRASHREC_FLAG_PANICKED && s->task_count == 1 &&
		  report_text_is(s->tasks[0].work, "cleanup_net") &&
		  report_text_is(s->tasks[0].release, "4.15.0-rc5-syzkaller"),
		  "panic or task differ");
	crashrec_record_free(record);
}

int main(void)
{
	size_t i;

	for (i = 0; i < sizeof(stalls) / sizeof(stalls[0]); i++)
		check_stall(&stalls[i]);
	check_lockdep();
	check_warning();
	return tap_end();
}
