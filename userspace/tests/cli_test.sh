#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The program as a user runs it: output, messages and exit status of each case
# must equal tests/golden/CASE.
#
#   cli_test.sh [--write] CRASHREC STATIC IMAGE_WRITE
#
# CRASHREC is tested, STATIC is compared with it, IMAGE_WRITE makes the region
# files. --write makes the golden files from what CRASHREC gives.

set -uo pipefail

# shellcheck source=userspace/tests/support_golden.sh
. "$(dirname "${BASH_SOURCE[0]}")/support_golden.sh"

[ $# -eq 3 ] || { echo "usage: cli_test.sh [--write] CRASHREC STATIC IMAGE_WRITE" >&2; exit 2; }
crashrec=$(realpath "$1")
static=$(realpath "$2")
image_write=$(realpath "$3")
reports=$tests/reports

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1

for image in demo lost-heads machine user repeats streams empty version short zero header-damaged chunk-damaged; do
	"$image_write" "$image" "$image.img" || exit 1
done
printf 'no region, but long enough to hold the header of one: %064d\n' 0 >text.img
head -c 4096 /dev/zero >>text.img
printf 'a text, and no log\n' >text.log
# Without a zero byte, zstd's begin, and the others with.
printf '\x28\xb5\x2f\xfdno zero byte' >packed.zst
printf 'a text\n' | gzip -n >packed.gz
printf 'QFI\xfb%0508d\0' 0 >disk.qcow2
mkfifo fifo.img
mkdir folder
: >empty.bin
{ head -c 9000 /dev/zero; printf '\001%.0s' {1..100}; } >not-zero.bin

# As two CPUs of a KASAN kernel print at once, on a console with a prompt.
cat >console.log <<'EOF_LOG'
Debian GNU/Linux 12 guest ttyS0
[    0.000000][    T0] Linux version 6.12.0 (cc) #1 SMP
[   20.100000][   T77] lab: step 1
guest login: [   20.200000][   T88] lab: another task
[   20.300000][   T77] ==================================================================
[   20.300001][   T77] BUG: KASAN: slab-use-after-free in lab_read+0x4c/0x80 [lab]
[   20.300002][   T88] ------------[ cut here ]------------
[   20.300003][   T77] Read of size 8 at addr ffff888001020304 by task evil/77
[   20.300004][   T88] WARNING: CPU: 1 PID: 88 at lib/lab.c:12 lab_warn+0x16/0x40 [lab]
[   20.300005][   T77] CPU: 0 UID: 0 PID: 77 Comm: evil Tainted: G           O       6.12.0 #1
[   20.300006][   T88] CPU: 1 UID: 0 PID: 88 Comm: warner Not tainted 6.12.0 #1
[   20.300007][   T77] Call Trace:
[   20.300008][   T77]  <TASK>
[   20.300009][   T88] RIP: 0010:lab_warn+0x16/0x40 [lab]
[   20.300010][   T77]  lab_read+0x4c/0x80 [lab]
[   20.300011][   T88] Call Trace:
[   20.300012][   T77]  vfs_read+0x10a/0x200
[   20.300013][   T88]  lab_init+0x20/0x1000 [lab]
[   20.300014][   T77]  </TASK>
[   20.300015][   T88] ---[ end trace 0000000000000000 ]---
[   20.300016][   T77] ==================================================================
EOF_LOG
printf '%s\r\n' '<4>------------[ cut here ]------------' \
	$'<4>WARNING: CPU: 0 PID: 5 at a.c:1 plain\033[31m_warn+0x1/0x2' \
	'<4>RIP: 0010:plain_warn+0x1/0x2' '<4>Call Trace:' \
	'<4> caller+0x1/0x2' '<4>---[ end trace 0000000000000000 ]---' >plain.log
printf '%s\n' 'WARNING: CPU: 0 PID: 5 at fs/lab/a.c:9 lab_get include/lab.h:3 [inline]' \
	'WARNING: CPU: 0 PID: 5 at fs/lab/a.c:9 lab_inner fs/lab/a.c:7 [inline]' \
	'WARNING: CPU: 0 PID: 5 at fs/lab/a.c:9 lab_outer+0x1/0x2 fs/lab/a.c:12' \
	'CPU: 0 PID: 5 Comm: lab Not tainted 6.12.0 #1' 'Call Trace:' \
	' lab_caller+0x1/0x2 fs/lab/b.c:5' 'RIP: 0010:lab_outer+0x1/0x2 fs/lab/a.c:12' >inlined.log
printf 'usb 1-1: new device\n' >quiet.log
# As a serial line gives it when a machine is reset.
printf 'a\0b\377\n\0\0' | cat - console.log >reset.log
# First and last of each range of what is not shown, and what is next to them:
# from U+007E to U+E1000.
printf 'Kernel panic - not syncing: %b\n' \
	'\x7e \x7f \xc2\x80 \xc2\x9b \xc2\x9f \xc2\xa0 \xc2\xac \xc2\xad \xc2\xae \xcd\x8e' \
	'\xcd\x8f \xcd\x90 \xd8\x9b \xd8\x9c \xd8\x9d \xe1\x85\x9e' \
	'\xe1\x85\x9f \xe1\x85\xa0 \xe1\x85\xa1 \xe1\x9e\xb3 \xe1\x9e\xb4' \
	'\xe1\x9e\xb5 \xe1\x9e\xb6 \xe1\xa0\x8a \xe1\xa0\x8b \xe1\xa0\x8f' \
	'\xe1\xa0\x90 \xe2\x80\x8a \xe2\x80\x8b \xe2\x80\x8f \xe2\x80\x90' \
	'\xe2\x80\xa7 \xe2\x80\xa8 \xe2\x80\xae \xe2\x80\xaf \xe2\x81\x9f' \
	'\xe2\x81\xa0 \xe2\x81\xaf \xe2\x81\xb0 \xe3\x85\xa3 \xe3\x85\xa4' \
	'\xe3\x85\xa5 \xef\xb7\xbf \xef\xb8\x80 \xef\xb8\x8f \xef\xb8\x90' \
	'\xef\xbb\xbe \xef\xbb\xbf \xef\xbc\x80 \xef\xbe\x9f \xef\xbe\xa0' \
	'\xef\xbe\xa1 \xef\xbf\xaf \xef\xbf\xb0 \xef\xbf\xbb \xef\xbf\xbc' \
	'\xef\xbf\xbd \xef\xbf\xbe \xef\xbf\xbf \xf0\x90\x80\x80' \
	'\xf0\x9b\xb2\x9f \xf0\x9b\xb2\xa0 \xf0\x9b\xb2\xa3 \xf0\x9b\xb2\xa4' \
	'\xf0\x9d\x85\xb2 \xf0\x9d\x85\xb3 \xf0\x9d\x85\xba \xf0\x9d\x85\xbb' \
	'\xf3\x9f\xbf\xbf \xf3\xa0\x80\x80 \xf3\xa0\xbf\xbf \xf3\xa1\x80\x80' >hidden.log

# follow_demo: until it has shown what is over
follow_demo() {
	local deadline=$((SECONDS + 60)) code=0 follow
	"$crashrec" follow -f demo.img >out 2>err </dev/null &
	follow=$!
	until [ "$(grep -c lab_ out)" -ge 2 ] || [ $SECONDS -ge $deadline ]; do
		sleep 0.05
	done
	kill "$follow"
	wait "$follow" || code=$?
	{ cat out; echo "--- stderr"; cat err; echo "--- exit $code"; } >got
}

golden_case help
golden_case list-help list --help
golden_case list-help help list
golden_case show-help show --help
golden_case follow-help follow --help
golden_case ack-help ack --help

golden_case list list -f demo.img
golden_case list-json list -f demo.img --json
golden_case list-since list -f demo.img --since '2023-11-14 22:13:26'
golden_case list-since-again list -f repeats.img --since '2023-11-14 22:13:26'
golden_case list-since-log list -f console.log --since 2h
golden_case list-class list -f demo.img --class oops,panic
golden_case list-title list -f demo.img --title 'WARNING in *'
golden_case list-title-regex list -f demo.img --title nothing --title '/null_here$/'
golden_case list-boot list -f demo.img --boot b2B2-
golden_case list-boot-former list -f demo.img --boot former
golden_case list-chosen-none list -f demo.img --boot last --class oops
golden_case show-chosen show 1 2 -f demo.img --class oops --raw
golden_case usage-since list --since tomorrow
golden_case usage-class list --class oops,crash
golden_case usage-title list --title '/(/'
golden_case usage-title-empty list --title ''
golden_case usage-boot list --boot 1
golden_case list-no-user list -f user.img
golden_case list-user list --user -f user.img
golden_case show-user show 1 2 -f user.img
golden_case list-empty list -f empty.img
golden_case show-all show -f demo.img
golden_case show-one show 1 --file=demo.img
golden_case show-json show --json -f demo.img
golden_case show-streams show -f streams.img
golden_case show-machine show -f machine.img
golden_case show-modules show --modules -f machine.img
golden_case show-machine-json show --json -f machine.img
golden_case show-raw show 1 --raw -f demo.img
golden_case show-raw-all show --raw -f demo.img
golden_case show-modules-none show 1 --modules -f demo.img
golden_case show-json-class show --json -f demo.img --class oops
golden_case show-range show 1-2 --raw -f demo.img
golden_case show-list show 3,1 --raw -f demo.img
golden_case list-class-case list -f demo.img --class Oops,PANIC
golden_case list-chosen-boot list -f demo.img --boot last --title nothing
golden_case list-chosen-one list -f demo.img --class kasan
golden_case list-chosen-three list -f demo.img --class kasan --title x --boot former
golden_case show-absent show 1 77 -f demo.img --raw
golden_case show-damaged show -f chunk-damaged.img

golden_case stats stats -f demo.img
golden_case stats-json stats --json -f lost-heads.img
golden_case stats-json-demo stats --json -f demo.img
golden_case stats-json-log stats --json -f console.log
golden_case stats-heads stats -f lost-heads.img
golden_case list-repeats list -f repeats.img
golden_case show-repeats show -f repeats.img
golden_case show-repeats-json list --json -f repeats.img
golden_case stats-repeats stats -f repeats.img
golden_case stats-empty stats -f empty.img
golden_case stats-help stats --help

golden_case save-help save --help
golden_case save-region save -f demo.img -d saved --no-journal
golden_case save-again save -f demo.img -d saved --no-journal
golden_case save-json save -f demo.img -d saved-json --no-journal --json
golden_case save-log save -f console.log -d saved-log --no-journal
golden_case save-folder save -f demo.img --no-journal
golden_case save-usage save 1
golden_case list-saved list -f saved
golden_case stats-saved stats -f saved
mkdir nothing-saved
golden_case list-nothing-saved list -f nothing-saved
golden_case ack-saved ack --all -f saved

golden_case parse-help parse --help
golden_case symbolize-help symbolize --help
golden_case symbolize-usage symbolize 1 two
golden_case blame-help blame --help
golden_case blame-record blame 1 -f machine.img
golden_case blame-inlined blame inlined.log
golden_case blame blame -f demo.img
golden_case blame-json blame --json -f demo.img
golden_case blame-absent blame 77 -f demo.img
golden_case blame-order blame console.log
cp "$reports/several_lone.log" .
golden_case blame-no-function blame several_lone.log
golden_case blame-no-function-json blame --json several_lone.log
if built_with libdw; then
	golden_case error-vmlinux symbolize console.log --vmlinux absent
	golden_case symbolize symbolize -f demo.img --debug-dir nowhere
	golden_case symbolize-json symbolize 2 --json -f demo.img --debug-dir nowhere
	golden_case show-code show 1 2 --code -f demo.img --debug-dir nowhere
	golden_case show-symbols show 1 --symbols -f demo.img --debug-dir nowhere
	golden_case blame-symbols blame --symbols -f demo.img --debug-dir nowhere
else
	skip cli_symbolize "built without libdw-dev"
fi
golden_case parse parse console.log
golden_case parse-plain parse plain.log
golden_case parse-json parse --json console.log quiet.log plain.log
golden_case parse-quiet parse quiet.log
golden_case parse-report parse --report console.log plain.log
golden_case parse-report-json parse --report --json plain.log
printf '\xff\xfe[\0 \0a\0\n\0' >utf16.log
golden_case parse-utf16 parse utf16.log
golden_case list-utf16 list -f utf16.log
golden_case parse-no-text parse text.img quiet.log
golden_case parse-hidden parse hidden.log
golden_case parse-hidden-json parse --json hidden.log
golden_case parse-errors parse absent.log plain.log demo.img .
golden_case parse-usage parse
golden_case parse-packed parse packed.zst
golden_case list-log list -f console.log
golden_case list-log-reset list -f reset.log
golden_case show-log show 2 -f console.log
golden_case stats-log stats -f console.log

run got "$crashrec" parse --json console.log
run got-pipe sh -c "cat console.log | '$crashrec' parse --json - |
	sed 's/\"-\"/\"console.log\"/g'"
if cmp -s got got-pipe; then
	ok cli_parse_of_a_pipe_gives_the_same
else
	not_ok cli_parse_of_a_pipe_gives_the_same "output differs"
	diff -u got got-pipe >&2
fi

"$crashrec" show --raw -f demo.img >demo.log
golden_case parse-records parse demo.log
golden_case parse-records-json parse --json demo.log
golden_case parse-records-report parse --report demo.log

for report in circ chain irqsafe inversion recur inconsistent; do
	golden_case "graph-$report" graph -f "$reports/lockdep_$report.log"
done
cp "$reports/lockdep_userspace.log" no-order.log
golden_case graph-help graph --help
golden_case graph-none graph -f no-order.log
golden_case graph-demo graph -f demo.img
golden_case graph-demo-number graph 2 -f demo.img
golden_case graph-none-of-number graph 1 -f no-order.log
golden_case graph-usage graph 1 2 -f no-order.log
golden_case graph-both graph --dot --svg -f no-order.log
golden_case graph-suffix graph -f "$reports/lockdep_circ.log" -o a.png
golden_case graph-output graph -f "$reports/lockdep_circ.log" -o absent/a.dot

# How Graphviz places things depends on fonts: without it the page is the same
# everywhere.
cp "$reports/lockdep_irqsafe.log" irqsafe.log
run got env PATH=/nowhere "$crashrec" report --html - -f demo.img \
	-f lost-heads.img -f quiet.log -f irqsafe.log -f hidden.log
same report-page got
run got env PATH=/nowhere "$crashrec" report 1 3 --html - -f demo.img
sed -i '/^<style>$/,/^<\/style>$/d' got
same report-page-chosen got
run got env PATH=/nowhere "$crashrec" report 77 --html - -f demo.img
sed -i '/^<style>$/,/^<\/style>$/d' got
same report-absent got
golden_case report-help report --help
golden_case report-usage report -f demo.img
golden_case report-no-source report --html absent.html -f absent.img
golden_case report-output report --html absent/a.html -f demo.img
cp demo.img itself.img
cp "$reports/lockdep_circ.log" itself.log
golden_case report-itself report --html itself.img -f demo.img -f ./itself.img
golden_case graph-itself graph --dot -o ./itself.log -f itself.log
"$crashrec" save --no-journal -d saved-itself -f demo.img >out 2>err
for file in saved-itself/*.crec; do
	cp "$file" first.copy
	mv "$file" saved-itself/first.crec
	break
done
golden_case report-record report --html saved-itself/first.crec -f saved-itself
mkdir -p deep/1700000000
cp "$reports/lockdep_circ.log" deep/1700000000/dmesg-efi-1
golden_case report-deep report --html deep/1700000000/dmesg-efi-1 -f deep
if cmp -s demo.img itself.img && cmp -s first.copy saved-itself/first.crec && cmp -s "$reports/lockdep_circ.log" itself.log; then
	ok cli_output_leaves_its_source
else
	not_ok cli_output_leaves_its_source "it is another file"
fi
golden_case report-none report --html - -f quiet.log
golden_case report-none-of-two report --html got.html -f quiet.log -f quiet.log
if [ -e absent.html ]; then
	not_ok cli_report_writes_no_page_of_nothing "it did"
else
	ok cli_report_writes_no_page_of_nothing
fi

golden_case ack-region ack 1 -f demo.img
golden_case ack-json ack 1 --json -f demo.img
golden_case ack-all ack --all -f demo.img
golden_case ack-nothing ack -f demo.img
golden_case ack-both ack 1 --all
golden_case ack-through ack 1 --through 99 -f demo.img
golden_case ack-through-usage ack 1 --through -1

golden_case error-no-file list -f absent.img
golden_case error-no-region list -f text.img
golden_case error-empty list -f empty.bin
golden_case error-not-zero list -f not-zero.bin
golden_case error-no-report list -f text.log
golden_case error-directory list -f .
golden_case error-fifo list -f fifo.img
golden_case error-input list -f -
run got sh -c "cat console.log | '$crashrec' list -f /dev/stdin"
same error-pipe got
golden_case error-blame-file blame absent.log
golden_case error-other-device list -f /dev/null
golden_case error-version list -f version.img
golden_case error-short list -f short.img
golden_case error-zero list -f zero.img
golden_case error-header list -f header-damaged.img
mkdir -p pstore/7 nothing
: >nothing/notes
printf 'Oops#1 Part1\n' | cat - plain.log >pstore/7/dmesg-ramoops-0
golden_case list-pstore list -f pstore
golden_case show-pstore show -f pstore
golden_case show-pstore-json show --json -f pstore
golden_case stats-pstore stats -f pstore
golden_case ack-pstore ack 1 -f pstore
golden_case error-folder list -f nothing
golden_case error-zstd list -f packed.zst
golden_case error-gzip list -f packed.gz
golden_case error-qcow2 list -f disk.qcow2
golden_case error-name list -f $'evil\033[31m\n.img'

golden_case follow-refused follow -f version.img
golden_case follow-log follow -f console.log
golden_case follow-usage follow 3 -f demo.img
follow_demo
same follow got
golden_case usage-command lost
golden_case usage-help-command help lost
golden_case usage-option list --lost
golden_case usage-value list -f
golden_case usage-number show 1x -f demo.img
golden_case usage-zero show 0 -f demo.img
golden_case usage-operand list 1
golden_case usage-range show 3-1 -f demo.img
golden_case usage-range-large show 1-18446744073709551615 -f demo.img
golden_case show-largest show 18446744073709551614-18446744073709551615 -f demo.img
golden_case usage-range-sum show 1-60000,1-60000 -f demo.img
golden_case usage-log-and-file blame text.log -f demo.img
golden_case usage-log-folder blame folder
golden_case usage-ranges graph 1-2 -f demo.img
golden_case usage-file list quiet.log
golden_case usage-twice list -f demo.img --file=quiet.log
golden_case usage-parse-file parse -f quiet.log
golden_case usage-both show --json --raw -f demo.img

if [ -e /dev/crashrec ]; then
	skip cli_error-no-device "there is one"
else
	golden_case error-no-device list
fi

run got "$crashrec" show --json -f demo.img
run got-static "$static" show --json -f demo.img
if cmp -s got got-static; then
	ok cli_static_gives_the_same
else
	not_ok cli_static_gives_the_same "output differs"
fi

"$crashrec" show 2 --raw -f demo.img >out
if grep -q $'\033\\[31mred' out; then
	ok cli_raw_is_raw
else
	not_ok cli_raw_is_raw "bytes were changed"
fi

"$crashrec" help >/dev/full 2>err
code=$?
if [ $code -eq 5 ] && grep -q 'could not be written' err; then
	ok cli_full_disk_is_told
else
	not_ok cli_full_disk_is_told "exit status $code"
fi

if ! command -v python3 >/dev/null; then
	skip cli_json_is_valid "no python3"
elif "$crashrec" show --json -f demo.img | python3 -c '
import json, sys
records = [json.loads(line.decode("utf-8"))
           for line in sys.stdin.buffer.read().splitlines()]
heads = [list(record) for record in records]
assert len(records) == 3, len(records)
assert all(record["lines"] for record in records)
'; then
	ok cli_json_is_valid
else
	not_ok cli_json_is_valid "see above"
fi

if ! command -v python3 >/dev/null; then
	skip cli_json_has_the_same_characters "no python3"
elif "$crashrec" parse --json hidden.log | python3 -c '
import json, sys
record = json.loads(sys.stdin.buffer.read().decode("utf-8"))
lines = open("hidden.log", "rb").read().decode("utf-8").split("\n")[:-1]
assert [line["text"] for line in record["lines"]] == lines
'; then
	ok cli_json_has_the_same_characters
else
	not_ok cli_json_has_the_same_characters "see above"
fi

# tty COLUMNS ARG...: as on a terminal
tty() {
	local columns=$1
	shift
	TERM=dumb script -qec "stty cols $columns; $(printf '%q ' "$crashrec" "$@")" \
		/dev/null </dev/null 2>/dev/null | tr -d '\r'
}

if ! command -v script >/dev/null; then
	skip cli_tty "no script(1)"
else
	tty 80 list -f demo.img >got
	same tty-list-80 got
	tty 120 list -f demo.img >got
	same tty-list-120 got
	tty 120 show 2 --raw -f demo.img >got
	same tty-show-raw got
fi

exit $failed
