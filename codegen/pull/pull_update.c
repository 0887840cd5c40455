/*
 * pull_update.c - an existing schema, changed where the database has something else.
 *
 * What the database agrees with stays as it stands, with its comments, names and order.  Lines of what is gone are
 * deleted, lines of what is otherwise are written anew, and what is new comes behind what is there.
 */
#include "pull.h"

#include "pull_changes.h"
#include "pull_edit.h"
#include "pull_text.h"

#include <string.h>

typedef struct Update {
    SgArena *arena;
    const Ast *ast;
    const PullPlan *plan;
    PullChanges changes;
    Edits edits;
} Update;

static const AstBlock *find_block(const Update *update, Span span)
{
    for (size_t i = 0; i < update->ast->blocks.count; i++) {
        const AstBlock *block = update->ast->blocks.items[i];
        if (block->name.span.start >= span.start && block->name.span.end <= span.end) return block;
    }
    return NULL;
}

static const AstBlock *block_of_model(const Update *update, const Model *model)
{
    return find_block(update, model->span);
}

static const AstField *find_ast_field(const AstBlock *block, const char *name)
{
    for (size_t i = 0; i < block->fields.count; i++) {
        if (strcmp(block->fields.items[i]->name.text, name) == 0) return block->fields.items[i];
    }
    return NULL;
}

static void delete_field(Update *update, const Field *field)
{
    const AstField *node = find_ast_field(block_of_model(update, field->model), field->name);
    if (node != NULL) pull_edit_delete_lines(&update->edits, node->span);
}

/* Is the attribute one that a pulled field says itself? */
static bool is_pulled_attribute(const char *name)
{
    static const char *const pulled[] = {"id", "unique", "default", "updatedAt", "map", "relation", "ignore"};
    for (size_t i = 0; i < sizeof pulled / sizeof *pulled; i++) {
        if (strcmp(pulled[i], name) == 0) return true;
    }
    return strchr(name, '.') != NULL; /* a native type */
}

/* Attributes that the database knows nothing of stay behind it. */
static void rewrite_field(Update *update, const Field *field, const char *text)
{
    const AstField *node = find_ast_field(block_of_model(update, field->model), field->name);
    if (node == NULL) return;
    SgText line = {.arena = update->arena};
    sg_text_add(&line, text);
    for (size_t i = 0; i < node->attributes.count; i++) {
        const AstAttribute *attribute = node->attributes.items[i];
        if (!attribute->is_documented && !is_pulled_attribute(attribute->name.text))
            sg_text_printf(&line, " %s", source_text(update->edits.sources, attribute->span));
    }
    pull_edit_replace(&update->edits, (Span){node->name.span.start, node->span.end}, sg_text_get(&line));
}

static uint32_t last_field_end(const AstBlock *block)
{
    uint32_t end = block->head.end;
    for (size_t i = 0; i < block->fields.count; i++) {
        if (block->fields.items[i]->span.end > end) end = block->fields.items[i]->span.end;
    }
    for (size_t i = 0; i < block->values.count; i++) {
        if (block->values.items[i]->span.end > end) end = block->values.items[i]->span.end;
    }
    return end - 1;
}

static void add_field_line(Update *update, const Model *model, const char *text)
{
    const AstBlock *block = block_of_model(update, model);
    pull_edit_insert_below(&update->edits, last_field_end(block), sg_arena_printf(update->arena, "  %s", text));
}

static void add_attribute_line(Update *update, const Model *model, const char *text)
{
    const AstBlock *block = block_of_model(update, model);
    const char *gap = block->attributes.count == 0 ? "\n" : "";
    pull_edit_insert_above(&update->edits, block->span.end - 1, sg_arena_printf(update->arena, "%s  %s", gap, text));
}

static bool has_column(const PullModel *model, const Field *field)
{
    for (size_t i = 0; i < model->fields.count; i++) {
        if (model->fields.items[i].previous == field) return true;
    }
    return false;
}

static void update_fields(Update *update, const PullModel *model, const TableChanges *changes)
{
    for (size_t i = 0; i < model->previous->fields.count; i++) {
        const Field *field = model->previous->fields.items[i];
        if (field->kind != FIELD_RELATION && !has_column(model, field)) delete_field(update, field);
    }
    for (size_t i = 0; i < model->fields.count; i++) {
        const PullField *field = &model->fields.items[i];
        if (field->previous == NULL)
            add_field_line(update, model->previous, pull_field_text(update->plan, model, field));
        else if (pull_is_column_changed(changes, field->column->name))
            rewrite_field(update, field->previous, pull_field_text(update->plan, model, field));
    }
}

/* The key of the schema that the wanted index was made from: they are in the same order. */
static const Key *key_of(const Model *model, const Index *wanted)
{
    return wanted->index < model->keys.count ? model->keys.items[wanted->index] : NULL;
}

