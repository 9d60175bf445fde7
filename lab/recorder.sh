# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# A guest with crashrec in it, for the tests and the demo; source it.
#
#   recorder_start KERNEL [OPTION=VALUE]...
#       guest_start (see guest.sh), with crashrec.ko, the crashrec program and
#       the triggers in the guest. Builds what is not built.
#   recorder_torture KERNEL
#       Prints words for modules= that make `modprobe` find LKDTM, rcutorture
#       and test_lockup, also where the kernel comes without. Builds them.
#   recorder_drivers
#       Loads the drivers of the guest's store, if it needs any.
#   recorder_load
#       The same, and insmod crashrec.ko, with what the guest's store needs, and with
#       $recorder_parameters. Where it fails, prints what the kernel said.
#   recorder_run SCENARIO
#       Makes it happen. Sets run_pid and run_comm to who did it; where it
#       ends in a reboot, returns when the guest is up again; where it ends in
#       a wedged guest, resets that as soon as the host sees the report whole
#       (store=ivshmem or range), and returns when it is up again.
#   recorder_wait TITLES [SECONDS]
#       Prints the newest record of one of these titles, with | between them,
#       as JSON, as soon as its state is not open. 1: there is none after SECONDS (20).
#   scenario_names KERNEL [RUN]
#       Those that work there, in order. RUN is always (default) or long.
#   scenario_get SCENARIO COLUMN
#       From the table: kernels, run, ends, trigger, class, title or type.

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=${lab%/*}

# shellcheck source=lab/guest.sh
. "$lab/guest.sh"

# recorder_make TARGET...: of userspace/, one call at a time.
recorder_make() {
	mkdir -p "$top/build"
	if ! env -u MAKEFLAGS -u MFLAGS flock "$top/build/.lock-userspace" \
		make -s -C "$top/userspace" "BUILD=$top/build" "$@" \
		>"$top/build/userspace.log" 2>&1; then
		cat "$top/build/userspace.log" >&2
		return 1
	fi
}

recorder_torture() {
	local out=$top/build/torture-$1 folder release file
	if [ "$1" = debug ]; then
		echo lkdtm test_lockup rcutorture
		return
	fi
	"$lab/torture.sh" "$1" || return
	folder=$("$lab/kernels.sh" get "$1") || return
	release=$(cat "$folder/release")
	for file in "$out"/*.ko "$out"/drivers/misc/lkdtm/*.ko; do
		printf ' %s' "$file:/lib/modules/$release/${file##*/}"
	done
}

# recorder_foreign FOLDER: builds the program for the guests of a kernel that is
# for another machine, and prints where it is.
recorder_foreign() {
	local tools build root=$1/root
	tools=$(cat "$1/tools")
	build=$top/build/${tools%-}
	PKG_CONFIG_SYSROOT_DIR=$root \
	PKG_CONFIG_LIBDIR=$root/usr/lib/${tools%-}/pkgconfig \
		recorder_make "BUILD=$build" "CC=${tools}gcc" "AR=${tools}ar" \
		"$build/crashrec-static" || return
	echo "$build/crashrec-static"
}

recorder_start() {
	local kernel=$1 option modules='' folder program=$top/build/crashrec-static
	local -a options=()
	shift
	for option in "$@"; do
		case $option in
		modules=*)	modules=${option#*=} ;;
		*)		options+=("$option") ;;
		esac
	done
	"$lab/modules.sh" "$kernel" || return 125
	recorder_make all || return 125
	folder=$("$lab/kernels.sh" get "$kernel") || return 125
	if [ -e "$folder/tools" ]; then
		program=$(recorder_foreign "$folder") || return 125
	fi
	modules+=" $top/build/kernel-$kernel/crashrec.ko"
	if [ -e "$top/build/kernel-$kernel/crashrec_pmem.ko" ]; then
		modules+=" $top/build/kernel-$kernel/crashrec_pmem.ko:/lib/modules/$(cat "$folder/release")/crashrec_pmem.ko"
	fi
	modules+=" $top/build/trigger-$kernel/crashrec_trigger.ko"
	modules+=" $program:/bin/crashrec"
	guest_start "$kernel" "${options[@]}" "modules=$modules"
}

