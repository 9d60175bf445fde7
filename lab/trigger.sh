#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# In the guest: makes the kernel print a report.
#
#   trigger NAME [SETTING=VALUE]...
#
# NAME is one of crashrec_trigger.ko, or
#
#   lkdtm:NAME                    one of LKDTM's DIRECT points
#   test_lockup:PARAMETER,...     that module, until it gives up by itself
#   rcutorture:SECONDS,PARAMETER,...
#                                 that module, removed after so long
#
# A SETTING is a sysctl (kernel.watchdog_thresh) or a parameter
# (rcupdate/rcu_cpu_stall_timeout); it holds while the trigger runs.
#
# Prints `pid N comm C`: who does it, and whom the report must name. Where it
# does so twice, the last holds. N is `any` where nobody can tell.

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

# write_name FILE: in a process of that name, which may die of it.
write_name() {
	# shellcheck disable=SC2016 # it is for the shell that is to die
	sh -c '
		printf %s "$0" >/proc/self/comm
		read -r comm </proc/self/comm
		case $comm in
		PANIC_STOP_IRQO)	echo "pid any comm migration" ;;
		*)	echo "pid $$ comm $comm" ;;
		esac
		sleep 0.2	# it is on its way, and the machine may be gone soon
		echo "$0" >"$1"
	' "$name" "$1"
}

# Where nothing asks for a grace period, none stalls: a process that ends does.
ask_for_grace_periods() {
	while :; do
		sleep 0.3
	done &
	asking=$!
}

# The module refuses to stay, so modprobe fails. PREEMPT_RT first tells of tasks
# that wait with it.
run_test_lockup() {
	ask_for_grace_periods
	# shellcheck disable=SC2016 # it is for the shell that becomes modprobe
	sh -c '
		echo "pid $$ comm modprobe"
		exec modprobe test_lockup $(echo "$0" | tr , " ")
	' "$1" 2>/dev/null
	case $1$(cat /sys/kernel/realtime 2>/dev/null) in
	*disable_irq*1)	echo "pid any comm modprobe" ;;
	esac
	kill $asking
}

# pin_rcu CPUS [PID]: where RCU's thread is one of real time it stays behind what
# stalls, if that is where it ran before: then no grace period begins, and none
# stalls. PID is to stall CPU 0.
pin_rcu() {
	[ -e /sys/kernel/realtime ] || return 0
	taskset -p "$1" "$(pidof rcu_preempt)" >/dev/null
	[ $# = 1 ] || taskset -p 1 "$2" >/dev/null
}

# The thread that stalls is the only one of that name without statistics. It is
# not to blame where RCU's own thread is what stalls.
run_rcutorture() {
	pin_rcu 2
	# shellcheck disable=SC2046 # the list is words
	modprobe rcutorture stat_interval=0 nreaders=1 nfakewriters=1 \
		fwd_progress=0 gp_normal=1 $(echo "${1#*,}" | tr , ' ')
	for task in /proc/[0-9]*; do
		read -r comm <"$task/comm" || continue
		[ "$comm" = rcu_torture_stall ] || continue
		echo "pid ${task#/proc/} comm rcu_torture_sta"
		pin_rcu 2 "${task#/proc/}"
	done 2>/dev/null
	case $1 in
	*stall_gp_kthread*)	echo "pid any comm rcu_preempt" ;;
	esac
	ask_for_grace_periods
	sleep "${1%%,*}"
	kill $asking
	rmmod rcutorture
	pin_rcu 3
}

status=0
case $name in
lkdtm:*)
	name=${name#lkdtm:}
	[ -e /sys/kernel/debug/provoke-crash ] || modprobe lkdtm
	# Else what warns once does not again.
	echo 1 >/sys/kernel/debug/clear_warn_once
	[ "$name" != HARDLOCKUP ] || pin_rcu 2 $$
	write_name /sys/kernel/debug/provoke-crash/DIRECT || status=$? ;;
test_lockup:*)
	run_test_lockup "${name#*:}" ;;
rcutorture:*)
	run_rcutorture "${name#*:}" || status=$? ;;
*)	run=/sys/kernel/debug/crashrec_trigger/run
	[ -e $run ] || insmod /crashrec_trigger.ko
	write_name $run || status=$? ;;
esac
eval "$undo"
thread=$(cat /sys/kernel/debug/crashrec_trigger/thread_pid 2>/dev/null)
case $name in
rcu_stall | soft_lockup)
	echo "pid $thread comm $name" ;;
esac
exit $status
