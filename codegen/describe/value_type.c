#include "value_type.h"

#include <stdlib.h>
#include <string.h>

/* Of a numeric: precision and scale; of the others the length or precision by itself. */
static void read_modifier(const CatalogType *type, Field *field)
{
    enum { HEADER = 4 }; /* numeric, varchar and bpchar count it in */
    int modifier = type->modifier;
    field->native_arg_count = 0;
    if (modifier < 0) return;
    switch ((int)field->native) {
    case NATIVE_DECIMAL:
        field->native_args[0] = (modifier - HEADER) >> 16 & 0xFFFF;
        field->native_args[1] = (((modifier - HEADER) & 0x7FF) ^ 0x400) - 0x400; /* 11 bits, signed */
        field->native_arg_count = 2;
        return;
    case NATIVE_VARCHAR:
    case NATIVE_CHAR: field->native_args[0] = modifier - HEADER; break;
    case NATIVE_BIT:
    case NATIVE_VARBIT:
    case NATIVE_TIMESTAMP:
    case NATIVE_TIMESTAMPTZ:
    case NATIVE_TIME:
    case NATIVE_TIMETZ: field->native_args[0] = modifier; break;
    default: return;
    }
    field->native_arg_count = 1;
}

static Enum *find_enum(const Schema *schema, const char *default_schema, const CatalogType *type)
{
    for (size_t i = 0; i < schema->enums.count; i++) {
        Enum *candidate = schema->enums.items[i];
        const char *place = candidate->schema == NULL ? default_schema : candidate->schema;
        if (strcmp(candidate->database_name, type->name) == 0 && strcmp(place, type->schema) == 0) return candidate;
    }
    return NULL;
}

static bool set_scalar(NativeType native, Field *field)
{
    field->kind = FIELD_SCALAR;
    field->native = native;
    field->scalar = native_type_info(native)->scalar;
    return true;
}

bool value_type_from_catalog(const Schema *schema, const char *default_schema, const CatalogType *type, Field *field)
{
    NativeType native;
    if (type->is_array) field->arity = ARITY_LIST;
    if (type->is_enum) {
        field->kind = FIELD_ENUM;
        field->enum_type = find_enum(schema, default_schema, type);
        return field->enum_type != NULL;
    }
    if (strcmp(type->name, "citext") == 0) return set_scalar(NATIVE_CITEXT, field);
    if (strcmp(type->schema, "pg_catalog") != 0) return false;
    if (strcmp(type->name, "name") == 0 && !type->is_array) return set_scalar(NATIVE_TEXT, field);
    if (!native_type_find_catalog(type->name, &native)) return false;
    set_scalar(native, field);
    read_modifier(type, field);
    return true;
}

void value_type_format(const Field *field, SgText *out)
{
    if (field->kind == FIELD_ENUM) sg_text_printf(out, "enum:%s", field->enum_type->name);
    else sg_text_add(out, native_type_info(field->native)->catalog);
    if (field->kind == FIELD_SCALAR && field->native_arg_count == 1) sg_text_printf(out, "(%d)", field->native_args[0]);
    if (field->kind == FIELD_SCALAR && field->native_arg_count == 2)
        sg_text_printf(out, "(%d,%d)", field->native_args[0], field->native_args[1]);
    if (field->arity == ARITY_LIST) sg_text_add(out, "[]");
}

/* "18,4)" */
static bool parse_arguments(const char *text, Field *field)
{
    field->native_arg_count = 0;
    while (field->native_arg_count < 2) {
        char *rest;
        long number = strtol(text, &rest, 10);
        if (rest == text || number < -1000 || number > 100000000) return false;
        field->native_args[field->native_arg_count++] = (int)number;
        if (rest[0] == ')' && rest[1] == '\0') return true;
        if (*rest != ',') return false;
        text = rest + 1;
    }
    return false;
}

bool value_type_parse(const Schema *schema, const char *text, Field *field)
{
    static const char prefix[] = "enum:";
    char word[128];
    size_t size = strlen(text);
    if (size >= sizeof word) return false;
    memcpy(word, text, size + 1);
    if (size > 2 && strcmp(word + size - 2, "[]") == 0) {
        field->arity = ARITY_LIST;
        word[size - 2] = '\0';
    }
    if (strncmp(word, prefix, strlen(prefix)) == 0) {
        field->kind = FIELD_ENUM;
        field->enum_type = model_find_enum(schema, word + strlen(prefix));
        return field->enum_type != NULL;
    }
    char *arguments = strchr(word, '(');
    if (arguments != NULL) *arguments++ = '\0';
    NativeType native;
    if (!native_type_find_catalog(word, &native)) return false;
    set_scalar(native, field);
    return arguments == NULL || parse_arguments(arguments, field);
}
