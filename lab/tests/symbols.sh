#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Files and lines of a report that a Debian kernel printed, by its debug package:
# each frame as scripts/decode_stacktrace.sh and addr2line -i tell it; the log says
# how much faster than the first.
#
#   symbols.sh [KERNEL]
#
# KERNEL is 6.1 or 6.12. The debug package, some 800 MB, is kept in the cache of
# lab/kernels.sh. Looked up are frames of the stacks of all tasks and CPUs, and a
# recorded warning of a module.
# limit: 3600

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/recorder.sh
. "$here/../recorder.sh"

each_kernel "$@" -- 6.1

kernel=$1
crashrec=$top/build/crashrec

# debug_package FOLDER: unpacks it there, if need be.
debug_package() {
	local release package version
	release=$(cat "$folder/release")
	package=linux-image-$release-dbg
	version=${folder##*_}
	[ ! -e "$1/ready" ] || return 0
	rm -rf "$1"
	mkdir -p "$1"
	(cd "$1" && apt-get -q download "$package=$version") >&2 || return 1
	dpkg -x "$1"/*.deb "$1" || return 1
	rm "$1"/*.deb
	touch "$1/ready"
}

# places: of each line that has one, FUNCTION+OFFSET/SIZE and the places, from
# what crashrec symbolize prints; those of __traceiter_* functions are left out:
# addr2line names the file of their unit, not that of the line table. So are
# functions of which there are several: decode_stacktrace.sh takes the first.
places() {
	awk -v several="$files/several" '
		BEGIN { while ((getline name <several) > 0) skip[name] = 1 }
		{ sub(/^ +/, "") }
		/ \[inline\]$/ { inlined = inlined " " $2; next }
		/^[A-Za-z_][^ ]*\+0x[0-9a-f]+\/0x[0-9a-f]+/ {
			name = $1
			sub(/\+.*/, "", name)
			if ($2 ~ /:[0-9]+$/ && !(name in skip) && name !~ /^__traceiter_/)
				print name inlined " " $2
		}
		{ inlined = "" }'
}

