# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# How a test tells its results; source it. One line each:
#
#   ok - NAME
#   not ok - NAME (WHY)
#   skip - NAME (REASON)
#
# shellcheck source=lab/tests/compare.sh
. "$(dirname "${BASH_SOURCE[0]}")/compare.sh"

# A test script returns 0 if it came to its end, whatever the results. $files
# is a folder for what it needs on the way.

ok() { printf 'ok - %s\n' "$1"; }
not_ok() { printf 'not ok - %s (%s)\n' "$1" "$2"; }
skip() { printf 'skip - %s (%s)\n' "$1" "$2"; }

# expect NAME WANTED FOUND
expect() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		not_ok "$1" "expected '$2', found '$3'"
	fi
}

# expect_match NAME REGEX TEXT
expect_match() {
	if [[ $3 =~ $2 ]]; then
		ok "$1"
	else
		not_ok "$1" "nothing like '$2' in '${3:0:300}'"
	fi
}

# A test that dies on the way has failed; without this its results to come
# would silently be missing.
results_name=$(basename "$0" .sh)${*:+ $*}
results_end=
files=$(mktemp -d)
results_finish() {
	local status=$?
	rm -rf "$files"
	[ "$(type -t guest_stop)" != function ] || guest_stop
	[ -n "$results_end" ] ||
		not_ok "$results_name" "ended early, with status $status"
}
trap results_finish EXIT

# To be called last.
results_done() { results_end=yes; }

# each_kernel ARGUMENT... -- KERNEL...: without any argument, the test runs
# once with each kernel as its argument, and ends.
each_kernel() {
	local kernel
	[ "$1" = -- ] || return 0
	shift
	for kernel in "$@"; do
		"$0" "$kernel"
	done
	results_done
	exit
}

# console_shows NAME ARGUMENT...: see on_console.
console_shows() {
	local name=$1 why
	shift
	if why=$(on_console "$@"); then
		ok "$name"
	else
		not_ok "$name" "$why"
	fi
}
