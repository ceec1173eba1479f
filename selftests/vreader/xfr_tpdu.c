// SPDX-License-Identifier: GPL-2.0-or-later
/* XfrBlock at the TPDU level: a command of T=0 or a block of T=1 at a time. */
#include <string.h>

#include "bytes.h"
#include "message.h"

static void refuse(struct reader *r, struct answer *a, uint8_t error,
		   const char *reason)
{
	reader_violation(r, reason);
	answer_fail(a, error);
}

void xfr_tpdu(struct reader *r, struct slot *s, const struct message *m,
	      struct answer *a)
{
	struct fault fault;

	a->delay = r->delay;
	if (get16le(m->arg + 1)) {
		refuse(r, a, ERROR_AT_8, "XfrBlock: wLevelParameter");
	} else if (m->len < 3 || m->len > T0_HEADER + 255u) {
		refuse(r, a, ERROR_AT_LENGTH, "XfrBlock: no TPDU");
	} else if (m->len == 4 && !s->line.protocol &&
		   !line_is_pps(s, m->data[0])) {
		refuse(r, a, ERROR_AT_LENGTH, "XfrBlock: T=0 without P3");
	} else if (faults_take(&r->faults, FAULT_T0_PROCEDURE, m->type,
			       &fault)) {
		answer_fail(a, ERROR_PROCEDURE_BYTE);
	} else {
		a->data = s->line.out;
		a->len = line_tpdu(r, s, m->arg[0], m->data, m->len,
				   s->line.out);
		if (!a->len)
			answer_fail(a, ERROR_MUTE);
		else if (a->len > reader_payload(r))
			answer_fail(a, ERROR_OVERRUN);
	}
}
