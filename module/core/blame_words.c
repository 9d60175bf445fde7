// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Words in functions' names, see words.h. Of the names in 4.x to 6.18:
 * skipped is what only reports, checks, locks, allocates, copies or
 * schedules, on behalf of whom is to be blamed; anchors are what hands out
 * work of many kinds: system calls, works, timers, softirqs, the operations
 * of files and sockets.
 */
#include "blame.h"
#include "words.h"

static const char *const skipped_underscore[] = {
	"__alloc_pages", "__asan", "__dev_printk", "^__die",
	"__do_kernel_fault", "^__down", "__fortify", "^__free_pages",
	"__hrtimer_run_queues", "__list_", "__local_bh", "^__lock_acquire",
	"__might_fault", "__msan", "^__mutex", "__panic", "__percpu_down",
	"__preempt", "__pv_", "__raw_read", "__raw_write", "^__rb_", "__rcu_",
	"__read_once_size", "__rwsem", "__sanitizer", "^__schedule",
	"__stack_chk", "__this_cpu_preempt_check", "__tsan",
	"__unregister_client", "^__vfree", "__wait_on", "__wake_up",
	"^__warn", "__write_once_size", "__ww_mutex", "_atomic", "_copy_from",
	"_copy_to", "^_dev_", "_printk", "_raw_read", "_raw_spin",
	"_raw_write", NULL,
};

static const char *const skipped_a[] = {
	"alloc_frozen_pages", "alloc_page", "allocate_slab",
	"apic_timer_interrupt", "arch_irqs", "arch_local", "arch_safe_halt",
	"arch_spin", "arch_stack_walk", "arch_static_", "arch_trigger",
	"asm_common_interrupt", "asm_exc", "assign_lock", "atomic64_",
	"atomic_", NULL,
};

static const char *const skipped_b[] = {
	"bit_spin_", "bit_wait", "brk_handler", NULL,
};

static const char *const skipped_c[] = {
	"call_break_hook", "call_rwsem", "cancel_delayed_work", "cancel_work",
	"change_bit", "check_bytes", "check_deadlock", "check_flags",
	"check_heap_object", "check_irq", "check_memory_region",
	"check_noncircular", "check_object", "check_page_span",
	"check_panic_on_warn", "check_preemption_disabled", "check_prev",
	"check_region_inline", "check_slab", "check_stack", "check_usage",
	"check_wait_context", "clear_bit", "common_interrupt", "cond_resched",
	"context_switch", "copy_from_iter", "copy_from_user", "copy_to_iter",
	"copy_to_user", "copy_user", "copyin", "copyout", NULL,
};

static const char *const skipped_d[] = {
	"debug_check", "debug_dma", "debug_lockdep", "debug_mutex",
	"debug_object", "debug_print", "debug_smp", "debug_spin", "describe_",
	"dev_printk", "dev_vprintk", "device_add", "device_del",
	"device_destroy", "device_for_each", "device_release",
	"device_remove_file", "device_unregister", "^devres_", "^die$",
	"die_kernel_fault", "do_debug_exception", "do_double_fault",
	"do_error_trap", "do_mem_abort", "do_raw_", "do_read_cache",
	"do_tag_", "do_translation_fault", "^do_trap", "do_undefinstr",
	"do_user_addr_fault", "do_wait_for", "^down$", "^down_interruptible",
	"^down_killable", "^down_read", "^down_timeout", "^down_trylock",
	"^down_write", "^dpm_", "drop_nlink", "dump_backtrace", "dump_stack", NULL,
};

static const char *const skipped_e[] = {
	"^el1", "end_report", "entry_SYSCALL", "error_code", "error_entry",
	"^exc_", NULL,
};

static const char *const skipped_f[] = {
	"fail_dump", "find_lock", "finish_wait", "fixup_bug", "flush_work",
	"folio_unlock", "format_decode", "fortify_", "free_page_is_bad",
	"^free_pages", "free_pages_prepare", "free_pcppages", "free_unref_", NULL,
};

static const char *const skipped_g[] = {
	"general_protection", "get_page_from_freelist", "get_taint", NULL,
};

static const char *const skipped_h[] = {
	"handle_bug", "handle_stack_overflow", "hex_dump", "hex_string",
	"hrtimer_interrupt", "hwasan", NULL,
};

static const char *const skipped_i[] = {
	"i2c_del_adapter", "insert_work", "instrument_", "invalid_op",
	"io_schedule", "^iput$", "irq_enter", "irq_exit", "irqentry_", NULL,
};

static const char *const skipped_k[] = {
	"kasan", "kasprintf", "kcalloc", "kcsan", "kernelmode_fixup",
	"kfence", "kfree", "kmalloc", "kmem_", "kmemdup", "kmemleak", "kmsan",
	"kobject_", "krealloc", "kstrdup", "kstrndup", "kvasprintf", "kvfree",
	"kvmalloc", "kvmemdup", "kvzalloc", "kzalloc", NULL,
};