static void update_primary_key(Update *update, const PullModel *model)
{
    const Key *previous = model->previous->primary_key;
    const char *text = pull_id_text(update->plan, model);
    bool is_block = previous != NULL && !previous->is_field_level;
    if (is_block && text != NULL) pull_edit_replace(&update->edits, previous->span, text);
    else if (is_block) pull_edit_delete_lines(&update->edits, previous->span);
    else if (text != NULL) add_attribute_line(update, model->previous, text);
}

/* The name that programs call the key by is not the database's. */
static const char *with_client_name(const Update *update, const char *text, const Key *key)
{
    if (key->name == NULL) return text;
    SgText out = {.arena = update->arena};
    sg_text_add_bytes(&out, text, strlen(text) - 1);
    sg_text_add(&out, ", name: ");
    pull_add_string(&out, key->name);
    sg_text_add(&out, ")");
    return sg_text_get(&out);
}

static void update_indexes(Update *update, const PullModel *model, const TableChanges *changes)
{
    for (size_t i = 0; i < changes->removed.count; i++) {
        const Key *key = key_of(model->previous, changes->removed.items[i]);
        if (key != NULL && !key->is_field_level) pull_edit_delete_lines(&update->edits, key->span);
    }
    for (size_t i = 0; i < changes->renamed.count; i++) {
        const Key *key = key_of(model->previous, changes->renamed.items[i].wanted);
        const char *text = pull_index_text(update->plan, model, changes->renamed.items[i].described);
        if (key != NULL && !key->is_field_level && text != NULL)
            pull_edit_replace(&update->edits, key->span, with_client_name(update, text, key));
    }
    for (size_t i = 0; i < changes->added.count; i++) {
        const char *text = pull_index_text(update->plan, model, changes->added.items[i]);
        if (text != NULL) add_attribute_line(update, model->previous, text);
    }
}

static const char *end_name(const PullEnd *end)
{
    return end->is_forward ? end->relation->forward : end->relation->back;
}

static bool is_relation_changed(const Update *update, const PullRelation *relation)
{
    const TableChanges *changes = pull_changes_of(&update->changes, relation->table);
    if (relation->key == NULL) return false;
    bool is_changed = pull_is_key_changed(changes, relation->key->name) ||
                      relation->is_one_to_one != (relation->previous->kind == RELATION_ONE_TO_ONE);
    for (size_t i = 0; i < relation->key->columns.count; i++)
        is_changed = is_changed || pull_is_column_changed(changes, relation->key->columns.items[i]);
    return is_changed;
}

/* A model that has lost its key is ignored from now on, and so is every field that leads to it. */
static bool becomes_ignored(const PullModel *model)
{
    return model->is_ignored && model->previous != NULL && !model->previous->is_ignored;
}

static void update_relations(Update *update, const PullModel *model)
{
    for (size_t i = 0; i < model->ends.count; i++) {
        const PullEnd *end = &model->ends.items[i];
        const PullRelation *relation = end->relation;
        const PullModel *other = end->is_forward ? relation->to : relation->from;
        if (relation->previous == NULL) {
            add_field_line(update, model->previous, pull_relation_text(update->plan, end));
        } else if (is_relation_changed(update, relation) || becomes_ignored(other)) {
            const Field *field = model_find_field(model->previous, end_name(end));
            if (field != NULL) rewrite_field(update, field, pull_relation_text(update->plan, end));
        }
    }
}

static void update_model(Update *update, const PullModel *model)
{
    const TableChanges *changes = model->table != NULL ? pull_changes_of(&update->changes, model->table) : NULL;
    update_fields(update, model, changes);
    update_relations(update, model);
    if (changes != NULL && changes->has_primary_key) update_primary_key(update, model);
    if (changes != NULL) update_indexes(update, model, changes);
    if (becomes_ignored(model)) add_attribute_line(update, model->previous, "@@ignore");
}

static void update_models(Update *update, const PullModels *models)
{
    for (size_t i = 0; i < models->count; i++) {
        if (models->items[i]->previous != NULL) update_model(update, models->items[i]);
    }
}

static bool has_previous(const PullModels *models, const Model *previous)
{
    for (size_t i = 0; i < models->count; i++) {
        if (models->items[i]->previous == previous) return true;
    }
    return false;
}

static bool is_model_kept(const Update *update, const Model *model)
{
    return has_previous(&update->plan->models, model) || has_previous(&update->plan->views, model);
}

/* Without foreign keys in the database, and to a view, only the schema knows of a relation. */
static bool is_relation_kept(const Update *update, const Relation *relation)
{
    if (!is_model_kept(update, relation->from) || !is_model_kept(update, relation->to)) return false;
    const Datasource *datasource = update->plan->previous->datasource;
    if (relation->from->is_view || relation->to->is_view) return true;
    if (datasource != NULL && datasource->relation_mode_prisma && relation->kind != RELATION_MANY_TO_MANY) return true;
    for (size_t i = 0; i < update->plan->relations.count; i++) {
        if (update->plan->relations.items[i]->previous == relation) return true;
    }
    return datasource != NULL && datasource->relation_mode_prisma;
}

