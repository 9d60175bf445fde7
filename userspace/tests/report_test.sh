#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The page that crashrec report writes, in a browser: what it asks for, whether
# what a record holds does anything, how wide it is, and whether it can be read.
#
#   report_test.sh CRASHREC IMAGE_WRITE [FOLDER]
#
# FOLDER receives pictures of it, to be looked at.

set -uo pipefail

# shellcheck source=userspace/tests/support_tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/support_tap.sh"

[ $# -ge 2 ] || { echo "usage: report_test.sh CRASHREC IMAGE_WRITE [FOLDER]" >&2; exit 2; }
crashrec=$(realpath "$1")
image_write=$(realpath "$2")
pictures=${3:+$(realpath "$3")}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1

for image in demo repeats lost-heads user; do
	"$image_write" "$image" "$image.img" || exit 1
done
cp "$here"/reports/{lockdep_chain,lockdep_irqsafe,kasan_uevent}.log .
# Words that would do something if they were not words.
sed 's|&foo->a|<img src=x onerror=parent.touched=1>|g' \
	"$here/reports/lockdep_circ.log" >hostile.log
cat >script.log <<'EOF_LOG'
Kernel panic - not syncing: <script>parent.touched=1</script>
</pre></details><script>window.touched=1</script><svg onload="touched=1">
<link rel=stylesheet href="http://192.0.2.1/a.css"><img src="http://192.0.2.1/">
EOF_LOG
printf 'Kernel panic - not syncing: \377 %s\n' "$(printf 'x%.0s' {1..400})" >wide.log
sources=()
for file in demo.img repeats.img lost-heads.img user.img ./*.log; do
	sources+=(-f "$file")
done

code=0
"$crashrec" report --html page.html "${sources[@]}" 2>err || code=$?
if [ $code = 0 ]; then
	ok report_is_written
else
	not_ok report_is_written "status $code: $(cat err)"
fi

# More deadlocks than a page has pictures of, by a program that is called dot.
mkdir fake
printf '#!/bin/sh\ncat >/dev/null; echo "<svg/>"\n' >fake/dot
chmod +x fake/dot
for _ in {1..103}; do
	cat "$here/reports/lockdep_circ.log"
done >deadlocks.log
PATH=$dir/fake:$PATH "$crashrec" report --html many.html -f deadlocks.log 2>err
found="$(grep -c '<svg/>' many.html) $(grep -oE 'crashrec graph [0-9]+ -f deadlocks.log' many.html | paste -sd ';')"
want='100 crashrec graph 101 -f deadlocks.log;crashrec graph 102 -f deadlocks.log;crashrec graph 103 -f deadlocks.log'
if [ "$found" = "$want" ]; then
	ok report_has_100_pictures_and_tells_of_others
else
	not_ok report_has_100_pictures_and_tells_of_others "$found: $(head -n 1 err)"
fi

# Nothing is left of a page whose making is interrupted.
mkdir interrupted
# shellcheck disable=SC2016 # dot expands it
printf '#!/bin/sh\nkill -TERM $PPID\n' >fake/dot
PATH=$dir/fake:$PATH "$crashrec" report --html interrupted/page.html -f deadlocks.log 2>err
found="$? $(ls interrupted)"
if [ "$found" = '143 ' ]; then
	ok report_that_is_interrupted_leaves_nothing
else
	not_ok report_that_is_interrupted_leaves_nothing "status and files: $found"
fi

# Who let all write to a file does not so to what replaces it.
echo former >stranger.html
chmod 666 stranger.html
umask 022
if ! chown 65534 stranger.html 2>/dev/null; then
	skip report_has_its_own_mode "it needs root"
elif "$crashrec" report --html stranger.html -f demo.img 2>err &&
	found=$(stat -c '%u %a' stranger.html) && [ "$found" = "$EUID 644" ]; then
	ok report_has_its_own_mode
else
	not_ok report_has_its_own_mode "$found: $(cat err)"
fi

if chown 65534 stranger.html 2>/dev/null && chmod 600 stranger.html; then
	"$crashrec" report --html stranger.html -f demo.img 2>err
	found=$(stat -c '%u %a' stranger.html)
	if [ "$found" = "$EUID 600" ]; then
		ok report_is_as_private_as_what_was_there
	else
		not_ok report_is_as_private_as_what_was_there "$found: $(cat err)"
	fi
else
	skip report_is_as_private_as_what_was_there "it needs root"
fi

# The names of languages are no places.
if grep -oE '(https?:)?//[a-z0-9.]+[^ <]*' page.html |
	grep -vE '^http://www\.w3\.org/(2000/svg|1999/xlink)' |
	grep -v '192\.0\.2\.1'; then
	not_ok report_names_no_other_place "see above"
else
	ok report_names_no_other_place
fi

if ! command -v chromium >/dev/null; then
	skip report_in_a_browser "no chromium: lab/packages.sh browser installs it"
	exit $failed
fi

svgs=0
! command -v dot >/dev/null || svgs=3
cp "$here/report_look.html" look.html

# browse SCHEME ARGUMENT...: without a network; files may look at each other
browse() {
	local scheme=1
	[ "$1" != dark ] || scheme=0
	shift
	timeout 120 chromium --headless --no-sandbox --disable-gpu \
		--disable-dev-shm-usage --user-data-dir="$dir/profile" \
		--no-first-run --disable-background-networking \
		--disable-component-update --disable-sync \
		--disable-default-apps --hide-scrollbars \
		--host-resolver-rules='MAP * ~NOTFOUND' \
		--proxy-server=127.0.0.1:9 --enable-logging=stderr \
		--blink-settings=preferredColorScheme=$scheme \
		--allow-file-access-from-files --disable-web-security \
		"$@" 2>browser.err
}

# look SCHEME WIDTH,...: what is wrong with page.html
look() {
	local url="file://$dir/look.html?widths=$2&scheme=$1&pictures=$svgs"
	browse "$1" --log-net-log="$dir/net.json" --virtual-time-budget=10000 \
		--dump-dom "$url" | sed -n 's/.*<title>\(.*\)<\/title>.*/\1/p'
	grep -o 'CONSOLE.*' browser.err | head -n 3
	# The browser asks its maker's hosts, whatever it is told.
	grep -oE '"url":"(https?|wss?|ftp):[^"]*"' net.json |
		grep -vE '//[a-z0-9.]*(google|googleapis|gvt1)\.com/' | sort -u
}

