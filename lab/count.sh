#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Counts test results: passes stdin on, then prints the failures once more and
# the line `N passed, N failed, N skipped`. Fails if one failed, or if there
# was no result at all.

exec awk '
	{ print; fflush() }
	/^ok - /	{ passed++ }
	/^skip - /	{ skipped++ }
	/^not ok - /	{ failures[failed++] = $0 }
	END {
		if (failed) {
			print ""
			for (i = 0; i < failed; i++)
				print failures[i]
		}
		if (!(passed + failed))
			print "not ok - nothing was tested"
		printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
		exit failed > 0 || !(passed + failed)
	}'
