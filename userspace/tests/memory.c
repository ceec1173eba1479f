// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The memory of this process, read through /proc: stack, heap and what the
 * sanitizer keeps of freed blocks, but not its shadow, which is too large.
 */
#include "memory.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PIECE		65536
#define REGION_MAX	(1UL << 28)

static uint8_t piece[PIECE];

static size_t count_in_piece(uintptr_t start, size_t size,
			     const uint8_t *inverted, size_t len)
{
	uintptr_t own = (uintptr_t)piece;
	size_t at, i, count = 0;

	for (at = 0; at + len <= size; at++) {
		if (start + at + len > own && start + at < own + PIECE)
			continue;	/* a copy made just now */
		for (i = 0; i < len; i++)
			if ((piece[at + i] ^ inverted[i]) != 0xff)
				break;
		count += i == len;
	}
	return count;
}

static size_t count_in_region(int mem, uintptr_t start, uintptr_t end,
			      const uint8_t *inverted, size_t len)
{
	size_t count = 0;
	ssize_t got;

	while (end - start >= len) {
		size_t want = end - start < PIECE ? end - start : PIECE;

		got = pread(mem, piece, want, (off_t)start);
		if (got < (ssize_t)len)
			break;
		count += count_in_piece(start, (size_t)got, inverted, len);
		start += (size_t)got - len + 1;
	}
	return count;
}

size_t memory_count(const uint8_t *inverted, size_t len)
{
	int mem = open("/proc/self/mem", O_RDONLY);
	FILE *maps = fopen("/proc/self/maps", "r");
	uintptr_t start, end;
	size_t count = 0;
	char line[512];

	while (maps && fgets(line, sizeof(line), maps))
		if (sscanf(line, "%lx-%lx rw", &start, &end) == 2 &&
		    strstr(line, " rw") && end - start < REGION_MAX)
			count += count_in_region(mem, start, end, inverted,
						 len);
	if (maps)
		fclose(maps);
	close(mem);
	memset(piece, 0, sizeof(piece));
	return count;
}

int memory_has_flag(const void *p, const char *flag)
{
	FILE *smaps = fopen("/proc/self/smaps", "r");
	uintptr_t start, end;
	int inside = 0, found = 0;
	char line[512];

	while (smaps && fgets(line, sizeof(line), smaps)) {
		if (sscanf(line, "%lx-%lx ", &start, &end) == 2)
			inside = (uintptr_t)p >= start && (uintptr_t)p < end;
		else if (inside && !strncmp(line, "VmFlags:", 8))
			found = strstr(line, flag) != NULL;
	}
	if (smaps)
		fclose(smaps);
	return found;
}
