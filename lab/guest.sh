# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# A QEMU guest as a bash library; source it.
#
#   guest_start KERNEL [OPTION=VALUE]...
#       Boots it, and returns when its agent answers. KERNEL is a name that
#       kernels.sh knows. Options:
#         smp=2            CPUs
#         memory=512M      RAM
#         append=          more words for the kernel's command line
#         store=ram        what the guest has to keep reports in:
#                            ram          nothing
#                            ram_file     likewise, and its memory is the file
#                                         $guest_ram, as it is with range
#                            range        $guest_region_bytes (1 MiB) at
#                                         $guest_range_offset (0x1f000000) of the
#                                         RAM, memmap=; arm64: in the tree
#                            tree         likewise, as crashrec's (arm64)
#                            reserve_mem  1 MiB by name, reserve_mem=
#                            ivshmem      a device whose BAR is a host file
#                            nvdimm       /dev/pmem0 of 16 MiB, a host file
#                            virtio_pmem  likewise, by another device
#         region=          ivshmem, nvdimm, virtio_pmem: that file; it is made
#                          if it isn't there.
#                          range: is copied to the range before the boot
#         tree=            what the device tree is to have more in its root
#                          (arm64); the default is as `store` needs it
#         disk=            a file that is the guest's /dev/vda: with the modules
#                          virtio_pci and virtio_blk
#         modules=         modules and files for initramfs.sh, with spaces
#         limit=300        seconds after which QEMU is ended, come what may
#         wait=120         seconds within which the agent must answer
#         icount=          instructions are time: shift=N[,...], with smp=1
#   guest COMMAND [SECONDS]
#       Runs it with `sh -c` in the guest, prints what it prints, returns its
#       status. 124: no end within SECONDS (60); 125: no guest, or it rebooted
#       meanwhile.
#   guest_get COMMAND [SECONDS]
#       The same for what prints much: packed on its way, and stdout alone,
#       unless it fails.
#   guest_send COMMAND
#       The same without waiting: for what ends in a reboot.
#   guest_wait_reboot [SECONDS]
#       Waits until the agent answers again, in a boot that no guest_start or
#       guest_wait_reboot has told of.
#   guest_reset, guest_nmi
#       The machine's reset button, and its NMI button.
#   guest_console
#       Prints the file that the serial console goes to, all boots in one.
#   guest_console_lines [BOOT]
#       Prints boot BOOT's part of it (0 is the first; default: the last)
#       as text alone: without [time][caller] and CR.
#   guest_region FILE
#       Copies the region (range, ivshmem, nvdimm, virtio_pmem) to FILE as it is
#       now; works while the guest runs, is wedged, and after guest_end.
#   guest_dump FILE [FORMAT]
#       Has QEMU write its memory to FILE: elf (default), kdump-zlib, kdump-lzo
#       or kdump-snappy. The guest stands still meanwhile.
#   guest_reserved TEXT
#       Prints device-tree source for tree=: /reserved-memory with the range,
#       and TEXT, properties, in its node.
#   guest_store_args
#       Prints the parameters for insmod crashrec.ko.
#   guest_store_drivers
#       Prints the modules that the guest wants to have before that.
#   guest_end
#       Ends QEMU; the files stay.
#   guest_kill
#       The same at once, in the middle of whatever it does.
#   guest_stop
#       guest_end, and removes the files. Runs at EXIT, too.
#
# The guest's files are in $guest_dir.

guest_lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
guest_dir=
guest_pid=
guest_store=
guest_ram_address=0
guest_range_offset=$((0x1f000000))
guest_range_address=$guest_range_offset
guest_region_bytes=$((1 << 20))
guest_pmem_bytes=$((16 << 20))

guest_say() { printf 'guest: %s\n' "$*" >&2; }

guest_running() { [ -n "$guest_pid" ] && kill -0 "$guest_pid" 2>/dev/null; }

# Did QEMU end by SIGSEGV?
guest_qemu_crashed() {
	local status=0
	[ -n "$guest_pid" ] && ! guest_running || return 1
	wait "$guest_pid" || status=$?
	[ $status = $((128 + 11)) ]
}

