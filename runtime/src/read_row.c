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

typedef enum Take { TAKE_ANY, TAKE_4, TAKE_8, TAKE_UUID, TAKE_DECIMAL, TAKE_TEXT, TAKE_JSONB, TAKE_ENUM } Take;

static const uint8_t takes[SG_TYPE_COUNT] = {
    [SG_UUID] = TAKE_UUID,   [SG_INT32] = TAKE_4,     [SG_DATE] = TAKE_4,        [SG_INT64] = TAKE_8,
    [SG_DOUBLE] = TAKE_8,    [SG_TIMESTAMP] = TAKE_8, [SG_TIMESTAMPTZ] = TAKE_8, [SG_DECIMAL] = TAKE_DECIMAL,
    [SG_TEXT] = TAKE_TEXT,   [SG_CHAR] = TAKE_TEXT,   [SG_CITEXT] = TAKE_TEXT,   [SG_JSON] = TAKE_TEXT,
    [SG_JSONB] = TAKE_JSONB, [SG_ENUM] = TAKE_ENUM,
};

struct ReadStep {
    uint8_t take;
    bool is_nullable;
    uint32_t member; /* offset in the row */
    const SgColumn *column;
};

static inline ReadStep step_of(const Shape *shape, size_t i)
{
    const SgColumn *column = &shape->columns[shape->order == NULL ? i : shape->order[i]];
    return (ReadStep){
        .take = column_is(column, SG_COLUMN_LIST) ? TAKE_ANY : takes[column->type],
        .is_nullable = column_is(column, SG_COLUMN_NULLABLE),
        .member = column->row,
        .column = column,
    };
}

void read_prepare(SgSession *db, Shape *shape)
{
    ReadStep *steps = sg_arena_alloc(&db->scratch, shape->count * sizeof *steps);
    for (size_t i = 0; i < shape->count && steps != NULL; i++) steps[i] = step_of(shape, i);
    shape->steps = steps;
}

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
static inline bool is_fine_null(const ReadStep *step, const Cell *cell)
{
    return step->is_nullable && cell_is_null(cell);
}

/* Where the value goes: behind the `has` of a nullable member. */
static inline char *value_in(const ReadStep *step, char *member, size_t align)
{
    if (!step->is_nullable) return member;
    *(bool *)member = true;
    return member + align;
}

static inline bool take_fixed(const ReadStep *step, const Cell *cell, int size, char *member)
{
    int length = cell_length(cell);
    if (length != size) return length == 0 && is_fine_null(step, cell);
    const uint8_t *bytes = (const uint8_t *)cell_value(cell);
    if (size == 8) {
        uint64_t value = wire_get64(bytes);
        memcpy(value_in(step, member, _Alignof(uint64_t)), &value, sizeof value);
    } else if (size == 4) {
        uint32_t value = wire_get32(bytes);
        memcpy(value_in(step, member, _Alignof(uint32_t)), &value, sizeof value);
    } else {
        memcpy(value_in(step, member, 1), bytes, (size_t)size);
    }
    return true;
}

static inline bool take_decimal(const ReadStep *step, const Cell *cell, char *member)
{
    int length = cell_length(cell);
    if (length == 0) return is_fine_null(step, cell);
    const uint8_t *bytes = (const uint8_t *)cell_value(cell);
    SgDecimal *value = (void *)value_in(step, member, _Alignof(SgDecimal));
    return numeric_wire_read_small(bytes, (size_t)length, value);
}

/* libpq puts a NUL behind every value, so that only an empty text, which may be NULL, needs another question.  `skip`:
 * the byte in front of jsonb. */
static inline bool take_text(SgSession *db, const ReadStep *step, const Cell *cell, int skip, bool copy, char *member)
{
    const char *text = cell_value(cell);
    if (*text == '\0' && cell_is_null(cell)) return step->is_nullable;
    if (skip == 1 && *text != 1) return false;
    text += skip;
    if (copy) text = session_text(db, text, (size_t)(cell_length(cell) - skip));
    if (text == NULL) return false;
    memcpy(member, &text, sizeof text);
    return true;
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

static inline bool take_enum(const ReadStep *step, const Cell *cell, char *member)
{
    const char *text = cell_value(cell);
    if (*text == '\0' && cell_is_null(cell)) return step->is_nullable;
    int label = label_of(step->column->labels, text);
    memcpy(member, &label, sizeof label);
    return true;
}

/* False: not a common type, or something is wrong. */
static inline bool take_common(SgSession *db, const ReadStep *step, const Cell *cell, bool copy, char *member)
{
    switch ((Take)step->take) {
    case TAKE_4: return take_fixed(step, cell, 4, member);
    case TAKE_8: return take_fixed(step, cell, 8, member);
    case TAKE_UUID: return take_fixed(step, cell, sizeof(SgUuid), member);
    case TAKE_DECIMAL: return take_decimal(step, cell, member);
    case TAKE_TEXT: return take_text(db, step, cell, 0, copy, member);
    case TAKE_JSONB: return take_text(db, step, cell, 1, copy, member);
    case TAKE_ENUM: return take_enum(step, cell, member);
    case TAKE_ANY: break;
    }
    return false;
}

static SgStatus take_any(SgSession *db, const SgColumn *column, const Cell *cell, bool copy, void *member)
{
    const char *bytes = cell_is_null(cell) ? NULL : cell_value(cell);
    return read_value(db, column, (const uint8_t *)bytes, (size_t)cell_length(cell), copy, member);
}

/* One field of a row, at `cell`. */
static inline SgStatus read_step(SgSession *db, const ReadStep *step, const Cell *cell, bool copy, char *row)
{
    char *member = row + step->member;
    if (take_common(db, step, cell, copy, member)) return SG_OK;
    return take_any(db, step->column, cell, copy, member);
}

static SgStatus read_prepared(SgSession *db, const Shape *shape, const PGresult *result, int index, bool copy,
                              char *row)
{
    const ReadStep *end = shape->steps + shape->count;
    Cell cell = {result, index, shape->first};
    for (const ReadStep *step = shape->steps; step < end; step++, cell.field++) {
        SgStatus rc = read_step(db, step, &cell, copy, row);
        if (rc != SG_OK) return rc;
    }
    return SG_OK;
}

SgStatus read_row(SgSession *db, const Shape *shape, const PGresult *result, int index, bool copy, void *out)
{
    memset(out, 0, shape->row_size);
    if (shape->steps != NULL) return read_prepared(db, shape, result, index, copy, out);
    Cell cell = {result, index, shape->first};
    for (size_t i = 0; i < shape->count; i++, cell.field++) {
        ReadStep step = step_of(shape, i);
        SgStatus rc = read_step(db, &step, &cell, copy, out);
        if (rc != SG_OK) return rc;
    }
    return SG_OK;
}
