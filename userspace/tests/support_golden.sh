# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Comparing what the program gives with golden files; source it first, as it takes
# a leading --write from the arguments: then the golden files are made. The test
# sets crashrec.

# shellcheck disable=SC2034 # for who sources this
tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
golden=$tests/golden
write=
if [ "${1-}" = --write ]; then
	write=1
	shift
fi
# shellcheck source=userspace/tests/support_tap.sh
. "$tests/support_tap.sh"

# run FILE PROGRAM ARG...: what it gives, in one file
run() {
	local file=$1 code=0
	shift
	"$@" >out 2>err </dev/null || code=$?
	{ cat out; echo "--- stderr"; cat err; echo "--- exit $code"; } >"$file"
}

# same NAME FILE: is it what the golden file says?
same() {
	# shellcheck disable=SC2154 # set by who sources this
	if [ -n "$write" ]; then
		cp "$2" "$golden/$1"
	fi
	# shellcheck disable=SC2154
	if cmp -s "$golden/$1" "$2"; then
		ok "cli_$1"
	else
		not_ok "cli_$1" "differs from golden/$1"
		diff -u "$golden/$1" "$2" >&2
	fi
}

# golden_case NAME ARG...
golden_case() {
	local name=$1
	shift
	# shellcheck disable=SC2154
	run got "$crashrec" "$@"
	same "$name" got
}

# built_with LIBRARY: not by a pipe, which grep -q may break
built_with() {
	case $(ldd "$crashrec") in
	*"$1"*)	return 0 ;;
	*)	return 1 ;;
	esac
}
