// SPDX-License-Identifier: GPL-2.0
/*
 * Reports from every context of every CPU at once, of lines that tell where
 * they belong. For the lab's guests only.
 *
 * Writing MS to /sys/kernel/debug/crashrec_storm/run lets them print for so
 * long, and returns when all have come to the end of their last report. On
 * each CPU a thread, a softirq and a hard interrupt do so, each again after a
 * random time around period_us; the hard interrupt asks the next CPU for an
 * NMI beforehand, which prints as well. So any of them is in the middle of a
 * report when one of another context begins.
 *
 * A report is as the kernel prints it, of report_lines lines. Those that have
 * a name or a number in them have the writer, the report, the line and a
 * checksum of the three there; lab/tests/storm.awk knows what they must be.
 *
 * With ledger=ADDRESS, of a page that the kernel leaves alone (memmap=), what was
 * begun and done is told there, so that it outlives a reset. Reading former
 * gives what the load found there, a line for each writer: ID CPU CONTEXT BEGUN
 * DONE MISSED, in lines; printk() had returned for the last two. Before these
 * stands `storm FIRST_REPORT REPORT_LINES`.
 *
 * Reading writers gives a line for each: ID CPU CONTEXT REPORTS LINES MISSED,
 * CONTEXT as in a record's lines. What printk() itself refused is in MISSED
 * and not in LINES.
 */
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/hrtimer.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>

#include <asm/apic.h>
#include <asm/nmi.h>

#define REPORT_MIN_LINES 8
#define LEDGER_MAGIC	0x4c4d5253	/* "SRML" */
#define LEDGER_WRITERS	64
#define MS_MAX		600000
#define HEADER		"WARNING: CPU: 0 PID: 1 at lib/storm.c:1 storm_%u_%u_%u_%u+0x1/0x20\n"

static unsigned int period_us = 40000;
module_param(period_us, uint, 0644);
MODULE_PARM_DESC(period_us, "mean time between two reports of a writer");

static unsigned int report_lines = 13;
module_param(report_lines, uint, 0444);
MODULE_PARM_DESC(report_lines, "of each report, at least 8");

static unsigned int first_report;
module_param(first_report, uint, 0444);
MODULE_PARM_DESC(first_report, "number of each writer's first report");

static unsigned long ledger;
module_param(ledger, ulong, 0444);
MODULE_PARM_DESC(ledger, "physical address of a page to count in; 0: none");

enum storm_context {
	STORM_TASK,
	STORM_SOFTIRQ,
	STORM_HARDIRQ,
	STORM_NMI,
	STORM_CONTEXTS,
};

static const char *const context_names[] = {
	[STORM_TASK] = "task",
	[STORM_SOFTIRQ] = "softirq",
	[STORM_HARDIRQ] = "hardirq",
	[STORM_NMI] = "nmi",
};

/* Of lines; each is stored before the next line is begun. */
struct storm_tally {
	u32 begun;
	u32 done;
	u32 missed;
};

struct storm_ledger {
	u32 magic;
	u32 first_report;
	u32 report_lines;
	struct storm_tally tallies[LEDGER_WRITERS];
};

static struct storm_ledger own_ledger;
static struct storm_ledger former_ledger;
static struct storm_ledger *storm_ledger = &own_ledger;

/* One context prints at a time, so nothing here needs a lock. */
struct storm_writer {
	u32 id;
	u32 reports;
	u32 lines;
	u32 missed;
	u32 random;
};

struct storm_cpu {
	struct storm_writer writers[STORM_CONTEXTS];
	struct hrtimer soft;
	struct hrtimer hard;
	struct task_struct *task;
	atomic_t nmi_asked;
	struct completion task_done;
};

static DEFINE_PER_CPU(struct storm_cpu, storm_cpus);
static DEFINE_MUTEX(storm_lock);
static bool storm_stopping;

/* Of writer, report and line; the awk script has the same. */
static u32 storm_sum(u32 writer, u32 report, u32 line)
{
	return (writer * 7919 + report * 104729ULL + line * 1299709) % 65521;
}

static int print_line(u32 writer, u32 report, u32 line)
{
	u32 sum = storm_sum(writer, report, line);

	if (line == 0)
		return pr_warn("------------[ cut here ]------------\n");
	if (line == 1)
		return pr_warn(HEADER, writer, report, line, sum);
	if (line == 2)
		return pr_warn("Call Trace:\n");
	if (line == 3)
		return pr_warn(" <TASK>\n");
	if (line == report_lines - 2)
		return pr_warn(" </TASK>\n");
	if (line == report_lines - 1)
		return pr_warn("---[ end trace %04x%08x%04x ]---\n", writer,
			       report, sum);
	return pr_warn(" storm_%u_%u_%u_%u+0x1/0x20\n", writer, report, line,
		       sum);
}

