#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Prints the names of all that packages may leave behind, in order.

find /etc /usr /lib/modules /var/lib -xdev \
	\( -path '/usr/src/linux-*' -o -path /var/lib/dpkg -o \
	-path /var/lib/apt \) -prune -o -print | LC_ALL=C sort
