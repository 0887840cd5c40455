/* Names that must be unique: of constraints in the database, and of keys in the client. */
#include "checks.h"

#include "constraint_names.h"
#include "text.h"

#include <string.h>

typedef struct Count {
    size_t value;
} Count;

static const char *scoped(Resolver *r, const char *scope, const char *name)
{
    return sg_arena_printf(r->arena, "%s\n%s", scope, name);
}

static void count(Resolver *r, SgMap *map, const char *scope, const char *name)
{
    const char *key = scoped(r, scope, name);
    Count *found = sg_map_find(map, key);
    if (found == NULL) {
        found = sg_arena_new(r->arena, sizeof *found);
        sg_map_put(map, r->arena, key, found);
    }
    found->value++;
}

size_t names_count(Resolver *r, const SgMap *map, const char *scope, const char *name)
{
    const Count *found = sg_map_find(map, scoped(r, scope, name));
    return found != NULL ? found->value : 0;
}

static const char *schema_scope(const ModelDraft *model)
{
    return model->model->schema != NULL ? model->model->schema : "";
}

const char *key_database_name(Resolver *r, const ModelDraft *model, const KeyDraft *draft)
{
    const Key *key = draft->key;
    if (key->map != NULL) return key->map;
    if (key->kind == KEY_PRIMARY) return primary_key_name(r->arena, model->model->database_name);
    LIST(const char *) columns = {0};
    for (size_t i = 0; i < key->fields.count; i++)
        *list_add(r->arena, &columns) = key->fields.items[i].field->database_name;
    return key->kind == KEY_UNIQUE
               ? unique_key_name(r->arena, model->model->database_name, columns.items, columns.count)
               : index_name(r->arena, model->model->database_name, columns.items, columns.count);
}

const char *relation_constraint_name(Resolver *r, const RelationDraft *draft)
{
    const FieldDraft *forward = draft->forward;
    if (forward != NULL && forward->relation.map != NULL) return forward->relation.map;
    LIST(const char *) columns = {0};
    for (size_t i = 0; forward != NULL && i < forward->relation.fields.count; i++)
        *list_add(r->arena, &columns) = forward->relation.fields.items[i]->database_name;
    return foreign_key_name(r->arena, draft->from->model->database_name, columns.items, columns.count);
}

static void collect_keys(Resolver *r, NameTable *names, const ModelDraft *model)
{
    const char *schema = schema_scope(model);
    if (model->primary_key != NULL) {
        const char *name = key_database_name(r, model, model->primary_key);
        count(r, &names->constraints, schema, name);
        count(r, &names->model_names, model->model->name, name);
        if (model->primary_key->key->name != NULL)
            count(r, &names->client_names, model->model->name, model->primary_key->key->name);
    }
    for (size_t i = 0; i < model->keys.count; i++) {
        const KeyDraft *key = model->keys.items[i];
        const char *name = key_database_name(r, model, key);
        count(r, &names->constraints, schema, name);
        count(r, &names->model_names, model->model->name, name);
        if (key->key->name != NULL) count(r, &names->client_names, model->model->name, key->key->name);
    }
}

/* The name of a relation as seen from one field. */
static const char *relation_name(Resolver *r, const FieldDraft *field)
{
    if (field->relation.name != NULL) return field->relation.name;
    return default_relation_name(r->arena, field->owner->model->name, field->target->model->name);
}

static const char *relation_key(Resolver *r, const FieldDraft *field)
{
    return sg_arena_printf(r->arena, "%zu %zu %s", field->owner->model->index, field->target->model->index,
                           relation_name(r, field));
}

static void collect_relation_field(Resolver *r, NameTable *names, FieldDraft *field)
{
    const char *key = relation_key(r, field);
    Fields *fields = sg_map_find(&names->relation_fields, key);
    if (fields == NULL) {
        fields = sg_arena_new(r->arena, sizeof *fields);
        sg_map_put(&names->relation_fields, r->arena, key, fields);
    }
    *list_add(r->arena, fields) = field->field;
}

