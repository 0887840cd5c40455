/* How each column type of the database is held in C. */
#include "plan.h"

#include "text.h"
#include "utf8.h"

#include <string.h>

static const CType TYPES[] = {
    /* sg, stem, value, has_optional, sum, average, has_order */
    {"SG_BOOL", "Bool", "bool", true, NULL, NULL, false},
    {"SG_INT16", "Int16", "int16_t", true, "SG_INT64", "SG_NUMERIC", true},
    {"SG_INT32", "Int32", "int32_t", true, "SG_INT64", "SG_NUMERIC", true},
    {"SG_INT64", "Int64", "int64_t", true, "SG_NUMERIC", "SG_NUMERIC", true},
    {"SG_OID", "Oid", "uint32_t", true, NULL, NULL, true},
    {"SG_FLOAT", "Float", "float", true, "SG_FLOAT", "SG_DOUBLE", true},
    {"SG_DOUBLE", "Double", "double", true, "SG_DOUBLE", "SG_DOUBLE", true},
    {"SG_DECIMAL", "Decimal", "SgDecimal", true, "SG_NUMERIC", "SG_NUMERIC", true},
    {"SG_NUMERIC", "Numeric", "SgNumeric", true, "SG_NUMERIC", "SG_NUMERIC", true},
    {"SG_MONEY", "Money", "SgMoney", true, "SG_MONEY", NULL, true},
    {"SG_TEXT", "Text", "const char *", false, NULL, NULL, true},
    {"SG_CHAR", "Text", "const char *", false, NULL, NULL, true},
    {"SG_CITEXT", "Text", "const char *", false, NULL, NULL, true},
    {"SG_XML", "Text", "const char *", false, NULL, NULL, false},
    {"SG_JSON", "Text", "const char *", false, NULL, NULL, false},
    {"SG_JSONB", "Text", "const char *", false, NULL, NULL, false},
    {"SG_BYTES", "Bytes", "SgBytes", false, NULL, NULL, false},
    {"SG_BIT", "Bits", "SgBits", false, NULL, NULL, false},
    {"SG_VARBIT", "Bits", "SgBits", false, NULL, NULL, false},
    {"SG_UUID", "Uuid", "SgUuid", true, NULL, NULL, false},
    {"SG_INET", "Inet", "SgInet", true, NULL, NULL, true},
    {"SG_TIMESTAMP", "Timestamp", "SgTimestamp", true, NULL, NULL, true},
    {"SG_TIMESTAMPTZ", "Timestamp", "SgTimestamp", true, NULL, NULL, true},
    {"SG_DATE", "Date", "SgDate", true, NULL, NULL, true},
    {"SG_TIME", "Time", "SgTime", true, NULL, NULL, true},
    {"SG_TIMETZ", "TimeTz", "SgTimeTz", true, NULL, NULL, true},
    {"SG_ENUM", "Enum", "int", false, NULL, NULL, true},
};

/* In the order of NativeType: the row of TYPES, and the type as the documentation spells it. */
static const struct {
    const char *sg, *sql;
} NATIVE[NATIVE_COUNT] = {
    [NATIVE_SMALLINT] = {"SG_INT16", "smallint"},
    [NATIVE_INTEGER] = {"SG_INT32", "integer"},
    [NATIVE_BIGINT] = {"SG_INT64", "bigint"},
    [NATIVE_DECIMAL] = {"SG_NUMERIC", "numeric"},
    [NATIVE_MONEY] = {"SG_MONEY", "money"},
    [NATIVE_INET] = {"SG_INET", "inet"},
    [NATIVE_OID] = {"SG_OID", "oid"},
    [NATIVE_CITEXT] = {"SG_CITEXT", "citext"},
    [NATIVE_REAL] = {"SG_FLOAT", "real"},
    [NATIVE_DOUBLE_PRECISION] = {"SG_DOUBLE", "double precision"},
    [NATIVE_VARCHAR] = {"SG_TEXT", "varchar"},
    [NATIVE_CHAR] = {"SG_CHAR", "char"},
    [NATIVE_TEXT] = {"SG_TEXT", "text"},
    [NATIVE_BYTEA] = {"SG_BYTES", "bytea"},
    [NATIVE_TIMESTAMP] = {"SG_TIMESTAMP", "timestamp"},
    [NATIVE_TIMESTAMPTZ] = {"SG_TIMESTAMPTZ", "timestamptz"},
    [NATIVE_DATE] = {"SG_DATE", "date"},
    [NATIVE_TIME] = {"SG_TIME", "time"},
    [NATIVE_TIMETZ] = {"SG_TIMETZ", "timetz"},
    [NATIVE_BOOLEAN] = {"SG_BOOL", "boolean"},
    [NATIVE_BIT] = {"SG_BIT", "bit"},
    [NATIVE_VARBIT] = {"SG_VARBIT", "varbit"},
    [NATIVE_UUID] = {"SG_UUID", "uuid"},
    [NATIVE_XML] = {"SG_XML", "xml"},
    [NATIVE_JSON] = {"SG_JSON", "json"},
    [NATIVE_JSONB] = {"SG_JSONB", "jsonb"},
};

