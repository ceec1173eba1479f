// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ioctls that point to commands and responses. The bytes live here from
 * copy in to copy out, and are wiped on every way out.
 */
#include "request.h"

#include "exchange.h"

#include <linux/capability.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

/* May the caller spend a last try, if that is what it asks for? */
static int ccid_apdu_flags(const struct ccid_request *rq, u32 flags)
{
	if (flags & ~CCID_APDU_LAST_TRY)
		return -EINVAL;
	if (!flags || READ_ONCE(rq->s->slot->last_try) ||
	    capable(CAP_SYS_ADMIN))
		return 0;
	return -EPERM;
}

static int ccid_apdu_exchange(struct ccid_request *rq, struct ccid_exchange *x,
			      u64 deadline_ns)
{
	struct ccid_turn turn;
	int err;

	err = ccid_request_begin(rq, &turn, deadline_ns, &x->generation);
	if (err)
		return err;
	err = ccid_exchange(rq->s, x);
	ccid_request_end(rq, &turn);
	return err;
}

static int ccid_apdu_answer(struct ccid_exchange *x, u64 response, u32 *len)
{
	*len = x->len;
	if (x->len > x->room)
		return -EMSGSIZE;
	if (copy_to_user(u64_to_user_ptr(response), x->rsp, x->len))
		return -EFAULT;
	return 0;
}

/*
 * Copy the command in, exchange, copy the response out. @len is the caller's
 * room and becomes what is there.
 */
static int ccid_apdu_run(struct ccid_request *rq, struct ccid_exchange *x,
			 u64 command, u64 response, u32 *len, u64 deadline_ns)
{
	u8 *cmd = kvmalloc(x->cmd_len, GFP_KERNEL);
	int err = -EFAULT;

	if (!cmd)
		return -ENOMEM;
	if (copy_from_user(cmd, u64_to_user_ptr(command), x->cmd_len))
		goto out;
	err = -ENOMEM;
	x->cmd = cmd;
	x->room = min(*len, ccid_exchange_room(cmd, x->cmd_len));
	x->rsp = kvmalloc(x->room, GFP_KERNEL);
	if (!x->rsp)
		goto out;
	err = ccid_apdu_exchange(rq, x, deadline_ns);
	if (!err || err == -EMSGSIZE)
		err = ccid_apdu_answer(x, response, len);
	kvfree_sensitive(x->rsp, x->room);
out:
	kvfree_sensitive(cmd, x->cmd_len);
	return err;
}

/**
 * ccid_ioc_apdu() - CCID_IOC_APDU
 * @rq: the call
 */
int ccid_ioc_apdu(struct ccid_request *rq)
{
	const struct ccid_desc *desc = &rq->s->slot->reader->desc;
	struct ccid_apdu *apdu = &rq->arg.apdu;
	struct ccid_exchange x = {
		.cmd_len = apdu->command_len,
		.generation = apdu->generation,
		.last_try = apdu->flags & CCID_APDU_LAST_TRY,
	};
	int err;

	if (apdu->reserved || apdu->response_len < 2 ||
	    apdu->command_len < 4 ||
	    apdu->command_len > ccid_exchange_max_command(desc))
		return -EINVAL;
	err = ccid_apdu_flags(rq, apdu->flags);
	if (err)
		return err;
	err = ccid_apdu_run(rq, &x, apdu->command, apdu->response,
			    &apdu->response_len, apdu->deadline_ns);
	apdu->sw = x.sw;
	return err;
}

/**
 * ccid_ioc_secure() - CCID_IOC_SECURE
 * @rq: the call
 */
int ccid_ioc_secure(struct ccid_request *rq)
{
	const struct ccid_desc *desc = &rq->s->slot->reader->desc;
	struct ccid_secure *secure = &rq->arg.secure;
	struct ccid_exchange x = {
		.cmd_len = secure->command_len,
		.generation = secure->generation,
		.last_try = secure->flags & CCID_APDU_LAST_TRY,
		.secure = secure,
	};
	int err;

	if (secure->response_len < 2 || secure->command_len < 4 ||
	    secure->command_len > ccid_exchange_max_template(desc) ||
	    memchr_inv(secure->reserved, 0, sizeof(secure->reserved)))
		return -EINVAL;
	err = ccid_apdu_flags(rq, secure->flags);
	if (err)
		return err;
	if (!(desc->pin_support & CCID_PIN_SUPPORT_VERIFY))
		return -EOPNOTSUPP;
	err = ccid_apdu_run(rq, &x, secure->command, secure->response,
			    &secure->response_len, secure->deadline_ns);
	secure->sw = x.sw;
	return err;
}
