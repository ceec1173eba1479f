// SPDX-License-Identifier: GPL-2.0-or-later
/* The files of jpkid, in a directory of the test's own. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "publish.h"
#include "tap.h"

#define ROUNDS	2000
#define LONG	20000

static char top[] = "/tmp/jpkid.XXXXXX";
static char dir[64], file[96];
static struct publish publish;

static void begin(void)
{
	CHECK(publish_open(&publish, dir));
}

static void end(void)
{
	char text[160];

	publish_close(&publish);
	snprintf(text, sizeof(text), "rm -rf %s", dir);
	CHECK(!system(text));
}

static const char *contents(char *text, size_t size)
{
	FILE *opened = fopen(file, "r");
	size_t len = opened ? fread(text, 1, size - 1, opened) : 0;

	text[len] = '\0';
	if (opened)
		fclose(opened);
	return opened ? text : NULL;
}

static int names(void)
{
	char text[160];
	FILE *pipe;
	int count = 0;

	snprintf(text, sizeof(text), "ls -A %s", dir);
	pipe = popen(text, "r");
	while (fgets(text, sizeof(text), pipe))
		count++;
	pclose(pipe);
	return count;
}

static void a_line_is_published_replaced_and_removed(void)
{
	struct stat made;
	char text[64];

	begin();
	CHECK(publish_put(&publish, "ccid0", "{1}"));
	CHECK_TEXT(contents(text, sizeof(text)), "{1}\n");
	CHECK(publish_put(&publish, "ccid0", "{2}"));
	CHECK_TEXT(contents(text, sizeof(text)), "{2}\n");
	CHECK(!stat(file, &made));
	CHECK_LONG(made.st_mode & 07777, 0640);
	CHECK_LONG(names(), 1);
	publish_remove(&publish, "ccid0");
	publish_remove(&publish, "ccid0");
	CHECK_LONG(names(), 0);
	end();
}

static void what_an_earlier_run_left_is_removed(void)
{
	char other[96];

	begin();
	CHECK(publish_put(&publish, "ccid0", "{1}"));
	CHECK(publish_put(&publish, ".ccid12", "{1}"));
	publish_close(&publish);
	snprintf(other, sizeof(other), "%s/jpkid.sock", dir);
	fclose(fopen(other, "w"));
	CHECK_LONG(names(), 3);
	begin();
	CHECK_LONG(names(), 1);
	CHECK(!access(other, F_OK));
	end();
}

/* A link in place of the file does not lead out of the directory. */
static void a_link_is_not_followed(void)
{
	char made[96], target[96], text[64];

	begin();
	snprintf(target, sizeof(target), "%s/target", dir);
	snprintf(made, sizeof(made), "%s/.ccid0.json", dir);
	CHECK(!symlink(target, made));
	CHECK(!symlink(target, file));
	CHECK(publish_put(&publish, "ccid0", "{1}"));
	CHECK(access(target, F_OK));
	CHECK_TEXT(contents(text, sizeof(text)), "{1}\n");
	end();
}

static void a_directory_that_is_none_is_refused(void)
{
	struct publish none;

	CHECK(!publish_open(&none, "/nonexistent/jpki"));
	CHECK(!publish_open(&none, "/dev/null"));
	publish_close(&none);
}

static void two_do_not_publish_in_one_directory(void)
{
	struct publish other;

	begin();
	CHECK(publish_put(&publish, "ccid0", "{1}"));
	CHECK(!publish_open(&other, dir));
	CHECK_LONG(errno, EWOULDBLOCK);
	publish_close(&other);
	CHECK(!access(file, F_OK));
	publish_close(&publish);
	CHECK(publish_open(&other, dir));
	CHECK(access(file, F_OK));
	publish_close(&other);
	end();
}

static void *write_rounds(void *data)
{
	char *line = data;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		memset(line, 'a' + i % 2, LONG);
		if (!publish_put(&publish, "ccid0", line))
			break;
	}
	return i == ROUNDS ? data : NULL;
}

static bool is_whole(const char *text, size_t len)
{
	return len == LONG + 1 && text[0] == text[LONG - 1] &&
	       text[LONG] == '\n';
}

static void who_reads_never_sees_half_a_file(void)
{
	static char line[LONG + 1], text[2 * LONG];
	int halves = 0, reads = 0;
	pthread_t writer;
	void *good;

	begin();
	memset(line, 'b', LONG);
	CHECK(publish_put(&publish, "ccid0", line));
	CHECK(!pthread_create(&writer, NULL, write_rounds, line));
	while (pthread_tryjoin_np(writer, &good)) {
		halves += !contents(text, sizeof(text)) ||
			  !is_whole(text, strlen(text));
		reads++;
	}
	CHECK(good);
	CHECK(reads > 10);
	CHECK_LONG(halves, 0);
	end();
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(a_line_is_published_replaced_and_removed),
		TAP_CASE(what_an_earlier_run_left_is_removed),
		TAP_CASE(a_link_is_not_followed),
		TAP_CASE(a_directory_that_is_none_is_refused),
		TAP_CASE(two_do_not_publish_in_one_directory),
		TAP_CASE(who_reads_never_sees_half_a_file),
	};
	int failed;

	if (!mkdtemp(top))
		return 1;
	snprintf(dir, sizeof(dir), "%s/run", top);
	snprintf(file, sizeof(file), "%s/ccid0.json", dir);
	failed = TAP_RUN(cases);
	rmdir(top);
	return failed;
}
