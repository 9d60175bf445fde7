// SPDX-License-Identifier: GPL-2.0
/*
 * The deadlocks that lockdep's reports tell of, as graphs.
 */
#include <crashrec_graph.h>
#include <crashrec_source.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support_log.h"
#include "support_tap.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/**
 * struct graph_case - a report, and what it tells
 * @name: of the case
 * @log: the report
 * @want: "LOCK -> LOCK KIND: FUNCTION, FUNCTION\n" for each edge, with the
 *        functions where the one was taken, and the other; "!" if it is not in
 *        a cycle. Then "CPU0 STEP LOCK WAITS\n" for each step
 */
struct graph_case {
	const char *name;
	const char *log;
	const char *want;
};

#define RULE	"======================================================\n"
#define LINE	"------------------------------------------------------\n"
#define VERSION	"6.12.117 #1 Not tainted\n" LINE
#define END_OF_LOCKDEP						\
	"\nstack backtrace:\n"						\
	"CPU: 0 UID: 0 PID: 7 Comm: a Not tainted 6.12.117 #1\n"	\
	"Call Trace:\n <TASK>\n"
#define AB_SCENARIO						\
	"other info that might help us debug this:\n\n"			\
	" Possible unsafe locking scenario:\n\n"			\
	"       CPU0                    CPU1\n"				\
	"       ----                    ----\n"
#define CIRCULAR						\
	RULE "WARNING: possible circular locking dependency detected\n" VERSION \
	"a/7 is trying to acquire lock:\n"				\
	"ffff000000000001 (b){+.+.}-{3:3}, at: take_b+0x1/0x2\n\n"	\
	"but task is already holding lock:\n"				\
	"ffff000000000002 (a){+.+.}-{3:3}, at: take_a+0x1/0x2\n\n"	\
	"which lock already depends on the new lock.\n\n\n"		\
	"the existing dependency chain (in reverse order) is:\n\n"
#define ORDER(held, wanted, new)					\
	RULE "WARNING: HARDIRQ-safe -> HARDIRQ-unsafe lock order detected\n" \
	VERSION								\
	"a/7 [HC0[0]:SC0[0]:HE0:SE1] is trying to acquire:\n"		\
	"ffff000000000001 (" wanted "){+.+.}-{2:2}, at: take_b+0x1/0x2\n\n"	\
	"and this task is already holding:\n"				\
	"ffff000000000002 (" held "){-.-.}-{2:2}, at: take_a+0x1/0x2\n"	\
	"which would create a new lock dependency:\n"			\
	" " new "\n\n"							\
	"but this new dependency connects a HARDIRQ-irq-safe lock:\n"	\
	" (safe){-.-.}-{2:2}\n\n"					\
	"... which became HARDIRQ-irq-safe at:\n"			\
	"  lock_acquire+0x1/0x2\n  _raw_spin_lock+0x1/0x2\n"		\
	"  the_irq+0x1/0x2\n\n"						\
	"to a HARDIRQ-irq-unsafe lock:\n (unsafe){+.+.}-{2:2}\n\n"	\
	"... which became HARDIRQ-irq-unsafe at:\n...\n"		\
	"  lock_acquire+0x1/0x2\n  plain+0x1/0x2\n\n"
#define CLASS(name, stack)						\
	"-> (" name "){-.-.}-{2:2} {\n"				\
	"   INITIAL USE at:\n"						\
	"                   lock_acquire+0x1/0x2\n"			\
	"                   first_use+0x1/0x2\n }\n" stack "\n"
#define ACQUIRED(function)						\
	" ... acquired at:\n   lock_acquire+0x1/0x2\n   " function "+0x1/0x2\n"
#define INVERSION(other)						\
	RULE "WARNING: possible irq lock inversion dependency detected\n" \
	VERSION								\
	"a/7 just changed the state of lock:\n"				\
	"ffff000000000001 (a){-...}-{2:2}, at: now+0x1/0x2\n" other	\
	"\n\nand interrupts could create inverse lock ordering between them.\n\n\n"
#define UPWARDS	"the dependencies between HARDIRQ-irq-safe lock and the holding lock:\n"
#define DOWNWARDS						\
	"\nthe dependencies between the lock to be acquired\n"	\
	" and HARDIRQ-irq-unsafe lock:\n"

