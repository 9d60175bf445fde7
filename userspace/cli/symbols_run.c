// SPDX-License-Identifier: GPL-2.0
#include "symbols_run.h"

#include "cmd.h"
#include "complain.h"
#include "options.h"
#include "reading.h"
#include "symbols_view.h"
#include "whole_log.h"

static int show_records(struct symbols_view *view,
			const struct symbols_shower *shower)
{
	struct crashrec_record *record;
	struct reading reading;
	bool shown = true;

	if (!reading_open(&reading, view->options))
		return reading_close(&reading);
	while (shown && (record = reading_next(&reading))) {
		shown = shower->record(&reading, view, record);
		crashrec_record_free(record);
	}
	if (!shown) {
		complain("out of memory");
		reading_note(&reading, EXIT_OUTPUT);
	}
	return reading_close(&reading);
}

static int show_file(struct symbols_view *view,
		     const struct symbols_shower *shower, const char *file)
{
	struct whole_log log;
	bool shown;

	if (!whole_log_open(&log, file)) {
		whole_log_close(&log);
		return EXIT_SOURCE;
	}
	shown = shower->log(view, file, &log);
	whole_log_close(&log);
	if (shown)
		return EXIT_FINE;
	complain("out of memory");
	return EXIT_OUTPUT;
}

static int show_files(struct symbols_view *view,
		      const struct symbols_shower *shower)
{
	const struct options *options = view->options;
	int code, worst = EXIT_FINE;
	size_t i;

	for (i = 0; i < options->file_count && worst != EXIT_OUTPUT; i++) {
		code = show_file(view, shower, options->files[i]);
		if (code != EXIT_FINE)
			worst = code;
	}
	return worst;
}

int symbols_run(const struct options *options,
		const struct symbols_shower *shower)
{
	struct symbols_view view;
	int code = EXIT_SOURCE, symbols;

	if (symbols_view_open(&view, options))
		code = options->file_count ? show_files(&view, shower) :
					     show_records(&view, shower);
	symbols = symbols_view_close(&view);
	return code == EXIT_FINE ? symbols : code;
}
