// SPDX-License-Identifier: GPL-2.0
#include "symbols_view.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "complain.h"
#include "escape.h"
#include "out_text.h"

/* Once for each kernel, not for each of its records; a log may name any number. */
static void tell(struct symbols_view *view)
{
	const char *error = crashrec_symbols_error(view->symbols);
	size_t i;

	view->exit_code = EXIT_SOURCE;
	for (i = 0; i < view->told_count; i++)
		if (view->told[i] && !strcmp(view->told[i], error))
			return;
	if (view->told_count == SYMBOLS_TOLD_MAX) {
		view->untold_count++;
		return;
	}
	complain("%s", error);
	view->told[view->told_count++] = strdup(error);
}

bool symbols_view_open(struct symbols_view *view,
		       const struct options *options)
{
	struct crashrec_symbols_options how = {
		.vmlinux = options->vmlinux,
		.module_path = options->module_dir,
		.debug_path = options->debug_dir,
		.release = options->release,
		.as_printed = options->as_printed,
	};

	memset(view, 0, sizeof(*view));
	view->options = options;
	if (!options->symbols)
		return true;
	if (!crashrec_symbols_open(&view->symbols, &how))
		return true;
	tell(view);
	return false;
}

static void drop_frames(struct symbols_view *view)
{
	free(view->frames);
	view->frames = NULL;
	view->frame_count = 0;
}

bool symbols_view_use(struct symbols_view *view,
		      const struct crashrec_record *record)
{
	drop_frames(view);
	if (!view->symbols)
		return true;
	view->is_usable = !crashrec_symbols_use_record(view->symbols, record);
	if (!view->is_usable) {
		tell(view);
		return true;
	}
	crashrec_record_frames(record, &view->frame_count);
	return !crashrec_symbols_frames(view->symbols, record, &view->frames);
}

void symbols_view_use_none(struct symbols_view *view)
{
	struct crashrec_text none = { "", 0 };

	drop_frames(view);
	if (!view->symbols)
		return;
	view->is_usable = !crashrec_symbols_use_kernel(view->symbols, none);
	if (!view->is_usable)
		tell(view);
}

bool symbols_view_line(struct symbols_view *view, FILE *out,
		       struct crashrec_text line)
{
	bool escape = isatty(fileno(out));
	struct crashrec_text text;

	if (view->is_usable) {
		if (crashrec_symbols_line(view->symbols, line, &text))
			return false;
		out_text_mail(out, text, escape);
		return true;
	}
	if (escape) {
		escape_print(out, line);
		fputc('\n', out);
	} else {
		fwrite(line.data, 1, line.bytes, out);
		fputc('\n', out);
	}
	return true;
}

int symbols_view_close(struct symbols_view *view)
{
	const char *complaint;
	size_t i;

	if (view->untold_count)
		complain("and %" PRIu64 " records of other kernels without debug information",
			 view->untold_count);
	for (i = 0; view->symbols && view->exit_code != EXIT_SOURCE; i++) {
		complaint = crashrec_symbols_complaint(view->symbols, i);
		if (!complaint)
			break;
		complain("%s", complaint);
	}
	drop_frames(view);
	crashrec_symbols_close(view->symbols);
	view->symbols = NULL;
	while (view->told_count)
		free(view->told[--view->told_count]);
	return view->exit_code;
}
