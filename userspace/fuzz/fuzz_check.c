// SPDX-License-Identifier: GPL-2.0
#include "fuzz_check.h"

#include <crashrec_graph.h>
#include <crashrec_machine.h>
#include <crashrec_structure.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/crc32c.h"
#include "core/facts.h"

uint32_t fuzz_sum;

void fuzz_require(bool holds, const char *file, int line, const char *claim)
{
	if (holds)
		return;
	fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, claim);
	abort();
}

char *fuzz_copy(const void *data, size_t bytes)
{
	/* What malloc(0) gives need not be of its own. */
	char *copy = malloc(bytes ? bytes : 1);

	if (!copy)
		exit(1);
	if (bytes)
		memcpy(copy, data, bytes);
	return copy;
}

bool fuzz_is_within(struct cr_text part, struct cr_text whole)
{
	return !part.bytes ||
	       (part.at >= whole.at && part.bytes <= whole.bytes &&
		(size_t)(part.at - whole.at) <= whole.bytes - part.bytes);
}

bool fuzz_is_title(const char *text, size_t bytes)
{
	size_t i;

	for (i = 0; i < bytes; i++) {
		if (text[i] < ' ' || text[i] > '~')
			return false;
	}
	return bytes && bytes <= CR_TITLE_MAX_BYTES && text[bytes - 1] != ' ';
}

/* Looks at each byte. */
static void touch(struct crashrec_text text)
{
	FUZZ_REQUIRE(text.data && text.bytes <= UINT32_MAX);
	fuzz_sum = cr_crc32c(fuzz_sum, text.data, (u32)text.bytes);
	fuzz_sum = cr_crc32c_u64(fuzz_sum, text.bytes);
}

static void touch_number(uint64_t number)
{
	fuzz_sum = cr_crc32c_u64(fuzz_sum, number);
}

static void require_index(uint32_t index, size_t count)
{
	FUZZ_REQUIRE(index == CRASHREC_UNKNOWN || index < count);
}

static void touch_some_lines(const struct crashrec_log_line *lines,
			     size_t count)
{
	size_t i;

	touch_number(count);
	for (i = 0; i < count; i++) {
		touch(lines[i].text);
		touch_number(lines[i].time_ns);
		touch_number(lines[i].number);
		touch_number((uint64_t)lines[i].pid << 32 | lines[i].cpu);
		touch_number(lines[i].where | lines[i].by_user << 8 |
			     lines[i].cut << 9 | lines[i].inner << 10 |
			     lines[i].of_context << 11);
	}
}

static void touch_lines(const struct crashrec_record *record)
{
	const struct crashrec_log_line *lines;
	size_t count;

	lines = crashrec_record_lines(record, &count);
	touch_some_lines(lines, count);
	lines = crashrec_record_before(record, &count);
	touch_some_lines(lines, count);
}

static void touch_registers(const struct crashrec_cpu_register *registers,
			    size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		FUZZ_REQUIRE(memchr(registers[i].name, 0,
				    sizeof(registers[i].name)));
		touch_number(registers[i].value);
	}
}

/* Whom it is about, and what was told beside the text. */
static void touch_facts(const struct crashrec_record *record)
{
	const struct crashrec_who *origin = crashrec_record_origin(record);
	const struct crashrec_who *subject = crashrec_record_subject(record);
	const struct crashrec_die *die = crashrec_record_die(record);
	const struct crashrec_cpu_register *registers;
	const struct crashrec_said *said;
	size_t count, i;

	touch(crashrec_record_about(record).comm);
	if (origin)
		touch(origin->comm);
	if (subject)
		touch(subject->comm);
	if (die)
		touch_registers(die->registers, die->register_count);
	registers = crashrec_record_registers(record, &count);
	touch_registers(registers, count);
	said = crashrec_record_cookies(record, &count);
	for (i = 0; i < count; i++)
		touch(said[i].text);
}

static void touch_stacks(const struct crashrec_record *record,
			 const struct crashrec_structure *s)
{
	const struct crashrec_stack_frame *frames;
	size_t count, i;

	frames = crashrec_record_frames(record, &count);
	for (i = 0; i < count; i++) {
		touch(frames[i].function);
		touch(frames[i].module);
	}
	FUZZ_REQUIRE(!s->frame_place_count || s->frame_place_count == count);
	for (i = 0; i < s->frame_place_count; i++)
		touch(s->frame_places[i].file);
	for (i = 0; i < s->section_count; i++) {
		const struct crashrec_stack_section *section = &s->sections[i];

		touch(section->head);
		FUZZ_REQUIRE(section->first_frame <= count);
		FUZZ_REQUIRE(section->frame_count <=
			     count - section->first_frame);
		require_index(section->lock, s->lock_count);
		require_index(section->task, s->task_count);
	}
}

static void touch_locks(const struct crashrec_structure *s)
{
	size_t i;

	for (i = 0; i < s->lock_count; i++) {
		touch(s->locks[i].name);
		touch(s->locks[i].function);
		touch(s->locks[i].comm);
	}
	for (i = 0; i < s->step_count; i++)
		touch(s->steps[i].lock);
	if (s->complaint)
		touch(s->complaint->comm);
}

static void touch_place(const struct crashrec_record *record,
			const struct crashrec_graph_place *place)
{
	size_t count;

	crashrec_record_frames(record, &count);
	touch(place->function);
	if (!place->frame_count)
		return;
	require_index(place->first_frame, count);
	FUZZ_REQUIRE(place->frame_count <= count - place->first_frame);
}

