/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The library's inner side of <jpki/error.h>. */
#ifndef JPKI_LIB_ERROR_H
#define JPKI_LIB_ERROR_H

#include <jpki/error.h>

/* What an errno (positive) of the driver means. */
enum jpki_error jpki_error_of_driver(int number);

#endif /* JPKI_LIB_ERROR_H */
