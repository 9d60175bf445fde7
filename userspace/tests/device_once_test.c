// SPDX-License-Identifier: GPL-2.0
/*
 * Each record is given until it is acknowledged, and never again: a reader is
 * killed at each of its system calls, before and behind it. In a guest, as
 * root, with the triggers loaded and keep_copies=0.
 *
 *   device_once_test              kills crashrec show, crashrec ack, and a reader
 *                                 on the library
 *   device_once_test read         is that reader
 *   device_once_test unread       prints the records: boot id and number
 *   device_once_test hold before | behind PROGRAM [ARGUMENT]...
 *                                 runs the program up to its first acknowledgment
 *                                 and keeps it there; says "held" then
 */
#include <crashrec_source.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <linux/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <uapi/crashrec_device.h>
#include <unistd.h>

#include "support_tap.h"

#define TRIGGER		"/sys/kernel/debug/crashrec_trigger/run"
#define RECORDS_MAX	256
#define ARGUMENTS_MAX	8
#define STEPS_MAX	2000

/**
 * struct unread - what the device gives
 * @ids: boot id and number of each
 * @count: how many
 */
struct unread {
	struct crashrec_ack ids[RECORDS_MAX];
	unsigned int count;
};

/**
 * struct step - a traced program stands before a system call, or behind it
 * @is_behind: it was made
 * @is_ack: it is an acknowledgment
 * @is_done: likewise; behind it, and it was taken
 */
struct step {
	bool is_behind;
	bool is_ack;
	bool is_done;
};

static void give_up(const char *what)
{
	perror(what);
	exit(99);
}

static void get_unread(struct unread *unread)
{
	struct crashrec_source *source;
	struct crashrec_record *record;
	struct crashrec_ack *id;

	unread->count = 0;
	if (crashrec_source_open(&source, NULL))
		give_up(crashrec_source_error(source));
	while (!crashrec_source_next(source, &record)) {
		if (unread->count == RECORDS_MAX)
			give_up("too many records");
		id = &unread->ids[unread->count++];
		memset(id, 0, sizeof(*id));
		memcpy(id->boot_id, crashrec_record_boot_id(record),
		       sizeof(id->boot_id));
		id->seq = crashrec_record_seq(record);
		crashrec_record_free(record);
	}
	crashrec_source_close(source);
}

static bool is_same(const struct unread *a, unsigned int a_from,
		    const struct unread *b)
{
	return a->count - a_from == b->count &&
	       !memcmp(a->ids + a_from, b->ids, b->count * sizeof(*b->ids));
}

static int print_unread(void)
{
	static struct unread unread;
	char uuid[CRASHREC_UUID_ROOM];
	unsigned int i;

	get_unread(&unread);
	for (i = 0; i < unread.count; i++) {
		crashrec_uuid_text(unread.ids[i].boot_id, uuid);
		printf("%s %llu\n", uuid,
		       (unsigned long long)unread.ids[i].seq);
	}
	return 0;
}

/* Reads one, as who saves it would, and acknowledges it. */
static int read_one(void)
{
	struct crashrec_source *source;
	struct crashrec_record *record;
	int err = crashrec_source_open(&source, NULL);

	if (!err)
		err = crashrec_source_next(source, &record);
	if (!err) {
		printf("read %" PRIu64 "\n", crashrec_record_seq(record));
		fflush(stdout);
		err = crashrec_source_ack(source, record);
		crashrec_record_free(record);
	}
	if (err)
		fprintf(stderr, "%s\n", crashrec_source_error(source));
	crashrec_source_close(source);
	return err ? 1 : 0;
}

/* Stands at its first step when this returns. */
static pid_t start(char *const arguments[])
{
	pid_t child = fork();
	int null, status;

	if (child < 0)
		give_up("fork");
	if (!child) {
		null = open("/dev/null", O_WRONLY);
		dup2(null, STDOUT_FILENO);
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		execvp(arguments[0], arguments);
		_exit(98);
	}
	if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status) ||
	    ptrace(PTRACE_SETOPTIONS, child, NULL,
		   (void *)(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL)))
		give_up("ptrace");
	return child;
}

/* Return: false if the program ended; it did so with *@status. */
static bool go_on(pid_t child, struct step *step, int *status)
{
	struct ptrace_syscall_info info;
	long bytes;

	do {
		if (ptrace(PTRACE_SYSCALL, child, NULL, NULL))
			give_up("PTRACE_SYSCALL");
		if (waitpid(child, status, 0) != child)
			give_up("waitpid");
		if (!WIFSTOPPED(*status))
			return false;
	} while (WSTOPSIG(*status) != (SIGTRAP | 0x80));
	bytes = ptrace(PTRACE_GET_SYSCALL_INFO, child, (void *)sizeof(info),
		       &info);
	if (bytes <= 0)
		give_up("PTRACE_GET_SYSCALL_INFO");
	step->is_behind = info.op == PTRACE_SYSCALL_INFO_EXIT;
	if (!step->is_behind)
		step->is_ack = info.entry.nr == SYS_ioctl &&
			       info.entry.args[1] == CRASHREC_IOC_ACK;
	step->is_done = step->is_ack && step->is_behind && !info.exit.rval;
	return true;
}

