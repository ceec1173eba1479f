/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * CCID smart card readers: the interface between the driver and userspace.
 *
 * Every slot of every reader is a character device, /dev/ccidN.
 *
 * Structs
 * -------
 * Each struct begins with its own size in bytes, set by the caller. A size
 * under the first version's is EINVAL. A larger one is accepted when all that
 * this kernel does not know is zero, and E2BIG otherwise. Reserved fields and
 * unknown flag bits must be zero (EINVAL). The layout is the same for 32- and
 * 64-bit callers; user addresses travel in a __u64.
 *
 * Turns
 * -----
 * One file at a time uses a slot. CCID_IOC_LOCK takes the slot until
 * CCID_IOC_UNLOCK or close(); CCID_IOC_APDU, CCID_IOC_SECURE, CCID_IOC_POWER,
 * CCID_IOC_ESCAPE and an asking CCID_IOC_PIN take it for that one call when the
 * file does not hold it. Those who wait are served in the order in which they
 * came. With O_NONBLOCK nobody waits for a turn (EAGAIN).
 *
 * Generations
 * -----------
 * Every card put on any reader gets the next number, counted from 1 since the
 * module was loaded; 0 means "whichever card". A call that names a generation
 * fails with ESTALE when that card is not the one in the slot.
 *
 * Deadlines
 * ---------
 * deadline_ns is an instant of CLOCK_MONOTONIC in nanoseconds; 0 leaves the
 * wait for a turn without end and the card's own time to the driver: 5 s where
 * the reader makes APDUs, otherwise what the card's protocol allows it for each
 * block, and longer while it asks for time. No APDU is waited for longer
 * than 5 minutes. What has to be done before it, such as powering the card on,
 * ends at the same instant; getting a reader back into step after it may take
 * a few seconds more.
 *
 * Errors
 * ------
 *   ENODEV        the reader is gone
 *   ENOMEDIUM     no card in the slot
 *   ESTALE        the card is not the one that the caller named; nothing was
 *                 sent to it
 *   EHOSTDOWN     the card is mute: it does not answer power-on
 *   EBUSY         another file has the turn, and the deadline has passed
 *   EAGAIN        the same with O_NONBLOCK; for read(): no event waits
 *   EINTR         a signal came while waiting for the turn: nothing was sent
 *   ECANCELED     a signal, an unlock by another thread, a reset of the reader
 *                 or its sleep aborted the call after it had been sent; or the
 *                 person at the reader's keys gave up
 *   ETIMEDOUT     the card or reader did not answer in time; the command was
 *                 aborted and the slot is usable again
 *   EPROTO        the reader broke the protocol (length, type, slot, sequence
 *                 number, chaining) and was resynchronised, or says that the
 *                 exchange with the card failed
 *   EKEYREJECTED  refused by the PIN floor: the command holds a PIN, and the
 *                 tries left are at or under the floor or not to be learnt;
 *                 nothing was sent but, perhaps, the question how many are
 *   EPERM         CCID_APDU_LAST_TRY, a lower floor or CCID_IOC_ESCAPE without
 *                 CAP_SYS_ADMIN
 *   ENOENT        the card has no application or file of that name
 *   EMSGSIZE      the response does not fit the caller's buffer; the length
 *                 needed is in the struct, and nothing was stored
 *   EOPNOTSUPP    the reader does not know this command, or the APDU is of a
 *                 form that it cannot carry
 *   EINVAL        a field, a flag or the order of the calls is wrong
 *   E2BIG         the struct holds values that this kernel does not know
 *   EFAULT        an address is bad; nothing was sent unless the address of
 *                 the response was
 *   EBADF         the file was not opened for writing (all but INFO, STATUS,
 *                 PIN without CCID_PIN_ASK, and PIN_FLOOR to read it)
 *   ENOTTY        no such ioctl
 *   ENOMEM        no memory
 *
 * The PIN floor
 * -------------
 * Before a VERIFY, CHANGE REFERENCE DATA or RESET RETRY COUNTER that holds a
 * PIN or a resetting code goes to the card, the tries left are looked up; if
 * they are not known, or a try was spent since of what has another name but may
 * be the same PIN, the card is asked with a VERIFY without data. At or under
 * the floor (1 unless set otherwise) the command is not sent, so that no
 * software spends a citizen's last try. The tries of a resetting code cannot be
 * asked for, nor those of a PIN that is presented in a proprietary or reserved
 * class, which does not tell the logical channel: such are not sent. A PIN
 * command that is a part of a chain, or comes while one is open, is not sent,
 * be it with or without data: what the card makes of it is not known.
 * CCID_APDU_LAST_TRY lifts the floor for one call.
 *
 * After ETIMEDOUT, EPROTO or ECANCELED the card may have been powered off to
 * get the slot back: select the application anew. The driver never sends an
 * APDU twice.
 */
