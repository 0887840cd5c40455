#include "read_list.h"

#include "error.h"
#include "wire.h"

enum { HEADER = 12, DIMENSION = 8 };

/* Where the items of an empty array are, which is not NULL. */
static const max_align_t nothing;

static SgStatus malformed(SgSession *db, const SgColumn *column)
{
    return fail(db, SG_RANGE, column->label, "`%s` is not an array of type %s", column->label,
                type_info(column->type)->name);
}

/* The elements behind the header, each with its length in front. */
static SgStatus read_elements(SgSession *db, const SgColumn *column, const uint8_t *at, size_t left, Items *out)
{
    size_t stride = type_info(column->type)->size;
    char *items = session_alloc(db, out->count * stride);
    if (items == NULL) return fail_memory(db);
    memset(items, 0, out->count * stride);
    for (size_t i = 0; i < out->count; i++) {
        if (left < 4) return malformed(db, column);
        uint32_t size = wire_get32(at);
        at += 4;
        left -= 4;
        if (size == UINT32_MAX)
            return fail(db, SG_RANGE, column->label, "`%s` has a NULL element, which lists cannot hold", column->label);
        if (size > left) return malformed(db, column);
        SgStatus rc = read_plain(db, column, at, size, true, items + i * stride);
        if (rc != SG_OK) return rc;
        at += size;
        left -= size;
    }
    if (left != 0) return malformed(db, column);
    out->items = items;
    return SG_OK;
}

SgStatus read_list(SgSession *db, const SgColumn *column, const uint8_t *bytes, size_t size, void *out)
{
    Items list = {0};
    if (size < HEADER) return malformed(db, column);
    uint32_t dimensions = wire_get32(bytes), type = wire_get32(bytes + 8);
    uint32_t expected = type_info(column->type)->oid;
    bool is_text = column->type == SG_TEXT || column->type == SG_CHAR;
    if (expected != 0 && !is_text && type != expected) return malformed(db, column);
    if (dimensions > 1)
        return fail(db, SG_RANGE, column->label, "`%s` has %u dimensions, lists have one", column->label, dimensions);
    if (dimensions == 1) {
        if (size < HEADER + DIMENSION) return malformed(db, column);
        list.count = wire_get32(bytes + HEADER);
        if (list.count > (size - HEADER - DIMENSION) / 4) return malformed(db, column);
        SgStatus rc = read_elements(db, column, bytes + HEADER + DIMENSION, size - HEADER - DIMENSION, &list);
        if (rc != SG_OK) return rc;
    } else if (size != HEADER) {
        return malformed(db, column);
    }
    if (list.count == 0) list.items = &nothing;
    memcpy(out, &list, sizeof list);
    return SG_OK;
}