/**
 * struct outcome - what came of a program
 * @ended: it came to its end before it was to be killed
 * @acked: how many records it acknowledged before that
 */
struct outcome {
	bool ended;
	unsigned int acked;
};

static struct outcome run_and_kill(char *const arguments[], unsigned int at)
{
	struct outcome outcome = { false, 0 };
	struct step step = { 0 };
	pid_t child = start(arguments);
	int status;

	do {
		if (!go_on(child, &step, &status)) {
			if (!WIFEXITED(status) || WEXITSTATUS(status))
				give_up("the program failed");
			outcome.ended = true;
			return outcome;
		}
		outcome.acked += step.is_done;
	} while (at--);
	kill(child, SIGKILL);
	if (waitpid(child, &status, 0) != child || !WIFSIGNALED(status))
		give_up("kill");
	return outcome;
}

static void trigger(void)
{
	int fd = open(TRIGGER, O_WRONLY);

	if (fd < 0 || write(fd, "warn", 4) != 4)
		give_up(TRIGGER);
	close(fd);
}

/* Two at least, so that one is there which nobody is to touch. */
static void get_two(struct unread *unread)
{
	const struct timespec pause = { .tv_nsec = 50000000 };
	unsigned int before, i;

	get_unread(unread);
	for (i = unread->count; i < 2; i++) {
		before = unread->count;
		trigger();
		while (unread->count == before) {
			nanosleep(&pause, NULL);
			get_unread(unread);
		}
	}
}

/**
 * struct program - a reader
 * @name: of it
 * @arguments: its path first; SEQ stands for the first record's number
 * @acks: it acknowledges that record
 */
struct program {
	const char *name;
	const char *arguments[ARGUMENTS_MAX];
	bool acks;
};

static const struct program programs[] = {
	{ "show", { "/bin/crashrec", "show", "SEQ", NULL }, false },
	{ "ack", { "/bin/crashrec", "ack", "SEQ", NULL }, true },
	{ "library_reader", { "/bin/device_once_test", "read", NULL }, true },
};

static void fill_in(const struct program *program, char *number,
		    char *arguments[])
{
	size_t i;

	for (i = 0; program->arguments[i]; i++)
		arguments[i] = strcmp(program->arguments[i], "SEQ") ?
			       (char *)program->arguments[i] : number;
	arguments[i] = NULL;
}

/* Kills it at one step more each time, until it comes to its end. */
static void check_program(const struct program *program)
{
	static struct unread before, after;
	unsigned int at, kept = 0, gone = 0, wrong = 0, first_wrong = 0;
	char *arguments[ARGUMENTS_MAX], number[24], name[80];
	struct outcome outcome = { false, 0 };

	for (at = 0; at < STEPS_MAX && !outcome.ended; at++) {
		get_two(&before);
		snprintf(number, sizeof(number), "%llu",
			 (unsigned long long)before.ids[0].seq);
		fill_in(program, number, arguments);
		outcome = run_and_kill(arguments, at);
		get_unread(&after);
		if (outcome.ended)
			break;
		kept += !outcome.acked;
		gone += outcome.acked;
		if (is_same(&before, outcome.acked, &after))
			continue;
		if (!wrong++)
			first_wrong = at;
	}
	printf("# %s: killed %u times, %u before and %u behind the acknowledgment\n",
	       program->name, at, kept, gone);
	snprintf(name, sizeof(name), "%s_killed_at_each_step_gives_it_until_acknowledged",
		 program->name);
	tap_check(name, outcome.ended && !wrong, "%u wrong, the first at step %u of %u",
		  wrong, first_wrong, at);
	snprintf(name, sizeof(name), "%s_is_killed_on_both_sides", program->name);
	tap_check(name, kept > 4 && (program->acks ? gone > 0 : !gone),
		  "%u before, %u behind", kept, gone);
	snprintf(name, sizeof(name), "%s_that_ends_took_it_once", program->name);
	tap_check(name, is_same(&before, program->acks ? 1 : 0, &after),
		  "%u records, then %u", before.count, after.count);
}

static int hold(const char *where, char *const arguments[])
{
	bool behind = !strcmp(where, "behind");
	struct step step = { 0 };
	pid_t child = start(arguments);
	int status;

	do {
		if (!go_on(child, &step, &status)) {
			fputs("it acknowledged nothing\n", stderr);
			return 1;
		}
	} while (!step.is_ack || step.is_behind != behind);
	if (behind && !step.is_done) {
		fputs("the acknowledgment was refused\n", stderr);
		return 1;
	}
	puts("held");
	fflush(stdout);
	for (;;)
		pause();
}

int main(int argc, char **argv)
{
	size_t i;

	if (argc == 2 && !strcmp(argv[1], "read"))
		return read_one();
	if (argc == 2 && !strcmp(argv[1], "unread"))
		return print_unread();
	if (argc > 3 && !strcmp(argv[1], "hold"))
		return hold(argv[2], argv + 3);
	for (i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		check_program(&programs[i]);
	return tap_end();
}
