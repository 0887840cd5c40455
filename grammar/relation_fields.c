#include "relation_fields.h"

#include <string.h>

static const AstExpr *find_argument(const AstAttribute *attribute, const char *name, bool may_be_unnamed)
{
    for (size_t i = 0; i < attribute->arguments.count; i++) {
        const AstArgument *argument = &attribute->arguments.items[i];
        bool is_it = argument->name.text == NULL ? may_be_unnamed : strcmp(argument->name.text, name) == 0;
        if (is_it) return argument->value;
    }
    return NULL;
}

static const AstAttribute *find_attribute(const AstAttributes *attributes, const char *name)
{
    for (size_t i = 0; i < attributes->count; i++) {
        const AstAttribute *attribute = attributes->items[i];
        if (!attribute->is_documented && strcmp(attribute->name.text, name) == 0) return attribute;
    }
    return NULL;
}

static const AstExpr *array_or_null(const AstExpr *value)
{
    return value != NULL && value->kind == AST_ARRAY ? value : NULL;
}

const AstField *relation_model_field(const AstBlock *model, const char *name)
{
    for (size_t i = 0; i < model->fields.count; i++) {
        if (strcmp(model->fields.items[i]->name.text, name) == 0) return model->fields.items[i];
    }
    return NULL;
}

bool relation_model_is_ignored(const AstBlock *model)
{
    return find_attribute(&model->attributes, "ignore") != NULL;
}

Fields relation_fields_named(SgArena *arena, const AstBlock *model, const AstExpr *array)
{
    Fields fields = {0};
    for (size_t i = 0; i < array->items.count; i++) {
        const AstExpr *item = array->items.items[i];
        const AstField *field = item->text == NULL ? NULL : relation_model_field(model, item->text);
        if (field == NULL) return (Fields){0};
        *list_add(arena, &fields) = field;
    }
    return fields;
}

Names relation_field_names(SgArena *arena, const Fields *fields)
{
    Names names = {0};
    for (size_t i = 0; i < fields->count; i++) *list_add(arena, &names) = fields->items[i]->name.text;
    return names;
}

static Fields single(SgArena *arena, const AstField *field)
{
    Fields fields = {0};
    *list_add(arena, &fields) = field;
    return fields;
}

static bool is_strict(const Fields *fields)
{
    for (size_t i = 0; i < fields->count; i++) {
        if (fields->items[i]->arity != AST_REQUIRED || fields->items[i]->unsupported != NULL) return false;
    }
    return fields->count > 0;
}

/* The fields of a block attribute such as @@id([a, b]). */
static Fields attribute_fields(SgArena *arena, const AstBlock *model, const AstAttribute *attribute)
{
    const AstExpr *array = array_or_null(find_argument(attribute, "fields", true));
    return array == NULL ? (Fields){0} : relation_fields_named(arena, model, array);
}

static Fields first_key(SgArena *arena, const AstBlock *model, const char *name)
{
    for (size_t i = 0; i < model->fields.count; i++) {
        Fields fields = single(arena, model->fields.items[i]);
        if (find_attribute(&model->fields.items[i]->attributes, name) != NULL && is_strict(&fields)) return fields;
    }
    for (size_t i = 0; i < model->attributes.count; i++) {
        const AstAttribute *attribute = model->attributes.items[i];
        if (strcmp(attribute->name.text, name) != 0) continue;
        Fields fields = attribute_fields(arena, model, attribute);
        if (is_strict(&fields)) return fields;
    }
    return (Fields){0};
}

Fields relation_model_key(SgArena *arena, const AstBlock *model)
{
    Fields key = first_key(arena, model, "id");
    return key.count > 0 ? key : first_key(arena, model, "unique");
}

static bool names_equal(const AstExpr *a, const AstExpr *b)
{
    if (a->items.count != b->items.count) return false;
    for (size_t i = 0; i < a->items.count; i++) {
        const char *left = a->items.items[i]->text;
        const char *right = b->items.items[i]->text;
        if (left == NULL || right == NULL || strcmp(left, right) != 0) return false;
    }
    return true;
}

bool relation_field_is_unique(const RelationField *side)
{
    if (side->fields == NULL) return false;
    if (side->fields->items.count == 1 && side->fields->items.items[0]->text != NULL) {
        const AstField *field = relation_model_field(side->model, side->fields->items.items[0]->text);
        if (field != NULL && find_attribute(&field->attributes, "unique") != NULL) return true;
    }
    for (size_t i = 0; i < side->model->attributes.count; i++) {
        const AstAttribute *attribute = side->model->attributes.items[i];
        if (strcmp(attribute->name.text, "unique") != 0) continue;
        const AstExpr *array = array_or_null(find_argument(attribute, "fields", true));
        if (array != NULL && names_equal(array, side->fields)) return true;
    }
    return false;
}