enum { DECIMAL_DIGITS = 28 }; /* of SgDecimal; more is an SgNumeric */

const CType *c_type_find(const char *sg)
{
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
        if (strcmp(TYPES[i].sg, sg) == 0) return &TYPES[i];
    return NULL;
}

const CType *c_type_of_enum(void)
{
    return c_type_find("SG_ENUM");
}

const CType *c_type(const Field *field)
{
    if (field->kind == FIELD_ENUM) return c_type_of_enum();
    bool is_small = field->native == NATIVE_DECIMAL && field->native_arg_count > 0 &&
                    field->native_args[0] <= DECIMAL_DIGITS;
    return c_type_find(is_small ? "SG_DECIMAL" : NATIVE[field->native].sg);
}

/* ---- The comment behind a member: "varchar(10), unique" ---- */

/* The server's own precision of times: not worth a word. */
static bool is_microseconds(const Field *field)
{
    NativeType type = field->native;
    bool is_time = type == NATIVE_TIMESTAMP || type == NATIVE_TIMESTAMPTZ || type == NATIVE_TIME || type == NATIVE_TIMETZ;
    return is_time && field->native_args[0] == 6;
}

static void add_type(SgText *out, const Field *field)
{
    if (field->kind == FIELD_ENUM)
        sg_text_printf(out, "\"%s\"", field->enum_type->database_name);
    else
        sg_text_add(out, NATIVE[field->native].sql);
    if (field->kind == FIELD_SCALAR && !is_microseconds(field)) {
        if (field->native_arg_count == 1) sg_text_printf(out, "(%d)", field->native_args[0]);
        if (field->native_arg_count == 2) sg_text_printf(out, "(%d,%d)", field->native_args[0], field->native_args[1]);
    }
    if (field->arity == ARITY_LIST) sg_text_add(out, "[]");
}

enum { SHOWN = 40 }; /* characters of a default */

static void add_shortened(SgText *out, const char *text)
{
    size_t size = strlen(text);
    size_t shown = sg_utf8_floor(text, size < SHOWN ? size : SHOWN);
    sg_text_add_bytes(out, text, shown);
    if (shown < size) sg_text_add(out, "...");
}

static void add_literal(SgText *out, const Field *field, const Literal *literal)
{
    bool is_text = field->kind == FIELD_SCALAR && (field->scalar == SCALAR_STRING || field->scalar == SCALAR_JSON);
    if (is_text) sg_text_add_char(out, '\'');
    add_shortened(out, literal->text);
    if (is_text) sg_text_add_char(out, '\'');
}

static void add_default(SgText *out, const Field *field)
{
    const Default *value = &field->default_value;
    if (value->kind != DEFAULT_NONE) sg_text_add(out, ", default ");
    switch (value->kind) {
    case DEFAULT_NONE: break;
    case DEFAULT_LITERAL: add_literal(out, field, &value->literal); break;
    case DEFAULT_LIST: sg_text_add(out, value->items.count == 0 ? "empty" : "[...]"); break;
    case DEFAULT_NOW: sg_text_add(out, "now()"); break;
    case DEFAULT_AUTOINCREMENT: sg_text_add(out, "autoincrement()"); break;
    case DEFAULT_DBGENERATED: add_shortened(out, value->sql != NULL ? value->sql : "made by the database"); break;
    case DEFAULT_UUID: sg_text_printf(out, "uuid(%d)", value->number); break;
    case DEFAULT_CUID: sg_text_printf(out, "cuid(%d)", value->number); break;
    case DEFAULT_ULID: sg_text_add(out, "ulid()"); break;
    case DEFAULT_NANOID: sg_text_printf(out, "nanoid(%d)", value->number); break;
    }
}

static void add_reference(SgText *out, const Field *field)
{
    const Model *model = field->model;
    for (size_t i = 0; i < model->relations.count; i++) {
        const Relation *relation = model->relations.items[i];
        if (relation->from != model || relation->fields.count != 1 || relation->fields.items[0] != field) continue;
        sg_text_printf(out, ", references %s.%s", relation->to->database_name,
                       relation->references.items[0]->database_name);
        return;
    }
}

const char *c_column_comment(SgArena *arena, const Field *field)
{
    SgText out = {.arena = arena};
    add_type(&out, field);
    add_default(&out, field);
    if (field->is_unique && !field->is_id) sg_text_add(&out, ", unique");
    add_reference(&out, field);
    if (field->arity == ARITY_OPTIONAL) sg_text_add(&out, ", nullable");
    if (field->is_updated_at) sg_text_add(&out, ", set by every write");
    return c_comment(arena, out.data);
}
