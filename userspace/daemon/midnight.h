/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The next midnight in Japan, when certificates expire and windows open. */
#ifndef JPKID_MIDNIGHT_H
#define JPKID_MIDNIGHT_H

#include <stdbool.h>

#include <jpki/date.h>

#include "loop.h"

/* It is another day in Japan than before. */
typedef void midnight_fn(void *data);

struct midnight {
	struct source source;
	struct loop *loop;
	struct jpki_date today;
	midnight_fn *struck;
	void *data;
};

bool midnight_open(struct midnight *midnight, struct loop *loop,
		   midnight_fn *struck, void *data);
void midnight_close(struct midnight *midnight);

/* The instant at which the day of @now is over in Japan. */
int64_t midnight_after(int64_t now);

#endif /* JPKID_MIDNIGHT_H */
