#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# On arm64: what a record holds there, and the node of the device tree in which
# records may live.
#
#   arm64.sh [KERNEL]
#
# Without KERNEL: each in turn.
# limit: 900

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/recorder.sh
. "$here/../recorder.sh"

each_kernel "$@" -- 6.1-arm64 6.12-arm64

kernel=$1
host=$top/build/crashrec
warning=$(scenario_get warn title)
stall=$(scenario_get rcu-stall title)
panic=$(scenario_get panic title)
region='0x5f000000-0x5f0fffff'
node=/reserved-memory/crashrec@5f000000

missing() {
	local tool
	for tool in qemu-system-aarch64 aarch64-linux-gnu-gcc dtc fdtoverlay; do
		command -v "$tool" >/dev/null || echo "$tool"
	done
}

for tool in $(missing); do
	skip "$kernel" "$tool is missing: run lab/packages.sh arm64"
	results_done
	exit
done

said() { guest 'dmesg | grep "crashrec: " | grep -v "^[^:]*: \(a line\|one that\|two that\)"' | tail -n 4; }
titles() { guest_get 'crashrec list --json' | jq -r .title; }

# fact FILTER: of the record, raw.
fact() { jq -r "$1" "$files/record"; }

# take SCENARIO: makes it happen; the record, whole, to $files/record.
take() {
	local seq
	recorder_run "$1"
	seq=$(recorder_wait "$(scenario_get "$1" title)" | jq .seq) || true
	guest_get "crashrec show ${seq:-0} --json" >"$files/record" || true
	fact '.lines[].text' >"$files/lines"
	guest_get dmesg | sed -E 's/^\[[^]]*\](\[[^]]*\])? //' >"$files/dmesg"
	console_shows "$kernel $1: lines are those of dmesg" \
		"$files/lines" "$files/dmesg" "$files/nothing"
	expect "$kernel $1: class, state, task" \
		"$(scenario_get "$1" class) complete $run_comm $run_pid" \
		"$(fact '"\(.class) \(.state) \(.comm) \(.pid)"')"
}

# check_trap SCENARIO FUNCTION ERROR: binary facts of an oops.
check_trap() {
	local pc address wanted
	take "$1"
	# 0 is what arm64 gives for all of them.
	expect "$kernel $1: trap, signal, error code" "0 11 $3" \
		"$(fact '.trap | "\(.trap) \(.signal) \(.error)"')"
	expect "$kernel $1: registers" \
		"pc pstate sp $(printf 'x%d\n' {0..30} | LC_ALL=C sort | paste -sd ' ')" \
		"$(fact '.trap.registers[].name' | LC_ALL=C sort | paste -sd ' ')"
	pc=$(fact '.trap.registers[] | select(.name == "pc") | .value')
	address=$(guest "grep ' $2' /proc/kallsyms" | cut -d ' ' -f 1)
	wanted=$(fact '.frames[0].offset')
	expect "$kernel $1: pc is where the first frame says" \
		"$(printf '0x%x' $((0x$address + wanted)))" "$pc"
	# pc and lr are symbols there.
	# shellcheck disable=SC2016 # it is for jq
	expect "$kernel $1: all but pc and x30 have the text's value" 32 \
		"$(fact '(.trap.registers | map({(.name): .value}) | add) as $trap |
			.registers | map(select($trap[.name] == .value)) | length')"
	expect "$kernel $1: interrupts were on" true "$(fact .irqs_on)"
	expect "$kernel $1: the instruction that trapped, of 5 of 4 bytes" "16 20 4" \
		"$(fact '.code[0] | "\(.trap_at) \(.bytes | length / 2) \(.unit_bytes)"')"
}

check_kernel() {
	local offset text
	text=$(guest 'grep -w _stext /proc/kallsyms' | cut -d ' ' -f 1)
	expect "$kernel: where the kernel's text is" \
		"$(printf '0x%x' $((0x$text - 0x10000)))" "$(fact .kernel.text)"
	offset=$(guest_console_lines 0 |
		sed -n 's/^Kernel Offset: \(0x[0-9a-f]*\) from .*/\1/p')
	expect "$kernel: KASLR offset, as the panic tells it" "$offset" \
		"$(fact .kernel.kaslr_offset)"
}

check_records() {
	local names
	: >"$files/nothing"
	recorder_start "$kernel" store=tree
	# One that is there before it has to be found.
	guest 'insmod /crashrec_trigger.ko'
	recorder_load
	expect_match "$kernel: what the device tree has is taken" \
		"recording to device-tree node $node, 1024 KiB, 0 unread" \
		"$(said)"
	expect "$kernel: the program tells the store" device-tree \
		"$(guest 'crashrec stats' | sed -n 's/^store  *//p')"
	expect "$kernel: pieces of lines are told by their address" address \
		"$(guest 'sed -n "s/^pieces_joined_by //p" /sys/kernel/debug/crashrec/stats')"

	take warn
	names=$(fact '[.modules[].name] | sort | join(" ")')
	expect "$kernel: the first record has all modules" \
		"crashrec crashrec_trigger" "$names"
	# pc and lr are symbols.
	expect "$kernel: registers of the text" \
		"pstate sp $(printf 'x%d ' {29..0})" \
		"$(fact '[.registers[].name] | join(" ") + " "')"
	expect "$kernel: frames, none of which is odd" "crashrec_trigger_warn true" \
		"$(fact '"\(.frames[0].function) \([.frames[].reliable] | all)"')"
	check_trap null crashrec_trigger_null 0x96000006
	check_trap bug crashrec_trigger_bug 0xf2000800
	# Of 6.1: the idle task warns when it runs next.
	guest 'sleep 1; crashrec ack --all >/dev/null'
	take rcu-stall
	expect "$kernel rcu-stall: the stack of who stalls is in it" true \
		"$(fact '[.frames[].function] | any(. == "crashrec_trigger_stall")')"
	recorder_run warn
	recorder_wait "$warning" >/dev/null || true
}

