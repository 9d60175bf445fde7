// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * From a record's bytes to struct crashrec_record.
 *
 * The CRCs were right when this begins, which says that the bytes are as they
 * were written, not that the writer was honest: every length and every
 * reference is checked against what it refers to. What does not fit is left
 * out, and the record is marked as damaged.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "complete.h"
#include "core/record.h"
#include "record.h"
#include "structure.h"

_Static_assert((int)CRASHREC_RECORD_OPEN == CRASHREC_STATE_OPEN, "ABI");
_Static_assert((int)CRASHREC_RECORD_TRUNCATED == CRASHREC_STATE_TRUNCATED,
	       "ABI");
_Static_assert((int)CRASHREC_RECORD_TRUNCATED + 1 == CRASHREC_STATE_COUNT,
	       "ABI");
_Static_assert((int)CRASHREC_REPORT_KASAN == CRASHREC_CLASS_KASAN, "ABI");
_Static_assert((int)CRASHREC_REPORT_PANIC + 1 == CRASHREC_CLASS_COUNT, "ABI");
_Static_assert((int)CRASHREC_FLAG_CORRUPTED == CRASHREC_REC_F_CORRUPTED,
	       "ABI");
_Static_assert((int)CRASHREC_FLAG_DAMAGED == CRASHREC_REC_F_DAMAGED, "ABI");
_Static_assert((int)CRASHREC_FLAG_SUPPRESSED == CRASHREC_REC_F_SUPPRESSED,
	       "ABI");
_Static_assert((int)CRASHREC_FLAG_FROM_LOG == CRASHREC_REC_F_FROM_LOG, "ABI");
_Static_assert((int)CRASHREC_FLAG_USER == CRASHREC_REC_F_USER, "ABI");
_Static_assert((int)CRASHREC_FLAG_UNVERIFIED == CRASHREC_REC_F_UNVERIFIED,
	       "ABI");
_Static_assert((int)CRASHREC_IN_NMI + 1 == CRASHREC_CONTEXT_COUNT, "ABI");
_Static_assert(CRASHREC_UNKNOWN == CRASHREC_NO_CPU, "ABI");
_Static_assert(CRASHREC_UNKNOWN == CRASHREC_NO_PID, "ABI");
_Static_assert(CRASHREC_BOOT_ID_BYTES == CRASHREC_ID_BYTES, "ABI");

static struct crashrec_text text_of(const void *data, size_t bytes)
{
	return (struct crashrec_text){ .data = data, .bytes = bytes };
}

static void mark_damaged(struct crashrec_record *record)
{
	record->flags |= CRASHREC_FLAG_DAMAGED;
}

static void take_line(struct crashrec_record *record,
		      struct crashrec_log_line *lines, size_t *count,
		      const struct cr_attr *attr)
{
	struct crashrec_log_line *line;
	struct crashrec_line stored;

	if (attr->bytes < sizeof(stored)) {
		mark_damaged(record);
		return;
	}
	memcpy(&stored, attr->payload, sizeof(stored));
	line = &lines[(*count)++];
	line->text = text_of(attr->payload + sizeof(stored),
			     attr->bytes - sizeof(stored));
	line->time_ns = le64_to_cpu(stored.time_ns);
	line->number = le32_to_cpu(stored.line_no);
	line->pid = le32_to_cpu(stored.pid);
	line->cpu = le16_to_cpu(stored.cpu);
	if (line->cpu == CRASHREC_NO_LINE_CPU)
		line->cpu = CRASHREC_UNKNOWN;
	line->where = stored.context;
	line->by_user = stored.flags & CRASHREC_LINE_F_USER;
	line->cut = stored.flags & CRASHREC_LINE_F_CUT;
	line->inner = stored.flags & CRASHREC_LINE_F_INNER;
	line->of_context = stored.flags & CRASHREC_LINE_F_CONTEXT;
}

static bool take_task(struct crashrec_record *record, struct crashrec_who *who,
		      const struct cr_attr *attr)
{
	struct crashrec_task stored;
	size_t comm_bytes;

	if (attr->bytes < sizeof(stored)) {
		mark_damaged(record);
		return false;
	}
	memcpy(&stored, attr->payload, sizeof(stored));
	comm_bytes = stored.comm_bytes;
	if (comm_bytes > attr->bytes - sizeof(stored)) {
		comm_bytes = attr->bytes - sizeof(stored);
		mark_damaged(record);
	}
	who->cpu = le32_to_cpu(stored.cpu);
	who->pid = le32_to_cpu(stored.pid);
	who->tgid = le32_to_cpu(stored.tgid);
	who->where = stored.context;
	who->preempt_count = le32_to_cpu(stored.preempt_count);
	who->comm = text_of(attr->payload + sizeof(stored), comm_bytes);
	return true;
}

