#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# crashrec is loaded and unloaded many times, with readers that come, block
# and are killed, on the kernel that notices mistakes.
#
#   reload.sh [TIMES [KERNEL]]
#
# limit: 1200

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/recorder.sh
. "$here/../recorder.sh"

times=${1:-100}
kernel=${2:-debug}
label="$kernel $times reloads"

recorder_start "$kernel" store=ivshmem limit=900 append=kmemleak=on
recorder_load
recorder_run warn
recorder_wait "$(scenario_get warn title)" >/dev/null
guest 'rmmod crashrec; dmesg -c >/dev/null'
taint=$(guest 'cat /proc/sys/kernel/tainted')

# Each round: one that reads and ends, one that reads on and waits, one that
# polls, and the last two are killed. A reader holds the module until it is
# gone, so rmmod may have to wait for the kill to be done.
# shellcheck disable=SC2016 # it is for the guest's shell
loop='
failed=0
for round in $(seq TIMES); do
	insmod /crashrec.ko || failed=$((failed + 1))
	cat /dev/crashrec >/dev/null 2>&1 &
	first=$!
	crashrec show --json >/dev/null 2>&1 || failed=$((failed + 1))
	head -c 1 /dev/crashrec >/dev/null 2>&1 &
	cat /sys/kernel/debug/crashrec/reports /sys/kernel/debug/crashrec/stats >/dev/null || failed=$((failed + 1))
	kill -9 $first $! 2>/dev/null
	wait
	rmmod crashrec || failed=$((failed + 1))
done
echo $failed'
failed=$(guest "${loop/TIMES/$times}" 700 | tail -n 1) || true
expect "$label: nothing fails" 0 "$failed"

guest dmesg >"$guest_dir/dmesg"
splats=$(grep -E 'BUG|WARNING|KASAN|UBSAN|INFO: |possible |Oops|Call Trace|refcount' \
	"$guest_dir/dmesg" | head -n 3) || true
expect "$label: no splat" "" "$splats"
expect "$label: taint is unchanged" "$taint" \
	"$(guest 'cat /proc/sys/kernel/tainted')"

# Only what is 5 s old is reported, and what the second scan still sees.
guest 'sleep 6; echo scan >/sys/kernel/debug/kmemleak; sleep 1; echo scan >/sys/kernel/debug/kmemleak' 120
leaks=$(guest_get 'cat /sys/kernel/debug/kmemleak' | grep -c '\[crashrec\]') || true
expect "$label: no leak" 0 "$leaks"

expect_match "$label: a file in the device's place is told" "remove it" \
	"$(guest 'echo x >/dev/crashrec; crashrec list 2>&1; rm /dev/crashrec')"

recorder_load
expect "$label: the record is still there, once" 1 \
	"$(guest_get 'crashrec list --json' | wc -l)"
results_done
