#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Each report that a kernel can be made to print becomes the record that
# scenarios.tsv says, with the lines that the serial console printed.
#
#   triggers.sh [KERNEL [SCENARIO | all]]
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

# console_settles FILE: what is printed late has been printed.
console_settles() {
	local bytes=-1
	while [ "$(stat -c %s "$1")" != "$bytes" ]; do
		bytes=$(stat -c %s "$1")
		sleep 0.3
	done
}

lines_of_others() {
	guest_get 'crashrec show --json' |
		jq -r --argjson seq "$1" 'select(.seq != $seq) | .lines[].text'
}

# Some kernels print in NMI what a backtrace of all CPUs finds; listening must
# not make them warn of it.
check_nmi() {
	local label="$kernel printing in NMI" before after
	before=$(guest_get 'crashrec list --json' | wc -l) || true
	guest 'echo l >/proc/sysrq-trigger; sleep 3'
	after=$(guest_get 'crashrec list --json') || true
	if [ "$(wc -l <<<"$after")" = "$before" ]; then
		ok "$label: makes no report"
	else
		not_ok "$label: makes no report" \
			"$(tail -n 1 <<<"$after" | jq -r .title)"
	fi
}

check_scenario() {
	local name=$1 record seq run_pid='' run_comm=''
	local label="$kernel $name"
	local boot
	local -a cut=()
	boot=$(($(guest_boots) - 1))
	if ! recorder_run "$name"; then
		not_ok "$label" "the trigger did not work"
		return
	fi
	if [ "$(scenario_get "$name" ends)" = reboots ]; then
		cut=(-e)
		recorder_load || return
	fi
	if ! record=$(recorder_wait "$(scenario_get "$name" title)"); then
		not_ok "$label: is recorded" "no such title; there are: $(
			guest_get 'crashrec list --json' |
			jq -r '.title + " [" + .state + "]"' | paste -sd ';')"
		return
	fi
	ok "$label: is recorded"
	expect "$label: state" complete "$(jq -r .state <<<"$record")"
	expect "$label: class" "$(scenario_get "$name" class)" \
		"$(jq -r .class <<<"$record")"
	expect "$label: task" "$run_comm $run_pid" \
		"$(jq -r '"\(.comm) \(.pid)"' <<<"$record")"
	seq=$(jq -r .seq <<<"$record")
	guest_get "crashrec show $seq --raw" >"$files/raw" || true
	console_settles "$(guest_console)"
	guest_console_lines "$boot" >"$files/console"
	console_shows "$label: lines are the console's" "${cut[@]}" \
		"$files/raw" "$files/console" <(lines_of_others "$seq")
	expect "$label: no line is lost" 0 "$(jq -r .lines_lost <<<"$record")"
}

mapfile -t names < <(scenario_names "$kernel")
if [ "${2:-all}" != all ]; then
	scenario_get "$2" title >/dev/null || {
		guest_say "no scenario is called '$2'; see scenarios.tsv"
		exit 2
	}
	if [[ " ${names[*]} " != *" $2 "* ]]; then
		skip "$kernel $2" "this kernel is not built to report it"
		results_done
		exit 0
	fi
	names=("$2")
fi

append=
[ "$kernel" != debug ] || append=kasan_multi_shot
recorder_start "$kernel" store=ivshmem limit=600 append="$append"
recorder_load

for name in "${names[@]}"; do
	if [ "$name" = panic ] && [ "${2:-all}" = all ]; then
		check_nmi
	fi
	check_scenario "$name"
done
results_done
