// SPDX-License-Identifier: GPL-2.0
/*
 * Finds the parts that are modules of their own, see plug.h.
 */
#define pr_fmt(fmt) "crashrec: " fmt

#include <linux/kmod.h>
#include <linux/module.h>
#include <linux/printk.h>

#include "plug.h"

/**
 * crashrec_plug_get() - load a part, if it is not there
 * @name: of the module, and of the struct that it exports; of the same build as
 *        this one
 *
 * Context: process.
 * Return: the struct, until crashrec_plug_put(), up to which its module stays;
 * NULL: there is none, which was printed with the cure.
 */
const void *crashrec_plug_get(const char *name)
{
	const void *plug = __symbol_get(name);

	if (!plug && !request_module("%s", name))
		plug = __symbol_get(name);
	if (!plug)
		pr_err("%s.ko is needed and can't be loaded: install it, or insmod it first\n",
		       name);
	return plug;
}

/**
 * crashrec_plug_put() - a part is no longer used
 * @name: as for crashrec_plug_get()
 *
 * Context: process.
 */
void crashrec_plug_put(const char *name)
{
	__symbol_put(name);
}
