// SPDX-License-Identifier: GPL-2.0-or-later
/* Cards for the unit tests, made by mkpki as everywhere else. */
#include "tests/fixture.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "issue.h"

#define OPTIONS_MAX 32

static char dir[32];
static bool made;

static int discard(const char *path, const struct stat *st, int flag,
		   struct FTW *at)
{
	(void)st;
	(void)flag;
	(void)at;
	return remove(path);
}

static void clean(void)
{
	nftw(dir, discard, 8, FTW_DEPTH | FTW_PHYS);
}

const char *fixture_dir(void)
{
	if (made)
		return dir;
	strcpy(dir, "/tmp/vreader-test.XXXXXX");
	if (!mkdtemp(dir))
		exit(1);
	made = true;
	atexit(clean);
	return dir;
}

int fixture_mkpki(const char *const options[])
{
	const char *args[OPTIONS_MAX] = {
		MKPKI, "--reuse-keys", "--out", fixture_dir(),
	};
	size_t n = 4;
	int status;
	pid_t pid;

	while (*options && n < OPTIONS_MAX - 1)
		args[n++] = *options++;
	pid = fork();
	if (!pid) {
		execv(MKPKI, (char *const *)args);
		_exit(127);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid &&
	       WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

const char *fixture_path(const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", fixture_dir(), name);
	return path;
}

struct card *fixture_card(const char *name)
{
	const char *const options[] = { "--name", name, NULL };
	struct card *card;
	char path[256];

	snprintf(path, sizeof(path), "%s/profile", name);
	if (access(fixture_path(path), F_OK) && fixture_mkpki(options))
		exit(1);
	card = card_issue(fixture_path(name));
	if (!card)
		exit(1);
	return card;
}
