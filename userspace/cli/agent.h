/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A secret from systemd's password agent. */
#ifndef JPKICTL_AGENT_H
#define JPKICTL_AGENT_H

#include <jpki/secret.h>

/* JPKI_NO_PIN also when systemd-ask-password(1) is not installed. */
enum jpki_error agent_ask(const char *prompt, struct jpki_secret *secret);

#endif /* JPKICTL_AGENT_H */