# Under TCG a kernel was seen to hang in its own start (6.1, in the self-tests
# of its ciphers), and QEMU to crash as a kernel looked for PCI devices: once
# each, where nothing of ours is there yet. That is said on stderr, and another
# is started, once.
guest_start() {
	local status=0
	guest_start_once "$@" || status=$?
	case $status in
	124)	guest_say "nothing but the kernel ran in it: once more" ;;
	125)	guest_qemu_crashed || return 125
		guest_say "QEMU crashed as the kernel began: once more" ;;
	*)	return $status ;;
	esac
	guest_kill
	guest_stop
	guest_start_once "$@"
}

# guest_ram_file MEMORY: of guest_start_once(): the guest's memory is a file.
guest_ram_file() {
	guest_ram=$guest_dir/ram
	truncate -s "$1" "$guest_ram"
	ram+=(-object "memory-backend-file,id=ram,size=$1,mem-path=$guest_ram,share=on"
		-machine memory-backend=ram)
}

# guest_machine FOLDER: of guest_start_once(): what QEMU is to be for that kernel.
guest_machine() {
	if [ ! -e "$1/tools" ]; then
		qemu=(qemu-system-x86_64 -cpu max)
		agent=(-serial chardev:agent)
		words=("console=ttyS0,115200")
		guest_ram_address=0
	else
		qemu=(qemu-system-aarch64 -machine virt -cpu "max,pauth-impdef=on")
		agent=(-device "pci-serial,chardev=agent")
		words=(console=ttyAMA0 agent=ttyS0)
		guest_ram_address=$((0x40000000))
	fi
	qemu+=(-nodefaults -no-user-config -display none)
	words+=(ignore_loglevel panic=1)
	guest_range_address=$((guest_ram_address + guest_range_offset))
}

guest_reserved() {
	printf 'reserved-memory {\n\t#address-cells = <2>;\n\t#size-cells = <2>;\n\tranges;\n'
	printf '\tcrashrec@%x {\n\t\treg = <0 0x%x 0 0x%x>;\n\t\t%s\n\t};\n};\n' \
		"$guest_range_address" "$guest_range_address" \
		"$guest_region_bytes" "$1"
}

# guest_tree MEMORY SMP: of guest_start_once(): QEMU's own tree, with $tree in it.
guest_tree() {
	local at=$guest_dir/tree
	printf '/dts-v1/;\n/plugin/;\n&{/} {\n%s\n};\n' "$tree" >"$at.dts"
	if ! "${qemu[@]}" -m "$1" -smp "$2" -machine dumpdtb="$at.qemu" \
		>/dev/null 2>"$guest_dir/qemu.log" ||
		! dtc -q -I dts -O dtb -o "$at.overlay" "$at.dts" ||
		! fdtoverlay -i "$at.qemu" -o "$at.dtb" "$at.overlay"; then
		guest_say "there is no device tree for this guest"
		return 1
	fi
	machine+=(-dtb "$at.dtb")
}

# guest_pmem DEVICE MEMORY: likewise: a device that is memory, its file.
guest_pmem() {
	guest_region_file=${region:-$guest_dir/region}
	[ -e "$guest_region_file" ] ||
		truncate -s "$guest_pmem_bytes" "$guest_region_file"
	ram=(-m "$2,slots=1,maxmem=8G")
	machine+=(-machine nvdimm=on -object "memory-backend-file,id=region,share=on,mem-path=$guest_region_file,size=$(stat -c %s "$guest_region_file")")
	machine+=(-device "$1,memdev=region")
	modules+=" $(guest_store_drivers)"
}

