/* pull_plan.c - models, fields, enums: which there are, and how they are called. */
#include "pull_plan.h"

#include "pull_names.h"
#include "pull_relations.h"

#include <string.h>

/* Schema names as the model has them: the default one may be written or not. */
static bool same_schema(const Database *database, const char *written, const char *described)
{
    const char *fallback = database->default_schema;
    return strcmp(written != NULL ? written : fallback, described != NULL ? described : fallback) == 0;
}

static const Model *find_previous_model(const PullPlan *plan, const char *schema, const char *name, bool is_view)
{
    for (size_t i = 0; plan->previous != NULL && i < plan->previous->models.count; i++) {
        const Model *model = plan->previous->models.items[i];
        if (model->is_view == is_view && strcmp(model->database_name, name) == 0 &&
            same_schema(plan->database, model->schema, schema))
            return model;
    }
    return NULL;
}

static const Enum *find_previous_enum(const PullPlan *plan, const EnumType *type)
{
    for (size_t i = 0; plan->previous != NULL && i < plan->previous->enums.count; i++) {
        const Enum *previous = plan->previous->enums.items[i];
        if (strcmp(previous->database_name, type->name) == 0 &&
            same_schema(plan->database, previous->schema, type->schema))
            return previous;
    }
    return NULL;
}

static void plan_table(PullPlan *plan, const Table *table)
{
    if (pull_is_join_table(plan, table)) return;
    PullModel *model = sg_arena_new(plan->arena, sizeof *model);
    model->table = table;
    model->previous = find_previous_model(plan, table->schema, table->name, false);
    *list_add(plan->arena, &plan->models) = model;
}

static void plan_view(PullPlan *plan, const View *view)
{
    PullModel *model = sg_arena_new(plan->arena, sizeof *model);
    model->view = view;
    model->previous = find_previous_model(plan, view->schema, view->name, true);
    *list_add(plan->arena, &plan->views) = model;
}

static void plan_enum(PullPlan *plan, const EnumType *type)
{
    PullEnum *added = sg_arena_new(plan->arena, sizeof *added);
    added->type = type;
    added->previous = find_previous_enum(plan, type);
    *list_add(plan->arena, &plan->enums) = added;
}

/* Two tables of one name in two schemas: the schema goes in front, for both. */
typedef struct TypeNames {
    NameScope scope;
    SgMap once, twice; /* sanitised database names seen */
} TypeNames;

static void count_name(TypeNames *names, const char *name)
{
    const char *clean = pull_sanitize_type_name(names->scope.arena, name, "table");
    SgMap *seen = sg_map_find(&names->once, clean) != NULL ? &names->twice : &names->once;
    sg_map_put(seen, names->scope.arena, clean, names);
}

static const char *new_type_name(TypeNames *names, const PullPlan *plan, const char *schema, const char *name)
{
    SgArena *arena = plan->arena;
    const char *clean = pull_sanitize_type_name(arena, name, "table");
    if (plan->has_schemas && sg_map_find(&names->twice, clean) != NULL) {
        const char *owner = schema != NULL ? schema : plan->database->default_schema;
        clean = pull_sanitize_type_name(arena, sg_arena_printf(arena, "%s_%s", owner, name), "table");
    }
    return pull_take_name(&names->scope, clean);
}

static const char *database_name(const PullModel *model)
{
    return model->table != NULL ? model->table->name : model->view->name;
}

static const char *database_schema(const PullModel *model)
{
    return model->table != NULL ? model->table->schema : model->view->schema;
}

static void name_new_model(TypeNames *names, const PullPlan *plan, PullModel *model)
{
    if (model->previous == NULL) model->name = new_type_name(names, plan, database_schema(model), database_name(model));
}

/* Names of the schema that is updated are taken first, its views' too when they are not pulled. */
static void take_previous_names(TypeNames *names, const PullPlan *plan)
{
    for (size_t i = 0; plan->previous != NULL && i < plan->previous->models.count; i++)
        pull_take_name(&names->scope, plan->previous->models.items[i]->name);
    for (size_t i = 0; plan->previous != NULL && i < plan->previous->enums.count; i++)
        pull_take_name(&names->scope, plan->previous->enums.items[i]->name);
}

static void name_types(PullPlan *plan)
{
    TypeNames names = {.scope = {.arena = plan->arena}};
    take_previous_names(&names, plan);
    for (size_t i = 0; i < plan->models.count; i++) {
        PullModel *model = plan->models.items[i];
        if (model->previous != NULL) model->name = model->previous->name;
        count_name(&names, model->table->name);
    }
    for (size_t i = 0; i < plan->views.count; i++) {
        PullModel *view = plan->views.items[i];
        if (view->previous != NULL) view->name = view->previous->name;
        count_name(&names, view->view->name);
    }
    for (size_t i = 0; i < plan->enums.count; i++) count_name(&names, plan->enums.items[i]->type->name);

    for (size_t i = 0; i < plan->models.count; i++) name_new_model(&names, plan, plan->models.items[i]);
    for (size_t i = 0; i < plan->views.count; i++) name_new_model(&names, plan, plan->views.items[i]);
    for (size_t i = 0; i < plan->enums.count; i++) {
        PullEnum *type = plan->enums.items[i];
        type->name = type->previous != NULL ? type->previous->name
                                            : new_type_name(&names, plan, type->type->schema, type->type->name);
    }
}

