// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which reader and card are meant: --reader, or the one that is obvious.
 */
#include "pick.h"

#include <stdlib.h>
#include <string.h>

#include "lang.h"

static int open_named(struct cli *cli, struct jpki_reader **ret,
		      uint32_t *ret_generation)
{
	char name[JPKI_READER_NAME_SIZE];
	enum jpki_error err;

	if (jpki_reader_parse(cli->opt.reader, name, ret_generation))
		return cli_usage(cli, _("%s is no reader; names are like "
					"ccid0, /dev/ccid0 or ccid0@7."),
				 cli->opt.reader);
	err = jpki_reader_open(cli->ctx, name, ret);
	return err ? cli_fail(cli, err) : EXIT_DONE;
}

/* "ccid0, ccid1", to be given to free(). */
static char *join_names(const struct jpki_readers *readers)
{
	size_t i, count = jpki_readers_count(readers);
	char *text = calloc(count, JPKI_READER_NAME_SIZE + 2);

	for (i = 0; text && i < count; i++) {
		if (i)
			strcat(text, ", ");
		strcat(text, jpki_readers_name(readers, i));
	}
	return text;
}

static int fail_several(struct cli *cli, const struct jpki_readers *readers)
{
	char *names = join_names(readers);
	int status = cli_fail_detail(cli, JPKI_SEVERAL_READERS, names);

	free(names);
	return status;
}

static bool has_card(struct jpki_reader *reader)
{
	struct jpki_reader_state state;

	return !jpki_reader_state(reader, &state) &&
	       state.presence != JPKI_PRESENCE_ABSENT;
}

/* The only reader with a card; NULL when there is none or more than one, or, as
 * @ret_err says, when no reader could be opened.
 */
static struct jpki_reader *find_card(struct cli *cli,
				     const struct jpki_readers *readers,
				     enum jpki_error *ret_err)
{
	struct jpki_reader *found = NULL;
	struct jpki_reader *reader;
	enum jpki_error err = JPKI_NO_READER;
	size_t i, cards = 0;
	bool opened = false;

	for (i = 0; i < jpki_readers_count(readers); i++) {
		err = jpki_reader_open(cli->ctx, jpki_readers_name(readers, i),
				       &reader);
		if (err)
			continue;
		opened = true;
		if (has_card(reader) && ++cards == 1)
			found = reader;
		else
			jpki_reader_close(&reader);
	}
	if (cards > 1)
		jpki_reader_close(&found);
	*ret_err = opened ? JPKI_SEVERAL_READERS : err;
	return found;
}

static int open_obvious(struct cli *cli, const struct jpki_readers *readers,
			struct jpki_reader **ret)
{
	enum jpki_error err;

	switch (jpki_readers_count(readers)) {
	case 0:
		return cli_fail_detail(cli, JPKI_NO_READER, NULL);
	case 1:
		err = jpki_reader_open(cli->ctx, jpki_readers_name(readers, 0),
				       ret);
		return err ? cli_fail(cli, err) : EXIT_DONE;
	default:
		*ret = find_card(cli, readers, &err);
		if (*ret)
			return EXIT_DONE;
		return err == JPKI_SEVERAL_READERS ?
			fail_several(cli, readers) : cli_fail(cli, err);
	}
}

int pick_reader(struct cli *cli, struct jpki_reader **ret,
		uint32_t *ret_generation)
{
	struct jpki_readers *readers;
	enum jpki_error err;
	int status;

	*ret_generation = 0;
	if (cli->opt.reader)
		return open_named(cli, ret, ret_generation);
	err = jpki_readers_new(cli->ctx, &readers);
	if (err)
		return cli_fail(cli, err);
	status = open_obvious(cli, readers, ret);
	jpki_readers_free(&readers);
	return status;
}

int pick_card(struct cli *cli, struct jpki_reader **ret_reader,
	      struct jpki_card **ret_card)
{
	uint32_t generation;
	enum jpki_error err;
	int status;

	status = pick_reader(cli, ret_reader, &generation);
	if (status)
		return status;
	err = jpki_card_begin(*ret_reader, generation, ret_card);
	return err ? cli_fail(cli, err) : EXIT_DONE;
}
