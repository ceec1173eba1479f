/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * CCID smart card readers: what the driver tells by generic netlink.
 *
 * The family "ccid" has one command, which only asks, and one multicast group,
 * "events". Both are for everybody in the initial network namespace. The same
 * in the kernel's form of specification is in Documentation/netlink/ccid.yaml.
 *
 *   CCID_NL_CMD_SLOT_GET		one slot, or with NLM_F_DUMP all of them
 *	-> CCID_NL_A_SLOT		for one slot; ENODEV when there is none
 *	<- CCID_NL_A_SLOT		N of ccidN
 *	<- CCID_NL_A_INDEX		the slot's number in its reader
 *	<- CCID_NL_A_NAME		the reader's name
 *	<- CCID_NL_A_LEVEL		CCID_LEVEL_*
 *	<- CCID_NL_A_SEQUENCE		of the slot's last event
 *	<- CCID_NL_A_TIME		of the last change of CCID_NL_A_CARD
 *	<- CCID_NL_A_GENERATION		of the card, 0 without one
 *	<- CCID_NL_A_CARD		CCID_CARD_*
 *	<- CCID_NL_A_ATR		when there is one
 *	<- CCID_NL_A_PROTOCOL		with the ATR
 *	<- CCID_NL_A_PIN ...		for each counter that is known
 *
 *   "events"
 *	CCID_NL_CMD_SLOT_ADD		a slot came: as CCID_NL_CMD_SLOT_GET
 *	CCID_NL_CMD_SLOT_DEL		a slot left, its card with it
 *	   CCID_NL_A_SLOT, CCID_NL_A_INDEX
 *	CCID_NL_CMD_CARD_INSERT		a card came and answered
 *	   and CCID_NL_A_CARD, CCID_NL_A_ATR, CCID_NL_A_PROTOCOL
 *	CCID_NL_CMD_CARD_REMOVE		the card left
 *	   and CCID_NL_A_CARD
 *	CCID_NL_CMD_CARD_MUTE		a card came and does not answer
 *	   and CCID_NL_A_CARD
 *	CCID_NL_CMD_PIN			an attempt counter was learnt
 *	   and CCID_NL_A_PIN
 *	CCID_NL_CMD_FAULT		a command failed
 *	   and CCID_NL_A_FAULT
 *	   all five with CCID_NL_A_SLOT, CCID_NL_A_INDEX, CCID_NL_A_SEQUENCE,
 *	   CCID_NL_A_TIME and CCID_NL_A_GENERATION of the card concerned
 *
 *   CCID_NL_A_PIN
 *	CCID_NL_PIN_A_AID		unless it is of the card's own level
 *	CCID_NL_PIN_A_EF		or CCID_NL_PIN_A_REFERENCE
 *	CCID_NL_PIN_A_TRIES_LEFT	unless there is no telling
 *	CCID_NL_PIN_A_TRIES_MAX		unless there is no telling
 *	CCID_NL_PIN_A_SOURCE		as ccid_pin.source
 *	CCID_NL_PIN_A_STATE		as ccid_pin.state
 *
 * Who wants to follow joins the group and then dumps. Of each slot, events up
 * to the sequence number of the dump are in it already. A later number that is
 * not the next, an event of a slot that is not known, or ENOBUFS mean that
 * something was lost: a dump tells how things stand. After ENOBUFS read what is
 * queued first: until then nothing new is queued. NLM_F_DUMP_INTR on a dump
 * means that slots came or left meanwhile: dump again. Readers that do not tell
 * of cards by themselves are asked for them as long as somebody listens so.
 *
 * Attributes and commands are only ever added, at the end; ignore what is not
 * known. Integers are in the byte order of the host.
 */
#ifndef _UAPI_LINUX_CCID_NETLINK_H
#define _UAPI_LINUX_CCID_NETLINK_H

#define CCID_NL_FAMILY		"ccid"
#define CCID_NL_VERSION		1
#define CCID_NL_EVENTS		"events"

