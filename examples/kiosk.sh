#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What jpkid advises each holder of a card to do, as long as it runs.

socat -u "UNIX-CONNECT:${1:-/run/jpki/jpkid.sock}" - |
	jq --unbuffered -r '.actions[]?.text'
