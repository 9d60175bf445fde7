#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Runs the tests.
#
#   check.sh fast     those that need no guest: two minutes
#   check.sh [all]    all; gets the kernels that are not there
#   check.sh long     what takes minutes and is in none of the others
#
# A test is a command that prints a line for each result:
#
#   ok - NAME
#   not ok - NAME (WHY)
#   skip - NAME (REASON)
#
# What else it prints is for whoever looks for the reason, in
# build/check/TEST.log. A test that fails without saying what, that says
# nothing at all or does not end in time, has failed.
#
# What compilers made is kept by ccache, if that is there, below
# ${XDG_CACHE_HOME:-~/.cache}/crashrec.
#
# The last line is the sum: N passed, N failed, N skipped.

set -euo pipefail
export LC_ALL=C
unset MAKEFLAGS MFLAGS MAKELEVEL

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=${lab%/*}
cd "$top"
logs=build/check
slots=3			# guests are emulated: each fills a CPU, but for its waits
if [ -d /usr/lib/ccache ]; then
	export PATH=/usr/lib/ccache:$PATH CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=$top
	export CCACHE_DIR=${XDG_CACHE_HOME:-$HOME/.cache}/crashrec/ccache
	export CCACHE_MAXSIZE=2G
fi
declare -A running=()	# process: test

# The scripts in tests/: seconds within which they must end, name, arguments.
# One that is not named here is run once, without arguments. What takes long
# comes early, so that all slots are busy to the end.
guest_rows="
	300 make
	600 demo3 6.1
	900 model
	900 kunit cut
	900 triggers debug
	1200 reload 20 debug
	600 stores 6.12
	900 sizes 6.1
	600 storm 6.1-rt
	600 once 6.1 ivshmem
	900 campaign debug 5
	600 campaign 6.1 5
	600 flood 6.1 20000
	600 exact 6.1
	600 demo3 6.1 range
	900 kunit
	900 device debug
	600 pstore 6.1 files
	600 follow 6.1
	900 save 6.1
	600 ecc 6.1
	600 fooled 6.1
	600 past debug
	600 facts 6.1
	600 wedge
"

long_rows="
	1800 flips
	1200 reload 100 debug
	900 demo3 debug
	600 demo3 6.1-rt
	600 demo3 6.12
	600 stores 6.1
	600 cut_by_reset 6.1
	600 cut_by_reset 6.12
	600 device 6.1
	600 device 6.1-rt
	600 device 6.12
	600 fooled debug
	600 fooled 6.1-rt
	600 fooled 6.12
	600 exact debug
	600 exact 6.1-rt
	600 exact 6.12
	600 facts 6.12
	600 facts debug
	600 past 6.1
	600 flood 6.1
	600 flood debug
	900 follow debug
	900 once 6.1
	900 once debug
	900 save 6.12
	1200 pstore 6.1
	1200 pstore 6.12
	600 vmcore 6.1
	600 vmcore 6.1-rt
	600 vmcore 6.12
	3600 eva
	3600 symbols 6.1
	2400 packages
	1500 triggers debug long
	1500 triggers 6.1-rt long
	600 triggers 6.1
	600 triggers 6.12
	1200 storm debug long
	1200 storm 6.1-rt long
	900 arm64 6.1-arm64
	900 arm64 6.12-arm64
	3600 campaign 6.1 52
	3600 campaign 6.1-rt 52
	3600 campaign 6.12 52
	3600 campaign debug 52
"

# at SECONDS: as minutes.
at() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

tell() { printf '[%5s] %s\n' "$(at $SECONDS)" "$*"; }

count() { grep -cE "^$1 - " "$2" || true; }

# run TEST LIMIT COMMAND...: to be run in the background. Results are what it
# prints to stdout; the log has that and stderr.
run() {
	local test=$1 limit=$2 begun=$SECONDS status=0 to tee_pid pid failed
	local results=$logs/$test.results log=$logs/$test.log
	shift 2
	: >"$log"
	exec 8>&-	# whatever is left behind must not hold the lock
	exec {to}> >(exec tee -a "$log" >"$results")
	tee_pid=$!
	timeout --kill-after=20 "$limit" "$@" \
		>&"$to" 2>>"$log" </dev/null {to}>&- &
	pid=$!
	# shellcheck disable=SC2064 # now
	trap "kill $pid" TERM
	wait "$pid" || status=$?
	exec {to}>&-
	# Whatever a test left behind may hold the pipe open.
	timeout 5 tail --pid="$tee_pid" -f /dev/null || true
	failed=$(count 'not ok' "$results")
	if [ $((SECONDS - begun)) -ge "$limit" ]; then
		result "not ok - $test (did not end within $limit s)"
	elif [ $status != 0 ] && [ "$failed" = 0 ]; then
		result "not ok - $test (ended with status $status: $(grep . "$log" | tail -n 1 | cut -c1-200))"
	elif ! grep -qE '^(ok|not ok|skip) - ' "$results"; then
		result "not ok - $test (told no result)"
	fi
	tell "$test: $(sum "$results"), in $((SECONDS - begun)) s"
	grep '^not ok - ' "$results" | sed 's/^/        /' || true
}

result() { echo "$1" | tee -a "$results" >>"$log"; }

# sum FILE...: what the last line says.
sum() {
	local all
	all=$(cat "$@")
	echo "$(count ok - <<<"$all") passed, $(count 'not ok' - <<<"$all") failed, $(count skip - <<<"$all") skipped"
}

# start TEST LIMIT COMMAND...: as soon as there is a free slot.
start() {
	while [ ${#running[@]} -ge "$slots" ]; do
		reap
	done
	tell "$1: begins, log in $logs/$1.log"
	run "$@" &
	running[$!]=$1
}

reap() {
	local ended
	wait -n -p ended "${!running[@]}" || true
	unset "running[$ended]"
}

finish() {
	while [ ${#running[@]} -gt 0 ]; do
		reap
	done
}

# The functions below are run as tests, by this script's own name.

userspace() { make --no-print-directory -C userspace BUILD="$top/build" "$@"; }

make_programs() { userspace -j"$(nproc)" all guest-tests check-programs; }

# What rows need, so that two at once find nothing left to be made.
check_programs() {
	if make_programs >&2; then
		echo "ok - build: programs"
	else
		echo "not ok - build: programs (make -C userspace failed)"
	fi
}

check_userspace() { make_programs && userspace check; }

# first_error: of what a compiler says.
first_error() {
	grep -m 1 -E 'error|undefined|FAILED|cannot|kernels.sh:' |
		cut -c1-200 || true
}

# check_builds KERNEL...: W=1, no warning.
check_builds() {
	local kernel said
	for kernel in "$@"; do
		if ! [ "$mode" = all ] && ! lab/kernels.sh have "$kernel" \
			>/dev/null 2>&1; then
			echo "skip - build: $kernel (it is not here: lab/kernels.sh get $kernel fetches it)"
		elif said=$(lab/modules.sh "$kernel" 2>&1); then
			echo "ok - build: $kernel"
		else
			printf '%s\n' "$said" >&2
			echo "not ok - build: $kernel ($(first_error <<<"$said"))"
		fi
	done
}

# What takes minutes tells of its steps as they come.
get_kernels() {
	local kernel
	for kernel in $(lab/kernels.sh list); do
		tell "kernel $kernel"
		timeout --kill-after=20 2700 lab/kernels.sh get "$kernel" \
			>/dev/null </dev/null 8>&- ||
			echo "not ok - kernel: $kernel (lab/kernels.sh get $kernel failed; it said why)" |
			tee "$logs/kernel-$kernel.results" >"$logs/kernel-$kernel.log"
	done
}

start_rows() {
	local name limit arguments
	while read -r limit name arguments; do
		[ -n "$name" ] || continue
		# shellcheck disable=SC2086 # arguments are words
		start "$name${arguments:+-${arguments// /-}}" "$limit" \
			"lab/tests/$name.sh" $arguments
	done <<<"$1"
}

guest_tests() {
	local script name
	start_rows "$guest_rows"
	for script in lab/tests/*.sh; do
		[ -x "$script" ] || continue	# is sourced by others
		name=${script##*/}
		name=${name%.sh}
		grep -qE "^	[0-9]+ $name( |\$)" <<<"$guest_rows$long_rows" ||
			start "$name" 600 "$script"
	done
	finish
}

