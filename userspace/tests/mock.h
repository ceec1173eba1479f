/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The transport of the tests: readers with a card in memory, which answer
 * faithfully until told not to. Takes the place of transport_dev.c.
 */
#ifndef JPKI_TEST_MOCK_H
#define JPKI_TEST_MOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/ccid.h>

#define MOCK_READERS	4
#define MOCK_FILE_MAX	9000
#define MOCK_PIN_MAX	16

/* A file of the card; the file's size is the bytes and @padding of FF. */
struct mock_file {
	uint8_t bytes[MOCK_FILE_MAX];
	size_t len;
	size_t padding;
	bool absent;
	bool needs_pin;
};

struct mock_card {
	const char *label;	/* token label, NULL: no such file */
	bool no_jpki;
	bool no_text;
	bool asleep;		/* the first command fails once */
	uint8_t auth_left;
	uint8_t sign_left;
	uint8_t card_left;
	uint8_t auth_max;	/* 0: never seen */
	uint8_t pin[MOCK_PIN_MAX];	/* of all three, inverted */
	size_t pin_len;
	uint16_t verify_sw;	/* instead of VERIFY's own, 0: none */
	uint16_t change_sw;	/* instead of CHANGE's own, 0: none */
	struct mock_file attributes;
	struct mock_file auth;
	struct mock_file auth_ca;
};

struct mock_reader {
	const char *name;
	uint32_t presence;	/* CCID_CARD_* */
	uint32_t generation;
	struct mock_card *card;
	bool gone;

	/* misbehaviour */
	int open_errno;
	uint64_t held_ns;	/* so long another program keeps the turn */
	unsigned long fail_request;	/* this ioctl fails ... */
	int fail_errno;			/* ... with this errno ... */
	int fail_after;			/* ... after so many good ones */
	int fail_times;			/* ... so many times; 0: always */
	size_t read_extra;	/* bytes added to READ BINARY's answer */
	uint16_t read_sw;	/* instead of READ BINARY's own, 0: none */
	struct mock_card *swap_card;	/* put in place of card ... */
	int swap_after;			/* ... when so many APDUs have passed */
	bool swap_between;		/* ... or when a turn was given back */
};

struct mock {
	struct mock_reader reader[MOCK_READERS];
	size_t readers;
	int list_errno;
	int floor;		/* 0: the driver's own, 1 */
	bool no_last_try;	/* the administrator has not allowed it */
	bool pad;		/* readers have keys ... */
	const char *typed;	/* ... and this is typed there, NULL: nothing */

	/* told by monitor tests: called before each sleep, false: no more */
	bool (*script)(int step);

	/* what was seen */
	int open;		/* handles open now */
	int locked;		/* turns taken now */
	uint64_t waited_ns;	/* for turns */
	int unpinned;		/* calls to a card that named no generation */
	int unlocked;		/* APDUs without a turn */
	int no_deadline;
	int apdus;
	int verifies;		/* VERIFY commands with a PIN */
	int changes;		/* CHANGE REFERENCE DATA commands */
	int powers;
};

extern struct mock mock;

/* One reader with a good card in it; @card is filled, too. */
void mock_reset(struct mock_card *card);

/* The PIN of the card. It is kept so that searching memory does not find it. */
void mock_set_pin(struct mock_card *card, const char *pin);

/* Wake who waits for an event of the reader, or for news of readers. */
void mock_event(size_t reader);
void mock_news(const char *name, bool added);

#endif /* JPKI_TEST_MOCK_H */
