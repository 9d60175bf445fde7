# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Gates: what can be seen in the text of a file. Sourced by gates.sh.

sources='\.([chS]|sh|pl|py|awk|tsv|re|lds|config|service|yml|[1-8])$|(^|/)(Makefile|Kbuild|\.clang-format|\.clang-tidy|\.editorconfig|\.gitattributes)$|^\.ci/run$'

# licence_of FILE: as COPYING tells it.
licence_of() {
	case $1 in
	include/uapi/*)
		echo '(GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause' ;;
	module/core/* | include/crashrec*.h | userspace/lib/*)
		echo 'GPL-2.0 OR BSD-3-Clause' ;;
	*)	echo 'GPL-2.0' ;;
	esac
}

gate_spdx() {
	local file found want
	files "$sources" | while read -r file; do
		found=$(head -n 2 "$file" |
			sed -nE 's,^.*SPDX-License-Identifier: (.*[^ */])[ */]*$,\1,p')
		want=$(licence_of "$file")
		[ "$found" = "$want" ] ||
			echo "$file:1: has SPDX-License-Identifier: ${found:-none}, wants $want"
	done
}

# The pattern must not find itself.
gate_words() {
	local list
	list=$(files "$sources" '\.md$')
	xargs -d '\n' grep -nHE '\b(TO[D]O|FIX[M]E|X[X]X)\b' <<<"$list" |
		sed 's/$/: do it, or open an issue/' || true
	xargs -d '\n' grep -nHE '(^|[^]A-Za-z0-9_.$}"~*-])/(roo[t]|wor[k]|hom[e]|User[s])(/|[^A-Za-z0-9_-]|$)' <<<"$list" |
		sed 's/$/: a path of one machine/' || true
}

gate_shellcheck() {
	needs shellcheck || return 0
	{ files '\.sh$' '^\.ci/run$'; } |
		each_file shellcheck "$(shellcheck --version)"
}

# -x: a file is judged together with what it sources.
shellcheck_one() { shellcheck -x -f gcc "$1"; }

# STYLE of functions and files: 60 lines, 5 parameters, 3 levels; 600 lines.
# A file of nothing but a table has no functions to speak of, and is read by
# no one; the length of a file holds for it nonetheless.
gate_lengths() {
	needs perl || return 0
	mapfile -t list < <(files '\.[ch]$')
	perl lab/gates/functions.pl "${list[@]}" | awk -F '\t' '
		function tell(what, is, most) {
			print $1 ":" $2 ": " $3 "() has " is " " what ", at most " most
		}
		$5 > 60 { tell("lines", $5, 60) }
		$6 > 5  { tell("parameters", $6, 5) }
		$7 > 3  { tell("levels", $7, 3) }'
	wc -l "${list[@]}" | awk '$2 != "total" && $1 > 600 {
		print $2 ":600: has " $1 " lines, at most 600" }'
}

# Whatever other files can call has a kernel-doc comment, before the body or
# the declaration; one that returns something says what; in module/ and the
# core it says in which context it may run.
gate_documented() {
	needs perl || return 0
	mapfile -t list < <(files '^(module|include|userspace/(lib|cli))/.*\.[ch]$')
	perl lab/gates/functions.pl "${list[@]}" | awk -F '\t' '
		FILENAME == "-" {
			if ($4 != "static" && $3 != "main")
				wanted[$3] = $0
			next
		}
		/^\/\*\* .*\(\) - .*\*\/$/ {	# all in one line
			sub(/^[^ ]* /, "")
			sub(/\(.*/, "")
			documented[$0] = returns[$0] = 1
		}
		/^\/\*\*$/ { name = ""; comment = 1; next }
		comment && name == "" {
			name = $0
			if (!sub(/^ \* /, "", name) || !sub(/\(\) - .*/, "", name))
				comment = 0
			else
				documented[name] = 1
			next
		}
		/\*\/$/ { comment = 0 }
		comment && / \* Context: ./ { context[name] = 1 }
		comment && / \* Return: ./ { returns[name] = 1 }
		END {
			for (name in wanted) {
				split(wanted[name], is, "\t")
				at = is[1] ":" is[2] ": " name "() "
				if (!documented[name])
					print at "has no kernel-doc comment"
				else if (is[4] == "value" && !returns[name])
					print at "does not say what it returns"
				else if (is[1] ~ /^module\// && !context[name])
					print at "does not say its context"
			}
		}' - "${list[@]}" | sort -V
}
