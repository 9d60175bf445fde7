/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * For a process that takes hostile bytes apart by code that is not ours.
 */
#ifndef CRASHREC_LIB_CONFINE_H
#define CRASHREC_LIB_CONFINE_H

/**
 * confine() - give up all that a process needs not to read a file
 * @socket: to whoever asks it; gets another number
 * @file: to read; likewise
 *
 * All other files are closed, and none can be opened. Who is root is nobody
 * from then on. Memory is limited to 1 GiB besides what the process has, and CPU
 * time to two hours. Of system calls those are left that read, allocate and exit;
 * for other machines than x86-64 and arm64 that can't be had. It dies with its
 * parent.
 *
 * Return: 0; a negative errno: do not go on.
 */
int confine(int *socket, int *file);

#endif /* CRASHREC_LIB_CONFINE_H */
