#include "plan_queries.h"

#include "emit.h"

#include <string.h>

/* More than these come as one struct: a call with six values in a row is not readable. */
enum { PARAMS_MAX = 3 };

/* ---- Rows that are a model's ---- */

static bool is_same_type(const Field *column, const Field *field)
{
    bool is_list = column->arity == ARITY_LIST;
    if (is_list != c_is_list(field) || column->kind != field->kind) return false;
    if (field->kind == FIELD_ENUM) return column->enum_type == field->enum_type;
    return c_type(column) == c_type(field) && column->native == field->native;
}

/* A column that may be NULL does not fit into a member that cannot. */
static bool fits(const Field *column, const Field *field)
{
    bool loses_null = column->arity == ARITY_OPTIONAL && field->arity == ARITY_REQUIRED;
    return strcmp(column->database_name, field->database_name) == 0 && is_same_type(column, field) && !loses_null;
}

static const Field *field_of_column(const Model *model, const Field *column)
{
    for (size_t i = 0; i < model->fields.count; i++) {
        const Field *field = model->fields.items[i];
        if (c_plan_has_column(field, NULL) && fits(column, field)) return field;
    }
    return NULL;
}

static size_t count_columns(const Model *model)
{
    size_t count = 0;
    for (size_t i = 0; i < model->fields.count; i++)
        if (c_plan_has_column(model->fields.items[i], NULL)) count++;
    return count;
}

/* Are the columns those of the model, in any order?  Their names differ, so as many as it has are all it has. */
static bool is_row_of(const Query *query, const Model *model)
{
    if (query->columns.count != count_columns(model)) return false;
    for (size_t i = 0; i < query->columns.count; i++)
        if (field_of_column(model, &query->columns.items[i].field) == NULL) return false;
    return true;
}

static const ModelNames *find_model(const CPlan *plan, const Query *query)
{
    if (!query_has_rows(query) || query->model == NULL || !is_row_of(query, query->model)) return NULL;
    const ModelNames *names = &plan->models[query->model->index];
    return names->type == NULL ? NULL : names;
}

/* ---- Members ---- */

/* snake_case that C takes for a name: columns may be called "1" or "!". */
static const char *word(SgArena *arena, const char *kind, const char *name)
{
    const char *snake = c_snake(arena, name);
    bool is_word = *snake != '\0' && strchr("0123456789", *snake) == NULL;
    if (is_word) return snake;
    return *snake == '\0' ? kind : emit_format(arena, "%s_%s", kind, snake);
}

static QueryMember plan_member(const CPlan *plan, const QueryValue *value, NameScope *members, NameScope *params)
{
    const Field *field = &value->field;
    const char *member = name_claim(members, word(plan->arena, "column", field->name), value->span);
    return (QueryMember){
        .value = value,
        .member = member,
        .param = name_claim(params, member, value->span),
        .c_type = c_row_type(plan->arena, plan, field),
        .type = c_type(field),
        .enum_plan = field->kind == FIELD_ENUM ? c_plan_enum(plan, field->enum_type) : NULL,
        .comment = c_column_comment(plan->arena, field, NULL),
        .is_sent_as_text = field->kind == FIELD_SCALAR && field->native == NATIVE_VARCHAR && field->arity == ARITY_LIST,
    };
}

static void plan_params(CPlan *plan, QueryPlan *out)
{
    static const char *const taken[] = {"db", "args", "out", "visit", "arg", "affected", "visitor"};
    NameScope members = c_plan_scope(plan, plan->arena, NAME_MEMBER);
    NameScope params = c_plan_scope(plan, plan->arena, NAME_PARAMETER);
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) name_claim(&params, taken[i], (Span){0});
    for (size_t i = 0; i < out->query->params.count; i++)
        *list_add(plan->arena, &out->params) = plan_member(plan, &out->query->params.items[i], &members, &params);
    out->takes_struct = out->params.count > PARAMS_MAX;
}

/* A model's struct has its members under the names that its plan gives them: those of its fields. */
static void plan_model_columns(CPlan *plan, QueryPlan *out)
{
    const Model *model = out->model->source;
    NameScope members = c_plan_scope(plan, plan->arena, NAME_MEMBER);
    const char **names = sg_arena_new(plan->arena, (model->fields.count + 1) * sizeof *names);
    for (size_t i = 0; i < model->fields.count; i++)
        if (c_plan_has_column(model->fields.items[i], NULL))
            names[i] = name_claim(&members, c_snake(plan->arena, model->fields.items[i]->name), (Span){0});
    for (size_t i = 0; i < out->query->columns.count; i++) {
        const QueryValue *value = &out->query->columns.items[i];
        const Field *field = field_of_column(model, &value->field);
        /* the struct's type, not the query's: it may be NULL where the query's is not */
        QueryValue *member_value = sg_arena_new(plan->arena, sizeof *member_value);
        *member_value = (QueryValue){.field = *field, .span = value->span};
        *list_add(plan->arena, &out->columns) = (QueryMember){
            .value = member_value,
            .member = names[field->index],
            .type = c_type(field),
            .enum_plan = field->kind == FIELD_ENUM ? c_plan_enum(plan, field->enum_type) : NULL,
        };
    }
}

