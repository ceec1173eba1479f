// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * jpkictl apdu: for experts. The only verb that prints a card's bytes, since
 * that is what was asked for.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "lang.h"
#include "pick.h"

#define APDU_MIN 4
#define APDU_MAX 65544

struct apdu {
	uint8_t *bytes;
	size_t len;
};

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Pairs of digits, with spaces and colons between the pairs. */
static bool parse_hex(const char *text, struct apdu *apdu)
{
	int high, low;

	while (*text) {
		if (*text == ' ' || *text == ':') {
			text++;
			continue;
		}
		high = hex_digit(text[0]);
		low = high < 0 ? -1 : hex_digit(text[1]);
		if (low < 0)
			return false;
		apdu->bytes[apdu->len++] = (uint8_t)(high << 4 | low);
		text += 2;
	}
	return true;
}

/* A VERIFY of five bytes at most asks only how many tries are left. */
static bool carries_pin(const struct apdu *apdu)
{
	uint8_t ins = apdu->bytes[1];

	return apdu->len > 5 && (ins == 0x20 || ins == 0x24 || ins == 0x2c);
}

static int parse(struct cli *cli, const char *text, struct apdu *apdu)
{
	apdu->bytes = malloc(strlen(text) / 2 + 1);
	if (!apdu->bytes)
		return cli_fail(cli, JPKI_NO_MEMORY);
	if (!parse_hex(text, apdu))
		return cli_usage(cli, "%s",
				 _("An APDU must be pairs of hexadecimal "
				   "digits."));
	if (apdu->len < APDU_MIN || apdu->len > APDU_MAX)
		return cli_usage(cli, _("An APDU has %d to %d bytes; give each "
					"as one argument, in quotes."),
				 APDU_MIN, APDU_MAX);
	if (carries_pin(apdu))
		return cli_usage(cli, "%s",
				 _("A PIN must not be on the command line."));
	return EXIT_DONE;
}

static void show(struct cli *cli, const uint8_t *response, size_t len)
{
	struct out *out = &cli->out;

	if (cli->opt.json) {
		out_object(out, NULL);
		out_hex(out, "data", response, len - 2);
		out_hex(out, "sw", response + len - 2, 2);
		out_close(out);
	} else {
		out_response(out, response, len);
	}
}

static int send_all(struct cli *cli, struct jpki_card *card,
		    const struct apdu *apdus, uint8_t *response)
{
	enum jpki_error err;
	size_t len;
	int i;

	for (i = 0; i < cli->arg_count; i++) {
		err = jpki_card_transmit(card, apdus[i].bytes, apdus[i].len,
					 response, JPKI_RESPONSE_MAX, &len);
		if (err)
			return cli_fail(cli, err);
		show(cli, response, len);
	}
	return EXIT_DONE;
}

static int transact(struct cli *cli, const struct apdu *apdus)
{
	struct jpki_reader *reader = NULL;
	struct jpki_card *card = NULL;
	uint8_t *response = malloc(JPKI_RESPONSE_MAX);
	int status;

	if (!response)
		return cli_fail(cli, JPKI_NO_MEMORY);
	status = pick_card(cli, &reader, &card);
	if (!status) {
		if (cli->opt.json) {
			out_json_begin(&cli->out, "jpki.apdu/1");
			out_array(&cli->out, "responses");
		}
		status = send_all(cli, card, apdus, response);
		if (cli->opt.json && !status)
			out_json_end(&cli->out);
	}
	jpki_card_end(&card);
	jpki_reader_close(&reader);
	explicit_bzero(response, JPKI_RESPONSE_MAX);
	free(response);
	return status;
}

static void free_apdus(struct apdu *apdus, int count)
{
	int i;

	for (i = 0; i < count; i++) {
		if (apdus[i].bytes)
			explicit_bzero(apdus[i].bytes, apdus[i].len);
		free(apdus[i].bytes);
	}
	free(apdus);
}

int cmd_apdu(struct cli *cli)
{
	struct apdu *apdus;
	int i, status = EXIT_DONE;

	if (!cli->arg_count)
		return cli_usage(cli, "%s", _("apdu needs an APDU."));
	apdus = calloc((size_t)cli->arg_count, sizeof(*apdus));
	if (!apdus)
		return cli_fail(cli, JPKI_NO_MEMORY);
	for (i = 0; !status && i < cli->arg_count; i++)
		status = parse(cli, cli->args[i], &apdus[i]);
	if (!status)
		status = transact(cli, apdus);
	free_apdus(apdus, cli->arg_count);
	return status;
}