check_resets() {
	guest_reset
	guest_wait_reboot
	recorder_load
	expect "$kernel: records survive the machine's reset" \
		"$stall"$'\n'"$warning" "$(titles)"
	guest 'crashrec ack --all >/dev/null'
	recorder_run panic
	recorder_load
	expect "$kernel: and a panic" "$panic true complete" \
		"$(guest_get 'crashrec list --json' |
			jq -r '"\(.title) \(.panicked) \(.state)"')"
	guest_get 'crashrec show --json' >"$files/record"
	guest_region "$files/region"
	expect "$kernel: the host reads the same" "$(fact .title)" \
		"$("$host" list --json -f "$files/region" | jq -r .title)"
	expect "$kernel: also from all of the guest's memory" "$(fact .title)" \
		"$("$host" list --json -f "$guest_ram" | jq -r .title)"
	guest_stop
}

# with_tree STORE TREE [PARAMETERS]: loads it in a guest whose tree has that.
with_tree() {
	recorder_start "$kernel" smp=1 "store=$1" "tree=$2"
	guest "insmod /crashrec.ko ${3-} 2>/dev/null" || true
}

# taken NAME STORE TREE REGEX [PARAMETERS]
taken() {
	with_tree "$2" "$3" "${5-}"
	expect_match "$kernel: $1" "recording to $4" "$(said)"
}

# refused NAME TREE REGEX
refused() {
	with_tree tree "$2"
	if guest 'test -e /sys/module/crashrec'; then
		not_ok "$kernel: $1" "it was loaded: $(said)"
	else
		expect_match "$kernel: $1" "$3" "$(said)"
	fi
	guest_stop
}

# node TEXT: /reserved-memory with a node of crashrec's that has no reg.
node() {
	guest_reserved 'no-map;' | sed "s/reg = .*;/compatible = \"crashrec\"; $1/"
}

# loaded_by MODALIAS: how many aliases of the module it matches.
loaded_by() {
	local alias count=0
	for alias in $(/sbin/modinfo -F alias "$top/build/kernel-$kernel/crashrec.ko"); do
		# shellcheck disable=SC2053 # it is a pattern
		[[ $1 != $alias ]] || count=$((count + 1))
	done
	echo $count
}

check_places() {
	local small='reg = <0 0x5f000000 0 0x8000>;' at
	at=$(guest_reserved 'no-map;')
	taken "a range by its address" range "$at" "memory $region" \
		"mem_address=0x5f000000 mem_size=0x100000"
	guest_stop
	taken "an address comes before a node" tree \
		"$(guest_reserved 'compatible = "crashrec"; no-map;')" \
		"memory $region" "mem_address=0x5f000000 mem_size=0x100000"
	guest_stop
	taken "a node elsewhere may name the memory" tree \
		"${at/crashrec@/reports: memory@} crashrec { compatible = \"crashrec\"; memory-region = <&reports>; };" \
		'device-tree node /crashrec'
	expect "$kernel: and is the module's, by its modalias" 1 "$(loaded_by \
		"$(guest 'cat /sys/bus/platform/devices/crashrec/modalias')")"
	guest_stop
	taken "a node that is disabled is none; ivshmem" ivshmem \
		"$(guest_reserved 'compatible = "crashrec"; no-map; status = "disabled";')" \
		'ivshmem device'
	recorder_run warn
	recorder_wait "$warning" >/dev/null || true
	guest_region "$files/region"
	expect "$kernel: ivshmem: the host reads it" "$warning" \
		"$("$host" list --json -f "$files/region" | jq -r .title)"
	guest_stop
	refused "a node without reg is refused" "$(node '')" \
		"$node: it has no reg .*give it one"
	refused "a small one is, too" "$(node "$small")" \
		"$node: 32768 bytes are too few: .* at least 65536"
	refused "and one of odd pages" "$(node "${small/8000/18800}")" \
		"$node: .*: make both multiples of 4096"
	refused "so is memory that the kernel uses, and the cure named" \
		"$(guest_reserved 'compatible = "crashrec";')" \
		"$region is memory that the kernel uses: .*no-map.*$node asks"
}

# The examples of the binding: dtc has nothing to say.
check_examples() {
	local binding=$top/module/store_tree.yaml example count=0 said
	while read -r example; do
		count=$((count + 1))
		{ echo '/dts-v1/;'; tail -n "+$((example + 1))" "$binding" |
			sed '/^  - |$/,$d'; } >"$files/example.dts"
		said=$(dtc -I dts -O dtb -o /dev/null "$files/example.dts" 2>&1) ||
			said="dtc failed: $said"
		expect "binding: example $count" "" "$said"
	done < <(grep -n '^  - |$' "$binding" | cut -d : -f 1)
	expect "binding: examples" 2 "$count"
}

[ "$kernel" != 6.1-arm64 ] || check_examples
check_records
check_resets
check_places
results_done