static const Field *find_previous_field(const Model *previous, const char *column)
{
    for (size_t i = 0; previous != NULL && i < previous->fields.count; i++) {
        const Field *field = previous->fields.items[i];
        if (field->kind != FIELD_RELATION && strcmp(field->database_name, column) == 0) return field;
    }
    return NULL;
}

static void name_fields(PullPlan *plan, PullModel *model)
{
    size_t count = model->table != NULL ? model->table->columns.count : model->view->columns.count;
    const Column *columns = model->table != NULL ? model->table->columns.items : model->view->columns.items;
    NameScope scope = {.arena = plan->arena};
    for (size_t i = 0; model->previous != NULL && i < model->previous->fields.count; i++)
        pull_take_name(&scope, model->previous->fields.items[i]->name);
    for (size_t i = 0; i < count; i++) {
        PullField *field = list_add(plan->arena, &model->fields);
        field->column = &columns[i];
        field->previous = find_previous_field(model->previous, columns[i].name);
        field->name = field->previous != NULL
                          ? field->previous->name
                          : pull_take_name(&scope, pull_sanitize_name(plan->arena, columns[i].name, "field"));
    }
}

static const char *find_previous_value(const Enum *previous, const char *label)
{
    for (size_t i = 0; previous != NULL && i < previous->values.count; i++) {
        if (strcmp(previous->values.items[i].database_name, label) == 0) return previous->values.items[i].name;
    }
    return NULL;
}

static void name_values(PullPlan *plan, PullEnum *type)
{
    NameScope scope = {.arena = plan->arena};
    const Enum *previous = type->previous;
    for (size_t i = 0; previous != NULL && i < previous->values.count; i++)
        pull_take_name(&scope, previous->values.items[i].name);
    for (size_t i = 0; i < type->type->values.count; i++) {
        const char *value = type->type->values.items[i];
        const char *name = find_previous_value(previous, value);
        const char *wish = value[0] == '\0' ? "EMPTY_ENUM_VALUE" : pull_sanitize_name(plan->arena, value, "VALUE");
        if (name == NULL) name = pull_take_name(&scope, wish);
        *list_add(plan->arena, &type->values) = name;
    }
}

/* A row must be found again by columns that are never null and whose types programs know. */
static bool is_identifying(const Table *table, const char *name)
{
    const Column *column = database_find_column(table, name);
    return column != NULL && column->is_required && column->type.kind != TYPE_OTHER;
}

static bool has_identifier(const Table *table)
{
    bool is_found = table->primary_key != NULL;
    for (size_t i = 0; is_found && i < table->primary_key->columns.count; i++)
        is_found = is_identifying(table, table->primary_key->columns.items[i]);
    for (size_t i = 0; !is_found && i < table->indexes.count; i++) {
        const Index *index = &table->indexes.items[i];
        is_found = index->kind == INDEX_UNIQUE && index->where == NULL;
        for (size_t k = 0; is_found && k < index->parts.count; k++)
            is_found = is_identifying(table, index->parts.items[k].column);
    }
    return is_found;
}

static bool has_preview_feature(const Schema *schema, const char *feature)
{
    for (size_t i = 0; schema != NULL && i < schema->generators.count; i++) {
        const Generator *generator = schema->generators.items[i];
        for (size_t k = 0; k < generator->preview_features.count; k++) {
            if (strcmp(generator->preview_features.items[k], feature) == 0) return true;
        }
    }
    return false;
}

PullPlan *pull_plan(SgArena *arena, const Database *database, const Schema *previous)
{
    PullPlan *plan = sg_arena_new(arena, sizeof *plan);
    plan->arena = arena;
    plan->database = database;
    plan->previous = previous;
    plan->has_schemas = previous != NULL ? previous->datasource != NULL && previous->datasource->schemas.count > 0
                                         : database->schemas.count > 1;
    plan->has_partial_indexes = previous == NULL || has_preview_feature(previous, "partialIndexes");

    for (size_t i = 0; i < database->tables.count; i++) plan_table(plan, database->tables.items[i]);
    for (size_t i = 0; has_preview_feature(previous, "views") && i < database->views.count; i++)
        plan_view(plan, &database->views.items[i]);
    for (size_t i = 0; i < database->enums.count; i++) plan_enum(plan, database->enums.items[i]);
    name_types(plan);
    for (size_t i = 0; i < plan->models.count; i++) {
        PullModel *model = plan->models.items[i];
        name_fields(plan, model);
        model->is_ignored = (model->previous != NULL && model->previous->is_ignored) || !has_identifier(model->table);
    }
    for (size_t i = 0; i < plan->views.count; i++) name_fields(plan, plan->views.items[i]);
    for (size_t i = 0; i < plan->enums.count; i++) name_values(plan, plan->enums.items[i]);
    pull_relations(plan);
    return plan;
}

PullModel *pull_find_model(const PullPlan *plan, const Table *table)
{
    for (size_t i = 0; i < plan->models.count; i++) {
        if (plan->models.items[i]->table == table) return plan->models.items[i];
    }
    return NULL;
}

const PullEnum *pull_find_enum(const PullPlan *plan, const EnumType *type)
{
    for (size_t i = 0; i < plan->enums.count; i++) {
        if (plan->enums.items[i]->type == type) return plan->enums.items[i];
    }
    return NULL;
}

const char *pull_field_name(const PullModel *model, const char *column)
{
    for (size_t i = 0; i < model->fields.count; i++) {
        if (database_same_text(model->fields.items[i].column->name, column)) return model->fields.items[i].name;
    }
    return column;
}
