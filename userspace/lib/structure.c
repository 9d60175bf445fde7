// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * An attribute is an array of elements of one size: a row of a table says how
 * large a stored and a decoded one is, and which function turns one into the
 * other. What an element refers to is checked there; what is not there becomes
 * empty text or no index, and the record is damaged.
 */
#include "structure.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <uapi/crashrec_structure.h>

#include "core/record.h"
#include "record.h"

_Static_assert(CRASHREC_STALL_VALUES == CRASHREC_STALL_V_ROOM, "ABI");
_Static_assert(CRASHREC_STALL_CPU_VALUES == CRASHREC_STALL_CPU_V_ROOM, "ABI");
_Static_assert(CRASHREC_UNKNOWN == CRASHREC_NO_NUMBER, "ABI");

/**
 * struct decoder - what is needed to decode
 * @record: lines are found in it
 * @damaged: something is missing
 * @frame_count: of the record
 * @out: to fill
 */
struct decoder {
	const struct crashrec_record *record;
	bool damaged;
	size_t frame_count;
	struct crashrec_structure *out;
};

static struct crashrec_text text_at(struct decoder *d, uint32_t line_no,
				    size_t at, size_t bytes)
{
	struct crashrec_text text = { .data = "", .bytes = 0 };
	const struct crashrec_log_line *line;

	if (!bytes)
		return text;
	line = record_line(d->record, line_no);
	if (!line || at > line->text.bytes || bytes > line->text.bytes - at) {
		d->damaged = true;
		return text;
	}
	text.data = line->text.data + at;
	text.bytes = bytes;
	return text;
}

static struct crashrec_text text_of(struct decoder *d,
				    const struct crashrec_ref *ref)
{
	return text_at(d, le32_to_cpu(ref->line_no), le16_to_cpu(ref->at),
		       le16_to_cpu(ref->bytes));
}

/* Checked once all arrays are there. */
static uint32_t index_of(__le16 stored)
{
	uint32_t index = le16_to_cpu(stored);

	return index == CRASHREC_NO_INDEX ? CRASHREC_UNKNOWN : index;
}

static uint32_t small_of(uint8_t number)
{
	return number == 0xff ? CRASHREC_UNKNOWN : number;
}

/* @out has room for one more, the terminating zero. */
static void chars_of(char *out, const uint8_t *stored, size_t bytes)
{
	size_t i;

	for (i = 0; i < bytes && stored[i]; i++)
		out[i] = (char)(stored[i] > ' ' && stored[i] <= '~' ?
				stored[i] : '?');
	out[i] = '\0';
}

static void take_section(struct decoder *d, void *element, const u8 *payload)
{
	struct crashrec_stack_section *out = element;
	struct crashrec_section stored;

	memcpy(&stored, payload, sizeof(stored));
	out->head = text_of(d, &stored.head);
	out->kind = stored.kind;
	out->first_line = le32_to_cpu(stored.first_line_no);
	out->last_line = le32_to_cpu(stored.last_line_no);
	out->first_frame = le32_to_cpu(stored.first_frame);
	out->frame_count = le32_to_cpu(stored.frame_count);
	out->stack = stored.stack;
	out->where = stored.context;
	out->cpu = le32_to_cpu(stored.cpu);
	out->pid = le32_to_cpu(stored.pid);
	out->lock = index_of(stored.lock);
	out->task = index_of(stored.task);
	out->usage = small_of(stored.usage);
	/* The last frames may have been too many. */
	if (out->first_frame > d->frame_count)
		out->first_frame = (uint32_t)d->frame_count;
	if (out->frame_count > d->frame_count - out->first_frame)
		out->frame_count = (uint32_t)d->frame_count - out->first_frame;
}

