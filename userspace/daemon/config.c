// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The settings: lines "key = value", comments, nothing else. A file with one
 * wrong line is refused as a whole, so that a slip never leaves half of it in
 * force.
 */
#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lang.h"

#define N_(text) text
#define LINE_SIZE 512

struct key {
	const char *name;
	bool (*take)(struct config *config, const char *value);
	const char *wanted;
};

static bool take_clients(struct config *config, const char *value)
{
	unsigned long number;
	char *end;

	number = strtoul(value, &end, 10);
	if (!isdigit((unsigned char)*value) || *end || !number ||
	    number > CONFIG_CLIENTS_MAX)
		return false;
	config->clients = (unsigned int)number;
	return true;
}

static bool take_identity(struct config *config, const char *value)
{
	config->identity = !strcmp(value, "yes");
	return config->identity || !strcmp(value, "no");
}

static bool take_journal(struct config *config, const char *value)
{
	static const char *const names[] = {
		[CONFIG_JOURNAL_NONE] = "none",
		[CONFIG_JOURNAL_STATE] = "state",
		[CONFIG_JOURNAL_FULL] = "full",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(value, names[i]))
			continue;
		config->journal = (enum config_journal)i;
		return true;
	}
	return false;
}

static bool take_language(struct config *config, const char *value)
{
	if (strcmp(value, "ja") && strcmp(value, "en"))
		return false;
	memcpy(config->language, value, sizeof(config->language));
	return true;
}

static bool take_path(char *member, const char *value)
{
	if (*value != '/' || strlen(value) >= CONFIG_PATH_SIZE)
		return false;
	strcpy(member, value);
	return true;
}

static bool take_ca_dir(struct config *config, const char *value)
{
	return take_path(config->ca_dir, value);
}

static bool take_crl_dir(struct config *config, const char *value)
{
	return take_path(config->crl_dir, value);
}

static const struct key keys[] = {
	{ "clients", take_clients,
	  N_("clients must be a number from 1 to 256.") },
	{ "identity", take_identity, N_("identity must be yes or no.") },
	{ "journal", take_journal,
	  N_("journal must be none, state or full.") },
	{ "language", take_language, N_("language must be ja or en.") },
	{ "ca-dir", take_ca_dir,
	  N_("ca-dir must be a path that begins with a slash.") },
	{ "crl-dir", take_crl_dir,
	  N_("crl-dir must be a path that begins with a slash.") },
};

/* Without the white space around it. */
static char *trim(char *text)
{
	size_t len;

	text += strspn(text, " \t");
	len = strlen(text);
	while (len && isspace((unsigned char)text[len - 1]))
		text[--len] = '\0';
	return text;
}

/* NULL, or what was expected. */
static const char *take(struct config *config, const char *name,
			const char *value)
{
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (!strcmp(name, keys[i].name))
			return keys[i].take(config, value) ?
				NULL : gettext(keys[i].wanted);
	return _("There is no such key; see jpkid.conf(5).");
}

static const char *take_line(struct config *config, char *line)
{
	char *text, *equals;

	if (strlen(line) == LINE_SIZE - 1)
		return _("The line is too long.");
	text = trim(line);
	equals = strchr(text, '=');
	if (!*text || *text == '#')
		return NULL;
	if (!equals)
		return _("A line must be KEY = VALUE.");
	*equals = '\0';
	return take(config, trim(text), trim(equals + 1));
}

struct config config_default(void)
{
	return (struct config){
		.clients = 32,
		.identity = true,
		.journal = CONFIG_JOURNAL_STATE,
	};
}

static const char *read_lines(FILE *file, struct config *config,
			      unsigned int *ret_line)
{
	const char *wrong = NULL;
	char line[LINE_SIZE];

	while (!wrong && fgets(line, sizeof(line), file)) {
		++*ret_line;
		wrong = take_line(config, line);
	}
	return ferror(file) ? strerror(errno) : wrong;
}

bool config_read(const char *path, struct config *ret, char *complaint)
{
	struct config config = config_default();
	unsigned int line = 0;
	const char *wrong;
	FILE *file;

	file = fopen(path, "re");
	if (!file && errno != ENOENT) {
		snprintf(complaint, CONFIG_COMPLAINT_SIZE, "%s: %s", path,
			 strerror(errno));
		return false;
	}
	wrong = file ? read_lines(file, &config, &line) : NULL;
	if (wrong)
		snprintf(complaint, CONFIG_COMPLAINT_SIZE, "%s:%u: %s", path,
			 line, wrong);
	else
		*ret = config;
	if (file)
		fclose(file);
	return !wrong;
}
