#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Each bit of a full region is flipped, and a million times many: nothing is
# read that was not written. Some of that is in every `make check`.
# limit: 1800

set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
make -s -C "$top/userspace" "BUILD=$top/build" "$top/build/core_flip_test"
"$top/build/core_flip_test" all