void names_collect(Resolver *r, NameTable *out)
{
    NameTable names = {0};
    for (size_t i = 0; i < r->models.count; i++)
        if (!r->models.items[i]->is_composite) collect_keys(r, &names, r->models.items[i]);
    for (size_t i = 0; i < r->relation_fields.count; i++)
        collect_relation_field(r, &names, r->relation_fields.items[i]);
    for (size_t i = 0; i < r->relations.count; i++) {
        const RelationDraft *draft = r->relations.items[i];
        if (draft->relation->kind == RELATION_MANY_TO_MANY || draft->found_on->model->is_view) continue;
        count(r, &names.model_names, draft->found_on->model->name, relation_constraint_name(r, draft));
    }
    *out = names;
}

static void list_fields(SgText *text, const Fields *fields)
{
    for (size_t i = 0; i < fields->count; i++)
        sg_text_printf(text, "%s`%s`", i == 0 ? "" : i + 1 == fields->count ? " and " : ", ", fields->items[i]->name);
}

/* Fields of one model that point at the same model under the same name cannot be told apart.  Two fields of a
 * self relation with a name are its two sides. */
bool relation_is_ambiguous(Resolver *r, const NameTable *names, const FieldDraft *field)
{
    const Fields *fields = sg_map_find(&names->relation_fields, relation_key(r, field));
    bool is_self = field->owner == field->target;
    if (fields->count < 2 || (is_self && fields->count == 2 && field->relation.name != NULL)) return false;
    SgText text = {.arena = r->arena};
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

void check_client_name(Resolver *r, const NameTable *names, const FieldDraft *field)
{
    const Model *model = field->owner->model;
    if (names_count(r, &names->client_names, model->name, field->field->name) == 0) return;
    Diagnostic *d = diag_add(r->diags, DIAG_CLIENT_NAME_TAKEN, model->name_span,
                             "a key of `%s` is named `%s`, as one of its fields", model->name, field->field->name);
    diag_note(r->diags, d, field->field->name_span, "this field");
    diag_help(r->diags, d, "choose another `name:` for the key");
}

void check_key_client_name(Resolver *r, const NameTable *names, const ModelDraft *model, const KeyDraft *key)
{
    if (key->key->name == NULL || names_count(r, &names->client_names, model->model->name, key->key->name) < 2) return;
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
void check_key_constraint_name(Resolver *r, const NameTable *names, const ModelDraft *model, const KeyDraft *key)
{
    if (r->schema->datasource == NULL) return;
    const char *name = key_database_name(r, model, key);
    bool is_taken = names_count(r, &names->constraints, schema_scope(model), name) > 1;
    if (key->key->kind == KEY_PRIMARY && names_count(r, &names->model_names, model->model->name, name) > 1)
        is_taken = true;
    if (!is_taken) return;
    bool has_map = argument_span(key->attribute, "map").start != key->attribute->span.start;
    report_constraint_name(r, argument_span(key->attribute, has_map ? "map" : "name"), name);
}

void check_relation_constraint_name(Resolver *r, const NameTable *names, const RelationDraft *draft)
{
    if (r->schema->datasource == NULL) return;
    const char *name = relation_constraint_name(r, draft);
    if (names_count(r, &names->model_names, draft->from->model->name, name) < 2) return;
    if (draft->forward == NULL) {
        report_constraint_name(r, draft->to->model->name_span, name);
        return;
    }
    const AstAttribute *attribute = draft->forward->relation.attribute;
    report_constraint_name(r, attribute != NULL ? argument_span(attribute, "map") : draft->forward->field->name_span,
                           name);
}

void check_constraint_length(Resolver *r, const AstAttribute *attribute, const char *name)
{
    if (name == NULL || r->schema->datasource == NULL || strlen(name) <= IDENTIFIER_BYTES) return;
    diag_add(r->diags, DIAG_CONSTRAINT_NAME_LONG, attribute->span,
             "the name `%s` is too long: PostgreSQL keeps %d bytes", name, IDENTIFIER_BYTES);
}
