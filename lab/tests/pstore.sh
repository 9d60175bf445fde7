#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# pstore=1: records are files in /sys/fs/pstore, as systemd-pstore and the
# kernel's own tests of pstore take them.
#
#   pstore.sh [KERNEL [PART]]     PART is files, others, many, room, dumps or
#                                 selftests
#
# Without KERNEL: each in turn.
# limit: 1200

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/recorder.sh
. "$here/../recorder.sh"

each_kernel "$@" -- 6.1 6.12 debug

kernel=$1
only=${2:-}
host=$top/build/crashrec
folder=/sys/fs/pstore
archive=/var/lib/systemd/pstore
archiver=/lib/systemd/systemd-pstore
ramoops_address=0x18000000
ramoops="modprobe ramoops mem_address=$ramoops_address mem_size=0x100000 record_size=0x8000 console_size=0 ftrace_size=0 pmsg_size=0"

# start [OPTION=VALUE]...: a guest with a reserved range for ramoops.
start() {
	local release words
	"$lab/modules.sh" "$kernel"
	release=$(cat "$("$lab/kernels.sh" get "$kernel")/release")
	words="$top/build/kernel-$kernel/crashrec_pstore.ko:/lib/modules/$release/crashrec_pstore.ko ramoops"
	recorder_start "$kernel" store=ivshmem limit=880 \
		"append=memmap=1M\$$ramoops_address log_buf_len=1M" \
		"modules=$words $(extra_files)" "$@"
	# Another guest's records have the same numbers.
	rm -f "$files"/raw-*
	prepare
}

# extra_files: words for modules=.
extra_files() {
	local file
	if [ -x "$archiver" ]; then
		echo "$archiver:$archiver"
		ldd "$archiver" | sed -nE 's/^[^/]*(\/[^ ]+) .*/\1/p' |
		while read -r file; do
			echo "$file:$file"
		done
	fi
	if selftests=$(selftests_folder); then
		for file in common_tests pstore_tests pstore_crash_test \
			pstore_post_reboot_tests; do
			echo "$selftests/$file:/selftests/$file"
		done
	fi
}

selftests_folder() {
	local source
	source=$("$lab/kernels.sh" get "$kernel")/source
	[ -d "$source" ] || source=$("$lab/kernels.sh" source "$kernel")
	[ -d "$source/tools/testing/selftests/pstore" ] &&
		echo "$source/tools/testing/selftests/pstore"
}

# prepare: what each boot needs. modprobe is where the kernel looks for it.
prepare() {
	guest "mkdir -p /sbin /lib $archive /proc/sys
		ln -s /bin/modprobe /sbin/modprobe
		mount -t pstore pstore $folder"
}

remount() { guest "umount $folder && mount -t pstore pstore $folder"; }

# reboots: as the reset button does it.
reboots() {
	guest_reset
	guest_wait_reboot
	prepare
}

load() {
	recorder_parameters="pstore=1 keep_copies=0 $*"
	recorder_load
}

backend() { guest 'cat /sys/module/pstore/parameters/backend'; }

# said: what crashrec said of pstore.
said() { guest 'dmesg | grep -E "crashrec: (pstore|going on|crashrec_pstore)" | tail -n 3'; }

names() { guest "ls $folder | sort"; }

# records: number and title of each, as the program gives them.
records() { guest_get 'crashrec list --json 2>/dev/null; true' | jq -r '"\(.seq) \(.title)"'; }

# record_file SEQ: its file's name, as it must be.
record_file() {
	jq -r --argjson seq "$1" 'select(.seq == $seq) |
		"\(.wall_ns / 1000000000 | floor) \(.seq % 1000000)"' \
		"$files/records" |
		awk '{ printf "dmesg-crashrec-%d%06d\n", $1, $2 }'
}

# take FOLDER: files of that folder, and the records as they are now.
take() {
	rm -rf "$files/taken"
	mkdir -p "$files/taken"
	guest_get "cd $1 && tar c ." 300 | tar x -C "$files/taken"
	# Some versions of systemd-pstore make a folder for each record.
	find "$files/taken" -mindepth 2 -name 'dmesg-*' -exec mv -t "$files/taken" {} +
	find "$files/taken" -mindepth 1 -type d -empty -delete
	guest_get 'crashrec show --json 2>/dev/null; true' 300 >"$files/records"
}

