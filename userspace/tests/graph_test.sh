#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Graphviz takes what crashrec graph gives, whatever is in a record.
#
#   graph_test.sh CRASHREC RECORD_WRITE
#
# Also of each log in ../shared/corpus/linux-reports, where that is there.

set -uo pipefail

# shellcheck source=userspace/tests/support_tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/support_tap.sh"

[ $# -eq 2 ] || { echo "usage: graph_test.sh CRASHREC RECORD_WRITE" >&2; exit 2; }
crashrec=$(realpath "$1")
record_write=$(realpath "$2")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
corpus=$here/../../../shared/corpus/linux-reports

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1

# without PROGRAM ARGUMENT...: where no other program is found
without() { env PATH=/nowhere "$@"; }

without "$crashrec" graph --svg -f "$here/reports/lockdep_circ.log" -o a.svg \
	>out 2>err
code=$?
if [ $code = 5 ] && grep -q 'apt-get install graphviz' err && [ ! -e a.svg ]; then
	ok graph_without_graphviz_names_the_cure
else
	not_ok graph_without_graphviz_names_the_cure "status $code: $(cat err)"
fi

# replaces NAME FILE STATUS: graph -o FILE ends so, and leaves no other file
replaces() {
	local code=0
	mkdir -p "${2%/*}"
	timeout 20 "$crashrec" graph --dot -f "$here/reports/lockdep_circ.log" \
		-o "$2" >out 2>err || code=$?
	if [ $code != "$3" ]; then
		not_ok "$1" "status $code: $(cat err)"
	elif compgen -G "$2.*" >names; then
		not_ok "$1" "left: $(paste -sd ' ' names)"
	else
		ok "$1"
	fi
}
# stays NAME FILE: it is what it was, and the cure is told
stays() {
	if [ "$(cat "$2")" = before ] && grep -q 'standard output (-)' err; then
		ok "$1"
	else
		not_ok "$1" "$(head -n 1 "$2"): $(cat err)"
	fi
}
mkdir to
echo before >victim
cp victim to/file
ln -s ../victim to/link
mkfifo to/fifo
chmod 640 to/file
replaces output_replaces_a_file to/file 0
if grep -q '^digraph' to/file && [ "$(stat -c %a to/file)" = 640 ]; then
	ok output_keeps_the_mode_of_a_file
else
	not_ok output_keeps_the_mode_of_a_file "$(stat -c %a to/file)"
fi
replaces output_follows_no_link to/link 5
stays output_leaves_what_a_link_leads_to victim
replaces output_does_not_wait_for_a_fifo to/fifo 5
replaces output_is_no_device /dev/stdout 5
stays output_of_a_device_tells_the_cure victim

# Programs that are called dot, and are not.
mkdir wrong
# with BODY: what crashrec says of such a one
with() {
	printf '#!/bin/sh\n%s\n' "$1" >wrong/dot
	chmod +x wrong/dot
	PATH=$dir/wrong:$PATH "$crashrec" graph --svg \
		-f "$here/reports/lockdep_circ.log" 2>&1
	echo "status $?"
}
# says NAME BODY TEXT
says() {
	local said
	said=$(with "$2")
	case $said in
	*"$3"*"status 5") ok "$1" ;;
	*) not_ok "$1" "$said" ;;
	esac
}
# shellcheck disable=SC2016 # that shell's own $
says graph_tells_what_dot_said 'cat >/dev/null; echo "no such luck" >&2; exit 3' \
	'(status 3): no such luck'
# shellcheck disable=SC2016 # that shell's own $
says graph_tells_that_dot_was_killed 'kill -9 $$' '(signal 9)'
says graph_wants_a_picture 'cat >/dev/null; echo nothing' 'drew nothing'

if ! command -v dot >/dev/null; then
	skip graph_is_drawn "no dot: lab/packages.sh installs graphviz"
	exit $failed
fi

