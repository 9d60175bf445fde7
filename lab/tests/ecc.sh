#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A region with parity whose bytes decay while the machine is off: host and
# module repair it.
#
#   ecc.sh [KERNEL]
#
# limit: 600

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/recorder.sh
. "$here/../recorder.sh"

kernel=${1:-6.1}
label="$kernel ecc"
host=$top/build/crashrec
release=$(cat "$("$lab/kernels.sh" get "$kernel")/release")

# start [plug]: with crashrec_ecc.ko where modprobe finds it, or without.
start() {
	local modules=reed_solomon
	[ "${1-}" != plug ] ||
		modules+=" $top/build/kernel-$kernel/crashrec_ecc.ko:/lib/modules/$release/crashrec_ecc.ko"
	recorder_start "$kernel" store=ivshmem "region=$files/region" "modules=$modules"
	# For the kernel to find it as it does elsewhere.
	guest 'echo /bin/modprobe >/proc/sys/kernel/modprobe'
}

# decay BYTES SEED: so many bytes in a row of each block, somewhere, are others.
decay() {
	perl -e '
		my ($file, $wrong, $seed) = @ARGV;
		srand($seed);
		open(my $f, "+<:raw", $file) or die;
		local $/; my $all = <$f>;
		# A chunk of 2 KiB has 256 bytes of parity. What is before the
		# chunks, but for header and boots, has none.
		my $end = 4096 + 2048 * int((length($all) - 4096 * 9 / 8) / 2304);
		for (my $at = 0; $at < $end; $at += 128) {
			next if $at < 4096 && $at && $at != 1024 && $at != 2048;
			my $begin = $at + int(rand(128 - $wrong));
			substr($all, $begin, $wrong) ^=
				join("", map { chr(1 + int(rand(255))) } 1..$wrong);
		}
		seek($f, 0, 0); print $f $all;
	' "$files/region" "$1" "$2"
}

# records FILE: what does not depend on when it is read.
records() {
	"$host" show --json -f "$1" | jq -c 'del(.source, .former_boot, .flags)'
}

stats_line() { "$host" stats -f "$files/region" | sed -n "s/^$1  *//p"; }

messages() { guest "dmesg | sed -n 's/.*crashrec: //p'"; }

# record SCENARIO: until its record is closed.
record() {
	recorder_run "$1"
	recorder_wait "$(scenario_get "$1" title)" >/dev/null || true
}

start plug
recorder_parameters=ecc=1
recorder_load
record warn
record rcu-stall
guest 'crashrec list' >&2
guest_kill
cp "$files/region" "$files/whole"
records "$files/whole" >"$files/before"
expect_match "$label: there are records" '^[2-9]' "$(wc -l <"$files/before")"

decay 8 1
cp "$files/region" "$files/decayed"
records "$files/region" >"$files/after" 2>/dev/null || true
expect "$label: the host reads the same from a decayed region" "" \
	"$(diff "$files/before" "$files/after" | cut -c 1-120 | head -n 3)"
expect_match "$label: and tells that it repaired something" \
	'^[1-9][0-9]* bytes' "$(stats_line repaired)"

# It need not be told that there is parity.
start plug
recorder_parameters=
recorder_load
expect_match "$label: the module repairs it" \
	'bytes had changed, and were repaired' "$(messages)"
expect_match "$label: header included" \
	'8 bytes of its header had changed' "$(messages)"
guest_region "$files/loaded"
records "$files/loaded" >"$files/after"
expect "$label: its records are the same" "" \
	"$(diff "$files/before" "$files/after" | cut -c 1-120 | head -n 3)"
expect "$label: nothing is left to be repaired" "" "$(stats_line repaired)"
record warn
seq=$(guest 'crashrec list --json' | jq -r .seq | head -n 1)
guest "crashrec ack $seq"
guest_kill
records "$files/region" >"$files/before"
decay 8 2
records "$files/region" >"$files/after" 2>/dev/null || true
expect "$label: what was stored, and acknowledged, since is repaired, too" "" \
	"$(diff "$files/before" "$files/after" | cut -c 1-120 | head -n 3)"

cp "$files/decayed" "$files/region"
start
if guest 'insmod /crashrec.ko 2>/dev/null'; then
	not_ok "$label: who can't repair the header erases nothing" "it was loaded"
else
	expect_match "$label: who can't repair the header erases nothing" \
		'parity whose header has changed.*crashrec_ecc.ko' \
		"$(messages | tr '\n' ' ')"
fi
guest_kill
expect "$label: nor does it store anything" "" \
	"$(cmp "$files/decayed" "$files/region" 2>&1)"

# Without the part that keeps parity, recording goes on; with it, parity does.
cp "$files/whole" "$files/region"
start
recorder_parameters=
recorder_load
expect_match "$label: without crashrec_ecc.ko there is a warning" \
	'crashrec_ecc.ko is needed.*what decays will not be repaired' \
	"$(messages | tr '\n' ' ')"
record warn
guest 'rmmod crashrec'
guest_kill
records "$files/region" >"$files/before"
start plug
recorder_load
guest_kill
decay 8 3
records "$files/region" >"$files/after" 2>/dev/null || true
expect "$label: loaded with it again, it keeps the parity of all" "" \
	"$(diff "$files/before" "$files/after" | cut -c 1-120 | head -n 3)"
results_done
