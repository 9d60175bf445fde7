/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Words for the parts of a deadlock.
 */
#ifndef CRASHREC_CLI_GRAPH_WORDS_H
#define CRASHREC_CLI_GRAPH_WORDS_H

#include <crashrec_graph.h>

#define GRAPH_WORDS_ROOM	64

/**
 * graph_words_irq() - which interrupts a record's report is about
 * @record: the record
 *
 * Return: as "hardirq"; lives for ever.
 */
const char *graph_words_irq(const struct crashrec_record *record);

/**
 * graph_words_tail() - what stands behind a lock's name
 * @text: receives it, as "#2/1"
 * @lock: the lock
 */
void graph_words_tail(char text[GRAPH_WORDS_ROOM],
		      const struct crashrec_graph_lock *lock);

/**
 * graph_words_role() - what a lock is in the report
 * @text: receives it, empty: nothing to be told
 * @lock: the lock
 * @irq: from graph_words_irq()
 */
void graph_words_role(char text[GRAPH_WORDS_ROOM],
		      const struct crashrec_graph_lock *lock, const char *irq);

/**
 * graph_words_action() - what a step of the scenario does
 * @step: where it has a name, that stands behind this in brackets
 *
 * Return: as the kernel writes it; lives for ever.
 */
const char *graph_words_action(const struct crashrec_graph_step *step);

/**
 * graph_words_wait() - whom a step of the scenario waits for
 * @text: receives it, empty: it does not wait
 * @step: the step
 */
void graph_words_wait(char text[GRAPH_WORDS_ROOM],
		      const struct crashrec_graph_step *step);

#endif /* CRASHREC_CLI_GRAPH_WORDS_H */