#ifndef _UAPI_LINUX_CCID_H
#define _UAPI_LINUX_CCID_H

#include <linux/ioctl.h>
#include <linux/types.h>

/** CCID_UAPI_VERSION - what ccid_info.uapi_version says */
#define CCID_UAPI_VERSION	1

/** CCID_ATR_MAX - the longest answer-to-reset (ISO 7816-3, 8.2.1) */
#define CCID_ATR_MAX		33

/** CCID_APDU_COMMAND_MAX - header, extended Lc, 65,535 bytes, extended Le */
#define CCID_APDU_COMMAND_MAX	65544

/** CCID_APDU_RESPONSE_MAX - 65,536 bytes and the status word */
#define CCID_APDU_RESPONSE_MAX	65538

/* How the reader talks to the card (ccid_info.exchange_level). */
#define CCID_LEVEL_CHARACTER	0	/* byte by byte */
#define CCID_LEVEL_TPDU		1	/* T=0 or T=1 blocks */
#define CCID_LEVEL_SHORT	2	/* short APDUs */
#define CCID_LEVEL_EXTENDED	3	/* short and extended APDUs */

/* Facts about the reader (ccid_info.flags). */
#define CCID_INFO_NOTIFIES	0x01	/* tells of cards by itself, still */

/**
 * struct ccid_info - facts about the reader; none but @flags ever changes
 * @size: sizeof(struct ccid_info)
 * @uapi_version: CCID_UAPI_VERSION of the kernel
 * @vendor_id: USB idVendor
 * @product_id: USB idProduct
 * @bcd_device: firmware version (USB bcdDevice)
 * @bcd_ccid: CCID version that the reader claims
 * @slot: this slot, from 0
 * @slots: how many the reader has, 1 to 16
 * @exchange_level: CCID_LEVEL_*
 * @pin_support: bPINSupport; bit 0 verify, bit 1 modify
 * @protocols: bit 0 T=0, bit 1 T=1
 * @features: dwFeatures as the reader gives it
 * @max_message: the longest message in bytes, header included
 * @max_ifsd: dwMaxIFSD in bytes, at most 254
 * @max_command: the longest command APDU that CCID_IOC_APDU takes, bytes
 * @max_response: the longest response APDU that it can return, bytes
 * @flags: CCID_INFO_*
 * @name: manufacturer and product, printable ASCII, ends in a zero
 */
struct ccid_info {
	__u32 size;
	__u32 uapi_version;
	__u16 vendor_id;
	__u16 product_id;
	__u16 bcd_device;
	__u16 bcd_ccid;
	__u8 slot;
	__u8 slots;
	__u8 exchange_level;
	__u8 pin_support;
	__u32 protocols;
	__u32 features;
	__u32 max_message;
	__u32 max_ifsd;
	__u32 max_command;
	__u32 max_response;
	__u32 flags;
	__u8 name[128];
};

/* The card in the slot (ccid_status.card). */
#define CCID_CARD_ABSENT	0
#define CCID_CARD_PRESENT	1	/* there, without power */
#define CCID_CARD_MUTE		2	/* there, does not answer power-on */
#define CCID_CARD_POWERED	3	/* there and ready */

/* Who holds the slot (ccid_status.lock). */
#define CCID_LOCK_NONE		0
#define CCID_LOCK_OWN		1	/* this file */
#define CCID_LOCK_OTHER		2	/* another file */

/**
 * struct ccid_status - what the driver knows of the card; sends nothing
 * @size: sizeof(struct ccid_status)
 * @flags: must be 0
 * @card: CCID_CARD_*
 * @lock: CCID_LOCK_*
 * @generation: number of the card in the slot, 0 when there is none
 * @protocol: 0 or 1 for T=0 or T=1, the first that the ATR offers and the
 *	reader speaks
 * @changed_ns: CLOCK_MONOTONIC instant of the last change of @card
 * @atr_len: bytes in @atr, 0 to CCID_ATR_MAX
 * @atr: answer-to-reset
 * @reserved: zero
 */
struct ccid_status {
	__u32 size;
	__u32 flags;
	__u32 card;
	__u32 lock;
	__u32 generation;
	__u32 protocol;
	__u64 changed_ns;
	__u32 atr_len;
	__u8 atr[CCID_ATR_MAX];
	__u8 reserved[3];
};

