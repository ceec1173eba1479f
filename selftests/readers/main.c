// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * usage: check_readers FILE.csv [PLACES]
 *
 * Puts each reader of a table on a bus of this machine, several at a time, and
 * sees whether the driver makes it work. Prints a line for each that does not
 * and ends with "readers: N passed, N failed, N skipped".
 *
 * A worker is a process with a place of its own; it takes the next row that
 * nobody has taken. Verdicts are in memory that all of them share. A worker
 * that dies or hangs costs the row that it was at, and is replaced.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "judge.h"

#define PLACES		12
#define PLACES_MAX	64
#define ROW_SECONDS	120

/**
 * struct verdict - on a row
 * @begun: a worker has taken it
 * @ended: and has come to an end with it
 * @why: what is wrong; empty: it works
 */
struct verdict {
	bool begun, ended;
	char why[WHY_MAX];
};

/**
 * struct board - what the workers share
 * @next: the first row that nobody has taken
 * @at: where each of them is
 */
struct board {
	unsigned int next;
	unsigned int at[PLACES_MAX];
	struct verdict verdict[];
};

static struct row *rows;
static size_t count;
static struct board *board;

static bool take(unsigned int worker)
{
	unsigned int row = __atomic_fetch_add(&board->next, 1,
					      __ATOMIC_SEQ_CST);

	board->at[worker] = row;
	if (row >= count)
		return false;
	board->verdict[row].begun = true;
	return true;
}

static void judge(struct place *p, unsigned int row)
{
	struct verdict *v = &board->verdict[row];

	if (rows[row].fault[0])
		snprintf(v->why, WHY_MAX, "not understood: %s",
			 rows[row].fault);
	else
		judge_row(p, &rows[row], v->why);
	v->ended = true;
}

static void work(unsigned int worker)
{
	struct place *p = place_open(worker);

	if (!p)
		exit(1);
	while (take(worker)) {
		alarm(ROW_SECONDS);
		judge(p, board->at[worker]);
		alarm(0);
		/* It may be the virtual reader that is in a bad way. */
		if (board->verdict[board->at[worker]].why[0])
			break;
	}
	place_close(p);
	exit(board->at[worker] < count ? 2 : 0);
}

static pid_t hire(unsigned int worker)
{
	pid_t pid = fork();

	if (!pid)
		work(worker);
	if (pid < 0)
		perror("readers: fork");
	return pid;
}

static void settle(unsigned int worker, int status)
{
	unsigned int row = board->at[worker];
	struct verdict *v;

	if (row >= count)
		return;
	v = &board->verdict[row];
	if (!v->begun || v->ended)
		return;
	v->ended = true;
	snprintf(v->why, WHY_MAX, "no end within %u s (status %x)",
		 ROW_SECONDS, (unsigned int)status);
}

static void work_all(unsigned int places)
{
	pid_t workers[PLACES_MAX];
	unsigned int i, left = places;
	pid_t pid;
	int status;

	for (i = 0; i < places; i++)
		workers[i] = hire(i);
	while (left && (pid = wait(&status)) > 0) {
		for (i = 0; workers[i] != pid; i++)
			;
		settle(i, status);
		workers[i] = WIFEXITED(status) && WEXITSTATUS(status) < 2 ?
			-1 : hire(i);
		left -= workers[i] < 0;
	}
}

static int report(void)
{
	unsigned int passed = 0, failed = 0;
	const struct verdict *v;
	size_t i;

	for (i = 0; i < count; i++) {
		v = &board->verdict[i];
		if (v->ended && !v->why[0]) {
			passed++;
			continue;
		}
		failed++;
		printf("FAILED line %u: %s interface %u %04x:%04x: %s\n",
		       rows[i].line, rows[i].file, rows[i].interface,
		       rows[i].vid, rows[i].pid,
		       v->ended ? v->why : "not looked at");
	}
	printf("readers: %u passed, %u failed, 0 skipped\n", passed, failed);
	return failed ? 1 : 0;
}

int main(int argc, char **argv)
{
	unsigned int places = PLACES;

	if (argc > 2)
		places = (unsigned int)atoi(argv[2]);
	if (argc < 2 || argc > 3 || !places || places > PLACES_MAX) {
		fputs("usage: check_readers FILE.csv [PLACES]\n", stderr);
		return 2;
	}
	rows = table_read(argv[1], &count);
	if (rows)
		board = mmap(NULL, sizeof(*board) +
			     count * sizeof(struct verdict),
			     PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (!rows || board == MAP_FAILED) {
		puts("readers: 0 passed, 1 failed, 0 skipped");
		return 1;
	}
	work_all(places);
	return report();
}
