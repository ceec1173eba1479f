// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The transport of the tests. Checks on the way that every call to a card names
 * its generation and a deadline, and that APDUs go only with the turn taken.
 */
#include "mock.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "mock_card.h"
#include "transport.h"

struct mock mock;

struct handle {
	struct mock_reader *reader;
	bool locked;
	struct mock_session session;
};

static struct {
	int event_fd[MOCK_READERS];
	int news_fd;
	const char *news;
	bool news_added;
	int step;
} wires;

static const uint8_t atr[] = {
	0x3b, 0x88, 0x80, 0x01, 0x00, 0x00, 0x05, 0xe0, 0xb3, 0x81, 0xa1, 0x00,
	0x7f
};

static int fresh_fd(int fd)
{
	if (fd > 0)
		(void)close(fd);
	return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

void mock_reset(struct mock_card *card)
{
	int i;

	memset(&mock, 0, sizeof(mock));
	memset(card, 0, sizeof(*card));
	card->label = "JPKIAPICCTOKEN2";
	card->auth_left = 3;
	card->sign_left = 5;
	card->card_left = 3;
	card->attributes.needs_pin = true;
	mock.readers = 1;
	mock.reader[0] = (struct mock_reader){
		.name = "ccid0",
		.presence = CCID_CARD_POWERED,
		.generation = 7,
		.card = card,
	};
	for (i = 0; i < MOCK_READERS; i++)
		wires.event_fd[i] = fresh_fd(wires.event_fd[i]);
	wires.news_fd = fresh_fd(wires.news_fd);
	wires.step = 0;
}

void mock_event(size_t reader)
{
	eventfd_write(wires.event_fd[reader], 1);
}

void mock_news(const char *name, bool added)
{
	wires.news = name;
	wires.news_added = added;
	eventfd_write(wires.news_fd, 1);
}

static int mock_list(jpki_name_fn *fn, void *data)
{
	size_t i;
	int err = mock.list_errno ? -mock.list_errno : 0;

	/* the other way round: the order is the library's affair */
	for (i = mock.readers; !err && i; i--)
		if (!mock.reader[i - 1].gone)
			err = fn(data, mock.reader[i - 1].name);
	return err;
}

static int mock_open(const char *name, void **ret)
{
	struct handle *handle;
	size_t i;

	for (i = 0; i < mock.readers; i++)
		if (!strcmp(mock.reader[i].name, name))
			break;
	if (i == mock.readers || mock.reader[i].gone)
		return -ENOENT;
	if (mock.reader[i].open_errno)
		return -mock.reader[i].open_errno;
	handle = calloc(1, sizeof(*handle));
	handle->reader = &mock.reader[i];
	mock.open++;
	*ret = handle;
	return 0;
}

static void mock_close(void *dev)
{
	struct handle *handle = dev;

	if (handle->locked)
		mock.locked--;
	mock.open--;
	free(handle);
}

static int do_info(struct ccid_info *info)
{
	info->vendor_id = 0x054c;
	info->product_id = 0x0dc8;
	info->exchange_level = CCID_LEVEL_EXTENDED;
	info->pin_support = mock.pad;
	strcpy((char *)info->name, "SONY RC-S300/S");
	return 0;
}

static int do_status(const struct mock_reader *reader,
		     struct ccid_status *status)
{
	status->card = reader->presence;
	status->generation = 0;
	if (reader->presence == CCID_CARD_ABSENT)
		return 0;
	status->generation = reader->generation;
	if (reader->presence == CCID_CARD_POWERED) {
		status->atr_len = sizeof(atr);
		memcpy(status->atr, atr, sizeof(atr));
	}
	return 0;
}

/* The driver's own checks of every call that is for a card. */
static int check_card(const struct mock_reader *reader, uint32_t generation,
		      uint64_t deadline)
{
	if (!generation)
		mock.unpinned++;
	if (!deadline)
		mock.no_deadline++;
	if (reader->presence == CCID_CARD_ABSENT)
		return -ENOMEDIUM;
	if (generation && generation != reader->generation)
		return -ESTALE;
	return reader->presence == CCID_CARD_MUTE ? -EHOSTDOWN : 0;
}

static uint64_t mock_now_ns(void)
{
	return 1000000000 + mock.waited_ns;
}

/* Waiting for the one who has the turn takes no time but the mock's. */
static int wait_turn(const struct mock_reader *reader, uint64_t deadline)
{
	uint64_t patience = deadline - mock_now_ns();

	if (reader->held_ns > patience) {
		mock.waited_ns += patience;
		return -EBUSY;
	}
	mock.waited_ns += reader->held_ns;
	return 0;
}

static int do_lock(struct handle *handle, const struct ccid_lock *lock)
{
	int err = check_card(handle->reader, lock->generation,
			     lock->deadline_ns);

	if (!err)
		err = wait_turn(handle->reader, lock->deadline_ns);
	if (err)
		return err;
	if (handle->locked)
		return -EINVAL;
	handle->locked = true;
	mock.locked++;
	return 0;
}

static void swap(struct mock_reader *reader)
{
	if (!reader->swap_card)
		return;
	reader->card = reader->swap_card;
	reader->swap_card = NULL;
	reader->generation++;
}

static void swap_if_due(struct mock_reader *reader)
{
	if (!reader->swap_between && mock.apdus >= reader->swap_after)
		swap(reader);
}

static int do_unlock(struct handle *handle)
{
	if (!handle->locked)
		return -EINVAL;
	handle->locked = false;
	handle->session.opened = false;
	handle->session.verified = 0;
	mock.locked--;
	if (handle->reader->swap_between)
		swap(handle->reader);
	return 0;
}

static int do_power(struct handle *handle, struct ccid_power *power)
{
	int err = check_card(handle->reader, power->generation,
			     power->deadline_ns);

	if (err)
		return err;
	mock.powers++;
	handle->reader->presence = CCID_CARD_POWERED;
	return 0;
}

/* The driver never spends the last try of a PIN unless told to. */
static int check_floor(const struct handle *handle,
		       const struct ccid_apdu *apdu)
{
	const uint8_t *command = (const uint8_t *)(uintptr_t)apdu->command;

	if (apdu->flags & CCID_APDU_LAST_TRY)
		return mock.no_last_try ? -EPERM : 0;
	if (command[1] != 0x20 || apdu->command_len <= 5)
		return 0;
	if (mock_card_left(handle->reader->card, &handle->session) >
	    (mock.floor ? mock.floor : 1))
		return 0;
	return -EKEYREJECTED;
}

static int do_apdu(struct handle *handle, struct ccid_apdu *apdu)
{
	const uint8_t *command = (const uint8_t *)(uintptr_t)apdu->command;
	uint8_t response[600];
	size_t len;
	int err;

	swap_if_due(handle->reader);
	err = check_card(handle->reader, apdu->generation, apdu->deadline_ns);
	if (!err)
		err = check_floor(handle, apdu);
	if (err)
		return err;
	mock.apdus++;
	if (!handle->locked)
		mock.unlocked++;
	len = mock_card_apdu(handle->reader, &handle->session, command,
			     apdu->command_len, response);
	apdu->sw = (uint16_t)(response[len - 2] << 8 | response[len - 1]);
	if (len > apdu->response_len) {
		apdu->response_len = (uint32_t)len;
		return -EMSGSIZE;
	}
	memcpy((void *)(uintptr_t)apdu->response, response, len);
	apdu->response_len = (uint32_t)len;
	explicit_bzero(response, sizeof(response));
	return 0;
}

/* The reader puts what is typed where the template has room for it. */
static int do_secure(struct handle *handle, struct ccid_secure *secure)
{
	const uint8_t *template = (const uint8_t *)(uintptr_t)secure->command;
	uint8_t command[9];
	struct ccid_apdu apdu = {
		.flags = secure->flags,
		.command = (uintptr_t)command,
		.command_len = sizeof(command),
		.response = secure->response,
		.response_len = secure->response_len,
		.deadline_ns = secure->deadline_ns,
		.generation = secure->generation,
	};
	int err;

	if (!mock.pad)
		return -EOPNOTSUPP;
	if (secure->command_len != sizeof(command) || secure->max_digits != 4 ||
	    secure->min_digits != 4 || (secure->pin_block & 0xf) != 4)
		return -EINVAL;
	if (!mock.typed)
		return -ECANCELED;
	memcpy(command, template, 5);
	memcpy(command + 5, mock.typed, 4);
	err = do_apdu(handle, &apdu);
	secure->sw = apdu.sw;
	return err;
}

static int do_pin(struct handle *handle, struct ccid_pin *pin)
{
	int err = check_card(handle->reader, pin->generation, pin->deadline_ns);

	return err ? err : mock_card_pin(handle->reader->card, pin);
}

static bool is_to_fail(struct mock_reader *reader, unsigned long request)
{
	if (request != reader->fail_request)
		return false;
	if (reader->fail_after) {
		reader->fail_after--;
		return false;
	}
	if (reader->fail_times && !--reader->fail_times)
		reader->fail_request = 0;
	return true;
}

static int mock_call(void *dev, unsigned long request, void *arg)
{
	struct handle *handle = dev;
	struct mock_reader *reader = handle->reader;

	if (reader->gone)
		return -ENODEV;
	if (is_to_fail(reader, request))
		return -reader->fail_errno;
	switch (request) {
	case CCID_IOC_INFO:
		return do_info(arg);
	case CCID_IOC_STATUS:
		return do_status(reader, arg);
	case CCID_IOC_POWER:
		return do_power(handle, arg);
	case CCID_IOC_APDU:
		return do_apdu(handle, arg);
	case CCID_IOC_LOCK:
		return do_lock(handle, arg);
	case CCID_IOC_UNLOCK:
		return do_unlock(handle);
	case CCID_IOC_SECURE:
		return do_secure(handle, arg);
	case CCID_IOC_PIN:
		return do_pin(handle, arg);
	default:
		return -ENOTTY;
	}
}

static int mock_fd(void *dev)
{
	const struct handle *handle = dev;

	return wires.event_fd[handle->reader - mock.reader];
}

static int mock_next_event(void *dev, struct ccid_event *ret)
{
	const struct handle *handle = dev;
	eventfd_t count;

	if (handle->reader->gone)
		return -ENODEV;
	if (eventfd_read(mock_fd(dev), &count))
		return -EAGAIN;
	*ret = (struct ccid_event){ .size = sizeof(*ret) };
	return 0;
}

static int mock_watch(void **ret)
{
	*ret = &wires;
	return 0;
}

static void mock_unwatch(void *watch)
{
	(void)watch;
}

/* Asked for before each sleep, so this is where the script moves on. */
static int mock_watch_fd(void *watch)
{
	(void)watch;
	if (mock.script && !mock.script(wires.step++))
		kill(getpid(), SIGINT);
	return wires.news_fd;
}

static int mock_watch_next(void *watch, char *ret_name, bool *ret_added)
{
	eventfd_t count;

	(void)watch;
	if (eventfd_read(wires.news_fd, &count))
		return -EAGAIN;
	strcpy(ret_name, wires.news);
	*ret_added = wires.news_added;
	return 0;
}

const struct jpki_transport jpki_transport_default = {
	.list = mock_list,
	.open = mock_open,
	.close = mock_close,
	.call = mock_call,
	.fd = mock_fd,
	.next_event = mock_next_event,
	.watch = mock_watch,
	.unwatch = mock_unwatch,
	.watch_fd = mock_watch_fd,
	.watch_next = mock_watch_next,
	.now_ns = mock_now_ns,
};
