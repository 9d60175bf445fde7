#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What the kernel reported while the module was not loaded is taken from its
# log, once.
#
#   past.sh [KERNEL]
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
title="WARNING in crashrec_trigger_warn"

# seen COUNT: title, state and flags of what is there, in order, once it is so
# much.
seen() {
	local deadline=$((SECONDS + 20)) all=
	while [ $SECONDS -lt $deadline ]; do
		all=$(guest_get 'crashrec list --user --json 2>/dev/null; true' |
			jq -r 'select(.state != "open") |
				"\(.title): \(.state) \(.flags | join(" "))"')
		[ "$(grep -c . <<<"$all")" -lt "$1" ] || break
		sleep 0.5
	done
	printf '%s\n' "$all"
}

# times COUNT LINE
times() { yes "$2" | head -n "$1"; }

recorder_start "$kernel" store=ivshmem append=log_buf_len=1M

guest "echo 'BUG: KASAN: slab-use-after-free in evil+0x1/0x2' >/dev/kmsg"
guest 'trigger warn' >/dev/null
recorder_parameters=keep_copies=0
recorder_load
expect "$kernel past: a report from before the load is there" \
	"$title: complete from-log" "$(seen 1)"
expect "$kernel past: its lines are those of dmesg" \
	"$(guest_get 'dmesg' | sed -E 's/^\[[^]]*\](\[[^]]*\])? //' |
		sed -n '/cut here/,/end trace/p')" \
	"$(guest_get 'crashrec show 1 --raw')"
record=$(guest_get 'crashrec show 1 --json')
expect "$kernel past: it has no origin, and its own time" "null true" \
	"$(jq -r '"\(.origin) \(.boot_ns > 0 and
		(.boot_ns - .lines[0].time_ns | fabs) < 1e9)"' <<<"$record")"

guest 'rmmod crashrec'
recorder_load
expect "$kernel past: it is not taken again" 1 \
	"$(guest 'crashrec list --user --json | wc -l')"

guest 'rmmod crashrec'
guest 'trigger warn' >/dev/null
recorder_load
expect "$kernel past: what came between unload and load is" \
	"$(times 2 "$title: complete from-log")" "$(seen 2)"

guest 'trigger warn' >/dev/null
expect "$kernel past: what comes then is no part of it" \
	"$(times 2 "$title: complete from-log"; echo "$title: complete ")" \
	"$(seen 3)"

# Memory that does not outlive the module: the records are gone, too.
guest 'rmmod crashrec; insmod /crashrec.ko ivshmem=0 keep_copies=0'
expect "$kernel past: memory that was given back tells nothing" \
	"$(times 3 "$title: complete from-log")" "$(seen 3)"

# How long it takes with a full log; told, not judged.
guest 'rmmod crashrec; echo N >/sys/module/printk/parameters/ignore_loglevel; dmesg -n 1'
# shellcheck disable=SC2016 # it is for the guest
guest 'i=0; while [ $i -lt 12000 ]; do echo "<6>line $i of some that are not of the kernel, but fill its log" >/dev/kmsg; i=$((i + 1)); done' 200
printf '%s: insmod with %s lines in the log, then without:\n' "$kernel" \
	"$(guest 'dmesg | wc -l')" >&2
guest 'time insmod /crashrec.ko; rmmod crashrec; dmesg -c >/dev/null; time insmod /crashrec.ko' 2>&1 |
	grep real >&2
results_done
