/* pull_default.c - a column's default → @default(…). */
#include "pull_text.h"

#include "literals.h"

#include <string.h>

void pull_add_string(SgText *out, const char *text)
{
    sg_text_add_char(out, '"');
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '"': sg_text_add(out, "\\\""); break;
        case '\\': sg_text_add(out, "\\\\"); break;
        case '\n': sg_text_add(out, "\\n"); break;
        case '\r': sg_text_add(out, "\\r"); break;
        case '\t': sg_text_add(out, "\\t"); break;
        default:
            if ((unsigned char)*text < ' ') sg_text_printf(out, "\\u%04x", (unsigned)*text);
            else sg_text_add_char(out, *text);
        }
    }
    sg_text_add_char(out, '"');
}

static unsigned hex_digit(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* The language has bytes in base64. */
static void add_bytes(SgText *out, const char *hex)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t size = strlen(hex) / 2;
    sg_text_add_char(out, '"');
    for (size_t i = 0; i < size; i += 3) {
        unsigned group = 0;
        for (size_t k = 0; k < 3; k++) {
            unsigned byte = i + k < size ? hex_digit(hex[2 * (i + k)]) << 4 | hex_digit(hex[2 * (i + k) + 1]) : 0;
            group = group << 8 | byte;
        }
        for (size_t k = 0; k < 4; k++) sg_text_add_char(out, k <= size - i ? digits[group >> (18 - 6 * k) & 63] : '=');
    }
    sg_text_add_char(out, '"');
}

static void add_enum_value(SgText *out, const PullPlan *plan, const EnumType *type, const char *label)
{
    const PullEnum *pulled = pull_find_enum(plan, type);
    for (size_t i = 0; i < type->values.count; i++) {
        if (strcmp(type->values.items[i], label) == 0) sg_text_add(out, pulled->values.items[i]);
    }
}

static void add_value(SgText *out, const PullPlan *plan, const ColumnType *type, const char *value)
{
    if (type->kind == TYPE_ENUM) {
        add_enum_value(out, plan, type->enum_type, value);
        return;
    }
    switch (native_type_info(type->native)->scalar) {
    case SCALAR_STRING:
    case SCALAR_JSON:
    case SCALAR_DATETIME:
    case SCALAR_COUNT: pull_add_string(out, value); break;
    case SCALAR_BYTES: add_bytes(out, value); break;
    case SCALAR_BOOLEAN:
    case SCALAR_INT:
    case SCALAR_BIGINT:
    case SCALAR_FLOAT:
    case SCALAR_DECIMAL: sg_text_add(out, value); break;
    }
}

static void add_list(SgText *out, const PullPlan *plan, const Column *column)
{
    const ColumnDefault *value = &column->default_value;
    sg_text_add(out, " @default([");
    for (size_t i = 0; i < value->items.count; i++) {
        sg_text_add(out, i > 0 ? ", " : "");
        add_value(out, plan, &column->type, value->items.items[i]);
    }
    sg_text_add(out, "])");
}

/* What the program makes, the database does not know. */
static void add_client_default(SgText *out, const Field *previous)
{
    if (previous == NULL) return;
    const Default *value = model_field_default(previous);
    switch (value->kind) {
    case DEFAULT_UUID: sg_text_add(out, value->number == 7 ? " @default(uuid(7))" : " @default(uuid())"); break;
    case DEFAULT_CUID: sg_text_add(out, value->number == 2 ? " @default(cuid(2))" : " @default(cuid())"); break;
    case DEFAULT_ULID: sg_text_add(out, " @default(ulid())"); break;
    case DEFAULT_NANOID: sg_text_printf(out, " @default(nanoid(%d))", value->number); break;
    case DEFAULT_NONE:
    case DEFAULT_LITERAL:
    case DEFAULT_LIST:
    case DEFAULT_NOW:
    case DEFAULT_AUTOINCREMENT:
    case DEFAULT_DBGENERATED: break;
    }
}

static void add_expression(SgText *out, const char *sql)
{
    sg_text_add(out, " @default(dbgenerated(");
    pull_add_string(out, sql);
    sg_text_add(out, "))");
}

static bool is_json(const char *text)
{
    const char *why;
    return literal_is_json(text, strlen(text), &why);
}

/* A constant that the language has another idea of: its times have an offset and no infinity, and json (as text) may be
 * what its parser refuses. */
static bool needs_servers_spelling(const Column *column)
{
    const ColumnDefault *value = &column->default_value;
    bool is_list = value->kind == COLUMN_DEFAULT_LIST;
    if ((value->kind != COLUMN_DEFAULT_VALUE && !is_list) || column->type.kind != TYPE_NATIVE) return false;
    ScalarType scalar = native_type_info(column->type.native)->scalar;
    if (scalar == SCALAR_DATETIME) return !is_list || value->items.count > 0;
    if (scalar != SCALAR_JSON) return false;
    if (!is_list) return !is_json(value->text);
    for (size_t i = 0; i < value->items.count; i++)
        if (!is_json(value->items.items[i])) return true;
    return false;
}

void pull_add_default(SgText *out, const PullPlan *plan, const PullField *field)
{
    const ColumnDefault *value = &field->column->default_value;
    if (needs_servers_spelling(field->column)) {
        add_expression(out, field->column->default_sql);
        return;
    }
    switch (value->kind) {
    case COLUMN_DEFAULT_NONE: add_client_default(out, field->previous); break;
    case COLUMN_DEFAULT_VALUE:
        sg_text_add(out, " @default(");
        add_value(out, plan, &field->column->type, value->text);
        sg_text_add(out, ")");
        break;
    case COLUMN_DEFAULT_LIST: add_list(out, plan, field->column); break;
    case COLUMN_DEFAULT_NOW: sg_text_add(out, " @default(now())"); break;
    case COLUMN_DEFAULT_SEQUENCE: sg_text_add(out, " @default(autoincrement())"); break;
    case COLUMN_DEFAULT_EXPRESSION: add_expression(out, value->text); break;
    }
}
