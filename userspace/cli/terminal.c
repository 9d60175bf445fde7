// SPDX-License-Identifier: GPL-2.0
#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "complain.h"

/* What a shell says of a command that it can't run. */
#define STATUS_NOT_RUN	126
#define STATUS_NOT_FOUND	127

/* Where nobody names one; without it none is missed. */
static const char default_pager[] = "less";

/* There is one stdout. */
static struct {
	bool is_shown;
	bool has_colors;
	bool has_pager;
	size_t columns;
	pid_t pager;
	int stderr_fd;
	const char *command;
} state = { .stderr_fd = -1 };

static const int ending_signals[] = {
	SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE,
};

bool terminal_option(struct terminal *terminal, int letter, const char *value,
		     const char *command)
{
	static const char * const names[] = { "auto", "always", "never" };
	size_t i;

	if (letter == 'P') {
		terminal->no_pager = true;
		return true;
	}
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], value) != 0)
			continue;
		terminal->color = (enum terminal_color)i;
		return true;
	}
	complain("%s: --color '%s': write auto, always or never", command,
		 value);
	return false;
}

static size_t measure(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_col)
		return 80;
	return size.ws_col;
}

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value && *value;
}

void terminal_begin(const struct terminal *terminal)
{
	const char *term = getenv("TERM");
	bool is_able = term && *term && strcmp(term, "dumb") != 0;

	state.is_shown = isatty(STDOUT_FILENO);
	state.columns = state.is_shown ? measure() : 0;
	state.has_colors = terminal->color == COLOR_ALWAYS ||
			   (terminal->color == COLOR_AUTO && state.is_shown &&
			    is_able && !is_set("NO_COLOR"));
	state.has_pager = state.is_shown && is_able && !terminal->no_pager;
}

/* A pager takes its keys from there, whatever stdin is. */
static bool has_keys(void)
{
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* Return: NULL: none is wanted. */
static const char *choose_pager(void)
{
	const char *command = getenv("CRASHREC_PAGER");

	if (!command)
		command = getenv("PAGER");
	if (!command)
		return default_pager;
	return *command && strcmp(command, "cat") != 0 ? command : NULL;
}

static bool is_program(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode) && !access(path, X_OK);
}

/* Does the shell know that word, which may also be one of its own? */
static bool shell_knows(const char *name)
{
	pid_t child = fork();
	int status;

	if (!child) {
		dup2(open("/dev/null", O_RDWR), STDOUT_FILENO);
		execl("/bin/sh", "sh", "-c", "command -v -- \"$1\"", "sh", name,
		      (char *)NULL);
		_exit(STATUS_NOT_FOUND);
	}
	return child > 0 && waitpid(child, &status, 0) == child && !status;
}

/*
 * Whether there is no such program; what a shell would expand is tried. Started
 * all the same, it would take the output with it.
 */
static bool is_missing(const char *command)
{
	size_t bytes = strcspn(command, " \t");
	char name[4096];

	if (bytes >= sizeof(name) || strcspn(command, "~=$\"'|&;<>()`\\*?[") < bytes)
		return false;
	snprintf(name, sizeof(name), "%.*s", (int)bytes, command);
	return strchr(name, '/') ? !is_program(name) : !shell_knows(name);
}

static void complain_of_pager(void)
{
	complain("the pager '%s' can't be run: set CRASHREC_PAGER, or see --no-pager",
		 state.command);
}

/* The terminal is the pager's as long as that lives. */
static void end_with_pager(int signal_number)
{
	close(STDOUT_FILENO);
	if (state.stderr_fd >= 0)
		close(STDERR_FILENO);
	waitpid(state.pager, NULL, 0);
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

/* As git does: what fits is shown at once, escapes of colours are let through. */
static void run_pager(int fd)
{
	dup2(fd, STDIN_FILENO);
	setenv("LESS", "FRX", 0);
	setenv("LV", "-c", 0);
	execl("/bin/sh", "sh", "-c", state.command, (char *)NULL);
	_exit(STATUS_NOT_FOUND);
}

static void catch_signals(void)
{
	struct sigaction action = { .sa_handler = end_with_pager };
	size_t i;

	sigfillset(&action.sa_mask);
	for (i = 0; i < sizeof(ending_signals) / sizeof(int); i++)
		sigaction(ending_signals[i], &action, NULL);
}

static void start_pager(void)
{
	int fds[2];

	if (pipe(fds))
		return;
	fflush(stdout);
	state.pager = fork();
	if (!state.pager) {
		close(fds[1]);
		run_pager(fds[0]);
	}
	close(fds[0]);
	if (state.pager > 0) {
		dup2(fds[1], STDOUT_FILENO);
		if (isatty(STDERR_FILENO)) {
			state.stderr_fd = dup(STDERR_FILENO);
			dup2(fds[1], STDERR_FILENO);
		}
		catch_signals();
	}
	close(fds[1]);
}

void terminal_page(void)
{
	if (!state.has_pager || !has_keys())
		return;
	state.has_pager = false;
	state.command = choose_pager();
	if (!state.command)
		return;
	if (!is_missing(state.command))
		start_pager();
	else if (state.command != default_pager)
		complain_of_pager();
}

void terminal_end(void)
{
	int status = 0;

	if (state.pager <= 0)
		return;
	close(STDOUT_FILENO);
	if (state.stderr_fd >= 0) {
		dup2(state.stderr_fd, STDERR_FILENO);
		close(state.stderr_fd);
	}
	while (waitpid(state.pager, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && (WEXITSTATUS(status) == STATUS_NOT_RUN ||
				  WEXITSTATUS(status) == STATUS_NOT_FOUND))
		complain_of_pager();
}

bool terminal_is_shown(void)
{
	return state.is_shown;
}

size_t terminal_columns(void)
{
	return state.columns;
}

const char *terminal_paint(enum paint paint)
{
	static const char * const sequences[] = {
		[PAINT_NONE] = "\033[m",
		[PAINT_HEAD] = "\033[1m",
		[PAINT_BAD] = "\033[1;31m",
		[PAINT_WARN] = "\033[33m",
		[PAINT_HANG] = "\033[35m",
		[PAINT_GOOD] = "\033[32m",
		[PAINT_DIM] = "\033[2m",
	};

	return state.has_colors ? sequences[paint] : "";
}
