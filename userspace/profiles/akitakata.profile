# SPDX-License-Identifier: GPL-2.0-or-later
# Akitakata, from its page on the certificates of 11 January 2024, which states
# no hours.
title = 安芸高田市
telephone = 0826-42-5616
store_delay = 3
register_here = yes

[shimin]
title = 本庁市民課

[branch]
title = 支所窓口係
