# SPDX-License-Identifier: GPL-2.0-or-later
# The udev rules, what udev knows of readers, the unit that they start, and the
# group.

STATUS_UNIT := $(O)/udev/jpki-status@.service
READERS_HWDB := $(O)/udev/70-ccid.hwdb
PN533_RULES := $(O)/udev/70-ccid-pn533.rules
USERSPACE += $(STATUS_UNIT) $(READERS_HWDB) $(PN533_RULES)

$(STATUS_UNIT): udev/jpki-status@.service.in $(O)/flags
	$(Q)mkdir -p $(@D)
	$(Q)sed 's,@BINDIR@,$(BINDIR),' $< > $@

$(READERS_HWDB): make := hwdb
$(PN533_RULES): make := pn533
$(READERS_HWDB) $(PN533_RULES): udev/readers.tbl udev/readers.awk
	$(Q)mkdir -p $(@D)
	$(Q)LC_ALL=C awk -v make=$(make) -f udev/readers.awk $< > $@

install-userspace:: $(STATUS_UNIT) $(READERS_HWDB) $(PN533_RULES)
	$(Q)$(INSTALL) -D -m 644 udev/70-ccid.rules \
		$(DESTDIR)$(UDEVDIR)/rules.d/70-ccid.rules
	$(Q)$(INSTALL) -D -m 644 $(READERS_HWDB) \
		$(DESTDIR)$(UDEVDIR)/hwdb.d/70-ccid.hwdb
	$(Q)$(INSTALL) -D -m 644 $(STATUS_UNIT) \
		$(DESTDIR)$(UNITDIR)/jpki-status@.service
	$(Q)$(INSTALL) -D -m 644 udev/jpki.sysusers \
		$(DESTDIR)$(SYSUSERSDIR)/jpki.conf
	$(Q)$(INSTALL) -D -m 644 udev/modprobe.conf \
		$(DESTDIR)$(DOCDIR)/examples/modprobe.conf
	$(Q)$(INSTALL) -m 644 $(PN533_RULES) $(DESTDIR)$(DOCDIR)/examples
