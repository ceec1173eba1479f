#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: system.sh
#
# The Debian packages on a Debian of their own. First in a chroot, at full
# speed: the version before is installed, and DKMS builds its module for the
# kernel that is there and for one that is added. Then that system is booted,
# with a virtual reader on its USB, for guest-system.sh: readers, cards,
# permissions, the upgrade, what is left after a purge. Prints TAP.
set -euo pipefail

cd "$(dirname "$0")/../.."
build=${O:-build}
build=$(realpath -m "$build")
dir=$build/system
root=$dir/root
out=$dir/out
older=0.0.9

# shellcheck source=selftests/tap.sh
. selftests/tap.sh

# In the system that is not yet booted. It sees no processes but its own.
inside() {
	unshare --mount --pid --fork --mount-proc="$root/proc" \
		chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
		DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"
}

install_older() {
	inside sh -c 'apt-get -q -y install --no-install-recommends \
		/srv/older/jpki-ccid*.deb /srv/older/libjpki0_*.deb'
}

add_kernel() { inside sh -c 'dpkg -i /srv/kernel/*.deb'; }

# dkms_has VERSION KERNELS: that version is installed for as many of them
dkms_has() {
	inside dkms status
	[ "$(inside dkms status | grep -c "^jpki-ccid/$1, .*: installed")" = "$2" ]
}

# What the guest asks of the reader is done outside of it.
serve() {
	local words
	while kill -0 "$machine" 2>/dev/null; do
		if [ -e "$out/request" ]; then
			read -r -a words < "$out/request"
			"$build/selftests/vreader/vrctl" "$out/vreader.ctl" \
				"${words[@]}" > "$out/answer" 2>&1 || :
			rm "$out/request"
		fi
		sleep 0.1
	done
}

# A card whose PIN is not among the digits of a log.
card() {
	local pin
	pin=$(head -c 400 /dev/urandom | base64 -w 0 | tr -dc '[:upper:]')
	pin=${pin:0:15}7
	O=$build selftests/qemu/cards.sh "$dir/cards"
	sed -i "s/^sign_pin=.*/sign_pin=$pin/" "$dir/cards/fine/profile"
	echo "$pin" > "$root/srv/pin"
	grep -E '^(name|address|mynumber|serial)=' "$dir/cards/fine/profile" |
		cut -d = -f 2 > "$root/srv/holder"
}

prepare() {
	local base
	base=$(selftests/system/root.sh)
	rm -rf "$dir"
	mkdir -p "$dir"
	packaging/deb.sh "$dir/older" $older
	packaging/deb.sh "$dir/newer"
	cp -a "$base" "$root"
	cp selftests/tap.sh debian/tests/smoke examples/kiosk.c \
		selftests/system/guest-system.sh selftests/system/names.sh \
		"$root/srv"
	mkdir "$root/srv/older" "$root/srv/newer"
	cp "$dir"/older/*.deb "$root/srv/older"
	cp "$dir"/newer/*.deb "$root/srv/newer"
	cp VERSION "$root/srv/version"
	card
	inside sh /srv/names.sh > "$root/srv/names"
}

unshare --mount true 2>/dev/null ||
	{ echo '1..0 # SKIP mounts are not allowed here'; exit; }
prepare > "$build/system.log" 2>&1 ||
	{ tail -n 20 "$build/system.log" >&2; exit 1; }
chroot_tests=3
guest_tests=$(grep -c '^test_that ' selftests/system/guest-system.sh)
echo "1..$((chroot_tests + guest_tests))"
test_that 'the packages install' install_older
test_that 'DKMS builds the module' dkms_has $older 1
add_kernel > "$dir/kernel.log" 2>&1 || :
test_that 'and builds it for a kernel that is added' dkms_has $older 2

selftests/qemu/run.sh --root "$root" --reader \
	--append 'systemd.unit=multi-user.target systemd.wants=jpki-guest.service
		systemd.mask=apt-daily.timer systemd.mask=apt-daily-upgrade.timer' \
	--timeout 900 --out "$out" -- \
	sh /srv/guest-system.sh "$dir/cards/fine" $n > "$dir/run.log" 2>&1 &
machine=$!
trap 'kill $machine 2>/dev/null || :; wait' EXIT
serve
wait $machine || echo "# run.sh: $(tail -n 1 "$dir/run.log")"
cat "$out/tap"
