#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What a process writes or calls itself does not change what the kernel's own
# reports say.
#
#   fooled.sh [KERNEL]
#
# Without KERNEL: each in turn.
# limit: 600

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/recorder.sh
. "$here/../recorder.sh"

each_kernel "$@" -- 6.1 6.1-rt 6.12 debug

kernel=$1
run=/sys/kernel/debug/crashrec_trigger/run

titles() { guest_get 'crashrec list --json' | jq -r .title | sort; }

# flagged COUNT: titles and flags of all that is there, once so many are closed.
flagged() {
	local deadline=$((SECONDS + 20)) all=
	while [ $SECONDS -lt $deadline ]; do
		all=$(guest_get 'crashrec list --user --json 2>/dev/null; true' |
			jq -r 'select(.state != "open") |
				"\(.title): \(.flags | join(" "))"' | sort) || true
		[ "$(grep -c . <<<"$all")" -lt "$1" ] || break
		sleep 0.5
	done
	printf '%s\n' "$all"
}

# writes LINE...: a process writes them to /dev/kmsg, and does what is said
# behind -- there.
writes() {
	local line script=
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		printf -v line '%q' "$1"
		script+="echo $line >/dev/kmsg; "
		shift
	done
	printf -v script '%q' "$script${2-}"
	guest "sh -c $script" >/dev/null
}

recorder_start "$kernel" store=ivshmem
recorder_parameters=keep_copies=0
recorder_load

guest 'echo "Kernel panic - not syncing: no such thing" >/dev/kmsg'
guest "sh -c 'echo \"Kernel panic - not syncing: again\" >/dev/kmsg; trigger warn' >/dev/null"
recorder_wait "WARNING in crashrec_trigger_warn" >/dev/null || true
expect "$kernel fooled: a panic that a process writes is none" \
	"WARNING in crashrec_trigger_warn" "$(titles)"

# With a name like that, the kernel's lines break where the name does.
guest 'crashrec ack --all >/dev/null'
guest "sh -c 'printf \"\\nOops: pwned\" >/proc/self/comm; echo null >$run'" \
	>/dev/null 2>&1 || true
recorder_wait "$(scenario_get null title)" >/dev/null || true
expect "$kernel fooled: a newline in a name makes no report" \
	"$(scenario_get null title)" "$(titles)"

# Nor does one that the kernel's text begins with.
guest 'crashrec ack --all >/dev/null'
guest "sh -c 'printf \"BUG: KASAN: x\\n\" >/proc/self/comm; kill -SEGV \$\$'; sh -c 'printf \"\\nBUG: KASAN: y\" >/proc/self/comm; kill -SEGV \$\$'; trigger warn" \
	>/dev/null 2>&1 || true
recorder_wait "WARNING in crashrec_trigger_warn" >/dev/null || true
expect "$kernel fooled: nor does a name before the kernel's words" \
	"WARNING in crashrec_trigger_warn" "$(titles)"

warned="WARNING: CPU: 0 PID: 1 at evil.c:1 evil+0x1/0x2"
cut="------------[ cut here ]------------"
end="---[ end trace 0000000000000000 ]---"
bar="=================================================================="

# Whole reports.
guest 'crashrec ack --all >/dev/null'
writes "$cut" "$warned" "RIP: 0010:evil+0x1/0x2" "Call Trace:" " <TASK>" \
	" evil+0x1/0x2" " </TASK>" "$end"
writes "$bar" "BUG: KASAN: slab-use-after-free in evil+0x1/0x2" \
	"Read of size 8 at addr ffff888001020304 by task evil/77" \
	"Call Trace:" " evil+0x1/0x2" "$bar"
writes "======================================================" \
	"WARNING: possible circular locking dependency detected" \
	"evil/77 is trying to acquire lock:"
writes "BUG: kernel NULL pointer dereference, address: 0000000000000000"
guest "printf '\\n\\nBUG: unable to handle page fault for address: 1' >/dev/kmsg"
expect "$kernel fooled: what processes write are no reports" \
	"$(yes 'user text: user' | head -n 5)" "$(flagged 5)"
expect "$kernel fooled: nor are they shown as such" "" "$(titles 2>/dev/null)"
expect "$kernel fooled: they are counted" "reports_user 5" \
	"$(guest 'grep reports_user /sys/kernel/debug/crashrec/stats')"

# Just before a real one, and behind it, by the task that prints it; what is
# before is a report by itself, what is behind is none.
guest 'crashrec ack --all >/dev/null'
writes "$warned" -- "trigger warn; echo ' evil+0x1/0x2' >/dev/kmsg"
writes "$cut" -- "echo warn >$run; echo '$warned' >/dev/kmsg"
expect "$kernel fooled: a header before a real report takes nothing from it" \
	"$(printf '%s\n' "WARNING in crashrec_trigger_warn: " \
		"WARNING in crashrec_trigger_warn: " "user text: user" \
		"user text: user" "user text: user")" "$(flagged 5)"

# So much before it that there would be no room left.
guest 'crashrec ack --all >/dev/null; echo on >/proc/sys/kernel/printk_devkmsg'
guest "sh -c 'exec 3>/dev/kmsg; echo \"BUG: kernel NULL pointer dereference, address: 1\" >&3; i=0; while [ \$i -lt 400 ]; do printf \"#PF: supervisor %0400d\" \$i >&3; i=\$((i + 1)); done; exec 3>&-; echo gpf >$run'" \
	60 >/dev/null 2>&1 || true
recorder_wait "$(scenario_get gpf title)" >/dev/null || true
expect "$kernel fooled: much that looks like its beginning takes no room from an oops" \
	"$(scenario_get gpf title)" \
	"$(titles | grep -xF "$(scenario_get gpf title)")"

# The name is in lines of the kernel's own.
guest 'crashrec ack --all >/dev/null'
guest "sh -c 'printf \"\nBUG: KASAN: x in y\" >/proc/self/comm; echo warn >$run'" \
	>/dev/null
expect "$kernel fooled: nor does a name that looks like one" \
	"WARNING in crashrec_trigger_warn: " "$(flagged 1)"

# A report without end mark, which the process goes on with.
if [ "$kernel" = debug ]; then
	guest 'crashrec ack --all >/dev/null'
	writes -- "echo atomic_sleep >$run; echo ' evil+0x1/0x2' >/dev/kmsg"
	recorder_wait "$(scenario_get atomic-sleep title)" >/dev/null || true
	expect "$kernel fooled: frames behind a real report are the process's" \
		" evil+0x1/0x2" "$(guest_get 'crashrec show --json' |
			jq -r '.lines[] | select(.user) | .text')"
