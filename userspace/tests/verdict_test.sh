#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What helps who bisects, and who compares: bisect-log, judge, diff, merge.
# Output, messages and exit status of each case must equal tests/golden/CASE.
#
#   verdict_test.sh [--write] CRASHREC IMAGE_WRITE
#
# --write makes the golden files from what CRASHREC gives. Two published logs are
# no part of the project: they are read from $SEEDS, else from ../shared/seeds
# beside it, if they are there.

set -uo pipefail

# shellcheck source=userspace/tests/support_golden.sh
. "$(dirname "${BASH_SOURCE[0]}")/support_golden.sh"

[ $# -eq 2 ] || { echo "usage: verdict_test.sh [--write] CRASHREC IMAGE_WRITE" >&2; exit 2; }
crashrec=$(realpath "$1")
image_write=$(realpath "$2")
seeds=${SEEDS:-$tests/../../../shared/seeds}

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1

for image in demo repeats user zero lost-heads chunk-damaged; do
	"$image_write" "$image" "$image.img" || exit 1
done
cp "$tests"/bisect/*.log . || exit 1
head -n 19 cause.log >cut.log
printf 'git bisect start\ngit bisect bad 1234567 \033[31m\n# bad: [1234567] a\033[31mb\377\n' >hostile.log
printf 'a text\n' >other.log

golden_case bisect-log-help bisect-log --help
golden_case bisect-log bisect-log cause.log
golden_case bisect-log-json bisect-log --json cause.log fix.log
golden_case bisect-log-fix bisect-log fix.log
golden_case bisect-log-git bisect-log git.log run.log
golden_case bisect-log-cut bisect-log cut.log
golden_case bisect-log-hostile bisect-log hostile.log
golden_case bisect-log-errors bisect-log other.log absent.log . git.log
golden_case bisect-log-region bisect-log demo.img
golden_case bisect-log-usage bisect-log

"$crashrec" save -f demo.img -d saved --no-journal >out 2>err || exit 1
mkdir nothing
golden_case diff-help diff --help
golden_case diff diff demo.img repeats.img
golden_case diff-other-way diff repeats.img demo.img
golden_case diff-all diff --all demo.img saved
golden_case diff-json diff --json --all saved repeats.img
golden_case diff-same diff demo.img demo.img
golden_case diff-class diff --class oops repeats.img demo.img
golden_case diff-user diff --user demo.img user.img
golden_case diff-log diff nothing cause.log
golden_case diff-errors diff demo.img zero.img
golden_case diff-usage diff demo.img

golden_case merge-help merge --help
golden_case merge merge -d merged demo.img user.img
golden_case merge-again merge --json -d merged demo.img saved repeats.img
golden_case merge-list list --user -f merged
golden_case merge-class merge -d merged-oops --class oops demo.img repeats.img
golden_case merge-last list --boot last -f merged-oops
golden_case merge-errors merge -d merged other.log zero.img demo.img
golden_case merge-usage merge demo.img
: >merged/b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1-9-9.tmp
golden_case merge-none merge -d merged
golden_case merge-left merge -d merged demo.img

# Logs of runs.
boot='[    0.000000] Linux version 6.12.0 (cc) #1 SMP'
warning='[   20.1] WARNING: CPU: 1 PID: 77 at lib/lab.c:12 lab_warn+0x16/0x40
[   20.2] RIP: 0010:lab_warn+0x16/0x40
[   20.3] Call Trace:
[   20.4]  lab_init+0x20/0x1000
[   20.5] ---[ end trace 0000000000000000 ]---'
login='lab login: '
printf '%s\n' "$boot" "$login" >fine.log
printf '%s\n' "$boot" "$login" "$warning" >warning.log
printf '%s\n' "$boot" "$warning" >early.log
printf '%s\n' "$boot" "$login" "${warning//lab_warn/lab_else}" >other-title.log
printf '%s\n' "$boot" "$login" 'Kernel panic - not syncing: lab' >panic.log
printf '%s\n' "$boot" >hang.log
printf '\n\r\n' >empty.log
printf 'BIOS\0\0\n%s\nlab \0login: \n%s\n' "$boot" "$warning" >zeros.log

golden_case judge-help judge --help
golden_case judge-good judge fine.log
golden_case judge-bad judge warning.log
golden_case judge-title judge --title 'WARNING in lab_w*' --up login: warning.log
golden_case judge-other judge --title 'WARNING in lab_warn' --up login: other-title.log
golden_case judge-other-good judge --title 'WARNING in lab_warn' --other good other-title.log
golden_case judge-other-bad judge --title 'WARNING in lab_warn' --other bad other-title.log
golden_case judge-class judge --class panic panic.log
golden_case judge-class-other judge --class warning panic.log
golden_case judge-early judge --title 'WARNING in lab_warn' --up login: early.log
golden_case judge-early-other judge --title '*deadlock*' --up login: early.log
golden_case judge-hang judge --up '/log[i]n:/' hang.log
golden_case judge-empty judge empty.log
# Bytes of which the least says nothing of a kernel.
for ((i = 0; i < 4096; i++)); do
	printf '%b' "\\x$(printf %02x $(((i * i + 7 * i) / 3 % 256)))"
done >bytes.bin
printf 'SeaBIOS [1.2]\nNo bootable device.\n' >bios.log
printf '[Sun Nov 22 23:59:00 2026] usb 1-1: new device\n' >date.log
printf 'Nov 22 23:59:00 lab kernel: usb 1-1: new device\n' >journal.log
printf 'a line\n[   20.123456] usb 1-1: new device\n' >time.log
golden_case judge-bytes judge --title x bytes.bin
golden_case judge-no-kernel judge --json bios.log date.log journal.log time.log
golden_case judge-up-alone judge --up bootable bios.log
golden_case judge-folder judge nothing
golden_case judge-zeros judge --up login: zeros.log
# As what was cut to nothing while a guest wrote to it.
{ head -c 100000 /dev/zero; cat warning.log; } >cut-to-nothing.log
golden_case judge-zeros-in-front judge --title 'WARNING in lab_warn' fine.log fine.log cut-to-nothing.log
{ head -c 100000 /dev/zero; tail -n 1 panic.log; echo "$boot"; } >zeros-panic.log
golden_case judge-zeros-before-a-report judge zeros-panic.log
{ head -c 65536 /dev/zero; yes '[    1.000000] usb' | head -c 70000; cat demo.img; } >zeros-region.img
golden_case judge-zeros-before-a-region judge --title '*lab_null_here' zeros-region.img
{ head -c 100000 /dev/zero; printf 'Nov 22 23:59:00 lab kernel: usb\n'; } >zeros-date.log
golden_case judge-zeros-before-a-date judge zeros-date.log
{ head -c 65536 /dev/zero; yes '[    1.000000] usb' | head -c 70000; head -c 100000 /dev/zero; } >zeros-text.img
golden_case judge-zeros-around-text judge zeros-text.img
truncate -s 64G hole.img
golden_case judge-hole judge hole.img
# Neither a log nor a region, whatever words are in it.
{ cat bytes.bin; printf 'Linux version 6.12.0 (cc) #1 SMP\0'; cat bytes.bin; } >memory.img
golden_case judge-memory judge memory.img
# What dmesg --color=always makes of it, with and without a level.
sed -E 's/^\[.*\] /\x1b[32m&\x1b[0m/; s/WARNING: /\x1b[33m&\x1b[0m\x1b[31;1m/; s/$/\x1b[0m/' warning.log >colors.log
sed 's/^\(.*\)\[32m\[/kern  :warn  : &/' colors.log >colors-level.log
golden_case judge-colors judge --title 'WARNING in lab_warn' colors.log colors-level.log
# A journal tells the length of a message that has some.
{
	printf '__CURSOR=a\n_TRANSPORT=kernel\nMESSAGE\n\x96\0\0\0\0\0\0\0'
	printf '\x1b[31m%.0s' {1..30}
	printf '\n\n'
	while read -r line; do
		printf '__CURSOR=a\n_TRANSPORT=kernel\nMESSAGE=%s\n\n' "${line#*] }"
	done <<<"$warning"
} >colors-export.log
golden_case judge-colors-export judge --title 'WARNING in lab_warn' colors-export.log
# What begins as such a journal only when it is read.
for front in '\0' '\x1b[m'; do
	{ printf '%b__CURSOR=x\n' "$front"; cat warning.log; } >"begins-${#front}.log"
done
golden_case judge-begins-as-export judge begins-2.log begins-6.log
printf '\x1b[32m2026-11-22T23:59:00,123456+00:00 \x1b[0musb 1-1: new device\n' >colors-iso.log
printf 'kern  :info  : 2026-11-22T23:59:00,123456+00:00 usb 1-1: new device\n' >level-iso.log
golden_case judge-kernels-of-dmesg judge colors-iso.log level-iso.log
printf 'lab \x1b[1mlogin\x1b[0m: \n' >colors-up.log
golden_case judge-colors-up judge --up 'lab login:' colors-up.log
# Which kernel it was, and which loaders and machines only talk of.
printf 'vmm: error loading kernel: No such file or directory\nunsupported Linux version 6\n' >vmm.log
printf '2026-11-22 23:59:00 ERROR loading kernel: no such file\n' >dated.log
printf '2026-11-22T23:59:00.123456Z ERROR kernel: no such file\n' >traced.log
golden_case judge-loaders judge vmm.log dated.log traced.log
printf '2026-11-22T23:59:00,123456+00:00 usb 1-1: new device\n' >iso.log
printf '2026-11-22T23:59:00+0100 lab kernel: usb 1-1: new device\n' >short-iso.log
printf 'Sun 2026-11-22 23:59:00 UTC lab kernel: usb 1-1: new device\n' >short-full.log
printf '1795391940.123456 lab kernel: usb 1-1: new device\n' >short-unix.log
printf '[   20.123456 <    0.000012>] usb 1-1: new device\n' >delta.log
printf 'Linux version 6.12.0 (cc) #1 SMP\n' >banner.log
golden_case judge-kernels judge iso.log short-iso.log short-full.log short-unix.log delta.log banner.log
# A report of which nobody knows whether it is the one.
sed '/lab_init/d; s/lab_warn/lab\x00warn/' warning.log >unclear.log
golden_case judge-unclear judge --title 'WARNING in lab_else' --other good unclear.log
golden_case judge-unclear-found judge --title 'WARNING in lab_warn' --other good unclear.log warning.log
# Longer than is compared at once.
{ printf '%s\n%06000d' "$boot" 0; printf ' login: '; printf '%06000d end\n' 0; } >long.log
golden_case judge-long-line judge --up '/ login: 0/' long.log
golden_case judge-long-line-ends judge --up '/0 end$/' long.log
golden_case judge-long-line-begins judge --up '/^ login/' long.log
mkdir -p pstore-empty pstore-words pstore-kernel/deep
: >pstore-empty/console-ramoops-0
echo hi >pstore-words/dmesg-efi-1
printf '%s\n' "$boot" >pstore-kernel/console-ramoops-0
golden_case judge-pstore judge pstore-empty pstore-words pstore-kernel
golden_case judge-runs judge --title 'WARNING in lab_warn' --up login: \
	warning.log fine.log warning.log other-title.log hang.log empty.log warning.log panic.log
golden_case judge-runs-json judge --json --title 'WARNING in lab_warn' --up login: \
	warning.log fine.log warning.log other-title.log hang.log empty.log
golden_case judge-at-least judge --at-least 3 warning.log fine.log fine.log fine.log
golden_case judge-half judge fine.log empty.log
golden_case judge-most judge fine.log fine.log empty.log
golden_case judge-region judge --title 'WARNING in lab_warn_here' demo.img
golden_case judge-region-json judge --json demo.img
golden_case judge-region-zero judge zero.img
golden_case judge-region-before judge --before zero.img demo.img
golden_case judge-region-same judge --before demo.img demo.img
golden_case judge-region-boot judge --boot last --class oops --other good demo.img
golden_case judge-region-user judge user.img
golden_case judge-lost judge --since 2024-01-01 lost-heads.img
# A count of the boot before: reports that had no room.
cp demo.img lost-former.img
printf '\003' | dd of=lost-former.img bs=1 seek=1160 conv=notrunc status=none
golden_case judge-lost-former judge --title none --other good lost-former.img
golden_case judge-damaged judge --since 2024-01-01 chunk-damaged.img demo.img
golden_case judge-damaged-other judge --title none --other good chunk-damaged.img
golden_case judge-log-since judge --since 2020-01-01 warning.log
golden_case judge-log-boot judge --boot abcd1234 warning.log
golden_case judge-errors judge fine.log absent.log
golden_case judge-up-region judge --up login: repeats.img --title none
golden_case judge-too-few judge --at-least 2 fine.log
golden_case judge-usage judge
golden_case judge-usage-option judge --lost fine.log
golden_case judge-usage-other judge --other worse fine.log
golden_case judge-usage-number judge --at-least 0 fine.log

"$crashrec" judge --title 'WARNING in lab_warn' - >out 2>err < <(cat warning.log)
code=$?
if [ $code = 1 ] && grep -qx bad out; then
	ok judge_of_standard_input
else
	not_ok judge_of_standard_input "exit status $code"
fi
"$crashrec" judge warning.log >/dev/full 2>err
code=$?
if [ $code = 128 ]; then
	ok judge_does_not_call_a_full_disk_bad
else
	not_ok judge_does_not_call_a_full_disk_bad "exit status $code"
fi

# What came before this run does not count, once the region has another boot.
cp demo.img before.img
"$image_write" repeats next.img
"$crashrec" judge --before before.img next.img >out 2>err
code=$?
if [ $code = 1 ] && grep -q '^1 of 1 crashed' out; then
	ok judge_takes_what_is_new_in_a_region
else
	not_ok judge_takes_what_is_new_in_a_region "exit status $code: $(cat out err)"
fi

# bisect: git's own, of commits whose logs are made here: the fourth and the
# fifth do not come up, from the sixth on it warns.
bisect() {
	local commit log
	git init -q repo && cd repo || return 1
	git config user.name lab && git config user.email lab@example.org
	for commit in 1 2 3 4 5 6 7 8 9; do
		case $commit in
		[1-3])	log=fine.log ;;
		[45])	log=empty.log ;;
		*)	log=warning.log ;;
		esac
		cp "../$log" log
		[ $log = empty.log ] || echo "[   30.0] commit $commit" >>log
		echo $commit >number
		git add -A && git commit -qm "lab: commit $commit" || return 1
	done
	git bisect start HEAD HEAD~8 >/dev/null || return 1
	git bisect run "$crashrec" judge --title 'WARNING in lab_warn' \
		--up login: log >../run 2>&1
	git bisect log >../bisect
	cd .. || return 1
}

if ! command -v git >/dev/null; then
	skip judge_in_git_bisect_run "no git"
elif ! (bisect); then
	not_ok judge_in_git_bisect_run "git failed"
elif found=$("$crashrec" bisect-log --json bisect |
		jq -r '.end, (.candidates | length), (.tests | map(.verdict) | sort | unique | join(" "))' | paste -sd ' ') &&
	[ "$found" = 'inconclusive 3 bad good skipped' ]; then
	ok judge_in_git_bisect_run
else
	not_ok judge_in_git_bisect_run "$found: $(tail -n 3 run | paste -sd ' ')"
fi

# What the published logs tell, beside what bisect_test looks at.
# seed NAME PREFIX TESTS
seed() {
	local log rows
	log=$(compgen -G "$seeds/$2*" | head -n 1)
	if [ -z "$log" ]; then
		skip "$1" "it is not there: SEEDS=folder"
		return
	fi
	run got "$crashrec" bisect-log "$log"
	rows=$(grep -cE '^ *[0-9]+  [0-9a-f]{12}  ' got)
	if [ "$rows" != "$3" ] || ! tail -n 2 got | cmp -s - end; then
		not_ok "$1" "$rows tests: $(tail -n 2 got | paste -sd ' ')"
	elif [ "$("$crashrec" bisect-log --json "$log" |
			jq -r '"first bad commit: \(.culprit.commit) \(.culprit.subject)"')" != \
		"$(grep '^first bad commit: ' "$log")" ]; then
		not_ok "$1" "the culprit is not the log's"
	else
		ok "$1"
	fi
}

printf -- '--- stderr\n--- exit 0\n' >end
seed bisect_log_of_seed_3 003_ 15
seed bisect_log_of_seed_4 004_ 27

exit $failed
