// SPDX-License-Identifier: GPL-2.0-or-later
/* How jpkid is started: its options, and what a service manager hands over. */
#include <fcntl.h>
#include <getopt.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "arguments.h"
#include "service.h"
#include "tap.h"

#define HANDED_FD 3

static struct arguments arguments;

/* Words apart by spaces, the program's name in front of them. */
static bool parse(const char *text)
{
	static char words[256];
	char *argv[16] = { (char *)"jpkid" };
	int argc = 1;
	char *word;

	snprintf(words, sizeof(words), "%s", text);
	for (word = strtok(words, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	optind = 0;
	return arguments_parse(argc, argv, &arguments);
}

static void options_have_defaults(void)
{
	CHECK(parse(""));
	CHECK_TEXT(arguments.config, "/etc/jpki/jpkid.conf");
	CHECK_TEXT(arguments.run_dir, "/run/jpki");
	CHECK(!arguments.foreground && !arguments.check_config &&
	      !arguments.help && !arguments.version);
}

static void every_option_is_taken(void)
{
	CHECK(parse("--config a --run-dir b --foreground --check-config "
		    "--help --version"));
	CHECK_TEXT(arguments.config, "a");
	CHECK_TEXT(arguments.run_dir, "b");
	CHECK(arguments.foreground && arguments.check_config &&
	      arguments.help && arguments.version);
}

static void anything_else_is_refused(void)
{
	CHECK(!parse("--daemon"));
	CHECK(!parse("--config"));
	CHECK(!parse("--foreground=yes"));
	CHECK(!parse("word"));
	CHECK(!parse("-x --foreground"));
}

/* A socket of the manager's under this name, "@" for an abstract one. */
static int manager(const char *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	size_t len = strlen(name);

	memcpy(address.sun_path, name, len);
	if (*name == '@')
		address.sun_path[0] = '\0';
	CHECK(!bind(fd, (struct sockaddr *)&address, (socklen_t)
		    (offsetof(struct sockaddr_un, sun_path) + len)));
	setenv("NOTIFY_SOCKET", name, 1);
	return fd;
}

/* What it was told, "" for nothing. */
static const char *heard(int fd)
{
	static char text[64];
	ssize_t len = recv(fd, text, sizeof(text) - 1, 0);

	text[len > 0 ? len : 0] = '\0';
	return text;
}

static void notifies(const char *name)
{
	int fd = manager(name);

	service_notify("READY=1");
	CHECK_TEXT(heard(fd), "READY=1");
	service_ignore();
	service_notify("STOPPING=1");
	CHECK_TEXT(heard(fd), "");
	close(fd);
}

static void the_manager_is_notified_unless_it_is_ignored(void)
{
	char name[64];

	snprintf(name, sizeof(name), "/tmp/jpkid.%d", getpid());
	notifies(name);
	unlink(name);
	*name = '@';
	notifies(name);
}

static void a_manager_that_cannot_be_reached_is_no_matter(void)
{
	static char longer[200];

	service_notify("READY=1");
	setenv("NOTIFY_SOCKET", "", 1);
	service_notify("READY=1");
	setenv("NOTIFY_SOCKET", "relative", 1);
	service_notify("READY=1");
	memset(longer, '/', sizeof(longer) - 1);
	setenv("NOTIFY_SOCKET", longer, 1);
	service_notify("READY=1");
	service_ignore();
}

/* A socket as descriptor 3, said to be for that process. */
static void hand_over(int type, const char *count, int pid)
{
	struct sockaddr_un any = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, type, 0);
	char text[16];

	CHECK(!bind(fd, (struct sockaddr *)&any, sizeof(any.sun_family)));
	if (fd != HANDED_FD) {
		dup2(fd, HANDED_FD);
		close(fd);
	}
	snprintf(text, sizeof(text), "%d", pid);
	setenv("LISTEN_PID", text, 1);
	setenv("LISTEN_FDS", count, 1);
}

static void a_socket_that_listens_is_taken(void)
{
	hand_over(SOCK_STREAM, "1", getpid());
	CHECK_LONG(service_socket(), -1);	/* it does not yet */
	CHECK(!listen(HANDED_FD, 1));
	CHECK_LONG(service_socket(), HANDED_FD);
	CHECK(fcntl(HANDED_FD, F_GETFD) & FD_CLOEXEC);
	CHECK(fcntl(HANDED_FD, F_GETFL) & O_NONBLOCK);
	service_ignore();
	CHECK_LONG(service_socket(), -1);
	close(HANDED_FD);
}

static void what_is_for_others_is_not_taken(void)
{
	hand_over(SOCK_STREAM, "1", getpid() + 1);
	CHECK(!listen(HANDED_FD, 1));
	CHECK_LONG(service_socket(), -1);
	hand_over(SOCK_STREAM, "2", getpid());
	CHECK(!listen(HANDED_FD, 1));
	CHECK_LONG(service_socket(), -1);
	hand_over(SOCK_DGRAM, "1", getpid());
	CHECK_LONG(service_socket(), -1);
	close(HANDED_FD);
	CHECK_LONG(service_socket(), -1);
	service_ignore();
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(options_have_defaults),
		TAP_CASE(every_option_is_taken),
		TAP_CASE(anything_else_is_refused),
		TAP_CASE(the_manager_is_notified_unless_it_is_ignored),
		TAP_CASE(a_manager_that_cannot_be_reached_is_no_matter),
		TAP_CASE(a_socket_that_listens_is_taken),
		TAP_CASE(what_is_for_others_is_not_taken),
	};

	service_ignore();
	return TAP_RUN(cases);
}
