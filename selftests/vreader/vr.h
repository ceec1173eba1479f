/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vreader from a C test: start one, tell it things, stop it.
 *
 *	const char *const options[] = { "--vhci", "--card", dir, NULL };
 *	struct vr *vr = vr_start("vreader/vreader", options);
 *
 *	vr_command(vr, "fault silence on=xfr", reply, sizeof(reply));
 *	...
 *	vr_stop(vr);
 */
#ifndef VREADER_VR_H
#define VREADER_VR_H

#include <stddef.h>

struct vr;

/*
 * A child process with a control socket of its own, once it is ready.
 * @options: without --control and --ready-fd. NULL with errno set.
 */
struct vr *vr_start(const char *program, const char *const options[]);

/*
 * A vreader that somebody else started, at the far end of a line: serial, or a
 * port of a virtual machine; it survives vr_stop(). NULL with errno set.
 */
struct vr *vr_open(const char *tty);

/*
 * Sends one line and puts the answer, "ok ..." or "error ...", without its
 * newline into @reply. 0, or -1 when the reader is gone.
 */
int vr_command(struct vr *vr, const char *line, char *reply, size_t size);

/* Ends the child and frees everything; takes NULL. */
void vr_stop(struct vr *vr);

#endif
