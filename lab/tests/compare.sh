# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Compares records with what the console showed; source it.

# on_console [-e] LINES CONSOLE [OTHERS]: the lines of file LINES are in file
# CONSOLE, one after the other, with nothing between them but lines of file
# OTHERS: those of other records, which the kernel printed meanwhile. -e: the
# console may end before, as that of PREEMPT_RT does after a panic. If not,
# prints why.
on_console() {
	local may_end=0
	if [ "$1" = -e ]; then
		may_end=1
		shift
	fi
	awk -v may_end="$may_end" '
		FILENAME == ARGV[1] { want[++count] = $0 }
		FILENAME == ARGV[2] { seen[++total] = $0 }
		FILENAME == ARGV[3] { other[$0] = 1 }
		function shown_at(i,	n) {
			for (n = 1; n < count; i++) {
				if (i == total)
					break
				if (seen[i + 1] == want[n + 1])
					n++
				else if (!(seen[i + 1] in other))
					break
			}
			if (n > best) { best = n; at = i + 1 }
			return n == count || (may_end && i == total)
		}
		END {
			if (!count) { print "there is no line"; exit 1 }
			for (i = 1; i <= total; i++)
				if (seen[i] == want[1] && shown_at(i))
					exit 0
			if (!best)
				print "the console never printed: " want[1]
			else
				printf "line %d of %d is \"%s\", on the console \"%s\"", best + 1, count, want[best + 1], seen[at]
			exit 1
		}' "$@"
}
