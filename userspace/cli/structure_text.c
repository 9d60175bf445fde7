// SPDX-License-Identifier: GPL-2.0
#include "structure_text.h"

#include <inttypes.h>

#include "escape.h"

static void print_text(FILE *out, const char *before, struct crashrec_text text)
{
	if (!text.bytes)
		return;
	fputs(before, out);
	escape_print(out, text);
}

static void print_known(FILE *out, const char *before, uint32_t number)
{
	if (number != CRASHREC_UNKNOWN)
		fprintf(out, "%s%" PRIu32, before, number);
}

static void print_values(FILE *out, uint32_t known, const int64_t *values,
			 uint32_t count, const char *(*name_of)(uint32_t index))
{
	uint32_t i;

	for (i = 0; i < count; i++) {
		if (!(known >> i & 1) || !name_of(i))
			continue;
		/* As the kernel prints such: a count, or bits. */
		if (values[i] > INT64_C(1) << 48)
			fprintf(out, " %s=0x%" PRIx64, name_of(i),
				(uint64_t)values[i]);
		else
			fprintf(out, " %s=%" PRId64, name_of(i), values[i]);
	}
	fputc('\n', out);
}

static void print_stall(FILE *out, const struct crashrec_structure *s)
{
	size_t i;

	if (s->stall) {
		fprintf(out, "  %-9s %s", "stall",
			crashrec_stall_name(s->stall->kind));
		print_text(out, ", ", s->stall->flavour);
		print_text(out, ", kthread in ", s->stall->gp_state);
		fputc(':', out);
		print_values(out, s->stall->known, s->stall->value,
			     CRASHREC_STALL_VALUES, crashrec_stall_value_name);
	}
	for (i = 0; i < s->stalled_cpu_count; i++) {
		fprintf(out, "  %-9s %" PRIu32 "-%s:", "stalled",
			s->stalled_cpus[i].cpu, s->stalled_cpus[i].state);
		print_values(out, s->stalled_cpus[i].known,
			     s->stalled_cpus[i].value,
			     CRASHREC_STALL_CPU_VALUES,
			     crashrec_stall_cpu_value_name);
	}
	if (!s->stalled_pid_count)
		return;
	fprintf(out, "  %-9s pid", "blocking");
	for (i = 0; i < s->stalled_pid_count; i++)
		fprintf(out, " %" PRIu32, s->stalled_pids[i]);
	fputc('\n', out);
}

static void print_places(FILE *out, const struct crashrec_structure *s)
{
	size_t i;

	for (i = 0; i < s->place_count; i++) {
		fprintf(out, "  %-9s", i ? "" : "at");
		print_text(out, " ", s->places[i].function);
		if (s->places[i].file.bytes) {
			print_text(out, " ", s->places[i].file);
			fprintf(out, ":%" PRIu32, s->places[i].line);
		}
		fputs(s->places[i].is_inline ? " [inline]\n" : "\n", out);
	}
}

static void print_tasks(FILE *out, const struct crashrec_structure *s)
{
	const struct crashrec_task_text *task;
	size_t i;

	for (i = 0; i < s->task_count; i++) {
		task = &s->tasks[i];
		fprintf(out, "  %-9s ", i ? "" : "tasks");
		escape_print(out, task->comm);
		print_known(out, ", pid ", task->pid);
		print_known(out, ", of process ", task->tgid);
		print_known(out, ", parent ", task->ppid);
		print_known(out, ", uid ", task->uid);
		print_known(out, ", CPU ", task->cpu);
		if (task->state)
			fprintf(out, ", state %c", task->state);
		print_text(out, ", work ", task->work);
		print_text(out, " of ", task->workqueue);
		fputc('\n', out);
	}
}

/* Of the first task line that tells: all are of one machine. */
static void print_machine(FILE *out, const struct crashrec_structure *s)
{
	char letters[CRASHREC_TAINT_ROOM];
	const char *meaning;
	size_t i, k;

	for (i = 0; i < s->task_count && !s->tasks[i].has_taint; i++)
		;
	if (i == s->task_count)
		return;
	if (s->tasks[i].release.bytes) {
		fprintf(out, "  %-9s", "release");
		print_text(out, " ", s->tasks[i].release);
		print_text(out, " ", s->tasks[i].version);
		fputc('\n', out);
	}
	if (s->tasks[i].hardware.bytes) {
		fprintf(out, "  %-9s ", "hardware");
		escape_print(out, s->tasks[i].hardware);
		fputc('\n', out);
	}
	crashrec_taint_letters(s->tasks[i].taint, letters);
	for (k = 0; letters[k]; k++) {
		meaning = crashrec_taint_meaning(letters[k]);
		fprintf(out, "  %-9s %c: %s\n", k ? "" : "tainted", letters[k],
			meaning ? meaning : "unknown");
	}
}

static void print_access(FILE *out, const struct crashrec_bad_access *access)
{
	fprintf(out, "  %-9s %s %s", "access", crashrec_tool_name(access->tool),
		crashrec_access_name(access->kind));
	print_known(out, ", bytes ", access->bytes);
	if (access->has_address)
		fprintf(out, ", address 0x%" PRIx64, access->address);
	print_text(out, ", by ", access->comm);
	print_known(out, ", pid ", access->pid);
	print_known(out, ", CPU ", access->cpu);
	fprintf(out, "%s%s%s\n", access->is_marked ? ", marked" : "",
		access->is_reordered ? ", reordered" : "",
		access->by_irq ? ", by an interrupt" : "");
}

