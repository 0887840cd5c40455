/* Attributes of scalar, enum and unsupported fields. */
#include "attributes.h"

#include <string.h>

/* A mapped name may not be taken by an earlier mapped field, nor be the name of another field that is not
 * mapped away (as far as the text has been read: Prisma judges a field before those that follow it). */
static void check_column_name(Resolver *r, const ModelDraft *model, const FieldDraft *field, const char *name)
{
    const FieldDraft *other = sg_map_find(&model->mapped_fields, name);
    if (other == NULL) other = draft_find_field(model, name);
    if (other == NULL || other == field || !draft_is_scalar(other)) return;
    if (strcmp(other->field->database_name, name) != 0) return;
    Diagnostic *d = diag_add(r->diags, DIAG_COLUMN_TWICE, field->ast->name.span,
                             "`%s` already has a field with the column name `%s`", model->model->name, name);
    diag_note(r->diags, d, other->field->name_span, "this one");
}

static void resolve_column_name(AttributeReader *reader, ModelDraft *model, FieldDraft *field)
{
    const char *name = resolve_map(reader);
    if (name == NULL) return;
    check_column_name(reader->r, model, field, name);
    field->field->database_name = name;
    sg_map_put(&model->mapped_fields, reader->r->scratch, name, field);
}

static void resolve_ignore(AttributeReader *reader, FieldDraft *field)
{
    if (field->field->kind != FIELD_UNSUPPORTED || field->is_composite) {
        field->field->is_ignored = true;
        return;
    }
    diag_add(reader->r->diags, DIAG_IGNORE_UNSUPPORTED, reader->current->span,
             "a field of type `Unsupported` cannot be ignored: it already is, by its type");
}

/* The key of one field that its attribute makes. */
static KeyDraft *resolve_field_key(AttributeReader *reader, const FieldDraft *field, KeyKind kind, const char *name)
{
    Resolver *r = reader->r;
    KeyDraft *draft = sg_arena_new(r->scratch, sizeof *draft);
    Key *key = sg_arena_new(r->arena, sizeof *key);
    *draft = (KeyDraft){.key = key, .attribute = reader->current, .attribute_name = name};
    *key = (Key){.kind = kind, .is_field_level = true, .span = reader->current->span};
    list_reserve(r->arena, &key->fields, 1);
    list_add(r->arena, &key->fields)->field = field->field;
    key->map = argument_take_text(reader, "map");
    resolve_key_options(reader, draft);
    return draft;
}

static void resolve_id(AttributeReader *reader, ModelDraft *model, FieldDraft *field)
{
    Resolver *r = reader->r;
    if (model->primary_key != NULL) {
        Diagnostic *d = diag_add(r->diags, DIAG_PRIMARY_KEY_TWICE, model->ast->span,
                                 "`%s` has more than one field marked with `@id`", model->model->name);
        diag_help(r->diags, d, "for a key of several fields use `@@id([a, b])`");
        return;
    }
    model->primary_key = resolve_field_key(reader, field, KEY_PRIMARY, "@id");
}

static void resolve_unique(AttributeReader *reader, ModelDraft *model, FieldDraft *field)
{
    Resolver *r = reader->r;
    KeyDraft *draft = resolve_field_key(reader, field, KEY_UNIQUE, "@unique");
    resolve_where(reader, model, draft);
    *list_add(r->scratch, &model->keys) = draft;
}

/* `@shardKey`: parsed for its own errors, PostgreSQL has none. */
static void resolve_shard_key(AttributeReader *reader, ModelDraft *model, FieldDraft *field)
{
    Resolver *r = reader->r;
    if (model->shard_key != NULL) {
        diag_add(r->diags, DIAG_SHARD_KEY_TWICE, model->model->name_span, "`%s` has more than one `@shardKey`",
                 model->model->name);
        return;
    }
    KeyDraft *draft = sg_arena_new(r->scratch, sizeof *draft);
    Key *key = sg_arena_new(r->arena, sizeof *key);
    *draft = (KeyDraft){.key = key, .attribute = reader->current, .attribute_name = "@shardKey"};
    *key = (Key){.kind = KEY_INDEX, .is_field_level = true, .span = reader->current->span};
    list_reserve(r->arena, &key->fields, 1);
    list_add(r->arena, &key->fields)->field = field->field;
    model->shard_key = draft;
}

static void resolve_updated_at(AttributeReader *reader, FieldDraft *field)
{
    Resolver *r = reader->r;
    if (field->field->kind != FIELD_SCALAR || field->field->scalar != SCALAR_DATETIME)
        diag_add(r->diags, DIAG_UPDATED_AT_TYPE, reader->current->span,
                 "`@updatedAt` needs a field of type `DateTime`");
    if (field->field->arity == ARITY_LIST)
        diag_add(r->diags, DIAG_UPDATED_AT_TYPE, reader->current->span, "`@updatedAt` cannot stand on a list");
    field->field->is_updated_at = true;
}

static void refuse_relation(AttributeReader *reader, const FieldDraft *field)
{
    Diagnostic *d = diag_add(reader->r->diags, DIAG_RELATION_ON_SCALAR, reader->current->span,
                             "`@relation` stands on `%s`, which is not a relation", field->field->name);
    diag_help(reader->r->diags, d, "a relation field has the name of a model as its type");
}

void resolve_field_attributes(Resolver *r, ModelDraft *model, FieldDraft *field)
{
    AttributeReader reader = attributes_of_field(r, &field->ast->attributes, "field");
    if (attribute_take(&reader, "map")) {
        resolve_column_name(&reader, model, field);
        arguments_finish(&reader);
    }
    field->field->renamed_from = resolve_renamed_from(&reader, false);
    if (attribute_take(&reader, "ignore")) {
        resolve_ignore(&reader, field);
        arguments_finish(&reader);
    }
    if (attribute_take(&reader, "relation")) {
        refuse_relation(&reader, field);
        arguments_finish(&reader);
    }
    if (attribute_take(&reader, "id")) {
        resolve_id(&reader, model, field);
        arguments_finish(&reader);
    }
    if (attribute_take(&reader, "shardKey")) {
        resolve_shard_key(&reader, model, field);
        arguments_finish(&reader);
    }
    if (attribute_take(&reader, "updatedAt")) {
        resolve_updated_at(&reader, field);
        arguments_finish(&reader);
    }
    if (attribute_take(&reader, "default")) {
        resolve_default(&reader, field);
        arguments_finish(&reader);
    }
    if (field->field->kind == FIELD_SCALAR) resolve_native_type(&reader, field);
    if (attribute_take(&reader, "unique")) {
        resolve_unique(&reader, model, field);
        arguments_finish(&reader);
    }
    if (attribute_take(&reader, "version")) {
        resolve_version(&reader, model, field);
        arguments_finish(&reader);
    }
    attributes_finish(&reader);
}
