/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * The lines of a text log, without what consoles, dmesg and journals put
 * before them.
 */
#ifndef CRASHREC_LIB_LOG_LINE_H
#define CRASHREC_LIB_LOG_LINE_H

#include "core/env.h"

/* Frames are found by 16 bit offsets into their line. */
#define LOG_LINE_MAX_BYTES	65535U
#define LOG_CALLER_BYTES	16
#define LOG_NO_LEVEL		0xffU

/**
 * struct log_line - one line
 * @text: of the kernel, in the log's bytes, without the newline
 * @bytes: of it, at most LOG_LINE_MAX_BYTES
 * @level: 0 to 7, or LOG_NO_LEVEL
 * @has_time: @time_ns is known
 * @is_bare: nothing of a kernel stands before its text
 * @is_cut: it was longer
 * @is_inner: a further line of a text that has more than one
 * @is_aside: what stands before its text is not the kernel's alone
 * @is_user: a process wrote it to the kernel's log, which tells its facility
 * @time_ns: since boot
 * @number: which line of the log it is, from 1
 * @from: begin of the line, or of its entry in a journal, in the log's bytes
 * @from_number: lines before that
 * @caller: "T123", "C0"; padded with zeros, at least one; empty: not told
 * @claim: where @text begins if that is no caller but part of it; NULL: it can
 *         only be one, or there is none
 */
struct log_line {
	const char *text;
	u32 bytes;
	u8 level;
	bool has_time;
	bool is_bare;
	bool is_cut;
	bool is_inner;
	bool is_aside;
	bool is_user;
	u64 time_ns;
	u64 number;
	const char *from;
	u64 from_number;
	char caller[LOG_CALLER_BYTES];
	const char *claim;
};

/**
 * struct log_host - what is known of the machine's name
 * @name: it stands before each line, in the log's bytes
 * @bytes: of it, 0: it is not known
 * @timed: lines with a time that were looked at for it
 * @renamed: how often another was looked for
 */
struct log_host {
	const char *name;
	u32 bytes;
	u32 timed;
	u32 renamed;
};

/**
 * struct log_reader - a log that is being read
 * @at: what is not read yet
 * @end: of the log
 * @number: lines read
 * @host: name of the machine
 * @is_export: it is a journal in the export format
 * @message: of an entry of such, what is not given yet
 * @message_end: of it
 * @entry: what all its lines have, and the number of the next
 */
struct log_reader {
	const char *at;
	const char *end;
	u64 number;
	struct log_host host;
	bool is_export;
	const char *message;
	const char *message_end;
	struct log_line entry;
};

/**
 * log_reader_init() - begin to read a log
 * @reader: set up; refers to @data
 * @data: any bytes
 * @bytes: how many
 */
void log_reader_init(struct log_reader *reader, const char *data,
		     size_t bytes);

/**
 * log_reader_next() - the next line
 * @reader: from log_reader_init()
 * @line: filled on success
 *
 * Lines of a journal that are not the kernel's are counted and left out.
 *
 * Return: false at the end.
 */
bool log_reader_next(struct log_reader *reader, struct log_line *line);

/**
 * log_reader_take() - the next line of the bytes, whatever is in it
 * @reader: from log_reader_init(); its number goes up
 * @bytes: set to the length
 *
 * Return: the line; NULL at the end.
 */
const char *log_reader_take(struct log_reader *reader, size_t *bytes);

/**
 * log_is_export() - is it a journal in the export format?
 * @data: the log
 * @bytes: of it
 *
 * Return: true if it begins as one.
 */
bool log_is_export(const char *data, size_t bytes);

/* log_export.c */

/**
 * log_export_next() - log_reader_next() for the export format of a journal
 * @reader: likewise
 * @line: likewise
 *
 * Return: likewise.
 */
bool log_export_next(struct log_reader *reader, struct log_line *line);

#endif /* CRASHREC_LIB_LOG_LINE_H */
