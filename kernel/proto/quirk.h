/* SPDX-License-Identifier: GPL-2.0-only */
/* Readers that are not what they say, or not what the specification says. */
#ifndef CCID_PROTO_QUIRK_H
#define CCID_PROTO_QUIRK_H

#include <linux/types.h>

struct ccid_desc;

/*
 * CCID_QUIRK_DESC_FF		the class descriptor has type ff
 * CCID_QUIRK_OLD_FIRMWARE	known not to work well; newer firmware does
 * CCID_QUIRK_SHORT		claims extended APDUs, takes short ones only
 * CCID_QUIRK_NO_PIN_PAD	claims a PIN pad; has none, or sends the PIN
 *				to the host as a keyboard
 * CCID_QUIRK_RATE_9600		no card rate but the default one works
 * CCID_QUIRK_RATE_200K		no card rate over 200 kbit/s works
 * CCID_QUIRK_NO_IFS		does not pass S(IFS) on
 * CCID_QUIRK_NO_AUTOSUSPEND	does not wake up again
 * CCID_QUIRK_SERIALISE		hangs when two of its interfaces have a command
 * CCID_QUIRK_SETTLE		answers nothing for a second after plugging in
 * CCID_QUIRK_SLOW		may take up to a minute for any answer
 * CCID_QUIRK_STATUS_LOST	may not answer the first GetSlotStatus
 * CCID_QUIRK_ALWAYS_PRESENT	says that there is a card when there is none
 * CCID_QUIRK_OFF_BEFORE_ON	wants IccPowerOff before each IccPowerOn
 * CCID_QUIRK_EMV		may be in EMV mode, where it refuses other cards
 * CCID_QUIRK_EMPTY_TIMEOUT	reports a card's time-out by an empty response
 */
#define CCID_QUIRK_DESC_FF		0x00000001
#define CCID_QUIRK_OLD_FIRMWARE		0x00000002
#define CCID_QUIRK_SHORT		0x00000004
#define CCID_QUIRK_NO_PIN_PAD		0x00000008
#define CCID_QUIRK_RATE_9600		0x00000010
#define CCID_QUIRK_RATE_200K		0x00000020
#define CCID_QUIRK_NO_IFS		0x00000040
#define CCID_QUIRK_NO_AUTOSUSPEND	0x00000080
#define CCID_QUIRK_SERIALISE		0x00000100
#define CCID_QUIRK_SETTLE		0x00000200
#define CCID_QUIRK_SLOW			0x00000400
#define CCID_QUIRK_STATUS_LOST		0x00000800
#define CCID_QUIRK_ALWAYS_PRESENT	0x00001000
#define CCID_QUIRK_OFF_BEFORE_ON	0x00002000
#define CCID_QUIRK_EMV			0x00004000
#define CCID_QUIRK_EMPTY_TIMEOUT	0x00008000

u32 ccid_quirks(u16 vid, u16 pid, u16 firmware);
void ccid_quirks_apply(u32 quirks, struct ccid_desc *d);

#endif
