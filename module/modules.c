// SPDX-License-Identifier: GPL-2.0
/*
 * The modules that are loaded: a table in ordinary memory, so that a report
 * neither follows pointers of a kernel that may be broken, nor waits for
 * anyone. Writers take turns, in process context. A row's version is even while
 * the row is written (J, K); a reader copies it and believes the copy if the
 * version was the same odd number before and behind (L, M). Who interrupts a
 * writer finds no module there.
 *
 * All modules would be a large part of most reports. So only the first report
 * with a new state of the table has them all, behind its first line; others
 * have those whose names are in their lines, each before the line that names it
 * first.
 */
#include <linux/bitops.h>
#include <linux/byteorder/generic.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "assembler.h"

static noinline struct crashrec_modules_row *
find_row(struct crashrec_modules *modules, __le64 text)
{
	u32 i;

	for (i = 0; i < CRASHREC_MODULES_MAX; i++)
		if (modules->rows[i].loaded.stored.text == text)
			return &modules->rows[i];
	return NULL;
}

/**
 * crashrec_modules_change() - a module comes, more is known of it, or it goes
 * @modules: the table
 * @text: address of its text
 * @loaded: what is known; all zero: it goes
 *
 * Context: process; writers take turns.
 */
void crashrec_modules_change(struct crashrec_modules *modules, __le64 text,
			     const struct crashrec_loaded *loaded)
{
	struct crashrec_modules_row *row = find_row(modules, text);
	u32 version;

	if (!row)
		row = find_row(modules, 0);
	le32_add_cpu(&modules->kernel.modules_loaded, !!loaded->stored.text);
	le32_add_cpu(&modules->kernel.modules_state, 1);
	if (!row)
		return;
	le32_add_cpu(&modules->kernel.modules_loaded,
		     -!!row->loaded.stored.text);
	version = row->version | 1;
	WRITE_ONCE(row->version, version + 1);
	smp_wmb();	/* J: no old version over new content; pairs with M */
	row->loaded = *loaded;
	smp_wmb();	/* K: the version is behind the rest; pairs with L */
	WRITE_ONCE(row->version, version + 2);
}

/* Returns false if there is none, or it is being written. */
static bool put_row(struct crashrec_assembler *as, struct crashrec_slot *slot,
		    u32 i)
{
	const struct crashrec_modules_row *row = &as->modules->rows[i];
	struct crashrec_loaded *copy = (void *)slot->scratch;
	u32 version = READ_ONCE(row->version);

	smp_rmb();	/* L: pairs with K */
	*copy = row->loaded;
	smp_rmb();	/* M: pairs with J */
	if (!(version & 1) || READ_ONCE(row->version) != version ||
	    !copy->stored.text)
		return false;
	if (!test_and_set_bit(i, slot->parent->modules_named))
		crashrec_put_fact(as, slot, CRASHREC_ATTR_MODULES, copy,
				  sizeof(copy->stored) + copy->name_bytes);
	return true;
}

static void put_all(struct crashrec_assembler *as, struct crashrec_slot *slot)
{
	s32 left = le32_to_cpu(as->modules->kernel.modules_loaded);
	u32 rows = as->ring->layout.chunk_count, i;

	/* A small region has better things to keep. */
	for (i = 0; i < rows && as->modules->rows[i].version; i++)
		left -= put_row(as, slot, i);
	/* Below zero: one came meanwhile. */
	if (left > 0)
		crashrec_stats_lost(as->stats, CRASHREC_LOST_FACTS, left);
}

/* The line is "function+0x1/0x2 [name]", or has "[name build-id]". */
static void put_named(struct crashrec_assembler *as,
		      struct crashrec_slot *slot, const char *text, u32 bytes)
{
	const char *end = text + bytes - 1, *at = end;
	const struct crashrec_modules_row *row = as->modules->rows;
	u32 i;

	if (!bytes || *end != ']')
		return;
	do {
		if (at == text)
			return;
		if (*--at == ' ')
			end = at;
	} while (*at != '[');
	at++;
	for (i = 0; row->version; i++, row++)
		if (row->loaded.name_bytes == end - at &&
		    !memcmp(row->loaded.name, at, end - at))
			put_row(as, slot, i);
}

/**
 * crashrec_put_modules() - modules that go before a line
 * @as: the assembler; it has a table of modules
 * @slot: of the report, locked; a line of it is there
 * @text: its next, or more of that line
 * @bytes: of it
 *
 * Context: any, NMI included; never waits; as many steps as there are modules.
 */
void crashrec_put_modules(struct crashrec_assembler *as,
			  struct crashrec_slot *slot, const char *text,
			  u32 bytes)
{
	__le32 state = READ_ONCE(as->modules->kernel.modules_state);

	if (state != as->modules_told) {
		WRITE_ONCE(as->modules_told, state);
		slot->parent->lists_modules = true;
		put_all(as, slot);
	} else {
		put_named(as, slot, text, bytes);
	}
}
