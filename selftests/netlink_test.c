// SPDX-License-Identifier: GPL-2.0-or-later
/* The generic netlink family: what it tells, to whom, and what gets lost. */
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/ccid_netlink.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kselftest_harness.h"

#define WAIT_MS 5000
#define HEARD_MAX 512

/* A message, taken apart; 0 where an attribute is missing. */
struct heard {
	int cmd, flags;
	bool has[CCID_NL_A_MAX + 1];
	uint32_t value[CCID_NL_A_MAX + 1];
	uint64_t time;
	char name[128];
	int atr_len, pins, aid_len;
	uint32_t pin[CCID_NL_PIN_A_MAX + 1];
};

/* One socket, and what it has heard and not yet been asked for. */
struct listener {
	struct nl_sock *sock;
	int family, count, error;
	bool done;
	struct heard heard[HEARD_MAX];
};

static void __attribute__((constructor)) start(void)
{
	desk_start((const char *const[]){ NULL });
}

static void take_pin(struct heard *h, struct nlattr *nest)
{
	struct nlattr *tb[CCID_NL_PIN_A_MAX + 1];
	int i;

	if (nla_parse_nested(tb, CCID_NL_PIN_A_MAX, nest, NULL))
		return;
	h->pins++;
	for (i = CCID_NL_PIN_A_EF; i <= CCID_NL_PIN_A_MAX; i++)
		h->pin[i] = tb[i] ? nla_get_u32(tb[i]) : UINT32_MAX;
	h->aid_len = tb[CCID_NL_PIN_A_AID] ? nla_len(tb[CCID_NL_PIN_A_AID]) : 0;
}

static void take_attribute(struct heard *h, struct nlattr *a)
{
	int type = nla_type(a);

	if (type > CCID_NL_A_MAX)
		return;
	h->has[type] = true;
	if (type == CCID_NL_A_PIN)
		take_pin(h, a);
	else if (type == CCID_NL_A_ATR)
		h->atr_len = nla_len(a);
	else if (type == CCID_NL_A_TIME)
		h->time = nla_get_u64(a);
	else if (type == CCID_NL_A_NAME)
		nla_strlcpy(h->name, a, sizeof(h->name));
	else if (nla_len(a) == 4)
		h->value[type] = nla_get_u32(a);
}

static int take(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *nlh = nlmsg_hdr(msg);
	struct listener *l = arg;
	struct heard *h = &l->heard[l->count];
	struct nlattr *a;
	int rest;

	if (l->count == HEARD_MAX)
		return NL_STOP;
	l->count++;
	memset(h, 0, sizeof(*h));
	h->cmd = genlmsg_hdr(nlh)->cmd;
	h->flags = nlh->nlmsg_flags;
	nlmsg_for_each_attr(a, nlh, GENL_HDRLEN, rest)
		take_attribute(h, a);
	return NL_OK;
}

static int take_end(struct nl_msg *msg, void *arg)
{
	struct listener *l = arg;

	l->done = true;
	return NL_STOP;
}

static int take_error(struct sockaddr_nl *from, struct nlmsgerr *e, void *arg)
{
	struct listener *l = arg;

	l->error = e->error;
	l->done = true;
	return NL_STOP;
}

static struct listener *listen_new(bool events)
{
	struct listener *l = calloc(1, sizeof(*l));
	int group;

	l->sock = nl_socket_alloc();
	if (genl_connect(l->sock))
		return NULL;
	l->family = genl_ctrl_resolve(l->sock, CCID_NL_FAMILY);
	group = genl_ctrl_resolve_grp(l->sock, CCID_NL_FAMILY, CCID_NL_EVENTS);
	if (l->family < 0 || group < 0)
		return NULL;
	nl_socket_disable_seq_check(l->sock);
	nl_socket_modify_cb(l->sock, NL_CB_VALID, NL_CB_CUSTOM, take, l);
	nl_socket_modify_cb(l->sock, NL_CB_FINISH, NL_CB_CUSTOM, take_end, l);
	nl_socket_modify_cb(l->sock, NL_CB_ACK, NL_CB_CUSTOM, take_end, l);
	nl_socket_modify_err_cb(l->sock, NL_CB_CUSTOM, take_error, l);
	if (events && nl_socket_add_membership(l->sock, group))
		return NULL;
	return l;
}

static void listen_free(struct listener *l)
{
	nl_socket_free(l->sock);
	free(l);
}

static bool readable(struct listener *l, int ms)
{
	struct pollfd p = { .fd = nl_socket_get_fd(l->sock), .events = POLLIN };

	return poll(&p, 1, ms) > 0;
}