guest_start_once() {
	local kernel=$1 option folder
	local smp=2 memory=512M append='' store=ram region='' modules='' tree=''
	local limit=300 wait=120 icount='' disk=''
	local -a qemu agent machine=() ram=() words
	shift
	for option in "$@"; do
		case $option in
		smp=* | memory=* | append=* | store=* | region=* | modules=* | \
		tree=* | limit=* | wait=* | icount=* | disk=*)
			local "${option%%=*}=${option#*=}" ;;
		*)	guest_say "no option is called '${option%%=*}'"
			return 125 ;;
		esac
	done
	folder=$("$guest_lab/kernels.sh" get "$kernel") || return 125

	guest_store=$store
	# What a guest left whose owner was killed.
	find "$(guest_tmp)" -maxdepth 1 -name "crashrec-guest.*" -mmin +120 \
		-exec rm -rf {} + 2>/dev/null || true
	guest_dir=$(mktemp -d "$(guest_tmp)/crashrec-guest.XXXXXX")
	[ -n "$(trap -p EXIT)" ] || trap guest_stop EXIT
	guest_machine "$folder"

	ram=(-m "$memory")
	case $store in
	ram)	;;
	ram_file)
		guest_ram_file "$memory" ;;
	range | tree)
		case $store${qemu[0]##*-} in
		rangex86_64)
			words+=("memmap=$((guest_region_bytes >> 20))M\$$guest_range_address") ;;
		range*)	tree=${tree:-$(guest_reserved 'no-map;')} ;;
		tree*)	tree=${tree:-$(guest_reserved 'compatible = "crashrec"; no-map;')} ;;
		esac
		guest_ram_file "$memory"
		[ -z "$region" ] ||
			dd if="$region" of="$guest_ram" bs=1M conv=notrunc \
				seek="$(guest_range_mib)" status=none ;;
	reserve_mem)
		words+=(reserve_mem=1M:4096:crashrec nokaslr) ;;
	ivshmem)
		guest_region_file=${region:-$guest_dir/region}
		[ -e "$guest_region_file" ] ||
			truncate -s "$guest_region_bytes" "$guest_region_file"
		machine+=(-object "memory-backend-file,id=region,share=on,mem-path=$guest_region_file,size=$guest_region_bytes")
		machine+=(-device "ivshmem-plain,memdev=region") ;;
	nvdimm)	guest_pmem nvdimm "$memory" ;;
	virtio_pmem)
		guest_pmem virtio-pmem-pci "$memory" ;;
	*)	guest_say "no store is called '$store'"
		return 125 ;;
	esac
	[ -z "$icount" ] || machine+=(-icount "$icount")
	[ -z "$disk" ] ||
		machine+=(-drive "file=$disk,format=raw,if=virtio,cache=unsafe")
	[ -z "$tree" ] || guest_tree "$memory" "$smp" || return 125

	# shellcheck disable=SC2086 # the list is words
	"$guest_lab/initramfs.sh" "$folder" "$guest_dir/initramfs" $modules ||
		return 125
	# QEMU puts it at the end of memory, 15 MiB behind the range.
	if [ "$store" = range ] &&
		[ "$(stat -c %s "$guest_dir/initramfs")" -gt $((14 << 20)) ]; then
		guest_say "the initramfs is too large for store=range: give fewer modules"
		return 125
	fi
	mkfifo "$guest_dir"/{agent,qmp}.{in,out}

	timeout --kill-after=5 "$limit" \
		"${qemu[@]}" -accel tcg -smp "$smp" "${ram[@]}" \
		-chardev "pipe,id=qmp,path=$guest_dir/qmp" \
		-mon chardev=qmp,mode=control \
		-serial "file:$guest_dir/console" \
		-chardev "pipe,id=agent,path=$guest_dir/agent" \
		"${agent[@]}" "${machine[@]}" \
		-kernel "$folder/vmlinuz" -initrd "$guest_dir/initramfs" \
		-append "${words[*]} $append" \
		</dev/null >"$guest_dir/qemu.log" 2>&1 &
	guest_pid=$!
	exec {guest_to_agent}<>"$guest_dir/agent.in"
	exec {guest_from_agent}<>"$guest_dir/agent.out"
	exec {guest_to_qmp}<>"$guest_dir/qmp.in"
	exec {guest_from_qmp}<>"$guest_dir/qmp.out"
	printf '{"execute":"qmp_capabilities"}\n' >&"$guest_to_qmp"
	: >"$guest_dir/boots"
	echo 0 >"$guest_dir/boots_told"
	guest_wait_reboot "$wait"
}