static void touch_graph(const struct crashrec_record *record,
			const struct crashrec_structure *s)
{
	struct crashrec_graph *graph;
	size_t i;

	if (crashrec_graph_make(&graph, record))
		return;
	FUZZ_REQUIRE(graph->edge_count && graph->lock_count);
	for (i = 0; i < graph->lock_count; i++)
		touch(graph->locks[i].name);
	for (i = 0; i < graph->edge_count; i++) {
		FUZZ_REQUIRE(graph->edges[i].from < graph->lock_count);
		FUZZ_REQUIRE(graph->edges[i].to < graph->lock_count);
		touch_place(record, &graph->edges[i].held);
		touch_place(record, &graph->edges[i].taken);
		touch(graph->edges[i].comm);
	}
	for (i = 0; i < graph->step_count; i++) {
		FUZZ_REQUIRE(graph->steps[i].column < graph->column_count);
		touch(graph->steps[i].name);
	}
	for (i = 0; i < graph->held_count; i++) {
		FUZZ_REQUIRE(graph->held[i].held < s->lock_count);
		require_index(graph->held[i].lock, graph->lock_count);
	}
	crashrec_graph_free(graph);
}

static void touch_tasks(const struct crashrec_structure *s)
{
	size_t i;

	for (i = 0; i < s->task_count; i++) {
		touch(s->tasks[i].comm);
		touch(s->tasks[i].release);
		touch(s->tasks[i].version);
		touch(s->tasks[i].hardware);
		touch(s->tasks[i].workqueue);
		touch(s->tasks[i].work);
	}
	if (!s->stall)
		return;
	touch(s->stall->flavour);
	touch(s->stall->gp_state);
}

static void touch_places(const struct crashrec_structure *s)
{
	size_t i;

	for (i = 0; i < s->place_count; i++) {
		touch(s->places[i].file);
		touch(s->places[i].function);
	}
	for (i = 0; i < s->access_count; i++)
		touch(s->accesses[i].comm);
	for (i = 0; i < s->code_count; i++) {
		const struct crashrec_code_bytes *code = &s->codes[i];
		struct crashrec_text bytes = {
			.data = (const char *)code->bytes,
			.bytes = code->count,
		};

		touch(bytes);
		require_index(code->trap_at, code->count);
	}
	if (!s->object)
		return;
	touch(s->object->cache);
	touch(s->object->variable);
}

static void touch_machine(const struct crashrec_record *record)
{
	const struct crashrec_kernel_image *kernel =
		crashrec_record_kernel(record);
	const struct crashrec_kernel_module *modules;
	struct crashrec_nesting nesting;
	uint64_t cgroup;
	size_t count, i;
	bool irqs_on;

	if (kernel)
		touch(kernel->build_id);
	modules = crashrec_record_modules(record, &count);
	for (i = 0; i < count; i++) {
		touch(modules[i].name);
		touch(modules[i].build_id);
	}
	if (crashrec_record_nesting(record, &nesting))
		touch_number(nesting.hardirqs);
	touch_number(crashrec_record_cgroup(record, &cgroup));
	touch_number(crashrec_record_irqs(record, &irqs_on));
}

void fuzz_touch_record(const struct crashrec_record *record)
{
	const struct crashrec_structure *s = crashrec_record_structure(record);
	const struct crashrec_text *alts;
	size_t count, i;

	touch(crashrec_record_title(record));
	alts = crashrec_record_alt_titles(record, &count);
	for (i = 0; i < count; i++)
		touch(alts[i]);
	touch(crashrec_record_type(record));
	touch(crashrec_record_reason(record));
	touch(crashrec_record_blamed(record));
	touch(crashrec_record_release(record));
	touch_facts(record);
	touch_lines(record);
	touch_stacks(record, s);
	touch_locks(s);
	touch_graph(record, s);
	touch_tasks(s);
	touch_places(s);
	touch_machine(record);
}

uint32_t fuzz_digest(const struct crashrec_record *record)
{
	struct crashrec_text boot_id = {
		.data = (const char *)crashrec_record_boot_id(record),
		.bytes = CRASHREC_BOOT_ID_BYTES,
	};
	uint64_t boot_ns, wall_ns, taint;

	fuzz_sum = 0;
	touch(boot_id);
	touch_number(crashrec_record_seq(record));
	touch_number(crashrec_record_class(record));
	touch_number(crashrec_record_boot_ns(record));
	touch_number(crashrec_record_wall_ns(record));
	touch_number(crashrec_record_lines_lost(record));
	touch_number(crashrec_record_taint(record, &taint));
	touch_number(taint);
	touch_number(crashrec_record_repeats(record, &boot_ns, &wall_ns));
	touch_number(boot_ns);
	touch_number(wall_ns);
	fuzz_touch_record(record);
	return fuzz_sum;
}

void fuzz_require_record(const struct crashrec_record *record)
{
	struct crashrec_text title = crashrec_record_title(record);
	const struct crashrec_stack_frame *frames;
	const struct crashrec_log_line *lines;
	const struct crashrec_text *alts;
	size_t count, i;

	FUZZ_REQUIRE(!(crashrec_record_flags(record) & CRASHREC_FLAG_DAMAGED));
	FUZZ_REQUIRE(fuzz_is_title(title.data, title.bytes));
	alts = crashrec_record_alt_titles(record, &count);
	for (i = 0; i < count; i++)
		FUZZ_REQUIRE(fuzz_is_title(alts[i].data, alts[i].bytes));
	lines = crashrec_record_lines(record, &count);
	FUZZ_REQUIRE(count);
	for (i = 1; i < count; i++)
		FUZZ_REQUIRE(lines[i].number > lines[i - 1].number);
	frames = crashrec_record_frames(record, &count);
	for (i = 0; i < count; i++)
		FUZZ_REQUIRE(frames[i].function.bytes);
	for (i = 1; i < count; i++)
		FUZZ_REQUIRE(frames[i].stack >= frames[i - 1].stack);
	fuzz_touch_record(record);
}