static const char *const skipped_l[] = {
	"^list_", "list_add", "list_del", "local_bh_", "lock_acquire",
	"lock_pin", "lock_release", "lock_set_", "lock_timer_base",
	"lockdep_", "logic_in", "logic_out", "look_up_lock",
	"lookup_chain_cache", NULL,
};

static const char *const skipped_m[] = {
	"mark_held", "mark_lock", "mark_usage", "mcs_spin", "memchr",
	"memcmp", "memcpy", "memdup", "memmove", "memscan", "memset",
	"might_resched", "might_sleep", "mod_timer", "mutex_", NULL,
};

static const char *const skipped_n[] = {
	"native_halt", "native_queued_", "native_restore", "native_save",
	"new_slab", "nmi_", "no_context", "^number$", NULL,
};

static const char *const skipped_o[] = {
	"object_err", "oops_", "osq_", "out_of_line_wait", NULL,
};

static const char *const skipped_p[] = {
	"page_fault", "^panic$", "percpu_down", "percpu_rwsem", "percpu_up",
	"perf_trace", "pointer$", "post_alloc_hook", "preempt_count",
	"preempt_schedule", "prep_new_page", "print_", "^printk",
	"program_check", "pv_queued", "pv_wait", NULL,
};

static const char *const skipped_q[] = {
	"queue_delayed", "queue_work", "queued_read", "queued_spin",
	"queued_write", NULL,
};

static const char *const skipped_r[] = {
	"raw_spin", "^rb_", "rb_erase", "rb_insert", "rcu_check", "rcu_core",
	"rcu_dump_", "rcu_dynticks", "rcu_eqs", "rcu_irq", "rcu_is_",
	"rcu_lock_", "rcu_nmi", "rcu_note", "rcu_pending", "rcu_read_",
	"rcu_sched_clock", "reacquire_held", "read_lock", "read_unlock",
	"read_word_at_a_time", "refcount_", "register_lock", "release_nodes",
	"report_bug", "ret_from_intr", "retint_", "rt_mutex", "rt_spin",
	"rtlock_", "rtmutex", "rwbase_", "rwlock_bug", "rwsem_", NULL,
};

static const char *const skipped_s[] = {
	"save_stack", "save_trace", "^schedule", "schedule_bug", "scnprintf",
	"seqcount_", "seqlock_", "seqprop", "set_bit", "set_page_owner",
	"set_track", "should_fail", "show_regs", "show_stack", "show_trace",
	"skb_over_panic", "skb_panic", "skb_push", "skb_put",
	"skb_under_panic", "slab_", "slub_", "snprintf", "spin_bug",
	"spin_dump", "spin_lock", "spin_unlock", "^sprintf", "spurious_",
	"stack_depot", "stack_trace", "static_key", "strcase", "strcat",
	"strchr", "strcmp", "strcpy", "strcspn", "strim", "^string$",
	"^string_nocheck", "strlcat", "strlcpy", "strlen", "strncase",
	"strncat", "strnchr", "strncmp", "strncpy", "strnlen", "strnstr",
	"strpbrk", "strrchr", "strscpy", "strsep", "strspn", "strstr",
	"switch_to", "^sysfs_", "sysvec_", NULL,
};

static const char *const skipped_t[] = {
	"test_and_", "test_bit", "timer_is_static_object", "trace_hardirqs",
	"trace_lock", "trace_preempt", "trigger_all", "trigger_single",
	"tty_unregister_device", NULL,
};

static const char *const skipped_u[] = {
	"ubsan", "uevent", "unlock_page", "unwind_backtrace", "unwind_get",
	"unwind_next", "^up$", "^up_read", "^up_write",
	"update_process_times", "usb_kill_", "usb_unlink_", "usercopy", NULL,
};

static const char *const skipped_v[] = {
	"va_format", "valid_state", "validate_chain", "^vfree", "virt_spin",
	"vmalloc_fault", "^vpanic$", "vprintk", "vscnprintf", "vsnprintf", NULL,
};

static const char *const skipped_w[] = {
	"wait_for_common", "wait_for_completion", "walk_stackframe",
	"warn_slowpath", "watchdog_", "work_is_static_object", "workqueue",
	"write_comp_data", "write_lock", "write_unlock", NULL,
};

const struct cr_words cr_blame_skipped = {
	.groups = {
		[CR_WORDS_GROUP('_')] = skipped_underscore,
		[CR_WORDS_GROUP('a')] = skipped_a,
		[CR_WORDS_GROUP('b')] = skipped_b,
		[CR_WORDS_GROUP('c')] = skipped_c,
		[CR_WORDS_GROUP('d')] = skipped_d,
		[CR_WORDS_GROUP('e')] = skipped_e,
		[CR_WORDS_GROUP('f')] = skipped_f,
		[CR_WORDS_GROUP('g')] = skipped_g,
		[CR_WORDS_GROUP('h')] = skipped_h,
		[CR_WORDS_GROUP('i')] = skipped_i,
		[CR_WORDS_GROUP('k')] = skipped_k,
		[CR_WORDS_GROUP('l')] = skipped_l,
		[CR_WORDS_GROUP('m')] = skipped_m,
		[CR_WORDS_GROUP('n')] = skipped_n,
		[CR_WORDS_GROUP('o')] = skipped_o,
		[CR_WORDS_GROUP('p')] = skipped_p,
		[CR_WORDS_GROUP('q')] = skipped_q,
		[CR_WORDS_GROUP('r')] = skipped_r,
		[CR_WORDS_GROUP('s')] = skipped_s,
		[CR_WORDS_GROUP('t')] = skipped_t,
		[CR_WORDS_GROUP('u')] = skipped_u,
		[CR_WORDS_GROUP('v')] = skipped_v,
		[CR_WORDS_GROUP('w')] = skipped_w,
	},
};