/* What CCID_IOC_POWER does (ccid_power.action). */
#define CCID_POWER_OFF		0
#define CCID_POWER_COLD		1	/* off, then on */
#define CCID_POWER_WARM		2	/* reset under power */

/**
 * struct ccid_power - power the card; it stays the same generation
 * @size: sizeof(struct ccid_power)
 * @flags: must be 0
 * @action: CCID_POWER_*
 * @generation: in: the card meant, or 0; out: the card that it was
 * @deadline_ns: see "Deadlines"
 * @protocol: out: as in struct ccid_status
 * @atr_len: out: bytes in @atr, 0 after CCID_POWER_OFF
 * @atr: out: answer-to-reset
 * @reserved: zero
 */
struct ccid_power {
	__u32 size;
	__u32 flags;
	__u32 action;
	__u32 generation;
	__u64 deadline_ns;
	__u32 protocol;
	__u32 atr_len;
	__u8 atr[CCID_ATR_MAX];
	__u8 reserved[7];
};

/* For ccid_apdu.flags. */
#define CCID_APDU_LAST_TRY	0x01	/* whatever the floor says */

/**
 * struct ccid_apdu - one command APDU and its response
 * @size: sizeof(struct ccid_apdu)
 * @flags: CCID_APDU_LAST_TRY, for callers with CAP_SYS_ADMIN or where the
 *	attribute last_try in sysfs allows it, or 0
 * @command: address of the command APDU
 * @response: address for the response APDU, SW1 SW2 included
 * @command_len: 4 to the reader's max_command, bytes
 * @response_len: in: room at @response, 2 or more; out: bytes stored, or the
 *	room needed when the call failed with EMSGSIZE
 * @deadline_ns: see "Deadlines"
 * @generation: the card meant, or 0
 * @sw: out: SW1 * 256 + SW2, also after EMSGSIZE
 * @reserved: must be 0
 */
struct ccid_apdu {
	__u32 size;
	__u32 flags;
	__u64 command;
	__u64 response;
	__u32 command_len;
	__u32 response_len;
	__u64 deadline_ns;
	__u32 generation;
	__u16 sw;
	__u16 reserved;
};

/**
 * struct ccid_lock - take the slot until unlock or close
 * @size: sizeof(struct ccid_lock)
 * @flags: must be 0
 * @deadline_ns: until when to wait for the turn, 0 for ever
 * @generation: 0, or the one card that every call under this lock is meant
 *	for: ESTALE once it has left
 * @reserved: must be 0
 *
 * EINVAL when the file holds the slot already.
 */
struct ccid_lock {
	__u32 size;
	__u32 flags;
	__u64 deadline_ns;
	__u32 generation;
	__u32 reserved;
};

/* For ccid_unlock.flags. */
#define CCID_UNLOCK_KEEP	0x01	/* leave it verified for this file */

/**
 * struct ccid_unlock - give the slot to the next who waits
 * @size: sizeof(struct ccid_unlock)
 * @flags: CCID_UNLOCK_*
 *
 * A card that this file made verify a PIN is powered off and on first, unless
 * CCID_UNLOCK_KEEP asks to leave it; then that happens when another file takes
 * its turn or this file is closed. A call still running for this file is
 * aborted (ECANCELED). EINVAL when the file does not hold the slot.
 */
struct ccid_unlock {
	__u32 size;
	__u32 flags;
};

/* For ccid_pin.flags. */
#define CCID_PIN_ASK		0x01	/* ask the card now */

/* How the counter was learnt (ccid_pin.source). */
#define CCID_PIN_UNKNOWN	0	/* tries_left means nothing */
#define CCID_PIN_ASKED		1	/* from a VERIFY without data */
#define CCID_PIN_WRONG		2	/* from a PIN that was refused */
#define CCID_PIN_RIGHT		3	/* a PIN was accepted: all are left */
#define CCID_PIN_RESET		4	/* from RESET RETRY COUNTER */

/* For ccid_pin.state. */
#define CCID_PIN_BLOCKED	0x01	/* no try is left */
#define CCID_PIN_VERIFIED	0x02	/* verified since power-on */

/* ccid_pin.tries_left and .tries_max when there is no telling */
#define CCID_PIN_NO_COUNT	255

