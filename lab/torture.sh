#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds LKDTM, rcutorture and test_lockup, which Debian's kernels leave out,
# from the source of such a kernel, as external modules.
#
#   torture.sh KERNEL     KERNEL is a name that kernels.sh knows
#
# They are then in build/torture-KERNEL/: *.ko and drivers/misc/lkdtm/*.ko.
# Nothing is done where the sources are those of the last call.

set -euo pipefail
export LC_ALL=C

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/step.sh
. "$lab/step.sh"
top=${lab%/*}

[ $# = 1 ] || { echo "usage: torture.sh KERNEL" >&2; exit 2; }
folder=$("$lab/kernels.sh" get "$1")
out=$top/build/torture-$1

mkdir -p "$out"
exec 9>"$top/build/.lock-$1"
flock 9

sources=$(cd "$lab" && { echo "$folder"; find torture.sh torture -type f |
	sort | xargs sha256sum; } | sha256sum)
if [ "$(cat "$out/built" 2>/dev/null)" = "$sources" ]; then
	exit 0
fi

build() {
	local source
	source=$("$lab/kernels.sh" source "$1") &&
	(cd "$source" && cp -a --parents -t "$out" drivers/misc/lkdtm \
		kernel/torture.c kernel/rcu lib/test_lockup.c) &&
	cp -a "$lab/torture/." "$out" &&
	mv "$out/cr4.c" "$out/drivers/misc/lkdtm/" &&
	echo 'lkdtm-y += cr4.o' >>"$out/drivers/misc/lkdtm/Makefile" &&
	make -s -C "$folder/build" M="$out" CONFIG_LKDTM=m modules
}

step "build LKDTM, rcutorture and test_lockup for $1" build "$1"
printf '%s\n' "$sources" >"$out/built"
