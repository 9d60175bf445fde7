// SPDX-License-Identifier: GPL-2.0
/*
 * A record as a file of pstore: name and text.
 *
 * The first line is as pstore's own dumper writes it (pstore_dump(), 6.12),
 * the second tells what the record says beside its lines. These follow as
 * dmesg shows them, those from before the report first. No level is stored, so
 * none is told; but a line that a process wrote has the prefix that the
 * kernel's log gives to such.
 *
 * Every line behind the second begins with a bracket or that prefix, and no
 * control character is left in it: nothing that a process or a damaged region
 * puts into a line can look like the beginning of another record.
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/time64.h>

#include "pstore_text.h"

#define ID_SEQS		1000000U

/* Facility 1, user; level 4, as the kernel's default. */
#define USER_PREFIX	"<12>"

/*
 * struct out - a text that is being made
 * @bytes: of it so far, also beyond @room
 */
struct out {
	char *buf;
	u32 room;
	u32 bytes;
};

static __printf(2, 3) void put(struct out *out, const char *format, ...)
{
	u32 at = min(out->bytes, out->room);
	va_list args;

	va_start(args, format);
	out->bytes += vsnprintf(out->buf + at, out->room - at, format, args);
	va_end(args);
}

/* What stands in a log is anybody's bytes. */
static void put_text(struct out *out, const u8 *text, u32 bytes)
{
	u32 i;

	for (i = 0; i < bytes; i++) {
		if (text[i] == 0x7f || (text[i] < ' ' && text[i] != '\t')) {
			put(out, "\\x%02x", text[i]);
			continue;
		}
		if (out->bytes < out->room)
			out->buf[out->bytes] = text[i];
		out->bytes++;
	}
}

/* As print_caller() of kernel/printk/printk.c does (6.12). */
static void put_caller(struct out *out, const struct crashrec_line *line)
{
	u32 cpu = le16_to_cpu(line->cpu), pid = le32_to_cpu(line->pid);
	bool in_task = line->context == CRASHREC_CONTEXT_TASK;
	char caller[12];

	if (!IS_ENABLED(CONFIG_PRINTK_CALLER) ||
	    (in_task ? pid == CRASHREC_NO_PID : cpu == CRASHREC_NO_LINE_CPU))
		return;
	snprintf(caller, sizeof(caller), "%c%u", in_task ? 'T' : 'C',
		 in_task ? pid : cpu);
	put(out, "[%6s]", caller);
}

static void put_line(struct out *out, const struct cr_attr *attr)
{
	struct crashrec_line line;
	u32 rest_ns;
	u64 seconds;

	if (attr->bytes < sizeof(line))
		return;
	memcpy(&line, attr->payload, sizeof(line));
	seconds = div_u64_rem(le64_to_cpu(line.time_ns), NSEC_PER_SEC,
			      &rest_ns);
	if (line.flags & CRASHREC_LINE_F_USER)
		put(out, USER_PREFIX);
	put(out, "[%5llu.%06lu]", seconds, rest_ns / NSEC_PER_USEC);
	put_caller(out, &line);
	put(out, " ");
	put_text(out, attr->payload + sizeof(line), attr->bytes - sizeof(line));
	put(out, "\n");
}

static const char *reason_of(const struct crashrec_pstore_host *host,
			     const struct crashrec_rec_hdr *hdr)
{
	if (hdr->report_class == CRASHREC_CLASS_PANIC ||
	    le32_to_cpu(hdr->flags) & CRASHREC_REC_F_PANICKED)
		return "Panic";
	if (hdr->report_class == CRASHREC_CLASS_OOPS)
		return "Oops";
	return host->class_name(hdr->report_class);
}

static void put_flags(struct out *out, u32 flags)
{
	static const struct {
		u32 flag;
		const char *name;
	} told[] = {
		{ CRASHREC_REC_F_PANICKED, "panicked" },
		{ CRASHREC_REC_F_DAMAGED, "damaged" },
		{ CRASHREC_REC_F_CORRUPTED, "corrupted" },
		{ CRASHREC_REC_F_FROM_LOG, "from-log" },
		{ CRASHREC_REC_F_UNVERIFIED, "unverified" },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(told); i++)
		if (flags & told[i].flag)
			put(out, ", %s", told[i].name);
}

/* What was counted instead of being kept. */
static void put_count(struct out *out, const struct cr_attr *attr)
{
	struct crashrec_repeats repeats;
	__le32 lines;

	if (attr->type == CRASHREC_ATTR_LOST && attr->bytes >= sizeof(lines)) {
		memcpy(&lines, attr->payload, sizeof(lines));
		put(out, ", %u lines lost", le32_to_cpu(lines));
	} else if (attr->type == CRASHREC_ATTR_REPEATS &&
		   attr->bytes >= sizeof(repeats)) {
		memcpy(&repeats, attr->payload, sizeof(repeats));
		put(out, ", came %llu times more",
		    le64_to_cpu(repeats.count));
	}
}

static void put_head(struct out *out, const struct crashrec_pstore_host *host,
		     const struct cr_record *record)
{
	const struct crashrec_rec_hdr *hdr = &record->hdr;
	u64 seq = le64_to_cpu(hdr->seq);
	struct cr_attr attr;
	u32 offset = 0;

	put(out, "%s#%llu Part1\n", reason_of(host, hdr), seq);
	put(out, "crashrec: record %llu of boot %pUb: %s, %s", seq,
	    hdr->boot_id, host->class_name(hdr->report_class),
	    host->state_name(hdr->state));
	put_flags(out, le32_to_cpu(hdr->flags));
	while (host->attr(record, &offset, &attr))
		put_count(out, &attr);
	put(out, "\n");
}

static void put_lines(struct out *out, const struct crashrec_pstore_host *host,
		      const struct cr_record *record, u16 type)
{
	struct cr_attr attr;
	u32 offset = 0;

	while (host->attr(record, &offset, &attr))
		if (attr.type == type)
			put_line(out, &attr);
}

/**
 * crashrec_pstore_id() - the number in the name of a record's file
 * @hdr: of the record
 *
 * systemd-pstore replaces what it has by that name (252), and sequence numbers
 * begin anew when the memory was lost or formatted. So the number is the
 * record's time, in seconds since 1970, with the last six digits of its
 * sequence number behind it, as that of efi-pstore begins with the time.
 *
 * Context: any.
 * Return: the number; the same each time that the record is read.
 */
u64 crashrec_pstore_id(const struct crashrec_rec_hdr *hdr)
{
	u64 seconds = div_u64(le64_to_cpu(hdr->wall_ns), NSEC_PER_SEC);
	u32 rest;

	div_u64_rem(le64_to_cpu(hdr->seq), ID_SEQS, &rest);
	return seconds * ID_SEQS + rest;
}

/**
 * crashrec_pstore_text() - the content of a record's file
 * @host: to read the record
 * @record: valid
 * @buf: receives it, as far as there is room, and a zero or half a line
 * @buf_bytes: its size; 0: @buf may be NULL
 *
 * Context: any; bounded by the record.
 * Return: bytes of the whole text; if it is less than @buf_bytes, it is in
 * @buf, with a zero behind it.
 */
u32 crashrec_pstore_text(const struct crashrec_pstore_host *host,
			 const struct cr_record *record, char *buf,
			 u32 buf_bytes)
{
	struct out out = { .buf = buf, .room = buf_bytes };

	put_head(&out, host, record);
	put_lines(&out, host, record, CRASHREC_ATTR_BEFORE);
	put_lines(&out, host, record, CRASHREC_ATTR_LINE);
	return out.bytes;
}
