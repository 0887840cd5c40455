/* Scalar fields: native types, and unsupported types that are supported. */
#include "attributes.h"
#include "checks.h"

#include "suggest.h"

#include <limits.h>
#include <string.h>

/* A whole number from 0 to 2^32-1; a leading + is allowed, as Rust's parser does. */
static bool parse_size(const char *text, long long *out)
{
    const char *digit = text[0] == '+' ? text + 1 : text;
    long long value = 0;
    if (*digit == '\0') return false;
    for (; *digit != '\0'; digit++) {
        if (*digit < '0' || *digit > '9') return false;
        value = value * 10 + (*digit - '0');
        if (value > UINT32_MAX) return false;
    }
    *out = value;
    return true;
}

/* The native type that a text like "VarChar" and its arguments mean; false when there is none. */
static bool parse_native_type(const char *name, const char *const *args, size_t count, NativeType *out,
                              long long values[2])
{
    if (!native_type_find(name, out)) return false;
    int most = native_type_info(*out)->max_args;
    if (most == 0 || count == 0) return true;
    if (count != (size_t)most) return false;
    for (size_t i = 0; i < count; i++)
        if (!parse_size(args[i], &values[i])) return false;
    return true;
}

static size_t native_args(const AstArguments *arguments, const char *args[2])
{
    for (size_t i = 0; i < arguments->count && i < 2; i++) {
        const AstExpr *value = arguments->items[i].value;
        args[i] = value != NULL && value->kind == AST_NUMBER ? value->text : "";
    }
    return arguments->count;
}

void resolve_native_type(AttributeReader *reader, FieldDraft *field)
{
    const char *name, *texts[2];
    const AstAttribute *attribute = attribute_take_scoped(reader, &name);
    if (attribute == NULL) return;
    NativeDraft *native = sg_arena_new(reader->r->scratch, sizeof *native);
    *native = (NativeDraft){.attribute = attribute, .name = name};
    native->arg_count = native_args(&attribute->arguments, texts);
    native->is_right = parse_native_type(name, texts, native->arg_count, &native->type, native->args);
    field->native = native;
}

static void check_ranges(Resolver *r, const NativeDraft *native)
{
    const char *what = NULL;
    NativeType type = native->type;
    const long long *args = native->args;
    if (native->arg_count == 0) return;
    if (type == NATIVE_DECIMAL && args[1] > args[0])
        what = "the scale of `Decimal` must not be larger than its precision";
    else if (type == NATIVE_DECIMAL && (args[0] == 0 || args[0] > 1000))
        what = "the precision of `Decimal` is between 1 and 1000";
    else if ((type == NATIVE_BIT || type == NATIVE_VARBIT) && args[0] == 0) what = "the length must be positive";
    else if (native_type_info(type)->scalar == SCALAR_DATETIME && args[0] > 6)
        what = "the precision is between 0 and 6";
    else if (args[0] > INT_MAX) what = "the length is larger than any that PostgreSQL has";
    if (what != NULL) diag_add(r->diags, DIAG_NATIVE_ARGUMENT, native->attribute->span, "%s", what);
}

static void report_unknown_native(Resolver *r, const NativeDraft *native)
{
    const char *names[NATIVE_COUNT];
    for (int i = 0; i < NATIVE_COUNT; i++) names[i] = native_type_info((NativeType)i)->name;
    Diagnostic *d = diag_add(r->diags, DIAG_NATIVE_UNKNOWN, native->attribute->span,
                             "PostgreSQL has no native type `%s` that the language knows", native->name);
    suggest_name(r, d, native->name, names, NATIVE_COUNT);
    if (d->help == NULL) diag_help(r->diags, d, "any other type is written `Unsupported(\"…\")`");
}

static void check_scope(Resolver *r, const NativeDraft *native)
{
    const Datasource *datasource = r->schema->datasource;
    const char *scope = native->attribute->name.text;
    size_t size = (size_t)(native->name - 1 - scope);
    if (datasource == NULL || (strlen(datasource->name) == size && memcmp(datasource->name, scope, size) == 0)) return;
    Diagnostic *d = diag_add(r->diags, DIAG_NATIVE_SCOPE, native->attribute->span,
                             "the prefix `%.*s` is not the name of the datasource", (int)size, scope);
    diag_help(r->diags, d, "write `@%s.%s`", datasource->name, native->name);
}