static const struct graph_case cases[] = {
	{ "of two locks", CIRCULAR
	  "-> #1 (a){+.+.}-{3:3}:\n"
	  "       lock_acquire+0x1/0x2\n       __mutex_lock+0x1/0x2\n"
	  "       list_add_a+0x1/0x2\n       caller+0x1/0x2\n\n"
	  "-> #0 (b){+.+.}-{3:3}:\n"
	  "       __lock_acquire+0x1/0x2\n       lock_acquire+0x1/0x2\n"
	  "       __mutex_lock+0x1/0x2\n       take_b+0x1/0x2\n\n"
	  AB_SCENARIO
	  "  lock(a);\n"
	  "                               lock(b);\n"
	  "                               lock(a);\n"
	  "  lock(b);\n\n *** DEADLOCK ***\n\n"
	  END_OF_LOCKDEP " x+0x1/0x2\n",
	  "b -> a before: , list_add_a\n"
	  "a -> b new: take_a, take_b\n"
	  "CPU0 lock a\nCPU1 lock b\nCPU1 lock a waits for 0\n"
	  "CPU0 lock b waits for 1\n" },
	{ "of three locks", CIRCULAR
	  "-> #2 (a){+.+.}-{3:3}:\n       lock_acquire+0x1/0x2\n"
	  "       two+0x1/0x2\n\n"
	  "-> #1 (c#3/1){+.+.}-{3:3}:\n       lock_acquire+0x1/0x2\n"
	  "       one+0x1/0x2\n\n"
	  "-> #0 (b){+.+.}-{3:3}:\n       lock_acquire+0x1/0x2\n"
	  "       take_b+0x1/0x2\n\n"
	  "other info that might help us debug this:\n\n"
	  "Chain exists of:\n  b --> c#3/1 --> a\n\n"
	  " Possible unsafe locking scenario:\n\n"
	  "       CPU0                    CPU1\n"
	  "       ----                    ----\n"
	  "  rlock(a);\n"
	  "                               lock(c#3/1);\n"
	  "                               lock(a);\n"
	  "  lock(b);\n\n *** DEADLOCK ***\n\n"
	  END_OF_LOCKDEP " x+0x1/0x2\n",
	  "b -> c#3/1 before: , one\n"
	  "c#3/1 -> a before: , two\n"
	  "a -> b new: take_a, take_b\n"
	  "CPU0 rlock a\nCPU1 lock c#3/1\nCPU1 lock a waits for 0\n"
	  "CPU0 lock b waits for another\n" },
	{ "a chain that is cut", CIRCULAR
	  "-> #2 (a){+.+.}-{3:3}:\n       lock_acquire+0x1/0x2\n"
	  "       two+0x1/0x2\n\n" END_OF_LOCKDEP " x+0x1/0x2\n",
	  "a -> b new!: take_a, x\n" },
	{ "recursive",
	  RULE "WARNING: possible recursive locking detected\n" VERSION
	  "a/7 is trying to acquire lock:\n"
	  "ffff000000000001 (b){+.+.}-{3:3}, at: again+0x1/0x2\n\n"
	  "but task is already holding lock:\n"
	  "ffff000000000002 (b){+.+.}-{3:3}, at: take_b+0x1/0x2\n\n"
	  "other info that might help us debug this:\n"
	  " Possible unsafe locking scenario:\n\n       CPU0\n       ----\n"
	  "  lock(b);\n  lock(b);\n\n *** DEADLOCK ***\n\n"
	  END_OF_LOCKDEP " print_deadlock_bug+0x1/0x2\n __lock_acquire+0x1/0x2\n"
	  " lock_acquire+0x1/0x2\n _raw_spin_lock+0x1/0x2\n again+0x1/0x2\n",
	  "b -> b new: take_b, again\nCPU0 lock b\nCPU0 lock b waits for 0\n" },
	{ "safe to unsafe, as 6.12 prints it",
	  ORDER("a", "b", "(a){-.-.}-{2:2} -> (b){+.+.}-{2:2}")
	  UPWARDS CLASS("safe", "") CLASS("mid", ACQUIRED("take_mid"))
	  CLASS("a", ACQUIRED("take_a_there")) DOWNWARDS
	  CLASS("unsafe", ACQUIRED("take_unsafe"))
	  CLASS("b", ACQUIRED("take_b_now")) END_OF_LOCKDEP " x+0x1/0x2\n",
	  "safe -> mid before: , take_mid\n"
	  "mid -> a before: , take_a_there\n"
	  "a -> b new: take_a, take_b_now\n"
	  "b -> unsafe before: , take_unsafe\n"
	  "unsafe -> safe interrupt: plain, the_irq\n" },
	{ "safe to unsafe, as 5.10 prints it",
	  ORDER("a", "b", "(a){-.-.}-{2:2} -> (b){+.+.}-{2:2}")
	  UPWARDS CLASS("safe", ACQUIRED("take_mid"))
	  CLASS("mid", ACQUIRED("take_a_there"))
	  CLASS("a", ACQUIRED("take_b_now")) DOWNWARDS
	  CLASS("unsafe", ACQUIRED("take_unsafe"))
	  CLASS("b", ACQUIRED("take_b_now")) END_OF_LOCKDEP " x+0x1/0x2\n",
	  "safe -> mid before: , take_mid\n"
	  "mid -> a before: , take_a_there\n"
	  "a -> b new: take_a, take_b_now\n"
	  "b -> unsafe before: , take_unsafe\n"
	  "unsafe -> safe interrupt: plain, the_irq\n" },
	{ "safe to unsafe, of two locks", ORDER("safe", "unsafe",
		"(safe){-.-.}-{2:2} -> (unsafe){+.+.}-{2:2}")
	  UPWARDS CLASS("safe", "") DOWNWARDS
	  CLASS("unsafe", ACQUIRED("take_now")) END_OF_LOCKDEP " x+0x1/0x2\n",
	  "safe -> unsafe new: take_a, take_now\n"
	  "unsafe -> safe interrupt: plain, the_irq\n" },
	{ "safe to unsafe, where the chains are cut",
	  ORDER("a", "b", "(a){-.-.}-{2:2} -> (b){+.+.}-{2:2}")
	  END_OF_LOCKDEP " x+0x1/0x2\n",
	  "safe -> a before: , \n"
	  "a -> b new: take_a, x\n"
	  "b -> unsafe before: , \n"
	  "unsafe -> safe interrupt: plain, the_irq\n" },
	{ "inversion by a lock that an interrupt takes now",
	  INVERSION("but this lock took another, HARDIRQ-unsafe lock in the past:\n"
		    " (b){+.+.}-{2:2}\n")
	  "the shortest dependencies between 2nd lock and 1st lock:\n"
	  " -> (b){+.+.}-{2:2} {\n    HARDIRQ-ON-W at:\n"
	  "                      lock_acquire+0x1/0x2\n"
	  "                      plain_b+0x1/0x2\n  }\n" ACQUIRED("a_then_b")
	  "-> (a){-...}-{2:2} {\n   IN-HARDIRQ-W at:\n"
	  "                      lock_acquire+0x1/0x2\n"
	  "                      now+0x1/0x2\n }\n" ACQUIRED("now")
	  END_OF_LOCKDEP " lock_acquire+0x1/0x2\n now+0x1/0x2\n",
	  "a -> b before: , a_then_b\nb -> a interrupt: plain_b, now\n" },
	{ "inversion by a lock that is taken with interrupts on now",
	  INVERSION("but this lock was taken by another, HARDIRQ-safe lock in the past:\n"
		    " (b){-...}-{2:2}\n")
	  "the shortest dependencies between 2nd lock and 1st lock:\n"
	  " -> (b){-...}-{2:2} {\n    IN-HARDIRQ-W at:\n"
	  "                      lock_acquire+0x1/0x2\n"
	  "                      the_irq+0x1/0x2\n  }\n" ACQUIRED("b_then_a")
	  "-> (a){+...}-{2:2} {\n   HARDIRQ-ON-W at:\n"
	  "                      lock_acquire+0x1/0x2\n"
	  "                      now+0x1/0x2\n }\n" ACQUIRED("now")
	  END_OF_LOCKDEP " lock_acquire+0x1/0x2\n now+0x1/0x2\n",
	  "b -> a before: , b_then_a\na -> b interrupt: now, the_irq\n" },
	{ "taken in an interrupt now",
	  RULE "WARNING: inconsistent lock state\n" VERSION
	  "inconsistent {SOFTIRQ-ON-W} -> {IN-SOFTIRQ-W} usage.\n"
	  "a/7 [HC0[0]:SC1[1]:HE0:SE1] takes:\n"
	  "ffff000000000001 (b){+.?.}-{2:2}, at: now+0x1/0x2\n"
	  "{SOFTIRQ-ON-W} state was registered at:\n"
	  "  lock_acquire+0x1/0x2\n  before+0x1/0x2\n"
	  END_OF_LOCKDEP " lock_acquire+0x1/0x2\n now+0x1/0x2\n",
	  "b -> b interrupt: before, now\n" },
	{ "taken in an interrupt before",
	  RULE "WARNING: inconsistent lock state\n" VERSION
	  "inconsistent {IN-HARDIRQ-W} -> {HARDIRQ-ON-W} usage.\n"
	  "a/7 [HC0[0]:SC0[0]:HE1:SE1] takes:\n"
	  "ffff000000000001 (b){?.+.}-{2:2}, at: now+0x1/0x2\n"
	  "{IN-HARDIRQ-W} state was registered at:\n"
	  "  lock_acquire+0x1/0x2\n  before+0x1/0x2\n"
	  END_OF_LOCKDEP " lock_acquire+0x1/0x2\n now+0x1/0x2\n",
	  "b -> b interrupt: now, before\n" },
	{ "of no order",
	  RULE "WARNING: bad unlock balance detected!\n" VERSION
	  "a/7 is trying to release lock (b) at:\n"
	  "[<ffffffff81000000>] now+0x1/0x2\n"
	  "but there are no more locks to release!\n"
	  END_OF_LOCKDEP " now+0x1/0x2\n",
	  "" },
};

