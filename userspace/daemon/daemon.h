/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The daemon as a whole. */
#ifndef JPKID_DAEMON_H
#define JPKID_DAEMON_H

#include <jpki/jpki.h>

#include "arguments.h"
#include "clients.h"
#include "config.h"
#include "hearing.h"
#include "loop.h"
#include "midnight.h"
#include "nodes.h"
#include "publish.h"
#include "reading.h"
#include "seats.h"

struct daemon {
	struct arguments arguments;
	struct config config;
	struct loop loop;
	struct source signals;
	struct jpki_ctx *ctx;
	struct publish publish;
	struct clients clients;
	bool own_socket;	/* not handed over: to be removed at the end */
	struct seats seats;
	struct reading *readings;	/* begun */
	struct reading *spare;		/* ready, or NULL */
	struct hearing hearing;
	struct nodes nodes;
	struct midnight midnight;
};

/* Runs until a signal ends it; returns the exit status. */
int daemon_run(struct daemon *daemon);

#endif /* JPKID_DAEMON_H */
