/* Attributes of models and views themselves. */
#include "attributes.h"

#include "index_method.h"
#include "operator_classes.h"
#include "suggest.h"
#include "text.h"

#include <string.h>

/* What a list of key fields resolved to, and what in it is wrong. */
typedef struct KeyFields {
    LIST(KeyField) fields;
    bool has_length;
    SgText unknown, relations, suggestion;
    const char *first_unknown;
} KeyFields;

/* `a.b.c` through composite types; NULL when a step does not exist. */
static FieldDraft *find_path(const Resolver *r, const ModelDraft *model, const char *path)
{
    for (const char *dot = strchr(path, '.'); dot != NULL; dot = strchr(path, '.')) {
        const char *step = sg_arena_strndup(r->brief, path, (size_t)(dot - path));
        const FieldDraft *field = draft_find_field(model, step);
        if (field == NULL || !field->is_known || !field->is_composite) return NULL;
        model = field->target;
        path = dot + 1;
    }
    return draft_find_field(model, path);
}

static void add_relation_field(Resolver *r, KeyFields *found, const FieldDraft *field, const char *name)
{
    resolver_add_name(&found->relations, name);
    if (field->relation == NULL || field->relation->fields.count == 0) return; /* its type or its key is unknown */
    const char *fields = resolver_field_list(r, &field->relation->fields);
    sg_text_printf(&found->suggestion, "%s%s", found->suggestion.size > 0 ? ", " : "", fields);
}

static void add_key_field(Resolver *r, KeyFields *found, const KeyPart *part, Field *field)
{
    const OperatorClass *class = part->ops != NULL && !part->ops_raw ? operator_class_find(part->ops) : NULL;
    *list_add(r->arena, &found->fields) = (KeyField){
        .field = field,
        .sort = part->sort,
        .ops = class != NULL ? class->sql : part->ops,
        .ops_raw = part->ops_raw,
        .class_name = class != NULL ? class->name : NULL,
    };
    if (part->has_length) found->has_length = true;
}

/* False when a field is named twice: that ends the list, as in Prisma.  Or when its line was refused. */
static bool find_key_fields(Resolver *r, const ModelDraft *model, const KeyParts *parts, bool follows_types,
                            Span attribute, KeyFields *found)
{
    uint32_t list = ++r->list_count;
    list_reserve(r->arena, &found->fields, parts->count);
    for (size_t i = 0; i < parts->count; i++) {
        const KeyPart *part = &parts->items[i];
        bool is_path = strchr(part->name, '.') != NULL;
        FieldDraft *field = is_path && !follows_types ? NULL : find_path(r, model, part->name);
        if (field == NULL && ast_is_broken(&model->ast->broken, part->name)) {
            return false;
        } else if (field == NULL) {
            resolver_add_name(&found->unknown, part->name);
            if (found->first_unknown == NULL) found->first_unknown = part->name;
        } else if (!draft_is_scalar(field)) {
            add_relation_field(r, found, field, part->name);
        } else if (field->listed_in == list) {
            diag_add(r->diags, DIAG_KEY_FIELD_TWICE, attribute, "the field `%s` is named more than once", part->name);
            return false;
        } else {
            field->listed_in = list;
            add_key_field(r, found, part, field->field);
        }
    }
    return true;
}

static void report_key_fields(AttributeReader *reader, const ModelDraft *model, const KeyFields *found, Span unknown)
{
    Resolver *r = reader->r;
    const char *name = reader->current->name.text;
    if (found->unknown.size > 0) {
        Diagnostic *d =
            diag_add(r->diags, DIAG_KEY_FIELD_UNKNOWN, unknown, "`@@%s` names fields that `%s` does not have: %s", name,
                     model->model->name, sg_text_get(&found->unknown));
        suggest_field(r, d, model, found->first_unknown);
    }
    if (found->relations.size > 0) {
        Diagnostic *d = diag_add(r->diags, DIAG_KEY_FIELD_RELATION, reader->current->span,
                                 "`@@%s` must name scalar fields, but these are relations: %s", name,
                                 sg_text_get(&found->relations));
        if (found->suggestion.size > 0)
            diag_help(r->diags, d, "write `@@%s([%s])`", name, sg_text_get(&found->suggestion));
    }
}

