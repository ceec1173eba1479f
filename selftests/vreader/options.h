/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_OPTIONS_H
#define VREADER_OPTIONS_H

#include "desc.h"

/**
 * struct options - the command line
 * @usbredir, @vhci: exactly one is set
 * @vhci_port: -1: any
 * @card: put into slot 0 from the start, or NULL
 * @atr: of every card; NULL: each its own
 * @fuzz: seed, or 0 for an honest reader
 * @ready_fd: told "ready"; -1: none
 */
struct options {
	const char *usbredir;
	bool vhci;
	int vhci_port;
	const char *control;
	const char *card;
	const char *atr;
	unsigned long piece;
	unsigned long fuzz;
	bool first_notify;
	bool unplugged;
	bool trace;
	int ready_fd;
};

/* Exits with 2 after saying what is wrong, with 0 after --help. */
void options_parse(struct options *ret, struct desc *desc, int argc,
		   char **argv);

/* The options of the descriptors alone; argv[0] is no option. */
void options_desc(struct desc *desc, int argc, char **argv);

#endif
