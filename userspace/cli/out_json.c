// SPDX-License-Identifier: GPL-2.0
/*
 * The keys, in their order; crashrec.schema.json has them for programs. A key is
 * always there unless it says otherwise; it is null where the record does not
 * tell. Texts are valid UTF-8: each byte that is not becomes U+FFFD. What a
 * terminal would not show as it is, is written as \uXXXX.
 *
 *  source        path that the record was read from
 *  kind          record
 *  version       1; see json_write.h
 *  seq           sequence number; with boot_id the record's identity
 *  boot_id       boot id of the kernel, as a UUID; null for a text log
 *  former_boot   true: not of the boot that uses the region now, or did last
 *  state         open, complete, cut-by-panic, cut-by-reset, truncated
 *  class         unknown, rcu-stall, soft-lockup, hard-lockup, hung-task,
 *                lockdep, warning, bug, oops, kasan, atomic-sleep, panic
 *  title         text
 *  flags         array of: panicked, former-boot, salvaged, damaged, corrupted,
 *                suppressed, from-log (printed before the module was loaded),
 *                user (a process wrote it), unverified (perhaps it did)
 *  alt_titles    array of other titles that the same crash may get
 *  type          the kind as reporters name it: KASAN-READ, HANG
 *  corrupted     true: text is cut or mixed, do not trust the title
 *  corrupted_reason  why
 *  panicked      true: the kernel then panicked; of a text log: a panic follows
 *                in the same boot, whatever caused it
 *  suppressed    true: of no interest: out of memory and the like
 *  frame         the function that the title blames
 *  executor      object: proc, id: the fuzzing process that ran, its program
 *  first_line    where in a text log the report begins, from 1
 *  last_line     and ends
 *  log           the file of pstore it is in; not there for others
 *  time          wall clock of the first line, ISO 8601, UTC, microseconds;
 *                null for a text log
 *  wall_ns       the same, nanoseconds since 1970; likewise
 *  boot_ns       the same, nanoseconds since boot; null: a text log without
 *  repeats       only if reports of the same title came later and were not
 *                kept: object: count, last_time (as time), last_wall_ns,
 *                last_boot_ns
 *  cpu pid comm  the task to show: whom the text is about, else who printed it
 *  comm_hex      only if comm is not plain: its bytes, hexadecimal
 *  context       of who printed it: task, softirq, hardirq, nmi
 *  release       uname -r
 *  taint         object: bits (number), letters
 *  lines_lost    lines of the report that were not kept
 *  line_count    lines of the report that were
 *  origin        who printed it: cpu, pid, tgid, comm, comm_hex as above,
 *                context, preempt_count
 *  subject       whom the text is about: cpu, pid, comm, comm_hex as above
 *
 * With parse only, before all others:
 *  file          path of the log, "-": standard input
 *  index         which report of the log it is, from 0
 *
 * With show and parse only:
 *  frames        array of: function, offset, size (null: not told), module,
 *                reliable, inline, ip, stack, context, line (its number), file
 *                and file_line (in symbolised logs, else null; see
 *                symbols_json.c for those of debug information)
 *  registers     array of: name, value ("0x..."), as the text has them
 *  trap          object: trap, signal, error ("0x..."), registers
 *  kernel ... modules: see machine_json.c; show only
 *  cookies       only if there are any: array of what tasks said that they
 *                were executing: own (of the task that the report began in; it
 *                is the first), time_ns (the printk clock), cpu, pid, tgid,
 *                text, text_hex (as comm_hex)
 *  sections ... unkept: see structure_json.c
 *  before        lines from before the report, in order; as lines, number is
 *                the distance; of_context: of who printed the report
 *  lines         array of: number, time_ns, cpu, pid, context, text, user (a
 *                process wrote it), cut (it was longer)
 *
 * With parse --report only:
 *  report        the report's text as one mails it
 */
#include "out_json.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "cookies.h"
#include "escape.h"
#include "json_write.h"
#include "machine_json.h"
#include "structure_json.h"
#include "symbols_json.h"
#include "when.h"

static void add(struct json_object *object, const char *key,
		struct json_object *value)
{
	json_object_object_add_ex(object, key, value,
				  JSON_C_OBJECT_ADD_KEY_IS_NEW |
				  JSON_C_OBJECT_ADD_CONSTANT_KEY);
}

