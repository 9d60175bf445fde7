#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What each command makes of five published logs. They are no part of the project:
# they are read from $SEEDS, else from ../shared/seeds beside it, if they are
# there. tests/golden/seeds/CASE has what is expected, and says where in a log
# its words stand: see support_quote.pl.
#
#   seeds_test.sh [--write] CRASHREC
#
# --write makes the golden files from what CRASHREC gives: look at the difference,
# and at them as they are compared: support_quote.pl expand LOG <GOLDEN.

set -uo pipefail
export LC_ALL=C
unset DEBUGINFOD_URLS

# shellcheck source=userspace/tests/support_golden.sh
. "$(dirname "${BASH_SOURCE[0]}")/support_golden.sh"

[ $# -eq 1 ] || { echo "usage: seeds_test.sh [--write] CRASHREC" >&2; exit 2; }
crashrec=$(realpath "$1")
golden=$tests/golden/seeds
quote=$tests/support_quote.pl
seeds=$(realpath -m "${SEEDS:-$tests/../../../shared/seeds}")

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
# The project's own words.
cat "$tests"/golden/[a-z]*-* "$tests"/symbols/golden/* \
	"$tests/../crashrec.schema.json" >words || exit 1

# tell NAME [TEXT...]: is what was got as the golden file says of these texts?
tell() {
	local name=$1 found
	shift
	if [ -n "$write" ] && ! "$quote" quote words "$@" <got >"$golden/$name"; then
		not_ok "seeds_$name" "could not be quoted"
	elif ! "$quote" expand "$@" <"$golden/$name" >want 2>err; then
		not_ok "seeds_$name" "golden/seeds/$name: $(cat err)"
	elif ! cmp -s want got; then
		not_ok "seeds_$name" "differs from golden/seeds/$name"
		diff -u want got >&2
	elif ! found=$("$quote" leaks "$@" <"$golden/$name"); then
		not_ok "seeds_$name" "golden/seeds/$name has words of a log: ${found%%$'\n'*}"
	else
		ok "seeds_$name"
	fi
}

# in_lines FILE: JSON and pages, so that the difference of two can be read; the
# style of pages is left out, which cli_report-page has.
in_lines() {
	sed -i -e 's/},{/},\n{/g; s/\],"/],\n"/g' -e '/^<style>$/,/^<\/style>$/d' "$1"
}

# of_seed NUMBER CASE ARG...
of_seed() {
	local number=$1 name=$1-$2
	shift 2
	run got "$crashrec" "$@"
	case $name in
	*-json)	in_lines got ;;
	esac
	tell "$name" "seed-$number.log"
}

# without_place: of what is of the file, and not of the report, and instructions
without_place() {
	sed -E 's/"file":"[^"]*","index":[0-9]+,//;
		s/"first_line":[0-9]+,"last_line":[0-9]+,("time":)/\1/;
		s/,"listing":"([^"\\]|\\.)*"//g'
}

# same_object NUMBER CASE ARG...: is it the object that parse --json shows?
same_object() {
	local number=$1 name=$1-$2
	shift 2
	"$crashrec" parse --json "seed-$number.log" | without_place >want
	"$crashrec" "$@" 2>err | without_place >got
	if [ -s got ] && cmp -s want got; then
		ok "seeds_$name"
	else
		not_ok "seeds_$name" "differs from what parse shows: $(cat err)"
	fi
}

seed_cases() {
	local number=$1 log=seed-$1.log
	of_seed "$number" list list -f "$log"
	of_seed "$number" list-json list --json -f "$log"
	of_seed "$number" show show -f "$log"
	same_object "$number" show-json show --json -f "$log"
	of_seed "$number" show-raw show --raw 1 -f "$log"
	of_seed "$number" stats stats -f "$log"
	of_seed "$number" parse parse "$log"
	of_seed "$number" parse-json parse --json "$log"
	of_seed "$number" parse-report parse --report "$log"
	of_seed "$number" blame blame "$log"
	of_seed "$number" blame-json blame --json "$log"
	of_seed "$number" graph graph -f "$log"
	# How Graphviz places things depends on fonts.
	run got env PATH=/nowhere "$crashrec" report --html - -f "$log"
	in_lines got
	tell "$number-report" "$log"
	of_seed "$number" judge judge "$log"
	of_seed "$number" judge-json judge --json "$log"
	of_seed "$number" bisect-log bisect-log "$log"
	of_seed "$number" bisect-log-json bisect-log --json "$log"
	if ! built_with libdw || ! built_with libcapstone; then
		skip "seeds_$number-symbolize" "built without libdw-dev or libcapstone-dev"
		return
	fi
	of_seed "$number" show-code show --code -f "$log"
	of_seed "$number" symbolize symbolize "$log" --debug-dir nowhere
	same_object "$number" symbolize-json symbolize --json "$log" --debug-dir nowhere
}

# of_two CASE ARG...: of the last two
of_two() {
	local name=$1
	shift
	run got "$crashrec" "$@"
	tell "$name" seed-3.log seed-4.log
}

two_cases() {
	of_two diff diff seed-3.log seed-4.log
	of_two diff-json diff --json seed-3.log seed-4.log
	of_two diff-same diff --all seed-4.log seed-4.log
	of_two merge merge -d merged seed-3.log seed-4.log
	of_two judge-runs judge --title 'possible deadlock in *' seed-3.log seed-4.log
	of_two parse-both-report parse --report seed-3.log seed-4.log
	of_two symbolize-absent symbolize seed-4.log --vmlinux absent
}

if ! command -v perl >/dev/null; then
	skip seeds "no perl"
	exit 0
fi
here=
for number in 0 1 2 3 4; do
	log=$(compgen -G "$seeds/00${number}_*" | head -n 1)
	if [ -z "$log" ]; then
		skip "seeds_$number" "it is not there: SEEDS=folder"
		continue
	fi
	cp "$log" "seed-$number.log" || exit 1
	here+=$number
	seed_cases "$number"
done
[[ $here != *34 ]] || two_cases

exit $failed
