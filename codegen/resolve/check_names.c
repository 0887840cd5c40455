/* Names that must be unique: of constraints in the database, and of keys in the client. */
#include "checks.h"

#include "constraint_names.h"
#include "text.h"

#include <string.h>

static void scope_add(Resolver *r, NameScope *scope, const char *name)
{
    bool is_taken = sg_map_find(&scope->names, name) != NULL;
    sg_map_put(is_taken ? &scope->shared : &scope->names, r->scratch, name, scope);
}

static bool is_shared(const NameScope *scope, const char *name)
{
    return sg_map_find(&scope->shared, name) != NULL;
}

static const char *schema_of(const ModelDraft *model)
{
    return model->model->schema != NULL ? model->model->schema : "";
}

static size_t key_count(const Resolver *r)
{
    size_t count = 0;
    for (size_t i = 0; i < r->models.count; i++)
        count += r->models.items[i]->keys.count + (r->models.items[i]->primary_key != NULL);
    return count;
}

static NameScope *schema_scope(Resolver *r, NameTable *names, const ModelDraft *model)
{
    NameScope *scope = sg_map_find(&names->schemas, schema_of(model));
    if (scope != NULL) return scope;
    scope = sg_arena_new(r->scratch, sizeof *scope);
    if (names->schemas.count == 0) sg_map_reserve(&scope->names, r->scratch, key_count(r)); /* mostly the only one */
    sg_map_put(&names->schemas, r->scratch, schema_of(model), scope);
    return scope;
}

static const char *key_name(Resolver *r, const ModelDraft *model, const Key *key)
{
    const char *table = model->model->database_name;
    if (key->map != NULL) return key->map;
    if (key->kind == KEY_PRIMARY) return model_primary_key_name(r->texts, table);
    LIST(const char *) columns = {0};
    for (size_t i = 0; i < key->fields.count; i++)
        *list_add(r->brief, &columns) = key->fields.items[i].field->database_name;
    return key->kind == KEY_UNIQUE ? model_unique_key_name(r->texts, table, columns.items, columns.count)
                                   : model_index_name(r->texts, table, columns.items, columns.count);
}

static const char *foreign_key(Resolver *r, const RelationDraft *draft)
{
    const FieldDraft *forward = draft->forward;
    if (forward != NULL && forward->relation->map != NULL) return forward->relation->map;
    LIST(const char *) columns = {0};
    for (size_t i = 0; forward != NULL && i < forward->relation->fields.count; i++)
        *list_add(r->brief, &columns) = forward->relation->fields.items[i]->database_name;
    return model_foreign_key_name(r->texts, draft->from->model->database_name, columns.items, columns.count);
}

static void collect_key(Resolver *r, NameScope *schema, ModelDraft *model, const KeyDraft *draft)
{
    Key *key = draft->key;
    key->database_name = key_name(r, model, key);
    scope_add(r, schema, key->database_name);
    scope_add(r, &model->constraint_names, key->database_name);
    if (key->name != NULL) scope_add(r, &model->client_names, key->name);
}

static void collect_keys(Resolver *r, NameTable *names, ModelDraft *model)
{
    NameScope *schema = schema_scope(r, names, model);
    sg_map_reserve(&model->constraint_names.names, r->scratch, 1 + model->keys.count + model->relations_from.count);
    if (model->primary_key != NULL) collect_key(r, schema, model, model->primary_key);
    for (size_t i = 0; i < model->keys.count; i++) collect_key(r, schema, model, model->keys.items[i]);
}

/* The fields of one model that point at one other and belong, by name, to one relation. */
static void collect_peers(Resolver *r, SgMap *groups, FieldDraft *field)
{
    const Model *own = field->owner->model, *other = field->target->model;
    const char *name = field->relation->name;
    if (name == NULL) name = model_default_relation_name(r->brief, own->name, other->name);
    const char *key = sg_arena_joined(r->brief, own->name, "\n", other->name, "\n", name);
    Fields *peers = sg_map_find(groups, key);
    if (peers == NULL) {
        peers = sg_arena_new(r->scratch, sizeof *peers);
        list_reserve(r->scratch, peers, 1);
        sg_map_put(groups, r->brief, key, peers);
    }
    *list_add(r->scratch, peers) = field->field;
    field->relation->peers = peers;
}

void check_collect_names(Resolver *r, NameTable *out)
{
    NameTable names = {0};
    SgMap groups = {0};
    for (size_t i = 0; i < r->models.count; i++) {
        if (!r->models.items[i]->is_composite) collect_keys(r, &names, r->models.items[i]);
        resolver_forget(r);
    }
    for (size_t i = 0; i < r->relation_fields.count; i++) collect_peers(r, &groups, r->relation_fields.items[i]);
    resolver_forget(r);
    for (size_t i = 0; i < r->relations.count; i++) {
        RelationDraft *draft = r->relations.items[i];
        if (draft->relation->kind == RELATION_MANY_TO_MANY) continue;
        draft->constraint_name = foreign_key(r, draft);
        if (!draft->found_on->model->is_view) scope_add(r, &draft->found_on->constraint_names, draft->constraint_name);
    }
    resolver_forget(r);
    *out = names;
}