# drawn NAME LOG: it is a picture, and well-formed
drawn() {
	if ! "$crashrec" graph -f "$2" -o "$1.svg" 2>err; then
		not_ok "graph_draws: $1" "$(head -n 1 err)"
	elif ! head -c 100 "$1.svg" | grep -q '^<svg'; then
		not_ok "graph_draws: $1" "no SVG: $(head -c 100 "$1.svg")"
	elif command -v python3 >/dev/null && ! python3 -c '
import sys, xml.dom.minidom as dom
tree = dom.parse(sys.argv[1])
for name in ("script", "a", "image", "foreignObject", "use"):
    assert not tree.getElementsByTagName(name), name
for node in tree.getElementsByTagName("*"):
    assert not any(key.startswith("on") for key in node.attributes.keys())
' "$1.svg" 2>err; then
		not_ok "graph_draws: $1" "$(tail -n 1 err)"
	else
		ok "graph_draws: $1"
	fi
}

for name in circ chain irqsafe inversion recur inconsistent; do
	drawn "$name" "$here/reports/lockdep_$name.log"
done

# hostile FILE NAME: a report about a lock of that name
hostile() {
	NAME=$2 awk '{
		at = 1
		line = ""
		rest = $0
		while ((at = index(rest, "&foo->a"))) {
			line = line substr(rest, 1, at - 1) ENVIRON["NAME"]
			rest = substr(rest, at + 7)
		}
		print line rest
	}' "$here/reports/lockdep_circ.log" >"$1"
}

# shows NAME LOCK SHOWN: a lock of that name is drawn, and is shown as SHOWN
shows() {
	hostile "$1.log" "$2"
	drawn "$1" "$1.log"
	if grep -qF -- "$3" "$1.svg"; then
		ok "graph_shows: $1"
	else
		not_ok "graph_shows: $1" "no '$3' in it"
	fi
}

shows quotes '"];x[label="' '&quot;];x[label=&quot;'
shows elements '<script>alert(1)</script>' '&lt;script&gt;alert(1)&lt;/script&gt;'
shows cdata ']]><![CDATA[x' ']]&gt;&lt;![CDATA[x'
shows comment '--><!--x' '&gt;&lt;!'
shows entity '&lt;b&gt;&#60;' '&amp;lt;b&amp;gt;&amp;#60;'
shows escapes '\N\G\L\n\\x' '\N\G\L\n\\x'
shows bytes $'\xff\xc3\x28\x01' '\xff\xc3(\x01'
shows direction $'a\xe2\x80\xaeb' 'a\xe2\x80\xaeb'
shows letters $'\xc3\xa9\xe6\xb0\xb4\xf0\x9f\x94\x92' $'\xe6\xb0\xb4'
shows blank ' ' 'waits for'
shows long "$(printf 'x%.0s' {1..300})" $'xxxx\xe2\x80\xa6'
shows hash '#include' '#include'

# In a record, what says how a lock was used may be any bytes, too.
mkdir -m 700 usage
file=010000000000000000000000000000c5-1-8000000000.crec
"$record_write" usage 1 $file:1:deadlock || exit 1
drawn usage usage
if grep -qF '{&gt;];/*\&quot;}' usage.svg && grep -qF '{*/{}}' usage.svg; then
	ok "graph_shows: usage"
else
	not_ok "graph_shows: usage" "$(grep -F '{' usage.svg | paste -sd ' ')"
fi

if [ ! -d "$corpus" ]; then
	skip graph_draws_each_log "no ../shared/corpus/linux-reports"
	exit $failed
fi
pictures=0 none=0
"$crashrec" parse --json "$corpus"/* 2>/dev/null |
	jq -r 'select(.class == "lockdep") | [.seq, .file] | @tsv' >lockdep
while IFS=$'\t' read -r seq log; do
	code=0
	"$crashrec" graph "$seq" -f "$log" --svg >svg 2>err || code=$?
	case $code in
	0)	pictures=$((pictures + 1)) ;;
	1)	none=$((none + 1)) ;;
	*)	not_ok "graph_draws_each_log: ${log##*/}" "status $code: $(head -n 1 err)" ;;
	esac
done <lockdep
if [ $pictures -gt 0 ]; then
	ok "graph_draws_each_log: $pictures pictures, $none reports that tell of no deadlock"
else
	not_ok graph_draws_each_log "no picture, of $none reports"
fi
exit $failed
