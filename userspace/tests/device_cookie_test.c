// SPDX-License-Identifier: GPL-2.0
/*
 * Cookies, in a guest, as root, with crashrec_trigger loaded: what reports tell
 * of what tasks said.
 *
 *   device_cookie_test            tests
 *   device_cookie_test write      sets cookies, in several tasks, until killed
 *   device_cookie_test cost FILE  prints the nanoseconds of a write() to FILE
 */
#include <crashrec.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <uapi/crashrec_device.h>
#include <unistd.h>

#include "support_device.h"
#include "support_tap.h"

#define RUN	"/sys/kernel/debug/crashrec_trigger/run"
#define WRITERS	4
#define STORMS	12
#define WORD	8	/* of which the text of a busy writer consists, repeated */

/* The cause of a report whose first line the caller prints. */
static void warn(void)
{
	int fd = open(RUN, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, "warn", 4) != 4) {
		tap_check("trigger_warns", false, "%s", strerror(errno));
		exit(1);
	}
	close(fd);
}

static int say(int fd, const char *text)
{
	return write(fd, text, strlen(text)) == (ssize_t)strlen(text) ? 0 : errno;
}

/* The next record behind @reading's position; waits for it. */
static struct crashrec_record *next_record(int reading)
{
	struct crashrec_record *record = NULL;
	ssize_t bytes = read(reading, device_buffer, DEVICE_BUFFER_BYTES);

	if (bytes > 0)
		crashrec_record_decode(&record, device_buffer, (size_t)bytes);
	if (record)
		return record;
	tap_check("record_comes", false, "%zd", bytes);
	exit(1);
}

static int at_the_end(void)
{
	int fd = device_open(O_RDONLY);

	lseek(fd, 0, SEEK_END);
	return fd;
}

/* The cookie of that thread, or NULL. */
static const struct crashrec_said *
cookie_of(const struct crashrec_record *record, pid_t pid)
{
	const struct crashrec_said *said;
	size_t i, count;

	said = crashrec_record_cookies(record, &count);
	for (i = 0; i < count; i++)
		if (said[i].pid == (uint32_t)pid)
			return &said[i];
	return NULL;
}

static bool is_cookie(const struct crashrec_said *said, const char *text,
		      bool own)
{
	return said && said->is_own == own && said->time_ns &&
	       said->text.bytes == strlen(text) &&
	       !memcmp(said->text.data, text, said->text.bytes);
}

static void check_sizes(void)
{
	char text[4096];
	int fd = device_open(O_RDWR), wrong = 0;
	size_t bytes;

	memset(text, 'x', sizeof(text));
	for (bytes = 0; bytes <= CRASHREC_COOKIE_MAX_BYTES; bytes++)
		wrong += write(fd, text, bytes) != (ssize_t)bytes;
	tap_check("cookie_of_0_to_64_bytes_is_taken", !wrong, "%d are not",
		  wrong);
	for (wrong = 0; bytes <= sizeof(text); bytes++)
		wrong += device_errno(write(fd, text, bytes)) != EINVAL;
	tap_check("longer_cookie_is_einval", !wrong, "%d are not", wrong);
	close(fd);
}

/* Own, and that of the parent, which only says something. */
static void check_own(void)
{
	int reading = at_the_end(), fd = device_open(O_WRONLY);
	struct crashrec_record *record;
	const struct crashrec_said *said;
	size_t count;
	pid_t child;

	say(fd, "parent");
	child = fork();
	if (!child) {
		say(fd, "former");
		say(fd, "call\t\033 7");
		warn();
		_exit(0);
	}
	device_child_status(child);
	record = next_record(reading);
	said = crashrec_record_cookies(record, &count);
	tap_check("own_cookie_comes_first", count >= 2 &&
		  said[0].pid == (uint32_t)child &&
		  said[0].tgid == (uint32_t)child &&
		  is_cookie(&said[0], "call\t\033 7", true), "%zu cookies",
		  count);
	tap_check("cookie_of_another_task_is_there",
		  is_cookie(cookie_of(record, getpid()), "parent", false),
		  "it is not");
	crashrec_record_free(record);
	close(reading);
	close(fd);
}

/* Neither of its parent nor one that it took back. */
static void check_none(const char *name, bool takes_back)
{
	int reading = at_the_end(), fd = device_open(O_WRONLY);
	struct crashrec_record *record;
	pid_t child;

	say(fd, "parent");
	child = fork();
	if (!child) {
		if (takes_back && (say(fd, "child") || write(fd, "", 0)))
			_exit(1);
		warn();
		_exit(0);
	}
	device_child_status(child);
	record = next_record(reading);
	tap_check(name, !cookie_of(record, child) &&
		  is_cookie(cookie_of(record, getpid()), "parent", false),
		  "it has one");
	crashrec_record_free(record);
	close(reading);
	close(fd);
}

/**
 * struct thread - a thread that has a cookie of its own
 * @fd: of the device
 * @tid: of it
 */
struct thread {
	int fd;
	pid_t tid;
};

static void *thread_main(void *arg)
{
	struct thread *thread = arg;

	thread->tid = (pid_t)syscall(SYS_gettid);
	say(thread->fd, "thread");
	warn();
	return NULL;
}

