// SPDX-License-Identifier: GPL-2.0
/*
 * Makes the kernel print a real report of each class, on request. For the
 * lab's guests only.
 *
 * Reading /sys/kernel/debug/crashrec_trigger/run gives the names that this
 * kernel can do, one a line; writing a name runs it, in the writer's context or,
 * where a comment says so, in a thread, whose number is in thread_pid.
 * The writer dies of bug, null and gpf, and the machine of panic. debugfs
 * counts a dead writer as one that is still inside: after one of those three
 * the module can't be unloaded any more.
 *
 * ordinary_lines and report_lines print `lines` lines, of no report and of one,
 * with interrupts off; line_ns is then what each took. In a guest whose
 * instructions are its clock, that is how many.
 *
 * text_forms prints a report with lines of every form that printk() knows, and
 * header the first line of one alone, and long_report one of LONG_LINES frames,
 * some 200 KiB.
 *
 * wedge never returns: every CPU spins with interrupts off. Before that it
 * prints a report, and the first lines of another, which end in
 * "crashrec_trigger_last_line". wedge_one returns, but the last CPU spins so,
 * and prints a report before; wedge_late has that done with interrupts on.
 * Nothing else should need that CPU (isolcpus=, irqaffinity=).
 *
 * Each report comes from a function that is named for it, so that it is plain
 * which one the title must name; without the words that titles pass over, as
 * rcu, atomic_ and kasan (module/core/blame_words.c). How long a stall takes to be reported is the
 * kernel's setting; the parameters here only say how long the trigger waits
 * for it.
 */
#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/math64.h>
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#define NAME_MAX_BYTES	32
#define LIST_MAX_BYTES	512
#define LONG_LINES	2500
#define LONG_TEXT_BYTES	1500

/* The least timeout is 3 s; with CONFIG_PROVE_RCU the kernel adds 5 s to it. */
static unsigned int rcu_stall_ms = IS_ENABLED(CONFIG_PROVE_RCU) ? 10000 : 5000;
module_param(rcu_stall_ms, uint, 0644);
MODULE_PARM_DESC(rcu_stall_ms, "how long rcu_stall keeps its CPU");

static unsigned int soft_lockup_max_ms = 10000;
module_param(soft_lockup_max_ms, uint, 0644);
MODULE_PARM_DESC(soft_lockup_max_ms, "how long soft_lockup keeps its CPU at most; it ends earlier if its report is the first");

static unsigned int hung_task_ms = 5000;
module_param(hung_task_ms, uint, 0644);
MODULE_PARM_DESC(hung_task_ms, "how long hung_task sleeps");

static unsigned int lines = 500;
module_param(lines, uint, 0644);
MODULE_PARM_DESC(lines, "that ordinary_lines and report_lines print, at least 1");

static DECLARE_COMPLETION(thread_done);
static u32 thread_pid;

static noinline int crashrec_trigger_warn(void *unused)
{
	WARN(1, "crashrec trigger asked for a warning\n");
	return 0;
}

static noinline int crashrec_trigger_bug(void *unused)
{
	BUG();
	return 0;
}

/*
 * The two bad reads are not instrumented: else KASAN's own check is what
 * faults, at another address and with another report.
 */
static noinline __no_sanitize_address int crashrec_trigger_null(void *unused)
{
	int *nowhere = NULL;

	OPTIMIZER_HIDE_VAR(nowhere);
	READ_ONCE(*nowhere);
	return 0;
}

static noinline __no_sanitize_address int crashrec_trigger_gpf(void *unused)
{
	int *non_canonical = (int *)0x0123456789abcdefUL;

	OPTIMIZER_HIDE_VAR(non_canonical);
	READ_ONCE(*non_canonical);
	return 0;
}

static noinline int crashrec_trigger_stall(void *unused)
{
	unsigned long end;

	/* Without a grace period under way nothing stalls. */
	start_poll_synchronize_rcu();
	preempt_disable();
	end = jiffies + msecs_to_jiffies(READ_ONCE(rcu_stall_ms));
	while (time_before(jiffies, end))
		cpu_relax();
	preempt_enable();
	complete(&thread_done);
	return 0;
}

static noinline int crashrec_trigger_soft_lockup(void *unused)
{
	bool reported_before = test_taint(TAINT_SOFTLOCKUP);
	unsigned long end;

	preempt_disable();
	end = jiffies + msecs_to_jiffies(READ_ONCE(soft_lockup_max_ms));
	while (time_before(jiffies, end)) {
		if (!reported_before && test_taint(TAINT_SOFTLOCKUP))
			break;
		cpu_relax();
	}
	preempt_enable();
	complete(&thread_done);
	return 0;
}

