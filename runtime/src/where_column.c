/*
 * Filters: the members of one column.
 *
 * The filter structs of all types that can be sorted have one layout, that of SgInt32Filter with other pointers;
 * booleans and enums have fewer members, text and json have others.
 */
#include "error.h"
#include "where.h"

typedef struct EnumFilter {
    const int *eq, *ne;
    Items in, not_in;
    bool is_null, is_not_null;
} EnumFilter;

/* A member and its operator. */
typedef struct Operator {
    size_t offset;
    const char *sql;
} Operator;

static const Operator ordered[] = {
    {offsetof(SgInt32Filter, eq), " = "},  {offsetof(SgInt32Filter, ne), " <> "}, {offsetof(SgInt32Filter, lt), " < "},
    {offsetof(SgInt32Filter, le), " <= "}, {offsetof(SgInt32Filter, gt), " > "},  {offsetof(SgInt32Filter, ge), " >= "},
};

enum { ORDERED = 6, EQUALITY = 2 };

/* Type of an operand: what cannot be compared as it is, is compared as something else. */
static SgColumn comparable(const SgColumn *column)
{
    SgColumn operand = *column;
    operand.flags = 0;
    if (column->type == SG_JSON) operand.type = SG_JSONB;
    if (column->type == SG_XML) operand.type = SG_TEXT;
    return operand;
}

void sql_comparable(SgSession *db, const SgColumn *column, int alias)
{
    const char *cast = column->type == SG_JSON ? "::jsonb" : column->type == SG_XML ? "::text" : NULL;
    sql_column(db, column, alias);
    if (cast == NULL) return;
    sql_add(db, cast);
    if (column_is(column, SG_COLUMN_LIST)) sql_add(db, "[]");
}

SgStatus where_compare(SgSession *db, const SgColumn *column, int alias, const char *op, const void *value)
{
    SgColumn operand = comparable(column);
    operand.flags = column->flags & SG_COLUMN_LIST;
    int number = params_add(db, &operand, value);
    if (number == 0) return db->error.status;
    sql_comparable(db, column, alias);
    sql_add(db, op);
    sql_param(db, &operand, number, column_is(column, SG_COLUMN_LIST));
    return SG_OK;
}

/* The plain value that a member points at; a text member is that value itself. */
static const void *operand_at(const SgColumn *column, const void *filter, size_t offset)
{
    const void *pointer = member_pointer(filter, offset);
    if (pointer == NULL || !type_is_text(column->type)) return pointer;
    return (const char *)filter + offset;
}

typedef enum Membership { IS_IN, IS_NOT_IN } Membership;

static SgStatus add_in(Where *where, const SgColumn *column, Items list, int alias, Membership asked, int *conditions)
{
    SgSession *db = where->db;
    if (list.items == NULL && list.count == 0) return SG_OK;
    if (list.count == 0 && asked == IS_NOT_IN) where->idle++;
    if (list.count == 0 && asked == IS_IN) where->is_hopeless = true;
    SgColumn operand = comparable(column);
    int number = params_add_array(db, &operand, list.items, list.count);
    if (number == 0) return db->error.status;
    where_and(where, conditions);
    sql_comparable(db, column, alias);
    sql_add(db, asked == IS_IN ? " = ANY(" : " <> ALL(");
    sql_param(db, &operand, number, true);
    sql_add(db, ")");
    return SG_OK;
}

static void add_null(Where *where, const SgColumn *column, int alias, bool is_null, bool is_not_null, int *conditions)
{
    for (int turn = 0; turn < 2; turn++) {
        if (turn == 0 ? !is_null : !is_not_null) continue;
        where_and(where, conditions);
        sql_column(where->db, column, alias);
        sql_add(where->db, turn == 0 ? " IS NULL" : " IS NOT NULL");
    }
}

static SgStatus add_operators(Where *where, const SgColumn *column, const void *filter, int alias, int count,
                              int *conditions)
{
    for (int i = 0; i < count; i++) {
        const void *value = operand_at(column, filter, ordered[i].offset);
        if (value == NULL) continue;
        where_and(where, conditions);
        SgStatus rc = where_compare(where->db, column, alias, ordered[i].sql, value);
        if (rc != SG_OK) return rc;
    }
    return SG_OK;
}