static void take_register(struct crashrec_cpu_register *reg, const u8 *payload)
{
	struct crashrec_register stored;
	unsigned int i;

	memcpy(&stored, payload, sizeof(stored));
	for (i = 0; i < sizeof(stored.name) && stored.name[i]; i++) {
		u8 c = stored.name[i];

		reg->name[i] = (char)(c > ' ' && c <= '~' ? c : '?');
	}
	reg->name[i] = '\0';
	reg->value = le64_to_cpu(stored.value);
}

/* Of several attributes of the type, the first holds. */
static int take_registers(struct crashrec_cpu_register **registers,
			  size_t *count, const u8 *payload, size_t bytes)
{
	size_t i, found = bytes / sizeof(struct crashrec_register);

	if (*registers || !found)
		return 0;
	*registers = calloc(found, sizeof(**registers));
	if (!*registers)
		return -ENOMEM;
	for (i = 0; i < found; i++)
		take_register(&(*registers)[i],
			      payload + i * sizeof(struct crashrec_register));
	*count = found;
	return 0;
}

static int take_trap(struct crashrec_record *record,
		     const struct cr_attr *attr)
{
	struct crashrec_die *die = &record->die;
	struct crashrec_trap stored;
	int err;

	if (attr->bytes < sizeof(stored)) {
		mark_damaged(record);
		return 0;
	}
	memcpy(&stored, attr->payload, sizeof(stored));
	err = take_registers(&record->die_registers, &die->register_count,
			     attr->payload + sizeof(stored),
			     attr->bytes - sizeof(stored));
	if (err)
		return err;
	die->trap = le32_to_cpu(stored.trap);
	die->signal = le32_to_cpu(stored.signal);
	die->error = le64_to_cpu(stored.error);
	die->registers = record->die_registers;
	record->has_die = true;
	return 0;
}

const struct crashrec_log_line *
record_line(const struct crashrec_record *record, uint32_t number)
{
	size_t from = 0, to = record->line_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (record->lines[middle].number < number)
			from = middle + 1;
		else
			to = middle;
	}
	if (from == record->line_count || record->lines[from].number != number)
		return NULL;
	return &record->lines[from];
}

static bool is_within(const struct crashrec_text *text, uint32_t at,
		      uint32_t bytes)
{
	return at <= text->bytes && bytes <= text->bytes - at;
}

static bool take_frame(const struct crashrec_record *record,
		       struct crashrec_stack_frame *frame, const u8 *payload)
{
	const struct crashrec_log_line *line;
	struct crashrec_frame stored;
	uint16_t func_at, func_bytes, module_at, module_bytes;

	memcpy(&stored, payload, sizeof(stored));
	line = record_line(record, le32_to_cpu(stored.line_no));
	if (!line)
		return false;
	func_at = le16_to_cpu(stored.func_at);
	func_bytes = le16_to_cpu(stored.func_bytes);
	module_at = le16_to_cpu(stored.module_at);
	module_bytes = le16_to_cpu(stored.module_bytes);
	if (!is_within(&line->text, func_at, func_bytes))
		return false;
	if (!module_bytes)
		module_at = 0;
	if (!is_within(&line->text, module_at, module_bytes))
		return false;
	frame->function = text_of(line->text.data + func_at, func_bytes);
	frame->module = text_of(line->text.data + module_at, module_bytes);
	frame->offset = le32_to_cpu(stored.offset);
	frame->size = le32_to_cpu(stored.size);
	frame->line = line->number;
	frame->stack = stored.stack;
	frame->where = stored.context;
	frame->reliable = !(stored.flags & CRASHREC_FRAME_F_UNRELIABLE);
	frame->is_inline = stored.flags & CRASHREC_FRAME_F_INLINE;
	frame->is_ip = stored.flags & CRASHREC_FRAME_F_IP;
	return true;
}

static int take_frames(struct crashrec_record *record,
		       const struct cr_attr *attr)
{
	const size_t size = sizeof(struct crashrec_frame);
	size_t i, count = attr->bytes / size;

	if (record->frames || !count)
		return 0;
	if (count > CR_FRAMES_MAX) {
		count = CR_FRAMES_MAX;
		mark_damaged(record);
	}
	record->frames = calloc(count, sizeof(*record->frames));
	if (!record->frames)
		return -ENOMEM;
	for (i = 0; i < count; i++) {
		if (take_frame(record,
			       &record->frames[record->frame_count],
			       attr->payload + i * size))
			record->frame_count++;
		else
			mark_damaged(record);
	}
	return 0;
}

