// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The set of municipalities: those that the library brings along, made of the
 * files of profiles/ by the build, and those of directories.
 */
#include <jpki/rules.h>

#include <stdlib.h>
#include <string.h>

#include "context.h"
#include "dir.h"
#include "profile.h"

#define SUFFIX		".profile"
#define SUFFIX_LEN	(sizeof(SUFFIX) - 1)
#define PROFILES_MAX	2000	/* Japan has fewer municipalities */

static const struct {
	const char *name;
	const char *text;
} builtin[] = {
#include "builtin_profiles.h"
};

#define BUILTIN_COUNT (sizeof(builtin) / sizeof(builtin[0]))

/* The place of a profile of this name, or a new one at the end. */
static enum jpki_error place_of(struct jpki_profiles *profiles,
				const char *name, struct jpki_profile **ret)
{
	struct jpki_profile *grown;
	size_t i;

	for (i = 0; i < profiles->count; i++) {
		*ret = &profiles->profile[i];
		if (!strcmp((*ret)->name, name))
			return JPKI_OK;
	}
	if (profiles->count == PROFILES_MAX)
		return jpki_fail(profiles->ctx, JPKI_FILE,
				 "more than %d profiles", PROFILES_MAX);
	grown = reallocarray(profiles->profile, profiles->count + 1,
			     sizeof(*grown));
	if (!grown)
		return JPKI_NO_MEMORY;
	profiles->profile = grown;
	*ret = &grown[profiles->count++];
	return JPKI_OK;
}

static enum jpki_error add(struct jpki_profiles *profiles, const char *path,
			   struct jpki_span name, struct jpki_span text)
{
	struct jpki_profile_fault fault;
	struct jpki_profile parsed, *place;
	enum jpki_error err;

	if (!jpki_profile_parse(name, text, &parsed, &fault))
		return jpki_fail(profiles->ctx, JPKI_BAD_FILE,
				 "%s:%d: %s: expected %s", path, fault.line,
				 fault.key, fault.expected);
	err = place_of(profiles, parsed.name, &place);
	if (!err)
		*place = parsed;
	return err;
}

/* Other files may lie there, too. */
static enum jpki_error add_file(void *data, const char *path,
				const uint8_t *bytes, size_t len)
{
	const char *name = strrchr(path, '/') + 1;
	size_t name_len = strlen(name);

	if (name_len < SUFFIX_LEN ||
	    strcmp(name + name_len - SUFFIX_LEN, SUFFIX))
		return JPKI_OK;
	return add(data, path,
		   (struct jpki_span){ name, name_len - SUFFIX_LEN },
		   (struct jpki_span){ (const char *)bytes, len });
}

enum jpki_error jpki_profiles_add(struct jpki_profiles *profiles,
				  const char *dir)
{
	return jpki_dir_read(profiles->ctx, dir, add_file, profiles);
}

enum jpki_error jpki_profiles_new(struct jpki_ctx *ctx,
				  struct jpki_profiles **ret)
{
	struct jpki_profiles *profiles = calloc(1, sizeof(*profiles));
	enum jpki_error err = JPKI_OK;
	size_t i;

	if (!profiles)
		return JPKI_NO_MEMORY;
	profiles->ctx = ctx;
	for (i = 0; i < BUILTIN_COUNT && !err; i++)
		err = add(profiles, builtin[i].name,
			  jpki_span(builtin[i].name),
			  jpki_span(builtin[i].text));
	if (err)
		jpki_profiles_free(&profiles);
	else
		*ret = profiles;
	return err;
}

void jpki_profiles_free(struct jpki_profiles **profiles)
{
	if (*profiles)
		free((*profiles)->profile);
	free(*profiles);
	*profiles = NULL;
}
