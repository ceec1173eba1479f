# SPDX-License-Identifier: GPL-2.0-or-later
# The programs of "make bench".

BN := selftests/bench
BN_O := $(O)/$(BN)
BN_OBJS := $(addprefix $(BN_O)/,arrival.o crowd.o main.o meter.o seat.o task.o \
	way_driver.o way_pcsc.o way_usb.o)
BN_PACKAGES := libusb-1.0 libpcsclite
BENCHTOOLS := $(BN_O)/bench $(BN_O)/count.so

BN_CFLAGS := -std=gnu11 -D_GNU_SOURCE $(WARN) -Ikernel/uapi

$(BN_O)/%.o: $(BN)/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(BN_CFLAGS) $(shell $(PKG_CONFIG) --cflags \
		$(BN_PACKAGES) | sed 's/-I/-isystem /g') -MMD -MP -c -o $@ $<

$(BN_O)/bench: $(BN_OBJS) $(VR_O)/libvr.a
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -pthread -o $@ $^ \
		$(shell $(PKG_CONFIG) --libs $(BN_PACKAGES)) -lcrypto

# What a plugin calls is in the emulator that loads it.
$(BN_O)/count.so: $(BN)/count.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(BN_CFLAGS) -fPIC -shared -fvisibility=hidden \
		-Wno-missing-prototypes -o $@ $<

.PHONY: benchtools
benchtools: $(BENCHTOOLS)

-include $(wildcard $(BN_O)/*.d)
