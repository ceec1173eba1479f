// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Facts that several verbs show, once for programs and once for people.
 */
#include "facts.h"

#include <stdio.h>

#include "lang.h"

static const char *level_name(enum jpki_level level)
{
	switch (level) {
	case JPKI_LEVEL_EXTENDED_APDU:
		return "extended_apdu";
	case JPKI_LEVEL_SHORT_APDU:
		return "short_apdu";
	case JPKI_LEVEL_TPDU:
		return "tpdu";
	default:
		return "character";
	}
}

void facts_event(struct out *out, int64_t time, const char *event,
		 const char *reader, uint32_t generation)
{
	out_json_begin(out, "jpki.event/1");
	out_instant(out, "time", time);
	out_string(out, "event", event);
	out_string(out, "reader", reader);
	if (generation)
		out_int(out, "generation", generation);
	else
		out_null(out, "generation");
}

void facts_error(struct out *out, enum jpki_error err, const char *detail,
		 const char *reader, uint32_t generation)
{
	out_json_begin(out, "jpki.error/1");
	out_string(out, "error", jpki_error_name(err));
	out_string(out, "text", gettext(jpki_error_text(err)));
	out_string(out, "detail", detail);
	out_string(out, "reader", reader);
	out_int(out, "generation", generation);
}

void facts_reader(struct out *out, const char *key,
		  const struct jpki_reader_info *info)
{
	out_object(out, key);
	out_string(out, "name", info->name);
	out_string(out, "device", info->device);
	out_usb_id(out, "vendor_id", info->vendor_id);
	out_usb_id(out, "product_id", info->product_id);
	out_string(out, "exchange_level", level_name(info->level));
	out_close(out);
}

static const char *kind_name(enum jpki_kind kind)
{
	switch (kind) {
	case JPKI_KIND_MYNUMBER:
		return "mynumber";
	case JPKI_KIND_PHONE:
		return "phone";
	default:
		return NULL;
	}
}

void facts_card(struct out *out, const char *key,
		const struct jpki_reader_state *state, enum jpki_kind kind)
{
	bool present = state->presence != JPKI_PRESENCE_ABSENT;

	out_object(out, key);
	out_bool(out, "present", present);
	if (present && state->atr_len)
		out_hex(out, "atr", state->atr, state->atr_len);
	else
		out_null(out, "atr");
	if (present)
		out_int(out, "generation", state->generation);
	else
		out_null(out, "generation");
	out_string(out, "kind", kind_name(kind));
	out_close(out);
}

void facts_tries(struct out *out, const char *key,
		 const struct jpki_tries *tries)
{
	out_object(out, key);
	if (tries->known && tries->left >= 0)
		out_int(out, "left", tries->left);
	else
		out_null(out, "left");
	if (tries->known)
		out_int(out, "max", tries->max);
	else
		out_null(out, "max");
	if (tries->known)
		out_bool(out, "locked", tries->locked);
	else
		out_null(out, "locked");
	out_close(out);
}

const char *facts_day(struct jpki_date date, char *buf)
{
	/* year, month, day */
	snprintf(buf, DAY_TEXT_SIZE, _("%1$04d-%2$02d-%3$02d"), date.year,
		 date.month, date.day);
	return buf;
}

static void locked_line(struct out *out, enum jpki_pin pin)
{
	switch (pin) {
	case JPKI_PIN_AUTH:
		out_line(out, "  %s", _("The PIN for user authentication "
					"(4 digits) is locked."));
		break;
	case JPKI_PIN_SIGN:
		out_line(out, "  %s", _("The password for digital signatures "
					"is locked."));
		break;
	case JPKI_PIN_CARD:
		out_line(out, "  %s", _("The PIN for card data (4 digits) "
					"is locked."));
		break;
	}
}

static const char *left_format(enum jpki_pin pin, int left)
{
	unsigned long n = (unsigned long)left;

	switch (pin) {
	case JPKI_PIN_AUTH:
		return ngettext("PIN for user authentication (4 digits): "
				"%d try left.",
				"PIN for user authentication (4 digits): "
				"%d tries left.", n);
	case JPKI_PIN_SIGN:
		return ngettext("Password for digital signatures: "
				"%d try left.",
				"Password for digital signatures: "
				"%d tries left.", n);
	default:
		return ngettext("PIN for card data (4 digits): %d try left.",
				"PIN for card data (4 digits): %d tries left.",
				n);
	}
}

void facts_pin_text(enum jpki_pin pin, const struct jpki_tries *tries,
		    char *buf)
{
	if (tries->left >= 0)
		snprintf(buf, PIN_TEXT_SIZE, left_format(pin, tries->left),
			 tries->left);
	else
		snprintf(buf, PIN_TEXT_SIZE, "%s",
			 _("The card does not tell how many tries are left. "
			   "PIN:"));
}

void facts_pin_line(struct out *out, enum jpki_pin pin,
		    const struct jpki_tries *tries)
{
	char text[PIN_TEXT_SIZE];

	if (!tries->known)
		return;
	if (tries->locked) {
		locked_line(out, pin);
	} else if (tries->left >= 0) {
		facts_pin_text(pin, tries, text);
		out_line(out, "  %s", text);
	}
}