# In guest_ram.
guest_range_mib() {
	echo $(((guest_range_address - guest_ram_address) >> 20))
}

# RAM files are written to as fast as the guest writes: memory, not a disk.
guest_tmp() {
	local free
	free=$(df --output=avail -B 1M /dev/shm 2>/dev/null | tail -n 1) || true
	if [ -w /dev/shm ] && [ "${free:-0}" -ge 1024 ]; then
		echo /dev/shm
	else
		echo "${TMPDIR:-/tmp}"
	fi
}

# guest_read SECONDS: the next message of the agent. Sets guest_message to
# its line, and guest_output to what came before it. The first hello of a boot
# is a message, others are not: where it is silent for long the agent is asked
# for one, as what it said may stick in its serial port until something comes
# in there. Each request begins with a newline: of one that is written as the
# guest opens its port only an end may come in, and would be the next one's
# beginning.
guest_read() {
	local LC_ALL=C deadline=$((SECONDS + $1)) asked=$SECONDS part boot status
	guest_output=
	while :; do
		status=0
		IFS= read -r -d $'\036' -t 1 part <&"$guest_from_agent" ||
			status=$?
		guest_output+=$part
		if [ $status = 0 ]; then
			IFS= read -r -t 5 guest_message <&"$guest_from_agent" ||
				return 125
			boot=${guest_message#hello }
			[ "$boot" != "$guest_message" ] || return 0
			if [ ${#boot} = 36 ] &&
				[ "$boot" != "$(tail -n 1 "$guest_dir/boots")" ]; then
				echo "$boot" >>"$guest_dir/boots"
				return 0
			fi
		fi
		# A timeout in the very moment in which the RS comes loses it.
		if [[ $guest_output =~ ^(.*)(${guest_id:-none} [0-9]+)$'\n'$ ]]; then
			guest_output=${BASH_REMATCH[1]}
			guest_message=${BASH_REMATCH[2]}
			return 0
		fi
		[ $status != 0 ] || continue
		guest_running || return 125
		[ $SECONDS -lt $deadline ] || return 124
		if [ $((SECONDS - asked)) -ge 10 ]; then
			printf '\nhello\n' >&"$guest_to_agent"
			asked=$SECONDS
		fi
	done
}

guest_send() {
	guest_id=$EPOCHREALTIME
	printf '\n%s %s\n' "$guest_id" "$(printf '%s' "$1" | base64 -w 0)" \
		>&"$guest_to_agent"
}

guest() {
	local seconds=${2:-60} deadline status
	guest_running || {
		guest_say "there is none to do: $1"
		return 125
	}
	deadline=$((SECONDS + seconds))
	guest_send "$1"
	while :; do
		status=0
		guest_read "$((deadline - SECONDS))" || status=$?
		if [ $status != 0 ]; then
			printf '%s' "$guest_output"
			guest_say "no end within $seconds s of: $1"
			return $status
		fi
		case $guest_message in
		"$guest_id "*)
			printf '%s' "$guest_output"
			return "${guest_message#* }" ;;
		hello*)	printf '%s' "$guest_output"
			guest_say "rebooted instead of ending: $1"
			return 125 ;;
		esac
	done
}

# Packed, as the serial line is slow: 30 kB/s on the debug kernel.
guest_get() {
	local packed status=0
	packed=$(guest "($1) >/tmp/out 2>/tmp/err; s=\$?; [ \$s = 0 ] || cat /tmp/err >>/tmp/out; gzip -c /tmp/out | base64 -w 0; exit \$s" "${2:-60}") ||
		status=$?
	case $status in
	124 | 125) ;;
	*)	printf '%s' "$packed" | base64 -d | gzip -dc ;;
	esac
	return $status
}

guest_boots() { wc -l <"$guest_dir/boots"; }

