/* pull_block.c - keys, and whole models and enums. */
#include "constraint_names.h"
#include "index_method.h"
#include "pull_text.h"

#include <ctype.h>
#include <string.h>

const char *pull_id_text(const PullPlan *plan, const PullModel *model)
{
    const PrimaryKey *key = model->table != NULL ? model->table->primary_key : NULL;
    if (key == NULL || (key->columns.count == 1 && !pull_is_block_key(model, key->columns.items[0]))) return NULL;
    SgText out = {.arena = plan->arena};
    sg_text_add(&out, "@@id([");
    for (size_t i = 0; i < key->columns.count; i++)
        sg_text_printf(&out, "%s%s", i == 0 ? "" : ", ", pull_field_name(model, key->columns.items[i]));
    sg_text_add(&out, "]");
    if (strcmp(key->name, model_primary_key_name(plan->arena, model->table->name)) != 0) {
        sg_text_add(&out, ", map: ");
        pull_add_string(&out, key->name);
    }
    sg_text_add(&out, ")");
    return sg_text_get(&out);
}

static void add_index_part(SgText *out, const PullModel *model, const Index *index, const IndexPart *part)
{
    sg_text_add(out, pull_field_name(model, part->column));
    IndexMethod method;
    bool is_known = index_method_find(index->method, &method);
    bool has_ops = part->ops != NULL && !part->ops_is_default && is_known && index->kind == INDEX_NORMAL;
    if (!has_ops && !part->is_descending) return;
    sg_text_add(out, "(");
    if (has_ops) {
        sg_text_add(out, "ops: raw(");
        pull_add_string(out, part->ops);
        sg_text_add(out, ")");
    }
    if (part->is_descending) sg_text_printf(out, "%ssort: Desc", has_ops ? ", " : "");
    sg_text_add(out, ")");
}

static const char *default_index_name(const PullPlan *plan, const PullModel *model, const Index *index)
{
    LIST(const char *) columns = {0};
    for (size_t i = 0; i < index->parts.count; i++) *list_add(plan->arena, &columns) = index->parts.items[i].column;
    const char *table = model->table->name;
    return index->kind == INDEX_UNIQUE ? model_unique_key_name(plan->arena, table, columns.items, columns.count)
                                       : model_index_name(plan->arena, table, columns.items, columns.count);
}

const char *pull_index_text(const PullPlan *plan, const PullModel *model, const Index *index)
{
    bool is_unique = index->kind == INDEX_UNIQUE;
    if (index->where != NULL && !plan->has_partial_indexes) return NULL;
    if (is_unique && index->parts.count == 1) {
        const Column *column = database_find_column(model->table, index->parts.items[0].column);
        if (pull_unique_index(plan, model, column) == index) return NULL;
    }
    SgText out = {.arena = plan->arena};
    sg_text_add(&out, is_unique ? "@@unique([" : "@@index([");
    for (size_t i = 0; i < index->parts.count; i++) {
        sg_text_add(&out, i == 0 ? "" : ", ");
        add_index_part(&out, model, index, &index->parts.items[i]);
    }
    sg_text_add(&out, "]");
    if (strcmp(index->name, default_index_name(plan, model, index)) != 0) {
        sg_text_add(&out, ", map: ");
        pull_add_string(&out, index->name);
    }
    IndexMethod method;
    if (!is_unique && index_method_find(index->method, &method) && method != INDEX_BTREE)
        sg_text_printf(&out, ", type: %s", index_method_name(method));
    if (index->where != NULL) {
        sg_text_add(&out, ", where: raw(");
        pull_add_string(&out, index->where);
        sg_text_add(&out, ")");
    }
    sg_text_add(&out, ")");
    return sg_text_get(&out);
}

static void add_indexes(SgText *out, const PullPlan *plan, const PullModel *model, IndexKind kind)
{
    for (size_t i = 0; model->table != NULL && i < model->table->indexes.count; i++) {
        const Index *index = &model->table->indexes.items[i];
        const char *text = index->kind == kind ? pull_index_text(plan, model, index) : NULL;
        if (text != NULL) sg_text_printf(out, "  %s\n", text);
    }
}

static void add_mapping(SgText *out, const PullPlan *plan, const char *name, const char *database_name,
                        const char *schema, bool is_ignored)
{
    if (strcmp(name, database_name) != 0) {
        sg_text_add(out, "  @@map(");
        pull_add_string(out, database_name);
        sg_text_add(out, ")\n");
    }
    if (is_ignored) sg_text_add(out, "  @@ignore\n");
    if (!plan->has_schemas) return;
    sg_text_add(out, "  @@schema(");
    pull_add_string(out, schema != NULL ? schema : plan->database->default_schema);
    sg_text_add(out, ")\n");
}

/* What the table has and the model cannot say, in a word or two; those that follow from others are left out. */
static const char *fact_text(const PullPlan *plan, const OpaqueFact *fact)
{
    static const char *const named[] = {
        "check", "exclude", "foreign key", "expression index", "index options",    "trigger",  "constraint trigger",
        "rule",  "policy",  "domain",      "statistics",       "generated column", "collation"};
    static const char *const plain[] = {"row level security", "partitioned", "storage", "replica identity"};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        if (strcmp(named[i], fact->kind) == 0) return sg_arena_printf(plan->arena, "%s %s", fact->kind, fact->name);
    }
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (strcmp(plain[i], fact->kind) == 0) return fact->kind;
    }
    if (strcmp(fact->kind, "inherits") == 0) return sg_arena_printf(plan->arena, "inherits from %s", fact->name);
    if (strcmp(fact->kind, "comment") == 0)
        return fact->name[0] == '\0' ? "comment" : sg_arena_printf(plan->arena, "comment on %s", fact->name);
    return NULL;
}