static void take_cookie(struct crashrec_record *record,
			const struct cr_attr *attr)
{
	struct crashrec_cookie stored;
	struct crashrec_said *said;

	if (attr->bytes < sizeof(stored)) {
		mark_damaged(record);
		return;
	}
	memcpy(&stored, attr->payload, sizeof(stored));
	said = &record->cookies[record->cookie_count++];
	said->text = text_of(attr->payload + sizeof(stored),
			     attr->bytes - sizeof(stored));
	said->time_ns = le64_to_cpu(stored.time_ns);
	said->pid = le32_to_cpu(stored.pid);
	said->tgid = le32_to_cpu(stored.tgid);
	said->cpu = le32_to_cpu(stored.cpu);
	said->is_own = stored.flags & CRASHREC_COOKIE_F_OWN;
}

static void take_number(uint64_t *number, const struct cr_attr *attr)
{
	__le64 wide;
	__le32 narrow;

	if (attr->bytes >= sizeof(wide)) {
		memcpy(&wide, attr->payload, sizeof(wide));
		*number = le64_to_cpu(wide);
	} else if (attr->bytes >= sizeof(narrow)) {
		memcpy(&narrow, attr->payload, sizeof(narrow));
		*number = le32_to_cpu(narrow);
	}
}

static void take_alt_title(struct crashrec_record *record,
			   const struct cr_attr *attr)
{
	if (record->alt_title_count == RECORD_ALT_TITLES_MAX)
		mark_damaged(record);
	else
		record->alt_titles[record->alt_title_count++] =
			text_of(attr->payload, attr->bytes);
}

static void take_executor(struct crashrec_record *record,
			  const struct cr_attr *attr)
{
	struct crashrec_executor stored;

	if (attr->bytes < sizeof(stored)) {
		mark_damaged(record);
		return;
	}
	memcpy(&stored, attr->payload, sizeof(stored));
	record->has_executor = true;
	record->executor_proc = le32_to_cpu(stored.proc);
	record->executor_id = le32_to_cpu(stored.id);
}

static void take_repeats(struct crashrec_record *record,
			 const struct cr_attr *attr)
{
	struct crashrec_repeats stored;

	if (attr->bytes < sizeof(stored)) {
		mark_damaged(record);
		return;
	}
	memcpy(&stored, attr->payload, sizeof(stored));
	if (!stored.count)
		return;
	record->repeats = le64_to_cpu(stored.count);
	record->repeats_boot_ns = le64_to_cpu(stored.last_boot_ns);
	record->repeats_wall_ns = le64_to_cpu(stored.last_wall_ns);
}

/* What is said of a report beside its title. Return: false: not of these. */
static bool take_naming(struct crashrec_record *record,
			const struct cr_attr *attr)
{
	switch (attr->type) {
	case CRASHREC_ATTR_ALT_TITLE:
		take_alt_title(record, attr);
		return true;
	case CRASHREC_ATTR_TYPE:
		record->type = text_of(attr->payload, attr->bytes);
		return true;
	case CRASHREC_ATTR_REASON:
		record->reason = text_of(attr->payload, attr->bytes);
		return true;
	case CRASHREC_ATTR_BLAMED:
		record->blamed = text_of(attr->payload, attr->bytes);
		return true;
	case CRASHREC_ATTR_EXECUTOR:
		take_executor(record, attr);
		return true;
	case CRASHREC_ATTR_REPEATS:
		take_repeats(record, attr);
		return true;
	default:
		return false;
	}
}

static int take_attr(struct crashrec_record *record,
		     const struct cr_attr *attr)
{
	if (take_naming(record, attr))
		return 0;
	switch (attr->type) {
	case CRASHREC_ATTR_LINE:
		take_line(record, record->lines, &record->line_count, attr);
		return 0;
	case CRASHREC_ATTR_BEFORE:
		take_line(record, record->before, &record->before_count, attr);
		return 0;
	case CRASHREC_ATTR_TITLE:
		record->title = text_of(attr->payload, attr->bytes);
		return 0;
	case CRASHREC_ATTR_RELEASE:
		record->release = text_of(attr->payload, attr->bytes);
		return 0;
	case CRASHREC_ATTR_ORIGIN:
		record->has_origin = take_task(record, &record->origin, attr);
		return 0;
	case CRASHREC_ATTR_SUBJECT:
		record->has_subject = take_task(record, &record->subject, attr);
		record->subject.where = CRASHREC_UNKNOWN;
		return 0;
	case CRASHREC_ATTR_TAINT:
		take_number(&record->taint, attr);
		record->has_taint = true;
		return 0;
	case CRASHREC_ATTR_COOKIE:
		take_cookie(record, attr);
		return 0;
	case CRASHREC_ATTR_LOST:
		take_number(&record->lines_lost, attr);
		return 0;
	case CRASHREC_ATTR_REGISTERS:
		return take_registers(&record->registers,
				      &record->register_count, attr->payload,
				      attr->bytes);
	case CRASHREC_ATTR_TRAP:
		return take_trap(record, attr);
	default:
		return 0;
	}
}

