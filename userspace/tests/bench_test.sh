#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Does each pass of the bench come to its end? How fast it is, is not of
# interest here.

set -euo pipefail

bench=$1

for pass in $("$bench" --mib=1 --runs=1 | awk '{ print $1 }'); do
	if lines=$("$bench" --mib=1 --runs=1 "--once=$pass") &&
		[ "$lines" -gt 1000 ]; then
		echo "ok - bench: pass $pass"
	else
		echo "not ok - bench: pass $pass (${lines:-none} lines)"
	fi
done