static void take_place(struct decoder *d, void *element, const u8 *payload)
{
	struct crashrec_code_place *out = element;
	struct crashrec_place stored;

	memcpy(&stored, payload, sizeof(stored));
	out->file = text_of(d, &stored.file);
	out->function = text_of(d, &stored.function);
	out->line = le32_to_cpu(stored.file_line);
	out->offset = le32_to_cpu(stored.offset);
	out->size = le32_to_cpu(stored.size);
	out->is_inline = stored.flags & CRASHREC_FRAME_F_INLINE;
}

static void take_lock(struct decoder *d, void *element, const u8 *payload)
{
	struct crashrec_held_lock *out = element;
	struct crashrec_lock stored;

	memcpy(&stored, payload, sizeof(stored));
	out->name = text_of(d, &stored.name);
	out->function = text_of(d, &stored.function);
	out->comm = text_of(d, &stored.comm);
	out->pid = le32_to_cpu(stored.pid);
	out->kind = stored.kind;
	out->ordinal = le32_to_cpu(stored.ordinal);
	out->version = le16_to_cpu(stored.version);
	out->subclass = le16_to_cpu(stored.subclass);
	out->outer = small_of(stored.outer);
	out->inner = small_of(stored.inner);
	out->address = le64_to_cpu(stored.address);
	out->has_address = stored.flags & CRASHREC_LOCK_F_ADDRESS;
	out->is_gone = stored.flags & CRASHREC_LOCK_F_GONE;
	chars_of(out->usage, stored.usage, sizeof(stored.usage));
	out->line = le32_to_cpu(stored.name.line_no);
}

static void take_complaint(struct decoder *d, void *element,
			   const u8 *payload)
{
	struct crashrec_lock_complaint *out = element;
	struct crashrec_lockdep stored;

	memcpy(&stored, payload, sizeof(stored));
	out->kind = stored.kind;
	out->comm = text_of(d, &stored.comm);
	out->pid = le32_to_cpu(stored.pid);
	out->usage_from = small_of(stored.usage_from);
	out->usage_to = small_of(stored.usage_to);
	out->irq = small_of(stored.irq);
	out->context = small_of(stored.context);
	out->hardirq = le32_to_cpu(stored.hardirq);
	out->hardirq_count = le32_to_cpu(stored.hardirq_count);
	out->softirq = le32_to_cpu(stored.softirq);
	out->softirq_count = le32_to_cpu(stored.softirq_count);
	out->hardirqs_on = le32_to_cpu(stored.hardirqs_on);
	out->softirqs_on = le32_to_cpu(stored.softirqs_on);
}

static void take_step(struct decoder *d, void *element, const u8 *payload)
{
	struct crashrec_lock_step *out = element;
	struct crashrec_step stored;

	memcpy(&stored, payload, sizeof(stored));
	out->action = stored.action;
	out->lock = text_of(d, &stored.lock);
	out->column = stored.column;
	out->is_nested = stored.is_nested;
}

static void take_stall(struct decoder *d, void *element, const u8 *payload)
{
	struct crashrec_stall_numbers *out = element;
	struct crashrec_stall stored;
	size_t i;

	memcpy(&stored, payload, sizeof(stored));
	out->kind = stored.kind;
	out->flavour = text_of(d, &stored.flavour);
	out->gp_state = text_of(d, &stored.gp_state);
	out->known = le32_to_cpu(stored.known);
	for (i = 0; i < CRASHREC_STALL_VALUES; i++)
		out->value[i] = (int64_t)le64_to_cpu(stored.value[i]);
}

static void take_stall_cpu(struct decoder *d, void *element,
			   const u8 *payload)
{
	struct crashrec_stalled_cpu *out = element;
	struct crashrec_stall_cpu stored;
	size_t i;

	(void)d;
	memcpy(&stored, payload, sizeof(stored));
	out->cpu = le32_to_cpu(stored.cpu);
	out->line = le32_to_cpu(stored.line_no);
	chars_of(out->state, stored.state, sizeof(stored.state));
	out->known = le32_to_cpu(stored.known);
	for (i = 0; i < CRASHREC_STALL_CPU_VALUES; i++)
		out->value[i] = (int64_t)le64_to_cpu(stored.value[i]);
}

