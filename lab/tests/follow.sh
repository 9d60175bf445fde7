#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# crashrec follow: on the host, from before there is a guest, through warnings,
# stalls, a reset and a format; and in the guest, on the device.
#
#   follow.sh [KERNEL]
#
# Without KERNEL: each in turn.
# limit: 1800

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/recorder.sh
. "$here/../recorder.sh"

each_kernel "$@" -- 6.1 6.1-rt 6.12 debug

kernel=$1
label="$kernel follow"
host=$top/build/crashrec
warning=$(scenario_get warn title)
stall=$(scenario_get rcu-stall title)
# Reports of a title are all kept.
recorder_parameters=keep_copies=0

# follow_host NAME ARGUMENT...: of the region, into NAME.out.
follow_host() {
	local name=$1
	shift
	"$host" follow --json -f "$files/region" "$@" \
		>"$files/$name.out" 2>"$files/$name.err" </dev/null &
	followers[$name]=$!
}

# It waits in poll(), 7 or ppoll(), 73: what was there by now is not new to it.
wait_begun() {
	local deadline=$((SECONDS + 30))
	until grep -qE '^(7|73) ' "/proc/${followers[$1]}/syscall"; do
		[ $SECONDS -lt $deadline ] || return 1
		sleep 0.05
	done
}

# followed NAME: what it showed, a line each.
followed() {
	jq -r '"\(.seq) \(.state) \(.title)"' "$files/$1.out"
}

# follow_guest NAME ARGUMENT...: likewise, of the device.
follow_guest() {
	local name=$1
	shift
	guest "(crashrec follow --json $* >/tmp/$name.out 2>/tmp/$name.err
		echo \$? >/tmp/$name.code) </dev/null >/dev/null 2>&1 &"
}

followed_guest() {
	guest_get "cat /tmp/$1.out" |
		jq -r '"\(.seq) \(.state) \(.title)"'
}

# await_line COMMAND... LINE: until it prints that, as a whole line.
await_line() {
	local deadline=$((SECONDS + 120)) line=${*: -1}
	until "${@:1:$#-1}" 2>/dev/null | grep -qxF -- "$line"; do
		if [ $SECONDS -ge $deadline ]; then
			"${@:1:$#-1}" >&2 || true
			return 1
		fi
		sleep 0.3
	done
}

# check_line NAME COMMAND... LINE: it comes.
check_line() {
	if await_line "${@:2}"; then
		ok "$1"
	else
		not_ok "$1" "'${*: -1}' never came"
	fi
}

# finish_host NAME
finish_host() {
	local code=0
	kill "${followers[$1]}"
	wait "${followers[$1]}" || code=$?
	expect "$label: $1: ends with 0" 0 "$code"
}

# finish_guest NAME
finish_guest() {
	# shellcheck disable=SC2016 # it is for the guest
	guest 'kill $(pidof crashrec)
		while [ ! -e /tmp/'"$1"'.code ]; do sleep 0.1; done'
	expect "$label: $1: ends with 0" 0 "$(guest "cat /tmp/$1.code")"
}

# In state open, with some lines in it.
wait_open() {
	local deadline=$((SECONDS + 150))
	until "$host" list --json -f "$files/region" 2>/dev/null |
		jq -e 'select(.state == "open" and .line_count > 3)' >/dev/null; do
		[ $SECONDS -lt $deadline ] || return 1
		sleep 0.05
	done
}

check_waits() {
	recorder_start "$kernel" store=ivshmem "region=$files/region" limit=900
	follow_guest device
	check_line "$label: it waits for the device" \
		guest 'cat /tmp/device.err' \
		'crashrec: /dev/crashrec: no such device: load the module (modprobe crashrec), or name a region file with -f; waiting for it'
	recorder_load
}

check_warnings() {
	recorder_run warn
	check_line "$label: a warning, host" followed host "1 complete $warning"
	follow_host new --new
	wait_begun new || not_ok "$label: new: begins" "it does not wait"
	recorder_run warn
	check_line "$label: the next one, host" followed host \
		"2 complete $warning"
	check_line "$label: both, device" followed_guest device \
		"2 complete $warning"
}

check_stall() {
	recorder_run rcu-stall
	check_line "$label: a stall, host" followed host "3 complete $stall"
	check_line "$label: a stall, device" followed_guest device \
		"3 complete $stall"
	expect_match "$label: the module can't be unloaded meanwhile" \
		'in use|busy|Resource temporarily unavailable' \
		"$(guest 'rmmod crashrec 2>&1' || true)"
	finish_guest device
	expect "$label: the device gave each once" "1 2 3" \
		"$(followed_guest device | cut -d ' ' -f 1 | xargs)"
}

# Each line takes its time, so that the reset comes in the midst of it.
check_reset() {
	guest 'echo 100 >/proc/sys/kernel/printk_delay'
	guest_send "trigger $(scenario_get rcu-stall trigger)"
	wait_open || not_ok "$label: a stall is open" "it never was"
	guest_reset
	guest_wait_reboot
	recorder_load
	if "$host" list --json -f "$files/region" |
		jq -e 'select(.seq == 4 and .state == "complete")' >/dev/null; then
		skip "$label: a stall that was cut" "the host was slow: it was over"
		return
	fi
	if await_line sh -c "jq -r '\"\\(.seq) \\(.state)\"' '$files/host.out'" \
		"4 cut-by-reset"; then
		ok "$label: a stall that was cut"
	else
		not_ok "$label: a stall that was cut" "it never came"
	fi
}

check_next_boot() {
	recorder_run warn
	check_line "$label: a warning of the next boot" followed host \
		"5 complete $warning"
	follow_guest again
	check_line "$label: the device gives former boots' first" \
		followed_guest again "5 complete $warning"
	expect "$label: in their order" "1 2 3 4 5" \
		"$(followed_guest again | cut -d ' ' -f 1 | xargs)"
	finish_guest again
}

check_format() {
	# What is in the log would be recorded once more.
	guest 'rmmod crashrec; dmesg -c >/dev/null; insmod /crashrec.ko format=1 keep_copies=0'
	recorder_run warn
	recorder_wait "$warning" >/dev/null || true
	check_line "$label: number 1 of a region that was formatted" \
		sh -c "tail -n 1 '$files/host.out' | jq -r .seq" 1
}

declare -A followers=()
recorder_make all
follow_host host
check_waits
check_warnings
check_stall
check_reset
check_next_boot
check_format
guest_stop
finish_host host
finish_host new
expect "$label: each once, in the order in which they ended" "1 2 3 4 5 1" \
	"$(followed host | cut -d ' ' -f 1 | xargs)"
expect_match "$label: --new passes over what was there" '^2 3 4 5 1$' \
	"$(followed new | cut -d ' ' -f 1 | xargs)"
expect "$label: all of a boot's from the first to the last line" \
	"$(jq -r 'select(.seq == 3) | .line_count' "$files/host.out")" \
	"$(jq -r 'select(.seq == 3) | .lines | length' "$files/host.out")"
expect_match "$label: it said once that it waits for the file" '^1$' \
	"$(grep -c 'no such file.*waiting for it' "$files/host.err")"
results_done
