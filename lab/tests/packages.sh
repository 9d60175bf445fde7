#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The Debian packages: built from what git has of the tree, looked at by lintian,
# and used in a system of their own. That is Debian 12 as debootstrap makes it,
# in a folder, from where this machine has its packages from: programs are
# compiled with the library there, and DKMS builds the module for both of its
# kernels. Needs root.

set -euo pipefail

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
top=${lab%/*}
cd "$top"

# shellcheck source=lab/tests/results.sh
. "$lab/tests/results.sh"
# shellcheck source=lab/step.sh
. "$lab/step.sh"

for tool in dpkg-buildpackage dh dh_dkms lintian debootstrap git; do
	command -v "$tool" >/dev/null || {
		skip packages "$tool is missing: lab/packages.sh long installs it"
		results_done
		exit
	}
done

work=$(mktemp -d -p "${TMPDIR:-/var/tmp}")
root=$work/root

# Whatever was mounted there is gone before anything is removed.
clean_up() {
	results_finish
	local mounted
	for mounted in proc dev; do
		! mountpoint -q "$root/$mounted" || umount -l "$root/$mounted"
	done
	for mounted in proc dev; do
		if mountpoint -q "$root/$mounted"; then
			echo "packages.sh: $root/$mounted is still mounted, so $work stays" >&2
			return
		fi
	done
	rm -rf --one-file-system "$work"
}
trap clean_up EXIT

# What is changed and not committed is part of it; git must know the file.
tree=$(git stash create)
version=$(dpkg-parsechangelog -S Version)
machine=$(dpkg --print-architecture)
source=$work/crashrec-$version
mkdir "$source"
git archive "${tree:-HEAD}" | tar -xf - -C "$source"

build() {
	(cd "$source" && DEB_BUILD_OPTIONS="nocheck parallel=$(nproc)" \
		dpkg-buildpackage -us -uc)
}

cannot_build() {
	not_ok 'packages: they are built' 'see above'
	results_done
	exit
}

step 'build the packages' build || cannot_build
ok 'packages: they are built'

expect 'packages: their version is the program'\''s and the module'\''s' \
	"$version $version" \
	"$(sed -n 's/^VERSION ?= //p' userspace/Makefile) $(sed -n \
		's/^MODULE_VERSION("\(.*\)");/\1/p' module/main.c)"
expect 'packages: there are these' \
	'crashrec crashrec-dkms libcrashrec-dev' \
	"$(cd "$work" && printf '%s\n' ./*.deb | sed 's|^./||; s/_.*//' |
		grep -v dbgsym | sort | paste -sd ' ')"

said=$(lintian --allow-root -I --pedantic --show-overrides \
	--no-tag-display-limit "$work"/*.changes 2>&1) || true
printf '%s\n' "$said" >&2
expect 'packages: lintian finds nothing that is not argued' '' \
	"$(grep -E '^[EWIP]: ' <<<"$said" | head -n 5 || true)"
expect 'packages: what is argued is there' '' \
	"$(grep -E 'unused-override|mismatched-override' <<<"$said" | head -n 5 ||
		true)"

[ "$(id -u)" = 0 ] || {
	skip 'packages: installed' 'needs root, to have a system of its own'
	results_done
	exit
}

# Headers of a kernel bring along the kernel, which is not to be booted.
inside() {
	env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME=/ \
		DEBIAN_FRONTEND=noninteractive INITRD=No chroot "$root" "$@"
}

# From where this machine has its packages, by what keys it trusts.
make_root() {
	debootstrap --variant=minbase bookworm "$root" \
		"$(apt_uri)" && copy_apt && {
		mount -t proc proc "$root/proc" &&
		mount --bind /dev "$root/dev" &&
		# Nothing is to be started there.
		printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" &&
		chmod +x "$root/usr/sbin/policy-rc.d" &&
		# What is thrown away need not be on the disk.
		echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/unsafe" &&
		cp "$work"/*.deb "$root/tmp/" &&
		inside apt-get -q update
	}
}

apt_uri() {
	# shellcheck disable=SC2016 # apt-get expands it
	apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' \
		'Created-By: Packages' | awk '$2 == "bookworm" && $3 == "main" { print $1; exit }'
}

# What asks for a program that is not there would fail.
copy_apt() {
	rm -rf "$root/etc/apt"
	cp -a /etc/apt "$root/etc/apt" || return 1
	[ ! -e /etc/resolv.conf ] ||
		cp -L /etc/resolv.conf "$root/etc/resolv.conf"
	[ ! -d /usr/share/keyrings ] || cp -a /usr/share/keyrings "$root/usr/share/"
}

install_in() { inside apt-get -q install -y --no-install-recommends "$@"; }

give_up() {
	not_ok "$1" 'see above'
	results_done
	exit
}

step 'make a system to install them in' make_root || give_up 'packages: a system'
inside find /etc /usr /var /boot -xdev | sort >"$work/before"

# The program, and what is beside it.
step 'install crashrec' install_in \
	"/tmp/crashrec_${version}_$machine.deb" ||
	give_up 'packages: crashrec is installed'
ok 'packages: crashrec is installed'
mkdir "$root/tmp/t"
cp userspace/tests/man_console.log "$root/tmp/t/console.log"
expect 'packages: the program runs' \
	'1 KASAN: slab-use-after-free Read in lab_read' \
	"$(inside sh -c 'cd /tmp/t && crashrec list -f console.log --json' |
		sed -nE '1s/.*"seq":([0-9]+),.*"title":"([^"]*)".*/\1 \2/p')"
expect 'packages: it is of their version' "crashrec $version" \
	"$(inside crashrec --version)"
expect 'packages: what it needs is there' '' \
	"$(inside sh -c 'ldd /usr/bin/crashrec /usr/lib/*/libcrashrec.so.0' |
		grep 'not found' || true)"
