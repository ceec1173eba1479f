// SPDX-License-Identifier: GPL-2.0-only
/*
 * The response of an APDU as it comes in, for all exchange levels.
 *
 * Pure. The bytes go to the caller's memory as far as there is room; what
 * finds none is counted and dropped, so that the length needed can be told.
 */
#include "run.h"

#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>

/**
 * ccid_run_store() - add to the response
 * @run: the APDU
 * @data: the bytes
 * @len: how many, 0 is fine
 *
 * Return: 0, or -EPROTO when the response would be longer than @run->max.
 */
int ccid_run_store(struct ccid_run *run, const u8 *data, u32 len)
{
	u32 fits = run->total < run->room ?
		   min(len, run->room - run->total) : 0;

	if (len > run->max - run->total)
		return -EPROTO;
	if (fits)
		memcpy(run->rsp + run->total, data, fits);
	run->total += len;
	if (len > 1)
		run->sw = data[len - 2];
	if (len)
		run->sw = run->sw << 8 | data[len - 1];
	return 0;
}

/**
 * ccid_run_finish() - nothing more comes
 * @run: the APDU
 *
 * Return: 0, or -EPROTO when not even a status word has come.
 */
int ccid_run_finish(struct ccid_run *run)
{
	run->done = true;
	return run->total < 2 ? -EPROTO : 0;
}
