#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A guest is reset at random instants while every context of every CPU prints
# reports. Each report line that reached the console is then in a record, once;
# no record has a line of another, or one that nobody printed; and what was
# unread before is still there.
#
#   campaign.sh [KERNEL [RESETS [SEED]]]
#
# The resets are dealt out to guests whose stores differ: ivshmem and a reserved
# range, 64 MiB and 1 MiB. SEED is drawn where there is none, and told: with the
# same one, the same is done in the same order, and reset after the same times.
# What a round that failed left is kept in build/check/campaign/.
#
# A round is of one of these kinds. The storm goes on in each.
#   storm   reset
#   ack     records are acknowledged meanwhile, some in the very moment
#   read    records are read from the device meanwhile
#   real    the kernel warns and oopses meanwhile, on the debug kernel also for
#           lockdep and KASAN
#   stall   a CPU stalls: the reset is after the report's begin, which has the
#           NMI backtraces of the others
#   panic   the machine panics, to reboot by itself after a second
#   repeat  no storm: one WARNING again and again, of which one record is kept and
#           the others are counted
#   load    and once more while the module is loaded
#   boot    and once more while the next kernel starts
#
# Without KERNEL: each in turn.
# limit: 3600

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/recorder.sh
. "$here/../recorder.sh"

each_kernel "$@" -- 6.1 6.1-rt 6.12 debug

kernel=$1
resets_wanted=${2:-5}
seed=${3:-$((EPOCHSECONDS % 30000))}
host=$top/build/crashrec
kept=$top/build/check/campaign
label="$kernel campaign"
# Beside the largest range, for the storm's own count.
ledger=0x13fff000
storm_files=/sys/kernel/debug/crashrec_storm
kinds=(storm ack real load panic read repeat boot stall)
stores=(ivshmem:64 range:1 range:64 ivshmem:1)
RANDOM=$seed

# draw MAX: sets drawn to 0 ... MAX - 1. In this shell, or it would not go on.
draw() { drawn=$(((RANDOM << 15 | RANDOM) % $1)); }

# nap MAX_MS: sleeps up to so long.
nap() {
	draw "$1"
	sleep "$((drawn / 1000)).$(printf %03d $((drawn % 1000)))"
}

# wrong WHAT: the round is, and goes on.
wrong() {
	printf '%s\n' "$*" >>"$files/wrong"
}

resets=0
reset() {
	guest_reset
	resets=$((resets + 1))
}

# The machine is up, and is not to be reset any more. A boot that a second reset
# cut may have told of itself.
settle() {
	guest_wait_reboot 240
	printf '%s' "$guest_output" >>"$files/said"
	guest true 60 >/dev/null 2>&1 || guest_wait_reboot 240
}

# Records as JSON, the same before and after a reboot.
normal() {
	jq -c 'del(.source, .former_boot) | .flags -= ["former-boot"] |
		if .state == "open" then .state = "cut-by-reset" else . end'
}

show_region() { "$host" show --json --user -f "$1" 2>/dev/null || true; }

# keys FILE: BOOT SEQ of each record.
keys() { jq -r '"\(.boot_id) \(.seq)"' "$1"; }

# load_module: with the parameters of this round.
load_module() {
	recorder_parameters="before_lines=2 silence_ms=30000"
	[ "${kinds[at % ${#kinds[@]}]}" = repeat ] ||
		recorder_parameters+=" keep_copies=0"
	recorder_load
}

