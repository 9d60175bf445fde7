/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Parts that few need are modules of their own, which are loaded when a
 * parameter asks for them: module/plug_*.c. Such a module exports one struct of
 * functions, which is called as the module is. It calls back only through what
 * it is given, so crashrec.ko exports nothing.
 */
#ifndef CRASHREC_PLUG_H
#define CRASHREC_PLUG_H

const void *crashrec_plug_get(const char *name);
void crashrec_plug_put(const char *name);

#endif /* CRASHREC_PLUG_H */
