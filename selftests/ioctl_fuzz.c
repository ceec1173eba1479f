// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * usage: ioctl_fuzz [SECONDS [SEED]]
 *
 * Eight threads without privileges throw hostile calls (fuzz_call.h) at a
 * reader that comes and goes and misbehaves, on files that they open, share,
 * duplicate, read, poll and close under each other. They are a process of their
 * own; this one moves the reader and watches that
 *
 *	no call outlives the deadline that it was given, and one without a
 *	deadline ends with a signal;
 *	no PIN of the card ever gets to the last try's end;
 *	the reader works for a friend afterwards.
 */
#include "fuzz_call.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "desk.h"

#define THREADS 8
#define FILES 16
#define ERRNOS 256
#define KICK_MS 1000		/* a call without end gets a signal */
#define LATE_MS 20000		/* more than the longest resynchronising */

/**
 * struct watched - what a thread is doing, for the process that watches
 * @since_ms: when its call began, 0: it is in none
 * @tid: whom to send a signal
 * @number: the call's
 * @bounded: it must end without a signal
 * @results: how often which errno came
 */
struct watched {
	atomic_ulong since_ms;
	atomic_int tid;
	atomic_ulong number;
	atomic_bool bounded;
	unsigned long results[ERRNOS];
};

static struct {
	struct watched thread[THREADS];
	atomic_bool stop;
} *shared;

static atomic_int files[FILES];		/* descriptor + 1, or 0 */
static uint64_t seed;
static uint8_t *shared_page;
static atomic_bool watched_enough;
static atomic_bool hung;

static unsigned long now_ms(void)
{
	return in_ms(0) / 1000000;
}

static void wake(int signal)
{
}

static int any_file(struct fuzz_hand *h)
{
	return atomic_load(&files[fuzz_below(h, FILES)]) - 1;
}

static void keep(struct fuzz_hand *h, int fd)
{
	int old = atomic_exchange(&files[fuzz_below(h, FILES)], fd + 1);

	if (old)
		close(old - 1);
}

static void open_one(struct fuzz_hand *h)
{
	static const int modes[] = { O_RDWR, O_RDWR, O_RDONLY, O_WRONLY };
	int flags = modes[fuzz_below(h, 4)] | O_CLOEXEC;

	if (fuzz_below(h, 2))
		flags |= O_NONBLOCK;
	keep(h, open(fuzz_below(h, 16) ? "/dev/ccid0" : "/dev/ccid1", flags));
}

static int call(struct fuzz_hand *h, struct watched *w, int fd)
{
	struct fuzz_call c;

	fuzz_call_deal(h, &c);
	atomic_store(&w->bounded, c.bounded);
	atomic_store(&w->number, c.number);
	return ioctl(fd, c.number, c.arg);
}

/* A call that is killed in the midst of it. */
static int call_and_die(struct fuzz_hand *h, struct watched *w, int fd)
{
	const struct itimerval soon = {
		.it_value.tv_usec = 1 + fuzz_below(h, 50000),
	};
	pid_t child = fork();

	if (!child) {
		setitimer(ITIMER_REAL, &soon, NULL);
		call(h, w, fd);
		_exit(0);
	}
	return child < 0 ? -1 : (waitpid(child, NULL, 0) < 0 ? -1 : 0);
}

static int poll_one(struct fuzz_hand *h, int fd)
{
	struct pollfd p = { .fd = fd, .events = (short)fuzz_below(h, 65536) };

	return poll(&p, 1, (int)fuzz_below(h, 20));
}

/* A wrong PIN, in due form, as often as the floor lets it pass. */
static int present_pin(int fd)
{
	static const char *const steps[] = {
		SELECT_JPKI, SELECT_AUTH_PIN, VERIFY_WRONG,
	};
	int err = card_lock(fd, in_ms(100), 0);
	unsigned int i;

	for (i = 0; !err && i < 3; i++) {
		err = card_apdu_until(fd, steps[i], in_ms(200));
		err = err < 0 ? err : 0;
	}
	card_unlock(fd, 0);
	errno = -err;
	return err;
}