/** enum ccid_nl_command - what a message is; see the tree above */
enum ccid_nl_command {
	CCID_NL_CMD_SLOT_GET = 1,
	CCID_NL_CMD_SLOT_ADD,
	CCID_NL_CMD_SLOT_DEL,
	CCID_NL_CMD_CARD_INSERT,
	CCID_NL_CMD_CARD_REMOVE,
	CCID_NL_CMD_CARD_MUTE,
	CCID_NL_CMD_PIN,
	CCID_NL_CMD_FAULT,

	__CCID_NL_CMD_MAX,
	CCID_NL_CMD_MAX = __CCID_NL_CMD_MAX - 1
};

/**
 * enum ccid_nl_attribute - attributes of all messages
 * @CCID_NL_A_PAD: aligns what follows
 * @CCID_NL_A_SLOT: u32, N of ccidN
 * @CCID_NL_A_INDEX: u32, as ccid_info.slot
 * @CCID_NL_A_NAME: string, as ccid_info.name
 * @CCID_NL_A_LEVEL: u32, as ccid_info.exchange_level
 * @CCID_NL_A_SEQUENCE: u32, as ccid_event.sequence
 * @CCID_NL_A_TIME: u64, CLOCK_MONOTONIC instant in nanoseconds
 * @CCID_NL_A_GENERATION: u32, number of the card
 * @CCID_NL_A_CARD: u32, as ccid_status.card
 * @CCID_NL_A_ATR: binary, answer-to-reset, up to 33 bytes
 * @CCID_NL_A_PROTOCOL: u32, as ccid_status.protocol
 * @CCID_NL_A_PIN: nest of enum ccid_nl_pin_attribute; may come several times
 * @CCID_NL_A_FAULT: u32, the errno that the caller got
 */
enum ccid_nl_attribute {
	CCID_NL_A_PAD = 1,
	CCID_NL_A_SLOT,
	CCID_NL_A_INDEX,
	CCID_NL_A_NAME,
	CCID_NL_A_LEVEL,
	CCID_NL_A_SEQUENCE,
	CCID_NL_A_TIME,
	CCID_NL_A_GENERATION,
	CCID_NL_A_CARD,
	CCID_NL_A_ATR,
	CCID_NL_A_PROTOCOL,
	CCID_NL_A_PIN,
	CCID_NL_A_FAULT,

	__CCID_NL_A_MAX,
	CCID_NL_A_MAX = __CCID_NL_A_MAX - 1
};

/**
 * enum ccid_nl_pin_attribute - one attempt counter
 * @CCID_NL_PIN_A_AID: binary, the application, up to 16 bytes
 * @CCID_NL_PIN_A_EF: u32, identifier of its file
 * @CCID_NL_PIN_A_REFERENCE: u32, P2 of VERIFY
 * @CCID_NL_PIN_A_TRIES_LEFT: u32
 * @CCID_NL_PIN_A_TRIES_MAX: u32, the most ever seen of this card
 * @CCID_NL_PIN_A_SOURCE: u32, CCID_PIN_ASKED and so on
 * @CCID_NL_PIN_A_STATE: u32, CCID_PIN_BLOCKED, CCID_PIN_VERIFIED
 */
enum ccid_nl_pin_attribute {
	CCID_NL_PIN_A_AID = 1,
	CCID_NL_PIN_A_EF,
	CCID_NL_PIN_A_REFERENCE,
	CCID_NL_PIN_A_TRIES_LEFT,
	CCID_NL_PIN_A_TRIES_MAX,
	CCID_NL_PIN_A_SOURCE,
	CCID_NL_PIN_A_STATE,

	__CCID_NL_PIN_A_MAX,
	CCID_NL_PIN_A_MAX = __CCID_NL_PIN_A_MAX - 1
};

#endif /* _UAPI_LINUX_CCID_NETLINK_H */
