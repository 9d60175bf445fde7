// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/crashrec, as include/uapi/crashrec_device.h describes it.
 *
 * Each open file has a position under a lock of its own, so that threads that
 * share it take turns; that lock is held while a record is copied out, and
 * nobody but that file's users can be made to wait by it.
 *
 * That a file is open for writing is the right to change something: it was
 * opened before the device was locked, if it is.
 */
#include <linux/capability.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "../include/uapi/crashrec_device.h"
#include "crashrec.h"

/* How long a waiting reader leaves a report that nobody closes. */
#define LOOK_AGAIN_S	10

static struct crashrec *device_cr;

/* An open file. */
struct device_file {
	struct mutex lock;
	u64 next_seq;
};

static int device_open(struct inode *inode, struct file *file)
{
	struct device_file *df;

	if (!capable(CAP_SYSLOG) ||
	    (file->f_mode & FMODE_WRITE && crashrec_config_is_locked()))
		return -EPERM;
	df = kvzalloc(sizeof(*df), GFP_KERNEL_ACCOUNT);
	if (!df)
		return -ENOMEM;
	mutex_init(&df->lock);
	file->private_data = df;
	crashrec_closer_look(&device_cr->closer);
	return 0;
}

static int device_release(struct inode *inode, struct file *file)
{
	kvfree(file->private_data);
	return 0;
}

/* Waits for a record unless the file must not; df->lock is held, if @locked. */
static int find_or_wait(struct file *file, struct device_file *df,
			struct crashrec_found *found, bool *locked)
{
	struct crashrec_reader *reader = &device_cr->reader;
	int closed, err;

	for (;;) {
		closed = atomic_read(&reader->closed);
		err = crashrec_reader_find(reader, df->next_seq, found);
		if (err != -ENOENT)
			return err;
		crashrec_closer_look(&device_cr->closer);
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		/* A seek may come meanwhile, and wakes us. */
		mutex_unlock(&df->lock);
		if (wait_event_interruptible_timeout(reader->wait,
						     atomic_read(&reader->closed) !=
						     closed,
						     LOOK_AGAIN_S * HZ) < 0 ||
		    mutex_lock_interruptible(&df->lock)) {
			*locked = false;
			return -ERESTARTSYS;
		}
	}
}

static ssize_t device_read(struct file *file, char __user *buf, size_t bytes,
			   loff_t *pos)
{
	struct device_file *df = file->private_data;
	struct crashrec_found found = { 0 };
	bool locked = true;
	ssize_t ret;

	if (mutex_lock_interruptible(&df->lock))
		return -ERESTARTSYS;
	ret = find_or_wait(file, df, &found, &locked);
	if (ret)
		goto unlock;
	ret = -EMSGSIZE;
	if (bytes < found.bytes)
		goto free_record;
	ret = -EFAULT;
	if (copy_to_user(buf, found.record, found.bytes))
		goto free_record;
	df->next_seq = found.seq + 1;
	ret = found.bytes;
free_record:
	kvfree(found.record);
unlock:
	if (locked)
		mutex_unlock(&df->lock);
	return ret;
}

static ssize_t device_write(struct file *file, const char __user *buf,
			    size_t bytes, loff_t *pos)
{
	struct crashrec_cookie_who who;
	char text[CRASHREC_COOKIE_MAX_BYTES];
	int err;

	if (bytes > sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, buf, bytes))
		return -EFAULT;
	crashrec_cookie_who_get(&who);
	err = crashrec_cookie_set(&device_cr->assembler.cookies, &who, text,
				  bytes);
	return err ? err : bytes;
}

static __poll_t device_poll(struct file *file, poll_table *wait)
{
	struct device_file *df = file->private_data;
	struct crashrec_found found = { 0 };
	int err;

	poll_wait(file, &device_cr->reader.wait, wait);
	err = crashrec_reader_find(&device_cr->reader,
				   READ_ONCE(df->next_seq), &found);
	if (err == -ENOENT)
		crashrec_closer_look(&device_cr->closer);
	if (err)
		return err == -ENOENT ? 0 : EPOLLERR;
	kvfree(found.record);
	return EPOLLIN | EPOLLRDNORM;
}

static int seek_end(loff_t offset, u64 *seq)
{
	int err;

	if (offset > 0)
		return -EINVAL;
	err = crashrec_reader_from_end(&device_cr->reader, -(u64)offset, seq);
	if (err != -ENOENT)
		return err;
	*seq = 0;	/* before the first is the first */
	return 0;
}

static loff_t device_llseek(struct file *file, loff_t offset, int whence)
{
	struct device_file *df = file->private_data;
	u64 seq = offset;
	loff_t ret = 0;

	if (mutex_lock_interruptible(&df->lock))
		return -ERESTARTSYS;
	if (whence == SEEK_END)
		ret = seek_end(offset, &seq);
	else if (whence == SEEK_CUR && !offset)
		seq = df->next_seq;
	else if (whence != SEEK_SET || offset < 0)
		ret = -EINVAL;
	if (!ret) {
		WRITE_ONCE(df->next_seq, seq);
		ret = seq;
	}
	mutex_unlock(&df->lock);
	/* A thread that shares the file may be waiting at its old place. */
	if (whence != SEEK_CUR)
		crashrec_reader_wake(&device_cr->reader);
	return ret;
}