static int do_something(struct fuzz_hand *h, struct watched *w)
{
	uint8_t buf[256];
	int fd = any_file(h);

	atomic_store(&w->bounded, true);
	if (fd < 0) {
		open_one(h);
		return 0;
	}
	switch (fuzz_below(h, 96)) {
	case 0 ... 5:
		open_one(h);
		return 0;
	case 6:
		keep(h, -1);
		return 0;
	case 7:
		keep(h, dup(fd));
		return 0;
	case 8:
		atomic_store(&w->bounded, false);
		return (int)read(fd, buf, fuzz_below(h, sizeof(buf)));
	case 9:
		return poll_one(h, fd);
	case 10:
		return call_and_die(h, w, fd);
	case 11 ... 13:
		return present_pin(fd);
	case 14:
		return fcntl(fd, F_SETFL, fuzz_below(h, 2) ? O_NONBLOCK : 0);
	default:
		return call(h, w, fd);
	}
}

static void *throw(void *arg)
{
	struct watched *w = arg;
	struct fuzz_hand h;
	int err;

	if (!fuzz_hand_new(&h, seed + (uint64_t)(w - shared->thread),
			   shared_page))
		_exit(1);
	atomic_store(&w->tid, (int)syscall(SYS_gettid));
	while (!atomic_load(&shared->stop)) {
		fuzz_shared_stir(&h);
		atomic_store(&w->since_ms, now_ms());
		err = do_something(&h, w) < 0 ? errno : 0;
		atomic_store(&w->since_ms, 0);
		w->results[err % ERRNOS]++;
	}
	return NULL;
}

/* CAP_SYS_ADMIN may spend a card's last try; nobody here may. */
static void drop_privileges(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct none[2] = { 0 };

	if (syscall(SYS_capset, &header, none)) {
		perror("# capset");
		_exit(1);
	}
}

