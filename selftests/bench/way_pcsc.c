// SPDX-License-Identifier: GPL-2.0-or-later
/* pcscd and libccid: winscard.h. */
#include <stdlib.h>
#include <string.h>

#include <winscard.h>

#include "way.h"

#define NAMES_MAX 8192

/**
 * struct seat - a connection to pcscd, and to a card through it
 * @reader: its name there
 * @card: while connected, or 0
 */
struct seat {
	SCARDCONTEXT context;
	SCARDHANDLE card;
	char reader[MAX_READERNAME];
};

/* pcscd has the serial number in the name, in brackets. */
static int find_reader(struct seat *s, const char *serial)
{
	char names[NAMES_MAX];
	DWORD len = sizeof(names);
	const char *name;

	if (SCardListReaders(s->context, NULL, names, &len))
		return -1;
	for (name = names; *name; name += strlen(name) + 1) {
		if (!strstr(name, serial) || strlen(name) >= MAX_READERNAME)
			continue;
		strcpy(s->reader, name);
		return 0;
	}
	return -1;
}

static struct seat *pcsc_open(const char *serial)
{
	struct seat *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	if (SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL,
				  &s->context)) {
		free(s);
		return NULL;
	}
	if (!find_reader(s, serial))
		return s;
	SCardReleaseContext(s->context);
	free(s);
	return NULL;
}

/* Sleep until pcscd says that of the reader. */
static int await_state(struct seat *s, DWORD state)
{
	SCARD_READERSTATE r = { .szReader = s->reader };

	do {
		if (SCardGetStatusChange(s->context, INFINITE, &r, 1))
			return -1;
		r.dwCurrentState = r.dwEventState;
	} while (!(r.dwEventState & state));
	return 0;
}

static int pcsc_await(struct seat *s)
{
	DWORD protocol;

	if (await_state(s, SCARD_STATE_PRESENT))
		return -1;
	return SCardConnect(s->context, s->reader, SCARD_SHARE_SHARED,
			    SCARD_PROTOCOL_T1, &s->card, &protocol) ? -1 : 0;
}

static int pcsc_reset(struct seat *s)
{
	DWORD protocol;

	return SCardReconnect(s->card, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1,
			      SCARD_UNPOWER_CARD, &protocol) ? -1 : 0;
}

static long pcsc_transmit(struct seat *s, const uint8_t *cmd, size_t len,
			  uint8_t *rsp, size_t room)
{
	DWORD got = room;

	if (SCardTransmit(s->card, SCARD_PCI_T1, cmd, len, NULL, rsp, &got))
		return -1;
	return (long)got;
}

static void disconnect(struct seat *s)
{
	SCardDisconnect(s->card, SCARD_LEAVE_CARD);
	s->card = 0;
}

static int pcsc_leave(struct seat *s)
{
	int err = await_state(s, SCARD_STATE_EMPTY);

	disconnect(s);
	return err;
}

static void pcsc_close(struct seat *s)
{
	if (s->card)
		disconnect(s);
	SCardReleaseContext(s->context);
	free(s);
}

const struct way way_pcsc = {
	"pcsc", pcsc_open, pcsc_await, pcsc_reset, pcsc_transmit, pcsc_leave,
	pcsc_close,
};
