# SPDX-License-Identifier: GPL-2.0-or-later
#
# Unit tests of kernel/proto: the kernel's own files, built in userspace with
# the headers of shim/ and with ASan and UBSan, one program per file tested.

PROTO_TESTS := $(patsubst %.c,%,$(wildcard userspace/tests/proto/*_test.c))
PROTO_OBJECTS := $(patsubst %.c,$(O)/asan/%.o,$(wildcard kernel/proto/*.c) \
	$(addprefix userspace/tests/proto/,proto_bytes.c proto_ledger.c))
PROTO_PROGRAMS := $(addprefix $(O)/asan/,$(PROTO_TESTS))

PROTO_CPPFLAGS := -Iuserspace/tests/shim -Ikernel/uapi -Ikernel/proto
# The kernel does not ask for -Wconversion.
PROTO_CFLAGS = $(filter-out -Wconversion,$(WARN)) -g -O1 \
	-fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer

UNIT_TESTS += $(PROTO_PROGRAMS)

$(PROTO_OBJECTS) $(addsuffix .o,$(PROTO_PROGRAMS)): $(O)/asan/%.o: %.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(PROTO_CPPFLAGS) $(PROTO_CFLAGS) -MMD -MP -c -o $@ $<

$(PROTO_PROGRAMS): %: %.o $(PROTO_OBJECTS)
	$(Q)$(CC) $(PROTO_CFLAGS) -o $@ $^ $$($(PKG_CONFIG) --libs cmocka)

-include $(PROTO_OBJECTS:.o=.d) $(addsuffix .d,$(PROTO_PROGRAMS))
