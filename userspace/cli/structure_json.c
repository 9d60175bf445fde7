// SPDX-License-Identifier: GPL-2.0
/*
 * Keys of a record that `show` adds, in their order. Numbers that are addresses
 * or bits are "0x..." texts. What the report does not tell is null, or not in
 * the array; only in "stall" is a key missing instead.
 *
 *  sections      what the stacks are: kind (reporter, nmi, gp-kthread, gp-cpu,
 *                task, allocated, freed, queued, stored, created,
 *                page-allocated, page-freed, lock-chain, lock-usage,
 *                lock-acquired, access, preemption-disabled, variable,
 *                stack-frame, other), stack, context, cpu, pid, usage (of
 *                lock-usage: IN-SOFTIRQ-R and so on), lock and task (indices in
 *                the arrays below), first_frame (index), frame_count,
 *                first_line, last_line, head (the line that says it)
 *  places        where the header says it happened: file, file_line, function,
 *                offset, size, inline; in symbolised logs innermost first
 *  locks         kind (held, wanted, holding, changed, taken, past, new-from,
 *                new-to, safe, unsafe, chain, released, still-held, blocker),
 *                ordinal (of held and chain), name, version, subclass, usage,
 *                outer, inner (wait types), address, function, pid, comm (whose
 *                it is), gone, line
 *  lockdep       object: kind, pid, comm, irq, usage_from, usage_to,
 *                context, hardirq, hardirq_count, softirq, softirq_count,
 *                hardirqs_on, softirqs_on
 *  scenario      array of: action (chain, lock, rlock, sync,
 *                local_irq_disable, interrupt, deadlock), cpu (0 or 1: the
 *                column), lock, nested (in the interrupt)
 *  stall         object: kind (self-detected, detected, expedited, tasks,
 *                soft-lockup, hard-lockup, hung-task, workqueue-lockup,
 *                other), flavour, gp_state, numbers by
 *                crashrec_stall_value_name(); cpus: array of cpu, state,
 *                line, numbers by crashrec_stall_cpu_value_name(); pids
 *  code          array of: bytes (hexadecimal), trap_at (index of a byte),
 *                unit_bytes, user, line
 *  accesses      array of: tool, kind, bytes, address, pid, comm, cpu, marked,
 *                reordered, irq
 *  object        object: begin, end, region_bytes, cache, cache_bytes,
 *                offset, side (inside, left, right), state (allocated, freed),
 *                in_stack, kfence, variable, first_byte, last_byte, old_value,
 *                new_value
 *  tasks         what lines tell of tasks: comm, cpu, pid, tgid, ppid, uid,
 *                state, shown (not the one that prints), stack_free_bytes, flags,
 *                taint (bits, letters, meanings), release, version, hardware,
 *                workqueue, work, line
 *  unkept        elements of all these, and frames, that were too many
 *
 * A frame has: file, file_line.
 */
#include "structure_json.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "json_write.h"
#include "out_json.h"

static void add(struct json_object *object, const char *key,
		struct json_object *value)
{
	json_object_object_add(object, key, value);
}

static void add_text(struct json_object *object, const char *key,
		     struct crashrec_text text)
{
	add(object, key, text.bytes ? json_new_text(text) : NULL);
}

static void add_string(struct json_object *object, const char *key,
		       const char *string)
{
	add(object, key, string ? json_object_new_string(string) : NULL);
}

static void add_known(struct json_object *object, const char *key,
		      uint32_t number)
{
	add(object, key, number == CRASHREC_UNKNOWN ?
			 NULL : json_object_new_uint64(number));
}

static void add_hex(struct json_object *object, const char *key, bool is_known,
		    uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "0x%" PRIx64, number);
	add_string(object, key, is_known ? text : NULL);
}

static void add_bool(struct json_object *object, const char *key, bool is)
{
	add(object, key, json_object_new_boolean(is));
}

static struct json_object *
new_section(const struct crashrec_stack_section *section)
{
	struct json_object *object = json_object_new_object();

	add_string(object, "kind", crashrec_section_name(section->kind));
	add_known(object, "stack", section->stack);
	add_string(object, "context", crashrec_where_name(section->where));
	add_known(object, "cpu", section->cpu);
	add_known(object, "pid", section->pid);
	add_string(object, "usage", crashrec_usage_name(section->usage));
	add_known(object, "lock", section->lock);
	add_known(object, "task", section->task);
	add_known(object, "first_frame", section->first_frame);
	add_known(object, "frame_count", section->frame_count);
	add_known(object, "first_line", section->first_line);
	add_known(object, "last_line", section->last_line);
	add_text(object, "head", section->head);
	return object;
}

static struct json_object *new_place(const struct crashrec_code_place *place)
{
	struct json_object *object = json_object_new_object();

	add_text(object, "file", place->file);
	add_known(object, "file_line",
		  place->file.bytes ? place->line : CRASHREC_UNKNOWN);
	add_text(object, "function", place->function);
	add_known(object, "offset",
		  place->size ? place->offset : CRASHREC_UNKNOWN);
	add_known(object, "size", place->size ? place->size : CRASHREC_UNKNOWN);
	add_bool(object, "inline", place->is_inline);
	return object;
}