/* The fields of a block's key into `draft`; false when there are none to go on with. */
static bool resolve_fields(AttributeReader *reader, const ModelDraft *model, KeyDraft *draft)
{
    Resolver *r = reader->r;
    KeyFields found = {
        .unknown = {.arena = r->brief}, .relations = {.arena = r->brief}, .suggestion = {.arena = r->brief}};
    KeyParts parts = {0};
    bool is_id = draft->key->kind == KEY_PRIMARY;
    const AstArgument *argument = argument_take_default(reader, "fields");
    if (argument == NULL || !resolve_key_parts(r, argument->value, &parts)) return false;
    if (!find_key_fields(r, model, &parts, !is_id, reader->current->span, &found)) return false;
    report_key_fields(reader, model, &found, is_id ? argument->value->span : reader->current->span);
    if (found.unknown.size > 0 || found.relations.size > 0) return false;
    draft->key->fields.items = found.fields.items;
    draft->key->fields.count = draft->key->fields.capacity = found.fields.count;
    draft->has_length = found.has_length;
    return true;
}

static KeyDraft *new_key(AttributeReader *reader, KeyKind kind, const char *attribute_name)
{
    Resolver *r = reader->r;
    KeyDraft *draft = sg_arena_new(r->scratch, sizeof *draft);
    Key *key = sg_arena_new(r->arena, sizeof *key);
    *draft = (KeyDraft){.key = key, .attribute = reader->current, .attribute_name = attribute_name};
    *key = (Key){.kind = kind, .span = reader->current->span};
    return draft;
}

