#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Makes the initramfs of a lab guest.
#
#   initramfs.sh KERNEL OUT [MODULE | FILE | FILE:PLACE]...
#
# KERNEL is a name that kernels.sh knows, or the folder it gave. It always
# holds busybox, init.sh as /init and trigger.sh as /bin/trigger. A MODULE of
# the kernel comes with all that it depends on, for `modprobe MODULE` in the
# guest; so does a FILE whose PLACE is in /lib/modules/RELEASE. A FILE (whatever
# holds a slash) goes to PLACE, or else, by its name, to / if it is a module and
# to /bin if not.
#
# The same input gives the same bytes. The archive is not compressed: packing
# and unpacking would take longer than loading it does.

set -euo pipefail
export LC_ALL=C

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

die() { printf 'initramfs.sh: %s\n' "$*" >&2; exit 1; }

[ $# -ge 2 ] || die "usage: initramfs.sh KERNEL OUT [MODULE | FILE | FILE:PLACE]..."
case $1 in
*/*)	kernel=$1 ;;
*)	kernel=$("$lab/kernels.sh" get "$1") ;;
esac
release=$(cat "$kernel/release")
tools=$(cat "$kernel/tools" 2>/dev/null) || true	# of another machine
out=$2
shift 2

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

add_file() {
	local file=${1%%:*} place
	case $1 in
	*:*)	place=${1#*:} ;;
	*.ko)	place=/${file##*/} ;;
	*)	place=/bin/${file##*/} ;;
	esac
	[ -f "$file" ] || die "there is no file $file to put into the initramfs"
	mkdir -p "$root${place%/*}"
	cp -L "$file" "$root$place"
	chmod 755 "$root$place"
	case $file in
	*.ko)	"${tools}strip" --strip-debug "$root$place" ;;
	esac
}

# Debian's packages leave making this list to their installation.
list_dependencies() {
	[ -e "$kernel/modules/modules.dep" ] && return
	/sbin/depmod -b "$(realpath "$kernel/modules/../../..")" "$release"
}

add_module() {
	local name=$1 list file target
	local modules=/lib/modules/$release
	list=$(/sbin/modprobe -d "$kernel/root" -S "$release" \
		--show-depends "$name") ||
		die "the kernel $release has no module $name"
	while read -r how file _; do
		[ "$how" = insmod ] || continue
		target=$root$modules/${file##*/}
		mkdir -p "$root$modules"
		case $file in
		*.xz)	target=${target%.xz}; xz -dc "$file" >"$target" ;;
		*.zst)	target=${target%.zst}; zstd -qdc "$file" >"$target" ;;
		*)	cp "$file" "$target" ;;
		esac
		"${tools}strip" --strip-debug "$target"
	done <<<"$list"
}

mkdir -p "$root"/{bin,dev,proc,sys,tmp}
mkdir -p "$root/usr"
ln -s ../bin "$root/usr/bin"
busybox=$(command -v busybox) || die "busybox is missing; run lab/packages.sh"
if [ -e "$kernel/busybox" ]; then
	add_file "$kernel/busybox:/bin/busybox"
else
	add_file "$busybox:/bin/busybox"
fi
# The links lead to where the host has it: /bin or /usr/bin.
busybox --install -s "$root/bin"
add_file "$lab/init.sh:/init"
add_file "$lab/trigger.sh:/bin/trigger"

modules=()
for what in "$@"; do
	case $what in
	*/*)	add_file "$what" ;;
	*)	modules+=("$what") ;;
	esac
done
if [ ${#modules[@]} -gt 0 ]; then
	list_dependencies
	for what in "${modules[@]}"; do
		add_module "$what"
	done
fi
if [ -d "$root/lib/modules/$release" ]; then
	cp "$kernel"/modules/modules.{order,builtin,builtin.modinfo} \
		"$root/lib/modules/$release/"
	/sbin/depmod -b "$root" "$release"
fi

find "$root" -exec touch -h -d @0 {} +
(cd "$root" && find . -mindepth 1 -printf '%P\n' | sort |
	cpio --quiet -o -H newc --reproducible -R 0:0) >"$out.new"
mv "$out.new" "$out"
