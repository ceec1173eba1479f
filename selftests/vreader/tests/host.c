// SPDX-License-Identifier: GPL-2.0-or-later
/* A host that talks to the reader in messages; see host.h. */
#include "tests/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "hex.h"
#include "tests/fixture.h"

struct desc host_desc;
struct reader host_reader;
uint8_t host_frame[MESSAGE_MAX];
size_t host_frame_len;

static uint8_t seq;
static bool started;

void host_start(void)
{
	host_stop();
	desc_default(&host_desc);
	reader_init(&host_reader, &host_desc);
	reader_reset(&host_reader);
	started = true;
}

void host_stop(void)
{
	if (started)
		reader_release(&host_reader);
	started = false;
}

void host_start_with_card(void)
{
	host_start();
	reader_insert(&host_reader, 0, fixture_card("alice"));
	host_send(0x62, 0, 0, NULL, 0);
	if (!host_read() || host_frame[7])
		exit(1);
}

void host_send(uint8_t type, uint8_t number, uint32_t arg,
	       const uint8_t *data, size_t len)
{
	uint8_t *message = malloc(10 + len);

	if (!message)
		exit(1);
	message[0] = type;
	put32le(message + 1, (uint32_t)len);
	message[5] = 0;
	message[6] = number;
	message[7] = (uint8_t)(arg >> 16);
	put16be(message + 8, arg);
	if (len)
		memcpy(message + 10, data, len);
	reader_receive(&host_reader, message, 10 + len);
	free(message);
}

void host_send_hex(uint8_t type, uint8_t number, uint32_t arg,
		   const char *hex)
{
	uint8_t data[600];
	long len = hex_parse(data, sizeof(data), hex);

	if (len < 0)
		exit(1);
	host_send(type, number, arg, data, (size_t)len);
}

bool host_read(void)
{
	const struct frame *frame = reader_peek(&host_reader);

	host_frame_len = 0;
	if (!frame)
		return false;
	memcpy(host_frame, frame->data, frame->len);
	host_frame_len = frame->len;
	reader_pop(&host_reader);
	return true;
}

uint64_t host_next(void)
{
	if (!host_read() || host_frame_len < 10)
		return 0;
	return (uint64_t)host_frame[0] << 32 | get32be(host_frame + 6);
}

uint16_t host_apdu(const char *hex)
{
	host_send_hex(0x6f, seq++, 0, hex);
	if (!host_read() || host_frame[7] || host_frame_len < 12)
		return 0;
	return get16be(host_frame + host_frame_len - 2);
}

void host_wait(uint64_t ms)
{
	reader_tick(&host_reader, host_reader.now + ms);
}

void host_fault(const char *words)
{
	char copy[128];
	const char *error;

	snprintf(copy, sizeof(copy), "%s", words);
	error = faults_arm(&host_reader.faults, copy);
	if (error)
		fprintf(stderr, "%s: %s\n", words, error);
	if (error)
		exit(1);
}

bool host_was_good(void)
{
	bool good = !host_reader.violations;

	if (!good)
		printf("# %s\n", host_reader.reason);
	host_reader.violations = 0;
	return good;
}