static void add_text(struct json_object *object, const char *key,
		     struct crashrec_text text)
{
	add(object, key, text.bytes ? json_new_text(text) : NULL);
}

static void add_string(struct json_object *object, const char *key,
		       const char *string)
{
	add(object, key, json_object_new_string(string));
}

static void add_u64(struct json_object *object, const char *key,
		    uint64_t number)
{
	add(object, key, json_object_new_uint64(number));
}

static void add_bool(struct json_object *object, const char *key, bool is)
{
	add(object, key, json_object_new_boolean(is));
}

static void add_known(struct json_object *object, const char *key,
		      uint32_t number)
{
	add(object, key, number == CRASHREC_UNKNOWN ? NULL :
			 json_object_new_uint64(number));
}

static void add_where(struct json_object *object, uint32_t where)
{
	add(object, "context", where == CRASHREC_UNKNOWN ? NULL :
			json_object_new_string(crashrec_where_name(where)));
}

/* A number that is an address or a set of bits, and may exceed a double. */
static void add_hex(struct json_object *object, const char *key,
		    uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "0x%" PRIx64, number);
	add_string(object, key, text);
}

static void add_comm(struct json_object *object, struct crashrec_text comm)
{
	char hex[2 * 255 + 1];
	size_t i;

	add_text(object, "comm", comm);
	if (escape_is_plain(comm) || comm.bytes > sizeof(hex) / 2)
		return;
	for (i = 0; i < comm.bytes; i++)
		snprintf(hex + 2 * i, 3, "%02x", (unsigned char)comm.data[i]);
	add_string(object, "comm_hex", hex);
}

static struct json_object *new_flags(uint32_t flags)
{
	struct json_object *array = json_object_new_array();
	const char *name;
	uint32_t bit;

	for (bit = 1; bit; bit <<= 1) {
		name = crashrec_flag_name(flags & bit);
		if (name)
			json_object_array_add(array,
					      json_object_new_string(name));
	}
	return array;
}

static struct json_object *new_taint(const struct crashrec_record *record)
{
	char letters[CRASHREC_TAINT_ROOM];
	struct json_object *object;
	uint64_t taint;

	if (!crashrec_record_taint(record, &taint))
		return NULL;
	crashrec_taint_letters(taint, letters);
	object = json_object_new_object();
	add_u64(object, "bits", taint);
	add_string(object, "letters", letters);
	return object;
}

static struct json_object *new_origin(const struct crashrec_who *who)
{
	struct json_object *object;

	if (!who)
		return NULL;
	object = json_object_new_object();
	add_known(object, "cpu", who->cpu);
	add_known(object, "pid", who->pid);
	add_known(object, "tgid", who->tgid);
	add_comm(object, who->comm);
	add_where(object, who->where);
	add_u64(object, "preempt_count", who->preempt_count);
	return object;
}

static struct json_object *new_subject(const struct crashrec_who *who)
{
	struct json_object *object;

	if (!who)
		return NULL;
	object = json_object_new_object();
	add_known(object, "cpu", who->cpu);
	add_known(object, "pid", who->pid);
	add_comm(object, who->comm);
	return object;
}

static void add_identity(struct json_object *object, const char *source,
			 const struct crashrec_record *record)
{
	uint32_t flags = crashrec_record_flags(record);
	char uuid[CRASHREC_UUID_ROOM];
	uint64_t first, last;
	bool is_log = crashrec_record_log_lines(record, &first, &last);

	crashrec_uuid_text(crashrec_record_boot_id(record), uuid);
	add(object, "source",
	    json_new_text((struct crashrec_text){ source, strlen(source) }));
	json_kind(object, "record");
	add_u64(object, "seq", crashrec_record_seq(record));
	add(object, "boot_id", is_log ? NULL : json_object_new_string(uuid));
	add_bool(object, "former_boot", flags & CRASHREC_FLAG_FORMER_BOOT);
	add_string(object, "state",
		   crashrec_state_name(crashrec_record_state(record)));
	add_string(object, "class",
		   crashrec_class_name(crashrec_record_class(record)));
	add_text(object, "title", crashrec_record_title(record));
	add(object, "flags", new_flags(flags));
}

static struct json_object *
new_alt_titles(const struct crashrec_record *record)
{
	struct json_object *array = json_object_new_array();
	const struct crashrec_text *titles;
	size_t i, count;

	titles = crashrec_record_alt_titles(record, &count);
	for (i = 0; i < count; i++)
		json_object_array_add(array, json_new_text(titles[i]));
	return array;
}

