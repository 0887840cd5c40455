/*
 * The names that more than one file mentions.  Declared names (models, enums, their values) are claimed before
 * the derived ones, so that `model OrderList` beside `model Order` costs the list of orders its name, not the model.
 */
#include "plan.h"

#include "emit.h"

#include <inttypes.h>
#include <string.h>

/* Names of the runtime begin with Sg, sg_ and SG_, today's and tomorrow's. */
static bool is_of_runtime(const char *snake)
{
    return strcmp(snake, "sg") == 0 || strncmp(snake, "sg_", 3) == 0;
}

static const char *type_name(const CPlan *plan, const char *kind, const char *name)
{
    const char *pascal = c_pascal(plan->arena, name);
    if (plan->prefix[0] != '\0') kind = plan->prefix_type;
    else if (!is_of_runtime(c_snake(plan->arena, name))) kind = "";
    return *kind == '\0' ? pascal : emit_format(plan->arena, "%s%s", kind, pascal);
}

static const char *base_name(const CPlan *plan, const char *kind, const char *name)
{
    const char *snake = c_snake(plan->arena, name);
    if (plan->prefix[0] != '\0') kind = plan->prefix;
    else if (!is_of_runtime(snake)) kind = "";
    return *kind == '\0' ? snake : emit_format(plan->arena, "%s%s", kind, snake);
}

static const char *claim(CPlan *plan, Span origin, const char *stem, const char *suffix)
{
    return name_claim(&plan->names, emit_format(plan->arena, "%s%s", stem, suffix), origin);
}

NameScope c_plan_scope(const CPlan *plan, SgArena *arena, NameKind kind)
{
    return (NameScope){.arena = arena, .reserved = &plan->reserved[kind]};
}

/* ---- Models ---- */

bool c_plan_has_column(const Field *field, const char **why)
{
    const char *reason = NULL;
    if (field->kind == FIELD_RELATION) return false;
    if (field->kind == FIELD_UNSUPPORTED) reason = "its type has no C type";
    else if (field->is_ignored) reason = "the schema ignores it";
    if (why != NULL) *why = reason;
    return reason == NULL;
}

bool c_plan_column_index(const CPlan *plan, const Field *field, size_t *out)
{
    uint32_t index = plan->models[field->model->index].columns[field->index];
    if (index == C_NO_COLUMN) return false;
    *out = index;
    return true;
}

/* Numbers the columns; how many there are. */
static uint32_t number_columns(CPlan *plan, const Model *model)
{
    uint32_t *columns = sg_arena_alloc(plan->arena, model->fields.count * sizeof *columns);
    uint32_t count = 0;
    for (size_t i = 0; i < model->fields.count; i++)
        columns[i] = c_plan_has_column(model->fields.items[i], NULL) ? count++ : C_NO_COLUMN;
    plan->models[model->index].columns = columns;
    return count;
}

/* A column that no insert could fill: left out of the structs, required, without default. */
static const char *unfillable_column(const Model *model)
{
    for (size_t i = 0; i < model->fields.count; i++) {
        const Field *field = model->fields.items[i];
        if (field->kind == FIELD_RELATION || c_plan_has_column(field, NULL)) continue;
        bool needs_value = field->arity == ARITY_REQUIRED && model_field_default(field)->kind == DEFAULT_NONE;
        if (needs_value && !field->is_updated_at) return field->database_name;
    }
    return NULL;
}

