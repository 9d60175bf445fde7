# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What the tests of crashrec save have in common; source it. $build has
# fake_device.so, FAKE_DEVICE its folder.
#
# shellcheck disable=SC2034,SC2154 # for, and of, who sources it

# shellcheck source=userspace/tests/support_tap.sh
. "$(dirname "${BASH_SOURCE[0]}")/support_tap.sh"

# on_device COMMAND...: /dev/crashrec is the folder.
on_device() {
	LD_PRELOAD=$build/fake_device.so \
		ASAN_OPTIONS=verify_asan_link_order=0:${ASAN_OPTIONS-} "$@"
}

# sourceless: JSON without what tells where a record is from.
sourceless() { sed -E 's/"source":"[^"]*"/"source":""/'; }

# save_folder: makes one; in memory, if there is room: much is fsync()ed.
save_folder() {
	mktemp -d -p /dev/shm 2>/dev/null || mktemp -d
}
