# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: gnuplot -e "raw='raw.csv'; out='bench.svg'" plot.gp
#
# For each command, which part of its calls took no longer than so long.

set terminal svg size 1000,720 font "sans,13" background "white"
set output out
set multiplot layout 2,2 title "One APDU: part of the calls that took no longer"
set datafile separator ","
set logscale x
set xrange [20:20000]
set yrange [0:1]
set grid
set key bottom right opaque
set xlabel "microseconds"

rows(way, what) = sprintf("< awk -F, '$2 == \"%s\" && $3 == \"%s\" && \
$4 == \"us\" { print $5 }' %s", way, what, raw)

do for [what in "case1 read256 sign read4096"] {
	set title what
	plot rows("usb", what) using 1:(1) smooth cnormal \
			title "bare libusb" lw 2 lc rgb "#888888", \
		rows("driver", what) using 1:(1) smooth cnormal \
			title "this driver" lw 2 lc rgb "#0060c0", \
		rows("pcsc", what) using 1:(1) smooth cnormal \
			title "pcscd + libccid" lw 2 lc rgb "#c04000"
}
unset multiplot
