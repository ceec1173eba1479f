// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Counters and faults in JSON. Cards and readers are not told of here: they are
 * the monitor's, which needs no netlink.
 */
#include "news.h"

#include "cli.h"
#include "facts.h"

static void begin_event(struct cli *cli, const struct jpki_news *news,
			const char *name)
{
	facts_event(&cli->out, cli_now(cli), name,
		    *news->reader ? news->reader : NULL, news->generation);
}

static void out_tries(struct out *out, const char *key, int tries)
{
	if (tries < 0)
		out_null(out, key);
	else
		out_int(out, key, tries);
}

static void show_counter(struct cli *cli, const struct jpki_news *news)
{
	const struct jpki_counter *counter = &news->counter;
	const uint8_t ef[] = {
		(uint8_t)(counter->ef >> 8), (uint8_t)counter->ef
	};

	begin_event(cli, news, "pin_counter");
	out_object(&cli->out, "counter");
	out_hex(&cli->out, "aid", counter->aid, counter->aid_len);
	if (counter->ef)
		out_hex(&cli->out, "ef", ef, sizeof(ef));
	else
		out_hex(&cli->out, "reference", &counter->reference, 1);
	out_tries(&cli->out, "left", counter->left);
	out_tries(&cli->out, "max", counter->max);
	out_close(&cli->out);
	out_json_end(&cli->out);
}

static void show_fault(struct cli *cli, const struct jpki_news *news)
{
	begin_event(cli, news, "fault");
	out_string(&cli->out, "error", jpki_error_name(news->fault));
	out_json_end(&cli->out);
}

static void show_one(struct cli *cli, const struct jpki_news *news)
{
	switch (news->type) {
	case JPKI_NEWS_PIN:
		show_counter(cli, news);
		break;
	case JPKI_NEWS_FAULT:
		show_fault(cli, news);
		break;
	case JPKI_NEWS_RESYNC:
		begin_event(cli, news, "news_lost");
		out_json_end(&cli->out);
		break;
	default:
		break;
	}
}

struct jpki_listener *news_begin(struct cli *cli)
{
	struct jpki_listener *listener = NULL;
	struct jpki_news news;

	if (jpki_listener_new(cli->ctx, &listener))
		return NULL;
	/* The first is how things stand. */
	if (jpki_listener_next(listener, &news))
		jpki_listener_free(&listener);
	return listener;
}

void show_news(struct cli *cli, struct jpki_listener **listener)
{
	struct jpki_news news = { .type = JPKI_NEWS_NONE };

	do {
		if (*listener && jpki_listener_next(*listener, &news))
			jpki_listener_free(listener);
		if (*listener)
			show_one(cli, &news);
	} while (*listener && news.type != JPKI_NEWS_NONE);
}