static void take_stall_task(struct decoder *d, void *element,
			    const u8 *payload)
{
	struct crashrec_stall_task stored;

	(void)d;
	memcpy(&stored, payload, sizeof(stored));
	*(uint32_t *)element = le32_to_cpu(stored.pid);
}

static void take_access(struct decoder *d, void *element, const u8 *payload)
{
	struct crashrec_bad_access *out = element;
	struct crashrec_access stored;

	memcpy(&stored, payload, sizeof(stored));
	out->kind = stored.kind;
	out->tool = stored.tool;
	out->address = le64_to_cpu(stored.address);
	out->has_address = stored.flags & CRASHREC_ACCESS_F_ADDRESS;
	out->bytes = le32_to_cpu(stored.bytes);
	out->pid = le32_to_cpu(stored.pid);
	out->cpu = le32_to_cpu(stored.cpu);
	out->comm = text_of(d, &stored.comm);
	out->is_marked = stored.flags & CRASHREC_ACCESS_F_MARKED;
	out->is_reordered = stored.flags & CRASHREC_ACCESS_F_REORDERED;
	out->by_irq = stored.flags & CRASHREC_ACCESS_F_IRQ;
}

static void take_object(struct decoder *d, void *element, const u8 *payload)
{
	struct crashrec_bad_object *out = element;
	struct crashrec_object stored;

	memcpy(&stored, payload, sizeof(stored));
	out->begin = le64_to_cpu(stored.begin);
	out->end = le64_to_cpu(stored.end);
	out->has_begin = stored.flags & CRASHREC_OBJECT_F_BEGIN;
	out->has_end = stored.flags & CRASHREC_OBJECT_F_END;
	out->old_value = le64_to_cpu(stored.old_value);
	out->new_value = le64_to_cpu(stored.new_value);
	out->has_values = stored.flags & CRASHREC_OBJECT_F_CHANGED;
	out->cache = text_of(d, &stored.cache);
	out->variable = text_of(d, &stored.variable);
	out->bytes = le32_to_cpu(stored.bytes);
	out->region_bytes = le32_to_cpu(stored.region_bytes);
	out->offset = le32_to_cpu(stored.offset);
	out->side = stored.side;
	out->index = le32_to_cpu(stored.index);
	out->first_byte = le32_to_cpu(stored.first_byte);
	out->last_byte = le32_to_cpu(stored.last_byte);
	out->is_allocated = stored.flags & CRASHREC_OBJECT_F_ALLOCATED;
	out->is_freed = stored.flags & CRASHREC_OBJECT_F_FREED;
	out->in_stack = stored.flags & CRASHREC_OBJECT_F_STACK;
}

static void take_task(struct decoder *d, void *element, const u8 *payload)
{
	struct crashrec_task_text *out = element;
	struct crashrec_task_line stored;

	memcpy(&stored, payload, sizeof(stored));
	out->comm = text_of(d, &stored.comm);
	out->cpu = le32_to_cpu(stored.cpu);
	out->pid = le32_to_cpu(stored.pid);
	out->tgid = le32_to_cpu(stored.tgid);
	out->ppid = le32_to_cpu(stored.ppid);
	out->uid = le32_to_cpu(stored.uid);
	out->stack_free_bytes = le32_to_cpu(stored.stack_free_bytes);
	out->task_flags = le32_to_cpu(stored.task_flags);
	out->has_flags = stored.flags & CRASHREC_TASK_F_FLAGS;
	out->state = '\0';
	if (stored.state > ' ' && stored.state <= '~')
		out->state = (char)stored.state;
	out->is_shown = stored.flags & CRASHREC_TASK_F_SHOWN;
	out->taint = le64_to_cpu(stored.taint);
	out->has_taint = stored.flags & CRASHREC_TASK_F_TAINT;
	out->release = text_of(d, &stored.release);
	out->version = text_of(d, &stored.version);
	out->hardware = text_of(d, &stored.hardware);
	out->workqueue = text_of(d, &stored.workqueue);
	out->work = text_of(d, &stored.work);
	out->line = le32_to_cpu(stored.line_no);
}

