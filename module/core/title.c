// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * Which function a title names. Of the frames of the first stack, those that
 * only report, check, lock, allocate or schedule say nothing: the tables of
 * prefixes below leave them out.
 *
 * Where a task loops, the function that it was in when the timer came is
 * chance, and the one it was called for is not. So for stalls the frames are
 * followed outwards, from the timer's on, to one that hands out work of many
 * kinds (an anchor: a system call, a file's or socket's operation, a work, a
 * timer); the title names the function called by that.
 */
#include "title.h"

#define P(prefix)	CR_TEXT(prefix)

/* Never named by a title. */
static const char *const machinery[] = {
	"__asan", "__kasan", "__sanitizer", "kasan", "__msan", "kmsan",
	"__kmsan", "__tsan", "kcsan", "kfence", "__kfence", "__ubsan", "ubsan",
	"print_", "report_bug", "fixup_bug", "handle_bug", "exc_", "asm_exc_",
	"__dump_stack", "show_stack", "dump_", "show_regs", "warn_", "__warn",
	"panic$", "panic_", "vpanic", "invalid_op", "do_invalid_op",
	"do_error_trap", "error_entry", "do_trap", "die$", "die_", "oops_",
	"__die", "bug_", "nmi_", "page_fault", "do_page_fault",
	"__do_page_fault", "async_page_fault", "do_user_addr_fault",
	"general_protection", "do_general_protection", "memcpy", "__memcpy",
	"memset", "__memset", "memmove", "__memmove", "memcmp", "memchr",
	"memscan", "strlen", "strcmp", "strncmp", "strcpy", "strncpy",
	"strcat", "strchr", "strrchr", "strstr", "strnlen", "strlcpy",
	"strscpy", "strsep", "strim", "strnchr", "strspn", "strcspn",
	"strlcat", "strncat", "strcase", "strncase", "strnstr", "string$",
	"lockdep_", "debug_", "___might_sleep", "__schedule", "schedule",
	"preempt_schedule", "__preempt_", "lock_acquire", "lock_release",
	"lock_is_held", "__lock_acquire", "__lock_release", "check_",
	"mark_lock", "mark_usage", "mark_held", "validate_chain",
	"valid_state", "register_lock_class", "_raw_", "__raw_", "spin_lock",
	"spin_unlock", "__spin_lock", "native_queued_", "queued_spin",
	"__pv_queued", "pv_wait", "read_lock", "write_lock", "read_unlock",
	"write_unlock", "mutex_", "__mutex_", "__down", "up_read", "up_write",
	"rwsem_", "__rwsem", "call_rwsem", "rwbase_", "rt_mutex", "__rt_mutex",
	"percpu_down", "__percpu_down", "wait_for_", "__wait_for",
	"do_wait_for", "__wait_on", "wait_on_", "out_of_line_wait", "bit_wait",
	"io_schedule", "context_switch", "__switch_to", "__flush_work",
	"flush_work", "__cancel_work", "cancel_work", "kthread_stop",
	"kthread_flush", "__refcount_", "atomic", "arch_atomic", "raw_atomic",
	"instrument_", "test_bit", "set_bit", "clear_bit", "test_and_",
	"__read_once", "__write_once", "_copy_", "__copy_", "copy_from_user",
	"copy_to_user", "copyin", "copyout", "copy_user_", "usercopy",
	"kmalloc", "__kmalloc", "___kmalloc", "kzalloc", "kcalloc", "kvmalloc",
	"krealloc", "kmem_cache_", "slab_", "__slab", "___slab",
	"allocate_slab", "new_slab", "kfree", "__kmem", "kmemdup", "memdup",
	"kmemleak", "alloc_pages", "__alloc_pages", "stack_trace",
	"save_stack", "set_track", "stack_depot", "__list_", "list_",
	"rcu_read_", "rcu_lock_", "rcu_is_watching", "trace_", "__trace_",
	"irqentry_", "irq_entries", "ret_from_", "apic_timer_", "asm_sysvec",
	"sysvec_", "smp_apic_", "entry_", "sched_show_task",
	"__this_cpu_preempt_check", "wake_up_lock", "object_err", "describe_",
	"end_report", "__stack_chk", "__fortify", "fortify_", "should_fail",
	"fail_dump", "might_", "arch_static", "static_", "arch_local",
	"arch_irqs", "__local_bh", "local_bh", "seqcount_", "do_raw",
	"refcount", "console_unlock", "vprintk", "_printk", "printk",
	"update_stack_state", "unwind_", "bad_area", "__bad_area",
	"no_context", "kernelmode_fixup", "spurious_", "cpumask_",
	"native_save_fl", "native_restore_fl", "arch_safe_halt",
	"write_comp_data", "dequeue_task", "generic_exec", "csd_lock", "tick_",
	"update_process_times", "__rcu_", "rcu_sched", "rcu_check", "rcu_dump",
	"rcu_pending", "watchdog_timer", "arch_trigger", "trigger_",
	"finish_wait", "hex_", "vsnprintf", "vscnprintf", "snprintf",
	"sprintf", "pointer$", "number$", "rb_", "__rb_", "work_is_static",
	"insert_work", "queue_work", "queue_delayed", "__queue_",
	"lock_timer_base", "mod_timer", "__mod_timer", "del_timer",
	"try_to_del_timer", "timer_is_static", "osq_lock", "__wake_up",
	"_atomic_dec", "kvfree", "vfree", "__vfree", "skb_panic",
	"skb_over_panic", "skb_under_panic", "skb_push", "skb_put",
	"drain_workqueue", "destroy_workqueue", "drop_nlink", "clear_nlink",
	"add_uevent_var", "kobject_uevent", "sysfs_remove", "device_del",
	"device_unregister", "usb_kill_", "usb_anchor_resume_wakeups",
	"ldsem_", "__ldsem", "folio_wait", "__folio", "rcu_barrier", "down$",
	"down_read", "down_write", "down_interruptible", "down_killable",
	"down_trylock", "down_timeout", "df_debug", "bad_page",
	"free_pages_prepare", "post_alloc_hook", "__set_page_owner",
	"get_page_from", "prep_new_page", "kstrdup", "kstrndup",
	"radix_tree_node_alloc", "idr_", "ida_", "sget_userns",
	"handle_overflow", "__do_kernel_fault", "do_translation",
	"do_mem_abort", "el1_", "el1h_", "do_tag_", "__hwasan", "hwasan",
	"aes_encrypt", "__might", "__alloc_frozen", "alloc_frozen",
	"__seqprop", "genl_unbind_", "arch_stack", "__dabt_svc",
	"rust_helper_BUG", "___preempt", "retint_", "perf_trace_",
	"console_lock", "do_read_cache", "tty_ldisc_lock", "devres_", "dpm_",
	"device_remove", "device_destroy", "device_add", "release_nodes",
	"kernel_fpu_begin", "va_format", "dev_vprintk", "dev_printk",
	"__dev_printk", "_dev_", "dev_err", "__usb_hcd_giveback",
	"usb_hcd_giveback", "kvasprintf", "kasprintf", "pcpu_", "aesti_",
	"do_double_fault", "walk_stackframe", "native_safe_halt",
	"folio_alloc", "free_page_is_bad", "rtnl_lock_", "shmem_uncharge",
	"count_memcg", "filemap_alloc", "free_unref", "page_pool_alloc",
	"__page_pool_alloc", "folio_unlock", "device_release", "arch_timer_",
	"handle_percpu", "generic_handle", "handle_domain", "__handle_domain",
	"gic_", "do_interrupt", "call_on_irq", "handle_irq", "iput$",
	"vmalloc_fault",
};