/* The next event, in @ret; false: none in time. */
static bool hear(struct listener *l, struct heard *ret)
{
	while (!l->count) {
		if (!readable(l, WAIT_MS))
			return false;
		l->error = nl_recvmsgs_default(l->sock);
		if (l->error < 0)
			return false;
	}
	*ret = l->heard[0];
	l->count--;
	memmove(l->heard, l->heard + 1, l->count * sizeof(*ret));
	return true;
}

/* 0 or -errno; a negative @slot asks for all. What comes is in l->heard. */
static int ask(struct listener *l, long slot)
{
	struct nl_msg *msg = nlmsg_alloc();
	int err;

	l->count = 0;
	l->done = false;
	l->error = 0;
	genlmsg_put(msg, 0, 0, l->family, 0,
		    NLM_F_REQUEST | (slot < 0 ? NLM_F_DUMP : NLM_F_ACK),
		    CCID_NL_CMD_SLOT_GET, CCID_NL_VERSION);
	if (slot >= 0)
		nla_put_u32(msg, CCID_NL_A_SLOT, slot);
	err = nl_send_auto(l->sock, msg);
	nlmsg_free(msg);
	while (err >= 0 && !l->done && readable(l, WAIT_MS))
		err = nl_recvmsgs_default(l->sock);
	return l->done ? l->error : -ETIMEDOUT;
}

static uint32_t slot_id(void)
{
	return strtoul(desk_node() + strlen("/dev/ccid"), NULL, 10);
}

FIXTURE(netlink) {
	struct listener *asker, *events;
	struct heard heard;
	int fd;
};

FIXTURE_SETUP(netlink)
{
	desk_clear();
	self->fd = desk_open(O_RDWR);
	ASSERT_GE(self->fd, 0);
	self->asker = listen_new(false);
	self->events = listen_new(true);
	ASSERT_NE(NULL, self->asker);
	ASSERT_NE(NULL, self->events);
}

FIXTURE_TEARDOWN(netlink)
{
	listen_free(self->asker);
	listen_free(self->events);
	close(self->fd);
}

TEST_F(netlink, dump_tells_how_things_stand)
{
	struct heard *h = self->asker->heard;
	struct ccid_pin pin;

	ASSERT_EQ(0, card_pin(self->fd, 0x18, CCID_PIN_ASK, &pin));
	ASSERT_EQ(0, ask(self->asker, -1));
	ASSERT_EQ(1, self->asker->count);
	EXPECT_EQ(CCID_NL_CMD_SLOT_GET, h->cmd);
	EXPECT_EQ(slot_id(), h->value[CCID_NL_A_SLOT]);
	EXPECT_EQ(0, h->value[CCID_NL_A_INDEX]);
	EXPECT_STREQ("SONY RC-S300/S", h->name);
	EXPECT_EQ(CCID_LEVEL_EXTENDED, h->value[CCID_NL_A_LEVEL]);
	EXPECT_EQ(desk_generation(self->fd), h->value[CCID_NL_A_GENERATION]);
	EXPECT_EQ(CCID_CARD_POWERED, h->value[CCID_NL_A_CARD]);
	EXPECT_EQ(13, h->atr_len);
	EXPECT_EQ(1, h->value[CCID_NL_A_PROTOCOL]);
	EXPECT_EQ(1, h->pins);
	EXPECT_EQ(10, h->aid_len);
	EXPECT_EQ(0x18, h->pin[CCID_NL_PIN_A_EF]);
	EXPECT_EQ(3, h->pin[CCID_NL_PIN_A_TRIES_LEFT]);
	EXPECT_EQ(CCID_PIN_ASKED, h->pin[CCID_NL_PIN_A_SOURCE]);
	EXPECT_FALSE(h->has[CCID_NL_A_FAULT]);
}

TEST_F(netlink, one_slot_is_told_by_its_number)
{
	ASSERT_EQ(0, ask(self->asker, slot_id()));
	ASSERT_EQ(1, self->asker->count);
	EXPECT_EQ(slot_id(), self->asker->heard->value[CCID_NL_A_SLOT]);
	EXPECT_EQ(-ENODEV, ask(self->asker, slot_id() + 1));
	EXPECT_EQ(-ERANGE, ask(self->asker, 1024));
}

