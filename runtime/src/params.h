/*
 * params.h - C values → the parameters of the statement being built.
 *
 * params_add…() encode a value and return its number, the 1 of $1, or 0 after a failure that is recorded in the
 * session. Text that the caller's structs point at is not copied: it must live until the statement is sent.
 */
#ifndef SG_PARAMS_H
#define SG_PARAMS_H

#include "error.h"
#include "fixed.h"
#include "sql.h"

/* Room for `capacity` parameters. */
bool params_reserve(SgSession *db, int capacity);

/* The array of values for libpq; valid until another parameter is added. */
const char *const *params_values(Params *params);

/* A plain C value of the column (for a list column its {items, count}). */
int params_add(SgSession *db, const SgColumn *column, const void *value);
int params_add_null(SgSession *db, const SgColumn *column);

/* An array whose elements are values of the column's type: `in` lists and batches. */
int params_add_array(SgSession *db, const SgColumn *column, const void *items, size_t count);

/* Text, and a number, of no column. */
int params_add_text(SgSession *db, const char *text);
int params_add_int64(SgSession *db, int64_t value);
int params_add_text_array(SgSession *db, SgTextList list);

/* What was appended to params.wire since `offset`, as a binary parameter of a type. */
int params_add_wire(SgSession *db, uint32_t type, size_t offset);

/* As encode_value(), of the types without a wire size. */
SgStatus encode_variable(SgSession *db, const SgColumn *column, const void *value, SgText *out);

/* The encoding by itself: a value, without length, appended to `out`.  Fails for values that the type cannot hold, with
 * the column in the session's error. */
static inline SgStatus encode_value(SgSession *db, const SgColumn *column, const void *value, SgText *out)
{
    size_t size = type_wire_size(column->type);
    if (size == 0) return encode_variable(db, column, value, out);
    char *bytes = sg_text_extend(out, size);
    if (bytes == NULL) return fail_memory(db);
    fixed_put((uint8_t *)bytes, size, value);
    return SG_OK;
}

/* The label of an enum's value. */
SgStatus encode_label(SgSession *db, const SgColumn *column, const void *value, const char **out);

/* An array whose elements are `stride` bytes apart. */
typedef struct ArraySource {
    const void *items;
    size_t count;
    size_t stride;
} ArraySource;
SgStatus encode_array(SgSession *db, const SgColumn *column, ArraySource source, SgText *out);

/* SG_INVALID for items that are counted and not there. */
SgStatus check_items(SgSession *db, const SgColumn *column, const void *items, size_t count);

/* An array built element by element, which may be NULL. */
typedef struct ArrayBuilder {
    const SgColumn *column;
    size_t start; /* of its header in params.wire */
    int32_t count;
    bool has_null;
} ArrayBuilder;
SgStatus array_begin(SgSession *db, const SgColumn *column, ArrayBuilder *out);
SgStatus array_add(SgSession *db, ArrayBuilder *array, const void *value); /* NULL: SQL NULL */
int array_end(SgSession *db, ArrayBuilder *array);

/* `value`'s length in front of it: a field of COPY, an element of an array.  NULL: -1. */
SgStatus encode_field(SgSession *db, const SgColumn *column, const void *value, SgText *out);

/* Writes another element type into the header of the array that was encoded at `offset` of `out`. */
void patch_element_oid(SgText *out, size_t offset, uint32_t oid);

#endif
