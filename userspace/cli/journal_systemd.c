// SPDX-License-Identifier: GPL-2.0
/*
 * Entries in the systemd journal. Beside MESSAGE, MESSAGE_ID and PRIORITY they
 * have
 *
 *   CRASHREC_BOOT_ID     the boot of the report, as _BOOT_ID is written
 *   CRASHREC_SEQ         its number; with the boot and the next one, its identity
 *   CRASHREC_BOOT_NS     CLOCK_BOOTTIME of its first line, nanoseconds
 *   CRASHREC_TIME        wall clock of that, ISO 8601, UTC
 *   CRASHREC_TITLE       any bytes; likewise CRASHREC_COMM
 *   CRASHREC_CLASS, CRASHREC_STATE, CRASHREC_FLAGS
 *   CRASHREC_COUNT       how many reports of that title came
 *   CRASHREC_LAST_TIME   wall clock of the last, if there were several
 *   CRASHREC_RELEASE     uname -r
 *   CRASHREC_CPU, CRASHREC_PID, CRASHREC_COMM   that the report is about
 *   CRASHREC_LINES_LOST  lines of it that were not kept
 *   CRASHREC_FILE        where it was saved
 *
 * What the record does not tell is left out.
 *
 * The journal takes an entry as a datagram, and writes it to its disk up to
 * five minutes later: it is asked to do so at once, as `journalctl --sync`
 * does, before anything is acknowledged. It then has taken all that was sent
 * before, so that a question after that is answered for these, too.
 */
#include "journal.h"

#define SD_JOURNAL_SUPPRESS_LOCATION

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <systemd/sd-id128.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

#include "complain.h"
#include "escape.h"
#include "when.h"

#define JOURNAL_SOCKET	"/run/systemd/journal/socket"
#define JOURNAL_CONTROL	"/run/systemd/journal/io.systemd.journal"
#define SYNC_S		60

#define MESSAGE_SAVED	SD_ID128_MAKE(95, 64, f9, a2, 64, 71, 41, a6, bb, 7a, \
				      0b, 4f, b4, 02, 1a, 08)
#define MESSAGE_REMOVED	SD_ID128_MAKE(78, c5, 94, 19, f1, 00, 45, bf, 8f, ab, \
				      a4, a6, 3c, ee, d1, 00)
#define MESSAGE_OTHER	SD_ID128_MAKE(26, 71, b6, 2e, 9e, 59, 4b, c1, 8e, \
				      1b, 54, 44, d2, e4, 69, 4b)

#define FIELDS_MAX	24

/**
 * struct fields - of an entry, or of a question
 * @fields: NAME=value, owned
 * @count: of them
 * @failed: there was no memory for one
 */
struct fields {
	struct iovec fields[FIELDS_MAX];
	int count;
	bool failed;
};

static void add_bytes(struct fields *fields, char *bytes, size_t count)
{
	if (!bytes || fields->count == FIELDS_MAX) {
		free(bytes);
		fields->failed = true;
		return;
	}
	fields->fields[fields->count].iov_base = bytes;
	fields->fields[fields->count++].iov_len = count;
}

__attribute__((format(printf, 2, 3)))
static void add(struct fields *fields, const char *format, ...)
{
	char *text = NULL;
	va_list args;
	int bytes;

	va_start(args, format);
	bytes = vasprintf(&text, format, args);
	va_end(args);
	add_bytes(fields, bytes < 0 ? NULL : text, bytes < 0 ? 0 : bytes);
}

/* Any bytes may stand in @text: the journal is told how many. */
static void add_text(struct fields *fields, const char *name,
		     struct crashrec_text text)
{
	size_t name_bytes = strlen(name);
	char *bytes;

	if (!text.bytes)
		return;
	bytes = malloc(name_bytes + text.bytes);
	if (bytes) {
		memcpy(bytes, name, name_bytes);
		memcpy(bytes + name_bytes, text.data, text.bytes);
	}
	add_bytes(fields, bytes, name_bytes + text.bytes);
}

static void free_fields(struct fields *fields)
{
	while (fields->count)
		free(fields->fields[--fields->count].iov_base);
}

static void add_message_id(struct fields *fields, enum journal_about about)
{
	const sd_id128_t ids[] = {
		[JOURNAL_SAVED] = MESSAGE_SAVED,
		[JOURNAL_OTHER] = MESSAGE_OTHER,
		[JOURNAL_REMOVED] = MESSAGE_REMOVED,
	};
	char text[SD_ID128_STRING_MAX];

	add(fields, "MESSAGE_ID=%s", sd_id128_to_string(ids[about], text));
}

