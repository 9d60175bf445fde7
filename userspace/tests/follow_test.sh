#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# crashrec follow as a user runs it, beside a guest that is played by
# image_write: what it prints, when, and how it ends.
#
#   follow_test.sh CRASHREC IMAGE_WRITE

set -uo pipefail

# shellcheck source=userspace/tests/support_tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/support_tap.sh"

[ $# -eq 2 ] || { echo "usage: follow_test.sh CRASHREC IMAGE_WRITE" >&2; exit 2; }
crashrec=$(realpath "$1")
image_write=$(realpath "$2")

dir=$(mktemp -d)
# One that follows is left to nobody, whatever ends this.
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 143' TERM INT HUP
cd "$dir" || exit 1

expect() {
	if [ "$2" = "$3" ]; then ok "$1"; else not_ok "$1" "expected '$2', found '$3'"; fi
}

# await FILE REGEX: until a line of it matches.
await() {
	local deadline=$((SECONDS + 60))
	until grep -qE -- "$2" "$1" 2>/dev/null; do
		[ $SECONDS -lt $deadline ] || return 1
		sleep 0.05
	done
}

# begin ARG...: follows region.img, in the background.
begin() {
	rm -f out err
	"$crashrec" follow -f region.img "$@" >out 2>err </dev/null &
	follow=$!
}

# finish SIGNAL: ends it, and sets code.
finish() {
	kill "-$1" "$follow"
	code=0
	wait "$follow" || code=$?
}

# write_image CASE: into the file that is there, as a guest does.
write_image() {
	"$image_write" "$1" new.img || exit 1
	dd if=new.img of=region.img conv=notrunc status=none
}

begin
await err 'no such file.*waiting for it'
write_image zero
await err 'is all zero|holds no whole'
write_image repeats
await out 'WARNING in'
write_image streams
await out 'stall in'
finish TERM
expect follow_ends_with_0_at_sigterm 0 "$code"
expect follow_says_once_that_it_waits 1 "$(grep -c 'no such file' err)"
expect follow_shows_the_headings_once 1 "$(grep -c '^ *SEQ' out)"
expect follow_shows_a_line_each 3 "$(grep -c . out)"

begin --json
await out '"title":"INFO: rcu'
finish INT
expect follow_ends_with_0_at_sigint 0 "$code"
"$crashrec" show --json -f region.img >shown
expect follow_json_is_that_of_show "$(cat shown)" "$(cat out)"

begin --whole
await out 'rcu_preempt kthread starved'
finish TERM
"$crashrec" show -f region.img >shown
expect follow_whole_is_that_of_show "$(cat shown)" "$(cat out)"

begin --raw
await out 'rcu_preempt kthread starved'
finish TERM
"$crashrec" show --raw -f region.img >shown
expect follow_raw_is_that_of_show "$(cat shown)" "$(cat out)"

write_image user
begin
await out 'cut-by-reset'
finish TERM
"$crashrec" list -f region.img >shown 2>&1
rows() { grep -E '^ +[0-9]+ ' "$1" | grep -v ' open ' | awk '{ print $1 }'; }
expect follow_hides_what_list_hides "$(rows shown)" "$(rows out)"
expect follow_tells_what_it_hides 1 "$(grep -c 'see --user' err)"

# A reader that goes, with nothing to be written.
write_image repeats
mkfifo pipe
"$crashrec" follow -f region.img >pipe 2>err </dev/null &
follow=$!
head -n 1 pipe >first
code=0
wait "$follow" || code=$?
expect follow_ends_with_its_reader $((128 + 13)) "$code"

# A reader that does not read, of a pipe that is full. Then it waits in poll(), 7
# or ppoll(), 73, for two files.
exec 3<>pipe
head -c 65536 /dev/zero >&3
"$crashrec" follow --json -f region.img >pipe 2>err </dev/null &
follow=$!
await "/proc/$follow/syscall" '^(7|73) 0x[0-9a-f]+ 0x2 ' ||
	not_ok follow_waits_for_its_reader "it does not"
finish TERM
exec 3>&-
expect follow_ends_while_nobody_reads 0 "$code"

code=0
timeout 60 "$crashrec" follow -f region.img >/dev/full 2>err || code=$?
expect follow_tells_of_a_full_disk "5 1" \
	"$code $(grep -c 'could not be written' err)"

printf '[    1.0] a log\n' >region.img
code=0
timeout 60 "$crashrec" follow -f region.img >out 2>err || code=$?
expect follow_of_a_log_says_what_to_do "3 1" \
	"$code $(grep -c 'crashrec parse' err)"
code=0
timeout 60 "$crashrec" follow --whole --raw >out 2>err || code=$?
expect follow_whole_and_raw_is_wrong_usage 2 "$code"

exit $failed
