/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rules applied to what a card told. */
#ifndef JPKI_LIB_JUDGE_H
#define JPKI_LIB_JUDGE_H

#include <jpki/status.h>

/* Fills actions, services and remarks in from the other facts; @birth may be
 * NULL. It is neither after the issue of the certificate nor after the day.
 */
void jpki_judge(struct jpki_status *status, const struct jpki_date *birth);

#endif /* JPKI_LIB_JUDGE_H */
