#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What systemd says of the units in FOLDER, without running them.
#
#   unit_test.sh FOLDER

set -uo pipefail

# shellcheck source=userspace/tests/support_tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/support_tap.sh"

[ $# -eq 1 ] || { echo "usage: unit_test.sh FOLDER" >&2; exit 2; }
folder=$(realpath "$1")
exposure_max=2.0

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

if ! command -v systemd-analyze >/dev/null; then
	echo "skip - unit (no systemd-analyze: install systemd)"
	exit 0
fi

# The program need not be installed.
for unit in "$folder"/*; do
	sed 's|^ExecStart=[^ ]*|ExecStart=/bin/true|' "$unit" \
		>"$dir/${unit##*/}"
done
said=$(cd "$dir" && SYSTEMD_LOG_LEVEL=warning \
	systemd-analyze verify --man=no ./*.service ./*.timer 2>&1)
if [ -z "$said" ]; then
	ok unit_systemd_finds_nothing_wrong
else
	not_ok unit_systemd_finds_nothing_wrong "$(head -n 1 <<<"$said")"
fi

said=$(systemd-analyze security --offline=true --no-pager \
	"$dir/crashrec-save.service" 2>&1)
exposure=$(sed -nE 's/.*exposure level for [^:]*: ([0-9.]+) .*/\1/p' <<<"$said")
if awk -v is="$exposure" -v most=$exposure_max \
	'BEGIN { exit !(is != "" && is + 0 <= most) }'; then
	ok "unit_service_is_exposed_at_most_$exposure_max"
	echo "    systemd-analyze security: exposure level $exposure" >&2
else
	not_ok "unit_service_is_exposed_at_most_$exposure_max" \
		"it is ${exposure:-not told: $said}"
fi

if grep -qx 'StandardError=journal' "$folder/crashrec-save.service"; then
	ok unit_what_goes_wrong_is_in_the_journal
else
	not_ok unit_what_goes_wrong_is_in_the_journal "stderr goes elsewhere"
fi

if grep -q '^SuccessExitStatus=' "$folder/crashrec-save.service"; then
	not_ok unit_what_is_not_saved_is_a_failure "an exit status is made good"
else
	ok unit_what_is_not_saved_is_a_failure
fi

exit $failed
