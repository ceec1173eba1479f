#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Prints the directory below which the kernel of "make check-debug" lies: as
# boot/vmlinuz-VERSION and lib/modules/VERSION/kernel, with build for modules of
# one's own. It is built from Debian's source, with one fix, once for each
# configuration, package and compiler, and kept in the cache.
set -euo pipefail
unset MAKEFLAGS KBUILD_OUTPUT O	# those of a make that waits for this

cd "$(dirname "$0")/.."
config=$PWD/selftests/qemu/debug.config
fix=$PWD/selftests/qemu/vhci-hcd.patch
archive=/usr/src/linux-source-6.1.tar.xz
cache=${JPKI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/jpki-ccid}
key=$({
	cat "$config" "$fix"
	dpkg-query -W -f '${Version}\n' linux-source-6.1
	gcc --version
	ld --version
} | sha256sum | cut -c 1-12)
dir=$cache/debug-kernel-$key

say() { echo "debug kernel: $*" >&2; }

unpack() {
	say "unpacking $archive"
	mkdir "$1"
	tar -C "$1" -xJf "$archive" --strip-components=1 --exclude='*.rst' \
		--exclude='*.dts' --exclude='*.dtsi'
	patch -s -d "$1" -p1 < "$fix"
}

# Each option must be in force, or what it looks for is not looked for.
configure() {
	local option

	"${make[@]}" KCONFIG_ALLCONFIG="$config" allnoconfig > /dev/null
	grep '^CONFIG_' "$config" | while read -r option; do
		grep -qxF "$option" "$1/.config" ||
			{ say "$option is not to be had"; exit 1; }
	done
}

compile() {
	nice "${make[@]}" "-j$(nproc)" bzImage modules 2>&1 |
		tee "$cache/debug-kernel.log" |
		awk '/^ +(CC|AS|LD)/ && ++n % 100 == 0 {
			print "debug kernel: " n " of some 850 files" > "/dev/stderr"
			fflush("/dev/stderr")
		}'
}

# keep BUILT DIR: the kernel, its modules, and what modules are built against
keep() {
	local version

	version=$("${make[@]}" -s kernelrelease)
	"${make[@]}" "INSTALL_MOD_PATH=$2" modules_install > /dev/null
	rm "$2/lib/modules/$version"/{build,source}
	install -D -m 644 "$1/arch/x86/boot/bzImage" "$2/boot/vmlinuz-$version"
	mkdir -p "$2/build/arch" "$2/build/tools/objtool"
	mv -t "$2/build" "$1"/{.config,Makefile,Module.symvers,include,scripts}
	mv -t "$2/build/arch" "$1/arch/x86"
	mv -t "$2/build/tools/objtool" "$1/tools/objtool/objtool"
	find "$2/build/arch" -type f -not -name 'Makefile*' -not -name '*.h' \
		-delete
}

mkdir -p "$cache"
exec 9> "$cache/debug-kernel.lock"
flock --nonblock 9 || { say "another run builds it, waiting"; flock 9; }
if [ ! -d "$dir" ]; then
	tmp=$cache/debug-kernel.new	# ours alone, under the lock
	trap 'rm -rf "$tmp"' EXIT
	rm -rf "$tmp"
	make=(make --no-print-directory -C "$tmp/source")
	mkdir -p "$tmp/kernel"
	unpack "$tmp/source"
	say "building, some five minutes on two idle processors"
	configure "$tmp/source"
	compile || { say "failed, see $cache/debug-kernel.log"; exit 1; }
	keep "$tmp/source" "$tmp/kernel"
	mv -T "$tmp/kernel" "$dir"
	say "built in $SECONDS seconds"
fi
echo "$dir"
