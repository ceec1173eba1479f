// SPDX-License-Identifier: GPL-2.0-or-later
/* The socket of jpkid, with real connections in this process. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "clients.h"
#include "tap.h"

#define LIMIT	4
#define LONG	1000

static char dir[] = "/tmp/jpkid.XXXXXX";
static char path[64];
static struct loop loop;
static struct clients clients;
static int greetings;		/* long lines that greet each one, too */

/* What the long line @i is made of. */
static int letter(int i)
{
	return 'a' + i % 26;
}

static void greet(void *data, struct client *client)
{
	char line[LONG];
	int i;

	CHECK(data == &loop);
	clients_tell(client, "{hello}");
	for (i = 0; i < greetings; i++) {
		memset(line, letter(i), sizeof(line) - 1);
		line[sizeof(line) - 1] = '\0';
		clients_tell(client, line);
	}
}

static void run(void)
{
	while (loop_once(&loop, 0))
		;
}

static void begin(void)
{
	greetings = 0;
	CHECK(loop_open(&loop));
	CHECK(clients_open(&clients, &loop, clients_listen(path), LIMIT, greet,
			   &loop));
}

static void end(void)
{
	clients_close(&clients);
	CHECK_LONG(clients.count, 0);
	loop_close(&loop);
	unlink(path);
}

static int join(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

	strcpy(address.sun_path, path);
	CHECK(!connect(fd, (struct sockaddr *)&address, sizeof(address)));
	run();
	return fd;
}

/* All that waits; "(end)" after it when the other side has gone. */
static const char *hear(int fd)
{
	static char text[4096];
	ssize_t n = read(fd, text, sizeof(text) - 8);
	size_t len = n > 0 ? (size_t)n : 0;

	text[len] = '\0';
	if (!n || (n < 0 && errno != EAGAIN))
		strcpy(text, "(end)");
	return text;
}

static void each_is_greeted_and_told_all(void)
{
	int a, b;

	begin();
	a = join();
	CHECK_TEXT(hear(a), "{hello}\n");
	clients_tell_all(&clients, "{1}");
	b = join();
	clients_tell_all(&clients, "{2}");
	CHECK_TEXT(hear(a), "{1}\n{2}\n");
	CHECK_TEXT(hear(b), "{hello}\n{2}\n");
	close(a);
	run();
	CHECK_LONG(clients.count, 1);
	clients_tell_all(&clients, "{3}");
	CHECK_TEXT(hear(b), "{3}\n");
	end();
	CHECK_TEXT(hear(b), "(end)");
	close(b);
}

static void no_more_than_allowed_are_let_in(void)
{
	int fd[LIMIT + 1], i;

	begin();
	for (i = 0; i < LIMIT + 1; i++)
		fd[i] = join();
	CHECK_LONG(clients.count, LIMIT);
	CHECK_TEXT(hear(fd[LIMIT - 1]), "{hello}\n");
	CHECK_TEXT(hear(fd[LIMIT]), "(end)");
	close(fd[LIMIT]);
	close(fd[0]);
	fd[0] = join();
	CHECK_TEXT(hear(fd[0]), "{hello}\n");
	for (i = 0; i < LIMIT; i++)
		close(fd[i]);
	end();
}

static void who_does_not_read_is_cut_off_and_holds_up_nobody(void)
{
	char line[LONG];
	int slow, fast;
	size_t bytes;

	begin();
	memset(line, 'x', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	slow = join();
	fast = join();
	hear(fast);
	for (bytes = 0; clients.count == 2 && bytes < 4 << 20; bytes += LONG) {
		clients_tell_all(&clients, line);
		CHECK_LONG(strlen(hear(fast)), LONG);
	}
	CHECK_LONG(clients.count, 1);
	CHECK(bytes > 65536 && bytes < 1 << 20);
	clients_tell_all(&clients, "{after}");
	CHECK_TEXT(hear(fast), "{after}\n");
	close(slow);
	close(fast);
	end();
}

/* How many bytes of @text are not those of the long lines, from @at on. */
static int strange(const char *text, size_t at)
{
	int count = 0;

	for (; *text; text++, at++)
		count += *text != (at % LONG == LONG - 1 ?
				   '\n' : letter((int)(at / LONG)));
	return count;
}

/* More than the kernel takes at once arrives whole, and in order. */
static void who_reads_late_misses_nothing(void)
{
	size_t heard = 0;
	const char *text;
	int fd;

	begin();
	greetings = 1000;
	fd = join();
	for (text = hear(fd) + 8; *text; text = hear(fd)) {
		CHECK_LONG(strange(text, heard), 0);
		heard += strlen(text);
		run();
	}
	CHECK_LONG(heard, 1000 * LONG);
	clients_tell_all(&clients, "{after}");
	CHECK_TEXT(hear(fd), "{after}\n");
	close(fd);
	end();
}

static void what_greets_does_not_excuse_who_does_not_read(void)
{
	int fd;

	begin();
	greetings = 1000;
	fd = join();
	CHECK_LONG(clients.count, 1);
	clients_tell_all(&clients, "{after}");
	CHECK_LONG(clients.count, 0);
	close(fd);
	end();
}

static void nobody_is_listened_to(void)
{
	int fd;

	begin();
	fd = join();
	hear(fd);
	CHECK_LONG(write(fd, "{}\n", 3), 3);
	CHECK(!loop_once(&loop, 0));
	shutdown(fd, SHUT_WR);
	run();
	clients_tell_all(&clients, "{1}");
	CHECK_TEXT(hear(fd), "{1}\n");
	close(fd);
	run();
	CHECK_LONG(clients.count, 0);
	end();
}

static void the_socket_is_for_the_group(void)
{
	struct stat made;

	begin();
	CHECK(!stat(path, &made));
	CHECK_LONG(made.st_mode & 07777, 0660);
	CHECK(S_ISSOCK(made.st_mode));
	end();
}

static void a_path_that_is_too_long_is_refused(void)
{
	char longest[200];

	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	CHECK_LONG(clients_listen(longest), -1);
	CHECK_LONG(errno, ENAMETOOLONG);
	CHECK_LONG(clients_listen("/nonexistent/socket"), -1);
	CHECK_LONG(errno, ENOENT);
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(each_is_greeted_and_told_all),
		TAP_CASE(no_more_than_allowed_are_let_in),
		TAP_CASE(who_does_not_read_is_cut_off_and_holds_up_nobody),
		TAP_CASE(who_reads_late_misses_nothing),
		TAP_CASE(what_greets_does_not_excuse_who_does_not_read),
		TAP_CASE(nobody_is_listened_to),
		TAP_CASE(the_socket_is_for_the_group),
		TAP_CASE(a_path_that_is_too_long_is_refused),
	};
	int failed;

	if (!mkdtemp(dir))
		return 1;
	snprintf(path, sizeof(path), "%s/socket", dir);
	failed = TAP_RUN(cases);
	rmdir(dir);
	return failed;
}
