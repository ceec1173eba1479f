// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The daemon as a whole: one loop, and what its parts do for each other. Cards
 * come by netlink (hearing.c) into the table of seats (seats.c), which has them
 * read (reading.c) and what they tell published, as a file (publish.c) and to
 * applications (clients.c). Signals are handled here.
 */
#include "daemon.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lang.h"
#include "log.h"
#include "service.h"

#define PROGRAM		JPKI_LIBEXECDIR "/jpkid-read"
#define PATH_SIZE	128
#define ARGS_MAX	16
#define STATUS		"{\"schema\":\"jpki.status/"	/* what is no error */

static void socket_path(const struct daemon *daemon, char *ret)
{
	snprintf(ret, PATH_SIZE, "%s/jpkid.sock", daemon->arguments.run_dir);
}

static void forget(struct daemon *daemon, struct reading *reading)
{
	struct reading **link = &daemon->readings;

	while (*link != reading)
		link = &(*link)->next;
	*link = reading->next;
}

/* The program that reads cards, told of the settings that concern it. */
static void fill_args(const struct daemon *daemon, char **argv)
{
	static const char *const journal[] = {
		[CONFIG_JOURNAL_NONE] = "--journal=none",
		[CONFIG_JOURNAL_STATE] = "--journal=state",
		[CONFIG_JOURNAL_FULL] = "--journal=full",
	};
	const struct config *config = &daemon->config;

	*argv++ = (char *)PROGRAM;
	*argv++ = (char *)journal[config->journal];
	if (!config->identity)
		*argv++ = (char *)"--anonymous";
	if (*config->language) {
		*argv++ = (char *)"--lang";
		*argv++ = (char *)config->language;
	}
	if (*config->ca_dir) {
		*argv++ = (char *)"--ca-dir";
		*argv++ = (char *)config->ca_dir;
	}
	if (*config->crl_dir) {
		*argv++ = (char *)"--crl-dir";
		*argv++ = (char *)config->crl_dir;
	}
	*argv = NULL;
}

static struct reading *prepare(struct daemon *daemon)
{
	char *argv[ARGS_MAX];
	struct reading *reading;

	fill_args(daemon, argv);
	reading = reading_prepare(&daemon->loop, argv);
	if (!reading)
		log_error(_("%s cannot be run: %s"), argv[0], strerror(errno));
	return reading;
}

/*
 * Starting the program takes longer than reading a card that answers at once.
 * So one waits for the next card, if nothing else is to be done.
 */
static void keep_spare(struct daemon *daemon)
{
	if (!daemon->spare && !daemon->readings)
		daemon->spare = prepare(daemon);
}

static void drop_spare(struct daemon *daemon)
{
	if (daemon->spare)
		reading_cancel(daemon->spare);
	daemon->spare = NULL;
}

/* What came before the card was read is heard before its status is told. */
static void reading_done(void *data, struct reading *reading,
			 const char *line)
{
	struct daemon *daemon = data;

	forget(daemon, reading);
	hearing_drain(&daemon->hearing);
	seats_answer(&daemon->seats, reading->ticket, line,
		     line && strncmp(line, STATUS, strlen(STATUS)));
	keep_spare(daemon);
}

static bool read_card(void *data, const char *reader, uint32_t generation,
		      uint64_t ticket)
{
	char card[JPKI_READER_NAME_SIZE + 16];
	struct daemon *daemon = data;
	struct reading *reading = daemon->spare;

	daemon->spare = NULL;
	if (!reading)
		reading = prepare(daemon);
	if (!reading)
		return false;
	snprintf(card, sizeof(card), "%s@%u", reader, generation);
	if (!reading_begin(reading, card, reading_done, daemon)) {
		reading_cancel(reading);
		return false;
	}
	reading->ticket = ticket;
	reading->next = daemon->readings;
	daemon->readings = reading;
	return true;
}

static bool may_open(void *data, const char *reader)
{
	(void)data;
	return nodes_may_open(reader);
}

static void publish(void *data, const char *reader, const char *line)
{
	struct daemon *daemon = data;

	if (!line)
		publish_remove(&daemon->publish, reader);
	else if (!publish_put(&daemon->publish, reader, line))
		log_error(_("%s: the status cannot be written to %s: %s"),
			  reader, daemon->arguments.run_dir, strerror(errno));
}

static void tell(void *data, const char *line)
{
	struct daemon *daemon = data;

	clients_tell_all(&daemon->clients, line);
}

static const struct seats_ops seats_ops = {
	.read = read_card,
	.may_open = may_open,
	.publish = publish,
	.tell = tell,
};

static void greet_line(void *client, const char *line)
{
	clients_tell(client, line);
}

