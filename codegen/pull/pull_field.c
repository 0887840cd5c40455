/* pull_field.c - columns and foreign keys → the fields of a model. */
#include "constraint_names.h"
#include "pull_text.h"

#include <string.h>

static void add_quoted_argument(SgText *out, bool *is_first, const char *name, const char *value)
{
    sg_text_add(out, *is_first ? "(" : ", ");
    *is_first = false;
    sg_text_printf(out, "%s: ", name);
    pull_add_string(out, value);
}

static void add_type(SgText *out, const PullPlan *plan, const Column *column)
{
    const ColumnType *type = &column->type;
    switch (type->kind) {
    case TYPE_NATIVE: sg_text_add(out, scalar_type_name(native_type_info(type->native)->scalar)); break;
    case TYPE_ENUM: sg_text_add(out, pull_find_enum(plan, type->enum_type)->name); break;
    case TYPE_OTHER:
        sg_text_add(out, "Unsupported(");
        pull_add_string(out, type->sql);
        sg_text_add(out, ")");
        break;
    }
    sg_text_add(out, type->is_list ? "[]" : column->is_required ? "" : "?");
}

static bool is_default_native(const ColumnType *type)
{
    int args[2] = {0, 0}, count = 0;
    NativeType standard = native_type_default(native_type_info(type->native)->scalar, args, &count);
    return type->native == standard && type->arg_count == count && memcmp(type->args, args, sizeof args) == 0;
}

/* " @db.VarChar(20)", with the datasource's name in place of db. */
static void add_native_type(SgText *out, const PullPlan *plan, const ColumnType *type)
{
    if (type->kind != TYPE_NATIVE || is_default_native(type)) return;
    bool has_name = plan->previous != NULL && plan->previous->datasource != NULL;
    sg_text_printf(out, " @%s.%s", has_name ? plan->previous->datasource->name : "db",
                   native_type_info(type->native)->name);
    for (int i = 0; i < type->arg_count; i++) sg_text_printf(out, "%s%d", i == 0 ? "(" : ", ", type->args[i]);
    sg_text_add(out, type->arg_count > 0 ? ")" : "");
}

static bool is_block_level(const Key *key, const char *column)
{
    return key != NULL && !key->is_field_level && key->fields.count == 1 &&
           strcmp(key->fields.items[0].field->database_name, column) == 0;
}

bool pull_is_block_key(const PullModel *model, const char *column)
{
    return model->previous != NULL && is_block_level(model->previous->primary_key, column);
}

/* Is the index written at the block already? */
static bool is_block_unique(const PullModel *model, const char *column)
{
    for (size_t i = 0; model->previous != NULL && i < model->previous->keys.count; i++) {
        const Key *key = model->previous->keys.items[i];
        if (key->kind == KEY_UNIQUE && is_block_level(key, column)) return true;
    }
    return false;
}

const Index *pull_unique_index(const PullPlan *plan, const PullModel *model, const Column *column)
{
    if (model->table == NULL || is_block_unique(model, column->name)) return NULL;
    for (size_t i = 0; i < model->table->indexes.count; i++) {
        const Index *index = &model->table->indexes.items[i];
        if (index->kind == INDEX_UNIQUE && index->parts.count == 1 &&
            (index->where == NULL || plan->has_partial_indexes) &&
            strcmp(index->parts.items[0].column, column->name) == 0)
            return index;
    }
    return NULL;
}

static void add_id(SgText *out, const PullPlan *plan, const PullModel *model, const Column *column)
{
    const PrimaryKey *key = model->table != NULL ? model->table->primary_key : NULL;
    if (key == NULL || key->columns.count != 1 || strcmp(key->columns.items[0], column->name) != 0 ||
        pull_is_block_key(model, column->name))
        return;
    sg_text_add(out, " @id");
    if (strcmp(key->name, model_primary_key_name(plan->arena, model->table->name)) == 0) return;
    sg_text_add(out, "(map: ");
    pull_add_string(out, key->name);
    sg_text_add(out, ")");
}

static void add_unique(SgText *out, const PullPlan *plan, const PullModel *model, const Column *column)
{
    const Index *index = pull_unique_index(plan, model, column);
    if (index == NULL) return;
    bool is_first = true;
    sg_text_add(out, " @unique");
    if (strcmp(index->name, model_unique_key_name(plan->arena, model->table->name, &column->name, 1)) != 0)
        add_quoted_argument(out, &is_first, "map", index->name);
    if (index->parts.items[0].is_descending) {
        sg_text_add(out, is_first ? "(sort: Desc" : ", sort: Desc");
        is_first = false;
    }
    if (index->where != NULL) {
        sg_text_add(out, is_first ? "(where: raw(" : ", where: raw(");
        is_first = false;
        pull_add_string(out, index->where);
        sg_text_add(out, ")");
    }
    sg_text_add(out, is_first ? "" : ")");
}

