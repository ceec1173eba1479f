// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where the CA certificates and revocation lists are.
 */
#include "trust.h"

#define CA_DIR	"/etc/jpki/ca"
#define CRL_DIR	"/etc/jpki/crl"

struct jpki_trust trust_of(const struct cli_options *opt)
{
	return (struct jpki_trust){
		.ca_dir = opt->ca_dir ? opt->ca_dir : CA_DIR,
		.crl_dir = opt->crl_dir ? opt->crl_dir : CRL_DIR,
		.crl_file = opt->crl_file,
	};
}
