/* Pass 1: every name that the text declares, once, and not a reserved one. */
#include "reserved_names.h"
#include "resolver.h"

#include <string.h>

static const char *block_name(AstBlockKind kind)
{
    switch (kind) {
    case AST_MODEL: return "model";
    case AST_VIEW: return "view";
    case AST_TYPE: return "type";
    case AST_ENUM: return "enum";
    case AST_DATASOURCE: return "datasource";
    case AST_GENERATOR: return "generator";
    }
    return "block";
}

static void check_identifier(Resolver *r, AstName name, const char *what)
{
    if (name.text[0] >= '0' && name.text[0] <= '9')
        diag_add(r->diags, DIAG_NAME_CHARACTERS, name.span, "the name of %s must not start with a digit", what);
    else if (strchr(name.text, '-') != NULL)
        diag_add(r->diags, DIAG_NAME_CHARACTERS, name.span, "the name of %s must not contain `-`", what);
}

static void check_attribute_names(Resolver *r, const AstAttributes *attributes)
{
    for (size_t i = 0; i < attributes->count; i++) check_identifier(r, attributes->items[i]->name, "an attribute");
}

static void check_reserved(Resolver *r, const AstBlock *block)
{
    if (model_name_is_reserved(block->name.text))
        diag_add(r->diags, DIAG_NAME_RESERVED, block->name.span, "the %s name `%s` is reserved",
                 block_name(block->kind), block->name.text);
}

static Arity arity_of(AstArity arity)
{
    switch (arity) {
    case AST_REQUIRED: return ARITY_REQUIRED;
    case AST_OPTIONAL: return ARITY_OPTIONAL;
    case AST_LIST: return ARITY_LIST;
    }
    return ARITY_REQUIRED;
}

static void check_field_name(Resolver *r, const ModelDraft *owner, AstName name)
{
    const Field *earlier = model_find_field(owner->model, name.text);
    if (earlier == NULL) return;
    Diagnostic *d =
        diag_add(r->diags, DIAG_FIELD_TWICE, name.span, "`%s` already has a field `%s`", owner->model->name, name.text);
    diag_note(r->diags, d, earlier->name_span, "the first one");
}

static void declare_field(Resolver *r, ModelDraft *owner, const AstField *ast, Field *field)
{
    check_field_name(r, owner, ast->name);
    *field = (Field){
        .name = ast->name.text,
        .database_name = ast->name.text,
        .documentation = ast->documentation,
        .model = owner->model,
        .index = owner->model->fields.count,
        .arity = arity_of(ast->arity),
        .name_span = ast->name.span,
    };
    FieldDraft *draft = &owner->drafts[field->index];
    *draft = (FieldDraft){.field = field, .ast = ast, .owner = owner};
    *list_add(r->arena, &owner->model->fields) = field;
    *list_add(r->scratch, &owner->fields) = draft;
}

/* Of several fields of one name the last is found by it. */
static void declare_fields(Resolver *r, ModelDraft *owner)
{
    enum { MOST_WITHOUT_MAP = 16 };
    size_t count = owner->ast->fields.count;
    list_reserve(r->arena, &owner->model->fields, count);
    list_reserve(r->scratch, &owner->fields, count);
    bool has_map = count > MOST_WITHOUT_MAP;
    if (has_map) sg_map_reserve(&owner->model->fields_by_name, r->arena, count);
    Field *fields = sg_arena_new(r->arena, count * sizeof *fields);
    owner->drafts = sg_arena_new(r->scratch, count * sizeof *owner->drafts);
    for (size_t i = 0; i < count; i++) {
        const AstField *ast = owner->ast->fields.items[i];
        if (!owner->is_composite) {
            check_identifier(r, ast->name, "a field");
            check_attribute_names(r, &ast->attributes);
        }
        declare_field(r, owner, ast, &fields[i]);
        if (has_map) sg_map_put(&owner->model->fields_by_name, r->arena, ast->name.text, &fields[i]);
    }
}

static void refuse_attributes(Resolver *r, const AstBlock *type)
{
    for (size_t i = 0; i < type->attributes.count; i++)
        diag_add(r->diags, DIAG_TYPE_ATTRIBUTE, type->attributes.items[i]->span, "a type takes no attributes: `@@%s`",
                 type->attributes.items[i]->name.text);
}

static ModelDraft *declare_model(Resolver *r, const AstBlock *block)
{
    ModelDraft *draft = sg_arena_new(r->scratch, sizeof *draft);
    Model *model = sg_arena_new(r->arena, sizeof *model);
    *draft = (ModelDraft){.model = model, .ast = block, .is_composite = block->kind == AST_TYPE};
    *model = (Model){
        .name = block->name.text,
        .database_name = block->name.text,
        .documentation = block->documentation,
        .owner = r->schema,
        .index = r->schema->models.count,
        .is_view = block->kind == AST_VIEW,
        .span = block->span,
        .name_span = block->name.span,
    };
    check_identifier(r, block->name,
                     block->kind == AST_TYPE   ? "a type"
                     : block->kind == AST_VIEW ? "a view"
                                               : "a model");
    if (draft->is_composite) {
        refuse_attributes(r, block);
    } else {
        check_reserved(r, block);
        check_attribute_names(r, &block->attributes);
        *list_add(r->arena, &r->schema->models) = model;
        sg_map_put(&r->schema->models_by_name, r->arena, model->name, model);
    }
    *list_add(r->scratch, &r->models) = draft;
    declare_fields(r, draft);
    return draft;
}

