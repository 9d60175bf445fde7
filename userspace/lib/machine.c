// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * What a record says of the kernel that printed the report. Its bytes are as
 * hostile as all others.
 */
#include "machine.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/record.h"
#include "record.h"

/* include/linux/preempt.h, 6.1 to 6.12 */
#define PREEMPT_MASK	0xffU
#define SOFTIRQ_SHIFT	8
#define SOFTIRQ_MASK	0xffU
#define HARDIRQ_SHIFT	16
#define NMI_SHIFT	20
#define IRQ_MASK	0xfU

#define EFLAGS_IF	(UINT64_C(1) << 9)
#define PSTATE_I	(UINT64_C(1) << 7)

_Static_assert(CRASHREC_UNKNOWN_OFFSET == CRASHREC_NO_OFFSET, "ABI");

static struct crashrec_text build_id_of(const u8 *build_id, u8 bytes)
{
	return (struct crashrec_text){
		.data = (const char *)build_id,
		.bytes = bytes > CRASHREC_BUILD_ID_BYTES ?
			 CRASHREC_BUILD_ID_BYTES : bytes,
	};
}

static int take_kernel(struct machine *machine, const struct cr_attr *attr)
{
	const size_t id_at = offsetof(struct crashrec_kernel, build_id);
	struct crashrec_kernel stored;

	if (attr->bytes < sizeof(stored))
		return -EBADMSG;
	memcpy(&stored, attr->payload, sizeof(stored));
	machine->has_kernel = true;
	machine->kernel = (struct crashrec_kernel_image){
		.text = le64_to_cpu(stored.text),
		.kaslr_offset = le64_to_cpu(stored.kaslr_offset),
		.build_id = build_id_of(attr->payload + id_at,
					stored.build_id_bytes),
		.modules_loaded = le32_to_cpu(stored.modules_loaded),
		.modules_state = le32_to_cpu(stored.modules_state),
	};
	return 0;
}

static bool has_module(const struct machine *machine, struct crashrec_text name,
		       uint64_t text)
{
	size_t i;

	for (i = 0; i < machine->module_count; i++)
		if (machine->modules[i].text == text &&
		    machine->modules[i].name.bytes == name.bytes &&
		    !memcmp(machine->modules[i].name.data, name.data,
			    name.bytes))
			return true;
	return false;
}

static int take_module(struct machine *machine, const struct cr_attr *attr)
{
	const size_t id_at = offsetof(struct crashrec_module, build_id);
	struct crashrec_module stored;
	struct crashrec_text name;

	if (attr->bytes <= sizeof(stored) ||
	    machine->module_count == MACHINE_MODULES_MAX)
		return -EBADMSG;
	memcpy(&stored, attr->payload, sizeof(stored));
	name = (struct crashrec_text){
		.data = (const char *)attr->payload + sizeof(stored),
		.bytes = attr->bytes - sizeof(stored),
	};
	/* Two streams of a report may name the same one. */
	if (has_module(machine, name, le64_to_cpu(stored.text)))
		return 0;
	if (!machine->modules)
		machine->modules = calloc(MACHINE_MODULES_MAX,
					  sizeof(*machine->modules));
	if (!machine->modules)
		return -ENOMEM;
	machine->modules[machine->module_count++] =
		(struct crashrec_kernel_module){
			.name = name,
			.text = le64_to_cpu(stored.text),
			.text_bytes = le32_to_cpu(stored.text_bytes),
			.taint = le32_to_cpu(stored.taint),
			.build_id = build_id_of(attr->payload + id_at,
						stored.build_id_bytes),
		};
	return 0;
}

static int take_cgroup(struct machine *machine, const struct cr_attr *attr)
{
	__le64 stored;

	if (attr->bytes < sizeof(stored))
		return -EBADMSG;
	memcpy(&stored, attr->payload, sizeof(stored));
	machine->has_cgroup = true;
	machine->cgroup = le64_to_cpu(stored);
	return 0;
}

int machine_take(struct machine *machine, const struct cr_attr *attr)
{
	switch (attr->type) {
	case CRASHREC_ATTR_KERNEL:
		return take_kernel(machine, attr);
	case CRASHREC_ATTR_MODULES:
		return take_module(machine, attr);
	case CRASHREC_ATTR_CGROUP:
		return take_cgroup(machine, attr);
	default:
		return 0;
	}
}

void machine_free(struct machine *machine)
{
	free(machine->modules);
}

const struct crashrec_kernel_image *
crashrec_record_kernel(const struct crashrec_record *record)
{
	return record->machine.has_kernel ? &record->machine.kernel : NULL;
}

const struct crashrec_kernel_module *
crashrec_record_modules(const struct crashrec_record *record, size_t *count)
{
	*count = record->machine.module_count;
	return record->machine.modules;
}

bool crashrec_record_cgroup(const struct crashrec_record *record, uint64_t *id)
{
	*id = record->machine.cgroup;
	return record->machine.has_cgroup;
}

bool crashrec_record_nesting(const struct crashrec_record *record,
			     struct crashrec_nesting *nesting)
{
	uint32_t count = record->has_origin ? record->origin.preempt_count : 0;
	uint32_t softirqs = count >> SOFTIRQ_SHIFT & SOFTIRQ_MASK;

	/* Serving one counts once, switching them off twice. */
	*nesting = (struct crashrec_nesting){
		.preempt_off = count & PREEMPT_MASK,
		.softirq_off = softirqs / 2,
		.in_softirq = softirqs % 2,
		.hardirqs = count >> HARDIRQ_SHIFT & IRQ_MASK,
		.nmis = count >> NMI_SHIFT & IRQ_MASK,
	};
	return count;
}

bool crashrec_record_irqs(const struct crashrec_record *record, bool *on)
{
	const struct crashrec_cpu_register *reg = record->die_registers;
	size_t i;

	*on = false;
	for (i = 0; i < record->die.register_count; i++, reg++) {
		if (!strcmp(reg->name, "EFLAGS"))
			*on = reg->value & EFLAGS_IF;
		else if (!strcmp(reg->name, "pstate"))
			*on = !(reg->value & PSTATE_I);
		else
			continue;
		return true;
	}
	return false;
}