# decoded: the same of what decode_stacktrace.sh prints.
decoded() {
	sed -E 's/ \(discriminator [0-9]+\)//g' |
	awk -v several="$files/several" '
		BEGIN { while ((getline name <several) > 0) skip[name] = 1 }
		/^[A-Za-z_][^ ]* \([^()]*:[0-9?]+\)/ {
			name = $1
			line = $0
			sub(/^[^(]*\(/, "", line)
			sub(/\).*/, "", line)
			gsub(/\/\.\//, "/", line)
			gsub(/\/build\/reproducible-path\/[^\/ ]*\//, "", line)
			if (!(name in skip) && name !~ /^__traceiter_/ && line !~ /\?/)
				print name " " line
		}'
}

# called: the same of what addr2line says of the calls before return addresses,
# from lines with FUNCTION+OFFSET/SIZE of the kernel.
called() {
	local place name begin
	awk 'NR == FNR { begin[$3] = $1; next } $1 in begin { print $1, begin[$1], $2 }' \
		<(nm "$vmlinux") \
		<(sed -E 's/^\[[^]]*\](\[[^]]*\])? *(\? )?//; s/\+(0x[0-9a-f]+).*/ \1/') |
	while read -r name begin place; do
		grep -qxF "$name" "$files/several" && continue
		printf '%s' "$name"
		addr2line -i -e "$vmlinux" \
			"$(printf '%x' $((0x$begin + place - (place > 0))))" |
			sed -E 's/ \(discriminator [0-9]+\)//; s,^.*debian/build/[^/]*/(\./)?,,; s,^/build/reproducible-path/[^/]*/,,' |
			while read -r place; do
				printf ' %s' "$(realpath -ms --relative-to=/ "/$place")"
			done
		echo
	done
}

# cpu_ms COMMAND...: the CPU's time that it takes, its children's too: that does
# not depend on who else runs. What it prints is in $files/printed.
cpu_ms() {
	local TIMEFORMAT='%3U %3S'
	{ time "$@" >"$files/printed" 2>"$files/complaints"; } 2>&1 |
		awk '{ printf "%d\n", 1000 * ($1 + $2) }'
}

folder=$("$lab/kernels.sh" get "$kernel")
unpacked=${folder%/*}/debug-symbols-${folder##*/stock-}
if ! debug_package "$unpacked"; then
	skip "$kernel symbols" "its debug package can't be had"
	results_done
	exit
fi
release=$(cat "$folder/release")
debug=$unpacked/usr/lib/debug
vmlinux=$debug/boot/vmlinux-$release
modules=$debug/lib/modules/$release
decode=$("$lab/kernels.sh" source 6.12)/scripts/decode_stacktrace.sh
nm "$vmlinux" | awk '{ print $3 }' | sort | uniq -d >"$files/several"

recorder_start "$kernel" store=ivshmem "modules=ext4 virtio_net"
recorder_load
guest 'modprobe ext4; modprobe virtio_net; dmesg -n 1; echo 1 >/proc/sys/kernel/sysrq'
guest 'dmesg -c >/dev/null; echo t >/proc/sysrq-trigger; echo l >/proc/sysrq-trigger; sleep 2'
guest_get dmesg >"$files/log"
recorder_run warn
seq=$(recorder_wait "$(scenario_get warn title)" | jq .seq)
guest_region "$files/region"

# What was recorded: the record tells the build id.
"$crashrec" symbolize "$seq" -f "$files/region" --debug-dir "$debug" \
	--module-dir "$top/build/trigger-$kernel" >"$files/recorded"
expect_match "$kernel symbols: a record's frames have files and lines" \
	'do_syscall_64\+0x[0-9a-f]+/0x[0-9a-f]+ arch/x86/entry/common.c:[0-9]+' \
	"$(cat "$files/recorded")"
expect_match "$kernel symbols: those of a module have theirs" \
	' [^ ]*/crashrec_trigger\.c:[0-9]+ \[crashrec_trigger\]' "$(cat "$files/recorded")"

# 60 frames of the log, of as many places; what an interrupt came from follows
# its entry, and not in a list that is mixed.
grep -E '^\[[^]]*\](\[[^]]*\])? +(\? )?[A-Za-z_][^ ]*\+0x[0-9a-f]+/0x[0-9a-f]+( \[[a-z0-9_]+\])?$' \
	"$files/log" | grep -v -e ' asm_' -e '+0x0/' | sed -E 's/^\[[^]]*\](\[[^]]*\])? */ /; s/\? //' |
	sort -u | shuf -n 60 --random-source=<(yes) >"$files/sixty"
expect "$kernel symbols: the guest printed 60 different frames" 60 \
	"$(wc -l <"$files/sixty")"

symbolize=("$crashrec" symbolize "$files/sixty" --vmlinux "$vmlinux"
	--module-dir "$modules" --as-printed)
ours=$(cpu_ms "${symbolize[@]}")
places <"$files/printed" >"$files/ours"
cat "$files/complaints" >&2
theirs=$(cpu_ms "$decode" "$vmlinux" auto "$modules" <"$files/sixty")
decoded <"$files/printed" >"$files/theirs"
# alike NAME: are $files/theirs and $files/ours the same?
alike() {
	if diff "$files/theirs" "$files/ours" >"$files/differs"; then
		ok "$1, $(wc -l <"$files/ours")"
	else
		cat "$files/differs" >&2
		not_ok "$1" "$(sed -n '/^[<>]/p' "$files/differs" | head -n 2 | paste -sd ' ')"
	fi
}

alike "$kernel symbols: frames as decode_stacktrace.sh has them"
grep -v '\]$' "$files/sixty" >"$files/frames"
"$crashrec" symbolize "$files/frames" --vmlinux "$vmlinux" | places >"$files/ours"
called <"$files/frames" | grep -v '?' >"$files/theirs"
alike "$kernel symbols: calls as addr2line has them"
echo "$kernel symbols: the CPU's ms for 60 frames: decode_stacktrace.sh $theirs, crashrec $ours" >&2
results_done