# wanted SEQ: what the file of a record must hold behind its two first lines,
# without who printed a line.
wanted() {
	jq -r --argjson seq "$1" 'select(.seq == $seq) |
		(.before[], .lines[]) |
		"\(.time_ns / 1000000000 | floor)\t\(.time_ns % 1000000000 / 1000 | floor)\t\(if .user then "<12>" else "" end)\t\(.text)"' \
		"$files/records" |
		awk -F '\t' '{
			text = $0
			sub(/^[^\t]*\t[^\t]*\t[^\t]*\t/, "", text)
			printf "%s[%5d.%06d] %s\n", $3, $1, $2, text
		}'
}

# found SEQ: the same of its file.
found() {
	sed 1,2d "$files/taken/$(record_file "$1")" |
		sed -E 's/^((<12>)?\[ *[0-9]+\.[0-9]+\])\[ *[TC][0-9]+\] /\1 /'
}

# check_files LABEL: of the taken ones, each is as its record.
check_files() {
	local label=$1 seq file bad_text='' bad_raw='' bad_time='' bad_head='' bad_parse=''
	local -a seqs
	mapfile -t seqs < <(jq -r 'select(.class != "unknown") | .seq' "$files/records")
	expect "$label: each of ${#seqs[@]} records has its file, and no other is there" \
		"$(for seq in "${seqs[@]}"; do record_file "$seq"; done | sort)" \
		"$(cd "$files/taken" && find . -name 'dmesg-*' -printf '%P\n' | sort)"
	for seq in "${seqs[@]}"; do
		file=$files/taken/$(record_file "$seq")
		[ -e "$file" ] || continue
		take_raw "$seq"
		cmp -s <(wanted "$seq") <(found "$seq") || bad_text+=" $seq"
		cmp -s <(found "$seq" | sed -E 's/^(<12>)?\[[^]]*\] //' |
			tail -n "$(wc -l <"$files/raw-$seq")") "$files/raw-$seq" ||
			bad_raw+=" $seq"
		[ "$(stat -c %Y "$file")" = "$(jq -r --argjson seq "$seq" 'select(.seq == $seq) | .wall_ns / 1000000000 | floor' "$files/records")" ] ||
			bad_time+=" $seq"
		[ "$(sed -n 2p "$file")" = "$(second_line "$seq")" ] &&
			[[ $(sed -n 1p "$file") =~ ^[A-Za-z-]+#$seq\ Part1$ ]] ||
			bad_head+=" $seq"
		[ "$("$host" parse --json "$file" 2>/dev/null | jq -r .title | head -n 1)" = \
			"$(jq -r --argjson seq "$seq" 'select(.seq == $seq) | .title' "$files/records")" ] ||
			bad_parse+=" $seq"
	done
	expect "$label: their lines are the records'" "" "$bad_text"
	expect "$label: and those of show --raw" "" "$bad_raw"
	expect "$label: their times are the records'" "" "$bad_time"
	expect "$label: they say which record it is, and how it ended" "" "$bad_head"
	expect "$label: crashrec parse finds the same title in each" "" "$bad_parse"
}

# take_raw SEQ: what show --raw prints of it.
take_raw() {
	[ -e "$files/raw-$1" ] ||
		guest_get "crashrec show $1 --raw" 120 >"$files/raw-$1"
}

second_line() {
	jq -r --argjson seq "$1" 'select(.seq == $seq) |
		"crashrec: record \(.seq) of boot \(.boot_id): \(.class), \(.state)" +
		([.flags[] | select(. == ("panicked", "damaged", "corrupted", "from-log", "unverified")) | ", " + .] | add // "") +
		(if .lines_lost > 0 then ", \(.lines_lost) lines lost" else "" end) +
		(if .repeats.count > 0 then ", came \(.repeats.count) times more" else "" end)' \
		"$files/records"
}

# records_wait COUNT: until so many are there.
records_wait() {
	local deadline=$((SECONDS + 90))
	until [ "$(guest 'crashrec list --json 2>/dev/null | wc -l')" -ge "$1" ]; do
		[ $SECONDS -lt $deadline ] || return 0
		sleep 0.5
	done
}

# check_seen LABEL: what shows up while the kernel runs, and what is there after
# a reset.
check_seen() {
	local label=$1 before
	recorder_run warn
	records_wait 1
	expect "$label: a new record has no file as long as pstore is mounted" "" "$(names)"
	remount
	take "$folder"
	check_files "$label mounted anew"
	expect "$label: a record of a process is kept" 2 \
		"$(guest 'echo "BUG: KASAN: slab-use-after-free in evil+0x1/0x2" >/dev/kmsg; sleep 3; crashrec list --user --json | wc -l')"
	before=$(names)
	remount
	expect "$label: and is no file" "$before" "$(names)"
	guest 'echo 4000 >/sys/module/pstore/parameters/update_ms'
	recorder_run null
	guest 'sleep 6'
	expect_match "$label: with update_ms, an oops has others show up" '^2$' \
		"$(guest "ls $folder | wc -l")"
	recorder_run rcu-stall
	recorder_run panic
	prepare
	load
	take "$folder"
	check_files "$label after the reboot"
}

# check_erase LABEL: erasing a file acknowledges its record, and nothing else.
check_erase() {
	local label=$1 first second left
	first=$(jq -r 'select(.class == "warning") | .seq' "$files/records" | head -n 1)
	second=$(jq -r 'select(.class == "oops") | .seq' "$files/records" | head -n 1)
	guest "rm $folder/$(record_file "$first")"
	left=$(records)
	expect "$label: rm acknowledges" \
		"$(jq -r --argjson seq "$first" 'select(.seq != $seq and .class != "unknown") | "\(.seq) \(.title)"' "$files/records")" \
		"$left"
	guest "crashrec ack $second" >/dev/null
	expect "$label: rm of what was acknowledged by other means does no harm" "0 " \
		"$(guest "rm $folder/$(record_file "$second") 2>&1; echo \"\$? \$(ls $folder | grep $(record_file "$second"))\"")"
	left=$(records)
	guest 'rmmod crashrec'
	expect "$label: without the module there is no file" "" "$(names)"
	load
	take "$folder"
	check_files "$label and loading again"

	guest 'echo 1 >/sys/module/crashrec/parameters/locked'
	check_locked "$label locked later"
	reboots
	load locked=1
	take "$folder"
	check_files "$label after a reset"
	expect "$label: what was acknowledged does not come again" "$left" "$(records)"
	check_locked "$label locked"
	reboots
	load
}

# check_locked LABEL: files can be read, not erased.
check_locked() {
	local names left
	names=$(names)
	left=$(records)
	expect_match "$1: rm is not permitted" 'Operation not permitted' \
		"$(guest "rm -f $folder/* 2>&1" || true)"
	expect "$1: the files stay" "$names" "$(names)"
	expect "$1: and the records" "$left" "$(records)"
}

# check_archive LABEL: systemd-pstore, as it is.
check_archive() {
	local label=$1
	if ! [ -x "$archiver" ]; then
		skip "$label" "there is no $archiver: install the package systemd"
		return
	fi
	take "$folder"
	rm -rf "$files/before"
	mv "$files/taken" "$files/before"
	cp "$files/records" "$files/records-before"
	expect "$label: it ends well" 0 "$(guest "$archiver >/dev/null 2>&1; echo \$?")"
	take "$archive"
	mv "$files/records-before" "$files/records"
	expect "$label: the files are in $archive" "" \
		"$(diff <(cd "$files/before" && md5sum dmesg-*) \
			<(cd "$files/taken" && md5sum dmesg-*) || true)"
	check_files "$label, the archive"
	expect "$label: none is left in $folder" "" "$(names)"
	expect "$label: the records are acknowledged" "" "$(records)"
	reboots
	load
	expect "$label: nor do they come again" "" "$(names)$(records)"
}

check_part_files() {
	local label="$kernel pstore"
	start
	load
	check_seen "$label"
	check_erase "$label"
	check_archive "$label systemd-pstore"
}

# check_part_others: when there is another backend, or no crashrec_pstore.ko.
check_part_others() {
	local label="$kernel pstore" title
	title=$(scenario_get warn title)
	start
	guest 'mv /sbin/modprobe /sbin/none'
	load
	expect_match "$label: without its module, the cure is named" \
		'crashrec_pstore.ko is needed.*install it.*going on without files' \
		"$(said | tr '\n' ' ')"
	recorder_run warn
	expect "$label: and it records" "$title" "$(recorder_wait "$title" | jq -r .title)"
	guest 'rmmod crashrec; mv /sbin/none /sbin/modprobe'

	guest "$ramoops"
	expect "$label: ramoops first" ramoops "$(backend)"
	load
	expect_match "$label: ramoops first: the cure is named" \
		'another backend.*pstore.backend=crashrec.*going on without files' \
		"$(said | tail -n 1)"
	expect "$label: ramoops first: it stays" ramoops "$(backend)"
	guest 'crashrec ack --all >/dev/null'
	recorder_run warn
	expect "$label: ramoops first: crashrec records" "$title" \
		"$(recorder_wait "$title" | jq -r .title)"
	guest 'rmmod crashrec; rmmod ramoops'

	load
	expect "$label: crashrec first" crashrec "$(backend)"
	guest "$ramoops" 2>/dev/null || true
	expect "$label: crashrec first: ramoops stands back" crashrec "$(backend)"
	guest 'rmmod ramoops; true'
	expect_match "$label: its part can't go before it" 'in use|busy|Resource temporarily unavailable' \
		"$(guest 'rmmod crashrec_pstore 2>&1' || true)"
	guest 'rmmod crashrec; rmmod crashrec_pstore'
	expect_match "$label: both can go" '^(\(null\))?$' "$(backend)"
	guest_stop
}

# check_part_many: many records, and large ones.
check_part_many() {
	local label="$kernel pstore, many"
	start "memory=768M"
	guest 'echo N >/sys/module/printk/parameters/ignore_loglevel; dmesg -n 1'
	load
	# shellcheck disable=SC2016 # it is for the guest
	guest 'i=0; while [ $i -lt 63 ]; do trigger warn >/dev/null; i=$((i + 1)); done' 300
	guest 'echo 2500 >/sys/module/crashrec_trigger/parameters/lines; echo report_lines >/sys/kernel/debug/crashrec_trigger/run'
	records_wait 64
	remount
	take "$folder"
	expect "$label: there are so many" 64 "$(find "$files/taken" -name 'dmesg-*' | wc -l)"
	expect_match "$label: one is of 128 KiB" '^truncated true$' \
		"$(jq -r 'select(.line_count > 1000) | "\(.state) \(.lines_lost > 0)"' "$files/records")"
	check_files "$label"
	guest "rm $folder/*"
	expect "$label: rm of all acknowledges all" "" "$(records)"
	guest_stop
}

# fills: a record, and 24 of half a MiB.
fills() {
	recorder_run warn
	# shellcheck disable=SC2016 # it is for the guest
	guest 'echo 5000 >/sys/module/crashrec_trigger/parameters/lines
		i=0; while [ $i -lt 24 ]; do
			echo report_lines >/sys/kernel/debug/crashrec_trigger/run
			i=$((i + 1))
		done' 300
	records_wait 25
}

# check_part_room: more than is to be in memory.
check_part_room() {
	local label="$kernel pstore, much" count
	guest_region_bytes=$((32 << 20)) start
	guest 'echo N >/sys/module/printk/parameters/ignore_loglevel; dmesg -n 1'
	load max_report_kib=512
	fills
	remount
	count=$(names | wc -l)
	# 8 MiB, less what the kernel itself takes; each takes up to half a MiB.
	expect_match "$label: files take a 64th of the memory" '^(9|1[0-9]|2[0-3])$' "$count"
	expect_match "$label: what has none is told" \
		"no files from record $((count + 1)) on: those before take 1/64" \
		"$(said | tail -n 1)"
	guest "rm $folder/*"
	remount
	expect "$label: those that have gone make room" "$((25 - count))" \
		"$(names | wc -l)"
	guest_stop
}

# check_part_dumps: what pstore does for a dump that is not wanted.
check_part_dumps() {
	local label="$kernel pstore, dumps" tracing=/sys/kernel/tracing
	start
	load
	guest "mount -t tracefs tracefs $tracing 2>/dev/null; true"
	if ! guest "echo 'p:part kmsg_dump_get_buffer bytes=%cx:u64' >$tracing/kprobe_events"; then
		skip "$label" "the kernel has no events of kprobes"
		guest_stop
		return
	fi
	# An oops switches tracing off, but in instances.
	tracing+=/instances/dumps
	guest "mkdir $tracing; echo 1 >$tracing/events/kprobes/enable"
	recorder_run null
	expect_match "$label: at an oops, less than 400 bytes of the log are taken, once" \
		'^[1-3][0-9][0-9]$' \
		"$(guest_get "cat $tracing/trace" |
			sed -n 's/.* part: .*bytes=//p')"
	guest_stop
}

# checks: what a script of the kernel's tests said, as "CHECK: ok"; one that goes
# through files has failed if one of them did.
checks() {
	sed -nE 's/^(Checking|Mounting|Removing|Writing)([^.]*[^ .]) *(\.\.\.)? *(ok|FAIL)?$/\1\2: \4/p
		s/^\t.* \.\.\. (ok|FAIL)$/\1/p' |
	awk '
		/: (ok|FAIL)$/ { at = ++count; said[at] = $0; next }
		/: $/ { at = ++count; said[at] = $0 "none"; next }
		/^ok$/ { sub(/none$/, "ok", said[at]); next }
		/^FAIL$/ { sub(/(none|ok)$/, "FAIL", said[at]) }
		END { for (at = 1; at <= count; at++) print said[at] }'
}

# after_crash COMMAND: the checks after a crash, with the backend that COMMAND
# loads. What the first script left is gone with the first boot.
after_crash() {
	guest_wait_reboot
	prepare
	guest "$1; touch /selftests/reboot_flag; echo none >/selftests/prev_uuid"
	guest_get 'cd /selftests && sh ./pstore_post_reboot_tests 2>&1; true' |
		tee "$files/said" | checks
	cat "$files/said" >&2
}

# selftests COMMAND: all checks, each with what was run before. pstore_crash_test
# ends in a panic that is no oops, so one that is comes behind.
selftests() {
	guest "$1"
	guest_get 'cd /selftests && sh ./pstore_tests 2>&1; true' | checks |
		sed 's/^/pstore_tests: /'
	guest_send 'cd /selftests && sh ./pstore_crash_test >/dev/null 2>&1'
	after_crash "$1" | sed 's/^/pstore_crash_test: /'
	guest_send 'echo 1 >/proc/sys/kernel/panic_on_oops; trigger null'
	after_crash "$1" | sed 's/^/an oops: /'
}

# check_part_selftests: the kernel's own. What ramoops, for which they were made,
# passes on that kernel, is passed; but they look for a file of number 0, and
# crashrec's numbers are times.
check_part_selftests() {
	local label="$kernel selftests" check
	if ! selftests_folder >/dev/null; then
		skip "$label" "the kernel's source is not there"
		return
	fi
	start
	selftests "$ramoops" >"$files/ramoops"
	guest 'rmmod ramoops'
	selftests 'insmod /crashrec.ko pstore=1' >"$files/crashrec"
	guest_stop
	while read -r check; do
		case $check in
		*'dmesg files exist in pstore filesystem: ok')
			skip "$label: ${check%: *}" \
				"it wants number 0, ramoops' first slot" ;;
		*": ok")
			expect "$label: ${check%: *}" "$check" \
				"$(grep -F "${check%: *}: " "$files/crashrec")" ;;
		*)	skip "$label: ${check%: *}" \
				"ramoops fails it on this kernel, too" ;;
		esac
	done <"$files/ramoops"
}

for part in files others many room dumps selftests; do
	[ -z "$only" ] || [ "$part" = "$only" ] || continue
	"check_part_$part"
	guest_stop
done
results_done
