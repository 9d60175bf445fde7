/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * libcrashrec: the source file and function that are most likely at fault.
 *
 * The rules of crashrec.h hold here.
 */
#ifndef CRASHREC_GUILT_H
#define CRASHREC_GUILT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crashrec.h"

#ifdef __cplusplus
extern "C" {
#endif

struct crashrec_symbol;

/* A file's name, terminated. */
#define CRASHREC_GUILT_FILE_ROOM	256

/**
 * struct crashrec_guilt - who is at fault
 * @function: its name; empty: none can be told
 * @file: that it is in, terminated; "": not told. Without @function: what the
 *        report's header names.
 * @line: number of the line in that file, 0: not told
 * @frame: index of its frame, or CRASHREC_UNKNOWN: the report's header names it,
 *         or there is none
 * @only_reports: nothing but code that reports, locks or allocates on others'
 *                behalf is there: it is the first of that
 *
 * Text lives as long as the record, and as the symbols.
 */
struct crashrec_guilt {
	struct crashrec_text function;
	char file[CRASHREC_GUILT_FILE_ROOM];
	uint32_t line;
	uint32_t frame;
	bool only_reports;
};

/**
 * crashrec_record_guilt() - the file and function most likely at fault
 * @record: the record
 * @symbols: from crashrec_symbols_frames(); NULL: what the text has counts
 * @guilt: filled
 *
 * Of the places that the report names, in its order, it is the first in a file
 * that does more than report, check, lock, schedule, or allocate and free for
 * others, or a frame of a module that has no file where others have. Of a stall,
 * those before the interrupt that found it don't count.
 *
 * Where no file is known but one in the report's header that only reports, and
 * where there are none, it is the function that the title names; if the title
 * names none, or one that sleeps for others, the first frame's that a title
 * might name, of a stall that which a title would. The header's file is told
 * with it only if the header says that it is in there.
 *
 * Return: false if the report names no function.
 */
CRASHREC_API bool crashrec_record_guilt(const struct crashrec_record *record,
					const struct crashrec_symbol *symbols,
					struct crashrec_guilt *guilt);

/**
 * crashrec_file_is_guiltless() - does a file serve all others?
 * @file: relative to the kernel's source
 *
 * Return: true if what goes wrong in it is most often its callers' fault.
 */
CRASHREC_API bool crashrec_file_is_guiltless(const char *file);

#ifdef __cplusplus
}
#endif

#endif /* CRASHREC_GUILT_H */