static void check_client_name(AttributeReader *reader, const char *name)
{
    if (name == NULL || strspn(name, "_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == strlen(name))
        return;
    diag_add(reader->r->diags, DIAG_CLIENT_NAME, reader->current->span,
             "the name `%s` of `@@%s` may hold letters, digits and `_` only", name, reader->current->name.text);
}

static void check_required(AttributeReader *reader, const ModelDraft *model, const Key *key)
{
    Resolver *r = reader->r;
    SgText optional = {.arena = r->brief};
    for (size_t i = 0; i < key->fields.count; i++)
        if (key->fields.items[i].field->arity != ARITY_REQUIRED)
            resolver_add_name(&optional, key->fields.items[i].field->name);
    if (optional.size == 0 || model->model->is_ignored) return;
    diag_add(r->diags, DIAG_KEY_OPTIONAL, reader->current->span,
             "the fields of `@@%s` must be required, but these are not: %s", reader->current->name.text,
             sg_text_get(&optional));
}

static void resolve_block_id(AttributeReader *reader, ModelDraft *model)
{
    Resolver *r = reader->r;
    KeyDraft *draft = new_key(reader, KEY_PRIMARY, "@@id");
    if (!resolve_fields(reader, model, draft)) return;
    check_required(reader, model, draft->key);
    if (model->primary_key != NULL) {
        Diagnostic *d = diag_add(r->diags, DIAG_PRIMARY_KEY_TWICE, model->ast->span, "`%s` has both `@id` and `@@id`",
                                 model->model->name);
        diag_note(r->diags, d, model->primary_key->key->span, "the first one");
    }
    draft->key->map = argument_take_text(reader, "map");
    draft->key->name = argument_take_text(reader, "name");
    check_client_name(reader, draft->key->name);
    draft->is_clustered_set = resolve_clustered(reader);
    model->primary_key = draft;
}

static void resolve_method(AttributeReader *reader, Key *key)
{
    Resolver *r = reader->r;
    const AstArgument *argument = argument_take(reader, "type");
    const char *name;
    if (argument == NULL || !expr_constant(r, argument->value, &name)) return;
    const char *names[INDEX_METHODS];
    for (IndexMethod method = INDEX_BTREE; method <= INDEX_BRIN; method++) {
        names[method] = index_method_name(method);
        if (strcmp(names[method], name) != 0) continue;
        key->method = method;
        key->has_method = true;
        return;
    }
    Diagnostic *d =
        diag_add(r->diags, DIAG_INDEX_METHOD_UNKNOWN, reader->current->span, "unknown index type `%s`", name);
    suggest_name(r, d, name, names, INDEX_METHODS);
}

static void resolve_index(AttributeReader *reader, ModelDraft *model)
{
    Resolver *r = reader->r;
    KeyDraft *draft = new_key(reader, KEY_INDEX, "@@index");
    Key *key = draft->key;
    (void)resolve_fields(reader, model, draft);
    const char *name = argument_take_text(reader, "name");
    const char *map = argument_take_text(reader, "map");
    if (name != NULL && map != NULL)
        diag_add(r->diags, DIAG_NAME_AND_MAP, reader->current->span,
                 "`@@index` takes `map` or its older spelling `name`, not both");
    else key->map = map != NULL ? map : name;
    resolve_method(reader, key);
    draft->is_clustered_set = resolve_clustered(reader);
    resolve_where(reader, model, draft);
    *list_add(r->scratch, &model->keys) = draft;
}

static void resolve_block_unique(AttributeReader *reader, ModelDraft *model)
{
    KeyDraft *draft = new_key(reader, KEY_UNIQUE, "@@unique");
    (void)resolve_fields(reader, model, draft);
    draft->key->name = argument_take_text(reader, "name");
    draft->key->map = argument_take_text(reader, "map");
    check_client_name(reader, draft->key->name);
    draft->is_clustered_set = resolve_clustered(reader);
    resolve_where(reader, model, draft);
    *list_add(reader->r->scratch, &model->keys) = draft;
}

static void resolve_fulltext(AttributeReader *reader, ModelDraft *model)
{
    KeyDraft *draft = new_key(reader, KEY_INDEX, "@@fulltext");
    draft->is_fulltext = true;
    (void)resolve_fields(reader, model, draft);
    draft->key->map = argument_take_text(reader, "map");
    *list_add(reader->r->scratch, &model->keys) = draft;
}

static void resolve_shard_key(AttributeReader *reader, ModelDraft *model)
{
    KeyDraft *draft = new_key(reader, KEY_PRIMARY, "@@shardKey");
    if (!resolve_fields(reader, model, draft)) return;
    check_required(reader, model, draft->key);
    if (model->shard_key != NULL)
        diag_add(reader->r->diags, DIAG_SHARD_KEY_TWICE, model->model->name_span,
                 "`%s` has both `@shardKey` and `@@shardKey`", model->model->name);
    model->shard_key = draft;
}

static void resolve_model_ignore(AttributeReader *reader, ModelDraft *model)
{
    for (size_t i = 0; i < model->fields.count; i++) {
        const FieldDraft *field = model->fields.items[i];
        if (draft_is_scalar(field) && field->field->is_ignored)
            diag_add(reader->r->diags, DIAG_IGNORE_TWICE, field->ast->name.span,
                     "`@ignore` on a field of an ignored model does nothing");
    }
    model->model->is_ignored = true;
}

static void resolve_naming(AttributeReader *reader, ModelDraft *model)
{
    if (attribute_take(reader, "map")) {
        const char *name = resolve_map(reader);
        model->map_attribute = name != NULL ? reader->current : NULL;
        if (name != NULL) model->model->database_name = name;
        arguments_finish(reader);
    }
    if (attribute_take(reader, "schema")) {
        model->model->schema = resolve_schema_name(reader, &model->schema_span);
        arguments_finish(reader);
    }
    model->model->renamed_from = resolve_renamed_from(reader, true);
}

/* Of a key that stands on its field. */
static void check_field_arity(Resolver *r, const ModelDraft *model, const KeyDraft *draft)
{
    if (draft == NULL || !draft->key->is_field_level || model->model->is_ignored) return;
    if (draft->key->fields.items[0].field->arity != ARITY_REQUIRED)
        diag_add(r->diags, DIAG_KEY_OPTIONAL, draft->attribute->span, "the field of `%s` must be required",
                 draft->attribute_name);
}

void resolve_block_attributes(Resolver *r, ModelDraft *model)
{
    AttributeReader reader = attributes_of_block(r, &model->ast->attributes, "model");
    static const struct {
        const char *name;
        void (*resolve)(AttributeReader *reader, ModelDraft *model);
    } repeated[] = {{"index", resolve_index}, {"unique", resolve_block_unique}, {"fulltext", resolve_fulltext}};

    if (attribute_take(&reader, "ignore")) {
        resolve_model_ignore(&reader, model);
        arguments_finish(&reader);
    }
    if (attribute_take(&reader, "id")) {
        resolve_block_id(&reader, model);
        arguments_finish(&reader);
    }
    resolve_naming(&reader, model);
    for (size_t i = 0; i < sizeof repeated / sizeof *repeated; i++) {
        while (attribute_take_next(&reader, repeated[i].name)) {
            repeated[i].resolve(&reader, model);
            arguments_finish(&reader);
        }
    }
    if (attribute_take(&reader, "shardKey")) {
        resolve_shard_key(&reader, model);
        arguments_finish(&reader);
    }
    if (attribute_take(&reader, "idempotent")) {
        resolve_idempotent(&reader, model);
        arguments_finish(&reader);
    }
    check_version(r, model);
    check_field_arity(r, model, model->primary_key);
    check_field_arity(r, model, model->shard_key);
    attributes_finish(&reader);
}
