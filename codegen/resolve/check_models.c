/* Models, views and their primary keys. */
#include "checks.h"

#include "text.h"

#include <string.h>

Span argument_span(const AstAttribute *attribute, const char *name)
{
    for (size_t i = 0; i < attribute->arguments.count; i++) {
        const AstArgument *argument = &attribute->arguments.items[i];
        if (argument->name.text != NULL && strcmp(argument->name.text, name) == 0) return ast_argument_span(argument);
    }
    return attribute->span;
}

/* A unique key that identifies every row: no field of it may be NULL or of a type that cannot be compared. */
static bool is_strict(const Key *key)
{
    for (size_t i = 0; i < key->fields.count; i++) {
        const Field *field = key->fields.items[i].field;
        if (field->arity == ARITY_OPTIONAL || field->kind == FIELD_UNSUPPORTED) return false;
    }
    return true;
}

const Key *check_strict_unique_key(const ModelDraft *model)
{
    if (model->primary_key != NULL && is_strict(model->primary_key->key)) return model->primary_key->key;
    for (size_t i = 0; i < model->keys.count; i++) {
        const Key *key = model->keys.items[i]->key;
        if (key->kind == KEY_UNIQUE && is_strict(key)) return key;
    }
    return NULL;
}

static const Key *any_unique_key(const ModelDraft *model)
{
    if (model->primary_key != NULL) return model->primary_key->key;
    for (size_t i = 0; i < model->keys.count; i++)
        if (model->keys.items[i]->key->kind == KEY_UNIQUE) return model->keys.items[i]->key;
    return NULL;
}

static void check_has_unique_key(Resolver *r, const ModelDraft *model)
{
    if (model->model->is_ignored || check_strict_unique_key(model) != NULL) return;
    Diagnostic *d = diag_add(r->diags, DIAG_NO_UNIQUE_KEY, model->model->name_span,
                             "`%s` has no key that identifies a row", model->model->name);
    const Key *loose = any_unique_key(model);
    if (loose != NULL) diag_note(r->diags, d, loose->span, "a field of this key is optional or of an unsupported type");
    diag_help(r->diags, d, "mark a required field with `@id` or `@unique`, or add `@@id([…])` or `@@unique([…])`");
}

/* The client names a key of several fields after them, joined by `_`. */
static bool joined_name_is_field(Resolver *r, const ModelDraft *model, const Key *key)
{
    if (key->fields.count < 2) return false;
    SgText joined = {.arena = r->brief};
    for (size_t i = 0; i < key->fields.count; i++)
        sg_text_printf(&joined, "%s%s", i > 0 ? "_" : "", key->fields.items[i].field->name);
    const FieldDraft *field = draft_find_field(model, sg_text_get(&joined));
    return field != NULL && draft_is_scalar(field);
}

void check_joined_name(Resolver *r, const ModelDraft *model, const KeyDraft *draft)
{
    if (!joined_name_is_field(r, model, draft->key)) return;
    Diagnostic *d = diag_add(r->diags, DIAG_CLIENT_NAME_TAKEN, draft->attribute->span,
                             "`%s` has a field named as the fields of this key joined by `_`", model->model->name);
    diag_help(r->diags, d, "rename the field");
}

static bool has_sort(const Key *key)
{
    for (size_t i = 0; i < key->fields.count; i++)
        if (key->fields.items[i].sort != SORT_UNSPECIFIED) return true;
    return false;
}

static void check_primary_key(Resolver *r, const NameTable *names, const ModelDraft *model)
{
    const KeyDraft *draft = model->primary_key;
    Span span = draft->attribute->span;
    check_constraint_length(r, draft->attribute, draft->key->database_name);
    check_key_constraint_name(r, names, model, draft);
    check_key_client_name(r, model, draft);
    if (draft->key->fields.count == 0) diag_add(r->diags, DIAG_KEY_EMPTY, span, "`@@id` names no field");
    check_joined_name(r, model, draft);
    if (draft->has_length) diag_add(r->diags, DIAG_KEY_LENGTH, span, "PostgreSQL has no `length` in a primary key");
    if (has_sort(draft->key)) diag_add(r->diags, DIAG_SORT, span, "PostgreSQL has no `sort` in a primary key");
    if (draft->is_clustered_set) diag_add(r->diags, DIAG_CLUSTERED, span, "PostgreSQL has no `clustered` keys");
}

static bool has_schema(const Resolver *r, const char *name)
{
    const Datasource *datasource = r->schema->datasource;
    for (size_t i = 0; i < datasource->schemas.count; i++)
        if (strcmp(datasource->schemas.items[i], name) == 0) return true;
    return false;
}

void check_schema_attribute(Resolver *r, const char *schema, Span schema_span, Span name_span)
{
    if (r->schema->datasource == NULL) {
        if (schema != NULL)
            diag_add(r->diags, DIAG_NO_DATASOURCE, schema_span, "without a datasource there are no schemas");
        return;
    }
    if (schema == NULL) {
        if (r->schemas_span.start == 0) return;
        Diagnostic *d = diag_add(r->diags, DIAG_SCHEMA_MISSING, name_span, "`@@schema` is missing");
        diag_note(r->diags, d, r->schemas_span, "the datasource has schemas");
        return;
    }
    if (has_schema(r, schema)) return;
    Diagnostic *d = diag_add(r->diags, DIAG_SCHEMA_UNKNOWN, schema_span, "the datasource has no schema `%s`", schema);
    diag_help(r->diags, d, "list it in the datasource: `schemas = [\"%s\"]`", schema);
}

