// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Handing out what a record says.
 */
#include "record.h"
#include "structure.h"

#include <stdlib.h>
#include <string.h>

void crashrec_record_free(struct crashrec_record *record)
{
	if (!record)
		return;
	free(record->lines);
	free(record->before);
	free(record->frames);
	free(record->registers);
	free(record->die_registers);
	free(record->cookies);
	structure_free(&record->structure);
	machine_free(&record->machine);
	free(record->given);
	free(record->log_name);
	free(record->bytes);
	free(record);
}

struct crashrec_text
crashrec_record_encoded(const struct crashrec_record *record)
{
	const bool given = record->given;

	return (struct crashrec_text){
		.data = (const char *)(given ? record->given : record->bytes),
		.bytes = given ? record->given_bytes : record->bytes_used,
	};
}

uint64_t crashrec_record_seq(const struct crashrec_record *record)
{
	return record->seq;
}

const uint8_t *crashrec_record_boot_id(const struct crashrec_record *record)
{
	return record->boot_id;
}

unsigned int crashrec_record_state(const struct crashrec_record *record)
{
	return record->state;
}

unsigned int crashrec_record_class(const struct crashrec_record *record)
{
	return record->report_class;
}

uint32_t crashrec_record_flags(const struct crashrec_record *record)
{
	return record->flags;
}

uint64_t crashrec_record_boot_ns(const struct crashrec_record *record)
{
	return record->boot_ns;
}

uint64_t crashrec_record_wall_ns(const struct crashrec_record *record)
{
	return record->wall_ns;
}

struct crashrec_text
crashrec_record_title(const struct crashrec_record *record)
{
	return record->title;
}

struct crashrec_text
crashrec_record_release(const struct crashrec_record *record)
{
	return record->release;
}

bool crashrec_record_taint(const struct crashrec_record *record,
			   uint64_t *taint)
{
	*taint = record->taint;
	return record->has_taint;
}

uint64_t crashrec_record_lines_lost(const struct crashrec_record *record)
{
	return record->lines_lost;
}

uint64_t crashrec_record_repeats(const struct crashrec_record *record,
				 uint64_t *last_boot_ns, uint64_t *last_wall_ns)
{
	*last_boot_ns = record->repeats_boot_ns;
	*last_wall_ns = record->repeats_wall_ns;
	return record->repeats;
}

const struct crashrec_who *
crashrec_record_origin(const struct crashrec_record *record)
{
	return record->has_origin ? &record->origin : NULL;
}

const struct crashrec_who *
crashrec_record_subject(const struct crashrec_record *record)
{
	return record->has_subject ? &record->subject : NULL;
}

static bool contradict(uint32_t a, uint32_t b)
{
	return a != CRASHREC_UNKNOWN && b != CRASHREC_UNKNOWN && a != b;
}

static bool may_be_same(const struct crashrec_who *a,
			const struct crashrec_who *b)
{
	if (contradict(a->cpu, b->cpu) || contradict(a->pid, b->pid))
		return false;
	if (!a->comm.bytes || !b->comm.bytes)
		return true;
	return a->comm.bytes == b->comm.bytes &&
	       !memcmp(a->comm.data, b->comm.data, a->comm.bytes);
}

struct crashrec_who crashrec_record_about(const struct crashrec_record *record)
{
	struct crashrec_who who = record->origin;

	if (!record->has_subject)
		return who;
	if (!may_be_same(&record->subject, &record->origin)) {
		who = record->subject;
		who.where = record->origin.where;
		return who;
	}
	if (record->subject.cpu != CRASHREC_UNKNOWN)
		who.cpu = record->subject.cpu;
	if (record->subject.pid != CRASHREC_UNKNOWN)
		who.pid = record->subject.pid;
	if (record->subject.comm.bytes)
		who.comm = record->subject.comm;
	return who;
}

const struct crashrec_log_line *
crashrec_record_lines(const struct crashrec_record *record, size_t *count)
{
	*count = record->line_count;
	return record->lines;
}

const struct crashrec_log_line *
crashrec_record_before(const struct crashrec_record *record, size_t *count)
{
	*count = record->before_count;
	return record->before;
}

const struct crashrec_stack_frame *
crashrec_record_frames(const struct crashrec_record *record, size_t *count)
{
	*count = record->frame_count;
	return record->frames;
}

const struct crashrec_cpu_register *
crashrec_record_registers(const struct crashrec_record *record, size_t *count)
{
	*count = record->register_count;
	return record->registers;
}

const struct crashrec_die *
crashrec_record_die(const struct crashrec_record *record)
{
	return record->has_die ? &record->die : NULL;
}

const struct crashrec_said *
crashrec_record_cookies(const struct crashrec_record *record, size_t *count)
{
	*count = record->cookie_count;
	return record->cookies;
}

const struct crashrec_text *
crashrec_record_alt_titles(const struct crashrec_record *record, size_t *count)
{
	*count = record->alt_title_count;
	return record->alt_titles;
}

struct crashrec_text crashrec_record_type(const struct crashrec_record *record)
{
	return record->type;
}

struct crashrec_text
crashrec_record_reason(const struct crashrec_record *record)
{
	return record->reason;
}

struct crashrec_text
crashrec_record_blamed(const struct crashrec_record *record)
{
	return record->blamed;
}

bool crashrec_record_executor(const struct crashrec_record *record,
			      uint32_t *proc, uint32_t *id)
{
	*proc = record->has_executor ? record->executor_proc : CRASHREC_UNKNOWN;
	*id = record->has_executor ? record->executor_id : CRASHREC_UNKNOWN;
	return record->has_executor;
}

bool crashrec_record_log_lines(const struct crashrec_record *record,
			       uint64_t *first, uint64_t *last)
{
	*first = record->log_first;
	*last = record->log_last;
	return record->log_first;
}

const char *crashrec_record_log_name(const struct crashrec_record *record)
{
	return record->log_name;
}

const struct crashrec_structure *
crashrec_record_structure(const struct crashrec_record *record)
{
	return &record->structure;
}
