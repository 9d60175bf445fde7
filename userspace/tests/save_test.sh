#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# crashrec save, with a device that is a folder: what is where afterwards,
# whatever happens on the way.
#
#   save_test.sh CRASHREC TRACED BUILD RECORD_WRITE
#
# CRASHREC is tested, TRACED is the same without sanitizers, for kill_at; that
# and fake_device.so are in BUILD. RECORD_WRITE makes records.

set -uo pipefail

[ $# -eq 4 ] || { echo "usage: save_test.sh CRASHREC TRACED BUILD RECORD_WRITE" >&2; exit 2; }
crashrec=$(realpath "$1")
traced=$(realpath "$2")
build=$(realpath "$3")
record_write=$(realpath "$4")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# shellcheck source=userspace/tests/support_save.sh
. "$here/support_save.sh"
dir=$(save_folder)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
export FAKE_DEVICE=$dir/fake

# setup FILE:SEQ:KIND...: a device with these records, and nothing saved.
setup() {
	rm -rf fake out
	mkdir fake
	"$record_write" fake 1 "$@" || exit 1
}

three=(1.rec:1:warn 2.rec:2:oops 3.rec:3:large)

# save ARGUMENT...: sets code, and leaves what it said in said and err.
save() {
	code=0
	on_device "$crashrec" save --no-journal -d out "$@" >said 2>err ||
		code=$?
}

# is NAME CONDITION...: a command that must be true.
is() {
	local name=$1
	shift
	if "$@"; then
		ok "save_$name"
	else
		not_ok "save_$name" "not so: $* (status $code: $(head -n 1 err))"
	fi
}

acked() { tr -d '\n' <fake/acked 2>/dev/null; }
files() { (cd out && printf '%s\n' * | sort); }
mode() { stat -c %a "$1"; }
# shellcheck disable=SC2317 # is() calls it
both() { [ "$1" = "$2" ] && [ "$3" = "$4" ]; }
id=010000000000000000000000000000c5
one=$id-1-5000000000

# What was saved.

setup "${three[@]}"
on_device "$crashrec" show --json >before 2>/dev/null
save
is all_are_acknowledged both "$(acked)" " 1 2 3" "$code" 0
is bytes_are_the_device\'s cmp -s fake/3.rec "out/$id-3-7000000000.crec"
is only_the_owner_may_read both "$(mode out)" 700 "$(mode "out/$one.crec")" 600
"$crashrec" show --json -f out >after 2>/dev/null
is the_folder_reads_as_the_device cmp -s <(sourceless <before) \
	<(sourceless <after)
"$crashrec" show --json -f "out/$one.crec" >after 2>/dev/null
is a_file_reads_as_the_device cmp -s <(head -n 1 before | sourceless) \
	<(sourceless <after)
"$crashrec" show 2 --raw -f out >after
is a_record_of_a_folder_is_found_by_number grep -q 'line 59 of' after
save
is nothing_is_left_to_save both "$code" 0 "$(cat said)" \
	"saved 0 records in out"

# What a killed run leaves.

setup "${three[@]}"
mkdir -m 700 out
head -c 900 fake/1.rec >"out/$one.tmp"
cp fake/2.rec "out/$id-2-6000000000.tmp"
save
is torn_file_is_removed both "$(files | wc -l)" 3 "$(acked)" " 1 2 3"
is torn_file_is_written_anew cmp -s fake/1.rec "out/$one.crec"
is whole_file_is_taken cmp -s fake/2.rec "out/$id-2-6000000000.crec"

setup "${three[@]}"
mkdir -m 700 out
cp fake/1.rec "out/$one.tmp"
printf '\143' | dd of="out/$one.tmp" bs=1 seek=6 conv=notrunc status=none
save
is file_of_another_version_is_set_aside both "$code $(acked)" "0  1 2 3" \
	"$(files | grep -c aside) $(grep -c "it is now $one.aside" err)" "1 1"

setup 1.rec:1:damaged
save
is record_that_misses_lines_is_fine both "$code" 0 "$(acked)" " 1"

setup "${three[@]}"
printf x | dd of=fake/2.rec bs=1 seek=1000 conv=notrunc status=none
save
is record_that_is_not_saved_is_a_failure both "$code" 4 "$(acked)" " 1 3"

setup 1.rec:1:warn
mkdir -m 700 out
cp fake/1.rec "out/$one.tmp"
echo " 1" >fake/acked
save
is whole_file_of_an_acknowledged_record_is_kept cmp -s fake/1.rec "out/$one.crec"

setup 1.rec:1:grown former:1:warn
mkdir -m 700 out
cp fake/former "out/$one.crec"
save
is what_grew_replaces_what_was_saved both "$(cmp fake/1.rec "out/$one.crec")" "" \
	"$(acked)" " 1"

setup 1.rec:1:damaged former:1:warn
mkdir -m 700 out
cp fake/former "out/$one.crec"
save
is what_is_damaged_does_not both "$(cmp fake/former "out/$one.crec")" "" \
	"$(acked)" " 1"

# Another record may say the same of itself: in a guest's memory, anything may.
# others: how many files there are beside the first, which is former.
others() {
	cmp -s fake/former "out/$one.crec" &&
		find out -name "$one-????????????????.crec" | wc -l
}
for kind in forged:warn warn:forged damaged:forged forged:damaged; do
	setup 1.rec:1:${kind%:*} former:1:${kind#*:}
	mkdir -m 700 out
	cp fake/former "out/$one.crec"
	save
	is "${kind%:*}_does_not_replace_${kind#*:}" both "$(others) $(cat said)" \
		"1 saved 1 record in out" "$(grep -c 'both are kept' err)" 1
	is "${kind%:*}_is_saved_beside_${kind#*:}" \
		cmp -s fake/1.rec out/"$one"-*.crec
	rm fake/acked
	save
	is "${kind%:*}_is_saved_once" both "$(others) $(files | wc -l)" "1 2" \
		"$(cat said) $(acked)" "saved 0 records in out  1"
done
"$crashrec" list --json -f out >after 2>/dev/null
is both_are_listed both "$(wc -l <after)" 2 "$?" 0

setup 1.rec:1:forged former:1:warn
mkdir -m 700 out
cp fake/former "out/$one.crec"
save
other=$(cd out && echo "$one"-*.crec)
mv "out/$other" "out/${other%.crec}.tmp"
save
is whole_file_of_another_one_is_taken both "$(others)" 1 "$(files | wc -l)" 2

setup 1.rec:1:warn 1.grown:1:grown
save
is what_grows_before_the_acknowledgement_is_saved cmp -s fake/1.grown "out/$one.crec"
is and_acknowledged_then both "$(acked)" " 1" "$(files)" "$one.crec"

setup 1.rec:1:later former:1:warn
mkdir -m 700 out
cp fake/former "out/$one.crec"
save
is another_record_of_that_number_has_its_own_file \
	both "$(files | wc -l)" 2 "$(acked)" " 1"

# Two at once: the second one waits, and finds nothing to do.
setup "${three[@]}"
on_device "$crashrec" save --no-journal -d out >said-1 2>err &
save
wait
is two_runs_save_each_record_once both "$(acked) $(files | wc -l)" " 1 2 3 3" \
	"$(cat said said-1 | awk '{ sum += $2 } END { print sum }')" 3

# What is not ours.

setup "${three[@]}"
mkdir -m 700 out
echo mine >elsewhere
ln -s ../elsewhere "out/$one.crec"
echo note >out/README
mkfifo "out/$id-9-9.tmp" "out/$id-9-9.crec"
save
is symlink_is_not_followed both "$(cat elsewhere)" mine \
	"$(readlink "out/$one.crec")" ../elsewhere
is symlink_keeps_its_record_alone_unread both "$code" 5 "$(acked)" " 2 3"
is symlink_is_told grep -q 'is in the way, and not ours' err
rm "out/$one.crec"
save
is foreign_files_stay both "$(cat out/README)" note "$(files | wc -l)" 6
is foreign_files_are_not_listed both 3 \
	"$("$crashrec" list --json -f out 2>/dev/null | wc -l)" "$code" 0

setup "${three[@]}"
mkdir -m 777 out
chmod 777 out
save
is folder_of_others_is_refused both "$code" 5 "$(acked)" ""
chmod 755 out
save
is folder_that_others_may_lock_is_refused both "$code" 5 \
	"$(grep -c 'make it yours alone (chown, chmod 0700)' err)" 1
is folder_without_a_parent_is_told both 1 \
	"$(on_device "$crashrec" save -d none/out 2>&1 | grep -c 'make the folder')" \
	"$code" 5

# Its size. Of the three 1.8, 3.5 and 33.8 kB.

setup "${three[@]}"
save --max-size 6K
is limit_removes_nothing_of_this_run both "$(files | wc -l)" 2 "$(acked)" " 1 2"
is limit_keeps_the_rest_unread both "$code" 5 \
	"$(grep -c 'no room for record 3 within' err)" 1
save --max-size 37K
is limit_removes_what_was_saved_first both "$(files)" \
	"$id-2-6000000000.crec"$'\n'"$id-3-7000000000.crec" "$(acked)" " 1 2 3"
is limit_tells_what_it_removed both "$code" 0 \
	"$(grep -c 'removed to keep within --max-size: 1' err)" 1

setup 1.rec:1:warn 2.rec:2:user 3.rec:3:oops
save
setup_next() { rm -f fake/acked; "$record_write" fake 2 "$@" || exit 1; }
setup_next 1.rec:4:warn
rm fake/[23].rec
touch -d 2001-01-01 "out/$one.crec"
save --max-size 8K
is limit_removes_text_of_processes_before_older_reports both "$code" 0 \
	"$(ls "out/$id-2-8000000000.crec" "out/$one.crec" 2>/dev/null)" \
	"out/$one.crec"

# What can't be told of is not removed.
setup 1.rec:1:warn 2.rec:2:oops
save
printf '\143' | dd of="out/$one.crec" bs=1 seek=6 conv=notrunc status=none
touch -d 2001-01-01 "out/$one.crec"
rm fake/*
"$record_write" fake 2 3.rec:3:warn
save --max-size 6K
is limit_removes_no_file_that_cannot_be_read both "$code $(files | wc -l)" "0 2" \
	"$(cat "out/$one.crec" >/dev/null && grep -c 'not removed to make room: 1' err)" 1

# A run was killed between renaming and acknowledging record 4. Removed, it would
# be saved once more, and told of twice.
setup 3.rec:3:oops 4.rec:4:warn
save
echo " 3" >fake/acked
touch -d 2001-01-01 "out/$id-4-5000000000.crec"
"$record_write" fake 1 1.rec:1:warn
save --max-size 6K
is limit_removes_no_file_of_an_unread_record both "$(cat said) $(acked)" \
	"saved 1 record in out  3 1 4" "$(files)" \
	"$one.crec"$'\n'"$id-4-5000000000.crec"

setup 1.rec:1:warn
save --max-size 12X
is size_that_is_none_is_told both "$code" 2 "$(cat err)" \
	"crashrec: save: '12X' is no size: name bytes, or as 64M"

# A file that decayed, beside others.
setup "${three[@]}"
save
printf x | dd of="out/$one.crec" bs=1 seek=1000 conv=notrunc status=none
code=0
"$crashrec" list --json -f out >after 2>err || code=$?
is damaged_file_is_told_and_the_rest_is_shown both "$code" 4 "$(wc -l <after)" 2
is damaged_file_is_named grep -q "out: $one.crec damaged" err
printf '\143' | dd of="out/$one.crec" bs=1 seek=6 conv=notrunc status=none
code=0
"$crashrec" list --json -f out >after 2>err || code=$?
is file_of_another_version_does_not_hide_the_rest both "$code" 4 \
	"$(wc -l <after)" 2
is file_of_a_later_version_is_told grep -q \
	"out: $one.crec a record of format version 99, this program reads 1: use a" err
is file_of_another_version_stays test -s "out/$one.crec"
code=0
"$crashrec" show -f "out/$one.crec" >after 2>err || code=$?
is file_of_a_later_version_alone_is_told both "$code" 3 \
	"$(grep -c 'record of format version 99, this program reads 1' err)" 1
printf '\0' | dd of="out/$one.crec" bs=1 seek=6 conv=notrunc status=none
"$crashrec" list -f out >after 2>err
is file_of_a_former_version_is_told grep -q 'version 0, .* of the time that' err
"$crashrec" ack 2 -f out 2>err
is what_was_saved_is_not_acknowledged grep -q 'record 2 was saved' err

# on_small_disk COMMAND...: out is a file system of 32 KiB.
on_small_disk() {
	unshare -rm sh -c 'mount -t tmpfs -o size=32k,mode=700 none out && "$@"' \
		sh "$@"
}

setup "${three[@]}"
mkdir -m 700 out
if ! on_small_disk true 2>/dev/null; then
	skip save_full_disk "no mount namespace of one's own: unshare -rm"
else
	code=0
	export build crashrec FAKE_DEVICE
	on_small_disk sh -c "LD_PRELOAD=$build/fake_device.so \
		ASAN_OPTIONS=verify_asan_link_order=0 \
		$crashrec save --no-journal -d out; s=\$?; ls out >left; exit \$s" \
		>said 2>err || code=$?
	is full_disk_acknowledges_what_is_on_it both "$code" 5 "$(acked)" " 1 2"
	is full_disk_keeps_no_temporary_file both "$(wc -l <left)" 2 \
		"$(grep -c 'No space left on device: make room' err)" 1
	rm -f fake/acked
	code=0
	on_small_disk sh -c "mount -o remount,ro out && LD_PRELOAD=$build/fake_device.so \
		ASAN_OPTIONS=verify_asan_link_order=0 \
		$crashrec save --no-journal -d out" >said 2>err || code=$?
	is read_only_disk_acknowledges_nothing both "$code" 5 "$(acked)" ""
	is read_only_disk_is_told grep -q 'must be writable' err
fi

# Killed at each step: run again, each record is there, once.

# check_whole: sets wrong to what is, if anything.
check_whole() {
	local n
	wrong=
	[ "$(acked)" = " 1 2 3" ] || wrong="acknowledged:$(acked)"
	[ "$(files | wc -l)" = 3 ] || wrong="files: $(files | tr '\n' ' ')"
	for n in 1-5 2-6 3-7; do
		cmp -s "fake/${n%-*}.rec" "out/$id-${n}000000000.crec" ||
			wrong="bytes of record ${n%-*}"
	done
}

setup "${three[@]}"
steps=0 wrong=
while [ -z "$wrong" ]; do
	rm -rf out fake/acked
	steps=$((steps + 1))
	code=0
	on_device "$build/kill_at" $steps "$traced" save --no-journal -d out \
		>/dev/null 2>err || code=$?
	[ $code = 0 ] || break
	on_device "$traced" save --no-journal -d out >/dev/null 2>err ||
		wrong="the next run ended with $?"
	[ -n "$wrong" ] || check_whole
done
steps=$((steps - 1))
if [ -z "$wrong" ] && [ $code = 1 ] && [ $steps -gt 30 ]; then
	ok save_killed_at_each_step_loses_and_doubles_nothing
	echo "    killed at each of $steps system calls" >&2
else
	not_ok save_killed_at_each_step_loses_and_doubles_nothing \
		"call $steps, status $code: $wrong"
fi

# The same where a file has to go: that of record 1, which was saved before.
setup "${three[@]}"
mkdir later
mv fake/[23].rec later
save
mv later/[23].rec fake
touch -d 2001-01-01 "out/$one.crec"
cp -a out begun
steps=0 wrong=
while [ -z "$wrong" ]; do
	rm -rf out
	cp -a begun out
	echo " 1" >fake/acked
	steps=$((steps + 1))
	code=0
	on_device "$build/kill_at" $steps "$traced" save --no-journal -d out \
		--max-size 37K >/dev/null 2>err || code=$?
	[ $code = 0 ] || break
	on_device "$traced" save --no-journal -d out --max-size 37K \
		>/dev/null 2>err || wrong="the next run ended with $?"
	[ "$(acked)" = " 1 2 3" ] || wrong="acknowledged:$(acked)"
	[ "$(files)" = "$id-2-6000000000.crec"$'\n'"$id-3-7000000000.crec" ] ||
		wrong="files: $(files | tr '\n' ' ')"
done
steps=$((steps - 1))
if [ -z "$wrong" ] && [ $code = 1 ] && [ $steps -gt 30 ]; then
	ok save_killed_at_each_step_while_it_makes_room
	echo "    killed at each of $steps system calls" >&2
else
	not_ok save_killed_at_each_step_while_it_makes_room \
		"call $steps, status $code: $wrong"
fi

exit $failed
