// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Names, sentences and exit statuses of the error list, and what the driver's
 * errno means in it.
 */
#include "error.h"

#include <errno.h>
#include <stddef.h>

static const struct {
	const char *name;
	const char *text;
	int status;
} errors[] = {
#define ROW(constant, name_, status_, text_) \
	[JPKI_##constant] = { name_, text_, status_ },
	JPKI_ERRORS(ROW)
#undef ROW
};

#define ERROR_COUNT (sizeof(errors) / sizeof(errors[0]))

static enum jpki_error known(enum jpki_error err)
{
	return (size_t)err < ERROR_COUNT ? err : JPKI_DRIVER;
}

const char *jpki_error_name(enum jpki_error err)
{
	return errors[known(err)].name;
}

const char *jpki_error_text(enum jpki_error err)
{
	return errors[known(err)].text;
}

int jpki_error_exit(enum jpki_error err)
{
	return errors[known(err)].status;
}

static const struct {
	int number;
	enum jpki_error err;
} driver_errors[] = {
	{ ENODEV, JPKI_READER_GONE },
	{ ENXIO, JPKI_READER_GONE },
	{ ENOMEDIUM, JPKI_NO_CARD },
	{ ESTALE, JPKI_CARD_CHANGED },
	{ EHOSTDOWN, JPKI_CARD_MUTE },
	{ EBUSY, JPKI_READER_BUSY },
	{ EAGAIN, JPKI_READER_BUSY },
	{ EINTR, JPKI_CANCELED },
	{ ECANCELED, JPKI_CANCELED },
	{ ETIMEDOUT, JPKI_TIMEOUT },
	{ EPROTO, JPKI_READER_PROTOCOL },
	{ EMSGSIZE, JPKI_RESPONSE_TOO_LONG },
	{ EKEYREJECTED, JPKI_PIN_FLOOR },
	{ EOPNOTSUPP, JPKI_NOT_SUPPORTED },
	{ ENOENT, JPKI_NO_APPLICATION },
	{ EACCES, JPKI_PERMISSION },
	{ EPERM, JPKI_PERMISSION },
	{ EBADF, JPKI_PERMISSION },
	{ ENOMEM, JPKI_NO_MEMORY },
	{ ENOTTY, JPKI_DRIVER_MISMATCH },
	{ E2BIG, JPKI_DRIVER_MISMATCH },
	{ EINVAL, JPKI_DRIVER_MISMATCH },
};

enum jpki_error jpki_error_of_driver(int number)
{
	size_t i;

	for (i = 0; i < sizeof(driver_errors) / sizeof(driver_errors[0]); i++)
		if (driver_errors[i].number == number)
			return driver_errors[i].err;
	return JPKI_DRIVER;
}
