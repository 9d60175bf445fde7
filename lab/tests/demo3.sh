#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A WARNING, an RCU stall and a panic are there after the reboot, whole, and
# the host reads the same from the region file; with STORE range, also from the
# file of the guest's memory, and from a dump of it.
#
#   demo3.sh [KERNEL [STORE]]     STORE is ivshmem (default) or range
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
store=${2:-ivshmem}
label="$kernel $store after reboot"
host=$top/build/crashrec
pids=()

recorder_start "$kernel" "store=$store"
recorder_load
for name in warn rcu-stall panic; do
	recorder_run "$name"
	pids+=("$run_comm $run_pid")
	# The report is over when it says so, not when the trigger is.
	[ "$name" = panic ] || recorder_wait "$(scenario_get "$name" title)" >/dev/null || true
done
recorder_load

guest_get 'crashrec list --json' >"$files/list" || true
expect "$label: three records" 3 "$(wc -l <"$files/list")"
guest_console_lines 0 >"$files/console"
guest_get "crashrec show --json" >"$files/all" || true
n=0
for name in warn rcu-stall panic; do
	n=$((n + 1))
	may_end=()
	[ "$name" != panic ] || may_end=(-e)
	seq=$(jq --arg title "$(scenario_get "$name" title)" \
		"select(.title == \$title) | .seq" "$files/list" | head -n 1)
	guest_get "crashrec show ${seq:-$n} --json" >"$files/json" || true
	guest_get "crashrec show ${seq:-$n} --raw" >"$files/raw" || true
	expect "$label: $name: title" "$(scenario_get "$name" title)" \
		"$(jq -r .title "$files/json")"
	expect "$label: $name: class, state, boot" \
		"$(scenario_get "$name" class) complete true" \
		"$(jq -r '"\(.class) \(.state) \(.former_boot)"' "$files/json")"
	expect "$label: $name: task" "${pids[n - 1]}" \
		"$(jq -r '"\(.comm) \(.pid)"' "$files/json")"
	expect "$label: $name: CPU" true \
		"$(jq '.cpu == 0 or .cpu == 1' "$files/json")"
	expect "$label: $name: its function is a frame" true \
		"$(jq --arg function "crashrec_trigger_${name#rcu-}" \
		'any(.frames[]; .function == $function and .module == "crashrec_trigger")' "$files/json")"
	console_shows "$label: $name: lines are the console's" \
		"${may_end[@]}" "$files/raw" "$files/console" \
		<(jq -r --argjson seq "${seq:-$n}" "select(.seq != \$seq) | .lines[].text" \
		"$files/all")
done

# The records as the host sees them, with the guest running and without it.
without_source() { sed 's/^{"source":"[^"]*"/{"source":""/'; }
without_source <"$files/all" >"$files/guest.json"
seen_as=(live host)
guest_region "$files/region"
"$host" show --json -f "$files/region" | without_source >"$files/live.json" || true
if [ "$store" = range ]; then
	seen_as+=(memory dump)
	"$host" show --json -f "$guest_ram" | without_source >"$files/memory.json" || true
	guest_dump "$files/elf"
	"$host" show --json -f "$files/elf" | without_source >"$files/dump.json" || true
fi
guest_end
guest_region "$files/region"
"$host" show --json -f "$files/region" | without_source >"$files/host.json" || true
for seen in "${seen_as[@]}"; do
	if cmp "$files/guest.json" "$files/$seen.json" >"$files/cmp" 2>&1 &&
		[ -s "$files/guest.json" ]; then
		ok "$label: the host reads the same ($seen)"
	else
		not_ok "$label: the host reads the same ($seen)" "$(cat "$files/cmp")"
	fi
done
results_done
