// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "log_around.h"

#include <string.h>

#include "core/line.h"

/* What is looked at behind the begin of such a line. */
#define BOOT_MAX_BYTES	64
#define KILL_MAX_BYTES	64

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
	"lowmemorykiller: Killing 'syz-fuzzer'",
	"lowmemorykiller: Killing 'sshd'",
};

/* The same where the kernel kills them: a comm may have these words alone. */
static const struct cr_text kill_words = CR_TEXT("Out of memory: Kill");
static const struct cr_text killed_words[] = {
	CR_TEXT("(syz-fuzzer) score"),
	CR_TEXT("(sshd) score"),
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

static bool begins_line(const struct log_around *around, const char *at)
{
	return at == around->data || at[-1] == '\n' || at[-1] == '\r';
}

static const char *find_boot(const struct log_around *around, const char *at,
			     bool is_prefixed)
{
	struct cr_text text;

	while ((at = find(around, at, "Linux version "))) {
		text.at = at;
		text.bytes = around->end - at < BOOT_MAX_BYTES ?
			     (u32)(around->end - at) : BOOT_MAX_BYTES;
		if (cr_line_is_boot(text) &&
		    !(is_prefixed && begins_line(around, at)))
			break;
		at++;
	}
	return at;
}

bool log_around_panics(struct log_around *around, const char *at,
		       bool is_prefixed)
{
	if (!around->is_begun || (around->panic && around->panic < at))
		around->panic = find(around, at, panic_words);
	if (!around->is_begun || (around->boot && around->boot < at))
		around->boot = find_boot(around, at, is_prefixed);
	around->is_begun = true;
	return around->panic &&
	       (!around->boot || around->panic < around->boot);
}

/* "ed process 12 (sshd) score 5": the first comm, not one inside of it. */
static bool is_kill(struct cr_text line)
{
	u32 open = cr_text_find(line, CR_WORD("("));
	size_t i;

	if (open == CR_TEXT_NONE || cr_text_find(line, CR_WORD("\n")) < open)
		return false;
	line = cr_text_from(line, open);
	for (i = 0; i < CR_COUNT(killed_words); i++) {
		if (cr_text_starts(line, killed_words[i]))
			return true;
	}
	return false;
}

static bool has_kill(const struct log_around *around)
{
	const char *at = around->data;
	struct cr_text line;

	while ((at = find(around, at, kill_words.at))) {
		at += kill_words.bytes;
		line.at = at;
		line.bytes = around->end - at < KILL_MAX_BYTES ?
			     (u32)(around->end - at) : KILL_MAX_BYTES;
		if (is_kill(line))
			return true;
	}
	return false;
}

bool log_around_is_quiet(struct log_around *around)
{
	size_t i;

	if (around->is_judged)
		return around->is_quiet;
	around->is_judged = true;
	around->is_quiet = has_kill(around);
	for (i = 0; i < sizeof(quiet_words) / sizeof(quiet_words[0]); i++) {
		if (find(around, around->data, quiet_words[i]))
			around->is_quiet = true;
	}
	return around->is_quiet;
}
