/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The modules that are loaded. The head of modules.c explains it.
 */
#ifndef CRASHREC_MODULES_H
#define CRASHREC_MODULES_H

#include <linux/module.h>
#include <linux/types.h>

#include "../include/uapi/crashrec_facts.h"

#define CRASHREC_MODULES_MAX	256U

/**
 * struct crashrec_loaded - a module that is loaded
 * @stored: what goes into reports; text 0: there is no module
 * @name: follows it there
 * @name_bytes: its length
 */
struct crashrec_loaded {
	struct crashrec_module stored;
	char name[MODULE_NAME_LEN];
	u32 name_bytes;
};

/**
 * struct crashrec_modules - all of them, and the kernel
 * @kernel: goes into each report, with the state and the number of modules;
 *          that is too high once there were too many
 * @rows: those that were never used are at the end; the last never is
 * @rows.version: 0: never used; even: being written
 * @rows.loaded: the module
 */
struct crashrec_modules {
	struct crashrec_kernel kernel;
	struct crashrec_modules_row {
		u32 version;
		struct crashrec_loaded loaded;
	} rows[CRASHREC_MODULES_MAX + 1];
};

void crashrec_modules_change(struct crashrec_modules *modules, __le64 text,
			     const struct crashrec_loaded *loaded);

#endif /* CRASHREC_MODULES_H */