for scheme in light dark; do
	found=$(look $scheme 360,800,1400)
	if [ "$found" = '360: fine; 800: fine; 1400: fine;' ]; then
		ok "report_page: $scheme, 360, 800 and 1400 pixels wide"
	else
		not_ok "report_page: $scheme, 360, 800 and 1400 pixels wide" \
			"$(paste -sd ';' <<<"$found" | cut -c1-400)"
	fi
done

# What would have been seen, and what the page's policy keeps from happening.
cp page.html whole.html
sed 's|<main>|<main><script>parent.touched = 1</script>|; s|</main>|<img src="http://192.0.2.1/x.png"><p style="width:900px;color:#bbb">wide</p><svg><text y="20" fill="#bbb">drawn</text></svg></main>|' \
	whole.html >page.html
found=$(look light 360)
# seen NAME TEXT
seen() {
	case $found in
	*"$2"*) ok "$1" ;;
	*) not_ok "$1" "not among: $(paste -sd ';' <<<"$found")" ;;
	esac
}
seen report_test_sees_a_script 'element SCRIPT'
seen report_test_sees_what_is_wide 'wide in 360'
seen report_test_sees_a_request 'element IMG'
seen report_test_sees_pale_letters '1.9 of wide'
seen report_test_sees_pale_letters_in_pictures 'in a picture, of drawn'
seen report_test_sees_the_console 'CONSOLE'
case $found in
*'a script ran'*) not_ok report_policy_stops_scripts "it ran" ;;
*) ok report_policy_stops_scripts ;;
esac
case $found in
*'"url":'*) not_ok report_policy_stops_requests "$found" ;;
*) ok report_policy_stops_requests ;;
esac
cp whole.html page.html

[ -n "$pictures" ] || exit $failed
sed 's/<details/<details open/' page.html >open.html
for scheme in light dark; do
	browse $scheme --window-size=1200,2400 \
		--screenshot="$pictures/page-$scheme.png" "file://$dir/page.html"
	browse $scheme --window-size=1200,8000 \
		--screenshot="$pictures/open-$scheme.png" "file://$dir/open.html"
done
printf '<body style="margin:0"><iframe src="open.html" style="border:0;width:360px;height:6000px"></iframe>' >phone.html
browse light --window-size=360,6000 \
	--screenshot="$pictures/phone.png" "file://$dir/phone.html"
exit $failed
