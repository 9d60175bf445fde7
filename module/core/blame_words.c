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

#define S	CR_WORDS_SECOND

const struct cr_words cr_blame_skipped = {
	.groups = {
		[CR_WORDS_GROUP('_')] = {
			S('_') | S('a') | S('c') | S('d') | S('p') | S('r'),
			"__asan\0^__die\0__do_kernel_fault\0^__down\0"
			"__fentry__\0__fortify\0^__free_pages\0"
			"__hrtimer_run_queues\0__list_\0__local_bh\0"
			"__might_fault\0__msan\0"
			"^__mutex\0__panic\0__preempt\0__pv_\0^__rb_\0"
			"__rcu_\0__read_once_size\0__rwsem\0__sanitizer\0"
			"^__schedule\0__stack_chk\0__this_cpu_preempt_check\0"
			"__tsan\0__unregister_client\0^__vfree\0__wait_on\0"
			"__wake_up\0^__warn\0__write_once_size\0__ww_mutex\0"
			"_atomic\0_copy_from\0_copy_to\0^_dev_\0_printk\0"
			"_raw_read\0_raw_write\0",
		},
		[CR_WORDS_GROUP('a')] = {
			S('d') | S('l') | S('p') | S('r') | S('s') | S('t'),
			"add_uevent_var\0alloc_debug_processing\0"
			"alloc_frozen_pages\0"
			"alloc_page\0allocate_slab\0apic_timer_interrupt\0"
			"arch_irqs\0arch_local\0arch_safe_halt\0arch_spin\0"
			"arch_stack_walk\0arch_static_\0arch_trigger\0"
			"asm_exc\0assign_lock\0atomic64_\0atomic_\0",
		},
		[CR_WORDS_GROUP('b')] = {
			S('a') | S('i') | S('r'),
			"bad_stack\0bit_spin_\0bit_wait\0brk_handler\0",
		},
		[CR_WORDS_GROUP('c')] = {
			S('a') | S('h') | S('l') | S('o'),
			"call_break_hook\0call_rwsem\0cancel_delayed_work\0"
			"cancel_work\0change_bit\0check_bytes\0"
			"check_deadlock\0check_flags\0check_heap_object\0"
			"check_irq\0check_memory_region\0check_noncircular\0"
			"check_object\0check_page_span\0check_panic_on_warn\0"
			"check_preemption_disabled\0check_prev\0"
			"check_region_inline\0check_slab\0check_stack_object\0"
			"check_usage\0check_wait_context\0clear_bit\0"
			"common_interrupt\0cond_resched\0context_switch\0"
			"copy_from_iter\0copy_from_user\0copy_to_iter\0"
			"copy_to_user\0copy_user\0copyin\0copyout\0",
		},
		[CR_WORDS_GROUP('d')] = {
			S('e') | S('i') | S('o') | S('p') | S('r') | S('u'),
			"debug_check\0debug_dma\0debug_lockdep\0debug_mutex\0"
			"debug_object\0debug_print\0debug_smp\0debug_spin\0"
			"describe_\0device_add\0device_del\0device_destroy\0"
			"device_for_each\0device_release\0"
			"device_remove_file\0device_unregister\0^devres_\0"
			"^die$\0die_kernel_fault\0div0\0do_debug_exception\0"
			"do_double_fault\0do_error_trap\0do_mem_abort\0"
			"do_raw_\0do_read_cache\0do_tag_\0"
			"do_translation_fault\0^do_trap\0do_undefinstr\0"
			"do_user_addr_fault\0do_wait_for\0^down$\0"
			"^down_interruptible\0^down_killable\0^down_read\0"
			"^down_timeout\0^down_trylock\0^down_write\0^dpm_\0"
			"drop_nlink\0dump_backtrace\0dump_stack\0",
		},
		[CR_WORDS_GROUP('e')] = {
			S('l') | S('n') | S('r') | S('x'),
			"^el1\0end_report\0entry_SYSCALL\0error_code\0"
			"error_entry\0^exc_\0",
		},
		[CR_WORDS_GROUP('f')] = {
			S('a') | S('i') | S('l') | S('o') | S('r'),
			"fail_dump\0finish_wait\0fixup_bug\0"
			"flush_work\0folio_unlock\0format_decode\0fortify_\0"
			"free_debug_processing\0free_page_is_bad\0"
			"^free_pages\0free_pages_prepare\0free_pcppages\0"
			"free_to_partial_list\0free_unref_\0",
		},
		[CR_WORDS_GROUP('g')] = {
			S('e'),
			"general_protection\0get_page_from_freelist\0"
			"get_taint\0",
		},
		[CR_WORDS_GROUP('h')] = {
			S('a') | S('e') | S('r') | S('w'),
			"handle_bug\0handle_stack_overflow\0hex_dump\0"
			"hex_string\0hrtimer_interrupt\0hwasan\0",
		},
		[CR_WORDS_GROUP('i')] = {
			S('2') | S('n') | S('o') | S('p') | S('r'),
			"i2c_del_adapter\0insert_work\0instrument_\0"
			"invalid_op\0io_schedule\0^iput$\0irq_enter\0"
			"irq_exit\0irqentry_\0",
		},
		[CR_WORDS_GROUP('k')] = {
			S('a') | S('c') | S('e') | S('f') | S('m') | S('o') |
			S('r') | S('s') | S('v') | S('z'),
			"kasan\0kasprintf\0kcalloc\0kcsan\0kernelmode_fixup\0"
			"kfence\0kfree\0kmalloc\0kmem_\0kmemleak\0kmsan\0"
			"kobject_\0krealloc\0kstrdup\0kstrndup\0kvasprintf\0"
			"kvfree\0kvmalloc\0kvzalloc\0kzalloc\0",
		},
		[CR_WORDS_GROUP('l')] = {
			S('i') | S('o'),
			"^list_\0list_add\0list_del\0local_bh_\0"
			"lock_acquire\0lock_pin\0lock_release\0lock_set_\0"
			"lock_timer_base\0lockdep_\0logic_in\0logic_out\0"
			"look_up_lock\0lookup_chain_cache\0",
		},
		[CR_WORDS_GROUP('m')] = {
			S('a') | S('c') | S('e') | S('i') | S('o') | S('u'),
			"mark_held\0mark_lock\0mark_usage\0mcs_spin\0memchr\0"
			"memcmp\0memcpy\0memdup\0memmove\0memscan\0memset\0"
			"might_resched\0might_sleep\0mod_timer\0mutex_\0",
		},
		[CR_WORDS_GROUP('n')] = {
			S('a') | S('e') | S('m') | S('o') | S('u'),
			"native_halt\0native_queued_\0native_restore\0"
			"native_save\0new_slab\0nmi_\0no_context\0^number$\0",
		},
		[CR_WORDS_GROUP('o')] = {
			S('b') | S('o') | S('s') | S('u'),
			"object_err\0oops_\0osq_\0out_of_line_wait\0",
		},
		[CR_WORDS_GROUP('p')] = {
			S('a') | S('e') | S('o') | S('r') | S('v'),
			"page_fault\0^panic\0percpu_down\0percpu_rwsem\0"
			"percpu_up\0perf_trace\0pointer$\0post_alloc_hook\0"
			"preempt_count\0preempt_schedule\0prep_new_page\0"
			"print_\0^printk\0program_check\0pv_queued\0pv_wait\0",
		},
		[CR_WORDS_GROUP('q')] = {
			S('u'),
			"queue_delayed\0queue_work\0queued_read\0"
			"queued_spin\0queued_write\0",
		},
		[CR_WORDS_GROUP('r')] = {
			S('a') | S('b') | S('c') | S('e') | S('t') | S('w'),
			"raw_spin\0^rb_\0rb_erase\0rb_insert\0"
			"rcu_check_callbacks\0rcu_dump_\0rcu_dynticks\0rcu_eqs\0"
			"rcu_irq\0rcu_is_\0rcu_lock_\0rcu_nmi\0rcu_note\0"
			"rcu_pending\0rcu_read_\0rcu_sched_clock\0"
			"reacquire_held\0read_lock\0read_unlock\0"
			"read_word_at_a_time\0refcount_\0register_lock\0"
			"release_nodes\0report_bug\0ret_from_intr\0retint_\0"
			"rt_mutex\0rt_spin\0rtlock_\0rtmutex\0rwbase_\0"
			"rwlock_bug\0rwsem_\0",
		},
		[CR_WORDS_GROUP('s')] = {
			S('a') | S('c') | S('e') | S('h') | S('k') | S('l') |
			S('n') | S('p') | S('t') | S('w') | S('y'),
			"save_stack\0save_trace\0^schedule\0schedule_bug\0"
			"scnprintf\0seqcount_\0seqlock_\0seqprop\0set_bit\0"
			"set_page_owner\0set_track\0should_fail\0show_regs\0"
			"show_stack\0show_trace\0skb_over_panic\0skb_panic\0"
			"skb_push\0skb_put\0skb_under_panic\0slab_\0slub_\0"
			"snprintf\0spin_bug\0spin_dump\0spin_lock\0"
			"spin_unlock\0^sprintf\0spurious_\0stack_depot\0"
			"stack_trace\0static_key\0strcase\0strcat\0strchr\0"
			"strcmp\0strcpy\0strcspn\0strim\0^string$\0"
			"^string_nocheck\0strlcat\0strlcpy\0strlen\0"
			"strncase\0strncat\0strnchr\0strncmp\0strncpy\0"
			"strnlen\0strnstr\0strpbrk\0strrchr\0strscpy\0"
			"strsep\0strspn\0strstr\0switch_to\0^sysfs_\0"
			"sysvec_\0",
		},
		[CR_WORDS_GROUP('t')] = {
			S('e') | S('i') | S('r') | S('t'),
			"test_and_\0test_bit\0timer_is_static_object\0"
			"trace_hardirqs\0trace_lock\0trace_preempt\0"
			"trigger_all\0trigger_single\0tty_unregister_device\0",
		},
		[CR_WORDS_GROUP('u')] = {
			S('b') | S('n') | S('p') | S('s'),
			"ubsan\0unlock_page\0unwind_backtrace\0"
			"unwind_get\0unwind_next\0^up$\0^up_read\0^up_write\0"
			"update_process_times\0usb_kill_\0usb_unlink_\0"
			"usercopy\0",
		},
		[CR_WORDS_GROUP('v')] = {
			S('a') | S('f') | S('m') | S('p'),
			"va_format\0valid_state\0validate_chain\0^vfree\0"
			"vmalloc_fault\0^vpanic$\0vprintk\0",
		},
		[CR_WORDS_GROUP('w')] = {
			S('a') | S('o') | S('r'),
			"wait_for_common\0wait_for_completion\0"
			"walk_stackframe\0warn_slowpath\0watchdog_\0"
			"work_is_static_object\0workqueue\0write_comp_data\0"
			"write_lock\0write_unlock\0",
		},
	},
};