static void print_report(struct storm_writer *writer)
{
	struct storm_tally *tally = &storm_ledger->tallies[writer->id];
	u32 line;

	for (line = 0; line < report_lines; line++) {
		WRITE_ONCE(tally->begun, tally->begun + 1);
		barrier();
		if (print_line(writer->id, first_report + writer->reports,
			       line) > 0) {
			writer->lines++;
		} else {
			writer->missed++;
			WRITE_ONCE(tally->missed, tally->missed + 1);
		}
		barrier();
		WRITE_ONCE(tally->done, tally->done + 1);
	}
	writer->reports++;
}

/* From half to one and a half of the period. */
static u64 next_ns(struct storm_writer *writer)
{
	u32 us = clamp(READ_ONCE(period_us), 2U, 1000000U);

	writer->random = writer->random * 1664525 + 1013904223;
	us = us / 2 + (writer->random >> 8) % us;
	return us * (u64)NSEC_PER_USEC;
}

static enum hrtimer_restart storm_next(struct storm_writer *writer,
				       struct hrtimer *timer)
{
	if (READ_ONCE(storm_stopping))
		return HRTIMER_NORESTART;
	hrtimer_forward_now(timer, ns_to_ktime(next_ns(writer)));
	return HRTIMER_RESTART;
}

static enum hrtimer_restart storm_soft(struct hrtimer *timer)
{
	struct storm_cpu *sc = container_of(timer, struct storm_cpu, soft);

	print_report(&sc->writers[STORM_SOFTIRQ]);
	return storm_next(&sc->writers[STORM_SOFTIRQ], timer);
}

static void ask_next_for_nmi(void)
{
	unsigned int cpu = cpumask_next(raw_smp_processor_id(), cpu_online_mask);

	if (cpu >= nr_cpu_ids)
		cpu = cpumask_first(cpu_online_mask);
	/* Two that are pending would be one NMI. */
	if (!atomic_cmpxchg(&per_cpu(storm_cpus, cpu).nmi_asked, 0, 1))
		apic->send_IPI_mask(cpumask_of(cpu), NMI_VECTOR);
}

static enum hrtimer_restart storm_hard(struct hrtimer *timer)
{
	struct storm_cpu *sc = container_of(timer, struct storm_cpu, hard);

	ask_next_for_nmi();
	print_report(&sc->writers[STORM_HARDIRQ]);
	return storm_next(&sc->writers[STORM_HARDIRQ], timer);
}

static int storm_nmi(unsigned int type, struct pt_regs *regs)
{
	struct storm_cpu *sc = this_cpu_ptr(&storm_cpus);

	if (atomic_read(&sc->nmi_asked) != 1)
		return NMI_DONE;
	print_report(&sc->writers[STORM_NMI]);
	atomic_set(&sc->nmi_asked, 0);
	return NMI_HANDLED;
}

static int storm_task(void *arg)
{
	struct storm_cpu *sc = arg;
	unsigned long us;

	while (!READ_ONCE(storm_stopping)) {
		print_report(&sc->writers[STORM_TASK]);
		us = next_ns(&sc->writers[STORM_TASK]) / NSEC_PER_USEC;
		usleep_range(us, us + us / 8 + 1);
	}
	/* What comes behind must not be in this module, which may be removed. */
	kthread_complete_and_exit(&sc->task_done, 0);
}

static int storm_start_thread(struct storm_cpu *sc, unsigned int cpu)
{
	init_completion(&sc->task_done);
	sc->task = kthread_create_on_cpu(storm_task, sc, cpu, "storm/%u");
	if (IS_ERR(sc->task))
		return PTR_ERR(sc->task);
	wake_up_process(sc->task);
	return 0;
}

/* A pinned timer fires where it was started. */
static void start_timers(void *unused)
{
	struct storm_cpu *sc = this_cpu_ptr(&storm_cpus);

	hrtimer_start(&sc->soft, ns_to_ktime(next_ns(&sc->writers[STORM_SOFTIRQ])),
		      HRTIMER_MODE_REL_PINNED_SOFT);
	hrtimer_start(&sc->hard, ns_to_ktime(next_ns(&sc->writers[STORM_HARDIRQ])),
		      HRTIMER_MODE_REL_PINNED_HARD);
}

static void stop_all(void)
{
	struct storm_cpu *sc;
	unsigned int cpu;

	WRITE_ONCE(storm_stopping, true);
	for_each_online_cpu(cpu) {
		sc = &per_cpu(storm_cpus, cpu);
		/* cancel waits for the last report, but a thread's. */
		hrtimer_cancel(&sc->soft);
		hrtimer_cancel(&sc->hard);
		if (!IS_ERR_OR_NULL(sc->task))
			wait_for_completion(&sc->task_done);
		sc->task = NULL;
	}
	for_each_online_cpu(cpu)
		while (atomic_read(&per_cpu(storm_cpus, cpu).nmi_asked))
			msleep(20);
}

