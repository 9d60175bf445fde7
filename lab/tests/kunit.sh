#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The KUnit suites, in the debug kernel.
#
#   kunit.sh [cut]
#
# cut: that which cuts the machine off at every store, which takes minutes.
# limit: 1200

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/recorder.sh
. "$here/../recorder.sh"

# From KTAP to our lines. Suites are at the margin, their tests 4 columns in;
# what is deeper is a test's parameters, what begins with # says why.
from_ktap() {
	awk '
	/^    # Subtest: /	{ suite = $3; next }
	/^    +# Subtest: /	{ next }
	/^ +# /			{ why = why (why == "" ? "" : "; ") substr($0, index($0, "# ") + 2); next }
	/^     +not ok /	{ why = why (why == "" ? "" : "; ") substr($0, match($0, /not ok/)) ; next }
	/^    (not )?ok /	{
		result = $1 == "not" ? "not ok" : "ok"
		name = $0
		sub(/^    (not )?ok [0-9]+ (- )?/, "", name)
		reason = ""
		if (match(name, / +# SKIP.*/)) {
			result = "skip"
			reason = substr(name, RSTART)
			sub(/^ +# SKIP */, "", reason)
			name = substr(name, 1, RSTART - 1)
			if (reason == "")
				reason = "no reason given"
		} else if (result == "not ok") {
			reason = why == "" ? "no reason given" : why
		}
		sub(/ +#.*/, "", name)
		printf "%s - kunit %s: %s%s\n", result, suite, name, reason == "" ? "" : " (" reason ")"
		why = ""
	}'
}

"$lab/modules.sh" debug
name=crashrec_${1:+$1_}kunit.ko
module=$top/build/kernel-debug/$name
if [ ! -e "$module" ]; then
	skip "kunit" "$name is not built"
	results_done
	exit 0
fi
recorder_start debug store=ram append=kunit.enable=1 "modules=$module" limit=1000
guest "insmod /$name" 900
# shellcheck disable=SC2016 # it is for the guest's
guest_get 'for suite in /sys/kernel/debug/kunit/*; do cat $suite/results; done' |
	from_ktap >"$guest_dir/results"
cat "$guest_dir/results"
guest "dmesg | grep 'records checked'" >&2 || true
[ -s "$guest_dir/results" ] || not_ok kunit "there are no results"
# Reports that tests make are told by their place.
splats=$(guest dmesg | grep -v ' at a\.c:1 \|in one+0x1/0x2' | grep -E 'BUG:|WARNING:|KASAN|UBSAN|possible ' | head -n 3) || true
expect "kunit: no splat" "" "$splats"
results_done
