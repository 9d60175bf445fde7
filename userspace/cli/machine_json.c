// SPDX-License-Identifier: GPL-2.0
/*
 * The keys of show that a text log has not, in their order; null is what the
 * record does not tell:
 *
 *  kernel        object: build_id (hexadecimal), kaslr_offset and text ("0x..."),
 *                modules_loaded, modules_state
 *  cgroup        id of the cgroup (v2) of the task that printed it
 *  nesting       object: preempt_off, softirq_off, in_softirq, hardirqs, nmis;
 *                one preempt_off is the recorder's own
 *  irqs_on       where the kernel trapped
 *  modules       array of: name, text ("0x..."), text_bytes, taint (bits and
 *                letters), build_id; all, if as many as modules_loaded, else
 *                those that the report names
 */
#include "machine_json.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>

#include "build_id.h"
#include "json_write.h"

static struct json_object *new_hex(uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "0x%" PRIx64, number);
	return json_object_new_string(text);
}

static struct json_object *new_build_id(struct crashrec_text build_id)
{
	char text[BUILD_ID_ROOM];

	build_id_text(build_id, text);
	return *text ? json_object_new_string(text) : NULL;
}

static struct json_object *new_kernel(const struct crashrec_record *record)
{
	const struct crashrec_kernel_image *kernel =
		crashrec_record_kernel(record);
	struct json_object *object;

	if (!kernel)
		return NULL;
	object = json_object_new_object();
	json_object_object_add(object, "build_id",
			       new_build_id(kernel->build_id));
	json_object_object_add(object, "kaslr_offset",
			       kernel->kaslr_offset == CRASHREC_UNKNOWN_OFFSET ?
			       NULL : new_hex(kernel->kaslr_offset));
	json_object_object_add(object, "text",
			       kernel->text ? new_hex(kernel->text) : NULL);
	json_object_object_add(object, "modules_loaded",
			       json_object_new_uint64(kernel->modules_loaded));
	json_object_object_add(object, "modules_state",
			       json_object_new_uint64(kernel->modules_state));
	return object;
}

static struct json_object *new_nesting(const struct crashrec_record *record)
{
	struct crashrec_nesting nesting;
	struct json_object *object;

	if (!crashrec_record_nesting(record, &nesting))
		return NULL;
	object = json_object_new_object();
	json_object_object_add(object, "preempt_off",
			       json_object_new_uint64(nesting.preempt_off));
	json_object_object_add(object, "softirq_off",
			       json_object_new_uint64(nesting.softirq_off));
	json_object_object_add(object, "in_softirq",
			       json_object_new_boolean(nesting.in_softirq));
	json_object_object_add(object, "hardirqs",
			       json_object_new_uint64(nesting.hardirqs));
	json_object_object_add(object, "nmis",
			       json_object_new_uint64(nesting.nmis));
	return object;
}

static struct json_object *new_taint(uint32_t taint)
{
	struct json_object *object = json_object_new_object();
	char letters[CRASHREC_TAINT_ROOM];

	crashrec_taint_letters(taint, letters);
	json_object_object_add(object, "bits", json_object_new_uint64(taint));
	/* G says that no module is proprietary, which is not this one's. */
	json_object_object_add(object, "letters",
			       json_object_new_string(letters +
						      (*letters == 'G')));
	return object;
}

static struct json_object *
new_module(const struct crashrec_kernel_module *module)
{
	struct json_object *object = json_object_new_object();

	json_object_object_add(object, "name", json_new_text(module->name));
	json_object_object_add(object, "text", new_hex(module->text));
	json_object_object_add(object, "text_bytes",
			       json_object_new_uint64(module->text_bytes));
	json_object_object_add(object, "taint", new_taint(module->taint));
	json_object_object_add(object, "build_id",
			       new_build_id(module->build_id));
	return object;
}

static struct json_object *new_modules(const struct crashrec_record *record)
{
	struct json_object *array = json_object_new_array();
	const struct crashrec_kernel_module *modules;
	size_t i, count;

	modules = crashrec_record_modules(record, &count);
	for (i = 0; i < count; i++)
		json_object_array_add(array, new_module(&modules[i]));
	return array;
}

void machine_json_add(struct json_object *object,
		      const struct crashrec_record *record)
{
	uint64_t cgroup;
	bool on;

	json_object_object_add(object, "kernel", new_kernel(record));
	json_object_object_add(object, "cgroup",
			       crashrec_record_cgroup(record, &cgroup) ?
			       json_object_new_uint64(cgroup) : NULL);
	json_object_object_add(object, "nesting", new_nesting(record));
	json_object_object_add(object, "irqs_on",
			       crashrec_record_irqs(record, &on) ?
			       json_object_new_boolean(on) : NULL);
	json_object_object_add(object, "modules", new_modules(record));
}
