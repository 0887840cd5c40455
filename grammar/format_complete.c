/*
 * Follows Prisma's inference: which fields make a relation, which side holds the key, and how what is missing is
 * called.  Where Prisma would write what it then refuses (two fields of one name, a named relation's other side
 * without the name), a name is chosen that works.
 */
#include "format_complete.h"

#include "inflect.h"
#include "map.h"
#include "relation_fields.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* A relation that lives in one of its two tables. */
typedef struct Relation {
    const AstBlock *holder;       /* the model with the key */
    const AstBlock *target;       /* the model it points to */
    const RelationField *forward; /* the holder's field; NULL when it is missing */
    const RelationField *back;    /* the target's field; NULL when it is missing */
    bool is_one_to_one;
    const char *name;   /* NULL; */
    const char *quoted; /* the same as in the text */
} Relation;

typedef LIST(Relation) Relations;

typedef struct Completion {
    SgArena *arena;
    const Sources *sources;
    RelationFields fields;
    Relations relations;
    SgMap members; /* "Model.field" → anything: names in use */
    Insertions insertions;
} Completion;

static bool comes_first(const RelationField *a, const RelationField *b)
{
    int order = strcmp(a->model->name.text, b->model->name.text);
    if (order == 0) order = strcmp(a->field->name.text, b->field->name.text);
    return order <= 0;
}

static void add_relation(Completion *completion, const RelationField *forward, const RelationField *back)
{
    Relation *relation = list_add(completion->arena, &completion->relations);
    relation->forward = forward;
    relation->back = back;
    relation->holder = forward != NULL ? forward->model : back->target;
    relation->target = forward != NULL ? forward->target : back->model;
    const AstExpr *name = forward != NULL ? forward->name_literal : back->name_literal;
    relation->name = name != NULL ? name->text : NULL;
    relation->quoted = name != NULL ? source_text(completion->sources, name->span) : NULL;
    relation->is_one_to_one =
        forward != NULL && (back != NULL ? back->field->arity != AST_LIST : relation_field_is_unique(forward));
}

/* Each relation once, from the side that holds the key. */
static void add_relation_of(Completion *completion, const RelationField *side)
{
    const RelationField *other = relation_field_opposite(&completion->fields, side);
    bool is_list = side->field->arity == AST_LIST;
    if (other == NULL) {
        add_relation(completion, is_list ? NULL : side, is_list ? side : NULL);
        return;
    }
    if (is_list) return; /* the other side holds the key, or nobody does */
    bool is_optional = side->field->arity == AST_OPTIONAL;
    if (other->field->arity == AST_REQUIRED) {
        if (is_optional || !comes_first(side, other)) return;
    } else if (other->field->arity == AST_OPTIONAL && is_optional && side->fields == NULL) {
        if (other->fields != NULL || !comes_first(side, other)) return;
    }
    add_relation(completion, side, other);
}

/* Names. */

static const char *member_key(Completion *completion, const AstBlock *model, const char *member)
{
    return sg_arena_printf(completion->arena, "%s.%s", model->name.text, member);
}

static bool is_taken(Completion *completion, const AstBlock *model, const char *member)
{
    return sg_map_find(&completion->members, member_key(completion, model, member)) != NULL;
}

static void take(Completion *completion, const AstBlock *model, const char *member)
{
    const char *key = member_key(completion, model, member);
    sg_map_put(&completion->members, completion->arena, key, completion);
}

static void take_members(Completion *completion, const Ast *ast)
{
    for (size_t i = 0; i < ast->blocks.count; i++) {
        const AstBlock *block = ast->blocks.items[i];
        for (size_t j = 0; j < block->fields.count; j++) take(completion, block, block->fields.items[j]->name.text);
    }
}

/* `name`, or `Model_relation` as introspection would call it; NULL when both are in use. */
static const char *free_name(Completion *completion, const AstBlock *model, const char *name, const Relation *relation)
{
    if (!is_taken(completion, model, name)) return name;
    if (relation->name == NULL) return NULL;
    const AstBlock *other = model == relation->target ? relation->holder : relation->target;
    name = sg_arena_printf(completion->arena, "%s_%s", other->name.text, relation->name);
    for (const char *c = name; *c != '\0'; c++) {
        bool is_word = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || *c == '_';
        if (!is_word) return NULL;
    }
    return is_taken(completion, model, name) ? NULL : name;
}