static void check_shard_key(Resolver *r, const KeyDraft *key)
{
    Span span = key->attribute->span;
    if (key->key->fields.count == 0) diag_add(r->diags, DIAG_KEY_EMPTY, span, "`@@shardKey` names no field");
    diag_add(r->diags, DIAG_SHARD_KEY, span, "PostgreSQL has no shard keys");
}

void check_model(Resolver *r, const NameTable *names, const ModelDraft *model)
{
    check_has_unique_key(r, model);
    if (model->primary_key != NULL) check_primary_key(r, names, model);
    check_schema_attribute(r, model->model->schema, model->schema_span, model->model->name_span);
    if (model->shard_key != NULL) check_shard_key(r, model->shard_key);
    for (size_t i = 0; i < model->keys.count; i++) check_operators(r, model, model->keys.items[i]);
    if (r->schema->datasource == NULL) check_model_without_datasource(r, model);
}

static bool has_options(const KeyDraft *draft)
{
    for (size_t i = 0; i < draft->key->fields.count; i++)
        if (draft->key->fields.items[i].ops != NULL) return true;
    return draft->has_length || has_sort(draft->key);
}

void check_view(Resolver *r, const ModelDraft *view)
{
    if (!r->preview.views) {
        Diagnostic *d =
            diag_add(r->diags, DIAG_VIEWS_PREVIEW, view->model->name_span, "views need the preview feature `views`");
        diag_help(r->diags, d, "add `previewFeatures = [\"views\"]` to a generator block");
    }
    /* Prisma 7 refuses this, Prisma 6 took it; schemas of that time must go on compiling. */
    if (view->primary_key != NULL)
        diag_add(r->diags, DIAG_VIEW_PRIMARY_KEY, view->primary_key->attribute->span,
                 "a view has no primary key; `%s` is used as the key of its rows only",
                 view->primary_key->attribute_name);
    check_schema_attribute(r, view->model->schema, view->schema_span, view->model->name_span);
}

void check_view_key(Resolver *r, const KeyDraft *key)
{
    Span span = key->attribute->span;
    if (key->key->kind == KEY_INDEX) {
        diag_add(r->diags, DIAG_VIEW_KEY, span, "a view has no index");
        return;
    }
    if (key->key->map != NULL)
        diag_add(r->diags, DIAG_VIEW_KEY_MAP, span,
                 "a unique key of a view is not in the database and has no name there");
    if (has_options(key))
        diag_add(r->diags, DIAG_VIEW_KEY_OPTIONS, span,
                 "a unique key of a view is not in the database: its fields take no `sort`, `length` or `ops`");
}

static void check_table_name(Resolver *r, SgMap *tables, ModelDraft *model)
{
    const Model *own = model->model;
    const char *key = sg_arena_joined(r->brief, own->schema != NULL ? own->schema : "", "\n", own->database_name);
    const ModelDraft *earlier = sg_map_find(tables, key);
    sg_map_put(tables, r->brief, key, model);
    if (earlier == NULL) return;
    const AstAttribute *map = model->map_attribute != NULL ? model->map_attribute : earlier->map_attribute;
    Diagnostic *d =
        diag_add(r->diags, DIAG_TABLE_TWICE, map != NULL ? map->span : own->name_span,
                 "`%s` and `%s` would both be the table `%s`", earlier->model->name, own->name, own->database_name);
    diag_note(r->diags, d, earlier->model->name_span, "the first one");
}

void check_table_names(Resolver *r)
{
    SgMap tables = {0};
    for (int is_view = 0; is_view < 2; is_view++)
        for (size_t i = 0; i < r->models.count; i++)
            if (!r->models.items[i]->is_composite && r->models.items[i]->model->is_view == (is_view == 1))
                check_table_name(r, &tables, r->models.items[i]);
    resolver_forget(r);
}

void check_enums(Resolver *r)
{
    SgMap types = {0};
    for (size_t i = 0; i < r->enums.count; i++) {
        EnumDraft *draft = r->enums.items[i];
        const Enum *enum_type = draft->enum_type;
        const char *key = sg_arena_joined(r->brief, enum_type->schema != NULL ? enum_type->schema : "", "\n",
                                          enum_type->database_name);
        if (sg_map_find(&types, key) != NULL)
            diag_add(r->diags, DIAG_ENUM_TYPE_TWICE, enum_type->name_span,
                     "another enum is already stored under the name `%s`", enum_type->database_name);
        sg_map_put(&types, r->brief, key, draft);
    }
    for (size_t i = 0; i < r->enums.count; i++) {
        const EnumDraft *draft = r->enums.items[i];
        check_schema_attribute(r, draft->enum_type->schema, draft->schema_span, draft->enum_type->name_span);
    }
    resolver_forget(r);
}

void check_datasource(Resolver *r)
{
    const Datasource *datasource = r->schema->datasource;
    if (datasource == NULL || r->extensions_span.start == 0 || r->preview.postgresql_extensions) return;
    Diagnostic *d = diag_add(r->diags, DIAG_EXTENSIONS_PREVIEW, r->extensions_span,
                             "`extensions` needs the preview feature `postgresqlExtensions`");
    diag_help(r->diags, d, "add `previewFeatures = [\"postgresqlExtensions\"]` to a generator block");
}
