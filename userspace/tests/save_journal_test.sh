#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# crashrec save and the journal: a journald of its own, in a mount namespace in
# which /run and the journal's configuration are this test's.
#
#   save_journal_test.sh TRACED BUILD RECORD_WRITE
#
# As of save_test.sh. Needs root, and systemd-journald.

set -uo pipefail

name=save_journal
journald=/lib/systemd/systemd-journald
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=userspace/tests/support_save.sh
. "$here/support_save.sh"

if [ $# -eq 3 ]; then
	why=
	[ -x $journald ] && command -v journalctl >/dev/null ||
		why="there is no systemd-journald: install systemd"
	[ "$(id -u)" = 0 ] || why="journald needs root"
	[ -n "$why" ] || unshare -m true 2>/dev/null ||
		why="no mount namespace of one's own: unshare -m"
	[ -n "$why" ] || grep -q libsystemd <<<"$(ldd "$1")" ||
		why="built without libsystemd: install libsystemd-dev"
	if [ -n "$why" ]; then
		skip $name "$why"
		exit 0
	fi
	exec unshare -m "$0" --inside "$@"
fi
[ $# -eq 4 ] || { echo "usage: save_journal_test.sh TRACED BUILD RECORD_WRITE" >&2; exit 2; }
traced=$(realpath "$2")
build=$(realpath "$3")
record_write=$(realpath "$4")

dir=$(save_folder)
journald_pid=
# shellcheck disable=SC2317 # the trap calls it
finish() {
	[ -z "$journald_pid" ] || kill "$journald_pid"
	wait
	rm -rf "$dir"
}
trap finish EXIT
cd "$dir" || exit 1
export FAKE_DEVICE=$dir/fake SYSTEMD_PAGER='' SYSTEMD_LOG_LEVEL=err

# setup BOOT FILE:SEQ:KIND...
setup() {
	rm -rf fake out
	mkdir fake
	"$record_write" fake "$@" || exit 1
}
three=(1.rec:1:warn 2.rec:2:oops 3.rec:3:large)

save() { on_device "$traced" save -d out "$@" >said 2>err; }
saved_id=9564f9a2647141a6bb7a0b4fb4021a08
other_id=2671b62e9e594bc18e1b5444d2e4694b
removed_id=78c59419f10045bf8faba4a63ceed100

# id BOOT: the boot id that record_write makes of it.
id() { printf '%02x%02x%026xc5' $(($1 & 255)) $(($1 >> 8)) 0; }
entries() { journalctl -q --no-pager -o json "$@"; }
# told BOOT [SEQ]: how many entries there are of records that were saved.
told() {
	entries "MESSAGE_ID=$saved_id" "CRASHREC_BOOT_ID=$(id "$1")" \
		${2:+"CRASHREC_SEQ=$2"} | wc -l
}
expect() {
	if [ "$2" = "$3" ]; then
		ok "${name}_$1"
	else
		not_ok "${name}_$1" "expected '$2', found '$3': $(head -n 1 err)"
	fi
}

mount -t tmpfs none /run || exit 1
printf '[Journal]\nStorage=volatile\nReadKMsg=no\nAudit=no\nRateLimitIntervalSec=0\nForwardToSyslog=no\nForwardToWall=no\nSeal=no\n' >journald.conf
[ -e /etc/systemd/journald.conf ] || touch /etc/systemd/journald.conf
mount --bind journald.conf /etc/systemd/journald.conf || exit 1
[ ! -d /var/log/journal ] || mount -t tmpfs none /var/log/journal

setup 1 "${three[@]}"
save
expect without_journald_records_are_saved 3 "$(find out -name '*.crec' | wc -l)"
expect without_journald_it_says_so \
	"crashrec: saved without an entry in the journal: journald does not run here" \
	"$(cat err)"

mkdir -p /run/systemd/journal
$journald 2>journald.log &
journald_pid=$!
for ((i = 0; i < 100; i++)); do
	[ ! -S /run/systemd/journal/io.systemd.journal ] || break
	sleep 0.1
done

setup 2 "${three[@]}"
save
expect an_entry_for_each 3 "$(told 2)"
save
expect no_second_one 3 "$(told 2)"
expect fields "WARNING in lab_warn|warning|complete|1|5000000000|1|6.1.0-lab|1|77|lab|4|$dir/out/$(id 2)-1-5000000000.crec" \
	"$(entries "CRASHREC_BOOT_ID=$(id 2)" CRASHREC_SEQ=1 |
		jq -r '[.CRASHREC_TITLE, .CRASHREC_CLASS, .CRASHREC_STATE,
			.CRASHREC_SEQ, .CRASHREC_BOOT_NS, .CRASHREC_COUNT,
			.CRASHREC_RELEASE, .CRASHREC_CPU, .CRASHREC_PID,
			.CRASHREC_COMM, .PRIORITY, .CRASHREC_FILE] | join("|")')"
expect count_of_a_title_that_came_again 3 \
	"$(entries "CRASHREC_BOOT_ID=$(id 2)" CRASHREC_SEQ=3 | jq -r .CRASHREC_COUNT)"
expect hostile_title_is_one_field 2 \
	"$(entries "CRASHREC_BOOT_ID=$(id 2)" CRASHREC_CLASS=oops | jq -r .CRASHREC_SEQ)"
expect hostile_title_is_escaped_in_the_message \
	'BUG: evil\x0aCRASHREC_SEQ=9\x1b[31m\xff in lab (oops, cut-by-panic, 2023-11-14 22:13:22 UTC)' \
	"$(entries "CRASHREC_BOOT_ID=$(id 2)" CRASHREC_SEQ=2 | jq -r .MESSAGE)"
expect hostile_title_keeps_its_bytes \
	"$(printf 'BUG: evil\nCRASHREC_SEQ=9\033[31m\377 in lab' | od -An -tu1 | xargs)" \
	"$(entries "CRASHREC_BOOT_ID=$(id 2)" CRASHREC_SEQ=2 |
		jq -r '.CRASHREC_TITLE | join(" ")')"

