# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# How a test tells its results; source it.

# shellcheck disable=SC2034 # for who sources this
failed=0

ok() { printf 'ok - %s\n' "$1"; }
not_ok() { printf 'not ok - %s (%s)\n' "$1" "$2"; failed=1; }
skip() { printf 'skip - %s (%s)\n' "$1" "$2"; }

# none NAME FILE: there is nothing in it.
none() {
	if [ -s "$2" ]; then
		not_ok "$1" "$(head -n 3 "$2" | paste -sd ';' | cut -c1-200)"
		cat "$2" >&2
	else
		ok "$1"
	fi
}
