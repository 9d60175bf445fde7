/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * A decoded record. decode.c fills it, record.c hands it out.
 */
#ifndef CRASHREC_LIB_RECORD_H
#define CRASHREC_LIB_RECORD_H

#include <crashrec.h>
#include <crashrec_structure.h>

#include "machine.h"

/* More than any module writes. */
#define RECORD_ALT_TITLES_MAX	16

/**
 * struct crashrec_record - a decoded record; all text points into @bytes
 * @bytes: the record's bytes, owned
 * @bytes_used: how many of them are the record's
 * @given: what @bytes were completed from, owned; NULL: they were not
 * @given_bytes: how many
 * @seq: see crashrec_record_seq(); likewise for the others
 * @boot_id: likewise
 * @state: likewise
 * @report_class: likewise
 * @flags: likewise
 * @boot_ns: likewise
 * @wall_ns: likewise
 * @title: likewise
 * @release: likewise
 * @taint: likewise
 * @has_taint: the record tells it
 * @has_origin: likewise
 * @has_subject: likewise
 * @has_die: likewise
 * @origin: likewise
 * @subject: likewise
 * @die: likewise
 * @lines_lost: likewise
 * @repeats: see crashrec_record_repeats(); likewise for the others
 * @repeats_boot_ns: likewise
 * @repeats_wall_ns: likewise
 * @lines: owned
 * @line_count: of them
 * @before: owned
 * @before_count: of them
 * @frames: owned
 * @frame_count: of them
 * @registers: owned
 * @register_count: of them
 * @die_registers: owned
 * @cookies: owned
 * @cookie_count: of them
 * @alt_titles: see crashrec_record_alt_titles(); likewise for the others
 * @alt_title_count: of them
 * @type: likewise
 * @reason: likewise
 * @blamed: likewise
 * @has_executor: likewise
 * @executor_proc: likewise
 * @executor_id: likewise
 * @log_first: likewise; 0: not of a text log
 * @log_last: likewise
 * @log_name: likewise; or NULL
 * @structure: see crashrec_record_structure()
 * @machine: see there
 */
struct crashrec_record {
	uint8_t *bytes;
	size_t bytes_used;
	uint8_t *given;
	size_t given_bytes;
	uint64_t seq;
	uint8_t boot_id[CRASHREC_BOOT_ID_BYTES];
	unsigned int state;
	unsigned int report_class;
	uint32_t flags;
	uint64_t boot_ns;
	uint64_t wall_ns;
	struct crashrec_text title;
	struct crashrec_text release;
	uint64_t taint;
	bool has_taint;
	bool has_origin;
	bool has_subject;
	bool has_die;
	struct crashrec_who origin;
	struct crashrec_who subject;
	struct crashrec_die die;
	uint64_t lines_lost;
	uint64_t repeats;
	uint64_t repeats_boot_ns;
	uint64_t repeats_wall_ns;
	struct crashrec_log_line *lines;
	size_t line_count;
	struct crashrec_log_line *before;
	size_t before_count;
	struct crashrec_stack_frame *frames;
	size_t frame_count;
	struct crashrec_cpu_register *registers;
	size_t register_count;
	struct crashrec_cpu_register *die_registers;
	struct crashrec_said *cookies;
	size_t cookie_count;

	struct crashrec_text alt_titles[RECORD_ALT_TITLES_MAX];
	size_t alt_title_count;
	struct crashrec_text type;
	struct crashrec_text reason;
	struct crashrec_text blamed;
	bool has_executor;
	uint32_t executor_proc;
	uint32_t executor_id;

	uint64_t log_first;
	uint64_t log_last;
	char *log_name;
	struct crashrec_structure structure;
	struct machine machine;
};

/**
 * record_adopt() - make a record of allocated bytes
 * @record: set to the record, or to NULL on failure
 * @data: from malloc(); the record's on success, the caller's on failure
 * @bytes: how many; more than the record is allowed
 *
 * Return: as crashrec_record_decode().
 */
int record_adopt(struct crashrec_record **record, uint8_t *data, size_t bytes);

/**
 * record_line() - a line by its number
 * @record: its lines are there, in the order of their numbers
 * @number: of the line
 *
 * Context: any thread.
 * Return: NULL: there is none, or the lines are in another order, as no module
 * puts them. However many look for one that is not there, it takes few steps.
 */
const struct crashrec_log_line *
record_line(const struct crashrec_record *record, uint32_t number);

#endif /* CRASHREC_LIB_RECORD_H */
