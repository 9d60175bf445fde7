#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The models of the ring's protocol (lab/model/ring.pml), of how repeats are
# counted (count.pml) and of how streams join a report (stream.pml) are run
# through all their states; then once without each barrier, which must be
# missed.
#
#   model.sh [CONFIGURATION [MUTANT]]

set -euo pipefail

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=lab/tests/results.sh
. "$lab/tests/results.sh"

configurations='CUT LIVE HOST SLOT COUNT STREAM'

# Configuration in which it is missed, name, what is taken out.
mutants="
	CUT A	barrier A (the magic is zeroed before the rest is written)
	LIVE B	barrier B (the magic is behind the rest)
	CUT C	barrier C (an entry's header is behind its payload)
	HOST D	barrier D (acknowledged before any of it is gone)
	LIVE E	barrier E (all is stored before the chunk is free)
	SLOT F	barrier F (a slot is looked at after it was taken)
	SLOT G	barrier G (a slot is given back after it was written)
	LIVE H	barrier H (the header is there before its number)
	LIVE R	the barrier in refresh() (the number is read before the headers)
	LIVE REREAD	the second look at a header that was copied
	CUT CLAIM	the test of test_and_set_bit()
	SLOT LOCK	the comparison of a slot's owner
	SLOT LEAVE	the look at who has a slot that is given back
	CUT SEED	the chunk in an entry's CRC
	COUNT J	barrier J (a count is whole before the repeat, or the one before, is gone)
	COUNT CELL	the turns of the two cells
	STREAM K	barrier K (a stream is known before it looks whether it is asked for)
	STREAM L	barrier L (nobody is asked any more before streams are looked for)
"

# What a verifier said is kept, by its source: it says the same each time.
ran=${XDG_CACHE_HOME:-$HOME/.cache}/crashrec/model
mkdir -p "$ran"

# verify CONFIGURATION [MUTANT]: runs it; what spin says is in $files/said.
# provided() and partial order reduction do not go together.
verify() {
	local flags=("-D$1") optimise=-O2 model=ring
	case $1 in
	COUNT)	model=count ;;
	STREAM)	model=stream ;;
	esac
	if [ $# = 2 ]; then
		flags+=("-DMUTANT_$2")
		optimise=-O0	# compiling would take longer than running
	fi
	(
		cd "$files"
		rm -f pan*
		# Where it lies would stand in its source.
		cp "$lab"/model/*.pml .
		spin -a "${flags[@]}" "$model.pml" || exit
		key=$({ echo "$optimise"; gcc --version; cat "$lab/tests/model.sh" pan.*; } |
			sha256sum | cut -c1-32)
		if ! [ -e "$ran/$key" ]; then
			gcc "$optimise" -DSAFETY -DNOREDUCE -DCOLLAPSE \
				-DMEMLIM=1000 -o pan pan.c || exit
			./pan -n -m100000 -w24 >"$key" 2>&1 || true
			grep -q 'errors: ' "$key" || { cat "$key"; exit; }
			mv "$key" "$ran/$key"
		fi
		cat "$ran/$key"
	) >"$files/said" 2>&1 || true
	{ echo "${flags[*]}:"; cat "$files/said"; } >&2
}

said() { grep -qE "$1" "$files/said"; }

# Why it does not hold, or is not known to.
reason() { grep -m 1 -E '^pan:|rror|not completed' "$files/said" || echo "spin said nothing"; }

# That the check at the end is come to is part of it.
configuration() {
	verify "$1"
	if said 'errors: 0' && ! said 'max search depth|not completed'; then
		ok "model: $1 holds in all states"
	else
		not_ok "model: $1 holds in all states" "$(reason)"
	fi
	verify "$1" END
	if said 'assertion violated 0 '; then
		ok "model: $1 comes to its end"
	else
		not_ok "model: $1 comes to its end" "$(reason)"
	fi
}

mutant() {
	verify "$1" "$2"
	if said 'assertion violated' && said 'errors: 1'; then
		ok "model: without $3, an error is found"
	else
		not_ok "model: without $3, an error is found" "$(reason)"
	fi
}

for tool in spin gcc; do
	if ! command -v "$tool" >/dev/null; then
		skip 'model' "$tool is missing: run lab/packages.sh"
		results_done
		exit
	fi
done

for name in $configurations; do
	if [ $# -le 1 ] && [ "${1:-$name}" = "$name" ]; then
		configuration "$name"
	fi
done
while read -r where name what; do
	if [ -n "$where" ] && [ "${1:-$where}" = "$where" ] &&
		[ "${2:-$name}" = "$name" ]; then
		mutant "$where" "$name" "$what"
	fi
done <<<"$mutants"

results_done
