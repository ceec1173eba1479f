# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154
#
# What a test machine boots from, to be sourced. $kernel is where the kernel
# $kver lies.

# kernel_modules LAYER: beside ours, which are installed there
kernel_modules() {
	local modules=$1/usr/lib/modules/$kver

	ln -s "$kernel/lib/modules/$kver/kernel" "$modules/kernel"
	cp "$kernel/lib/modules/$kver"/modules.* "$modules/"
	depmod -b "$1/usr" "$kver"
}

# initramfs DIR LAYER INIT MODULE...: busybox, INIT, and those modules of LAYER
# with all that they need, in the order of loading; as DIR.cpio
initramfs() {
	local dir=$1 layer=$2 init=$3 module name n=100
	shift 3

	mkdir -p "$dir/bin" "$dir/modules"
	install "$init" "$dir/init"
	install /bin/busybox "$dir/bin/busybox"
	ln -s busybox "$dir/bin/sh"
	modprobe -d "$layer/usr" -S "$kver" --show-depends -a "$@" |
		while read -r verb module _; do
			[ "$verb" = insmod ] || continue
			[ -z "$(find "$dir/modules" -name \
				"*-$(basename "$module" .xz)")" ] || continue
			name=$((n++))-$(basename "$module" .xz)
			case $module in
			*.xz) xz -dc "$module" > "$dir/modules/$name" ;;
			*) cp "$module" "$dir/modules/$name" ;;
			esac
		done
	(cd "$dir" && find . | cpio --quiet -o -H newc) > "$dir.cpio"
}
