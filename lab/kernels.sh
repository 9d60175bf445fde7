#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Gets the kernels that the lab boots and that the module is built against.
#
#   kernels.sh get NAME      fetch or build it; prints its folder
#   kernels.sh have NAME     prints its folder if it is there already; fails
#                            if not
#   kernels.sh source NAME   fetch the source that a packaged kernel was made
#                            from; prints its folder
#   kernels.sh list          the names of those that `make check` tests with
#
# NAME is 6.1, 6.1-rt or 6.12 (Debian packages, the newest of the series at
# the time of the call, unpacked and not installed), debug (built from
# linux-source-6.12 with debug-kernel.config), or, for another machine than
# this one, 6.1-arm64 or 6.12-arm64 (Debian packages; what is built for them
# needs those of `packages.sh arm64`).
#
# A kernel's folder holds:
#   vmlinuz     what QEMU boots
#   release     the text of uname -r
#   build       what KDIR= of the module build is set to
#   modules     its modules, as lib/modules/RELEASE is laid out
# and if it is for another machine:
#   tools       what the names of its compiler and binutils begin with
#   busybox     a static one that runs there
#   root        beside other things, what the crashrec program is built with
#
# Folders live in the cache, keyed by package version (and, for debug, by the
# hash of config and compiler). A folder without the file `ready` is rubbish
# that an interrupted call left, and is made again. Where the package lists
# name no such kernel (they were never fetched), the newest one in the cache
# is taken.

set -euo pipefail

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lab/step.sh
. "$lab/step.sh"
cache=${CRASHREC_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/crashrec}/kernels

say() { printf '%s\n' "$*" >&2; }
die() { say "kernels.sh: $*"; exit 1; }

# work: be the only one that downloads or builds. Two would need the same
# folder, and mix what they print.
work() {
	[ -z "$only_there" ] || exit 1
	exec 9>"$cache/lock"
	if ! flock -n 9; then
		say "  waiting for another kernels.sh to finish"
		flock 9
	fi
}

# version_of PACKAGE: the version that would be installed; nothing if none.
version_of() {
	apt-cache policy "$1" | sed -n '/(none)/d; s/^ *Candidate: //p'
}

# newest_image SERIES FLAVOUR: the newest package linux-image-SERIES*FLAVOUR
# and its version.
newest_image() {
	local image version
	for image in $(apt-cache pkgnames "linux-image-$1" |
		grep -E "^linux-image-$1[0-9+a-z.]*$2\$" | sort -rV); do
		version=$(version_of "$image")
		[ -n "$version" ] || continue
		echo "$image $version"
		return
	done
}

newest_source() {
	local version
	version=$(version_of "$1")
	[ -z "$version" ] || echo "$1 $version"
}

# Where apt keeps its package lists.
lists=/var/lib/apt/lists
# Of a kernel for another machine: what its packages, and its tools, are called.
foreign=
tools=

# for_machine ARCHITECTURE TOOLS: have apt look at the packages of another
# architecture. Its lists are in the cache; what dpkg knows of this machine, and
# what is installed here, stays as it is.
for_machine() {
	local state=$cache/apt-$1
	foreign=$1
	tools=$2
	lists=$state/lists
	mkdir -p "$lists/partial" "$state/archives/partial"
	touch "$state/status"
	cat >"$state/apt.conf.$$" <<-EOF
		APT::Architecture "$1";
		APT::Architectures { "$1"; "$(dpkg --print-architecture)"; };
		APT::Sandbox::User "";
		Dir::State "$state";
		Dir::State::status "$state/status";
		Dir::Cache "$state";
	EOF
	mv "$state/apt.conf.$$" "$state/apt.conf"
	export APT_CONFIG=$state/apt.conf
	compgen -G "$lists/*Packages*" >/dev/null ||
		[ -n "$only_there" ] || update_lists
}