static void list_fields(SgText *text, const Fields *fields)
{
    for (size_t i = 0; i < fields->count; i++)
        sg_text_printf(text, "%s`%s`", i == 0 ? "" : i + 1 == fields->count ? " and " : ", ", fields->items[i]->name);
}

/* Fields of one model that point at the same model under the same name cannot be told apart.  Two fields of a
 * self relation with a name are its two sides. */
bool check_relation_is_ambiguous(Resolver *r, const FieldDraft *field)
{
    const Fields *fields = field->relation->peers;
    bool is_self = field->owner == field->target;
    if (fields->count < 2 || (is_self && fields->count == 2 && field->relation->name != NULL)) return false;
    SgText text = {.arena = r->brief};
    list_fields(&text, fields);
    Diagnostic *d = diag_add(r->diags, DIAG_RELATION_AMBIGUOUS, field->field->name_span,
                             "the fields %s of `%s` point at the same model `%s` and cannot be told apart",
                             sg_text_get(&text), field->owner->model->name, field->target->model->name);
    diag_help(r->diags, d,
              is_self && fields->count == 2
                  ? "if they are the two sides of one relation, give both the same name: `@relation(\"name\")`"
                  : "give each relation its own name on both sides: `@relation(\"name\")`");
    return true;
}

void check_client_name(Resolver *r, const FieldDraft *field)
{
    const ModelDraft *model = field->owner;
    if (sg_map_find(&model->client_names.names, field->field->name) == NULL) return;
    Diagnostic *d =
        diag_add(r->diags, DIAG_CLIENT_NAME_TAKEN, model->model->name_span,
                 "a key of `%s` is named `%s`, as one of its fields", model->model->name, field->field->name);
    diag_note(r->diags, d, field->field->name_span, "this field");
    diag_help(r->diags, d, "choose another `name:` for the key");
}

void check_key_client_name(Resolver *r, const ModelDraft *model, const KeyDraft *key)
{
    if (key->key->name == NULL || !is_shared(&model->client_names, key->key->name)) return;
    diag_add(r->diags, DIAG_CLIENT_NAME_TAKEN, argument_span(key->attribute, "name"), "two keys of `%s` are named `%s`",
             model->model->name, key->key->name);
}

static void report_constraint_name(Resolver *r, Span span, const char *name)
{
    Diagnostic *d = diag_add(r->diags, DIAG_CONSTRAINT_NAME_TAKEN, span,
                             "the name `%s` is also that of another key, index or constraint", name);
    diag_help(r->diags, d, "give one of them another name with `map: \"…\"`");
}

/* Keys and indexes share the names of their schema; a primary key also those of its model's foreign keys. */
void check_key_constraint_name(Resolver *r, const NameTable *names, const ModelDraft *model, const KeyDraft *draft)
{
    const Key *key = draft->key;
    if (r->schema->datasource == NULL) return;
    bool is_taken = is_shared(sg_map_find(&names->schemas, schema_of(model)), key->database_name);
    if (key->kind == KEY_PRIMARY && is_shared(&model->constraint_names, key->database_name)) is_taken = true;
    if (!is_taken) return;
    bool has_map = argument_span(draft->attribute, "map").start != draft->attribute->span.start;
    report_constraint_name(r, argument_span(draft->attribute, has_map ? "map" : "name"), key->database_name);
}

void check_relation_constraint_name(Resolver *r, const RelationDraft *draft)
{
    const char *name = draft->constraint_name;
    if (r->schema->datasource == NULL || !is_shared(&draft->from->constraint_names, name)) return;
    if (draft->forward == NULL) {
        report_constraint_name(r, draft->to->model->name_span, name);
        return;
    }
    const AstAttribute *attribute = draft->forward->relation->attribute;
    report_constraint_name(r, attribute != NULL ? argument_span(attribute, "map") : draft->forward->field->name_span,
                           name);
}

void check_constraint_length(Resolver *r, const AstAttribute *attribute, const char *name)
{
    if (name == NULL || r->schema->datasource == NULL || strlen(name) <= IDENTIFIER_BYTES) return;
    diag_add(r->diags, DIAG_CONSTRAINT_NAME_LONG, attribute->span,
             "the name `%s` is too long: PostgreSQL keeps %d bytes", name, IDENTIFIER_BYTES);
}