/**
 * struct array - an attribute that is an array, or one element
 * @type: CRASHREC_ATTR_*
 * @stored_bytes: size of a stored element
 * @bytes: size of a decoded element
 * @at: where in struct crashrec_structure the pointer to them is
 * @count_at: where their count is, SINGLE: one element that may be longer
 * @take: decodes one
 */
struct array {
	uint16_t type;
	size_t stored_bytes;
	size_t bytes;
	size_t at;
	size_t count_at;
	void (*take)(struct decoder *d, void *element, const u8 *payload);
};

#define SINGLE	SIZE_MAX
#define ARRAY(attr, from, to, pointer, count, function) \
	{ CRASHREC_ATTR_##attr, sizeof(from), sizeof(to), \
	  offsetof(struct crashrec_structure, pointer), \
	  offsetof(struct crashrec_structure, count), function }
#define ONE(attr, from, to, pointer, function) \
	{ CRASHREC_ATTR_##attr, sizeof(from), sizeof(to), \
	  offsetof(struct crashrec_structure, pointer), SINGLE, function }

static const struct array arrays[] = {
	ARRAY(SECTIONS, struct crashrec_section, struct crashrec_stack_section,
	      sections, section_count, take_section),
	ARRAY(PLACES, struct crashrec_place, struct crashrec_code_place,
	      places, place_count, take_place),
	ARRAY(LOCKS, struct crashrec_lock, struct crashrec_held_lock, locks,
	      lock_count, take_lock),
	ONE(LOCKDEP, struct crashrec_lockdep, struct crashrec_lock_complaint,
	    complaint, take_complaint),
	ARRAY(SCENARIO, struct crashrec_step, struct crashrec_lock_step, steps,
	      step_count, take_step),
	ONE(STALL, struct crashrec_stall, struct crashrec_stall_numbers, stall,
	    take_stall),
	ARRAY(STALL_CPUS, struct crashrec_stall_cpu,
	      struct crashrec_stalled_cpu, stalled_cpus, stalled_cpu_count,
	      take_stall_cpu),
	ARRAY(STALL_TASKS, struct crashrec_stall_task, uint32_t, stalled_pids,
	      stalled_pid_count, take_stall_task),
	ARRAY(ACCESSES, struct crashrec_access, struct crashrec_bad_access,
	      accesses, access_count, take_access),
	ONE(OBJECT, struct crashrec_object, struct crashrec_bad_object, object,
	    take_object),
	ARRAY(TASKS, struct crashrec_task_line, struct crashrec_task_text,
	      tasks, task_count, take_task),
};

/* Of several attributes of a type, the first holds. */
static int take_array(struct decoder *d, const struct array *array,
		      const struct cr_attr *attr)
{
	void **pointer = (void **)((char *)d->out + array->at);
	size_t count = attr->bytes / array->stored_bytes;
	size_t i;

	if (array->count_at == SINGLE && count > 1)
		count = 1;
	if (*pointer)
		return 0;
	if (!count || (array->count_at != SINGLE &&
		       attr->bytes % array->stored_bytes))
		d->damaged = true;
	if (!count)
		return 0;
	*pointer = calloc(count, array->bytes);
	if (!*pointer)
		return -ENOMEM;
	for (i = 0; i < count; i++)
		array->take(d, (char *)*pointer + i * array->bytes,
			    attr->payload + i * array->stored_bytes);
	if (array->count_at != SINGLE)
		*(size_t *)((char *)d->out + array->count_at) = count;
	return 0;
}