static struct json_object *new_executor(const struct crashrec_record *record)
{
	struct json_object *object;
	uint32_t proc, id;

	if (!crashrec_record_executor(record, &proc, &id))
		return NULL;
	object = json_object_new_object();
	add_u64(object, "proc", proc);
	add_u64(object, "id", id);
	return object;
}

static void add_naming(struct json_object *object,
		       const struct crashrec_record *record)
{
	uint32_t flags = crashrec_record_flags(record);
	const char *name = crashrec_record_log_name(record);
	uint64_t first, last;

	add(object, "alt_titles", new_alt_titles(record));
	add_text(object, "type", crashrec_record_type(record));
	add_bool(object, "corrupted", flags & CRASHREC_FLAG_CORRUPTED);
	add_text(object, "corrupted_reason", crashrec_record_reason(record));
	add_bool(object, "panicked", flags & CRASHREC_FLAG_PANICKED);
	add_bool(object, "suppressed", flags & CRASHREC_FLAG_SUPPRESSED);
	add_text(object, "frame", crashrec_record_blamed(record));
	add(object, "executor", new_executor(record));
	crashrec_record_log_lines(record, &first, &last);
	add(object, "first_line", first ? json_object_new_uint64(first) : NULL);
	add(object, "last_line", last ? json_object_new_uint64(last) : NULL);
	if (name)
		add_text(object, "log",
			 (struct crashrec_text){ name, strlen(name) });
}

static void add_repeats(struct json_object *object,
			const struct crashrec_record *record)
{
	uint64_t count, boot_ns, wall_ns;
	struct json_object *repeats;
	char when[WHEN_ROOM];

	count = crashrec_record_repeats(record, &boot_ns, &wall_ns);
	if (!count)
		return;
	repeats = json_object_new_object();
	when_iso(when, wall_ns);
	add_u64(repeats, "count", count);
	add_string(repeats, "last_time", when);
	add_u64(repeats, "last_wall_ns", wall_ns);
	add_u64(repeats, "last_boot_ns", boot_ns);
	add(object, "repeats", repeats);
}

static void add_facts(struct json_object *object,
		      const struct crashrec_record *record)
{
	struct crashrec_who who = crashrec_record_about(record);
	uint64_t wall_ns = crashrec_record_wall_ns(record);
	uint64_t boot_ns = crashrec_record_boot_ns(record);
	char when[WHEN_ROOM];
	uint64_t first, last;
	bool is_log = crashrec_record_log_lines(record, &first, &last);
	size_t line_count;

	when_iso(when, wall_ns);
	add(object, "time", is_log ? NULL : json_object_new_string(when));
	add(object, "wall_ns", is_log ? NULL : json_object_new_uint64(wall_ns));
	add(object, "boot_ns", is_log && !boot_ns ? NULL :
			       json_object_new_uint64(boot_ns));
	add_repeats(object, record);
	add_known(object, "cpu", who.cpu);
	add_known(object, "pid", who.pid);
	add_comm(object, who.comm);
	add_where(object, who.where);
	add_text(object, "release", crashrec_record_release(record));
	add(object, "taint", new_taint(record));
	add_u64(object, "lines_lost", crashrec_record_lines_lost(record));
	crashrec_record_lines(record, &line_count);
	add_u64(object, "line_count", line_count);
	add(object, "origin", new_origin(crashrec_record_origin(record)));
	add(object, "subject", new_subject(crashrec_record_subject(record)));
}

static struct json_object *new_frame(const struct crashrec_stack_frame *frame)
{
	struct json_object *object = json_object_new_object();

	add_text(object, "function", frame->function);
	add_u64(object, "offset", frame->offset);
	add(object, "size", frame->size ?
			    json_object_new_uint64(frame->size) : NULL);
	add_text(object, "module", frame->module);
	add_bool(object, "reliable", frame->reliable);
	add_bool(object, "inline", frame->is_inline);
	add_bool(object, "ip", frame->is_ip);
	add_u64(object, "stack", frame->stack);
	add_where(object, frame->where);
	add_u64(object, "line", frame->line);
	return object;
}

