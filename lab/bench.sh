#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# How fast the core is, and what a line costs.
#
#   bench.sh              both
#   bench.sh host         MB/s on one thread of this machine, and instructions
#                         a line, which are the same each time (valgrind); the
#                         matcher of re2c beside the core's; how long it takes
#                         to find a region in large files
#   bench.sh guest [KERNEL]...
#                         instructions that a printk() takes with crashrec and
#                         with its peers, in a guest whose clock counts them;
#                         what closing a record takes; the memory
#                         (default: 6.1 6.12 debug)
#
# What can't be measured here is skipped, and why is said.

set -euo pipefail
export LC_ALL=C

# shellcheck source=lab/recorder.sh
. "$(dirname "${BASH_SOURCE[0]}")/recorder.sh"
# shellcheck source=lab/bench_guest.sh
. "$lab/bench_guest.sh"
# shellcheck source=lab/bench_search.sh
. "$lab/bench_search.sh"

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
	echo
	if command -v qemu-system-x86_64 >/dev/null; then
		bench_search
	else
		skip "finding a region" "qemu-system-x86_64 is missing: run lab/packages.sh bench"
	fi
}

in_guest() {
	local kernel there=()
	[ $# -gt 0 ] || set -- 6.1 6.12 debug
	if ! command -v qemu-system-x86_64 >/dev/null; then
		skip "instructions in a guest" "qemu-system-x86_64 is missing: run lab/packages.sh bench"
		return
	fi
	for kernel in "$@"; do
		if "$lab/kernels.sh" get "$kernel" >/dev/null; then
			there+=("$kernel")
		else
			skip "instructions in a guest" "there is no kernel $kernel to boot"
		fi
	done
	[ ${#there[@]} = 0 ] || bench_guest "${there[@]}"
}

case ${1:-all} in
host)	host ;;
guest)	shift; in_guest "$@" ;;
all)	host; echo; in_guest ;;
*)	sed -n '4,/^$/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
