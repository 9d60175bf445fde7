#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What each command gives with --json is as crashrec.schema.json says, and has no
# key that is not in it.
#
#   schema_test.sh CRASHREC BUILD IMAGE_WRITE RECORD_WRITE
#
# fake_device.so is in BUILD.
#
# shellcheck disable=SC2317 # functions are called by names that are put together

set -uo pipefail

[ $# -eq 4 ] || { echo "usage: schema_test.sh CRASHREC BUILD IMAGE_WRITE RECORD_WRITE" >&2; exit 2; }
crashrec=$(realpath "$1")
# shellcheck disable=SC2034 # for support_save.sh
build=$(realpath "$2")
image_write=$(realpath "$3")
record_write=$(realpath "$4")
tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
schema=$tests/../crashrec.schema.json
# shellcheck source=userspace/tests/support_save.sh
. "$tests/support_save.sh"

if ! command -v python3 >/dev/null || ! python3 -c 'import jsonschema' 2>/dev/null; then
	skip json_schema "no python3-jsonschema"
	exit 0
fi

dir=$(save_folder)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
export FAKE_DEVICE=$dir/fake
images=(demo repeats user machine streams lost-heads empty zero)
for image in "${images[@]}"; do
	"$image_write" "$image" "$image.img" || exit 1
done
cp "$tests"/bisect/*.log .
mkdir -p pstore fake
printf 'Oops#1 Part1\n<4>Kernel panic - not syncing: lab\n' >pstore/dmesg-ramoops-0
printf '[    1.0] Kernel panic - not syncing: lab\n' >panic.log
printf '[    1.0] all is well\n' >fine.log
"$record_write" fake 1 1.rec:1:warn 2.rec:2:oops || exit 1

# Of each command a function that runs it with --json, wherever that may differ.
each_image() {
	local image
	for image in "${images[@]}"; do
		"$crashrec" "$@" --json -f "$image.img"
	done
	"$crashrec" "$@" --json -f pstore
	"$crashrec" "$@" --json -f panic.log
}
json_list() { each_image list --user; on_device "$crashrec" list --json; }
json_show() { each_image show --user; on_device "$crashrec" show --json; }
json_stats() {
	local file
	for file in "${images[@]/%/.img}" pstore panic.log saved; do
		"$crashrec" stats --json -f "$file"
	done
}
json_parse() {
	"$crashrec" parse --json "$tests"/reports/*.log
	"$crashrec" parse --json --report panic.log fine.log
}
json_follow() { "$crashrec" follow --json -f demo.img | head -n 1; }
json_save() { "$crashrec" save --json --no-journal -f demo.img -d saved; }
json_ack() { on_device "$crashrec" ack --json 1; }
json_bisect-log() { "$crashrec" bisect-log --json cause.log fix.log git.log run.log; }
json_judge() {
	"$crashrec" judge --json panic.log
	"$crashrec" judge --json --class oops fine.log demo.img zero.img panic.log
}
json_diff() {
	"$crashrec" diff --json --all demo.img repeats.img
	"$crashrec" diff --json empty.img saved
}
json_symbolize() {
	"$crashrec" symbolize --json -f demo.img
	"$crashrec" symbolize --json "$tests"/symbols/code*.log
	"$crashrec" show --json --code --symbols -f demo.img
}
json_blame() {
	each_image blame
	"$crashrec" blame --json "$tests"/reports/*.log
}
json_merge() { "$crashrec" merge --json -d merged demo.img saved user.img; }

declare -A kinds=(
	[stats]=statistics [save]=saved [ack]=acknowledged
	[bisect-log]=bisection [judge]=verdict [diff]=difference
	[merge]=merged [blame]=guilt
)

# What is not saved can't be merged: in this order.
first='save list show stats parse follow'
for command in $first $("$crashrec" help | sed -n 's/^  \([a-z][a-z-]*\)  *.*/\1/p' |
		grep -vxE "crashrec|${first// /|}"); do
	"$crashrec" "$command" --help | grep -q -- '--json' || continue
	if [ "$(type -t "json_$command")" != function ]; then
		not_ok "json_schema: $command" "it has --json, and no row in this test"
		continue
	fi
	"json_$command" >lines 2>err
	if said=$(python3 "$tests/schema_check.py" "$schema" \
			"${kinds[$command]:-record}" <lines 2>&1); then
		ok "json_schema: $command"
	else
		not_ok "json_schema: $command" "$(head -n 3 <<<"$said" | paste -sd '|')"
	fi
done

# The check itself: what is wrong is found.
refuses() {
	local name=$1
	shift
	"$crashrec" list --json -f demo.img 2>err | sed "$@" >lines
	if python3 "$tests/schema_check.py" "$schema" record <lines >said 2>&1; then
		not_ok "json_schema_refuses: $name" "it does not"
	else
		ok "json_schema_refuses: $name"
	fi
}
refuses 'a key that is new' 's/"seq":/"number":1,"seq":/'
refuses 'a key that is gone' 's/"seq":[0-9]*,//'
refuses 'a number as a string' 's/"seq":\([0-9]*\)/"seq":"\1"/'
refuses 'another word' 's/"state":"complete"/"state":"done"/'
refuses 'another kind' 's/"kind":"record"/"kind":"thing"/'
refuses 'another version' 's/"version":1/"version":2/'
refuses 'nothing at all' d

exit $failed