static int take_body(struct crashrec_record *record,
		     const struct cr_record *decoded)
{
	struct cr_attr attr, frames = { 0 };
	size_t line_count = 0, before_count = 0, cookie_count = 0;
	u32 offset = 0;
	int err;

	while (cr_record_attr(decoded, &offset, &attr)) {
		line_count += attr.type == CRASHREC_ATTR_LINE;
		before_count += attr.type == CRASHREC_ATTR_BEFORE;
		cookie_count += attr.type == CRASHREC_ATTR_COOKIE;
	}
	if (offset != decoded->body_bytes)
		mark_damaged(record);
	record->lines = calloc(line_count + 1, sizeof(*record->lines));
	record->before = calloc(before_count + 1, sizeof(*record->before));
	record->cookies = calloc(cookie_count + 1, sizeof(*record->cookies));
	if (!record->lines || !record->before || !record->cookies)
		return -ENOMEM;
	offset = 0;
	while (cr_record_attr(decoded, &offset, &attr)) {
		if (attr.type == CRASHREC_ATTR_FRAMES)
			frames = attr;
		err = take_attr(record, &attr);
		if (!err)
			err = machine_take(&record->machine, &attr);
		if (err == -EBADMSG)
			mark_damaged(record);
		else if (err)
			return err;
	}
	/* They refer to lines, which may come later. */
	err = take_frames(record, &frames);
	if (err)
		return err;
	/* And these refer to frames. */
	err = structure_decode(record, decoded, &record->structure);
	if (err > 0)
		mark_damaged(record);
	return err < 0 ? err : 0;
}

static void take_hdr(struct crashrec_record *record,
		     const struct crashrec_rec_hdr *hdr)
{
	static const struct crashrec_who nobody = {
		.cpu = CRASHREC_UNKNOWN,
		.pid = CRASHREC_UNKNOWN,
		.tgid = CRASHREC_UNKNOWN,
		.where = CRASHREC_UNKNOWN,
		.comm = { .data = "" },
	};

	record->seq = le64_to_cpu(hdr->seq);
	memcpy(record->boot_id, hdr->boot_id, sizeof(record->boot_id));
	record->state = hdr->state;
	record->report_class = hdr->report_class;
	record->flags = le32_to_cpu(hdr->flags);
	record->boot_ns = le64_to_cpu(hdr->boot_ns);
	record->wall_ns = le64_to_cpu(hdr->wall_ns);
	record->title = text_of("", 0);
	record->release = text_of("", 0);
	record->type = text_of("", 0);
	record->reason = text_of("", 0);
	record->blamed = text_of("", 0);
	record->origin = nobody;
	record->subject = nobody;
}

int record_adopt(struct crashrec_record **record, uint8_t *data, size_t bytes)
{
	struct crashrec_record *made;
	struct cr_record decoded;
	s64 used;
	int err;

	*record = NULL;
	used = cr_record_decode(&decoded, data,
				bytes > UINT32_MAX ? UINT32_MAX : (u32)bytes);
	if (used < 0)
		return (int)used;
	made = calloc(1, sizeof(*made));
	if (!made)
		return -ENOMEM;
	take_hdr(made, &decoded.hdr);
	err = take_body(made, &decoded);
	if (err) {
		crashrec_record_free(made);
		return err;
	}
	made->bytes = data;
	made->bytes_used = (size_t)used;
	*record = made;
	return 0;
}

/* They were found to be a whole record when it was completed. */
static int keep_given(struct crashrec_record *record, const void *data)
{
	struct crashrec_rec_hdr hdr;

	memcpy(&hdr, data, sizeof(hdr));
	record->given_bytes = (size_t)le16_to_cpu(hdr.hdr_bytes) +
			      le32_to_cpu(hdr.body_bytes);
	record->given = malloc(record->given_bytes);
	if (!record->given)
		return -ENOMEM;
	memcpy(record->given, data, record->given_bytes);
	return 0;
}

int crashrec_record_decode(struct crashrec_record **record, const void *data,
			   size_t bytes)
{
	uint8_t *made = record_complete(data, &bytes), *copy = made;
	int err;

	*record = NULL;
	if (!copy) {
		copy = malloc(bytes ? bytes : 1);
		if (!copy)
			return -ENOMEM;
		if (bytes)
			memcpy(copy, data, bytes);
	}
	err = record_adopt(record, copy, bytes);
	if (err) {
		free(copy);
		return err;
	}
	err = made ? keep_given(*record, data) : 0;
	if (err) {
		crashrec_record_free(*record);
		*record = NULL;
	}
	return err;
}
