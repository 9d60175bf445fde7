/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Records of the reports in a text log.
 */
#ifndef CRASHREC_LIB_LOG_RECORD_H
#define CRASHREC_LIB_LOG_RECORD_H

#include <crashrec.h>

#include "core/record.h"
#include "core/structure.h"
#include "log_report.h"

/**
 * struct log_recorder - makes records
 * @gather: the report that is being made a record of
 * @structure: its parts
 */
struct log_recorder {
	struct cr_gather gather;
	struct cr_structure structure;
};

/**
 * log_recorder_init() - get ready
 * @recorder: zeroed; log_recorder_exit() is to be called in any case; stays
 *            where it is
 *
 * Return: 0; -ENOMEM.
 */
int log_recorder_init(struct log_recorder *recorder);

/**
 * log_recorder_make() - make a record of a report
 * @recorder: ready
 * @report: of a log
 * @seq: number that the record gets
 * @record: set to it; the caller's
 *
 * Return: 0; or what record_adopt() and cr_record_encode() give.
 */
int log_recorder_make(struct log_recorder *recorder,
		      const struct log_report *report, uint64_t seq,
		      struct crashrec_record **record);

/** log_recorder_exit() - free what it has */
void log_recorder_exit(struct log_recorder *recorder);

#endif /* CRASHREC_LIB_LOG_RECORD_H */
