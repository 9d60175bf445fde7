#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The KUnit suites, in the debug kernel.
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
module=$top/build/kernel-debug/crashrec_kunit.ko
if [ ! -e "$module" ]; then
	skip "kunit" "crashrec_kunit.ko is not built"
	results_done
	exit 0
fi
recorder_start debug store=ram append=kunit.enable=1 "modules=$module" limit=600
guest 'insmod /crashrec_kunit.ko' 300
# shellcheck disable=SC2016 # it is for the guest's
guest_get 'for suite in /sys/kernel/debug/kunit/*; do cat $suite/results; done' |
	from_ktap >"$guest_dir/results"
cat "$guest_dir/results"
[ -s "$guest_dir/results" ] || not_ok kunit "there are no results"
splats=$(guest dmesg | grep -E 'BUG:|WARNING:|KASAN|UBSAN|possible ' | head -n 3) || true
expect "kunit: no splat" "" "$splats"
results_done
