// SPDX-License-Identifier: GPL-2.0-or-later
/* The card's files: selecting and reading them. */
#include <string.h>

#include "bytes.h"
#include "card_cmd.h"

const struct ef *card_find_sfi(const struct card *c, uint8_t sfi)
{
	size_t i;

	for (i = 0; c->selected && i < c->selected->files; i++)
		if (c->selected->ef[i].id == sfi)
			return &c->selected->ef[i];
	return NULL;
}

const struct ef *card_reference(const struct card *c, uint8_t p2)
{
	if (p2 == 0x80)
		return c->current;
	return p2 & 0x80 && !(p2 & 0x60) ? card_find_sfi(c, p2 & 0x1f) : NULL;
}

bool card_may_use(const struct card *c, const struct ef *ef)
{
	size_t i;

	for (i = 0; i < PIN_COUNT; i++)
		if (ef->opened_by & 1u << i && c->pin[i].verified)
			return true;
	return !ef->opened_by;
}

static uint16_t select_app(struct card *c, const struct apdu *a)
{
	const struct app *app;

	for (app = c->app; app < c->app + CARD_APPS; app++) {
		if (app->aid_len != a->lc || memcmp(app->aid, a->data, a->lc))
			continue;
		c->selected = app;
		c->current = NULL;
		return SW_OK;
	}
	return SW_NOT_FOUND;
}

static uint16_t select_file(struct card *c, const struct apdu *a)
{
	size_t i;

	if (a->lc != 2)
		return SW_LENGTH;
	for (i = 0; c->selected && i < c->selected->files; i++) {
		if (c->selected->ef[i].id != get16be(a->data))
			continue;
		c->current = &c->selected->ef[i];
		return SW_OK;
	}
	return SW_NOT_FOUND;
}

uint16_t card_select(struct card *c, const struct apdu *a, struct reply *r)
{
	(void)r;
	if (a->p1 == 0x00)
		return SW_NOT_FOUND;
	if ((a->p1 != 0x04 && a->p1 != 0x02) || a->p2 != 0x0c)
		return SW_P1P2;
	if (!a->lc || a->le)
		return SW_LENGTH;
	return a->p1 == 0x04 ? select_app(c, a) : select_file(c, a);
}

/* Copies what Le asks of @len bytes; too much asked is the file's end. */
static uint16_t give(const struct apdu *a, struct reply *r,
		     const uint8_t *from, size_t len)
{
	r->len = len < a->le ? len : a->le;
	memcpy(r->data, from, r->len);
	return len < a->le && !a->le_any ? SW_END_OF_FILE : SW_OK;
}

uint16_t card_read_binary(struct card *c, const struct apdu *a,
			  struct reply *r)
{
	size_t offset = (size_t)a->p1 << 8 | a->p2;

	if (a->lc || !a->le)
		return SW_LENGTH;
	if (a->p1 & 0x80) {
		if (a->p1 & 0x60)
			return SW_P1P2;
		if (!card_find_sfi(c, a->p1 & 0x1f))
			return SW_NOT_FOUND;
		c->current = card_find_sfi(c, a->p1 & 0x1f);
		offset = a->p2;
	}
	if (!c->current)
		return SW_NO_EF;
	if (c->current->kind != EF_DATA)
		return SW_FILE_KIND;
	if (!card_may_use(c, c->current))
		return SW_SECURITY;
	if (offset >= c->current->len)
		return SW_OFFSET;
	return give(a, r, c->current->data + offset, c->current->len - offset);
}

/* One record in each file; P2 names the file in its upper five bits. */
uint16_t card_read_record(struct card *c, const struct apdu *a,
			  struct reply *r)
{
	const struct ef *ef = card_find_sfi(c, a->p2 >> 3);

	if (a->lc || !a->le)
		return SW_LENGTH;
	if ((a->p2 & 7) != 4)
		return SW_P1P2;
	if (!ef)
		return SW_NOT_FOUND;
	if (ef->kind != EF_RECORD)
		return SW_FILE_KIND;
	if (a->p1 != 1)
		return SW_NO_RECORD;
	return give(a, r, ef->data, ef->len);
}
