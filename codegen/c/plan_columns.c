/* The columns of one model: members, types, what fills them. */
#include "planner.h"

#include "emit.h"

#include <string.h>

bool planner_is_made_key(const Field *field)
{
    if (!field->is_id) return false;
    switch (model_field_default(field)->kind) {
    case DEFAULT_AUTOINCREMENT:
    case DEFAULT_DBGENERATED:
    case DEFAULT_UUID:
    case DEFAULT_CUID:
    case DEFAULT_ULID:
    case DEFAULT_NANOID: return true;
    case DEFAULT_NONE:
    case DEFAULT_LITERAL:
    case DEFAULT_LIST:
    case DEFAULT_NOW: return false;
    }
    return false;
}

static void plan_make(ColumnPlan *column, const Default *value)
{
    switch (value->kind) {
    case DEFAULT_UUID: column->make = value->number == 7 ? "SG_MAKE_UUID_V7" : "SG_MAKE_UUID_V4"; break;
    case DEFAULT_CUID: column->make = value->number == 2 ? "SG_MAKE_CUID2" : "SG_MAKE_CUID"; break;
    case DEFAULT_ULID: column->make = "SG_MAKE_ULID"; break;
    case DEFAULT_NANOID:
        column->make = "SG_MAKE_NANOID";
        column->make_length = value->number;
        break;
    case DEFAULT_NONE:
    case DEFAULT_LITERAL:
    case DEFAULT_LIST:
    case DEFAULT_NOW:
    case DEFAULT_AUTOINCREMENT:
    case DEFAULT_DBGENERATED: break;
    }
}

static void find_roles(Planner *p)
{
    const Model *model = p->out->source;
    p->roles = sg_arena_new(p->arena, model->fields.count * sizeof *p->roles);
    for (size_t i = 0; i < model->relations.count; i++) {
        const Relation *relation = model->relations.items[i];
        for (size_t f = 0; relation->from == model && f < relation->fields.count; f++) {
            FieldRole *role = &p->roles[relation->fields.items[f]->index];
            role->is_in_reference = true;
            if (role->reference == NULL && relation->fields.count == 1) role->reference = relation;
        }
    }
}

/* The sum of keys and references says nothing. */
static void plan_aggregates(ColumnPlan *column, const FieldRole *role)
{
    if (column->is_list) return;
    bool is_amount = !column->field->is_id && !role->is_in_reference;
    column->has_sum = is_amount && column->type->sum != NULL;
    column->has_average = is_amount && column->type->average != NULL;
    column->has_extremes = column->type->has_order;
}

static void plan_enum_types(ColumnPlan *column)
{
    const EnumPlan *e = column->enum_plan;
    column->filter_type = column->is_list ? e->list_filter_type : e->filter_type;
    column->set_type = column->is_list ? e->list_set_type : e->set_type;
}

static void plan_scalar_types(Planner *p, ColumnPlan *column)
{
    const CType *type = column->type;
    const char *list = column->is_list ? "List" : "";
    bool is_json = !column->is_list && (strcmp(type->sg, "SG_JSON") == 0 || strcmp(type->sg, "SG_JSONB") == 0);
    column->filter_type = emit_format(p->arena, "Sg%s%sFilter", is_json ? "Json" : type->stem, list);
    column->set_type = emit_format(p->arena, "SgSet%s%s", type->stem, list);
}

/* The type's name, for values that travel as text (citext) and for arrays whose element type is not the one that the
 * wire has: text[] does not compare with varchar[], and bit without a length is bit(1). */
static const char *cast_of(SgArena *arena, const Field *field)
{
    bool is_list = c_is_list(field);
    if (field->native == NATIVE_CITEXT) return "citext";
    if (is_list && field->native == NATIVE_VARCHAR) return "varchar";
    if (is_list && field->native == NATIVE_BIT && field->native_arg_count > 0)
        return emit_format(arena, "bit(%d)", field->native_args[0]);
    return NULL;
}

static void plan_column(Planner *p, const Field *field)
{
    ColumnPlan *column = list_add(p->arena, &p->out->columns);
    const FieldRole *role = &p->roles[field->index];
    column->field = field;
    column->member = name_claim(&p->members, c_snake(p->arena, field->name), field->name_span);
    column->param = name_claim(&p->params, column->member, field->name_span);
    column->sql = c_sql_name(p->arena, field->database_name);
    column->type = c_type(field);
    column->value_type = c_value_type(p->arena, p->plan, field);
    column->row_type = c_row_type(p->arena, p->plan, field);
    column->rounded = c_rounded_type(p->arena, field);
    column->comment = c_column_comment(p->arena, field, role->reference);
    column->is_list = c_is_list(field);
    column->is_nullable = field->arity == ARITY_OPTIONAL;
    column->is_updated_at = field->is_updated_at;
    column->is_required =
        field->arity == ARITY_REQUIRED && model_field_default(field)->kind == DEFAULT_NONE && !field->is_updated_at;
    column->is_version = field->model->version == field;
    column->is_in_update = !planner_is_made_key(field) && !column->is_version;
    plan_aggregates(column, role);
    plan_make(column, model_field_default(field));

    if (field->kind == FIELD_ENUM) {
        column->enum_plan = c_plan_enum(p->plan, field->enum_type);
        column->cast = c_sql_path(p->arena, field->enum_type->schema, field->enum_type->database_name);
        plan_enum_types(column);
    } else {
        column->cast = cast_of(p->arena, field);
        plan_scalar_types(p, column);
    }
}

void plan_columns(Planner *p)
{
    const Model *model = p->out->source;
    find_roles(p);
    for (size_t i = 0; i < model->fields.count; i++) {
        const Field *field = model->fields.items[i];
        const char *why = NULL;
        if (c_plan_has_column(field, &why)) plan_column(p, field);
        else if (field->kind != FIELD_RELATION) *list_add(p->arena, &p->out->omitted) = (OmittedColumn){field, why};
    }
    p->out->unsorted = planner_claim(p, p->out->names->upper, "_UNSORTED", model->name_span);
    for (size_t i = 0; i < p->out->columns.count; i++) {
        ColumnPlan *column = &p->out->columns.items[i];
        const char *suffix = emit_format(p->arena, "_BY_%s", c_upper(p->arena, column->member));
        column->enumerator = planner_claim(p, p->out->names->upper, suffix, column->field->name_span);
        if (column->is_in_update && !model->is_view) p->out->has_update = true;
        if (column->is_version) p->out->version = column;
    }
}
