/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is asked of a card, and what it has to answer. */
#ifndef BENCH_TASK_H
#define BENCH_TASK_H

#include "way.h"

#define APDU_MAX 64

#define CERT_MAX 2048

/**
 * struct holding - what was read of a card
 * @cert: the certificates: auth, sign
 * @len: their lengths, 0 for one that was not read
 * @tries: left of their PINs
 */
struct holding {
	uint8_t cert[2][CERT_MAX];
	size_t len[2];
	unsigned int tries[2];
};

/**
 * struct task - one command, over and over
 * @name: in the results
 * @before: commands that have to come once before it; the last is NULL
 * @apdu: the command, in hexadecimal like those
 * @sw1: of its answer
 * @len: of its answer
 * @share: how much rarer than the others, since it takes long
 */
struct task {
	const char *name;
	const char *before[6];
	const char *apdu;
	uint8_t sw1;
	long len;
	unsigned int share;
};

extern const struct task tasks[];
extern const size_t task_count;
extern const struct task *const task_read;

size_t task_bytes(const char *hex, uint8_t ret[static APDU_MAX]);
void task_prepare(const struct way *way, struct seat *s, const struct task *t);
void task_answer(const struct task *t, const uint8_t *rsp, long len);
void task_status(const struct way *way, struct seat *s, struct holding *ret);
void task_card(const struct way *way, struct seat *s, struct holding *ret);
void task_look(const struct holding *holding);

#endif
