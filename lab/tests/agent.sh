#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The lab's own guest: what the host asks for is done, and answered; what its
# console printed is told by boot.

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/tests/results.sh
. "$here/results.sh"
# shellcheck source=lab/guest.sh
. "$here/../guest.sh"

# row NAME STATUS OUTPUT COMMAND [SECONDS]
row() {
	local status=0 said
	said=$(guest "$4" "${5:-60}" 2>/dev/null) || status=$?
	expect "$1: status" "$2" "$status"
	expect "$1: output" "$3" "$said"
}

# console NAME LINES BOOT <CONSOLE: on one line, with | between LINES.
console() {
	cat >"$files/console"
	expect "console: $1" "$2" \
		"$(guest_dir=$files; guest_console_lines "$3" | paste -sd '|')"
}

first='[    0.000000] Linux version 6.1'
second=$'[    0.000001] Command line: x\n[    0.000000] CPU1'
later=$'[    1.500000] one\r\n[    1.600000][   T12] two\r'
console "the first boot" 'Linux version 6.1|Command line: x|CPU1|one|two' 0 \
	<<<"$first"$'\n'"$second"$'\n'"$later"
console "a damaged first line" 'Command line: x|CPU1|one|two' 0 \
	<<<"[   0.0000Linux vers"$'\n'"$second"$'\n'"$later"
console "the second boot, in the middle of a line" \
	'Linux version 6.1|Command line: x|CPU1|one|two' 1 \
	<<<"$first"$'\n'"$later"$'\n'"[    2.000000] cu$first"$'\n'"$second"$'\n'"$later"
console "the boot before that" 'Linux version 6.1|one|two|cu' 0 \
	<<<"$first"$'\n'"$later"$'\n'"[    2.000000] cu$first"$'\n'"$second"$'\n'"$later"

guest_start 6.1 limit=120
row "a command" 0 "one two" "echo one two"
row "a command that fails" 3 "" "exit 3"
row "output without newline" 0 "one" "printf one"
row "a command that takes too long" 124 "" "sleep 4" 1
row "a command after that" 0 "two" "echo two"
# As the guest opens its port in the middle of a request, and echoes that.
printf 'llo' >&"$guest_to_agent"
row "a command after the end of a request" 0 "three" "echo three"
printf '\n' >&"$guest_to_agent"
row "a command after an empty line" 0 "four" "echo four"
row "much output" 0 "$(seq 5000)" "seq 5000"
results_done
