// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/close_range.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NOBODY		65534
#define MEMORY_BYTES	(1ULL << 30)
#define CPU_SECONDS	7200
/* The two that are left. */
#define SOCKET_FD	3
#define FILE_FD		4

#if defined(__x86_64__)
#define ARCH	AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH	AUDIT_ARCH_AARCH64
#endif

/* Both to numbers that are known, without one being in the other's way. */
static int keep_files(int *socket, int *file)
{
	int socket_copy = fcntl(*socket, F_DUPFD, FILE_FD + 1);
	int file_copy = fcntl(*file, F_DUPFD, FILE_FD + 1);

	if (socket_copy < 0 || file_copy < 0 ||
	    dup2(socket_copy, SOCKET_FD) < 0 || dup2(file_copy, FILE_FD) < 0 ||
	    close_range(FILE_FD + 1, ~0U, 0) || close_range(0, 2, 0))
		return -errno;
	*socket = SOCKET_FD;
	*file = FILE_FD;
	return 0;
}

static int limit(int what, rlim_t most)
{
	struct rlimit limit;

	if (getrlimit(what, &limit))
		return -errno;
	if (limit.rlim_max > most)
		limit.rlim_max = most;
	if (limit.rlim_cur > limit.rlim_max)
		limit.rlim_cur = limit.rlim_max;
	return setrlimit(what, &limit) ? -errno : 0;
}

/* What the process has; 0: not known. */
static rlim_t bytes_now(void)
{
	unsigned long long pages = 0;
	FILE *file = fopen("/proc/self/statm", "re");

	if (file && fscanf(file, "%llu", &pages) != 1)
		pages = 0;
	if (file)
		fclose(file);
	return pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static int limit_all(rlim_t bytes)
{
	int err = limit(RLIMIT_AS, bytes + MEMORY_BYTES);

	if (!err)
		err = limit(RLIMIT_CPU, CPU_SECONDS);
	if (!err)
		err = limit(RLIMIT_NOFILE, 0);
	if (!err)
		err = limit(RLIMIT_FSIZE, 0);
	return err ? err : limit(RLIMIT_CORE, 0);
}

static int give_up_root(void)
{
	if (geteuid())
		return 0;
	/*
	 * In a container it may not be allowed to be another. No call is left to
	 * it then that a user is needed for.
	 */
	if (setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) ||
	    setresuid(NOBODY, NOBODY, NOBODY))
		return errno == EPERM || errno == EINVAL ? 0 : -errno;
	return 0;
}

#ifdef ARCH

static const unsigned int allowed[] = {
	__NR_read, __NR_pread64, __NR_lseek, __NR_fstat, __NR_newfstatat,
	__NR_sendto, __NR_recvfrom, __NR_brk, __NR_mmap, __NR_mremap,
	__NR_munmap, __NR_mprotect, __NR_madvise, __NR_futex,
	__NR_clock_gettime, __NR_rt_sigreturn, __NR_exit_group,
};

#define ALLOWED_COUNT	(sizeof(allowed) / sizeof(allowed[0]))

static int limit_calls(void)
{
	static const struct sock_filter begin[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
	};
	static const struct sock_filter refuse =
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
	static const struct sock_filter allow =
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_filter filter[sizeof(begin) / sizeof(begin[0]) +
				  2 * ALLOWED_COUNT + 1];
	struct sock_fprog program = { .filter = filter };
	size_t at = sizeof(begin) / sizeof(begin[0]), i;

	memcpy(filter, begin, sizeof(begin));
	for (i = 0; i < ALLOWED_COUNT; i++) {
		filter[at++] = (struct sock_filter)
			BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, allowed[i], 0, 1);
		filter[at++] = allow;
	}
	filter[at++] = refuse;
	program.len = (unsigned short)at;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) ?
	       -errno : 0;
}

#else

static int limit_calls(void)
{
	return -EOPNOTSUPP;
}

#endif

int confine(int *socket, int *file)
{
	rlim_t bytes = bytes_now();
	int err = keep_files(socket, file);

	if (!err)
		err = limit_all(bytes);
	if (!err)
		err = give_up_root();
	if (!err && (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
		     prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) ||
		     prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)))
		err = -errno;
	return err ? err : limit_calls();
}
