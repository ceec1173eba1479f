# SPDX-License-Identifier: GPL-2.0-or-later
# Prints the verbs of the Makefile: "##@ heading" and "verb: ...  ## words".
/^##@ / {
	sub(/^##@ /, "")
	print "\n" $0
}
/^[a-z][a-z -]*::?.*## / {
	words = $0
	sub(/.*## /, "", words)
	printf "  %-18s %s\n", $1, words
}
