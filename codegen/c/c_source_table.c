/* <model>.c: the table of columns, that of relations, how a row is read, and the model with all of them. */
#include "c_print.h"
#include "emit.h"
#include "page.h"
#include "reader.h"

#include <string.h>

/* ---- Columns ---- */

static const char *flags_of(SgArena *arena, const ColumnPlan *column)
{
    SgText out = {.arena = arena};
    if (column->is_nullable) sg_text_add(&out, " | SG_COLUMN_NULLABLE");
    if (column->is_list) sg_text_add(&out, " | SG_COLUMN_LIST");
    if (column->is_required) sg_text_add(&out, " | SG_COLUMN_REQUIRED");
    if (column->is_updated_at) sg_text_add(&out, " | SG_COLUMN_UPDATED_AT");
    if (column->is_version) sg_text_add(&out, " | SG_COLUMN_VERSION");
    return out.size == 0 ? "" : emit_format(arena, ", .flags = %s", out.data + strlen(" | "));
}

static void add_column(Page *page, SgText *out, const ColumnPlan *column)
{
    SgText what = {.arena = page->arena}, behind = {.arena = page->arena};
    emit_add(&what, "{.name = \"%s\", .type = %s%s,", c_escape(page->arena, column->sql), column->type->sg,
             flags_of(page->arena, column));
    if (column->make != NULL) emit_add(&what, " .make = %s,", column->make);
    if (column->make_length > 0) emit_add(&what, " .make_length = %d,", column->make_length);
    if (column->cast != NULL) emit_add(&behind, ".cast = \"%s\", ", c_escape(page->arena, column->cast));
    if (column->rounded != NULL) emit_add(&behind, ".rounded = \"%s\", ", column->rounded);
    if (column->enum_plan != NULL) emit_add(&behind, ".labels = &%s, ", column->enum_plan->table);
    bool is_settable = column->is_in_update && page->plan->update_type != NULL;
    emit_add(&behind, "%s(%s)},", is_settable ? "MEMBER" : "FIXED", column->member);
    c_print_pair(out, strlen("    "), what.data, behind.data);
}

/* One macro for the columns that an update can set, one for those it cannot. */
static void emit_member(Page *page, const char *macro, const char *update)
{
    const ModelNames *names = page->plan->names;
    Holes h = {0};
    hole(&h, "macro", macro);
    hole(&h, "Model", names->type);
    hole(&h, "Filter", names->filter_type);
    hole(&h, "insert", page_offset(page->arena, names->insert_type, "member"));
    hole(&h, "update", page_offset(page->arena, update, "member"));
    emit(page->out, &h,
        "#define ${macro}(member) \\",
        "    .label = #member, .row = offsetof(${Model}, member), .filter = offsetof(${Filter}, member), \\",
        "    .insert = ${insert}, .update = ${update}",
        "");
}

static void emit_columns(Page *page)
{
    const ModelPlan *plan = page->plan;
    SgText columns = {.arena = page->arena};
    bool has_fixed = false;
    for (size_t i = 0; i < plan->columns.count; i++) {
        if (!plan->columns.items[i].is_in_update || plan->update_type == NULL) has_fixed = true;
        add_column(page, &columns, &plan->columns.items[i]);
    }
    Holes h = {0};
    hole(&h, "columns", sg_text_get(&columns));
    emit(page->out, &h, "/* A column's member, and where it is in each struct; FIXED: it is not in the update. */");
    if (plan->update_type != NULL) emit_member(page, "MEMBER", plan->update_type);
    if (has_fixed) emit_member(page, "FIXED", NULL);
    emit(page->out, &h,
        "static const SgColumn columns[] = {",
        "    ${columns}",
        "};",
        "");
}

/* ---- Relations ---- */

static void emit_conditions(Page *page, const RelationPlan *relation)
{
    Holes h = {0};
    hole(&h, "Filter", page->plan->names->filter_type);
    if (relation->shape == SHAPE_TO_ONE) {
        hole(&h, "is", relation->filter_is);
        hole(&h, "is_not", relation->filter_is_not);
        emit(page->out, &h,
            "        .filter_is = offsetof(${Filter}, ${is}),",
            "        .filter_is_not = offsetof(${Filter}, ${is_not}),");
        return;
    }
    hole(&h, "some", relation->filter_some);
    hole(&h, "none", relation->filter_none);
    hole(&h, "every", relation->filter_every);
    emit(page->out, &h,
        "        .filter_some = offsetof(${Filter}, ${some}),",
        "        .filter_none = offsetof(${Filter}, ${none}),",
        "        .filter_every = offsetof(${Filter}, ${every}),");
}

static const char *join_table(Page *page, const RelationPlan *relation)
{
    if (relation->shape != SHAPE_MANY_TO_MANY) return "";
    return emit_format(page->arena, ".join_table = \"%s\", .join_column = \"%s\", .join_target_column = \"%s\",",
                       c_escape(page->arena, relation->join_table), c_escape(page->arena, relation->join_column),
                       c_escape(page->arena, relation->join_target_column));
}

