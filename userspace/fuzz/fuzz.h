/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The entry of a fuzzer, as libFuzzer and replay.c call it. */
#ifndef JPKI_FUZZ_H
#define JPKI_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif /* JPKI_FUZZ_H */
