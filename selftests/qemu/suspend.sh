#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: suspend.sh
#
# Puts a whole machine to sleep, again and again, with a virtual reader on its
# USB; see selftests/suspend_test.c. Nothing of the machine is on a virtio
# device, since none of them survives that: it lives in its initramfs. Its first
# serial port is the console, the second leads to the reader's control socket,
# the third says TAP, which this prints. The console is left in $O/suspend.
set -euo pipefail

here=$(dirname "$0")
top=$(cd "$here/../.." && pwd)
build=$(cd "$top" && realpath -m "${O:-build}")
make=(make -s --no-print-directory -C "$top" "O=$build")
out=$build/suspend
kver=$("${make[@]}" print-KVER)
kernel=$("$top/scripts/stock-kernel.sh" "$kver")
reader=

# shellcheck source=selftests/qemu/initramfs.sh
. "$here/initramfs.sh"

trap '[ -z "$reader" ] || kill "$reader" 2>/dev/null || :; wait' EXIT

rm -rf "$out"
mkdir -p "$out/initramfs/bin"
"${make[@]}" install-module "DESTDIR=$out/layer" MODULESDIR=/usr/lib/modules
kernel_modules "$out/layer"
install "$build/selftests/suspend_test" "$out/initramfs/bin"
initramfs "$out/initramfs" "$out/layer" "$here/init-suspend" ehci_pci xhci_pci ccid

(cd "$build/selftests" && exec vreader/vreader \
	--usbredir "$out/vreader.sock" --control "$out/vreader.ctl") \
	> "$out/vreader.log" 2>&1 &
reader=$!
until [ -S "$out/vreader.sock" ]; do
	kill -0 $reader 2>/dev/null || { cat "$out/vreader.log" >&2; exit 1; }
	sleep 0.05
done

cmdline=(console=ttyS0 panic=-1 oops=panic mitigations=off no_timer_check
	suspend.pm_test_delay=0)
timeout 400 qemu-system-x86_64 -nodefaults -no-user-config \
	-accel tcg,thread=single -smp 2 -m 256 -display none -no-reboot \
	-kernel "$kernel/boot/vmlinuz-$kver" -initrd "$out/initramfs.cpio" \
	-append "${cmdline[*]}" \
	-serial "file:$out/console" \
	-chardev "socket,id=control,path=$out/vreader.ctl" \
	-serial chardev:control -serial stdio \
	-device usb-ehci,id=ehci -device qemu-xhci,id=xhci \
	-chardev "socket,id=reader,path=$out/vreader.sock" \
	-device usb-redir,bus=ehci.0,chardev=reader \
	-device usb-ccid,bus=xhci.0 < /dev/null
