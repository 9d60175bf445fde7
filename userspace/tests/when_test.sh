#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Times as people write them: list --since, with the record whose time is
# 2023-11-14 22:13:25. That it is the time a row says: the record is shown, and
# a second later, or for a second more, it is not.
#
#   when_test.sh CRASHREC IMAGE_WRITE

set -uo pipefail

# shellcheck source=userspace/tests/support_tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/support_tap.sh"

[ $# -eq 2 ] || { echo "usage: when_test.sh CRASHREC IMAGE_WRITE" >&2; exit 2; }
crashrec=$(realpath "$1")
image_write=$(realpath "$2")

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
"$image_write" repeats image || exit 1
"$image_write" demo demo || exit 1

# shown NOW TEXT: is record 1 of demo since that time? At NOW.
shown() {
	TZ=UTC faketime -f "$1" "$crashrec" list --json -f demo --since "$2" \
		2>err | grep -q '"seq":1,'
}

# later TIME: a second later, as faketime wants it.
later() { date -u -d "$1 UTC + 1 second" '+%F %T'; }

# span NOW TEXT: at NOW, TEXT is the record's time.
span() {
	if ! shown "$1" "$2"; then
		not_ok "when: '$2'" "at $1 it is later than the record"
	elif shown "$(later "$1")" "$2"; then
		not_ok "when: '$2'" "at $1 it is earlier than the record"
	else
		ok "when: '$2'"
	fi
}

# date_is TEXT TEXT: the first is the record's time, or before it; the second
# is behind it.
date_is() {
	local now='2023-11-14 23:00:00'
	if ! shown "$now" "$1"; then
		not_ok "when: '$1'" "it is later than the record"
	elif shown "$now" "$2" || [ ! -s err ]; then
		not_ok "when: '$2'" "it is not later than the record"
	else
		ok "when: '$1' and '$2'"
	fi
}

wrong() {
	local code=0
	"$crashrec" list -f demo --since "$1" >out 2>err || code=$?
	if [ $code = 2 ] && grep -q 'is no time: write' err; then
		ok "when: '$1' is none"
	else
		not_ok "when: '$1' is none" "exit status $code"
	fi
}

# ago NOW TEXT: what list --relative says.
ago() {
	if TZ=UTC faketime -f "$1" "$crashrec" list --relative -f demo \
		2>err | grep -q "^ *1  *$2  "; then
		ok "when: $2"
	else
		not_ok "when: $2" "at $1 it is not that"
	fi
}

if command -v faketime >/dev/null; then
	span '2023-11-15 00:13:25' 2h
	span '2023-11-15 00:13:25' -2h
	span '2023-11-15 00:13:25' '2 hours ago'
	span '2023-11-15 00:13:25' '  2h'
	span '2023-11-16 10:13:25' 1d12h
	span '2023-11-23 22:13:25' '1 week 2 days ago'
	span '2023-11-14 22:43:25' 30min
	span '2023-11-14 22:13:25' now
	span '2023-11-14 22:14:25' 60s
	date_is '22:13' '22:14'
	date_is '22:13:25' '22:13:26'
	date_is today '22:13:25.5'
	date_is yesterday 1s
	date_is '2023-11-14' '2023-11-15'
	date_is '2023-11-14 22:13:25' '2023-11-14 22:13:26'
	date_is '2023-11-14 22:13' '2023-11-14 22:14 UTC'
	date_is '2023-11-14T22:13:25.000000Z' '2023-11-14T22:13:25.000001Z'
	date_is @1700000005 @1700000006
	date_is @1700000004.9 @1700000005.1
	ago '2023-11-14 22:13:25' '0 s ago'
	ago '2023-11-14 22:15:04' '99 s ago'
	ago '2023-11-14 22:15:05' '1 min ago'
	ago '2023-11-14 23:53:24' '99 min ago'
	ago '2023-11-14 23:53:25' '1 h ago'
	ago '2023-11-16 22:13:24' '47 h ago'
	ago '2023-11-16 22:13:25' '2 d ago'
	ago '2024-02-22 22:13:25' '3 months ago'
	ago '2025-11-14 22:13:25' '2 years ago'
	ago '2023-11-14 22:08:24' 'in 5 min'
else
	skip when "no faketime(1)"
fi
for text in 30 h '3 fortnights' 1000000w 99999999999999999999d \
	9999999999999999999w '2h from now' '2023-11-14 12:00 CET' 2023-13-01 \
	2023-02-31 '2023-11-14 24:01' 1969-12-31 @99999999999999 @ '' -; do
	wrong "$text"
done

exit $failed
