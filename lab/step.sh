# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Long steps that say what they are; source it.

# step TEXT COMMAND...: run it, without input; say on stderr what it is and how
# long it took. What it prints is shown only if it fails.
step() {
	local text=$1 start=${EPOCHREALTIME/[.,]/} log status=0 tenths
	shift
	log=$(mktemp)
	printf '  %-60s' "$text" >&2
	"$@" >"$log" 2>&1 </dev/null || status=$?
	if [ $status = 0 ]; then
		tenths=$(((${EPOCHREALTIME/[.,]/} - start) / 100000))
		printf '%4d.%d s\n' $((tenths / 10)) $((tenths % 10)) >&2
	else
		printf ' FAILED\n' >&2
		tail -n 40 "$log" >&2
	fi
	rm -f "$log"
	return $status
}
