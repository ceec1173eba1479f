# SPDX-License-Identifier: GPL-2.0-or-later
# The udev rules, the unit that they start, and the group.

STATUS_UNIT := $(O)/udev/jpki-status@.service
USERSPACE += $(STATUS_UNIT)

$(STATUS_UNIT): udev/jpki-status@.service.in $(O)/flags
	$(Q)mkdir -p $(@D)
	$(Q)sed 's,@BINDIR@,$(BINDIR),' $< > $@

install-userspace:: $(STATUS_UNIT)
	$(Q)$(INSTALL) -D -m 644 udev/70-ccid.rules \
		$(DESTDIR)$(UDEVDIR)/rules.d/70-ccid.rules
	$(Q)$(INSTALL) -D -m 644 $(STATUS_UNIT) \
		$(DESTDIR)$(UNITDIR)/jpki-status@.service
	$(Q)$(INSTALL) -D -m 644 udev/jpki.sysusers \
		$(DESTDIR)$(SYSUSERSDIR)/jpki.conf
