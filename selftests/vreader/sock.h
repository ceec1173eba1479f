/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_SOCK_H
#define VREADER_SOCK_H

/* Unix stream sockets by path; a descriptor, or -1 after perror(). */
int sock_listen(const char *path);
int sock_connect(const char *path);

#endif
