// SPDX-License-Identifier: GPL-2.0
#include "mark.h"
#include "inode.h"

/* Of one name and size in two files: nothing tells them apart. */
static __attribute__((noinline)) void init_once(void)
{
	MARK(read_once);
	BARRIER();
}

/* Of one name, and of two sizes. */
static __attribute__((noinline)) void release(void)
{
	MARK(read_release);
	BARRIER();
	BARRIER();
	BARRIER();
}

static inline __attribute__((always_inline)) void lock_inode(void)
{
	inode_flag();
	BARRIER();
}

void vfs_read(void)
{
	BARRIER();
	lock_inode();
	init_once();
	AFTER(read_calls);
	release();
	BARRIER();
}
