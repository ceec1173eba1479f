// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The commands of the control socket, one line each, after "interface=1" where
 * the second of two interfaces is meant:
 *
 *   insert [slot=N] [CARDDIR]	a card, or the last one again
 *   remove [slot=N]
 *   swap [slot=N] CARDDIR	another card; one notification
 *   swap-quiet [slot=N] CARDDIR	another card; no notification
 *   tries [slot=N] auth|sign|card N	set a counter
 *   plug, unplug
 *   become OPTION...	another reader, no card in it; see options.c
 *   fault KIND [ARG...] [on=GROUP] [xN], fault clear	see faults.c
 *   delay MS		each exchange with a card takes so long
 *   later MS COMMAND...	that one then, one at a time; nobody is told
 *   atr HEX|NAME|own	of every card, from its next reset on; see atr.c
 *   pinpad type DIGITS..., pinpad cancel|timeout|clear	the reader's keys
 *   fuzz SEED|off	every answer is subject to the dice; see fuzz.c
 *   hostile		messages that were spoilt by them
 *   status [slot=N]	card, counters, what is verified
 *   apdus [slot=N]	executed by the card; PIN presentations of each kind
 *   bus			how often configured; may it wake the bus?
 *   violations		breaches of the protocol by the host; the last one
 *   quit
 */
#include "command.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "issue.h"
#include "options.h"

#define BECOME_WORDS 64

/**
 * struct call - a command under way
 * @reader: the interface meant
 * @rest: the words that follow it, and the slot that one of them named
 */
struct call {
	struct vreader *v;
	struct reader *reader;
	char *reply;
	char *rest;
	size_t slot;
};

static const struct {
	const char *name;
	enum card_pin pin;
} pins[] = {
	{ "auth", PIN_AUTH }, { "sign", PIN_SIGN }, { "card", PIN_CARD },
};

__attribute__((format(printf, 2, 3)))
static void say(const struct call *c, const char *format, ...)
{
	size_t used = strlen(c->reply);
	va_list args;

	va_start(args, format);
	vsnprintf(c->reply + used, REPLY_MAX - used, format, args);
	va_end(args);
}

__attribute__((format(printf, 2, 3)))
static void fail(const struct call *c, const char *format, ...)
{
	va_list args;

	strcpy(c->reply, "error ");
	va_start(args, format);
	vsnprintf(c->reply + 6, REPLY_MAX - 6, format, args);
	va_end(args);
}

static char *next_word(struct call *c)
{
	return strtok_r(NULL, " ", &c->rest);
}

static bool number(const char *word, unsigned long max, unsigned long *ret)
{
	char *end;

	if (!word || *word < '0' || *word > '9')
		return false;
	*ret = strtoul(word, &end, 10);
	return !*end && *ret <= max;
}

/* The word after an optional slot=N; false: no such slot. */
static bool word_after_slot(struct call *c, char **ret)
{
	struct vreader *v = c->v;
	unsigned long slot;

	*ret = next_word(c);
	c->slot = 0;
	if (!*ret || strncmp(*ret, "slot=", 5))
		return true;
	if (!number(*ret + 5, READER_SLOTS - 1, &slot) ||
	    slot >= desc_slots(&v->desc)) {
		fail(c, "no such slot: %s", *ret + 5);
		return false;
	}
	c->slot = slot;
	*ret = next_word(c);
	return true;
}

static struct slot *slot_of(const struct call *c)
{
	return &c->reader->slot[c->slot];
}

/* A card made from the directory, or an error said. */
static struct card *issue(const struct call *c, const char *dir)
{
	struct card *card = dir ? card_issue(dir) : NULL;

	if (!dir)
		fail(c, "a card's directory is wanted");
	else if (!card)
		fail(c, "%s: no card could be made; stderr says why", dir);
	return card;
}

