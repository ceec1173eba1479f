# SPDX-License-Identifier: GPL-2.0-or-later
# bash completion for jpkid(8)

_jpkid()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}

	case $prev in
	--config) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
	--run-dir) mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
	*)
		mapfile -t COMPREPLY < <(compgen -W "--config --run-dir \
			--foreground --check-config --help --version" -- "$cur")
		;;
	esac
}

complete -F _jpkid jpkid
