/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_ISSUE_H
#define VREADER_ISSUE_H

#include "card.h"

/*
 * The card that the directory @dir describes (see mkpki), or NULL after a
 * line on stderr that names the file.
 */
struct card *card_issue(const char *dir);

#endif
