# SPDX-License-Identifier: GPL-2.0
#
# Part of the Makefile: what only who installs needs, and where that goes.
#
#   make packaged        all that install puts there
#   make install         puts it below DESTDIR
#   make uninstall       removes it
#   make map             writes lib/libcrashrec.map anew, see lib/map.sh
#   make man             writes the man pages of commands anew, see man/page.pl
#
# The program has the library in itself, as libcrashrec.a: it is one file that
# runs from anywhere, and never meets a library of another version. That it
# needs nothing which the shared one keeps to itself is tested.
#
# The archive that is installed is without libraries that are optional, so that
# programs can be linked with -static; the shared library is with them.

DESTDIR ?=
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
PKGCONFIGDIR ?= $(LIBDIR)/pkgconfig
MANDIR ?= $(PREFIX)/share/man
UNITDIR ?= $(PREFIX)/lib/systemd/system
BASHDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR ?= $(PREFIX)/share/zsh/site-functions
DATADIR ?= $(PREFIX)/share/crashrec
FISHDIR ?= $(PREFIX)/share/fish/vendor_completions.d

# Raised whenever a program that was linked with the library before may not run
# with it any more; then the package's name in debian/ changes, too.
SOVERSION := 0
SONAME := libcrashrec.so.$(SOVERSION)
SHARED := $(SONAME).$(VERSION)

PIC := $(BUILD)/pic
OBJCOPY ?= objcopy
optional_objects := packed_reader.o $(symbol_objects)

$(PIC)/core/%.o: $(ROOT)/module/core/%.c
	@mkdir -p $(@D)
	$(call say,CC,$@)$(CC) $(ALL_CFLAGS) -fPIC $(CORE_CFLAGS) -c -o $@ $<

$(PIC)/lib/%.o: lib/%.c
	@mkdir -p $(@D)
	$(call say,CC,$@)$(CC) $(ALL_CFLAGS) -fPIC -c -o $@ $<

$(addprefix $(PIC)/lib/,$(optional_objects)): \
	ALL_CFLAGS += $(KDUMP_CFLAGS) $(SYMBOL_CFLAGS)

$(BUILD)/$(SHARED): $(addprefix $(PIC)/,$(core_objects) $(lib_objects)) \
		lib/libcrashrec.map
	$(call say,LD,$@)$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(SONAME) \
		-Wl,--version-script=lib/libcrashrec.map \
		-Wl,--no-undefined-version -Wl,-z,defs -o $@ \
		$(filter %.o,$^) $(LIB_LIBS)

# The program as others would link it, for tests/library_test.sh.
$(BUILD)/crashrec-shared: $(addprefix $(BUILD)/,$(cli_objects) \
		cli/journal_$(JOURNAL).o) $(BUILD)/$(SHARED)
	$(call say,LD,$@)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(JSON_LIBS) \
		$(JOURNAL_LIBS)

$(BUILD)/$(SONAME) $(BUILD)/libcrashrec.so: $(BUILD)/$(SHARED)
	$(call say,LN,$@)ln -sf $(<F) $@

# In one piece, as what the parts call each other is no name of ours in a program
# that is linked with it.
$(BUILD)/static/libcrashrec.o: $(addprefix $(BUILD)/,$(core_objects) \
		$(filter-out $(addprefix lib/,$(optional_objects)),$(lib_objects))) \
		$(addprefix $(BUILD)/static/,$(optional_objects))
	$(call say,LD,$@)$(LD) -r -o $@ $^ && $(OBJCOPY) --localize-hidden $@

$(BUILD)/static/libcrashrec.a: $(BUILD)/static/libcrashrec.o
	$(call say,AR,$@)rm -f $@ && $(AR) qcs $@ $^

.PHONY: packaged install uninstall map man
packaged: $(BUILD)/crashrec $(BUILD)/$(SONAME) $(BUILD)/libcrashrec.so \
	$(BUILD)/static/libcrashrec.a

map:
	lib/map.sh >lib/libcrashrec.map

