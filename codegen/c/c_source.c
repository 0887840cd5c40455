/* <model>.c: what the runtime knows of the table, and the functions that hand it over. */
#include "generate.h"

#include "c_print.h"
#include "emit.h"

#include <string.h>

/* ISO C compilers must take literals of 4095 bytes; a longer statement is left to the runtime to put together. */
enum { LITERAL_MAX = 4000 };

typedef struct Page {
    SgArena *arena;
    const ModelPlan *plan;
    SgText *out;
} Page;

typedef LIST(const char *) Names;

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

static const char *extras_of(SgArena *arena, const ColumnPlan *column)
{
    SgText out = {.arena = arena};
    if (column->make != NULL) emit_add(&out, ", .make = %s", column->make);
    if (column->make_length > 0) emit_add(&out, ", .make_length = %d", column->make_length);
    if (column->cast != NULL) emit_add(&out, ",\n .cast = \"%s\"", c_escape(arena, column->cast));
    if (column->enum_plan != NULL) emit_add(&out, ", .labels = &%s", column->enum_plan->table);
    return sg_text_get(&out);
}

static const char *offset_in(SgArena *arena, const char *type, const char *member)
{
    return type == NULL ? "SG_NOWHERE" : emit_format(arena, "offsetof(%s, %s)", type, member);
}

static void add_column(Page *page, SgText *out, const ColumnPlan *column)
{
    emit_add(out, "{.name = \"%s\", .label = \"%s\", .type = %s%s%s,\n %s(%s)},\n", c_escape(page->arena, column->sql),
             column->member, column->type->sg, flags_of(page->arena, column), extras_of(page->arena, column),
             column->is_in_update && page->plan->update_type != NULL ? "OFFSETS" : "FIXED", column->member);
}