/**
 * struct ccid_pin - the attempt counter of one PIN of the card in the slot
 * @size: sizeof(struct ccid_pin)
 * @flags: CCID_PIN_ASK or 0
 * @deadline_ns: see "Deadlines"; for CCID_PIN_ASK
 * @generation: in: the card meant, or 0; out: the card that it was
 * @ef: identifier of the PIN's elementary file, or 0 to name it by @reference
 * @reference: P2 of VERIFY, when @ef is 0
 * @aid_len: bytes in @aid, 0 to 16; 0 is the card's own level, which cannot be
 *	asked for
 * @aid: identifier of the application that the PIN belongs to
 * @tries_left: out: 0 to 15, or CCID_PIN_NO_COUNT
 * @tries_max: out: the most ever seen of this card, or CCID_PIN_NO_COUNT
 * @source: out: how the counter was learnt, CCID_PIN_UNKNOWN and so on
 * @state: out: CCID_PIN_BLOCKED, CCID_PIN_VERIFIED
 * @sw: out: the status word that it was learnt from; with CCID_PIN_ASK the
 *	card's answer, whether or not it told a counter; 0 when unknown
 * @reserved: must be 0
 * @learnt_ns: out: CLOCK_MONOTONIC instant at which it was learnt; 0 when
 *	unknown
 *
 * Without CCID_PIN_ASK nothing is sent: the answer is what passing commands
 * have taught the driver. With it the driver selects the application and the
 * file and sends a VERIFY without data, which costs no try (ISO 7816-4,
 * 11.6.6); the card's current application and file are then those. ENOENT: the
 * card has no such application or file.
 */
struct ccid_pin {
	__u32 size;
	__u32 flags;
	__u64 deadline_ns;
	__u32 generation;
	__u16 ef;
	__u8 reference;
	__u8 aid_len;
	__u8 aid[16];
	__u8 tries_left;
	__u8 tries_max;
	__u8 source;
	__u8 state;
	__u16 sw;
	__u16 reserved;
	__u64 learnt_ns;
};

/* For ccid_pin_floor.flags. */
#define CCID_PIN_FLOOR_SET	0x01	/* set it; otherwise it is read */

/**
 * struct ccid_pin_floor - the floor under the attempt counters of the slot
 * @size: sizeof(struct ccid_pin_floor)
 * @flags: CCID_PIN_FLOOR_SET or 0
 * @floor: in: the floor to set, 0 to 15; out: the floor in force
 * @reserved: must be 0
 *
 * It holds for every file and card until the reader is unplugged. Whoever may
 * write may raise it; to lower it takes CAP_SYS_ADMIN.
 */
struct ccid_pin_floor {
	__u32 size;
	__u32 flags;
	__u32 floor;
	__u32 reserved;
};

/**
 * struct ccid_secure - VERIFY with a PIN typed on the reader's own keys
 * @size: sizeof(struct ccid_secure)
 * @flags: CCID_APDU_LAST_TRY, as in struct ccid_apdu, or 0
 * @command: address of the template: a short VERIFY in clear, with filler where
 *	the reader puts the PIN
 * @response: address for the response APDU, SW1 SW2 included
 * @command_len: 4 to 260, and what the reader's messages can hold, bytes
 * @response_len: as in struct ccid_apdu
 * @deadline_ns: see "Deadlines"; 0: @timeout_s and 10 s, at least 90 s
 * @generation: the card meant, or 0
 * @sw: out: SW1 * 256 + SW2
 * @lang_id: wLangId, language of the reader's messages; 0x0411 is Japanese
 * @timeout_s: bTimeOut, seconds for the person; 0: the reader's own
 * @format: bmFormatString, how digits are coded and where they go
 * @pin_block: bmPINBlockString, length of the PIN block and of its length
 * @length_format: bmPINLengthFormat, where the length goes
 * @min_digits: the fewest digits taken
 * @max_digits: the most, 1 or more
 * @validation: bEntryValidationCondition: what ends the entry, bit 0 the last
 *	digit, bit 1 the validation key, bit 2 time
 * @messages: bNumberMessage, how many messages the reader shows; ff: its own
 * @message: bMsgIndex, the first of them
 * @reserved: must be 0
 *
 * The PIN goes from the reader to the card and is never in the host's memory.
 * The fields named after CCID 1.1, 6.1.11 go to the reader as they are. The
 * floor and the ledger hold as for CCID_IOC_APDU. EOPNOTSUPP where the reader
 * has no keys (ccid_info.pin_support), ECANCELED when the person gave up,
 * ETIMEDOUT when nothing was typed in time: then no try was spent.
 */
