#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Each record is given until it is acknowledged, and never again: whoever reads
# is killed at each of its system calls, or the machine is reset there.
#
#   once.sh [KERNEL [STORE...]]
#
# Without KERNEL: each in turn. Without STORE: ivshmem and range.
# limit: 1800

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/recorder.sh
. "$here/../recorder.sh"

each_kernel "$@" -- 6.1 6.1-rt 6.12 debug

kernel=$1
shift
stores=("$@")
[ $# != 0 ] || stores=(ivshmem range)
test=device_once_test
# Reports of a title are all kept.
recorder_parameters=keep_copies=0

unread() { guest "$test unread"; }

# add_records COUNT: that nobody acknowledged.
add_records() {
	local deadline=$((SECONDS + 150)) wanted
	wanted=$(($(unread | wc -l) + $1))
	for _ in $(seq "$1"); do
		guest 'trigger warn >/dev/null'
	done
	until [ "$(unread | wc -l)" -ge "$wanted" ]; do
		[ $SECONDS -lt $deadline ] || return 1
		sleep 0.2
	done
}

# reset_at WHERE PROGRAM...: reset with the program before, or behind, its
# acknowledgement; the module is loaded again then.
reset_at() {
	local deadline=$((SECONDS + 30))
	# The file is made by the shell that the program is started by.
	guest "$test hold $* >/tmp/held 2>&1 & true"
	until [ "$(guest 'cat /tmp/held')" = held ]; do
		if [ $SECONDS -ge $deadline ]; then
			guest_say "not held: $(guest 'cat /tmp/held')"
			return 1
		fi
		sleep 0.2
	done
	guest_reset
	guest_wait_reboot
	recorder_load
}

# check_reset LABEL PROGRAM...: SEQ stands for the number of the first record.
check_reset() {
	local label=$1 before program
	shift
	before=$(unread)
	program="${*/SEQ/$(head -n 1 <<<"$before" | cut -d ' ' -f 2)}"
	# shellcheck disable=SC2086 # it is words
	reset_at before $program || not_ok "$label: held" "see the log"
	expect "$label: reset before the acknowledgement, it is given again" \
		"$before" "$(unread)"
	# shellcheck disable=SC2086 # it is words
	reset_at behind $program || not_ok "$label: held" "see the log"
	expect "$label: reset behind the acknowledgement, it never is" \
		"$(tail -n +2 <<<"$before")" "$(unread)"
}

# check_store STORE
check_store() {
	local label="$kernel once, $1" before
	recorder_start "$kernel" "store=$1" limit=900 \
		"modules=$top/build/$test"
	recorder_load
	if [ "$1" = ivshmem ]; then
		guest 'insmod /crashrec_trigger.ko'
		guest_get "$test" 400 | tee "$files/kills" |
			sed "s/^\(ok\|not ok\|skip\) - /&$label: /" || true
		grep -q '^ok - library_reader_that_ends' "$files/kills" ||
			not_ok "$label: kills" "it did not come to its end"
	fi
	add_records 4 || not_ok "$label: records" "they never came"
	check_reset "$label: crashrec ack" crashrec ack SEQ
	check_reset "$label: reader on the library" "$test" read
	before=$(unread)
	expect_match "$label: some are left" ' [0-9]+' "$before"
	guest_reset
	guest_wait_reboot
	recorder_load
	expect "$label: the same after one reset more" "$before" "$(unread)"
	guest_stop
}

recorder_make guest-tests
for store in "${stores[@]}"; do
	check_store "$store"
done
results_done
