#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The rules of style and dependency that a machine can check.
#
#   gates.sh                 all of them
#   gates.sh NAME...         gates, or groups of them
#   gates.sh --list          their names, and the groups that each is in
#   gates.sh --self-test     breaks the rules one by one, in a copy of the
#                            tree, and looks whether the gates say so
#
# A line for each: `ok - gate: NAME`, `not ok - gate: NAME (WHAT IS WRONG)`,
# or `skip - gate: NAME (WHY)`; the exit status is 1 if one is not ok. All
# that is wrong is in build/gates/NAME.log.
#
# A gate is a function gate_NAME in gates/*.sh. What it prints is wrong; on
# file descriptor 3 it tells why it can't look. What passed slow tools is
# remembered below ${XDG_CACHE_HOME:-~/.cache}/crashrec, by the hash of what that
# depends on: a file that passed is looked at again when it, a header of it, the
# tool or the gate changed.

set -euo pipefail
export LC_ALL=C

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=${lab%/*}
cd "$top"
kept=build/gates
passed=${XDG_CACHE_HOME:-$HOME/.cache}/crashrec/gates
jobs=$(nproc)

# Groups: host (needs no kernel), kernel (needs one), quick (done in a few
# seconds where little changed; what it needs from a kernel may be missing).
gates=(
	"includes	host quick"
	"places		host quick"
	"core-symbols	host quick"
	"headers	host quick"
	"spdx		host quick"
	"words		host quick"
	"lengths	host quick"
	"documented	host quick"
	"shellcheck	host quick"
	"checkpatch	kernel quick"
	"kernel-doc	kernel quick"
	"cppcheck	host"
	"clang-tidy	host"
	"sparse		kernel"
)

# files REGEX...: the project's own files, committed or not yet, whose path
# matches one of them and is none of the data that tests compare with.
files() {
	local list=$kept/files
	if [ ! -e "$list.$$" ]; then
		{ git ls-files --cached --others --exclude-standard 2>/dev/null ||
			find . -type f -not -path './build/*' -printf '%P\n'; } |
		while read -r file; do
			[ ! -f "$file" ] || printf '%s\n' "$file"
		done | sort -u >"$list.$$"
	fi
	grep -E "$(IFS='|'; echo "$*")" "$list.$$" |
		grep -vE '/(golden|corpus|testdata)/' || true
}

# each_file GATE SALT: of the files on stdin, runs those that changed since
# they passed through the function GATE_one FILE, which prints what is wrong.
# SALT is what the outcome depends on beside the file, its headers and the
# functions GATE_*.
each_file() {
	mkdir -p "$passed/$1"
	gates_salt=$(echo "$2" "${c_flags[*]}"; functions_of "$1")
	export gates_salt
	xargs -r -d '\n' -n 1 -P "$jobs" "$lab/gates.sh" --one "$1" ||
		echo "(above: $1)"
}

functions_of() {
	local name
	declare -F | while read -r _ _ name; do
		case $name in
		"${1//-/_}"_*)	declare -f "$name" ;;
		esac
	done
}

# The flags with which userspace compiles, for tools that read its sources.
c_flags=(-std=gnu11 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64
	'-DCRASHREC_VERSION="0"' -Iinclude -iquote module)

one_file() {
	local gate=$1 file=$2 key found
	key=$({ printf '%s' "$gates_salt$file"; inputs_of "$file"; } |
		sha256sum | cut -c1-32)
	if [ -e "$passed/$gate/$key" ]; then
		touch "$passed/$gate/$key"
		return 0
	fi
	found=$("${gate//-/_}_one" "$file" 2>&1) || found=${found:-"$file: $gate failed"}
	if [ -n "$found" ]; then
		printf '%s\n' "$found"
	else
		: >"$passed/$gate/$key"
	fi
}

# A file and the headers of the tree that it includes.
inputs_of() {
	local list
	case $1 in
	include/* | module/core/* | userspace/*)
		list=$(gcc -MM "${c_flags[@]}" "$1" 2>/dev/null |
			sed 's/^[^ ]*://; s/\\$//') || list=
		# shellcheck disable=SC2086 # a word is a file
		cat "$1" $list ;;
	*.sh | .ci/*)
		sourced_by "$1" ;;
	*)	cat "$1" ;;
	esac
}

# A script with all that it sources, as it tells shellcheck.
sourced_by() {
	local list=$1 more
	while more=$(xargs -r grep -shoP '# shellcheck source=\K[a-z]\S+' <<<"$list" |
			sort -u | grep -vxF "$list"); do
		list+=$'\n'$more
	done
	xargs cat <<<"$list"
}

# once GATE SALT FILE...: the same for a function GATE_all that looks at all
# the files together.
once() {
	local gate=$1 key found
	key=$({ echo "$2"; functions_of "$gate"; sha256sum "${@:3}"; } |
		sha256sum | cut -c1-32)
	mkdir -p "$passed/$gate"
	[ ! -e "$passed/$gate/$key" ] || return 0
	found=$("${gate//-/_}_all" "${@:3}" 2>&1) || found=${found:-"$gate failed"}
	if [ -n "$found" ]; then
		printf '%s\n' "$found"
	else
		: >"$passed/$gate/$key"
	fi
}

# cannot WHY: to be called by a gate that can't look; it returns then.
cannot() { printf '%s\n' "$*" >&3; }

needs() {
	local tool
	for tool in "$@"; do
		command -v "$tool" >/dev/null || {
			cannot "$tool is missing: run lab/packages.sh"
			return 1
		}
	done
}

# What has not been used for a month is never asked for again.
forget_old() {
	mkdir -p "$passed"
	find "$kept" "$passed" -type f -mtime +30 -delete
}

run_gate() {
	local gate=$1 log=$kept/$1.log why=$kept/$1.why first
	rm -f "$why"
	"gate_${gate//-/_}" >"$log" 2>&1 3>"$why" ||
		echo "gate_${gate//-/_}: ended with status $?" >>"$log"
	if [ -s "$why" ]; then
		echo "skip - gate: $gate ($(head -n 1 "$why"))"
	elif [ -s "$log" ]; then
		first=$(grep -m 2 . "$log" | cut -c1-140 | paste -sd '|' |
			sed 's/|/ | /g')
		echo "not ok - gate: $gate ($(wc -l <"$log") in $log: $first)"
		return 1
	else
		echo "ok - gate: $gate"
	fi
	rm -f "$why"
}

# names_of NAME...: the gates that are meant by gates and groups.
names_of() {
	local want gate groups found
	for want in "$@"; do
		found=
		for gate in "${gates[@]}"; do
			read -r gate groups <<<"$gate"
			case " $gate $groups all " in
			*" $want "*) echo "$gate"; found=yes ;;
			esac
		done
		[ -n "$found" ] || {
			echo "gates.sh: no gate or group is called '$want'; see gates.sh --list" >&2
			return 2
		}
	done
}

main() {
	local gate names failed=0
	names=$(names_of "$@")
	mkdir -p "$kept"
	trap 'rm -f "$kept/files.$$"' EXIT
	forget_old
	files . >/dev/null
	for gate in $names; do
		run_gate "$gate" || failed=1
	done
	return $failed
}

for part in lab/gates/*.sh; do
	# shellcheck source=/dev/null
	. "$part"
done

case ${1:-} in
--one)		one_file "$2" "$3" ;;
--list)		printf '%s\n' "${gates[@]}" | expand -t 16 ;;
--self-test)	self_test ;;
-*)		sed -n '3,/^$/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
*)		main "${@:-all}" ;;
esac
