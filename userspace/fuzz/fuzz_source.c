// SPDX-License-Identifier: GPL-2.0
#include "fuzz_source.h"

#include <crashrec_source.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz_check.h"
#include "fuzz_pieces.h"

#define RECORDS_MAX	8192
#define FINDS_MAX	16

/* A record, as it came first. */
struct seen {
	uint64_t seq;
	uint32_t digest;
	uint32_t flags;
	unsigned int state;
};

static struct seen seen[RECORDS_MAX];

void fuzz_source_begin(struct fuzz_source *source, off_t bytes)
{
	if (!source->fd) {
		source->fd = memfd_create("image", MFD_CLOEXEC);
		snprintf(source->path, sizeof(source->path),
			 "/proc/self/fd/%d", source->fd);
	}
	if (source->fd <= 0 || ftruncate(source->fd, 0) ||
	    ftruncate(source->fd, bytes))
		exit(1);
}

void fuzz_source_put(const struct fuzz_source *source, off_t at,
		     const void *bytes, size_t count)
{
	if (pwrite(source->fd, bytes, count, at) != (ssize_t)count)
		exit(1);
}

static void look_at_losses(const struct crashrec_summary_losses *losses)
{
	uint32_t i;

	FUZZ_REQUIRE(losses->head_count <= CRASHREC_LOST_HEADS_ROOM);
	for (i = 0; i < losses->head_count; i++)
		FUZZ_REQUIRE(losses->heads[i].text_bytes <=
			     CRASHREC_LOST_HEAD_ROOM_BYTES);
}

static void look_at_summary(struct crashrec_source *source,
			    struct crashrec_summary *summary)
{
	FUZZ_REQUIRE(!crashrec_source_summary(source, summary));
	look_at_losses(&summary->losses);
	look_at_losses(&summary->former_losses);
}

static struct seen see(const struct crashrec_record *record)
{
	return (struct seen){
		.seq = crashrec_record_seq(record),
		.digest = fuzz_digest(record),
		.flags = crashrec_record_flags(record),
		.state = crashrec_record_state(record),
	};
}

static bool is_same(const struct seen *a, const struct seen *b)
{
	return a->seq == b->seq && a->digest == b->digest &&
	       a->flags == b->flags && a->state == b->state;
}

static void look_for_witness(struct fuzz_source *found,
			     const struct crashrec_record *record,
			     const struct seen *now)
{
	if (now->seq != FUZZ_WITNESS_SEQ ||
	    crashrec_record_boot_id(record)[0] != FUZZ_WITNESS_BOOT)
		return;
	found->witnesses++;
	found->witness_digest = now->digest;
	found->witness_flags = now->flags;
}

/* @again: they are what was seen. Return: how many there are. */
static size_t read_all(struct crashrec_source *source,
		       struct fuzz_source *found, size_t records_max,
		       bool again)
{
	struct crashrec_record *record;
	struct seen now;
	size_t count = 0;
	int err;

	while (!(err = crashrec_source_next(source, &record))) {
		FUZZ_REQUIRE(count < records_max && count < RECORDS_MAX);
		now = see(record);
		FUZZ_REQUIRE(now.seq && now.seq <= INT64_MAX);
		FUZZ_REQUIRE(!again || is_same(&now, &seen[count]));
		if (!again)
			look_for_witness(found, record, &now);
		seen[count++] = now;
		crashrec_record_free(record);
	}
	FUZZ_REQUIRE(err == -ENOENT && !record);
	return count;
}

static void require_found(struct crashrec_source *source, uint64_t seq,
			  size_t count)
{
	struct crashrec_record *record;
	struct seen now;
	size_t i;

	FUZZ_REQUIRE(!crashrec_source_find(source, seq, &record));
	now = see(record);
	FUZZ_REQUIRE(now.seq == seq);
	for (i = 0; i < count; i++)
		if (is_same(&now, &seen[i]))
			break;
	FUZZ_REQUIRE(i < count);
	crashrec_record_free(record);
}

static void read_source(struct crashrec_source *source,
			struct fuzz_source *found, size_t records_max)
{
	struct crashrec_summary summary, again;
	struct crashrec_record *record;
	size_t count, i;

	look_at_summary(source, &summary);
	found->kind = summary.kind;
	/* What looks like text, or like a record, is for other targets. */
	if (found->kind != CRASHREC_SOURCE_REGION &&
	    found->kind != CRASHREC_SOURCE_MEMORY)
		return;
	count = read_all(source, found, records_max, false);
	FUZZ_REQUIRE(count <= summary.records_unread);
	for (i = 0; i < count && i < FINDS_MAX; i++)
		require_found(source, seen[i].seq, count);
	FUZZ_REQUIRE(crashrec_source_find(source, 0, &record) == -ENOENT);
	FUZZ_REQUIRE(!crashrec_source_rewind(source));
	FUZZ_REQUIRE(read_all(source, found, records_max, true) == count);
	look_at_summary(source, &again);
	FUZZ_REQUIRE(again.records_unread == summary.records_unread &&
		     again.next_seq == summary.next_seq &&
		     again.damaged >= summary.damaged);
}

void fuzz_source_read(struct fuzz_source *found, size_t records_max)
{
	struct crashrec_source *source;
	int err;

	found->kind = CRASHREC_SOURCE_NONE;
	found->witnesses = 0;
	err = crashrec_source_open(&source, found->path);
	FUZZ_REQUIRE(!err || err == -ENODATA || err == -EBADMSG ||
		     err == -EPROTONOSUPPORT || err == -EMSGSIZE);
	FUZZ_REQUIRE(!err == !*crashrec_source_error(source));
	if (!err)
		read_source(source, found, records_max);
	crashrec_source_close(source);
}
