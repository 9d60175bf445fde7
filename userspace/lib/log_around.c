// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "log_around.h"

#include <string.h>

#include "core/line.h"

static const char panic_words[] = "Kernel panic - not syncing";

/*
 * What init, the shell's helpers and the fuzzer's own programs print when
 * there is no memory or no file system left to run them.
 */
static const char *const quiet_words[] = {
	"INIT: PANIC: segmentation violation!",
	"*** stack smashing detected ***: terminated",
	"fatal error: runtime: out of memory",
	"fatal error: out of memory",
	"fatal error: runtime: cannot allocate memory",
	"fatal error: unexpected signal during runtime execution",
	"panic: failed to start executor binary",
	"panic: failed to create temp dir",
	"failed: pthread_create failed",
	"runtime/cgo: pthread_create failed",
	"signal SIGBUS: bus error",
	"(syz-fuzzer) score",
	"(sshd) score",
	"lowmemorykiller: Killing 'syz-fuzzer'",
	"lowmemorykiller: Killing 'sshd'",
};

void log_around_init(struct log_around *around, const char *data, size_t bytes)
{
	memset(around, 0, sizeof(*around));
	around->data = data;
	around->end = data + bytes;
}

static const char *find(const struct log_around *around, const char *at,
			const char *words)
{
	return memmem(at, (size_t)(around->end - at), words, strlen(words));
}

static const char *find_boot(const struct log_around *around, const char *at)
{
	struct cr_text text;

	while ((at = find(around, at, "Linux version "))) {
		text.at = at;
		text.bytes = around->end - at < 64 ?
			     (u32)(around->end - at) : 64;
		if (cr_line_is_boot(text))
			break;
		at++;
	}
	return at;
}

bool log_around_panics(struct log_around *around, const char *at)
{
	if (!around->is_begun || (around->panic && around->panic < at))
		around->panic = find(around, at, panic_words);
	if (!around->is_begun || (around->boot && around->boot < at))
		around->boot = find_boot(around, at);
	around->is_begun = true;
	return around->panic &&
	       (!around->boot || around->panic < around->boot);
}

bool log_around_is_quiet(struct log_around *around)
{
	size_t i;

	if (around->is_judged)
		return around->is_quiet;
	around->is_judged = true;
	for (i = 0; i < sizeof(quiet_words) / sizeof(quiet_words[0]); i++) {
		if (find(around, around->data, quiet_words[i]))
			around->is_quiet = true;
	}
	return around->is_quiet;
}