static SgStatus add_ordered(Where *where, const SgColumn *column, const void *filter, int alias, int *conditions)
{
    SgStatus rc = add_operators(where, column, filter, alias, ORDERED, conditions);
    Items in = member_items(filter, offsetof(SgInt32Filter, in));
    Items not_in = member_items(filter, offsetof(SgInt32Filter, not_in));
    if (rc == SG_OK) rc = add_in(where, column, in, alias, IS_IN, conditions);
    if (rc == SG_OK) rc = add_in(where, column, not_in, alias, IS_NOT_IN, conditions);
    add_null(where, column, alias, member_bool(filter, offsetof(SgInt32Filter, is_null)),
             member_bool(filter, offsetof(SgInt32Filter, is_not_null)), conditions);
    return rc;
}

static SgStatus add_enum(Where *where, const SgColumn *column, const void *filter, int alias, int *conditions)
{
    SgStatus rc = add_operators(where, column, filter, alias, EQUALITY, conditions);
    Items in = member_items(filter, offsetof(EnumFilter, in));
    Items not_in = member_items(filter, offsetof(EnumFilter, not_in));
    if (rc == SG_OK) rc = add_in(where, column, in, alias, IS_IN, conditions);
    if (rc == SG_OK) rc = add_in(where, column, not_in, alias, IS_NOT_IN, conditions);
    add_null(where, column, alias, member_bool(filter, offsetof(EnumFilter, is_null)),
             member_bool(filter, offsetof(EnumFilter, is_not_null)), conditions);
    return rc;
}

static SgStatus add_bool(Where *where, const SgColumn *column, const void *filter, int alias, int *conditions)
{
    SgStatus rc = add_operators(where, column, filter, alias, EQUALITY, conditions);
    add_null(where, column, alias, member_bool(filter, offsetof(SgBoolFilter, is_null)),
             member_bool(filter, offsetof(SgBoolFilter, is_not_null)), conditions);
    return rc;
}

/* ---- Text ---- */

/* A LIKE pattern as parameter: `text` with %, _ and \ escaped, between `before` and `after`. */
static int add_pattern(SgSession *db, const char *before, const char *text, const char *after)
{
    SgText *wire = &db->params.wire;
    size_t offset = wire->size;
    sg_text_add(wire, before);
    for (; *text != '\0'; text++) {
        if (*text == '%' || *text == '_' || *text == '\\') sg_text_add_char(wire, '\\');
        sg_text_add_char(wire, *text);
    }
    sg_text_add(wire, after);
    return params_add_wire(db, OID_TEXT, offset);
}

typedef struct Pattern {
    const char *text; /* NULL: not asked */
    const char *before, *after;
    bool negated;
} Pattern;

static bool is_open(const Pattern *pattern)
{
    return pattern->before[0] != '\0' || pattern->after[0] != '\0';
}

/* A column, or what is found in a json one. */
typedef struct Place {
    const SgColumn *column;
    int alias;
    bool is_json;
    int path; /* the parameter that says where in the json; 0: all of it */
} Place;

/* As jsonb. */
static void sql_json(SgSession *db, const Place *place)
{
    sql_add(db, "(");
    sql_comparable(db, place->column, place->alias);
    if (place->path > 0) {
        sql_add(db, " #> $");
        sql_integer(db, (uint64_t)place->path);
    }
    sql_add(db, ")");
}

static void sql_text_at(SgSession *db, const Place *place)
{
    if (!place->is_json) {
        sql_comparable(db, place->column, place->alias);
        return;
    }
    sql_add(db, "jsonb_typeof");
    sql_json(db, place);
    sql_add(db, " = 'string' AND (");
    sql_json(db, place);
    sql_add(db, " #>> '{}')");
}

static SgStatus add_patterns(Where *where, const Place *place, const Pattern *patterns, int count, bool ignore_case,
                             int *conditions)
{
    SgSession *db = where->db;
    for (int i = 0; i < count; i++) {
        if (patterns[i].text == NULL) continue;
        if (patterns[i].text[0] == '\0' && is_open(&patterns[i])) where->idle++;
        int number = add_pattern(db, patterns[i].before, patterns[i].text, patterns[i].after);
        if (number == 0) return db->error.status;
        where_and(where, conditions);
        sql_text_at(db, place);
        if (patterns[i].negated) sql_add(db, " NOT");
        sql_add(db, ignore_case ? " ILIKE $" : " LIKE $");
        sql_integer(db, (uint64_t)number);
    }
    return SG_OK;
}

