# SPDX-License-Identifier: GPL-2.0-or-later
# jpkid, and the program that reads cards for it. The daemon itself stays small:
# of libjpki it links what hears and counts days, and neither OpenSSL nor
# libsystemd, which would each take as much memory as it has in all.

D := $(U)/daemon
jpkid_read := $(addprefix $(UO)/daemon/,journal.o read.o rehearsal.o)
jpkid_obj := $(filter-out $(jpkid_read),$(patsubst %.c,$(O)/%.o,\
	$(wildcard $(D)/*.c)))
jpkid_shared := $(addprefix $(UO)/cli/,facts.o lang.o out.o text.o)
jpkid_show := $(addprefix $(UO)/cli/,advice.o services.o show.o trust.o)
jpkid_libs = $(shell $(PKG_CONFIG) --libs libudev libnl-genl-3.0 json-c)
read_libs = $(shell $(PKG_CONFIG) --libs libsystemd libcrypto)

$(UO)/daemon/%.o $(UASAN)/daemon/%.o: user_inc := -I$(U)/cli \
	-DJPKI_LIBEXECDIR='"$(LIBEXECDIR)"'

$(UO)/lib/libjpki.a: $(lib_obj)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(UO)/jpkid: $(jpkid_obj) $(jpkid_shared) $(UO)/lib/libjpki.a
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(jpkid_libs)

$(UO)/jpkid-read: $(jpkid_read) $(jpkid_shared) $(jpkid_show) \
		$(UO)/lib/$(JPKI_SO)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) -L$(UO)/lib \
		-ljpki $(cli_libs) $(read_libs)

$(UO)/daemon/jpkid.service: $(D)/jpkid.service.in $(O)/flags
	@mkdir -p $(@D)
	$(Q)sed 's,@SBINDIR@,$(SBINDIR),' $< > $@

JPKID := $(UO)/jpkid $(UO)/jpkid-read $(UO)/daemon/jpkid.service
USERSPACE += $(JPKID)

install-userspace:: $(JPKID)
	$(Q)$(INSTALL) -D -m 755 $(UO)/jpkid $(DESTDIR)$(SBINDIR)/jpkid
	$(Q)$(INSTALL) -D -m 755 $(UO)/jpkid-read \
		$(DESTDIR)$(LIBEXECDIR)/jpkid-read
	$(Q)$(INSTALL) -d $(DESTDIR)$(UNITDIR)
	$(Q)$(INSTALL) -m 644 $(UO)/daemon/jpkid.service $(D)/jpkid.socket \
		$(DESTDIR)$(UNITDIR)
	$(Q)$(INSTALL) -D -m 644 $(D)/jpkid.tmpfiles \
		$(DESTDIR)$(TMPFILESDIR)/jpkid.conf
	$(Q)$(INSTALL) -D -m 644 Documentation/man/jpkid.8 \
		$(DESTDIR)$(MANDIR)/man8/jpkid.8
	$(Q)$(INSTALL) -D -m 644 Documentation/man/jpkid.conf.5 \
		$(DESTDIR)$(MANDIR)/man5/jpkid.conf.5
	$(Q)$(INSTALL) -D -m 644 $(U)/completion/jpkid.bash \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions/jpkid
	$(Q)$(INSTALL) -D -m 644 $(U)/completion/_jpkid \
		$(DESTDIR)$(ZSHDIR)/_jpkid
	$(Q)$(INSTALL) -d $(DESTDIR)$(DOCDIR)/examples
	$(Q)$(INSTALL) -m 644 examples/kiosk.c examples/kiosk.sh \
		$(DESTDIR)$(DOCDIR)/examples
