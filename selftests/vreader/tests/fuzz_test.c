// SPDX-License-Identifier: GPL-2.0-or-later
/* The hostile reader: the same for the same seed, and hostile. */
#include "bytes.h"
#include "tests/host.h"
#include "tests/tap.h"

#define COMMANDS 3000

/* A sum over all that the reader says to many commands. */
static uint64_t listen_to(uint64_t seed)
{
	uint8_t bytes[FAULT_JUNK];
	const struct frame *frame;
	uint64_t sum = 0;
	unsigned int i;
	size_t at;

	host_start_with_card();
	fuzz_start(&host_reader.fuzz, seed);
	for (i = 0; i < COMMANDS; i++) {
		host_send_hex(0x6f, (uint8_t)i, 0, JPKI);
		for (at = reader_notification(&host_reader, bytes); at; at--)
			sum = sum * 31 + bytes[at - 1];
		while ((frame = reader_peek(&host_reader))) {
			for (at = 0; at < frame->len; at++)
				sum = sum * 31 + frame->data[at];
			reader_pop(&host_reader);
		}
		reader_clear_in(&host_reader);
	}
	return sum;
}

static void test_seeds(void)
{
	uint64_t first = listen_to(1);

	tap_ok(host_reader.fuzz.hostile > COMMANDS / 3, "many are hostile");
	tap_is(listen_to(1), first, "the same seed says the same");
	tap_ok(listen_to(2) != first, "another seed says something else");
}

/* Every descriptor that is mangled keeps its length and its first bytes. */
static void test_mangle(void)
{
	uint8_t honest[DESC_MAX], mangled[DESC_MAX];
	unsigned int same = 0, seed;
	size_t len;

	host_start();
	len = desc_config(&host_desc, honest);
	for (seed = 1; seed <= 200; seed++) {
		host_desc.mangle = seed;
		same += desc_config(&host_desc, mangled) == len &&
			get16le(mangled + 2) == len;
	}
	tap_is(same, 200, "a mangled descriptor is as long as it says");
}

int main(void)
{
	test_seeds();
	test_mangle();
	host_stop();
	return tap_done();
}
