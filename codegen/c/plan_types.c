/* How each column type of the database is held in C. */
#include "plan.h"

#include "emit.h"
#include "text.h"
#include "utf8.h"

#include <string.h>

enum {
    TYPE_BOOL,
    TYPE_INT16,
    TYPE_INT32,
    TYPE_INT64,
    TYPE_OID,
    TYPE_FLOAT,
    TYPE_DOUBLE,
    TYPE_DECIMAL,
    TYPE_NUMERIC,
    TYPE_MONEY,
    TYPE_TEXT,
    TYPE_CHAR,
    TYPE_CITEXT,
    TYPE_XML,
    TYPE_JSON,
    TYPE_JSONB,
    TYPE_BYTES,
    TYPE_BIT,
    TYPE_VARBIT,
    TYPE_UUID,
    TYPE_INET,
    TYPE_TIMESTAMP,
    TYPE_TIMESTAMPTZ,
    TYPE_DATE,
    TYPE_TIME,
    TYPE_TIMETZ,
    TYPE_ENUM,
    TYPE_COUNT
};

static const CType TYPES[TYPE_COUNT]; /* refers to itself */

/* sg, stem, value, reader, has_optional, sum, average, has_order */
static const CType TYPES[TYPE_COUNT] = {
    [TYPE_BOOL] = {"SG_BOOL", "Bool", "bool", "bool", true, NULL, NULL, false},
    [TYPE_INT16] = {"SG_INT16", "Int16", "int16_t", "int16", true, &TYPES[TYPE_INT64], &TYPES[TYPE_NUMERIC], true},
    [TYPE_INT32] = {"SG_INT32", "Int32", "int32_t", "int32", true, &TYPES[TYPE_INT64], &TYPES[TYPE_NUMERIC], true},
    [TYPE_INT64] = {"SG_INT64", "Int64", "int64_t", "int64", true, &TYPES[TYPE_NUMERIC], &TYPES[TYPE_NUMERIC], true},
    [TYPE_OID] = {"SG_OID", "Oid", "uint32_t", "oid", true, NULL, NULL, true},
    [TYPE_FLOAT] = {"SG_FLOAT", "Float", "float", "float", true, &TYPES[TYPE_FLOAT], &TYPES[TYPE_DOUBLE], true},
    [TYPE_DOUBLE] = {"SG_DOUBLE", "Double", "double", "double", true, &TYPES[TYPE_DOUBLE], &TYPES[TYPE_DOUBLE], true},
    [TYPE_DECIMAL] = {"SG_DECIMAL", "Decimal", "SgDecimal", "decimal", true, &TYPES[TYPE_NUMERIC], &TYPES[TYPE_NUMERIC],
                      true},
    [TYPE_NUMERIC] = {"SG_NUMERIC", "Numeric", "SgNumeric", NULL, true, &TYPES[TYPE_NUMERIC], &TYPES[TYPE_NUMERIC],
                      true},
    [TYPE_MONEY] = {"SG_MONEY", "Money", "SgMoney", "money", true, &TYPES[TYPE_MONEY], NULL, true},
    [TYPE_TEXT] = {"SG_TEXT", "Text", "const char *", "text", false, NULL, NULL, true},
    [TYPE_CHAR] = {"SG_CHAR", "Text", "const char *", "text", false, NULL, NULL, true},
    [TYPE_CITEXT] = {"SG_CITEXT", "Text", "const char *", "text", false, NULL, NULL, true},
    [TYPE_XML] = {"SG_XML", "Text", "const char *", "text", false, NULL, NULL, false},
    [TYPE_JSON] = {"SG_JSON", "Text", "const char *", "text", false, NULL, NULL, false},
    [TYPE_JSONB] = {"SG_JSONB", "Text", "const char *", "jsonb", false, NULL, NULL, false},
    [TYPE_BYTES] = {"SG_BYTES", "Bytes", "SgBytes", NULL, false, NULL, NULL, false},
    [TYPE_BIT] = {"SG_BIT", "Bits", "SgBits", NULL, false, NULL, NULL, false},
    [TYPE_VARBIT] = {"SG_VARBIT", "Bits", "SgBits", NULL, false, NULL, NULL, false},
    [TYPE_UUID] = {"SG_UUID", "Uuid", "SgUuid", "uuid", true, NULL, NULL, false},
    [TYPE_INET] = {"SG_INET", "Inet", "SgInet", NULL, true, NULL, NULL, true},
    [TYPE_TIMESTAMP] = {"SG_TIMESTAMP", "Timestamp", "SgTimestamp", "timestamp", true, NULL, NULL, true},
    [TYPE_TIMESTAMPTZ] = {"SG_TIMESTAMPTZ", "Timestamp", "SgTimestamp", "timestamp", true, NULL, NULL, true},
    [TYPE_DATE] = {"SG_DATE", "Date", "SgDate", "date", true, NULL, NULL, true},
    [TYPE_TIME] = {"SG_TIME", "Time", "SgTime", "time", true, NULL, NULL, true},
    [TYPE_TIMETZ] = {"SG_TIMETZ", "TimeTz", "SgTimeTz", NULL, true, NULL, NULL, true},
    [TYPE_ENUM] = {"SG_ENUM", "Enum", "int", "enum", false, NULL, NULL, true},
};

