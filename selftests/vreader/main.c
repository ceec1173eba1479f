// SPDX-License-Identifier: GPL-2.0-or-later
/* vreader: a USB CCID reader with a My Number Card, for tests. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "command.h"
#include "control.h"
#include "issue.h"
#include "options.h"
#include "trace.h"
#include "vreader.h"

static int insert_card(struct vreader *v, const char *dir)
{
	struct card *card;

	if (!dir)
		return 0;
	card = card_issue(dir);
	if (!card)
		return -1;
	reader_insert(v->reader, 0, card);
	return 0;
}

static int set_up(struct reader *r, const struct options *o)
{
	r->piece = o->piece;
	if (o->fuzz)
		fuzz_start(&r->fuzz, o->fuzz);
	r->first_notify = o->first_notify;
	if (!o->atr || reader_set_atr(r, o->atr))
		return 0;
	fputs("vreader: --atr: neither bytes nor a name\n", stderr);
	return -1;
}

static int start(struct vreader *v, const struct options *o)
{
	size_t i;

	for (i = 0; i < DESC_INTERFACES; i++)
		if (set_up(&v->reader[i], o))
			return -1;
	v->dev.trace = o->trace ? trace_message : NULL;
	v->later = (struct watch){
		.fd = -1, .due = NEVER, .expired = command_late, .arg = v,
	};
	if (loop_add(&v->loop, &v->later))
		return -1;
	if (o->control && control_open(v, o->control))
		return -1;
	v->transport = o->usbredir ?
		usbredir_open(o->usbredir, &v->dev, &v->loop) :
		vhci_open(o->vhci_port, &v->dev, &v->loop);
	if (!v->transport || insert_card(v, o->card))
		return -1;
	if (!o->unplugged)
		v->transport->plug(v->transport);
	if (write(o->ready_fd, "ready\n", 6) != 6)
		perror("ready");
	return 0;
}

static uint64_t due(const struct vreader *v)
{
	uint64_t due = NEVER, at;
	size_t i;

	for (i = 0; i < DESC_INTERFACES; i++) {
		at = reader_due(&v->reader[i]);
		due = at < due ? at : due;
	}
	return due;
}

static int run(struct vreader *v)
{
	size_t i;

	while (!v->quit) {
		usbdev_pump(&v->dev);
		if (v->dev.vanished)
			v->transport->unplug(v->transport);
		if (loop_wait(&v->loop, due(v)))
			return -1;
		for (i = 0; i < DESC_INTERFACES; i++)
			reader_tick(&v->reader[i], loop_now());
		loop_dispatch(&v->loop);
	}
	return 0;
}

int main(int argc, char **argv)
{
	static struct vreader vreader;
	struct vreader *v = &vreader;
	struct options o;
	size_t i;
	int err;

	signal(SIGPIPE, SIG_IGN);
	desc_default(&v->desc);
	options_parse(&o, &v->desc, argc, argv);
	for (i = 0; i < DESC_INTERFACES; i++)
		reader_init(&v->reader[i], &v->desc);
	v->reader[0].rival = &v->reader[1];
	v->reader[1].rival = &v->reader[0];
	usbdev_init(&v->dev, &v->desc, v->reader);
	err = start(v, &o) || run(v);
	if (v->transport && v->transport->plugged)
		v->transport->unplug(v->transport);
	for (i = 0; i < DESC_INTERFACES; i++)
		reader_release(&v->reader[i]);
	free(v->shape);
	free(v->promise);
	return err ? 1 : 0;
}
