/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The desk that a test sits at: a virtual reader of its own on an emulated
 * USB bus of this machine, and the device node that the driver makes of it.
 *
 * One virtual reader runs for the whole program; each test begins with
 * desk_clear(). Functions that return int return 0 or -errno. What cannot go
 * wrong in a sane machine ends the program with a message.
 */
#ifndef SELFTESTS_DESK_H
#define SELFTESTS_DESK_H

#include <linux/ccid.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Cards made at build time: two people, the same PINs. */
#define ALICE "cards/alice"
#define BOB "cards/bob"

#define SW_OK 0x9000

/*
 * Before anything else, where several programs share the machine: be at a bus
 * of one's own, 0 to desk_places() - 1.
 */
unsigned int desk_places(void);
void desk_place(unsigned int number);
/* The reader; options as vreader takes them, on top of one with a card. */
void desk_start(const char *const options[]);
/* The same, and a file of it when its card has power; or -errno. */
int desk_start_open(const char *const options[]);
/* One outside of this machine, at the far end of a serial line. */
void desk_meet(const char *tty);
void desk_end(void);
void desk_clear(void);
void desk_plug(void);
void desk_unplug(void);
/* Take the driver off the reader, and give it back. */
int desk_unbind(void);
int desk_bind(void);
const char *desk_tell(const char *format, ...)
	__attribute__((format(printf, 1, 2)));
unsigned int desk_count(const char *command, const char *key);
/* Breaches of the protocol by the driver since desk_clear() or this. */
void desk_forgive(void);
unsigned int desk_violations(void);

/* The device node. */
const char *desk_node(void);
bool desk_node_within(unsigned int ms);
const char *desk_sysfs(const char *attribute);
int desk_open(int flags);
bool desk_card_within(int fd, uint32_t card, unsigned int ms);
uint32_t desk_generation(int fd);
bool desk_card_after(int fd, uint32_t generation, unsigned int ms);
int desk_reopen(unsigned int ms);

/* Calls. */
uint64_t in_ms(unsigned int ms);
int card_call(int fd, unsigned long command, void *arg);
int card_apdu(int fd, const char *hex, struct ccid_apdu *ret);
int card_apdu_until(int fd, const char *hex, uint64_t deadline_ns);
int card_sw(int fd, const char *hex);
int card_lock(int fd, uint64_t deadline_ns, uint32_t generation);
int card_unlock(int fd, uint32_t flags);
int card_power(int fd, uint32_t action);
int card_pin(int fd, uint16_t ef, uint32_t flags, struct ccid_pin *ret);

/* APDUs of the card's JPKI application, in hexadecimal. */
#define SELECT_JPKI "00A4040C0AD392F000260100000001"
#define SELECT_AUTH_CERT "00A4020C02000A"
#define SELECT_AUTH_KEY "00A4020C020017"
#define SELECT_AUTH_PIN "00A4020C020018"
#define READ_256 "00B0000000"
#define READ_4096 "00B00000001000"
#define VERIFY_NOTHING "00200080"
#define VERIFY_AUTH "0020008004" "31323334"
#define VERIFY_WRONG "0020008004" "39393939"
/* SHA-256 DigestInfo of nothing in particular. */
#define SIGN "802A008033" "3031300D060960864801650304020105000420" \
	"000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F" "00"

/* The authentication PIN, a signature with its key: SW, or -1 before that. */
int card_verify(int fd);
int card_sign(int fd);
/* SELECT_JPKI of that card only. */
int card_pinned(int fd, uint32_t generation);

/* Its card face application. The code: birth by era, last year, security. */
#define SELECT_FACE_AP "00A4040C0AD3921000310001010402"
#define SELECT_FACE "00A4020C020002"
#define VERIFY_CODE_B "002000920E" "3032303531303230333034333231"

#endif
