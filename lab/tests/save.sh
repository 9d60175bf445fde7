#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# crashrec save with the module's own device: killed at each of its system calls,
# each time from the same region, and run again, it saves each record once.
#
#   save.sh [KERNEL]
#
# Without KERNEL: each in turn. There is no journal in the guest: that is tested
# by userspace/tests/save_journal_test.sh.

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/recorder.sh
. "$here/../recorder.sh"

each_kernel "$@" -- 6.1 6.12

kernel=$1
host=$top/build/crashrec

# shown SOURCE: its records as JSON, aside from where they are from.
shown() {
	guest_get "crashrec show --json $1 2>/dev/null; true" |
		sed -E 's/"source":"[^"]*"/"source":""/'
}
list() { guest_get "crashrec list --json $1 2>/dev/null; true" | jq -r .title; }

recorder_make guest-tests
recorder_start "$kernel" store=ivshmem limit=900 "modules=$top/build/kill_at"
recorder_parameters=keep_copies=0
recorder_load
for name in warn null warn; do
	recorder_run "$name"
	recorder_wait "$(scenario_get "$name" title)" >/dev/null
done
# Records of a former boot don't change any more.
guest_reset
guest_wait_reboot
recorder_load

before=$(shown '')
expect "$kernel save: there are records to save" 3 "$(grep -c . <<<"$before")"

guest 'rmmod crashrec'
guest_region "$files/unread"

# killed_at STEP: a run is killed there, the next one is not. Prints the status
# of the first, the sums of what was saved, and what is still unread.
killed_at() {
	dd if="$files/unread" of="$guest_region_file" bs=1M conv=notrunc \
		status=none
	guest "insmod /crashrec.ko keep_copies=0; rm -rf /tmp/saved
		kill_at $1 crashrec save --no-journal -d /tmp/saved \
			>/tmp/said 2>&1
		echo \$?
		crashrec save --no-journal -d /tmp/saved >/tmp/said 2>&1 ||
			cat /tmp/said
		cd /tmp/saved && sha256sum *
		crashrec list 2>/dev/null
		rmmod crashrec"
}

steps=1 wrong=''
wanted=$(killed_at 1)	# it had done nothing
expect "$kernel save: there is a file of each" 3 \
	"$(grep -c '\.crec$' <<<"$wanted")"
while [ -z "$wrong" ]; do
	found=$(killed_at $((steps + 1)))
	case $found in
	"$wanted")	steps=$((steps + 1)) ;;
	"1${wanted#0}")	break ;;
	*)		wrong="call $((steps + 1)): $found" ;;
	esac
done
echo "    killed at each of $steps system calls" >&2
expect "$kernel save: killed at each step, each record is saved once" '' \
	"$wrong"
[ "$steps" -gt 30 ] ||
	not_ok "$kernel save: it was killed at more than 30 steps" "at $steps"

guest_region "$files/region"
guest 'insmod /crashrec.ko keep_copies=0'
expect "$kernel save: it reads as the device did" "$before" \
	"$(shown '-f /tmp/saved')"
expect "$kernel save: all are acknowledged" "" "$(list '')"

# The host sees that, and after a reset the guest does, too.
expect "$kernel save: the region says so" "" \
	"$("$host" list --json -f "$files/region" 2>/dev/null | jq -r .title || true)"
guest_reset
guest_wait_reboot
recorder_load
expect "$kernel save: nothing comes back after a reset" "" "$(list '')"
recorder_run warn
recorder_wait "$(scenario_get warn title)" >/dev/null
expect_match "$kernel save: a new report is saved" 'saved 1 record ' \
	"$(guest 'crashrec save --no-journal -d /tmp/saved 2>&1')"

# It may not acknowledge: what it saves is there once, whatever it does.
recorder_run warn
recorder_wait "$(scenario_get warn title)" >/dev/null
guest 'echo 1 >/sys/module/crashrec/parameters/locked'
expect_match "$kernel save: of a locked device it says what to do" \
	'is locked: acknowledge through a descriptor.*status 3' \
	"$(guest 'crashrec save --no-journal -d /tmp/saved 2>&1; echo "status $?"' | paste -sd ' ')"
expect_match "$kernel save: and saves nothing twice" 'saved 0 records' \
	"$(guest 'crashrec save --no-journal -d /tmp/saved 2>/dev/null' || true)"
expect "$kernel save: what it saved is there" 2 "$(guest 'ls /tmp/saved | wc -l')"
results_done