static void do_insert(struct call *c)
{
	struct card *card = NULL;
	char *dir;

	if (!word_after_slot(c, &dir))
		return;
	if (dir || !slot_of(c)->card) {
		card = issue(c, dir);
		if (!card)
			return;
	}
	if (slot_of(c)->present) {
		card_free(card);
		fail(c, "there is a card in the slot; use swap");
		return;
	}
	reader_insert(c->reader, c->slot, card);
}

static void do_remove(struct call *c)
{
	char *none;

	if (!word_after_slot(c, &none))
		return;
	if (slot_of(c)->present)
		reader_remove(c->reader, c->slot);
	else
		fail(c, "there is no card in the slot");
}

static void swap(struct call *c, bool tell)
{
	struct card *card;
	char *dir;

	if (!word_after_slot(c, &dir))
		return;
	card = issue(c, dir);
	if (card)
		reader_swap(c->reader, c->slot, card, tell);
}

static void do_swap(struct call *c)
{
	swap(c, true);
}

static void do_swap_quiet(struct call *c)
{
	swap(c, false);
}

static size_t find_pin(const char *name)
{
	size_t i = 0;

	while (i < ARRAY_SIZE(pins) && (!name || strcmp(pins[i].name, name)))
		i++;
	return i;
}

static void do_tries(struct call *c)
{
	struct pin *pin;
	unsigned long left;
	char *word;
	size_t i;

	if (!word_after_slot(c, &word))
		return;
	i = find_pin(word);
	if (i == ARRAY_SIZE(pins) || !number(next_word(c), 15, &left)) {
		fail(c, "usage: tries [slot=N] auth|sign|card 0..15");
		return;
	}
	if (!slot_of(c)->card) {
		fail(c, "the slot never had a card");
		return;
	}
	pin = &slot_of(c)->card->pin[pins[i].pin];
	pin->left = (uint8_t)left;
	if (pin->max < left)
		pin->max = (uint8_t)left;
}

static void do_plug(struct call *c)
{
	if (c->v->transport->plugged)
		fail(c, "the reader is plugged in already");
	else
		c->v->transport->plug(c->v->transport);
}

static void do_unplug(struct call *c)
{
	if (c->v->transport->plugged)
		c->v->transport->unplug(c->v->transport);
	else
		fail(c, "the reader is not plugged in");
}

static void begin_anew(struct reader *r)
{
	size_t i;

	for (i = 0; i < READER_SLOTS; i++)
		reader_remove(r, i);
	faults_arm(&r->faults, (char[]){ "clear" });
	r->violations = 0;
}

/* An unknown option ends the program, as on the command line. */
static void do_become(struct call *c)
{
	char *words[BECOME_WORDS + 1] = { "become" };
	struct vreader *v = c->v;
	int n = 1;
	size_t i;

	if (v->transport->plugged) {
		fail(c, "the reader is plugged in");
		return;
	}
	free(v->shape);
	v->shape = strdup(c->rest);
	c->rest = v->shape;
	while (n < BECOME_WORDS && (words[n] = next_word(c)))
		n++;
	desc_default(&v->desc);
	options_desc(&v->desc, n, words);
	for (i = 0; i < DESC_INTERFACES; i++)
		begin_anew(&v->reader[i]);
}

static void do_fault(struct call *c)
{
	const char *error = faults_arm(&c->reader->faults, c->rest);

	if (error)
		fail(c, "fault: %s", error);
}

static void do_fuzz(struct call *c)
{
	const char *word = next_word(c);
	struct fuzz *fuzz = &c->reader->fuzz;
	unsigned long seed;

	if (word && !strcmp(word, "off"))
		fuzz->state = 0;
	else if (number(word, ULONG_MAX, &seed))
		fuzz_start(fuzz, seed);
	else
		fail(c, "fuzz: a seed is wanted, or off");
}

static void do_hostile(struct call *c)
{
	say(c, " %u", c->reader->fuzz.hostile);
}

static void do_delay(struct call *c)
{
	unsigned long ms;

	if (number(next_word(c), 1000000, &ms))
		c->reader->delay = ms;
	else
		fail(c, "delay: milliseconds wanted, up to 1000000");
}