/* One macro for the columns that an update can set, one for those it cannot. */
static void emit_offsets(Page *page, const char *macro, const char *update)
{
    const ModelNames *names = page->plan->names;
    Holes h = {0};
    hole(&h, "macro", macro);
    hole(&h, "Model", names->type);
    hole(&h, "Filter", names->filter_type);
    hole(&h, "insert", offset_in(page->arena, names->insert_type, "member"));
    hole(&h, "update", offset_in(page->arena, update, "member"));
    emit(page->out, &h,
        "#define ${macro}(member) \\",
        "    .row = offsetof(${Model}, member), .filter = offsetof(${Filter}, member), \\",
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
    emit(page->out, &h, "/* Where a column's member is in each struct; FIXED: it is not in the update. */");
    if (plan->update_type != NULL) emit_offsets(page, "OFFSETS", plan->update_type);
    if (has_fixed) emit_offsets(page, "FIXED", NULL);
    emit(page->out, &h,
        "static const SgColumn columns[] = {",
        "    ${columns}",
        "};",
        "");
}

/* ---- Relations ---- */

/* Places in a table of columns, with the names of what is there. */
static const char *places(Page *page, const Fields *fields)
{
    SgText out = {.arena = page->arena};
    sg_text_add(&out, "(const uint16_t[]){");
    for (size_t i = 0; i < fields->count; i++) {
        size_t index = 0;
        c_plan_column_index(page->plan->plan, fields->items[i], &index);
        emit_add(&out, "%s%zu /* %s */", i > 0 ? ", " : "", index, fields->items[i]->name);
    }
    sg_text_add_char(&out, '}');
    return out.data;
}

static const char *places_of_key(Page *page, const KeyPlan *key)
{
    Fields fields = {0};
    for (size_t i = 0; i < key->key->fields.count; i++)
        *list_add(page->arena, &fields) = key->key->fields.items[i].field;
    return places(page, &fields);
}

static const char *filter_offset(Page *page, const char *member)
{
    return offset_in(page->arena, member == NULL ? NULL : page->plan->names->filter_type, member);
}

static void add_relation(Page *page, SgText *out, const RelationPlan *relation)
{
    static const char *const kinds[] = {
        [SHAPE_TO_ONE] = "SG_TO_ONE", [SHAPE_TO_MANY] = "SG_TO_MANY", [SHAPE_MANY_TO_MANY] = "SG_MANY_TO_MANY"};
    SgArena *arena = page->arena;
    Holes h = {0};
    hole(&h, "member", relation->member);
    hole(&h, "kind", kinds[relation->shape]);
    hole(&h, "target", relation->target->table);
    hole(&h, "columns", places(page, &relation->columns));
    hole(&h, "targets", places(page, &relation->target_columns));
    hole(&h, "count", emit_format(arena, "%zu", relation->columns.count));
    hole(&h, "row", offset_in(arena, page->plan->names->type, relation->member));
    hole(&h, "is", filter_offset(page, relation->filter_is));
    hole(&h, "is_not", filter_offset(page, relation->filter_is_not));
    hole(&h, "some", filter_offset(page, relation->filter_some));
    hole(&h, "none", filter_offset(page, relation->filter_none));
    hole(&h, "every", filter_offset(page, relation->filter_every));
    emit(out, &h,
        "{.label = \"${member}\", .kind = ${kind}, .target = &${target},",
        " .columns = ${columns},",
        " .target_columns = ${targets}, .count = ${count},");
    if (relation->shape == SHAPE_MANY_TO_MANY) {
        hole(&h, "table", c_escape(arena, relation->join_table));
        hole(&h, "own", c_escape(arena, relation->join_column));
        hole(&h, "other", c_escape(arena, relation->join_target_column));
        emit(out, &h,
            " .join_table = \"${table}\", .join_column = \"${own}\", .join_target_column = \"${other}\",");
    }
    emit(out, &h,
        " .row = ${row},",
        " .filter_is = ${is}, .filter_is_not = ${is_not},",
        " .filter_some = ${some}, .filter_none = ${none},",
        " .filter_every = ${every}},");
}

static void emit_relations(Page *page)
{
    const ModelPlan *plan = page->plan;
    if (plan->relations.count == 0) return;
    SgText relations = {.arena = page->arena}, indexes = {.arena = page->arena};
    const char **names = sg_arena_new(page->arena, plan->relations.count * sizeof *names);
    for (size_t i = 0; i < plan->relations.count; i++) {
        names[i] = plan->relations.items[i].index_enumerator;
        add_relation(page, &relations, &plan->relations.items[i]);
    }
    c_print_list(&indexes, "    ", names, plan->relations.count, C_WIDTH);
    Holes h = {0};
    hole(&h, "relations", relations.data);
    hole(&h, "indexes", indexes.data);
    emit(page->out, &h,
        "enum {",
        "${indexes}",
        "};",
        "",
        "static const SgRelation relations[] = {",
        "    ${relations}",
        "};",
        "");
}

/* ---- The model ---- */

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
        key_line = emit_format(arena, ".key = %s, .key_count = %zu,", places_of_key(page, key), key->columns.count);
    if (plan->relations.count > 0)
        relation_line = emit_format(arena, ".relations = relations, .relation_count = %zu,", plan->relations.count);
    Holes h = {0};
    hole(&h, "table", plan->names->table);
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
        "    .columns = columns, .column_count = ${count},",
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

/* ---- Keys ---- */

static const char *all_columns(Page *page)
{
    SgText out = {.arena = page->arena};
    for (size_t i = 0; i < page->plan->columns.count; i++)
        emit_add(&out, "%s%s", i > 0 ? ", " : "", page->plan->columns.items[i].sql);
    return sg_text_get(&out);
}

static bool fits_literal(Page *page, const KeyPlan *key, const char *columns)
{
    size_t size = strlen(page->plan->table_sql) + strlen(c_key_condition(page->arena, page->plan, key));
    return size + strlen(columns) + sizeof "DELETE FROM  WHERE  RETURNING " < LITERAL_MAX;
}

/* The list of columns once, as a macro: both statements of every key have it. */
static void emit_columns_macro(Page *page, const char *columns)
{
    SgText list = {.arena = page->arena};
    c_print_string(&list, "", columns);
    const char *line = sg_text_get(&list);
    if (strchr(line, '\n') == NULL && strlen(line) + sizeof "#define COLUMNS " <= C_WIDTH) {
        emit_add(page->out, "#define COLUMNS %s\n\n", line);
        return;
    }
    sg_text_add(page->out, "#define COLUMNS");
    while (*line != '\0') {
        size_t size = strcspn(line, "\n");
        sg_text_add(page->out, " \\\n    ");
        sg_text_add_bytes(page->out, line, size);
        line += size + (line[size] == '\n');
    }
    sg_text_add(page->out, "\n\n");
}

/* Where a key's values are in the elements of get_many and update_each. */
static const char *item_lines(Page *page, const KeyPlan *key)
{
    if (!key->is_identity) return "";
    const ModelPlan *plan = page->plan;
    SgText out = {.arena = page->arena}, items = {.arena = page->arena}, changes = {.arena = page->arena};
    for (size_t i = 0; i < key->columns.count; i++) {
        const char *member = plan->columns.items[key->columns.items[i]].member;
        const char *comma = i > 0 ? ", " : "";
        emit_add(&items, "%s%s", comma, plan->key_type == NULL ? "0" : offset_in(page->arena, plan->key_type, member));
        emit_add(&changes, "%s%s", comma, offset_in(page->arena, plan->change_type, member));
    }
    const char *item = plan->key_type != NULL ? plan->key_type : plan->columns.items[key->columns.items[0]].value_type;
    emit_add(&out, ".item_size = sizeof(%s), .item_offsets = (const uint32_t[]){%s},\n", item, items.data);
    if (plan->change_type != NULL)
        emit_add(&out,
                 ".change_size = sizeof(%s), .change_offsets = (const uint32_t[]){%s},\n"
                 ".change_set = offsetof(%s, %s),\n",
                 plan->change_type, changes.data, plan->change_type, plan->change_set);
    if (plan->change_type != NULL && plan->version != NULL)
        emit_add(&out, ".change_version = %s,\n", offset_in(page->arena, plan->change_type, plan->version->member));
    return out.data;
}

static void emit_key(Page *page, const KeyPlan *key, const char *columns)
{
    const ModelPlan *plan = page->plan;
    SgArena *arena = page->arena;
    SgText statements = {.arena = arena};
    if (fits_literal(page, key, columns)) {
        const char *table = c_escape(arena, plan->table_sql);
        const char *condition = c_escape(arena, c_key_condition(arena, plan, key));
        emit_add(&statements, ".select_sql = \"SELECT \" COLUMNS \" FROM %s WHERE %s\",\n", table, condition);
        if (!plan->is_read_only)
            emit_add(&statements, ".delete_sql = \"DELETE FROM %s WHERE %s RETURNING \" COLUMNS,\n", table, condition);
    }
    Holes h = {0};
    hole(&h, "name", key->descriptor);
    hole(&h, "model", plan->names->table);
    hole(&h, "columns", places_of_key(page, key));
    hole(&h, "count", emit_format(arena, "%zu", key->columns.count));
    hole(&h, "statements", sg_text_get(&statements));
    hole(&h, "items", item_lines(page, key));
    emit(page->out, &h,
        "static const SgKey ${name} = {",
        "    .model = &${model}, .columns = ${columns}, .count = ${count},",
        "    ${statements}",
        "    ${items}",
        "};",
        "");
}

static void emit_keys(Page *page)
{
    const ModelPlan *plan = page->plan;
    const char *columns = all_columns(page);
    bool has_statements = false;
    for (size_t i = 0; i < plan->keys.count; i++)
        if (fits_literal(page, &plan->keys.items[i], columns)) has_statements = true;
    if (has_statements) emit_columns_macro(page, columns);
    for (size_t i = 0; i < plan->keys.count; i++)
        if (plan->keys.items[i].get != NULL) emit_key(page, &plan->keys.items[i], columns);
}

/* ---- Aggregates ---- */

static void add_cell(Page *page, Names *out, size_t column, const char *function, const char *type, const char *group)
{
    *list_add(page->arena, out) = emit_format(page->arena, "CELL(%zu, %s, %s, %s.%s)", column, function, type, group,
                                              page->plan->columns.items[column].member);
}

static void add_cells(Page *page, Names *out)
{
    for (size_t i = 0; i < page->plan->columns.count; i++) {
        const ColumnPlan *column = &page->plan->columns.items[i];
        if (column->has_sum) add_cell(page, out, i, "SG_SUM", column->type->sum->sg, "sum");
        if (column->has_average) add_cell(page, out, i, "SG_AVERAGE", column->type->average->sg, "average");
        if (column->has_extremes) add_cell(page, out, i, "SG_MIN", column->type->sg, "min");
        if (column->has_extremes) add_cell(page, out, i, "SG_MAX", column->type->sg, "max");
    }
}

static void emit_cells(Page *page, const Names *cells)
{
    SgText list = {.arena = page->arena};
    c_print_list(&list, "    ", cells->items, cells->count, C_WIDTH);
    Holes h = {0};
    hole(&h, "cells", list.data);
    hole(&h, "Aggregate", page->plan->aggregate);
    hole(&h, "Query", page->plan->aggregate_query);
    emit(page->out, &h,
        "/* One number: of which column, how, its type, and the member of the query that asks for it and of the",
        " * result that takes it, which have one name. */",
        "#define CELL(column, function, type, member) \\",
        "    {column, function, type, offsetof(${Query}, member), \\",
        "     offsetof(${Aggregate}, member)}",
        "",
        "static const SgAggregateCell cells[] = {",
        "${cells},",
        "};",
        "");
}

static void emit_aggregate(Page *page)
{
    Names cells = {0};
    add_cells(page, &cells);
    if (cells.count > 0) emit_cells(page, &cells);
    Holes h = {0};
    hole(&h, "model", page->plan->names->table);
    hole(&h, "cells",
         cells.count > 0 ? emit_format(page->arena, " .cells = cells, .cell_count = %zu,", cells.count) : "");
    hole(&h, "Aggregate", page->plan->aggregate);
    hole(&h, "Query", page->plan->aggregate_query);
    emit(page->out, &h,
        "static const SgAggregate aggregate = {",
        "    .model = &${model},${cells}",
        "    .result_size = sizeof(${Aggregate}),",
        "    .result_group = offsetof(${Aggregate}, group),",
        "    .result_count = offsetof(${Aggregate}, count),",
        "    .query_where = offsetof(${Query}, where),",
        "    .query_group = offsetof(${Query}, group_by),",
        "    .query_limit = offsetof(${Query}, limit),",
        "};",
        "");
}

/* ---- Functions ---- */

static void emit_function(Page *page, const Function *function)
{
    if (function->helper != NULL) emit_add(page->out, "%s\n", function->helper);
    c_print_comment(page->out, "", c_comment(page->arena, function->sql));
    const char *head = emit_format(page->arena, "SgStatus %s", function->name);
    c_print_signature(page->out, head, function->params.items, function->params.count, "");
    Holes h = {0};
    hole(&h, "body", function->body);
    emit(page->out, &h,
        "{",
        "    ${body}",
        "}");
}

static void emit_functions(Page *page, const Functions *functions)
{
    for (size_t i = 0; i < functions->count; i++) {
        if (i > 0) sg_text_add_char(page->out, '\n');
        emit_function(page, &functions->items[i]);
    }
}

static void emit_top(Page *page)
{
    const ModelPlan *plan = page->plan;
    Holes h = {0};
    hole(&h, "source", c_comment(page->arena, c_source_name(plan->plan, plan->source->span)));
    hole(&h, "kind", plan->source->is_view ? "view" : "model");
    hole(&h, "name", plan->source->name);
    hole(&h, "file", plan->names->file);
    emit(page->out, &h,
        "/*",
        " * " C_MARKER " from ${source} (${kind} ${name}).  Do not edit.",
        " *",
        " * Tables of columns, relations and keys, and functions that hand them to the runtime with what the",
        " * caller gave.  Values travel as parameters ($1, ...), never within the SQL.",
        " */",
        "#include \"${file}.h\"",
        "",
        "#include \"models.h\"",
        "",
        "#include <stddef.h>",
        "");
}

void c_model_source(SgArena *arena, const ModelPlan *plan, const Functions *functions, SgText *out)
{
    Page page = {arena, plan, out};
    emit_top(&page);
    c_print_section(out, "The table");
    emit_columns(&page);
    emit_relations(&page);
    emit_model(&page);
    emit_keys(&page);
    emit_aggregate(&page);
    c_print_section(out, "Functions");
    emit_functions(&page, functions);
}
