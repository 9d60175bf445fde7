#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A guest that is reset in the middle of a stall report has that report after
# the reboot: cut by reset, with every line that reached the console.
#
#   cut_by_reset.sh [KERNEL [LINE]...]    the console lines after which to reset
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
host=$top/build/crashrec
shift
[ $# -gt 0 ] || set -- 1 5 15

# lines_seen START: how many lines of the stall report there are, on the console
# from byte START on. The console of PREEMPT_RT is a thread that waits until
# the whole report is printed, and since 6.12 a report is an emergency whose
# lines may reach the console late: there, how many the host finds in the region.
lines_seen() {
	case $kernel in
	6.1)	tail -c "+$1" "$(guest_console)" | from_stall | wc -l ;;
	*)	"$host" show --raw -f "$files/region" 2>/dev/null | from_stall |
			wc -l ;;
	esac
}

# The last stall report.
from_stall() {
	awk '/detected stall/ { count = 0; seen = 1 } seen { lines[count++] = $0 }
		END { for (i = 0; i < count; i++) print lines[i] }'
}

# reset_after LINES: begin a stall, reset when its report has LINES lines.
reset_after() {
	local start deadline=$((SECONDS + 60))
	start=$(($(stat -c %s "$(guest_console)") + 1))
	# Each line takes its time, else the report is over before the host
	# knows that it began.
	guest 'echo 100 >/proc/sys/kernel/printk_delay'
	guest_send "trigger $(scenario_get rcu-stall trigger)"
	while [ "$(lines_seen "$start")" -lt "$1" ]; do
		if [ $SECONDS -ge $deadline ]; then
			guest_reset
			return 1
		fi
		sleep 0.01
	done
	guest_reset
}

# Prefixes, as the console may have been cut inside its last line.
check_lines() {
	local why
	if why=$(awk '
		FILENAME == ARGV[1] { seen[FNR] = $0; count = FNR; next }
		FNR <= count && index($0, seen[FNR]) != 1 {
			printf "line %d is \"%s\", on the console \"%s\"", FNR, $0, seen[FNR]
			exit bad = 1
		}
		FNR < count && $0 != seen[FNR] {
			printf "line %d is \"%s\", on the console \"%s\"", FNR, $0, seen[FNR]
			exit bad = 1
		}
		{ total = FNR }
		END {
			if (!bad && total < count) {
				printf "%d lines, on the console %d", total, count
				exit 1
			}
			exit bad
		}' "$files/console" "$files/raw"); then
		ok "$1"
	else
		not_ok "$1" "$why"
	fi
}

recorder_start "$kernel" store=ivshmem "region=$files/region" limit=600
recorder_load
for lines in "$@"; do
	label="$kernel reset after line $lines"
	boot=$(($(guest_boots) - 1))
	guest 'crashrec ack --all >/dev/null 2>&1; true'
	reset_after "$lines" || not_ok "$label: stall" "the console never showed so many lines of it"
	guest_wait_reboot
	recorder_load
	record=$(guest_get 'crashrec list --json' | tail -n 1) || true
	if [ "$(jq -r .state <<<"$record")" = complete ]; then
		skip "$label" "the host was too slow: the report was over"
		continue
	fi
	expect "$label: record" "rcu-stall cut-by-reset true" \
		"$(jq -r '"\(.class) \(.state) \(.former_boot)"' <<<"$record")"
	expect "$label: no line is lost" 0 "$(jq -r .lines_lost <<<"$record")"
	guest_get "crashrec show $(jq -r .seq <<<"$record") --raw" >"$files/raw" || true
	guest_console_lines "$boot" | from_stall >"$files/console"
	check_lines "$label: has what the console showed"
	if [ "$(wc -l <"$files/raw")" -ge "$lines" ]; then
		ok "$label: has what was seen before"
	else
		not_ok "$label: has what was seen before" "$(wc -l <"$files/raw") lines"
	fi
	# Most of the report must be missing, or the case was none.
	if [ "$(wc -l <"$files/raw")" -le $((lines + 10)) ]; then
		ok "$label: it was cut there"
	else
		skip "$label: it was cut there" "the host was slow: after $(wc -l <"$files/raw") lines"
	fi
done
results_done