static void plan_columns(CPlan *plan, QueryPlan *out)
{
    if (out->model != NULL) {
        plan_model_columns(plan, out);
        return;
    }
    NameScope members = c_plan_scope(plan, plan->arena, NAME_MEMBER);
    NameScope unused = c_plan_scope(plan, plan->arena, NAME_PARAMETER);
    for (size_t i = 0; i < out->query->columns.count; i++)
        *list_add(plan->arena, &out->columns) = plan_member(plan, &out->query->columns.items[i], &members, &unused);
}

/* ---- Queries ---- */

static const char *claim(CPlan *plan, const Query *query, const char *stem, const char *suffix)
{
    return name_claim(&plan->names, emit_format(plan->arena, "%s%s", stem, suffix), query->name_span);
}

static void plan_rows(CPlan *plan, QueryPlan *out, const char *type)
{
    const Query *query = out->query;
    if (!query_has_rows(query)) return;
    out->model = find_model(plan, query);
    out->row_type = out->model != NULL ? out->model->type : claim(plan, query, type, "Row");
    if (query->result == QUERY_MANY)
        out->list_type = out->model != NULL ? out->model->list_type : claim(plan, query, type, "List");
    if (query->result != QUERY_EACH) return;
    out->visitor = claim(plan, query, out->function, "_visitor");
    out->visit = claim(plan, query, out->function, "_visit");
}

/* Such a query has each column of the model once. */
static bool is_in_field_order(const QueryMembers *columns)
{
    for (size_t i = 1; i < columns->count; i++)
        if (columns->items[i - 1].value->field.index > columns->items[i].value->field.index) return false;
    return true;
}

static void plan_reader(CPlan *plan, QueryPlan *out)
{
    if (out->row_type == NULL) return;
    out->has_own_reader = out->model == NULL || !is_in_field_order(&out->columns);
    out->reader = out->has_own_reader ? claim(plan, out->query, out->function, "_read_row") : out->model->reader;
}

/* Names that begin with sg_ are the runtime's. */
static const char *stem(const CPlan *plan, const Query *query)
{
    const char *name = word(plan->arena, "query", query->name);
    bool is_runtimes = *plan->prefix == '\0' && strncmp(name, "sg_", 3) == 0;
    return is_runtimes ? emit_format(plan->arena, "query_%s", name) : name;
}

static void plan_query(CPlan *plan, const Query *query, QueryPlan *out)
{
    const char *name = stem(plan, query);
    const char *type = emit_format(plan->arena, "%s%s", plan->prefix_type, c_pascal(plan->arena, name));
    *out = (QueryPlan){.query = query};
    out->function = claim(plan, query, plan->prefix, name);
    out->sql = claim(plan, query, out->function, "_sql");
    out->statement = claim(plan, query, out->function, "_statement");
    if (query->params.count > 0) out->args_type = claim(plan, query, type, "Args");
    plan_rows(plan, out, type);
    plan_params(plan, out);
    plan_columns(plan, out);
    plan_reader(plan, out);
}

/* "exposure_queries"; a file that is called so already keeps its name. */
static void plan_file(CPlan *plan, const QueryFile *source)
{
    static const char suffix[] = "queries";
    const char *name = c_snake(plan->arena, source->name);
    size_t size = strlen(name), length = strlen(suffix);
    bool has_suffix = size >= length && strcmp(name + size - length, suffix) == 0;
    QueryFilePlan *file = sg_arena_new(plan->arena, sizeof *file);
    *file = (QueryFilePlan){.source = source};
    if (!has_suffix) name = emit_format(plan->arena, "%s_%s", name, suffix);
    file->file = name_claim(&plan->files, name, (Span){0});
    *list_add(plan->arena, &plan->queries) = file;
}

void c_plan_query_files(CPlan *plan, const Queries *queries)
{
    for (size_t i = 0; i < queries->files.count; i++) plan_file(plan, &queries->files.items[i]);
}

void c_plan_query_functions(CPlan *plan, QueryFilePlan *file)
{
    const QueryFile *source = file->source;
    for (size_t i = 0; i < source->queries.count; i++)
        plan_query(plan, &source->queries.items[i], list_add(plan->arena, &file->queries));
}
