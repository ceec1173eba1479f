// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * usage: malice [MESSAGES [SEED [READERS]]]
 *
 * Readers that lie: the driver is made to talk to each, by two files at a time,
 * until they have sent so many hostile messages together. They are plugged in
 * under new descriptors again and again, and pulled out at any moment. A call
 * that lasts much longer than it was given is a failure; in the end an honest
 * reader has to work at each place. The seed gives the same lies and calls
 * again, as far as threads allow.
 */
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vreader/fuzz.h"

#define BECOME "become --raw-descriptor %s --endpoints %u --speed %s " \
	"--order %u --interface %u %s"
#define MESSAGES	3000
#define GRACE_MS	10000	/* to get a reader back into step */
#define NODE_MS		1500
#define PROGRESS_S	30
#define CALLERS		2
#define CALLS		300	/* of a caller on one reader */
#define PATIENCE_MS	100	/* of most of them */

/**
 * struct tally - what came of it, at one place
 * @works: an honest reader does, in the end
 */
struct tally {
	unsigned int hostile, readers, calls, late;
	uint64_t slowest_ns;
	bool works;
};

static struct tally *tally;

static uint64_t now_ns(void)
{
	return in_ms(0);
}

static uint64_t some_time(struct fuzz *dice)
{
	return in_ms(fuzz_pick(dice, 4) ? PATIENCE_MS :
		     2 + fuzz_pick(dice, 40));
}

static int some_apdu(struct fuzz *dice, int fd)
{
	static const char *const commands[] = {
		SELECT_JPKI, SELECT_AUTH_CERT, READ_256, READ_4096,
		SELECT_AUTH_PIN, VERIFY_NOTHING, VERIFY_AUTH, SIGN, "00A40000",
	};
	const size_t n = sizeof(commands) / sizeof(*commands);
	uint8_t *rsp = malloc(CCID_APDU_RESPONSE_MAX);
	struct ccid_apdu apdu = {
		.response = (uintptr_t)rsp,
		.response_len = fuzz_pick(dice, 2) ? CCID_APDU_RESPONSE_MAX :
			fuzz_pick(dice, 300),
		.deadline_ns = some_time(dice),
	};
	int ret = card_apdu(fd, commands[fuzz_pick(dice, n)], &apdu);

	free(rsp);
	return ret;
}

static int some_power(struct fuzz *dice, int fd)
{
	struct ccid_power power = {
		.size = sizeof(power),
		.action = fuzz_pick(dice, 3),
		.deadline_ns = some_time(dice),
	};

	return card_call(fd, CCID_IOC_POWER, &power);
}

static int some_escape(struct fuzz *dice, int fd)
{
	uint8_t cmd[32], rsp[64];
	struct ccid_escape escape = {
		.size = sizeof(escape),
		.command = (uintptr_t)cmd,
		.command_len = 1 + fuzz_pick(dice, sizeof(cmd)),
		.response = (uintptr_t)rsp,
		.response_len = sizeof(rsp),
		.deadline_ns = some_time(dice),
	};

	fuzz_fill(dice, cmd, sizeof(cmd));
	return card_call(fd, CCID_IOC_ESCAPE, &escape);
}

static int some_query(struct fuzz *dice, int fd)
{
	struct ccid_status status = { .size = sizeof(status) };
	struct ccid_info info = { .size = sizeof(info) };

	if (fuzz_pick(dice, 2))
		return card_call(fd, CCID_IOC_STATUS, &status);
	return card_call(fd, CCID_IOC_INFO, &info);
}

static int some_call(struct fuzz *dice, int fd)
{
	switch (fuzz_pick(dice, 8)) {
	case 0:
		return some_query(dice, fd);
	case 1:
		return some_power(dice, fd);
	case 2:
		(void)card_lock(fd, some_time(dice), 0);
		(void)some_apdu(dice, fd);
		return card_unlock(fd, 0);
	case 3:
		return some_escape(dice, fd);
	default:
		return some_apdu(dice, fd);
	}
}

