// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The transport's part that is generic netlink, over libnl. Owns two sockets:
 * one has joined the group and never blocks, the other asks. Messages become
 * struct jpki_told; what is of no use, or of no known form, is passed over.
 */
#include "transport_nl.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>

struct listen {
	struct nl_sock *events;
	struct nl_sock *asker;
	int family;
	bool heard;
	struct jpki_told told;	/* the last, if heard */
	jpki_told_fn *fn;	/* of the dump under way */
	void *data;
	int err;		/* and what it said */
};

static struct nla_policy policy[CCID_NL_A_MAX + 1] = {
	[CCID_NL_A_SLOT] = { .type = NLA_U32 },
	[CCID_NL_A_SEQUENCE] = { .type = NLA_U32 },
	[CCID_NL_A_GENERATION] = { .type = NLA_U32 },
	[CCID_NL_A_CARD] = { .type = NLA_U32 },
	[CCID_NL_A_PIN] = { .type = NLA_NESTED },
	[CCID_NL_A_FAULT] = { .type = NLA_U32 },
};

static struct nla_policy pin_policy[CCID_NL_PIN_A_MAX + 1] = {
	[CCID_NL_PIN_A_AID] = { .type = NLA_UNSPEC, .maxlen = 16 },
	[CCID_NL_PIN_A_EF] = { .type = NLA_U32 },
	[CCID_NL_PIN_A_REFERENCE] = { .type = NLA_U32 },
	[CCID_NL_PIN_A_TRIES_LEFT] = { .type = NLA_U32 },
	[CCID_NL_PIN_A_TRIES_MAX] = { .type = NLA_U32 },
};

static uint32_t number(struct nlattr *const tb[], int type, uint32_t otherwise)
{
	return tb[type] ? nla_get_u32(tb[type]) : otherwise;
}

static void take_pin(struct ccid_pin *ret, struct nlattr *nest)
{
	struct nlattr *tb[CCID_NL_PIN_A_MAX + 1];
	struct nlattr *aid;

	*ret = (struct ccid_pin){
		.tries_left = CCID_PIN_NO_COUNT,
		.tries_max = CCID_PIN_NO_COUNT,
	};
	if (!nest || nla_parse_nested(tb, CCID_NL_PIN_A_MAX, nest, pin_policy))
		return;
	aid = tb[CCID_NL_PIN_A_AID];
	if (aid) {
		ret->aid_len = (uint8_t)nla_len(aid);
		memcpy(ret->aid, nla_data(aid), ret->aid_len);
	}
	ret->ef = (uint16_t)number(tb, CCID_NL_PIN_A_EF, 0);
	ret->reference = (uint8_t)number(tb, CCID_NL_PIN_A_REFERENCE, 0);
	ret->tries_left = (uint8_t)number(tb, CCID_NL_PIN_A_TRIES_LEFT,
					  CCID_PIN_NO_COUNT);
	ret->tries_max = (uint8_t)number(tb, CCID_NL_PIN_A_TRIES_MAX,
					 CCID_PIN_NO_COUNT);
}

/* False: not a message of use. */
static bool take(const struct listen *l, struct nl_msg *msg,
		 struct jpki_told *ret)
{
	struct nlattr *tb[CCID_NL_A_MAX + 1];
	struct nlmsghdr *header = nlmsg_hdr(msg);

	if (header->nlmsg_type != l->family ||
	    genlmsg_parse(header, 0, tb, CCID_NL_A_MAX, policy) ||
	    !tb[CCID_NL_A_SLOT])
		return false;
	*ret = (struct jpki_told){
		.cmd = genlmsg_hdr(header)->cmd,
		.slot = number(tb, CCID_NL_A_SLOT, 0),
		.sequence = number(tb, CCID_NL_A_SEQUENCE, 0),
		.generation = number(tb, CCID_NL_A_GENERATION, 0),
		.card = number(tb, CCID_NL_A_CARD, 0),
		.fault = number(tb, CCID_NL_A_FAULT, 0),
	};
	take_pin(&ret->pin, tb[CCID_NL_A_PIN]);
	return true;
}

/* The kernel sends events one by one, so there is room for one. */
static int on_event(struct nl_msg *msg, void *arg)
{
	struct listen *l = arg;

	l->heard = take(l, msg, &l->told);
	return NL_OK;
}

static int on_answer(struct nl_msg *msg, void *arg)
{
	struct listen *l = arg;
	struct jpki_told told;

	if (!l->err && take(l, msg, &told))
		l->err = l->fn(l->data, &told);
	return NL_OK;
}

static int to_errno(int nl_error)
{
	switch (-nl_error) {
	case NLE_SUCCESS:
		return 0;
	case NLE_AGAIN:
		return -EAGAIN;
	case NLE_NOMEM:		/* what libnl makes of ENOBUFS */
		return -ENOBUFS;
	case NLE_INTR:
	case NLE_DUMP_INTR:
		return -EINTR;
	case NLE_OBJ_NOTFOUND:
		return -EOPNOTSUPP;
	default:
		return -EIO;
	}
}

static int join(struct listen *l)
{
	int group = genl_ctrl_resolve_grp(l->asker, CCID_NL_FAMILY,
					  CCID_NL_EVENTS);
	int err = group < 0 ? group : genl_connect(l->events);

	if (err)
		return err;
	nl_socket_disable_seq_check(l->events);
	err = nl_socket_modify_cb(l->events, NL_CB_VALID, NL_CB_CUSTOM,
				  on_event, l);
	if (!err)
		err = nl_socket_set_nonblocking(l->events);
	if (!err)
		err = nl_socket_add_membership(l->events, group);
	return err;
}

int jpki_nl_listen(void **ret)
{
	struct listen *l = calloc(1, sizeof(*l));
	int err = -NLE_NOMEM;

	if (!l)
		return -ENOMEM;
	l->events = nl_socket_alloc();
	l->asker = nl_socket_alloc();
	if (!l->events || !l->asker)
		goto fail;
	err = genl_connect(l->asker);
	if (err)
		goto fail;
	l->family = genl_ctrl_resolve(l->asker, CCID_NL_FAMILY);
	err = l->family < 0 ? l->family : join(l);
	if (!err)
		err = nl_socket_modify_cb(l->asker, NL_CB_VALID, NL_CB_CUSTOM,
					  on_answer, l);
	if (err)
		goto fail;
	*ret = l;
	return 0;
fail:
	jpki_nl_unlisten(l);
	return to_errno(err);
}

void jpki_nl_unlisten(void *listen)
{
	struct listen *l = listen;

	nl_socket_free(l->events);
	nl_socket_free(l->asker);
	free(l);
}

int jpki_nl_fd(void *listen)
{
	const struct listen *l = listen;

	return nl_socket_get_fd(l->events);
}

int jpki_nl_next(void *listen, struct jpki_told *ret)
{
	struct listen *l = listen;
	int err;

	l->heard = false;
	do {
		err = to_errno(nl_recvmsgs_default(l->events));
		if (err)
			return err;
	} while (!l->heard);
	*ret = l->told;
	return 0;
}

int jpki_nl_dump(void *listen, jpki_told_fn *fn, void *data)
{
	struct listen *l = listen;
	int err;

	l->fn = fn;
	l->data = data;
	l->err = 0;
	err = genl_send_simple(l->asker, l->family, CCID_NL_CMD_SLOT_GET,
			       CCID_NL_VERSION, NLM_F_DUMP);
	if (err >= 0)
		err = nl_recvmsgs_default(l->asker);
	return l->err ? l->err : to_errno(err < 0 ? err : 0);
}
