#include "params.h"

#include "error.h"
#include "wire.h"

/* An array of `capacity` items that begins with those there are; NULL when memory ran out. */
static void *enlarge(Params *params, const void *items, int capacity, size_t item_size)
{
    void *larger = sg_arena_alloc(&params->arena, (size_t)capacity * item_size);
    if (larger != NULL && params->count > 0) memcpy(larger, items, (size_t)params->count * item_size);
    return larger;
}

bool params_reserve(SgSession *db, int capacity)
{
    Params *params = &db->params;
    if (capacity <= params->capacity) return true;
    if (capacity < params->capacity * 2) capacity = params->capacity * 2;
    Params larger = *params;
    larger.values = enlarge(params, params->values, capacity, sizeof *params->values);
    larger.lengths = enlarge(params, params->lengths, capacity, sizeof *params->lengths);
    larger.formats = enlarge(params, params->formats, capacity, sizeof *params->formats);
    larger.types = enlarge(params, params->types, capacity, sizeof *params->types);
    larger.offsets = enlarge(params, params->offsets, capacity, sizeof *params->offsets);
    if (!larger.values || !larger.lengths || !larger.formats || !larger.types || !larger.offsets) return false;
    larger.arena = params->arena;
    larger.capacity = capacity;
    *params = larger;
    return true;
}

typedef struct Param {
    Oid type;
    int format, length;
    const char *value;
    size_t offset;
} Param;

static inline int add(SgSession *db, Param param)
{
    Params *params = &db->params;
    int i = params->count;
    if (i == params->capacity && !params_reserve(db, i + 1)) {
        fail_memory(db);
        return 0;
    }
    params->values[i] = param.value;
    params->lengths[i] = param.length;
    params->formats[i] = param.format;
    params->types[i] = param.type;
    params->offsets[i] = param.offset;
    return params->count = i + 1;
}

const char *const *params_values(Params *params)
{
    const char *wire = params->wire.data == NULL ? "" : params->wire.data;
    for (int i = 0; i < params->count; i++) {
        if (params->offsets[i] != NO_OFFSET) params->values[i] = wire + params->offsets[i];
    }
    return params->values;
}

/* What was appended to the wire text since `offset`, as a parameter. */
int params_add_wire(SgSession *db, uint32_t type, size_t offset)
{
    size_t length = db->params.wire.size - offset;
    if (db->params.wire.failed) {
        fail_memory(db);
        return 0;
    }
    if (length > INT32_MAX) {
        fail(db, SG_RANGE, NULL, "a value is too long");
        return 0;
    }
    return add(db, (Param){.type = type, .format = 1, .length = (int)length, .offset = offset});
}

/* Text, and the label of an enum, go as they are.  json and xml in text format: their binary format is the same text
 * with more rules. */
static int add_direct(SgSession *db, const SgColumn *column, const char *text)
{
    size_t length = text == NULL ? 0 : strlen(text);
    if (text == NULL || length > INT32_MAX) {
        fail(db, SG_INVALID, column->label, text == NULL ? "`%s` is NULL" : "`%s` is too long", column->label);
        return 0;
    }
    bool has_rules = column->type == SG_JSON || column->type == SG_JSONB || column->type == SG_XML;
    return add(db, (Param){
                       .type = type_info(column->type)->oid,
                       .format = has_rules ? 0 : 1,
                       .length = (int)length,
                       .value = text,
                       .offset = NO_OFFSET,
                   });
}

static int add_label(SgSession *db, const SgColumn *column, const void *value)
{
    const char *label;
    return encode_label(db, column, value, &label) == SG_OK ? add_direct(db, column, label) : 0;
}

int params_add(SgSession *db, const SgColumn *column, const void *value)
{
    if (column_is(column, SG_COLUMN_LIST)) {
        Items items = member_items(value, 0);
        return params_add_array(db, column, items.items, items.count);
    }
    if (type_is_text(column->type)) return add_direct(db, column, member_pointer(value, 0));
    if (column->type == SG_ENUM) return add_label(db, column, value);
    size_t offset = db->params.wire.size;
    if (encode_value(db, column, value, &db->params.wire) != SG_OK) return 0;
    return params_add_wire(db, type_info(column->type)->oid, offset);
}

int params_add_null(SgSession *db, const SgColumn *column)
{
    uint32_t type = column_is(column, SG_COLUMN_LIST) ? array_oid(column) : type_info(column->type)->oid;
    return add(db, (Param){.type = type, .format = 1, .offset = NO_OFFSET});
}

int params_add_array(SgSession *db, const SgColumn *column, const void *items, size_t count)
{
    size_t offset = db->params.wire.size;
    ArraySource source = {items, count, type_info(column->type)->size};
    if (encode_array(db, column, source, &db->params.wire) != SG_OK) return 0;
    return params_add_wire(db, array_oid(column), offset);
}

static const SgColumn plain_text = {.label = "text", .type = SG_TEXT};
static const SgColumn plain_int64 = {.label = "number", .type = SG_INT64};

int params_add_text(SgSession *db, const char *text)
{
    return add_direct(db, &plain_text, text);
}

int params_add_int64(SgSession *db, int64_t value)
{
    return params_add(db, &plain_int64, &value);
}

int params_add_text_array(SgSession *db, SgTextList list)
{
    return params_add_array(db, &plain_text, list.items, list.count);
}
