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
	--ca-dir | --crl-dir | --profile-dir)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return
		;;
	--crl | --output | -o | batch)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	pin)
		names=(status verify change)
		;;
	cert)
		names=(show export verify)
		;;
	rules)
		names=(ask batch list)
		;;
	ask)
		mapfile -t names < <(jpkictl rules list 2>/dev/null |
			sed -n 's/^\([a-z].*\) (.*/\1/p')
		;;
	show | export | verify | change)
		names=(auth sign auth-ca sign-ca)
		[[ ${COMP_WORDS[COMP_CWORD-2]} != pin ]] ||
			names=(auth sign card)
		;;
	*)
		names=(list status watch pin cert attributes apdu rules)
		;;
	esac
	if [[ $cur == -* ]]; then
		names=(--json --lang --now --reader --debug --help --version
			--ca-dir --crl --crl-dir --pem --der --output
			--explain --progress --profile-dir --pin-fd --last-try
			--pinpad --birth --attributes)
	fi
	mapfile -t COMPREPLY < <(compgen -W "${names[*]}" -- "$cur")
}

complete -F _jpkictl jpkictl
