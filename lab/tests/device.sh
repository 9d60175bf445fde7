#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# build/device_test, which tries /dev/crashrec, in a guest.
#
#   device.sh [KERNEL]
#
# Without KERNEL: each in turn.
# limit: 1800

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/recorder.sh
. "$here/../recorder.sh"

each_kernel "$@" -- 6.1 6.1-rt 6.12 debug

kernel=$1
program=$top/build/device_test

recorder_make guest-tests
recorder_start "$kernel" store=ivshmem "modules=$program"
recorder_load
# It wants two records to read.
for name in warn null; do
	recorder_run "$name"
	recorder_wait "$(scenario_get "$name" title)" >/dev/null
done
status=0
guest_get 'device_test' 240 | sed "s/^\(ok\|not ok\|skip\) - /&$kernel device: /" ||
	status=$?
case $status in
0 | 1)	;;
*)	not_ok "$kernel device: device_test" "it ended with status $status" ;;
esac
results_done