static void add_identity(struct fields *fields,
			 const struct crashrec_record *record)
{
	char text[SD_ID128_STRING_MAX];
	sd_id128_t id;

	memcpy(id.bytes, crashrec_record_boot_id(record), sizeof(id.bytes));
	add(fields, "CRASHREC_BOOT_ID=%s", sd_id128_to_string(id, text));
	add(fields, "CRASHREC_SEQ=%" PRIu64, crashrec_record_seq(record));
	add(fields, "CRASHREC_BOOT_NS=%" PRIu64,
	    crashrec_record_boot_ns(record));
}

/* As syslog's: 2 critical, 3 error, 4 warning, 6 information. */
static int priority_of(const struct crashrec_record *record)
{
	static const int priorities[] = {
		[CRASHREC_REPORT_UNKNOWN] = 4,
		[CRASHREC_REPORT_RCU_STALL] = 3,
		[CRASHREC_REPORT_SOFT_LOCKUP] = 3,
		[CRASHREC_REPORT_HARD_LOCKUP] = 2,
		[CRASHREC_REPORT_HUNG_TASK] = 3,
		[CRASHREC_REPORT_LOCKDEP] = 3,
		[CRASHREC_REPORT_WARNING] = 4,
		[CRASHREC_REPORT_BUG] = 2,
		[CRASHREC_REPORT_OOPS] = 2,
		[CRASHREC_REPORT_KASAN] = 2,
		[CRASHREC_REPORT_ATOMIC_SLEEP] = 3,
		[CRASHREC_REPORT_PANIC] = 2,
	};
	unsigned int class = crashrec_record_class(record);

	if (crashrec_record_flags(record) &
	    (CRASHREC_FLAG_USER | CRASHREC_FLAG_SUPPRESSED))
		return 6;
	if (class < sizeof(priorities) / sizeof(priorities[0]))
		return priorities[class];
	return 4;
}

static void add_flags(struct fields *fields,
		      const struct crashrec_record *record)
{
	uint32_t left = crashrec_record_flags(record), flag;
	char text[256] = "";
	const char *name;
	size_t used = 0;

	while (left && used < sizeof(text)) {
		flag = left & -left;
		left -= flag;
		name = crashrec_flag_name(flag);
		if (name)
			used += (size_t)snprintf(text + used,
						 sizeof(text) - used, "%s%s",
						 used ? "," : "", name);
	}
	if (used)
		add(fields, "CRASHREC_FLAGS=%s", text);
}

static void add_counts(struct fields *fields,
		       const struct crashrec_record *record)
{
	uint64_t boot_ns, wall_ns, repeats;
	char when[WHEN_ROOM];

	repeats = crashrec_record_repeats(record, &boot_ns, &wall_ns);
	add(fields, "CRASHREC_COUNT=%" PRIu64, repeats + 1);
	if (repeats) {
		when_iso(when, wall_ns);
		add(fields, "CRASHREC_LAST_TIME=%s", when);
	}
	if (crashrec_record_lines_lost(record))
		add(fields, "CRASHREC_LINES_LOST=%" PRIu64,
		    crashrec_record_lines_lost(record));
}

static void add_who(struct fields *fields, const struct crashrec_record *record)
{
	struct crashrec_who who = crashrec_record_about(record);

	if (who.cpu != CRASHREC_UNKNOWN)
		add(fields, "CRASHREC_CPU=%" PRIu32, who.cpu);
	if (who.pid != CRASHREC_UNKNOWN)
		add(fields, "CRASHREC_PID=%" PRIu32, who.pid);
	add_text(fields, "CRASHREC_COMM=", who.comm);
}

static void add_record(struct fields *fields,
		       const struct crashrec_record *record)
{
	char when[WHEN_ROOM];

	add_identity(fields, record);
	when_iso(when, crashrec_record_wall_ns(record));
	add(fields, "CRASHREC_TIME=%s", when);
	add_text(fields, "CRASHREC_TITLE=", crashrec_record_title(record));
	add(fields, "CRASHREC_CLASS=%s",
	    crashrec_class_name(crashrec_record_class(record)));
	add(fields, "CRASHREC_STATE=%s",
	    crashrec_state_name(crashrec_record_state(record)));
	add_flags(fields, record);
	add_counts(fields, record);
	add_text(fields, "CRASHREC_RELEASE=", crashrec_record_release(record));
	add_who(fields, record);
}

