// SPDX-License-Identifier: GPL-2.0
/*
 * The keys of stats, in their order; null is what the source does not tell:
 *
 *  kind          statistics
 *  version       see json_write.h
 *  source        its path
 *  source_kind   device, region, log, memory, saved, pstore
 *  records_unread records that it gives
 *  next_seq      number of the next record
 *  store         where the region lies
 *  format_version region_bytes chunk_bytes chunk_count   of the region
 *  corrected_bytes that had decayed and were repaired
 *  damaged       parts that were left out
 *  regions_found chunks_found   in a machine's memory
 *  logs_found    of pstore
 *  losses        of the last boot: object: boot_id, total, causes (object: a
 *                number for each cause), classes (object: of these, whole
 *                reports by class), heads (first lines of the last of them:
 *                array of cause, boot_ns, text)
 *  former_losses of the boot before, likewise
 */
#include "stats_json.h"

#include <json-c/json.h>
#include <string.h>

#include "json_write.h"

static const char *kind_name(unsigned int kind)
{
	static const char * const names[] = {
		[CRASHREC_SOURCE_DEVICE] = "device",
		[CRASHREC_SOURCE_REGION] = "region",
		[CRASHREC_SOURCE_LOG] = "log",
		[CRASHREC_SOURCE_MEMORY] = "memory",
		[CRASHREC_SOURCE_SAVED] = "saved",
		[CRASHREC_SOURCE_PSTORE] = "pstore",
	};

	return kind < sizeof(names) / sizeof(names[0]) ? names[kind] : NULL;
}

static struct json_object *new_heads(const struct crashrec_summary_losses *losses)
{
	struct json_object *array = json_object_new_array();
	struct json_object *object;
	uint32_t i;

	for (i = 0; i < losses->head_count; i++) {
		const struct crashrec_summary_head *head = &losses->heads[i];

		object = json_object_new_object();
		json_add_string(object, "cause",
				crashrec_ledger_name(head->cause));
		json_add_u64(object, "boot_ns", head->boot_ns);
		json_add_text(object, "text", (struct crashrec_text){
				      head->text, head->text_bytes });
		json_object_array_add(array, object);
	}
	return array;
}

static struct json_object *new_causes(const uint64_t *lost)
{
	struct json_object *object = json_object_new_object();
	unsigned int i;

	for (i = 0; i < CRASHREC_LEDGER_CLASSES; i++)
		if (crashrec_ledger_name(i))
			json_add_u64(object, crashrec_ledger_name(i), lost[i]);
	return object;
}

static struct json_object *new_classes(const uint64_t *lost)
{
	const char *unknown = crashrec_class_name(CRASHREC_REPORT_UNKNOWN);
	struct json_object *object = json_object_new_object();
	unsigned int i;

	for (i = 0; i < CRASHREC_LEDGER_ROOM - CRASHREC_LEDGER_CLASSES; i++)
		if (!i || strcmp(crashrec_class_name(i), unknown) != 0)
			json_add_u64(object, crashrec_class_name(i), lost[i]);
	return object;
}

static struct json_object *
new_losses(const struct crashrec_summary_losses *losses)
{
	static const uint8_t none[CRASHREC_BOOT_ID_BYTES];
	struct json_object *object;
	char uuid[CRASHREC_UUID_ROOM];

	if (!memcmp(losses->boot_id, none, sizeof(none)))
		return NULL;
	object = json_object_new_object();
	crashrec_uuid_text(losses->boot_id, uuid);
	json_add_string(object, "boot_id", uuid);
	json_add_u64(object, "total", losses->total);
	json_add(object, "causes", new_causes(losses->by_cause));
	json_add(object, "classes",
		 new_classes(losses->by_cause + CRASHREC_LEDGER_CLASSES));
	json_add(object, "heads", new_heads(losses));
	return object;
}

/* Zero is what this kind of source does not have. */
static void add_told(struct json_object *object, const char *key,
		     uint64_t number)
{
	json_add(object, key, number ? json_object_new_uint64(number) : NULL);
}

bool stats_json_print(FILE *out, const char *source,
		      const struct crashrec_summary *summary)
{
	struct json_object *object = json_begin("statistics");

	if (!object)
		return false;
	json_add_text(object, "source",
		      (struct crashrec_text){ source, strlen(source) });
	json_add_string(object, "source_kind", kind_name(summary->kind));
	json_add_u64(object, "records_unread", summary->records_unread);
	add_told(object, "next_seq", summary->next_seq);
	json_add_string(object, "store", summary->store);
	add_told(object, "format_version", summary->format_version);
	add_told(object, "region_bytes", summary->region_bytes);
	add_told(object, "chunk_bytes", summary->chunk_bytes);
	add_told(object, "chunk_count", summary->chunk_count);
	json_add_u64(object, "corrected_bytes", summary->corrected_bytes);
	json_add_u64(object, "damaged", summary->damaged);
	json_add_u64(object, "regions_found", summary->regions_found);
	json_add_u64(object, "chunks_found", summary->chunks_found);
	json_add_u64(object, "logs_found", summary->logs_found);
	json_add(object, "losses", new_losses(&summary->losses));
	json_add(object, "former_losses", new_losses(&summary->former_losses));
	return json_end(out, object);
}
