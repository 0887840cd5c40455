/* A stream of bytes, cut into rows. */
#include "copy.h"

#include "error.h"
#include "wire.h"

/* The bytes that the row at `bytes` takes; 0 when it is not complete, SIZE_MAX for the end. */
static size_t row_length(const uint8_t *bytes, size_t size)
{
    size_t at = 2;
    if (size < 2) return 0;
    uint16_t fields = wire_get16(bytes);
    if (fields == UINT16_MAX) return SIZE_MAX;
    for (uint16_t i = 0; i < fields; i++) {
        if (size - at < 4) return 0;
        uint32_t length = wire_get32(bytes + at);
        at += 4;
        if (length == UINT32_MAX) continue;
        if (size - at < length) return 0;
        at += length;
    }
    return at;
}

static SgStatus read_fields(SgSession *db, const CopyReader *reader, const uint8_t *bytes)
{
    if (wire_get16(bytes) != reader->shape.count) return fail(db, SG_RANGE, NULL, "a row has other columns");
    memset(reader->row, 0, reader->shape.row_size);
    const uint8_t *at = bytes + 2;
    for (size_t i = 0; i < reader->shape.count; i++) {
        const SgColumn *column = &reader->shape.columns[i];
        uint32_t size = wire_get32(at);
        at += 4;
        /* copied: the next field's length would stand where the text's NUL must */
        SgStatus rc =
            read_value(db, column, size == UINT32_MAX ? NULL : at, size, true, (char *)reader->row + column->row);
        if (rc != SG_OK) return rc;
        if (size != UINT32_MAX) at += size;
    }
    return SG_OK;
}

static SgStatus visit_row(SgSession *db, CopyReader *reader, const uint8_t *bytes)
{
    SgMark mark = sg_session_mark(db);
    SgStatus rc = read_fields(db, reader, bytes);
    if (rc == SG_OK) {
        reader->rows++;
        const uint32_t failures = db->failures;
        rc = reader->visit(reader->row, reader->arg);
        if (rc != SG_OK) rc = fail_own(db, rc, failures, "visitor");
    }
    sg_session_release(db, mark);
    return rc;
}

/* Takes the complete rows of `bytes`; returns how many bytes they took. */
static size_t take_rows(SgSession *db, CopyReader *reader, const uint8_t *bytes, size_t size, SgStatus *rc)
{
    size_t at = 0;
    if (!reader->has_header) {
        if (size < COPY_HEADER) return 0;
        reader->has_header = true;
        at = COPY_HEADER;
    }
    while (*rc == SG_OK && !reader->is_done) {
        size_t length = row_length(bytes + at, size - at);
        if (length == 0) break;
        if (length == SIZE_MAX) {
            reader->is_done = true;
            return size;
        }
        *rc = visit_row(db, reader, bytes + at);
        at += length;
    }
    return at;
}

SgStatus copy_read(SgSession *db, CopyReader *reader, const char *bytes, size_t size)
{
    SgStatus rc = SG_OK;
    if (reader->carried.size == 0) {
        size_t taken = take_rows(db, reader, (const uint8_t *)bytes, size, &rc);
        if (taken < size) sg_text_add_bytes(&reader->carried, bytes + taken, size - taken);
    } else {
        sg_text_add_bytes(&reader->carried, bytes, size);
        if (reader->carried.failed) return fail_memory(db);
        size_t taken = take_rows(db, reader, (const uint8_t *)reader->carried.data, reader->carried.size, &rc);
        memmove(reader->carried.data, reader->carried.data + taken, reader->carried.size - taken);
        sg_text_truncate(&reader->carried, reader->carried.size - taken);
    }
    return reader->carried.failed ? fail_memory(db) : rc;
}

SgStatus copy_read_end(SgSession *db, const CopyReader *reader)
{
    if (reader->is_done && reader->carried.size == 0) return SG_OK;
    return fail(db, SG_RANGE, NULL, "the stream of rows ended before its end");
}
