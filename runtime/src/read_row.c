/*
 * A row of a PGresult → a struct.
 *
 * Programs that read much spend their time in this loop.  Columns of the common types are decoded here, with no more
 * questions to libpq than the checks need; everything else, and every doubt, goes through read_value(), which knows
 * all types and says what is wrong.
 */
#include "read.h"

#include "numeric_wire.h"
#include "wire.h"

typedef struct Cell {
    const PGresult *result;
    int row, field;
} Cell;

static inline const char *cell_value(const Cell *cell)
{
    return PQgetvalue(cell->result, cell->row, cell->field);
}

static inline int cell_length(const Cell *cell)
{
    return PQgetlength(cell->result, cell->row, cell->field);
}

static inline bool cell_is_null(const Cell *cell)
{
    return PQgetisnull(cell->result, cell->row, cell->field) != 0;
}

/* A NULL that may be one: the row was zeroed.  Asked only of what is empty. */
static inline bool is_fine_null(const SgColumn *column, const Cell *cell)
{
    return column_is(column, SG_COLUMN_NULLABLE) && cell_is_null(cell);
}

/* Where the value goes: behind the `has` of a nullable member. */
static inline char *value_in(const SgColumn *column, char *member, size_t align)
{
    if (!column_is(column, SG_COLUMN_NULLABLE)) return member;
    *(bool *)member = true;
    return member + align;
}

/* The bytes of a value of `size` bytes; NULL for any other. */
static inline const uint8_t *bytes_of(const Cell *cell, int length, int size)
{
    return length == size ? (const uint8_t *)cell_value(cell) : NULL;
}

static inline bool take_fixed(const SgColumn *column, const Cell *cell, int size, char *member)
{
    int length = cell_length(cell);
    const uint8_t *bytes = bytes_of(cell, length, size);
    if (bytes == NULL) return length == 0 && is_fine_null(column, cell);
    if (size == 8) {
        uint64_t value = wire_get64(bytes);
        memcpy(value_in(column, member, _Alignof(uint64_t)), &value, sizeof value);
    } else if (size == 4) {
        uint32_t value = wire_get32(bytes);
        memcpy(value_in(column, member, _Alignof(uint32_t)), &value, sizeof value);
    } else {
        memcpy(value_in(column, member, 1), bytes, (size_t)size);
    }
    return true;
}

static inline bool take_decimal(const SgColumn *column, const Cell *cell, char *member)
{
    int length = cell_length(cell);
    if (length == 0) return is_fine_null(column, cell);
    SgDecimal value;
    if (numeric_wire_read_decimal((const uint8_t *)cell_value(cell), (size_t)length, &value) != SG_OK) return false;
    memcpy(value_in(column, member, _Alignof(SgDecimal)), &value, sizeof value);
    return true;
}

/* libpq puts a NUL behind every value, so that only an empty text, which may be NULL, needs another question. */
static inline bool take_text(SgSession *db, const SgColumn *column, const Cell *cell, bool copy, char *member)
{
    const char *text = cell_value(cell);
    int version = column->type == SG_JSONB; /* a byte in front */
    if (*text == '\0' && cell_is_null(cell)) return column_is(column, SG_COLUMN_NULLABLE);
    if (version == 1 && *text != 1) return false;
    text += version;
    if (copy) text = session_text(db, text, (size_t)(cell_length(cell) - version));
    if (text == NULL) return false;
    memcpy(member, &text, sizeof text);
    return true;
}

static inline bool take_enum(const SgColumn *column, const Cell *cell, char *member)
{
    const char *text = cell_value(cell);
    int label = -1; /* …_UNKNOWN: the database is newer than the program */
    if (*text == '\0' && cell_is_null(cell)) return column_is(column, SG_COLUMN_NULLABLE);
    for (size_t i = 0; i < column->labels->count && label < 0; i++) {
        const char *name = column->labels->labels[i];
        if (*name == *text && strcmp(name, text) == 0) label = (int)i + 1;
    }
    memcpy(member, &label, sizeof label);
    return true;
}

static inline bool take_common(SgSession *db, const SgColumn *column, const Cell *cell, bool copy, char *member)
{
    if (column_is(column, SG_COLUMN_LIST)) return false;
    switch ((int)column->type) {
    case SG_UUID: return take_fixed(column, cell, sizeof(SgUuid), member);
    case SG_INT32:
    case SG_DATE: return take_fixed(column, cell, 4, member);
    case SG_INT64:
    case SG_DOUBLE:
    case SG_TIMESTAMP:
    case SG_TIMESTAMPTZ: return take_fixed(column, cell, 8, member);
    case SG_DECIMAL: return take_decimal(column, cell, member);
    case SG_TEXT:
    case SG_CHAR:
    case SG_CITEXT:
    case SG_JSON:
    case SG_JSONB: return take_text(db, column, cell, copy, member);
    case SG_ENUM: return take_enum(column, cell, member);
    default: return false;
    }
}

static SgStatus take_any(SgSession *db, const SgColumn *column, const Cell *cell, bool copy, void *member)
{
    const char *bytes = cell_is_null(cell) ? NULL : cell_value(cell);
    return read_value(db, column, (const uint8_t *)bytes, (size_t)cell_length(cell), copy, member);
}

SgStatus read_row(SgSession *db, const Shape *shape, const PGresult *result, int index, bool copy, void *out)
{
    memset(out, 0, shape->row_size);
    for (size_t i = 0; i < shape->count; i++) {
        const SgColumn *column = &shape->columns[shape->order == NULL ? i : shape->order[i]];
        Cell cell = {result, index, shape->first + (int)i};
        char *member = (char *)out + column->row;
        if (take_common(db, column, &cell, copy, member)) continue;
        SgStatus rc = take_any(db, column, &cell, copy, member);
        if (rc != SG_OK) return rc;
    }
    return SG_OK;
}
