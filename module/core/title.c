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

/* Never named by a title; prefixes. */
static const struct cr_text machinery[] = {
	P("__asan"), P("__kasan"), P("__sanitizer"), P("kasan"), P("__msan"),
	P("kmsan"), P("__kmsan"), P("__tsan"), P("kcsan"), P("kfence"),
	P("__kfence"), P("__ubsan"), P("ubsan"), P("check_memory_region"),
	P("check_region_inline"), P("print_"), P("report_bug"),
	P("fixup_bug"), P("handle_bug"), P("exc_"), P("asm_exc_"),
	P("dump_stack"), P("__dump_stack"), P("show_stack"), P("dump_"),
	P("show_regs"), P("warn_"), P("__warn"), P("panic"), P("vpanic"),
	P("check_panic_on_warn"), P("invalid_op"), P("do_invalid_op"),
	P("do_error_trap"), P("error_entry"), P("do_trap"), P("die"),
	P("oops_"), P("__die"), P("bug_"), P("nmi_"), P("rcu_dump_cpu"),
	P("page_fault"), P("do_page_fault"), P("__do_page_fault"),
	P("async_page_fault"), P("do_user_addr_fault"),
	P("general_protection"), P("do_general_protection"),
	P("__warn_printk"), P("memcpy"), P("__memcpy"), P("memset"),
	P("__memset"), P("memmove"), P("__memmove"), P("memcmp"),
	P("memchr"), P("memscan"), P("str"), P("lockdep_"), P("debug_"),
	P("___might_sleep"), P("__might_"), P("__schedule"), P("schedule"),
	P("preempt_schedule"), P("__preempt_"), P("lock_acquire"),
	P("lock_release"), P("lock_is_held"), P("__lock_acquire"),
	P("__lock_release"), P("check_"), P("mark_lock"), P("mark_usage"),
	P("mark_held"), P("validate_chain"), P("valid_state"),
	P("register_lock_class"), P("_raw_"), P("__raw_"), P("do_raw_"),
	P("spin_lock"), P("spin_unlock"), P("__spin_lock"), P("native_queued_"),
	P("queued_spin"), P("__pv_queued"), P("pv_wait"), P("read_lock"),
	P("write_lock"), P("read_unlock"), P("write_unlock"),
	P("mutex_"), P("__mutex_"), P("down_read"), P("down_write"),
	P("__down"), P("down_"), P("up_read"), P("up_write"), P("rwsem_"),
	P("__rwsem"), P("call_rwsem"), P("rwbase_"), P("rt_mutex"),
	P("__rt_mutex"), P("percpu_down"), P("__percpu_down"),
	P("wait_for_"), P("__wait_for"), P("do_wait_for"), P("__wait_on"),
	P("wait_on_"), P("out_of_line_wait"), P("bit_wait"),
	P("io_schedule"), P("context_switch"), P("__switch_to"),
	P("__flush_work"), P("flush_work"), P("__cancel_work"),
	P("cancel_work"), P("kthread_stop"), P("kthread_flush"),
	P("refcount_"), P("__refcount_"), P("atomic"), P("arch_atomic"),
	P("raw_atomic"), P("instrument_"), P("test_bit"), P("set_bit"),
	P("clear_bit"), P("test_and_"), P("__read_once"), P("__write_once"),
	P("_copy_"), P("__copy_"), P("copy_from_user"), P("copy_to_user"),
	P("copyin"), P("copyout"), P("copy_user_"), P("usercopy"),
	P("kmalloc"), P("__kmalloc"), P("___kmalloc"), P("kzalloc"),
	P("kcalloc"), P("kvmalloc"), P("krealloc"), P("kmem_cache_"),
	P("slab_"), P("__slab"), P("___slab"), P("allocate_slab"),
	P("new_slab"), P("kfree"), P("__kmem"), P("kmemdup"), P("memdup"),
	P("kmemleak"), P("alloc_pages"), P("__alloc_pages"), P("stack_trace"),
	P("save_stack"), P("set_track"), P("stack_depot"), P("__list_"),
	P("list_"), P("rcu_read_"), P("rcu_lock_"), P("rcu_is_watching"),
	P("trace_hardirqs"), P("trace_softirqs"), P("trace_"),
	P("__trace_"), P("irqentry_"), P("irq_entries"), P("ret_from_"),
	P("apic_timer_"), P("asm_sysvec"), P("sysvec_"), P("smp_apic_"),
	P("entry_"), P("sched_show_task"), P("__this_cpu_preempt_check"),
	P("wake_up_lock"), P("object_err"), P("describe_"), P("end_report"),
	P("__stack_chk"), P("__fortify"), P("fortify_"), P("should_fail"),
	P("fail_dump"), P("might_"), P("arch_static"), P("static_"),
	P("arch_local"), P("arch_irqs"), P("__local_bh"), P("local_bh"),
	P("seqcount_"), P("do_raw"), P("refcount"), P("console_unlock"),
	P("vprintk"), P("_printk"), P("printk"), P("update_stack_state"),
	P("unwind_"), P("arch_stack_walk"), P("__unwind"), P("bad_area"),
	P("__bad_area"), P("no_context"), P("page_fault_oops"),
	P("kernelmode_fixup"), P("spurious_"), P("cpumask_"),
	P("native_save_fl"), P("native_restore_fl"), P("arch_safe_halt"),
	P("__sanitizer_cov"), P("write_comp_data"), P("dequeue_task"),
	P("generic_exec"), P("csd_lock"),
	P("tick_"), P("update_process_times"), P("__rcu_"), P("rcu_sched"),
	P("rcu_check"), P("rcu_dump"), P("rcu_pending"), P("watchdog_timer"),
	P("print_cpu_stall"), P("arch_trigger"), P("trigger_"),
	P("finish_wait"), P("hex_"), P("vsnprintf"), P("vscnprintf"),
	P("snprintf"), P("sprintf"), P("pointer"), P("number"),
	P("rb_"), P("__rb_"), P("work_is_static"), P("insert_work"),
	P("__queue_work"), P("queue_work"), P("queue_delayed"), P("__queue_"),
	P("lock_timer_base"), P("mod_timer"), P("__mod_timer"),
	P("del_timer"), P("try_to_del_timer"), P("timer_is_static"),
	P("osq_lock"), P("__wake_up"), P("_atomic_dec"), P("kvfree"),
	P("vfree"), P("__vfree"), P("skb_panic"), P("skb_over_panic"),
	P("skb_under_panic"), P("skb_push"), P("skb_put"),
	P("drain_workqueue"), P("destroy_workqueue"), P("flush_workqueue"),
	P("__flush_workqueue"), P("drop_nlink"), P("clear_nlink"),
	P("add_uevent_var"), P("kobject_uevent"), P("sysfs_remove"),
	P("device_del"), P("device_unregister"), P("usb_kill_"),
	P("usb_anchor_resume_wakeups"),
	P("ldsem_"), P("__ldsem"), P("folio_wait"),
	P("__folio"), P("rcu_barrier"), P("down"), P("df_debug"),
	P("bad_page"), P("free_pages_prepare"), P("post_alloc_hook"),
	P("__set_page_owner"), P("get_page_from"), P("prep_new_page"),
	P("kstrdup"), P("kstrndup"), P("radix_tree_node_alloc"),
	P("pcpu_mem"), P("idr_"), P("ida_"), P("sget_userns"),
	P("handle_overflow"), P("__do_kernel_fault"), P("do_translation"),
	P("do_mem_abort"), P("el1_"), P("el1h_"), P("do_tag_"),
	P("__hwasan"), P("hwasan"), P("aes_encrypt"), P("__might"),
	P("__alloc_frozen"), P("alloc_frozen"), P("__seqprop"),
	P("genl_unbind_"), P("arch_stack"), P("__dabt_svc"),
	P("rust_helper_BUG"), P("___preempt"), P("retint_"),
	P("perf_trace_"), P("console_lock"), P("do_read_cache"),
	P("tty_ldisc_lock"), P("devres_"), P("dpm_"), P("device_remove"),
	P("device_destroy"), P("device_add"), P("release_nodes"),
	P("kernel_fpu_begin"), P("va_format"), P("dev_vprintk"),
	P("dev_printk"), P("__dev_printk"), P("_dev_"), P("dev_err"),
	P("_dev_err"), P("__usb_hcd_giveback"), P("usb_hcd_giveback"),
	P("kvasprintf"), P("kasprintf"), P("pcpu_"), P("aesti_"),
	P("do_double_fault"), P("walk_stackframe"), P("native_safe_halt"),
	P("do_trap_break"), P("folio_alloc"), P("free_page_is_bad"),
	P("rtnl_lock_"), P("shmem_uncharge"),
	P("iput"), P("__ubsan_handle"), P("vmalloc_fault"),
};