TEST_F(netlink, requests_are_held_against_the_policy)
{
	static const int wrong[] = { CCID_NL_A_INDEX, CCID_NL_A_MAX + 1 };
	struct nl_msg *msg;
	int i;

	for (i = 0; i < 4; i++) {
		msg = nlmsg_alloc();
		genlmsg_put(msg, 0, 0, self->asker->family, 0,
			    NLM_F_REQUEST | NLM_F_ACK, CCID_NL_CMD_SLOT_GET, 1);
		if (i < 2)
			nla_put_u32(msg, wrong[i], 0);
		if (i == 2)
			nla_put_u16(msg, CCID_NL_A_SLOT, slot_id());
		self->asker->done = false;
		nl_send_auto(self->asker->sock, msg);
		nlmsg_free(msg);
		ASSERT_TRUE(readable(self->asker, WAIT_MS));
		nl_recvmsgs_default(self->asker->sock);
		EXPECT_TRUE(self->asker->error == -EINVAL ||
			    self->asker->error == -ERANGE);
	}
}

TEST_F(netlink, card_leaves_and_comes)
{
	uint32_t generation = desk_generation(self->fd), sequence;
	struct heard *h = &self->heard;

	desk_tell("remove");
	ASSERT_TRUE(hear(self->events, h));
	EXPECT_EQ(CCID_NL_CMD_CARD_REMOVE, h->cmd);
	EXPECT_EQ(slot_id(), h->value[CCID_NL_A_SLOT]);
	EXPECT_EQ(generation, h->value[CCID_NL_A_GENERATION]);
	EXPECT_EQ(CCID_CARD_ABSENT, h->value[CCID_NL_A_CARD]);
	EXPECT_GT(in_ms(1), h->time);
	EXPECT_LT(0, h->time);
	sequence = h->value[CCID_NL_A_SEQUENCE];
	desk_tell("insert");
	ASSERT_TRUE(hear(self->events, h));
	EXPECT_EQ(CCID_NL_CMD_CARD_INSERT, h->cmd);
	EXPECT_EQ(sequence + 1, h->value[CCID_NL_A_SEQUENCE]);
	EXPECT_LT(generation, h->value[CCID_NL_A_GENERATION]);
	EXPECT_EQ(CCID_CARD_POWERED, h->value[CCID_NL_A_CARD]);
	EXPECT_EQ(13, h->atr_len);
	ASSERT_EQ(0, ask(self->asker, -1));
	EXPECT_EQ(sequence + 1,
		  self->asker->heard->value[CCID_NL_A_SEQUENCE]);
}

TEST_F(netlink, mute_card_is_told)
{
	desk_tell("remove");
	ASSERT_TRUE(hear(self->events, &self->heard));
	desk_tell("fault mute x2");
	desk_tell("insert");
	ASSERT_TRUE(hear(self->events, &self->heard));
	EXPECT_EQ(CCID_NL_CMD_CARD_MUTE, self->heard.cmd);
	EXPECT_EQ(CCID_CARD_MUTE, self->heard.value[CCID_NL_A_CARD]);
	EXPECT_FALSE(self->heard.has[CCID_NL_A_ATR]);
}

TEST_F(netlink, counter_is_told_when_it_is_learnt)
{
	struct heard *h = &self->heard;
	struct ccid_pin pin;

	ASSERT_EQ(0, card_pin(self->fd, 0x18, CCID_PIN_ASK, &pin));
	ASSERT_TRUE(hear(self->events, h));
	EXPECT_EQ(CCID_NL_CMD_PIN, h->cmd);
	EXPECT_EQ(1, h->pins);
	EXPECT_EQ(10, h->aid_len);
	EXPECT_EQ(0x18, h->pin[CCID_NL_PIN_A_EF]);
	EXPECT_EQ(UINT32_MAX, h->pin[CCID_NL_PIN_A_REFERENCE]);
	EXPECT_EQ(3, h->pin[CCID_NL_PIN_A_TRIES_LEFT]);
	EXPECT_EQ(3, h->pin[CCID_NL_PIN_A_TRIES_MAX]);
	EXPECT_EQ(0, h->pin[CCID_NL_PIN_A_STATE]);
}

TEST_F(netlink, fault_tells_the_errno)
{
	desk_tell("fault wrong-type on=xfr");
	ASSERT_EQ(-EPROTO, card_sw(self->fd, SELECT_JPKI));
	ASSERT_TRUE(hear(self->events, &self->heard));
	EXPECT_EQ(CCID_NL_CMD_FAULT, self->heard.cmd);
	EXPECT_EQ(EPROTO, self->heard.value[CCID_NL_A_FAULT]);
}

