# SPDX-License-Identifier: GPL-2.0-or-later
# The kselftests: programs that run in a machine with the driver loaded.

ST := selftests
ST_O := $(O)/$(ST)
ST_TESTS := \
	abi_test \
	escape_test \
	event_test \
	exchange_test \
	fault_test \
	floor_test \
	hotplug_test \
	interface_test \
	ioctl_fuzz \
	isolation_test \
	level_fault_test \
	level_test \
	malice \
	netlink_test \
	pin_test \
	power_test \
	quirk_test \
	secret_test \
	secure_test \
	session_test \
	share_test \
	shape_test \
	stats_test \
	storm
ST_SCRIPTS := jpkid_test.sh jpkid_life_test.sh status_test.sh pin_cli_test.sh \
	pad_cli_test.sh crowd_test.sh
ST_SOURCED := $(ST)/tap.sh $(ST)/reader.sh $(ST)/jpkid.sh
ST_CARDS := $(ST_O)/cards/.made

ST_PROGRAMS := $(addprefix $(ST_O)/,$(ST_TESTS))
KSELFTESTS += $(ST_PROGRAMS) $(addprefix $(ST_O)/,$(ST_SCRIPTS))

DEBUG_TESTS += $(KSELFTESTS) $(ST_O)/nomem

# Those that do not hunt by chance; those of them that ask only for the driver,
# and the ones that a slow kernel runs when time is short.
ST_CALM := $(filter-out %/malice %/ioctl_fuzz %/storm,$(KSELFTESTS))
ST_DRIVER := $(filter $(ST_PROGRAMS),$(ST_CALM))
ST_SHORT := $(addprefix $(ST_O)/,escape_test event_test exchange_test \
	fault_test hotplug_test isolation_test netlink_test session_test)

# The harness is the kernel's own; its macros are not -Wconversion clean.
ST_CFLAGS := -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Wshadow -Wno-unused-parameter \
	-Wno-sign-compare $(if $(filter 1,$(WERROR)),-Werror) \
	-Ikernel/uapi -isystem $(O)/linux/tools/testing/selftests

$(ST_O)/%.o: $(ST)/%.c | $(O)/linux
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(ST_CFLAGS) -MMD -MP -c -o $@ $<

$(ST_O)/%.sh: $(ST)/%.sh $(ST_SOURCED)
	$(Q)$(INSTALL) -D $< $@
	$(Q)$(INSTALL) -m 644 $(ST_SOURCED) $(@D)

$(ST_O)/ioctl_fuzz: $(ST_O)/fuzz_call.o
$(ST_O)/storm: $(ST_O)/pull.o

$(ST_PROGRAMS) $(ST_O)/nomem: %: %.o $(ST_O)/desk.o $(ST_O)/vreader/libvr.a \
		| $(ST_O)/vreader/vreader $(ST_CARDS)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -pthread -o $@ $^ $(LDLIBS)

$(ST_O)/power_test $(ST_O)/share_test: $(ST_O)/bus.o

$(ST_O)/netlink_test.o $(ST_O)/nomem.o: ST_CFLAGS += \
	$(shell $(PKG_CONFIG) --cflags libnl-genl-3.0)
$(ST_O)/netlink_test $(ST_O)/nomem: LDLIBS = $(shell $(PKG_CONFIG) --libs libnl-genl-3.0)

$(ST_O)/malice: $(addprefix $(ST_O)/vreader/,frame.o fuzz.o)

# The example of an application, for jpkid_test.sh.
TESTTOOLS += $(ST_O)/kiosk $(ST_O)/kiosk.sh
$(ST_O)/kiosk.sh: examples/kiosk.sh
	$(Q)$(INSTALL) -D $< $@
$(ST_O)/kiosk: examples/kiosk.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -std=gnu11 $(WARN) -D_GNU_SOURCE -o $@ $<

# What gives a command a PIN for qemu/secrets.sh.
TESTTOOLS += $(ST_O)/marker
$(ST_O)/marker: $(ST_O)/marker.o
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

# What runs in the machine of qemu/suspend.sh, which has no libraries.
TESTTOOLS += $(ST_O)/suspend_test
$(ST_O)/suspend_test: $(addprefix $(ST_O)/,suspend_test.o bus.o desk.o) \
		$(ST_O)/vreader/libvr.a | $(ST_CARDS)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -static -pthread -o $@ $^

# One program that is each reader of a table in turn, and its CSV.
RD_O := $(ST_O)/readers
RD_OBJS := $(addprefix $(RD_O)/,csv.o judge.o main.o place.o table.o)
TESTTOOLS += $(ST_O)/check_readers
$(RD_OBJS): ST_CFLAGS += -DCSV_FIELDS=64

$(RD_O)/csv.o: userspace/cli/csv.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(ST_CFLAGS) -MMD -MP -c -o $@ $<

$(ST_O)/check_readers: $(RD_OBJS) $(ST_O)/desk.o $(ST_O)/vreader/libvr.a \
		| $(ST_O)/vreader/vreader $(ST_CARDS)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

# The dates are those that the tests of the status expect.
$(ST_CARDS): $(ST_O)/vreader/mkpki $(ST)/rules.mk
	$(Q)mkdir -p $(@D)
	$(Q)$< --out $(@D) --reuse-keys --name alice --birth 1990-05-10 \
		--auth-from 2023-07-01 --auth-until 2028-05-10 \
		--sign-from 2023-07-01 --sign-until 2028-05-10
	$(Q)$< --out $(@D) --reuse-keys --name bob --birth 1985-12-01 \
		--auth-from 2022-03-01 --auth-until 2026-12-01 \
		--sign-from 2022-03-01 --sign-until 2026-12-01
	$(Q)$< --out $(@D) --reuse-keys --name carol --birth 1970-01-15 \
		--auth-from 2024-01-01 --auth-until 2029-01-15 \
		--sign-from 2024-01-01 --sign-until 2029-01-15 --revoked
	$(Q)touch $@

-include $(wildcard $(ST_O)/*.d $(RD_O)/*.d)
