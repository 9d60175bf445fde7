#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds the modules against one kernel.
#
#   build-module.sh KDIR OUT
#
# OUT receives the objects and the .ko files; the source tree stays clean, so
# that several kernels can be built for at once. Any compiler warning is an
# error: the tree builds with W=1 and has none. CRASHREC_SPARSE=1 has sparse
# look at every file, too, and tell what it finds.

set -euo pipefail

[ $# = 2 ] || { echo "usage: build-module.sh KDIR OUT" >&2; exit 2; }
kdir=$1
out=$2
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

if [ ! -e "$kdir/Makefile" ]; then
	echo "build-module.sh: $kdir is not a kernel build folder: install linux-headers-$(uname -r), or name one with KDIR=" >&2
	exit 1
fi

# A farm of links to the sources, in which kbuild leaves its objects.
mkdir -p "$out"
for part in Kbuild module include kunit; do
	cp -asf "$top/$part" "$out/"
done
# Links whose file is gone would keep a renamed source alive.
find "$out" -xtype l -delete

sparse=()
[ -z "${CRASHREC_SPARSE:-}" ] || sparse=(C=2 CF=-D__CHECK_ENDIAN__)

exec make -s -C "$kdir" M="$out" W=1 KCFLAGS=-Werror "${sparse[@]}" modules
