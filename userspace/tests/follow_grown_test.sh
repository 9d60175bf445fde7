#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# crashrec follow, with a device that is a folder: reports that go on after they
# were shown.
#
#   follow_grown_test.sh CRASHREC BUILD RECORD_WRITE
#
# As of save_test.sh.

set -uo pipefail

[ $# -eq 3 ] || { echo "usage: follow_grown_test.sh CRASHREC BUILD RECORD_WRITE" >&2; exit 2; }
crashrec=$(realpath "$1")
build=$(realpath "$2")
record_write=$(realpath "$3")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# shellcheck source=userspace/tests/support_save.sh
. "$here/support_save.sh"
dir=$(save_folder)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
export FAKE_DEVICE=$dir/fake

# lines_until COUNT FILE:SEQ:KIND...: follows a device with these records, and
# one that comes when COUNT lines were printed, which is the last to be.
# Prints number and lines of each.
lines_until() {
	local count=$1 follow deadline=$((SECONDS + 60))
	shift
	rm -rf fake
	mkdir fake
	"$record_write" fake 1 "$@" || return
	# By on_device() it would be a shell that is ended below.
	LD_PRELOAD=$build/fake_device.so \
		ASAN_OPTIONS=verify_asan_link_order=0:${ASAN_OPTIONS-} \
		"$crashrec" follow --json >out 2>err </dev/null &
	follow=$!
	until [ "$(wc -l <out)" -ge "$count" ] || [ $SECONDS -ge $deadline ]; do
		sleep 0.05
	done
	"$record_write" fake 1 6.rec:6:oops
	until grep -q '"seq":6' out || [ $SECONDS -ge $deadline ]; do
		sleep 0.05
	done
	kill -TERM $follow
	wait $follow
	jq -r '"\(.seq) \(.line_count)"' out | paste -sd ,
}

# expect NAME WANTED FOUND
expect() {
	if [ "$2" = "$3" ]; then
		ok "follow_$1"
	else
		not_ok "follow_$1" "expected '$2', found '$3': $(head -n 1 err)"
	fi
}

expect what_grew_is_shown_again "1 30,1 31,6 60" \
	"$(lines_until 2 1.rec:1:warn 1.grown:1:grown)"
expect what_did_not_is_shown_once "1 30,2 60,6 60" \
	"$(lines_until 2 1.rec:1:warn 2.rec:2:oops 2.grown:2:oops)"

exit $failed