static noinline int crashrec_trigger_hung_task(void *unused)
{
	schedule_timeout_uninterruptible(msecs_to_jiffies(READ_ONCE(hung_task_ms)));
	barrier();	/* not a tail call: this frame must stay on the stack */
	return 0;
}

static DEFINE_MUTEX(crashrec_trigger_lock_a);
static DEFINE_MUTEX(crashrec_trigger_lock_b);

static noinline int crashrec_trigger_lock_inversion(void *unused)
{
	mutex_lock(&crashrec_trigger_lock_a);
	mutex_lock(&crashrec_trigger_lock_b);
	mutex_unlock(&crashrec_trigger_lock_b);
	mutex_unlock(&crashrec_trigger_lock_a);

	mutex_lock(&crashrec_trigger_lock_b);
	mutex_lock(&crashrec_trigger_lock_a);
	mutex_unlock(&crashrec_trigger_lock_a);
	mutex_unlock(&crashrec_trigger_lock_b);
	return 0;
}

static noinline int crashrec_trigger_sleep(void *unused)
{
	preempt_disable();
	might_sleep();
	preempt_enable();
	return 0;
}

static noinline int crashrec_trigger_oob(void *unused)
{
	size_t bytes = 24;
	char *text;

	OPTIMIZER_HIDE_VAR(bytes);
	text = kmalloc(bytes, GFP_KERNEL);
	if (!text)
		return -ENOMEM;
	OPTIMIZER_HIDE_VAR(text);
	READ_ONCE(text[bytes]);
	kfree(text);
	return 0;
}

static noinline int crashrec_trigger_panic(void *unused)
{
	panic("crashrec trigger asked for a panic");
	return 0;
}

static atomic_t spinning;

static void spin_for_good(void *unused)
{
	unsigned long flags;

	local_irq_save(flags);
	atomic_inc(&spinning);
	for (;;)
		cpu_relax();
	local_irq_restore(flags);
}

static noinline int crashrec_trigger_wedge(void *unused)
{
	unsigned long flags;

	preempt_disable();
	smp_call_function(spin_for_good, NULL, false);
	local_irq_save(flags);
	while (atomic_read(&spinning) < num_online_cpus() - 1)
		cpu_relax();
	WARN(1, "crashrec trigger asked for a wedge\n");
	pr_warn("WARNING: CPU: 0 PID: 1 at lib/wedge.c:1 spin_before_the_end+0x1/0x20\n");
	pr_warn("Call Trace:\n");
	pr_warn(" <TASK>\n");
	pr_warn(" crashrec_trigger_last_line+0x1/0x20\n");
	spin_for_good(NULL);
	local_irq_restore(flags);
	preempt_enable();
	return 0;
}

static noinline int crashrec_trigger_wedge_one_thread(void *unused)
{
	unsigned long flags;

	local_irq_save(flags);
	WARN(1, "crashrec trigger asked for a wedge\n");
	spin_for_good(NULL);
	local_irq_restore(flags);
	return 0;
}

/* What the report has others do is begun, but not done. */
static noinline int crashrec_trigger_wedge_late_thread(void *unused)
{
	WARN(1, "crashrec trigger asked for a wedge\n");
	mdelay(5);
	spin_for_good(NULL);
	return 0;
}

static int wedge_last(int (*run)(void *unused))
{
	struct task_struct *task;

	if (num_online_cpus() < 2)
		return -ENODEV;
	task = kthread_create_on_cpu(run, NULL, cpumask_last(cpu_online_mask),
				     "wedge/%u");
	if (IS_ERR(task))
		return PTR_ERR(task);
	wake_up_process(task);
	return 0;
}

static int crashrec_trigger_wedge_one(void *unused)
{
	return wedge_last(crashrec_trigger_wedge_one_thread);
}

static int crashrec_trigger_wedge_late(void *unused)
{
	return wedge_last(crashrec_trigger_wedge_late_thread);
}

static u32 line_ns;

static noinline int crashrec_trigger_ordinary_lines(void *unused)
{
	unsigned long flags;
	ktime_t begin;
	unsigned int i;

	local_irq_save(flags);
	begin = ktime_get();
	for (i = 0; i < lines; i++)
		pr_info("usb 1-%u: new high-speed USB device using xhci_hcd\n",
			i % 10);
	line_ns = div_u64(ktime_to_ns(ktime_sub(ktime_get(), begin)), lines);
	local_irq_restore(flags);
	return 0;
}

