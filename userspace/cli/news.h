/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counters and faults, as the driver tells of them by netlink. */
#ifndef JPKICTL_NEWS_H
#define JPKICTL_NEWS_H

struct cli;
struct jpki_listener;

/* A listener that has nothing to tell yet, or NULL: there is no such family. */
struct jpki_listener *news_begin(struct cli *cli);

/* All that waits, in JSON. A listener that fails is freed and left NULL. */
void show_news(struct cli *cli, struct jpki_listener **listener);

#endif /* JPKICTL_NEWS_H */