/* Everything that is called is given PATIENCE_MS at the most. */
static int timed_call(struct fuzz *dice, int fd)
{
	uint64_t start = now_ns(), took;
	int err = some_call(dice, fd);

	took = now_ns() - start;
	__atomic_fetch_add(&tally->calls, 1, __ATOMIC_RELAXED);
	if (took > tally->slowest_ns)
		tally->slowest_ns = took;
	if (took > GRACE_MS * 1000000ULL)
		__atomic_fetch_add(&tally->late, 1, __ATOMIC_RELAXED);
	return err;
}

static void *caller(void *arg)
{
	struct fuzz *dice = arg;
	unsigned int i;
	int fd;

	fd = desk_open(O_RDWR);
	for (i = 0; fd >= 0 && i < CALLS; i++)
		if (timed_call(dice, fd) == -ENODEV)
			break;
	if (fd >= 0)
		close(fd);
	return NULL;
}

/* The class descriptor, its numbers such as have been seen and worse. */
static void some_descriptor(struct fuzz *dice, char hex[109])
{
	static const uint32_t features[] = {
		0x7e, 0xba, 0x30, 0x00, 0xfe, 0x40, 0x4fe,
	};
	static const uint32_t messages[] = {
		271, 271, 522, 65554, 64, 65, 10, 9, 1, 0, 524288, 0xffffffff,
	};
	static const uint8_t slots[] = {
		0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 15, 255,
	};
	const uint32_t level = fuzz_pick(dice, 4) << 16;
	uint32_t feature = features[fuzz_pick(dice, 7)] | level;
	uint32_t message = messages[fuzz_pick(dice, 12)];
	uint8_t raw[54];
	size_t i;

	fuzz_fill(dice, raw, sizeof(raw));
	raw[0] = sizeof(raw);
	raw[1] = 0x21;
	raw[4] = slots[fuzz_pick(dice, sizeof(slots))];
	raw[5] |= 1;
	raw[6] = (uint8_t)fuzz_pick(dice, 4);
	for (i = 0; i < 4; i++) {
		raw[40 + i] = (uint8_t)(feature >> 8 * i);
		raw[44 + i] = (uint8_t)(message >> 8 * i);
	}
	for (i = 0; i < sizeof(raw); i++)
		sprintf(hex + 2 * i, "%02x", raw[i]);
}

static void become_another(struct fuzz *dice)
{
	static const char *const cards[] = {
		"contactless", "t0", "t1", "t0-fast", "both-fast", "specific",
		"crc", "ifsc16",
	};
	static const char *const speeds[] = { "low", "full", "high" };
	char hex[109], mangle[32] = "";

	some_descriptor(dice, hex);
	if (!fuzz_pick(dice, 6))
		snprintf(mangle, sizeof(mangle), "--mangle %u",
			 1 + fuzz_pick(dice, 1000000));
	desk_tell(BECOME, hex, 2 + fuzz_pick(dice, 2),
		  speeds[fuzz_pick(dice, 3)], fuzz_pick(dice, 6),
		  fuzz_pick(dice, 2), mangle);
	desk_tell("atr %s", cards[fuzz_pick(dice, 8)]);
	desk_tell("insert");
	desk_tell("fuzz %u", 1 + fuzz_pick(dice, 1000000));
}

/* One reader, from plug to pull. */
static void meet(struct fuzz *dice)
{
	struct fuzz each[CALLERS] = { 0 };
	pthread_t thread[CALLERS];
	unsigned int i;

	become_another(dice);
	for (i = 0; i < CALLERS; i++)
		fuzz_start(&each[i], fuzz_pick(dice, 1000000));
	desk_tell("plug");
	tally->readers++;
	if (desk_node_within(NODE_MS)) {
		for (i = 0; i < CALLERS; i++)
			pthread_create(&thread[i], NULL, caller, &each[i]);
		if (!fuzz_pick(dice, 4)) {
			usleep(fuzz_pick(dice, 100000));
			desk_unplug();
		}
		for (i = 0; i < CALLERS; i++)
			pthread_join(thread[i], NULL);
	}
	if (desk_count("status", "plugged"))
		desk_unplug();
}