static void delete_what_is_gone(Update *update)
{
    const Schema *previous = update->plan->previous;
    for (size_t i = 0; i < previous->models.count; i++) {
        const Model *model = previous->models.items[i];
        if (!is_model_kept(update, model)) pull_edit_delete_lines(&update->edits, block_of_model(update, model)->span);
    }
    for (size_t i = 0; i < previous->relations.count; i++) {
        const Relation *relation = previous->relations.items[i];
        if (is_relation_kept(update, relation)) continue;
        delete_field(update, relation->from_field);
        delete_field(update, relation->to_field);
    }
}

static bool has_label(const EnumType *type, const char *label)
{
    for (size_t i = 0; i < type->values.count; i++) {
        if (strcmp(type->values.items[i], label) == 0) return true;
    }
    return false;
}

static bool had_label(const Enum *previous, const char *label)
{
    for (size_t i = 0; i < previous->values.count; i++) {
        if (strcmp(previous->values.items[i].database_name, label) == 0) return true;
    }
    return false;
}

static void update_enum_values(Update *update, const PullEnum *type)
{
    const AstBlock *block = find_block(update, type->previous->span);
    for (size_t i = 0; i < type->previous->values.count; i++) {
        const EnumValue *value = &type->previous->values.items[i];
        if (!has_label(type->type, value->database_name)) pull_edit_delete_lines(&update->edits, value->span);
    }
    for (size_t i = 0; i < type->type->values.count; i++) {
        if (had_label(type->previous, type->type->values.items[i])) continue;
        const char *line = sg_arena_printf(update->arena, "  %s", pull_value_text(update->plan, type, i));
        pull_edit_insert_below(&update->edits, last_field_end(block), line);
    }
}

static bool is_enum_kept(const Update *update, const Enum *previous)
{
    for (size_t i = 0; i < update->plan->enums.count; i++) {
        if (update->plan->enums.items[i]->previous == previous) return true;
    }
    return false;
}

static void update_enums(Update *update)
{
    const Schema *previous = update->plan->previous;
    for (size_t i = 0; i < previous->enums.count; i++) {
        const AstBlock *block = find_block(update, previous->enums.items[i]->span);
        if (!is_enum_kept(update, previous->enums.items[i])) pull_edit_delete_lines(&update->edits, block->span);
    }
    for (size_t i = 0; i < update->plan->enums.count; i++) {
        if (update->plan->enums.items[i]->previous != NULL) update_enum_values(update, update->plan->enums.items[i]);
    }
}

static void add_new_models(SgText *out, const PullPlan *plan, const PullModels *models)
{
    for (size_t i = 0; i < models->count; i++) {
        if (models->items[i]->previous != NULL) continue;
        sg_text_add(out, "\n");
        pull_add_model(out, plan, models->items[i]);
    }
}

/* New blocks go behind those of the file that has the datasource. */
static void append_new_blocks(Update *update)
{
    const PullPlan *plan = update->plan;
    SgText out = {.arena = update->arena};
    add_new_models(&out, plan, &plan->models);
    add_new_models(&out, plan, &plan->views);
    for (size_t i = 0; i < plan->enums.count; i++) {
        if (plan->enums.items[i]->previous != NULL) continue;
        sg_text_add(&out, "\n");
        pull_add_enum(&out, plan, plan->enums.items[i]);
    }
    if (out.size == 0) return;
    const Datasource *datasource = plan->previous->datasource;
    const Sources *sources = update->edits.sources;
    const SourceFile *file = datasource != NULL ? source_locate(sources, datasource->span.start).file
                                                : &sources->files.items[sources->files.count - 1];
    pull_edit_append(&update->edits, file, sg_text_get(&out));
}

PulledFiles pull_update_schema(SgArena *arena, const PulledSchema *schema, const Steps *steps)
{
    Update update = {
        .arena = arena,
        .ast = schema->ast,
        .plan = pull_plan(arena, steps->from, schema->schema),
        .changes = pull_changes(arena, steps),
        .edits = {.arena = arena, .sources = schema->sources},
    };
    update_models(&update, &update.plan->models);
    update_models(&update, &update.plan->views);
    delete_what_is_gone(&update);
    update_enums(&update);
    append_new_blocks(&update);

    PulledFiles files = {0};
    for (size_t i = 0; i < schema->sources->files.count; i++) {
        const SourceFile *source = &schema->sources->files.items[i];
        *list_add(arena, &files) = (PulledFile){source->path, pull_edit_apply(&update.edits, source)};
    }
    return files;
}
