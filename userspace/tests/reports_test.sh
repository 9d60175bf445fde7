#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What crashrec makes of reports as 6.1 to 6.18 print them, on x86, arm64 and
# riscv: for each of reports/*.log the lines of reports/golden that begin with
# its name: title, type, class, function, why it is corrupted, lines of the
# file; and those of reports/blamed: what crashrec blame prints.
#
#   reports_test.sh [--write] CRASHREC
#
# --write makes both from what CRASHREC gives: look at the difference.

set -uo pipefail

write=
if [ "${1-}" = --write ]; then
	write=1
	shift
fi
[ $# -eq 1 ] || { echo "usage: reports_test.sh [--write] CRASHREC" >&2; exit 2; }
crashrec=$(realpath "$1")
reports=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/reports

# told FILE [PREFIX]: a line for each report in it, lines having that prefix
told() {
	sed "s/^/${2-}/" "$1" | "$crashrec" parse --json - |
		jq -r --arg name "$(basename "$1" .log)" \
		'[$name, .title, .type // "-", .class, .frame // "-",
		  .corrupted_reason // "-", "\(.first_line)-\(.last_line)"] |
		 join(" | ")'
}

# blamed FILE
blamed() {
	"$crashrec" blame "$1" 2>&1 | sed "s/^/$(basename "$1" .log) | /"
}

if [ -n "$write" ]; then
	for file in "$reports"/*.log; do
		told "$file"
	done >"$reports/golden"
	for file in "$reports"/*.log; do
		blamed "$file"
	done >"$reports/blamed"
	exit
fi

failed=0
for file in "$reports"/*.log; do
	name=$(basename "$file" .log)
	if diff <(grep "^$name | " "$reports/golden") \
		<(told "$file" '[    1.000000][    T7] ') >&2; then
		echo "ok - report: $name, where lines tell their caller"
	else
		echo "not ok - report: $name, where lines tell their caller (differs from reports/golden)"
		failed=1
	fi
	if diff <(grep "^$name | " "$reports/golden") <(told "$file") >&2; then
		echo "ok - report: $name"
	else
		echo "not ok - report: $name (differs from reports/golden)"
		failed=1
	fi
	if diff <(grep "^$name | " "$reports/blamed") <(blamed "$file") >&2; then
		echo "ok - report: $name, who is blamed"
	else
		echo "not ok - report: $name, who is blamed (differs from reports/blamed)"
		failed=1
	fi
done
exit $failed