static bool honest_reader_works(void)
{
	int fd, sw = -1;

	desk_tell("fuzz off");
	desk_tell("become");
	desk_tell("atr own");
	desk_tell("insert");
	desk_plug();
	fd = desk_open(O_RDWR);
	if (desk_card_within(fd, CCID_CARD_POWERED, 10000))
		sw = card_sw(fd, SELECT_JPKI);
	close(fd);
	return sw == SW_OK && !desk_violations();
}

static unsigned int hostile(void)
{
	return (unsigned int)strtoul(desk_tell("hostile"), NULL, 10);
}

/* One place, in a process of its own. */
static void play(unsigned int seed, unsigned int wanted)
{
	struct fuzz dice = { 0 };

	fuzz_start(&dice, seed);
	desk_start((const char *const[]){ "--unplugged", NULL });
	while (tally->hostile < wanted && !tally->late) {
		meet(&dice);
		tally->hostile = hostile();
	}
	tally->works = honest_reader_works();
	desk_end();
}

static void say_progress(const struct tally *all, unsigned int places)
{
	unsigned int i, sum = 0;

	for (i = 0; i < places; i++)
		sum += all[i].hostile;
	printf("# %u hostile messages so far\n", sum);
	fflush(stdout);
}

static void play_all(struct tally *all, unsigned int places, unsigned int seed,
		     unsigned int wanted)
{
	unsigned int i, ticks = 0;

	for (i = 0; i < places; i++) {
		if (fork())
			continue;
		tally = &all[i];
		if (places > 1)
			desk_place(i);
		play(seed + i, wanted / places + 1);
		exit(0);
	}
	while (waitpid(-1, NULL, WNOHANG) >= 0) {
		if (++ticks % PROGRESS_S == 0)
			say_progress(all, places);
		sleep(1);
	}
}

static int report(const struct tally *all, unsigned int places)
{
	struct tally sum = { .works = true };
	unsigned int i;

	for (i = 0; i < places; i++) {
		sum.hostile += all[i].hostile;
		sum.readers += all[i].readers;
		sum.calls += all[i].calls;
		sum.late += all[i].late;
		sum.works &= all[i].works;
		if (all[i].slowest_ns > sum.slowest_ns)
			sum.slowest_ns = all[i].slowest_ns;
	}
	printf("# %u hostile messages of %u readers, %u calls, the slowest %llu ms\n",
	       sum.hostile, sum.readers, sum.calls,
	       (unsigned long long)(sum.slowest_ns / 1000000));
	printf("%sok 1 - no call outlasts its time\n", sum.late ? "not " : "");
	printf("%sok 2 - an honest reader works after it\n",
	       sum.works ? "" : "not ");
	return sum.late || !sum.works;
}

static unsigned int number(int argc, char **argv, int at, unsigned int other)
{
	return at < argc ? (unsigned int)strtoul(argv[at], NULL, 10) : other;
}

int main(int argc, char **argv)
{
	unsigned int wanted = number(argc, argv, 1, MESSAGES);
	unsigned int seed = number(argc, argv, 2, 1);
	unsigned int places = number(argc, argv, 3, 1);
	struct tally *all;

	if (!places || (places > 1 && places > desk_places())) {
		fprintf(stderr, "malice: READERS is 1 to %u\n", desk_places());
		return 2;
	}
	all = mmap(NULL, places * sizeof(*all), PROT_READ | PROT_WRITE,
		   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (all == MAP_FAILED) {
		perror("malice");
		return 2;
	}
	printf("TAP version 13\n1..2\n# seed %u, at %u places\n", seed, places);
	fflush(stdout);
	play_all(all, places, seed, wanted);
	return report(all, places);
}