static struct json_object *new_frames(const struct crashrec_record *record)
{
	struct json_object *array = json_object_new_array();
	const struct crashrec_stack_frame *frames;
	size_t i, count;

	frames = crashrec_record_frames(record, &count);
	for (i = 0; i < count; i++) {
		struct json_object *object = new_frame(&frames[i]);

		structure_json_frame(object, record, i);
		json_object_array_add(array, object);
	}
	return array;
}

static struct json_object *
new_registers(const struct crashrec_cpu_register *registers, size_t count)
{
	struct json_object *array = json_object_new_array();
	struct json_object *object;
	size_t i;

	for (i = 0; i < count; i++) {
		object = json_object_new_object();
		add_string(object, "name", registers[i].name);
		add_hex(object, "value", registers[i].value);
		json_object_array_add(array, object);
	}
	return array;
}

static struct json_object *new_trap(const struct crashrec_die *die)
{
	struct json_object *object;

	if (!die)
		return NULL;
	object = json_object_new_object();
	add_u64(object, "trap", die->trap);
	add_u64(object, "signal", die->signal);
	add_hex(object, "error", die->error);
	add(object, "registers",
	    new_registers(die->registers, die->register_count));
	return object;
}

static struct json_object *new_line(const struct crashrec_log_line *line)
{
	struct json_object *object = json_object_new_object();

	add_u64(object, "number", line->number);
	add_u64(object, "time_ns", line->time_ns);
	add_known(object, "cpu", line->cpu);
	add_known(object, "pid", line->pid);
	add_where(object, line->where);
	add(object, "text", json_new_text(line->text));
	add_bool(object, "user", line->by_user);
	add_bool(object, "cut", line->cut);
	add_bool(object, "inner", line->inner);
	return object;
}

static struct json_object *new_lines(const struct crashrec_log_line *lines,
				     size_t count)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; i < count; i++)
		json_object_array_add(array, new_line(&lines[i]));
	return array;
}

static struct json_object *new_before(const struct crashrec_log_line *lines,
				      size_t count)
{
	struct json_object *array = json_object_new_array();
	struct json_object *line;
	size_t i;

	for (i = 0; i < count; i++) {
		line = new_line(&lines[i]);
		add_bool(line, "of_context", lines[i].of_context);
		json_object_array_add(array, line);
	}
	return array;
}

static void add_rest(struct json_object *object,
		     const struct crashrec_record *record)
{
	const struct crashrec_cpu_register *registers;
	const struct crashrec_log_line *lines;
	uint64_t first, last;
	size_t count;

	add(object, "frames", new_frames(record));
	registers = crashrec_record_registers(record, &count);
	add(object, "registers", new_registers(registers, count));
	add(object, "trap", new_trap(crashrec_record_die(record)));
	cookies_json(object, record);
	if (!crashrec_record_log_lines(record, &first, &last))
		machine_json_add(object, record);
	structure_json_add(object, record);
	lines = crashrec_record_before(record, &count);
	add(object, "before", new_before(lines, count));
	lines = crashrec_record_lines(record, &count);
	add(object, "lines", new_lines(lines, count));
}

void out_json_comm(struct json_object *object, struct crashrec_text comm)
{
	add_comm(object, comm);
}

bool out_json_viewed(FILE *out, const char *source,
		     const struct crashrec_record *record, bool whole,
		     const struct symbols_view *view)
{
	struct json_object *object = json_object_new_object();

	if (!object)
		return false;
	add_identity(object, source, record);
	add_naming(object, record);
	add_facts(object, record);
	if (whole)
		add_rest(object, record);
	if (view)
		symbols_json_add(object, view, record);
	return json_end(out, object);
}

bool out_json_record(FILE *out, const char *source,
		     const struct crashrec_record *record, bool whole)
{
	return out_json_viewed(out, source, record, whole, NULL);
}

bool out_json_report(FILE *out, const char *file,
		     const struct crashrec_record *record,
		     struct crashrec_text text)
{
	struct json_object *object = json_object_new_object();

	if (!object)
		return false;
	add(object, "file",
	    json_new_text((struct crashrec_text){ file, strlen(file) }));
	add_u64(object, "index", crashrec_record_seq(record) - 1);
	add_identity(object, file, record);
	add_naming(object, record);
	add_facts(object, record);
	add_rest(object, record);
	if (text.data)
		add(object, "report", json_new_text(text));
	return json_end(out, object);
}