static const char *const anchor_underscore[] = {
	"____fput", "^__fput", "^__sock_sendmsg", "__sys_trace_return",
	"_run_timers", NULL,
};

static const char *const anchor_b[] = {
	"blkdev_driver_ioctl", "blkdev_ioctl", NULL,
};

static const char *const anchor_c[] = {
	"call_mmap", "call_read_iter", "call_timer_fn", "call_write_iter",
	"compat_ioctl", "compat_readv", "compat_writev", "cpu_idle",
	"cpu_startup_entry", NULL,
};

static const char *const anchor_d[] = {
	"do_coredump", "do_dentry_open", "do_exit", "do_fast_syscall_",
	"do_filp_open", "do_group_exit", "do_int80_syscall", "do_iter_",
	"do_loop_readv_writev", "^do_mmap", "do_preadv", "do_pwritev",
	"do_readv", "do_sock_getsockopt", "do_sock_setsockopt", "do_softirq",
	"do_syscall_", "do_vfs_ioctl", "do_writev", NULL,
};

static const char *const anchor_e[] = {
	"el0_svc", "el0_sync", "entry_", "execve", "exit_to_user",
	"expire_timers", NULL,
};

static const char *const anchor_f[] = {
	"file_ioctl", NULL,
};

static const char *const anchor_g[] = {
	"get_signal", NULL,
};

static const char *const anchor_h[] = {
	"^handle_softirqs", "hrtimer_run", NULL,
};

static const char *const anchor_i[] = {
	"ia32_sys_call", "invoke_syscall", NULL,
};

static const char *const anchor_k[] = {
	"ksys_read", "ksys_write", "^kthread$", NULL,
};

static const char *const anchor_m[] = {
	"mmap_region", NULL,
};

static const char *const anchor_n[] = {
	"netif_receive_skb", "netlink_dump", "new_sync_read",
	"new_sync_write", "nfnetlink_rcv", NULL,
};

static const char *const anchor_p[] = {
	"path_openat", "process_one_work", "process_scheduled_works", NULL,
};

static const char *const anchor_r[] = {
	"^rest_init", "ret_fast_syscall", "^ret_from_fork",
	"rtnetlink_rcv_msg", "run_ksoftirqd", "run_timer", NULL,
};

static const char *const anchor_s[] = {
	"schedule_timeout", "search_binary_handler", "smp_call_function",
	"smpboot_thread_fn", "sock_close", "sock_common_", "sock_do_ioctl",
	"^sock_ioctl", "sock_read_iter", "^sock_recvmsg", "sock_release",
	"^sock_sendmsg", "sock_write_iter", "softirq", "^start_kernel",
	"start_secondary", "sys_ioctl", "sysenter_dispatch", NULL,
};

static const char *const anchor_t[] = {
	"task_work_run", "tasklet_action", "tasklet_hi_action",
	"tracesys_phase2", NULL,
};

static const char *const anchor_v[] = {
	"vfs_ioctl", "vfs_open", "vfs_read", "vfs_write", NULL,
};

static const char *const anchor_x[] = {
	"x64_sys_call", NULL,
};

const struct cr_words cr_blame_anchors = {
	.groups = {
		[CR_WORDS_GROUP('_')] = anchor_underscore,
		[CR_WORDS_GROUP('b')] = anchor_b,
		[CR_WORDS_GROUP('c')] = anchor_c,
		[CR_WORDS_GROUP('d')] = anchor_d,
		[CR_WORDS_GROUP('e')] = anchor_e,
		[CR_WORDS_GROUP('f')] = anchor_f,
		[CR_WORDS_GROUP('g')] = anchor_g,
		[CR_WORDS_GROUP('h')] = anchor_h,
		[CR_WORDS_GROUP('i')] = anchor_i,
		[CR_WORDS_GROUP('k')] = anchor_k,
		[CR_WORDS_GROUP('m')] = anchor_m,
		[CR_WORDS_GROUP('n')] = anchor_n,
		[CR_WORDS_GROUP('p')] = anchor_p,
		[CR_WORDS_GROUP('r')] = anchor_r,
		[CR_WORDS_GROUP('s')] = anchor_s,
		[CR_WORDS_GROUP('t')] = anchor_t,
		[CR_WORDS_GROUP('v')] = anchor_v,
		[CR_WORDS_GROUP('x')] = anchor_x,
	},
};
