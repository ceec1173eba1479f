/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* BER-TLV as cards use it (ISO 7816-4, 5.2.2). Pure. */
#ifndef JPKI_LIB_TLV_H
#define JPKI_LIB_TLV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JPKI_TLV_HEADER_MAX	6	/* tag of 3 bytes, length of 3 */

struct jpki_bytes {
	const uint8_t *p;
	size_t len;
};

struct jpki_tlv {
	uint32_t tag;		/* its bytes, as one number */
	struct jpki_bytes value;
};

/*
 * Tag and length at the beginning of @bytes, the value perhaps not there yet:
 * its address is behind the header, its length what the header says. Returns
 * the length of the header, 0 when there is none, whole and well formed.
 */
size_t jpki_tlv_header(struct jpki_bytes bytes, struct jpki_tlv *ret);

/* Takes one object off @rest; false when none is there, or not all of it. */
bool jpki_tlv_take(struct jpki_bytes *rest, struct jpki_tlv *ret);

#endif /* JPKI_LIB_TLV_H */
