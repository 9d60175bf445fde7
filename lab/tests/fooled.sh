#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What a process writes or calls itself does not change what the kernel's own
# reports say.
#
#   fooled.sh [KERNEL]
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

titles() { guest_get 'crashrec list --json' | jq -r .title | sort; }

recorder_start "$kernel" store=ivshmem
recorder_load

guest 'echo "Kernel panic - not syncing: no such thing" >/dev/kmsg'
guest "sh -c 'echo \"Kernel panic - not syncing: again\" >/dev/kmsg; trigger warn' >/dev/null"
recorder_wait "WARNING in crashrec_trigger_warn" >/dev/null || true
expect "$kernel fooled: a panic that a process writes is none" \
	"WARNING in crashrec_trigger_warn" "$(titles)"

# With a name like that, the kernel's lines break where the name does.
guest 'crashrec ack --all >/dev/null'
guest "sh -c 'printf \"\\nOops: pwned\" >/proc/self/comm; echo null >$run'" \
	>/dev/null 2>&1 || true
recorder_wait "$(scenario_get null title)" >/dev/null || true
expect "$kernel fooled: a newline in a name makes no report" \
	"$(scenario_get null title)" "$(titles)"

# Printing in an NMI, with a probe attached, makes no report either.
guest 'crashrec ack --all >/dev/null'
tainted=$(guest 'cat /proc/sys/kernel/tainted')
guest 'echo l >/proc/sysrq-trigger; sleep 1'
expect "$kernel fooled: an NMI backtrace does not taint" "$tainted" \
	"$(guest 'cat /proc/sys/kernel/tainted')"
results_done
