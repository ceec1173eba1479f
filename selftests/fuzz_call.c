// SPDX-License-Identifier: GPL-2.0-or-later
/* Hostile ioctls; see fuzz_call.h. */
#include "fuzz_call.h"

#include <linux/ccid.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "desk.h"

#define PAGE 4096u
#define GROUND (2 * PAGE)	/* the writable part */
#define SOON_MS 150
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* APDUs worth dealing; what presents a PIN is dealt after what selects it. */
static const char *const apdus[] = {
	SELECT_JPKI, SELECT_JPKI, SELECT_AUTH_PIN, SELECT_AUTH_PIN,
	VERIFY_WRONG, VERIFY_WRONG, VERIFY_AUTH, VERIFY_NOTHING,
	SELECT_AUTH_CERT, READ_256, READ_4096, SELECT_AUTH_KEY, SIGN,
	"00A4020C02001B",			/* the PIN for signing */
	"0024008008" "3939393938383838",	/* CHANGE REFERENCE DATA */
	"002C008008" "3939393938383838",	/* RESET RETRY COUNTER */
	"10200080023939", "0C20008004" "39393939", "0021008004" "39393939",
	"00200080000004" "39393939",		/* extended length */
	"00C0000000", "FFCA000000", "00000000",
};

static const uint32_t lengths[] = {
	0, 1, 2, 3, 4, 5, 255, 256, 257, 258, 4095, 4096, 4097, 65535, 65536,
	65538, 65544, 65545, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
};

static const struct {
	unsigned long number;
	uint32_t size;
	uint32_t deadline_at;	/* offset of deadline_ns, 0: none */
} commands[] = {
	{ CCID_IOC_INFO, sizeof(struct ccid_info), 0 },
	{ CCID_IOC_STATUS, sizeof(struct ccid_status), 0 },
	{ CCID_IOC_POWER, sizeof(struct ccid_power),
	  offsetof(struct ccid_power, deadline_ns) },
	{ CCID_IOC_APDU, sizeof(struct ccid_apdu),
	  offsetof(struct ccid_apdu, deadline_ns) },
	{ CCID_IOC_APDU, sizeof(struct ccid_apdu),
	  offsetof(struct ccid_apdu, deadline_ns) },
	{ CCID_IOC_APDU, sizeof(struct ccid_apdu),
	  offsetof(struct ccid_apdu, deadline_ns) },
	{ CCID_IOC_LOCK, sizeof(struct ccid_lock),
	  offsetof(struct ccid_lock, deadline_ns) },
	{ CCID_IOC_UNLOCK, sizeof(struct ccid_unlock), 0 },
	{ CCID_IOC_PIN, sizeof(struct ccid_pin),
	  offsetof(struct ccid_pin, deadline_ns) },
	{ CCID_IOC_PIN_FLOOR, sizeof(struct ccid_pin_floor), 0 },
};

