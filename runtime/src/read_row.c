/*
 * A row of a PGresult → a struct.
 *
 * Programs that read much spend their time here.  The generated reader of a model knows the columns as constants; the
 * table of columns is for results of chosen columns, and to find what is wrong with a row that a reader gave back.
 */
#include "read.h"
#include "sg/row.h"

static SgStatus read_field(const SgReading *in, int field, const SgColumn *column, void *member)
{
    const char *bytes = sg_read_null(in, field) ? NULL : sg_read_value(in, field);
    size_t size = (size_t)PQgetlength(in->result, in->row, field);
    return read_value(in->db, column, (const uint8_t *)bytes, size, in->copy, member);
}

bool sg_read_column(const SgReading *in, int field, void *member)
{
    return read_field(in, field, &in->columns[field], member) == SG_OK;
}

const char *sg_read_copy(const SgReading *in, const char *text)
{
    return session_text(in->db, text, strlen(text));
}

static SgStatus read_fields(const SgReading *in, const Shape *shape, void *out)
{
    SgStatus rc = SG_OK;
    memset(out, 0, shape->row_size);
    if (shape->read != NULL && shape->read(in, out)) return SG_OK;
    for (size_t i = 0; i < shape->count && rc == SG_OK; i++) {
        const SgColumn *column = &shape->columns[shape->order == NULL ? i : shape->order[i]];
        rc = read_field(in, shape->first + (int)i, column, (char *)out + column->row);
    }
    return rc;
}

SgStatus read_row(SgSession *db, const Shape *shape, const PGresult *result, int index, bool copy, void *out)
{
    SgReading in = {result, index, shape->columns, copy, db};
    return read_fields(&in, shape, out);
}

SgStatus read_rows(SgSession *db, const Shape *shape, const PGresult *result, size_t count, void *out)
{
    SgReading in = {.result = result, .columns = shape->columns, .db = db};
    SgStatus rc = SG_OK;
    for (char *row = out; (size_t)in.row < count && rc == SG_OK; in.row++, row += shape->row_size)
        rc = read_fields(&in, shape, row);
    return rc;
}
