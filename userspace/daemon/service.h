/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The service manager, where there is one. */
#ifndef JPKID_SERVICE_H
#define JPKID_SERVICE_H

/* sd_notify(3), with what @state says. */
void service_notify(const char *state);

/* The socket that was handed over, sd_listen_fds(3), or -1. */
int service_socket(void);

/* From now on there is none, whatever the environment says. */
void service_ignore(void);

#endif /* JPKID_SERVICE_H */
