/*
 * Which field an index of a type can hold, and by which operator class.
 *
 * A field with a written @db. type is judged by that type, one without by its scalar.  The rules are Prisma's;
 * PostgreSQL itself would take more, and with `ops: raw("…")` everything goes.
 */
#include "checks.h"

#include "index_method.h"
#include "operator_classes.h"

#include <string.h>

typedef struct Indexed {
    const Field *field;
    bool has_native;
    NativeType native;
} Indexed;

static bool is_scalar(const Field *field, ScalarType scalar)
{
    return field->kind == FIELD_SCALAR && field->scalar == scalar;
}

/* Without operator class and native type. */
static bool method_takes_scalar(IndexMethod method, const Field *field)
{
    if (field->kind == FIELD_UNSUPPORTED) return true;
    switch (method) {
    case INDEX_BTREE:
    case INDEX_HASH: return true;
    case INDEX_GIN: return is_scalar(field, SCALAR_JSON) || field->arity == ARITY_LIST;
    case INDEX_GIST:
    case INDEX_SPGIST: return is_scalar(field, SCALAR_STRING);
    case INDEX_BRIN:
        return field->kind == FIELD_SCALAR && field->scalar != SCALAR_JSON && field->scalar != SCALAR_BOOLEAN;
    }
    return true;
}

/* Without operator class. */
static bool method_takes_native(IndexMethod method, const Indexed *indexed)
{
    NativeType type = indexed->native;
    switch (method) {
    case INDEX_BTREE:
    case INDEX_HASH: return true;
    case INDEX_GIN: return type == NATIVE_JSONB || indexed->field->arity == ARITY_LIST;
    case INDEX_GIST: return false;
    case INDEX_SPGIST:
        return type == NATIVE_INET || type == NATIVE_TEXT || type == NATIVE_VARCHAR || type == NATIVE_CHAR;
    case INDEX_BRIN:
        return type != NATIVE_MONEY && type != NATIVE_CITEXT && type != NATIVE_BOOLEAN && type != NATIVE_XML &&
               type != NATIVE_JSON && type != NATIVE_JSONB;
    }
    return true;
}

static bool class_takes(const OperatorClass *class, const Indexed *indexed)
{
    if (strcmp(class->name, "ArrayOps") == 0) return indexed->field->arity == ARITY_LIST;
    if (indexed->has_native) return (class->natives & NATIVE_BIT_OF(indexed->native)) != 0;
    return class->scalar != SCALAR_COUNT && is_scalar(indexed->field, class->scalar);
}

static void check_field_class(Resolver *r, const KeyDraft *draft, const KeyField *part, const Indexed *indexed)
{
    IndexMethod method = draft->key->method;
    Span span = draft->attribute->span;
    const char *name = indexed->field->name, *method_name = index_method_name(method);
    const OperatorClass *class = part->class_name != NULL ? operator_class_find(part->class_name) : NULL;
    if (class == NULL) {
        bool is_taken =
            indexed->has_native ? method_takes_native(method, indexed) : method_takes_scalar(method, indexed->field);
        if (is_taken) return;
        Diagnostic *d =
            diag_add(r->diags, DIAG_INDEX_FIELD, span, "a `%s` index cannot hold the field `%s`", method_name, name);
        if (indexed->has_native)
            diag_help(r->diags, d, "its type has no default operator class; name one with `%s(ops: …)`", name);
    } else if ((class->methods & 1u << method) == 0) {
        diag_add(r->diags, DIAG_OPERATOR_CLASS, span, "the operator class `%s` is not for `%s` indexes", class->name,
                 method_name);
    } else if (!class_takes(class, indexed)) {
        diag_add(r->diags, DIAG_OPERATOR_CLASS, span, "the operator class `%s` does not fit the type of the field `%s`",
                 class->name, name);
    }
}

static bool find_indexed(const ModelDraft *model, const Field *field, Indexed *out)
{
    const FieldDraft *draft = draft_find_field(model, field->name);
    if (draft == NULL || draft->field != field) return false;
    *out = (Indexed){.field = field, .has_native = draft->native != NULL && draft->native->is_right};
    if (out->has_native) out->native = draft->native->type;
    return true;
}

static void check_xml(Resolver *r, const ModelDraft *model, const KeyDraft *draft)
{
    for (size_t i = 0; i < draft->key->fields.count; i++) {
        Indexed indexed;
        if (!find_indexed(model, draft->key->fields.items[i].field, &indexed)) continue;
        if (!indexed.has_native || indexed.native != NATIVE_XML) continue;
        Diagnostic *d = diag_add(r->diags, DIAG_KEY_XML, indexed.field->name_span,
                                 "the type `Xml` of `%s` cannot be in a key or index", indexed.field->name);
        diag_note(r->diags, d, draft->attribute->span, "this one");
        return;
    }
}

void check_operators(Resolver *r, const ModelDraft *model, const KeyDraft *draft)
{
    const Key *key = draft->key;
    if (r->schema->datasource == NULL) return;
    check_xml(r, model, draft);
    for (size_t i = 0; i < key->fields.count; i++) {
        Indexed indexed;
        if (key->fields.items[i].ops_raw || !find_indexed(model, key->fields.items[i].field, &indexed)) continue;
        check_field_class(r, draft, &key->fields.items[i], &indexed);
    }
    if (key->method == INDEX_SPGIST && key->fields.count != 1)
        diag_add(r->diags, DIAG_SPGIST_FIELDS, draft->attribute->span, "a `SpGist` index has one field");
}
