#include "page.h"

#include "c_print.h"
#include "emit.h"

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

void page_key_members(Page *page, Members *members, const KeyPlan *key)
{
    for (size_t i = 0; i < key->columns.count; i++) {
        const ColumnPlan *column = &page->plan->columns.items[key->columns.items[i]];
        members_add(members, column->value_type, column->member, NULL);
    }
}
