# SPDX-License-Identifier: GPL-2.0-or-later
# Ichihara, from its page on the certificates of 3 July 2020.
# The form of this file is described in jpki-rules(5).
title = 市原市
store_start = 2018-02-01

[shimin]
title = 市民課
hours = weekday 08:30-17:15
hours = sunday-2,sunday-4 08:30-17:00
closed = 2020-07-26
closed = 2020-11-22

# The ten branches.
[branch]
title = 支所
hours = weekday 08:30-17:00
