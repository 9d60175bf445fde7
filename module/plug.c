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
 * @name: of the module, and of the struct that it exports, which begins with a
 *        struct crashrec_plug
 *
 * Context: process.
 * Return: the struct, until crashrec_plug_put(), up to which its module stays;
 * NULL: there is none of this build, which was printed with the cure.
 */
const void *crashrec_plug_get(const char *name)
{
	const struct crashrec_plug *plug = __symbol_get(name);

	if (!plug && !request_module("%s", name))
		plug = __symbol_get(name);
	if (!plug) {
		pr_err("%s.ko is needed and can't be loaded: install it, or insmod it first\n",
		       name);
		return NULL;
	}
	if (plug->build == CRASHREC_BUILD)
		return plug;
	pr_err("%s.ko is of another build: rmmod it, and load the one that came with this crashrec.ko\n",
	       name);
	crashrec_plug_put(name);
	return NULL;
}

/**
 * crashrec_plug_put() - a part is no longer used
 * @name: as for crashrec_plug_get()
 *
 * Context: process.
 */
void crashrec_plug_put(const char *name)
{
	/* Where no module is ever unloaded, linux/module.h has no such function. */
#ifdef CONFIG_MODULE_UNLOAD
	__symbol_put(name);
#endif
}
