// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the card opens, shown: all of it for programs; for people what they can
 * use, or could if one more fact were known.
 */
#include "services.h"

#include <stdio.h>
#include <string.h>

#include "facts.h"
#include "lang.h"

#define MISSING_MAX 2

static void json_service(struct out *out, enum jpki_service id,
			 const struct jpki_service_status *service)
{
	size_t i;

	out_object(out, NULL);
	out_string(out, "id", jpki_service_name(id));
	out_string(out, "usable", jpki_usable_name(service->usable));
	if (service->from.year)
		out_date(out, "from", service->from);
	else
		out_null(out, "from");
	out_array(out, "missing");
	for (i = 0; i < MISSING_MAX && service->missing[i]; i++)
		out_string(out, NULL, service->missing[i]);
	out_close(out);
	out_close(out);
}

void services_json(struct out *out, const struct jpki_status *status)
{
	size_t i;

	out_array(out, "services");
	for (i = 0; i < status->service_count; i++)
		json_service(out, (enum jpki_service)i, &status->service[i]);
	out_close(out);
}

static const char *name_of(enum jpki_service service)
{
	switch (service) {
	case JPKI_SERVICE_CONVENIENCE_STORE:
		return _("Official certificates at convenience stores");
	case JPKI_SERVICE_MYNAPORTAL:
		return _("Mynaportal");
	case JPKI_SERVICE_HEALTH_INSURANCE:
		return _("Health insurance card");
	case JPKI_SERVICE_ETAX_SIGN:
		return _("Signed applications such as e-Tax");
	case JPKI_SERVICE_PRIVATE_CONTRACT:
		return _("Signed contracts with companies");
	default:
		return _("Identification face to face");
	}
}

/* Does it ask for a PIN that is locked? */
static bool is_locked(const struct jpki_status *status,
		      enum jpki_service service)
{
	switch (service) {
	case JPKI_SERVICE_CONVENIENCE_STORE:
	case JPKI_SERVICE_MYNAPORTAL:
		return status->auth_tries.locked;
	case JPKI_SERVICE_ETAX_SIGN:
	case JPKI_SERVICE_PRIVATE_CONTRACT:
		return status->sign_tries.locked;
	default:
		return false;
	}
}

/* The format of a line about it; NULL when it is not worth one. */
static const char *format_of(const struct jpki_service_status *service,
			     bool locked)
{
	const char *missing = service->missing[0];

	if (service->usable == JPKI_USABLE_NO)
		return service->from.year ? _("%s: usable from %s") : NULL;
	if (locked)
		return _("%s: usable once the PIN is reset");
	if (service->usable == JPKI_USABLE_YES)
		return _("%s: usable");
	if (!missing)
		return NULL;
	if (!strcmp(missing, "birth"))
		return _("%s: usable from the age of 15");
	if (!strcmp(missing, "card_expiry"))
		return _("%s: usable through the last day printed on the card");
	if (!strcmp(missing, "sign_pin"))
		return _("%s: usable while the certificate for digital "
			 "signatures is valid");
	return _("%s: known only after the PIN");
}

void services_lines(struct out *out, const struct jpki_status *status)
{
	bool titled = false;
	size_t i;

	for (i = 0; i < status->service_count; i++) {
		const struct jpki_service_status *service = &status->service[i];
		enum jpki_service id = (enum jpki_service)i;
		const char *format = format_of(service, is_locked(status, id));
		char day[DAY_TEXT_SIZE], text[256];

		if (!format)
			continue;
		if (!titled)
			out_line(out, "%s", _("What the card is for"));
		titled = true;
		snprintf(text, sizeof(text), format, name_of(id),
			 facts_day(service->from, day));
		out_line(out, "- %s", text);
	}
}
