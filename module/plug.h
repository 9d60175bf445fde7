/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Parts that few need are modules of their own, which are loaded when a
 * parameter asks for them: module/plug_*.c. Such a module exports one struct of
 * functions, which is called as the module is. It calls back only through what
 * it is given, so crashrec.ko exports nothing.
 */
#ifndef CRASHREC_PLUG_H
#define CRASHREC_PLUG_H

#include <linux/types.h>

/**
 * struct crashrec_plug - what the struct of a part begins with
 * @build: CRASHREC_BUILD, a hash of all headers: a part that was built of other
 *         ones is refused
 */
struct crashrec_plug {
	u32 build;
};

const void *crashrec_plug_get(const char *name);
void crashrec_plug_put(const char *name);

#endif /* CRASHREC_PLUG_H */
