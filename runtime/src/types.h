/*
 * types.h - what a column's type says about its C members and its wire format.
 */
#ifndef SG_TYPES_H
#define SG_TYPES_H

#include "sg/impl.h"

#include <string.h>

typedef struct TypeInfo {
    const char *name; /* as messages and casts have it: "numeric" */
    uint32_t oid;     /* 0: differs between databases, sent by label */
    uint32_t array_oid;
    uint16_t size; /* of the C value */
    uint8_t align;
    uint8_t wire_size; /* bytes that the server has for every value; 0: it depends on that */
    bool is_pointer;   /* NULL needs no Opt: text, bytes, bits */
} TypeInfo;

enum { OID_TEXT = 25, OID_TEXT_ARRAY = 1009, OID_NUMERIC = 1700 };

extern const TypeInfo type_infos[SG_TYPE_COUNT];

static inline const TypeInfo *type_info(SgType type)
{
    return &type_infos[type];
}

/* 0 for a type that is none, too. */
static inline size_t type_wire_size(SgType type)
{
    return (unsigned)type < SG_TYPE_COUNT ? type_infos[type].wire_size : 0;
}

/* Of an array of the column's type: those without an OID of their own are sent as text. */
static inline uint32_t array_oid(const SgColumn *column)
{
    uint32_t oid = type_info(column->type)->array_oid;
    return oid == 0 ? OID_TEXT_ARRAY : oid;
}

static inline bool column_is(const SgColumn *column, unsigned flag)
{
    return (column->flags & flag) != 0;
}

/* Text of any kind: const char *. */
static inline bool type_is_text(SgType type)
{
    return type >= SG_TEXT && type <= SG_JSONB;
}

static inline bool type_is_number(SgType type)
{
    return type >= SG_INT16 && type <= SG_MONEY && type != SG_OID;
}

/* The value in a row, as a pointer to the plain C value (or to the {items, count}); NULL for SQL NULL. */
const void *column_row_value(const SgColumn *column, const void *row);

/* What a member of an insert or update struct does to the column. */
static inline SgSetOp column_set_op(const void *member)
{
    int op;
    memcpy(&op, member, sizeof op);
    return (SgSetOp)op;
}

/* A pointer member of a caller's struct. */
static inline const void *member_pointer(const void *base, size_t offset)
{
    const void *pointer;
    memcpy(&pointer, (const char *)base + offset, sizeof pointer);
    return pointer;
}

/* Any {items, count} of a caller's struct. */
typedef struct Items {
    const void *items;
    size_t count;
} Items;

static inline Items member_items(const void *base, size_t offset)
{
    Items items;
    memcpy(&items, (const char *)base + offset, sizeof items);
    return items;
}

/* The plain C value in a member of an insert or update struct. */
static inline const void *column_set_value(const SgColumn *column, const void *member)
{
    size_t align = column_is(column, SG_COLUMN_LIST) ? _Alignof(Items) : type_info(column->type)->align;
    return (const char *)member + (align < sizeof(SgSetOp) ? sizeof(SgSetOp) : align);
}

static inline bool member_bool(const void *base, size_t offset)
{
    return *((const unsigned char *)base + offset) != 0;
}

#endif