guest_wait_reboot() {
	local seconds=${1:-120} deadline told status
	deadline=$((SECONDS + seconds))
	told=$(cat "$guest_dir/boots_told")
	while [ "$(guest_boots)" -le "$told" ]; do
		status=0
		guest_read "$((deadline - SECONDS))" || status=$?
		if [ $status != 0 ]; then
			guest_say "did not come up within $seconds s; the end of its console:"
			tail -n 20 "$guest_dir/console" >&2 || true
			cat "$guest_dir/qemu.log" >&2
			return $status
		fi
	done
	guest_boots >"$guest_dir/boots_told"
}

guest_qmp() {
	guest_running || return 125
	printf '{"execute":"%s"}\n' "$1" >&"$guest_to_qmp"
}

# guest_dump FILE [FORMAT]: its answer is the one with the id.
guest_dump() {
	local line deadline=$((SECONDS + 120))
	guest_running || return 125
	printf '{"execute":"dump-guest-memory","id":"dump","arguments":{"paging":false,"protocol":"file:%s","format":"%s"}}\n' \
		"$1" "${2:-elf}" >&"$guest_to_qmp"
	while [ $SECONDS -lt $deadline ]; do
		IFS= read -r -t 5 line <&"$guest_from_qmp" || continue
		case $line in
		*'"id": "dump"'*'"error"'* | *'"error"'*'"id": "dump"'*)
			guest_say "dump-guest-memory: $line"
			return 1 ;;
		*'"id": "dump"'*)
			return 0 ;;
		esac
	done
	return 124
}

guest_reset() { guest_qmp system_reset; }
guest_nmi() { guest_qmp inject-nmi; }

guest_console() { echo "$guest_dir/console"; }

guest_console_lines() {
	local boot=${1:--1}
	[ "$boot" -ge 0 ] || boot=$(($(guest_boots) - 1))
	# A boot may begin in the middle of a line that a reset cut, and its
	# first line may be damaged; but its first ones are of time 0, and none
	# ends within a second.
	tr -d '\r' <"$guest_dir/console" |
	sed -E 's/(.)(\[    0\.000000\](\[ *T0\])? Linux version )/\1\n\2/' |
	awk -v want="$boot" '
		BEGIN { boot = -1 }
		match($0, /^\[ *[0-9]+\.[0-9]+\]/) {
			now = substr($0, 2, RLENGTH - 2) + 0
			boot += boot < 0 || (!now && before > 1)
			before = now
		}
		boot == want {
			sub(/^\[ *[0-9]+\.[0-9]+\](\[ *[TC][0-9]+\])? /, "")
			print
		}'
}

guest_region() {
	case $guest_store in
	ivshmem | nvdimm | virtio_pmem)
		head -c "$guest_region_bytes" "$guest_region_file" >"$1" ;;
	range | tree)
		dd if="$guest_ram" of="$1" bs=1M status=none \
			count="$((guest_region_bytes >> 20))" \
			skip="$(guest_range_mib)" ;;
	*)	guest_say "the host can't see a $guest_store region"
		return 125 ;;
	esac
}

guest_store_args() {
	case $guest_store in
	range)	printf 'mem_address=0x%x mem_size=0x%x\n' \
			"$guest_range_address" "$guest_region_bytes" ;;
	reserve_mem)
		echo mem_name=crashrec ;;
	nvdimm | virtio_pmem)
		echo mem_device=/dev/pmem0 ;;
	esac
}

guest_store_drivers() {
	case $guest_store in
	nvdimm)	echo nd_pmem nfit ;;
	virtio_pmem)
		echo nd_pmem virtio_pmem virtio_pci ;;
	esac
}

guest_end() { guest_end_by TERM "$guest_pid"; }

# timeout leads a process group, in which QEMU is the other.
guest_kill() { guest_end_by KILL "-$guest_pid"; }

# guest_end_by SIGNAL WHOM
guest_end_by() {
	[ -n "$guest_pid" ] || return 0
	kill "-$1" -- "$2" 2>/dev/null || true
	wait "$guest_pid" 2>/dev/null || true
	guest_pid=
	exec {guest_to_agent}>&- {guest_from_agent}>&- {guest_to_qmp}>&- {guest_from_qmp}>&-
}

guest_stop() {
	guest_end
	[ -z "$guest_dir" ] || rm -rf "$guest_dir"
	guest_dir=
}
