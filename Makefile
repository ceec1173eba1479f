# SPDX-License-Identifier: GPL-2.0-or-later
#
# The verbs of jpki-ccid: "make help" lists them. What is built, and how, is
# in the rules.mk beside the sources; the module is built by the kernel's own
# kbuild. Nothing is written beside the sources, all of it goes below $(O).

VERSION := $(shell cat VERSION)
O ?= build

CC ?= cc
CFLAGS ?= -O2 -g
PKG_CONFIG ?= pkg-config
INSTALL ?= install
Q := $(if $(filter 1,$(V)),,@)

WARN := -std=gnu11 -Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes \
	-Wvla $(if $(filter 1,$(WERROR)),-Werror)

PREFIX ?= /usr
BINDIR ?= $(PREFIX)/bin
SBINDIR ?= $(PREFIX)/sbin
LIBEXECDIR ?= $(PREFIX)/libexec/jpki
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
PKGCONFIGDIR ?= $(LIBDIR)/pkgconfig
DATADIR ?= $(PREFIX)/share
DOCDIR ?= $(DATADIR)/doc/jpki-ccid
MANDIR ?= $(PREFIX)/share/man
ZSHDIR ?= $(DATADIR)/zsh/site-functions
LOCALEDIR ?= $(PREFIX)/share/locale
UDEVDIR ?= $(PREFIX)/lib/udev
UNITDIR ?= $(PREFIX)/lib/systemd/system
SYSUSERSDIR ?= $(PREFIX)/lib/sysusers.d
TMPFILESDIR ?= $(PREFIX)/lib/tmpfiles.d
MODULESDIR ?= /lib/modules
DKMSDIR ?= $(PREFIX)/src

# The kernel to build for: the running one when its headers are there, else the
# newest that has some.
ifndef KVER
KVER := $(shell scripts/kernel-version.sh)
endif
KDIR ?= $(firstword $(wildcard /lib/modules/$(KVER)/build) \
	/usr/src/linux-headers-$(KVER))

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: FORCE

# These need no fragment, and may come before what fragments ask for is there.
STANDALONE := help deps bench check check-debug check-readers check-system \
	demo clean dist deb rpm install-dkms
ifneq ($(filter-out $(STANDALONE),$(or $(MAKECMDGOALS),all)),)
include userspace/rules.mk userspace/tests/proto.mk udev/rules.mk
include selftests/vreader/rules.mk selftests/rules.mk selftests/bench/rules.mk
endif

##@ Build
.PHONY: all userspace modules testtools unit-tests kselftests debug-tests
all: userspace			## the library and the commands
userspace: $(USERSPACE)		## the same
testtools: $(TESTTOOLS)		## the virtual reader and its cards
unit-tests: $(UNIT_TESTS)	## programs for "make check-unit"
kselftests: $(KSELFTESTS)	## programs for "make kselftest"
debug-tests: $(DEBUG_TESTS)	## and for "make check-debug"

# kbuild writes beside its sources, so it gets a tree of links to them.
MODULE := $(abspath $(O))/module/$(KVER)
MODULE_SOURCES := $(shell find Kbuild kernel -name '*.[ch]' -o -name Kbuild)
MODULE_LINKS := $(addprefix $(MODULE)/,$(MODULE_SOURCES))
KBUILD = $(MAKE) -C $(KDIR) O= M=$(MODULE) CONFIG_DEBUG_INFO_BTF_MODULES= \
	$(if $(filter 1,$(WERROR)),W=1 KCFLAGS=-Werror)

$(MODULE_LINKS): $(MODULE)/%: | %
	$(Q)mkdir -p $(@D) && ln -sf $(abspath $*) $@

modules: $(MODULE_LINKS)	## the kernel module, for KVER
	$(Q)test -d "$(KDIR)" || { echo "no kernel headers for KVER=$(KVER):" \
		"install them, or name another KVER" >&2; exit 1; }
	+$(Q)$(KBUILD) modules

.PHONY: sparse
sparse: modules			## read the module with sparse
	+$(Q)$(KBUILD) C=2 CF=-Wsparse-error modules

# checkpatch and the kselftest headers, below $(O)/linux as in the kernel.
$(O)/linux:
	$(Q)mkdir -p $(@D) && ln -sfn "$$(scripts/kernel-source.sh)" $@

# Files that depend on $(O)/flags are built again when these change.
FLAGS := $(CC) $(CFLAGS) $(CPPFLAGS) $(LDFLAGS) $(PREFIX) $(BINDIR) \
	$(SBINDIR) $(LIBEXECDIR) $(LOCALEDIR) $(DATADIR) $(VERSION)