const char *pull_field_text(const PullPlan *plan, const PullModel *model, const PullField *field)
{
    const Column *column = field->column;
    SgText out = {.arena = plan->arena};
    sg_text_printf(&out, "%s ", field->name);
    add_type(&out, plan, column);
    add_id(&out, plan, model, column);
    add_unique(&out, plan, model, column);
    pull_add_default(&out, plan, field);
    if (field->previous != NULL && field->previous->is_updated_at) sg_text_add(&out, " @updatedAt");
    if (strcmp(field->name, column->name) != 0) {
        sg_text_add(&out, " @map(");
        pull_add_string(&out, column->name);
        sg_text_add(&out, ")");
    }
    add_native_type(&out, plan, &column->type);
    if (field->previous != NULL && field->previous->is_ignored) sg_text_add(&out, " @ignore");
    return sg_text_get(&out);
}

static const char *action_name(ForeignKeyAction action)
{
    switch (action) {
    case FK_NO_ACTION: return "NoAction";
    case FK_RESTRICT: return "Restrict";
    case FK_CASCADE: return "Cascade";
    case FK_SET_NULL: return "SetNull";
    case FK_SET_DEFAULT: return "SetDefault";
    }
    return "NoAction";
}

static bool is_any_column(const PullRelation *relation, bool is_required)
{
    for (size_t i = 0; i < relation->key->columns.count; i++) {
        if (database_find_column(relation->table, relation->key->columns.items[i])->is_required == is_required)
            return true;
    }
    return false;
}

static void add_field_names(SgText *out, const PullModel *model, const char *const *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        sg_text_printf(out, "%s%s", i == 0 ? "" : ", ", pull_field_name(model, columns[i]));
}

/* What differs from what the language takes by itself. */
static void add_actions(SgText *out, const PullPlan *plan, const PullRelation *relation)
{
    const ForeignKey *key = relation->key;
    ForeignKeyAction standard = is_any_column(relation, true) ? FK_RESTRICT : FK_SET_NULL;
    if (key->on_delete != standard) sg_text_printf(out, ", onDelete: %s", action_name(key->on_delete));
    if (key->on_update != FK_CASCADE) sg_text_printf(out, ", onUpdate: %s", action_name(key->on_update));
    const char *name =
        model_foreign_key_name(plan->arena, relation->table->name, key->columns.items, key->columns.count);
    if (strcmp(key->name, name) == 0) return;
    sg_text_add(out, ", map: ");
    pull_add_string(out, key->name);
}

static void add_forward(SgText *out, const PullPlan *plan, const PullRelation *relation)
{
    const ForeignKey *key = relation->key;
    sg_text_printf(out, "%s %s%s @relation(", relation->forward, relation->to->name,
                   is_any_column(relation, false) ? "?" : "");
    if (relation->name != NULL) {
        pull_add_string(out, relation->name);
        sg_text_add(out, ", ");
    }
    sg_text_add(out, "fields: [");
    add_field_names(out, relation->from, key->columns.items, key->columns.count);
    sg_text_add(out, "], references: [");
    add_field_names(out, relation->to, key->referenced_columns.items, key->referenced_columns.count);
    sg_text_add(out, "]");
    add_actions(out, plan, relation);
    sg_text_add(out, ")");
}

/* The fields of a model that programs see must not lead to one that they do not. */
static bool is_hidden(const PullEnd *end)
{
    const PullModel *model = end->is_forward ? end->relation->from : end->relation->to;
    const PullModel *other = end->is_forward ? end->relation->to : end->relation->from;
    return other->is_ignored && !model->is_ignored;
}

const char *pull_relation_text(const PullPlan *plan, const PullEnd *end)
{
    const PullRelation *relation = end->relation;
    SgText out = {.arena = plan->arena};
    if (end->is_forward && relation->key != NULL) {
        add_forward(&out, plan, relation);
    } else {
        sg_text_printf(&out, "%s %s%s", end->is_forward ? relation->forward : relation->back,
                       end->is_forward ? relation->to->name : relation->from->name,
                       relation->is_one_to_one ? "?" : "[]");
        if (relation->name != NULL) {
            sg_text_add(&out, " @relation(");
            pull_add_string(&out, relation->name);
            sg_text_add(&out, ")");
        }
    }
    if (is_hidden(end)) sg_text_add(&out, " @ignore");
    return sg_text_get(&out);
}
