// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * mm/kasan/report.c, report_generic.c, mm/kfence/report.c, mm/kmsan/report.c,
 * kernel/kcsan/report.c (6.12), and KASAN's older words since 4.4: one row for
 * each line. What a row's numbers and texts are is a letter each.
 */
#include "access.h"

#include "scan.h"
#include "section.h"

/**
 * struct row - a line
 * @format: of it
 * @fields: what the numbers are, in their order, then the texts:
 *          a address, s size, p pid, c CPU, b begin, e end, o old value,
 *          n new value, B bytes of an object, R bytes of the region, O offset,
 *          k offset in a stack frame, i index, f first byte, l last byte;
 *          then behind a blank t comm, C cache, v variable, w how it is
 *          accessed, S which side, g whether it is allocated
 * @kind: CRASHREC_ACCESS_* if it is an access, or NOT_ACCESS
 */
struct row {
	const char *format;
	char fields[7];
	u8 kind;
};

#define NOT_ACCESS	0xff
#define READ		CRASHREC_ACCESS_READ
#define WRITE		CRASHREC_ACCESS_WRITE
#define FREE		CRASHREC_ACCESS_FREE
#define CORRUPTED	CRASHREC_ACCESS_CORRUPTED
#define COPY		CRASHREC_ACCESS_COPY
/* Its %s says. */
#define SAID		CRASHREC_ACCESS_UNKNOWN

static const struct row rows[] = {
	{ "Read of size %d at addr %x by task %l/%d", "sap t", READ },
	{ "Write of size %d at addr %x by task %l/%d", "sap t", WRITE },
	{ "Read of size %d by task %l/%d", "sp t", READ },
	{ "Write of size %d by task %l/%d", "sp t", WRITE },
	{ "Read at addr %x by task %l/%d", "ap t", READ },
	{ "Write at addr %x by task %l/%d", "ap t", WRITE },
	{ "Free of addr %x by task %l/%d", "ap t", FREE },
	{ "The buggy address belongs to the object at %x", "b", NOT_ACCESS },
	{ "which belongs to the cache %s of size %d", "B C", NOT_ACCESS },
	{ "Object at %x, in cache %s size: %d", "bB C", NOT_ACCESS },
	{ "The buggy address is located %d bytes to the %w", "O S",
	  NOT_ACCESS },
	{ "The buggy address is located %d bytes %w", "O S", NOT_ACCESS },
	{ "%d-byte region [%x, %x)", "Rbe", NOT_ACCESS },
	{ "%w %d-byte region [%x, %x)", "Rbe g", NOT_ACCESS },
	{ "and is located at offset %d in frame:", "k", NOT_ACCESS },
	{ "Out-of-bounds %w at 0x%x (%dB %w of kfence-#%d)", "aOi wS", SAID },
	{ "Use-after-free %w at 0x%x (in kfence-#%d)", "ai w", SAID },
	{ "Corrupted memory at 0x%x ", "a", CORRUPTED },
	{ "Invalid free of 0x%x (in kfence-#%d)", "ai", FREE },
	{ "Invalid %w at 0x%x", "a w", SAID },
	{ "kfence-#%d: 0x%x-0x%x, size=%d, cache=%s", "ibeB C", NOT_ACCESS },
	{ "kfence-#%d [0x%x-0x%x, size=%d, cache=%s]", "ibeB C", NOT_ACCESS },
	{ "%s to 0x%x of %d bytes by task %d on cpu %d:", "aspc w", SAID },
	{ "%s to 0x%x of %d bytes by interrupt on cpu %d:", "asc w", SAID },
	{ "race at unknown origin, with %s to 0x%x of %d bytes by task %d on cpu %d:",
	  "aspc w", SAID },
	{ "race at unknown origin, with %s to 0x%x of %d bytes by interrupt on cpu %d:",
	  "asc w", SAID },
	{ "value changed: 0x%x -> 0x%x", "on", NOT_ACCESS },
	{ "Bytes %d-%d of %d are uninitialized", "flR", NOT_ACCESS },
	{ "Byte %d of %d is uninitialized", "fR", NOT_ACCESS },
	{ "Memory access of size %d starts at %x", "sa", SAID },
	{ "Data copied to user address %x", "a", COPY },
	{ "Local variable %s created at:", " v", NOT_ACCESS },
};