# The storm of the next round; thinner where something else is to get its turn.
load_storm() {
	local lines line_us=1500
	case ${kinds[at % ${#kinds[@]}]} in
	real | stall | panic) line_us=8000 ;;
	ack | read)	line_us=3000 ;;
	esac
	draw 50
	lines=$((10 + drawn))
	guest "insmod /crashrec_storm.ko ledger=$ledger first_report=$((round * 10000)) report_lines=$lines period_us=$((lines * line_us)); cat $storm_files/former" |
		tr -d '\r' >"$files/ledger"
}

# await PATTERN: until the region has a report of such a class.
await() {
	local deadline=$((SECONDS + 60))
	while [ $SECONDS -lt $deadline ]; do
		guest_region "$files/live"
		! "$host" list --json -f "$files/live" 2>/dev/null |
			grep -E "\"boot_id\":\"$boot\".*\"class\":\"($1)\"" \
			>/dev/null || return 0
		sleep 0.1
	done
}

do_storm() {
	sleep 0.2
	nap 1500
}

do_read() {
	guest_send "echo 60000 >$storm_files/run & while :; do crashrec show --json >/dev/null; crashrec list --json >/dev/null; done"
	nap 2500
}

# What the host saw complete in the region is acknowledged, round by round; the
# last time without waiting for the answer.
do_ack() {
	local seqs i times
	guest "echo 60000 >$storm_files/run &" >/dev/null
	draw 3
	times=$drawn
	for ((i = 0; i <= times; i++)); do
		guest_region "$files/live"
		show_region "$files/live" | jq -c 'select(.state != "open")' >"$files/seen"
		draw 4
		keys "$files/seen" | awk -v from="$drawn" 'NR % 4 >= from && count++ < 100' >"$files/asking"
		cat "$files/asking" >>"$files/asked"
		cat "$files/seen" >>"$files/snapshot"
		seqs=$(awk '{ print $2 }' "$files/asking" | paste -sd ' ')
		[ -n "$seqs" ] || continue
		if [ "$i" -lt "$times" ]; then
			guest "crashrec ack $seqs" >>"$files/said" 2>&1 || true
		else
			guest_send "crashrec ack $seqs"
		fi
	done
	nap 300
}

triggers() {
	case $kernel in
	debug)	echo lock_inversion atomic_sleep kasan_oob warn warn gpf null bug ;;
	*)	echo warn gpf warn null bug warn ;;
	esac
}

do_real() {
	guest_send "echo 60000 >$storm_files/run & while :; do for t in $(triggers); do trigger \$t; done; done"
	await 'oops|bug|kasan|lockdep|atomic-sleep'
	nap 2500
}

do_repeat() {
	guest_send 'while :; do trigger warn; done'
	await warning
	nap 2500
}

do_stall() {
	guest_send "echo 60000 >$storm_files/run & trigger $(scenario_get rcu-stall trigger)"
	await 'rcu-stall|soft-lockup'
	nap 300
}

do_panic() {
	guest_send "echo 60000 >$storm_files/run & sleep 0.3; trigger panic"
	await panic
	nap 300
}

do_load() { do_storm; }
do_boot() { do_storm; }

again_load() {
	settle
	take_region
	guest_send "insmod /crashrec.ko $(guest_store_args) keep_copies=0"
	nap 500
	reset
}

again_boot() {
	nap 4500
	reset
}

# take_region: as the reset left it, before a module sees it.
take_region() {
	[ -e "$files/taken" ] || guest_region "$files/dead"
	: >"$files/taken"
}

# The console's part of the boot that the reset cut, from the storm's begin on:
# complete lines; and what there is of another.
take_console() {
	tail -c "+$((console_at + 1))" "$(guest_console)" | tr -d '\r\0' |
		awk 'over { next }
			over = index($0, "[    0.000000]") { $0 = substr($0, 1, over - 1) }
			{ print }' >"$files/all"
	sed '$d' "$files/all" >"$files/console"
	tail -n 1 "$files/all" >"$files/cut"
}

# lost PATTERN: what stats counts of the last boot.
lost() {
	"$host" stats -f "$files/dead" | awk -v pattern="$1" '
		/^boot before/ { exit }
		$0 ~ "^ +[0-9]+ " pattern { sum += $1 }
		END { print sum + 0 }'
}

# flat FILE BOOT: as campaign.awk wants it.
flat() {
	jq -r --arg boot "$2" 'select(.boot_id == $boot) | .seq as $seq |
		"R\t\(.seq)\t\(.state)\t\(.class)\t\(.lines_lost)",
		(.lines[] | "L\t\($seq)\t\(.number)\t\(.time_ns)\t\(.cpu)\t\(.context)\t\(.pid)\t\(.text)")' "$1"
}

