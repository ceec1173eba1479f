# SPDX-License-Identifier: GPL-2.0-or-later
#
# Fuzzers of the rules: with libFuzzer for a while, and their corpora as
# ordinary tests.

# For each of them.
FUZZ_SECONDS ?= 40
FUZZ_CC ?= clang
fuzz_names := ask batch profile
fuzz_inc := $(lib_inc) -I$(U)/cli
fuzz_replays := $(fuzz_names:%=$(UASAN)/fuzz/%_replay)
fuzz_programs := $(fuzz_names:%=$(O)/fuzz/%_fuzz)

$(UASAN)/fuzz/%.o: user_inc := $(fuzz_inc)
$(UASAN)/fuzz/%_replay.o: $(U)/fuzz/replay.c $(O)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) $(asan_flags) $(user_flags) \
		-DCORPUS='"$(abspath $(U)/fuzz/corpus/$*)"' -c -o $@ $<

$(fuzz_replays): %_replay: %_fuzz.o %_replay.o $(test_obj)
	$(Q)$(CC) $(asan_flags) -o $@ $^ $(lib_libs) $(cli_libs)

.SECONDARY: $(fuzz_names:%=$(UASAN)/fuzz/%_fuzz.o) $(fuzz_replays:%=%.o)
UNIT_TESTS += $(fuzz_replays)

# The whole library in one go: libFuzzer wants to see into all of it.
$(fuzz_programs): user_inc := $(fuzz_inc)
$(fuzz_programs): $(O)/fuzz/%_fuzz: $(U)/fuzz/%_fuzz.c $(wildcard $(U)/lib/*.c) \
		$(wildcard $(U)/rules/*.c) $(U)/cli/csv.c $(builtin_profiles)
	@mkdir -p $(@D)
	$(Q)$(FUZZ_CC) -g -O1 -fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=all $(filter-out -MMD -MP,$(user_flags)) \
		-o $@ $(filter %.c,$^) $(lib_libs)

# What is found new stays below $(O): a finding is committed by hand.
.PHONY: fuzz-rules
fuzz-rules:
	$(Q)scripts/deps.sh build fuzz
	$(Q)$(MAKE) --no-print-directory $(fuzz_programs)
	$(Q)for name in $(fuzz_names); do \
		mkdir -p $(O)/fuzz/found/$$name && \
		$(O)/fuzz/$${name}_fuzz -max_total_time=$(FUZZ_SECONDS) \
			-timeout=5 -artifact_prefix=$(O)/fuzz/$$name- \
			$(O)/fuzz/found/$$name $(U)/fuzz/corpus/$$name || exit 1; \
	done