struct ccid_secure {
	__u32 size;
	__u32 flags;
	__u64 command;
	__u64 response;
	__u32 command_len;
	__u32 response_len;
	__u64 deadline_ns;
	__u32 generation;
	__u16 sw;
	__u16 lang_id;
	__u8 timeout_s;
	__u8 format;
	__u8 pin_block;
	__u8 length_format;
	__u8 min_digits;
	__u8 max_digits;
	__u8 validation;
	__u8 messages;
	__u8 message;
	__u8 reserved[7];
};

/**
 * struct ccid_escape - a command of the reader maker's own (PC_to_RDR_Escape)
 * @size: sizeof(struct ccid_escape)
 * @flags: must be 0
 * @command: address of the command
 * @response: address for the answer
 * @command_len: 0 to the reader's max_message - 10, bytes
 * @response_len: in: room at @response; out: bytes stored, or the room needed
 *	when the call failed with EMSGSIZE
 * @deadline_ns: see "Deadlines"
 *
 * Takes CAP_SYS_ADMIN (EPERM otherwise, before anything else is looked at), and
 * no card. Since such a command may do anything to a card, a verified one is
 * powered off and on first if it is another file's, the attempt counters are
 * unknown from then on, and the card counts as verified for this file.
 * EOPNOTSUPP when the reader does not know the command.
 */
struct ccid_escape {
	__u32 size;
	__u32 flags;
	__u64 command;
	__u64 response;
	__u32 command_len;
	__u32 response_len;
	__u64 deadline_ns;
};

/* What read() tells of (ccid_event.type). */
#define CCID_EVENT_INSERT	1	/* a card came and answered */
#define CCID_EVENT_REMOVE	2	/* the card left */
#define CCID_EVENT_MUTE		3	/* a card came and does not answer */
#define CCID_EVENT_PIN		4	/* an attempt counter was learnt */
#define CCID_EVENT_FAULT	5	/* a command failed */

/**
 * struct ccid_event - one record of read(); reads return whole records only
 * @size: sizeof(struct ccid_event)
 * @type: CCID_EVENT_*
 * @time_ns: CLOCK_MONOTONIC instant
 * @sequence: counts the events of the slot; a gap means that the queue of this
 *	file (32 records) ran over and the oldest were dropped
 * @generation: the card concerned
 * @fault: for CCID_EVENT_FAULT: the errno that the caller got
 * @ef: for CCID_EVENT_PIN: as in struct ccid_pin
 * @reference: for CCID_EVENT_PIN: as in struct ccid_pin
 * @tries_left: for CCID_EVENT_PIN: as in struct ccid_pin
 * @aid_len: for CCID_EVENT_PIN: bytes in @aid
 * @aid: for CCID_EVENT_PIN: the application
 * @reserved: zero
 */
struct ccid_event {
	__u32 size;
	__u32 type;
	__u64 time_ns;
	__u32 sequence;
	__u32 generation;
	__u32 fault;
	__u16 ef;
	__u8 reference;
	__u8 tries_left;
	__u8 aid_len;
	__u8 aid[16];
	__u8 reserved[7];
};

#define CCID_IOC_MAGIC		0xC4

/*
 * The kernel goes by the number and by the struct's own size field; the size
 * inside the command is not looked at, so that a struct may grow.
 */
#define CCID_IOC_INFO		_IOWR(CCID_IOC_MAGIC, 0x01, struct ccid_info)
#define CCID_IOC_STATUS		_IOWR(CCID_IOC_MAGIC, 0x02, struct ccid_status)
#define CCID_IOC_POWER		_IOWR(CCID_IOC_MAGIC, 0x03, struct ccid_power)
#define CCID_IOC_APDU		_IOWR(CCID_IOC_MAGIC, 0x04, struct ccid_apdu)
#define CCID_IOC_LOCK		_IOWR(CCID_IOC_MAGIC, 0x05, struct ccid_lock)
#define CCID_IOC_UNLOCK		_IOWR(CCID_IOC_MAGIC, 0x06, struct ccid_unlock)
#define CCID_IOC_PIN		_IOWR(CCID_IOC_MAGIC, 0x07, struct ccid_pin)
#define CCID_IOC_PIN_FLOOR \
	_IOWR(CCID_IOC_MAGIC, 0x08, struct ccid_pin_floor)
#define CCID_IOC_ESCAPE		_IOWR(CCID_IOC_MAGIC, 0x09, struct ccid_escape)
#define CCID_IOC_SECURE		_IOWR(CCID_IOC_MAGIC, 0x0a, struct ccid_secure)

#endif /* _UAPI_LINUX_CCID_H */