/* Text to insert. */

static void insert(Completion *completion, uint32_t offset, const char *text)
{
    Insertion *insertion = list_add(completion->arena, &completion->insertions);
    insertion->offset = offset;
    insertion->order = completion->insertions.count;
    insertion->text = text;
}

/* A line before the model's closing brace. */
static void insert_member(Completion *completion, const AstBlock *model, const char *line)
{
    insert(completion, model->span.end - 1, line);
}

static const char *join_names(Completion *completion, const Names *names)
{
    SgText text = {.arena = completion->arena};
    for (size_t i = 0; i < names->count; i++) {
        sg_text_printf(&text, "%s%s", i > 0 ? ", " : "", names->items[i]);
    }
    return sg_text_get(&text);
}

static void insert_back(Completion *completion, const Relation *relation)
{
    const char *model = relation->holder->name.text;
    const char *name = inflect_camel(completion->arena, model);
    if (!relation->is_one_to_one) name = inflect_plural(completion->arena, name);
    name = free_name(completion, relation->target, name, relation);
    if (name == NULL) return;
    take(completion, relation->target, name);
    SgText text = {.arena = completion->arena};
    sg_text_printf(&text, "%s %s%s", name, model, relation->is_one_to_one ? "?" : "[]");
    if (relation->name != NULL) sg_text_printf(&text, " @relation(%s)", relation->quoted);
    if (relation_model_is_ignored(relation->holder)) sg_text_add(&text, " @ignore");
    sg_text_add_char(&text, '\n');
    insert_member(completion, relation->target, sg_text_get(&text));
}

/* `user` and `id` → `userId`. */
static const char *key_name(Completion *completion, const char *prefix, const char *field)
{
    char *name = sg_arena_printf(completion->arena, "%s%s", prefix, field);
    size_t at = strlen(prefix);
    if (name[0] >= 'A' && name[0] <= 'Z') name[0] = (char)(name[0] - 'A' + 'a');
    if (name[at] >= 'a' && name[at] <= 'z') name[at] = (char)(name[at] - 'a' + 'A');
    return name;
}

/*
 * The fields that hold a relation's key, by name: those that Prisma would infer, or, where another relation of this
 * run already has these, named after the relation's own field.
 */
static Names key_names(Completion *completion, const Relation *relation, const Fields *key)
{
    Names names = {0};
    bool is_shared = false;
    for (size_t i = 0; i < key->count; i++) {
        const char *name = key_name(completion, relation->target->name.text, key->items[i]->name.text);
        *list_add(completion->arena, &names) = name;
        is_shared |=
            is_taken(completion, relation->holder, name) && relation_model_field(relation->holder, name) == NULL;
    }
    for (size_t i = 0; i < key->count && is_shared && relation->forward != NULL; i++) {
        names.items[i] = key_name(completion, relation->forward->field->name.text, key->items[i]->name.text);
    }
    return names;
}

static const char *native_type(Completion *completion, const AstField *field)
{
    for (size_t i = 0; i < field->attributes.count; i++) {
        const AstAttribute *attribute = field->attributes.items[i];
        if (strncmp(attribute->name.text, "db.", 3) == 0) return source_text(completion->sources, attribute->span);
    }
    return "";
}

static void insert_key_fields(Completion *completion, const Relation *relation, const Fields *key, const Names *names)
{
    bool is_optional = relation->forward == NULL || relation->forward->field->arity == AST_OPTIONAL;
    for (size_t i = 0; i < key->count; i++) {
        if (is_taken(completion, relation->holder, names->items[i])) continue;
        take(completion, relation->holder, names->items[i]);
        const AstField *field = key->items[i];
        insert_member(completion, relation->holder,
                      sg_arena_printf(completion->arena, "%s %s%s %s\n", names->items[i], field->type.text,
                                      is_optional ? "?" : "", native_type(completion, field)));
    }
}