static void declare_values(Resolver *r, EnumDraft *draft)
{
    Enum *enum_type = draft->enum_type;
    size_t count = draft->ast->values.count;
    enum_type->values.items = sg_arena_new(r->arena, count * sizeof *enum_type->values.items);
    enum_type->values.count = enum_type->values.capacity = count;
    for (size_t i = 0; i < count; i++) {
        const AstEnumValue *ast = draft->ast->values.items[i];
        EnumValue *value = &enum_type->values.items[i];
        *value = (EnumValue){.name = ast->name.text,
                             .database_name = ast->name.text,
                             .documentation = ast->documentation,
                             .span = ast->span};
        check_identifier(r, ast->name, "an enum value");
        check_attribute_names(r, &ast->attributes);
        const EnumValue *earlier = sg_map_find(&draft->values_by_name, value->name);
        if (earlier != NULL) {
            Diagnostic *d = diag_add(r->diags, DIAG_ENUM_VALUE_TWICE, ast->name.span,
                                     "the enum `%s` already has a value `%s`", enum_type->name, value->name);
            diag_note(r->diags, d, earlier->span, "the first one");
        }
        sg_map_put(&draft->values_by_name, r->scratch, value->name, value);
    }
}

static EnumDraft *declare_enum(Resolver *r, const AstBlock *block)
{
    EnumDraft *draft = sg_arena_new(r->scratch, sizeof *draft);
    Enum *enum_type = sg_arena_new(r->arena, sizeof *enum_type);
    *draft = (EnumDraft){.enum_type = enum_type, .ast = block};
    *enum_type = (Enum){
        .name = block->name.text,
        .database_name = block->name.text,
        .documentation = block->documentation,
        .span = block->span,
        .name_span = block->name.span,
    };
    check_identifier(r, block->name, "an enum");
    check_reserved(r, block);
    check_attribute_names(r, &block->attributes);
    *list_add(r->scratch, &r->enums) = draft;
    *list_add(r->arena, &r->schema->enums) = enum_type;
    sg_map_put(&r->schema->enums_by_name, r->arena, enum_type->name, enum_type);
    declare_values(r, draft);
    return draft;
}

static void check_properties(Resolver *r, const AstBlock *block)
{
    SgMap seen = {0};
    for (size_t i = 0; i < block->properties.count; i++) {
        const AstProperty *property = block->properties.items[i];
        if (sg_map_find(&seen, property->name.text) != NULL)
            diag_add(r->diags, DIAG_PROPERTY_TWICE, property->name.span, "the %s already has a `%s`",
                     block_name(block->kind), property->name.text);
        sg_map_put(&seen, r->scratch, property->name.text, block->properties.items[i]);
    }
}

static void declare(Resolver *r, SgMap *names, Declaration *declaration)
{
    const AstBlock *block = declaration->ast;
    const Declaration *earlier = sg_map_find(names, block->name.text);
    if (earlier != NULL) {
        Diagnostic *d = diag_add(r->diags, DIAG_DECLARED_TWICE, block->name.span, "the %s `%s` is already declared",
                                 block_name(earlier->ast->kind), block->name.text);
        diag_note(r->diags, d, earlier->ast->name.span, "the first one");
    }
    sg_map_put(names, r->scratch, block->name.text, declaration);
}

/* Room for as many as there are: what a list or map outgrows stays in its arena. */
static void reserve(Resolver *r)
{
    size_t enums = 0, models = 0;
    for (size_t i = 0; i < r->ast->blocks.count; i++) {
        AstBlockKind kind = r->ast->blocks.items[i]->kind;
        if (kind == AST_ENUM) enums++;
        else if (kind != AST_DATASOURCE && kind != AST_GENERATOR) models++;
    }
    list_reserve(r->scratch, &r->enums, enums);
    list_reserve(r->scratch, &r->models, models);
    list_reserve(r->arena, &r->schema->enums, enums);
    list_reserve(r->arena, &r->schema->models, models);
    sg_map_reserve(&r->schema->enums_by_name, r->arena, enums);
    sg_map_reserve(&r->schema->models_by_name, r->arena, models);
    sg_map_reserve(&r->declarations, r->scratch, enums + models);
}

void resolve_declarations(Resolver *r)
{
    SgMap datasources = {0}, generators = {0};
    reserve(r);
    for (size_t i = 0; i < r->ast->blocks.count; i++) {
        const AstBlock *block = r->ast->blocks.items[i];
        Declaration *declaration = sg_arena_new(r->scratch, sizeof *declaration);
        ScalarType scalar;
        declaration->ast = block;
        if (scalar_type_find(block->name.text, &scalar))
            diag_add(r->diags, DIAG_NAME_RESERVED, block->name.span, "`%s` is the name of a scalar type",
                     block->name.text);
        if (block->kind == AST_DATASOURCE || block->kind == AST_GENERATOR) {
            check_properties(r, block);
            declare(r, block->kind == AST_DATASOURCE ? &datasources : &generators, declaration);
            continue;
        }
        if (block->kind == AST_ENUM) declaration->enum_type = declare_enum(r, block);
        else declaration->model = declare_model(r, block);
        declare(r, &r->declarations, declaration);
    }
}
