# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What a line costs with crashrec and with its peers, in a guest whose clock
# counts instructions; source it behind recorder.sh.
#
#   bench_guest KERNEL...
#       Prints a table in Markdown, a column for each kernel. Each column is of
#       one guest and one boot, with the same lines: one recorder after the
#       other is switched on, and off again. What a kernel can't do is "-" in
#       the table, and is told behind it, with the reason.
#
# Each recorder has 1 MiB. The measure begins when the kernel's log is full,
# as it is on a machine that was up for a while: from then on each line pays
# for the oldest one's removal, too.
#
# The guest has no console, unless the row says otherwise: the pstore console
# gets no line that a quiet console doesn't get, so quiet is no way here.

bench_trigger=/sys/kernel/debug/crashrec_trigger
bench_tracing=/sys/kernel/tracing
bench_instance=$bench_tracing/instances/boot_map
bench_limit=600		# seconds for a command: a slow host is no failure
bench_ramoops_address=0x18000000

declare -A bench_release bench_found
bench_skips=()

bench_sh() { guest "$1" "$bench_limit"; }

# bench_line WHAT: takes both kinds of lines; the second time, when all is warm.
bench_line() {
	local line
	for line in ordinary_lines report_lines; do
		bench_found[$kernel $1 $line]=$(bench_sh "cd $bench_trigger; echo $line >run; sleep 4; echo $line >run; cat line_ns; sleep 4")
	done
}

bench_skip() {
	bench_skips+=("skip - bench: $1 on ${bench_release[$kernel]} ($2)")
}

bench_start() {
	recorder_make guest-tests
	# shellcheck disable=SC2154 # from recorder.sh
	recorder_start "$kernel" store=ivshmem smp=1 icount=shift=0,sleep=off \
		limit=3600 wait=900 \
		"modules=ramoops $top/build/device_cookie_test" \
		append="memmap=1M\$$bench_ramoops_address reserve_mem=1M:4096:trace trace_instance=boot_map@trace"
	bench_release[$kernel]=$(bench_sh 'uname -r')
	[ "$kernel" != debug ] || bench_release[$kernel]+=" debug"
	bench_sh "mount -t tracefs tracefs $bench_tracing"
	bench_mapped=$(bench_sh 'dmesg | grep -c "mapped boot instance boot_map"') ||
		true
	bench_sh 'insmod /crashrec_trigger.ko'
	bench_console 0
	bench_sh 'echo N >/sys/module/printk/parameters/ignore_loglevel; dmesg -n 8'
	bench_sh "for i in 1 2 3 4 5 6 7 8 9 10; do echo ordinary_lines >$bench_trigger/run; done"
}

# bench_console 0 | 1: the serial one.
bench_console() { bench_sh "echo $1 >/sys/class/tty/ttyS0/console"; }

bench_trace_instance() {
	local switch=$bench_instance/events/printk/console/enable
	if [ "$bench_mapped" = 0 ]; then
		bench_skip "the trace instance" "this kernel maps none at boot"
		return
	fi
	bench_sh "echo 1 >$switch"
	bench_line trace
	bench_sh "echo 0 >$switch"
}

bench_pstore() {
	local load="modprobe ramoops mem_address=$bench_ramoops_address mem_size=0x100000 console_size=0x100000 record_size=0 ftrace_size=0 pmsg_size=0"
	if ! bench_sh "$load && grep -q ramoops /proc/consoles"; then
		bench_skip "the pstore console" "ramoops makes no console there: it takes CONFIG_PSTORE_CONSOLE"
		bench_sh 'rmmod ramoops' || true
		return
	fi
	bench_line pstore
	bench_console 1
	bench_line pstore_serial
	bench_sh 'rmmod ramoops'
	bench_line serial
	bench_console 0
}

# A recorder that was not off would be counted for the next one.
bench_bare_again() {
	local line
	bench_line again
	for line in ordinary_lines report_lines; do
		awk -v a="${bench_found[$kernel bare $line]}" \
			-v b="${bench_found[$kernel again $line]}" \
			'BEGIN { exit b < a * 0.99 || b > a * 1.01 }' ||
			bench_skips+=("not ok - bench: $line on ${bench_release[$kernel]} took ${bench_found[$kernel bare $line]} at first, and ${bench_found[$kernel again $line]} when all was off again")
	done
}