static struct json_object *new_lock(const struct crashrec_held_lock *lock)
{
	struct json_object *object = json_object_new_object();

	add_string(object, "kind", crashrec_lock_name(lock->kind));
	add_known(object, "ordinal", lock->ordinal);
	add_text(object, "name", lock->name);
	add_known(object, "version", lock->version);
	add_known(object, "subclass", lock->subclass);
	add_string(object, "usage", lock->usage[0] ? lock->usage : NULL);
	add_known(object, "outer", lock->outer);
	add_known(object, "inner", lock->inner);
	add_hex(object, "address", lock->has_address, lock->address);
	add_text(object, "function", lock->function);
	add_known(object, "pid", lock->pid);
	out_json_comm(object, lock->comm);
	add_bool(object, "gone", lock->is_gone);
	add_known(object, "line", lock->line);
	return object;
}

static struct json_object *
new_lockdep(const struct crashrec_lock_complaint *complaint)
{
	static const char * const irqs[] = { "hardirq", "softirq", "reclaim" };
	struct json_object *object;

	if (!complaint)
		return NULL;
	object = json_object_new_object();
	add_string(object, "kind", crashrec_complaint_name(complaint->kind));
	add_known(object, "pid", complaint->pid);
	out_json_comm(object, complaint->comm);
	add_string(object, "irq",
		   complaint->irq < 3 ? irqs[complaint->irq] : NULL);
	add_string(object, "usage_from",
		   crashrec_usage_name(complaint->usage_from));
	add_string(object, "usage_to",
		   crashrec_usage_name(complaint->usage_to));
	add_known(object, "context", complaint->context);
	add_known(object, "hardirq", complaint->hardirq);
	add_known(object, "hardirq_count", complaint->hardirq_count);
	add_known(object, "softirq", complaint->softirq);
	add_known(object, "softirq_count", complaint->softirq_count);
	add_known(object, "hardirqs_on", complaint->hardirqs_on);
	add_known(object, "softirqs_on", complaint->softirqs_on);
	return object;
}

static struct json_object *new_step(const struct crashrec_lock_step *step)
{
	struct json_object *object = json_object_new_object();

	add_string(object, "action", crashrec_step_name(step->action));
	add_known(object, "cpu", step->column);
	add_text(object, "lock", step->lock);
	add_bool(object, "nested", step->is_nested);
	return object;
}

static void add_values(struct json_object *object, uint32_t known,
		       const int64_t *values, uint32_t count,
		       const char *(*name_of)(uint32_t index))
{
	uint32_t i;

	for (i = 0; i < count; i++) {
		if (known >> i & 1 && name_of(i))
			add(object, name_of(i), json_object_new_int64(values[i]));
	}
}

static struct json_object *
new_stalled_cpu(const struct crashrec_stalled_cpu *stalled)
{
	struct json_object *object = json_object_new_object();

	add_known(object, "cpu", stalled->cpu);
	add_string(object, "state", stalled->state);
	add_values(object, stalled->known, stalled->value,
		   CRASHREC_STALL_CPU_VALUES, crashrec_stall_cpu_value_name);
	add_known(object, "line", stalled->line);
	return object;
}

static struct json_object *new_code(const struct crashrec_code_bytes *code)
{
	struct json_object *object = json_object_new_object();
	char hex[2 * 128 + 1] = "";
	size_t i;

	for (i = 0; i < code->count && i < 128; i++)
		snprintf(hex + 2 * i, 3, "%02x", code->bytes[i]);
	add_string(object, "bytes", hex);
	add_known(object, "trap_at", code->trap_at);
	add_known(object, "unit_bytes", code->unit_bytes);
	add_bool(object, "user", code->is_user);
	add_known(object, "line", code->line);
	return object;
}

static struct json_object *
new_access(const struct crashrec_bad_access *access)
{
	struct json_object *object = json_object_new_object();

	add_string(object, "tool", crashrec_tool_name(access->tool));
	add_string(object, "kind", crashrec_access_name(access->kind));
	add_known(object, "bytes", access->bytes);
	add_hex(object, "address", access->has_address, access->address);
	add_known(object, "pid", access->pid);
	out_json_comm(object, access->comm);
	add_known(object, "cpu", access->cpu);
	add_bool(object, "marked", access->is_marked);
	add_bool(object, "reordered", access->is_reordered);
	add_bool(object, "irq", access->by_irq);
	return object;
}

