/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The transport's part that is generic netlink; see transport.h. */
#ifndef JPKI_TRANSPORT_NL_H
#define JPKI_TRANSPORT_NL_H

#include "transport.h"

int jpki_nl_listen(void **ret);
void jpki_nl_unlisten(void *listen);
int jpki_nl_fd(void *listen);
int jpki_nl_next(void *listen, struct jpki_told *ret);
int jpki_nl_dump(void *listen, jpki_told_fn *fn, void *data);

#endif /* JPKI_TRANSPORT_NL_H */
