/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * The attributes of crashrec_machine.h.
 */
#ifndef CRASHREC_LIB_MACHINE_H
#define CRASHREC_LIB_MACHINE_H

#include <crashrec_machine.h>

struct cr_attr;

/* More than any module writes. */
#define MACHINE_MODULES_MAX	1024

/**
 * struct machine - what a record says of its kernel
 * @has_kernel: there is @kernel
 * @has_cgroup: there is @cgroup
 * @kernel: see crashrec_record_kernel()
 * @cgroup: see crashrec_record_cgroup()
 * @modules: see crashrec_record_modules(); owned
 * @module_count: of them
 */
struct machine {
	bool has_kernel;
	bool has_cgroup;
	struct crashrec_kernel_image kernel;
	uint64_t cgroup;
	struct crashrec_kernel_module *modules;
	size_t module_count;
};

/**
 * machine_take() - take an attribute
 * @machine: receives it
 * @attr: any; its payload stays in use
 *
 * Return: 0, also if it is none of these; -EBADMSG: it is damaged, and left
 * out; -ENOMEM.
 */
int machine_take(struct machine *machine, const struct cr_attr *attr);

/**
 * machine_free() - free what machine_take() allocated
 * @machine: whose
 */
void machine_free(struct machine *machine);

#endif /* CRASHREC_LIB_MACHINE_H */