check_fast() {
	start gates 300 lab/gates.sh quick
	start userspace 900 "$0" --test fast check_userspace
	start builds 600 "$0" --test fast check_builds 6.1
	finish
}

check_all() {
	start gates 600 lab/gates.sh host
	start programs 900 "$0" --test all check_programs
	finish
	start userspace 1200 "$0" --test all check_userspace
	get_kernels
	# shellcheck disable=SC2046 # a word is a kernel
	start builds 900 "$0" --test all check_builds $(lab/kernels.sh list)
	start gates-kernel 300 lab/gates.sh kernel
	start gates-self-test 600 lab/gates.sh --self-test
	guest_tests
}

check_long() {
	start_rows "$long_rows"
	finish
}

# list WHAT TITLE: all results of a sort, with the place of the log.
list() {
	local file
	for file in "$logs"/*.results; do
		sed -n "s|^$1 - \(.*\)|    \1  [${file%.results}.log]|p" "$file"
	done | { grep . || return 0; } | sed "1i $2:"
}

conclude() {
	local line
	echo
	list skip Skipped
	list 'not ok' Failed
	line=$(sum "$logs"/*.results)
	echo "$line" | tee "$logs/result"
	[[ $line =~ ^[1-9][0-9]*\ passed,\ 0\ failed ]]
}

stop() {
	[ ${#running[@]} = 0 ] || kill "${!running[@]}" 2>/dev/null || true
}

main() {
	mkdir -p "$logs"
	exec 8>"$logs/lock"
	flock -n 8 || {
		echo "check.sh: waits for another one to end, in this folder"
		flock 8
	}
	SECONDS=0
	rm -f "$logs"/*.log "$logs"/*.results "$logs/result"
	trap stop EXIT
	trap 'exit 130' INT TERM
	"check_$1"
	conclude
}

mode=${1:-all}
case $mode in
fast | all | long) main "$mode"
		exit ;;	# nothing is read from a file that was edited since
--test)		mode=$2
		"${@:3}" ;;
*)		echo "usage: check.sh [fast | all | long]" >&2
		exit 2 ;;
esac
