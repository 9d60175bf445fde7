# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# How long it takes to find the region in a guest's memory, and in a compressed
# dump of it; source it behind recorder.sh.
#
#   bench_search
#       Prints for each file the seconds and the most memory that `crashrec
#       list` takes, and beside it the seconds of cat, and for the dump of gzip, of
#       the same memory.
#
# shellcheck disable=SC2154 # top is of recorder.sh, qemu_PID of coproc
#
# The memory is what programs and libraries of this machine hold, over and over.
# No guest runs in it: QEMU writes it as a dump as it stands.

bench_search_mib=${bench_search_mib:-4096}
bench_search_dump_mib=${bench_search_dump_mib:-512}

# bench_search_fill FILE MIB: the region of a test is behind its middle.
bench_search_fill() {
	local file=$1 mib=$2
	while cat /usr/bin/* /usr/lib/*/*.so* 2>/dev/null; do :; done |
		head -c "${mib}M" >"$file" || true
	"$top/build/sanitized/image_write" demo "$file.region"
	dd if="$file.region" of="$file" bs=1M seek=$((mib / 2 + 1)) \
		conv=notrunc status=none
}

# bench_search_dump MEMORY MIB OUT: as kdump-zlib.
bench_search_dump() {
	local line said
	coproc qemu { exec timeout 600 qemu-system-x86_64 -S -nodefaults \
		-no-user-config -display none -accel tcg -m "$2M" \
		-object "memory-backend-file,id=ram,size=$2M,mem-path=$1,share=on" \
		-machine memory-backend=ram -qmp stdio; }
	printf '%s\n' '{"execute":"qmp_capabilities"}' \
		"{\"execute\":\"dump-guest-memory\",\"id\":\"dump\",\"arguments\":{\"paging\":false,\"protocol\":\"file:$3\",\"format\":\"kdump-zlib\"}}" \
		>&"${qemu[1]}"
	while IFS= read -r line <&"${qemu[0]}"; do
		case $line in
		*'"id": "dump"'*)
			said=$line
			break ;;
		esac
	done
	printf '{"execute":"quit"}\n' >&"${qemu[1]}"
	wait "$qemu_PID" || true
	[[ $said == *'"return"'* ]]
}

# bench_search_row NAME FILE PEER: that command is to be compared with.
bench_search_row() {
	local name=$1 file=$2 peer=$3 took TIMEFORMAT=%R
	cat "$file" >/dev/null	# into the page cache, if it fits
	took=$({ time sh -c "$peer" >/dev/null; } 2>&1)
	command time -f '%e %M' "$top/build/crashrec" list --json -f "$file" \
		>"$file.json" 2>"$file.time"
	tail -n 1 "$file.time" | awk -v name="$name" -v peer="$peer" \
		-v took="$took" -v bytes="$(stat -c %s "$file")" '{
			printf "%-10s %5.0f MiB in %5.2f s, with %2.0f MiB of memory; %s took %.2f s\n", name, bytes / 1048576, $1, $2 / 1024, peer, took
		}'
	[ "$(wc -l <"$file.json")" = 3 ] ||
		echo "not ok - bench: $name ($(wc -l <"$file.json") records, not 3)"
}

bench_search() (
	local dir
	dir=$(mktemp -d "${TMPDIR:-/var/tmp}/crashrec-bench.XXXXXX")
	recorder_make all "$top/build/sanitized/image_write"
	cd "$dir" || return
	echo "finding the region in a memory full of programs, and in a dump of it:"
	bench_search_fill "$dir/memory" "$bench_search_mib"
	bench_search_row memory memory 'cat memory | wc -c'
	rm -f "$dir/memory"
	bench_search_fill "$dir/memory" "$bench_search_dump_mib"
	if bench_search_dump "$dir/memory" "$bench_search_dump_mib" \
		"$dir/kdump"; then
		gzip -1 -c "$dir/memory" >"$dir/memory.gz"
		bench_search_row kdump-zlib kdump 'gzip -dc memory.gz | wc -c'
	else
		echo "skip - bench: kdump-zlib (QEMU did not write it)"
	fi
	rm -rf "$dir"
)
