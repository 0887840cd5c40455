/* <model>.c: its keys, each with the statements that go by it. */
#include "c_print.h"
#include "emit.h"
#include "page.h"

#include <string.h>

/* ISO C compilers must take literals of 4095 bytes; a longer statement is left to the runtime to put together. */
enum { LITERAL_MAX = 4000 };

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
        emit_add(&items, "%s%s", comma,
                 plan->key_type == NULL ? "0" : page_offset(page->arena, plan->key_type, member));
        emit_add(&changes, "%s%s", comma, page_offset(page->arena, plan->change_type, member));
    }
    const char *item = plan->key_type != NULL ? plan->key_type : plan->columns.items[key->columns.items[0]].value_type;
    emit_add(&out, ".item_size = sizeof(%s), .item_offsets = (const uint32_t[]){%s},\n", item, items.data);
    if (plan->change_type != NULL)
        emit_add(&out,
                 ".change_size = sizeof(%s), .change_offsets = (const uint32_t[]){%s},\n"
                 ".change_set = offsetof(%s, %s),\n",
                 plan->change_type, changes.data, plan->change_type, plan->change_set);
    if (plan->change_type != NULL && plan->version != NULL)
        emit_add(&out, ".change_version = %s,\n", page_offset(page->arena, plan->change_type, plan->version->member));
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
    hole(&h, "columns", page_key_places(page, key));
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

void page_keys(Page *page)
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
