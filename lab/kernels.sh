#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Gets the kernels that the lab boots and that the module is built against.
#
#   kernels.sh get NAME      fetch or build it; prints its folder
#   kernels.sh list          the names
#
# NAME is 6.1, 6.1-rt or 6.12 (Debian packages, the newest of the series at
# the time of the call, unpacked and not installed) or debug (built from
# linux-source-6.12 with debug-kernel.config).
#
# A kernel's folder holds:
#   vmlinuz     what QEMU boots
#   release     the text of uname -r
#   build       what KDIR= of the module build is set to
#   modules     its modules, as lib/modules/RELEASE is laid out
#
# Folders live in the cache, keyed by package version (and, for debug, by the
# hash of config and compiler). A folder without the file `ready` is rubbish
# that an interrupted call left, and is made again.

set -euo pipefail

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${CRASHREC_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/crashrec}/kernels

say() { printf '%s\n' "$*" >&2; }
die() { say "kernels.sh: $*"; exit 1; }

# step TEXT COMMAND...: run it quietly, say what it is and how long it took.
step() {
	local text=$1 start=$SECONDS log
	shift
	log=$(mktemp)
	printf '  %-58s' "$text" >&2
	if ! "$@" >"$log" 2>&1; then
		say "FAILED"
		tail -n 40 "$log" >&2
		rm -f "$log"
		return 1
	fi
	rm -f "$log"
	say "$((SECONDS - start)) s"
}

# The newest linux-image package whose name is linux-image-$1<abi>$2.
newest_image() {
	apt-cache pkgnames "linux-image-$1" |
		grep -E "^linux-image-$1[0-9+a-z.]*$2\$" | sort -V | tail -n 1
}

version_of() {
	apt-cache policy "$1" | sed -n 's/^ *Candidate: //p'
}

download() {
	(cd "$1" && shift && apt-get -q download "$@")
}

unpack_all() {
	local deb
	for deb in "$1"/*.deb; do
		dpkg -x "$deb" "$2" || return 1
	done
}

# Debian's header packages name each other by absolute path; make them
# relative to where they were unpacked.
relocate_headers() {
	local root=$1
	grep -rlE --include=Makefile --include=.kernelvariables \
		' /usr/(src|lib)/linux-|=/usr/src/linux-|^include /usr/src' \
		"$root"/usr/src/linux-headers-* 2>/dev/null |
	while read -r file; do
		sed -i "s,/usr/src/linux-,$root/usr/src/linux-,g; s,/usr/lib/linux-,$root/usr/lib/linux-,g" "$file"
	done
}

get_stock() {
	local name=$1 series=$2 flavour=$3
	local image abi version dir root common kbuild
	image=$(newest_image "$series" "$flavour")
	[ -n "$image" ] || die "no linux-image-$series*$flavour package is known; run apt-get update as root, and check that bookworm and bookworm-security are in the apt sources"
	abi=${image#linux-image-}
	version=$(version_of "$image")
	dir=$cache/stock-${abi}_${version}
	if [ ! -e "$dir/ready" ]; then
		rm -rf "$dir"
		mkdir -p "$dir/debs"
		root=$dir/root
		common=$(apt-cache depends "linux-headers-$abi" |
			sed -n 's/^ *Depends: \(linux-headers-.*-common.*\)/\1/p')
		kbuild=$(apt-cache depends "linux-headers-$abi" |
			sed -n 's/^ *Depends: \(linux-kbuild-.*\)/\1/p')
		step "download $image $version" download "$dir/debs" \
			"$image" "linux-headers-$abi" "$common" "$kbuild"
		step "unpack it" unpack_all "$dir/debs" "$root"
		rm -rf "$dir/debs"
		relocate_headers "$root"
		ln -s "root/boot/vmlinuz-$abi" "$dir/vmlinuz"
		ln -s "root/usr/src/linux-headers-$abi" "$dir/build"
		if [ -d "$root/usr/lib/modules/$abi" ]; then
			ln -s "root/usr/lib/modules/$abi" "$dir/modules"
		else
			ln -s "root/lib/modules/$abi" "$dir/modules"
		fi
		printf '%s\n' "$abi" >"$dir/release"
		touch "$dir/ready"
	fi
	printf '%s\n' "$dir"
}

configure_debug() {
	local build=$1 line
	KCONFIG_ALLCONFIG=$lab/debug-kernel.config \
		make -C "$build" allnoconfig || return 1
	grep '^CONFIG_' "$lab/debug-kernel.config" | while read -r line; do
		grep -qxF "$line" "$build/.config" || {
			echo "the configuration lost $line"
			exit 1
		}
	done
}

compile_debug() {
	local build=$1 dir=$2
	make -C "$build" -j"$(nproc)" bzImage modules || return 1
	make -C "$build" INSTALL_MOD_PATH="$dir/root" modules_install || return 1
	cp "$build/arch/x86/boot/bzImage" "$dir/vmlinuz"
	# An external module needs the headers, scripts and objtool; the
	# kernel's own objects are 3 GB that no one reads again.
	find "$build" -name '*.o' -not -path '*/scripts/*' \
		-not -path '*/tools/*' -delete
	find "$build" \( -name '*.a' -o -name '.*.cmd' \) \
		-not -path '*/scripts/*' -not -path '*/tools/*' -delete
}

get_debug() {
	local package=linux-source-6.12 version key dir build release
	version=$(version_of "$package")
	[ -n "$version" ] && [ "$version" != "(none)" ] ||
		die "package $package is not known; run apt-get update as root"
	key=$({ cat "$lab/debug-kernel.config"; gcc --version | head -n 1; } |
		sha256sum | cut -c1-12)
	dir=$cache/debug-${version}_$key
	if [ ! -e "$dir/ready" ]; then
		rm -rf "$dir"
		mkdir -p "$dir/debs" "$dir/source"
		step "download $package $version" download "$dir/debs" "$package"
		step "unpack the package" unpack_all "$dir/debs" "$dir/debs"
		step "unpack the source" tar -C "$dir/source" --strip-components=1 \
			-xf "$dir/debs/usr/src/linux-source-6.12.tar.xz"
		rm -rf "$dir/debs"
		build=$dir/source
		step "configure the debug kernel" configure_debug "$build"
		step "build the debug kernel (5 to 10 minutes on 2 cores)" \
			compile_debug "$build" "$dir"
		release=$(cat "$build/include/config/kernel.release")
		printf '%s\n' "$release" >"$dir/release"
		ln -s source "$dir/build"
		ln -s "root/lib/modules/$release" "$dir/modules"
		touch "$dir/ready"
	fi
	printf '%s\n' "$dir"
}

get() {
	mkdir -p "$cache"
	# One call at a time: two would build the same folder.
	exec 9>"$cache/lock-$1"
	flock 9
	case $1 in
	6.1)	get_stock "$1" 6.1.0- -amd64 ;;
	6.1-rt)	get_stock "$1" 6.1.0- -rt-amd64 ;;
	6.12)	get_stock "$1" 6.12. -amd64 ;;
	debug)	get_debug ;;
	*)	die "no kernel is called '$1'; the names are: $(list)" ;;
	esac
}

list() { echo "6.1 6.1-rt 6.12 debug"; }

case ${1:-} in
get)	[ $# = 2 ] || die "usage: kernels.sh get NAME"
	get "$2" ;;
list)	list ;;
*)	die "usage: kernels.sh get NAME | list" ;;
esac
