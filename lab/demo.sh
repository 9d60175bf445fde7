#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The demo: a stock Debian kernel warns, stalls and panics, and all three are
# there after the reboot. What is shown in part is whole in build/demo/.
#
#   demo.sh [KERNEL]      KERNEL is a name that kernels.sh knows (default: 6.1)

set -euo pipefail

# shellcheck source=lab/recorder.sh
. "$(dirname "${BASH_SOURCE[0]}")/recorder.sh"
# shellcheck source=lab/step.sh
. "$lab/step.sh"

kernel=${1:-6.1}
demo=$top/build/demo
begin=$SECONDS
exec 2>&1	# one stream, or what is piped comes out of order

say() { printf '%s\n' "$*"; }
chapter() { printf '\n== %s\n\n' "$*"; }

# excerpt FILE: its lines, cut to fit a terminal.
excerpt() {
	sed -E 's/^(.{73}).{4,}$/\1.../; s/^/  /; s/ +$//' "$1"
}

in_guest() { say "guest# $*"; }
on_host() { say "host\$ $*"; }

# The facts, the stack without what is stale in it, the report's first lines.
show_record() {
	local file=$demo/show-$1.txt short=$demo/short
	guest_get "crashrec show $1" >"$file"
	in_guest "crashrec show $1"
	awk '/^[- ] +\? / || /^- \[/ { next }
		/^  \[/ && ++lines > 5 { next }
		{ print }' "$file" >"$short"
	excerpt "$short"
	say "  ... $(($(wc -l <"$file") - $(wc -l <"$short"))) lines more: ${file#"$top/"}"
	say
}

mkdir -p "$demo"
rm -f "$demo"/*

say "crashrec demo: a Debian kernel crashes, and what it said is still there."
chapter "1. Get ready"
folder=$("$lab/kernels.sh" get "$kernel")
step "build the crashrec program" recorder_make all
step "build crashrec.ko for $(cat "$folder/release")" \
	"$lab/modules.sh" "$kernel"

chapter "2. Boot it in QEMU, with crashrec loaded"
step "boot (no KVM: each instruction is emulated)" \
	recorder_start "$kernel" store=ivshmem "region=$demo/region"
step "insmod crashrec.ko" recorder_load
say
say "The guest has a shared memory device (ivshmem), backed by a file of the"
say "host. crashrec found it by itself; dmesg says:"
say
guest 'dmesg | sed -n "s/.*\(crashrec: recording\)/\1/p"' >"$demo/loaded.txt"
excerpt "$demo/loaded.txt"

chapter "3. Make the kernel report three things"
step "a WARNING" recorder_run warn
step "an RCU stall: a thread keeps its CPU for 5 seconds" \
	recorder_run rcu-stall
step "a panic: the machine resets itself and boots again" \
	recorder_run panic
guest_console_lines 0 >"$demo/console.txt"
say
say "All this went over the serial console, too: build/demo/console.txt"

chapter "4. After the reboot: what does /dev/crashrec have?"
step "insmod crashrec.ko" recorder_load
say
in_guest "crashrec list"
guest 'crashrec list' >"$demo/list.txt"
excerpt "$demo/list.txt"
say
say "Three reports of the boot before, each with what it is about. One by one,"
say "without what is stale on the stack, and with the first lines only:"
say
for n in 1 2 3; do
	show_record "$n"
done
say "And the lines are those that the console showed, one for one:"
say
# shellcheck source=lab/tests/compare.sh
. "$lab/tests/compare.sh"
for n in 1 2 3; do
	guest_get "crashrec show $n --raw" >"$demo/raw-$n.txt"
	on_console "$demo/raw-$n.txt" "$demo/console.txt" ||
		{ say "  record $n: NOT the console's lines"; exit 1; }
	say "  record $n: $(wc -l <"$demo/raw-$n.txt") lines, the same as the console's"
done
guest_get 'crashrec show --json' >"$demo/guest.json"

chapter "5. The guest is switched off: the host reads its region file"
step "switch the guest off" guest_end
say
on_host "build/crashrec list -f build/demo/region"
(cd "$top" && build/crashrec list -f build/demo/region)
say
on_host "build/crashrec show --json -f build/demo/region"
"$top/build/crashrec" show --json -f "$demo/region" >"$demo/host.json"
without_source() { sed 's/^{"source":"[^"]*"/{"source":""/' "$1"; }
if ! cmp <(without_source "$demo/guest.json") \
	<(without_source "$demo/host.json"); then
	say "  the host reads something else than the guest did"
	exit 1
fi
say "  $(wc -c <"$demo/host.json") bytes of JSON, byte for byte what the guest gave but for"
say "  the name of the source"
say
say "Done in $((SECONDS - begin)) s. Look around: build/crashrec show 2 -f build/demo/region"
