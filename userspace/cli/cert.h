/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verbs of jpkictl cert, on a certificate that has been read. */
#ifndef JPKICTL_CERT_H
#define JPKICTL_CERT_H

#include "cli.h"

typedef int cert_fn(struct cli *cli, enum jpki_slot slot,
		    const struct jpki_cert *cert);

cert_fn cert_show;
cert_fn cert_export;
cert_fn cert_verify;

/* "auth", "sign", "auth-ca", "sign-ca" */
const char *cert_slot_name(enum jpki_slot slot);

#endif /* JPKICTL_CERT_H */