fi

# A report of a process that is gone does not go on in one with its number:
# there are few numbers, from 300 on, so it comes again soon.
guest 'crashrec ack --all >/dev/null'
# shellcheck disable=SC2016 # it is for the guest
reused=$(guest_get '
	echo 310 >/proc/sys/kernel/pid_max
	until sh -c "[ \$\$ -ge 300 ]"; do :; done
	sh -c "echo \$\$ >/tmp/pid; echo BUG: KASAN: slab-use-after-free in evil+0x1/0x2 >/dev/kmsg"
	read -r pid </tmp/pid
	for i in $(seq 50); do
		sh -c "[ \$\$ = $pid ] && echo \" ? evil+0x9/0x9\" >/dev/kmsg" || continue
		echo true
		break
	done
	echo 32768 >/proc/sys/kernel/pid_max' 60)
expect "$kernel fooled: a process has the number of one that is gone" true \
	"$reused"
flagged 1 >/dev/null
expect "$kernel fooled: it does not go on with the other's report" \
	"BUG: KASAN: slab-use-after-free in evil+0x1/0x2" \
	"$(guest_get 'crashrec show --user --raw')"

# What another process copies as soon as the log has it, in the milliseconds in
# which that could be the kernel's record of the copy, is not taken for it.
guest 'crashrec ack --all >/dev/null'
# shellcheck disable=SC2016 # it is for the guest
copies='
cat /dev/kmsg | while IFS= read -r line; do
	case $line in
	*trigger_header*)
		echo "${line#*;}" >/dev/kmsg
		break ;;
	esac
done'
guest "sh -c '$copies' & sleep 2; trigger header; sleep 1; echo end >/dev/kmsg; wait" \
	>/dev/null
copied=$(flagged 2)
expect_match "$kernel fooled: a copy at once is another report" \
	'(user|unverified)' "$(grep -v 'corrupted$' <<<"$copied")"
expect "$kernel fooled: and leaves the kernel's as it is" \
	"KASAN: slab-use-after-free in a_trigger_header: corrupted" \
	"$(grep 'corrupted$' <<<"$copied")"

# What the log has no more cannot be looked up.
guest 'crashrec ack --all >/dev/null'
writes "BUG: KASAN: slab-use-after-free in evil+0x1/0x2" -- 'dmesg -c >/dev/null'
expect "$kernel fooled: what was cleared from the log is told" \
	"KASAN: slab-use-after-free in evil: corrupted unverified" "$(flagged 1)"
guest 'crashrec ack --all >/dev/null; echo N >/sys/module/printk/parameters/ignore_loglevel; dmesg -n 1'
# Lines that go on with it, so that it is not over before the log is.
# shellcheck disable=SC2016 # it is for the guest
writes "BUG: KASAN: slab-use-after-free in evil+0x1/0x2" -- \
	'i=0; while [ $i -lt 400 ]; do printf " ? evil%0900d+0x1/0x2\n" $i >/dev/kmsg; i=$((i + 1)); done'
expect "$kernel fooled: so is what was flooded away" \
	"KASAN: slab-use-after-free in evil: corrupted unverified" "$(flagged 1)"

# Printing in an NMI, with a probe attached, makes no report either.
guest 'crashrec ack --all >/dev/null'
tainted=$(guest 'cat /proc/sys/kernel/tainted')
guest 'echo l >/proc/sysrq-trigger; sleep 1'
expect "$kernel fooled: an NMI backtrace does not taint" "$tainted" \
	"$(guest 'cat /proc/sys/kernel/tainted')"
results_done
