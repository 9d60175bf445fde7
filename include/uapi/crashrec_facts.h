/* SPDX-License-Identifier: (GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause */
/*
 * What a record says beside its text: CRASHREC_ATTR_FACTS_FIRST and those
 * behind it. The rules of crashrec_format.h hold here too.
 */
#ifndef _UAPI_CRASHREC_FACTS_H
#define _UAPI_CRASHREC_FACTS_H

#include "crashrec_format.h"

#define CRASHREC_COOKIE_MAX_BYTES	64

/* crashrec_cookie::flags */
#define CRASHREC_COOKIE_F_OWN	(1U << 0) /* of the task that the report began in */

/**
 * struct crashrec_cookie - what a task said it was executing
 * @time_ns: the printk clock, when it said so
 * @pid: thread id
 * @tgid: process id
 * @cpu: where it was
 * @flags: CRASHREC_COOKIE_F_*
 * @reserved: zero
 *
 * The text is any bytes. First stands that of the task that printed the
 * report's first line, or was interrupted by what did; then, latest first,
 * those that others set last.
 */
struct crashrec_cookie {
	__le64 time_ns;
	__le32 pid;
	__le32 tgid;
	__le32 cpu;
	__u8 flags;
	__u8 reserved[3];
};

CRASHREC_ASSERT_BYTES(struct crashrec_cookie, 24);

#define CRASHREC_BUILD_ID_BYTES	20
#define CRASHREC_NO_OFFSET	0xffffffffffffffffULL

/**
 * struct crashrec_kernel - the kernel that printed the report
 * @text: address of its _text; 0: unknown
 * @kaslr_offset: bytes that its text lies behind where it was linked to, or
 *                CRASHREC_NO_OFFSET
 * @modules_state: raised whenever a module comes, is ready, or goes
 * @modules_loaded: modules there were when the report began
 * @build_id_bytes: CRASHREC_BUILD_ID_BYTES; 0: unknown
 * @reserved: zero
 * @build_id: of the NT_GNU_BUILD_ID note of vmlinux
 *
 * The boot's first report with a new @modules_state lists all modules; others
 * have those that their lines name.
 */
struct crashrec_kernel {
	__le64 text;
	__le64 kaslr_offset;
	__le32 modules_state;
	__le32 modules_loaded;
	__u8 build_id_bytes;
	__u8 reserved[3];
	__u8 build_id[CRASHREC_BUILD_ID_BYTES];
};

CRASHREC_ASSERT_BYTES(struct crashrec_kernel, 48);

/**
 * struct crashrec_module - a module that was loaded; its name follows
 * @text: address of its text
 * @text_bytes: size of that
 * @taint: bits as CRASHREC_ATTR_TAINT, the low 32: of this module
 * @build_id_bytes: CRASHREC_BUILD_ID_BYTES; 0: unknown, as it is until the
 *                  module is ready
 * @reserved: zero
 * @build_id: of the NT_GNU_BUILD_ID note of its file
 */
struct crashrec_module {
	__le64 text;
	__le32 text_bytes;
	__le32 taint;
	__u8 build_id_bytes;
	__u8 reserved[3];
	__u8 build_id[CRASHREC_BUILD_ID_BYTES];
};

CRASHREC_ASSERT_BYTES(struct crashrec_module, 40);

#endif /* _UAPI_CRASHREC_FACTS_H */
