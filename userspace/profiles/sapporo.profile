# SPDX-License-Identifier: GPL-2.0-or-later
# Sapporo, from its page on the certificates of 8 December 2016, which states
# no hours.
title = 札幌市
telephone = 011-211-2296
holder_along = yes
register_here = yes
parent = shares
first_visit = card+application
lists = A+B

[ward]
title = 区役所戸籍住民課