/* Are the arguments of a @relation what they should be, as far as this file looks at them? */
static bool is_sound(const AstAttribute *relation)
{
    const AstExpr *name = find_argument(relation, "name", true);
    const AstExpr *fields = find_argument(relation, "fields", false);
    const AstExpr *references = find_argument(relation, "references", false);
    if (name != NULL && name->kind != AST_STRING) return false;
    return fields == array_or_null(fields) && references == array_or_null(references);
}

/* What tells relations apart: from, to, and the name. */
static const char *ends_key(SgArena *arena, const AstBlock *from, const AstBlock *to, const char *name)
{
    return sg_arena_printf(arena, "%s %s%s%s", from->name.text, to->name.text, name == NULL ? "" : " ",
                           name == NULL ? "" : name);
}

static void add_field(RelationFields *fields, const AstBlock *model, const AstField *field, const AstBlock *target)
{
    RelationField *side = sg_arena_new(fields->arena, sizeof *side);
    side->model = model;
    side->field = field;
    side->target = target;
    side->attribute = find_attribute(&field->attributes, "relation");
    if (side->attribute != NULL) {
        const AstExpr *name = find_argument(side->attribute, "name", true);
        side->name_literal = name != NULL && name->kind == AST_STRING ? name : NULL;
        side->name = side->name_literal != NULL ? name->text : NULL;
        side->fields = array_or_null(find_argument(side->attribute, "fields", false));
        side->references = array_or_null(find_argument(side->attribute, "references", false));
    }
    *list_add(fields->arena, &fields->all) = side;
    const char *key = ends_key(fields->arena, model, target, side->name);
    RelationField *first = sg_map_find(&fields->by_ends, key);
    if (first == NULL) {
        sg_map_put(&fields->by_ends, fields->arena, key, side);
        return;
    }
    while (first->next != NULL && first->next->next != NULL) first = first->next; /* the third and later do not count */
    if (first->next == NULL) first->next = side;
}

const RelationField *relation_field_opposite(const RelationFields *fields, const RelationField *side)
{
    const char *key = ends_key(fields->arena, side->target, side->model, side->name);
    const RelationField *other = sg_map_find(&fields->by_ends, key);
    return other == side ? other->next : other;
}

static bool is_scalar(const char *type)
{
    static const char *const SCALARS[] = {"String",  "Boolean",  "Int",  "BigInt", "Float",
                                          "Decimal", "DateTime", "Json", "Bytes",  "Unsupported"};
    for (size_t i = 0; i < sizeof SCALARS / sizeof *SCALARS; i++) {
        if (strcmp(type, SCALARS[i]) == 0) return true;
    }
    return false;
}

static bool has_fields(const AstBlock *block)
{
    return block->kind == AST_MODEL || block->kind == AST_VIEW || block->kind == AST_TYPE;
}

/* The blocks that may be types, by name; false when a name is there twice. */
static bool name_blocks(SgArena *arena, const Ast *ast, SgMap *blocks)
{
    for (size_t i = 0; i < ast->blocks.count; i++) {
        AstBlock *block = ast->blocks.items[i];
        if (!has_fields(block) && block->kind != AST_ENUM) continue;
        if (sg_map_find(blocks, block->name.text) != NULL) return false;
        sg_map_put(blocks, arena, block->name.text, block);
    }
    return true;
}

static bool add_fields(RelationFields *fields, const AstBlock *block, const SgMap *blocks)
{
    SgMap names = {0};
    for (size_t i = 0; i < block->fields.count; i++) {
        AstField *field = block->fields.items[i];
        if (sg_map_find(&names, field->name.text) != NULL) return false;
        sg_map_put(&names, fields->arena, field->name.text, field);
        const AstBlock *target = sg_map_find(blocks, field->type.text);
        if (target == NULL && !is_scalar(field->type.text)) return false;
        bool is_relation = target != NULL && (target->kind == AST_MODEL || target->kind == AST_VIEW);
        if (is_relation && block->kind != AST_TYPE) add_field(fields, block, field, target);
    }
    return true;
}

static bool has_all(const AstBlock *model, const AstExpr *array)
{
    for (size_t i = 0; array != NULL && i < array->items.count; i++) {
        const char *name = array->items.items[i]->text;
        if (name == NULL || relation_model_field(model, name) == NULL) return false;
    }
    return true;
}

bool relation_fields_find(SgArena *arena, const Ast *ast, RelationFields *out)
{
    RelationFields fields = {.arena = arena};
    SgMap blocks = {0};
    if (!name_blocks(arena, ast, &blocks)) return false;
    for (size_t i = 0; i < ast->blocks.count; i++) {
        const AstBlock *block = ast->blocks.items[i];
        if (has_fields(block) && !add_fields(&fields, block, &blocks)) return false;
    }
    for (size_t i = 0; i < fields.all.count; i++) {
        const RelationField *side = fields.all.items[i];
        if (side->attribute != NULL && !is_sound(side->attribute)) return false;
        if (!has_all(side->model, side->fields) || !has_all(side->target, side->references)) return false;
    }
    *out = fields;
    return true;
}
