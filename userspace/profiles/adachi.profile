# SPDX-License-Identifier: GPL-2.0-or-later
# Adachi, from its page on the certificates of 2 April 2025, which states hours
# of the nationwide telephone alone.
title = 足立区
telephone = 03-3880-5724
household_move = yes
register_here = yes
parent = heads
first_visit = card+identification

[koseki]
title = 戸籍住民課

# The sixteen offices.
[kumin]
title = 区民事務所

[phone]
title = マイナンバー総合フリーダイヤル
telephone = 0120-95-0178
hours = weekday 09:30-20:00
hours = saturday,sunday,holiday 09:30-17:30
closed = 12-29..01-03