# What the module allocates as it begins, and keeps.
bench_load() {
	bench_sh "cd $bench_tracing; echo 4096 >buffer_size_kb; cd events; for i in kmem/kmalloc kmem/kfree module/module_load; do echo 1 >\$i/enable; done"
	recorder_load
	bench_sh "echo 0 >$bench_tracing/events/enable"
	bench_found[$kernel heap]=$(guest_get "cat $bench_tracing/trace" "$bench_limit" | awk '
		!/insmod-/ { next }
		/ module_load: crashrec/ { begun = 1 }
		{
			bytes = pointer = $0
			sub(/.* ptr=/, "", pointer); sub(/ .*/, "", pointer)
			sub(/.* bytes_alloc=/, "", bytes)
		}
		/ kmalloc: / && begun { taken[pointer] = bytes + 0 }
		/ kfree: / { delete taken[pointer] }
		END { for (p in taken) sum += taken[p]; print sum + 0 }')
	bench_found[$kernel module]=$(bench_sh 'cat /sys/module/crashrec/coresize')
	bench_sh "echo >$bench_tracing/trace"
}

# The closer's work, from outside: tracing tells when it begins and ends, by a
# clock that counts instructions. Of three equal reports the one counts that
# the fewest interrupts fell into.
bench_close() {
	local looks
	bench_sh "cd $bench_tracing; echo x86-tsc >trace_clock; cd events/workqueue; echo 1 >workqueue_execute_start/enable; echo 1 >workqueue_execute_end/enable"
	bench_sh "for i in 1 2 3; do echo warn >$bench_trigger/run; sleep 7; done"
	bench_sh "echo 0 >$bench_tracing/events/enable"
	mapfile -t looks < <(guest_get "cat $bench_tracing/trace" "$bench_limit" | awk '
		!/ closer_work / { next }
		{ at = $0; sub(/: workqueue_.*/, "", at); sub(/.* /, "", at) }
		/_start: / { begun = at }
		/_end: / && begun { print at - begun; begun = 0 }' | sort -n)
	bench_found[$kernel look]=${looks[0]}
	bench_found[$kernel close]="${looks[-3]} ($(guest_get 'crashrec show --json' "$bench_limit" |
		tail -n 1 | jq -r '"\(.line_count) lines, \(.frames | length) frames"'))"
}

# Lines of reports whose caches are written back.
bench_flush() {
	bench_sh 'rmmod crashrec'
	recorder_parameters=flush=1 recorder_load
	bench_line flush
}

# A write() that says what is executed, and one that says nothing.
bench_cookie() {
	local file
	for file in null crashrec; do
		bench_found[$kernel write $file]=$(bench_sh "device_cookie_test cost /dev/$file")
	done
}

bench_kernel() {
	local kernel=$1 bench_mapped
	bench_start
	bench_line bare
	bench_trace_instance
	bench_pstore
	bench_bare_again
	bench_load
	bench_line crashrec
	bench_close
	bench_cookie
	bench_flush
	guest_stop
}

# bench_row TEXT FIGURE [LESS]: a cell for each kernel, or what it is more
# than LESS.
bench_row() {
	local kernel cell found less
	printf '| %s |' "$1"
	for kernel in "${kernels[@]}"; do
		cell=-
		found=${bench_found[$kernel $2]:-}
		less=${3:+${bench_found[$kernel $3]:-}}
		if [ -n "$found" ] && [ -n "${3:-}" ]; then
			cell=$(printf '%+d' $((found - less)))
		elif [ -n "$found" ]; then
			cell=$found
		fi
		printf ' %s |' "$cell"
	done
	echo
}

bench_rows() {
	local line=$1
	bench_row "\`printk()\` of $2" "bare $line"
	bench_row "... with crashrec" "crashrec $line" "bare $line"
	bench_row "... the same with \`flush=1\`" "flush $line" "bare $line"
	bench_row "... with a boot-mapped trace instance, \`printk:console\` on" \
		"trace $line" "bare $line"
	bench_row "... with the pstore console (ramoops), the only console" \
		"pstore $line" "bare $line"
	bench_row "... the same beside a serial console" \
		"pstore_serial $line" "serial $line"
}

bench_table() {
	local kernel
	printf '| instructions under icount |'
	for kernel in "${kernels[@]}"; do
		printf ' %s |' "${bench_release[$kernel]}"
	done
	printf '\n| --- |'
	printf ' --- |%.0s' "${kernels[@]}"
	echo
	bench_rows ordinary_lines "an ordinary line"
	bench_rows report_lines "a report's line"
	bench_row "closing a WARNING's record: title, CRC" close
	bench_row "a look whether a report is over, each 100 ms while one may go on" look
	bench_row "\`write()\` to \`/dev/null\`" "write null"
	bench_row "... of a cookie to \`/dev/crashrec\`" "write crashrec" "write null"
	bench_row "bytes of memory: the module" module
	bench_row "... what it allocates" heap
	bench_row "... the region, as chosen" region
}

bench_guest() {
	local kernels=("$@") kernel
	for kernel in "$@"; do
		# shellcheck disable=SC2154 # from guest.sh
		bench_found[$kernel region]=$guest_region_bytes
		bench_kernel "$kernel"
	done
	bench_table
	[ ${#bench_skips[@]} = 0 ] || printf '%s\n' '' "${bench_skips[@]}"
}
