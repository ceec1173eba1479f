// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The files of /run/jpki. Owns the directory's descriptor, and with it a lock:
 * two daemons would take each other's files away. A file is written
 * under a name that begins with a dot and then renamed, so that nobody ever
 * reads half of one. They belong to the group of the directory, and nobody
 * else may read them: a status tells of a person.
 */
#include "publish.h"

#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jpki/reader.h>

#define GROUP		"jpki"
#define FILE_MODE	0640
#define DIR_MODE	0750
#define NAME_SIZE	(JPKI_READER_NAME_SIZE + 10)

static void file_name(char *ret, const char *reader)
{
	snprintf(ret, NAME_SIZE, "%s.json", reader);
}

/* Is it a name of ours, finished or not? */
static bool is_ours(const char *name)
{
	const char *end = strrchr(name, '.');

	name += *name == '.';
	return !strncmp(name, "ccid", 4) && end && !strcmp(end, ".json");
}

static bool sweep(struct publish *publish)
{
	int fd = dup(publish->dir_fd);
	struct dirent *entry;
	DIR *dir;

	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir) {
		if (fd >= 0)
			(void)close(fd);
		return false;
	}
	while ((entry = readdir(dir)))
		if (is_ours(entry->d_name))
			(void)unlinkat(publish->dir_fd, entry->d_name, 0);
	closedir(dir);
	return true;
}

/* For the group that may use readers; without it, for the owner alone. */
static void make(const char *dir)
{
	const struct group *group;

	if (mkdir(dir, 0700))
		return;
	group = getgrnam(GROUP);
	if (group && !chown(dir, (uid_t)-1, group->gr_gid))
		(void)chmod(dir, DIR_MODE);
}

bool publish_open(struct publish *publish, const char *dir)
{
	make(dir);
	publish->dir_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return publish->dir_fd >= 0 &&
	       !flock(publish->dir_fd, LOCK_EX | LOCK_NB) && sweep(publish);
}

void publish_close(struct publish *publish)
{
	if (publish->dir_fd >= 0)
		(void)close(publish->dir_fd);
	publish->dir_fd = -1;
}

static bool write_all(int fd, const char *text, size_t len)
{
	ssize_t n;

	for (; len; text += n, len -= (size_t)n) {
		n = write(fd, text, len);
		if (n <= 0)
			return false;
	}
	return true;
}

/* The directory's group, where the daemon may give it. */
static void give(const struct publish *publish, int fd)
{
	struct stat dir, file;

	if (fstat(publish->dir_fd, &dir) || fstat(fd, &file))
		return;		/* then only its owner reads it */
	if (file.st_gid != dir.st_gid && fchown(fd, (uid_t)-1, dir.st_gid))
		return;
	(void)fchmod(fd, FILE_MODE);
}

static bool fill(struct publish *publish, const char *name, const char *line)
{
	bool done;
	int fd;

	(void)unlinkat(publish->dir_fd, name, 0);
	fd = openat(publish->dir_fd, name,
		    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	done = write_all(fd, line, strlen(line)) && write_all(fd, "\n", 1);
	give(publish, fd);
	return !close(fd) && done;
}

bool publish_put(struct publish *publish, const char *reader, const char *line)
{
	char name[NAME_SIZE], made[NAME_SIZE + 1];

	file_name(name, reader);
	snprintf(made, sizeof(made), ".%s", name);
	if (fill(publish, made, line) &&
	    !renameat(publish->dir_fd, made, publish->dir_fd, name))
		return true;
	(void)unlinkat(publish->dir_fd, made, 0);
	return false;
}

void publish_remove(struct publish *publish, const char *reader)
{
	char name[NAME_SIZE];

	file_name(name, reader);
	(void)unlinkat(publish->dir_fd, name, 0);
}