# Those that are not in the region any more, as they were when they were
# acknowledged.
from_snapshot() {
	jq -c 'select(.state != "open")' "$files/snapshot" |
		awk -v asked="$files/asked" -v there="$files/there" '
		BEGIN {
			while ((getline line < asked) > 0)
				is_asked[line] = 1
			while ((getline line < there) > 0)
				is_there[line] = 1
		}
		match($0, /"seq":[0-9]+/) {
			seq = substr($0, RSTART + 6, RLENGTH - 6)
			match($0, /"boot_id":"[^"]*"/)
			key = substr($0, RSTART + 11, RLENGTH - 12) " " seq
			if (key in is_asked && !(key in is_there))
				last[key] = $0
		}
		END { for (key in last) print last[key] }'
}

# judge FLAT
judge() {
	local alone=1
	case $kind in
	real | stall | panic) alone= ;;
	esac
	awk -f "$here/storm_lines.awk" -f "$here/campaign.awk" -v lost_lines="$lost_lines" \
		-v panicked="$([ "$kind" != panic ] || echo 1)" -v alone=$alone \
		what=ledger "$files/ledger" what=console "$files/console" \
		what=cut "$files/cut" what=records "$1" >"$files/judged" || true
}

# sees SORT PROGRAM: of a round in which nothing was wrong, the judge must see
# what awk's PROGRAM does to line number at of the records, one of a middle
# report's, behind which there is another. Of a writer's lines one more may be in
# records than it knows to be printed.
sees() {
	awk -v at="$line_at" -F '\t' -v OFS='\t' "$2" "$files/flat" >"$files/spoilt"
	judge "$files/spoilt"
	grep -q "^$1: " "$files/judged" ||
		echo "$1: the judge did not see it: $2" >>"$files/blind"
}

# shellcheck disable=SC2016 # of awk
judge_the_judge() {
	line_at=$(awk -F '\t' '
		NR == FNR { sub(/^\[[^\]]*\](\[[^\]]*\])? /, ""); shown[$0] = 1; next }
		$8 ~ /^ storm_/ && ($8 in shown) {
			if (before == FNR - 1)
				at[++n] = before
			before = FNR
		}
		END { print at[int(n / 2)] + 0 }' "$files/console" "$files/flat")
	[ "$line_at" -gt 0 ] || return 0
	sees missing 'NR != at'
	sees unrecorded 'NR != at && NR != at + 1'
	sees number '{ print } NR == at'
	sees twice '{ print } /^R/ && NR < at { kept = "" } /^R|^L/ && NR <= at { sub(/^R\t[0-9]*/, "R\t999999"); kept = kept $0 "\n" } END { printf "%s", kept }'
	sees mixed 'NR == at { held = $0; next } held != "" && NR > at + 100 { print held; held = "" } { print }'
	sees invented 'NR == at { $8 = $8 "1" } { print }'
	judged_judge=yes
}

