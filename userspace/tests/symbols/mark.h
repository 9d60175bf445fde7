/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a small kernel is made of, to look up places in. A mark is a symbol in
 * the middle of a function: at_ before an instruction, after_ behind a call,
 * where that returns to.
 */
#define MARK(name) ({ \
	__asm__ volatile(".globl at_" #name "\nat_" #name ":\n\tnop" ::: \
			 "memory"); \
})
#define AFTER(name) ({ \
	__asm__ volatile(".globl after_" #name "\nafter_" #name ":" ::: \
			 "memory"); \
})
#define BARRIER() ({ \
	__asm__ volatile("nop" ::: "memory"); \
})

void vfs_read(void);
void net_poll(void);
void asm_sysvec_timer(void);
void kernel_init(void);
void lab_probe(void);
void lab_remove(void);
