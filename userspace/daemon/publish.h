/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of /run/jpki: the status of each card that lies on a reader. */
#ifndef JPKID_PUBLISH_H
#define JPKID_PUBLISH_H

#include <stdbool.h>

struct publish {
	int dir_fd;
};

/* What an earlier run left in @dir is removed. A directory that is not there is
 * made. False: errno says why.
 */
bool publish_open(struct publish *publish, const char *dir);
void publish_close(struct publish *publish);

/* Who reads the file of @reader sees the old line or the new one, whole. */
bool publish_put(struct publish *publish, const char *reader, const char *line);
void publish_remove(struct publish *publish, const char *reader);

#endif /* JPKID_PUBLISH_H */
