# SPDX-License-Identifier: GPL-2.0-or-later
# bash completion for jpkictl(1)

_jpkictl()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	local names=() path

	case $prev in
	--lang)
		mapfile -t COMPREPLY < <(compgen -W 'ja en' -- "$cur")
		return
		;;
	--reader)
		for path in /sys/class/ccid/ccid*; do
			[[ -e $path ]] && names+=("${path##*/}")
		done
		mapfile -t COMPREPLY < <(compgen -W "${names[*]}" -- "$cur")
		return
		;;
	--ca-dir | --crl-dir)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return
		;;
	--crl | --output | -o)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	pin)
		names=(status)
		;;
	cert)
		names=(show export verify)
		;;
	show | export | verify)
		names=(auth sign auth-ca sign-ca)
		;;
	*)
		names=(list status watch pin cert apdu)
		;;
	esac
	if [[ $cur == -* ]]; then
		names=(--json --lang --now --reader --debug --help --version
			--ca-dir --crl --crl-dir --pem --der --output)
	fi
	mapfile -t COMPREPLY < <(compgen -W "${names[*]}" -- "$cur")
}

complete -F _jpkictl jpkictl
