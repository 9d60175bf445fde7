#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Boots a kernel with crashrec, makes it report something, and tells whether
# the record is right.
#
#   run.sh [KERNEL [SCENARIO | all]]
#
# KERNEL is a name that kernels.sh knows, or all (default: 6.1). SCENARIO is
# from scenarios.tsv. A line per check: ok, not ok or skip; the last line has
# the counts. Fails where a check does.

set -euo pipefail

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

kernels=${1:-6.1}
scenario=${2:-all}
[ "$kernels" != all ] || kernels=$("$lab/kernels.sh" list)

case $kernels in
-*)	sed -n '4,/^$/{s/^# \{0,1\}//; p}' "$0"
	exit 2 ;;
esac

for kernel in $kernels; do
	"$lab/tests/triggers.sh" "$kernel" "$scenario" || true
done | "$lab/count.sh"
