#include "page.h"

#include "c_print.h"
#include "emit.h"

#include <string.h>

/* " id;" or "*symbol;", to stand behind a padded type without its star. */
void page_declare(SgArena *arena, Table *table, const char *type, const char *name, const char *comment)
{
    size_t size = strlen(type);
    bool is_pointer = type[size - 1] == '*';
    const char *stem = is_pointer ? sg_arena_strndup(arena, type, size - 1) : type;
    const char *declarator = emit_format(arena, "%s%s;", is_pointer ? "*" : " ", name);
    if (is_pointer && stem[strlen(stem) - 1] != ' ') stem = emit_format(arena, "%s ", stem);
    if (comment == NULL) table_row(table, stem, declarator);
    else table_row(table, stem, declarator, emit_format(arena, " /* %s */", comment));
}

const char *page_printed(SgArena *arena, const Table *table)
{
    SgText out = {.arena = arena};
    table_print(table, &out);
    return sg_text_get(&out);
}

void page_gap(Table *table)
{
    table_cells(table, (const char *const[]){NULL});
}

void page_functions(Page *page, FunctionGroup group)
{
    bool is_first = true;
    for (size_t i = 0; i < page->functions->count; i++) {
        const Function *f = &page->functions->items[i];
        if (f->group != group) continue;
        if (!is_first && f->note != NULL) sg_text_add_char(page->out, '\n');
        c_print_comment(page->out, "", f->note);
        const char *head = emit_format(page->arena, "SG_CHECKED SgStatus %s", f->name);
        c_print_signature(page->out, head, f->params.items, f->params.count, ";");
        is_first = false;
    }
    if (!is_first) sg_text_add_char(page->out, '\n');
}

void page_key_members(Page *page, Table *members, const KeyPlan *key)
{
    for (size_t i = 0; i < key->columns.count; i++) {
        const ColumnPlan *column = &page->plan->columns.items[key->columns.items[i]];
        page_declare(page->arena, members, column->value_type, column->member, NULL);
    }
}