/* Where the timer or an NMI broke in: the frames so far are its own. */
static const char *const timers[] = {
	"apic_timer_interrupt", "smp_apic_timer_interrupt", "asm_sysvec_",
	"sysvec_", "reschedule_interrupt", "el1_irq", "el1h_64_irq",
	"gic_handle_irq", "ret_from_intr", "common_interrupt",
	"asm_common_interrupt", "call_function_", "end_repeat_nmi", "nmi",
	"__irq_svc", "retint_kernel", "asm_exc_nmi",
};

/* What hands out work of many kinds. */
static const char *const anchors[] = {
	"process_one_work", "do_syscall_", "do_fast_syscall",
	"__do_fast_syscall", "entry_SYSCALL", "entry_SYSENTER", "sysenter_",
	"__netif_receive_skb", "netif_receive_skb", "call_timer_fn",
	"__do_softirq", "do_softirq", "handle_softirqs", "__run_timers",
	"run_timer_softirq", "__hrtimer_run_queues", "hrtimer_run",
	"hrtimer_interrupt", "run_ksoftirqd", "smpboot_thread_fn", "kthread",
	"ret_from_fork", "start_secondary", "cpu_startup_entry",
	"start_kernel", "tasklet_action", "tasklet_hi_action", "vfs_",
	"__vfs_", "ksys_", "do_vfs_", "do_iter_", "new_sync_",
	"call_write_iter", "call_read_iter", "file_ioctl", "compat_ioctl",
	"do_loop_readv", "sock_sendmsg", "__sock_sendmsg", "sock_recvmsg",
	"____sys_sendmsg", "____sys_recvmsg", "___sys_", "__sys_",
	"sock_read_iter", "sock_write_iter", "sock_common_", "__sock_release",
	"sock_release", "sock_close", "__fput", "task_work_run",
	"exit_to_user", "mount_fs", "do_mount", "path_mount", "do_new_mount",
	"legacy_get_tree", "mmap_region", "__mmap_region", "call_mmap",
	"rtnetlink_rcv", "netlink_rcv_skb", "genl_", "netlink_dump",
	"nfnetlink_", "do_exit", "do_group_exit", "get_signal", "do_signal",
	"sock_do_ioctl", "invoke_syscall", "el0_svc", "sys_ioctl",
	"compat_sys_ioctl", "SyS_ioctl", "compat_SyS_ioctl", "C_SYSC_ioctl",
	"generic_smp_call", "flush_smp_call", "scheduler_ipi", "irq_exit",
	"__irq_exit",
};

