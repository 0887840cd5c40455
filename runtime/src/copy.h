/*
 * copy.h - COPY's binary format: a header, then rows of a field count and fields with their lengths, then -1.
 */
#ifndef SG_COPY_H
#define SG_COPY_H

#include "query.h"

enum { COPY_HEADER = 19, COPY_BUFFER = 65536 };

/* Reads a stream of rows that comes in messages; rows need not begin and end with them. */
typedef struct CopyReader {
    Shape shape;
    SgVisit *visit;
    void *arg;
    void *row;      /* of the shape's size */
    SgText carried; /* the beginning of a row that goes on in the next message; to be freed */
    bool has_header, is_done;
    int64_t rows; /* visited so far */
} CopyReader;

/* Visits the rows that are complete with this message.  SG_RANGE for bytes that are no such rows, else the visitor's.
 */
SgStatus copy_read(SgSession *db, CopyReader *reader, const char *bytes, size_t size);

/* SG_RANGE when rows are missing. */
SgStatus copy_read_end(SgSession *db, const CopyReader *reader);

#endif
