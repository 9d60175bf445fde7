#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# kdump: a panic boots a crash kernel, and what the module kept in ordinary memory
# is read there from /proc/vmcore, and elsewhere from what makedumpfile makes of
# it; as QEMU's own dump of that memory tells it.
#
#   vmcore.sh [KERNEL]
#
# Without KERNEL: each in turn. The debug kernel has no kexec.
# limit: 600

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/recorder.sh
. "$here/../recorder.sh"

each_kernel "$@" -- 6.1 6.1-rt 6.12

kernel=$1
host=$top/build/crashrec
seen_as=()

# libraries PROGRAM: as words for modules=, where they are here.
libraries() { ldd "$1" | sed -nE 's,.*[ \t](/[^ ]+) \(0x.*,\1:\1,p' | xargs; }

# see NAME COMMAND...: what it prints, all records as JSON, but for their source.
see() {
	local name=$1
	shift
	"$@" 2>"$files/$name.said" |
		sed 's/^{"source":"[^"]*"/{"source":""/' >"$files/$name.json" ||
		cat "$files/$name.said" >&2
	seen_as+=("$name")
}

# see_packed NAME OPTION...: makedumpfile's, as it comes through a pipe ("flat") and
# as it then is stored.
see_packed() {
	local name=$1 said bytes
	shift
	said=$(guest "makedumpfile -F $* /proc/vmcore 2>/tmp/said | tee /dev/vda | wc -c
		tail -n 3 /tmp/said" 120)
	bytes=$(head -n 1 <<<"$said")
	# What reads it is not to be given nothing: it would go on for ever.
	if ! grep -q Completed <<<"$said" || ! [ "$bytes" -gt 0 ] ||
		! head -c "$bytes" "$files/disk" >"$files/flat" ||
		! "$makedumpfile" -R "$files/stored" <"$files/flat" >&2; then
		not_ok "$kernel vmcore: makedumpfile writes it ($name)" "$said"
		return
	fi
	see "$name-flat" "$host" show --json -f "$files/flat"
	see "$name" "$host" show --json -f "$files/stored"
	rm -f "$files/flat" "$files/stored"
}

crash_kernel=$top/build/crash_kernel
mkdir -p "$top/build"
gcc -O2 -Wall -static -o "$crash_kernel" "$here/crash_kernel.c"
makedumpfile=$(command -v makedumpfile) || {
	echo "not ok - $kernel vmcore: makedumpfile (it is not there: lab/packages.sh)"
	exit
}
truncate -s 512M "$files/disk"
folder=$("$lab/kernels.sh" get "$kernel")
recorder_start "$kernel" append=crashkernel=192M disk="$files/disk" \
	modules="virtio_blk virtio_pci $(realpath "$folder/vmlinuz"):/vmlinuz $crash_kernel $makedumpfile $(libraries "$makedumpfile")"
recorder_load
for name in warn rcu-stall; do
	recorder_run "$name"
	recorder_wait "$(scenario_get "$name" title)" >/dev/null
done
# Its files are those of the guest.
# shellcheck disable=SC2016 # it is for the guest
guest 'cd / && find . -xdev | cpio -o -H newc >/tmp/initramfs 2>/dev/null &&
	crash_kernel /vmlinuz /tmp/initramfs "$(sed "s/crashkernel=[^ ]*//" /proc/cmdline) nr_cpus=1"'
recorder_run panic
expect "$kernel vmcore: the crash kernel is up" yes \
	"$(guest '[ -s /proc/vmcore ] && echo yes')"

guest_dump "$files/dump"
see dump "$host" show --json -f "$files/dump"
rm -f "$files/dump"
see proc guest_get 'crashrec show --json -f /proc/vmcore' 120
guest 'echo /bin/modprobe >/proc/sys/kernel/modprobe; modprobe -a virtio_pci virtio_blk'
see_packed elf -E -d 31
see_packed zlib -c -d 31
see_packed lzo -l -d 31

n=0
for name in warn rcu-stall panic; do
	expect "$kernel vmcore: $name" "$(scenario_get "$name" title)" \
		"$(jq -rs ".[$n].title" "$files/dump.json")"
	n=$((n + 1))
done
expect "$kernel vmcore: their states" 'complete complete open' \
	"$(jq -r .state "$files/dump.json" | xargs)"
expect "$kernel vmcore: the panic's own lines" 1 \
	"$(jq -rs '.[2].lines[].text' "$files/dump.json" |
		grep -c 'crashrec trigger asked for a panic')"
for seen in "${seen_as[@]}"; do
	[ "$seen" != dump ] || continue
	if cmp "$files/dump.json" "$files/$seen.json" >"$files/cmp" 2>&1 &&
		[ -s "$files/dump.json" ]; then
		ok "$kernel vmcore: it tells the same ($seen)"
	else
		not_ok "$kernel vmcore: it tells the same ($seen)" "$(cat "$files/cmp")"
	fi
done
results_done
