// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the daemon tells the administrator, on stderr. Where that leads to the
 * journal each line begins with its priority, see sd-daemon(3).
 */
#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syslog.h>

static void put(int priority, const char *format, va_list args)
{
	char text[1024];

	vsnprintf(text, sizeof(text), format, args);
	if (getenv("JOURNAL_STREAM"))
		fprintf(stderr, "<%d>%s\n", priority, text);
	else
		fprintf(stderr, "jpkid: %s\n", text);
}

void log_error(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put(LOG_ERR, format, args);
	va_end(args);
}

void log_note(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put(LOG_NOTICE, format, args);
	va_end(args);
}
