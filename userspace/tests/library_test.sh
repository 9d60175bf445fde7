#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The library as others get it: what it exports and calls, its headers, and the
# examples, compiled against what make install puts there.
#
#   library_test.sh BUILD IMAGE_WRITE

set -uo pipefail
export LC_ALL=C

# shellcheck source=userspace/tests/support_tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/support_tap.sh"

[ $# -eq 2 ] || { echo "usage: library_test.sh BUILD IMAGE_WRITE" >&2; exit 2; }
build=$(realpath "$1")
image_write=$(realpath "$2")
userspace=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cc=${CC:-cc}

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

root=$dir/root
# The places that a packager has named to make are not those of this test.
env -i PATH="$PATH" make -s -C "$userspace" BUILD="$build" DESTDIR="$root" \
	PREFIX=/usr install >&2 </dev/null || exit 1
so=$root/usr/lib/libcrashrec.so.0

# What is exported has a version, and is what the headers declare.
nm -D --defined-only "$so" | awk '$2 != "A" { print $3 }' | sort >"$dir/exported"
grep -v '@@LIBCRASHREC_[0-9.]*$' "$dir/exported" >"$dir/wrong"
none library_each_symbol_has_a_version "$dir/wrong"
"$userspace/lib/map.sh" --names >"$dir/declared"
sed 's/@.*//' "$dir/exported" | diff "$dir/declared" - >"$dir/wrong" &&
	[ -s "$dir/declared" ] || echo "make -C userspace map writes lib/libcrashrec.map" >>"$dir/wrong"
none library_exports_what_the_headers_declare "$dir/wrong"
if readelf -d "$so" | grep -q 'SONAME.*\[libcrashrec\.so\.0\]'; then
	ok library_has_its_soname
else
	not_ok library_has_its_soname "$(readelf -d "$so" | grep SONAME)"
fi
nm -g --defined-only "$root/usr/lib/libcrashrec.a" | awk 'NF == 3 { print $3 }' |
	sort | diff "$dir/declared" - >"$dir/wrong"
none library_archive_has_no_other_names "$dir/wrong"

# It never prints, exits or changes what belongs to the whole program. What
# reads compressed dumps does that in a process of its own, which ends with
# _exit(); fputc() and fwrite() have no stream to write to but memory.
nm -u "$root/usr/lib/libcrashrec.a" "$so" | awk 'NF == 2 { print $2 }' |
	sed 's/@.*//' |
	grep -xE '(_IO_)?(stdout|stderr|stdin)_?|(__)?v?printf(_chk)?|puts|putchar(_unlocked)?|putc(_unlocked)?|perror|psignal|(v?(warn|err)x?)|error|v?dprintf|(__)?v?dprintf_chk|v?syslog|exit|quick_exit|abort|__assert_fail|raise|(sig)?longjmp|signal|sigaction|setlocale|chdir|umask|setenv|putenv|srand|atexit|system|popen' \
	>"$dir/wrong"
none library_never_prints_or_exits "$dir/wrong"

# What the program needs is exported.
"$image_write" demo "$dir/demo.img" || exit 1
LD_LIBRARY_PATH=$root/usr/lib "$build/crashrec-shared" show --json -f "$dir/demo.img" \
	2>&1 | diff <("$build/crashrec" show --json -f "$dir/demo.img" 2>&1) - \
	>"$dir/wrong"
readelf -d "$build/crashrec-shared" | grep -q 'NEEDED.*libcrashrec\.so\.0' ||
	echo "the program has the library in itself" >>"$dir/wrong"
none library_is_enough_for_the_program "$dir/wrong"

# A header that is installed compiles alone, where it was put.
for header in "$root"/usr/include/*.h "$root"/usr/include/crashrec/*.h; do
	name=${header#"$root/usr/include/"}
	for language in c c++; do
		printf '#include <%s>\n' "$name" | "$cc" -x "$language" -Wall -Wextra \
			-Wpedantic -Werror -fsyntax-only -I"$root/usr/include" - 2>&1
	done
done >"$dir/wrong"
none library_headers_compile_where_they_are_installed "$dir/wrong"
cat "$root"/usr/include/*.h "$root"/usr/include/crashrec/*.h |
	sed -n 's/^#ifndef \(_*[A-Z]*CRASHREC_.*_H\)$/\1/p' | sort | uniq -d >"$dir/wrong"
none library_headers_have_each_a_guard "$dir/wrong"

if ! command -v pkg-config >/dev/null; then
	skip library_examples "no pkg-config"
	exit $failed
fi
export PKG_CONFIG_PATH=$root/usr/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$root
cat >"$dir/wanted" <<'EOF_TITLES'
1 warning: WARNING in lab_warn_here (lab_warn_here+0x16)
2 oops: BUG: unable to handle kernel NULL pointer dereference in lab_null_here (lab_null_here+0x5)
3 warning: WARNING in lab_warn_here (lab_warn_here+0x16)
EOF_TITLES

# example NAME LINK WORD...: compile it, the words for pkg-config and compiler.
example() {
	local name=$1 linked=$2
	shift 2
	# shellcheck disable=SC2046 # words of pkg-config
	"$cc" -std=gnu11 -Wall -Wextra -Werror "$@" -o "$dir/$name-$linked" \
		"$userspace/examples/$name.c" \
		$(pkg-config $([ "$linked" = shared ] || echo --static) \
			--cflags --libs libcrashrec) 2>"$dir/wrong"
	none "library_example_${name}_compiles_$linked" "$dir/wrong"
}

for linked in shared static; do
	words=()
	[ $linked = shared ] || words=(-static)
	for source in "$userspace"/examples/*.c; do
		example "$(basename "$source" .c)" $linked "${words[@]}"
	done
	LD_LIBRARY_PATH=$root/usr/lib "$dir/print_titles-$linked" "$dir/demo.img" \
		2>&1 | diff "$dir/wanted" - >"$dir/wrong"
	none "library_example_print_titles_runs_$linked" "$dir/wrong"
	LD_LIBRARY_PATH=$root/usr/lib "$dir/follow_guest-$linked" "$dir/demo.img" 60 2>&1 |
		head -n 2 | grep -v '^WARNING: \|^------------' >"$dir/wrong"
	none "library_example_follow_guest_runs_$linked" "$dir/wrong"
done

# The one in the man page, as a reader would copy it.
awk '/^\.EE/ { inside = 0 } inside; /^\.EX/ { inside = 1 }' "$userspace/man/libcrashrec.3" |
	sed "s/\\\\(aq/'/g; s/\\\\e/\\\\/g; s/\\\\-/-/g" >"$dir/page.c"
# shellcheck disable=SC2046 # words of pkg-config
"$cc" -Wall -Wextra -Werror -o "$dir/page" "$dir/page.c" \
	$(pkg-config --cflags --libs libcrashrec) 2>"$dir/wrong" &&
	LD_LIBRARY_PATH=$root/usr/lib "$dir/page" "$dir/demo.img" |
	diff <(sed 's/ [a-z]*: / /; s/ (.*//' "$dir/wanted") - >>"$dir/wrong"
none library_example_of_the_man_page_runs "$dir/wrong"

if readelf -d "$dir/print_titles-shared" | grep -q 'NEEDED.*libcrashrec\.so\.0'; then
	ok library_example_needs_the_shared_library
else
	not_ok library_example_needs_the_shared_library "it does not"
fi

"$dir/print_titles-static" "$dir/absent.img" >"$dir/said" 2>&1
if [ $? = 1 ] && grep -q 'absent\.img' "$dir/said"; then
	ok library_example_tells_what_is_wrong
else
	not_ok library_example_tells_what_is_wrong "$(cat "$dir/said")"
fi

exit $failed