static void emit_relation(Page *page, const RelationPlan *relation)
{
    static const char *const kinds[] = {
        [SHAPE_TO_ONE] = "SG_TO_ONE", [SHAPE_TO_MANY] = "SG_TO_MANY", [SHAPE_MANY_TO_MANY] = "SG_MANY_TO_MANY"};
    Holes h = {0};
    hole(&h, "member", relation->member);
    hole(&h, "kind", kinds[relation->shape]);
    hole(&h, "target", relation->target->table);
    hole(&h, "count", emit_format(page->arena, "%zu", relation->columns.count));
    hole(&h, "columns", page_places(page, &relation->columns));
    hole(&h, "targets", page_places(page, &relation->target_columns));
    hole(&h, "join_table", join_table(page, relation));
    hole(&h, "Model", page->plan->names->type);
    emit(page->out, &h,
        "    {",
        "        .label = \"${member}\", .kind = ${kind}, .target = &${target}, .count = ${count},",
        "        .columns = ${columns},",
        "        .target_columns = ${targets},",
        "        ${join_table}",
        "        .row = offsetof(${Model}, ${member}),");
    emit_conditions(page, relation);
    emit(page->out, &h, "    },");
}

static void emit_relations(Page *page)
{
    const ModelPlan *plan = page->plan;
    if (plan->relations.count == 0) return;
    SgText indexes = {.arena = page->arena};
    const char **names = sg_arena_new(page->arena, plan->relations.count * sizeof *names);
    for (size_t i = 0; i < plan->relations.count; i++) names[i] = plan->relations.items[i].index_enumerator;
    c_print_list(&indexes, "    ", names, plan->relations.count, C_WIDTH);
    Holes h = {0};
    hole(&h, "indexes", indexes.data);
    emit(page->out, &h,
        "enum {",
        "${indexes}",
        "};",
        "",
        "static const SgRelation relations[] = {");
    for (size_t i = 0; i < plan->relations.count; i++) emit_relation(page, &plan->relations.items[i]);
    emit(page->out, &h,
        "};",
        "");
}

/* ---- The model ---- */

static void emit_reader(Page *page)
{
    Reader reader = {.lines = {.arena = page->arena}};
    for (size_t i = 0; i < page->plan->columns.count; i++) {
        const ColumnPlan *column = &page->plan->columns.items[i];
        reader_add(&reader, column->member, column->type, column->enum_plan, column->is_nullable, column->is_list);
    }
    reader_print(&reader, "", page->plan->names->reader, page->plan->names->type, page->out);
}

static const char *size_of(SgArena *arena, const char *type)
{
    return type == NULL ? "0" : emit_format(arena, "sizeof(%s)", type);
}

static void emit_model(Page *page)
{
    const ModelPlan *plan = page->plan;
    SgArena *arena = page->arena;
    const KeyPlan *key = c_plan_identity(plan);
    const char *key_line = "";
    const char *relation_line = "";
    if (key != NULL)
        key_line = emit_format(arena, ".key = %s, .key_count = %zu,", page_key_places(page, key), key->columns.count);
    if (plan->relations.count > 0)
        relation_line = emit_format(arena, ".relations = relations, .relation_count = %zu,", plan->relations.count);
    Holes h = {0};
    hole(&h, "table", plan->names->table);
    hole(&h, "reader", plan->names->reader);
    hole(&h, "name", plan->source->name);
    hole(&h, "sql", c_escape(arena, plan->table_sql));
    hole(&h, "count", emit_format(arena, "%zu", plan->columns.count));
    hole(&h, "key", key_line);
    hole(&h, "relations", relation_line);
    hole(&h, "Model", plan->names->type);
    hole(&h, "Filter", plan->names->filter_type);
    hole(&h, "Query", plan->names->query_type);
    hole(&h, "insert_size", size_of(arena, plan->names->insert_type));
    hole(&h, "update_size", size_of(arena, plan->update_type));
    hole(&h, "all_of", plan->all_of);
    hole(&h, "any_of", plan->any_of);
    hole(&h, "none_of", plan->none_of);
    emit(page->out, &h,
        "const SgModel ${table} = {",
        "    .name = \"${name}\", .table = \"${sql}\",",
        "    .columns = columns, .column_count = ${count}, .read = ${reader},",
        "    ${key}",
        "    ${relations}",
        "    .row_size = sizeof(${Model}), .filter_size = sizeof(${Filter}),",
        "    .insert_size = ${insert_size}, .update_size = ${update_size},",
        "    .filter_all_of = offsetof(${Filter}, ${all_of}),",
        "    .filter_any_of = offsetof(${Filter}, ${any_of}),",
        "    .filter_none_of = offsetof(${Filter}, ${none_of}),",
        "    .query_where = offsetof(${Query}, where), .query_sort = offsetof(${Query}, sort),",
        "    .query_select = offsetof(${Query}, select), .query_after = offsetof(${Query}, after),",
        "    .query_limit = offsetof(${Query}, limit), .query_lock = offsetof(${Query}, lock),",
        "};",
        "");
}

void page_table(Page *page)
{
    c_print_section(page->out, "The table");
    emit_columns(page);
    emit_relations(page);
    emit_reader(page);
    emit_model(page);
}
