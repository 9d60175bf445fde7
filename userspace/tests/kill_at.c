// SPDX-License-Identifier: GPL-2.0
/*
 * Runs a program and kills it as it begins its Nth system call, which is not
 * done then: what the calls before it did is all that there is.
 *
 *   kill_at N COMMAND [ARGUMENT]...
 *
 * Calls are counted from the first mkdir() on: before it, crashrec save changes
 * nothing that outlives it. So are not those that only read, or are about the
 * process itself: killed at one of them, it leaves what it leaves at the next.
 * Exit status: 0: it was killed; 1: it made fewer calls, and ended with status
 * 0; 2: with another one, or this failed.
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

static void run(char **argv)
{
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
		_exit(126);
	execvp(argv[0], argv);
	_exit(127);
}

static bool only_reads(unsigned long call)
{
	static const unsigned long calls[] = {
		SYS_access, SYS_brk, SYS_close, SYS_fcntl, SYS_fstat,
		SYS_getcwd, SYS_getdents64, SYS_geteuid, SYS_getrandom,
		SYS_getsockopt, SYS_gettid, SYS_lseek, SYS_mmap, SYS_mprotect,
		SYS_munmap, SYS_newfstatat, SYS_pread64, SYS_read, SYS_readlink,
		SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_statx,
	};
	size_t i;

	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (call == calls[i])
			return true;
	return false;
}

/* Each call stops the program twice, as it begins and as it ends. */
static int trace(pid_t pid, long at)
{
	struct __ptrace_syscall_info call;
	long count = 0;
	int status;

	for (;;) {
		if (waitpid(pid, &status, 0) != pid)
			return 2;
		if (WIFEXITED(status))
			return WEXITSTATUS(status) ? 2 : 1;
		if (WIFSIGNALED(status))
			return WTERMSIG(status) == SIGKILL ? 0 : 2;
		if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(call), &call) > 0 &&
		    call.op == PTRACE_SYSCALL_INFO_ENTRY &&
		    (count ? !only_reads(call.entry.nr) :
			     call.entry.nr == SYS_mkdir) && ++count == at)
			kill(pid, SIGKILL);
		if (ptrace(PTRACE_SYSCALL, pid, NULL, NULL) && count < at)
			return 2;
	}
}

int main(int argc, char **argv)
{
	int status;
	pid_t pid;

	if (argc < 3) {
		fputs("usage: kill_at N COMMAND...\n", stderr);
		return 2;
	}
	pid = fork();
	if (pid < 0)
		return 2;
	if (!pid)
		run(argv + 2);
	if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status) ||
	    ptrace(PTRACE_SETOPTIONS, pid, NULL,
		   PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL) ||
	    ptrace(PTRACE_SYSCALL, pid, NULL, NULL))
		return 2;
	return trace(pid, strtol(argv[1], NULL, 10));
}
