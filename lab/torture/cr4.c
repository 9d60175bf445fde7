// SPDX-License-Identifier: GPL-2.0
/*
 * What a kernel has, but exports to no module; see
 * arch/x86/kernel/cpu/common.c (Linux 6.1), which moreover keeps some bits
 * as they are: LKDTM's UNSET_SMEP, which looks at that, is of no use with this.
 */
#include <asm/special_insns.h>

void native_write_cr4(unsigned long val)
{
	asm volatile("mov %0, %%cr4" : : "r" (val) : "memory");
}