static void print_lock(FILE *out, const struct crashrec_graph_lock *lock)
{
	fwrite(lock->name.data, 1, lock->name.bytes, out);
	if (lock->version > 1)
		fprintf(out, "#%u", lock->version);
	if (lock->subclass)
		fprintf(out, "/%u", lock->subclass);
}

static void print_edge(FILE *out, const struct crashrec_graph *graph,
		       const struct crashrec_graph_edge *edge)
{
	static const char * const kinds[] = { "before", "new", "interrupt" };

	print_lock(out, &graph->locks[edge->from]);
	fputs(" -> ", out);
	print_lock(out, &graph->locks[edge->to]);
	fprintf(out, " %s%s: ", kinds[edge->kind], edge->in_cycle ? "" : "!");
	fwrite(edge->held.function.data, 1, edge->held.function.bytes, out);
	fputs(", ", out);
	fwrite(edge->taken.function.data, 1, edge->taken.function.bytes, out);
	fputc('\n', out);
}

static void print_step(FILE *out, const struct crashrec_graph_step *step)
{
	fprintf(out, "CPU%u %s ", step->column, step->how);
	fwrite(step->name.data, 1, step->name.bytes, out);
	if (step->waits && step->waits_for == CRASHREC_UNKNOWN)
		fputs(" waits for another", out);
	else if (step->waits)
		fprintf(out, " waits for %u", step->waits_for);
	fputc('\n', out);
}

