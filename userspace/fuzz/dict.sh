#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Prints a dictionary for the fuzzer: the words that the core and the library
# look for in text. "{f}" and the like in patterns, and "%d" in formats, part
# words, and an example takes their place besides.

set -euo pipefail
export LC_ALL=C

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# All string literals of the sources that hold text of lines.
literals() {
	cat "$top"/module/core/{kind_*,line,line_shape,walk,access,lock,section,stall,structure,task_line,grammar,mask,facts}.c \
		"$top"/userspace/lib/log_{line,around,reports}.c |
		sed -E '/^#/d; /^[ \t]*\/?\*/d' |
		grep -oE '"([^"\\]|\\.)+"' | sed -E 's/^"//; s/"$//'
}

# What a pattern or format is made of, a part each line.
parts() {
	sed -E 's/\\t/\t/g; s/\\"/"/g' | tr '|' '\n' |
		sed -E 's/\{[*fwdsa]\}|%[dxnslw1-4FRO]|\*|~/\n/g'
}

examples() {
	sed -E 's/\{[fw]\}/do_thing+0x1\/0x2/g; s/\{s\}/mm\/a.c:1/g
		s/\{a\}/[<ffffffff81000000>] /g; s/\{[d*]\}|%[dn]/12/g
		s/%x/ffff888012345678/g; s/%[slw]/word/g' |
		tr '|' '\n'
}

escaped() {
	sed -E 's/\\/\\\\/g; s/"/\\"/g; s/\t/\\x09/g; s/^/"/; s/$/"/'
}

cat <<'END'
# SPDX-License-Identifier: GPL-2.0
# Written by dict.sh.
END
{
	literals | parts
	literals | grep -F -e '{' -e '%' | examples
	printf '%s\n' '+0x1/0x2' ' <IRQ>' ' </IRQ>' ' <TASK>' ' </TASK>' ' ? ' \
		'/0x' '+0x' '0x' '[' ']' ' [mod]' ' Comm: ' 'ffff888012345678'
} | awk 'length > 1 && length <= 64' | sort -u | escaped
printf '"\\x%02x"\n' 1 2 3 7 10 13 14 17
