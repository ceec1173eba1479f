# SPDX-License-Identifier: GPL-2.0-or-later
#
# Fuzzers of kernel/proto, built like its unit tests: with libFuzzer for a
# while, and their corpora as ordinary tests.

proto_fuzz_names := link parse
proto_fuzz_dir := $(O)/asan/userspace/fuzz/proto
proto_replays := $(proto_fuzz_names:%=$(proto_fuzz_dir)/%_replay)
proto_fuzzers := $(proto_fuzz_names:%=$(O)/fuzz/%_fuzz)
proto_sources := $(wildcard kernel/proto/*.c)

UNIT_TESTS += $(proto_replays)

$(proto_fuzz_names:%=$(proto_fuzz_dir)/%_fuzz.o): $(O)/asan/%.o: %.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(PROTO_CPPFLAGS) $(PROTO_CFLAGS) -MMD -MP -c -o $@ $<

$(proto_replays:%=%.o): $(proto_fuzz_dir)/%_replay.o: userspace/fuzz/replay.c
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(PROTO_CFLAGS) -D_GNU_SOURCE -MMD -MP \
		-DCORPUS='"$(abspath userspace/fuzz/corpus/$*)"' -c -o $@ $<

$(proto_replays): %_replay: %_fuzz.o %_replay.o \
		$(proto_sources:%.c=$(O)/asan/%.o)
	$(Q)$(CC) $(PROTO_CFLAGS) -o $@ $^

$(proto_fuzzers): $(O)/fuzz/%_fuzz: userspace/fuzz/proto/%_fuzz.c \
		$(proto_sources) $(wildcard kernel/proto/*.h)
	$(Q)mkdir -p $(@D)
	$(Q)$(FUZZ_CC) $(PROTO_CPPFLAGS) -std=gnu11 -g -O1 \
		-fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
		-o $@ $(filter %.c,$^)

# A minute for each; what is found new stays below $(O).
.PHONY: fuzz-proto
fuzz-proto: FUZZ_SECONDS := 60
fuzz-proto:
	$(Q)scripts/deps.sh build fuzz
	$(Q)$(MAKE) --no-print-directory $(proto_fuzzers)
	$(Q)for name in $(proto_fuzz_names); do \
		mkdir -p $(O)/fuzz/found/$$name && \
		$(O)/fuzz/$${name}_fuzz -max_total_time=$(FUZZ_SECONDS) \
			-timeout=5 -artifact_prefix=$(O)/fuzz/$$name- \
			$(O)/fuzz/found/$$name \
			userspace/fuzz/corpus/$$name || exit 1; \
	done

-include $(wildcard $(proto_fuzz_dir)/*.d)
