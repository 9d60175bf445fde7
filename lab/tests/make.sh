#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What the top Makefile promises: the module and the program are made,
# installed and removed, and a missing kernel is told of with the cure.

set -euo pipefail

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
top=${lab%/*}
cd "$top"

# shellcheck source=lab/tests/results.sh
. "$lab/tests/results.sh"

folder=$("$lab/kernels.sh" get 6.1)
release=$(cat "$folder/release")
root=$(mktemp -d)
trap 'results_finish; rm -rf "$root"' EXIT

make_for_kernel() {
	make -s KDIR="$folder/build" DESTDIR="$root" PREFIX=/usr "$@" >&2
}

installed() { (cd "$root" && find . -type f -printf '%P %m\n' | sort); }

expect_match 'make: help lists what can be made' '^all .*install .*clean ' \
	"$(make help | sed 1d | tr '\n' ' ')"

make_for_kernel install
expect 'make: install puts the modules there' \
	"lib/modules/$release/extra/crashrec.ko 644
lib/modules/$release/extra/crashrec_ecc.ko 644
lib/modules/$release/extra/crashrec_pmem.ko 644
lib/modules/$release/extra/crashrec_pstore.ko 644" "$(installed | grep ^lib/)"
# Man pages and headers come and go.
expect 'make: install puts program, library, units and completions there' \
	'usr/bin/crashrec 755
usr/lib/libcrashrec.a 644
usr/lib/libcrashrec.so.0.0.1 644
usr/lib/pkgconfig/libcrashrec.pc 644
usr/lib/systemd/system/crashrec-save.service 644
usr/lib/systemd/system/crashrec-save.timer 644
usr/share/bash-completion/completions/crashrec 644
usr/share/crashrec/crashrec.schema.json 644
usr/share/fish/vendor_completions.d/crashrec.fish 644
usr/share/zsh/site-functions/_crashrec 644' \
	"$(installed | grep -vE '^lib/|^usr/(include|share/man)/')"
expect 'make: install puts each header there' \
	"$(cd include && find . -name '*.h' -printf '%P 644\n' |
		sed 's|^uapi/|crashrec/|' | sort)" \
	"$(installed | sed -n 's|^usr/include/||p')"
expect 'make: the service runs the program that was installed' \
	'ExecStart=/usr/bin/crashrec save' \
	"$(grep ^ExecStart= "$root/usr/lib/systemd/system/crashrec-save.service")"
expect 'make: the module is for the kernel of KDIR' "$release" \
	"$(/sbin/modinfo -F vermagic \
		"$root/lib/modules/$release/extra/crashrec.ko" | cut -d ' ' -f 1)"
expect 'make: the module says which parts it may load' \
	'crashrec_ecc crashrec_pmem crashrec_pstore' \
	"$(/sbin/modinfo -F weakdep \
		"$root/lib/modules/$release/extra/crashrec.ko")"
expect 'make: the part for persistent memory says whose driver it needs' \
	'pre: nd_pmem virtio_pmem' \
	"$(/sbin/modinfo -F softdep \
		"$root/lib/modules/$release/extra/crashrec_pmem.ko")"
expect_match 'make: the program runs' '^crashrec' \
	"$("$root/usr/bin/crashrec" --version 2>&1)"

touch "$root/usr/bin/other"
make_for_kernel uninstall
expect 'make: uninstall removes what install put there, and no more' \
	'usr/bin/other 644' "$(installed)"

status=0
said=$(make module KDIR=/nonexistent 2>&1) || status=$?
expect_match 'make: without a kernel to build for, it says what to install' \
	'^2 .*/nonexistent .*linux-headers-.*KDIR=.*make userspace' \
	"$status $(tr '\n' ' ' <<<"$said")"

results_done