setup 3 1.rec:1:warn
mv /run/systemd/journal/io.systemd.journal /run/aside
save
mv /run/aside /run/systemd/journal/io.systemd.journal
expect journal_that_does_not_say_that_it_wrote_is_told "1 1" \
	"$(told 3) $(grep -c 'journal could not be asked to write now: .*: a power cut' err)"

setup 3 "${three[@]}"
save --no-journal
expect no_entry_if_it_is_not_wanted "1 3" "$(told 3) $(find out -name '*.crec' | wc -l)"

setup 4 1.rec:1:warn
mkdir -m 700 out
cp fake/1.rec "out/$(id 4)-1-5000000000.tmp"
save
expect whole_file_that_was_not_told_of_is 1 "$(told 4)"

# Others may write entries, too.
setup 5 1.rec:1:warn
mkdir -m 700 out
cp fake/1.rec "out/$(id 5)-1-5000000000.tmp"
printf '%s\n' "MESSAGE=forged" "MESSAGE_ID=$saved_id" \
	"CRASHREC_BOOT_ID=$(id 5)" CRASHREC_SEQ=1 CRASHREC_BOOT_NS=5000000000 |
	setpriv --reuid=65534 --clear-groups logger --journald
save
expect entry_of_another_user_is_not_believed "2 1" \
	"$(told 5) $(entries "CRASHREC_BOOT_ID=$(id 5)" _UID=0 | wc -l)"

setup 6 1.rec:1:warn
save
rm -f fake/acked
setup_second() { "$record_write" fake 7 1.rec:4:oops; }
setup_second
save --max-size 4K
expect what_is_removed_is_told "1 removed, to make room: WARNING in lab_warn (warning, complete, 2023-11-14 22:13:21 UTC)" \
	"$(entries "MESSAGE_ID=$removed_id" "CRASHREC_BOOT_ID=$(id 6)" |
		jq -rs '"\(length) \(.[0].MESSAGE)"')"

