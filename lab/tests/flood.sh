#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Where two places warn in a loop, on every CPU, there is one record of each,
# which tells how often.
#
#   flood.sh [KERNEL [WARNINGS]]    of each CPU; what it does in a minute
#
# Without KERNEL: each in turn.
# limit: 600

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/recorder.sh
. "$here/../recorder.sh"

each_kernel "$@" -- 6.1 debug

kernel=$1
count=${2:-50000}
debugfs=/sys/kernel/debug
size="ivshmem=N mem_size=$((1 << 20))"

# flood WARNINGS: until all that was printed is in a record, or counted.
flood() {
	local deadline=$((SECONDS + 60))
	guest "echo $1 >$debugfs/crashrec_flood/run" 200
	until guest "grep -qx 'slots_used 0' $debugfs/crashrec/stats"; do
		[ $SECONDS -lt $deadline ] || return 0
		sleep 1
	done
}

# What came, by title, as the module that warned has it.
printed() {
	guest_get "cat $debugfs/crashrec_flood/run" |
		awk '{ print "WARNING in " $1, $2 }' | sort
}

# The same, as the records have it; copies of a title are added up.
recorded() {
	guest_get 'crashrec list --json' | jq -rs '
		group_by(.title)[] |
		"\(.[0].title) \(map(1 + (.repeats.count // 0)) | add)"' | sort
}

records() { guest_get 'crashrec list --json' | wc -l; }

stat_of() { awk -v name="$1" '$1 == name { print $2 }' "$files/stats"; }

# The kernel refuses what it would print where its log wraps while a CPU that is
# in the middle of a line does not run: here, that would take seconds.
recorder_start "$kernel" store=ram limit=580 memory=1G append=log_buf_len=16M \
	"modules=$top/build/trigger-$kernel/crashrec_flood.ko"
# What is not shown costs no time.
guest 'echo N >/sys/module/printk/parameters/ignore_loglevel; dmesg -n 1'

label="$kernel flood"
guest "insmod /crashrec.ko $size; insmod /crashrec_flood.ko"
flood "$count"
guest_get "cat $debugfs/crashrec/stats" >"$files/stats"
sum=$(printed | awk '{ sum += $NF } END { print sum }')
expect "$label: $sum warnings: a record of each place" 2 "$(records)"
expect "$label: the records know how many there were" "$(printed)" "$(recorded)"
expect_match "$label: most were skipped" '^[1-9]' "$(stat_of lost_report_storm)"
expect "$label: nothing else was lost" "$(stat_of lost_report_storm)" \
	"$(awk '/^lost_/ { sum += $2 } END { print sum }' "$files/stats")"
expect_match "$label: there is room" true \
	"$([ "$(stat_of chunks_free)" -gt $(($(stat_of chunks) - 20)) ] && echo true)"

# A title that was taken care of is recorded anew.
label="$kernel flood, acknowledged"
guest 'crashrec ack --all >/dev/null; rmmod crashrec_flood; insmod /crashrec_flood.ko'
flood 100
expect "$label: a record of each place" 2 "$(records)"
expect "$label: the records know how many there were" "$(printed)" "$(recorded)"

# Two copies of each.
label="$kernel flood, keep_copies=2"
# What the log has of the first floods would be taken from there.
guest "rmmod crashrec crashrec_flood; dmesg -c >/dev/null; insmod /crashrec.ko $size keep_copies=2; insmod /crashrec_flood.ko"
flood 1000
expect "$label: two records of each place" 4 "$(records)"
expect "$label: the records know how many there were" "$(printed)" "$(recorded)"
guest 'rmmod crashrec crashrec_flood'
results_done