/* Where the timer or an NMI broke in: the frames so far are its own. */
static const struct cr_text timers[] = {
	P("apic_timer_interrupt"), P("smp_apic_timer_interrupt"),
	P("asm_sysvec_"), P("sysvec_"), P("reschedule_interrupt"),
	P("el1_irq"), P("el1h_64_irq"), P("gic_handle_irq"),
	P("ret_from_intr"), P("common_interrupt"), P("asm_common_interrupt"),
	P("call_function_"), P("end_repeat_nmi"), P("nmi"), P("__irq_svc"),
	P("retint_kernel"), P("asm_exc_nmi"),
};

/* What hands out work of many kinds. */
static const struct cr_text anchors[] = {
	P("process_one_work"), P("do_syscall_"), P("do_fast_syscall"),
	P("__do_fast_syscall"), P("entry_SYSCALL"), P("entry_SYSENTER"),
	P("sysenter_"), P("__netif_receive_skb"), P("netif_receive_skb"),
	P("call_timer_fn"), P("__do_softirq"), P("do_softirq"),
	P("handle_softirqs"), P("__run_timers"), P("run_timer_softirq"),
	P("__hrtimer_run_queues"), P("hrtimer_run"), P("hrtimer_interrupt"),
	P("run_ksoftirqd"), P("smpboot_thread_fn"), P("kthread"),
	P("ret_from_fork"), P("start_secondary"), P("cpu_startup_entry"),
	P("start_kernel"), P("tasklet_action"), P("tasklet_hi_action"),
	P("vfs_"), P("__vfs_"), P("ksys_"), P("do_vfs_"), P("do_iter_"),
	P("new_sync_"), P("call_write_iter"), P("call_read_iter"),
	P("file_ioctl"), P("compat_ioctl"), P("do_loop_readv"),
	P("sock_sendmsg"), P("__sock_sendmsg"), P("sock_recvmsg"),
	P("____sys_sendmsg"), P("____sys_recvmsg"), P("___sys_"),
	P("__sys_"), P("sock_read_iter"), P("sock_write_iter"),
	P("sock_common_"), P("__sock_release"), P("sock_release"),
	P("sock_close"), P("__fput"), P("task_work_run"),
	P("exit_to_user"), P("mount_fs"), P("do_mount"), P("path_mount"),
	P("do_new_mount"), P("legacy_get_tree"), P("mmap_region"),
	P("__mmap_region"), P("call_mmap"), P("rtnetlink_rcv"),
	P("netlink_rcv_skb"), P("genl_"), P("netlink_dump"), P("nfnetlink_"),
	P("do_exit"), P("do_group_exit"), P("get_signal"), P("do_signal"),
	P("sock_do_ioctl"), P("invoke_syscall"), P("el0_svc"),
	P("sys_ioctl"), P("compat_sys_ioctl"), P("SyS_ioctl"),
	P("compat_SyS_ioctl"), P("C_SYSC_ioctl"),
	P("generic_smp_call"), P("flush_smp_call"),
	P("scheduler_ipi"), P("irq_exit"), P("__irq_exit"),
};

static bool in_list(struct cr_text name, const struct cr_text *list, u32 count)
{
	u32 i;

	for (i = 0; i < count; i++) {
		if (list[i].at[0] == name.at[0] &&
		    cr_text_starts(name, list[i]))
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
	if (stack != title->stack && title->first.bytes &&
	    title->kind->blame != CR_BLAME_STALL) {
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
