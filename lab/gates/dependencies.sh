# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Gates: who may include, call or ask for what. Sourced by gates.sh.
#
# shellcheck disable=SC2154 # what is set in gates.sh

# includes_of REGEX: FILE:LINE:WHAT of every #include in files whose path
# matches; WHAT keeps its quotes or brackets.
includes_of() {
	lines '^[ \t]*#[ \t]*include' "$1" |
		sed -E 's/^([^:]*:[0-9]+:)[ \t]*#[ \t]*include[ \t]*([<"][^>"]*[>"]).*/\1\2/'
}

# lines REGEX PATHS...: FILE:LINE:TEXT of what matches.
lines() {
	local list
	list=$(files "${@:2}")
	[ -z "$list" ] || xargs -d '\n' grep -nHE "$1" <<<"$list" || true
}

# allow PATHS INCLUDES WHY: files whose path matches include nothing but what
# matches.
allow() {
	includes_of "$1" | grep -vE "^[^:]*:[0-9]+:($2)\$" |
		sed "s|\$|: $3|" || true
}

# inside PATHS FOLDER: what files whose path matches include in quotes without
# any folder is there, in FOLDER.
inside() {
	local file line what
	includes_of "$1" | grep -E ':"[^/"]*"$' |
	while IFS=: read -r file line what; do
		what=${what//\"/}
		[ -e "$2/$what" ] ||
			echo "$file:$line:\"$what\": there is none in $2"
	done
}

gate_includes() {
	local c='[^/]*\.[ch]$' own='"[^/"]*"' uapi='include/uapi/crashrec_[a-z]+\.h'
	local kernel='<(linux|asm|asm-generic|kunit|trace|uapi)/[^>]*>'

	allow '^include/uapi/' '<linux/[^>]*>|"crashrec_[a-z]+\.h"' \
		'the ABI includes linux/ and itself'
	allow "^include/$c" '<(std(bool|def|int)|sys/types|crashrec)\.h>|"crashrec\.h"' \
		'the library headers include only what defines types'
	allow '^module/core/([^e]|e[^n]|en[^v]|env.+\.)[^/]*$' "$own|\"../../$uapi\"" \
		'the core includes itself and include/uapi; env.h names the rest'
	allow '^module/core/env\.h$' '<[^>]*>' 'env.h includes no header of ours'
	inside "^module/core/" module/core

	allow "^module/$c" "$kernel|$own|\"core/[^/\"]*\"|\"../$uapi\"" \
		'the module includes the kernel, itself, core/ and include/uapi'
	inside "^module/$c" module
	allow "^kunit/$c" "$kernel|$own|\"(../module/)?(core/)?[^/\"]*\"|\"../$uapi\"" \
		'the suites include the kernel, themselves, module/ and include/uapi'
	allow "^lab/trigger/$c" "$kernel|$own" \
		'the trigger stands alone'

	allow '^userspace/cli/' "<([^/>]*|(sys|json-c|systemd)/[^>]*)>|$own" \
		'the program knows the library by its installed headers only'
	inside '^userspace/cli/' userspace/cli
	allow '^userspace/lib/' "<([^/>]*|(sys|linux|uapi|libkdumpfile|elfutils|capstone)/[^>]*)>|$own|\"core/[^/\"]*\"|\"../../(module/core/[^/\"]*|include/[^\"]*)\"" \
		'the library includes itself, the core and include/'
	inside '^userspace/lib/' userspace/lib
	allow '^userspace/(tests|fuzz)/' "<[^>]*>|$own|\"core/[^/\"]*\"|\"../../(module/core/[^/\"]*|include/[^\"]*)\"" \
		'tests include the core and installed headers, no private header of lib or cli'

	siblings
	lines '\b__KERNEL__\b' '^(module|kunit|userspace)/.*\.[ch]$' |
		grep -v '^module/core/env\.h:' |
		sed 's/$/: only env.h asks where it is/' || true
}

# Members of a family are plugged in side by side: source_die.c knows
# source.h, and nothing of source_console.h.
siblings() {
	local file line what family
	includes_of '/(source|store|cmd|kind|out)_[^/]*\.[ch]$' |
	while IFS=: read -r file line what; do
		what=${what//[\"<>]/}
		what=${what##*/}
		family=${file##*/}
		family=${family%%_*}
		case $what in
		"$(basename "${file%.*}").h") ;;
		"${family}"_*) echo "$file:$line:$what: siblings don't include each other" ;;
		esac
	done
}

# In only one file each.
gate_places() {
	lines '\b(LINUX_VERSION_CODE|KERNEL_VERSION)\b' \
		'^(module|include|kunit)/.*\.[ch]$' |
		grep -v '^module/compat\.h:' |
		sed 's/$/: only compat.h asks for versions/' || true
	lines '\bmodule_param[a-z_]*\(' '^(module|kunit)/.*\.[ch]$' |
		grep -v '^module/config\.c:' |
		sed 's/$/: only config.c has parameters/' || true
	silent
}

# What runs inside a printk() must not print. NAME_init() runs when the module
# is loaded, and may.
silent() {
	# shellcheck disable=SC2016 # awk has its own $
	files '^module/core/' \
		'^module/(assembler|before|closer|context|cookie|join|lines|log|provenance|put_line|reader|release|ring|ring_put|slot|stats|take|source_[a-z_]*)\.[ch]$' |
	xargs -d '\n' awk '
		{
			code = $0
			gsub(/\/\*.*\*\/|"([^"\\]|\\.)*"/, "", code)
			sub(/^[ \t]*(\/\*|\*).*/, "", code)
		}
		/^[A-Za-z]/ && !/^[a-z0-9_]+:/ { init = $0 ~ /_init\(/ }
		code ~ /(^|[^a-z_])(v?printk[a-z_]*|pr_(emerg|alert|crit|err|warn|notice|info|debug|cont)[a-z_]*|dev_(err|warn|info|dbg)|WARN(_ON)?(_ONCE)?|BUG(_ON)?|dump_stack) *\(/ && !init {
			print FILENAME ":" FNR ": this is on the way of a line, and must not print"
		}'
}

# The core calls nothing: no allocation, lock, clock or output. What the
# compiler makes of the sources is asked, not the sources.
gate_core_symbols() {
	needs gcc nm || return 0
	mapfile -t list < <(files '^(module/core|include/uapi)/')
	once core-symbols "$(gcc --version)" "${list[@]}"
}

core_symbols_all() {
	local out file symbol defined
	out=$(mktemp -d)
	for file in "$@"; do
		case $file in
		*.c)	gcc -std=gnu11 -O2 -ffreestanding -fno-pie \
				-fno-stack-protector -c \
				-o "$out/$(basename "$file" .c).o" "$file"
			# text.h names other functions where that is asked for.
			gcc -std=gnu11 -Os -ffreestanding -Werror=infinite-recursion \
				-c -o /dev/null "$file" 2>"$out/said" ||
				sed -n 's/ error: /: for size: /p' "$out/said" ;;
		esac
	done
	defined=$(nm --defined-only -g -P "$out"/*.o | awk 'NF > 1 { print $1 }')
	grep -v '^cr_' <<<"$defined" |
		sed 's/$/: a name that others see begins with cr_/' || true
	for file in "$out"/*.o; do
		for symbol in $(nm -u -P "$file" | cut -d ' ' -f 1); do
			case $symbol in
			memcpy | memcmp | memset | memmove | strlen) continue ;;
			esac
			grep -qxF "$symbol" <<<"$defined" ||
				echo "module/core/$(basename "$file" .o).c: calls $symbol(): the core calls only what env.h lists"
		done
	done
	rm -rf "$out"
}
