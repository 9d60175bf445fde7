#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What the program offers for completions, and what each shell makes of it.
#
#   completions_test.sh CRASHREC IMAGE_WRITE

set -uo pipefail
export LC_ALL=C

# shellcheck source=userspace/tests/support_tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/support_tap.sh"

[ $# -eq 2 ] || { echo "usage: completions_test.sh CRASHREC IMAGE_WRITE" >&2; exit 2; }
crashrec=$(realpath "$1")
image_write=$(realpath "$2")
completions=$(cd "$(dirname "${BASH_SOURCE[0]}")/../completions" && pwd)

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/bin" "$dir/there" "$dir/there/folder"
ln -s "$crashrec" "$dir/bin/crashrec"
export PATH=$dir/bin:$PATH HOME=$dir/there
cd "$dir/there" || exit 1
"$image_write" demo region.img || exit 1
"$image_write" user user.img || exit 1
cp region.img 'a name.img'
crashrec show 1 --raw -f region.img >console.log || exit 1
printf 'Kernel panic - not syncing: [lab] a*b\n' >>console.log

# offers NAME WANTED FOUND: lines.
offers() {
	if [ "$2" = "$3" ]; then
		ok "completions_$1"
	else
		not_ok "completions_$1" "offers '${3//$'\n'/ | }'"
	fi
}

first_column() { cut -f 1 | tr '\n' ' '; }

# program NAME WANTED WORD...: the first column.
program() {
	local name=$1 wanted=$2
	shift 2
	offers "program_$name" "$wanted" "$(crashrec --complete "$@" 2>&1 | first_column)"
}

# Whatever is added to the help is offered.
crashrec --help | awk '$0 == "" { n++ } n == 2 && NF { print $1 }' >"$dir/commands"
program commands "$(tr '\n' ' ' <"$dir/commands")" ''
while read -r command; do
	crashrec "$command" --help |
		grep -oE '^ {2,6}(-[a-z], )?--[a-z-]+' | sed 's/.* //' |
		tr '\n' ' ' >"$dir/options"
	program "options_of_$command" "$(cat "$dir/options")" "$command" -
done <"$dir/commands"
program command_by_front 'stats ' st
program no_such_command '' nothing ''
program global_options '--help --version ' -
program option_by_front '--json ' list --j
program numbers '1 2 3 ' show -f region.img ''
program numbers_not_typed_yet '1 3 ' show -f region.img 2 ''
program numbers_by_front '2 ' show --file=region.img 2
program numbers_of_file_in_the_same_word '1 2 3 ' ack -fregion.img ''
program numbers_of_reports_alone '2 3 4 ' show -f user.img ''
program numbers_with_user_text '1 2 3 4 ' show --user -f user.img ''
program numbers_behind_dashes '1 2 3 ' show -f region.img -- ''
program no_options_behind_dashes '' show -f region.img -- -
program no_numbers_where_none_are_taken '' list -f region.img ''
program no_numbers_of_what_is_not_there '' show -f absent ''
program files_as_value ':files ' show -f ''
program files_as_operands ':files ' parse ''
program folders_as_value ':folders ' save -d ''
program classes_as_value 'oops,kasan ' list --class oops,k
program boots_by_word 'former ' list -f region.img --boot fo
program words_as_value 'auto always never ' list --color ''
program verdicts_as_value 'good bad skip ' judge --other ''
program nothing_as_value '' save --max-size ''
offers program_titles_as_value 'WARNING in lab_warn_here
BUG: unable to handle kernel NULL pointer dereference in lab_null_here' \
	"$(crashrec --complete list -f region.img --title '' | cut -f 1)"
offers program_titles_by_front 'WARNING in lab_warn_here' \
	"$(crashrec --complete list -f region.img --title WARN | cut -f 1)"
offers program_titles_of_a_log 'WARNING in lab_warn_here' \
	"$(crashrec --complete show -f console.log --title '' | cut -f 1)"
offers program_titles_are_shown "$(printf '1\tWARNING in lab_warn_here')" \
	"$(crashrec --complete show -f region.img '' | head -n 1)"
offers program_options_say_what_they_are "$(printf -- '--json\ta JSON object a line')" \
	"$(crashrec --complete list --j)"

# in_bash NAME WANTED LINE: COMPREPLY, and what compopt was asked for. The line is
# taken apart as bash does, in what has no quotes.
in_bash() {
	local name=$1 wanted=$2 line="crashrec $3"
	offers "bash_$name" "$wanted" "$(
		# shellcheck disable=SC2317 # the completion calls it
		compopt() { echo "compopt $*"; }
		# shellcheck source=userspace/completions/crashrec
		. "$completions/crashrec"
		# shellcheck disable=SC2034 # it reads these
		{
			COMP_LINE=$line COMP_POINT=${#line} COMP_WORDBREAKS=$' :='
			[[ $line = *\\* ]] || line=${line//=/ = }
			line=${line//:/ : }
			IFS=$'\n' read -rd '' -a COMP_WORDS < <(
				sed -E 's/([^\\]) +/\1\n/g' <<<"$line") || true
			[[ $3 != *' ' ]] || COMP_WORDS+=("")
			COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=() COLUMNS=60
		}
		_crashrec crashrec
		[ ${#COMPREPLY[@]} = 0 ] || printf '%s\n' "${COMPREPLY[@]}")"
}

in_bash one_word_is_inserted show sh
in_bash files 'compopt -o default' 'show -f re'
in_bash files_behind_an_equals_sign 'compopt -o default' 'show --file=re'
in_bash files_right_behind_an_equals_sign 'compopt -o default' 'show --file='
in_bash folders 'compopt -o dirnames' 'save -d '
in_bash numbers_and_titles '1  (WARNING in lab_warn_here)
2  (BUG: unable to handle kernel NULL pointer dereference i
3  (WARNING in lab_warn_here)' 'show -f region.img '
in_bash title 'WARNING\ in\ lab_warn_here' 'list -f region.img --title WARN'
in_bash title_behind_its_colon '\ unable\ to\ handle\ kernel\ NULL\ pointer\ dereference\ in\ lab_null_here' \
	'list -f region.img --title BUG:\ un'
in_bash values_as_they_are oops,kasan 'list --class oops,k'
in_bash file_behind_an_equals_sign 2 'show --file=region.img 2'
in_bash file_with_a_blank 3 'show -f a\ name.img 3'
in_bash file_at_home 3 'show -f ~/region.img 3'
offers bash_plain_where_one_is_inserted '1 2 3 ' "$(
	COMP_TYPE=37
	in_bash plain '' 'show -f region.img ' | sed "s/.*offers '//; s/'.*//; s/ | /\n/g" | tr '\n' ' ')"

# at_bash NAME WANTED KEYS: the last word that the program gets from a bash that has
# read these keys, tabs among them.
at_bash() {
	local name=$1 wanted=$2 keys=$3
	{
		echo "PS1= HISTFILE=; . '$completions/crashrec'; complete -F _crashrec titled"
		# shellcheck disable=SC2016,SC2028 # for that bash
		echo 'crashrec() { printf "%s\n" "${@: -1}" >given; exit; }
titled() { crashrec "$@"; }'
		printf '%b\nexit\n' "$keys"
	} >keys
	rm -f given expanded
	TERM=dumb timeout 60 script -qec 'bash --norc --noprofile -i' /dev/null \
		<keys >told 2>&1
	if [ -e expanded ]; then
		not_ok "completions_bash_$name" "what a title says was run"
	else
		offers "bash_$name" "$wanted" "$(cat given 2>&1)"
	fi
}

# hostile NAME TITLE: is nothing of it run, whatever was typed before it?
hostile() {
	printf '%s\n' "$2" >titles
	at_bash "$1" "$2" 'titled --title \t'
	at_bash "$1_by_front" "$2" "titled --title ${2:0:1}\\t"
	at_bash "$1_in_double_quotes" "${2:0:1}" "titled --title \"${2:0:1}\\t\""
	at_bash "$1_in_single_quotes" "${2:0:1}" "titled --title '${2:0:1}\\t'"
}

if ! command -v script >/dev/null; then
	skip completions_bash_keys "no script(1)"
else
	printf '#!/bin/sh\ncat "%s/titles"\n' "$PWD" >"$dir/bin/titled"
	chmod +x "$dir/bin/titled"
	at_bash keys_title 'WARNING in lab_warn_here' \
		'crashrec list -f region.img --title WARN\t'
	at_bash keys_title_in_quotes 'WARNING in lab_warn_here' \
		'crashrec list -f region.img --title "WARN\t'
	at_bash keys_title_behind_its_colon \
		'BUG: unable to handle kernel NULL pointer dereference in lab_null_here' \
		'crashrec list -f region.img --title BUG:\\ un\t'
	at_bash keys_title_behind_an_equals_sign \
		'--title=BUG: unable to handle kernel NULL pointer dereference in lab_null_here' \
		'crashrec list -f region.img --title=BUG:\t'
	# shellcheck disable=SC2016 # it is not to be expanded
	{
		hostile keys_command 'panic: $(touch expanded)'
		hostile keys_command_without_a_blank 'a$(touch${IFS}expanded)'
		hostile keys_backquotes 'panic: `touch expanded`'
	}
	echo 'a@b x' >titles
	at_bash keys_title_behind_an_at_sign 'a@b x' 'titled --title a@\t'
	hostile keys_single_quote "panic: '; touch expanded #"
	hostile keys_double_quote 'panic: "; touch expanded #'
	hostile keys_mixed_quotes "panic: -\"'; touch expanded; '\""
	hostile keys_backslash 'panic: \; touch expanded #'
fi

# in_fish NAME WANTED LINE
in_fish() {
	offers "fish_$1" "$2" "$(fish --no-config -c \
		"source '$completions/crashrec.fish'; complete -C '$3'" 2>&1)"
}

if ! command -v fish >/dev/null; then
	skip completions_fish "no fish"
else
	in_fish command "$(printf 'show\twhole records: facts, stacks, lines')" 'crashrec sh'
	in_fish number "$(printf '2\tBUG: unable to handle kernel NULL pointer dereference in lab_null_here')" \
		'crashrec show -f region.img 2'
	in_fish number_of_file_with_a_blank "$(printf '1\tWARNING in lab_warn_here')" \
		'crashrec show -f a\\ name.img 1'
	in_fish number_of_file_at_home "$(printf '1\tWARNING in lab_warn_here')" \
		'crashrec show -f ~/region.img 1'
	in_fish title 'WARNING in lab_warn_here' \
		'crashrec list -f region.img --title WARN'
	in_fish files 'region.img' 'crashrec show -f reg'
	in_fish files_behind_an_equals_sign '--file=region.img' 'crashrec show --file=reg'
	in_fish option "$(printf -- '--json\ta JSON object a line')" 'crashrec list --js'
fi

# in_zsh NAME WANTED WORD...: what is given to zsh's functions.
in_zsh() {
	local name=$1 wanted=$2
	shift 2
	# shellcheck disable=SC2016 # zsh expands it
	offers "zsh_$name" "$wanted" "$(zsh -f -c '
		_describe() { print -rl -- "${(@P)@[-1]}" }
		_files() { print -r -- _files "$@" }
		compset() { PREFIX=${PREFIX#*=} }
		script=$1; shift
		words=(crashrec "$@"); CURRENT=$#words; PREFIX=$words[-1]
		. $script' zsh "$completions/_crashrec" "$@" 2>&1)"
}

if ! command -v zsh >/dev/null; then
	skip completions_zsh "no zsh"
else
	in_zsh command 'show:whole records: facts, stacks, lines' sh
	in_zsh number '1:WARNING in lab_warn_here' show -f region.img 1
	in_zsh number_of_file_with_a_blank '3:WARNING in lab_warn_here' \
		show -f 'a\ name.img' 3
	in_zsh number_of_file_at_home '3:WARNING in lab_warn_here' \
		show -f \~/region.img 3
	in_zsh title 'BUG\: unable to handle kernel NULL pointer dereference in lab_null_here:' \
		list -f region.img --title BUG
	in_zsh files _files show -f reg
	in_zsh files_behind_an_equals_sign _files show --file=reg
	in_zsh folders '_files -/' save -d ''
	in_zsh nothing '' list -f region.img ''
fi

exit $failed