static void print_object(FILE *out, const struct crashrec_bad_object *object)
{
	const char *side;

	if (!object)
		return;
	side = crashrec_side_name(object->side);
	fprintf(out, "  %-9s", "object");
	if (object->has_begin)
		fprintf(out, " 0x%" PRIx64, object->begin);
	if (object->has_end)
		fprintf(out, "-0x%" PRIx64, object->end);
	print_known(out, ", bytes ", object->region_bytes);
	print_text(out, ", cache ", object->cache);
	print_known(out, " of size ", object->bytes);
	print_text(out, ", variable ", object->variable);
	print_known(out, ", offset ", object->offset);
	if (side)
		fprintf(out, " %s", side);
	print_known(out, ", kfence ", object->index);
	print_known(out, ", uninitialised bytes ", object->first_byte);
	print_known(out, " to ", object->last_byte);
	if (object->has_values)
		fprintf(out, ", value 0x%" PRIx64 " -> 0x%" PRIx64,
			object->old_value, object->new_value);
	fprintf(out, "%s\n", object->is_freed ? ", freed" :
		object->is_allocated ? ", allocated" : "");
}

static void print_code(FILE *out, const struct crashrec_code_bytes *code)
{
	size_t i, k;

	fprintf(out, "  %-9s", code->is_user ? "user code" : "code");
	for (i = 0; i + code->unit_bytes <= code->count;
	     i += code->unit_bytes) {
		fputs(i == code->trap_at ? " <" : " ", out);
		for (k = code->unit_bytes; k-- > 0;)
			fprintf(out, "%02x", code->bytes[i + k]);
		if (i == code->trap_at)
			fputc('>', out);
	}
	fputc('\n', out);
}

static void print_complaint(FILE *out,
			    const struct crashrec_lock_complaint *complaint)
{
	const char *usage;

	if (!complaint)
		return;
	fprintf(out, "  %-9s %s", "lockdep",
		crashrec_complaint_name(complaint->kind));
	usage = crashrec_usage_name(complaint->usage_from);
	if (usage)
		fprintf(out, ", %s", usage);
	usage = crashrec_usage_name(complaint->usage_to);
	if (usage)
		fprintf(out, " -> %s", usage);
	print_text(out, ", by ", complaint->comm);
	print_known(out, ", pid ", complaint->pid);
	fputc('\n', out);
}

static void print_lock(FILE *out, const struct crashrec_held_lock *lock)
{
	fprintf(out, "    %-9s", crashrec_lock_name(lock->kind));
	if (lock->ordinal != CRASHREC_UNKNOWN)
		fprintf(out, " #%-3" PRIu32, lock->ordinal);
	else
		fputs("     ", out);
	print_text(out, " ", lock->name);
	if (lock->version > 1)
		fprintf(out, "#%" PRIu32, lock->version);
	if (lock->subclass)
		fprintf(out, "/%" PRIu32, lock->subclass);
	if (lock->usage[0])
		fprintf(out, " {%s}", lock->usage);
	if (lock->outer != CRASHREC_UNKNOWN)
		fprintf(out, "-{%" PRIu32 ":%" PRIu32 "}", lock->outer,
			lock->inner);
	if (lock->has_address)
		fprintf(out, " 0x%" PRIx64, lock->address);
	print_text(out, " at ", lock->function);
	print_text(out, ", ", lock->comm);
	print_known(out, "/", lock->pid);
	fputs(lock->is_gone ? ", released\n" : "\n", out);
}

static void print_locks(FILE *out, const struct crashrec_structure *s)
{
	size_t i;

	print_complaint(out, s->complaint);
	if (s->lock_count)
		fprintf(out, "  locks\n");
	for (i = 0; i < s->lock_count; i++)
		print_lock(out, &s->locks[i]);
	if (s->step_count)
		fprintf(out, "  scenario\n");
	for (i = 0; i < s->step_count; i++) {
		fprintf(out, "    %*s%s", (int)s->steps[i].column * 24 +
			2 * s->steps[i].is_nested, "",
			crashrec_step_name(s->steps[i].action));
		print_text(out, " ", s->steps[i].lock);
		fputc('\n', out);
	}
}

void structure_text_print(FILE *out, const struct crashrec_record *record)
{
	const struct crashrec_structure *s = crashrec_record_structure(record);
	size_t i;

	print_places(out, s);
	print_tasks(out, s);
	print_machine(out, s);
	print_stall(out, s);
	for (i = 0; i < s->access_count; i++)
		print_access(out, &s->accesses[i]);
	print_object(out, s->object);
	print_locks(out, s);
	for (i = 0; i < s->code_count; i++)
		print_code(out, &s->codes[i]);
	if (s->lost)
		fprintf(out, "  %-9s %" PRIu64 " parts were too many\n",
			"not kept", s->lost);
}

void structure_text_heading(FILE *out, const struct crashrec_record *record,
			    size_t index)
{
	const struct crashrec_structure *s = crashrec_record_structure(record);
	const struct crashrec_stack_section *section;
	size_t i;

	for (i = 0; i < s->section_count; i++) {
		section = &s->sections[i];
		if (section->first_frame != index || !section->frame_count)
			continue;
		fprintf(out, ", %s", crashrec_section_name(section->kind));
		if (crashrec_usage_name(section->usage))
			fprintf(out, " %s", crashrec_usage_name(section->usage));
		if (section->lock != CRASHREC_UNKNOWN)
			print_text(out, " of ", s->locks[section->lock].name);
		print_known(out, ", CPU ", section->cpu);
		print_known(out, ", pid ", section->pid);
		return;
	}
}

void structure_text_source(FILE *out, const struct crashrec_record *record,
			   size_t index)
{
	const struct crashrec_structure *s = crashrec_record_structure(record);

	if (index >= s->frame_place_count ||
	    !s->frame_places[index].file.bytes)
		return;
	print_text(out, " ", s->frame_places[index].file);
	fprintf(out, ":%" PRIu32, s->frame_places[index].line);
}
