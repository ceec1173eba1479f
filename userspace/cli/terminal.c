// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A secret from the terminal. Echo is off from before the prompt until after
 * the line. Signals that would end or stop the process are held back so long:
 * one that ends it also ends the wait, and takes effect once the secret is
 * wiped and the terminal as it was.
 */
#include "terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

int terminal_open(void)
{
	return open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
}

static sigset_t ending_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGQUIT);
	sigaddset(&set, SIGTERM);
	return set;
}

/* Is there a line, or else a signal? The signal stays pending. */
static bool wait_for_line(int fd, int signal_fd)
{
	struct pollfd fds[] = {
		{ .fd = fd, .events = POLLIN },
		{ .fd = signal_fd, .events = POLLIN },
	};

	return poll(fds, 2, -1) > 0 && !fds[1].revents;
}

static enum jpki_error ask_silently(int fd, int signal_fd, const char *prompt,
				    struct jpki_secret *secret)
{
	struct termios before, silent;
	enum jpki_error err = JPKI_CANCELED;

	if (tcgetattr(fd, &before) < 0)
		return JPKI_FILE;
	silent = before;
	silent.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
	silent.c_lflag |= ICANON | ISIG;
	if (tcsetattr(fd, TCSAFLUSH, &silent) < 0)
		return JPKI_FILE;
	dprintf(fd, "%s ", prompt);
	if (wait_for_line(fd, signal_fd))
		err = jpki_secret_read(secret, fd);
	dprintf(fd, "\n");
	/* what is left of a line must not reach the shell */
	(void)tcsetattr(fd, TCSAFLUSH, &before);
	if (err)
		jpki_secret_wipe(secret);
	return err;
}

enum jpki_error terminal_ask(int fd, const char *prompt,
			     struct jpki_secret *secret)
{
	sigset_t ending = ending_signals();
	sigset_t held = ending, before;
	enum jpki_error err = JPKI_FILE;
	int signal_fd;

	signal_fd = signalfd(-1, &ending, SFD_CLOEXEC);
	if (signal_fd < 0)
		return err;
	sigaddset(&held, SIGTSTP);
	if (!sigprocmask(SIG_BLOCK, &held, &before)) {
		err = ask_silently(fd, signal_fd, prompt, secret);
		(void)sigprocmask(SIG_SETMASK, &before, NULL);
	}
	(void)close(signal_fd);
	return err;
}