static void check_native_arguments(Resolver *r, const FieldDraft *field, const NativeTypeInfo *info)
{
    const NativeDraft *native = field->native;
    Span span = native->attribute->span;
    size_t given = native->attribute->arguments.count;
    if (given > (size_t)info->max_args) {
        diag_add(r->diags, DIAG_NATIVE_ARGUMENT_COUNT, span, "`%s` takes %s, not %zu", info->name,
                 info->max_args == 0   ? "no argument"
                 : info->max_args == 1 ? "at most one argument"
                                       : "two arguments or none",
                 given);
    } else if (info->scalar != field->field->scalar) {
        Diagnostic *d = diag_add(r->diags, DIAG_NATIVE_SCALAR, span, "the native type `%s` does not go with `%s`",
                                 info->name, scalar_type_name(field->field->scalar));
        diag_help(r->diags, d, "the field's type would be `%s`", scalar_type_name(info->scalar));
    } else if (!native->is_right) {
        diag_add(r->diags, DIAG_NATIVE_ARGUMENT, span, "`%s` takes %s", info->name,
                 info->max_args == 1 ? "one whole number" : "two whole numbers");
    } else {
        check_ranges(r, native);
    }
}

static void check_native_type(Resolver *r, const FieldDraft *field)
{
    const NativeDraft *native = field->native;
    if (native == NULL || field->field->kind != FIELD_SCALAR) return;
    check_scope(r, native);
    NativeType type = native->type;
    if (r->schema->datasource == NULL || (!native->is_right && !native_type_find(native->name, &type)))
        report_unknown_native(r, native);
    else check_native_arguments(r, field, native_type_info(type));
}

/* The part before the first bracket, and what stands between it and the next closing one. */
static bool split_type(Resolver *r, const char *text, const char **name, const char **inside)
{
    const char *open = strchr(text, '(');
    const char *close = open != NULL ? strchr(open, ')') : NULL;
    size_t size = open != NULL ? (size_t)(open - text) : strlen(text);
    if (size == 0 || (open != NULL && strchr(open, '\n') != NULL)) return false;
    while (size > 0 && (text[0] == ' ' || text[0] == '\t' || text[0] == '\n')) {
        text++;
        size--;
    }
    while (size > 0 && (text[size - 1] == ' ' || text[size - 1] == '\t' || text[size - 1] == '\n')) size--;
    *name = sg_arena_strndup(r->brief, text, size);
    *inside = close != NULL ? sg_arena_strndup(r->brief, open + 1, (size_t)(close - open - 1)) : NULL;
    return true;
}

static size_t split_args(Resolver *r, const char *inside, const char *args[3])
{
    size_t count = 0;
    while (inside != NULL && count < 3) {
        const char *comma = strchr(inside, ',');
        size_t size = comma != NULL ? (size_t)(comma - inside) : strlen(inside);
        const char *start = inside;
        while (size > 0 && *start == ' ') {
            start++;
            size--;
        }
        while (size > 0 && start[size - 1] == ' ') size--;
        args[count++] = sg_arena_strndup(r->brief, start, size);
        inside = comma != NULL ? comma + 1 : NULL;
    }
    return count;
}

static void check_unsupported(Resolver *r, const FieldDraft *field)
{
    const char *text = field->field->unsupported, *name, *inside, *args[3];
    long long values[2];
    NativeType type;
    if (field->field->kind != FIELD_UNSUPPORTED || field->is_composite || r->schema->datasource == NULL) return;
    if (!split_type(r, text, &name, &inside)) return;
    size_t count = split_args(r, inside, args);
    if (!parse_native_type(name, args, count, &type, values)) return;
    const NativeTypeInfo *info = native_type_info(type);
    Diagnostic *d = diag_add(r->diags, DIAG_UNSUPPORTED_KNOWN, field->ast->name.span,
                             "`Unsupported(\"%s\")` is a type that the language knows", text);
    diag_help(r->diags, d, "write `%s @%s.%s`", scalar_type_name(info->scalar), r->schema->datasource->name, text);
}

void check_field(Resolver *r, const FieldDraft *field)
{
    if (r->schema->datasource == NULL) check_field_without_datasource(r, field);
    check_native_type(r, field);
    check_default_value(r, field);
    check_unsupported(r, field);
}