TEST_F(netlink, slot_leaves_and_comes)
{
	uint32_t id = slot_id();

	close(self->fd);
	desk_unplug();
	ASSERT_TRUE(hear(self->events, &self->heard));
	EXPECT_EQ(CCID_NL_CMD_SLOT_DEL, self->heard.cmd);
	EXPECT_EQ(id, self->heard.value[CCID_NL_A_SLOT]);
	ASSERT_EQ(0, ask(self->asker, -1));
	EXPECT_EQ(0, self->asker->count);
	desk_plug();
	ASSERT_TRUE(hear(self->events, &self->heard));
	EXPECT_EQ(CCID_NL_CMD_SLOT_ADD, self->heard.cmd);
	EXPECT_EQ(slot_id(), self->heard.value[CCID_NL_A_SLOT]);
	EXPECT_STREQ("SONY RC-S300/S", self->heard.name);
	ASSERT_TRUE(hear(self->events, &self->heard));
	EXPECT_EQ(CCID_NL_CMD_CARD_INSERT, self->heard.cmd);
	self->fd = desk_open(O_RDWR);
}

TEST_F(netlink, two_listeners_hear_the_same)
{
	struct listener *other = listen_new(true);
	struct heard heard;

	ASSERT_NE(NULL, other);
	desk_tell("remove");
	ASSERT_TRUE(hear(self->events, &self->heard));
	ASSERT_TRUE(hear(other, &heard));
	EXPECT_EQ(0, memcmp(&heard, &self->heard, sizeof(heard)));
	listen_free(other);
}

TEST_F(netlink, who_has_not_joined_hears_nothing)
{
	desk_tell("remove");
	ASSERT_TRUE(hear(self->events, &self->heard));
	EXPECT_FALSE(readable(self->asker, 200));
}

TEST_F_TIMEOUT(netlink, overrun_is_told_and_a_dump_settles_it, 60)
{
	struct heard *h = &self->heard;
	struct ccid_pin pin;
	uint32_t last;
	int i;

	ASSERT_EQ(0, nl_socket_set_buffer_size(self->events->sock, 2048, 0));
	for (i = 0; i < 100; i++)
		ASSERT_EQ(0, card_pin(self->fd, 0x18, CCID_PIN_ASK, &pin));
	/* First comes that something did not fit, then what did. */
	EXPECT_FALSE(hear(self->events, h));
	EXPECT_EQ(-NLE_NOMEM, self->events->error);
	while (readable(self->events, 0))
		ASSERT_TRUE(hear(self->events, h));
	ASSERT_EQ(0, ask(self->asker, -1));
	EXPECT_LT(h->value[CCID_NL_A_SEQUENCE],
		  self->asker->heard->value[CCID_NL_A_SEQUENCE]);
	EXPECT_EQ(3, self->asker->heard->pin[CCID_NL_PIN_A_TRIES_LEFT]);
	/* From there on the numbers follow the dump's. */
	last = self->asker->heard->value[CCID_NL_A_SEQUENCE];
	desk_tell("remove");
	ASSERT_TRUE(hear(self->events, h));
	EXPECT_EQ(last + 1, h->value[CCID_NL_A_SEQUENCE]);
}

static void *dump_on_and_on(void *arg)
{
	struct listener *l = listen_new(false);
	const bool *stop = arg;
	long wrong = !l;

	while (l && !__atomic_load_n(stop, __ATOMIC_RELAXED))
		wrong += ask(l, -1) || l->count > 1;
	listen_free(l);
	return (void *)wrong;
}

TEST_F_TIMEOUT(netlink, unplugged_while_dumped, 60)
{
	pthread_t thread[2];
	bool stop = false;
	void *wrong;
	int i;

	close(self->fd);
	for (i = 0; i < 2; i++)
		pthread_create(&thread[i], NULL, dump_on_and_on, &stop);
	for (i = 0; i < 5; i++) {
		desk_unplug();
		desk_plug();
	}
	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	for (i = 0; i < 2; i++) {
		pthread_join(thread[i], &wrong);
		EXPECT_EQ(NULL, wrong);
	}
	self->fd = desk_open(O_RDWR);
}

TEST_F(netlink, everybody_may_listen)
{
	struct listener *l;
	pid_t child;
	int status, ready[2];
	char byte;

	ASSERT_EQ(0, pipe(ready));
	child = fork();
	if (!child) {
		if (setgid(65534) || setuid(65534))
			_exit(1);
		l = listen_new(true);
		if (!l || ask(l, -1) || l->count != 1)
			_exit(2);
		l->count = 0;
		if (write(ready[1], "", 1) != 1 || !hear(l, &self->heard))
			_exit(3);
		_exit(self->heard.cmd == CCID_NL_CMD_CARD_REMOVE ? 0 : 4);
	}
	close(ready[1]);
	EXPECT_EQ(1, read(ready[0], &byte, 1));
	desk_tell("remove");
	waitpid(child, &status, 0);
	EXPECT_EQ(0, WEXITSTATUS(status));
	close(ready[0]);
}

TEST_HARNESS_MAIN
