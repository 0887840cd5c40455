/*
 * copy.h - COPY's binary format: a header, then rows of a field count and fields with their lengths, then -1.
 */
#ifndef SG_COPY_H
#define SG_COPY_H

#include "query.h"

enum { COPY_HEADER = 19, COPY_BUFFER = 65536 };

extern const char copy_header[COPY_HEADER];

#endif
