#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds crashrec's modules and the lab's trigger module for one kernel.
#
#   modules.sh KERNEL     KERNEL is a name that kernels.sh knows
#
# They are then in build/kernel-KERNEL/ and build/trigger-KERNEL/. Nothing is
# done where the sources are those of the last call.

set -euo pipefail
export LC_ALL=C

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/step.sh
. "$lab/step.sh"
top=${lab%/*}

[ $# = 1 ] || { echo "usage: modules.sh KERNEL" >&2; exit 2; }
folder=$("$lab/kernels.sh" get "$1")
out=$top/build/kernel-$1
trigger=$top/build/trigger-$1

mkdir -p "$out" "$trigger"
exec 9>"$top/build/.lock-$1"
flock 9

sources=$(cd "$top" && { echo "$folder"; find Kbuild module include kunit \
	lab/trigger lab/build-module.sh -type f | sort | xargs sha256sum; } |
	sha256sum)
if [ "$(cat "$trigger/built" 2>/dev/null)" = "$sources" ]; then
	exit 0
fi

build() {
	"$lab/build-module.sh" "$folder/build" "$out" &&
	cp -asf "$lab/trigger/." "$trigger/" &&
	make -s -C "$folder/build" M="$trigger" W=1 KCFLAGS=-Werror modules
}

step "build the modules for $1" build
printf '%s\n' "$sources" >"$trigger/built"
