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
    int at = in->first + field, length = PQgetlength(in->result, in->row, at);
    const char *bytes = PQgetisnull(in->result, in->row, at) ? NULL : PQgetvalue(in->result, in->row, at);
    return read_value(in->db, column, (const uint8_t *)bytes, (size_t)length, in->copy, member);
}

bool sg_read_column(const SgReading *in, int field, void *member)
{
    return read_field(in, field, &in->columns[field], member) == SG_OK;
}

const char *sg_read_copy(const SgReading *in, int field, int skip)
{
    int at = in->first + field, length = PQgetlength(in->result, in->row, at);
    return session_text(in->db, PQgetvalue(in->result, in->row, at) + skip, (size_t)(length - skip));
}

/* -1, …_UNKNOWN, for a label that the database has and the program has not. */
static int label_of(const SgEnum *labels, const char *text)
{
    for (size_t i = 0; i < labels->count; i++) {
        const char *name = labels->labels[i];
        if (*name == *text && strcmp(name, text) == 0) return (int)i + 1;
    }
    return -1;
}

bool sg_read_opt_enum(const SgReading *in, int field, const SgEnum *labels, void *out)
{
    const char *text = PQgetvalue(in->result, in->row, in->first + field);
    int label = *text == '\0' && sg_read_null(in, field) ? 0 : label_of(labels, text);
    memcpy(out, &label, sizeof label);
    return true;
}

bool sg_read_enum(const SgReading *in, int field, const SgEnum *labels, void *out)
{
    const char *text = PQgetvalue(in->result, in->row, in->first + field);
    int label = label_of(labels, text);
    memcpy(out, &label, sizeof label);
    return *text != '\0' || !sg_read_null(in, field);
}

SgStatus read_row(SgSession *db, const Shape *shape, const PGresult *result, int index, bool copy, void *out)
{
    SgReading in = {result, index, shape->first, shape->columns, copy, db};
    SgStatus rc = SG_OK;
    memset(out, 0, shape->row_size);
    if (shape->read != NULL && shape->read(&in, out)) return SG_OK;
    for (size_t i = 0; i < shape->count && rc == SG_OK; i++) {
        const SgColumn *column = &shape->columns[shape->order == NULL ? i : shape->order[i]];
        rc = read_field(&in, (int)i, column, (char *)out + column->row);
    }
    return rc;
}
