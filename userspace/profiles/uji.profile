# SPDX-License-Identifier: GPL-2.0-or-later
# Uji, from its page on the certificates of 20 December 2023.
title = 宇治市
answer_months = 1
first_visit = application+identification

[mynumber]
title = マイナンバーカード専用窓口
hours = weekday 08:30-16:30