# A command of which nothing but its help text is to be said has a text file, too:
# its first line is what stands behind its name in lists.
man: $(BUILD)/crashrec
	@for text in man/*.txt; do \
		name=$$(basename $$text .txt); \
		case $$name in \
		crashrec)	man/page.pl $< "" $$text >man/crashrec.1 ;; \
		*)	man/page.pl $< $$name $$text >man/crashrec-$$name.1 ;; \
		esac || exit; \
	done

headers := $(wildcard $(ROOT)/include/*.h)
uapi_headers := $(wildcard $(ROOT)/include/uapi/*.h)
units := $(wildcard systemd/*)
pages := $(wildcard man/*.[1-8])
sections := $(sort $(subst .,,$(suffix $(pages))))

put = install -D -m 0644 -t $(DESTDIR)$(1) $(2)
pages_of = $(filter %.$(1),$(pages))
set_dirs = sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' \
	-e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' -e 's|@VERSION@|$(VERSION)|'

# The bytes that are stored and given by the device are <crashrec/...>.
install: packaged
	install -D -m 0755 -t $(DESTDIR)$(BINDIR) $(BUILD)/crashrec
	$(call put,$(LIBDIR),$(BUILD)/$(SHARED) $(BUILD)/static/libcrashrec.a)
	ln -sf $(SHARED) $(DESTDIR)$(LIBDIR)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libcrashrec.so
	$(call put,$(INCLUDEDIR),$(headers))
	$(call put,$(INCLUDEDIR)/crashrec,$(uapi_headers))
	mkdir -p $(DESTDIR)$(PKGCONFIGDIR)
	$(set_dirs) lib/libcrashrec.pc.in \
		>$(DESTDIR)$(PKGCONFIGDIR)/libcrashrec.pc
	$(call put,$(UNITDIR),$(units))
	sed -i 's|^ExecStart=[^ ]*|ExecStart=$(BINDIR)/crashrec|' \
		$(DESTDIR)$(UNITDIR)/crashrec-save.service
	$(foreach n,$(sections),$(call put,$(MANDIR)/man$(n),$(call pages_of,$(n)));)
	ln -sf crashrec-save.service.8 $(DESTDIR)$(MANDIR)/man8/crashrec-save.timer.8
	$(call put,$(BASHDIR),completions/crashrec)
	$(call put,$(ZSHDIR),completions/_crashrec)
	$(call put,$(FISHDIR),completions/crashrec.fish)
	$(call put,$(DATADIR),crashrec.schema.json)
	$(ldconfig)

# Of no use for a tree that is to be packed. Who may not run it installs where
# it is of no use, either.
ldconfig = $(if $(DESTDIR),,-/sbin/ldconfig 2>/dev/null)

uninstall:
	cd $(or $(DESTDIR),/) && rm -f $(addprefix ./,$(installed))
	-rmdir $(DESTDIR)$(INCLUDEDIR)/crashrec $(DESTDIR)$(DATADIR) 2>/dev/null
	$(ldconfig)

installed = $(BINDIR)/crashrec \
	$(addprefix $(LIBDIR)/,$(SHARED) $(SONAME) libcrashrec.so libcrashrec.a) \
	$(addprefix $(INCLUDEDIR)/,$(notdir $(headers))) \
	$(addprefix $(INCLUDEDIR)/crashrec/,$(notdir $(uapi_headers))) \
	$(PKGCONFIGDIR)/libcrashrec.pc $(addprefix $(UNITDIR)/,$(notdir $(units))) \
	$(foreach n,$(sections),$(addprefix $(MANDIR)/man$(n)/,$(notdir \
		$(call pages_of,$(n))))) $(MANDIR)/man8/crashrec-save.timer.8 \
	$(BASHDIR)/crashrec $(ZSHDIR)/_crashrec $(FISHDIR)/crashrec.fish \
	$(DATADIR)/crashrec.schema.json

-include $(wildcard $(PIC)/*/*.d)
.PRECIOUS: $(PIC)/core/%.o $(PIC)/lib/%.o