$(O)/flags: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)echo '$(FLAGS)' | cmp -s - $@ || echo '$(FLAGS)' > $@

##@ Install (DESTDIR, PREFIX and so on: see README.md)
.PHONY: install install-module install-userspace install-dkms
install: install-module install-userspace	## everything

install-module: modules		## the module, for KVER
	$(Q)$(INSTALL) -D -m 644 $(MODULE)/kernel/ccid.ko \
		$(DESTDIR)$(MODULESDIR)/$(KVER)/updates/ccid.ko
	$(Q)test -n "$(DESTDIR)" || depmod $(KVER)

# Only what the module is built of; KUnit suites are for "make modules".
DKMS_SOURCES := $(filter-out kernel/tests/%,$(MODULE_SOURCES))
DKMS_TREE := $(DESTDIR)$(DKMSDIR)/jpki-ccid-$(VERSION)
install-dkms:			## the module's source, for "dkms install"
	$(Q)for file in dkms.conf $(DKMS_SOURCES); do \
		$(INSTALL) -D -m 644 $$file $(DKMS_TREE)/$$file || exit 1; \
	done

MAN4 := $(wildcard Documentation/man/*.4)
install-userspace:: $(USERSPACE)	## the rest: libraries, commands, udev
	$(Q)$(INSTALL) -d $(DESTDIR)$(INCLUDEDIR)/linux
	$(Q)$(INSTALL) -m 644 $(wildcard kernel/uapi/linux/*.h) \
		$(DESTDIR)$(INCLUDEDIR)/linux
	$(Q)$(if $(MAN4),$(INSTALL) -d $(DESTDIR)$(MANDIR)/man4)
	$(Q)$(if $(MAN4),$(INSTALL) -m 644 $(MAN4) $(DESTDIR)$(MANDIR)/man4)

##@ Test (as root on Debian 12, missing packages are installed first)
.PHONY: check check-style check-unit check-debug kselftest test-qemu
.PHONY: check-readers check-system bench demo deps
check:				## all tests, those that hunt in short
	$(Q)scripts/deps.sh build check debug packages system bench
	$(Q)scripts/check.sh

check-style:			## only style and promises
	$(Q)scripts/check.sh style

check-unit:			## only the unit tests
	$(Q)scripts/check.sh unit

check-debug:			## a debug kernel, tests that hunt; SHORT=1: less
	$(Q)scripts/deps.sh build check debug
	$(Q)scripts/check.sh debug

kselftest test-qemu:		## only the tests inside a virtual machine
	$(Q)scripts/check.sh qemu

check-system:			## only the packages, on a Debian of their own
	$(Q)scripts/deps.sh build check packages system
	$(Q)scripts/check.sh system

READERS ?= $(or $(JPKI_SHARED),../shared)/ccid/readers.csv
check-readers:			## each reader of the table READERS=FILE.csv
	$(Q)$(MAKE) -s userspace testtools modules
	$(Q)selftests/qemu/readers.sh "$(READERS)" || [ $$? = 4 ]

bench:				## against pcscd and the bare bus; SHORT=1: less
	$(Q)scripts/deps.sh build bench
	$(Q)selftests/bench/bench.sh

demo:				## a virtual reader, two cards, their status
	$(Q)scripts/deps.sh build demo
	$(Q)selftests/qemu/demo.sh

deps:				## install the packages that all of this needs
	$(Q)scripts/deps.sh build bench check debug demo packages system

fuzz-rules:			## the rules for two minutes, with libFuzzer
fuzz-proto:			## the protocols for two minutes, the same way
bench-rules:			## rules a second, memory of a long file

##@ Packages (of the last commit)
.PHONY: deb rpm
deb:				## for Debian, in $(O)/deb
	$(Q)scripts/deps.sh build packages
	$(Q)packaging/deb.sh $(O)/deb
	$(Q)ls $(O)/deb/*.deb

rpm:				## for distributions with RPM, in $(O)/rpm
	$(Q)scripts/deps.sh build packages
	$(Q)packaging/rpm.sh $(O)/rpm
	$(Q)ls $(O)/rpm/RPMS/*/*.rpm

##@ Housekeeping
.PHONY: dist clean help print-%
dist:				## a reproducible tar of the last commit
	$(Q)mkdir -p $(O)
	$(Q)git archive --format=tar --prefix=jpki-ccid-$(VERSION)/ HEAD | \
		xz > $(O)/jpki-ccid-$(VERSION).tar.xz

clean:				## remove what was built
	$(Q)rm -rf $(O)

print-%:			# the value of a variable, for scripts
	@echo '$($*)'

help:				## this list
	@awk -F '[:#]' -f scripts/help.awk $(firstword $(MAKEFILE_LIST))
