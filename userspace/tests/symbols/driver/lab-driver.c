// SPDX-License-Identifier: GPL-2.0
/* A module: sections lie anywhere, and debug information is relocated. */
#include "mark.h"

static inline __attribute__((always_inline)) void lab_reset(void)
{
	net_poll();
	AFTER(lab_resets);
}

__attribute__((section(".text.unlikely"))) void lab_remove(void)
{
	MARK(lab_removes);
	BARRIER();
}

void lab_probe(void)
{
	BARRIER();
	lab_reset();
	BARRIER();
}
