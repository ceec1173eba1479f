// SPDX-License-Identifier: GPL-2.0-or-later
/* jpkictl: the command. All of it is in cli.c, which the tests link, too. */
#include "cli.h"

int main(int argc, char **argv)
{
	return cli_run(argc, argv);
}