static const char *index_fact(const PullPlan *plan, const Index *index)
{
    bool has_nulls_order = false;
    for (size_t i = 0; i < index->parts.count; i++)
        has_nulls_order = has_nulls_order || index->parts.items[i].has_nulls_order;
    const char *what = index->is_invalid                                    ? "invalid"
                       : index->is_deferrable                               ? "deferrable"
                       : index->nulls_not_distinct                          ? "NULLS NOT DISTINCT"
                       : index->include.count > 0                           ? "INCLUDE"
                       : has_nulls_order                                    ? "order of NULLs"
                       : index->where != NULL && !plan->has_partial_indexes ? "partial"
                                                                            : NULL;
    return what == NULL ? NULL : sg_arena_printf(plan->arena, "index %s (%s)", index->name, what);
}

/* On one line: `text`s of a list, with commas. */
static void add_item(SgText *list, const char *text)
{
    if (text != NULL) sg_text_printf(list, "%s%s", list->size > 0 ? ", " : "", text);
}

static void add_documentation_line(SgText *out, const char *text)
{
    sg_text_add(out, "/// ");
    for (; *text != '\0'; text++) sg_text_add_char(out, iscntrl((unsigned char)*text) ? ' ' : *text);
    sg_text_add(out, "\n");
}

static void add_facts(SgText *out, const PullPlan *plan, const PullModel *model)
{
    SgText list = {.arena = plan->arena};
    for (size_t i = 0; i < model->table->facts.count; i++)
        add_item(&list, fact_text(plan, &model->table->facts.items[i]));
    for (size_t i = 0; i < model->table->indexes.count; i++)
        add_item(&list, index_fact(plan, &model->table->indexes.items[i]));
    for (size_t i = 0; i < model->table->foreign_keys.count; i++) {
        const ForeignKey *key = &model->table->foreign_keys.items[i];
        if (key->is_deferrable) add_item(&list, sg_arena_printf(plan->arena, "foreign key %s (deferrable)", key->name));
    }
    if (list.size == 0) return;
    add_documentation_line(out, sg_arena_printf(plan->arena,
                                                "The table has more than this says; keep it in the migrations: %s.",
                                                sg_text_get(&list)));
}

static void add_model_documentation(SgText *out, const PullPlan *plan, const PullModel *model)
{
    if (model->table == NULL) return;
    if (model->is_ignored) add_documentation_line(out, "Ignored: no key over required columns tells the rows apart.");
    add_facts(out, plan, model);
}

void pull_add_model(SgText *out, const PullPlan *plan, const PullModel *model)
{
    add_model_documentation(out, plan, model);
    sg_text_printf(out, "%s %s {\n", model->view != NULL ? "view" : "model", model->name);
    for (size_t i = 0; i < model->fields.count; i++)
        sg_text_printf(out, "  %s\n", pull_field_text(plan, model, &model->fields.items[i]));
    for (size_t i = 0; i < model->ends.count; i++)
        sg_text_printf(out, "  %s\n", pull_relation_text(plan, &model->ends.items[i]));

    SgText attributes = {.arena = plan->arena};
    const char *id = pull_id_text(plan, model);
    if (id != NULL) sg_text_printf(&attributes, "  %s\n", id);
    add_indexes(&attributes, plan, model, INDEX_UNIQUE);
    add_indexes(&attributes, plan, model, INDEX_NORMAL);
    if (model->table != NULL)
        add_mapping(&attributes, plan, model->name, model->table->name, model->table->schema, model->is_ignored);
    else add_mapping(&attributes, plan, model->name, model->view->name, model->view->schema, false);
    if (attributes.size > 0) sg_text_printf(out, "\n%s", sg_text_get(&attributes));
    sg_text_add(out, "}\n");
}

const char *pull_value_text(const PullPlan *plan, const PullEnum *type, size_t value)
{
    SgText out = {.arena = plan->arena};
    sg_text_add(&out, type->values.items[value]);
    if (strcmp(type->values.items[value], type->type->values.items[value]) != 0) {
        sg_text_add(&out, " @map(");
        pull_add_string(&out, type->type->values.items[value]);
        sg_text_add(&out, ")");
    }
    return sg_text_get(&out);
}

void pull_add_enum(SgText *out, const PullPlan *plan, const PullEnum *type)
{
    sg_text_printf(out, "enum %s {\n", type->name);
    for (size_t i = 0; i < type->values.count; i++) sg_text_printf(out, "  %s\n", pull_value_text(plan, type, i));
    SgText attributes = {.arena = plan->arena};
    add_mapping(&attributes, plan, type->name, type->type->name, type->type->schema, false);
    if (attributes.size > 0) sg_text_printf(out, "\n%s", sg_text_get(&attributes));
    sg_text_add(out, "}\n");
}