/* A name that is longer than file systems take is cut, and ends with a sum (FNV-1a) over all of it. */
static const char *file_name(SgArena *arena, const char *model)
{
    enum { LONGEST = 200, KEPT = LONGEST - 17 };
    const char *name = c_snake(arena, model);
    if (strlen(name) <= LONGEST) return name;
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    for (const char *c = name; *c != '\0'; c++) sum = (sum ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
    return sg_arena_printf(arena, "%.*s_%016" PRIx64, (int)KEPT, name, sum);
}

static void name_model(CPlan *plan, const Model *model)
{
    ModelNames *names = &plan->models[model->index];
    names->source = model;
    if (number_columns(plan, model) == 0 || model->is_ignored) return;
    names->type = name_claim(&plan->names, type_name(plan, "Model", model->name), model->name_span);
    names->base = base_name(plan, "model_", model->name);
    names->upper = c_upper(plan->arena, names->base);
    names->file = name_claim(&plan->files, file_name(plan->arena, model->name), model->name_span);
    names->no_insert_because = unfillable_column(model);
    names->has_insert = !model->is_view && names->no_insert_because == NULL;
}

static void derive_model(CPlan *plan, ModelNames *names)
{
    if (names->type == NULL) return;
    Span origin = names->source->name_span;
    names->list_type = claim(plan, origin, names->type, "List");
    names->refs_type = claim(plan, origin, names->type, "Refs");
    names->filter_type = claim(plan, origin, names->type, "Filter");
    names->query_type = claim(plan, origin, names->type, "Query");
    names->insert_type = names->has_insert ? claim(plan, origin, names->type, "Insert") : NULL;
    names->table = claim(plan, origin, names->base, "_model");
    names->reader = claim(plan, origin, names->base, "_read_row");
}

/* ---- Enums ---- */

EnumPlan *c_plan_enum(const CPlan *plan, const Enum *source)
{
    return sg_map_find(&plan->enums_by_name, source->name);
}

static void name_enum(CPlan *plan, size_t index)
{
    EnumPlan *planned = &plan->enums[index];
    const Enum *source = plan->schema->enums.items[index];
    planned->source = source;
    sg_map_put(&plan->enums_by_name, plan->arena, source->name, planned);
    planned->type = name_claim(&plan->names, type_name(plan, "Enum", source->name), source->name_span);
}

static void name_values(CPlan *plan, EnumPlan *planned)
{
    const Enum *source = planned->source;
    const char *upper = c_upper(plan->arena, base_name(plan, "enum_", source->name));
    const char **enumerators = sg_arena_new(plan->arena, (source->values.count + 1) * sizeof *enumerators);
    for (size_t i = 0; i < source->values.count; i++) {
        const EnumValue *value = &source->values.items[i];
        const char *name = c_upper(plan->arena, c_snake(plan->arena, value->name));
        enumerators[i] = name_claim(&plan->names, emit_format(plan->arena, "%s_%s", upper, name), value->span);
    }
    planned->enumerators = enumerators;
    planned->unknown = claim(plan, source->name_span, upper, "_UNKNOWN");
}

static void derive_enum(CPlan *plan, EnumPlan *planned)
{
    Span origin = planned->source->name_span;
    const char *base = base_name(plan, "enum_", planned->source->name);
    planned->list_type = claim(plan, origin, planned->type, "List");
    planned->filter_type = claim(plan, origin, planned->type, "Filter");
    planned->set_type = claim(plan, origin, planned->type, "Set");
    planned->name_function = claim(plan, origin, base, "_name");
    planned->table = claim(plan, origin, base, "_enum");
    if (!planned->has_lists) return;
    planned->list_filter_type = claim(plan, origin, planned->type, "ListFilter");
    planned->list_set_type = claim(plan, origin, planned->type, "ListSet");
}

static void find_lists(CPlan *plan)
{
    for (size_t m = 0; m < plan->schema->models.count; m++) {
        const Model *model = plan->schema->models.items[m];
        for (size_t i = 0; i < model->fields.count; i++) {
            const Field *field = model->fields.items[i];
            if (field->kind == FIELD_ENUM && field->arity == ARITY_LIST)
                c_plan_enum(plan, field->enum_type)->has_lists = true;
        }
    }
}

CPlan *c_plan(SgArena *arena, const Schema *schema, const Sources *sources, const char *prefix, Diags *diags)
{
    CPlan *plan = sg_arena_new(arena, sizeof *plan);
    *plan = (CPlan){
        .arena = arena,
        .schema = schema,
        .sources = sources,
        .prefix = "",
        .prefix_type = c_pascal(arena, prefix),
        .enums = sg_arena_new(arena, (schema->enums.count + 1) * sizeof *plan->enums),
        .models = sg_arena_new(arena, (schema->models.count + 1) * sizeof *plan->models),
    };
    names_reserved(arena, plan->reserved);
    plan->names = c_plan_scope(plan, arena, NAME_GLOBAL);
    plan->files = c_plan_scope(plan, arena, NAME_FILE);
    plan->names.diags = plan->files.diags = diags;
    if (*prefix != '\0') plan->prefix = emit_format(arena, "%s_", c_snake(arena, prefix));
    plan->prefix_upper = c_upper(arena, plan->prefix);
    name_claim(&plan->files, "types", (Span){0});
    name_claim(&plan->files, "models", (Span){0});

    for (size_t i = 0; i < schema->models.count; i++) name_model(plan, schema->models.items[i]);
    for (size_t i = 0; i < schema->enums.count; i++) name_enum(plan, i);
    for (size_t i = 0; i < schema->enums.count; i++) name_values(plan, &plan->enums[i]);
    find_lists(plan);
    for (size_t i = 0; i < schema->enums.count; i++) derive_enum(plan, &plan->enums[i]);
    for (size_t i = 0; i < schema->models.count; i++) derive_model(plan, &plan->models[i]);
    return plan;
}
