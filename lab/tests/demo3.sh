#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A WARNING, an RCU stall and a panic are there after the reboot, whole, and
# the host reads the same from the region file, and from what `crashrec save` made
# of it; with STORE range, also from the file of the guest's memory, and from dumps
# of it. The console's log, the files of pstore=1 and what ramoops kept are texts,
# which do not tell who printed a line: there the panic may be a part of the stall's
# report, and lines from before a report are in it.
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

options=("store=$store")
ramoops_address=$((0x18000000))
if [ "$store" = range ]; then
	"$lab/modules.sh" "$kernel"
	options+=("modules=ramoops $top/build/kernel-$kernel/crashrec_pstore.ko"
		"append=memmap=1M\$$ramoops_address")
fi
recorder_start "$kernel" "${options[@]}"
[ "$store" != range ] ||
	guest "modprobe ramoops mem_address=$ramoops_address mem_size=0x100000 record_size=0x20000"
recorder_load
for name in warn rcu-stall panic; do
	recorder_run "$name"
	pids+=("$run_comm $run_pid")
	# The report is over when it says so, not when the trigger is.
	[ "$name" = panic ] || recorder_wait "$(scenario_get "$name" title)" >/dev/null || true
done
if [ "$store" = range ]; then
	dd if="$guest_ram" of="$files/ramoops.img" bs=1M count=1 status=none \
		skip="$((ramoops_address >> 20))"
	guest 'insmod /crashrec_pstore.ko'
	recorder_parameters=pstore=1
fi
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
seen_as=()

# see NAME FILE: all records, as they are in it.
see() {
	"$host" show --json -f "$2" | without_source >"$files/$1.json" || true
	seen_as+=("$1")
}

told_in=()

# tell NAME FILE: what can be told where no module is.
tell() {
	"$host" show --json -f "$2" >"$files/$1.json" || true
	told_in+=("$1")
}

# all_lines NAME: of its records. What comes last is printed behind the dump that
# ramoops keeps.
all_lines() { jq -r '.lines[].text' "$files/$1.json" | grep -v '^Rebooting in '; }

# untold NAME: titles that are none of the guest's records, and what is missing
# of the lines of these, in their order.
untold() {
	jq -r .title "$files/$1.json" |
		grep -vxF -f <(jq -r .title "$files/guest.json") || true
	awk 'NR == FNR { want[NR] = $0; count = NR; next }
		at < count && $0 == want[at + 1] { at++ }
		END { if (at < count || !count) print "no line " want[at + 1] }' \
		<(all_lines guest) <(all_lines "$1")
}

see_dumps() {
	local format
	see memory "$guest_ram"
	guest_dump "$files/elf"
	see dump "$files/elf"
	rm -f "$files/elf"
	for format in kdump-zlib kdump-lzo kdump-snappy; do
		if guest_dump "$files/$format" "$format" 2>"$files/qmp"; then
			see "$format" "$files/$format"
		elif grep -q 'not available' "$files/qmp"; then
			skip "$label: the host reads the same ($format)" \
				"this QEMU is built without"
		else
			not_ok "$label: the host reads the same ($format)" \
				"$(cat "$files/qmp")"
		fi
		rm -f "$files/$format"
	done
}

tell_texts() {
	local file
	tell console "$(guest_console)"
	tell ramoops "$files/ramoops.img"
	guest 'mkdir -p /sys/fs/pstore; mount -t pstore pstore /sys/fs/pstore'
	mkdir "$files/pstore"
	for file in $(guest 'ls /sys/fs/pstore'); do
		guest_get "cat /sys/fs/pstore/$file" >"$files/pstore/$file"
	done
	tell pstore "$files/pstore"
}

guest_region "$files/region"
see live "$files/region"
if [ "$store" = range ]; then
	see_dumps
	tell_texts
fi
guest_end
guest_region "$files/region"
see host "$files/region"
"$host" save --no-journal --directory "$files/saved" -f "$files/region" \
	>"$files/said" 2>&1 || cat "$files/said" >&2
see saved "$files/saved"
for seen in "${seen_as[@]}"; do
	if cmp "$files/guest.json" "$files/$seen.json" >"$files/cmp" 2>&1 &&
		[ -s "$files/guest.json" ]; then
		ok "$label: the host reads the same ($seen)"
	else
		not_ok "$label: the host reads the same ($seen)" "$(cat "$files/cmp")"
	fi
done
for told in "${told_in[@]}"; do
	expect "$label: a text tells the same lines and titles ($told)" "" \
		"$(untold "$told")"
done
results_done
