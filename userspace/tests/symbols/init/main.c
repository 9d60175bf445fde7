// SPDX-License-Identifier: GPL-2.0
#include "mark.h"

/* Where the source's names begin is told by this function. */
void kernel_init(void)
{
	MARK(init_calls);
	vfs_read();
	AFTER(init_calls);
	net_poll();
	asm_sysvec_timer();
	BARRIER();
}

/* As the code that interrupts enter by. */
__attribute__((noinline)) void asm_sysvec_timer(void)
{
	net_poll();
	AFTER(entry_calls);
	BARRIER();
}