setup 8 1.rec:1:forged former:1:warn
mkdir -m 700 out
cp fake/former "out/$(id 8)-1-5000000000.crec"
save
others() { entries "MESSAGE_ID=$other_id" "CRASHREC_BOOT_ID=$(id 8)"; }
expect another_one_of_that_name_is_told "0 1 another one of that number, boot and time: WARNING in lab_forged" \
	"$(told 8) $(others | jq -rs '"\(length) \(.[0].MESSAGE)"' | sed 's/ (.*//')"
other=$(echo "$dir/out/$(id 8)"-1-5000000000-*.crec)
expect another_one_of_that_name_is_told_with_its_file "$other" \
	"$(others | jq -r .CRASHREC_FILE)"
mv "$other" "${other%.crec}.tmp"
save
expect another_one_of_that_name_is_told_once 1 "$(others | wc -l)"

# Killed at each step. Each has a boot of its own, so that one look at the
# journal tells of all.

# counts FIRST LAST: how many entries the records of these boots have.
counts() {
	entries "MESSAGE_ID=$saved_id" | jq -r '"\(.CRASHREC_BOOT_ID) \(.CRASHREC_SEQ)"' |
		sort | uniq -c >counted
	local boot seq
	for ((boot = $1; boot <= $2; boot++)); do
		for seq in 1 2 3; do
			awk -v id="$(id "$boot")" -v seq=$seq '
				$2 == id && $3 == seq { n = $1 }
				END { print n + 0 }' counted
		done
	done | sort | uniq -c | awk '{ print $2 ": " $1 }' | paste -sd ' '
}

# killed_at STEP: status of kill_at, of a run that it kills there.
killed_at() {
	local code=0
	on_device "$build/kill_at" "$1" "$traced" save -d out \
		>/dev/null 2>err || code=$?
	return $code
}

# check_files BOOT: sets wrong.
check_files() {
	local n
	[ "$(tr -d '\n' <fake/acked)" = " 1 2 3" ] || wrong="acknowledged: $(cat fake/acked)"
	for n in 1-5 2-6 3-7; do
		cmp -s "fake/${n%-*}.rec" "out/$(id "$1")-${n}000000000.crec" ||
			wrong="bytes of record ${n%-*}"
	done
	[ "$(find out -type f | wc -l)" = 3 ] || wrong="files: $(ls out)"
}

# kill_each FIRST_BOOT [LEFT_AT]: kills a run at each of its calls; with
# LEFT_AT, one that follows a run that was killed there. Sets boot to the one
# behind the last, and left_at to the last call before which the first record
# is written, and not yet renamed.
kill_each() {
	local step=0 before=${2:-} code
	boot=$1 wrong=
	while [ -z "$wrong" ]; do
		step=$((step + 1))
		setup "$boot" "${three[@]}"
		[ -z "$before" ] || killed_at "$before" || wrong="it ended early"
		code=0
		killed_at "$step" || code=$?
		[ $code = 0 ] || break
		! cmp -s fake/1.rec "out/$(id "$boot")-1-5000000000.tmp" ||
			[ -n "$before" ] || left_at=$step
		save || wrong="the next run ended with $?"
		check_files "$boot"
		boot=$((boot + 1))
	done
	[ "$code" = 1 ] || wrong=${wrong:-"status $code: $(head -n 1 err)"}
	wrong=${wrong:+"call $step: $wrong"}
}

kill_each 1000
last=$((boot - 1))
expect killed_at_each_step_leaves_what_a_run_leaves '' "$wrong"
expect killed_at_each_step_has_one_entry_each "1: $((3 * (boot - 1000)))" \
	"$(counts 1000 $last)"
echo "    killed at each of $((boot - 1000)) system calls" >&2

kill_each 3000 "$left_at"
last=$((boot - 1))
expect killed_again_at_each_step_leaves_what_a_run_leaves '' "$wrong"
expect killed_again_at_each_step_has_one_entry_each "1: $((3 * (boot - 3000)))" \
	"$(counts 3000 $last)"
echo "    killed again at each of $((boot - 3000)) system calls" >&2

exit $failed