static long ioctl_info(void __user *arg)
{
	struct crashrec_ring *ring = &device_cr->ring;
	struct crashrec_info info = {
		.format_version = CRASHREC_FORMAT_VERSION,
		.store = device_cr->store.kind,
		.region_bytes = ring->layout.region_bytes,
		.chunk_bytes = ring->layout.chunk_bytes,
		.chunk_count = ring->layout.chunk_count,
		.chunks_free = crashrec_ring_free_chunks(ring),
		.next_seq = atomic64_read(&ring->next_seq),
		.max_record_bytes =
			crashrec_reader_max_record_bytes(&device_cr->reader),
	};
	int err;

	err = crashrec_reader_count(&device_cr->reader, &info.records_unread,
				    &info.first_seq);
	if (err)
		return err;
	memcpy(info.boot_id, ring->running.boot_id, sizeof(info.boot_id));
	return copy_to_user(arg, &info, sizeof(info)) ? -EFAULT : 0;
}

/* That of this boot is counted here, and stored meanwhile. */
static long ioctl_losses(void __user *arg)
{
	struct crashrec_ring *ring = &device_cr->ring;
	atomic64_t *lost = device_cr->stats.lost;
	const struct cr_boot *boot = &ring->running;
	struct crashrec_losses losses;
	u32 n = ring->boot_n, cause;

	if (copy_from_user(&losses, arg, sizeof(losses)))
		return -EFAULT;
	if (losses.boot > CRASHREC_LOSSES_FORMER)
		return -EINVAL;
	if (losses.boot == CRASHREC_LOSSES_FORMER) {
		boot = &ring->former;
		n = 1 - n;
		if (!boot->generation)
			return -ENOENT;
	}
	memset(losses.heads, 0, sizeof(losses.heads));
	losses.head_count = cr_region_lost_heads(&ring->image, boot, n,
						 losses.heads);
	memcpy(losses.boot_id, boot->boot_id, sizeof(losses.boot_id));
	for (cause = 0; cause < CRASHREC_LOST_ROOM; cause++)
		losses.lost[cause] = losses.boot == CRASHREC_LOSSES_FORMER ?
				     boot->lost[cause] :
				     atomic64_read(&lost[cause]);
	return copy_to_user(arg, &losses, sizeof(losses)) ? -EFAULT : 0;
}

static long ioctl_next(struct device_file *df, void __user *arg)
{
	struct crashrec_found found = { 0 };
	struct crashrec_next next = { 0 };
	int err;

	err = crashrec_reader_find(&device_cr->reader,
				   READ_ONCE(df->next_seq), &found);
	if (err)
		return err == -ENOENT ? -EAGAIN : err;
	kvfree(found.record);
	next.seq = found.seq;
	next.record_bytes = found.bytes;
	return copy_to_user(arg, &next, sizeof(next)) ? -EFAULT : 0;
}

static long ioctl_ack(struct file *file, void __user *arg)
{
	struct crashrec_ack ack;

	if (!(file->f_mode & FMODE_WRITE))
		return crashrec_config_is_locked() ? -EPERM : -EBADF;
	if (copy_from_user(&ack, arg, sizeof(ack)))
		return -EFAULT;
	return crashrec_closer_ack(&device_cr->closer, ack.seq, ack.boot_id);
}

static long device_ioctl(struct file *file, unsigned int command,
			 unsigned long arg)
{
	switch (command) {
	case CRASHREC_IOC_INFO:
		return ioctl_info((void __user *)arg);
	case CRASHREC_IOC_NEXT:
		return ioctl_next(file->private_data, (void __user *)arg);
	case CRASHREC_IOC_ACK:
		return ioctl_ack(file, (void __user *)arg);
	case CRASHREC_IOC_LOSSES:
		return ioctl_losses((void __user *)arg);
	default:
		return -ENOTTY;
	}
}

static const struct file_operations device_fops = {
	.owner = THIS_MODULE,
	.open = device_open,
	.release = device_release,
	.read = device_read,
	.write = device_write,
	.poll = device_poll,
	.llseek = device_llseek,
	.unlocked_ioctl = device_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "crashrec",
	.fops = &device_fops,
	.mode = 0600,
};

/**
 * crashrec_device_init() - make /dev/crashrec
 * @cr: the recorder; it must be ready
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int crashrec_device_init(struct crashrec *cr)
{
	device_cr = cr;
	return misc_register(&device);
}

/**
 * crashrec_device_exit() - remove it
 * @cr: the recorder; open files keep the module loaded
 *
 * Context: process.
 */
void crashrec_device_exit(struct crashrec *cr)
{
	misc_deregister(&device);
}
