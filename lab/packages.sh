#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Installs the Debian packages that are needed and not there.
#
#   packages.sh demo     to build and to run the demo
#   packages.sh bench    also for the benchmarks
#   packages.sh [all]    also for the debug kernel, the tests and the gates
#   packages.sh long     also for make check-long
#   packages.sh fuzz     for the fuzzer alone
#   packages.sh browser  to look at pages in a browser; 500 MB
#   packages.sh arm64    to build for arm64, and to run that in guests

set -euo pipefail

# shellcheck source=lab/step.sh
. "$(dirname "${BASH_SOURCE[0]}")/step.sh"

demo=(
	bc binutils bison busybox-static bzip2 cpio flex gcc jq kmod
	libc6-dev libelf-dev libjson-c-dev libssl-dev make pahole perl
	pkg-config qemu-system-x86 xz-utils zlib1g-dev zstd
)
bench=("${demo[@]}" libkdumpfile-dev re2c time valgrind)
all=(
	"${demo[@]}" ccache clang clang-tidy cppcheck faketime fish g++ graphviz
	groff-base less libcapstone-dev libdebuginfod-dev libdw-dev
	libkdumpfile-dev libsystemd-dev makedumpfile man-db mandoc
	python3-jsonschema shellcheck sparse spin systemd zsh
)
arm64=(
	"${demo[@]}" device-tree-compiler gcc-aarch64-linux-gnu
	libc6-dev-arm64-cross qemu-system-arm
)
browser=(chromium fonts-dejavu-core graphviz)
long=(
	"${all[@]}" "${browser[@]}" build-essential debhelper debootstrap dh-dkms
	frama-c-base git lintian
)
fuzz=(clang gcc libc6-dev libclang-rt-14-dev make)

say() { printf '%s\n' "$*" >&2; }

missing() {
	local package
	for package in "$@"; do
		dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null |
			grep -qx installed || echo "$package"
	done
}

case ${1:-all} in
demo)	wanted=("${demo[@]}") ;;
bench)	wanted=("${bench[@]}") ;;
all)	wanted=("${all[@]}") ;;
long)	wanted=("${long[@]}") ;;
fuzz)	wanted=("${fuzz[@]}") ;;
arm64)	wanted=("${arm64[@]}") ;;
browser) wanted=("${browser[@]}") ;;
*)	say "usage: packages.sh [demo | bench | all | long | fuzz | arm64 | browser]"; exit 2 ;;
esac

mapfile -t absent < <(missing "${wanted[@]}")
[ ${#absent[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
	if ! command -v sudo >/dev/null; then
		say "packages.sh: these packages are missing, and there is neither root nor sudo to install them:"
		say "    ${absent[*]}"
		exit 1
	fi
	as_root=(sudo)
	sudo -v	# asks for the password here, where it is seen
fi

export DEBIAN_FRONTEND=noninteractive
say "Installing packages that are missing: ${absent[*]}"
step "apt-get update" "${as_root[@]}" apt-get -q update
step "apt-get install, ${#absent[@]} packages and what they need" \
	"${as_root[@]}" apt-get -q install -y --no-install-recommends \
	"${absent[@]}"
