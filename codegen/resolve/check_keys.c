/* Unique keys and indexes. */
#include "checks.h"

#include "index_method.h"

static bool has_sort(const Key *key)
{
    for (size_t i = 0; i < key->fields.count; i++)
        if (key->fields.items[i].sort != SORT_UNSPECIFIED) return true;
    return false;
}

static bool has_operator_class(const Key *key)
{
    for (size_t i = 0; i < key->fields.count; i++)
        if (key->fields.items[i].ops != NULL) return true;
    return false;
}

static void check_partial(Resolver *r, const KeyDraft *draft)
{
    if (draft->where == NULL) return;
    if (r->schema->datasource == NULL)
        diag_add(r->diags, DIAG_NO_DATASOURCE, draft->where->span, "without a datasource there are no partial indexes");
    if (r->schema->datasource == NULL || r->preview.partial_indexes) return;
    Diagnostic *d = diag_add(r->diags, DIAG_PARTIAL_PREVIEW, draft->where->span,
                             "`where` needs the preview feature `partialIndexes`");
    diag_help(r->diags, d, "add `previewFeatures = [\"partialIndexes\"]` to a generator block");
}

static void check_method(Resolver *r, const KeyDraft *draft)
{
    const Key *key = draft->key;
    if (r->schema->datasource == NULL && key->has_method && key->method != INDEX_BTREE)
        diag_add(r->diags, DIAG_NO_DATASOURCE, argument_span(draft->attribute, "type"),
                 "without a datasource there is no index type `%s`", index_method_name(key->method));
    if (r->schema->datasource != NULL && key->method == INDEX_HASH && has_sort(key))
        diag_add(r->diags, DIAG_SORT, draft->attribute->span, "a `Hash` index has no order");
}

void check_key(Resolver *r, const NameTable *names, const ModelDraft *model, const KeyDraft *draft)
{
    const Key *key = draft->key;
    Span span = draft->attribute->span;
    if (key->fields.count == 0) diag_add(r->diags, DIAG_KEY_EMPTY, span, "`%s` names no field", draft->attribute_name);
    check_key_constraint_name(r, names, model, draft);
    if (key->kind == KEY_UNIQUE) check_joined_name(r, model, draft);
    check_key_client_name(r, model, draft);
    if (draft->has_length) diag_add(r->diags, DIAG_KEY_LENGTH, span, "PostgreSQL has no `length` in a key or index");
    check_method(r, draft);
    if (draft->is_fulltext)
        diag_add(r->diags, DIAG_FULLTEXT, span, "PostgreSQL has no `@@fulltext` indexes; use `@@index(…, type: Gin)`");
    check_constraint_length(r, draft->attribute, key->map);
    if (draft->is_clustered_set) diag_add(r->diags, DIAG_CLUSTERED, span, "PostgreSQL has no `clustered` keys");
    if ((key->kind != KEY_INDEX || draft->is_fulltext) && has_operator_class(key))
        diag_add(r->diags, DIAG_OPERATOR_CLASS, span, "only `@@index` takes operator classes");
    check_partial(r, draft);
}
