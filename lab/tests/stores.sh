#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Where records may live: what survives a reset, and what is refused.
#
#   stores.sh [KERNEL [STORE]]
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
only=${2:-}
host=$top/build/crashrec
title=$(scenario_get warn title)

titles() { guest_get 'crashrec list --json' | jq -r .title; }
# Of debug level there are two texts more.
said() { guest 'dmesg | grep "crashrec: " | tail -n 6'; }

# check_refused NAME PARAMETERS REGEX: insmod fails, and the kernel says why.
check_refused() {
	if guest "insmod /crashrec.ko $2 2>/dev/null"; then
		not_ok "$1" "it was loaded"
		guest 'rmmod crashrec'
		return
	fi
	expect_match "$1" "$3" "$(said)"
}

# check_survives LABEL: a record is there after a reset, and once more after
# the module came and went.
check_survives() {
	recorder_load
	recorder_run warn
	recorder_wait "$title" >/dev/null || true
	guest_reset
	guest_wait_reboot
	recorder_load
	expect "$1: a record survives the reset" "$title" "$(titles)"
	guest 'rmmod crashrec'
	recorder_load
	expect "$1: and unloading" "$title" "$(titles)"
}

check_range() {
	local label="$kernel range"
	recorder_start "$kernel" store=range
	check_refused "$label: memory in use is refused, the cure is named" \
		'mem_address=0x8000000 mem_size=0x100000' \
		'0x8000000-0x80fffff.*memmap='
	check_refused "$label: so is a range half in use" \
		'mem_address=0x1ef80000 mem_size=0x100000' \
		'0x1ef80000-0x1f07ffff.*memmap='
	check_refused "$label: and one where no memory is" \
		'mem_address=0x7f000000 mem_size=0x100000' \
		'0x7f000000-0x7f0fffff'
	check_survives "$label"
	guest_region "$files/region"
	expect "$label: the host reads it" "$title" \
		"$("$host" list --json -f "$files/region" | jq -r .title)"
	guest_stop
}

check_reserve_mem() {
	local label="$kernel reserve_mem"
	case $kernel in
	6.1 | 6.1-rt)
		recorder_start "$kernel" store=ram
		check_refused "$label: an old kernel is told the other way" \
			mem_name=crashrec 'reserve_mem=.*memmap='
		guest_stop
		return ;;
	esac
	recorder_start "$kernel" store=reserve_mem
	check_refused "$label: a name that is none is refused" \
		mem_name=nothing 'mem_name=nothing.*reserve_mem='
	check_survives "$label"
	guest_stop
}

check_ram() {
	local label="$kernel ram"
	recorder_start "$kernel" store=ram_file
	recorder_load
	expect_match "$label: it says that records won't survive" \
		'not survive a reboot' "$(said)"
	recorder_run warn
	recorder_wait "$title" >/dev/null || true
	expect "$label: it records" "$title" "$(titles)"
	expect "$label: the host finds it in the guest's memory" "$title" \
		"$("$host" list --json -f "$guest_ram" | jq -r .title)"
	guest_stop
}

# crc32c of stdin, as the region's header has it.
crc32c() {
	perl -e '
		local $/; my $crc = 0xffffffff;
		for my $byte (unpack "C*", <STDIN>) {
			$crc ^= $byte;
			$crc = ($crc >> 1) ^ ($crc & 1 ? 0x82f63b78 : 0) for 1 .. 8;
		}
		print pack "V", $crc ^ 0xffffffff;'
}

# make_version VERSION: the region in $files/region, as of that format
# version: the u32 at byte 8, the CRC of the first 60 bytes behind them.
make_version() {
	local hex
	hex=$(printf '%08x' "$1")
	printf '%b' "\\x${hex:6:2}\\x${hex:4:2}\\x${hex:2:2}\\x${hex:0:2}" |
		dd of="$files/region" bs=1 seek=8 conv=notrunc status=none
	head -c 60 "$files/region" | crc32c |
		dd of="$files/region" bs=1 seek=60 conv=notrunc status=none
}

# check_not_served LABEL REGEX: no byte of the region becomes a record; if
# crashrec takes it, then empty.
check_not_served() {
	local records
	if "$host" list --json -f "$files/region" >"$files/list" 2>/dev/null &&
		[ -s "$files/list" ]; then
		not_ok "$1: the host sees no record" "$(head -n 1 "$files/list")"
	else
		ok "$1: the host sees no record"
	fi
	recorder_start "$kernel" store=ivshmem "region=$files/region"
	guest 'insmod /crashrec.ko 2>/dev/null' || true
	expect_match "$1: it is recognised" "$2" "$(said)"
	records=$(guest_get 'crashrec list --json 2>/dev/null; true')
	expect "$1: no record" "" "$records"
	guest 'rmmod crashrec 2>/dev/null; insmod /crashrec.ko format=1'
	recorder_run warn
	recorder_wait "$title" >/dev/null || true
	expect "$1: format=1 takes it" "$title" "$(titles)"
}

check_ivshmem() {
	local label="$kernel ivshmem"
	rm -f "$files/region"
	recorder_start "$kernel" store=ivshmem "region=$files/region"
	check_survives "$label"
	guest_stop
	expect "$label: the host reads it" "$title" \
		"$("$host" list --json -f "$files/region" | jq -r .title)"

	make_version 99
	check_not_served "$kernel region of another version" 'version'
	guest_stop
	yes 'what another program left here' | head -c 1M >"$files/region" || true
	check_not_served "$kernel region of foreign bytes" "not crashrec's"
	guest_stop
}

