#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Each report that a kernel can be made to print becomes the record that
# scenarios.tsv says, with the lines that the serial console printed.
#
#   triggers.sh [KERNEL [SCENARIO | all | long]]
#
# all: those that always run; long: the others, which take minutes.
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

# What other records have; and what an irq_work tells where the host is slow,
# which is no report's (nmi_check_duration(), arch/x86/kernel/nmi.c).
lines_of_others() {
	guest_get 'crashrec show --json' |
		jq -r --argjson seq "$1" 'select(.seq != $seq) | .lines[].text'
	grep '^INFO: NMI handler (.* took too long to run' "$files/console" ||
		true
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

# acknowledge [CLASS]: there would not be room for all reports. It fails where
# there is none. What a stall printed last may not be over before some seconds.
acknowledge() {
	local stats=/sys/kernel/debug/crashrec/stats
	case ${1-} in
	rcu-stall* | soft-lockup)
		guest "i=0; until grep -q '^slots_used 0' $stats || [ \$((i += 1)) = 20 ]; do sleep 1; done" || true ;;
	esac
	guest 'crashrec ack --all >/dev/null 2>&1' || true
}

# check_task LABEL RECORD: is it about the task that the trigger named? For
# some nobody can tell beforehand.
check_task() {
	[ "$run_pid" != any ] || return 0
	expect "$1: task" "$run_comm $run_pid" \
		"$(jq -r '"\(.comm) \(.pid)"' <<<"$2")"
}

silent_rows() {
	grep -v '^#' "$here/../silent.tsv" |
		awk -F '\t' -v kernel="$kernel" \
			'index("," $2 ",", "," kernel ",")'
}

# Each point of LKDTM is a row somewhere.
check_points() {
	local label="$kernel LKDTM: each point is in a table" points name
	guest 'modprobe lkdtm'
	points=$(guest_get 'tail -n +2 /sys/kernel/debug/provoke-crash/DIRECT') ||
		true
	expect "$label" "$({
		for name in $(scenario_names "$kernel") \
			$(scenario_names "$kernel" long); do
			scenario_get "$name" trigger
		done | grep -oE '^lkdtm:[A-Z0-9_]+' | cut -d : -f 2
		silent_rows | cut -f 1
	} | sort -u)" "$(sort <<<"$points")"
}

# What is said to be silent makes no report.
check_silent() {
	local point label said
	acknowledge
	while read -r point; do
		label="$kernel LKDTM $point: makes no report"
		guest "trigger lkdtm:$point >/dev/null" || true
		said=$(guest 'crashrec list --json 2>/dev/null') || true
		expect "$label" "" "$(jq -r .title <<<"$said")"
		[ -z "$said" ] || acknowledge
	done < <(silent_rows | awk -F '\t' '$3 == "yes" { print $1 }')
}

check_scenario() {
	local name=$1 record seq state=complete run_pid='' run_comm=''
	local label="$kernel $name"
	local boot
	local -a cut=()
	boot=$(($(guest_boots) - 1))
	acknowledge "$before"
	[ "$what" != long ] || before=$(scenario_get "$name" class)
	if ! recorder_run "$name"; then
		not_ok "$label" "the trigger did not work"
		return
	fi
	case $(scenario_get "$name" ends) in
	reboots)
		cut=(-e)
		recorder_load || return ;;
	wedges)	# What closes reports may have been wedged, too.
		state='complete|cut-by-reset'
		cut=(-e)
		recorder_load || return ;;
	esac
	if ! record=$(recorder_wait "$(scenario_get "$name" title)"); then
		record=$(guest_get 'crashrec list --json') || true
		not_ok "$label: is recorded" "no such title; there are: $(
			jq -r '.title + " [" + .state + "]"' <<<"$record" |
				paste -sd ';')"
		printf '%s\nThe console:\n' "$record" >&2
		guest_console_lines "$boot" | tail -n 80 >&2
		return
	fi
	ok "$label: is recorded"
	expect_match "$label: state" "^($state)\$" "$(jq -r .state <<<"$record")"
	expect_match "$label: class" "^($(scenario_get "$name" class))\$" \
		"$(jq -r .class <<<"$record")"
	[ -z "$(scenario_get "$name" type)" ] ||
		expect_match "$label: type" \
			"^($(scenario_get "$name" type))\$" \
			"$(jq -r .type <<<"$record")"
	check_task "$label" "$record"
	seq=$(jq -r .seq <<<"$record")
	guest_get "crashrec show $seq --raw" >"$files/raw" || true
	console_settles "$(guest_console)"
	guest_console_lines "$boot" >"$files/console"
	if [ "$kernel $(scenario_get "$name" ends)" = "6.1-rt wedges" ] &&
		! grep -qxF "$(head -n 1 "$files/raw")" "$files/console"; then
		skip "$label: lines are the console's" \
			"the thread that prints there was wedged, too"
	else
		console_shows "$label: lines are the console's" "${cut[@]}" \
			"$files/raw" "$files/console" \
			<(lines_of_others "$seq"; grep '^rcu-torture: ' "$files/console")
	fi
	expect "$label: no line is lost" 0 "$(jq -r .lines_lost <<<"$record")"
}

what=${2:-all}
case $what in
all)	mapfile -t names < <(scenario_names "$kernel") ;;
long)	mapfile -t names < <(scenario_names "$kernel" long) ;;
*)	scenario_get "$what" title >/dev/null || {
		guest_say "no scenario is called '$what'; see scenarios.tsv"
		exit 2
	}
	mapfile -t names < <({ scenario_names "$kernel"
		scenario_names "$kernel" long; } | grep -xF "$what") ;;
esac
if [ ${#names[@]} = 0 ]; then
	skip "$kernel $what" "this kernel is not built to report it"
	results_done
	exit 0
fi

append=
[ "$kernel" != debug ] || append=kasan_multi_shot
# To build them takes time, and what always runs on other kernels needs none.
modules=
case $kernel:$what in
debug:* | 6.1-rt:long | 6.1-rt:lkdtm-* | 6.1-rt:test-lockup-* | 6.1-rt:rcutorture-*)
	modules=$(recorder_torture "$kernel") ;;
esac
recorder_start "$kernel" store=ivshmem limit=1400 append="$append" \
	modules="$modules"
recorder_load

case $kernel:$what in
debug:all | 6.1-rt:long)	check_points ;;
esac
silent_done=
before=
for name in "${names[@]}"; do
	if [ "$name $what" = "panic all" ]; then
		check_nmi
	elif [ "$what" = long ] && [ -z "$silent_done" ] &&
		[ "$(scenario_get "$name" ends)" != stays ]; then
		check_silent
		silent_done=yes
	fi
	check_scenario "$name"
done
results_done
