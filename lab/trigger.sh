#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# In the guest: makes the kernel print a report.
#
#   trigger NAME [SETTING=VALUE]...
#
# NAME is one of crashrec_trigger.ko, or lkdtm:NAME. A SETTING is a sysctl
# (kernel.watchdog_thresh) or a parameter (rcupdate/rcu_cpu_stall_timeout); it
# holds while the trigger runs.
#
# Prints `pid N comm C`: who does it, and whom the report must name. Where it
# does so twice, the last holds.

name=$1
shift

file_of() {
	case $1 in
	*/*)	echo "/sys/module/${1%%/*}/parameters/${1#*/}" ;;
	*)	echo "/proc/sys/$(echo "$1" | tr . /)" ;;
	esac
}

undo=
for setting in "$@"; do
	file=$(file_of "${setting%%=*}")
	undo="echo '$(cat "$file")' >$file; $undo"
	echo "${setting#*=}" >"$file"
done

case $name in
lkdtm:*)
	name=${name#lkdtm:}
	run=/sys/kernel/debug/provoke-crash/DIRECT
	[ -e $run ] || modprobe lkdtm ;;
*)	run=/sys/kernel/debug/crashrec_trigger/run
	[ -e $run ] || insmod /crashrec_trigger.ko ;;
esac

# shellcheck disable=SC2016 # it is for the shell that is to die
sh -c '
	printf %s "$0" >/proc/self/comm
	read -r comm </proc/self/comm
	echo "pid $$ comm $comm"
	sleep 0.2	# it is on its way, and the machine may be gone soon
	echo "$0" >"$1"
' "$name" $run
status=$?
eval "$undo"
thread=$(cat /sys/kernel/debug/crashrec_trigger/thread_pid 2>/dev/null)
case $name in
rcu_stall | soft_lockup)
	echo "pid $thread comm $name" ;;
esac
exit $status
