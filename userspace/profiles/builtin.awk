# SPDX-License-Identifier: GPL-2.0-or-later
#
# Prints profiles as rows of a C table: { "NAME", "TEXT" }.

FNR == 1 {
	name = FILENAME
	sub(/.*\//, "", name)
	sub(/\.profile$/, "", name)
	printf "%s{ \"%s\",\n", NR == 1 ? "" : "},\n", name
}

{
	gsub(/\\/, "\\\\")
	gsub(/"/, "\\\"")
	printf "\t\"%s\\n\"\n", $0
}

END {
	print "},"
}
