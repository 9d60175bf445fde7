// SPDX-License-Identifier: GPL-2.0
/*
 * Registers, trap number and error code of an oops, as binary facts. The die
 * notifier runs in the context that prints the oops, between its lines
 * (arch/x86/kernel/dumpstack.c: __die_body(), 6.12). That names a page fault
 * "Oops" and no more, and all else by what it is (arch/x86/mm/fault.c:
 * page_fault_oops(), 6.1 to 6.12).
 */
#include <linux/kdebug.h>
#include <linux/kernel.h>
#include <linux/notifier.h>
#include <linux/ptrace.h>
#include <linux/stddef.h>
#include <linux/string.h>

#ifdef CONFIG_X86_64
#include <asm/trapnr.h>
#endif

#include "crashrec.h"

/* Where in struct pt_regs a register is. */
struct register_place {
	char name[8];
	u32 offset;
};

#define PLACE(register_name, field) \
	{ register_name, offsetof(struct pt_regs, field) }

#ifdef CONFIG_X86_64
static const struct register_place places[] = {
	PLACE("RIP", ip), PLACE("CS", cs), PLACE("EFLAGS", flags),
	PLACE("RSP", sp), PLACE("SS", ss), PLACE("RAX", ax),
	PLACE("RBX", bx), PLACE("RCX", cx), PLACE("RDX", dx),
	PLACE("RSI", si), PLACE("RDI", di), PLACE("RBP", bp),
	PLACE("R08", r8), PLACE("R09", r9), PLACE("R10", r10),
	PLACE("R11", r11), PLACE("R12", r12), PLACE("R13", r13),
	PLACE("R14", r14), PLACE("R15", r15), PLACE("ORIG_RAX", orig_ax),
};
#elif defined(CONFIG_ARM64)
static const struct register_place places[] = {
	PLACE("pc", pc), PLACE("sp", sp), PLACE("pstate", pstate),
	PLACE("x0", regs[0]), PLACE("x1", regs[1]), PLACE("x2", regs[2]),
	PLACE("x3", regs[3]), PLACE("x4", regs[4]), PLACE("x5", regs[5]),
	PLACE("x6", regs[6]), PLACE("x7", regs[7]), PLACE("x8", regs[8]),
	PLACE("x9", regs[9]), PLACE("x10", regs[10]), PLACE("x11", regs[11]),
	PLACE("x12", regs[12]), PLACE("x13", regs[13]), PLACE("x14", regs[14]),
	PLACE("x15", regs[15]), PLACE("x16", regs[16]), PLACE("x17", regs[17]),
	PLACE("x18", regs[18]), PLACE("x19", regs[19]), PLACE("x20", regs[20]),
	PLACE("x21", regs[21]), PLACE("x22", regs[22]), PLACE("x23", regs[23]),
	PLACE("x24", regs[24]), PLACE("x25", regs[25]), PLACE("x26", regs[26]),
	PLACE("x27", regs[27]), PLACE("x28", regs[28]), PLACE("x29", regs[29]),
	PLACE("x30", regs[30]),
};
#else
/* Of other architectures the registers are in the text alone. */
static const struct register_place places[] = { { "" } };
#endif

struct trap_facts {
	struct crashrec_trap trap;
	struct crashrec_register registers[ARRAY_SIZE(places)];
};

static struct crashrec *die_cr;

/* Of a page fault the kernel tells none, but what is left of an earlier trap. */
static u32 trap_of(const struct die_args *args)
{
#ifdef CONFIG_X86_64
	if (!strcmp(args->str, "Oops"))
		return X86_TRAP_PF;
#endif
	return args->trapnr;
}

static u32 fill_facts(struct trap_facts *facts, const struct die_args *args)
{
	unsigned long value;
	u32 i;

	facts->trap.trap = cpu_to_le32(trap_of(args));
	facts->trap.signal = cpu_to_le32(args->signr);
	facts->trap.error = cpu_to_le64(args->err);
	if (!args->regs || !places[0].name[0])
		return sizeof(facts->trap);
	for (i = 0; i < ARRAY_SIZE(places); i++) {
		memcpy(&value, (const u8 *)args->regs + places[i].offset,
		       sizeof(value));
		memcpy(facts->registers[i].name, places[i].name,
		       sizeof(facts->registers[i].name));
		facts->registers[i].value = cpu_to_le64(value);
	}
	return sizeof(*facts);
}

static int die_notified(struct notifier_block *nb, unsigned long event,
			void *data)
{
	struct trap_facts facts;

	if (event == DIE_OOPS)
		crashrec_assembler_trap(&die_cr->assembler, &facts,
					fill_facts(&facts, data));
	return NOTIFY_DONE;
}

static struct notifier_block die_block = {
	.notifier_call = die_notified,
};

/**
 * crashrec_die_init() - begin to be told of oopses
 * @cr: the recorder; it must be ready
 *
 * Context: process.
 * Return: 0 or a negative errno.
 */
int crashrec_die_init(struct crashrec *cr)
{
	die_cr = cr;
	return register_die_notifier(&die_block);
}

/**
 * crashrec_die_exit() - be told no more
 * @cr: the recorder
 *
 * Context: process.
 */
void crashrec_die_exit(struct crashrec *cr)
{
	unregister_die_notifier(&die_block);
}
