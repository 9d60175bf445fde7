#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What a record says beside the report's text: where the kernel lies, its build
# id, its modules, the cgroup, the trap, the lines of its own context.
#
#   facts.sh [KERNEL]
#
# Without KERNEL: each in turn.
# limit: 900

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/recorder.sh
. "$here/../recorder.sh"

each_kernel "$@" -- 6.1 6.12 debug

kernel=$1
folder=$("$lab/kernels.sh" get "$kernel")
run=/sys/kernel/debug/crashrec_trigger/run
warning=$(scenario_get warn title)
# One more module of the kernel's own, which needs no other.
case $kernel in
debug)	more=lkdtm ;;
*)	more=dummy ;;
esac

# build_id FILE: what readelf finds in it.
build_id() {
	readelf -n "$1" 2>/dev/null | sed -n 's/^ *Build ID: //p' | head -n 1
}

# unpack BZIMAGE FILE: the kernel within, as the header of BZIMAGE says where
# (Documentation/arch/x86/boot.rst: setup_sects, payload_offset and _length).
# Behind the packed kernel is its length, which no unpacker likes.
unpack() {
	local setup at bytes tool
	setup=$(od -An -tu1 -j 0x1f1 -N 1 "$1")
	at=$(od -An -tu4 -j 0x248 -N 4 "$1")
	bytes=$(od -An -tu4 -j 0x24c -N 4 "$1")
	at=$(((setup + 1) * 512 + at))
	tail -c "+$((at + 1))" "$1" | head -c "$bytes" >"$files/packed" || true
	for tool in xz zstd lz4 gzip; do
		"$tool" -dc <"$files/packed" >"$2" 2>/dev/null || true
		[ -z "$(build_id "$2")" ] || return 0
	done
}

# The kernel as it was linked, and where to. Debian has no System.map with it:
# _text is what its first segment begins with.
case $kernel in
debug)	vmlinux=$folder/build/vmlinux
	linked=0x$(awk '$3 == "_text" { print $1 }' "$folder/build/System.map") ;;
*)	vmlinux=$files/vmlinux
	unpack "$folder/vmlinuz" "$vmlinux"
	linked=$(readelf -lW "$vmlinux" | awk '$1 == "LOAD" { print $3; exit }') ;;
esac

# fact FILTER: of the record, raw.
fact() { jq -r "$1" "$files/record"; }

# take TITLE: the newest such record, whole, to $files/record and, as text, to
# $files/shown; it is acknowledged.
take() {
	local seq
	seq=$(recorder_wait "$1" | jq .seq)
	guest_get "crashrec show $seq --json" >"$files/record"
	guest_get "crashrec show $seq" >"$files/shown"
	guest 'crashrec ack --all >/dev/null'
}

warn() {
	recorder_run warn
	take "$warning"
}

# module_file NAME: its file on the host, unpacked.
module_file() {
	local file
	file=$(find "$folder/modules/" -name "$1.ko" -o -name "$1.ko.xz" | head -n 1)
	case $file in
	*.xz)	xz -dc "$file" >"$files/$1.ko"
		file=$files/$1.ko ;;
	esac
	echo "$file"
}

# module NAME KEY: of the record.
module() { fact ".modules[] | select(.name == \"$1\") | .$2"; }

names() { fact '[.modules[].name] | sort | join(" ")'; }

check_kernel() {
	local text
	text=0x$(guest "grep -w _text /proc/kallsyms" | cut -d' ' -f1)
	expect "$kernel facts: $1: where the kernel's text is" \
		"$(printf '0x%x' "$text")" "$(fact .kernel.text)"
	expect "$kernel facts: $1: KASLR offset" \
		"$(printf '0x%x' "$((text - linked))")" \
		"$(fact .kernel.kaslr_offset)"
}

check_modules() {
	local address name
	expect "$kernel facts: the first record has all modules" \
		"crashrec crashrec_trigger" "$(names)"
	expect "$kernel facts: build id of crashrec" \
		"$(build_id "$top/build/kernel-$kernel/crashrec.ko")" \
		"$(module crashrec build_id)"
	expect "$kernel facts: build id of a module that came later" \
		"$(build_id "$top/build/trigger-$kernel/crashrec_trigger.ko")" \
		"$(module crashrec_trigger build_id)"
	for name in crashrec crashrec_trigger; do
		address=$(guest "grep '^$name ' /proc/modules" | awk '{ print $6 }')
		expect "$kernel facts: address of $name" \
			"$(printf '0x%x' "$address")" "$(module $name text)"
		expect_match "$kernel facts: taint of $name" O \
			"$(module $name taint.letters)"
	done
}

