#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# How fast the core is, and what a line costs.
#
#   bench.sh              both
#   bench.sh host         MB/s on one thread of this machine, and instructions
#                         a line, which are the same each time (valgrind); the
#                         matcher of re2c beside the core's
#   bench.sh guest [KERNEL]
#                         instructions that a printk() takes without crashrec
#                         and with it, in a guest whose clock counts them
#
# What can't be measured here is skipped, and why is said.

set -euo pipefail
export LC_ALL=C

# shellcheck source=lab/recorder.sh
. "$(dirname "${BASH_SOURCE[0]}")/recorder.sh"

bench=$top/build/bench_parse
once_mib=1

skip() { echo "skip - bench: $1 ($2)"; }

# instructions PASS: of each line.
instructions() {
	local log=$top/build/bench-$1.log lines
	lines=$(valgrind --tool=callgrind --toggle-collect='pass_*' \
		--callgrind-out-file=/dev/null \
		"$bench" "--once=$1" "--mib=$once_mib" 2>"$log") || {
		cat "$log" >&2
		return 1
	}
	awk -v lines="$lines" '/ Collected :/ { printf "%.0f\n", $NF / lines }' \
		"$log"
}

host() {
	local pass
	recorder_make bench
	"$bench"
	if command -v valgrind >/dev/null; then
		echo
		echo "instructions a line, some of them the loop's own:"
		for pass in open re2c headers re2c-h next facts log reports; do
			[ "$("$bench" "--once=$pass" --mib=1)" ] || continue
			printf '%-8s %6s\n' "$pass" "$(instructions "$pass")"
		done
	else
		skip "instructions a line" "valgrind is missing: run lab/packages.sh bench"
	fi
	echo
	if [ -e "$top/build/bench/matcher.o" ]; then
		echo "bytes of code and tables:"
		printf "%-8s %6d\n" re2c \
			"$(size "$top/build/bench/matcher.o" | awk 'NR == 2 { print $1 }')" \
			core "$(nm -S -t d "$top/build/core/opener.o" |
				awk 'NF == 4 { sum += $2 } END { print sum }')"
	else
		skip "re2c's matcher" "re2c is missing: run lab/packages.sh bench"
	fi
}

# line TRIGGER: what one of its lines takes; the second time, when all is warm.
line() {
	local run=/sys/kernel/debug/crashrec_trigger
	guest "echo $1 >$run/run; sleep 4; echo $1 >$run/run; cat $run/line_ns; sleep 4"
}

guest_lines() {
	local kernel=$1 trigger
	local -A bare recorded
	recorder_start "$kernel" store=ivshmem smp=1 icount=shift=0,sleep=off
	# The console's own cost is not of interest, and differs.
	guest "echo N >/sys/module/printk/parameters/ignore_loglevel; dmesg -n 1; insmod /crashrec_trigger.ko"
	for trigger in ordinary_lines report_lines; do
		bare[$trigger]=$(line $trigger)
	done
	recorder_load
	for trigger in ordinary_lines report_lines; do
		recorded[$trigger]=$(line $trigger)
	done
	echo "instructions of a printk() on $kernel, console quiet:"
	for trigger in ordinary_lines report_lines; do
		printf '%-15s %6d without crashrec, %6d with it: %d more\n' \
			"$trigger" "${bare[$trigger]}" "${recorded[$trigger]}" \
			$((recorded[$trigger] - bare[$trigger]))
	done
	guest_stop
}

in_guest() {
	if ! command -v qemu-system-x86_64 >/dev/null; then
		skip "instructions in a guest" "qemu-system-x86_64 is missing: run lab/packages.sh bench"
	elif ! "$lab/kernels.sh" get "$1" >/dev/null; then
		skip "instructions in a guest" "there is no kernel $1 to boot"
	else
		guest_lines "$1"
	fi
}

case ${1:-all} in
host)	host ;;
guest)	in_guest "${2:-6.1}" ;;
all)	host; echo; in_guest 6.1 ;;
*)	sed -n '4,/^$/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
