# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: awk -v make=hwdb|pn533 -f readers.awk readers.tbl
#
# Makes udev's hardware database of the table of contactless readers, or the
# rules that take readers away from pn533_usb. A row that is not in form, or not
# in order, is an error.

function wrong(what)
{
	print FILENAME ":" FNR ": " what > "/dev/stderr"
	bad = 1
	exit 1
}

function hwdb()
{
	printf "usb:v%sp%sd*in%02X*\n", toupper($1), toupper($2), $3
	print " ID_CCID_CONTACTLESS=" (flag["contact"] ? "mixed" : "only")
	print " ID_CCID_MODEL=" name "\n"
}

function pn533()
{
	if (!flag["pn533"])
		return
	print "# " name
	printf "ACTION==\"bind\", SUBSYSTEM==\"usb\", " \
		"ENV{DRIVER}==\"pn533_usb\", ENV{PRODUCT}==\"%s/%s/*\", \\\n",
		short($1), short($2)
	print "  RUN+=\"/bin/sh -c 'cd /sys/bus/usb/drivers && " \
		"echo %k > pn533_usb/unbind && echo %k > ccid/bind'\"\n"
}

# Numbers are without leading zeros in PRODUCT.
function short(id)
{
	sub(/^0+/, "", id)
	return id
}

BEGIN {
	print "# SPDX-License-Identifier: GPL-2.0-or-later"
	print "# Made of readers.tbl."
	if (make == "pn533") {
		print "# In /etc/udev/rules.d this gives these readers to the " \
			"ccid driver, although"
		print "# pn533_usb was first."
	}
	print ""
}

/^#/ || /^$/ { next }

{
	if ($1 !~ /^[0-9a-f][0-9a-f][0-9a-f][0-9a-f]$/ ||
	    $2 !~ /^[0-9a-f][0-9a-f][0-9a-f][0-9a-f]$/ || $3 !~ /^[0-9]$/)
		wrong("not idVendor, idProduct, bInterfaceNumber")
	key = $1 " " $2 " " $3
	if (key <= last)
		wrong("not in order")
	last = key
	split("", flag)
	count = split($4, words, ",")
	for (i = 1; i <= count; i++) {
		if (words[i] !~ /^(-|contact|pn533)$/)
			wrong("no flag is '" words[i] "'")
		flag[words[i]] = 1
	}
	name = $0
	sub(/^[^ ]+ [^ ]+ [^ ]+ [^ ]+ +/, "", name)
	if (name == $0 || name == "")
		wrong("no name")
	if (make == "hwdb")
		hwdb()
	else
		pn533()
}

END { exit bad }