# The kernel looks for modprobe in a folder that the guest does not have.
recorder_drivers() {
	local drivers
	drivers=$(guest_store_drivers)
	[ -z "$drivers" ] ||
		guest "echo /bin/modprobe >/proc/sys/kernel/modprobe; modprobe -a $drivers"
}

recorder_load() {
	local status=0
	recorder_drivers
	guest "insmod /crashrec.ko $(guest_store_args) ${recorder_parameters-}" ||
		status=$?
	case $status in
	0)	;;
	124)	# Where is it?
		# shellcheck disable=SC2016 # it is for the guest
		guest 'echo w >/proc/sysrq-trigger; cat /proc/$(pidof insmod)/stack; dmesg | tail -n 80' >&2 ;;
	*)	guest_say "insmod crashrec.ko $(guest_store_args) failed; the kernel says:"
		guest 'dmesg | grep crashrec | tail -n 5' >&2 ;;
	esac
	return $status
}

scenario_rows() { grep -v '^#' "$lab/scenarios.tsv"; }

scenario_names() {
	scenario_rows | awk -F '\t' -v kernel="$1" -v run="${2:-always}" '
		{ kernels = "," $2 "," }
		index(kernels, "," kernel ":long,") && run == "long" ||
		($2 == "*" || index(kernels, "," kernel ",")) && run == $3 {
			print $1
		}'
}

scenario_get() {
	scenario_rows | awk -F '\t' -v name="$1" -v column="$2" '
		BEGIN {
			count = split("name kernels run ends trigger class title type", names, " ")
			for (i = 1; i <= count; i++)
				at[names[i]] = i
		}
		$1 == name { print $at[column]; found = 1 }
		END { exit !found }'
}

recorder_run() {
	local said trigger status=0
	trigger=$(scenario_get "$1" trigger) || {
		guest_say "no scenario is called '$1'"
		return 1
	}
	case $(scenario_get "$1" ends) in
	reboots)
		guest_send "trigger $trigger"
		guest_wait_reboot || return
		said=$guest_output ;;
	wedges)	guest_send "trigger $trigger"
		recorder_see "$(scenario_get "$1" class)"
		guest_reset
		guest_wait_reboot || return
		said=$guest_output ;;
	*)	# Some of the processes die of it: no status to look at.
		guest "trigger $trigger" 150 >"$guest_dir/said" || status=$?
		case $status in
		124 | 125)	return "$status" ;;
		esac
		said=$(cat "$guest_dir/said") ;;
	esac
	# shellcheck disable=SC2034 # for the caller
	read -r _ run_pid _ run_comm < <(grep '^pid ' <<<"$said" | tail -n 1) || {
		guest_say "scenario $1 did not begin: $said"
		return 1
	}
}

# recorder_see CLASS [SECONDS]: returns when the host finds a report of that
# class in the region that has been silent for longer than the module waits.
recorder_see() {
	local deadline=$((SECONDS + ${2:-30})) before='' now same=0
	while [ $SECONDS -lt $deadline ] && [ $same -lt 8 ]; do
		sleep 0.5
		guest_region "$guest_dir/seen"
		now=$("$top/build/crashrec" list --json -f "$guest_dir/seen" 2>/dev/null |
			jq -r --arg class "$1" 'select(.class == $class) |
				"\(.seq) \(.line_count)"' 2>/dev/null) || true
		[ -n "$now" ] && [ "$now" = "$before" ] || same=0
		same=$((same + 1))
		before=$now
	done
}

recorder_wait() {
	local deadline=$((SECONDS + ${2:-20})) record
	while :; do
		record=$(guest_get 'crashrec list --json' |
			jq -c --arg titles "$1" '.title as $title |
				select(($titles | split("|") | index($title)) and
				.state != "open")' 2>/dev/null | tail -n 1) ||
			true
		if [ -n "$record" ]; then
			printf '%s\n' "$record"
			return
		fi
		[ $SECONDS -lt $deadline ] || return 1
		sleep 0.5
	done
}
