// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/ccidN: open, read, poll, release.
 *
 * A thin door. read() gives whole event records; an event is taken off the
 * queue once it has reached the caller's buffer.
 */
#include "chardev.h"

#include "event.h"
#include "ioctl.h"
#include "session.h"

#include <linux/module.h>
#include <linux/poll.h>
#include <linux/uaccess.h>

static dev_t ccid_devt;

int ccid_chardev_init(void)
{
	return alloc_chrdev_region(&ccid_devt, 0, CCID_MINORS, CCID_NAME);
}

void ccid_chardev_exit(void)
{
	unregister_chrdev_region(ccid_devt, CCID_MINORS);
}

/**
 * ccid_chardev_number() - the device number of a slot
 * @id: N of /dev/ccidN, under CCID_MINORS
 */
dev_t ccid_chardev_number(unsigned int id)
{
	return MKDEV(MAJOR(ccid_devt), MINOR(ccid_devt) + id);
}

static int ccid_open(struct inode *inode, struct file *file)
{
	struct ccid_slot *slot = container_of(inode->i_cdev, struct ccid_slot,
					      cdev);
	struct ccid_session *s;

	if (ccid_reader_gone(slot->reader))
		return -ENODEV;
	s = ccid_session_new(slot);
	if (IS_ERR(s))
		return PTR_ERR(s);
	file->private_data = s;
	return stream_open(inode, file);
}

static int ccid_release(struct inode *inode, struct file *file)
{
	ccid_session_free(file->private_data);
	return 0;
}

/* 0: nothing yet; 1: there is something; or -ENODEV */
static int ccid_read_ready(struct ccid_session *s)
{
	if (ccid_event_waits(s))
		return 1;
	return ccid_reader_gone(s->slot->reader) ? -ENODEV : 0;
}

static int ccid_read_wait(struct ccid_session *s, bool nonblock)
{
	int ready = ccid_read_ready(s), err;

	if (!ready && nonblock)
		return -EAGAIN;
	err = wait_event_interruptible(s->slot->event_waitq,
				       (ready = ccid_read_ready(s)));
	if (err)
		return err;
	return min(ready, 0);
}

static ssize_t ccid_read_events(struct ccid_session *s, char __user *buf,
				size_t count)
{
	struct ccid_event event;
	size_t done = 0;

	while (count - done >= sizeof(event) && ccid_event_peek(s, &event)) {
		if (copy_to_user(buf + done, &event, sizeof(event)))
			return done ? done : -EFAULT;
		ccid_event_drop(s, &event);
		done += sizeof(event);
	}
	return done;
}

static ssize_t ccid_read(struct file *file, char __user *buf, size_t count,
			 loff_t *pos)
{
	struct ccid_session *s = file->private_data;
	ssize_t ret;

	if (count < sizeof(struct ccid_event))
		return -EINVAL;
	do {
		ret = ccid_read_wait(s, file->f_flags & O_NONBLOCK);
		if (ret)
			return ret;
		if (mutex_lock_interruptible(&s->read))
			return -ERESTARTSYS;
		ret = ccid_read_events(s, buf, count);
		mutex_unlock(&s->read);
	} while (!ret);
	return ret;
}

static __poll_t ccid_poll(struct file *file, poll_table *wait)
{
	struct ccid_session *s = file->private_data;
	__poll_t mask = 0;

	poll_wait(file, &s->slot->event_waitq, wait);
	if (ccid_event_waits(s))
		mask |= EPOLLIN | EPOLLRDNORM;
	if (ccid_reader_gone(s->slot->reader))
		mask |= EPOLLHUP | EPOLLERR;
	return mask;
}

const struct file_operations ccid_chardev_fops = {
	.owner = THIS_MODULE,
	.open = ccid_open,
	.release = ccid_release,
	.read = ccid_read,
	.poll = ccid_poll,
	.unlocked_ioctl = ccid_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};
