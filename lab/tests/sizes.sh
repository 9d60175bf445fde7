#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Regions of any size: what the least, the largest and odd ones hold; and
# reports that are larger than the region.
#
#   sizes.sh [KERNEL [PART]]
#
# PART: errors, ram, range, full, long or ivshmem; without, each in turn.
# limit: 900

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/recorder.sh
. "$here/../recorder.sh"

kernel=${1:-6.1}
only=${2:-}
label="$kernel sizes"
title=$(scenario_get warn title)
kib=1024
mib=$((1024 * kib))
sizes=$((64 * kib))
sizes+=" $((68 * kib)) $((mib + 4 * kib)) $((3 * mib)) $((100 * mib + 4 * kib))"
sizes+=" $((1024 * mib))"
# Where memmap= takes memory from the kernel; the initramfs lies below.
range_address=$((0x80000000))

said() { guest 'dmesg | grep "crashrec: " | tail -n 6'; }

# load PARAMETERS
load() {
	guest "insmod /crashrec.ko ivshmem=0 $1" 120 || {
		said >&2
		return 1
	}
}

# check_refused NAME PARAMETERS REGEX
check_refused() {
	if guest "insmod /crashrec.ko ivshmem=0 $2 2>/dev/null"; then
		not_ok "$1" "it was loaded"
		guest 'rmmod crashrec'
		return
	fi
	expect_match "$1" "$3" "$(said)"
}

# held: the title of each record, and how large the region is.
held() {
	guest_get 'crashrec list --json' 120 | jq -r .title
	guest 'sed -n "s/^region_bytes //p" /sys/kernel/debug/crashrec/stats'
}

# address_of SIZE: all of them lie side by side.
address_of() {
	local size at=$range_address
	for size in $sizes; do
		[ "$size" != "$1" ] || break
		at=$((at + size))
	done
	printf '0x%x' "$at"
}

range_of() { echo "mem_address=$(address_of "$1") mem_size=$1"; }

check_errors() {
	check_refused "$label: less than 64 KiB is refused" mem_size=65535 \
		'mem_size=65535 is out of range: use 65536 to 1073741824'
	check_refused "$label: and more than 1 GiB" mem_size=1073745920 \
		'mem_size=1073745920 is out of range: use 65536 to 1073741824'
	check_refused "$label: and a range that ends in a page" \
		"mem_address=$(address_of 65536) mem_size=65537" \
		'mem_size=0x10001: both must be multiples of 4096'
}

check_ram() {
	local size
	for size in $sizes; do
		load "mem_size=$size" || true
		recorder_run warn
		recorder_wait "$title" >/dev/null || true
		expect "$label: $size bytes of ordinary memory" \
			"$title"$'\n'"$size" "$(held)"
		guest 'rmmod crashrec'
	done
}

check_range() {
	local size
	for size in $sizes; do
		load "$(range_of "$size")" || true
		recorder_run warn
		recorder_wait "$title" >/dev/null || true
		guest 'rmmod crashrec'
	done
	guest_reset
	guest_wait_reboot
	for size in $sizes; do
		load "$(range_of "$size")" || true
		expect "$label: a range of $size bytes, behind a reset" \
			"$title"$'\n'"$size" "$(held)"
		guest 'rmmod crashrec'
	done
	# Nor does formatting, scanning or closing take a large one too long.
	expect "$label: nothing waits for seconds" "" \
		"$(guest 'dmesg | grep -iE "stall|lockup|hung task|blocked for" |
			head -n 2')"
}

# The largest that a device can have.
check_ivshmem() {
	guest 'dmesg -c >/dev/null'
	recorder_load
	recorder_run warn
	recorder_wait "$title" >/dev/null || true
	expect "$label: a device of $guest_region_bytes bytes" \
		"$title"$'\n'"$guest_region_bytes" "$(held)"
	expect "$label: the host reads it" "$title" \
		"$("$top/build/crashrec" list --json -f "$guest_region_file" |
			jq -r .title)"
	guest 'rmmod crashrec'
}

# More reports than there is room for.
check_full() {
	load "$(range_of 65536) format=1 keep_copies=0"
	guest 'for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		trigger warn >/dev/null; done; sleep 4' 120
	expect "$label: a full region has whole records first" "true 0" \
		"$(guest_get 'crashrec list --json' | jq -s -r '
			"\(length > 2) \([.[:-1][] | select(.state != "complete")] | length)"')"
	expect_match "$label: and counts what it has no room for" \
		'lost_report_full [1-9]' \
		"$(guest 'grep lost_report_full /sys/kernel/debug/crashrec/stats')"
	guest 'crashrec ack --all >/dev/null'
	recorder_run warn
	recorder_wait "$title" >/dev/null || true
	expect_match "$label: once acknowledged, it has room" "^$title"$'\n' \
		"$(held)"
	guest 'rmmod crashrec'
}

# A report three times as large as the region.
check_long() {
	local kept
	# What is in the log would be recorded first.
	guest 'dmesg -c >/dev/null'
	load "$(range_of 65536) format=1 max_report_kib=1024"
	guest 'insmod /crashrec_trigger.ko 2>/dev/null
		dmesg -c >/dev/null
		echo long_report >/sys/kernel/debug/crashrec_trigger/run; sleep 5' 120
	guest_get 'dmesg -s 4000000' |
		sed -E 's/^\[ *[0-9.]+\](\[ *[TC][0-9]+\])? //' |
		sed -n '/lib\/long/,/end trace/p' >"$files/printed"
	guest_get 'crashrec show --json' | sed -n 1p >"$files/record"
	expect "$label: a report larger than the region is truncated" truncated \
		"$(jq -r .state "$files/record")"
	guest_get "crashrec show $(jq -r .seq "$files/record") --raw" \
		>"$files/kept"
	kept=$(wc -l <"$files/kept")
	expect_match "$label: much of it is kept" '^[1-9][0-9]{2}$' "$kept"
	expect "$label: and is what was printed first" \
		"$(head -n "$kept" "$files/printed" | md5sum)" \
		"$(md5sum <"$files/kept")"
	expect "$label: what was not is counted" "$(wc -l <"$files/printed")" \
		"$((kept + $(jq -r .lines_lost "$files/record")))"
	guest 'crashrec ack --all >/dev/null'
	recorder_run warn
	recorder_wait "$title" >/dev/null || true
	expect "$label: the region can be used again" "$title"$'\n'65536 \
		"$(held)"
	guest 'rmmod crashrec'
}

guest_region_bytes=$((1024 * mib))
recorder_start "$kernel" store=ivshmem "region=$files/region" memory=3400M \
	limit=800 append="memmap=1200M\$$range_address log_buf_len=4M"
for part in errors ram range full long ivshmem; do
	[ -z "$only" ] || [ "$part" = "$only" ] || continue
	"check_$part"
done
results_done
