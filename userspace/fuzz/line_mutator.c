// SPDX-License-Identifier: GPL-2.0
/*
 * Mutations of texts that have lines: besides what libFuzzer does with bytes,
 * lines come twice, go, move, or are changed one by one.
 */
#include <string.h>

#include "fuzz_check.h"

#define BLOCK_MAX_LINES	8
#define BLOCK_MAX_BYTES	2048

struct text {
	uint8_t *data;
	size_t bytes;
	size_t room;
	unsigned int seed;
};

/* From 0 up to @below. */
static size_t draw(struct text *text, size_t below)
{
	text->seed = text->seed * 1103515245 + 12345;
	return below ? (text->seed >> 8) % below : 0;
}

/* Where a line begins. */
static size_t draw_line(struct text *text)
{
	size_t at = draw(text, text->bytes + 1);

	while (at && text->data[at - 1] != '\n')
		at--;
	return at;
}

/* Length of the line at @at, newline included. */
static size_t line_bytes(const struct text *text, size_t at)
{
	const uint8_t *end = memchr(text->data + at, '\n', text->bytes - at);

	return end ? (size_t)(end + 1 - text->data) - at : text->bytes - at;
}

static size_t block_bytes(struct text *text, size_t at)
{
	size_t lines = 1 + draw(text, BLOCK_MAX_LINES);
	size_t end = at;

	while (lines-- && end < text->bytes)
		end += line_bytes(text, end);
	return end - at < BLOCK_MAX_BYTES ? end - at : BLOCK_MAX_BYTES;
}

static void insert(struct text *text, size_t at, const uint8_t *bytes,
		   size_t count)
{
	if (count > text->room - text->bytes)
		return;
	memmove(text->data + at + count, text->data + at, text->bytes - at);
	memcpy(text->data + at, bytes, count);
	text->bytes += count;
}

static void cut(struct text *text, size_t at, size_t count)
{
	memmove(text->data + at, text->data + at + count,
		text->bytes - at - count);
	text->bytes -= count;
}

static void change_line(struct text *text, size_t at)
{
	uint8_t line[BLOCK_MAX_BYTES];
	size_t count = line_bytes(text, at);

	if (count && text->data[at + count - 1] == '\n')
		count--;
	if (count > sizeof(line) / 2)
		return;
	memcpy(line, text->data + at, count);
	cut(text, at, count);
	insert(text, at, line, LLVMFuzzerMutate(line, count, sizeof(line)));
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t bytes, size_t room,
			       unsigned int seed)
{
	struct text text = { data, bytes, room, seed };
	uint8_t block[BLOCK_MAX_BYTES];
	size_t at, count;

	if (bytes > room || draw(&text, 3) == 0)
		return LLVMFuzzerMutate(data, bytes, room);
	at = draw_line(&text);
	if (draw(&text, 2)) {
		change_line(&text, at);
		return text.bytes;
	}
	count = block_bytes(&text, at);
	memcpy(block, data + at, count);
	switch (draw(&text, 3)) {
	case 0:
		insert(&text, draw_line(&text), block, count);
		break;
	case 1:
		cut(&text, at, count);
		break;
	default:
		cut(&text, at, count);
		insert(&text, draw_line(&text), block, count);
	}
	return text.bytes;
}
