# SPDX-License-Identifier: GPL-2.0-or-later
# The virtual reader: its programs, the client library, the unit tests.

VR := selftests/vreader
VR_O := $(O)/$(VR)
VR_ASAN := $(O)/asan/$(VR)

VR_CFLAGS := -std=gnu11 -D_GNU_SOURCE -I$(VR) $(WARN)
VR_SANITIZE := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all

VR_CARD := apdu card card_file card_pin card_sign contents date hex issue \
	profile
VR_READER := abort atr config desc faults frame fuzz line misbehave params \
	pinform pinpad pps queue rate reader slots t0 t1 t1_block t1_spoil \
	usb_control usbdev xfr xfr_char xfr_tpdu
VR_PROCESS := command control loop main options sock trace usbredir vhci
VR_PKI := date mkpki pki pki_store profile

VR_BIN := $(addprefix $(VR_O)/,vreader vrctl mkpki)
TESTTOOLS += $(VR_BIN) $(VR_O)/libvr.a

vr_objs = $(addprefix $(VR_O)/,$(addsuffix .o,$(1)))
vr_asan = $(addprefix $(VR_ASAN)/,$(addsuffix .o,$(1)))

$(VR_O)/%.o: $(VR)/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(VR_CFLAGS) -MMD -MP -c -o $@ $<

$(VR_ASAN)/%.o: $(VR)/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(VR_SANITIZE) $(VR_CFLAGS) -MMD -MP -c -o $@ $<

$(VR_O)/vreader: $(call vr_objs,$(VR_CARD) $(VR_READER) $(VR_PROCESS))
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lusbredirparser -lcrypto

$(VR_O)/vrctl: $(call vr_objs,vrctl sock)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

$(VR_O)/mkpki: $(call vr_objs,$(VR_PKI))
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lcrypto

$(VR_O)/libvr.a: $(call vr_objs,vr sock)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

# Unit tests: TAP programs under ASan and UBSan, with cards that mkpki makes.
VR_TESTS := card_test reader_test t0_test t1_test \
	params_test pinpad_test fault_test fuzz_test usbdev_test command_test \
	pki_test vr_test
VR_TEST_BIN := $(addprefix $(VR_ASAN)/tests/,$(VR_TESTS))
UNIT_TESTS += $(VR_TEST_BIN)

$(VR_ASAN)/mkpki: $(call vr_asan,$(VR_PKI))
	$(Q)$(CC) $(VR_SANITIZE) -o $@ $^ -lcrypto

$(VR_ASAN)/vreader: $(call vr_asan,$(VR_CARD) $(VR_READER) $(VR_PROCESS))
	$(Q)$(CC) $(VR_SANITIZE) -o $@ $^ -lusbredirparser -lcrypto

$(VR_ASAN)/tests/vr_test.o: VR_CFLAGS += -DVREADER='"$(abspath $(VR_ASAN)/vreader)"'
$(VR_ASAN)/tests/fixture.o: VR_CFLAGS += -DMKPKI='"$(abspath $(VR_ASAN)/mkpki)"'

$(VR_TEST_BIN): %: %.o $(call vr_asan,$(VR_CARD) $(VR_READER) command \
		options vr sock tests/fixture tests/host tests/tap) | \
		$(VR_ASAN)/mkpki $(VR_ASAN)/vreader
	$(Q)$(CC) $(VR_SANITIZE) -o $@ $^ -lcrypto

# The driver's engines, as the kernel has them, meet the reader's.
VR_MEET := $(VR_ASAN)/tests/meet_test
VR_ENGINE := $(patsubst %.c,$(O)/asan/%.o,$(wildcard kernel/proto/*.c))
UNIT_TESTS += $(VR_MEET)

$(VR_ASAN)/tests/engine.o: $(VR)/tests/engine.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(PROTO_CPPFLAGS) $(PROTO_CFLAGS) -MMD -MP -c -o $@ $<

$(VR_MEET): %: %.o $(VR_ENGINE) $(call vr_asan,$(VR_CARD) $(VR_READER) \
		tests/engine tests/fixture tests/host tests/tap) | \
		$(VR_ASAN)/mkpki
	$(Q)$(CC) $(VR_SANITIZE) -o $@ $^ -lcrypto

-include $(wildcard $(VR_O)/*.d $(VR_ASAN)/*.d $(VR_ASAN)/tests/*.d)
