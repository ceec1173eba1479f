/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A begun card, and the commands that every application of it shares. */
#ifndef JPKI_LIB_CARD_H
#define JPKI_LIB_CARD_H

#include <jpki/card.h>

#include "buf.h"

struct jpki_card {
	struct jpki_reader *reader;
	struct jpki_reader_state state;
	bool awake;		/* has answered a SELECT */
};

struct jpki_aid {
	uint8_t len;
	uint8_t bytes[16];
};

/* JPKI_NO_APPLICATION when the card lacks it. */
enum jpki_error jpki_card_select(struct jpki_card *card,
				 const struct jpki_aid *aid);

/* JPKI_NO_CERTIFICATE when the application lacks the file. */
enum jpki_error jpki_card_select_ef(struct jpki_card *card, uint16_t ef);

/*
 * Up to @len bytes of the selected file from @offset, appended to @buf; fewer
 * when the file ends. JPKI_PIN_NEEDED when it is closed.
 */
enum jpki_error jpki_card_read(struct jpki_card *card, size_t offset,
			       size_t len, struct jpki_buf *buf);

enum jpki_error jpki_card_ask_tries(struct jpki_card *card,
				    const struct jpki_aid *aid, uint16_t ef,
				    struct jpki_tries *ret);

#endif /* JPKI_LIB_CARD_H */