const struct cr_words cr_blame_anchors = {
	.groups = {
		[CR_WORDS_GROUP('_')] = {
			S('_'),
			"____fput\0^__fput\0^__sock_sendmsg\0"
			"__sys_trace_return\0",
		},
		[CR_WORDS_GROUP('b')] = {
			S('l'),
			"blkdev_driver_ioctl\0blkdev_ioctl\0",
		},
		[CR_WORDS_GROUP('c')] = {
			S('a') | S('o') | S('p'),
			"call_mmap\0call_read_iter\0call_timer_fn\0"
			"call_write_iter\0compat_ioctl\0compat_readv\0"
			"compat_writev\0cpu_idle\0cpu_startup_entry\0",
		},
		[CR_WORDS_GROUP('d')] = {
			S('o'),
			"do_coredump\0do_exit\0do_fast_syscall_\0"
			"do_filp_open\0do_group_exit\0do_int80_syscall\0"
			"do_iter_\0do_loop_readv_writev\0^do_mmap\0"
			"do_preadv\0do_pwritev\0do_readv\0"
			"do_sock_getsockopt\0do_sock_setsockopt\0"
			"do_syscall_\0do_writev\0",
		},
		[CR_WORDS_GROUP('e')] = {
			S('l') | S('n') | S('x'),
			"el0_svc\0el0_sync\0entry_\0execve\0exit_to_user\0"
			"expire_timers\0",
		},
		[CR_WORDS_GROUP('f')] = {
			S('i'),
			"file_ioctl\0",
		},
		[CR_WORDS_GROUP('g')] = {
			S('e'),
			"get_signal\0",
		},
		[CR_WORDS_GROUP('h')] = {
			S('r'),
			"hrtimer_run\0",
		},
		[CR_WORDS_GROUP('i')] = {
			S('a') | S('n'),
			"ia32_sys_call\0invoke_syscall\0",
		},
		[CR_WORDS_GROUP('k')] = {
			S('s') | S('t'),
			"ksys_read\0ksys_write\0^kthread$\0",
		},
		[CR_WORDS_GROUP('m')] = {
			S('m'),
			"mmap_region\0",
		},
		[CR_WORDS_GROUP('n')] = {
			S('e') | S('f'),
			"netif_receive_skb\0netlink_dump\0new_sync_read\0"
			"new_sync_write\0nfnetlink_rcv\0",
		},
		[CR_WORDS_GROUP('p')] = {
			S('a') | S('r'),
			"path_openat\0process_one_work\0"
			"process_scheduled_works\0",
		},
		[CR_WORDS_GROUP('r')] = {
			S('e') | S('t') | S('u'),
			"^rest_init\0ret_fast_syscall\0^ret_from_fork\0"
			"rtnetlink_rcv_msg\0run_timer\0",
		},
		[CR_WORDS_GROUP('s')] = {
			S('c') | S('e') | S('m') | S('o') | S('t') | S('y'),
			"schedule_timeout\0search_binary_handler\0"
			"smp_call_function\0smpboot_thread_fn\0sock_close\0"
			"sock_common_\0sock_do_ioctl\0^sock_ioctl\0"
			"sock_read_iter\0^sock_recvmsg\0sock_release\0"
			"^sock_sendmsg\0sock_write_iter\0softirq\0"
			"^start_kernel\0start_secondary\0sys_ioctl\0"
			"sysenter_dispatch\0",
		},
		[CR_WORDS_GROUP('t')] = {
			S('a') | S('r'),
			"task_work_run\0tasklet_action\0tasklet_hi_action\0"
			"tracesys_phase2\0",
		},
		[CR_WORDS_GROUP('v')] = {
			S('f'),
			"vfs_ioctl\0vfs_open\0vfs_read\0vfs_write\0",
		},
		[CR_WORDS_GROUP('x')] = {
			S('6'),
			"x64_sys_call\0",
		},
	},
};