static struct json_object *
new_object(const struct crashrec_bad_object *bad)
{
	struct json_object *object;

	if (!bad)
		return NULL;
	object = json_object_new_object();
	add_hex(object, "begin", bad->has_begin, bad->begin);
	add_hex(object, "end", bad->has_end, bad->end);
	add_known(object, "region_bytes", bad->region_bytes);
	add_text(object, "cache", bad->cache);
	add_known(object, "cache_bytes", bad->bytes);
	add_known(object, "offset", bad->offset);
	add_string(object, "side", crashrec_side_name(bad->side));
	add_string(object, "state", bad->is_freed ? "freed" :
		   bad->is_allocated ? "allocated" : NULL);
	add_bool(object, "in_stack", bad->in_stack);
	add_known(object, "kfence", bad->index);
	add_text(object, "variable", bad->variable);
	add_known(object, "first_byte", bad->first_byte);
	add_known(object, "last_byte", bad->last_byte);
	add_hex(object, "old_value", bad->has_values, bad->old_value);
	add_hex(object, "new_value", bad->has_values, bad->new_value);
	return object;
}

static struct json_object *new_taint(uint64_t taint)
{
	struct json_object *object = json_object_new_object();
	struct json_object *meanings = json_object_new_array();
	char letters[CRASHREC_TAINT_ROOM];
	const char *meaning;
	size_t i;

	crashrec_taint_letters(taint, letters);
	add(object, "bits", json_object_new_uint64(taint));
	add_string(object, "letters", letters);
	for (i = 0; letters[i]; i++) {
		meaning = crashrec_taint_meaning(letters[i]);
		json_object_array_add(meanings,
				      json_object_new_string(meaning ?
							     meaning : "unknown"));
	}
	add(object, "meanings", meanings);
	return object;
}

static struct json_object *new_task(const struct crashrec_task_text *task)
{
	struct json_object *object = json_object_new_object();
	char state[2] = { task->state, '\0' };

	out_json_comm(object, task->comm);
	add_known(object, "cpu", task->cpu);
	add_known(object, "pid", task->pid);
	add_known(object, "tgid", task->tgid);
	add_known(object, "ppid", task->ppid);
	add_known(object, "uid", task->uid);
	add_string(object, "state", task->state ? state : NULL);
	add_bool(object, "shown", task->is_shown);
	add_known(object, "stack_free_bytes", task->stack_free_bytes);
	add_hex(object, "flags", task->has_flags, task->task_flags);
	add(object, "taint", task->has_taint ? new_taint(task->taint) : NULL);
	add_text(object, "release", task->release);
	add_text(object, "version", task->version);
	add_text(object, "hardware", task->hardware);
	add_text(object, "workqueue", task->workqueue);
	add_text(object, "work", task->work);
	add_known(object, "line", task->line);
	return object;
}

/* An array of what new_##one() makes of each. */
#define ADD_ARRAY(object, key, elements, count, one) \
	do { \
		struct json_object *array_ = json_object_new_array(); \
		size_t i_; \
		for (i_ = 0; i_ < (count); i_++) \
			json_object_array_add(array_, one(&(elements)[i_])); \
		add(object, key, array_); \
	} while (0)

static struct json_object *new_pid(const uint32_t *pid)
{
	return json_object_new_uint64(*pid);
}

static struct json_object *new_stall(const struct crashrec_structure *s)
{
	struct json_object *object;

	if (!s->stall && !s->stalled_cpu_count && !s->stalled_pid_count)
		return NULL;
	object = json_object_new_object();
	if (s->stall) {
		add_string(object, "kind", crashrec_stall_name(s->stall->kind));
		add_text(object, "flavour", s->stall->flavour);
		add_text(object, "gp_state", s->stall->gp_state);
		add_values(object, s->stall->known, s->stall->value,
			   CRASHREC_STALL_VALUES, crashrec_stall_value_name);
	}
	ADD_ARRAY(object, "cpus", s->stalled_cpus, s->stalled_cpu_count,
		  new_stalled_cpu);
	ADD_ARRAY(object, "pids", s->stalled_pids, s->stalled_pid_count,
		  new_pid);
	return object;
}

void structure_json_add(struct json_object *object,
			const struct crashrec_record *record)
{
	const struct crashrec_structure *s = crashrec_record_structure(record);

	ADD_ARRAY(object, "sections", s->sections, s->section_count,
		  new_section);
	ADD_ARRAY(object, "places", s->places, s->place_count, new_place);
	ADD_ARRAY(object, "locks", s->locks, s->lock_count, new_lock);
	add(object, "lockdep", new_lockdep(s->complaint));
	ADD_ARRAY(object, "scenario", s->steps, s->step_count, new_step);
	add(object, "stall", new_stall(s));
	ADD_ARRAY(object, "code", s->codes, s->code_count, new_code);
	ADD_ARRAY(object, "accesses", s->accesses, s->access_count,
		  new_access);
	add(object, "object", new_object(s->object));
	ADD_ARRAY(object, "tasks", s->tasks, s->task_count, new_task);
	add(object, "unkept", json_object_new_uint64(s->lost));
}

void structure_json_frame(struct json_object *object,
			  const struct crashrec_record *record, size_t index)
{
	const struct crashrec_structure *s = crashrec_record_structure(record);
	const struct crashrec_code_place *place = NULL;

	if (index < s->frame_place_count &&
	    s->frame_places[index].file.bytes)
		place = &s->frame_places[index];
	add(object, "file", place ? json_new_text(place->file) : NULL);
	add_known(object, "file_line", place ? place->line : CRASHREC_UNKNOWN);
}
