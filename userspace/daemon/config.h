/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the administrator has set: jpkid.conf(5). */
#ifndef JPKID_CONFIG_H
#define JPKID_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#define CONFIG_PATH_SIZE	256
#define CONFIG_COMPLAINT_SIZE	640
#define CONFIG_CLIENTS_MAX	256

enum config_journal {
	CONFIG_JOURNAL_NONE,	/* nothing of cards */
	CONFIG_JOURNAL_STATE,	/* the states of the certificates */
	CONFIG_JOURNAL_FULL,	/* and the last day, and the tries left */
};

struct config {
	unsigned int clients;	/* connections at a time */
	bool identity;		/* publish serial numbers and issuers */
	enum config_journal journal;
	char language[3];	/* "ja", "en" or "": as the locale says */
	char ca_dir[CONFIG_PATH_SIZE];	/* "": where jpkictl looks */
	char crl_dir[CONFIG_PATH_SIZE];
};

/* As if there were no file. */
struct config config_default(void);

/* A file that does not exist says nothing. False leaves *@ret as it is and
 * puts a sentence into @complaint, of CONFIG_COMPLAINT_SIZE bytes: which line
 * is wrong, and what was expected.
 */
bool config_read(const char *path, struct config *ret, char *complaint);

#endif /* JPKID_CONFIG_H */