static bool is_word(struct cr_text name, const char *word)
{
	u32 i;

	for (i = 0; i < name.bytes && word[i] == name.at[i]; i++)
		;
	return !word[i] || (word[i] == '$' && i == name.bytes);
}

/*
 * Does the name begin with one of the words? Or equal one, where that ends in
 * "$"?
 */
static bool in_list(struct cr_text name, const char *const *words, u32 count)
{
	u32 i;

	for (i = 0; i < count; i++) {
		if (words[i][0] == name.at[0] && is_word(name, words[i]))
			return true;
	}
	return false;
}

static bool is_skipped(const struct cr_title *title, struct cr_text name)
{
	const struct cr_text *skip = title->kind ? title->kind->skip : NULL;

	if (!name.bytes || in_list(name, machinery, CR_COUNT(machinery)))
		return true;
	for (; skip && skip->bytes; skip++) {
		if (cr_text_starts(name, *skip))
			return true;
	}
	return false;
}

/* Without what compilers append, and the prefixes of system calls. */
static struct cr_text bare_name(struct cr_text name)
{
	static const struct cr_text calls[] = {
		P("__x64_sys_"), P("__ia32_sys_"), P("__arm64_sys_"),
		P("__se_sys_"), P("__do_sys_"), P("__ia32_compat_sys_"),
		P("__x32_compat_sys_"), P("__se_compat_sys_"),
		P("__do_compat_sys_"), P("__x64_compat_sys_"),
	};
	u32 i;

	for (i = 1; i < name.bytes; i++) {
		if (name.at[i] == '.')
			name.bytes = i;
	}
	for (i = 0; i < CR_COUNT(calls); i++) {
		if (cr_text_starts(name, calls[i]))
			return cr_text_from(name, calls[i].bytes - 4);
	}
	return name;
}

void cr_title_header(struct cr_title *title, const struct cr_kind *kind,
		     struct cr_text line)
{
	struct cr_line_frame frame;

	title->kind = kind;
	title->header = line;
	if ((kind->blame == CR_BLAME_HEAD || kind->blame == CR_BLAME_KASAN) &&
	    cr_line_symbol(line, &frame))
		title->named = bare_name((struct cr_text){
			line.at + frame.func_at, frame.func_bytes });
}

