# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# A guest with crashrec in it, for the tests and the demo; source it.
#
#   recorder_start KERNEL [OPTION=VALUE]...
#       guest_start (see guest.sh), with crashrec.ko, the crashrec program and
#       the triggers in the guest. Builds what is not built.
#   recorder_load
#       insmod crashrec.ko, with what the guest's store needs. Where it fails,
#       prints what the kernel said.
#   recorder_run SCENARIO
#       Makes it happen. Sets run_pid and run_comm to who did it; where it
#       ends in a reboot, returns when the guest is up again.
#   recorder_wait TITLE [SECONDS]
#       Prints the newest record of that title, as JSON, as soon as its state
#       is not open. 1: there is none after SECONDS (20).
#   scenario_names KERNEL [ENDS]
#       Those that work there, in order.
#   scenario_get SCENARIO COLUMN
#       From the table: kernels, ends, trigger, class or title.

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

recorder_start() {
	local kernel=$1 option modules=
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
	modules+=" $top/build/kernel-$kernel/crashrec.ko"
	modules+=" $top/build/trigger-$kernel/crashrec_trigger.ko"
	modules+=" $top/build/crashrec-static:/bin/crashrec"
	case $kernel in
	debug)	modules+=" lkdtm" ;;
	esac
	guest_start "$kernel" "${options[@]}" "modules=$modules"
}

recorder_load() {
	local status=0
	guest "insmod /crashrec.ko $(guest_store_args)" || status=$?
	if [ $status != 0 ]; then
		guest_say "insmod crashrec.ko $(guest_store_args) failed; the kernel says:"
		guest 'dmesg | grep crashrec | tail -n 5' >&2
	fi
	return $status
}

scenario_rows() { grep -v '^#' "$lab/scenarios.tsv"; }

scenario_names() {
	scenario_rows | awk -F '\t' -v kernel="$1" -v ends="${2:-}" '
		$2 != "*" && index("," $2 ",", "," kernel ",") == 0 { next }
		ends == "" || ends == $3 { print $1 }'
}

scenario_get() {
	scenario_rows | awk -F '\t' -v name="$1" -v column="$2" '
		BEGIN {
			count = split("name kernels ends trigger class title", names, " ")
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
	*)	# Some of the processes die of it: no status to look at.
		guest "trigger $trigger" >"$guest_dir/said" || status=$?
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

recorder_wait() {
	local deadline=$((SECONDS + ${2:-20})) record
	while :; do
		record=$(guest_get 'crashrec list --json' |
			jq -c --arg title "$1" 'select(.title == $title and
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
