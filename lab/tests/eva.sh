#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Frama-C's Eva goes through what reads regions and records, with any bytes in
# them (lab/eva): no access out of bounds, no use of what is not set, no
# overflow that C leaves open. What it can't show is in lab/eva/argued.tsv, with
# the reason why it holds; anything else has failed.
# limit: 2400
#
#   eva.sh [ENTRY]

set -euo pipefail

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=lab/tests/results.sh
. "$lab/tests/results.sh"
cd "$lab/.."

argued=lab/eva/argued.tsv
limit=900	# seconds for one of them

# Function, its file in lab/eva, files of the core, how often loops are taken
# apart, states that are kept apart, what it is about.
entries="
	eva_crc		read	crc32c			0	60	a CRC of any bytes
	eva_probe	read	region,sort		0	100	the header of a region
	eva_boots	read	region,sort		0	200	boots, and what they lost
	eva_scan	read	region,sort		31	4	the headers of chunks
	eva_gather	gather	region,sort,encoder	0	100	the chunks of a report
	eva_entry	gather	region,sort,encoder	66	40	an entry of a chunk
	eva_lines	gather	region,sort,encoder	5	20	the lines of a report
	eva_decode	record	record,encoder,region,sort	42	20	bytes that may be a record
	eva_attr	record	record,encoder,region,sort	42	20	the attributes of a record
	eva_encode	record	record,encoder,region,sort	5	10	a record is made
	eva_put		parts	parts,record,encoder,region,sort	17	10	what is made of the text
	eva_repair	repair	repair,region,sort	0	100	what decayed is repaired
	eva_complete	complete	complete,record,encoder,region,sort	60	20	a record is completed
"

# What is more for some: functions of which no more is known than their
# contracts, and such whose loops' rounds are not kept apart.
more_of() {
	case $1 in
	eva_gather)	echo "-eva-use-spec take_entry,order_lines,find_facts" ;;
	eva_entry | eva_complete) echo "-eva-slevel-function $1:0" ;;
	esac
}

# precision_of UNROLL: where loops are taken apart, the rest need not be as precise.
precision_of() {
	if [ "$1" = 0 ]; then echo 4; else echo 1; fi
}

# analyse ENTRY FILE CORE UNROLL STATES: what is known of each property is in
# $files/ENTRY.csv.
analyse() {
	local core=("module/core/${3//,/.c module/core/}.c") more
	read -ra more <<<"$(more_of "$1")"
	# shellcheck disable=SC2206 # words are files
	core=(${core[0]})
	timeout "$limit" nice frama-c -machdep gcc_x86_64 -c11 \
		-cpp-extra-args="-Iinclude -Ilab/eva -iquote module -include lab/eva/env.h" \
		"lab/eva/$2.c" lab/eva/stubs.c "${core[@]}" \
		-eva -main "$1" -eva-precision "$(precision_of "$4")" \
		-eva-slevel "$5" -eva-min-loop-unroll "$4" \
		-eva-split-return full -eva-domains symbolic-locations,equality \
		-eva-no-show-progress "${more[@]}" \
		-then -report-csv "$files/$1.csv"
}

# found ENTRY: what was not shown: entry, file, function, kind, property. That
# functions keep what their contracts promise is shown where they are analysed;
# what a contract asks, of each call.
found() {
	awk -F '\t' -v OFS='\t' -v entry="$1" '
		entry == "eva_gather" && $5 == "postcondition" { next }
		$5 ~ /^(precondition|(assigns|from) clause)$/ { next }
		$1 !~ /^FRAMAC/ && ($6 == "Unknown" || $6 ~ /[Ii]nvalid/) {
			print entry, $1 "/" $2, $4, $5, $7
		}' "$files/$1.csv" | sort -u
}

# What is argued of an entry, without the reason.
known() { awk -F '\t' -v OFS='\t' -v entry="$1" '$1 == entry { print $1, $2, $3, $4, $5 }' "$argued" | sort -u; }

# first FILE: the first line of it, and how many there are.
first() { echo "$(wc -l <"$1"): $(head -n 1 "$1" | tr '\t' ' ' | cut -c1-200)"; }

# Statements that Eva did not come to are not shown to be right: few are left,
# as those behind a failure that the stubs do not have.
covered() { grep -oP 'statements reached .*: \K[0-9]+(?=% coverage)' "$1" || echo 0; }

entry() {
	local name="eva: $1 ($6)" log=$files/$1.log percent
	if ! analyse "$@" >"$log" 2>&1 || ! [ -s "$files/$1.csv" ]; then
		cat "$log" >&2
		not_ok "$name" "did not end: $(tail -n 1 "$log" | cut -c1-200)"
		return
	fi
	cat "$log" >&2
	percent=$(covered "$log" | head -n 1)
	found "$1" >"$files/found"
	known "$1" >"$files/known"
	comm -23 "$files/found" "$files/known" >"$files/new"
	comm -13 "$files/found" "$files/known" >"$files/gone"
	cat "$files/new" >&2
	if [ -s "$files/new" ]; then
		not_ok "$name" "not shown, $(first "$files/new")"
	elif [ -s "$files/gone" ]; then
		not_ok "$name" "argued, but shown by now, $(first "$files/gone")"
	elif [ "$percent" -lt 80 ]; then
		not_ok "$name" "came to $percent % of the statements only"
	else
		ok "$name, $(wc -l <"$files/found") argued"
	fi
}

if ! command -v frama-c >/dev/null; then
	skip eva "frama-c is missing: run lab/packages.sh long"
	results_done
	exit
fi

while read -r name file core unroll states what; do
	if [ -n "$name" ] && [ "${1:-$name}" = "$name" ]; then
		entry "$name" "$file" "$core" "$unroll" "$states" "$what"
	fi
done <<<"$entries"

results_done
