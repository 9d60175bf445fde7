#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What helps who bisects, and who compares: bisect-log, judge, diff, merge.
# Output, messages and exit status of each case must equal tests/golden/CASE.
#
#   verdict_test.sh [--write] CRASHREC IMAGE_WRITE
#
# --write makes the golden files from what CRASHREC gives. Two published logs are
# no part of the project: they are read from $SEEDS, else from ../shared/seeds
# beside it, if they are there.

set -uo pipefail

write=
if [ "${1-}" = --write ]; then
	# shellcheck disable=SC2034 # for support_golden.sh
	write=1
	shift
fi
[ $# -eq 2 ] || { echo "usage: verdict_test.sh [--write] CRASHREC IMAGE_WRITE" >&2; exit 2; }
crashrec=$(realpath "$1")
image_write=$(realpath "$2")
tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
golden=$tests/golden
seeds=${SEEDS:-$tests/../../../shared/seeds}
# shellcheck source=userspace/tests/support_golden.sh
. "$tests/support_golden.sh"

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1

for image in demo repeats user zero; do
	"$image_write" "$image" "$image.img" || exit 1
done
cp "$tests"/bisect/*.log . || exit 1
head -n 19 cause.log >cut.log
printf 'git bisect start\ngit bisect bad 1234567 \033[31m\n# bad: [1234567] a\033[31mb\377\n' >hostile.log
printf 'a text\n' >other.log

golden_case bisect-log-help bisect-log --help
golden_case bisect-log bisect-log cause.log
golden_case bisect-log-json bisect-log --json cause.log fix.log
golden_case bisect-log-fix bisect-log fix.log
golden_case bisect-log-git bisect-log git.log run.log
golden_case bisect-log-cut bisect-log cut.log
golden_case bisect-log-hostile bisect-log hostile.log
golden_case bisect-log-errors bisect-log other.log absent.log . git.log
golden_case bisect-log-usage bisect-log

# What the published logs tell, beside what bisect_test looks at.
# seed NAME PREFIX TESTS
seed() {
	local log rows
	log=$(compgen -G "$seeds/$2*" | head -n 1)
	if [ -z "$log" ]; then
		skip "$1" "it is not there: SEEDS=folder"
		return
	fi
	run got "$crashrec" bisect-log "$log"
	rows=$(grep -cE '^ *[0-9]+  [0-9a-f]{12}  ' got)
	if [ "$rows" != "$3" ] || ! tail -n 2 got | cmp -s - end; then
		not_ok "$1" "$rows tests: $(tail -n 2 got | paste -sd ' ')"
	elif [ "$("$crashrec" bisect-log --json "$log" |
			jq -r '"first bad commit: \(.culprit.commit) \(.culprit.subject)"')" != \
		"$(grep '^first bad commit: ' "$log")" ]; then
		not_ok "$1" "the culprit is not the log's"
	else
		ok "$1"
	fi
}

printf -- '--- stderr\n--- exit 0\n' >end
seed bisect_log_of_seed_3 003_ 15
seed bisect_log_of_seed_4 004_ 27

exit $failed