check_changes() {
	local wanted
	warn
	expect "$kernel facts: a later record has the modules that it names" \
		"crashrec_trigger" "$(names)"
	guest "modprobe $more"
	warn
	wanted=$(guest 'cut -d" " -f1 /proc/modules | sort | paste -sd " "')
	expect "$kernel facts: when one is loaded, all are told again" \
		"$wanted" "$(names)"
	expect "$kernel facts: build id of one that was loaded later" \
		"$(build_id "$(module_file $more)")" "$(module $more build_id)"
	guest "rmmod $more"
	warn
	expect "$kernel facts: one that was unloaded is gone" \
		"crashrec crashrec_trigger" "$(names)"
	expect "$kernel facts: how many are loaded" 2 \
		"$(fact .kernel.modules_loaded)"
}

check_cgroup() {
	if [ "$kernel" = debug ]; then
		expect "$kernel facts: no cgroup where there are none" null \
			"$(fact .cgroup)"
		return
	fi
	guest 'mkdir -p /tmp/cg; mount -t cgroup2 none /tmp/cg; mkdir /tmp/cg/box'
	guest "sh -c 'echo \$\$ >/tmp/cg/box/cgroup.procs; echo warn >$run'"
	take "$warning"
	expect "$kernel facts: the cgroup's id" \
		"$(guest 'stat -c %i /tmp/cg/box')" "$(fact .cgroup)"
}

# Lines of the process that is to warn, behind more of another than are kept.
check_context() {
	local kept
	guest "sh -c 'echo mine >/dev/kmsg; (for n in 1 2 3 4 5 6 7 8 9 10 11 12; do echo other \$n >/dev/kmsg; done); echo warn >$run'"
	take "$warning"
	expect "$kernel facts: the lines right before it" \
		"other 5 other 6 other 7 other 8 other 9 other 10 other 11 other 12" \
		"$(fact '[.before[] | select(.number <= 8) | .text] | join(" ")')"
	kept=$(fact '[.before[] | select(.of_context) | .text] | unique | join(" ")')
	if [ "$kernel" = debug ]; then
		expect "$kernel facts: its context's lines from before" mine \
			"$kept"
	else
		expect "$kernel facts: no such lines where the log tells no caller" \
			"" "$kept"
	fi
	# The tracepoint, and warn_rcu_enter() (include/linux/context_tracking.h).
	expect "$kernel facts: how deep a task is when it warns" \
		'{"preempt_off":2,"softirq_off":0,"in_softirq":false,"hardirqs":0,"nmis":0}' \
		"$(fact '.nesting | tostring')"
}

# check_trap SCENARIO NUMBER: a report that begins with a trap.
check_trap() {
	local ip address
	recorder_run "$1"
	take "$(scenario_get "$1" title)"
	expect "$kernel facts: $1: trap, signal, error code" "$2 11 0x0" \
		"$(fact '.trap | "\(.trap) \(.signal) \(.error)"')"
	expect "$kernel facts: $1: interrupts were on" true "$(fact .irqs_on)"
	ip=$(fact '.trap.registers[] | select(.name == "RIP") | .value')
	address=$(module crashrec_trigger text)
	if ((ip >= address && ip < address + $(module crashrec_trigger text_bytes))); then
		ok "$kernel facts: $1: RIP is in the module that did it"
	else
		not_ok "$kernel facts: $1: RIP is in the module that did it" \
			"$ip is not behind $address"
	fi
}

recorder_start "$kernel" store=ivshmem "modules=$more"
recorder_load
warn
check_kernel KASLR
expect "$kernel facts: the kernel's build id" "$(build_id "$vmlinux")" \
	"$(fact .kernel.build_id)"
check_modules
expect_match "$kernel facts: show tells the module of a frame" \
	"module +crashrec_trigger at $(module crashrec_trigger text)," \
	"$(cat "$files/shown")"
check_changes
check_cgroup
check_context
check_trap null 14
check_trap gpf 13
check_trap bug 6
guest_stop

recorder_start "$kernel" store=ivshmem append=nokaslr
recorder_load
warn
check_kernel nokaslr
expect "$kernel facts: nothing moves with nokaslr" 0x0 \
	"$(fact .kernel.kaslr_offset)"
results_done