# check_pmem_refused LABEL: the device is there, with a filesystem on it.
check_pmem_refused() {
	check_refused "$1: the module that it needs is named" \
		mem_device=/dev/pmem0 'crashrec_pmem\.ko is needed.*install it'
	recorder_drivers
	guest 'modprobe -a ext4 brd'
	check_refused "$1: a device that is none is refused" \
		mem_device=/dev/pmem7 'pmem7: there is no such device: load'
	check_refused "$1: and what is no block device" \
		mem_device=/dev/null 'null is no block device'
	check_refused "$1: and one that is no persistent memory" \
		'mem_device=/dev/ram0 mem_size=0x100000' \
		'ram0 is no persistent memory'
	check_refused "$1: and one that is too small" \
		'mem_device=/dev/pmem0 mem_size=0x2000000' \
		'pmem0 has [0-9]+ bytes: give a mem_size='
	check_refused "$1: and a part that ends in a page" \
		'mem_device=/dev/pmem0 mem_size=70000' \
		'70000 must be a multiple of 4096'
	check_refused "$1: and an address beside it" \
		'mem_device=/dev/pmem0 mem_address=0x1f000000' \
		'exclude each other: give one'
	guest 'mount -t ext4 /dev/pmem0 /mnt'
	check_refused "$1: and one that is mounted" \
		mem_device=/dev/pmem0 'pmem0 is in use: unmount it'
	guest 'umount /mnt'
	check_refused "$1: and one with a filesystem on it" \
		mem_device=/dev/pmem0 'pmem0 holds bytes.*format=1'
}

# check_failure LABEL: the kernel gives up a page of it.
check_failure() {
	if ! guest 'test -w /sys/devices/system/memory/hard_offline_page'; then
		skip "$1: failed memory is told" "this kernel has no memory that fails"
		return
	fi
	# shellcheck disable=SC2016 # it is for the guest
	expect "$1: failed memory is not taken from the module" kept \
		"$(guest 'at=$(cat /sys/bus/nd/devices/namespace0.0/resource)
		{ echo $((at + 0x80000)) >/sys/devices/system/memory/hard_offline_page &&
			echo taken || echo kept; } 2>/dev/null')"
	expect_match "$1: failed memory is told" \
		'[0-9]+ bytes at 524288 of it have failed: what was recorded there' \
		"$(guest 'dmesg | grep mem_device: | tail -n 1')"
}

# check_unbound LABEL: its driver lets go of it while the module uses it.
check_unbound() {
	# shellcheck disable=SC2016 # it is for the guest
	guest 'unbind() {
			echo $(basename $(readlink -f /sys/block/pmem0/device)) \
				>/sys/bus/nd/drivers/nd_pmem/unbind
			echo unbound >/tmp/unbound
		}
		unbind 2>/dev/null &
		sleep 2'
	recorder_run warn
	guest 'sleep 4'
	expect "$1: who unbinds its driver waits" "" \
		"$(guest 'cat /tmp/unbound 2>/dev/null' || true)"
	expect_match "$1: and is told what for" 'goes when crashrec is unloaded' \
		"$(guest 'dmesg | grep mem_device: | tail -n 1')"
	# A title is known for one load only.
	expect "$1: recording goes on while its driver is unbound" \
		"$title"$'\n'"$title" "$(titles)"
	expect "$1: which ends when the module is unloaded" unbound \
		"$(guest 'rmmod crashrec; sleep 2; cat /tmp/unbound')"
}

# check_pmem STORE
check_pmem() {
	local label="$kernel $1"
	if ! grep -q '^CONFIG_FS_DAX=y' "$("$lab/kernels.sh" get "$kernel")/build/.config"; then
		skip "$label" "this kernel has no persistent memory"
		return
	fi
	rm -f "$files/region"
	truncate -s 16M "$files/region"
	/sbin/mke2fs -q -F "$files/region"
	recorder_start "$kernel" "store=$1" "region=$files/region" \
		'modules=ext4 brd'
	guest 'mkdir -p /mnt'
	check_pmem_refused "$label"
	guest 'insmod /crashrec.ko mem_device=/dev/pmem0 format=1; rmmod crashrec'
	check_survives "$label"
	expect_match "$label: nobody mounts it meanwhile" 'busy' \
		"$(guest 'mkdir -p /mnt; modprobe ext4
			mount -t ext4 /dev/pmem0 /mnt 2>&1')"
	# Without DAX nobody is told.
	[ "$1" = nvdimm ] || check_failure "$label"
	check_unbound "$label"
	guest_stop
	expect "$label: the host reads it" "$title"$'\n'"$title" \
		"$("$host" list --json -f "$files/region" | jq -r .title)"
}

check_nvdimm() { check_pmem nvdimm; }
check_virtio_pmem() { check_pmem virtio_pmem; }

for store in range reserve_mem ram ivshmem nvdimm virtio_pmem; do
	[ -z "$only" ] || [ "$store" = "$only" ] || continue
	"check_$store"
done
results_done
