/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_PARAMS_H
#define VREADER_PARAMS_H

struct answer;
struct message;
struct reader;
struct slot;

/* Those that the reader starts with, after a reset of the card. */
void params_reset(struct reader *r, struct slot *s);

/* Why the reader cannot be understood by the card, or NULL. */
const char *params_misfit(const struct reader *r, const struct slot *s);

/* GetParameters and ResetParameters, SetParameters, and message 73. */
void params_get(struct reader *r, struct slot *s, const struct message *m,
		struct answer *a);
void params_set(struct reader *r, struct slot *s, const struct message *m,
		struct answer *a);
void params_set_rate(struct reader *r, struct slot *s,
		     const struct message *m, struct answer *a);

#endif