/* Lockdep: "... (&lock){+.+.}-{3:3}, at: func+0x1/0x2" and "... at:". */
static void note_at(struct cr_title *title, struct cr_text line)
{
	struct cr_line_frame frame;
	u32 at = cr_text_find(line, CR_WORD(" at: "));

	struct cr_text name;

	if (at != CR_TEXT_NONE) {
		line = cr_text_from(line, at);
	} else if (!title->wants_at) {
		at = cr_text_find(line, CR_WORD(") at:"));
		title->wants_at = at != CR_TEXT_NONE;
		return;
	}
	title->wants_at = false;
	if (!cr_line_symbol(line, &frame))
		return;
	name.at = line.at + frame.func_at;
	name.bytes = frame.func_bytes;
	name = bare_name(name);
	if (!is_skipped(title, name))
		title->named = name;
}

static void title_restart(struct cr_title *title)
{
	memset(&title->first, 0, sizeof(title->first));
	memset(&title->before, 0, sizeof(title->before));
	memset(&title->ip, 0, sizeof(title->ip));
}

void cr_title_line(struct cr_title *title, struct cr_text line,
		   enum cr_shape shape)
{
	if (!title->kind)
		return;
	if (title->kind->blame == CR_BLAME_LAST) {
		if (!title->named.bytes && !title->is_done)
			note_at(title, line);
		if (shape == CR_SHAPE_BACKTRACE) {
			title_restart(title);
			title->is_done = false;
			title->is_aside = false;
		}
		return;
	}
	if (title->kind->blame == CR_BLAME_KASAN && !title->access.bytes) {
		if (cr_text_starts(line, CR_WORD("Read of size ")) ||
		    cr_text_starts(line, CR_WORD("Read at addr ")))
			title->access = CR_WORD("Read");
		else if (cr_text_starts(line, CR_WORD("Write of size ")) ||
			 cr_text_starts(line, CR_WORD("Write at addr ")))
			title->access = CR_WORD("Write");
	}
	cr_text_skip(&line, CR_WORD("rcu: "));
	if (cr_text_starts(line, CR_WORD("RCU grace-period kthread stack")) ||
	    cr_text_starts(line, CR_WORD("Preemption disabled at:")))
		title->is_aside = true;
	else if (shape == CR_SHAPE_NMI_TRACE || shape == CR_SHAPE_CPU ||
		 cr_text_starts(line, CR_WORD("Stack dump where RCU")))
		title->is_aside = false;
}

/* One frame of a stack in which a task loops, see above. */
static void stall_frame(struct cr_title *title, struct cr_text name)
{
	if (title->found.bytes)
		return;
	if (in_list(name, timers, CR_COUNT(timers))) {
		title_restart(title);
		return;
	}
	if (cr_text_has(name, CR_WORD("smp_call_function"))) {
		title->found = CR_WORD("smp_call_function");
		title->is_done = true;
		return;
	}
	if (in_list(name, anchors, CR_COUNT(anchors))) {
		if (!title->before.bytes)
			return;
		title->found = title->before;
		title->is_done = true;
		return;
	}
	if (is_skipped(title, name))
		return;
	title->before = name;
	if (!title->first.bytes)
		title->first = name;
}

void cr_title_frame(struct cr_title *title, struct cr_text name, u8 flags,
		    u32 stack)
{
	if (!title->kind || title->is_aside || title->is_done)
		return;
	if (!(flags & CRASHREC_FRAME_F_IP))
		title->has_stack = true;
	if (flags & CRASHREC_FRAME_F_UNRELIABLE)
		return;
	if (stack != title->stack && title->first.bytes) {
		title->is_done = true;
		return;
	}
	title->stack = stack;
	name = bare_name(name);
	if (title->kind->report_class == CRASHREC_CLASS_HUNG_TASK &&
	    (cr_text_starts(name, CR_WORD("synchronize_rcu")) ||
	     cr_text_starts(name, CR_WORD("__synchronize_srcu"))))
		name = CR_WORD("synchronize_rcu");
	if (title->kind->blame == CR_BLAME_STALL) {
		stall_frame(title, name);
		return;
	}
	if (is_skipped(title, name))
		return;
	if (flags & CRASHREC_FRAME_F_IP) {
		if (!title->ip.bytes)
			title->ip = name;
		return;
	}
	if (!title->first.bytes)
		title->first = name;
}

