# SPDX-License-Identifier: GPL-2.0-or-later
#
# Unit tests of kernel/proto: the kernel's own files and its KUnit suites, built
# in userspace with the headers of shim/ and with ASan and UBSan, one program
# per suite. One more test needs a file, and is userspace's own.

KUNIT_SUITES := $(patsubst %.c,%,$(wildcard kernel/tests/*_kunit.c))
KUNIT_PROGRAMS := $(addprefix $(O)/asan/,$(KUNIT_SUITES))
KUNIT_OBJECTS := $(patsubst %.c,$(O)/asan/%.o,$(wildcard kernel/proto/*.c) \
	$(addprefix kernel/tests/,bytes.c ledger.c script.c) \
	userspace/tests/shim/kunit/kunit.c)

PROTO_TESTS := $(patsubst %.c,%,$(wildcard userspace/tests/proto/*_test.c))
PROTO_PROGRAMS := $(addprefix $(O)/asan/,$(PROTO_TESTS))
PROTO_OBJECTS := $(patsubst %.c,$(O)/asan/%.o,$(wildcard kernel/proto/*.c) \
	userspace/tests/proto/proto_bytes.c)

PROTO_CPPFLAGS := -Iuserspace/tests/shim -Ikernel/uapi -Ikernel/proto
# The kernel does not ask for -Wconversion, nor for each field of a row.
PROTO_CFLAGS = $(filter-out -Wconversion,$(WARN)) -g -O1 \
	-Wno-missing-field-initializers \
	-fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer

UNIT_TESTS += $(KUNIT_PROGRAMS) $(PROTO_PROGRAMS)

$(sort $(KUNIT_OBJECTS) $(PROTO_OBJECTS) \
	$(addsuffix .o,$(KUNIT_PROGRAMS) $(PROTO_PROGRAMS))): $(O)/asan/%.o: %.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(PROTO_CPPFLAGS) $(PROTO_CFLAGS) -MMD -MP -c -o $@ $<

$(KUNIT_PROGRAMS): %: %.o $(KUNIT_OBJECTS)
	$(Q)$(CC) $(PROTO_CFLAGS) -o $@ $^

$(PROTO_PROGRAMS): %: %.o $(PROTO_OBJECTS)
	$(Q)$(CC) $(PROTO_CFLAGS) -o $@ $^ $$($(PKG_CONFIG) --libs cmocka)

-include $(KUNIT_OBJECTS:.o=.d) $(PROTO_OBJECTS:.o=.d)
-include $(addsuffix .d,$(KUNIT_PROGRAMS) $(PROTO_PROGRAMS))

include userspace/fuzz/proto.mk