static const struct cr_text tools[CRASHREC_TOOL_COUNT] = {
	[CRASHREC_TOOL_KASAN] = CR_TEXT("KASAN"),
	[CRASHREC_TOOL_KFENCE] = CR_TEXT("KFENCE"),
	[CRASHREC_TOOL_KCSAN] = CR_TEXT("KCSAN"),
	[CRASHREC_TOOL_KMSAN] = CR_TEXT("KMSAN"),
};

static struct crashrec_object *object_of(struct cr_structure *s)
{
	struct crashrec_object *object = &s->object;

	if (s->has_object)
		return object;
	s->has_object = true;
	memset(object, 0, sizeof(*object));
	object->bytes = cpu_to_le32(CRASHREC_NO_NUMBER);
	object->region_bytes = cpu_to_le32(CRASHREC_NO_NUMBER);
	object->offset = cpu_to_le32(CRASHREC_NO_NUMBER);
	object->index = cpu_to_le32(CRASHREC_NO_NUMBER);
	object->first_byte = cpu_to_le32(CRASHREC_NO_NUMBER);
	object->last_byte = cpu_to_le32(CRASHREC_NO_NUMBER);
	return object;
}

/* "read", "write (marked)", "read-write (reordered)", "assert no writes" */
static void set_how(struct crashrec_access *access, struct cr_text text)
{
	if (cr_text_has(text, CR_WORD("(marked")))
		access->flags |= CRASHREC_ACCESS_F_MARKED;
	if (cr_text_has(text, CR_WORD("reordered)")))
		access->flags |= CRASHREC_ACCESS_F_REORDERED;
	if (cr_text_starts(text, CR_WORD("read-write")))
		access->kind = CRASHREC_ACCESS_READ_WRITE;
	else if (cr_text_starts(text, CR_WORD("read")))
		access->kind = READ;
	else if (cr_text_starts(text, CR_WORD("write")))
		access->kind = WRITE;
	else if (cr_text_starts(text, CR_WORD("assert")))
		access->kind = CRASHREC_ACCESS_ASSERT;
}

static void set_side(struct crashrec_object *object, struct cr_text text)
{
	if (cr_text_starts(text, CR_WORD("inside")))
		object->side = CRASHREC_SIDE_INSIDE;
	else if (cr_text_starts(text, CR_WORD("left")))
		object->side = CRASHREC_SIDE_LEFT;
	else if (cr_text_starts(text, CR_WORD("right")))
		object->side = CRASHREC_SIDE_RIGHT;
}

/**
 * struct field - where a number goes
 * @letter: of it
 * @in_access: to the access, else to the object
 * @is_wide: it has 64 bits
 * @at: where in that
 * @flag: that it is told
 */
struct field {
	char letter;
	bool in_access;
	bool is_wide;
	u8 at;
	u8 flag;
};

#define IN_ACCESS(name)	offsetof(struct crashrec_access, name)
#define IN_OBJECT(name)	offsetof(struct crashrec_object, name)

static const struct field fields[] = {
	{ 'a', true, true, IN_ACCESS(address), CRASHREC_ACCESS_F_ADDRESS },
	{ 's', true, false, IN_ACCESS(bytes), 0 },
	{ 'p', true, false, IN_ACCESS(pid), 0 },
	{ 'c', true, false, IN_ACCESS(cpu), 0 },
	{ 'b', false, true, IN_OBJECT(begin), CRASHREC_OBJECT_F_BEGIN },
	{ 'e', false, true, IN_OBJECT(end), CRASHREC_OBJECT_F_END },
	{ 'o', false, true, IN_OBJECT(old_value), 0 },
	{ 'n', false, true, IN_OBJECT(new_value), CRASHREC_OBJECT_F_CHANGED },
	{ 'B', false, false, IN_OBJECT(bytes), 0 },
	{ 'R', false, false, IN_OBJECT(region_bytes), 0 },
	{ 'O', false, false, IN_OBJECT(offset), 0 },
	{ 'k', false, false, IN_OBJECT(offset), CRASHREC_OBJECT_F_STACK },
	{ 'i', false, false, IN_OBJECT(index), 0 },
	{ 'f', false, false, IN_OBJECT(first_byte), 0 },
	{ 'l', false, false, IN_OBJECT(last_byte), 0 },
};

