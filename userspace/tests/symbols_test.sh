#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Files and lines, by debug information of a small kernel and its module, which
# are made of symbols/ with the compiler at hand; instructions; who is at fault.
#
#   symbols_test.sh [--write] CRASHREC STATIC IMAGE_WRITE SYMBOLS_LOOK
#
# Each case must equal symbols/golden/CASE, offsets in functions aside, which are
# the compiler's. STATIC is the program without libdw. --write makes the golden
# files from what CRASHREC gives: look at the difference.

set -uo pipefail
export LC_ALL=C
unset DEBUGINFOD_URLS

# shellcheck source=userspace/tests/support_golden.sh
. "$(dirname "${BASH_SOURCE[0]}")/support_golden.sh"

[ $# -eq 4 ] || { echo "usage: symbols_test.sh [--write] CRASHREC STATIC IMAGE_WRITE SYMBOLS_LOOK" >&2; exit 2; }
crashrec=$(realpath "$1")
static=$(realpath "$2")
image_write=$(realpath "$3")
symbols_look=$(realpath "$4")
sources=$tests/symbols
golden=$sources/golden
shared=$sources/../../../../shared

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cp -r "$sources" "$dir/build"
cd "$dir" || exit 1

ok() { printf 'ok - symbols: %s\n' "$1"; }
not_ok() { printf 'not ok - symbols: %s (%s)\n' "$1" "$2"; failed=1; }
skip() { printf 'skip - symbols: %s (%s)\n' "$1" "$2"; }

flags=(-Ibuild -g -O2 -ffreestanding -fno-pie -fno-stack-protector
	-fno-optimize-sibling-calls -fcf-protection=none -fno-reorder-functions
	-fno-ipa-icf -fno-toplevel-reorder)
kernel_id=0102030405060708090a0b0c0d0e0f1011121314
module_id=00112233445566778899aabbccddeeff00112233

# make_kernel FOLDER ID [FLAG...]: its vmlinux
make_kernel() {
	local folder=$1 id=$2
	shift 2
	mkdir -p "$folder"
	gcc "${flags[@]}" "$@" -nostdlib -static -no-pie -Wl,-e,kernel_init \
		-Wl,--build-id=0x"$id" -o "$folder/vmlinux" \
		build/init/main.c build/fs/read.c build/net/poll.c
}

# make_module FOLDER: its lab-driver.ko
make_module() {
	mkdir -p "$1"
	gcc "${flags[@]}" -mcmodel=kernel -c -o "$1/lab.o" build/driver/lab-driver.c &&
		ld -r --build-id=0x$module_id -o "$1/lab-driver.ko" "$1/lab.o" &&
		rm "$1/lab.o"
}

# place FILE FUNCTION MARK: FUNCTION+0xOFFSET/0xSIZE
place() {
	nm -S "$1" | awk -v function_name="$2" -v mark="$3" '
		function number(hex,  i, n) {
			n = 0
			for (i = 1; i <= length(hex); i++)
				n = n * 16 + index("123456789abcdef", substr(hex, i, 1))
			return n
		}
		$NF == mark { at = number($1); found = 1 }
		$NF == function_name && NF == 4 {
			count++
			begin[count] = number($1)
			size[count] = number($2)
		}
		END {
			for (i = 1; i <= count; i++)
				if (found && begin[i] <= at && at < begin[i] + size[i])
					printf "%s+0x%x/0x%x\n", function_name, at - begin[i], size[i]
		}'
}

# report: with what stands between @ filled in
report() {
	local line file spot rest function mark
	while IFS= read -r line; do
		while [[ $line == *@*@* ]]; do
			rest=${line#*@}
			spot=${rest%%@*}
			file=kernel/vmlinux
			[[ $line != *"[lab_driver"* ]] || file=modules/lab-driver.ko
			IFS=: read -r function mark _ <<<"$spot"
			line=${line%%@*}$(place "$file" "$function" "$mark")${rest#*@}
		done
		printf '%s\n' "$line"
	done <"$sources/report"
}

# same NAME FILE: is it what the golden file says?
same() {
	# what the compiler, or this folder, chose
	sed -E -i "s,$dir,DIR,g; s/\+0x[0-9a-f]+\/0x[0-9a-f]+/+OFFSET/g;
		s/\"(offset|size)\":[0-9]+/\"\1\":0/g" "$2"
	[ -z "$write" ] || cp "$2" "$golden/$1"
	if cmp -s "$golden/$1" "$2"; then
		ok "$1"
	else
		not_ok "$1" "differs from symbols/golden/$1"
		diff -u "$golden/$1" "$2" >&2
	fi
}

# valid NAME KIND: is what the last case printed as the schema says?
valid() {
	local said
	if ! python3 -c 'import jsonschema' 2>/dev/null; then
		skip "$1" "no python3-jsonschema"
	elif said=$(python3 "$sources/../schema_check.py" \
			"$sources/../../crashrec.schema.json" "$2" <out 2>&1); then
		ok "$1"
	else
		not_ok "$1" "$(head -n 3 <<<"$said" | paste -sd '|')"
	fi
}

# equal NAME WANT GOT
equal() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		not_ok "$1" "wanted '$2', got '$3'"
	fi
}

# with_addr2line FILE: what binutils say of each frame of report.log that is in
# it: the place before a return address, else the address itself
with_addr2line() {
	local place function offset begin
	while read -r place; do
		function=${place%%+*}
		offset=${place#*+}
		begin=$(nm -S "$1" | awk -v n="$function" -v s="${place#*/0x}" '
			$NF == n && NF == 4 && $2 ~ ("^0*" s "$") { print $1; exit }')
		case $function in
		init_once | net_poll | release | lab_remove) offset=${offset%/*} ;;
		vfs_read)	[ "$place" = "$ip" ] && offset=${offset%/*} ||
				offset=$((${offset%/*} - 1)) ;;
		*)		offset=$((${offset%/*} - 1)) ;;
		esac
		addr2line -i -e "$1" "$(printf '%x' $((0x$begin + offset)))"
	done | sed -E "s,^.*/build/(\./)?,,; s/ \(discriminator [0-9]+\)//"
}

symbolize_cases() {
	local want got ip
	make_kernel kernel $kernel_id || return 1
	make_module modules || return 1
	report >report.log
	golden_case log symbolize report.log --vmlinux kernel/vmlinux \
		--module-dir modules
	golden_case as-printed symbolize report.log --vmlinux kernel/vmlinux \
		--module-dir modules --as-printed
	golden_case log-json symbolize report.log --vmlinux kernel/vmlinux \
		--module-dir modules --json
	valid log-json-schema record
	"$crashrec" symbolize - --vmlinux kernel/vmlinux --module-dir modules \
		<report.log >from-stdin 2>/dev/null
	"$crashrec" symbolize report.log --vmlinux kernel/vmlinux \
		--module-dir modules >symbolized 2>/dev/null
	equal "standard input gives what the file does" "$(cat symbolized)" \
		"$(cat from-stdin)"
	"$crashrec" symbolize symbolized --vmlinux kernel/vmlinux \
		--module-dir modules 2>/dev/null >again
	equal "what has places and a disassembly stays as it is" \
		"$(cat symbolized)" "$(cat again)"
	golden_case show show -f report.log --vmlinux kernel/vmlinux \
		--module-dir modules --code
	golden_case blame blame report.log --vmlinux kernel/vmlinux \
		--module-dir modules
	golden_case blame-symbolized blame symbolized
	golden_case blame-no-files blame report.log
	sed -E 's,at fs/inode.h:5 .*,at lib/refcount.c:28 refcount_warn_saturate+0x1/0x2,
		s,RIP: 0010:.*,RIP: 0010:refcount_warn_saturate+0x1/0x2,
		/<IRQ>/,/ net_poll/d' report.log >module.log
	equal "blame: a module without debug information is no less at fault" \
		"lab_probe: WARNING: refcount bug in lab_probe" \
		"$("$crashrec" blame module.log --vmlinux kernel/vmlinux \
			--module-dir nowhere 2>/dev/null)"
	golden_case blame-json blame report.log --json
	valid blame-json-schema guilt

	"$crashrec" show -f symbolized --json |
		jq -c '.frames[] | [.function, .module, .file, .file_line, .inline]' >got
	same symbolized-frames got
	ip=$(sed -n 's/^.*RIP: 0010://p' report.log)
	want=$(sed -n 's/^\[[^]]*\]\[[^]]*\] [ ?]*\([a-z_]*+0x[0-9a-f]*\/0x[0-9a-f]*\)\( \[lab.*\)*$/\1/p' report.log |
		grep -vE '^(no_such|lab_|other_|vfs_read\+0x10/0x2000|init_once)' |
		with_addr2line kernel/vmlinux)
	got=$(sed -n '/Call Trace/,$p' symbolized |
		grep -vE 'lab_|other_|init_once' |
		grep -oE '[a-z]+/[a-z]+\.[ch]:[0-9]+')
	equal "the kernel's frames are addr2line's" "$want" "$got"
}

# The record's kernel has a build id, and functions that are not in ours.
by_build_id() {
	local id=c0ffee0000000000000000000000000000000000 by_id want
	by_id=by-id/.build-id/${id:0:2}/${id:2}.debug
	make_kernel recorded $id
	want=$("$crashrec" symbolize 1 -f machine.img --vmlinux recorded/vmlinux 2>&1)
	case $want in
	*"of another build"*) not_ok "the vmlinux of a record's build" "$want" ;;
	*)	ok "the vmlinux of a record's build" ;;
	esac
	mkdir -p "${by_id%/*}" "server/buildid/$id"
	cp recorded/vmlinux "$by_id"
	cp recorded/vmlinux "server/buildid/$id/debuginfo"
	equal "debug packages are found by build id" "${want//recorded\/vmlinux/$by_id}" \
		"$("$crashrec" symbolize 1 -f machine.img --debug-dir by-id 2>&1)"
	if ! find /usr/lib /lib -name 'libdebuginfod.so.1' 2>/dev/null | grep . >/dev/null; then
		skip "a server of DEBUGINFOD_URLS is asked" "there is no libdebuginfod"
		return
	fi
	DEBUGINFOD_URLS=file://$dir/server DEBUGINFOD_CACHE_PATH=$dir/cache \
		"$crashrec" symbolize 1 -f machine.img --debug-dir nowhere >got 2>&1
	equal "a server of DEBUGINFOD_URLS is asked" \
		"${want//recorded\/vmlinux/$dir/cache/$id/debuginfo}" "$(cat got)"
}

find_cases() {
	"$image_write" machine machine.img || return 1
	mkdir -p debug/boot debug/lib/modules/6.1.0-lab
	cp kernel/vmlinux debug/boot/vmlinux-6.1.0-lab
	cp modules/lab-driver.ko debug/lib/modules/6.1.0-lab/
	"$crashrec" symbolize report.log --debug-dir debug >got 2>/dev/null
	equal "debug packages are found by release" "$(cat symbolized)" "$(cat got)"
	"$crashrec" symbolize report.log --debug-dir debug --release 6.1.0-lab >got 2>/dev/null
	equal "the release may be named" "$(cat symbolized)" "$(cat got)"
	golden_case not-found symbolize report.log --debug-dir nowhere
	printf 'x vfs_read+0x1/0x2\n' >bare.log
	golden_case no-kernel symbolize bare.log --debug-dir nowhere
	golden_case record-not-found symbolize 1 -f machine.img --debug-dir nowhere
	by_build_id
	make_kernel other ffff030405060708090a0b0c0d0e0f1011121314
	golden_case other-build symbolize 1 -f machine.img --vmlinux other/vmlinux
	strip -g -o stripped kernel/vmlinux
	golden_case stripped symbolize report.log --vmlinux stripped
	golden_case no-elf symbolize report.log --vmlinux report.log
	golden_case no-file symbolize report.log --vmlinux absent
	golden_case no-log symbolize absent.log --vmlinux kernel/vmlinux
	golden_case modules-not-found symbolize report.log --vmlinux kernel/vmlinux \
		--module-dir debug/boot
}

# What a log names is bounded in what it costs.
many_cases() {
	local i
	cp kernel/vmlinux once-vmlinux
	"$symbols_look" once-vmlinux || failed=1
	for ((i = 0; i < 2100; i++)); do
		echo " f+0x1/0x2 [m$i]"
	done >modules.log
	"$crashrec" symbolize modules.log --vmlinux kernel/vmlinux \
		--module-dir nowhere >out 2>err
	equal "of modules that are not there 8 are told, and a count" \
		"$(wc -l <modules.log) 8 1 1" \
		"$(wc -l <out) $(grep -c ': no file of it was found' err) $(
		grep -c 'and 1992 modules more' err) $(
		grep -c 'further modules, which are too many: 100$' err)"
	for ((i = 0; i < 20; i++)); do
		sed "s/6\.1\.0-lab/6.1.$((i % 10))-lab/" report.log
	done >kernels.log
	"$crashrec" blame kernels.log --symbols --debug-dir nowhere >out 2>err
	equal "of kernels that are not there 8 are told, and a count" \
		"8 $(grep -c . out) 1" \
		"$(grep -c 'no debug information was found' err) 20 $(grep -c 'and 4 records of other kernels' err)"
}

code_cases() {
	local seed=$shared/seeds/001_3e1fd5e63bfb86c4.txt
	golden_case code symbolize "$sources/code.log" --debug-dir nowhere
	golden_case code-arm64 symbolize "$sources/code-arm64.log" --debug-dir nowhere
	if [ ! -e "$seed" ]; then
		skip "code: as a bisection's log has it" "there is no ../shared/seeds"
		return
	fi
	sed '/^----------------$/,$d' "$seed" |
		"$crashrec" symbolize - --debug-dir nowhere 2>/dev/null |
		sed '1,/^----------------$/d' | sed '/^----------------$/,$d' >got
	sed '1,/^----------------$/d' "$seed" >want
	equal "code: as a bisection's log has it" "$(cat want)" "$(cat got)"
	"$crashrec" symbolize "$seed" --debug-dir nowhere >got 2>/dev/null
	equal "code: what is in a log is not added" "$(cat "$seed")" "$(cat got)"
}

# At least 9 of 10 of a folder of symbolised reports, which name the file: that of
# the first report in it that names any.
blame_score() {
	local file want got all=0 right=0
	if [ ! -d "$shared/corpus/guilty" ]; then
		skip "blame: files of known reports" "there is no ../shared/corpus/guilty"
		return
	fi
	for file in "$shared/corpus/guilty"/*; do
		want=$(sed -n '1s/^FILE: *//p' "$file")
		got=$("$crashrec" blame "$file" --json 2>/dev/null |
			jq -rs 'map(.file // empty)[0] // ""')
		all=$((all + 1))
		if [ "$want" = "$got" ]; then
			right=$((right + 1))
		else
			echo "$file: wanted $want, got $got" >&2
		fi
	done
	echo "symbols: blame: $right of $all files are right" >&2
	if [ $((right * 10)) -ge $((all * 9)) ]; then
		ok "blame: at least 9 of 10 files of known reports"
	else
		not_ok "blame: at least 9 of 10 files of known reports" "$right of $all"
	fi
}

without_libdw() {
	local got code=0
	got=$("$static" symbolize "$sources/code.log" --vmlinux kernel/vmlinux 2>&1 >/dev/null) || code=$?
	case $code-$got in
	3-*libdw-dev*) ok "without libdw the cure is told" ;;
	*)	not_ok "without libdw the cure is told" "status $code: $got" ;;
	esac
}

if ! built_with libdw; then
	skip "files and lines" "built without libdw-dev"
elif ! symbolize_cases; then
	not_ok "files and lines" "no small kernel could be built"
else
	find_cases
	many_cases
fi
without_libdw
if built_with libcapstone; then
	code_cases
else
	skip "instructions" "built without libcapstone-dev"
fi
blame_score
exit $failed
