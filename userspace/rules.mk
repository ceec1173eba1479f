# SPDX-License-Identifier: GPL-2.0-or-later
# libjpki, jpkictl, their tests and what is installed with them. Included by the
# top-level Makefile, which sets O, VERSION, CC, CFLAGS, WARN and the directories.

U := userspace
UO := $(O)/userspace
UASAN := $(O)/asan/userspace

JPKI_SO := libjpki.so.$(VERSION)
JPKI_SONAME := libjpki.so.0

lib_src := $(wildcard $(U)/lib/*.c) $(wildcard $(U)/rules/*.c)
profile_src := $(wildcard $(U)/profiles/*.profile)
cli_src := $(wildcard $(U)/cli/*.c)
test_src := $(wildcard $(U)/tests/*_test.c)
mock_src := $(filter-out $(test_src),$(wildcard $(U)/tests/*.c))

lib_obj := $(lib_src:%.c=$(O)/%.o)
cli_obj := $(cli_src:%.c=$(O)/%.o)

# Looked up when a recipe needs them, so that other verbs work without them.
lib_pkgs := libudev libcrypto libnl-genl-3.0
lib_libs = $(shell $(PKG_CONFIG) --libs $(lib_pkgs))
cli_libs = $(shell $(PKG_CONFIG) --libs json-c)
pkg_cflags = $(shell $(PKG_CONFIG) --cflags $(lib_pkgs) json-c)

user_flags = -std=gnu11 -D_GNU_SOURCE $(WARN) -I$(U)/include -MMD -MP \
	-DJPKI_DATADIR='"$(DATADIR)"' \
	-DJPKI_VERSION='"$(VERSION)"' -DJPKI_LOCALEDIR='"$(LOCALEDIR)"' \
	$(user_inc) $(pkg_cflags)
lib_inc := -I$(U)/lib -I$(U)/rules -I$(UO)/profiles -Ikernel/uapi
asan_flags := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
	-fno-sanitize-recover=all

$(O)/$(U)/lib/%.o $(O)/$(U)/rules/%.o: user_inc := $(lib_inc) -fPIC
$(UASAN)/lib/%.o $(UASAN)/rules/%.o $(UASAN)/tests/%.o: user_inc := $(lib_inc)
$(UASAN)/tests/%.o: user_inc += -I$(U)/cli -I$(U)/daemon \
	-DTEST_LOCALEDIR='"$(abspath $(UO)/locale)"' \
	-DTEST_SHARED='"$(abspath ../shared)"' \
	-DTEST_GOLDEN='"$(abspath $(U)/tests/golden)"'

# The profiles as rows of C, for the library to bring along.
builtin_profiles := $(UO)/profiles/builtin_profiles.h
$(builtin_profiles): $(profile_src) $(U)/profiles/builtin.awk
	@mkdir -p $(@D)
	$(Q)LC_ALL=C awk -f $(U)/profiles/builtin.awk $(profile_src) > $@
$(O)/$(U)/lib/profiles.o $(UASAN)/lib/profiles.o: $(builtin_profiles)

$(UO)/%.o: $(U)/%.c $(O)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(user_flags) -c -o $@ $<

$(UASAN)/%.o: $(U)/%.c $(O)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) $(asan_flags) $(user_flags) -c -o $@ $<

$(UO)/lib/$(JPKI_SO): $(lib_obj) $(U)/lib/libjpki.map
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(JPKI_SONAME) \
		-Wl,--version-script=$(U)/lib/libjpki.map -Wl,--no-undefined \
		-o $@ $(lib_obj) $(lib_libs)
	$(Q)ln -sf $(JPKI_SO) $(@D)/$(JPKI_SONAME)
	$(Q)ln -sf $(JPKI_SONAME) $(@D)/libjpki.so

$(UO)/jpkictl: $(cli_obj) $(UO)/lib/$(JPKI_SO)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(cli_obj) -L$(UO)/lib -ljpki \
		$(cli_libs)

$(UO)/lib/libjpki.pc: $(U)/lib/libjpki.pc.in $(O)/flags
	@mkdir -p $(@D)
	$(Q)sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' \
		-e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' \
		-e 's|@VERSION@|$(VERSION)|' $< > $@

jpki_mo := $(UO)/locale/ja/LC_MESSAGES/jpki.mo
$(jpki_mo): $(U)/po/ja.po
	@mkdir -p $(@D)
	$(Q)msgfmt --check -o $@ $<

USERSPACE += $(UO)/lib/$(JPKI_SO) $(UO)/jpkictl $(UO)/lib/libjpki.pc $(jpki_mo)

# All messages, of which the Japanese catalogue must have each.
$(UO)/jpki.pot: $(cli_src) $(wildcard $(U)/daemon/*.c) $(wildcard $(U)/rules/*.[ch]) \
		$(U)/include/jpki/error.h $(U)/include/jpki/rules.h
	@mkdir -p $(@D)
	$(Q)xgettext --omit-header --from-code=UTF-8 --language=C -k_ -kN_ \
		-kJPKI_N_ -kngettext:1,2 --sort-by-file -o $@ $^

# Tests: library and command, the mock instead of the device nodes.
test_obj := $(patsubst %.c,$(O)/asan/%.o,$(filter-out %/transport_dev.c,\
	$(lib_src)) $(filter-out %/cli/main.c,$(cli_src)) $(mock_src) \
	$(filter-out %/main.c %/read.c %/journal.c,$(wildcard $(U)/daemon/*.c)))
user_tests := $(test_src:$(U)/tests/%.c=$(UASAN)/tests/%)
user_checks := $(UASAN)/tests/po_test

.SECONDARY: $(test_src:%.c=$(O)/asan/%.o)
$(user_tests): %: %.o $(test_obj) $(jpki_mo)
	$(Q)$(CC) $(asan_flags) -o $@ $(filter %.o,$^) $(lib_libs) $(cli_libs)

$(UASAN)/tests/po_test: $(U)/tests/po_test.sh $(UO)/jpki.pot $(U)/po/ja.po
	@mkdir -p $(@D)
	$(Q)sed -e 's|@POT@|$(abspath $(UO)/jpki.pot)|' \
		-e 's|@PO@|$(abspath $(U)/po/ja.po)|' $< > $@
	$(Q)chmod +x $@

UNIT_TESTS += $(user_tests) $(user_checks)

# A page of section 3 is found by the name of each of its functions.
MAN3 := $(wildcard Documentation/man/*.3)
install-userspace:: $(UO)/lib/$(JPKI_SO) $(UO)/jpkictl $(UO)/lib/libjpki.pc \
		$(jpki_mo)
	$(Q)$(INSTALL) -D -m 755 $(UO)/jpkictl $(DESTDIR)$(BINDIR)/jpkictl
	$(Q)$(INSTALL) -D -m 755 $(UO)/lib/$(JPKI_SO) \
		$(DESTDIR)$(LIBDIR)/$(JPKI_SO)
	$(Q)ln -sf $(JPKI_SO) $(DESTDIR)$(LIBDIR)/$(JPKI_SONAME)
	$(Q)ln -sf $(JPKI_SONAME) $(DESTDIR)$(LIBDIR)/libjpki.so
	$(Q)$(INSTALL) -d $(DESTDIR)$(DATADIR)/jpki/profiles
	$(Q)$(INSTALL) -m 644 $(profile_src) $(DESTDIR)$(DATADIR)/jpki/profiles
	$(Q)$(INSTALL) -d $(DESTDIR)$(INCLUDEDIR)/jpki
	$(Q)$(INSTALL) -m 644 $(wildcard $(U)/include/jpki/*.h) \
		$(DESTDIR)$(INCLUDEDIR)/jpki/
	$(Q)$(INSTALL) -D -m 644 $(UO)/lib/libjpki.pc \
		$(DESTDIR)$(PKGCONFIGDIR)/libjpki.pc
	$(Q)$(INSTALL) -D -m 644 $(jpki_mo) \
		$(DESTDIR)$(LOCALEDIR)/ja/LC_MESSAGES/jpki.mo
	$(Q)$(INSTALL) -D -m 644 Documentation/man/jpkictl.1 \
		$(DESTDIR)$(MANDIR)/man1/jpkictl.1
	$(Q)$(INSTALL) -D -m 644 Documentation/man/jpki-rules.5 \
		$(DESTDIR)$(MANDIR)/man5/jpki-rules.5
	$(Q)$(INSTALL) -d $(DESTDIR)$(MANDIR)/man3
	$(Q)$(INSTALL) -m 644 $(MAN3) $(DESTDIR)$(MANDIR)/man3
	$(Q)for page in $(MAN3); do \
		for name in $$(sed -n 's/^\.Nm \(jpki[a-z_]*\).*/\1/p' $$page); do \
			ln -sf $${page##*/} $(DESTDIR)$(MANDIR)/man3/$$name.3; \
		done; \
	done
	$(Q)$(INSTALL) -D -m 644 $(U)/completion/jpkictl.bash \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/jpkictl
	$(Q)$(INSTALL) -D -m 644 $(U)/completion/_jpkictl \
		$(DESTDIR)$(ZSHDIR)/_jpkictl

include $(U)/daemon/rules.mk $(U)/bench/rules.mk $(U)/fuzz/rules.mk

-include $(wildcard $(UO)/*/*.d $(UASAN)/*/*.d)