/* One line, whatever bytes the title has. */
static void add_message(struct fields *fields, enum journal_about about,
			const struct crashrec_record *record)
{
	char *title = escape_dup(crashrec_record_title(record));
	static const char *const what[] = {
		[JOURNAL_SAVED] = "",
		[JOURNAL_OTHER] = "another one of that number, boot and time: ",
		[JOURNAL_REMOVED] = "removed, to make room: ",
	};
	uint64_t boot_ns, wall_ns, repeats;
	char count[40] = "", when[WHEN_ROOM];

	repeats = crashrec_record_repeats(record, &boot_ns, &wall_ns);
	if (repeats)
		snprintf(count, sizeof(count), ", %" PRIu64 " times",
			 repeats + 1);
	when_seconds(when, crashrec_record_wall_ns(record));
	if (title)
		add(fields, "MESSAGE=%s%s (%s, %s%s, %s UTC)",
		    what[about], title, crashrec_class_name(crashrec_record_class(record)),
		    crashrec_state_name(crashrec_record_state(record)), count,
		    when);
	else
		fields->failed = true;
	free(title);
}

const char *journal_missing(void)
{
	return access(JOURNAL_SOCKET, F_OK) ? "journald does not run here" :
					      NULL;
}

static bool exchange(int fd)
{
	static const char request[] =
		"{\"method\":\"io.systemd.Journal.Synchronize\"}";
	char reply[512];
	ssize_t got;

	/* A message ends with a zero byte. */
	if (send(fd, request, sizeof(request), MSG_NOSIGNAL) !=
	    sizeof(request))
		return false;
	do {
		got = recv(fd, reply, sizeof(reply), 0);
	} while (got > 0 && reply[got - 1]);
	return got > 0 && !memmem(reply, (size_t)got, "\"error\"", 7);
}

/* Return: 0 or a negative errno; a journal that can't do that has no socket. */
static int synchronize(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct timeval limit = { .tv_sec = SYNC_S };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int err = 0;

	if (fd < 0)
		return -errno;
	snprintf(address.sun_path, sizeof(address.sun_path), "%s",
		 JOURNAL_CONTROL);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)))
		err = -errno;
	else if (!exchange(fd))
		err = -EPROTO;
	close(fd);
	return err;
}

static void synchronize_or_say(void)
{
	static bool said;
	int err = synchronize();

	if (!err || said)
		return;
	said = true;
	complain("the journal could not be asked to write now: %s: a power cut may take entries",
		 strerror(-err));
}

int journal_tell(enum journal_about about, const struct crashrec_record *record,
		 const char *path)
{
	struct fields fields = { .count = 0 };
	int err = -ENOMEM;

	add_message(&fields, about, record);
	add_message_id(&fields, about);
	add(&fields, "PRIORITY=%d", priority_of(record));
	add_record(&fields, record);
	add(&fields, "CRASHREC_FILE=%s", path);
	if (!fields.failed)
		err = sd_journal_sendv(fields.fields, fields.count);
	free_fields(&fields);
	if (!err)
		synchronize_or_say();
	return err;
}

static int ask(sd_journal *journal, const struct fields *fields)
{
	int i, err = 0;

	for (i = 0; i < fields->count && err >= 0; i++)
		err = sd_journal_add_match(journal, fields->fields[i].iov_base,
					   fields->fields[i].iov_len);
	if (err >= 0)
		err = sd_journal_seek_head(journal);
	return err < 0 ? err : sd_journal_next(journal);
}

int journal_knows(enum journal_about about,
		  const struct crashrec_record *record, const char *path)
{
	struct fields fields = { .count = 0 };
	sd_journal *journal = NULL;
	int found;

	add_message_id(&fields, about);
	add_identity(&fields, record);
	if (about == JOURNAL_OTHER)
		add(&fields, "CRASHREC_FILE=%s", path);
	add(&fields, "_UID=%u", (unsigned int)geteuid());
	synchronize_or_say();
	found = fields.failed ? -ENOMEM :
				sd_journal_open(&journal, SD_JOURNAL_LOCAL_ONLY);
	if (found >= 0)
		found = ask(journal, &fields);
	sd_journal_close(journal);
	free_fields(&fields);
	return found > 0 ? 1 : found;
}
