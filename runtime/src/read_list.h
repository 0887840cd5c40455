/* read_list.h - arrays; and the parts of read.c that they are made of. */
#ifndef SG_READ_LIST_H
#define SG_READ_LIST_H

#include "read.h"

/* An array into {items, count} in the session's memory. */
SgStatus read_list(SgSession *db, const SgColumn *column, const uint8_t *bytes, size_t size, void *out);

/* A value that is not NULL into a plain C value. */
SgStatus read_plain(SgSession *db, const SgColumn *column, const uint8_t *bytes, size_t size, bool copy, void *out);

SgStatus read_null(SgSession *db, const SgColumn *column, void *member);

#endif
