// SPDX-License-Identifier: GPL-2.0
#include "mark.h"

static __attribute__((noinline)) void init_once(void)
{
	MARK(poll_once);
	BARRIER();
}

static __attribute__((noinline)) void release(void)
{
	MARK(poll_release);
	BARRIER();
}

void net_poll(void)
{
	init_once();
	AFTER(poll_calls);
	MARK(poll_loops);
	release();
	BARRIER();
}