/* The process of the threads; it knows nothing but the readers' nodes. */
static void throw_all(void)
{
	const struct sigaction action = { .sa_handler = wake };
	pthread_t threads[THREADS];
	unsigned int i;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	syscall(SYS_close_range, 3, ~0u, 0);
	sigaction(SIGUSR1, &action, NULL);
	drop_privileges();
	shared_page = fuzz_shared_new();
	for (i = 0; i < THREADS; i++)
		if (pthread_create(&threads[i], NULL, throw,
				   &shared->thread[i]))
			_exit(1);
	for (i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	_exit(0);
}

static void watch_one(pid_t process, unsigned int i)
{
	struct watched *w = &shared->thread[i];
	unsigned long since = atomic_load(&w->since_ms);
	unsigned long ms = since ? now_ms() - since : 0;

	if (!since || (long)ms < 0)
		return;
	if (ms > LATE_MS && !atomic_exchange(&hung, true))
		printf("# thread %u: %s call %#lx has not ended in %lu ms\n", i,
		       atomic_load(&w->bounded) ? "a bounded" : "a signalled",
		       atomic_load(&w->number), ms);
	if (ms > KICK_MS && !atomic_load(&w->bounded))
		syscall(SYS_tgkill, process, atomic_load(&w->tid), SIGUSR1);
}

static void *watch(void *arg)
{
	const pid_t *process = arg;
	unsigned int i;

	while (!atomic_load(&watched_enough)) {
		for (i = 0; i < THREADS; i++)
			watch_one(*process, i);
		usleep(50000);
	}
	return NULL;
}

static bool tries_are_left(void)
{
	static const char *const pins[] = { "auth", "sign", "card" };
	bool left = true;
	size_t i;

	for (i = 0; i < 3; i++) {
		if (desk_count("status", pins[i]))
			continue;
		printf("# no try is left of the PIN %s\n", pins[i]);
		left = false;
	}
	return left;
}

/* Something happens to the reader or to its card. */
static void stir(struct fuzz_hand *h)
{
	static const char *const faults[] = {
		"silence", "silence on=abort", "wrong-seq", "stall-in",
		"stall-out", "mute", "no-abort", "chain-forever", "dup",
		"stale", "notify-twice", "junk-interrupt 50FF03", "short-frame 3",
		"zlp", "late 300", "timext 2",
	};

	desk_tell("fault clear");
	switch (fuzz_below(h, 6)) {
	case 0:
		desk_unplug();
		desk_plug();
		break;
	case 1:
		desk_tell(desk_count("status", "present") ? "remove" :
							    "insert");
		break;
	case 2:
		desk_tell("swap " ALICE);
		desk_tell("tries auth 2");
		desk_tell("tries sign 3");
		break;
	case 3:
		desk_tell("delay %u", fuzz_below(h, 3) * 40);
		break;
	default:
		desk_tell("fault %s", faults[fuzz_below(h, 16)]);
		break;
	}
}

static bool friend_is_served(void)
{
	int fd, sw;

	desk_clear();
	fd = desk_open(O_RDWR);
	sw = card_sw(fd, SELECT_JPKI);
	close(fd);
	if (sw != SW_OK)
		printf("# SELECT: %d\n", sw);
	return sw == SW_OK;
}

static unsigned long count(int err)
{
	unsigned long n = 0;
	unsigned int i;

	for (i = 0; i < THREADS; i++)
		n += shared->thread[i].results[err];
	return n;
}

static void print_counts(void)
{
	unsigned long total = 0;
	int err;

	for (err = 0; err < ERRNOS; err++)
		total += count(err);
	printf("# %lu calls, seed %llu\n", total, (unsigned long long)seed);
	for (err = 0; err < ERRNOS; err++)
		if (count(err))
			printf("# %8lu %s\n", count(err), strerror(err));
}

/* All calls must end once nobody makes new ones. */
static bool ends(pid_t process)
{
	unsigned int ms;
	int status;

	atomic_store(&shared->stop, true);
	for (ms = 0; !atomic_load(&hung) && ms < 2 * LATE_MS; ms += 10) {
		if (waitpid(process, &status, WNOHANG) == process)
			return !status;
		usleep(10000);
	}
	kill(process, SIGKILL);
	return false;
}

static void result(bool ok, const char *what)
{
	static int n;

	printf("%s %d - %s\n", ok ? "ok" : "not ok", ++n, what);
}

int main(int argc, char **argv)
{
	unsigned int seconds = argc > 1 ? (unsigned int)atoi(argv[1]) : 10;
	bool left = true, ended, served;
	struct fuzz_hand h;
	unsigned long end;
	pthread_t watcher;
	pid_t process;

	seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("TAP version 13\n1..4\n");
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED ||
	    !fuzz_hand_new(&h, seed + THREADS, fuzz_shared_new()))
		return 1;
	desk_start((const char *const[]){ NULL });
	desk_clear();
	process = fork();
	if (!process)
		throw_all();
	pthread_create(&watcher, NULL, watch, &process);
	end = now_ms() + seconds * 1000;
	while (left && !atomic_load(&hung) && now_ms() < end) {
		usleep(50000 + fuzz_below(&h, 500000));
		left = tries_are_left();
		stir(&h);
	}
	ended = ends(process);
	atomic_store(&watched_enough, true);
	pthread_join(watcher, NULL);
	print_counts();
	left = left && tries_are_left();
	served = friend_is_served();
	result(count(0) && count(EKEYREJECTED), "calls reach the PIN floor");
	result(ended && !atomic_load(&hung), "no call outlives its deadline");
	result(left, "a try is left of every PIN");
	result(served, "the reader works afterwards");
	return !(count(0) && ended && left && served);
}
