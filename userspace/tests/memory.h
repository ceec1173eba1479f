/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking for what should have been wiped. */
#ifndef JPKI_TEST_MEMORY_H
#define JPKI_TEST_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/*
 * How often the bytes, which are given inverted so that they are not found
 * here, lie in the writable memory of this process.
 */
size_t memory_count(const uint8_t *inverted, size_t len);

/* Does the line "VmFlags:" of the mapping at @p have this flag? */
int memory_has_flag(const void *p, const char *flag);

#endif /* JPKI_TEST_MEMORY_H */