static void greet(void *data, struct client *client)
{
	struct daemon *daemon = data;

	seats_each(&daemon->seats, greet_line, client);
}

static void node_ready(void *data, const char *reader)
{
	struct daemon *daemon = data;

	hearing_check(&daemon->hearing, reader);
	seats_ready(&daemon->seats, reader);
}

static void another_day(void *data)
{
	struct daemon *daemon = data;

	seats_doubt_all(&daemon->seats);
}

/* Everything is read again: any of it may depend on what was changed. */
static void reload(struct daemon *daemon)
{
	char complaint[CONFIG_COMPLAINT_SIZE];

	if (!config_read(daemon->arguments.config, &daemon->config,
			 complaint)) {
		log_error("%s", complaint);
		log_error("%s", _("The settings stay as they were."));
		return;
	}
	lang_setup(*daemon->config.language ? daemon->config.language : NULL);
	drop_spare(daemon);
	daemon->clients.limit = daemon->config.clients;
	seats_doubt_all(&daemon->seats);
	keep_spare(daemon);
	log_note("%s", _("The settings were read again."));
}

static void signal_ready(struct source *source, uint32_t events)
{
	struct daemon *daemon = OWNER(source, struct daemon, signals);
	struct signalfd_siginfo info;

	(void)events;
	if (read(source->fd, &info, sizeof(info)) != sizeof(info))
		return;
	if (info.ssi_signo == SIGHUP)
		reload(daemon);
	else
		daemon->loop.ended = true;
}

static bool open_signals(struct daemon *daemon)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0 ||
	    signal(SIGPIPE, SIG_IGN) == SIG_ERR)
		return false;
	daemon->signals.ready = signal_ready;
	daemon->signals.fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return daemon->signals.fd >= 0 &&
	       loop_add(&daemon->loop, &daemon->signals, EPOLLIN);
}

static bool open_clients(struct daemon *daemon)
{
	char path[PATH_SIZE];
	int fd = service_socket();

	socket_path(daemon, path);
	daemon->own_socket = fd < 0;
	if (daemon->own_socket)
		fd = clients_listen(path);
	if (fd >= 0 && clients_open(&daemon->clients, &daemon->loop, fd,
				    daemon->config.clients, greet, daemon))
		return true;
	log_error("%s: %s", path, strerror(errno));
	return false;
}

static bool open_publish(struct daemon *daemon)
{
	if (publish_open(&daemon->publish, daemon->arguments.run_dir))
		return true;
	if (errno == EWOULDBLOCK)
		log_error(_("%s: another jpkid publishes there."),
			  daemon->arguments.run_dir);
	else
		log_error("%s: %s", daemon->arguments.run_dir,
			  strerror(errno));
	return false;
}

/* udev before netlink: of a reader that comes between, netlink tells. */
static bool open_all(struct daemon *daemon)
{
	if (jpki_ctx_new(&daemon->ctx) || !loop_open(&daemon->loop) ||
	    !open_signals(daemon) ||
	    !midnight_open(&daemon->midnight, &daemon->loop, another_day,
			   daemon) ||
	    !nodes_open(&daemon->nodes, &daemon->loop, node_ready, daemon)) {
		log_error("%s", strerror(errno));
		return false;
	}
	return open_publish(daemon) && open_clients(daemon) &&
	       hearing_open(&daemon->hearing, &daemon->loop, daemon->ctx,
			    &daemon->seats);
}

static void close_all(struct daemon *daemon)
{
	char path[PATH_SIZE];

	while (daemon->readings) {
		struct reading *first = daemon->readings;

		forget(daemon, first);
		reading_cancel(first);
	}
	drop_spare(daemon);
	hearing_close(&daemon->hearing);
	seats_clear(&daemon->seats);
	clients_close(&daemon->clients);
	socket_path(daemon, path);
	if (daemon->own_socket)
		(void)unlink(path);
	publish_close(&daemon->publish);
	nodes_close(&daemon->nodes);
	midnight_close(&daemon->midnight);
	if (daemon->signals.fd >= 0)
		(void)close(daemon->signals.fd);
	loop_close(&daemon->loop);
	jpki_ctx_free(&daemon->ctx);
}

int daemon_run(struct daemon *daemon)
{
	bool good;

	daemon->loop.epoll_fd = -1;
	daemon->signals.fd = -1;
	daemon->publish.dir_fd = -1;
	daemon->clients.source.fd = -1;
	daemon->midnight.source.fd = -1;
	seats_init(&daemon->seats, &seats_ops, daemon);
	(void)umask(0077);
	good = open_all(daemon);
	if (good) {
		service_notify("READY=1");
		keep_spare(daemon);
		loop_run(&daemon->loop);
		service_notify("STOPPING=1");
	}
	close_all(daemon);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
