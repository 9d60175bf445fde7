// SPDX-License-Identifier: GPL-2.0
#include "machine_text.h"

#include <inttypes.h>
#include <string.h>

#include "build_id.h"
#include "escape.h"

static void print_name(FILE *out, const char *name)
{
	fprintf(out, "  %-9s ", name);
}

static void print_kernel(FILE *out, const struct crashrec_record *record)
{
	const struct crashrec_kernel_image *kernel =
		crashrec_record_kernel(record);
	char id[BUILD_ID_ROOM];

	if (!kernel)
		return;
	build_id_text(kernel->build_id, id);
	if (*id) {
		print_name(out, "build id");
		fprintf(out, "%s\n", id);
	}
	if (kernel->kaslr_offset == CRASHREC_UNKNOWN_OFFSET)
		return;
	print_name(out, "KASLR");
	fprintf(out, "text at 0x%" PRIx64 ", offset 0x%" PRIx64 "\n",
		kernel->text, kernel->kaslr_offset);
}

static void print_times(FILE *out, const char *what, uint32_t times)
{
	if (times)
		fprintf(out, ", %s %" PRIu32 "x", what, times);
}

static void print_nesting(FILE *out, const struct crashrec_record *record)
{
	struct crashrec_nesting nesting;
	uint64_t cgroup;
	bool on;

	if (crashrec_record_nesting(record, &nesting)) {
		print_name(out, "nesting");
		fprintf(out, "preemption off %" PRIu32 "x (with the recorder's)",
			nesting.preempt_off);
		print_times(out, "softirqs off", nesting.softirq_off);
		if (nesting.in_softirq)
			fputs(", in a softirq", out);
		print_times(out, "in a hardirq", nesting.hardirqs);
		print_times(out, "in an NMI", nesting.nmis);
		fputc('\n', out);
	}
	if (crashrec_record_irqs(record, &on)) {
		print_name(out, "irqs");
		fprintf(out, "%s where it trapped\n", on ? "on" : "off");
	}
	if (crashrec_record_cgroup(record, &cgroup)) {
		print_name(out, "cgroup");
		fprintf(out, "%" PRIu64 "\n", cgroup);
	}
}

static bool is_named(const struct crashrec_record *record,
		     struct crashrec_text name)
{
	const struct crashrec_stack_frame *frames;
	size_t i, count;

	frames = crashrec_record_frames(record, &count);
	for (i = 0; i < count; i++)
		if (frames[i].module.bytes == name.bytes &&
		    !memcmp(frames[i].module.data, name.data, name.bytes))
			return true;
	return false;
}

static void print_module(FILE *out, const struct crashrec_kernel_module *module)
{
	char letters[CRASHREC_TAINT_ROOM];
	char id[BUILD_ID_ROOM];

	print_name(out, "module");
	escape_print(out, module->name);
	fprintf(out, " at 0x%" PRIx64 ", %" PRIu32 " bytes", module->text,
		module->text_bytes);
	crashrec_taint_letters(module->taint, letters);
	/* G says that no module is proprietary, which is not this one's. */
	if (strcmp(letters, "") && strcmp(letters, "G"))
		fprintf(out, ", taint %s", letters + (*letters == 'G'));
	build_id_text(module->build_id, id);
	if (*id)
		fprintf(out, ", build id %s", id);
	fputc('\n', out);
}

static void print_modules(FILE *out, const struct crashrec_record *record,
			  bool all)
{
	const struct crashrec_kernel_image *kernel =
		crashrec_record_kernel(record);
	const struct crashrec_kernel_module *modules;
	size_t i, count;

	modules = crashrec_record_modules(record, &count);
	if (kernel && kernel->modules_loaded) {
		print_name(out, "modules");
		fprintf(out, "%" PRIu32 " loaded, %zu of them recorded\n",
			kernel->modules_loaded, count);
	}
	for (i = 0; i < count; i++)
		if (all || is_named(record, modules[i].name))
			print_module(out, &modules[i]);
}

void machine_text_print(FILE *out, const struct crashrec_record *record,
			bool modules)
{
	print_kernel(out, record);
	print_nesting(out, record);
	print_modules(out, record, modules);
}