/* A header and its stack; the frames alone are measured. */
static noinline int crashrec_trigger_report_lines(void *unused)
{
	unsigned long flags;
	ktime_t begin;
	unsigned int i;

	local_irq_save(flags);
	pr_warn("WARNING: CPU: 0 PID: 1 at lib/lines.c:1 new_high_speed_usb_device_found+0x1/0x20\n");
	pr_warn("Call Trace:\n");
	pr_warn(" <TASK>\n");
	begin = ktime_get();
	for (i = 0; i < lines; i++)
		pr_warn(" new_high_speed_usb_device_found_%u+0x123/0x4560\n",
			i % 10);
	line_ns = div_u64(ktime_to_ns(ktime_sub(ktime_get(), begin)), lines);
	pr_warn("---[ end trace 0000000000000000 ]---\n");
	local_irq_restore(flags);
	return 0;
}

static void print_new(const char *text)
{
	_printk(KERN_WARNING "%s", text);
}

/* Goes on with the line before, if that did not end. */
static void print_more(const char *text)
{
	_printk(KERN_SOH "c%s", text);
}

static void print_many(const char *format, int count)
{
	char text[32];
	int i;

	for (i = 0; i < count; i++) {
		snprintf(text, sizeof(text), format, i);
		print_more(text);
	}
	print_more("\n");
}

static void print_long(void)
{
	char *text = kmalloc(LONG_TEXT_BYTES + 2, GFP_KERNEL);
	int i;

	if (!text)
		return;
	for (i = 0; i < LONG_TEXT_BYTES; i++)
		text[i] = 'a' + i % 26;
	text[i] = '\n';
	text[i + 1] = '\0';
	print_new(text);
	print_new("long piece ");
	print_more(text);
	kfree(text);
}

static noinline int crashrec_trigger_long_report(void *unused)
{
	int i;

	pr_warn("WARNING: CPU: 0 PID: 1 at lib/long.c:1 crashrec_trigger_long+0x1/0x20\n");
	pr_warn("Call Trace:\n");
	pr_warn(" <TASK>\n");
	for (i = 0; i < LONG_LINES; i++)
		pr_warn(" a_function_of_a_name_that_is_long_so_that_the_report_is_so_too_%04d+0x123/0x4560\n",
			i);
	pr_warn(" </TASK>\n");
	pr_warn("---[ end trace 0000000000000000 ]---\n");
	return 0;
}

/* A report with lines of every form. */
static noinline int crashrec_trigger_text_forms(void *unused)
{
	print_new("------------[ cut here ]------------\n");
	print_new("WARNING: CPU: 0 PID: 1 at lib/forms.c:1 crashrec_trigger_forms+0x1/0x20\n");
	print_new("Modules linked in:");
	print_many(" module_%d(O)", 20);
	print_new("two\nlines\n");
	print_new("\nempty before\n\nbetween and behind\n\n");
	print_new("\n");
	print_new("tab\there, return\rhere, escape \033[31mred\033[0m\n");
	print_new("delete \177, latin \351, utf-8 \303\251\n");
	print_new("spaces behind  \40\n");
	print_long();
	print_new("without a newline");
	print_new("and the next\n");
	print_new("whole\n");
	print_more("continues nothing\n");
	print_new("many pieces:");
	print_many(" %d", 400);
	print_new("newline\nin a piece");
	print_more(" and\nin the next\n");
	print_new("\n-> #1");
	print_more(" (");
	print_more("as lockdep does)\n");
	print_new("eightful");
	print_more("eightful");
	print_more("\n");
	print_new("");
	print_more("behind nothing\n");
	print_new("---[ end trace 0000000000000000 ]---\n");
	return 0;
}

static noinline int crashrec_trigger_header(void *unused)
{
	pr_err("BUG: KASAN: slab-use-after-free in a_trigger_header+0x1/0x20\n");
	return 0;
}

struct crashrec_trigger {
	const char *name;
	int (*run)(void *unused);
	bool can;		/* this kernel is built to report it */
	bool in_thread;		/* do it in a kernel thread, see below */
};