static void set_number(struct cr_structure *s, struct crashrec_access *access,
		       char letter, u64 number)
{
	__le32 narrow = cpu_to_le32((u32)number);
	__le64 wide = cpu_to_le64(number);
	const struct field *field = fields;
	u8 *into;

	while (field->letter != letter)
		field++;
	if (field->in_access) {
		into = (u8 *)access;
		access->flags |= field->flag;
	} else {
		into = (u8 *)object_of(s);
		s->object.flags |= field->flag;
	}
	into += field->at;
	if (field->is_wide)
		memcpy(into, &wide, sizeof(wide));
	else
		memcpy(into, &narrow, sizeof(narrow));
}

static void set_text(const struct cr_structure_line *line,
		     struct crashrec_access *access, char field,
		     struct cr_text text)
{
	struct cr_structure *s = line->s;

	switch (field) {
	case 't':
		access->comm = cr_structure_ref(line, text);
		break;
	case 'w':
		set_how(access, text);
		break;
	case 'C':
		object_of(s)->cache = cr_structure_ref(line, text);
		break;
	case 'v':
		object_of(s)->variable = cr_structure_ref(line, text);
		break;
	case 'S':
		set_side(object_of(s), text);
		break;
	case 'g':
		object_of(s)->flags |= text.at[0] == 'f' ?
				       CRASHREC_OBJECT_F_FREED :
				       CRASHREC_OBJECT_F_ALLOCATED;
		break;
	default:
		break;
	}
}

static void add_access(const struct cr_structure_line *line,
		       const struct crashrec_access *access)
{
	struct cr_structure *s = line->s;
	struct crashrec_access *out =
		cr_structure_add(s, s->accesses, &s->access_count,
				 CR_ACCESSES_MAX, sizeof(*s->accesses));

	if (out)
		*out = *access;
	if (s->now.tool == CRASHREC_TOOL_KCSAN)
		cr_section_announce(line, CRASHREC_SECTION_ACCESS,
				    le32_to_cpu(access->cpu),
				    le32_to_cpu(access->pid));
}

static void take_row(const struct cr_structure_line *line,
		     const struct row *row, const struct cr_scan *scan)
{
	struct crashrec_access access = {
		.bytes = cpu_to_le32(CRASHREC_NO_NUMBER),
		.pid = cpu_to_le32(CRASHREC_NO_PID),
		.cpu = cpu_to_le32(CRASHREC_NO_CPU),
		.kind = row->kind,
		.tool = line->s->now.tool,
	};
	const char *field = row->fields;
	u32 i;

	for (i = 0; *field && *field != ' '; field++)
		set_number(line->s, &access, *field, scan->number[i++]);
	for (i = 0; *field && *++field;)
		set_text(line, &access, *field, scan->text[i++]);
	if (row->kind == NOT_ACCESS)
		return;
	if (line->s->now.tool == CRASHREC_TOOL_KCSAN &&
	    access.pid == cpu_to_le32(CRASHREC_NO_PID))
		access.flags |= CRASHREC_ACCESS_F_IRQ;
	add_access(line, &access);
}

/* "BUG: KCSAN: data-race in": its accesses have no other mark. */
static void take_tool(const struct cr_structure_line *line)
{
	struct cr_scan scan;
	u8 tool;

	if (!cr_scan(line->text, "BUG: %s: ", &scan))
		return;
	for (tool = 0; tool < CRASHREC_TOOL_COUNT; tool++) {
		if (cr_text_equals(scan.text[0], tools[tool]))
			line->s->now.tool = tool;
	}
}

void cr_access_line(const struct cr_structure_line *line)
{
	struct cr_text text = line->text;
	struct cr_scan scan;
	bool is_text;
	u32 i;

	if (!line->is_inner)
		take_tool(line);
	/* Such lines begin with a word that may be any. */
	is_text = line->s->now.tool == CRASHREC_TOOL_KCSAN ?
		  cr_text_has(text, CR_WORD(" bytes by ")) :
		  text.at != line->begin &&
		  cr_text_has(text, CR_WORD("-byte region ["));
	for (i = 0; i < CR_COUNT(rows); i++) {
		const char *format = rows[i].format;

		if (line->is_inner && rows[i].kind != NOT_ACCESS)
			continue;
		if ((format[0] == '%' ? is_text : format[0] == text.at[0]) &&
		    cr_scan(text, format, &scan)) {
			take_row(line, &rows[i], &scan);
			return;
		}
	}
}
