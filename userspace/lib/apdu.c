// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Command APDUs. Pure: builds bytes, sends none.
 */
#include "apdu.h"

#include <string.h>

size_t jpki_apdu_select_aid(const uint8_t *aid, uint8_t aid_len,
			    uint8_t ret[static JPKI_APDU_ROOM])
{
	const uint8_t header[] = { 0x00, 0xa4, 0x04, 0x0c, aid_len };

	memcpy(ret, header, sizeof(header));
	memcpy(ret + sizeof(header), aid, aid_len);
	return sizeof(header) + aid_len;
}

size_t jpki_apdu_select_ef(uint16_t ef, uint8_t ret[static JPKI_APDU_ROOM])
{
	const uint8_t command[] = { 0x00, 0xa4, 0x02, 0x0c, 0x02,
				    (uint8_t)(ef >> 8), (uint8_t)ef };

	memcpy(ret, command, sizeof(command));
	return sizeof(command);
}

size_t jpki_apdu_read(uint16_t offset, uint16_t len,
		      uint8_t ret[static JPKI_APDU_ROOM])
{
	/* a length of 256 is written as 00 */
	const uint8_t command[] = { 0x00, 0xb0, (uint8_t)(offset >> 8),
				    (uint8_t)offset, (uint8_t)len };

	memcpy(ret, command, sizeof(command));
	return sizeof(command);
}

bool jpki_apdu_is_secret(const uint8_t *command, size_t len)
{
	if (len < 2)
		return false;
	switch (command[1]) {
	case 0x20:	/* VERIFY */
	case 0x24:	/* CHANGE REFERENCE DATA */
	case 0x2c:	/* RESET RETRY COUNTER */
		return true;
	default:
		return false;
	}
}