static void check_thread(void)
{
	struct thread thread = { .fd = device_open(O_WRONLY) };
	const struct crashrec_said *said;
	struct crashrec_record *record;
	int reading = at_the_end();
	pthread_t id;

	say(thread.fd, "main");
	if (pthread_create(&id, NULL, thread_main, &thread) ||
	    pthread_join(id, NULL))
		exit(1);
	record = next_record(reading);
	said = cookie_of(record, thread.tid);
	tap_check("thread_has_its_own_cookie",
		  is_cookie(said, "thread", true) &&
		  said->tgid == (uint32_t)getpid() &&
		  is_cookie(cookie_of(record, getpid()), "main", false),
		  "it has not");
	crashrec_record_free(record);
	close(reading);
	close(thread.fd);
}

/* A text that shows whether it is of one write(). */
static void fill_text(char *text, unsigned int number)
{
	char word[WORD + 1];
	size_t at;

	snprintf(word, sizeof(word), "%08x", number);
	for (at = 0; at < CRASHREC_COOKIE_MAX_BYTES; at += WORD)
		memcpy(text + at, word, WORD);
}

static bool is_whole(const struct crashrec_said *said)
{
	size_t at;

	if (said->text.bytes != CRASHREC_COOKIE_MAX_BYTES)
		return false;
	for (at = WORD; at < said->text.bytes; at += WORD)
		if (memcmp(said->text.data, said->text.data + at, WORD))
			return false;
	return true;
}

static void write_on(int fd)
{
	char text[CRASHREC_COOKIE_MAX_BYTES];
	unsigned int number;

	for (number = 0; ; number++) {
		fill_text(text, number);
		if (write(fd, text, sizeof(text)) != sizeof(text))
			_exit(1);
	}
}

/**
 * struct storm - what reports told, while writers were busy
 * @writers: their pids
 * @seen: cookies of theirs
 * @torn: of these, not of one write()
 * @own: reports that had their task's own
 */
struct storm {
	pid_t writers[WRITERS];
	size_t seen;
	size_t torn;
	size_t own;
};

static bool is_writer(const struct storm *storm, uint32_t pid)
{
	int i;

	for (i = 0; i < WRITERS; i++)
		if (pid == (uint32_t)storm->writers[i])
			return true;
	return false;
}

static void look_at(struct storm *storm, const struct crashrec_record *record,
		    pid_t child)
{
	const struct crashrec_said *said;
	size_t i, count;

	said = crashrec_record_cookies(record, &count);
	storm->own += count && said[0].is_own &&
		      said[0].pid == (uint32_t)child && is_whole(&said[0]);
	for (i = 0; i < count; i++) {
		if (!is_writer(storm, said[i].pid))
			continue;
		storm->seen++;
		storm->torn += !is_whole(&said[i]);
	}
}

static pid_t start_writer(int fd)
{
	pid_t child = fork();

	if (!child) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		write_on(fd);
	}
	return child;
}

/* Of a task that has said a thing first. */
static pid_t warn_once(int fd)
{
	char text[CRASHREC_COOKIE_MAX_BYTES];
	pid_t child = fork();

	if (!child) {
		fill_text(text, (unsigned int)getpid());
		if (write(fd, text, sizeof(text)) != sizeof(text))
			_exit(1);
		warn();
		_exit(0);
	}
	device_child_status(child);
	return child;
}

static void check_storm(void)
{
	int reading = at_the_end(), fd = device_open(O_WRONLY), i;
	struct crashrec_record *record;
	struct storm storm = { 0 };
	pid_t child;

	for (i = 0; i < WRITERS; i++)
		storm.writers[i] = start_writer(fd);
	for (i = 0; i < STORMS; i++) {
		child = warn_once(fd);
		record = next_record(reading);
		look_at(&storm, record, child);
		crashrec_record_free(record);
	}
	for (i = 0; i < WRITERS; i++) {
		kill(storm.writers[i], SIGKILL);
		waitpid(storm.writers[i], NULL, 0);
	}
	tap_check("cookies_of_busy_writers_are_seen", storm.seen, "none");
	tap_check("cookies_of_busy_writers_are_whole", !storm.torn,
		  "%zu of %zu", storm.torn, storm.seen);
	tap_check("own_cookie_is_there_among_busy_writers",
		  storm.own == STORMS, "%zu of %d", storm.own, STORMS);
	close(reading);
	close(fd);
}

static int write_until_killed(void)
{
	int fd = device_open(O_WRONLY), i;

	for (i = 0; i < WRITERS; i++)
		start_writer(fd);
	pause();
	return 0;
}

/* In a guest whose clock counts instructions, that is how many. */
static int print_cost(const char *path)
{
	static const char text[] = "program 12345678";
	const unsigned int count = 20000;
	struct timespec from, to;
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	unsigned int i, turn;

	for (turn = 0; turn < 2; turn++) {
		clock_gettime(CLOCK_MONOTONIC, &from);
		for (i = 0; i < count; i++)
			if (write(fd, text, sizeof(text) - 1) < 0)
				return 1;
		clock_gettime(CLOCK_MONOTONIC, &to);
	}
	printf("%lld\n", ((to.tv_sec - from.tv_sec) * 1000000000LL +
			  to.tv_nsec - from.tv_nsec) / count);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 3)
		return print_cost(argv[2]);
	if (argc == 2)
		return write_until_killed();
	check_sizes();
	check_own();
	check_none("child_has_no_cookie_before_it_sets_one", false);
	check_none("cookie_that_was_taken_back_is_gone", true);
	check_thread();
	check_storm();
	return tap_end();
}
