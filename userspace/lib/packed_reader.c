// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * What the process does that libkdumpfile runs in. Without libkdumpfile there is
 * none.
 */
#include "packed.h"

#ifdef HAVE_LIBKDUMPFILE

#include <errno.h>
#include <libkdumpfile/kdumpfile.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/**
 * struct reader - the dump
 * @ctx: of libkdumpfile
 * @pages: which there are; NULL: it does not tell
 * @page_bytes: of each
 * @bytes: end of the memory
 * @shared: where the bytes go
 */
struct reader {
	kdump_ctx_t *ctx;
	kdump_bmp_t *pages;
	u64 page_bytes;
	u64 bytes;
	u8 *shared;
};

static kdump_status set_up(struct reader *reader, int fd)
{
	kdump_ctx_t *ctx = reader->ctx;
	kdump_num_t pfns = 0, page_bytes = 0;
	kdump_status status;

	/* A mapped file that gets shorter would kill the process. */
	status = kdump_set_number_attr(ctx, KDUMP_ATTR_FILE_MMAP_POLICY,
				       KDUMP_MMAP_NEVER);
	if (status == KDUMP_OK)
		status = kdump_set_number_attr(ctx, KDUMP_ATTR_ZERO_EXCLUDED,
					       1);
	if (status == KDUMP_OK)
		status = kdump_open_fd(ctx, fd);
	if (status == KDUMP_OK)
		status = kdump_get_number_attr(ctx, "max_pfn", &pfns);
	if (status == KDUMP_OK)
		status = kdump_get_number_attr(ctx, KDUMP_ATTR_PAGE_SIZE,
					       &page_bytes);
	if (status != KDUMP_OK)
		return status;
	if (!page_bytes || pfns > PACKED_MEMORY_MAX_BYTES / page_bytes)
		return kdump_err(ctx, KDUMP_ERR_CORRUPT,
				 "it has more memory than there can be");
	reader->page_bytes = page_bytes;
	reader->bytes = pfns * page_bytes;
	return KDUMP_OK;
}

static void find_pages(struct reader *reader)
{
	kdump_attr_t attr = { .type = KDUMP_BITMAP };

	if (kdump_get_typed_attr(reader->ctx, KDUMP_ATTR_FILE_PAGEMAP,
				 &attr) == KDUMP_OK)
		reader->pages = attr.val.bitmap;
}

static int read_bytes(struct reader *reader, u64 from, u32 bytes)
{
	size_t got;
	kdump_status status;
	u32 at = 0;

	if (bytes > PACKED_SHARED_BYTES)
		return -EINVAL;
	while (at < bytes) {
		got = bytes - at;
		status = kdump_read(reader->ctx, KDUMP_MACHPHYSADDR, from + at,
				    reader->shared + at, &got);
		if (status == KDUMP_OK)
			return 0;
		if (status != KDUMP_ERR_NODATA || got > bytes - at)
			return -EIO;
		/* Up to the next page there is nothing. */
		at += (u32)got;
		got = reader->page_bytes - (from + at) % reader->page_bytes;
		if (got > bytes - at)
			got = bytes - at;
		memset(reader->shared + at, 0, got);
		at += (u32)got;
	}
	return 0;
}

static void find_range(const struct reader *reader, struct packed_answer *answer)
{
	kdump_addr_t page = answer->from / reader->page_bytes;

	answer->to = reader->bytes;
	if (!reader->pages)
		return;
	if (kdump_bmp_find_set(reader->pages, &page) != KDUMP_OK) {
		answer->from = reader->bytes;
		return;
	}
	if (page > answer->from / reader->page_bytes)
		answer->from = page * reader->page_bytes;
	if (kdump_bmp_find_clear(reader->pages, &page) == KDUMP_OK)
		answer->to = page * reader->page_bytes;
}

static void answer_to(struct reader *reader,
		      const struct packed_request *request,
		      struct packed_answer *answer)
{
	answer->from = request->from;
	switch (request->want) {
	case PACKED_WANT_SIZE:
		answer->to = reader->bytes;
		break;
	case PACKED_WANT_BYTES:
		answer->err = read_bytes(reader, request->from,
					 request->bytes);
		break;
	default:
		find_range(reader, answer);
		break;
	}
}

void packed_reader_run(int socket, int fd, u8 *shared)
{
	struct reader reader = { .ctx = kdump_new(), .shared = shared };
	struct packed_request request;
	struct packed_answer answer;
	kdump_status status = reader.ctx ? set_up(&reader, fd) :
					   KDUMP_ERR_SYSTEM;
	const char *why = reader.ctx ? kdump_get_err(reader.ctx) : NULL;
	char kept[PACKED_WHY_BYTES] = "";

	if (status != KDUMP_OK)
		snprintf(kept, sizeof(kept), "%s",
			 why ? why : kdump_strerror(status));
	else
		find_pages(&reader);
	while (recv(socket, &request, sizeof(request), 0) ==
	       (ssize_t)sizeof(request)) {
		memset(&answer, 0, sizeof(answer));
		memcpy(answer.why, kept, sizeof(answer.why));
		if (status == KDUMP_OK)
			answer_to(&reader, &request, &answer);
		else
			answer.err = -EBADMSG;
		if (send(socket, &answer, sizeof(answer), MSG_NOSIGNAL) < 0)
			break;
	}
}

bool packed_reader_is_built(void)
{
	return true;
}

#else

void packed_reader_run(int socket, int fd, u8 *shared)
{
	(void)socket;
	(void)fd;
	shared[0] = 0;
}

bool packed_reader_is_built(void)
{
	return false;
}

#endif
