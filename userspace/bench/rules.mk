# SPDX-License-Identifier: GPL-2.0-or-later
#
# How fast the rules are, and how much memory a long file of questions takes.

BENCH_ROWS ?= 10000000
RULES_BENCH := $(UO)/bench/rules_bench

$(RULES_BENCH): $(U)/bench/rules_bench.c $(UO)/lib/$(JPKI_SO) $(O)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(user_flags) -o $@ $< -L$(UO)/lib -ljpki \
		-Wl,-rpath,$(abspath $(UO)/lib)

.PHONY: bench-rules
bench-rules: $(RULES_BENCH) $(UO)/jpkictl
	$(Q)$(RULES_BENCH)
	$(Q)LD_LIBRARY_PATH=$(abspath $(UO)/lib) $(U)/bench/batch.sh \
		$(UO)/jpkictl $(BENCH_ROWS)
