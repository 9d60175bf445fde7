/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * From the chunks of one report to its record, and from a record to its
 * attributes.
 */
#ifndef CR_RECORD_H
#define CR_RECORD_H

#include "facts.h"
#include "region.h"

/* No report has more, whatever its bytes say; what is beyond is counted. */
#define CR_LINES_MAX		8192
#define CR_FRAMES_MAX		2048
#define CR_ATTR_TEXT_MAX_BYTES	256
/* Of facts that are kept as they are; what is beyond is missing. */
#define CR_KEPT_FACTS_MAX_BYTES	32768

/**
 * struct cr_gather - one report, gathered; also the memory for it
 * @chunk: in: room for one chunk
 * @chunk_max_bytes: in: its size, at least that of the layout's chunks
 * @text: in: room for the text of all lines
 * @text_max_bytes: in: its size
 * @lines: in: room for lines
 * @lines_max: in: how many
 * @kept_facts: in: room for CR_KEPT_FACTS_MAX_BYTES; then attributes of
 *              CRASHREC_ATTR_FACTS_FIRST to _LAST, as they go into the record
 * @facts: in: what is "in" there; else found from the lines, but for the
 *         title, where the report holds one
 * @seq: of the report
 * @boot_id: of the report
 * @text_bytes: used of @text
 * @line_count: lines of the report, in order
 * @before_count: lines from before the report, at the end of @lines
 * @lines_lost: lines that the report had and that are not here
 * @open: as stored, zero if missing
 * @close: as stored; state 0: the report was not closed
 * @origin: as stored
 * @origin_bytes: with its comm, 0: missing
 * @trap: as stored: struct crashrec_trap, then registers
 * @trap_bytes: of it, 0: none
 * @release: uname -r
 * @release_bytes: of it, 0: unknown
 * @kept_facts_bytes: used of @kept_facts
 * @marks: CRASHREC_REC_F_* that the writer set
 * @repeats: reports of the same title that came later and were not kept
 * @damaged: a chunk or an entry that should be there is not
 */
struct cr_gather {
	u8 *chunk;
	u32 chunk_max_bytes;
	char *text;
	u32 text_max_bytes;
	struct cr_line *lines;
	u32 lines_max;
	u8 *kept_facts;
	struct cr_facts facts;

	u64 seq;
	u8 boot_id[CRASHREC_ID_BYTES];
	u32 text_bytes;
	u32 line_count;
	u32 before_count;
	u32 lines_lost;
	struct crashrec_open open;
	struct crashrec_close close;
	u8 origin[sizeof(struct crashrec_task) + CR_COMM_MAX_BYTES];
	u32 origin_bytes;
	u8 trap[sizeof(struct crashrec_trap) +
		CR_REGISTERS_MAX * sizeof(struct crashrec_register)];
	u32 trap_bytes;
	char release[CR_ATTR_TEXT_MAX_BYTES];
	u32 release_bytes;
	u32 kept_facts_bytes;
	u32 marks;
	struct crashrec_repeats repeats;
	bool damaged;
};

/**
 * cr_gather_report() - gather the lines and facts of one report
 * @g: see there what the caller provides
 * @image: the region's bytes
 * @layout: of the region
 * @refs: the report's chunks, in the order of cr_region_scan()
 * @ref_count: how many
 *
 * Context: that of @image->read; g is large, do not put it on a stack.
 * Return: 0; -ENOENT: the chunks hold no line of a report (or were reused
 * meanwhile); -EINVAL: @g has no room for a chunk; or what @image->read gave.
 */
int cr_gather_report(struct cr_gather *g, const struct cr_image *image,
		     const struct cr_layout *layout,
		     const struct cr_chunk_ref *refs, u32 ref_count);

/**
 * cr_record_bytes() - how large a buffer cr_record_encode() needs
 * @g: a gathered report
 *
 * Context: any.
 * Return: bytes.
 */
u32 cr_record_bytes(const struct cr_gather *g);

/**
 * cr_record_encode() - make the record
 * @g: a gathered report
 * @running: the boot that uses the region now, or did last; NULL: unknown.
 *           An unclosed report of that boot is open, of another was cut.
 * @former: the boot of the report, if that is another and its description is
 *          still there; NULL: not. Tells whether it ended with a panic.
 * @buf: receives the record
 * @buf_bytes: its size
 *
 * The same report gives the same bytes wherever it is encoded with the same
 * cr_facts::parts; without them, see complete.h.
 *
 * Context: any.
 * Return: size of the record; -EMSGSIZE: @buf_bytes is too small.
 */
s64 cr_record_encode(const struct cr_gather *g, const struct cr_boot *running,
		     const struct cr_boot *former, void *buf, u32 buf_bytes);

/**
 * cr_record_seal() - fill in the size and the CRCs, the last thing to be done
 * @buf: a record, aside from these
 * @bytes: its size
 *
 * Context: any.
 */
void cr_record_seal(void *buf, u32 bytes);

/**
 * struct cr_record - a record that was found valid
 * @hdr: a copy of its header
 * @body: its attributes
 * @body_bytes: their size
 */
struct cr_record {
	struct crashrec_rec_hdr hdr;
	const u8 *body;
	u32 body_bytes;
};

/**
 * struct cr_attr - an attribute of a record
 * @type: CRASHREC_ATTR_*
 * @bytes: of the payload
 * @payload: in the record's bytes
 */
struct cr_attr {
	u16 type;
	u32 bytes;
	const u8 *payload;
};

/**
 * cr_record_decode() - check a record's bytes
 * @record: filled on success; refers to @buf
 * @buf: the bytes
 * @buf_bytes: how many; more than the record is allowed
 *
 * Context: any.
 * Return: size of the record; -EBADMSG: it is damaged or none;
 * -EPROTONOSUPPORT: of a newer version; -EMSGSIZE: @buf_bytes is less than
 * the record.
 */
s64 cr_record_decode(struct cr_record *record, const void *buf, u32 buf_bytes);

/**
 * cr_record_attr() - go through the attributes
 * @record: a valid record
 * @offset: 0 at first; moved behind the attribute
 * @attr: filled on success
 *
 * Context: any.
 * Return: false at the end, or where an attribute is not whole.
 */
bool cr_record_attr(const struct cr_record *record, u32 *offset,
		    struct cr_attr *attr);

#endif /* CR_RECORD_H */
