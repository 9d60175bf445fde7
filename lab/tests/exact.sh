#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A record's lines are those of dmesg, byte for byte: with continued lines, many
# lines printed at once, lines that are too long, and bytes of all kinds,
# wherever in the kernel's log they come to lie, and whoever else prints.
#
#   exact.sh [KERNEL]
#
# Without KERNEL: each in turn.
# limit: 600

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/recorder.sh
. "$here/../recorder.sh"

each_kernel "$@" -- 6.1 6.1-rt 6.12 debug

kernel=$1
run=/sys/kernel/debug/crashrec_trigger/run
rounds=40
log_rounds=15
noise_rounds=10

# exact_rounds ROUNDS PARAMETERS: loads it, and tells of how many reports each
# line was that of dmesg, and of how many not, but the record said unverified.
# The log wraps after about 20; lines of other lengths in between, so that it
# does so somewhere else each time. A timer may tell of a clock that stood still
# where the host has no time for the guest: that is no part of the report.
exact_rounds() {
	local rounds=$1
	recorder_parameters="keep_copies=0 $2"
	recorder_load
	# shellcheck disable=SC2016 # it is for the guest
	guest_get '
	i=0
	while [ $i -lt '"$rounds"' ]; do
		i=$((i + 1))
		printf "round %0*d\n" $((i * 7)) $i >/dev/kmsg
		'"${3:-:}"'
		echo text_forms >'"$run"'
		# It is given out when it is closed.
		until crashrec show --raw >/tmp/record 2>/dev/null; do
			sleep 0.1
		done
		dmesg | sed -E "s/^\[ *[0-9.]+\](\[[^]]*\])? //" >/tmp/log
		from=$(grep -n "cut here" /tmp/log | tail -n 1 | cut -d: -f1)
		tail -n +$from /tmp/log | sed "/end trace/q" >/tmp/all
		grep -v -e "^noise$" -e "^clocksource: " /tmp/all >/tmp/lines
		cmp -s /tmp/all /tmp/lines || beside=$((beside + 1))
		if cmp -s /tmp/record /tmp/lines; then
			same=$((same + 1))
		else
			diff /tmp/lines /tmp/record | cut -c1-100 | head -n 24 >&3
			crashrec list --json | grep -q "\"unverified\"" && told=$((told + 1))
		fi
		crashrec ack --all >/dev/null
	done 3>/tmp/differences
	echo "${beside:-0}" >/tmp/beside
	echo "${same:-0}${told:+ and $told told} of $i"' 400
	guest 'cat /tmp/differences' >&2
}

# noise_rounds PARAMETERS: likewise, while another task prints. In each round it
# begins before the report, and prints fewer lines than the log keeps (4096 of
# its records, where it is 128 KiB): however slow the guest's CPUs are, dmesg
# has the report's lines when they are compared.
noise_rounds() {
	# shellcheck disable=SC2016 # it is for the guest
	guest 'echo on >/proc/sys/kernel/printk_devkmsg
		printf "%s\n" "n=0" "while [ \$n -lt 1500 ]; do" \
			"echo noise >/dev/kmsg; n=\$((n + 1))" \
			"[ \$n -ne 20 ] || echo >/tmp/begun" "done" >/tmp/noise'
	# shellcheck disable=SC2016 # it is for the guest
	exact_rounds $noise_rounds "$1" 'wait; rm -f /tmp/begun
		sh /tmp/noise &
		until [ -e /tmp/begun ]; do :; done'
}

joined_by() {
	guest "grep pieces_joined_by /sys/kernel/debug/crashrec/stats; dmesg | grep 'crashrec: .*pieces' | grep -v 'a line that is'"
}

recorder_start "$kernel" store=ivshmem limit=550
guest 'echo N >/sys/module/printk/parameters/ignore_loglevel; dmesg -n 1'
guest 'insmod /crashrec_trigger.ko'
said=$(exact_rounds $rounds '')
expect "$kernel exact: lines are those of dmesg" "$rounds of $rounds" "$said"
expect "$kernel exact: there were long and continued ones" "1 0" \
	"$(guest "echo \$(grep -c 'module_0(O) module_1(O).* module_19(O)' /tmp/record) \$(grep -c '^module_' /tmp/record)")"
expect "$kernel exact: loading found that it is" \
	"pieces_joined_by address" "$(joined_by)"

guest 'rmmod crashrec'
said=$(exact_rounds $log_rounds join_by_log=1)
expect "$kernel exact: so they are where the log tells pieces" \
	"$log_rounds of $log_rounds" "$said"
expect "$kernel exact: loading found that, too" \
	"pieces_joined_by log" "$(joined_by)"

guest 'rmmod crashrec'
said=$(noise_rounds '')
expect "$kernel exact: so they are beside another that prints" \
	"$noise_rounds of $noise_rounds" "$said"
beside=$(guest 'cat /tmp/beside')
printf 'beside another: %s of %s had its lines within\n' "$beside" $noise_rounds >&2
expect "$kernel exact: lines of the other lay between them" yes \
	"$([ "$beside" -gt 0 ] && echo yes)"

# join.h: a CPU that stands still where it began the next record deceives it.
guest 'rmmod crashrec'
said=$(noise_rounds join_by_log=1)
printf 'beside another, by the log: %s\n' "$said" >&2
expect "$kernel exact: by the log they are, or the record says that it is not known" \
	"$noise_rounds" \
	"$(sed -nE 's/^([0-9]+)( and ([0-9]+) told)? of [0-9]+$/\1 \3/p' <<<"$said" |
		awk '$1 > $2 { print $1 + $2 }')"
results_done