static int run(unsigned int ms)
{
	unsigned int cpu;
	int err = 0;

	WRITE_ONCE(storm_stopping, false);
	for_each_online_cpu(cpu) {
		err = storm_start_thread(&per_cpu(storm_cpus, cpu), cpu);
		if (err)
			break;
	}
	if (!err) {
		on_each_cpu(start_timers, NULL, true);
		msleep(ms);
	}
	stop_all();
	return err;
}

static ssize_t storm_run_write(struct file *file, const char __user *from,
			       size_t bytes, loff_t *pos)
{
	unsigned int ms;
	int err;

	err = kstrtouint_from_user(from, bytes, 0, &ms);
	if (err)
		return err;
	if (ms > MS_MAX)
		return -EINVAL;
	mutex_lock(&storm_lock);
	cpus_read_lock();
	err = run(ms);
	cpus_read_unlock();
	mutex_unlock(&storm_lock);
	return err ? err : bytes;
}

static const struct file_operations storm_run_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = storm_run_write,
	.llseek = default_llseek,
};

static int writers_show(struct seq_file *m, void *unused)
{
	const struct storm_writer *writer;
	unsigned int cpu, context;

	for_each_online_cpu(cpu) {
		for (context = 0; context < STORM_CONTEXTS; context++) {
			writer = &per_cpu(storm_cpus, cpu).writers[context];
			seq_printf(m, "%u %u %s %u %u %u\n", writer->id, cpu,
				   context_names[context], writer->reports,
				   writer->lines, writer->missed);
		}
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(writers);

static int former_show(struct seq_file *m, void *unused)
{
	const struct storm_tally *tally = former_ledger.tallies;
	u32 id;

	if (former_ledger.magic != LEDGER_MAGIC)
		return 0;
	seq_printf(m, "storm %u %u\n", former_ledger.first_report,
		   former_ledger.report_lines);
	for (id = 1; id < LEDGER_WRITERS; id++)
		if (tally[id].begun)
			seq_printf(m, "%u %u %s %u %u %u\n", id,
				   (id - 1) / STORM_CONTEXTS,
				   context_names[(id - 1) % STORM_CONTEXTS],
				   tally[id].begun, tally[id].done,
				   tally[id].missed);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(former);

/* Written as 6.1 has it: hrtimer_setup() came with 6.13. */
static void setup_cpu(unsigned int cpu)
{
	struct storm_cpu *sc = &per_cpu(storm_cpus, cpu);
	unsigned int context;

	for (context = 0; context < STORM_CONTEXTS; context++) {
		sc->writers[context].id = cpu * STORM_CONTEXTS + context + 1;
		sc->writers[context].random = sc->writers[context].id * 2654435761U;
	}
	hrtimer_init(&sc->soft, CLOCK_MONOTONIC, HRTIMER_MODE_REL_PINNED_SOFT);
	sc->soft.function = storm_soft;
	hrtimer_init(&sc->hard, CLOCK_MONOTONIC, HRTIMER_MODE_REL_PINNED_HARD);
	sc->hard.function = storm_hard;
}

static struct dentry *storm_dir;

static int open_ledger(void)
{
	if (!ledger)
		return 0;
	storm_ledger = memremap(ledger, sizeof(*storm_ledger), MEMREMAP_WB);
	if (!storm_ledger)
		return -ENOMEM;
	former_ledger = *storm_ledger;
	memset(storm_ledger, 0, sizeof(*storm_ledger));
	storm_ledger->first_report = first_report;
	storm_ledger->report_lines = report_lines;
	storm_ledger->magic = LEDGER_MAGIC;
	return 0;
}

static void close_ledger(void)
{
	if (ledger)
		memunmap(storm_ledger);
}

static int __init crashrec_storm_init(void)
{
	unsigned int cpu;
	int err;

	if (report_lines < REPORT_MIN_LINES ||
	    num_possible_cpus() * STORM_CONTEXTS >= LEDGER_WRITERS)
		return -EINVAL;
	err = open_ledger();
	if (err)
		return err;
	for_each_possible_cpu(cpu)
		setup_cpu(cpu);
	err = register_nmi_handler(NMI_LOCAL, storm_nmi, 0, "crashrec_storm");
	if (err) {
		close_ledger();
		return err;
	}
	storm_dir = debugfs_create_dir("crashrec_storm", NULL);
	debugfs_create_file("run", 0200, storm_dir, NULL, &storm_run_fops);
	debugfs_create_file("former", 0400, storm_dir, NULL, &former_fops);
	debugfs_create_file("writers", 0400, storm_dir, NULL, &writers_fops);
	return 0;
}
module_init(crashrec_storm_init);

static void __exit crashrec_storm_exit(void)
{
	debugfs_remove(storm_dir);
	unregister_nmi_handler(NMI_LOCAL, "crashrec_storm");
	close_ledger();
}
module_exit(crashrec_storm_exit);

MODULE_DESCRIPTION("Reports from every context at once, for crashrec's lab");
MODULE_LICENSE("GPL");
