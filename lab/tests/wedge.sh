#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# All CPUs spin with interrupts off, and then the guest is killed: the host's
# region file has all that the console had, up to the last line. And where only
# one CPU spins so, its report is given out like any other.
#
#   wedge.sh [KERNEL]
#
# limit: 600

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/recorder.sh
. "$here/../recorder.sh"

kernel=${1:-6.1}
label="$kernel wedge"
host=$top/build/crashrec
whole="WARNING in crashrec_trigger_wedge"
begun="WARNING in crashrec_trigger_last_line"
last=" crashrec_trigger_last_line+0x1/0x20"

# With interrupts off the console is written as it is printed: when the last
# line is there, all others are, and nothing else is to come.
wait_wedged() {
	local deadline=$((SECONDS + 60))
	until guest_console_lines 0 | grep -qxF -- "$last"; do
		[ $SECONDS -lt $deadline ] || return 1
		sleep 0.02
	done
}

# From the first line of the report to the last of all.
from_report() {
	awk -v last="$last" '
		/-\[ cut here \]-/ && !seen { seen = 1 }
		seen { print }
		$0 == last { exit }'
}

# check_records LABEL STATE
check_records() {
	"$host" show --json -f "$files/region" >"$files/json" || true
	expect "$1: two records, their states" "$whole $2
$begun $2" "$(jq -r '"\(.title) \(.state)"' "$files/json")"
	expect "$1: no line is lost" "0 0" \
		"$(jq .lines_lost "$files/json" | paste -sd ' ')"
	jq -r '.lines[].text' "$files/json" >"$files/lines"
	if diff "$files/console" "$files/lines" >"$files/diff"; then
		ok "$1: every line of the console, up to the last"
	else
		not_ok "$1: every line of the console, up to the last" \
			"$(grep -m 1 '^[<>]' "$files/diff")"
	fi
}

recorder_start "$kernel" store=ivshmem "region=$files/region"
recorder_load
guest_send "trigger wedge"
if wait_wedged; then
	ok "$label: it is wedged"
else
	not_ok "$label: it is wedged" "its last line never came"
fi
guest_kill
guest_console_lines 0 | from_report >"$files/console"
# Nobody can tell from a file whether its kernel lives.
check_records "$label, guest killed" open

recorder_start "$kernel" store=ivshmem "region=$files/region"
recorder_load
check_records "$label, next boot" cut-by-reset
guest_end

# The first report of the boot, so that nobody else saw to it.
for trigger in wedge_one wedge_late; do
	recorder_start "$kernel" store=ivshmem 'append=isolcpus=1 irqaffinity=0'
	recorder_load
	guest "trigger $trigger"
	for title in "crashrec_trigger_${trigger}_thread" crashrec_trigger_warn; do
		state=$(recorder_wait "WARNING in $title" | jq -r .state) || true
		expect "$label: one CPU spins, WARNING in $title" complete \
			"$state"
		guest 'trigger warn' || true
	done
	guest_kill
done
results_done
