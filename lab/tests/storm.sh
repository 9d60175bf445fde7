#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Every context of every CPU prints reports at once; then every line is in its
# own record, or counted as lost.
#
#   storm.sh [KERNEL [long | SECONDS [VARIANT]...]]
#
# long: a minute each. VARIANT:
#   roomy    there is room for all that is printed; the host reads the region
#   by_log   likewise, and the log tells which pieces are one line
#   full     there is not
#   acked    a reader reads and acknowledges all along
#   cookies  the tasks that are interrupted set cookies all along
#
# Without KERNEL: each in turn.
# limit: 1200

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/recorder.sh
. "$here/../recorder.sh"

each_kernel "$@" -- 6.1-rt debug

kernel=$1
seconds=${2:-5}
[ "$seconds" != long ] || seconds=60
shift $(($# > 2 ? 2 : $#))
[ $# -gt 0 ] || set -- roomy by_log full acked cookies
host=$top/build/crashrec
debugfs=/sys/kernel/debug
# shellcheck disable=SC2034 # for guest.sh
guest_region_bytes=$((64 << 20))
small="ivshmem=N mem_size=$((1 << 20))"

# What is not shown costs no time: the contexts are to compete for the
# recorder, not for the serial line.
be_quiet() {
	guest 'echo N >/sys/module/printk/parameters/ignore_loglevel; dmesg -n 1'
}

# storm PERIOD LINES: all that was printed is in records, and these are closed.
storm() {
	local deadline=$((SECONDS + 60))
	guest "insmod /crashrec_storm.ko period_us=$1 report_lines=$2 && echo $((seconds * 1000)) >$debugfs/crashrec_storm/run" \
		$((seconds * 4 + 60))
	until guest "grep -qx 'slots_used 0' $debugfs/crashrec/stats"; do
		[ $SECONDS -lt $deadline ] || return 0
		sleep 1
	done
}

# Reads and acknowledges until /tmp/stop is there and nothing is left. What
# was read is a record only once it was acknowledged: until then it may go on.
# shellcheck disable=SC2016 # it is for the guest's shell
reader='
while :; do
	stop=no
	[ ! -e /tmp/stop ] || stop=yes
	crashrec show --json >/tmp/round 2>/dev/null
	seqs=$(sed -n "s/^{[^{]*\"seq\":\([0-9]*\),.*/\1/p" /tmp/round)
	if [ -n "$seqs" ]; then
		sed "s/\"frames\":.*,\"lines\":/\"lines\":/" /tmp/round
		crashrec ack $seqs 2>/dev/null
	elif [ $stop = yes ]; then
		break
	else
		sleep 0.1
	fi
done >/tmp/read
touch /tmp/stopped'

# judge_VARIANT LINES: what storm.awk says. Only the host has the region; what a
# reader in the guest got is judged there, as it is too much for the serial line.
judge_roomy() {
	"$host" show --json -f "$files/region" >"$files/json"
	guest_get "cat $debugfs/crashrec_storm/writers" >"$files/writers"
	awk -f "$here/storm_lines.awk" -f "$here/storm.awk" -v report_lines="$1" "$files/writers" \
		"$files/stats" "$files/json"
}

judge_by_log() { judge_roomy "$1"; }

judge_in_guest() {
	guest_get "awk -f /storm_lines.awk -f /storm.awk $* $debugfs/crashrec_storm/writers $debugfs/crashrec/stats /tmp/read; true" 400
}

judge_full() {
	guest 'crashrec show --json >/tmp/read' 200
	judge_in_guest -v "report_lines=$1"
}

judge_acked() { judge_in_guest -v "report_lines=$1" -v acked=1; }

# cookies: CONTEXT OWN TEXT of each in the region.
cookies() {
	"$host" show --json -f "$files/region" |
		jq -r '.context as $context | .cookies[]? |
			"\($context) \(.own) \(.text)"'
}

# Each cookie is of one write(), which repeats a word; and a report has that of
# the task that an interrupt or an NMI printed it in.
check_cookies() {
	local label="$kernel storm, cookies"
	guest 'insmod /crashrec.ko format=1 before_lines=2'
	guest 'device_cookie_test write >/dev/null 2>&1 &'
	storm 60000 13
	guest 'killall -9 device_cookie_test; while pidof device_cookie_test; do sleep 0.1; done >/dev/null'
	guest 'rmmod crashrec crashrec_storm'
	cookies >"$files/cookies"
	expect "$label: each cookie is whole" 0 "$(awk '
		{
			text = ""
			while (length(text) < 64)
				text = text substr($3, 1, 8)
			torn += text != $3
		}
		END { print torn + 0 }' "$files/cookies")"
	# PREEMPT_RT has softirqs in tasks of their own.
	expect_match "$label: the interrupted task's cookie is there" \
		'hardirq nmi' \
		"$(awk '$1 != "task" && $2 == "true" { print $1 }' "$files/cookies" |
			sort -u | paste -sd ' ')"
}

stat_of() { awk -v name="$1" '$1 == name { print $2 }' "$files/stats"; }

# check_storm VARIANT PERIOD LINES PARAMETERS
check_storm() {
	local label="$kernel storm, $1" sum
	# What an earlier storm left in the log would be taken from there.
	guest "rm -f /tmp/stop /tmp/stopped; dmesg -c >/dev/null; insmod /crashrec.ko keep_copies=0 $4"
	[ "$1" != acked ] ||
		guest "sh -c '$reader' >/dev/null 2>&1 &"
	storm "$2" "$3"
	[ "$1" != acked ] ||
		guest 'touch /tmp/stop; while [ ! -e /tmp/stopped ]; do sleep 1; done' 120
	guest_get "cat $debugfs/crashrec/stats" >"$files/stats"
	"judge_$1" "$3" >"$files/said" || true
	guest 'rmmod crashrec crashrec_storm'
	sum=$(sed -n 's/^sum: //p' "$files/said")
	expect "$label: each line is in its record, or counted" "" \
		"$(grep -v '^sum: ' "$files/said" | paste -sd ';')"
	expect_match "$label: $sum" '^[1-9]' "$sum"
	case $1 in
	roomy | by_log)
		# A writer that stands still for seconds is taken to be at its end.
		expect "$label: nothing was lost, but as its report was closed" 0 \
			"$(awk '/^lost_/ && !/^lost_line_closing/ { sum += $2 }
				END { print sum }' "$files/stats")" ;;
	full)	expect "$label: it was full" true \
			"$([ "$(stat_of lost_report_full)" -gt 0 ] && echo true)" ;;
	acked)	expect "$label: all room is free again" \
			"$(stat_of chunks)" "$(stat_of chunks_free)" ;;
	esac
}

recorder_make guest-tests
recorder_start "$kernel" store=ivshmem "region=$files/region" limit=1100 \
	"modules=$top/build/trigger-$kernel/crashrec_storm.ko $here/storm_lines.awk:/storm_lines.awk $here/storm.awk:/storm.awk $top/build/device_cookie_test"
be_quiet
taint=$(guest 'insmod /crashrec_storm.ko && rmmod crashrec_storm; cat /proc/sys/kernel/tainted')
for variant in "$@"; do
	case $variant in
	roomy)	check_storm roomy 60000 13 "format=1 before_lines=2" ;;
	by_log)	check_storm by_log 60000 13 "format=1 before_lines=2 join_by_log=1" ;;
	full)	check_storm full 300000 150 "$small" ;;
	cookies) check_cookies ;;
	acked)	check_storm acked 200000 100 "$small before_lines=2" ;;
	*)	guest_say "no variant is called '$variant'"
		exit 2 ;;
	esac
done
expect "$kernel storm: taint is unchanged" "$taint" \
	"$(guest 'cat /proc/sys/kernel/tainted')"
results_done