# resolve NAME COMMAND...: what COMMAND finds in the package lists. Asking apt
# takes a second, so the answer is kept until the lists change.
resolve() {
	local answer=$cache/resolved-$1
	shift
	if [ ! -s "$answer" ] || [ ! "$answer" -nt "$lists" ]; then
		"$@" >"$answer.$$" || true
		mv "$answer.$$" "$answer"
	fi
	cat "$answer"
}

# newest_ready GLOB: the newest complete folder in the cache.
newest_ready() {
	local dir
	while read -r dir; do
		if [ -e "$dir/ready" ]; then
			echo "$dir"
			return
		fi
	done < <(compgen -G "$cache/$1" | sort -rV)
}

# The lists may be older than the archive, and name what is no longer there.
update_lists() {
	local as_root=()
	[ -n "$foreign" ] || [ "$(id -u)" = 0 ] || as_root=(sudo -n)
	step "apt-get update${foreign:+ for $foreign}" "${as_root[@]}" apt-get -q update
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

# depends_of PACKAGE REGEX: the packages it depends on that match.
depends_of() {
	apt-cache depends "$1" | sed -nE "s/^ *Depends: ($2)\$/\1/p"
}

# packages_of IMAGE HEADERS: what a kernel's folder is made of. The programs of
# kbuild run here, whatever machine the kernel is for.
packages_of() {
	echo "$@"
	depends_of "$2" 'linux-headers-.*-common.*'
	depends_of "$2" 'linux-kbuild-.*' |
		sed "s/\$/${foreign:+:$(dpkg --print-architecture)}/"
	echo "${foreign:+busybox-static libjson-c-dev zlib1g-dev}"
}

# for_this_host DIR: builds for another machine need no words but KDIR's.
for_this_host() {
	local dir=$1
	sed -i "1i override CROSS_COMPILE = $tools" \
		"$dir"/build/.kernelvariables || return 1
	ln -s root/bin/busybox "$dir/busybox"
	printf '%s\n' "$tools" >"$dir/tools"
}

fetch_stock() {
	local image=$1 version=$2 dir=$3
	local abi=${image#linux-image-} root=$dir/root modules
	local headers=linux-headers-$abi
	rm -rf "$dir"
	mkdir -p "$dir/debs"
	# shellcheck disable=SC2046 # a word is a package
	step "download $image $version" download "$dir/debs" \
		$(packages_of "$image" "$headers") || return 1
	step "unpack it" unpack_all "$dir/debs" "$root" || return 1
	rm -rf "$dir/debs"
	relocate_headers "$root"
	modules=root/lib/modules/$abi
	[ -d "$dir/$modules" ] || modules=root/usr/lib/modules/$abi
	# What their installation would do.
	/sbin/depmod -b "$dir/${modules%/lib/modules/*}" "$abi" || return 1
	ln -s "root/boot/vmlinuz-$abi" "$dir/vmlinuz"
	ln -s "root/usr/src/linux-headers-$abi" "$dir/build"
	ln -s "$modules" "$dir/modules"
	printf '%s\n' "$abi" >"$dir/release"
	[ -z "$foreign" ] || for_this_host "$dir" || return 1
	touch "$dir/ready"
}

get_stock() {
	local name=$1 series=$2 flavour=$3
	local image version dir
	read -r image version < <(resolve "$name" newest_image "$series" "$flavour") || true
	if [ -z "$image" ]; then
		dir=$(newest_ready "stock-$series*${flavour}_*")
		[ -n "$dir" ] || die "no package linux-image-$series*$flavour is known: run apt-get update as root, and check that bookworm and bookworm-security are in the apt sources"
	else
		dir=$cache/stock-${image#linux-image-}_$version
	fi
	if [ ! -e "$dir/ready" ]; then
		work
		[ -e "$dir/ready" ] || fetch_stock "$image" "$version" "$dir" || {
			update_lists
			read -r image version < <(newest_image "$series" "$flavour")
			dir=$cache/stock-${image#linux-image-}_$version
			fetch_stock "$image" "$version" "$dir"
		}
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

fetch_source() {
	local dir=$1 package=$2
	rm -rf "$dir"
	mkdir -p "$dir/debs" "$dir/source"
	step "download $package $3" download "$dir/debs" "$package=$3" || return 1
	step "unpack the package" unpack_all "$dir/debs" "$dir/debs" || return 1
	step "unpack the source" tar -C "$dir/source" --strip-components=1 \
		-xf "$dir/debs/usr/src/$package.tar.xz" || return 1
	rm -rf "$dir/debs"
}

build_debug() {
	local dir=$1 build=$1/source release
	step "configure the debug kernel" configure_debug "$build"
	step "build the debug kernel (5 to 10 minutes on 2 cores)" \
		compile_debug "$build" "$dir"
	release=$(cat "$build/include/config/kernel.release")
	printf '%s\n' "$release" >"$dir/release"
	ln -s source "$dir/build"
	ln -s "root/lib/modules/$release" "$dir/modules"
	touch "$dir/ready"
}

get_debug() {
	local package=linux-source-6.12 version key dir
	key=$({ cat "$lab/debug-kernel.config"; gcc --version | head -n 1; } |
		sha256sum | cut -c1-12)
	read -r _ version < <(resolve debug newest_source "$package") || true
	if [ -z "$version" ]; then
		dir=$(newest_ready "debug-*_$key")
		[ -n "$dir" ] || die "package $package is not known: run apt-get update as root"
	else
		dir=$cache/debug-${version}_$key
	fi
	if [ ! -e "$dir/ready" ]; then
		work
		if [ ! -e "$dir/ready" ]; then
			fetch_source "$dir" "$package" "$version" || {
				update_lists
				version=$(version_of "$package")
				dir=$cache/debug-${version}_$key
				fetch_source "$dir" "$package" "$version"
			}
			build_debug "$dir"
		fi
	fi
	printf '%s\n' "$dir"
}

# The source package's version is that of the image, but for what a signed
# image adds to it.
get_source() {
	local package=linux-source-${1%-rt} kernel version dir
	kernel=$(get "$1")
	case $kernel in
	*/stock-*)	version=${kernel##*_} ;;
	*)	die "$1 is no packaged kernel: its folder has its source" ;;
	esac
	dir=$cache/source-${1%-rt}_$version
	if [ ! -e "$dir/ready" ]; then
		work
		[ -e "$dir/ready" ] ||
			fetch_source "$dir" "$package" "$version" ||
			die "there is no $package of version $version to build with"
		touch "$dir/ready"
	fi
	printf '%s\n' "$dir/source"
}

get() {
	mkdir -p "$cache"
	case $1 in
	6.1)	get_stock "$1" 6.1.0- -amd64 ;;
	6.1-rt)	get_stock "$1" 6.1.0- -rt-amd64 ;;
	6.12)	get_stock "$1" 6.12. -amd64 ;;
	6.1-arm64)
		for_machine arm64 aarch64-linux-gnu-
		get_stock "$1" 6.1.0- -arm64 ;;
	6.12-arm64)
		for_machine arm64 aarch64-linux-gnu-
		get_stock "$1" 6.12. -arm64 ;;
	debug)	get_debug ;;
	*)	die "no kernel is called '$1'; the names are: $(list) 6.1-arm64 6.12-arm64" ;;
	esac
}

list() { echo "6.1 6.1-rt 6.12 debug"; }

# Set: stop where a kernel would have to be fetched or built.
only_there=
usage="usage: kernels.sh get NAME | have NAME | source NAME | list"
case ${1:-} in
get)	[ $# = 2 ] || die "$usage"
	get "$2" ;;
have)	[ $# = 2 ] || die "$usage"
	only_there=yes
	get "$2" ;;
source)	[ $# = 2 ] || die "$usage"
	get_source "$2" ;;
list)	list ;;
*)	die "$usage" ;;
esac
