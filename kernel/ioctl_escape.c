// SPDX-License-Identifier: GPL-2.0-only
/*
 * CCID_IOC_ESCAPE: the bytes live here from copy in to copy out, and are wiped
 * on every way out.
 */
#include "request.h"

#include "escape.h"

#include <linux/capability.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

static int ccid_escape_run(struct ccid_request *rq, struct ccid_exchange *x)
{
	struct ccid_turn turn;
	int err;

	err = ccid_request_begin(rq, &turn, rq->arg.escape.deadline_ns,
				 &x->generation);
	if (err)
		return err;
	err = ccid_escape(rq->s, x);
	ccid_request_end(rq, &turn);
	return err;
}

static int ccid_escape_reply(struct ccid_escape *escape,
			     const struct ccid_exchange *x, int err)
{
	if (err && err != -EMSGSIZE)
		return err;
	escape->response_len = x->len;
	if (!err && copy_to_user(u64_to_user_ptr(escape->response), x->rsp,
				 x->len))
		return -EFAULT;
	return err;
}

/**
 * ccid_ioc_escape() - CCID_IOC_ESCAPE
 * @rq: the call
 */
int ccid_ioc_escape(struct ccid_request *rq)
{
	const struct ccid_reader *rd = rq->s->slot->reader;
	struct ccid_escape *escape = &rq->arg.escape;
	struct ccid_exchange x = {
		.cmd_len = escape->command_len,
		.room = min(escape->response_len, ccid_escape_max_response(rd)),
	};
	u8 *cmd;
	int err;

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	if (escape->flags || x.cmd_len > ccid_escape_max_command(rd))
		return -EINVAL;
	cmd = kvmalloc(x.cmd_len, GFP_KERNEL);
	x.cmd = cmd;
	x.rsp = kvmalloc(x.room, GFP_KERNEL);
	if (!cmd || !x.rsp)
		err = -ENOMEM;
	else if (copy_from_user(cmd, u64_to_user_ptr(escape->command),
				x.cmd_len))
		err = -EFAULT;
	else
		err = ccid_escape_reply(escape, &x, ccid_escape_run(rq, &x));
	kvfree_sensitive(x.rsp, x.room);
	kvfree_sensitive(cmd, x.cmd_len);
	return err;
}
