// SPDX-License-Identifier: GPL-2.0-or-later
/* The client side of a vreader that a test has started. */
#include "vr.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "sock.h"

#define ARGS_MAX 64

struct vr {
	pid_t pid;
	int fd;
	char dir[32];
	char path[48];
};

static void run_child(const struct vr *vr, const char *program,
		      const char *const options[], int ready)
{
	const char *args[ARGS_MAX + 6] = { program, "--control", vr->path };
	char number[16];
	size_t n = 3;

	prctl(PR_SET_PDEATHSIG, SIGTERM);	/* not to outlive its test */
	snprintf(number, sizeof(number), "%d", ready);
	args[n++] = "--ready-fd";
	args[n++] = number;
	while (*options && n < ARGS_MAX + 5)
		args[n++] = *options++;
	execv(program, (char *const *)args);
	perror(program);
	_exit(127);
}

static int wait_ready(int fd)
{
	char text[6];
	ssize_t n;

	do
		n = read(fd, text, sizeof(text));
	while (n < 0 && errno == EINTR);
	if (n == sizeof(text))
		return 0;
	errno = ENODEV;
	return -1;
}

static int launch(struct vr *vr, const char *program,
		  const char *const options[])
{
	int ready[2], err;

	if (pipe(ready))
		return -1;
	vr->pid = fork();
	if (!vr->pid) {
		close(ready[0]);
		run_child(vr, program, options, ready[1]);
	}
	close(ready[1]);
	err = vr->pid < 0 ? -1 : wait_ready(ready[0]);
	close(ready[0]);
	if (err)
		return -1;
	vr->fd = sock_connect(vr->path);
	return vr->fd < 0 ? -1 : 0;
}

struct vr *vr_start(const char *program, const char *const options[])
{
	struct vr *vr = calloc(1, sizeof(*vr));
	int err;

	if (!vr)
		return NULL;
	vr->fd = -1;
	vr->pid = -1;
	strcpy(vr->dir, "/tmp/vreader.XXXXXX");
	if (!mkdtemp(vr->dir)) {
		free(vr);
		return NULL;
	}
	snprintf(vr->path, sizeof(vr->path), "%s/control", vr->dir);
	if (!launch(vr, program, options))
		return vr;
	err = errno;
	vr_stop(vr);
	errno = err;
	return NULL;
}

struct vr *vr_open(const char *tty)
{
	struct vr *vr = calloc(1, sizeof(*vr));
	struct termios mode;
	int err;

	if (!vr)
		return NULL;
	vr->pid = -1;
	vr->fd = open(tty, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (vr->fd >= 0 && !isatty(vr->fd))
		return vr;
	if (!tcgetattr(vr->fd, &mode)) {
		cfmakeraw(&mode);
		if (!tcsetattr(vr->fd, TCSANOW, &mode))
			return vr;
	}
	err = errno;
	vr_stop(vr);
	errno = err;
	return NULL;
}

/* A terminal cannot be told not to raise SIGPIPE, and does not. */
static ssize_t put(int fd, const char *text, size_t len)
{
	ssize_t n = send(fd, text, len, MSG_NOSIGNAL);

	return n < 0 && errno == ENOTSOCK ? write(fd, text, len) : n;
}

static int receive_line(int fd, char *line, size_t size)
{
	size_t len = 0;
	ssize_t n;

	do {
		n = read(fd, line + len, size - len);
		if (n <= 0)
			return -1;
		len += (size_t)n;
	} while (line[len - 1] != '\n' && len < size);
	line[len - 1] = '\0';
	return 0;
}

int vr_command(struct vr *vr, const char *line, char *reply, size_t size)
{
	size_t len = strlen(line);

	if (put(vr->fd, line, len) != (ssize_t)len ||
	    put(vr->fd, "\n", 1) != 1)
		return -1;
	return receive_line(vr->fd, reply, size);
}

void vr_stop(struct vr *vr)
{
	char reply[8];

	if (!vr)
		return;
	if (vr->pid > 0) {
		if (vr->fd >= 0)
			(void)vr_command(vr, "quit", reply, sizeof(reply));
		else
			kill(vr->pid, SIGTERM);
		waitpid(vr->pid, NULL, 0);
	}
	if (vr->fd >= 0)
		close(vr->fd);
	(void)unlink(vr->path);
	(void)rmdir(vr->dir);
	free(vr);
}