/* In the order of NativeType: the row of TYPES, and the type as the documentation spells it. */
static const struct {
    int type;
    const char *sql;
} NATIVE[NATIVE_COUNT] = {
    [NATIVE_SMALLINT] = {TYPE_INT16, "smallint"},
    [NATIVE_INTEGER] = {TYPE_INT32, "integer"},
    [NATIVE_BIGINT] = {TYPE_INT64, "bigint"},
    [NATIVE_DECIMAL] = {TYPE_NUMERIC, "numeric"},
    [NATIVE_MONEY] = {TYPE_MONEY, "money"},
    [NATIVE_INET] = {TYPE_INET, "inet"},
    [NATIVE_OID] = {TYPE_OID, "oid"},
    [NATIVE_CITEXT] = {TYPE_CITEXT, "citext"},
    [NATIVE_REAL] = {TYPE_FLOAT, "real"},
    [NATIVE_DOUBLE_PRECISION] = {TYPE_DOUBLE, "double precision"},
    [NATIVE_VARCHAR] = {TYPE_TEXT, "varchar"},
    [NATIVE_CHAR] = {TYPE_CHAR, "char"},
    [NATIVE_TEXT] = {TYPE_TEXT, "text"},
    [NATIVE_BYTEA] = {TYPE_BYTES, "bytea"},
    [NATIVE_TIMESTAMP] = {TYPE_TIMESTAMP, "timestamp"},
    [NATIVE_TIMESTAMPTZ] = {TYPE_TIMESTAMPTZ, "timestamptz"},
    [NATIVE_DATE] = {TYPE_DATE, "date"},
    [NATIVE_TIME] = {TYPE_TIME, "time"},
    [NATIVE_TIMETZ] = {TYPE_TIMETZ, "timetz"},
    [NATIVE_BOOLEAN] = {TYPE_BOOL, "boolean"},
    [NATIVE_BIT] = {TYPE_BIT, "bit"},
    [NATIVE_VARBIT] = {TYPE_VARBIT, "varbit"},
    [NATIVE_UUID] = {TYPE_UUID, "uuid"},
    [NATIVE_XML] = {TYPE_XML, "xml"},
    [NATIVE_JSON] = {TYPE_JSON, "json"},
    [NATIVE_JSONB] = {TYPE_JSONB, "jsonb"},
};

enum { DECIMAL_DIGITS = 28 }; /* of SgDecimal; more is an SgNumeric */

bool c_is_list(const Field *field)
{
    return field->arity == ARITY_LIST && model_field_default(field)->kind != DEFAULT_AUTOINCREMENT;
}

const CType *c_type(const Field *field)
{
    if (field->kind == FIELD_ENUM) return &TYPES[TYPE_ENUM];
    bool is_small =
        field->native == NATIVE_DECIMAL && field->native_arg_count > 0 && field->native_args[0] <= DECIMAL_DIGITS;
    return &TYPES[is_small ? TYPE_DECIMAL : NATIVE[field->native].type];
}

