#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The man pages: each command has one, what they say is so, and their examples
# work.
#
#   man_test.sh CRASHREC IMAGE_WRITE

set -uo pipefail
export LC_ALL=C

# shellcheck source=userspace/tests/support_tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/support_tap.sh"

[ $# -eq 2 ] || { echo "usage: man_test.sh CRASHREC IMAGE_WRITE" >&2; exit 2; }
crashrec=$(realpath "$1")
image_write=$(realpath "$2")
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
man=$top/userspace/man

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/bin" "$dir/there"
ln -s "$crashrec" "$dir/bin/crashrec"
export PATH=$dir/bin:$PATH
cd "$dir/there" || exit 1

# Each command has a page, which is what its help and its text make.
crashrec --help | awk '$0 == "" { n++ } n == 2 && NF { print $1 }' >"$dir/commands"
while read -r command; do
	text=$man/$command.txt page=$man/crashrec-$command.1
	if ! [ -e "$text" ]; then
		not_ok "man_page_of_$command" "write userspace/man/$command.txt, with an example that begins with '\$ ', then make -C userspace man"
	elif ! command -v perl >/dev/null; then
		skip "man_page_of_$command" "no perl"
	else
		"$man/page.pl" crashrec "$command" "$text" | diff "$page" - >"$dir/wrong" ||
			echo "make -C userspace man writes it" >>"$dir/wrong"
		none "man_page_of_$command" "$dir/wrong"
	fi
done <"$dir/commands"
if command -v perl >/dev/null; then
	"$man/page.pl" crashrec '' "$man/crashrec.txt" | diff "$man/crashrec.1" - >"$dir/wrong" ||
		echo "make -C userspace man writes it" >>"$dir/wrong"
	none man_page_of_crashrec "$dir/wrong"
else
	skip man_page_of_crashrec "no perl"
fi
for page in "$man"/crashrec-*.1; do
	name=${page##*/crashrec-}
	grep -qxF "${name%.1}" "$dir/commands" || echo "$page is of no command"
done >"$dir/wrong"
none man_pages_are_of_commands "$dir/wrong"

# What the module has, and the library.
sed -nE 's/^module_param(_named|_cb)?\(([a-z_]+),.*/\2/p' "$top/module/config.c" |
	sort -u >"$dir/parameters"
while read -r name; do
	grep -qE "^\.BR? .*\<$name\>" "$man/crashrec.4" || echo "crashrec.4: no $name"
done <"$dir/parameters" >"$dir/wrong"
[ -s "$dir/parameters" ] || echo "module/config.c: no parameter" >>"$dir/wrong"
none man_each_parameter_is_told "$dir/wrong"
grep -oE '\<crashrec_[a-z_]+\(' "$man/libcrashrec.3" | sort -u |
	while read -r name; do
		grep -qF "$name" "$top"/include/crashrec*.h || echo "libcrashrec.3: no $name)"
	done >"$dir/wrong"
none man_each_function_is_there "$dir/wrong"
for header in "$top"/include/*.h; do
	grep -qF "${header##*/}" "$man/libcrashrec.3" ||
		echo "libcrashrec.3: no ${header##*/}"
done >"$dir/wrong"
none man_each_header_is_told "$dir/wrong"
grep -oE '\<CRASHREC_IOC_[A-Z]+' "$top/include/uapi/crashrec_device.h" | sort -u |
	grep -v _TYPE | while read -r name; do
		grep -q "$name" "$man/crashrec.4" || echo "crashrec.4: no $name"
	done >"$dir/wrong"
none man_each_ioctl_is_told "$dir/wrong"

# Pages are well-formed.
for page in "$man"/*.[1-8]; do
	grep -q '^\.SH EXAMPLES' "$page" || echo "${page##*/} has no example"
done >"$dir/wrong"
none man_each_page_has_examples "$dir/wrong"
if ! command -v man >/dev/null || ! man --warnings -l "$man/crashrec.1" >/dev/null 2>&1; then
	skip man_finds_nothing_wrong "no man: install man-db and groff"
else
	for page in "$man"/*.[1-8]; do
		LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 \
			man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null |
			sed "s|^|${page##*/}: |"
	done >"$dir/wrong"
	none man_finds_nothing_wrong "$dir/wrong"
fi
if ! command -v mandoc >/dev/null; then
	skip man_mandoc_finds_nothing_wrong "no mandoc"
else
	mandoc -T lint "$man"/*.[1-8] >"$dir/wrong" 2>&1
	none man_mandoc_finds_nothing_wrong "$dir/wrong"
fi

# Examples. A folder for each page, with what they read.
supply() {
	"$image_write" repeats region.img || exit 1
	cp "$top/userspace/tests/man_console.log" console.log
	cp "$top/userspace/tests/reports/lockdep_circ.log" deadlock.log
	cp "$top/userspace/tests/bisect/git.log" bisect.log
	crashrec save -f region.img -d saved --no-journal >/dev/null 2>&1
}

# examples FILE: lines "COMMAND<tab>LINE" and what is below each.
examples() {
	awk '
		!/^    / { inside = 0; next }
		/^    \$ / { sub(/^    \$ /, ""); print "$ " $0; inside = 1; next }
		/^    # / { inside = 0; next }
		inside { sub(/^    /, ""); print "> " $0 }' "$1"
}

# run_example: what was gathered of one. Where output is shown, it is just so.
run_example() {
	[ -n "$line" ] || return 0
	local got status=0
	got=$(PATH=$PATH timeout 90 bash -c "$line" 2>"$dir/err") || status=$?
	count=$((count + 1))
	if [ -z "$wanted" ] && [ "$status" = 0 ]; then
		return
	fi
	if [ -n "$wanted" ] && [ "$got" = "$wanted" ]; then
		return
	fi
	echo "$line: gives '$got', status $status, $(head -n 1 "$dir/err")"
}

run_examples() {
	local line='' wanted='' text count=0
	while IFS= read -r text; do
		case $text in
		'$ '*)	run_example
			line=${text#??}
			wanted='' ;;
		'> '*)	wanted+=${wanted:+$'\n'}${text#??} ;;
		esac
	done < <(examples "$1")
	run_example
	[ "$count" -gt 0 ] || echo "$1 has no example that can be run"
}

if ! command -v jq >/dev/null; then
	skip man_examples "no jq"
	exit $failed
fi
for text in "$man"/*.txt; do
	name=$(basename "$text" .txt)
	rm -rf "$dir/there" && mkdir "$dir/there" && cd "$dir/there" || exit 1
	supply
	run_examples "$text" >"$dir/wrong"
	none "man_examples_of_$name" "$dir/wrong"
done

exit $failed
