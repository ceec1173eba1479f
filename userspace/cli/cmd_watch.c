// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * jpkictl watch: the status of each card as it is put on a reader. Ends with
 * SIGINT or SIGTERM, never in the middle of a card. In JSON it tells of
 * counters and faults as well, where the driver does so by netlink.
 */
#include <signal.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "cli.h"
#include "facts.h"
#include "lang.h"
#include "news.h"
#include "show.h"
#include "trust.h"

static const char *event_name(enum jpki_event_type type)
{
	switch (type) {
	case JPKI_EVENT_READER_ADDED:
		return "reader_added";
	case JPKI_EVENT_READER_REMOVED:
		return "reader_removed";
	case JPKI_EVENT_CARD_INSERTED:
		return "card_inserted";
	case JPKI_EVENT_CARD_REMOVED:
		return "card_removed";
	default:
		return "card_mute";
	}
}

static const char *event_format(enum jpki_event_type type)
{
	switch (type) {
	case JPKI_EVENT_READER_ADDED:
		return _("%s: reader ready, put a card on it.");
	case JPKI_EVENT_READER_REMOVED:
		return _("%s: the reader was unplugged.");
	case JPKI_EVENT_CARD_INSERTED:
		return _("%s: a card was put on the reader.");
	case JPKI_EVENT_CARD_REMOVED:
		return _("%s: the card was taken away.");
	default:
		return _("%s: the card does not answer; "
			 "take it away and put it on the reader again.");
	}
}

static void show_event(struct cli *cli, const struct jpki_event *event)
{
	char text[256];

	if (cli->opt.json) {
		facts_event(&cli->out, cli_now(cli), event_name(event->type),
			    event->reader, event->generation);
		out_json_end(&cli->out);
		return;
	}
	snprintf(text, sizeof(text), event_format(event->type), event->reader);
	out_line(&cli->out, "%s", text);
}

/* A card that cannot be read does not end the watch. */
static void show_card(struct cli *cli, const struct jpki_event *event)
{
	struct jpki_trust trust = trust_of(&cli->opt);
	struct jpki_reader *reader = NULL;
	struct jpki_status status;
	enum jpki_error err;

	err = jpki_reader_open(cli->ctx, event->reader, &reader);
	if (!err)
		err = jpki_status_read(cli->ctx, reader, event->generation,
				       &trust, cli_now(cli), &status);
	jpki_reader_close(&reader);
	if (err)
		(void)cli_fail(cli, err);
	else
		show_status(cli, &status);
}

/*
 * @listener: NULL where there is none
 * @wake_fd: readable when one of the two above it is
 */
struct watcher {
	struct jpki_monitor *monitor;
	struct jpki_listener *listener;
	int signal_fd;
	int wake_fd;
};

static bool is_signalled(const struct watcher *w)
{
	struct signalfd_siginfo info;

	return read(w->signal_fd, &info, sizeof(info)) > 0;
}

static int watch(struct cli *cli, struct watcher *w)
{
	struct jpki_event event;
	enum jpki_error err;

	for (;;) {
		err = jpki_monitor_wait(w->monitor, w->wake_fd, &event);
		if (err)
			return cli_fail(cli, err);
		if (event.type != JPKI_EVENT_WAKE)
			show_event(cli, &event);
		else if (is_signalled(w))
			return EXIT_DONE;
		if (event.type == JPKI_EVENT_CARD_INSERTED)
			show_card(cli, &event);
		show_news(cli, &w->listener);
		if (!out_flush(&cli->out))
			return EXIT_DONE;	/* told by the caller */
	}
}

static int open_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -1;
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static int add_to(int epoll_fd, int fd)
{
	struct epoll_event event = { .events = EPOLLIN };

	return epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event);
}

static bool open_wake(struct cli *cli, struct watcher *w)
{
	w->signal_fd = open_signals();
	w->wake_fd = epoll_create1(EPOLL_CLOEXEC);
	if (w->signal_fd < 0 || w->wake_fd < 0 ||
	    add_to(w->wake_fd, w->signal_fd) < 0)
		return false;
	if (cli->opt.json)
		w->listener = news_begin(cli);
	return !w->listener ||
	       !add_to(w->wake_fd, jpki_listener_fd(w->listener));
}

static void close_wake(struct watcher *w)
{
	jpki_listener_free(&w->listener);
	if (w->wake_fd >= 0)
		(void)close(w->wake_fd);
	if (w->signal_fd >= 0)
		(void)close(w->signal_fd);
}

int cmd_watch(struct cli *cli)
{
	struct watcher w = { .signal_fd = -1, .wake_fd = -1 };
	enum jpki_error err;
	int status;

	if (cli->arg_count)
		return cli_usage(cli, "%s", _("watch takes no argument."));
	if (!open_wake(cli, &w)) {
		status = cli_fail_detail(cli, JPKI_DRIVER, "signalfd, epoll");
		goto out;
	}
	err = jpki_monitor_new(cli->ctx, &w.monitor);
	if (err) {
		status = cli_fail(cli, err);
		goto out;
	}
	status = watch(cli, &w);
	jpki_monitor_free(&w.monitor);
out:
	close_wake(&w);
	return status;
}
