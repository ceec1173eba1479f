// SPDX-License-Identifier: GPL-2.0-or-later
/* A netlink family in memory. */
#include "family.h"

#include <errno.h>
#include <string.h>

struct family family;

static int family_listen(void **ret)
{
	if (family.unloaded)
		return -EOPNOTSUPP;
	family.listens++;
	family.open++;
	*ret = &family;
	return 0;
}

static void family_unlisten(void *listen)
{
	(void)listen;
	family.open--;
}

static int family_fd(void *listen)
{
	(void)listen;
	return family.fd;
}

static int family_next(void *listen, struct jpki_told *ret)
{
	(void)listen;
	if (family.head == family.tail)
		return -EAGAIN;
	*ret = family.queue[family.head].told;
	return family.queue[family.head++].err;
}

static int family_dump(void *listen, jpki_told_fn *fn, void *data)
{
	int err = family.dump_errno;
	size_t i;

	(void)listen;
	family.dump_errno = 0;
	family.dumps++;
	for (i = 0; !err && i < family.slots; i++)
		err = fn(data, &family.slot[i]);
	return err;
}

const struct jpki_transport family_transport = {
	.listen = family_listen,
	.unlisten = family_unlisten,
	.listen_fd = family_fd,
	.listen_next = family_next,
	.listen_dump = family_dump,
};

void family_reset(uint32_t slot, uint32_t sequence, uint32_t generation)
{
	memset(&family, 0, sizeof(family));
	family.fd = 42;
	family.slots = 1;
	family.slot[0] = (struct jpki_told){
		.slot = slot, .sequence = sequence, .card = CCID_CARD_POWERED,
		.generation = generation,
	};
}

void family_fail(int err)
{
	family.queue[family.tail++].err = err;
}