static uint8_t *pages(size_t n, int protection)
{
	void *at = mmap(NULL, n * PAGE, protection,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return at == MAP_FAILED ? NULL : at;
}

uint8_t *fuzz_shared_new(void)
{
	return pages(1, PROT_READ | PROT_WRITE);
}

bool fuzz_hand_new(struct fuzz_hand *ret, uint64_t seed, uint8_t *shared)
{
	ret->state = seed * 0x9e3779b97f4a7c15 | 1;
	ret->ground = pages(3, PROT_READ | PROT_WRITE);
	ret->readonly = pages(1, PROT_READ);
	ret->shared = shared;
	return ret->ground && ret->readonly && shared &&
	       !mprotect(ret->ground + GROUND, PAGE, PROT_NONE);
}

/* xorshift64* */
uint32_t fuzz_below(struct fuzz_hand *h, uint32_t n)
{
	h->state ^= h->state >> 12;
	h->state ^= h->state << 25;
	h->state ^= h->state >> 27;
	return (uint32_t)((h->state * 0x2545f4914f6cdd1d) >> 32) % n;
}

static bool one_in(struct fuzz_hand *h, uint32_t n)
{
	return !fuzz_below(h, n);
}

static uint32_t odd_number(struct fuzz_hand *h)
{
	if (one_in(h, 4))
		return fuzz_below(h, UINT32_MAX);
	return lengths[fuzz_below(h, COUNT(lengths))];
}

/* An address where nobody should read or write @len bytes, or not for long. */
static uintptr_t bad_place(struct fuzz_hand *h, uint32_t len)
{
	switch (fuzz_below(h, 8)) {
	case 0:
		return 0;
	case 1:
		return (uintptr_t)h->ground + GROUND;	/* untouchable */
	case 2:
		return (uintptr_t)h->ground + GROUND - fuzz_below(h, len + 1);
	case 3:
		return (uintptr_t)h->readonly;
	case 4:
		return 0xffffffff81000000;		/* the kernel's code */
	case 5:
		return 0xffff888000000000 + fuzz_below(h, 1 << 30);
	case 6:
		return 0x0000800000000000 - fuzz_below(h, 64);
	default:
		return (uintptr_t)fuzz_below(h, UINT32_MAX) << 32;
	}
}

/* Room for @len bytes, often right before the page that cannot be touched. */
static uint8_t *good_place(struct fuzz_hand *h, uint32_t len)
{
	if (one_in(h, 2))
		return h->ground + GROUND - len;
	return h->ground + fuzz_below(h, GROUND - len + 1);
}

static uint64_t deadline(struct fuzz_hand *h, bool *bounded)
{
	if (!one_in(h, 12))
		return in_ms(fuzz_below(h, SOON_MS));
	*bounded = false;
	switch (fuzz_below(h, 4)) {
	case 0:
		return 0;
	case 1:
		return UINT64_MAX;
	case 2:
		return INT64_MAX;
	default:
		return in_ms(SOON_MS) + fuzz_below(h, UINT32_MAX);
	}
}

static uint32_t from_hex(uint8_t *ret, const char *hex)
{
	uint32_t n = 0;

	while (sscanf(hex + 2 * n, "%2hhx", &ret[n]) == 1)
		n++;
	return n;
}

static void deal_apdu(struct fuzz_hand *h, struct ccid_apdu *apdu)
{
	uint8_t command[256];
	uint32_t room = one_in(h, 3) ? 2 + fuzz_below(h, 600) : 258;
	uint8_t *at;

	apdu->command_len = from_hex(command,
				     apdus[fuzz_below(h, COUNT(apdus))]);
	if (one_in(h, 6))
		command[fuzz_below(h, apdu->command_len)] ^=
			(uint8_t)(1 << fuzz_below(h, 8));
	at = good_place(h, apdu->command_len);
	memcpy(at, command, apdu->command_len);
	apdu->command = (uintptr_t)at;
	apdu->response = (uintptr_t)good_place(h, room);
	apdu->response_len = room;
	if (one_in(h, 24))
		apdu->command = bad_place(h, apdu->command_len);
	if (one_in(h, 24))
		apdu->response = bad_place(h, room);
	if (one_in(h, 24))
		apdu->command_len = odd_number(h);
	if (one_in(h, 24))
		apdu->response_len = odd_number(h);
	if (one_in(h, 6))
		apdu->flags = CCID_APDU_LAST_TRY;
}

static void deal_pin(struct fuzz_hand *h, struct ccid_pin *pin)
{
	static const uint8_t aid[] = { 0xd3, 0x92, 0xf0, 0x00, 0x26, 0x01,
				       0x00, 0x00, 0x00, 0x01 };

	pin->flags = fuzz_below(h, 2);
	pin->ef = one_in(h, 4) ? (uint16_t)odd_number(h) : 0x18;
	pin->aid_len = sizeof(aid);
	memcpy(pin->aid, aid, sizeof(aid));
}

/* The body of the struct: what it would be for a friend. */
static void deal_body(struct fuzz_hand *h, unsigned long number, void *body)
{
	struct ccid_pin_floor *floor = body;
	struct ccid_unlock *unlock = body;
	struct ccid_power *power = body;

	switch (number) {
	case CCID_IOC_POWER:
		power->action = fuzz_below(h, 3);
		break;
	case CCID_IOC_APDU:
		deal_apdu(h, body);
		break;
	case CCID_IOC_UNLOCK:
		unlock->flags = fuzz_below(h, 2);
		break;
	case CCID_IOC_PIN:
		deal_pin(h, body);
		break;
	case CCID_IOC_PIN_FLOOR:
		floor->flags = one_in(h, 8);
		floor->floor = fuzz_below(h, 3);
		break;
	}
}

static uint32_t deal_size(struct fuzz_hand *h, uint32_t size)
{
	switch (fuzz_below(h, 24)) {
	case 0:
		return odd_number(h);
	case 1:
		return fuzz_below(h, size);
	case 2:
		return size + 1 + fuzz_below(h, 64);
	default:
		return size;
	}
}

/* Anything at all: known to the driver or not. */
static unsigned long deal_number(struct fuzz_hand *h, unsigned long known)
{
	switch (fuzz_below(h, 32)) {
	case 0:
		return fuzz_below(h, UINT32_MAX);
	case 1:
		return _IOC(fuzz_below(h, 4), CCID_IOC_MAGIC,
			    fuzz_below(h, 256), fuzz_below(h, 16384));
	case 2:
		return _IOC(fuzz_below(h, 4), CCID_IOC_MAGIC, _IOC_NR(known),
			    fuzz_below(h, 16384));
	default:
		return known;
	}
}

void fuzz_call_deal(struct fuzz_hand *h, struct fuzz_call *ret)
{
	size_t i = fuzz_below(h, COUNT(commands));
	uint8_t body[PAGE] = { 0 };
	uint32_t size = commands[i].size;
	uint32_t given = deal_size(h, size);
	uint32_t room = given > PAGE || given < size ? size : given;
	uint64_t until;
	uint8_t *at;

	ret->number = deal_number(h, commands[i].number);
	ret->bounded = true;
	deal_body(h, commands[i].number, body);
	memcpy(body, &given, sizeof(given));
	if (commands[i].deadline_at) {
		until = deadline(h, &ret->bounded);
		memcpy(body + commands[i].deadline_at, &until, sizeof(until));
	}
	if (one_in(h, 10)) {
		body[fuzz_below(h, room)] = (uint8_t)fuzz_below(h, 256);
		ret->bounded = false;	/* it may be the deadline's */
	}
	at = good_place(h, room);
	if (one_in(h, 10) && room < PAGE) {
		at = h->shared + fuzz_below(h, PAGE - room);
		ret->bounded = false;
	}
	memcpy(at, body, room);
	ret->arg = one_in(h, 24) ? bad_place(h, room) : (uintptr_t)at;
	if (ret->number != commands[i].number || ret->arg != (uintptr_t)at)
		ret->bounded = false;
}

void fuzz_shared_stir(struct fuzz_hand *h)
{
	h->shared[fuzz_below(h, PAGE)] = (uint8_t)fuzz_below(h, 256);
}
