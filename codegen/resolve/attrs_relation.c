/* Attributes of relation fields. */
#include "attributes.h"

#include "suggest.h"
#include "text.h"

#include <string.h>

static bool find_action(const char *name, ReferentialAction *out)
{
    static const char *const names[] = {[ACTION_NO_ACTION] = "NoAction",
                                        [ACTION_RESTRICT] = "Restrict",
                                        [ACTION_CASCADE] = "Cascade",
                                        [ACTION_SET_NULL] = "SetNull",
                                        [ACTION_SET_DEFAULT] = "SetDefault"};
    for (int i = ACTION_NO_ACTION; i <= ACTION_SET_DEFAULT; i++) {
        if (strcmp(names[i], name) != 0) continue;
        *out = (ReferentialAction)i;
        return true;
    }
    return false;
}

static void resolve_action(AttributeReader *reader, const char *name, ReferentialAction *out, Span *out_span)
{
    static const char *const actions[] = {"NoAction", "Restrict", "Cascade", "SetNull", "SetDefault"};
    Resolver *r = reader->r;
    const AstArgument *argument = argument_take(reader, name);
    const char *action;
    if (argument == NULL || !expr_constant(r, argument->value, &action)) return;
    if (find_action(action, out)) {
        *out_span = argument->value->span;
        return;
    }
    Diagnostic *d =
        diag_add(r->diags, DIAG_ACTION_UNKNOWN, argument->value->span, "unknown referential action `%s`", action);
    suggest_name(r, d, action, actions, 5);
    if (d->help == NULL)
        diag_help(r->diags, d, "it can be `NoAction`, `Restrict`, `Cascade`, `SetNull` or `SetDefault`");
}

/* What went wrong in a list of field names. */
typedef struct BadNames {
    SgText unknown, relations;
    const char *first_unknown;
} BadNames;

/* The scalar fields that `parts` name; false when a name is repeated or its line was refused
 * (both reported), bad ones go to `bad`. */
static bool find_fields(Resolver *r, const ModelDraft *model, const KeyParts *parts, Span attribute, Fields *out,
                        BadNames *bad)
{
    uint32_t list = ++r->list_count;
    list_reserve(r->arena, out, parts->count);
    for (size_t i = 0; i < parts->count; i++) {
        const char *name = parts->items[i].name;
        FieldDraft *field = strchr(name, '.') == NULL ? draft_find_field(model, name) : NULL;
        if (field == NULL && ast_is_broken(&model->ast->broken, name)) {
            return false;
        } else if (field == NULL) {
            resolver_add_name(&bad->unknown, name);
            if (bad->first_unknown == NULL) bad->first_unknown = name;
        } else if (!draft_is_scalar(field)) {
            resolver_add_name(&bad->relations, name);
        } else if (field->listed_in == list) {
            diag_add(r->diags, DIAG_KEY_FIELD_TWICE, attribute, "the field `%s` is named more than once", name);
            return false;
        } else {
            field->listed_in = list;
            *list_add(r->arena, out) = field->field;
        }
    }
    return true;
}

static void resolve_field_list(AttributeReader *reader, const AstArgument *argument, const ModelDraft *model,
                               Span place, Fields *out)
{
    Resolver *r = reader->r;
    KeyParts parts = {0};
    Fields fields = {0};
    BadNames bad = {.unknown = {.arena = r->brief}, .relations = {.arena = r->brief}};
    if (!resolve_names(r, argument->value, &parts)) return;
    if (!find_fields(r, model, &parts, reader->current->span, &fields, &bad)) return;
    if (bad.unknown.size > 0) {
        Diagnostic *d =
            diag_add(r->diags, DIAG_RELATION_FIELD_UNKNOWN, place, "`%s` names fields that `%s` does not have: %s",
                     argument->name.text, model->model->name, sg_text_get(&bad.unknown));
        suggest_field(r, d, model, bad.first_unknown);
    }
    if (bad.relations.size > 0)
        diag_add(r->diags, DIAG_RELATION_FIELD_NOT_SCALAR, place,
                 "`%s` must name scalar fields, but these are relations: %s", argument->name.text,
                 sg_text_get(&bad.relations));
    if (bad.unknown.size == 0 && bad.relations.size == 0) *out = fields;
}

static void resolve_relation_name(AttributeReader *reader, RelationArguments *relation)
{
    const AstArgument *argument = argument_take_optional(reader, "name");
    const char *name;
    if (argument == NULL || !expr_string(reader->r, argument->value, &name)) return;
    if (name[0] != '\0') relation->name = name;
    else diag_add(reader->r->diags, DIAG_ARGUMENT_EMPTY, reader->current->span, "the name of a relation is empty");
}

static void resolve_relation(AttributeReader *reader, FieldDraft *field)
{
    RelationArguments *relation = field->relation;
    relation->attribute = reader->current;
    const AstArgument *fields = argument_take(reader, "fields");
    if (fields != NULL) {
        relation->has_fields = true;
        resolve_field_list(reader, fields, field->owner, fields->value->span, &relation->fields);
    }
    const AstArgument *references = argument_take(reader, "references");
    if (references != NULL) {
        relation->has_references = true;
        resolve_field_list(reader, references, field->target, reader->current->span, &relation->references);
    }
    resolve_relation_name(reader, relation);
    resolve_action(reader, "onDelete", &relation->on_delete, &relation->on_delete_span);
    resolve_action(reader, "onUpdate", &relation->on_update, &relation->on_update_span);
    relation->map = argument_take_text(reader, "map");
}

static void refuse(AttributeReader *reader, const FieldDraft *field, const char *why)
{
    diag_add(reader->r->diags, DIAG_ATTRIBUTE_ON_RELATION, reader->current->span,
             "`@%s` cannot stand on the relation field `%s`: %s", reader->current->name.text, field->field->name, why);
}

static void refuse_unique(AttributeReader *reader, const FieldDraft *field)
{
    const Fields *fields = &field->relation->fields;
    Resolver *r = reader->r;
    const char *names = resolver_field_list(r, fields);
    Diagnostic *d = diag_add(r->diags, DIAG_ATTRIBUTE_ON_RELATION, reader->current->span,
                             "`@unique` cannot stand on the relation field `%s`: only scalar fields can be unique",
                             field->field->name);
    if (fields->count == 1) diag_help(r->diags, d, "put it on `%s`", names);
    if (fields->count > 1) diag_help(r->diags, d, "write `@@unique([%s])`", names);
}

void resolve_relation_attributes(Resolver *r, FieldDraft *field)
{
    AttributeReader reader = attributes_of_field(r, &field->ast->attributes, "relation");
    if (attribute_take(&reader, "relation")) {
        resolve_relation(&reader, field);
        arguments_finish(&reader);
    }
    if (attribute_take(&reader, "id")) refuse(&reader, field, "only scalar fields can be an id");
    if (attribute_take(&reader, "ignore")) {
        field->field->is_ignored = true;
        arguments_finish(&reader);
    }
    if (attribute_take(&reader, "default")) refuse(&reader, field, "a relation has no default value");
    if (attribute_take(&reader, "map")) refuse(&reader, field, "it is not stored in a column");
    if (attribute_take(&reader, "renamedFrom")) refuse(&reader, field, "it is not stored in a column");
    if (attribute_take(&reader, "unique")) refuse_unique(&reader, field);
    attributes_finish(&reader);
}
