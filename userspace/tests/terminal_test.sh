#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The program on a terminal, which script(1) gives it: colours and pagers.
# Output of each case must equal tests/golden/CASE.
#
#   terminal_test.sh [--write] CRASHREC IMAGE_WRITE

set -uo pipefail

# shellcheck source=userspace/tests/support_golden.sh
. "$(dirname "${BASH_SOURCE[0]}")/support_golden.sh"

[ $# -eq 2 ] || { echo "usage: terminal_test.sh [--write] CRASHREC IMAGE_WRITE" >&2; exit 2; }
crashrec=$(realpath "$1")
image_write=$(realpath "$2")

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
for image in demo streams repeats; do
	"$image_write" "$image" "$image.img" || exit 1
done
cp "$tests/bisect/cause.log" .
unset NO_COLOR PAGER CRASHREC_PAGER LESS LV

if ! command -v script >/dev/null; then
	skip cli_terminal "no script(1)"
	exit 0
fi

# tty ENVIRONMENT ARG...: as on a terminal of 120 columns; sets code
tty() {
	local environment=$1
	shift
	# shellcheck disable=SC2086 # words
	env TERM=xterm $environment script -qec "stty cols 120; $(
		printf '%q ' "$crashrec" "$@")" /dev/null </dev/null >out.raw 2>/dev/null
	code=$?
	tr -d '\r' <out.raw >got
	echo "--- exit $code" >>got
}

tty PAGER=cat list -f demo.img
same tty-color-list got
tty PAGER=cat show 2 -f demo.img
same tty-color-show got
tty PAGER=cat show -f streams.img
same tty-color-streams got
tty PAGER=cat diff demo.img repeats.img
same tty-color-diff got
tty PAGER=cat bisect-log cause.log
same tty-color-bisect got

# plain NAME: no escape is in what was got
plain() {
	if grep -q $'\033' got; then
		not_ok "$1" "there are escapes: $(head -n 1 got)"
	else
		ok "$1"
	fi
}
tty 'PAGER=cat NO_COLOR=1' list -f demo.img
plain terminal_no_color
tty 'PAGER=cat TERM=dumb' list -f demo.img
plain terminal_dumb
tty PAGER=cat list --color=never -f demo.img
plain terminal_color_never
"$crashrec" list -f demo.img >got 2>/dev/null
plain terminal_none
tty 'PAGER=cat NO_COLOR=' list -f demo.img
if grep -q $'\033' got; then
	ok terminal_no_color_that_is_empty
else
	not_ok terminal_no_color_that_is_empty "there are no colours"
fi
"$crashrec" list --color=always -f demo.img >got 2>/dev/null
same color-always got
"$crashrec" show 2 --raw --color=always -f demo.img >got 2>/dev/null
"$crashrec" show 2 --raw -f demo.img >raw 2>/dev/null
if cmp -s got raw; then
	ok terminal_raw_has_no_colors
else
	not_ok terminal_raw_has_no_colors "bytes were added"
fi
golden_case usage-color list --color=sometimes

# Pagers that mark what went through them.
cat >mark <<'EOF_MARK'
#!/bin/sh
echo "$0: LESS=$LESS LV=$LV"
sed 's/^/| /'
EOF_MARK
cp mark other
chmod +x mark other

tty 'NO_COLOR=1 CRASHREC_PAGER=./mark PAGER=./other' list -f demo.img
same tty-pager got
tty 'NO_COLOR=1 PAGER=./other LESS=M' show 1 -f demo.img
same tty-pager-show got
tty 'NO_COLOR=1 PAGER=./mark' show 77 -f demo.img
same tty-pager-absent got
tty 'NO_COLOR=1 PAGER=./mark' list -f absent.img
same tty-pager-error got
cp mark not-executable
chmod 644 not-executable
for pager in nowhere ./nowhere ./not-executable ./; do
	name=terminal_without_a_pager_that_is_missing
	[ $pager = nowhere ] || name+=_at_$pager
	tty "NO_COLOR=1 PAGER=$pager" list -f demo.img
	if grep -q "the pager '$pager' can't be run: set CRASHREC_PAGER" got &&
		grep -q lab_warn_here got; then
		ok $name
	else
		not_ok $name "$(tail -n 2 got | paste -sd ' ')"
	fi
done

for pager in 'exec ./mark' 'command ./mark' '{ ./mark; }' './mar[k]'; do
	name=terminal_pager_by_word_of_the_shell_${pager%% *}
	CRASHREC_PAGER=$pager tty NO_COLOR=1 list -f demo.img
	if grep -q '^| .*lab_warn_here' got; then
		ok "$name"
	else
		not_ok "$name" "$(head -n 1 got)"
	fi
done

# unpaged NAME: nothing went through a pager
unpaged() {
	if grep -q '^| ' got || ! grep -q 'lab_warn_here' got; then
		not_ok "$1" "$(head -n 1 got)"
	else
		ok "$1"
	fi
}
tty 'NO_COLOR=1 PAGER=./mark' list --no-pager -f demo.img
unpaged terminal_no_pager
tty 'NO_COLOR=1 PAGER=./mark CRASHREC_PAGER=' list -f demo.img
unpaged terminal_pager_that_is_empty
tty 'TERM=dumb PAGER=./mark' list -f demo.img
unpaged terminal_dumb_has_no_pager
PAGER=./mark "$crashrec" list -f demo.img >got 2>/dev/null
unpaged terminal_none_has_no_pager

# Where nobody has keys: a session of its own, without a terminal of its own.
if command -v setsid >/dev/null; then
	TERM=xterm NO_COLOR=1 PAGER=./mark script -qec "stty cols 120; setsid -w $(
		printf '%q ' "$crashrec") list -f demo.img" /dev/null \
		</dev/null 2>/dev/null | tr -d '\r' >got
	unpaged terminal_without_keys_has_no_pager
else
	skip terminal_without_keys_has_no_pager "no setsid(1)"
fi

# A pager that ends at once: so does the program, without a word.
tty 'NO_COLOR=1 PAGER=true' show -f demo.img
if grep -q 'could not be written' got; then
	not_ok terminal_pager_that_ends "$(head -n 1 got)"
else
	ok terminal_pager_that_ends
fi
if command -v less >/dev/null; then
	tty NO_COLOR=1 list -f demo.img
	unpaged terminal_less_shows_what_fits
else
	skip terminal_less_shows_what_fits "no less(1)"
fi

exit $failed
