// SPDX-License-Identifier: GPL-2.0
/*
 * Loads the kernel that a panic boots, as kexec-tools' `kexec -s -p` does:
 *
 *   crash_kernel KERNEL INITRAMFS COMMAND_LINE
 *
 * A static program for a guest: Debian's kexec wants the libraries of Xen.
 */
#include <fcntl.h>
#include <linux/kexec.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int kernel, initramfs;

	if (argc != 4) {
		fputs("usage: crash_kernel KERNEL INITRAMFS COMMAND_LINE\n", stderr);
		return 2;
	}
	kernel = open(argv[1], O_RDONLY);
	initramfs = open(argv[2], O_RDONLY);
	if (kernel < 0 || initramfs < 0) {
		perror(kernel < 0 ? argv[1] : argv[2]);
		return 1;
	}
	if (syscall(SYS_kexec_file_load, kernel, initramfs,
		    strlen(argv[3]) + 1, argv[3], KEXEC_FILE_ON_CRASH)) {
		perror("crash_kernel: kexec_file_load");
		return 1;
	}
	return 0;
}