static SgStatus add_text(Where *where, const SgColumn *column, const void *filter, int alias, int *conditions)
{
    SgTextFilter text;
    const Place place = {.column = column, .alias = alias};
    memcpy(&text, filter, sizeof text);
    const Pattern patterns[] = {
        {text.contains, "%", "%", false},
        {text.starts_with, "", "%", false},
        {text.ends_with, "%", "", false},
        {text.ignore_case ? text.eq : NULL, "", "", false},
        {text.ignore_case ? text.ne : NULL, "", "", true},
    };
    if (text.ignore_case) text.eq = text.ne = NULL;
    const char *const operands[ORDERED] = {text.eq, text.ne, text.lt, text.le, text.gt, text.ge};
    SgStatus rc = SG_OK;
    for (int i = 0; i < ORDERED && rc == SG_OK; i++) {
        if (operands[i] == NULL) continue;
        where_and(where, conditions);
        rc = where_compare(where->db, column, alias, ordered[i].sql, &operands[i]);
    }
    Items in = {text.in.items, text.in.count}, not_in = {text.not_in.items, text.not_in.count};
    if (rc == SG_OK) rc = add_in(where, column, in, alias, IS_IN, conditions);
    if (rc == SG_OK) rc = add_in(where, column, not_in, alias, IS_NOT_IN, conditions);
    if (rc == SG_OK) rc = add_patterns(where, &place, patterns, 5, text.ignore_case, conditions);
    add_null(where, column, alias, text.is_null, text.is_not_null, conditions);
    return rc;
}

/* ---- Arrays ---- */

/* `array OP $n`, the operand an array. */
static SgStatus add_array(Where *where, const SgColumn *column, Items list, int alias, const char *op, int *conditions)
{
    SgSession *db = where->db;
    if (list.items == NULL && list.count == 0) return SG_OK;
    SgColumn operand = comparable(column);
    int number = params_add_array(db, &operand, list.items, list.count);
    if (number == 0) return db->error.status;
    where_and(where, conditions);
    sql_comparable(db, column, alias);
    sql_add(db, op);
    sql_param(db, &operand, number, true);
    return SG_OK;
}

/* Equality with a list that `member` points at; an empty one is asked for too. */
static SgStatus add_equal(Where *where, const SgColumn *column, const void *member, int alias, const char *op,
                          int *conditions)
{
    if (member == NULL) return SG_OK;
    Items list = member_items(member, 0);
    if (list.items == NULL && list.count == 0) list.items = "";
    return add_array(where, column, list, alias, op, conditions);
}

static SgStatus add_list(Where *where, const SgColumn *column, const void *filter, int alias, int *conditions)
{
    SgSession *db = where->db;
    const void *has = operand_at(column, filter, offsetof(SgInt32ListFilter, has));
    Items one = {has, has == NULL ? 0 : 1};
    Items every = member_items(filter, offsetof(SgInt32ListFilter, has_every));
    Items some = member_items(filter, offsetof(SgInt32ListFilter, has_some));
    const void *eq = member_pointer(filter, offsetof(SgInt32ListFilter, eq));
    const void *ne = member_pointer(filter, offsetof(SgInt32ListFilter, ne));
    SgStatus rc = add_equal(where, column, eq, alias, " = ", conditions);
    if (rc == SG_OK) rc = add_equal(where, column, ne, alias, " <> ", conditions);
    if (rc == SG_OK) rc = add_array(where, column, one, alias, " @> ", conditions);
    if (rc == SG_OK) rc = add_array(where, column, every, alias, " @> ", conditions);
    if (every.items != NULL && every.count == 0) where->idle++;
    if (some.items != NULL && some.count == 0) where->is_hopeless = true;
    if (rc == SG_OK) rc = add_array(where, column, some, alias, " && ", conditions);
    const bool asked[] = {member_bool(filter, offsetof(SgInt32ListFilter, is_empty)),
                          member_bool(filter, offsetof(SgInt32ListFilter, is_not_empty))};
    for (int i = 0; i < 2 && rc == SG_OK; i++) {
        if (!asked[i]) continue;
        where_and(where, conditions);
        sql_add(db, "COALESCE(cardinality(");
        sql_column(db, column, alias);
        sql_add(db, i == 0 ? "), 0) = 0" : "), 0) > 0");
    }
    add_null(where, column, alias, member_bool(filter, offsetof(SgInt32ListFilter, is_null)),
             member_bool(filter, offsetof(SgInt32ListFilter, is_not_null)), conditions);
    return rc;
}

/* ---- JSON ---- */

static bool is_json_asked(const SgJsonFilter *json)
{
    return json->eq || json->ne || json->lt || json->le || json->gt || json->ge || json->contains || json->has_key ||
           json->text_contains || json->text_starts_with || json->text_ends_with || json->is_null || json->is_not_null;
}

