/* <model>.h: what writes, and the names of constraints. */
#include "page.h"

#include "c_print.h"
#include "emit.h"
#include "table.h"

static void emit_insert(Page *page)
{
    const ModelPlan *plan = page->plan;
    if (plan->insert == NULL) return;
    Members members = {.arena = page->arena};
    size_t required = 0;
    for (size_t i = 0; i < plan->columns.count; i++) {
        const ColumnPlan *column = &plan->columns.items[i];
        if (!column->is_required) continue;
        members_add(&members, column->value_type, column->member, NULL);
        required++;
    }
    if (required > 0 && required < plan->columns.count) members_gap(&members);
    for (size_t i = 0; i < plan->columns.count; i++) {
        const ColumnPlan *column = &plan->columns.items[i];
        if (!column->is_required) members_add(&members, column->set_type, column->member, NULL);
    }
    Holes h = {0};
    hole(&h, "Insert", plan->names->insert_type);
    hole(&h, "members", members_text(&members));
    emit(page->out, &h,
        "/* Required columns are plain; the others take {SG_SET, value} or stay at their default. */",
        "struct ${Insert} {",
        "    ${members}",
        "};",
        "");
}

static void emit_update(Page *page)
{
    const ModelPlan *plan = page->plan;
    if (!plan->has_update) return;
    Members members = {.arena = page->arena};
    for (size_t i = 0; i < plan->columns.count; i++) {
        const ColumnPlan *column = &plan->columns.items[i];
        if (column->is_in_update) members_add(&members, column->set_type, column->member, NULL);
    }
    Holes h = {0};
    hole(&h, "Update", plan->update_type);
    hole(&h, "members", members_text(&members));
    emit(page->out, &h,
        "/*",
        " * {SG_SET, value}; {SG_ADD, value} adds to a number and appends to an array; {.op = SG_NULL} where",
        " * nullable; zero leaves the column as it is.",
        " */",
        "typedef struct ${Update} {",
        "    ${members}",
        "} ${Update};",
        "");
}

static void emit_change(Page *page)
{
    if (page->plan->change_type == NULL) return;
    const ModelPlan *plan = page->plan;
    const ColumnPlan *version = plan->version;
    Members members = {.arena = page->arena};
    Holes h = {0};
    page_key_members(page, &members, &plan->keys.items[0]);
    if (version != NULL) members_add(&members, version->value_type, version->member, NULL);
    members_add(&members, plan->update_type, plan->change_set, NULL);
    hole(&h, "Change", plan->change_type);
    hole(&h, "members", members_text(&members));
    hole(&h, "function", plan->keys.items[0].update_each);
    hole(&h, "rows", version == NULL ? "row" : "row, as it was read");
    emit(page->out, &h,
        "/* For ${function}(), each row once: which ${rows}, and what to write. */",
        "typedef struct ${Change} {",
        "    ${members}",
        "} ${Change};",
        "");
}

/* ---- Constraint names ---- */

static void define(SgArena *arena, Table *table, const char *macro, const char *name)
{
    table_row(table, emit_format(arena, "#define %s", macro), emit_format(arena, " \"%s\"", c_escape(arena, name)));
}

static void emit_constraints(Page *page)
{
    Table names = {.arena = page->arena};
    for (size_t i = 0; i < page->plan->keys.count; i++) {
        const KeyPlan *key = &page->plan->keys.items[i];
        if (key->macro != NULL) define(page->arena, &names, key->macro, key->key->database_name);
    }
    for (size_t i = 0; i < page->plan->references.count; i++) {
        const ReferencePlan *reference = &page->plan->references.items[i];
        define(page->arena, &names, reference->macro, reference->relation->constraint_name);
    }
    if (names.rows.count == 0) return;
    emit(page->out, NULL,
        "/* Constraint names, for sg_error(db)->constraint after SG_UNIQUE or SG_FOREIGN_KEY. */");
    table_print(&names, page->out);
    sg_text_add_char(page->out, '\n');
}

void page_writing(Page *page)
{
    if (page->plan->is_read_only) return;
    c_print_section(page->out, "Writing");
    emit_insert(page);
    emit_update(page);
    emit_change(page);
    page_functions(page, GROUP_WRITE);
    emit_constraints(page);
}
