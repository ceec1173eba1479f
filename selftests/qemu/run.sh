#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: run.sh [--reader | --card CARD] [--timeout SECONDS] [--out DIR] \
#	[--append PARAMETER] [--qemu WORDS] [--debug] [--monitor] [--root DIR] \
#	-- COMMAND...
#
# Boots Debian's stock kernel in QEMU, emulated (no KVM), with the machine's own
# root under the staged install, real systemd and udev; runs COMMAND there as
# root, and exits as it did or with 1 when something else is wrong. With --debug
# it is the kernel of "make check-debug", with udev and without systemd. With
# --root it is that root and the newest kernel in it, with nothing of this
# machine's and no staged install.
#
# There is a virtual reader for the machine's USB outside of it, unplugged with
# --reader, and with that card in it with --card; vrctl reaches it at
# DIR/vreader.ctl. It must have seen no breach of CCID's rules. With --monitor
# QEMU takes commands at DIR/monitor.in and answers at DIR/monitor.out; WORDS are
# more of its options.
#
# In DIR ($O/qemu): console, dmesg, journal, status, and whatever COMMAND writes
# to /out.
set -euo pipefail

here=$(dirname "$0")
top=$(cd "$here/../.." && pwd)
build=${O:-build}
make=(make -s --no-print-directory -C "$top" "O=$build")
timeout=300
out=
append=
debug=
monitor=
root=/
words=()
reader=()

while [ $# -gt 0 ]; do
	case $1 in
	--timeout) timeout=$2; shift 2 ;;
	--out) out=$2; shift 2 ;;
	--append) append=$2; shift 2 ;;
	--qemu) read -ra words <<< "$2"; shift 2 ;;
	--debug) debug=1; shift ;;
	--monitor) monitor=1; shift ;;
	--root) root=$(realpath "$2"); shift 2 ;;
	--reader) reader=(--unplugged --usbredir); shift ;;
	--card) reader=(--card "$2" --usbredir); shift 2 ;;
	--) shift; break ;;
	*) echo "run.sh: unknown option '$1'" >&2; exit 2 ;;
	esac
done
[ $# -gt 0 ] || { echo "run.sh: which command?" >&2; exit 2; }
build=$(cd "$top" && mkdir -p "$build" && cd "$build" && pwd)
out=$(realpath -m "${out:-$build/qemu}")
layer=$out/guest
if [ -n "$debug" ]; then
	kernel=$("$top/scripts/debug-kernel.sh")
	kver=$(basename "$kernel"/lib/modules/*)
	export KVER=$kver KDIR=$kernel/build CCID_KUNIT=y
	machine=(-accel "tcg,thread=multi" -smp "2,sockets=2,cores=1" -m 2048)
	append="tsc=reliable kasan_multi_shot kmemleak=on kunit.enable=1 \
		guest_init=/usr/libexec/jpki-debug-init $append"
else
	if [ "$root" != / ]; then
		kernel=$root
		kver=$(find "$root/boot" -name 'vmlinuz-*' | sort -V | tail -n 1)
		kver=${kver##*/vmlinuz-}
		append="guest_root=1 $append"
	else
		kver=$("${make[@]}" print-KVER)
		kernel=$("$top/scripts/stock-kernel.sh" "$kver")
	fi
	machine=(-accel "tcg,thread=single" -smp 2 -m 1024)
	append="mitigations=off fstab=no systemd.unit=jpki-guest.service \
		systemd.show_status=no systemd.hostname=guest $append"
fi

# shellcheck source=selftests/qemu/initramfs.sh
. "$here/initramfs.sh"

# The staged install, and the kernel's modules with ours beside them.
stage_install() {
	"${make[@]}" install "DESTDIR=$layer" PREFIX=/usr \
		MODULESDIR=/usr/lib/modules > "$out/stage.log"
	[ -z "$debug" ] || install -m 644 \
		-t "$layer/usr/lib/modules/$kver/updates" \
		"$build/module/$kver/kernel/tests/ccid_kunit.ko"
	kernel_modules "$layer"
}

stage() {
	# Two machines may start at a time, and kbuild works in one place.
	[ "$root" != / ] || {
		flock 9
		stage_install
	} 9> "$build/stage.lock"
	install -D "$here/guest" "$layer/usr/libexec/jpki-guest"
	install "$here/debug-init" "$layer/usr/libexec/jpki-debug-init"
	install -D -m 644 -t "$layer/usr/lib/systemd/system" \
		"$here/jpki-guest.service"
	install -D -m 644 "$here/sysusers.conf" \
		"$layer/usr/lib/systemd/system/systemd-sysusers.service.d/guest.conf"
}

children=()
trap '[ ${#children[@]} = 0 ] || kill "${children[@]}" 2>/dev/null || :; wait' EXIT

if [ -e "$out" ] && [ ! -e "$out/command" ]; then
	echo "run.sh: $out is in use for something else" >&2
	exit 2
fi
rm -rf "$out"
mkdir -p "$out"
printf '%q ' "$@" > "$out/command"
stage
modules=$root
[ "$root" != / ] || modules=$layer
initramfs "$out/initramfs" "$modules" "$here/init" \
	virtio_pci 9pnet_virtio 9p overlay

devices=()
if [ -n "$monitor" ]; then
	mkfifo "$out/monitor.in" "$out/monitor.out"
	devices+=(-monitor "pipe:$out/monitor")
fi
if [ ${#reader[@]} -gt 0 ]; then
	"$build/selftests/vreader/vreader" "${reader[@]}" "$out/vreader.sock" \
		--control "$out/vreader.ctl" > "$out/vreader.log" 2>&1 &
	children+=($!)
	until [ -S "$out/vreader.sock" ]; do
		kill -0 $! 2>/dev/null || { cat "$out/vreader.log" >&2; exit 1; }
		sleep 0.05
	done
	devices+=(-device qemu-xhci
		-chardev "socket,id=vreader,path=$out/vreader.sock"
		-device "usb-redir,chardev=vreader")
fi

cmdline="console=ttyS0 loglevel=4 panic=-1 oops=panic log_buf_len=4M \
	no_timer_check $append"
share=security_model=none,multidevs=remap
timeout "$timeout" qemu-system-x86_64 -nodefaults -no-user-config \
	"${machine[@]}" -display none -no-reboot \
	-kernel "$kernel/boot/vmlinuz-$kver" -initrd "$out/initramfs.cpio" \
	-append "$cmdline" \
	-serial stdio -device virtio-rng-pci "${devices[@]}" "${words[@]}" \
	-virtfs "local,path=$root,mount_tag=host,readonly=on,$share" \
	-virtfs "local,path=$layer,mount_tag=layer,readonly=on,$share" \
	-virtfs "local,path=$out,mount_tag=out,$share" \
	< /dev/null > >(tee "$out/console") 2>&1 &
children+=($!)
wait $! && ended=0 || ended=$?

if [ ! -e "$out/status" ]; then
	[ "$ended" != 124 ] || echo "run.sh: no end after $timeout seconds" >&2
	echo "run.sh: the machine stopped without a result" >&2
	exit 1
fi
if [ ${#reader[@]} -gt 0 ]; then
	said=$("$build/selftests/vreader/vrctl" "$out/vreader.ctl" violations)
	[ "$said" = "ok 0" ] || {
		echo "run.sh: the driver broke CCID's rules: $said" >&2
		exit 1
	}
fi
exit "$(cat "$out/status")"
