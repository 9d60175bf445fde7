#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What a boot lost is told in the next one, where its records are read.
#
#   losses.sh [KERNEL]
#
# limit: 300

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/recorder.sh
. "$here/../recorder.sh"

kernel=${1:-6.1}
label="$kernel losses"

lost_lines() {
	guest 'sed -n "s/^lost_line_limit //p" /sys/kernel/debug/crashrec/stats'
}

# told BOOT: how many lines `crashrec stats` says that boot lost.
told() {
	guest 'crashrec stats' | awk -v boot="$1" '
		/^[a-z]/ && / boot|^boot / { is_it = index($0, boot) == 1 }
		is_it && /beyond max_report_kib/ { print $1 }'
}

recorder_start "$kernel" store=ivshmem "region=$files/region"
recorder_parameters=max_report_kib=8
recorder_load
guest 'insmod /crashrec_trigger.ko; echo text_forms >/sys/kernel/debug/crashrec_trigger/run'
lost=$(lost_lines)
expect_match "$label: there are some" '^[1-9]' "$lost"
expect "$label: they are told" "$lost" "$(told 'last boot')"
guest_kill

recorder_start "$kernel" store=ivshmem "region=$files/region"
recorder_load
expect "$label: they are told in the next boot" "$lost" "$(told 'boot before')"
expect_match "$label: which lost nothing itself" '^lost  *nothing$' \
	"$(guest 'crashrec stats' | awk '/^last boot/ { is_it = 1 }
		is_it && /^ *lost/ { sub(/^ */, ""); print; exit }')"
expect_match "$label: the list says so, too" \
	"the boot before that the module could not keep: $lost\$" \
	"$(guest 'crashrec list 2>&1 >/dev/null')"
results_done
