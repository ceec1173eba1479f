// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What was asked of the driver, as a line for the log: names, lengths, status
 * words, durations. Never a byte of an APDU, and of commands that carry a PIN
 * not even the length.
 */
#include "trace.h"

#include <stdio.h>
#include <string.h>

#include "apdu.h"
#include "context.h"
#include "reader.h"

static const char *request_name(unsigned long request)
{
	switch (request) {
	case CCID_IOC_INFO:
		return "CCID_IOC_INFO";
	case CCID_IOC_STATUS:
		return "CCID_IOC_STATUS";
	case CCID_IOC_POWER:
		return "CCID_IOC_POWER";
	case CCID_IOC_APDU:
		return "CCID_IOC_APDU";
	case CCID_IOC_LOCK:
		return "CCID_IOC_LOCK";
	case CCID_IOC_UNLOCK:
		return "CCID_IOC_UNLOCK";
	case CCID_IOC_PIN:
		return "CCID_IOC_PIN";
	case CCID_IOC_SECURE:
		return "CCID_IOC_SECURE";
	default:
		return "ioctl";
	}
}

static void describe_apdu(const struct ccid_apdu *apdu, int err, char *buf,
			  size_t size)
{
	const uint8_t *command = (const uint8_t *)(uintptr_t)apdu->command;

	if (jpki_apdu_is_secret(command, apdu->command_len))
		snprintf(buf, size, ": PIN command, SW %04X", apdu->sw);
	else if (err)
		snprintf(buf, size, ": %u bytes", apdu->command_len);
	else
		snprintf(buf, size, ": %u bytes, answer %u bytes, SW %04X",
			 apdu->command_len, apdu->response_len, apdu->sw);
}

static void describe(unsigned long request, const void *arg, int err,
		     char *buf, size_t size)
{
	const struct ccid_status *status = arg;
	const struct ccid_pin *pin = arg;

	buf[0] = '\0';
	if (request == CCID_IOC_APDU)
		describe_apdu(arg, err, buf, size);
	else if (request == CCID_IOC_STATUS && !err)
		snprintf(buf, size, ": card %u, generation %u", status->card,
			 status->generation);
	else if (request == CCID_IOC_PIN)
		snprintf(buf, size, ": EF %04X, SW %04X", pin->ef, pin->sw);
}

void jpki_trace_call(struct jpki_reader *reader, unsigned long request,
		     const void *arg, int err, uint64_t took_ns)
{
	char what[96];

	if (!reader->ctx->log)
		return;
	describe(request, arg, err, what, sizeof(what));
	jpki_log(reader->ctx, "%s: %s%s, %u.%03u ms%s%s", reader->info.name,
		 request_name(request), what,
		 (unsigned int)(took_ns / 1000000),
		 (unsigned int)(took_ns / 1000 % 1000), err ? ": " : "",
		 err ? strerrorname_np(-err) : "");
}
