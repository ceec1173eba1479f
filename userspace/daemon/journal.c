// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the journal is told of a card, in fields that programs can match; their
 * names are in jpkid(8). Nothing that names a certificate or its holder. Where
 * no journal runs nothing is said.
 */
#include "journal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syslog.h>
#include <sys/uio.h>

#define SD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-journal.h>

#include "lang.h"

#define FIELDS_MAX	16
#define MESSAGE_ID	"3f2a6e0f52a94d5c8e6b1b7d90c4a1e8"

struct entry {
	struct iovec field[FIELDS_MAX];
	int count;
};

__attribute__((format(printf, 2, 3)))
static void add(struct entry *entry, const char *format, ...)
{
	struct iovec *field = &entry->field[entry->count];
	va_list args;
	char *text;
	int len;

	va_start(args, format);
	len = vasprintf(&text, format, args);
	va_end(args);
	if (len < 0)
		return;
	*field = (struct iovec){ .iov_base = text, .iov_len = (size_t)len };
	entry->count++;
}

static void send_entry(struct entry *entry)
{
	(void)sd_journal_sendv(entry->field, entry->count);
	while (entry->count)
		free(entry->field[--entry->count].iov_base);
}

static void add_message(struct entry *entry, const char *format,
			const char *reader)
{
	char text[256];

	snprintf(text, sizeof(text), format, reader);
	add(entry, "MESSAGE=%s", text);
}

static void add_card(struct entry *entry, const char *reader,
		     uint32_t generation)
{
	add(entry, "MESSAGE_ID=" MESSAGE_ID);
	add(entry, "JPKI_READER=%s", reader);
	add(entry, "JPKI_GENERATION=%u", generation);
}

static void add_tries(struct entry *entry, const char *field,
		      const struct jpki_tries *tries)
{
	if (tries->known && tries->left >= 0)
		add(entry, "%s=%d", field, tries->left);
}

static void add_detail(struct entry *entry, const struct jpki_status *status)
{
	char day[JPKI_DATE_SIZE];

	if (status->auth.dated) {
		jpki_date_format(status->auth.expiry, day, sizeof(day));
		add(entry, "JPKI_EXPIRY_AUTH=%s", day);
	}
	add_tries(entry, "JPKI_TRIES_AUTH", &status->auth_tries);
	add_tries(entry, "JPKI_TRIES_SIGN", &status->sign_tries);
}

void journal_status(const struct jpki_status *status,
		    enum config_journal detail)
{
	struct entry entry = { .count = 0 };

	if (detail == CONFIG_JOURNAL_NONE)
		return;
	add(&entry, "PRIORITY=%d", LOG_INFO);
	add_card(&entry, status->reader.name, status->card.generation);
	add(&entry, "JPKI_STATE_AUTH=%s", jpki_state_name(status->auth.state));
	add(&entry, "JPKI_STATE_SIGN=%s", jpki_state_name(status->sign.state));
	if (detail == CONFIG_JOURNAL_FULL)
		add_detail(&entry, status);
	add_message(&entry, _("%s: a card was read."), status->reader.name);
	send_entry(&entry);
}

void journal_error(enum jpki_error err, const char *reader,
		   uint32_t generation)
{
	struct entry entry = { .count = 0 };

	add(&entry, "PRIORITY=%d", LOG_WARNING);
	add_card(&entry, reader, generation);
	add(&entry, "JPKI_ERROR=%s", jpki_error_name(err));
	add_message(&entry, _("%s: the card could not be read."), reader);
	send_entry(&entry);
}