static SgStatus add_path(SgSession *db, SgTextList path, Place *place)
{
    if (path.items == NULL || path.count == 0) return SG_OK;
    place->path = params_add_text_array(db, path);
    return place->path == 0 ? db->error.status : SG_OK;
}

static SgStatus add_json_operators(Where *where, const SgJsonFilter *json, const Place *place, int *conditions)
{
    static const SgColumn jsonb = {.label = "json", .type = SG_JSONB}, text = {.label = "key", .type = SG_TEXT};
    SgSession *db = where->db;
    const struct {
        const char *operand, *op;
        const SgColumn *type;
    } asked[] = {
        {json->eq, " = $", &jsonb},        {json->ne, " <> $", &jsonb},    {json->lt, " < $", &jsonb},
        {json->le, " <= $", &jsonb},       {json->gt, " > $", &jsonb},     {json->ge, " >= $", &jsonb},
        {json->contains, " @> $", &jsonb}, {json->has_key, " ? $", &text},
    };
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        if (asked[i].operand == NULL) continue;
        int number = params_add(db, asked[i].type, &asked[i].operand);
        if (number == 0) return db->error.status;
        where_and(where, conditions);
        sql_json(db, place);
        sql_add(db, asked[i].op);
        sql_integer(db, (uint64_t)number);
    }
    return SG_OK;
}

static SgStatus add_json(Where *where, const SgColumn *column, const void *filter, int alias, int *conditions)
{
    SgJsonFilter json;
    Place place = {.column = column, .alias = alias, .is_json = true};
    memcpy(&json, filter, sizeof json);
    const Pattern patterns[] = {
        {json.text_contains, "%", "%", false},
        {json.text_starts_with, "", "%", false},
        {json.text_ends_with, "%", "", false},
    };
    if (!is_json_asked(&json)) return SG_OK;
    SgStatus rc = add_path(where->db, json.path, &place);
    if (rc == SG_OK) rc = add_json_operators(where, &json, &place, conditions);
    if (rc == SG_OK) rc = add_patterns(where, &place, patterns, 3, json.ignore_case, conditions);
    const bool asked[] = {json.is_null, json.is_not_null};
    for (int i = 0; i < 2 && rc == SG_OK; i++) {
        if (!asked[i]) continue;
        where_and(where, conditions);
        sql_json(where->db, &place);
        sql_add(where->db, i == 0 ? " IS NULL" : " IS NOT NULL");
    }
    return rc;
}

/* ---- Columns ---- */

typedef SgStatus AddColumn(Where *where, const SgColumn *column, const void *filter, int alias, int *conditions);

/* A filter struct. */
typedef struct FilterKind {
    size_t size; /* to its last boolean: behind that there may be anything */
    AddColumn *add;
} FilterKind;

#define TO_END_OF(type, last) (offsetof(type, last) + sizeof(bool))

static const FilterKind list_kind = {TO_END_OF(SgInt32ListFilter, is_not_null), add_list};
static const FilterKind bool_kind = {TO_END_OF(SgBoolFilter, is_not_null), add_bool};
static const FilterKind enum_kind = {TO_END_OF(EnumFilter, is_not_null), add_enum};
static const FilterKind json_kind = {TO_END_OF(SgJsonFilter, is_not_null), add_json};
static const FilterKind text_kind = {TO_END_OF(SgTextFilter, is_not_null), add_text};
static const FilterKind ordered_kind = {TO_END_OF(SgInt32Filter, is_not_null), add_ordered};

static const FilterKind *filter_kind(const SgColumn *column)
{
    if (column_is(column, SG_COLUMN_LIST)) return &list_kind;
    if (column->type == SG_BOOL) return &bool_kind;
    if (column->type == SG_ENUM) return &enum_kind;
    if (column->type == SG_JSON || column->type == SG_JSONB) return &json_kind;
    return type_is_text(column->type) ? &text_kind : &ordered_kind;
}

/* Most columns of a filter are zero, and a zero one asks nothing. */
SgStatus where_column(Where *where, const SgColumn *column, const void *filter, int alias, int *conditions)
{
    static const char zero[sizeof(SgJsonFilter)]; /* the largest */
    const FilterKind *kind = filter_kind(column);
    if (memcmp(filter, zero, kind->size) == 0) return SG_OK;
    return kind->add(where, column, filter, alias, conditions);
}
