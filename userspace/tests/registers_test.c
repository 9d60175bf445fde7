// SPDX-License-Identifier: GPL-2.0
/* The registers that a report's text tells, of each architecture. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "support_report.h"
#include "support_tap.h"

#define SAID_BYTES	1024

struct registers_case {
	const char *name;
	const char *text;
	const char *registers;
};

static const struct registers_case cases[] = {
	{ "registers_of_x86_without_those_of_user_mode",
	  "Oops: 0000 [#1] SMP\n"
	  "RIP: 0010:w+0x11/0x22\n"
	  "RSP: 0018:ffffc90000000010 EFLAGS: 00010246\n"
	  "RAX: 0000000000000001 RBX: 0000000000000002\n"
	  "Call Trace:\n"
	  " w+0x1/0x2\n"
	  "RIP: 0033:0x456b29\n"
	  "RAX: 00000000000000ff\n",
	  "RSP=ffffc90000000010 EFLAGS=10246 RAX=1 RBX=2 " },
	{ "registers_of_arm64_amid_which_are_pc_and_lr",
	  "Internal error: Oops: 0000000096000006 [#1] SMP\n"
	  "pstate: 60400005 (nZCv daif +PAN -UAO -TCO -DIT -SSBS BTYPE=--)\n"
	  "pc : w+0x11/0x22 [x]\n"
	  "lr : v+0x1/0x2 [x]\n"
	  "sp : ffff800008253c50\n"
	  "x29: 0000000000000008 x28: 0000000000000009 x27: 0000000000000000\n"
	  "x2 : 0000000000000000 x1 : 0000000000000007 x0 : 0000000000000008\n"
	  "Call trace:\n"
	  " w+0x11/0x22 [x]\n",
	  "pstate=60400005 sp=ffff800008253c50 x29=8 x28=9 x27=0 x2=0 x1=7 x0=8 " },
	{ "registers_of_arm64_of_the_first_dump",
	  "watchdog: BUG: soft lockup - CPU#1 stuck for 3s! [w:77]\n"
	  "pstate: 60400005 (nZCv daif +PAN -UAO -TCO -DIT -SSBS BTYPE=--)\n"
	  "pc : w+0x11/0x22\n"
	  "lr : v+0x1/0x2\n"
	  "sp : ffff800008253c50\n"
	  "Call trace:\n"
	  " w+0x11/0x22\n"
	  "pc : u+0x11/0x22\n"
	  "sp : ffff800008253c60\n",
	  "pstate=60400005 sp=ffff800008253c50 " },
};

static void check(const struct registers_case *c)
{
	struct crashrec_record *record = report_record(c->text, strlen(c->text));
	const struct crashrec_cpu_register *registers;
	char said[SAID_BYTES] = "";
	size_t count = 0, i, at = 0;

	registers = record ? crashrec_record_registers(record, &count) : NULL;
	for (i = 0; i < count && at < sizeof(said); i++)
		at += (size_t)snprintf(said + at, sizeof(said) - at,
				       "%s=%" PRIx64 " ", registers[i].name,
				       registers[i].value);
	tap_check(c->name, !strcmp(said, c->registers), "they are %s", said);
	crashrec_record_free(record);
}

int main(void)
{
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i]);
	return tap_end();
}
