// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Replays the corpus of a fuzzer as an ordinary test: each file of CORPUS,
 * which the build names.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

#define SIZE_MAX_READ (1 << 20)

static void replay(const char *path)
{
	uint8_t *data = malloc(SIZE_MAX_READ);
	FILE *file = fopen(path, "r");
	size_t size;

	if (!data || !file)
		abort();
	size = fread(data, 1, SIZE_MAX_READ, file);
	fclose(file);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int main(void)
{
	struct dirent **entries;
	int i, count = scandir(CORPUS, &entries, is_visible, alphasort);
	char path[4096];

	printf("TAP version 13\n1..1\n");
	for (i = 0; i < count; i++) {
		snprintf(path, sizeof(path), CORPUS "/%s", entries[i]->d_name);
		replay(path);
		free(entries[i]);
	}
	if (count > 0)
		free(entries);
	printf("%sok 1 - %d files of the corpus\n", count > 0 ? "" : "not ",
	       count);
	return count <= 0;
}