/* The owner of the loop has set up everything of the watch but the instant. */
static void do_later(struct call *c)
{
	struct vreader *v = c->v;
	unsigned long ms;

	if (!number(next_word(c), 1000000, &ms) || !*c->rest) {
		fail(c, "usage: later MS COMMAND...");
		return;
	}
	free(v->promise);
	v->promise = strdup(c->rest);
	v->later.due = c->reader->now + ms;
}

static void do_atr(struct call *c)
{
	const char *text = next_word(c);

	if (!text || !reader_set_atr(c->reader, text))
		fail(c, "atr: 2 to 33 bytes of hexadecimal, a name, or own");
}

static void do_pinpad(struct call *c)
{
	const char *error = pinpad_keys(c->reader, c->rest);

	if (error)
		fail(c, "pinpad: %s", error);
}

static void do_status(struct call *c)
{
	const struct slot *s;
	const struct pin *pin;
	char *none;
	size_t i;

	if (!word_after_slot(c, &none))
		return;
	s = slot_of(c);
	say(c, " plugged=%d present=%d active=%d", c->v->transport->plugged,
	    s->present, s->active);
	for (i = 0; s->card && i < ARRAY_SIZE(pins); i++) {
		pin = &s->card->pin[pins[i].pin];
		say(c, " %s=%u/%u%s", pins[i].name, pin->left, pin->max,
		    pin->verified ? "+" : "");
	}
	say(c, " apdus=%u", s->card ? s->card->apdus : 0);
}

static void do_apdus(struct call *c)
{
	const struct card *card;
	char *none;
	size_t i;

	if (!word_after_slot(c, &none))
		return;
	card = slot_of(c)->card;
	say(c, " total=%u", card ? card->apdus : 0);
	for (i = 0; i < ARRAY_SIZE(pins); i++)
		say(c, " %s=%u", pins[i].name,
		    card ? card->pin[pins[i].pin].tried : 0);
}

static void do_bus(struct call *c)
{
	say(c, " configured=%u wakeup=%d", c->v->dev.configured,
	    c->v->dev.wakeup);
}

static void do_violations(struct call *c)
{
	const struct reader *r = c->reader;

	say(c, " %u", r->violations);
	if (r->violations)
		say(c, " %s", r->reason);
}

static void do_quit(struct call *c)
{
	c->v->quit = true;
}

static const struct {
	const char *name;
	void (*run)(struct call *c);
} commands[] = {
	{ "insert", do_insert },
	{ "remove", do_remove },
	{ "swap", do_swap },
	{ "swap-quiet", do_swap_quiet },
	{ "tries", do_tries },
	{ "plug", do_plug },
	{ "unplug", do_unplug },
	{ "become", do_become },
	{ "fault", do_fault },
	{ "fuzz", do_fuzz },
	{ "hostile", do_hostile },
	{ "delay", do_delay },
	{ "later", do_later },
	{ "atr", do_atr },
	{ "pinpad", do_pinpad },
	{ "status", do_status },
	{ "apdus", do_apdus },
	{ "bus", do_bus },
	{ "violations", do_violations },
	{ "quit", do_quit },
};

void command_run(struct vreader *v, char *line, char ret[static REPLY_MAX])
{
	struct call c = { .v = v, .reader = v->reader, .reply = ret };
	const char *name = strtok_r(line, " ", &c.rest);
	size_t i;

	strcpy(ret, "ok");
	if (name && !strcmp(name, "interface=1")) {
		c.reader = &v->reader[1];
		name = next_word(&c);
	}
	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		if (!name || strcmp(commands[i].name, name))
			continue;
		commands[i].run(&c);
		return;
	}
	fail(&c, "no such command: %s", name ? name : "(empty line)");
}

void command_late(void *vreader)
{
	struct vreader *v = vreader;
	char *line = v->promise;
	char reply[REPLY_MAX];

	v->promise = NULL;
	command_run(v, line, reply);
	if (strncmp(reply, "ok", 2))
		fprintf(stderr, "later: %s\n", reply);
	free(line);
}
