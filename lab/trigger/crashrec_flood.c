// SPDX-License-Identifier: GPL-2.0
/*
 * Two places that warn in a loop, on every CPU at once. For the lab's guests
 * only.
 *
 * Writing COUNT to /sys/kernel/debug/crashrec_flood/run makes a thread on each
 * CPU warn so many times, half of them in either place, or until max_ms are
 * over, and returns when all have. Reading it gives a line for each place:
 * FUNCTION WARNINGS, of all runs.
 */
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>

static unsigned int max_ms = 60000;
module_param(max_ms, uint, 0644);
MODULE_PARM_DESC(max_ms, "how long a run takes at most");

static DEFINE_MUTEX(flood_lock);
static DECLARE_COMPLETION(flood_done);
static atomic_t flood_left;
static atomic_t flood_plain, flood_told;
static unsigned long flood_end;
static unsigned int flood_count;

static noinline void crashrec_flood_plain(void)
{
	WARN_ON(1);
	atomic_inc(&flood_plain);
}

static noinline void crashrec_flood_told(unsigned int n)
{
	WARN(1, "crashrec flood was asked for warning %u\n", n);
	atomic_inc(&flood_told);
}

static int flood_thread(void *unused)
{
	unsigned int n;

	for (n = 0; n < flood_count && time_before(jiffies, flood_end); n++) {
		if (n % 2)
			crashrec_flood_told(n);
		else
			crashrec_flood_plain();
		cond_resched();
	}
	if (atomic_dec_and_test(&flood_left))
		complete(&flood_done);
	/* What comes behind must not be in this module, which may be removed. */
	kthread_complete_and_exit(NULL, 0);
}

static int run(void)
{
	struct task_struct *task;
	unsigned int cpu;
	int err = 0;

	reinit_completion(&flood_done);
	atomic_set(&flood_left, 1);
	flood_end = jiffies + msecs_to_jiffies(max_ms);
	for_each_online_cpu(cpu) {
		task = kthread_create_on_cpu(flood_thread, NULL, cpu,
					     "flood/%u");
		if (IS_ERR(task)) {
			err = PTR_ERR(task);
			break;
		}
		atomic_inc(&flood_left);
		wake_up_process(task);
	}
	if (!atomic_dec_and_test(&flood_left))
		wait_for_completion(&flood_done);
	return err;
}

static ssize_t flood_write(struct file *file, const char __user *from,
			   size_t bytes, loff_t *pos)
{
	int err;

	mutex_lock(&flood_lock);
	err = kstrtouint_from_user(from, bytes, 0, &flood_count);
	if (!err) {
		cpus_read_lock();
		err = run();
		cpus_read_unlock();
	}
	mutex_unlock(&flood_lock);
	return err ? err : bytes;
}

static int flood_show(struct seq_file *m, void *unused)
{
	seq_printf(m, "crashrec_flood_plain %d\ncrashrec_flood_told %d\n",
		   atomic_read(&flood_plain), atomic_read(&flood_told));
	return 0;
}

static int flood_open(struct inode *inode, struct file *file)
{
	return single_open(file, flood_show, NULL);
}

static const struct file_operations flood_fops = {
	.owner = THIS_MODULE,
	.open = flood_open,
	.read = seq_read,
	.write = flood_write,
	.llseek = seq_lseek,
	.release = single_release,
};

static struct dentry *flood_dir;

static int __init crashrec_flood_init(void)
{
	flood_dir = debugfs_create_dir("crashrec_flood", NULL);
	debugfs_create_file("run", 0600, flood_dir, NULL, &flood_fops);
	return 0;
}
module_init(crashrec_flood_init);

static void __exit crashrec_flood_exit(void)
{
	debugfs_remove(flood_dir);
}
module_exit(crashrec_flood_exit);

MODULE_DESCRIPTION("Warnings in a loop, for crashrec's lab");
MODULE_LICENSE("GPL");