static void put(struct cr_facts *facts, struct cr_text text)
{
	u32 i;

	for (i = 0; i < text.bytes; i++) {
		char c = text.at[i];

		if (facts->title_bytes == CR_TITLE_MAX_BYTES)
			return;
		if (c < ' ' || c > '~')
			c = '?';
		facts->title[facts->title_bytes++] = c;
	}
}

/* Numbers differ from run to run: NUM and ADDR stand for them. */
static void put_rest(struct cr_facts *facts, struct cr_text text)
{
	char before = ' ';
	u64 value;

	cr_text_skip_spaces(&text);
	if (text.bytes > 120)
		text.bytes = 120;
	while (text.bytes) {
		struct cr_text one = { text.at, 1 };
		char c = text.at[0];

		if (!cr_text_is_alnum(before) && before != '_' &&
		    cr_text_skip(&text, CR_WORD("0x"))) {
			cr_text_take_u64(&text, 16, &value);
			put(facts, CR_WORD("ADDR"));
		} else if (cr_text_digit(c) < 10 && !cr_text_is_alnum(before) &&
			   before != '_' &&
			   cr_text_take_u64(&text, 10, &value)) {
			put(facts, CR_WORD("NUM"));
		} else {
			text = cr_text_from(text, 1);
			if (c != '\r')
				put(facts, one);
		}
		before = c;
	}
}

static struct cr_text blamed(const struct cr_title *title)
{
	switch (title->kind->blame) {
	case CR_BLAME_HEAD:
		/* All that a cut report has is its header: no title. */
		if (!title->has_stack)
			return title->first;
		if (title->named.bytes && !is_skipped(title, title->named))
			return title->named;
		return title->ip.bytes ? title->ip : title->first;
	case CR_BLAME_IP:
		return title->ip.bytes ? title->ip : title->first;
	case CR_BLAME_LAST:
		return title->named.bytes ? title->named : title->first;
	case CR_BLAME_STALL:
		return title->found.bytes ? title->found : title->first;
	default:
		return title->first.bytes ? title->first : title->ip;
	}
}

/* "use-after-free in func+0x1/0x2", the kind of access being known. */
static void put_access(const struct cr_title *title, struct cr_facts *facts)
{
	struct cr_text rest = cr_text_from(title->header,
					   title->kind->head.bytes);
	u32 end = cr_text_find(rest, CR_WORD(" in "));

	if (end == CR_TEXT_NONE)
		end = cr_text_find(rest, CR_WORD(" on address"));
	if (end != CR_TEXT_NONE)
		rest.bytes = end;
	if (cr_text_starts(rest, CR_WORD("double-free")))
		rest = CR_WORD("invalid-free");
	put_rest(facts, rest);
	if (!title->access.bytes)
		return;
	put(facts, CR_WORD(" "));
	put(facts, title->access);
}

/* What follows the words that tell the kind. */
static struct cr_text header_rest(const struct cr_title *title)
{
	const struct cr_kind *kind = title->kind;
	struct cr_text rest = cr_text_from(title->header, kind->head.bytes);
	u32 at;

	if (!kind->within.bytes)
		return rest;
	at = cr_text_find(rest, kind->within);
	return cr_text_from(rest, at + kind->within.bytes);
}

void cr_title_write(const struct cr_title *title, struct cr_facts *facts)
{
	const struct cr_kind *kind = title->kind;
	struct cr_text func;

	facts->title_bytes = 0;
	if (!kind) {
		put(facts, facts->report_class == CRASHREC_CLASS_WARNING ?
		    CR_WORD("WARNING in corrupted") :
		    CR_WORD("corrupted report"));
		facts->flags |= CRASHREC_REC_F_CORRUPTED;
		return;
	}
	put(facts, kind->title);
	if (kind->blame == CR_BLAME_REST)
		put_rest(facts, header_rest(title));
	if (kind->blame == CR_BLAME_KASAN)
		put_access(title, facts);
	if (kind->blame == CR_BLAME_NONE || kind->blame == CR_BLAME_REST)
		return;
	func = blamed(title);
	put(facts, CR_WORD(" in "));
	if (!func.bytes)
		facts->flags |= CRASHREC_REC_F_CORRUPTED;
	if (!func.bytes && kind->blame == CR_BLAME_KASAN &&
	    !is_skipped(title, title->named))
		func = title->named;
	if (!func.bytes)
		func = CR_WORD("corrupted");
	put(facts, func);
}
