/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the daemon tells the administrator, on stderr. */
#ifndef JPKID_LOG_H
#define JPKID_LOG_H

/* One line each; the format is already translated. */
__attribute__((format(printf, 1, 2)))
void log_error(const char *format, ...);
__attribute__((format(printf, 1, 2)))
void log_note(const char *format, ...);

#endif /* JPKID_LOG_H */