static void print_graph(FILE *out, const struct crashrec_graph *graph)
{
	size_t i;

	for (i = 0; i < graph->edge_count; i++)
		print_edge(out, graph, &graph->edges[i]);
	for (i = 0; i < graph->step_count; i++)
		print_step(out, &graph->steps[i]);
}

/* Return: what is in the log's first record, to be freed. */
static char *told(const char *log)
{
	struct crashrec_record *record = NULL;
	struct crashrec_graph *graph = NULL;
	struct crashrec_source *source;
	char *text = NULL;
	size_t bytes;
	FILE *out = open_memstream(&text, &bytes);
	int err;

	source = log_open_bytes(log, strlen(log), &err);
	if (!err)
		err = crashrec_source_next(source, &record);
	if (!err)
		err = crashrec_graph_make(&graph, record);
	if (!err)
		print_graph(out, graph);
	else if (err != -ENODATA)
		fprintf(out, "error %d\n", err);
	crashrec_graph_free(graph);
	crashrec_record_free(record);
	crashrec_source_close(source);
	fclose(out);
	return text;
}

static void check(const struct graph_case *c)
{
	char *got = told(c->log);
	char name[128];

	snprintf(name, sizeof(name), "graph: %s", c->name);
	tap_check(name, !strcmp(got, c->want), "found '%s'", got);
	free(got);
}

/* More classes than there is room for: those are counted. */
static void many_locks_are_counted(void)
{
	struct crashrec_record *record = NULL;
	struct crashrec_graph *graph = NULL;
	struct crashrec_source *source;
	char *log = NULL;
	size_t bytes;
	FILE *out = open_memstream(&log, &bytes);
	int i, err;

	fputs(CIRCULAR, out);
	for (i = 200; i >= 0; i--)
		fprintf(out, "-> #%d (lock_%d){+.+.}-{3:3}:\n"
			"       lock_acquire+0x1/0x2\n       f+0x1/0x2\n\n",
			i, i);
	fputs(END_OF_LOCKDEP " x+0x1/0x2\n", out);
	fclose(out);
	source = log_open_bytes(log, bytes, &err);
	if (!err)
		err = crashrec_source_next(source, &record);
	if (!err)
		err = crashrec_graph_make(&graph, record);
	tap_check("graph: locks that are too many are counted",
		  !err && graph->lost && graph->lock_count < 200,
		  "error %d", err);
	crashrec_graph_free(graph);
	crashrec_record_free(record);
	crashrec_source_close(source);
	free(log);
}

int main(void)
{
	size_t i;

	for (i = 0; i < COUNT(cases); i++)
		check(&cases[i]);
	many_locks_are_counted();
	return tap_end();
}
