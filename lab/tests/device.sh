#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# build/device_*test, which try /dev/crashrec, in a guest.
#
#   device.sh [KERNEL]
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
programs=(device_test device_cookie_test device_hostile_test
	device_locked_test)

# device_run PROGRAM [ARGUMENT]
device_run() {
	local status=0
	guest_get "$*" 400 | sed "s/^\(ok\|not ok\|skip\) - /&$kernel device: /" ||
		status=$?
	case $status in
	0 | 1)	;;
	*)	not_ok "$kernel device: $*" "it ended with status $status" ;;
	esac
}

# splats: what the kernel complained of since all reports were triggered.
splats() {
	guest_get 'dmesg' | sed '1,/device.sh: all was triggered/d' |
		grep -E 'BUG:|WARNING:|KASAN|UBSAN|INFO:|possible |cut here' |
		head -n 3 || true
}

recorder_make guest-tests
recorder_start "$kernel" store=ivshmem limit=900 \
	"modules=${programs[*]/#/$top/build/}"
recorder_parameters=keep_copies=0
recorder_load
# It wants two records to read.
for name in warn null; do
	recorder_run "$name"
	recorder_wait "$(scenario_get "$name" title)" >/dev/null
done
device_run device_test
device_run device_cookie_test
guest 'echo "device.sh: all was triggered" >/dev/kmsg'
device_run device_hostile_test
# As an init would: what it opened before is what it hands down.
# shellcheck disable=SC2016 # it is for the guest's shell
guest '(exec 3<>/dev/crashrec
	while [ ! -e /tmp/go ]; do sleep 0.1; done
	crashrec ack "$(crashrec list --json | sed "1!d; s/^{[^{]*\"seq\":\([0-9]*\),.*/\1/")" \
		--through 3 >/tmp/acked 2>&1
	touch /tmp/came) >/dev/null 2>&1 &'
device_run device_locked_test
device_run device_hostile_test locked
expect_match "$kernel device: a locked one's ack says what to do" \
	'is locked: acknowledge through a descriptor' \
	"$(guest 'crashrec ack --all 2>&1' || true)"
expect_match "$kernel device: ack through what was opened before is taken" \
	'^acknowledged [0-9]+' \
	"$(guest 'touch /tmp/go; while [ ! -e /tmp/came ]; do sleep 0.1; done; cat /tmp/acked')"
expect_match "$kernel device: ack through a file open for reading says so" \
	'not open for writing' \
	"$(guest 'crashrec ack --all --through 3 3</dev/crashrec 2>&1' || true)"
expect_match "$kernel device: ack through another file says so" \
	'not open on crashrec' \
	"$(guest 'crashrec ack --all --through 3 3<>/dev/null 2>&1' || true)"
expect_match "$kernel device: rmmod of a locked one says it is in use" \
	'in use|busy|Resource temporarily unavailable' \
	"$(guest 'rmmod crashrec 2>&1' || true)"
# shellcheck disable=SC2016 # it is for the guest's shell
expect "$kernel device: nothing else of it can be written" "" \
	"$(guest 'cd /sys/module/crashrec/parameters; for file in /sys/kernel/debug/crashrec/* *; do
		[ "$file" = locked ] || ! echo 0 >$file || echo $file
	done 2>/dev/null')"
expect "$kernel device: no splat" "" "$(splats)"

# Locked from the beginning, in the next boot: it still reads.
guest_reset
guest_wait_reboot
unread=$(guest "insmod /crashrec.ko locked=1 keep_copies=0; crashrec list --json | wc -l")
expect_match "$kernel device: locked=1 reads what the boot before left" \
	'^[1-9]' "$unread"
expect_match "$kernel device: locked=1 can't be opened for writing" \
	'not permitted' "$(guest ': >>/dev/crashrec' 2>&1 || true)"
expect_match "$kernel device: locked=1 can't be unloaded" \
	'in use|busy|Resource temporarily unavailable' \
	"$(guest 'rmmod crashrec 2>&1' || true)"
expect "$kernel device: locked=1 acknowledges nothing" "$unread" \
	"$(guest "crashrec ack --all 2>/dev/null; crashrec list --json | wc -l")"
results_done