# Of those that reached the console, each is a record, or counted with one, or in
# the ledger. What the closer was at may be told twice; and where the console is
# behind, more may have been printed than it shows.
judge_repeats() {
	local shown told
	shown=$(grep -c 'WARNING: .* crashrec_trigger_warn' "$files/console") || true
	told=$(jq -s --arg boot "$boot" '[.[] | select(.boot_id == $boot and
		.title == "WARNING in crashrec_trigger_warn") |
		1 + (.repeats.count // 0)] | add // 0' "$files/both")
	told=$((told + $(lost 'reports: ')))
	[ "$told" -ge "$shown" ] ||
		wrong "repeats: $shown reports reached the console, records and ledger tell of $told"
	[ "$kernel" != 6.1 ] || [ "$told" -le $((shown + 2)) ] || [ "$(lost 'reports: ')" != 0 ] ||
		wrong "repeats: $shown reports reached the console, records tell of $told"
	echo "sum: repeats $shown" >>"$files/sums"
}

judge_lines() {
	show_region "$files/dead" >"$files/records"
	keys "$files/records" >"$files/there"
	from_snapshot >"$files/from_snapshot"
	cat "$files/records" "$files/from_snapshot" >"$files/both"
	flat "$files/both" "$boot" >"$files/flat"
	[ "$("$host" stats -f "$files/dead" | awk '/^last boot/ { print $3 }')" = "$boot" ] ||
		wrong "boot: the region does not name the boot that was cut as its last"
	lost_lines=$(lost '(lines of|lines printed)')
	if [ "$kind" = repeat ]; then
		judge_repeats
		return
	fi
	judge "$files/flat"
	grep -v '^sum: \|^class: ' "$files/judged" >>"$files/wrong" || true
	grep '^sum: \|^class: ' "$files/judged" >>"$files/sums" || true
}

# What was there before this boot's storm is there, but for what was
# acknowledged.
judge_former() {
	normal <"$files/records" >"$files/dead.normal"
	tr -d '\r' <"$files/said" |
		sed -n 's/^acknowledged \([0-9]*\)$/\1/p' >"$files/told"
	normal <"$files/snapshot" >"$files/seen.normal"
	awk -f "$here/campaign_former.awk" "$files/told" "$files/asked" \
		"$files/gone" "$files/seen.normal" "$files/before" \
		"$files/dead.normal" >"$files/judged"
	grep -v '^sum: ' "$files/judged" | head -n 3 >>"$files/wrong" || true
	grep '^sum: ' "$files/judged" >>"$files/sums" || true
}

# The next boot's module, the host and the dead region tell the same.
judge_next() {
	local in_guest
	guest_region "$files/live"
	show_region "$files/live" >"$files/next"
	normal <"$files/next" >"$files/before"
	# What this boot itself has is none of it.
	jq -r .boot_id "$files/next" | grep -c "$(tail -n 1 "$guest_dir/boots")" >"$files/own" || true
	[ "$(cat "$files/own")" = 0 ] || wrong "own: the new boot has $(cat "$files/own") records"
	cmp -s "$files/dead.normal" "$files/before" ||
		wrong "adopted: $(diff "$files/dead.normal" "$files/before" | grep -c '^[<>]') records differ from those before the load"
	in_guest=$(guest 'crashrec show --json --user 2>/dev/null | sed "s/^{\"source\":\"[^\"]*\",//" | sha256sum' 200)
	[ "${in_guest%% *}" = "$(sed 's/^{"source":"[^"]*",//' "$files/next" | sha256sum | cut -d ' ' -f 1)" ] ||
		wrong "device: the device gives other records than the host reads"
	echo "sum: device $(wc -l <"$files/next")" >>"$files/sums"
}

# acknowledge: a random part, and wait for it.
acknowledge() {
	local seqs parts=$1
	draw "$parts"
	keys "$files/before" | awk -v from="$drawn" -v parts="$parts" '(NR + from) % parts && count++ < 400' >>"$files/asked"
	seqs=$(awk '{ print $2 }' "$files/asked" | paste -sd ' ')
	[ -z "$seqs" ] || guest "crashrec ack $seqs" 100 >>"$files/said"
}

keep_evidence() {
	local to
	to=$kept/$kernel-$seed-$round-$kind
	mkdir -p "$to"
	cp "$files"/{wrong,console,cut,ledger,records,flat,before.former,asked,said,next} "$to/" 2>/dev/null || true
	xz -T0 -1 <"$files/dead" >"$to/region.xz"
	[ ! -e "$files/live" ] || xz -T0 -1 <"$files/live" >"$to/region-next.xz"
	sed "s|^|round $round, $kind, $store: |" "$files/wrong" >>"$files/all_wrong"
	guest_say "round $round ($kind, $store): $(paste -sd ';' "$files/wrong"); see $to"
}

play() {
	rm -f "$files"/{taken,cut,ledger}
	: >"$files/wrong"
	boot=$(tail -n 1 "$guest_dir/boots")
	console_at=$(stat -c %s "$(guest_console)")
	case $kind in
	storm | load | boot) guest_send "echo 60000 >$storm_files/run" ;;
	esac
	"do_$kind"
	reset
	case $kind in
	load | boot) "again_$kind" ;;
	esac
	settle
	take_region
	take_console
	load_module
	round=$((round + 1))
	load_storm
	judge_lines
	[ -s "$files/wrong" ] || [ $judged_judge = yes ] || [ "$kind" = repeat ] ||
		judge_the_judge
	judge_former
	cp "$files/before" "$files/before.former"
	judge_next
	: >"$files/asked"
	: >"$files/said"
	: >"$files/snapshot"
	printf 'round %s: %s, %s, reset %s: %s console lines, %s records, %s wrong\n' \
		"$round" "$kind" "$store" "$resets" "$(wc -l <"$files/console")" \
		"$(grep -c '^R' "$files/flat")" "$(wc -l <"$files/wrong")" >&2
	[ ! -s "$files/wrong" ] || keep_evidence
	echo "$kind" >>"$files/kinds"
	acknowledge 3
}

# campaign STORE MIB RESETS
campaign() {
	local until=$((resets + $3))
	store=$1-$2
	guest_region_bytes=$(($2 << 20))
	guest_range_offset=$((0x14000000))
	recorder_start "$kernel" "store=$1" limit=3000 \
		"modules=$top/build/trigger-$kernel/crashrec_storm.ko" \
		"append=memmap=4K\$$ledger"
	for file in asked said snapshot gone seen before; do
		: >"$files/$file"
	done
	load_module
	load_storm
	while [ $resets -lt $until ]; do
		kind=${kinds[at++ % ${#kinds[@]}]}
		play
	done
	guest_stop
}

figure() {
	awk -v name="$1" '$2 == name { sum += $3 } END { print sum + 0 }' \
		"$files/sums"
}

# told NAME SORTS FIGURE...: nothing of these sorts was wrong, and there was
# something of each figure.
told() {
	local name="$label: $1" why figure
	why=$(grep -E ", [a-z]+-[0-9]+: ($2): " "$files/all_wrong" | head -n 3 |
		paste -sd ';') || true
	shift 2
	for figure in "$@"; do
		[ "$(figure "$figure")" -gt 0 ] || why+="; no $figure"
	done
	if [ -z "$why" ]; then
		ok "$name"
	else
		not_ok "$name" "$why; see build/check/campaign, seed $seed"
	fi
}

tell_all() {
	local kinds classes
	kinds=$(sort "$files/kinds" | uniq -c | awk '{ print $2, $1 }' | paste -sd ' ')
	classes=$(awk '$1 == "class:" { sum[$2] += $3 }
		END { for (class in sum) print class, sum[class] }' "$files/sums" |
		sort | paste -sd ' ')
	expect "$label: $resets resets ($kinds), seed $seed" 0 \
		"$(wc -l <"$files/all_wrong")"
	told "$(figure console_lines) lines of reports reached the console, each is in a record, but for $(figure absent) that are counted as lost" \
		'missing|console' console_lines
	told "$(figure record_lines) lines in $(figure records) records, $(figure real_records) not of the storm ($classes): none doubled, mixed or invented" \
		'twice|mixed|invented|context|number|state' records
	told "$(figure printed) lines that the storm had printed are in records or counted, $(figure lost) of them" \
		'unrecorded|uncounted|miscounted|gaps' printed
	told "$(figure held) unread records of former boots are as they were, $(figure acknowledged) that were acknowledged are gone" \
		'came back|changed|vanished|adopted|own|boot' former
	[[ $kinds != *repeat* ]] ||
		told "$(figure repeats) reports of one title that reached the console are counted" \
			repeats repeats
	told "the next boot's device gives what the host reads, $(figure device) records" \
		device device
	if [ $judged_judge = yes ]; then
		expect "$label: the judge sees what is spoilt" '' \
			"$(paste -sd ';' "$files/blind")"
	else
		skip "$label: the judge sees what is spoilt" "no round was fit to be spoilt"
	fi
}

recorder_make all
guest_say "$label: seed $seed"
for file in sums kinds all_wrong blind; do
	: >"$files/$file"
done
at=$seed
round=1
judged_judge=no
[ "$resets_wanted" -ge 16 ] || stores=("${stores[@]:0:2}")
for i in "${!stores[@]}"; do
	left=$((resets_wanted - resets))
	[ $left -le 0 ] || campaign "${stores[i]%:*}" "${stores[i]#*:}" \
		$(((left + ${#stores[@]} - i - 1) / (${#stores[@]} - i)))
done
tell_all
results_done
