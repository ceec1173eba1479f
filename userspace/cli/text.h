/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text that came from a card or a reader. */
#ifndef JPKICTL_TEXT_H
#define JPKICTL_TEXT_H

/* A copy in which control characters (newlines stay) and what is no UTF-8 are
 * question marks, one for each byte; to be given to free().
 */
char *text_clean(const char *text);

#endif /* JPKICTL_TEXT_H */