/* A field for the side that holds the key, when only the other side has one. */
static bool insert_forward(Completion *completion, const Relation *relation, const Fields *key, const Names *names)
{
    const char *target = relation->target->name.text;
    const char *name = free_name(completion, relation->holder, inflect_camel(completion->arena, target), relation);
    if (name == NULL) return false;
    take(completion, relation->holder, name);
    bool is_optional = false;
    for (size_t i = 0; i < names->count; i++) {
        const AstField *field = relation_model_field(relation->holder, names->items[i]);
        is_optional |= field == NULL || field->arity == AST_OPTIONAL;
    }
    Names references = relation_field_names(completion->arena, key);
    SgText text = {.arena = completion->arena};
    sg_text_printf(&text, "%s %s%s @relation(", name, target, is_optional ? "?" : "");
    if (relation->name != NULL) sg_text_printf(&text, "%s, ", relation->quoted);
    sg_text_printf(&text, "fields: [%s], references: [%s])\n", join_names(completion, names),
                   join_names(completion, &references));
    insert_member(completion, relation->holder, sg_text_get(&text));
    return true;
}

/* `fields` and `references`, whichever the forward field lacks. */
static void insert_arguments(Completion *completion, const Relation *relation, const Fields *key, const Names *names)
{
    const RelationField *forward = relation->forward;
    Names references = relation_field_names(completion->arena, key);
    SgText text = {.arena = completion->arena};
    if (forward->fields == NULL) sg_text_printf(&text, "fields: [%s]", join_names(completion, names));
    if (forward->references == NULL) {
        sg_text_printf(&text, "%sreferences: [%s]", text.size > 0 ? ", " : "", join_names(completion, &references));
    }
    const AstAttribute *attribute = forward->attribute;
    const char *arguments = sg_text_get(&text);
    if (attribute == NULL) {
        insert(completion, forward->field->type_span.end,
               sg_arena_printf(completion->arena, " @relation(%s)", arguments));
    } else if (!attribute->has_parentheses) {
        insert(completion, attribute->span.end, sg_arena_printf(completion->arena, "(%s)", arguments));
    } else {
        const char *comma = attribute->arguments.count > 0 ? ", " : "";
        insert(completion, attribute->span.end - 1, sg_arena_printf(completion->arena, "%s%s", comma, arguments));
    }
}

static void complete(Completion *completion, const Relation *relation)
{
    if (relation->back == NULL) insert_back(completion, relation);
    const RelationField *forward = relation->forward;
    if (forward != NULL && forward->fields != NULL && forward->references != NULL) return;

    Fields key = {0};
    if (forward != NULL && forward->references != NULL) {
        key = relation_fields_named(completion->arena, relation->target, forward->references);
    } else {
        key = relation_model_key(completion->arena, relation->target);
    }
    if (key.count == 0) return;
    Names names = key_names(completion, relation, &key);
    if (forward == NULL && !insert_forward(completion, relation, &key, &names)) return;
    if (forward == NULL || forward->fields == NULL) insert_key_fields(completion, relation, &key, &names);
    if (forward != NULL) insert_arguments(completion, relation, &key, &names);
}

static int compare_insertions(const void *left, const void *right)
{
    const Insertion *a = left;
    const Insertion *b = right;
    if (a->offset != b->offset) return a->offset < b->offset ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

Insertions format_missing(SgArena *arena, const Sources *sources, const Ast *ast)
{
    Completion completion = {.arena = arena, .sources = sources};
    if (!relation_fields_find(arena, ast, &completion.fields)) return completion.insertions;
    for (size_t i = 0; i < completion.fields.all.count; i++) {
        add_relation_of(&completion, completion.fields.all.items[i]);
    }
    bool has_names = false;
    for (size_t i = 0; i < completion.relations.count; i++) {
        const Relation *relation = &completion.relations.items[i];
        const RelationField *forward = relation->forward;
        bool is_complete =
            forward != NULL && relation->back != NULL && forward->fields != NULL && forward->references != NULL;
        if (is_complete) continue;
        if (!has_names) take_members(&completion, ast);
        has_names = true;
        complete(&completion, relation);
    }
    if (completion.insertions.count > 1) {
        qsort(completion.insertions.items, completion.insertions.count, sizeof *completion.insertions.items,
              compare_insertions);
    }
    return completion.insertions;
}