const char *c_value_type(SgArena *arena, const CPlan *plan, const Field *field)
{
    bool is_list = c_is_list(field);
    if (field->kind == FIELD_ENUM) {
        const EnumPlan *enum_plan = c_plan_enum(plan, field->enum_type);
        return is_list ? enum_plan->list_type : enum_plan->type;
    }
    const CType *type = c_type(field);
    return is_list ? emit_format(arena, "Sg%sList", type->stem) : type->value;
}

const char *c_row_type(SgArena *arena, const CPlan *plan, const Field *field)
{
    const CType *type = c_type(field);
    bool is_optional = field->arity == ARITY_OPTIONAL && type->has_optional;
    return is_optional ? emit_format(arena, "SgOpt%s", type->stem) : c_value_type(arena, plan, field);
}

/* ---- The comment behind a member: "varchar(10), unique" ---- */

/* The server's own precision of times: not worth a word. */
static bool is_microseconds(const Field *field)
{
    NativeType type = field->native;
    bool is_time =
        type == NATIVE_TIMESTAMP || type == NATIVE_TIMESTAMPTZ || type == NATIVE_TIME || type == NATIVE_TIMETZ;
    return is_time && field->native_args[0] == 6;
}

static void add_type(SgText *out, const Field *field)
{
    if (field->kind == FIELD_ENUM) emit_add(out, "\"%s\"", field->enum_type->database_name);
    else sg_text_add(out, NATIVE[field->native].sql);
    if (field->kind == FIELD_SCALAR && !is_microseconds(field)) {
        if (field->native_arg_count == 1) emit_add(out, "(%d)", field->native_args[0]);
        if (field->native_arg_count == 2) emit_add(out, "(%d,%d)", field->native_args[0], field->native_args[1]);
    }
    if (c_is_list(field)) sg_text_add(out, "[]");
}

const char *c_rounded_type(SgArena *arena, const Field *field)
{
    SgText out = {.arena = arena};
    bool is_time = field->native >= NATIVE_TIMESTAMP && field->native <= NATIVE_TIMETZ;
    if (field->kind != FIELD_SCALAR || field->native_arg_count == 0 || is_microseconds(field)) return NULL;
    if (!is_time && field->native != NATIVE_DECIMAL) return NULL;
    add_type(&out, field);
    return out.data;
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
    const Default *value = model_field_default(field);
    if (value->kind != DEFAULT_NONE) sg_text_add(out, ", default ");
    switch (value->kind) {
    case DEFAULT_NONE: break;
    case DEFAULT_LITERAL: add_literal(out, field, &value->literal); break;
    case DEFAULT_LIST: sg_text_add(out, value->items.count == 0 ? "empty" : "[...]"); break;
    case DEFAULT_NOW: sg_text_add(out, "now()"); break;
    case DEFAULT_AUTOINCREMENT: sg_text_add(out, "autoincrement()"); break;
    case DEFAULT_DBGENERATED: add_shortened(out, value->sql != NULL ? value->sql : "made by the database"); break;
    case DEFAULT_UUID: emit_add(out, "uuid(%d)", value->number); break;
    case DEFAULT_CUID: emit_add(out, "cuid(%d)", value->number); break;
    case DEFAULT_ULID: sg_text_add(out, "ulid()"); break;
    case DEFAULT_NANOID: emit_add(out, "nanoid(%d)", value->number); break;
    }
}

const char *c_column_comment(SgArena *arena, const Field *field, const Relation *reference)
{
    SgText out = {.arena = arena};
    add_type(&out, field);
    add_default(&out, field);
    if (field->is_unique && !field->is_id) sg_text_add(&out, ", unique");
    if (reference != NULL)
        emit_add(&out, ", references %s.%s", reference->to->database_name,
                 reference->references.items[0]->database_name);
    if (field->arity == ARITY_OPTIONAL) sg_text_add(&out, ", nullable");
    if (field->is_updated_at) sg_text_add(&out, ", set by every write");
    if (field->model != NULL && field->model->version == field) sg_text_add(&out, ", counted up by every change");
    return c_comment(arena, out.data);
}
