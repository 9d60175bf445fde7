#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#
# Prints the version script of the shared library, libcrashrec.map: what the
# headers declare as CRASHREC_API, in the one node that there is before the
# first release. After one, what it had stays in its node, and what is new gets
# another: then edit the map by hand; tests/library_test.sh compares the names.

set -euo pipefail
export LC_ALL=C

include=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../include" && pwd)

# The word before the first parenthesis behind each CRASHREC_API.
names() {
	cat "$include"/*.h | awk '
		/^#/ { next }
		/^CRASHREC_API/ { text = ""; inside = 1 }
		inside {
			text = text " " $0
			if (text ~ /\(/) {
				sub(/\(.*/, "", text)
				sub(/.*[ *]/, "", text)
				print text
				inside = 0
			}
		}' | sort
}

if [ "${1:-}" = --names ]; then
	names
	exit
fi
echo "/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */"
echo "LIBCRASHREC_0.1 {"
echo "global:"
names | sed 's/.*/\t&;/'
echo "local:"
printf '\t*;\n};\n'
