// SPDX-License-Identifier: GPL-2.0
#include "graph_words.h"

#include <crashrec_structure.h>
#include <inttypes.h>
#include <stdio.h>

const char *graph_words_irq(const struct crashrec_record *record)
{
	static const char * const names[] = { "hardirq", "softirq", "reclaim" };
	const struct crashrec_structure *s = crashrec_record_structure(record);

	if (!s->complaint || s->complaint->irq >= 3)
		return "interrupt";
	return names[s->complaint->irq];
}

void graph_words_tail(char text[GRAPH_WORDS_ROOM],
		      const struct crashrec_graph_lock *lock)
{
	char version[16] = "", subclass[16] = "";

	if (lock->version > 1)
		snprintf(version, sizeof(version), "#%" PRIu32, lock->version);
	if (lock->subclass)
		snprintf(subclass, sizeof(subclass), "/%" PRIu32,
			 lock->subclass);
	snprintf(text, GRAPH_WORDS_ROOM, "%s%s", version, subclass);
}

void graph_words_role(char text[GRAPH_WORDS_ROOM],
		      const struct crashrec_graph_lock *lock, const char *irq)
{
	text[0] = '\0';
	if (lock->roles & CRASHREC_GRAPH_IN_IRQ &&
	    lock->roles & CRASHREC_GRAPH_IRQS_ON)
		snprintf(text, GRAPH_WORDS_ROOM,
			 "taken in a %s, and with those enabled", irq);
	else if (lock->roles & CRASHREC_GRAPH_IN_IRQ)
		snprintf(text, GRAPH_WORDS_ROOM, "taken in a %s", irq);
	else if (lock->roles & CRASHREC_GRAPH_IRQS_ON)
		snprintf(text, GRAPH_WORDS_ROOM, "taken with %ss enabled", irq);
}

const char *graph_words_action(const struct crashrec_graph_step *step)
{
	switch (step->action) {
	case CRASHREC_GRAPH_IRQS_OFF:
		return "local_irq_disable()";
	case CRASHREC_GRAPH_INTERRUPTED:
		return "<interrupt>";
	default:
		return step->how;
	}
}

void graph_words_wait(char text[GRAPH_WORDS_ROOM],
		      const struct crashrec_graph_step *step)
{
	text[0] = '\0';
	if (!step->waits)
		return;
	if (step->waits_for == CRASHREC_UNKNOWN)
		snprintf(text, GRAPH_WORDS_ROOM,
			 "waits for code of the chain");
	else if (step->waits_for == step->column)
		snprintf(text, GRAPH_WORDS_ROOM, "waits for itself");
	else
		snprintf(text, GRAPH_WORDS_ROOM, "waits for CPU%" PRIu32,
			 step->waits_for);
}