expect 'packages: the service is enabled, the timer is not' \
	crashrec-save.service \
	"$(cd "$root" && find etc/systemd -name 'crashrec*' -printf '%f\n')"
expect 'packages: the service runs the program' \
	'ExecStart=/usr/bin/crashrec save' \
	"$(grep -h ^ExecStart= "$root"/lib/systemd/system/crashrec-save.service)"
expect 'packages: each shell has its completion' \
	'bash-completion/completions/crashrec
fish/vendor_completions.d/crashrec.fish
zsh/vendor-completions/_crashrec' \
	"$(cd "$root/usr/share" && find . -path '*completions*' \
		-name '*crashrec*' -printf '%P\n' | sort)"
expect 'packages: each command has a man page' '' \
	"$(inside crashrec --help | awk '$0 == "" { n++ } n == 2 && NF { print $1 }' |
		while read -r command; do
			[ -e "$root/usr/share/man/man1/crashrec-$command.1.gz" ] ||
				echo "$command"
		done)"

# The library.
step 'install libcrashrec-dev and a compiler' install_in \
	"/tmp/libcrashrec-dev_${version}_$machine.deb" gcc libc6-dev pkg-config ||
	give_up 'packages: libcrashrec-dev is installed'
examples=/usr/share/doc/libcrashrec-dev/examples
# The words of pkg-config are the compiler's.
for linked in '' '-static'; do
	expect "packages: an example compiles and runs${linked:+, $linked}" \
		'1 kasan: KASAN: slab-use-after-free Read in lab_read (lab_read+0x4c)' \
		"$(inside sh -c "cd /tmp/t && cc $linked -o titles $examples/print_titles.c \
			\$(pkg-config ${linked:+--static} --cflags --libs libcrashrec) &&
			./titles console.log | head -n 1" 2>&1)"
done
expect 'packages: who is linked with the library needs crashrec' \
	'libcrashrec.so.0 crashrec (>= 0.1)' \
	"$(cat "$root"/var/lib/dpkg/info/crashrec:*.symbols \
		"$root"/var/lib/dpkg/info/crashrec.symbols 2>/dev/null |
		sed -nE '1s/ #MINVER#//p' | sed 's/$/ (>= 0.1)/')"

# The module, for each kernel whose headers are there.
releases=()
for kernel in 6.1 6.12; do
	releases+=("$(cat "$("$lab/kernels.sh" get "$kernel")/release")")
done
step "install the headers of ${releases[*]}" install_in \
	"${releases[@]/#/linux-headers-}" || give_up 'packages: kernel headers'
step 'install crashrec-dkms' install_in \
	"/tmp/crashrec-dkms_${version}_all.deb" ||
	give_up 'packages: crashrec-dkms is installed'
modules_of() {
	(cd "$root/lib/modules/$1/updates/dkms" 2>/dev/null &&
		for module in *.ko*; do echo "${module%%.*}"; done | paste -sd ' ')
}

# expect_modules WHEN
expect_modules() {
	for release in "${releases[@]}"; do
		expect "packages: DKMS has built all modules for $release$1" \
			'crashrec crashrec_ecc crashrec_pmem crashrec_pstore' \
			"$(modules_of "$release")"
		[ -n "$(modules_of "$release")" ] ||
			cat "$root"/var/lib/dkms/crashrec/*/build/make.log >&2 || true
	done
}

expect_modules ''
for release in "${releases[@]}"; do
	expect "packages: they are for $release" "$release" \
		"$(/sbin/modinfo -F vermagic "$root/lib/modules/$release"/updates/dkms/crashrec.ko* |
			cut -d ' ' -f 1)"
done
step 'install crashrec-dkms again' install_in --reinstall \
	"/tmp/crashrec-dkms_${version}_all.deb" ||
	give_up 'packages: crashrec-dkms is installed again'
expect_modules ', as it is installed again'

# Records stay with the package, and go when it is purged.
mkdir -p "$root/var/lib/crashrec"
: >"$root/var/lib/crashrec/1.crec"
step 'remove them' inside apt-get -q remove -y crashrec crashrec-dkms libcrashrec-dev
expect 'packages: records stay when they are removed' 1.crec \
	"$(ls "$root/var/lib/crashrec")"
expect 'packages: the modules are gone' '' \
	"$(find "$root"/lib/modules -name 'crashrec*')"
step 'purge them' inside dpkg --purge crashrec crashrec-dkms libcrashrec-dev
inside find /etc /usr /var /boot -xdev | sort >"$work/after"
expect 'packages: nothing of them is left when they are purged' '' \
	"$(comm -13 "$work/before" "$work/after" | grep -i crashrec || true)"

results_done
