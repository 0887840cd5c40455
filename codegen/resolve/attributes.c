/* Pass 3: attributes, in Prisma's order: relation fields of all models first. */
#include "attributes.h"

#include <string.h>

const char *resolve_map(AttributeReader *reader)
{
    const char *name;
    const AstArgument *argument = argument_take_default(reader, "name");
    if (argument == NULL || !expr_string(reader->r, argument->value, &name)) return NULL;
    return name;
}

const char *resolve_schema_name(AttributeReader *reader, Span *out)
{
    const char *name;
    const AstArgument *argument = argument_take_default(reader, "map");
    if (argument == NULL || !expr_string(reader->r, argument->value, &name)) return NULL;
    *out = argument->value->span;
    return name;
}

static void resolve_value_attributes(Resolver *r, EnumValue *value, const AstEnumValue *ast)
{
    AttributeReader reader = attributes_of_field(r, &ast->attributes, "value");
    if (attribute_take(&reader, "map")) {
        const char *name = resolve_map(&reader);
        if (name != NULL) value->database_name = name;
        arguments_finish(&reader);
    }
    value->renamed_from = resolve_renamed_from(&reader, false);
    attributes_finish(&reader);
}

static void resolve_enum_attributes(Resolver *r, EnumDraft *draft)
{
    Enum *enum_type = draft->enum_type;
    for (size_t i = 0; i < enum_type->values.count; i++)
        resolve_value_attributes(r, &enum_type->values.items[i], draft->ast->values.items[i]);

    AttributeReader reader = attributes_of_block(r, &draft->ast->attributes, "enum");
    if (attribute_take(&reader, "map")) {
        const char *name = resolve_map(&reader);
        if (name != NULL) enum_type->database_name = name;
        arguments_finish(&reader);
    }
    if (attribute_take(&reader, "schema")) {
        enum_type->schema = resolve_schema_name(&reader, &draft->schema_span);
        arguments_finish(&reader);
    }
    enum_type->renamed_from = resolve_renamed_from(&reader, true);
    attributes_finish(&reader);
}

/* Two members of a type that would have one name in the database: of another's own name, or of an earlier @map. */
static void resolve_member_map(Resolver *r, FieldDraft *field, const char *name)
{
    ModelDraft *type = field->owner;
    const FieldDraft *other = sg_map_find(&type->mapped_fields, name);
    const FieldDraft *namesake = draft_find_field(type, name);
    bool is_taken = namesake != NULL && namesake != field && strcmp(namesake->field->database_name, name) == 0;
    if (other != NULL || is_taken)
        diag_add(r->diags, DIAG_COLUMN_TWICE, field->ast->span, "the type `%s` already has a field stored as `%s`",
                 type->model->name, name);
    field->field->database_name = name;
    sg_map_put(&type->mapped_fields, r->scratch, name, field);
}

static void resolve_member_attributes(Resolver *r, FieldDraft *field)
{
    AttributeReader reader = attributes_of_field(r, &field->ast->attributes, "field");
    if (field->field->kind == FIELD_SCALAR) resolve_native_type(&reader, field);
    if (attribute_take(&reader, "map")) {
        const char *name = resolve_map(&reader);
        if (name != NULL) resolve_member_map(r, field, name);
        arguments_finish(&reader);
    }
    if (attribute_take(&reader, "default")) {
        resolve_default(&reader, field);
        arguments_finish(&reader);
    }
    attributes_finish(&reader);
}

static void resolve_type_attributes(Resolver *r, ModelDraft *type)
{
    for (size_t i = 0; i < type->fields.count; i++) resolve_member_attributes(r, type->fields.items[i]);
}

static void resolve_model_attributes(Resolver *r, ModelDraft *model)
{
    for (size_t i = 0; i < model->fields.count; i++)
        if (draft_is_scalar(model->fields.items[i])) resolve_field_attributes(r, model, model->fields.items[i]);
    resolve_block_attributes(r, model);
}

void resolve_attributes(Resolver *r)
{
    for (size_t i = 0; i < r->relation_fields.count; i++) {
        resolve_relation_attributes(r, r->relation_fields.items[i]);
        resolver_forget(r);
    }
    for (size_t i = 0; i < r->models.count; i++) {
        ModelDraft *model = r->models.items[i];
        if (model->is_composite) resolve_type_attributes(r, model);
        else resolve_model_attributes(r, model);
        resolver_forget(r);
    }
    for (size_t i = 0; i < r->enums.count; i++) resolve_enum_attributes(r, r->enums.items[i]);
}
