# SPDX-License-Identifier: GPL-2.0
#
# `make help` lists what can be made.

KDIR ?= /lib/modules/$(shell uname -r)/build
PREFIX ?= /usr/local
DESTDIR ?=
CORPUS ?=

BUILD := $(CURDIR)/build
# What uname -r says there. Debian has another text in kernel.release.
UTSRELEASE = $(KDIR)/include/generated/utsrelease.h
RELEASE = $(shell sed -n 's/.*UTS_RELEASE "\(.*\)"/\1/p' $(UTSRELEASE))
OBJECTS = $(BUILD)/kernel-$(RELEASE)
EXTRA = $(DESTDIR)/lib/modules/$(RELEASE)/extra
# crashrec.ko, and the parts that it loads; not its tests.
MODULES = $$(ls $(OBJECTS)/crashrec*.ko | grep -v _kunit)
PLACES = BUILD=$(BUILD) DESTDIR=$(abspath $(DESTDIR)) PREFIX=$(PREFIX)

all: userspace module		## modules for KDIR, and the crashrec program

help:				## this list
	@echo 'make [TARGET] [KDIR=kernel build folder] [PREFIX=/usr/local] [DESTDIR=]'
	@sed -n 's/^\([a-z-]*\):.*## */\1\t/p' $(firstword $(MAKEFILE_LIST)) | \
		expand -t 19

userspace:			## the crashrec program, also as a static one, in build/
	+$(MAKE) -C userspace BUILD=$(BUILD)

module: | kdir			## crashrec.ko and its parts, in build/
	+lab/build-module.sh $(KDIR) $(OBJECTS)
	install -m 0644 -t $(BUILD) $(MODULES)

install: install-module install-userspace	## both of these, below DESTDIR

install-module: module		## the modules, for the kernel of KDIR
	install -D -m 0644 -t $(EXTRA) $(MODULES)
	$(depmod)

install-userspace:		## program, library, units, man pages, completions, in PREFIX
	+$(MAKE) -C userspace $(PLACES) install

uninstall: | kdir		## remove what install put there
	rm -f $(EXTRA)/crashrec.ko $(EXTRA)/crashrec_*.ko
	$(depmod)
	+$(MAKE) -C userspace $(PLACES) uninstall

# Of no use for a tree that is to be packed, nor right.
depmod = $(if $(DESTDIR),,/sbin/depmod $(RELEASE))

# What is to be done is said before anything fails for lack of it.
kdir:
	@[ -e $(UTSRELEASE) ] || { \
		echo '$(KDIR) is not the build folder of a kernel.' >&2; \
		echo 'Install the package linux-headers-$(shell uname -r), or name another folder: make KDIR=...' >&2; \
		echo 'Without the module: make userspace' >&2; \
		exit 1; \
	}

demo:				## boot a guest, let it crash, read what it recorded
	lab/packages.sh demo
	lab/demo.sh

check:				## set up, then run every test: N passed, N failed, N skipped
	lab/packages.sh
	lab/check.sh all

check-fast:			## the tests that need no guest, in two minutes
	lab/check.sh fast

check-long:			## every report that debug and 6.1-rt can be made to print, storms, 208 resets, arm64: some 2 hours
	lab/packages.sh long
	lab/check.sh long

gates:				## the rules of style and dependency, checked by machine
	lab/gates.sh

model:				## the ring's protocol, in all orders that can be: under 5 min
	lab/tests/model.sh

bench:				## how fast the core is, and what a line costs in a guest
	lab/packages.sh bench
	lab/bench.sh

eva:				## that what reads regions and records keeps within them
	lab/packages.sh long
	lab/tests/eva.sh

fuzz:				## the fuzzer, FUZZ_SECONDS for each of its targets
	lab/packages.sh fuzz
	+$(MAKE) -C userspace BUILD=$(BUILD) fuzz

score:				## titles against a corpus: make score CORPUS=folder
	+$(MAKE) -C userspace BUILD=$(BUILD) score CORPUS=$(abspath $(CORPUS))

clean:				## remove build/
	rm -rf $(BUILD)

.PHONY: all help userspace module install install-module install-userspace \
	uninstall kdir demo check check-fast \
	check-long gates model eva bench fuzz score clean