static int take_code(struct decoder *d, const struct cr_attr *attr)
{
	struct crashrec_structure *out = d->out;
	struct crashrec_code_bytes *codes;
	struct crashrec_code stored;

	if (attr->bytes < sizeof(stored)) {
		d->damaged = true;
		return 0;
	}
	memcpy(&stored, attr->payload, sizeof(stored));
	codes = realloc((void *)out->codes,
			(out->code_count + 1) * sizeof(*codes));
	if (!codes)
		return -ENOMEM;
	out->codes = codes;
	codes += out->code_count++;
	codes->bytes = attr->payload + sizeof(stored);
	codes->count = attr->bytes - sizeof(stored);
	codes->trap_at = le16_to_cpu(stored.trap_at);
	if (codes->trap_at >= codes->count)
		codes->trap_at = CRASHREC_UNKNOWN;
	codes->unit_bytes = stored.unit_bytes;
	if (stored.unit_bytes != 2 && stored.unit_bytes != 4)
		codes->unit_bytes = 1;
	codes->is_user = stored.flags & CRASHREC_CODE_F_USER;
	codes->line = le32_to_cpu(stored.line_no);
	return 0;
}

static int take_sources(struct decoder *d, const struct cr_attr *attr)
{
	const size_t size = sizeof(struct crashrec_source_place);
	const struct crashrec_stack_frame *frames;
	struct crashrec_source_place stored;
	struct crashrec_code_place *places;
	size_t i, index, count;

	frames = crashrec_record_frames(d->record, &count);
	if (d->out->frame_places || !count)
		return 0;
	places = calloc(count, sizeof(*places));
	if (!places)
		return -ENOMEM;
	d->out->frame_places = places;
	d->out->frame_place_count = count;
	for (i = 0; i < count; i++) {
		places[i].file.data = "";
		places[i].function.data = "";
	}
	for (i = 0; i < attr->bytes / size; i++) {
		memcpy(&stored, attr->payload + i * size, size);
		index = le32_to_cpu(stored.frame);
		if (index >= count) {
			d->damaged = true;
			continue;
		}
		places[index].file = text_at(d, frames[index].line,
					     le16_to_cpu(stored.file_at),
					     le16_to_cpu(stored.file_bytes));
		places[index].line = le32_to_cpu(stored.file_line);
	}
	return 0;
}

static int take_attr(struct decoder *d, const struct cr_attr *attr)
{
	__le32 lost;
	size_t i;

	if (attr->type == CRASHREC_ATTR_CODE)
		return take_code(d, attr);
	if (attr->type == CRASHREC_ATTR_SOURCES)
		return take_sources(d, attr);
	if (attr->type == CRASHREC_ATTR_UNKEPT && attr->bytes >= sizeof(lost)) {
		memcpy(&lost, attr->payload, sizeof(lost));
		d->out->lost = le32_to_cpu(lost);
		return 0;
	}
	for (i = 0; i < CR_COUNT(arrays); i++) {
		if (arrays[i].type == attr->type)
			return take_array(d, &arrays[i], attr);
	}
	return 0;
}

static void check_indices(struct decoder *d)
{
	struct crashrec_stack_section *sections = (void *)d->out->sections;
	size_t i;

	for (i = 0; i < d->out->section_count; i++) {
		if (sections[i].lock >= d->out->lock_count)
			sections[i].lock = CRASHREC_UNKNOWN;
		if (sections[i].task >= d->out->task_count)
			sections[i].task = CRASHREC_UNKNOWN;
	}
}

int structure_decode(const struct crashrec_record *record,
		     const struct cr_record *decoded,
		     struct crashrec_structure *out)
{
	struct decoder d = { .record = record, .out = out };
	struct cr_attr attr;
	u32 offset = 0;
	int err;

	crashrec_record_frames(record, &d.frame_count);
	while (cr_record_attr(decoded, &offset, &attr)) {
		err = take_attr(&d, &attr);
		if (err)
			return err;
	}
	check_indices(&d);
	return d.damaged;
}

void structure_free(struct crashrec_structure *structure)
{
	size_t i;

	for (i = 0; i < CR_COUNT(arrays); i++)
		free(*(void **)((char *)structure + arrays[i].at));
	free((void *)structure->codes);
	free((void *)structure->frame_places);
}