static const struct crashrec_trigger triggers[] = {
	{ "warn", crashrec_trigger_warn, true },
	{ "bug", crashrec_trigger_bug, true },
	{ "null", crashrec_trigger_null, true },
	{ "gpf", crashrec_trigger_gpf, true },
	{ "rcu_stall", crashrec_trigger_stall, true, true },
	{ "soft_lockup", crashrec_trigger_soft_lockup,
		IS_ENABLED(CONFIG_SOFTLOCKUP_DETECTOR), true },
	{ "hung_task", crashrec_trigger_hung_task,
		IS_ENABLED(CONFIG_DETECT_HUNG_TASK) },
	{ "lock_inversion", crashrec_trigger_lock_inversion,
		IS_ENABLED(CONFIG_PROVE_LOCKING) },
	{ "atomic_sleep", crashrec_trigger_sleep,
		IS_ENABLED(CONFIG_DEBUG_ATOMIC_SLEEP) },
	{ "kasan_oob", crashrec_trigger_oob, IS_ENABLED(CONFIG_KASAN) },
	{ "panic", crashrec_trigger_panic, true },
	{ "wedge", crashrec_trigger_wedge, true },
	{ "wedge_one", crashrec_trigger_wedge_one, true },
	{ "wedge_late", crashrec_trigger_wedge_late, true },
	{ "ordinary_lines", crashrec_trigger_ordinary_lines, true },
	{ "report_lines", crashrec_trigger_report_lines, true },
	{ "long_report", crashrec_trigger_long_report, true },
	{ "text_forms", crashrec_trigger_text_forms, true },
	{ "header", crashrec_trigger_header, true },
};

/*
 * Whoever loops is shown with a stack that is random below the loop, so a stall
 * is named for the outermost function that tells something: with a system call
 * that would be debugfs' one, in a thread it is the thread's own.
 */
static int run_in_thread(const struct crashrec_trigger *trigger)
{
	struct task_struct *task;

	task = kthread_create(trigger->run, NULL, "%s", trigger->name);
	if (IS_ERR(task))
		return PTR_ERR(task);
	get_task_struct(task);
	thread_pid = task_pid_nr(task);
	reinit_completion(&thread_done);
	wake_up_process(task);
	wait_for_completion(&thread_done);
	kthread_stop(task);
	put_task_struct(task);
	return 0;
}

static const struct crashrec_trigger *find_trigger(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(triggers); i++)
		if (!strcmp(name, triggers[i].name))
			return &triggers[i];
	return NULL;
}

static ssize_t crashrec_trigger_read(struct file *file, char __user *to,
				     size_t bytes, loff_t *pos)
{
	char list[LIST_MAX_BYTES];
	size_t used = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(triggers); i++)
		if (triggers[i].can)
			used += scnprintf(list + used, sizeof(list) - used,
					  "%s\n", triggers[i].name);
	return simple_read_from_buffer(to, bytes, pos, list, used);
}

static ssize_t crashrec_trigger_write(struct file *file,
				      const char __user *from,
				      size_t bytes, loff_t *pos)
{
	const struct crashrec_trigger *trigger;
	char name[NAME_MAX_BYTES];
	int err;

	if (bytes >= sizeof(name))
		return -EINVAL;
	if (copy_from_user(name, from, bytes))
		return -EFAULT;
	name[bytes] = '\0';

	trigger = find_trigger(strim(name));
	if (!trigger)
		return -EINVAL;
	if (!trigger->can)
		return -EOPNOTSUPP;
	err = trigger->in_thread ? run_in_thread(trigger) : trigger->run(NULL);
	return err ? err : bytes;
}

static const struct file_operations crashrec_trigger_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.read = crashrec_trigger_read,
	.write = crashrec_trigger_write,
	.llseek = default_llseek,
};

static struct dentry *crashrec_trigger_dir;

static int __init crashrec_trigger_init(void)
{
	crashrec_trigger_dir = debugfs_create_dir("crashrec_trigger", NULL);
	if (IS_ERR(crashrec_trigger_dir))
		return PTR_ERR(crashrec_trigger_dir);
	debugfs_create_file("run", 0600, crashrec_trigger_dir, NULL,
			    &crashrec_trigger_fops);
	debugfs_create_u32("thread_pid", 0400, crashrec_trigger_dir, &thread_pid);
	debugfs_create_u32("line_ns", 0400, crashrec_trigger_dir, &line_ns);
	return 0;
}
module_init(crashrec_trigger_init);

static void __exit crashrec_trigger_exit(void)
{
	debugfs_remove(crashrec_trigger_dir);
}
module_exit(crashrec_trigger_exit);

MODULE_DESCRIPTION("Real kernel reports on request, for crashrec's lab");
MODULE_LICENSE("GPL");
