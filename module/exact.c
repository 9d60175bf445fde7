// SPDX-License-Identifier: GPL-2.0
#define pr_fmt(fmt) "crashrec: " fmt
/* For pr_devel(). */
#define DEBUG

#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/tracepoint.h>

#include "exact.h"

/* Records that crashrec_exact_print() makes. */
#define TEXTS		3U
/* LOG_LINE_MAX before 6.4, PRINTKRB_RECORD_MAX since, are not more than that. */
#define TOO_LONG	1024
/* What another CPU prints hides what is behind it until it is printed. */
#define WAIT_MS		10
#define WAITS		30
/* Others may print on and on. */
#define RECORDS_MAX	10000U

static void find_console(struct tracepoint *tp, void *found)
{
	if (!strcmp(tp->name, "console"))
		*(struct tracepoint **)found = tp;
}

/**
 * crashrec_exact_tracepoint() - what shows each text that is printed
 *
 * 6.1 does not export it, so it is looked up by its name.
 *
 * Context: process.
 * Return: the "console" tracepoint; NULL: this kernel has none.
 */
struct tracepoint *crashrec_exact_tracepoint(void)
{
	struct tracepoint *found = NULL;

	for_each_kernel_tracepoint(find_console, &found);
	return found;
}

/**
 * crashrec_exact_begin() - get ready to see what this task prints
 * @exact: is set up
 * @log: the log
 * @join_log: as crashrec_join_continues(): the way that is tried
 *
 * Context: process.
 */
void crashrec_exact_begin(struct crashrec_exact *exact,
			  const struct crashrec_log *log,
			  const struct crashrec_join_log *join_log)
{
	memset(exact, 0, sizeof(*exact));
	exact->task = current;
	exact->join_log = join_log;
	exact->log_seq = crashrec_log_end(log);
	exact->join.log_end = exact->log_seq;
}

/**
 * crashrec_exact_see() - a piece of text was printed
 * @exact: who looks
 * @text: in the printk ring
 * @bytes: of it
 *
 * Context: any, NMI included; never waits.
 */
void crashrec_exact_see(struct crashrec_exact *exact, const char *text,
			u32 bytes)
{
	struct crashrec_context context;
	struct cr_text piece = { text, bytes };
	u32 line_at = bytes;
	bool more;

	if (current != exact->task || in_nmi() || in_hardirq() ||
	    in_serving_softirq())
		return;
	crashrec_context_get(&context);
	more = crashrec_join_continues(&exact->join, exact->join_log, &context,
				       text);
	/* Of several lines the last may be continued. */
	while (line_at && text[line_at - 1] != '\n')
		line_at--;
	piece = cr_text_from(piece, line_at);
	crashrec_join_remember(&exact->join, exact->join_log, &piece,
			       more && !line_at ? CRASHREC_JOIN_MORE :
						  CRASHREC_JOIN_BEGINS);
	if (exact->bytes + !more + bytes > sizeof(exact->text)) {
		exact->bytes = sizeof(exact->text) + 1;
		return;
	}
	if (!more) {
		exact->text[exact->bytes++] = '\0';
		exact->ids_are_text = exact->ids_are_text || text[-1];
	}
	memcpy(exact->text + exact->bytes, text, bytes);
	exact->bytes += bytes;
}

/**
 * crashrec_exact_print() - print a text of each form
 *
 * Context: process.
 */
void crashrec_exact_print(void)
{
	pr_devel("a line that is printed");
	pr_cont(" in pieces");
	pr_cont(" is one in the log\n");
	/* Of blanks, as it stands in every log. Its newline is cut, too. */
	pr_devel("one that is too long is cut%*s\n", TOO_LONG, ":");
	pr_devel("two that are printed\nat once are two\n");
}

/* Return: the text at @at, and @at moved behind it. */
static struct cr_text next_text(const struct crashrec_exact *exact, u32 *at)
{
	struct cr_text text = { exact->text + *at + 1, 0 };

	while (*at + 1 + text.bytes < exact->bytes && text.at[text.bytes])
		text.bytes++;
	*at += 1 + text.bytes;
	return text;
}

/**
 * crashrec_exact_compare() - is what was seen what the log has?
 * @exact: who saw
 * @log: the log
 *
 * If others print in between, the kernel itself gives up the line that is in
 * pieces, and begins another.
 *
 * Context: process.
 * Return: 0: it is; -EILSEQ: it is not; -ENODATA: nothing was seen, or the log
 * has it no more, or not yet.
 */
int crashrec_exact_compare(struct crashrec_exact *exact,
			   const struct crashrec_log *log)
{
	u64 from_seq = exact->log_seq;
	struct kmsg_dump_iter iter = {
		.cur_seq = from_seq, .next_seq = U64_MAX,
	};
	struct crashrec_log_record record;
	struct cr_text text;
	u32 at = 0, waits = 0, records = 0;

	if (!exact->bytes || exact->bytes > sizeof(exact->text))
		return exact->bytes ? -EILSEQ : -ENODATA;
	if (!exact->join_log && exact->ids_are_text)
		return -EILSEQ;
	text = next_text(exact, &at);
	for (;;) {
		if (!crashrec_log_next(log, &iter, exact->buf,
				       sizeof(exact->buf), &record)) {
			if (waits++ == WAITS)
				return records < TEXTS ? -ENODATA : -EILSEQ;
			msleep(WAIT_MS);
			continue;
		}
		/* Those before it are gone. */
		if (record.seq > from_seq)
			return -ENODATA;
		from_seq = iter.cur_seq;
		if (records++ == RECORDS_MAX)
			return -EILSEQ;
		cond_resched();
		if (record.facility || record.text.bytes != text.bytes ||
		    memcmp(record.text.at, text.at, text.bytes))
			continue;
		if (at == exact->bytes)
			return 0;
		text = next_text(exact, &at);
	}
}
