/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A begun card, and the commands that every application of it shares. */
#ifndef JPKI_LIB_CARD_H
#define JPKI_LIB_CARD_H

#include <jpki/card.h>

#include "buf.h"

struct jpki_aid {
	uint8_t len;
	uint8_t bytes[16];
};

struct jpki_card {
	struct jpki_reader *reader;
	struct jpki_reader_state state;
	bool awake;		/* has answered a SELECT */
	const struct jpki_aid *selected;	/* NULL: no telling */
};

extern const struct jpki_aid jpki_jpki_aid;	/* certificates and their PINs */
extern const struct jpki_aid jpki_text_aid;	/* who the holder is */

/* A command whose answer is nothing but a status word; @flags of ccid_apdu. */
enum jpki_error jpki_card_order(struct jpki_card *card, uint32_t flags,
				const uint8_t *command, size_t len,
				unsigned int *ret_sw);

/*
 * JPKI_NO_APPLICATION when the card lacks it. One that is selected stays so,
 * since selecting it anew may forget a verified PIN.
 */
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
